"""What the tests share: a copy of the data to damage, the built site, a browser without network."""

from __future__ import annotations

import gc
import os
import re
import shutil
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import unquote

import pytest
import selection
from executed import scope
from filelock import FileLock
from playwright.sync_api import sync_playwright
from serving import served

from anodes.publish import build
from anodes.publish.browser import find_browser, launch_arguments
from anodes.publish.metadata import ADDRESS
from tests import kernels

ROOT = Path(__file__).resolve().parents[1]
DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
HARMLESS = ("[PST]", "[togglebutton]")  # the theme says what it does


def pages() -> list[str]:
    """The names of all pages in the table of contents, the landing page first."""
    return selection.pages(ROOT)


def pytest_addoption(parser):
    parser.addoption("--fast", action="store_true", help="neither site nor browser nor kernels")
    parser.addoption("--changed", action="store_true", help="no test of an unchanged chapter")
    parser.addoption("--screenshots", action="store_true", help="keep a picture of each page")


UNCHANGED = pytest.StashKey[
    set
]()  # with --changed: the chapters as they were, if only some changed


def pytest_collection_modifyitems(config, items):
    """Leave out what is not asked for; the longest come first."""
    kept = list(items)
    if config.getoption("--fast"):
        kept = [item for item in kept if selection.is_fast(item)]
    if config.getoption("--changed"):
        config.stash[UNCHANGED] = selection.unchanged(ROOT)
        kept = selection.of_changed_chapters(kept, config.stash[UNCHANGED], ROOT)
    left = set(kept)
    config.hook.pytest_deselected(items=[item for item in items if item not in left])
    items[:] = selection.in_order(kept, scope)


STARTED: list[str] = []  # threads of vl-convert when all tests were known
gc.set_threshold(50_000, 20, 50)  # else a tenth of the time goes into looking for what is unused


def pytest_collection_finish():
    """What is loaded by now stays to the end: it is no more looked through."""
    gc.freeze()
    STARTED.extend(kernels.drawing_threads())


SOURCES = pytest.StashKey[dict]()


def pytest_sessionstart(session):
    """Of a run of everything, remember what it tests."""
    options = session.config.option
    part = options.fast or options.changed or options.keyword or options.markexpr
    paths = session.config.args_source is not session.config.ArgsSource.ARGS
    if options.nbval and paths and not part and not hasattr(session.config, "workerinput"):
        session.config.stash[SOURCES] = build.sources(ROOT)


LOADED: dict[str, selection.Digests] = {}  # by test: the files of the site that its pages loaded


def pytest_sessionfinish(session, exitstatus):
    """Where all tests passed, `--changed` can leave some out next time."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["loaded"] = LOADED
    elif exitstatus == 0 and (sources := session.config.stash.get(SOURCES, None)):
        selection.note_passed(sources, LOADED, ROOT)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node):
    """What one worker noted."""
    LOADED.update(getattr(node, "workeroutput", {}).get("loaded", {}))


def apart(function, *arguments):
    """The result of a function that runs an event loop: Playwright keeps one in this thread."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(function, *arguments).result()


