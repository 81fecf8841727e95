"""JupyterLab as `make lab` opens it, with the settings that a reader has.

A few chapters that together have every kind of cell and output, and the largest, are opened once, as
stored, and scrolled to their end. Some are then run. All explorers of the book are made and moved
in one notebook, by one kernel, which also has the prose with what the chapters that were opened have
none of, such as a numbered list: what else a run would show, nbval compares byte for byte. All the
time the tab must go on answering.
"""

from __future__ import annotations

import ast
import bisect
import functools
import json
import os
import re
import shutil
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterable, Set
from pathlib import Path
from typing import ClassVar

import nbformat
import pytest
from conftest import ROOT, eventually
from lxml import html
from nbconvert.filters import markdown2html
from playwright.sync_api import Locator, Page, expect

from anodes.analysis import crystal_phases
from anodes.publish import lab as lab_command
from anodes.viz import explorers
from anodes.viz.alt_text import alt_text_of
from anodes.viz.explorers.base import shown
from anodes.viz.interactive import VEGA_MIME
from tests import kernels

STORED = {path.stem: path for path in sorted((ROOT / "chapters").glob("*.ipynb"))}
CHAPTERS = sorted(STORED, key=lambda name: name != "index")  # which is there at once
OFTEN = 100  # milliseconds: to look at each frame makes the tab draw each frame
START_SECONDS, RUN_SECONDS = 90, 180
ANSWER_SECONDS = 15  # then a browser calls a tab unresponsive; this is no measure of speed
RAW = re.compile(r":::|\{(?:cite|numref|exercise|admonition|ref|doc)\}|\]\(|\bNaN\b|<NA>")


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """The address of a JupyterLab that shows a copy of the chapters, with the book's own kernel."""
    folder = tmp_path_factory.mktemp("lab")
    shutil.copytree(ROOT / "chapters", folder / "chapters")
    nbformat.write(every_explorer(), folder / "chapters" / f"{EXPLORERS}.ipynb")
    environment = os.environ | {
        "JUPYTER_DATA_DIR": str(folder / "data"),  # signatures of trust
        "JUPYTER_CONFIG_DIR": str(folder / "config"),  # settings and workspaces
    }
    environment |= kernels.environment()
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
    with log.open("w", encoding="utf-8") as out:
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
        found = re.search(r"http://127\.0\.0\.1:\d+(?=/lab)", log.read_text(encoding="utf-8"))
        if found:
            return found[0]
        time.sleep(0.3)
    raise AssertionError(f"JupyterLab did not start:\n{log.read_text(encoding='utf-8')[-2000:]}")


READY = """(path) => {
    const shown = window.jupyterapp.shell.currentWidget;
    return Boolean(shown?.context?.path === path && shown.context.isReady
        && shown.sessionContext?.isReady
        && shown.sessionContext.session?.kernel?.status === 'idle'
        && shown.content.rendermime.mimeTypes.includes('application/vnd.jupyter.widget-view+json'));
}"""
IDLE = """() => window.jupyterapp.shell.currentWidget.sessionContext
    .session?.kernel?.status === 'idle'"""
NOTEBOOK = "window.jupyterapp.shell.currentWidget.content"

# From cell to cell; what came into sight together with an earlier one is not scrolled to again.
SCROLL = f"""(async () => {{
    const seen = new Map(), notebook = {NOTEBOOK}, pane = notebook.outerNode;
    const painted = () => new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(go)));
    const read = () => {{
        const view = pane.getBoundingClientRect();
        for (const cell of notebook.widgets) {{
            const box = cell.node.getBoundingClientRect();
            if (seen.has(cell) || !cell.node.isConnected || !box.height) continue;
            if (box.top < view.top - 2 || box.bottom > view.bottom + 2) continue;
            if (cell.isPlaceholder() || !cell.node.innerText.trim()) continue;
            note(cell);
        }}
    }};
    const note = (cell) => {{
        const prose = cell.model.type === 'markdown';
        const parts = prose ? [cell.node] : [...cell.node.querySelectorAll('table')];
        seen.set(cell, parts.map((part) => part.innerText).join('\\n'));
    }};
    for (const [number, cell] of notebook.widgets.entries()) {{
        if (cell.isHidden || seen.has(cell)) continue;  // within a folded solution, or seen
        await notebook.scrollToItem(number);
        await painted();
        note(cell);
        read();
    }}
    return [...seen.values()].join('\\n');
}})()"""

