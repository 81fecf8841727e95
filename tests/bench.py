"""`make bench`: how long the parts take, next to what they are compared with. Prints, never fails."""

from __future__ import annotations

import ast
import asyncio
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import lighthouse
import pandas as pd

from anodes import data
from anodes.publish import refresh
from anodes.validation import check

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).resolve().parents[1]
LIBRARIES = "import altair, pandas, matplotlib.pyplot, pint, periodictable, anodes.data"


def seconds(work: Callable[[], object]) -> float:
    """The shortest of three runs."""
    times = []
    for _ in range(3):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def imports(chapter: Path) -> str:
    """The import statements of a chapter, after the libraries that `anodes` loads when it is used."""
    cells = json.loads(chapter.read_bytes())["cells"]
    code = ("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    statements = (statement for source in code for statement in ast.parse(source).body)
    own = (ast.unparse(s) for s in statements if isinstance(s, ast.Import | ast.ImportFrom))
    return "\n".join(dict.fromkeys([LIBRARIES, *own]))


def bare_kernels(chapters: list[Path]) -> None:
    """As many kernels as there are chapters, each importing what its chapter imports."""
    import nbformat
    from nbclient import NotebookClient

    async def one(chapter: Path, places: asyncio.Semaphore) -> None:
        async with places:
            cell = nbformat.v4.new_code_cell(imports(chapter))
            notebook = nbformat.v4.new_notebook(cells=[cell])
            client = NotebookClient(notebook, extra_arguments=["--log-level=40"])
            await client.async_execute()

    async def all_of_them() -> None:
        places = asyncio.Semaphore(os.cpu_count() or 1)
        await asyncio.gather(*(one(chapter, places) for chapter in chapters))

    asyncio.run(all_of_them())


def in_new_process(code: str) -> Callable[[], object]:
    """Run Python code in a process of its own."""
    return lambda: subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)


COUNTED_BY = {  # of each file that grows: its numeric key (none: a name), and where it counts rows
    **{f"printed/table_{number}": ("row", f"printed/table_{number}") for number in (3, 4, 5)},
    "printed/claims": ("claim", "printed/claims"),
    "review/claim_names": ("claim", "printed/claims"),
    "review/readings": (None, "printed/claims"),
    "review/corrections": ("row", "printed/table_{table}"),
}
TOLD_APART = {  # what copies may not share
    "printed/table": "structure",
    "review/claim": "name",
    "review/readings": "name",
}


def enlarge(folder: Path, times: int) -> int:
    """A copy of the data with its electrodes and claims `times` over; their number.

    Routes are not copied: each alloy that one starts from belongs to one route.
    """
    shutil.copytree(ROOT / "data", folder / "data")
    shutil.copy(ROOT / "references.bib", folder)
    frames = {
        name: pd.read_csv(folder / "data" / f"{name}.csv", dtype=str, keep_default_na=False)
        for name in COUNTED_BY
    }
    rows = 0
    for name, (key, counted) in COUNTED_BY.items():
        more = pd.concat([frames[name]] * times, ignore_index=True)
        copies = more.index // len(frames[name])
        sizes = [len(frames[counted.format(**row)]) for row in more.to_dict("records")]
        if key:
            more[key] = more[key].astype(int) + copies * sizes
        if column := TOLD_APART.get(name.partition("_")[0]):
            more[column] += [f"-{copy}" if copy else "" for copy in copies]
        more.to_csv(folder / "data" / f"{name}.csv", index=False)
        rows += len(more) if name == counted else 0
    check.seal(folder, printed=True)
    return rows