@pytest.fixture
def copied_data(tmp_path: Path) -> Path:
    """A root with its own `data/` and `references.bib`, to be damaged."""
    shutil.copytree(ROOT / "data", tmp_path / "data")
    shutil.copy(ROOT / "references.bib", tmp_path)
    return tmp_path


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site: that of `make book` where it is current, else built once for all workers."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv(ADDRESS, raising=False)
        if build.is_current(ROOT):
            return ROOT / build.FOLDER / build.SITE
        run = tmp_path_factory.getbasetemp()
        shared = (run.parent if "PYTEST_XDIST_WORKER" in os.environ else run) / "site"
        shared.mkdir(exist_ok=True)
        with FileLock(shared / "lock"):
            built = shared / "built"
            if not built.exists():
                built.write_text(str(build.build_pages(shared)), encoding="utf-8")
        return Path(built.read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def browser():
    path = find_browser()
    assert path, "no Chromium: run `make test`, or set ANODES_BROWSER"
    with sync_playwright() as playwright:
        # Every host but this machine is unresolvable: a page that needs one must show it.
        arguments = ["--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"]
        arguments += launch_arguments()
        opened = playwright.chromium.launch(executable_path=path, args=arguments)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def addresses(site):
    with served(site) as address:
        yield {"http": address, "file": site.as_uri()}


DRAWN = """() => dispatchEvent(new Event('scroll'))  // a reader who moves: all charts are drawn
    && document.readyState === 'complete'
    && !document.querySelector('.chart:not([data-drawn])')
    && [...document.querySelectorAll('table.grid:not([data-grid])')].every(t => t.closest('details'))"""


def listen(page, addresses):
    """Note what a page says and what it asks of other hosts (`complaints`), and what it loads."""
    page.complaints, page.loaded, page.seen = [], [], set()
    ours = tuple(f"{base}/" for base in addresses.values())

    def asks(request):
        if base := next((base for base in ours if request.url.startswith(base)), None):
            page.loaded.append(request.url.removeprefix(base))
            page.seen.add(page.loaded[-1])
        elif not request.url.startswith(("data:", "blob:")):
            page.complaints.append(request.url)

    page.on("console", lambda m: m.text.startswith(HARMLESS) or page.complaints.append(m.text))
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.on("request", asks)


def load(page, base, name, viewport, mode):
    """Open a page of the book as a new reader does, and wait until its charts are drawn."""
    if page.url != "about:blank":
        page.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
    page.goto("about:blank")
    page.set_viewport_size(viewport)
    page.emulate_media(media="null", color_scheme=mode, reduced_motion="null")
    page.complaints.clear()
    page.loaded.clear()
    page.goto(f"{base}/chapters/{name}.html", wait_until="commit")
    page.wait_for_function(DRAWN)


@pytest.fixture(scope="session")
def tab(browser, addresses):
    """The one page that tests use in turn: a process of its own for each would cost a third more.

    `asked` is what it shows, as long as every test has left it as it was found.
    """
    page = browser.new_context().new_page()
    page.asked = None
    listen(page, addresses)
    yield page
    page.context.close()


@pytest.fixture(scope="session")
def loaded_before(request):
    """By test, what it loaded when all tests passed; nothing but after a change of chapters only."""
    only_chapters = request.config.stash.get(UNCHANGED, None)
    return selection.passed(ROOT)[1] if only_chapters else {}


@pytest.fixture
def noted(tab, site, loaded_before, request):
    """Note which files of the site a test loads; pass over one for which all are as they were."""
    test = request.node
    before = loaded_before.get(test.nodeid)
    if before and selection.sees_pages_only(test) and selection.digests(site, before) == before:
        pytest.skip("what it loads is as it was when it passed")
    tab.seen.clear()
    yield
    names = {unquote(re.split("[?#]", name)[0]) for name in tab.seen}
    LOADED[test.nodeid] = selection.digests(site, names)


@pytest.fixture
def visit(tab, addresses, noted):
    """Open a page that no other test has touched."""

    def one(name, scheme="http", viewport=DESKTOP, mode="light"):
        tab.asked = None
        load(tab, addresses[scheme], name, viewport, mode)
        return tab

    return one


@pytest.fixture
def share(tab, addresses, request, noted):
    """Open a page, or go on with it where the test before asked for the same one.

    For tests that leave a page as they found it, if they pass.
    """

    def one(name, scheme="http", viewport=DESKTOP):
        if tab.asked == (name, scheme, viewport):
            tab.complaints.clear()
            tab.seen.update(tab.loaded)
        else:
            load(tab, addresses[scheme], name, viewport, "light")
            tab.asked = (name, scheme, viewport)
        return tab

    failed = request.session.testsfailed
    yield one
    if request.session.testsfailed > failed:
        tab.asked = None


@pytest.fixture
def leave(tab, share):
    """Open the page that tests `share`, or go on with it, for the last of them: it may change it."""

    def one(name, *where):
        page = share(name, *where)
        tab.asked = None
        return page

    return one


def of_file(open_page):
    return lambda name: open_page(name, "file")


def on_phone(open_page):
    return lambda name: open_page(name, "http", PHONE)


@pytest.fixture
def share_file(share):
    """As `share`, of the file and not from the server."""
    return of_file(share)


@pytest.fixture
def leave_file(leave):
    """As `leave`, of the file and not from the server."""
    return of_file(leave)


@pytest.fixture
def share_phone(share):
    """As `share`, on a phone; which of the two modes it has is left open."""
    return on_phone(share)


@pytest.fixture
def leave_phone(leave):
    """As `leave`, on a phone."""
    return on_phone(leave)


def settled(page):
    """Wait until a page has drawn what it was told to draw."""
    page.evaluate(
        "() => new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(go)))"
    )


def eventually(question, seconds=5):
    """Whether the answer becomes yes: asked again and again, as a reader looks."""
    end = time.monotonic() + seconds
    while not (answer := question()) and time.monotonic() < end:
        time.sleep(0.02)
    return answer


def remaining(question, seconds=5):
    """The answer once nothing is left in it, or the last one: asked again and again."""
    answers = []

    def is_done():
        answers[:] = [question()]
        return not answers[0]

    eventually(is_done, seconds)
    return answers[0]


def ink(page, selector):
    """The colour that text of a chart or drawing is really drawn in."""
    return page.locator(selector).first.evaluate("e => getComputedStyle(e).fill")