# Prose and tables, in sight or not.
WORDS = f"""[...{NOTEBOOK}.node.querySelectorAll('.jp-RenderedMarkdown, table')]
    .map((part) => part.innerText).join('\\n')"""


EXPLORERS = "every-explorer"  # the name of a notebook that is none of the book's


@functools.cache
def cells(name: str) -> list:
    """The cells of a chapter, as stored, or those of the notebook with every explorer."""
    if name == EXPLORERS:
        return every_explorer().cells
    return nbformat.read(STORED[name], as_version=4).cells


def charts(name: str) -> list[dict]:
    """The Vega-Lite specs that a chapter stores."""
    mimes = [output.get("data", {}) for cell in cells(name) for output in cell.get("outputs", [])]
    return [mime[VEGA_MIME] for mime in mimes if VEGA_MIME in mime]


def described(name: str) -> list:
    """The cells of a chapter whose metadata have alt text."""
    return [cell for cell in cells(name) if alt_text_of(cell.metadata)]


def kinds(name: str) -> set[tuple[str, ...]]:
    """What JupyterLab tells apart in the outputs of a chapter: their types; explorers are another."""
    return {
        (output.output_type, *sorted(output.get("data", {})), *(["explorer"] if steered else []))
        for cell in cells(name)
        for output in cell.get("outputs", [])
        for steered in ["usermeta" in output.get("data", {}).get(VEGA_MIME, {})]
    }


def cover(things: list[str], kinds_of: Callable[[str], Set], seen: Iterable[str] = ()) -> list[str]:
    """A few things with every kind that one has and none of those seen; of equals the first."""
    left, chosen = set().union(*map(kinds_of, things)).difference(*map(kinds_of, seen)), []
    while left:
        chosen.append(max(things, key=lambda thing: len(kinds_of(thing) & left)))
        left -= kinds_of(chosen[-1])
    return chosen


def with_every_kind() -> list[str]:
    """A few chapters that together have each kind of output, `antimony` before all others."""
    return cover(sorted(CHAPTERS, key=lambda name: name != "antimony"), kinds)


def prose_of(name: str) -> list[nbformat.NotebookNode]:
    """The Markdown cells of a chapter."""
    return [cell for cell in cells(name) if cell.cell_type == "markdown"]


def cell_kinds(name: str) -> set[tuple[str, ...]]:
    """What JupyterLab tells apart in a chapter but for its prose: outputs, and metadata of cells."""
    described = {
        (cell.cell_type, *sorted(cell.metadata), *sorted(cell.get("attachments", {})))
        for cell in cells(name)
    }
    return kinds(name) | described


@functools.cache
def elements(source: str) -> frozenset[tuple[str, ...]]:
    """What JupyterLab tells apart in prose."""
    shown = html.fragment_fromstring(markdown2html(source), create_parent=True)
    return frozenset(map(element, shown.iter())) | {(sign,) for sign in MATHS if sign in source}


MATHS = ("$", "$$", "\\(", "\\[", "\\begin")


def element(part: html.HtmlElement) -> tuple[str, ...]:
    """Its name and attributes, and what kind of place it leads to."""
    place = part.get("href", part.get("src", ""))
    scheme, _, beyond = place.rpartition("://")
    file, _, anchor = beyond.partition("#")
    kind = scheme or f"{Path(file).suffix}{'#' if anchor else ''}{anchor.partition('=')[1]}"
    return (str(part.tag), *sorted(part.keys()), kind)