CHARTS = "//div[contains(@class, 'explorer ')]|//div[@class='chart']|//div[@class='drawing']"
BESIDE = "//details[@class='chart-data']|//p[@class='figure-links']"
SCRIPTS = "|".join(
    f"//script[contains(@src, '{name}.js')]" for name in ("charts", "explorers", "grids")
)
PICTURE = '<img src="../_static/cover.png" alt="" width="688" height="361">'
DRAWN = """() => new Promise((resolve) => {
    const charts = [...document.querySelectorAll('.chart-view')];
    const drawn = () => resolve(performance.mark('drawn'));
    const look = () => document.readyState === 'complete' && charts.every((c) => c.querySelector('svg'))
        ? requestAnimationFrame(drawn) : setTimeout(look, 4);
    look();
})"""
TRACED = ["toplevel", "blink.user_timing"]  # tasks with their processor time, and marks
TASK = "ThreadControllerImpl::RunTask"


def drawing(times: int = 9) -> None:
    """What a page costs until it is drawn, beside the same page with one static picture.

    Counted is the time that a processor works for the page's main thread, which reads, styles,
    lays out and paints it and runs its scripts. It begins with the navigation and ends with the
    frame in which everything has been loaded and each chart has its picture. That is what a page
    adds to a reader's wait; what is the same for both, such as fetching files, is left out, which
    makes the ratio larger than one by the clock. Time spent waiting for a processor does not
    count, so that the ratio holds on a busy machine. Medians of runs that take turns.
    """
    from conftest import pages, served
    from playwright.sync_api import sync_playwright

    from anodes.publish.browser import find_browser

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        site = Path(folder) / "site"
        shutil.copytree(ROOT / "_build" / "html", site)
        browser = playwright.chromium.launch(executable_path=find_browser(), args=["--no-sandbox"])
        with served(site) as address:
            for name in pages():
                plain(site / "chapters" / f"{name}.html")
                found = _beside(browser, f"{address}/chapters/{name}", times)
                print("{:16} drawn in {:5.0f} ms, with one picture {:5.0f} ms   ratio {:.2f}".format(
                    name, *found, found[0] / found[1]
                ))  # fmt: skip
        browser.close()


def _beside(browser: Browser, address: str, times: int) -> tuple[float, float]:
    """Milliseconds of a page, and of the page beside it."""
    found: dict[str, list[float]] = {"": [], "-plain": []}
    for kind in found:
        until_drawn(browser, f"{address}{kind}.html")  # once for what the browser keeps
    for _ in range(times):
        for kind, taken in found.items():
            taken.append(until_drawn(browser, f"{address}{kind}.html"))
    ours, beside = (statistics.median(taken) for taken in found.values())
    return ours, beside


