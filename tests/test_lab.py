"""JupyterLab as `make lab` opens it, with the settings that a reader has.

Each chapter is opened as stored, run from top to bottom, scrolled to its end, and its explorers
are moved, while the tab must go on answering.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import subprocess
import time
import urllib.request
from pathlib import Path

import nbformat
import pytest
from conftest import ROOT
from playwright.sync_api import Error, expect

from anodes import explorers as explorers_module
from anodes import phases
from anodes.charts import VEGA_MIME
from anodes.explorer import shown
from anodes.publish import lab as lab_command

CHAPTERS = sorted(path.stem for path in (ROOT / "chapters").glob("*.ipynb"))
START_SECONDS, RUN_SECONDS, ANSWER_SECONDS = 90, 180, 1
RAW = re.compile(r":::|\{(?:cite|numref|exercise|admonition|ref|doc)\}|\]\(|\bNaN\b|<NA>")


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """The address of a JupyterLab that shows a copy of the chapters, with the book's own kernel."""
    folder = tmp_path_factory.mktemp("lab")
    shutil.copytree(ROOT / "chapters", folder / "chapters")
    environment = os.environ | {
        "JUPYTER_DATA_DIR": str(folder / "data"),  # signatures of trust
        "JUPYTER_CONFIG_DIR": str(folder / "config"),  # settings and workspaces
    }
    trusted = "from anodes.publish import lab; from pathlib import Path; import sys; "
    trusted += "lab.trust(map(Path, sys.argv[1:]))"
    paths = map(str, (folder / "chapters").glob("*.ipynb"))
    python = lab_command.command()[0]
    subprocess.run([python, "-c", trusted, *paths], env=environment, check=True)
    command = lab_command.command(
        "--no-browser", "--allow-root", "--ip=127.0.0.1", "--port=0",
        "--IdentityProvider.token=book", "--LabApp.expose_app_in_browser=True", root=folder,
    )  # fmt: skip
    log = folder / "log"
    with log.open("w") as out:
        process = subprocess.Popen(
            command, stdout=out, stderr=subprocess.STDOUT, cwd=folder, env=environment
        )
    try:
        yield _address(process, log)
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:  # it waits for a kernel that is slow to end
            process.kill()  # kernels end by themselves when their server is gone
            process.wait(10)


def _address(process: subprocess.Popen, log: Path) -> str:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        found = re.search(r"http://127\.0\.0\.1:\d+(?=/lab)", log.read_text())
        if found:
            return found[0]
        time.sleep(0.3)
    raise AssertionError(f"JupyterLab did not start:\n{log.read_text()[-2000:]}")


READY = """() => {
    const shown = window.jupyterapp?.shell.currentWidget;
    return Boolean(shown?.context?.isReady && shown.sessionContext?.isReady
        && shown.sessionContext.session?.kernel?.status === 'idle'
        && shown.content.rendermime.mimeTypes.includes('application/vnd.jupyter.widget-view+json'));
}"""
IDLE = """() => window.jupyterapp.shell.currentWidget.sessionContext
    .session?.kernel?.status === 'idle'"""
NOTEBOOK = "window.jupyterapp.shell.currentWidget.content"

SCROLL = f"""(async () => {{
    const seen = [], notebook = {NOTEBOOK};
    const painted = () => new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(go)));
    for (const [number, cell] of notebook.widgets.entries()) {{
        if (cell.isHidden) continue;  // within a folded solution
        await notebook.scrollToItem(number);
        await painted();
        const prose = cell.model.type === 'markdown';
        for (const part of prose ? [cell.node] : cell.node.querySelectorAll('table'))
            seen.push(part.innerText);
    }}
    return seen.join('\\n');
}})()"""