@functools.cache
def opened() -> list[str]:
    """The chapters that tests open, the largest, and the fewest with every kind of cell."""
    largest = max(CHAPTERS, key=lambda name: STORED[name].stat().st_size)
    chosen = list(dict.fromkeys(["index", *with_every_kind(), "tin", largest]))
    return chosen + cover(CHAPTERS, cell_kinds, chosen)


@functools.cache
def other_prose() -> list[str]:
    """The fewest Markdown cells that have what is in no prose of a chapter that is opened."""
    every, seen = (
        [cell.source for name in names for cell in prose_of(name)] for names in (CHAPTERS, opened())
    )
    return cover(every, elements, seen)


@functools.cache
def every_explorer() -> nbformat.NotebookNode:
    """A notebook with a cell for each explorer of the book, and what its chapter needs for it.

    Before them is the prose that is in no chapter which is opened.
    """
    told = [
        nbformat.v4.new_markdown_cell(source, id=f"prose-{number}")
        for number, source in enumerate(other_prose())
    ]
    made = [
        nbformat.v4.new_code_cell(needed(name, cell), id=cell.id)
        for name in CHAPTERS
        for cell in cells(name)
        if any("usermeta" in output.get("data", {}).get(VEGA_MIME, {})
               for output in cell.get("outputs", []))
    ]  # fmt: skip
    kernel = nbformat.read(STORED["index"], as_version=4).metadata
    return nbformat.v4.new_notebook(cells=told + made, metadata=kernel)


def needed(name: str, last: nbformat.NotebookNode) -> str:
    """The code of a cell after the statements of its chapter that make the names it uses."""
    code = [cell for cell in cells(name) if cell.cell_type == "code"]
    *before, own = (ast.parse(cell.source).body for cell in code[: code.index(last) + 1])
    wanted, kept = set().union(*map(loaded, own)), list(own)
    for statement in reversed([statement for body in before for statement in body]):
        if bound(statement) & wanted or ast.unparse(statement) == "viz.configure()":
            wanted |= loaded(statement)
            kept.insert(0, statement)
    return "\n".join(map(ast.unparse, kept))


def loaded(statement: ast.stmt) -> set[str]:
    """The names that a statement uses."""
    names = (node for node in ast.walk(statement) if isinstance(node, ast.Name))
    return {node.id for node in names if isinstance(node.ctx, ast.Load)}


def bound(statement: ast.stmt) -> set[str]:
    """The names that a statement makes."""
    if isinstance(statement, ast.Import | ast.ImportFrom):
        return {alias.asname or alias.name for alias in statement.names}
    names = (node for node in ast.walk(statement) if isinstance(node, ast.Name))
    return {node.id for node in names if isinstance(node.ctx, ast.Store)}


def ready(page: Page, path: str) -> None:
    """Wait until JupyterLab shows a chapter, with its kernel."""
    page.wait_for_function(READY, arg=path, timeout=1000 * START_SECONDS, polling=OFTEN)


