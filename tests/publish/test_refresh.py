"""Refreshing chapters: what runs is stored whole, what fails is named, and no edit is lost."""

import asyncio
import contextlib
import io
import json
import os
import resource
import subprocess
import sys
import threading
from pathlib import Path

import nbformat
import pytest
from conftest import apart
from filelock import FileLock

from anodes.data import files
from anodes.publish import processes, refresh, toc

EDIT = '{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5, "edited": true}'


def notebook(path, *cells, **metadata):
    """Write a notebook whose cells have these sources; its content."""
    made = [nbformat.v4.new_code_cell(source, id=f"c{n}") for n, source in enumerate(cells)]
    text = nbformat.writes(nbformat.v4.new_notebook(cells=made, metadata=metadata)) + "\n"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path.read_bytes()


def book(root, *entries, first="index"):
    lines = [f"  - file: chapters/{entry}\n" for entry in entries]
    head = f"format: jb-book\nroot: chapters/{first}\n"
    text = head + ("chapters:\n" + "".join(lines) if lines else "")
    (root / "_toc.yml").write_text(text, encoding="utf-8")


# ---------------------------------------------------------------- one run of good and bad chapters

CHAPTERS = {
    "good": ("1 + 1", "2 + 2"),
    "it's a name": ("3 + 3",),
    "dies": ("1", "import os\nos._exit(1)"),
    "fails": ("1", "2", "undefined_name"),
    "slow": ("import time\ntime.sleep(1000)",),
    "edited": (f"open('edited.ipynb', 'w').write({EDIT!r})",),
    "moves the data": ("open('../data/a.csv', 'w').write('a\\n2\\n')",),
}


@pytest.fixture(scope="module")
def ran(tmp_path_factory):
    """One refresh of all of them: the folder, what was there before, what was said."""
    root = tmp_path_factory.mktemp("book")
    before = {
        name: notebook(root / "chapters" / f"{name}.ipynb", *cells)
        for name, cells in CHAPTERS.items()
    }
    (root / "data").mkdir()
    (root / "data/a.csv").write_text("a\n1\n", encoding="utf-8")
    inputs = refresh.digest_of_inputs(root)
    said = io.StringIO()
    with pytest.MonkeyPatch.context() as patch, contextlib.redirect_stdout(said):
        paths = {name: root / "chapters" / f"{name}.ipynb" for name in CHAPTERS}
        others = [path for name, path in paths.items() if name != "slow"]
        assert apart(refresh.refresh, others, root) is False
        patch.setattr(refresh, "LONGEST", 1)
        assert apart(refresh.refresh, [paths["slow"]], root) is False
    return root, before, inputs, said.getvalue()


def now(ran, name):
    return (ran[0] / "chapters" / f"{name}.ipynb").read_bytes()


@pytest.mark.parametrize("name", ["good", "it's a name", "moves the data"])
def test_a_chapter_that_runs_is_stored_although_others_fail(ran, name):
    stored = json.loads(now(ran, name))
    assert [cell["execution_count"] for cell in stored["cells"]] == [
        n + 1 for n in range(len(CHAPTERS[name]))
    ]
    assert f"  {name}: new outputs\n" in ran[3]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("dies", ("the kernel died in code cell 2", "os._exit(1)")),
        ("fails", ("code cell 3 stopped with an error", "NameError: name 'undefined_name'")),
        ("slow", ("code cell 1 took longer than 1 s", "time.sleep(1000)")),
    ],
)
def test_a_chapter_that_fails_is_named_with_its_cell_and_kept(ran, name, words):
    _, before, _, said = ran
    message = next(part for part in said.split("\n\nchapters/") if part.startswith(f"{name}.ipynb"))
    assert all(word in message for word in words), message
    assert "\x1b" not in message
    assert now(ran, name) == before[name]


def test_an_edit_made_while_a_chapter_runs_is_kept(ran):
    assert now(ran, "edited").decode() == EDIT
    assert "chapters/edited.ipynb was changed while it was being executed. Your edit" in ran[3]


def test_what_ran_counts_for_the_inputs_that_it_began_with(ran):
    """The data changed while the chapters ran: their outputs may be old, so they run again."""
    root, _, inputs, _ = ran
    state = json.loads((root / refresh.STATE).read_bytes())
    stored = {f"chapters/{name}.ipynb" for name in ("good", "it's a name", "moves the data")}
    assert state.keys() == stored
    for name in stored:
        assert state[name] == refresh.fingerprint((root / name).read_bytes(), inputs)
    assert not refresh.is_fresh([root / name for name in sorted(stored)], root)


def test_nothing_but_the_notebooks_and_the_state_was_left(ran):
    names = {path.name for path in (ran[0] / "chapters").iterdir()}
    assert names == {f"{name}.ipynb" for name in CHAPTERS}


# ---------------------------------------------------------------- without a kernel


