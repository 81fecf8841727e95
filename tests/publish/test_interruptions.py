"""What stops a command half-way: a kill, a full disk, no network. The next run succeeds.

A killed build is a real process that a real SIGKILL ends at a named stage: a fork of the test,
which kills itself when it has come so far.
"""

import contextlib
import json
import os
import resource
import signal
import socket
import subprocess
import sys

import nbformat
import pytest
from conftest import ROOT, apart

from anodes.data.files import DESCRIPTOR, DataError
from anodes.publish import browser as browsers
from anodes.publish import build, refresh
from anodes.validation import check

SITE = "_build/html/index.html"
CHAPTERS = ("first", "second")
PAGES = """
import os, pathlib, signal, sys
site = pathlib.Path(sys.argv[4]) / "_build/html/chapters"
site.mkdir(parents=True)
for name in ("index", "first", "second"):
    (site / f"{name}.html").write_text("new" * 700)
    if name == "STOP":
        os.kill(os.getppid(), signal.SIGKILL)
"""


@pytest.fixture
def book(copied_data, monkeypatch):
    """A book with an old site; a number and both chapters have changed since it was built."""
    root = copied_data
    for name, text in {
        "_toc.yml": "format: jb-book\nroot: chapters/index\nchapters:\n"
        + "".join(f"- file: chapters/{name}\n" for name in CHAPTERS),
        "_config.yml": "title: T\n",
        "CITATION.cff": (ROOT / "CITATION.cff").read_text(encoding="utf-8"),
        "chapters/index.md": "# T\n",
        SITE: "old",
    }.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    for name in CHAPTERS:
        (root / f"chapters/{name}.ipynb").write_text(notebook(outputs="old"), encoding="utf-8")
    elements = root / "data/physics/elements.csv"
    elements.write_text(
        elements.read_text(encoding="utf-8").replace("Ge,1.5,914", "Ge,1.5,915"), encoding="utf-8"
    )
    monkeypatch.setattr(check, "_problems", lambda root, changes: [])  # they are sound
    monkeypatch.setattr(os, "cpu_count", lambda: 1)  # one chapter after the other
    monkeypatch.setattr(refresh, "execute", executed)
    monkeypatch.setattr(build.references, "store", lambda root: [])
    monkeypatch.setattr(build, "JUPYTER_BOOK", PAGES.replace("STOP", ""))
    return root


def notebook(outputs):
    cell = nbformat.v4.new_code_cell("print()", id="c")
    cell.outputs = [nbformat.v4.new_output("stream", name="stdout", text=outputs)]
    return nbformat.writes(nbformat.v4.new_notebook(cells=[cell])) + "\n"


async def executed(chapter, _):
    return notebook(outputs="new"), ""


def contents(root):
    """The files that are the author's, and the descriptor."""
    names = [
        DESCRIPTOR,
        "data/physics/elements.csv",
        *(f"chapters/{name}.ipynb" for name in CHAPTERS),
    ]
    return {name: (root / name).read_text(encoding="utf-8") for name in names}


# ---------------------------------------------------------------- killed


def kill(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)


def at_call(number, function):
    """A function that kills its process in place of its call of that number."""
    left = iter(range(1, number))

    def counted(*arguments, **keywords):
        return function(*arguments, **keywords) if next(left, 0) else kill()

    return counted


def writing(number):
    """When the file of that number is whole in its draft and not yet in its place."""
    return lambda patch: patch.setattr(os, "fsync", at_call(number, os.fsync))