class Chapter:
    """A chapter opened in JupyterLab, one of those that are `SHOWN` in this run."""

    SHOWN: ClassVar[set[str]] = set()

    def __init__(self, page, name: str) -> None:
        self.page, self.name = page, name
        self.seen, self.has_run = "", False
        path = f"chapters/{name}.ipynb"
        page.evaluate(f"performance.mark('chapter {name}')")
        self.SHOWN.add(name)
        self.ask(f"window.jupyterapp.commands.execute('docmanager:open', {{path: '{path}'}})")
        ready(page, path)
        self.node = page.locator(f"#{self.ask('window.jupyterapp.shell.currentWidget.id')}")

    def until(self, condition: str, seconds: float = 60) -> None:
        """Wait for what JupyterLab gives no sign of in the page; a tab that hangs fails too."""
        self.page.wait_for_function(condition, timeout=1000 * seconds, polling=OFTEN)

    def ask(self, expression: str, seconds: float = 20) -> object:
        """The value of an expression; a tab that does not answer soon fails."""
        wrapped = f"""async () => {{
            const value = await ({expression});
            return {{value: typeof value === 'object' ? null : value}};
        }}"""
        answer = self.page.wait_for_function(wrapped, timeout=1000 * seconds)
        return answer.json_value()["value"]

    def scroll(self) -> str:
        """Bring each cell into sight, if no test before did; the prose and tables on the way."""
        self.seen = self.seen or self.ask(SCROLL, seconds=60)
        return self.seen

    def run(self) -> None:
        """Run all cells, as the menu does, if no test before did."""
        if self.has_run:
            return
        self.has_run = True
        command = "window.jupyterapp.commands.execute('notebook:run-all-cells')"
        self.ask(f"void {command}")
        code = sum(cell.cell_type == "code" for cell in cells(self.name))
        last = f"""() => {NOTEBOOK}.widgets.findLast((c) => c.model.type === 'code')
            .model.executionCount === {code}"""
        self.until(last, RUN_SECONDS)
        self.until(IDLE, RUN_SECONDS)

    def move(self, box) -> None:
        """Move the first control of an explorer and back: its readings, table or picture change."""
        box.scroll_into_view_if_needed()

        def looks():
            return (box.inner_text(), box.locator("svg").first.inner_html())

        before = looks()
        slider, choice = box.locator(".noUi-handle").first, box.locator("select").first
        text = box.locator("input").first
        if slider.count():
            there, back = (
                functools.partial(slider.press, f"Arrow{way}") for way in ("Right", "Left")
            )
        elif choice.count():
            chosen = choice.evaluate("select => select.selectedIndex")
            there, back = (functools.partial(choice.select_option, index=n) for n in (2, chosen))
        else:
            there, back = (
                functools.partial(_enter, text, words) for words in ("123", text.input_value())
            )
        there()
        assert eventually(lambda: looks() != before, seconds=15), "nothing follows the control"
        back()

    def words(self) -> dict[str, str]:
        """The words of each figure with alt text, as its outputs have them now."""
        names = json.dumps([cell.id for cell in described(self.name)])
        ask = f"""JSON.stringify(Object.fromEntries({NOTEBOOK}.widgets
            .filter((cell) => {names}.includes(cell.model.id))
            .map((cell) => [cell.model.id, cell.model.outputs.get(cell.model.outputs.length - 1)])
            .map(([id, last]) => [id, last.data['text/plain']])))"""
        return json.loads(self.ask(ask))

    def saved(self) -> bytes:
        """Save the chapter, as JupyterLab does by itself every two minutes; what is in the file."""
        self.ask("window.jupyterapp.shell.currentWidget.context.save()")
        address = self.page.url.partition("/lab")[0]
        return asked(address, f"files/chapters/{self.name}.ipynb")


def _enter(field: Locator, words: str) -> None:
    """Replace what is in a field."""
    field.fill(words)
    field.press("Enter")


# The tasks of more than 50 ms: when each began, and how long it lasted.
WATCH = """window.busy = [];
new PerformanceObserver((list) => busy.push(...list.getEntries().map((e) => [e.startTime, e.duration])))
    .observe({ type: 'longtask', buffered: true });"""


@pytest.fixture(scope="module")
def tab(browser, lab):
    """A browser tab with JupyterLab in it; `away` collects what it asks of other hosts."""
    page = browser.new_context(viewport={"width": 1280, "height": 1000}).new_page()
    here = (lab, lab.replace("http:", "ws:"), "data:", "blob:")
    page.away = []
    page.on("request", lambda r: r.url.startswith(here) or page.away.append(r.url))
    page.add_init_script(WATCH)
    page.goto(f"{lab}/?token=book", wait_until="commit")
    yield page
    page.context.close()