class Chapter:
    """A chapter opened in a tab of its own, which is traced until it is closed."""

    def __init__(self, page, address: str, name: str) -> None:
        self.page, self.name = page, name
        page.context.browser.start_tracing(page=page, categories=["toplevel"])
        self.away: list[str] = []
        here = (address, address.replace("http:", "ws:"), "data:", "blob:")
        page.on("request", lambda r: r.url.startswith(here) or self.away.append(r.url))
        page.goto(f"{address}/doc/tree/chapters/{name}.ipynb?token=book", wait_until="commit")
        expect(page.locator(".jp-Notebook .jp-Cell").first).to_be_visible(timeout=90_000)
        self.until(READY)
        self.cells = nbformat.read(ROOT / "chapters" / f"{name}.ipynb", as_version=4).cells

    def until(self, condition: str, seconds: float = 60) -> None:
        """Wait for what JupyterLab gives no sign of in the page; a tab that hangs fails too."""
        self.page.wait_for_function(condition, timeout=1000 * seconds)

    def ask(self, expression: str, seconds: float = 20) -> object:
        """The value of an expression; a tab that does not answer soon fails."""
        wrapped = f"async () => ({{value: await ({expression})}})"
        answer = self.page.wait_for_function(wrapped, timeout=1000 * seconds)
        return answer.json_value()["value"]

    def scroll(self) -> str:
        """Bring each cell into sight; the prose and tables that a reader has seen on the way."""
        return self.ask(SCROLL, seconds=60)

    def run(self) -> None:
        """Run all cells, as the menu does."""
        command = "window.jupyterapp.commands.execute('notebook:run-all-cells')"
        self.ask(f"void {command}")
        code = sum(cell.cell_type == "code" for cell in self.cells)
        last = f"""() => {NOTEBOOK}.widgets.findLast((c) => c.model.type === 'code')
            .model.executionCount === {code}"""
        self.until(last, RUN_SECONDS)
        self.until(IDLE, RUN_SECONDS)

    def move(self, box) -> None:
        """Move the first control of an explorer: its readings, table or picture change."""
        box.scroll_into_view_if_needed()
        before = (box.inner_text(), box.locator("svg").first.inner_html())
        slider, choice = box.locator(".noUi-handle").first, box.locator("select").first
        if slider.count():
            slider.press("ArrowRight")
        elif choice.count():
            choice.select_option(index=2)
        else:
            box.locator("input").first.fill("123")
            box.locator("input").first.press("Enter")
        deadline = time.monotonic() + 15
        while (box.inner_text(), box.locator("svg").first.inner_html()) == before:
            assert time.monotonic() < deadline, "nothing follows the control"
            self.page.wait_for_timeout(50)

    def longest_task(self) -> float:
        """The seconds that the tab was busy at most with one task, other programs not counted."""
        events = json.loads(self.page.context.browser.stop_tracing())["traceEvents"]
        main = {
            (e["pid"], e["tid"])
            for e in events
            if e.get("args", {}).get("name") == "CrRendererMain"
        }
        tasks = [e["tdur"] for e in events if (e.get("pid"), e.get("tid")) in main and "tdur" in e]
        print(len(tasks), max(tasks))
        return max(tasks) / 1e6


def charts(cells) -> list[dict]:
    """The Vega-Lite specs that a chapter stores."""
    mimes = (output.get("data", {}) for cell in cells for output in cell.get("outputs", []))
    return [mime[VEGA_MIME] for mime in mimes if VEGA_MIME in mime]


@pytest.fixture
def opened(browser, lab):
    """Open a chapter in a tab of its own."""
    pages = []

    def chapter(name: str) -> Chapter:
        pages.append(browser.new_context(viewport={"width": 1280, "height": 1000}).new_page())
        return Chapter(pages[-1], lab, name)

    yield chapter
    for page in pages:
        with contextlib.suppress(Error):  # a test has read the trace already
            page.context.browser.stop_tracing()
        page.context.close()
    for session in json.loads(asked(lab, "api/sessions")):
        asked(lab, f"api/sessions/{session['id']}", "DELETE")