STAGES = {
    # stage -> how a fork is made to die there, the chapters that have new outputs then
    "checksums are written": (writing(1), 0),
    "the first chapter runs": (lambda patch: patch.setattr(refresh, "execute", kill), 0),
    "the first chapter is written": (writing(2), 0),
    "the second chapter runs": (lambda patch: patch.setattr(refresh, "execute", at_call(2, executed)), 1),
    "the second chapter is written": (writing(4), 1),
    "pages are written": (lambda patch: patch.setattr(build, "JUPYTER_BOOK", PAGES.replace("STOP", "first")), 2),
    "the site is made": (lambda patch: patch.setattr(build, "put_in_place", kill), 2),
    "one site is moved for the other": (lambda patch: patch.setattr(build.Path, "rename", at_call(2, build.Path.rename)), 2),
    "the record of the site is written": (writing(6), 2),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
@pytest.mark.parametrize(("die", "stored"), STAGES.values(), ids=STAGES)
def test_a_build_killed_at_any_stage_loses_nothing_and_the_next_succeeds(book, die, stored):
    before = contents(book)
    child = os.fork()
    if not child:
        with pytest.MonkeyPatch.context() as patch, contextlib.suppress(BaseException):
            die(patch)
            apart(build._book, book)
        os._exit(1)
    status = os.waitpid(child, 0)[1]
    assert os.WIFSIGNALED(status), "the stage was not reached"
    assert os.WTERMSIG(status) == signal.SIGKILL

    after = contents(book)
    new = [name for name in after if after[name] != before[name]]
    chapters = [name for name in new if name.startswith("chapters")]
    assert all(after[name] == notebook(outputs="new") for name in chapters)
    assert len(chapters) == stored
    assert set(new) <= {DESCRIPTOR, *chapters}
    assert json.loads(after[DESCRIPTOR])["resources"]
    build.clean(book)  # what the next command does first: the site is the old or the new one
    site = {
        path.name: path.read_text(encoding="utf-8")
        for path in (book / "_build/html").rglob("*.html")
    }
    assert site in ({"index.html": "old"}, {f"{n}.html": "new" * 700 for n in ("index", *CHAPTERS)})

    assert apart(build._book, book)
    assert build.is_current(book)
    assert [name for name in contents(book) if contents(book)[name] == before[name]] == [
        "data/physics/elements.csv"
    ]
    assert sorted(path.name for path in (book / "_build").iterdir()) == [
        "build.log",
        "html",
        "refresh.json",
        "site.json",
    ]
    assert [
        path.name for folder in ("data", "chapters") for path in (book / folder).rglob(".*")
    ] == []


# ---------------------------------------------------------------- a full disk


@contextlib.contextmanager
def no_file_above(size):
    """No file can grow beyond so many bytes: a write ends as it does on a full disk."""
    kept = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, kept[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, kept)


def test_a_disk_that_fills_while_data_are_sealed(book):
    before = contents(book)
    with no_file_above(1000), pytest.raises(DataError, match="File too large"):
        check.seal(book)
    assert contents(book) == before
    assert check.seal(book) == ["data/physics/elements.csv"]


def test_a_disk_that_fills_while_chapters_are_stored(book, capsys):
    check.seal(book)
    before, size = contents(book), len(notebook(outputs="new"))
    paths = [book / f"chapters/{name}.ipynb" for name in CHAPTERS]
    with no_file_above(size - 1):
        assert apart(refresh.refresh, paths, book) is False
    assert capsys.readouterr().out.count("could not be written and is unchanged") == 2
    assert contents(book) == before
    paths[0].write_text(
        notebook(outputs="new"), encoding="utf-8"
    )  # fits as it is; the note that it ran does not
    with no_file_above(50), pytest.raises(DataError, match=r"refresh\.json.*File too large"):
        apart(refresh.refresh, paths[:1], book)
    assert apart(refresh.refresh, paths, book)
    assert all(path.read_text(encoding="utf-8") == notebook(outputs="new") for path in paths)


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (2000, "File too large"),  # a page does not fit
        (4000, r"site\.json: found a file that cannot be written \(File too large\)"),
    ],
)
def test_a_disk_that_fills_while_the_site_is_made(book, monkeypatch, capsys, size, words):
    monkeypatch.setattr(build, "_chapters", lambda root: True)
    paths = [book / f"chapters/{name}.ipynb" for name in CHAPTERS]
    apart(refresh.refresh, paths, book)
    monkeypatch.setattr(build, "alone", contextlib.nullcontext)
    with monkeypatch.context() as patch, no_file_above(size):
        whole = build._book
        patch.setattr(build, "_book", lambda force: whole(book, force))
        assert build.main([]) == 1
    said = capsys.readouterr().err
    assert build.re.search(words, said), said
    assert "Traceback" not in said.splitlines()[0]
    assert (book / SITE).exists() or (book / "_build/html/chapters/index.html").exists()
    assert build._book(book)
    assert build.is_current(book)
    assert not list((book / "_build").glob("draft*"))


# ---------------------------------------------------------------- no network


@pytest.fixture
def offline(monkeypatch):
    """Nothing in this process reaches another host; the commands that it starts are listed."""
    started = []

    def refused(*arguments, **_):
        raise OSError(101, f"Network is unreachable: {arguments}")

    class Noted(subprocess.Popen):
        def __init__(self, command, *arguments, **keywords):
            started.append([str(part) for part in command])
            super().__init__(command, *arguments, **keywords)

    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, refused)
    for name in ("getaddrinfo", "gethostbyname", "create_connection"):
        monkeypatch.setattr(socket, name, refused)
    monkeypatch.setattr(subprocess, "Popen", Noted)
    return started


def test_the_second_run_of_a_command_needs_no_network(book, offline, monkeypatch, capsys):
    """The site is current and a browser is there. Of the environment: test_environment.py."""
    apart(build._book, book)
    offline.clear()
    monkeypatch.setenv("ANODES_BROWSER", sys.executable)
    monkeypatch.setattr(sys, "argv", ["browser.py", "--install"])
    assert build._book(book)
    assert browsers.main() == 0
    assert "Nothing has changed since the site was built" in capsys.readouterr().out
    words = {word for command in offline for word in command}
    assert not words & {"pip", "install", "download", "apt-get", "curl", "git"}