def test_what_is_no_notebook_is_named_with_its_line_and_nothing_runs(tmp_path, monkeypatch):
    monkeypatch.setattr(refresh, "execute", None)  # to call it would be an error
    good = tmp_path / "chapters/good.ipynb"
    notebook(good, "1")
    broken = good.read_text(encoding="utf-8").replace('"outputs"', '<<<<<<< HEAD\n"outputs"', 1)
    line = broken[: broken.index("<<<")].count("\n") + 1
    for name, content in {
        "conflict": broken.encode(),
        "list": b"[]",
        "cut": good.read_bytes()[:40],
        "latin": '{\n"ä": 1}'.encode("latin-1"),
        "empty": b"",
        "no cells": b'{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": 3}',
    }.items():
        (tmp_path / f"chapters/{name}.ipynb").write_bytes(content)
    with pytest.raises(files.DataError) as caught:
        apart(refresh.refresh, sorted((tmp_path / "chapters").iterdir()), tmp_path)
    found = {problem.file: problem for problem in caught.value.problems}
    assert found.keys() == {
        f"chapters/{name}.ipynb"
        for name in ("conflict", "list", "cut", "latin", "empty", "no cells")
    }
    assert found["chapters/conflict.ipynb"].line == line
    assert all("restore an earlier version" in problem.expected for problem in found.values())


@pytest.mark.parametrize("content", [b"", b'{"chapters/a.ipynb": "1', b"[1]", b"\xff"])
def test_a_damaged_state_means_that_everything_runs_again(tmp_path, content):
    (tmp_path / "_build").mkdir()
    (tmp_path / refresh.STATE).write_bytes(content)
    assert refresh._state(tmp_path) == {}


def test_a_change_of_a_chapter_or_an_input_makes_it_stale(tmp_path):
    path, data = tmp_path / "chapters/a.ipynb", tmp_path / "data/a.csv"
    content = notebook(path, "1")
    data.parent.mkdir()
    data.write_text("1", encoding="utf-8")
    (tmp_path / "_build").mkdir()

    def store():
        mark = refresh.fingerprint(path.read_bytes(), refresh.digest_of_inputs(tmp_path))
        (tmp_path / refresh.STATE).write_text(
            json.dumps({"chapters/a.ipynb": mark}), encoding="utf-8"
        )
        assert refresh.is_fresh([path], tmp_path)

    store()
    path.write_bytes(content + b"\n")
    os.utime(path, (1, 1))  # older than anything
    assert not refresh.is_fresh([path], tmp_path)
    store()
    data.rename(data.with_name("b.csv"))  # the same content under another name
    assert not refresh.is_fresh([path], tmp_path)
    store()
    data.with_name("b.csv").unlink()
    assert not refresh.is_fresh([path], tmp_path)


def test_a_user_with_settings_of_their_own_gets_the_same_numbers(monkeypatch):
    settings = {
        "PYTHONHASHSEED": "7", "PYTHONPATH": "/elsewhere", "PYTHONOPTIMIZE": "2", "TZ": "Asia/Tokyo",
        "LC_NUMERIC": "de_DE.UTF-8", "LANG": "de_DE", "MPLBACKEND": "pdf", "IPYTHONDIR": "/elsewhere",
        "SOURCE_DATE_EPOCH": "1", "MATPLOTLIBRC": "/elsewhere", "PYTHONSTARTUP": "/elsewhere",
    }  # fmt: skip
    plain = processes.surroundings()
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("SOMETHING_ELSE", "kept")
    assert processes.surroundings() == {**plain, "SOMETHING_ELSE": "kept"}
    assert os.path.isfile(plain["MATPLOTLIBRC"])
    assert processes.surroundings(Path("/copy"))["PYTHONPATH"] == "/copy"  # not what is installed


# ---------------------------------------------------------------- files


@pytest.fixture
def full_disk():
    """In its context no file can grow beyond 1000 bytes, not even that of what pytest prints."""

    @contextlib.contextmanager
    def full():
        kept = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, kept[1]))
        try:
            yield
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, kept)

    return full


def test_a_full_disk_leaves_a_chapter_as_it_was(tmp_path, full_disk, capsys):
    path = tmp_path / "a.ipynb"
    path.write_bytes(b"old")
    chapter = refresh.Chapter(path, b"old", tmp_path)
    with full_disk():
        problem = refresh._store(chapter, "new" * 1000)
    assert problem.startswith("a.ipynb could not be written and is unchanged: ")
    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["a.ipynb"]


def test_a_file_is_replaced_whole_with_its_mode_and_only_as_it_was_read(tmp_path):
    path = tmp_path / "a"
    path.write_bytes(b"old")
    path.chmod(0o640)
    with pytest.raises((OSError, ValueError)):
        files.write_atomically(path, b"new", expected=b"older")
    assert path.read_bytes() == b"old"
    files.write_atomically(path, b"new", expected=b"old")
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (b"new", 0o640)
    assert os.listdir(tmp_path) == ["a"]