def until_drawn(browser: Browser, address: str) -> float:
    """Milliseconds that a processor works for a page's main thread until it is drawn."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    browser.start_tracing(categories=TRACED)
    page.goto(address, wait_until="commit")
    page.evaluate(DRAWN)
    events = json.loads(browser.stop_tracing())["traceEvents"]
    context.close()
    return worked(events)


def worked(events: list[dict]) -> float:
    """Processor time, in milliseconds, of the thread that set the mark `drawn`, until it did.

    Begins with the navigation to the page; a task that is then under way counts in part.
    """
    (end,) = (event for event in events if event["name"] == "drawn")
    own = [event for event in events if all(event[name] == end[name] for name in ("pid", "tid"))]
    (start,) = (event["ts"] for event in own if event["name"] == "navigationStart"
                and _navigation(event) == _navigation(end))  # fmt: skip
    tasks = (event for event in own if event["name"] == TASK and event["ph"] == "X")
    return sum(
        task.get("tdur", 0) * min(1, (end["ts"] - task["ts"]) / task["dur"]) / 1000
        for task in tasks
        if start <= task["ts"] < end["ts"] and task["dur"]
    )


def _navigation(event: dict) -> str:
    """Which navigation an event belongs to: a page has others for what is not shown."""
    return event["args"]["data"]["navigationId"]


def plain(page: Path) -> None:
    """Beside a page the same page with one picture in place of all its figures."""
    from lxml import html

    tree = html.parse(str(page))
    figures = tree.xpath(CHARTS)
    if figures:
        figures[0].addprevious(html.fragment_fromstring(PICTURE))
    for part in [*figures, *tree.xpath(BESIDE), *tree.xpath(SCRIPTS)]:
        if part.getparent() is not None:
            part.drop_tree()
    text = html.tostring(tree, doctype="<!doctype html>")
    page.with_name(f"{page.stem}-plain.html").write_bytes(text)


def tests() -> None:
    """All tests as `make test` runs them: how long, the ten slowest, and those that failed."""
    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        command = [sys.executable, "-m", "pytest", "--nbval", "-n", "2", "--durations=10"]
        run = subprocess.run(
            [*command, f"--junitxml={report}"],
            cwd=ROOT, capture_output=True, encoding="utf-8", check=False,
        )  # fmt: skip
        print(f"all tests                      {time.perf_counter() - start:6.0f} s")
        for told in ElementTree.parse(report).iter("property"):
            print(f"{told.get('name'):30} {float(told.get('value', 'nan')):6.2f} s")
    print("\n".join(line for line in run.stdout.splitlines() if TO_SAY.match(line)))
    if run.returncode:
        print("but not all of them passed: run `make test`")


TO_SAY = re.compile(r"\d+\.\d+s (?:call|setup|teardown) |(?:FAILED|ERROR) ")
BUILD = """
import resource, subprocess, sys
subprocess.run([sys.executable, "-m", "anodes.publish.build", "--force"], check=True)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def build() -> None:
    """A build of the site from stored chapters: how long, and the memory of its largest process."""
    start = time.perf_counter()
    run = subprocess.run([sys.executable, "-c", BUILD], cwd=ROOT, capture_output=True, encoding="utf-8",
                         check=True)  # fmt: skip
    unit = 2**20 if sys.platform == "darwin" else 2**10  # of ru_maxrss, for MB
    memory = int(run.stdout.split()[-1]) / unit
    print(f"the site built                 {time.perf_counter() - start:6.1f} s, {memory:.0f} MB")


def main() -> None:
    """Print one line a measurement."""
    chapters = sorted((ROOT / "chapters").glob("*.ipynb"))
    executed = seconds(lambda: refresh.is_reproduced(chapters))
    bare = seconds(lambda: bare_kernels(chapters))
    print(f"{len(chapters)} chapters executed            {executed:6.2f} s")
    print(
        f"{len(chapters)} kernels with their imports   {bare:6.2f} s   ratio {executed / bare:.2f}"
    )
    nothing = seconds(lambda: subprocess.run(["make", "-s", "book"], check=True, cwd=ROOT,
                                             stdout=subprocess.DEVNULL))  # fmt: skip
    print(f"make book, nothing changed     {nothing:6.2f} s")
    build()
    drawing()
    lighthouse.main()
    tests()
    start = seconds(in_new_process("import pandas"))
    for what, code in (
        (
            "electrodes and claims loaded",
            "from anodes import data; data.electrodes(); data.claims()",
        ),
        ("everything loaded and checked", "from anodes import validation; validation.problems()"),
        ("the audit", "from anodes import audit; audit.run()"),
    ):
        whole = seconds(in_new_process(f"import pandas; {code}"))
        print(f"{what:30} {whole - start:6.2f} s   (pandas imported before)")
    subprocess.run([sys.executable, "tests/counting.py", "silicon"], check=True, cwd=ROOT)
    print("the same in one process, with more and more rows:")
    for times in (1, 10, 100, 1000):
        with tempfile.TemporaryDirectory() as folder:
            rows = enlarge(Path(folder), times)
            begin = time.perf_counter()
            data.electrodes(Path(folder))
            data.claims(Path(folder))
            loaded = time.perf_counter()
            assert check.problems(Path(folder)) == []
            checked = time.perf_counter()
        print(
            f"  {times:5} x: {rows:7} rows   loaded {loaded - begin:6.2f} s   "
            f"checked {checked - loaded:6.2f} s"
        )


if __name__ == "__main__":
    main()
