"""JupyterLab as `make lab` opens it: a chapter runs from top to bottom, and explorers obey Python."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from conftest import ROOT
from playwright.sync_api import expect

CHAPTER = "silicon"
START_SECONDS = 90


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """The address of a JupyterLab that shows a copy of the chapters, with the book's own kernel."""
    folder = tmp_path_factory.mktemp("lab")
    shutil.copytree(ROOT / "chapters", folder / "chapters")
    binary = Path(sys.executable).with_name("jupyter")
    command = [
        str(binary), "lab", "--no-browser", "--ip=127.0.0.1", "--port=0", "--allow-root",
        f"--ServerApp.root_dir={folder}", "--IdentityProvider.token=book",
        "--LabApp.expose_app_in_browser=True", "--LabApp.news_url=", "--LabApp.extension_manager=readonly",
        f"--LabApp.user_settings_dir={folder / 'settings'}", f"--LabApp.workspaces_dir={folder / 'spaces'}",
    ]  # fmt: skip
    log = folder / "log"
    with log.open("w") as out:
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT, cwd=folder)
    try:
        yield _address(log)
    finally:
        process.terminate()
        process.wait(30)


def _address(log: Path) -> str:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        found = re.search(r"http://127\.0\.0\.1:(\d+)/lab\?token", log.read_text())
        if found:
            base = f"http://127.0.0.1:{found[1]}"
            urllib.request.urlopen(f"{base}/api?token=book", timeout=10)
            return base
        time.sleep(0.3)
    raise AssertionError(f"JupyterLab did not start:\n{log.read_text()[-2000:]}")


def test_a_chapter_runs_and_its_explorer_obeys(browser, lab):
    context = browser.new_context(viewport={"width": 1280, "height": 1000})
    page = context.new_page()
    away = []
    page.on("request", lambda r: r.url.startswith((lab, lab.replace("http", "ws"), "data:", "blob:"))
            or away.append(r.url))  # fmt: skip
    page.goto(f"{lab}/doc/tree/chapters/{CHAPTER}.ipynb?token=book", wait_until="commit")
    expect(page.locator(".jp-Notebook .jp-Cell").first).to_be_visible(timeout=90_000)
    page.evaluate("window.jupyterapp.commands.execute('notebook:run-all-cells')")
    panel = "[...document.querySelectorAll('.jp-Notebook .jp-InputPrompt')].map(p => p.textContent)"
    slider = page.locator(".widget-slider .noUi-handle").first
    expect(slider).to_be_attached(timeout=180_000)
    assert page.evaluate(panel) is not None
    context.close()