def asked(lab: str, path: str, method: str = "GET") -> bytes:
    """The server's answer; a tab that hangs cannot keep it."""
    head = {"Authorization": "token book"}
    request = urllib.request.Request(f"{lab}/{path}", headers=head, method=method)
    with urllib.request.urlopen(request, timeout=30) as answer:
        return answer.read()


@pytest.mark.parametrize("name", CHAPTERS)
def test_a_chapter_reads_runs_and_answers(opened, name):
    chapter = opened(name)
    page = chapter.page
    specs = charts(chapter.cells)
    explorers = sum("usermeta" in spec for spec in specs)

    seen = chapter.scroll()  # as stored
    assert not RAW.findall(seen)
    assert chapter.cells[0].source.split("\n")[0].removeprefix("# ") in seen
    assert ("Key points" in seen) == (name != "index")
    expect(page.locator(".vega-embed")).to_have_count(len(specs))

    chapter.run()
    assert not RAW.findall(chapter.scroll())
    expect(page.locator(".vega-embed")).to_have_count(len(specs))
    expect(page.locator(".widget-vbox")).to_have_count(explorers)
    assert page.locator("[data-mime-type$=error], [data-mime-type$=stderr]").count() == 0
    for box in page.locator(".widget-vbox").all():
        chapter.move(box)
    assert chapter.longest_task() < ANSWER_SECONDS
    assert page.locator(".Toastify__toast").count() == 0  # news, updates, errors
    assert chapter.away == []


def test_an_explorer_answers_as_python_does(opened):
    chapter = opened("antimony")
    chapter.run()
    chapter.scroll()
    box = chapter.page.locator(".widget-vbox").first
    handle = box.locator(".noUi-handle").first
    for _ in range(5):
        handle.press("ArrowRight")
    explorer = explorers_module.diffraction(
        phases.phase("Na3Sb"), phases.pattern("Na3Sb", up_to=42),
        phases.angles().query("phase == 'Na3Sb'"),
    )  # fmt: skip
    wanted = shown(explorer.readings(edge_a=5.371)["misfit_degree"])
    assert wanted != shown(explorer.readings()["misfit_degree"])
    expect(box).to_contain_text(wanted, timeout=15_000)


def test_a_selection_in_a_picture_narrows_its_table(opened):
    chapter = opened("index")
    page = chapter.page
    chapter.run()
    chapter.scroll()
    box = page.locator(".widget-vbox").first
    rows = box.locator("tbody tr")
    expect(rows).to_have_count(60)
    mark = box.locator("svg .mark-symbol.role-mark path").nth(60)  # after the rings of picked rows
    mark.scroll_into_view_if_needed()
    mark.hover()
    expect(page.locator("#vg-tooltip-element.visible")).to_contain_text("final capacity")
    plot = box.locator("svg .background").first.bounding_box()
    corner, size = (plot["x"], plot["y"]), (plot["width"], plot["height"])
    page.mouse.move(*(c + 0.3 * s for c, s in zip(corner, size, strict=True)))
    page.mouse.down()
    page.mouse.move(*(c + 0.6 * s for c, s in zip(corner, size, strict=True)), steps=4)
    page.mouse.up()
    expect(rows).not_to_have_count(60)
    assert 1 <= rows.count() < 30  # that many of the marks lie in a tenth of the plot


def test_links_lead_to_chapters_and_to_the_bibliography(opened):
    page = opened("tin").page
    links = page.locator(".jp-Notebook a:visible")
    links.filter(has_text="157").first.click()
    entry = page.locator(".jp-MarkdownViewer:visible").get_by_text("[157]")  # text, not its source
    expect(entry.first).to_be_attached(timeout=30_000)
    page.go_back()
    expect(page).to_have_url(re.compile("tin.ipynb"))


def test_the_landing_chapter_opens_first(browser, lab):
    page = browser.new_context().new_page()
    page.goto(f"{lab}/?token=book")
    expect(page.locator(".jp-Notebook h1").first).to_have_text(re.compile("Porous Alloy Anodes"),
                                                              timeout=60_000)  # fmt: skip
    page.context.close()