@pytest.fixture(scope="module")
def chapter(request, tab, lab, landed):
    """A chapter, open for all tests that ask for it, one after the other.

    All notebooks are closed after the last, without a question whether to save, with their kernels.
    """
    yield Chapter(tab, request.param)
    tab.evaluate("""() => [...window.jupyterapp.shell.widgets('main')]
        .filter((widget) => widget.context).forEach((widget) => widget.dispose())""")
    for session in json.loads(asked(lab, "api/sessions")):
        asked(lab, f"api/sessions/{session['id']}", "DELETE")


def of(*names: str) -> pytest.MarkDecorator:
    """For each of some chapters; pytest puts tests of one chapter one after the other."""
    return pytest.mark.parametrize("chapter", names, indirect=True)


@pytest.fixture(scope="module")
def landed(tab):
    """The heading of the chapter that is there when JupyterLab has opened."""
    heading = tab.locator(".jp-Notebook h1").first
    expect(heading).to_be_visible(timeout=1000 * START_SECONDS)
    return heading.inner_text()


def asked(lab: str, path: str, method: str = "GET") -> bytes:
    """The server's answer; a tab that hangs cannot keep it."""
    head = {"Authorization": "token book"}
    request = urllib.request.Request(f"{lab}/{path}", headers=head, method=method)
    with urllib.request.urlopen(request, timeout=30) as answer:
        return answer.read()


def test_the_landing_chapter_opens_first(landed):
    assert landed.startswith("Porous Alloy Anodes")


def test_what_is_read_has_every_part_of_any_chapter():
    """Counted in another way than it is chosen: by signs in the text of the files."""
    signs = {
        "a table": r"^\|[ :|-]+\|$", "a list": r"^- ", "an ordered list": r"^\d\. ",
        "code": r"^```", "a quotation": r"^>", "a picture": r"!\[", "markup": r"<\w+",
        "a formula": r"\$\$", "a link to a figure": r"\]\(#cell-id=", "a chapter": r"\.ipynb\)",
        "a source": r"\]\(bibliography\.md#", "a site": r"\]\(https?:", "a rule": r"^---$",
        "a heading": r"^#### ",
    }  # fmt: skip

    def has(names):
        text = "\n".join(cell.source for name in names for cell in prose_of(name))
        return {sign for sign, pattern in signs.items() if re.search(pattern, text, re.M)}

    def mimes(names):
        texts = (STORED[name].read_text(encoding="utf-8") for name in names)
        return {
            m for text in texts for m in re.findall(r'"(?:application|image|text)/[^"]+"', text)
        }

    assert len(opened()) < len(CHAPTERS)
    assert has(CHAPTERS) == has([*opened(), EXPLORERS]) > has(opened())
    assert mimes(CHAPTERS) == mimes(opened())
    assert {"a table", "an ordered list", "a site", "a link to a figure"} <= has(CHAPTERS)


@pytest.mark.parametrize("name", CHAPTERS)
def test_no_stored_output_shows_what_was_not_made(name):
    """Of chapters that are not read here as well (their prose: test_chapters)."""
    data = [output.get("data", {}) for cell in cells(name) for output in cell.get("outputs", [])]
    shown = [
        html.fromstring(mime["text/html"]).text_content() for mime in data if "text/html" in mime
    ]
    assert shown or name in ("index", "your-electrode")
    assert [text for text in shown if RAW.search(text)] == []


@of(*opened())
def test_a_chapter_reads_as_stored(chapter):
    specs = charts(chapter.name)
    seen = chapter.scroll()
    assert not RAW.findall(seen)
    assert cells(chapter.name)[0].source.split("\n")[0].removeprefix("# ") in seen
    assert ("Key points" in seen) == (chapter.name != "index")
    expect(chapter.node.locator(".vega-embed")).to_have_count(len(specs))
    assert chapter.saved() == STORED[chapter.name].read_bytes()
    assert chapter.page.away == []


