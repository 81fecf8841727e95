"""JupyterLab as `make lab` opens it: a chapter runs from top to bottom, and explorers obey Python."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest
from conftest import ROOT
from playwright.sync_api import expect

from anodes import explorers as explorers_module
from anodes import phases
from anodes.charts import VEGA_MIME
from anodes.explorer import shown

CHAPTER = "antimony"
START_SECONDS, RUN_SECONDS = 90, 180
WHOLE = {"windowingMode": "none"}  # every cell is in the page, not only those in sight


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """The address of a JupyterLab that shows a copy of the chapters, with the book's own kernel."""
    folder = tmp_path_factory.mktemp("lab")
    shutil.copytree(ROOT / "chapters", folder / "chapters")
    settings = folder / "settings" / "@jupyterlab" / "notebook-extension"
    settings.mkdir(parents=True)
    (settings / "tracker.jupyterlab-settings").write_text(json.dumps(WHOLE))
    command = [
        str(Path(sys.executable).with_name("jupyter")), "lab", "--no-browser", "--allow-root",
        "--ip=127.0.0.1", "--port=0", f"--ServerApp.root_dir={folder}",
        "--IdentityProvider.token=book", "--LabApp.expose_app_in_browser=True",
        "--LabApp.news_url=", "--LabApp.extension_manager=readonly",
        f"--LabApp.user_settings_dir={folder / 'settings'}",
        f"--LabApp.workspaces_dir={folder / 'workspaces'}",
    ]  # fmt: skip
    log = folder / "log"
    with log.open("w") as out:
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT, cwd=folder)
    try:
        yield _address(process, log)
    finally:
        process.terminate()
        process.wait(30)


READY = """() => {
    const shown = window.jupyterapp.shell.currentWidget;
    return Boolean(shown?.context?.isReady && shown.sessionContext?.isReady
        && shown.sessionContext.session?.kernel?.status === 'idle'
        && shown.content.rendermime.mimeTypes.includes('application/vnd.jupyter.widget-view+json'));
}"""
RAN = """() => window.jupyterapp.shell.currentWidget.content.widgets
    .filter((cell) => cell.model.type === 'code')
    .every((cell) => cell.model.trusted && cell.model.executionState !== 'running')"""


def until(page, condition: str, seconds: float = 60) -> None:
    """Wait for what JupyterLab gives no sign of in the page."""
    deadline = time.monotonic() + seconds
    while not page.evaluate(condition):
        assert time.monotonic() < deadline, condition
        page.wait_for_timeout(250)


def _address(process: subprocess.Popen, log: Path) -> str:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        found = re.search(r"http://127\.0\.0\.1:\d+(?=/lab\?token)", log.read_text())
        if found:
            return found[0]
        time.sleep(0.3)
    raise AssertionError(f"JupyterLab did not start:\n{log.read_text()[-2000:]}")


def test_a_chapter_runs_and_its_explorer_obeys(browser, lab):
    context = browser.new_context(viewport={"width": 1280, "height": 1000})
    page = context.new_page()
    away: list[str] = []
    here = (lab, lab.replace("http:", "ws:"), "data:", "blob:")
    page.on("request", lambda r: r.url.startswith(here) or away.append(r.url))
    page.goto(f"{lab}/doc/tree/chapters/{CHAPTER}.ipynb?token=book", wait_until="commit")
    expect(page.locator(".jp-Notebook .jp-Cell").first).to_be_visible(timeout=90_000)
    idle = page.locator(".jp-Notebook-ExecutionIndicator[data-status=idle]")
    expect(idle).to_be_visible(timeout=60_000)
    until(page, READY)
    cells = nbformat.read(ROOT / "chapters" / f"{CHAPTER}.ipynb", as_version=4).cells
    code = sum(cell.cell_type == "code" for cell in cells)
    prompts = page.locator(".jp-CodeCell .jp-InputPrompt")
    explorers = page.locator(".jupyter-widgets.widget-vbox")
    page.evaluate("void window.jupyterapp.commands.execute('notebook:run-all-cells')")
    until(page, RAN, RUN_SECONDS)  # what is stored is not trusted before it has run
    expect(prompts.last).to_have_text(f"[{code}]:", timeout=RUN_SECONDS * 1000)
    assert prompts.all_inner_texts() == [f"[{number}]:" for number in range(1, code + 1)]
    expect(explorers).to_have_count(1, timeout=30_000)
    assert page.locator("[data-mime-type$=error], [data-mime-type$=stderr]").count() == 0

    charts = sum(VEGA_MIME in output.get("data", {}) for cell in cells
                 for output in cell.get("outputs", []))  # fmt: skip
    expect(page.locator(".vega-embed")).to_have_count(charts - 1)  # its own picture is Python's

    box = explorers.first
    before, picture = box.inner_text(), box.locator("svg").inner_html()
    handle = box.locator("[role=slider], .noUi-handle, input[type=range]").first
    for _ in range(5):
        handle.press("ArrowRight")
    explorer = explorers_module.diffraction(
        phases.phase("Na3Sb"), phases.pattern("Na3Sb", up_to=42),
        phases.angles().query("phase == 'Na3Sb'"),
    )  # fmt: skip
    wanted = shown(explorer.readings(edge_a=5.371)["misfit_degree"])
    expect(box).to_contain_text(wanted, timeout=15_000)
    assert wanted not in before
    assert box.locator("svg").inner_html() != picture
    assert away == []
    context.close()