def test_a_chapter_deleted_or_edited_after_its_run_is_not_written(tmp_path, capsys):
    path = tmp_path / "a.ipynb"
    chapter = refresh.Chapter(path, b"read", tmp_path)
    for text in ("new", "read"):  # also where the outputs are as stored: the edit did not run
        assert "Your edit is kept" in refresh._store(chapter, text)
        assert not path.exists()
        path.write_bytes(b"edit")
        assert "Your edit is kept" in refresh._store(chapter, text)
        assert path.read_bytes() == b"edit"
        path.unlink()


# ---------------------------------------------------------------- one at a time


def test_a_second_command_waits_for_the_first_and_says_so(tmp_path, monkeypatch):
    said, entered = threading.Event(), threading.Event()
    monkeypatch.setattr(processes, "print", lambda *_, **__: said.set(), raising=False)
    (tmp_path / "_build").mkdir()
    first = FileLock(tmp_path / "_build/lock")
    first.acquire()

    def second():
        with processes.alone(tmp_path):
            entered.set()

    thread = threading.Thread(target=second)
    thread.start()
    assert said.wait(60)
    assert not entered.is_set()
    first.release()
    thread.join(60)
    assert entered.is_set()


def test_a_killed_command_leaves_no_lock(tmp_path, capsys):
    code = (
        "import os, pathlib, signal, sys\nfrom anodes.publish.processes import alone\n"
        "with alone(pathlib.Path(sys.argv[1])):\n    os.kill(os.getpid(), signal.SIGKILL)"
    )
    killed = subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=False)
    assert killed.returncode == -9
    assert (tmp_path / "_build/lock").exists()
    with processes.alone(tmp_path):
        assert capsys.readouterr().out == ""


def test_ctrl_c_is_not_taken_by_a_kernel():
    """nbclient would end one kernel and go on: its handlers are refused in the way it allows for."""

    async def register():
        refresh._keep_signals()
        with pytest.raises(RuntimeError):
            asyncio.get_running_loop().add_signal_handler(2, print)

    apart(asyncio.run, register())


# ---------------------------------------------------------------- the table of contents


def test_pages_and_table_of_contents_agree(tmp_path):
    for name in ("index", "a b", "c"):
        notebook(tmp_path / f"chapters/{name}.ipynb", "1")
    (tmp_path / "chapters/d.md").write_text("# D", encoding="utf-8")
    (tmp_path / "chapters/notes.txt").write_text("no page", encoding="utf-8")
    (tmp_path / "chapters/.ipynb_checkpoints").mkdir()
    notebook(tmp_path / "chapters/.ipynb_checkpoints/old.ipynb", "1")
    book(tmp_path, "a b", "c.ipynb", "d")
    names = ["a b.ipynb", "c.ipynb", "d.md", "index.ipynb"]
    assert [path.name for path in toc.pages(tmp_path)] == names
    assert [path.name for path in toc.notebooks(tmp_path)] == [names[0], names[1], names[3]]


def test_what_does_not_agree_is_named_all_at_once(tmp_path):
    for name in ("index", "Copy of a", "two"):
        notebook(tmp_path / f"chapters/{name}.ipynb", "1")
    (tmp_path / "chapters/two.md").write_text("# Two", encoding="utf-8")
    book(tmp_path, "two", "gone")
    with pytest.raises(files.DataError) as caught:
        toc.pages(tmp_path)
    said = [(p.file, p.line, p.found) for p in caught.value.problems]
    assert said == [
        ("_toc.yml", 4, "chapters/two, for which there are two.ipynb and two.md"),
        ("_toc.yml", 5, "chapters/gone, for which there is no file"),
        ("chapters/Copy of a.ipynb", None, "a page that _toc.yml does not list"),
    ]


@pytest.mark.parametrize(
    "text", ["", "root: [", "format: jb-book\nroot: chapters/index\nparts: 3\n", "- a", "\0"]
)
def test_a_broken_table_of_contents_is_a_sentence(tmp_path, text):
    (tmp_path / "_toc.yml").write_text(text, encoding="utf-8")
    with pytest.raises(
        files.DataError, match=r"_toc\.yml.*a table of contents that cannot be read"
    ):
        toc.pages(tmp_path)


def test_a_missing_table_of_contents_is_a_sentence(tmp_path):
    with pytest.raises(files.DataError, match=r"_toc\.yml"):
        toc.pages(tmp_path)


def test_a_name_that_is_not_utf_8_is_named(tmp_path):
    notebook(tmp_path / "chapters/index.ipynb", "1")
    book(tmp_path)
    try:
        os.close(os.open(os.fsencode(tmp_path) + b"/chapters/\xff.md", os.O_CREAT))
    except OSError:
        pytest.skip("this file system has no such names")
    with pytest.raises(files.DataError) as caught:
        toc.pages(tmp_path)
    assert str(caught.value).encode("utf-8")  # can be printed
    assert "udcff.md" in str(caught.value)


def test_commands_say_what_is_wrong_with_a_name(tmp_path, capsys):
    assert refresh.main(["--check", str(tmp_path / "gone.ipynb")]) == 1
    assert "gone.ipynb: found a file that cannot be read" in capsys.readouterr().err