@of("tin")
def test_links_lead_to_chapters_and_to_the_bibliography(chapter):
    page = chapter.page
    chapter.node.locator("a:visible").filter(has_text="157").first.click()
    entry = page.locator(".jp-MarkdownViewer:visible").get_by_text("[157]")  # text, not its source
    expect(entry.first).to_be_attached(timeout=30_000)
    page.evaluate("window.jupyterapp.shell.currentWidget.dispose()")
    expect(chapter.node).to_be_visible()


# Whether a figure's picture is what a reader sees below the toolbar, where it is not taller.
IN_SIGHT = """(name) => {
    const notebook = window.jupyterapp.shell.currentWidget.content;
    const cell = notebook.widgets.find((widget) => widget.model.id === name);
    const view = notebook.outerNode.getBoundingClientRect();
    const picture = cell.node.querySelector('.jp-OutputArea-output')?.getBoundingClientRect();
    return Boolean(picture?.height && picture.top >= view.top && picture.top < view.bottom - 100);
}"""


@of("tin")
def test_a_link_to_a_figure_scrolls_to_it(chapter):
    chapter.scroll()
    links = chapter.node.locator("a[href^='#cell-id=fig-']")
    names = [link.get_attribute("href").removeprefix("#cell-id=") for link in links.all()]
    made = {cell.id for cell in cells(chapter.name) if cell.metadata.get("mystnb")}
    assert set(names) == made
    for link, name in zip(links.all(), names, strict=True):
        chapter.ask(f"{NOTEBOOK}.scrollToItem(0)")
        chapter.page.wait_for_function(f"() => !({IN_SIGHT})('{name}')")
        link.dispatch_event("click")
        chapter.page.wait_for_function(IN_SIGHT, arg=name)


@of("dataset")
def test_a_link_to_a_figure_of_another_chapter_opens_it_there(chapter):
    chapter.ask(f"""(() => {{
        const cell = {NOTEBOOK}.widgets[0];
        cell.model.sharedModel.setSource('[Figure](tin.ipynb#cell-id=fig-sn-structures)');
        cell.rendered = false;
        cell.rendered = true;
    }})()""")
    chapter.node.get_by_role("link", name="Figure", exact=True).click()
    ready(chapter.page, "chapters/tin.ipynb")
    chapter.page.wait_for_function(IN_SIGHT, arg="fig-sn-structures")
    chapter.page.evaluate("window.jupyterapp.shell.currentWidget.dispose()")


@of("tin")
def test_a_chapter_leads_to_the_landing_page_and_that_to_chapters(chapter):
    page = chapter.page
    chapter.ask(f"{NOTEBOOK}.scrollToItem({NOTEBOOK}.widgets.length - 1)")
    chapter.node.get_by_role("link", name="All chapters").click()
    ready(page, "chapters/index.ipynb")
    landing = page.locator(f"#{chapter.ask('window.jupyterapp.shell.currentWidget.id')}")
    landing.get_by_role("link", name="tin", exact=True).click()
    ready(page, "chapters/tin.ipynb")
    expect(chapter.node).to_be_visible()


@of(*with_every_kind())
def test_a_chapter_runs_and_is_saved_as_it_was(chapter):
    chapter.scroll()
    chapter.run()
    specs = charts(chapter.name)
    expect(chapter.node.locator(".vega-embed")).to_have_count(len(specs))
    steered = sum("usermeta" in spec for spec in specs)
    expect(chapter.node.locator(".widget-vbox")).to_have_count(steered)
    assert chapter.words() == {
        cell.id: alt_text_of(cell.metadata) for cell in described(chapter.name)
    }
    assert not RAW.findall(chapter.ask(WORDS))
    nothing_is_wrong(chapter)
    assert chapter.saved() == STORED[chapter.name].read_bytes()


@of(EXPLORERS)
def test_prose_of_chapters_that_are_not_opened_reads_as_written(chapter):
    seen = chapter.scroll()
    assert not RAW.findall(seen)
    shown = chapter.node.locator(".jp-RenderedMarkdown")
    expect(shown).to_have_count(len(other_prose()))
    for source, place in zip(other_prose(), shown.all(), strict=True):
        made = html.fragment_fromstring(markdown2html(source), create_parent=True)
        for part in ("li", "td", "th"):
            expect(place.locator(part)).to_have_count(len(made.findall(f".//{part}")))


@of(EXPLORERS)
def test_every_explorer_answers(chapter):
    chapter.run()
    boxes = chapter.node.locator(".widget-vbox")
    count = sum(cell.cell_type == "code" for cell in cells(EXPLORERS))
    expect(boxes).to_have_count(count)
    expect(chapter.node.locator(".widget-vbox .vega-embed")).to_have_count(count)
    nothing_is_wrong(chapter)
    for box in boxes.all():
        chapter.move(box)
    nothing_is_wrong(chapter)


def nothing_is_wrong(chapter):
    """Neither errors in the outputs nor news, updates or errors above them."""
    errors = "[data-mime-type$=error], [data-mime-type$=stderr]"
    assert chapter.node.locator(errors).count() == 0
    assert chapter.page.locator(".Toastify__toast").count() == 0
    assert chapter.page.away == []


@of("antimony")
def test_an_explorer_answers_as_python_does(chapter):
    chapter.run()
    box = chapter.node.locator(".widget-vbox").first
    handle = box.locator(".noUi-handle").first
    for _ in range(5):
        handle.press("ArrowRight")
    explorer = explorers.diffraction(
        crystal_phases.phase("Na3Sb"), crystal_phases.pattern("Na3Sb", up_to=42),
        crystal_phases.angles().query("phase == 'Na3Sb'"),
    )  # fmt: skip
    name = "misfit_degree"
    wanted = shown(name, explorer.readings(edge_a=5.371)[name])
    assert wanted != shown(name, explorer.readings()[name])
    expect(box).to_contain_text(wanted, timeout=15_000)


@of(EXPLORERS)
def test_a_selection_in_a_picture_narrows_its_table(chapter):
    page = chapter.page
    chapter.run()
    box = chapter.node.locator(".widget-vbox").first
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


@of("tin")
def test_a_solution_that_was_unfolded_is_folded_in_the_file(chapter):
    folded = f"{NOTEBOOK}.widgets.filter((cell) => cell.headingCollapsed)"
    assert chapter.ask(f"{folded}.length") > 0
    chapter.ask(f"{folded}.forEach((cell) => {{ cell.headingCollapsed = false; }})")
    assert chapter.ask(f"{folded}.length") == 0
    assert chapter.saved() == STORED[chapter.name].read_bytes()


def test_the_tab_went_on_answering(tab, record_property, request):
    """How long the tab was busy at once while each chapter was there; `make bench` prints the most."""
    tasks, marks = tab.evaluate("[window.busy, performance.getEntriesByType('mark')]")
    begins = [(mark["startTime"], mark["name"]) for mark in marks if "chapter " in mark["name"]]
    times, names = zip(*begins, strict=True)
    shown = {name.removeprefix("chapter ") for name in names}
    assert shown == Chapter.SHOWN
    everything = {*opened(), EXPLORERS}
    assert shown <= everything if request.config.getoption("--changed") else shown == everything
    longest: dict[str, float] = {}
    for start, milliseconds in tasks:
        place = bisect.bisect(times, start)
        chapter = names[place - 1] if place else "JupyterLab itself"
        longest[chapter] = max(longest.get(chapter, 0), milliseconds / 1000)
    record_property("longest task of JupyterLab", max(longest.values()))  # so it saw something
    assert {name: time for name, time in longest.items() if time >= ANSWER_SECONDS} == {}
