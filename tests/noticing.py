"""Who notices a changed file: validation, a fast test, or a stored output of a chapter.

A process that has imported everything waits for changed files on its standard input. It runs in
a copy of the project, whose `data/` the tests and chapters read as they always do. For each
change it seals the copy, so that no checksum and no count of rows can notice, and forks: what a
child has read and cached is gone with it.
"""

from __future__ import annotations

import contextlib
import functools
import io
import itertools
import json
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest
from _pytest.runner import runtestprotocol

from anodes import audit, export
from anodes.data import files, running_text
from anodes.publish import pictures
from anodes.publish.notebooks import WIDGET_MIME
from anodes.validation import check, schema
from anodes.viz import explorers
from tests import kernels

ROOT = files.ROOT
SILENT = ("dataset",)  # prints everything and so proves nothing
COPIES = {"copied_data", "copy"}  # fixtures of tests that damage a copy of the data themselves
OTHERS = {  # tests of what the program does with files of a reader or with damaged ones
    "test_damage", "test_interruptions", "test_random_files", "test_round_trips", "test_seal",
}  # fmt: skip
DIGESTS = "test_files_are_as_verified"  # compares each file with itself, in effect
PAGES = (audit, running_text, explorers, export)  # imported before the first fork


# ------------------------------------------------------------------ a child that is asked


def in_child(work: Callable[[], Any]) -> Any:
    """The result of `work`, done in a fork of this process."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        try:
            answer = {"answer": work()}
        except BaseException as error:
            answer = {"error": repr(error)}
        with os.fdopen(writer, "w", encoding="utf-8") as pipe:
            json.dump(answer, pipe)
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader, encoding="utf-8") as pipe:
        text = pipe.read()
    os.waitpid(child, 0)
    answer = json.loads(text) if text else {"error": "the process died"}
    if "error" in answer:
        raise RuntimeError(answer["error"])
    return answer["answer"]


class Recorder:
    """The tables that are read while it records, by whatever way."""

    def __init__(self) -> None:
        self.tables: set[str] = set()
        self._paths = {str(ROOT / "data" / r["path"]): r["name"] for r in resources()}
        resource_of, note = files.resource_of, files._note

        @functools.wraps(resource_of)
        def noted(name: str, root: Path = ROOT) -> dict[str, Any]:
            self.tables.add(name)
            return resource_of(name, root)

        def used(path: Path, content: bytes | None) -> None:
            self._read(path)
            note(path, content)

        files.resource_of = noted
        files._note = used  # also where a result is remembered and no file is opened
        sys.addaudithook(self._opened)

    def _opened(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open" and isinstance(arguments[0], str | os.PathLike):
            self._read(arguments[0])

    def _read(self, path: str | os.PathLike[str]) -> None:
        if name := self._paths.get(os.path.abspath(path)):
            self.tables.add(name)


def resources() -> list[dict[str, Any]]:
    return files.descriptor(ROOT)["resources"]


def forget() -> None:
    """Let everything be computed again that depends on the data.

    What is remembered by the state of the files is so after a new date of one of them; content
    that was parsed is kept, as content tells itself apart.
    """
    for cache in caches():
        cache.cache_clear()
    os.utime(ROOT / files.REFERENCES, ns=(next(CLOCK),) * 2)


CLOCK = itertools.count(1)


@functools.cache
def caches() -> list[Any]:
    """The caches of functions other than those that parse and validate a content."""
    modules = [
        m for name, m in sys.modules.items() if name.startswith(("anodes", "test_", "prose"))
    ]
    apart = ("anodes.data.files", "anodes.teach.exercises", "anodes.validation.schema")
    things = [thing for module in modules for thing in vars(module).values()]
    return [
        thing
        for thing in things
        if isinstance(thing, functools._lru_cache_wrapper) and thing.__module__ not in apart
    ]


# ------------------------------------------------------------------ validation


def validated() -> str:
    """The first problem of validation; '' if it finds none and the copy is sealed."""
    try:
        check.seal(ROOT, printed=True, fewer_rows=True)
    except files.DataError as error:
        return str(error.problems[0])
    return ""


# ------------------------------------------------------------------ tests


class Tests:
    """The fast tests that read the data, and which tables each of them reads."""

    def __init__(self, session: pytest.Session) -> None:
        self.items = {
            item.nodeid: item
            for item in session.items
            if not set(getattr(item, "fixturenames", ())) & COPIES
            and item.path.stem not in OTHERS
            and getattr(item, "originalname", "") != DIGESTS
        }
        self.shared: dict[Any, set[str]] = {}

    def learn(self, part: int, parts: int) -> dict[str, Any]:
        """For each test that passes what it reads and how long it takes; those that fail.

        Only a part of the test modules is looked at.
        """
        recorder, readers, failed = Recorder(), {}, []
        modules = sorted({item.path for item in self.items.values()})[part::parts]
        items = [item for item in self.items.values() if item.path in modules]
        for item, following in itertools.zip_longest(items, items[1:]):
            forget()
            recorder.tables, start = set(), time.perf_counter()
            self.shared_by(recorder)
            problem = outcome(item, following)
            took = time.perf_counter() - start
            fixtures = getattr(item, "_fixtureinfo", None)
            for definitions in fixtures.name2fixturedefs.values() if fixtures else ():
                recorder.tables |= self.shared.get(definitions[-1], set())
            if problem and recorder.tables:
                failed.append(f"{item.nodeid}: {problem}")
            elif recorder.tables:
                readers[item.nodeid] = [sorted(recorder.tables), took]
        return {"readers": readers, "failed": failed}

    def shared_by(self, recorder: Recorder) -> None:
        LEARNING.recorder, LEARNING.shared = recorder, self.shared

    def notice(self, names: list[str]) -> list[str]:
        """The first of the named tests that fails, and how; [] if none does."""
        items = [self.items[name] for name in names]
        for item, following in itertools.zip_longest(items, items[1:]):
            if problem := outcome(item, following):
                return [item.nodeid, problem]
        return []


def outcome(item: pytest.Item, following: pytest.Item | None) -> str:
    """'' for a test that passes or is skipped, else the last line of what it says."""
    for report in runtestprotocol(item, log=False, nextitem=following):
        if report.failed:
            return str(report.longrepr).strip().splitlines()[-1]
    return ""


class Learning:
    """What a fixture of several tests reads while it is set up belongs to each of them."""

    recorder: Recorder | None = None
    shared: dict[Any, set[str]]

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: Any) -> Any:
        before = set(self.recorder.tables) if self.recorder else set()
        if self.recorder and fixturedef.scope != "function":
            self.recorder.tables = set()
        result = yield
        if self.recorder and fixturedef.scope != "function":
            self.shared[fixturedef] = set(self.recorder.tables)
            self.recorder.tables |= before
        return result


LEARNING = Learning()


# ------------------------------------------------------------------ chapters


def chapters() -> list[str]:
    return sorted(p.stem for p in (ROOT / "chapters").glob("*.ipynb") if p.stem not in SILENT)


def executed(name: str) -> str:
    """The first output of a chapter that is not the stored one; '' if all are."""
    notebook = json.loads((ROOT / f"chapters/{name}.ipynb").read_text(encoding="utf-8"))
    os.chdir(ROOT / "chapters")
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    for number, (cell, outputs) in enumerate(zip(code, outputs_of(code), strict=True), start=1):
        if outputs != stored(cell["outputs"]):
            return f"chapters/{name}.ipynb, code cell {number}"
    return ""


def first_changed(names: list[str]) -> list[str]:
    """The first of the named chapters with another output, and where; [] if there is none."""
    for name in names:
        if problem := in_child(functools.partial(executed, name)):
            return [name, problem]
    return []


def outputs_of(cells: list[dict[str, Any]]) -> Iterator[list[Any]]:
    """What each cell prints and shows, in the form that a kernel gives it; an error ends it."""
    from ipykernel.displayhook import ZMQShellDisplayHook
    from ipykernel.zmqshell import ZMQInteractiveShell
    from traitlets.config import Config

    shown: list[Any] = []

    class Kept(ZMQShellDisplayHook):
        def start_displayhook(self) -> None:
            """There is no message to begin."""

        write_output_prompt = finish_displayhook = start_displayhook

        def write_format_data(self, format_dict: dict, md_dict: dict | None = None) -> None:
            shown.append(plain(format_dict, md_dict or {}))

    shell = ZMQInteractiveShell.instance(  # what a kernel runs, without the kernel
        displayhook_class=Kept, config=Config(HistoryManager={"enabled": False})
    )
    pd.options.display.max_columns = 20  # what pandas sets where it is imported in a kernel
    for cell in cells:
        shown.clear()
        parent = {"metadata": cell["metadata"]}  # has the alt text; JupyterLab sends it along
        shell.kernel = SimpleNamespace(get_parent=lambda _, parent=parent: parent)
        printed, errors = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(errors):
            result = shell.run_cell("".join(cell["source"]))
        streams = [("stdout", printed.getvalue()), ("stderr", errors.getvalue())]
        failed = [] if result.success else [repr(result.error_in_exec or result.error_before_exec)]
        yield [*([name, text] for name, text in streams if text), *shown, *failed]


def stored(outputs: list[dict[str, Any]]) -> list[Any]:
    """The outputs of a cell of a notebook in the same form."""
    return [
        [output["name"], "".join(output["text"])]
        if output["output_type"] == "stream"
        else plain(output["data"], output["metadata"])
        for output in outputs
    ]


def plain(formats: dict[str, Any], metadata: dict[str, Any]) -> list[Any]:
    """An output as JSON keeps it, as the cell made it: no picture that was drawn of it afterwards.

    Nor the name of a widget of a kernel.
    """
    left_out = {WIDGET_MIME, pictures.SVG_MIME if pictures.OF in metadata else ""}
    joined = {
        name: "".join(value) if isinstance(value, list) else value
        for name, value in formats.items()
        if name not in left_out
    }
    own = {name: value for name, value in metadata.items() if name != pictures.OF}
    return json.loads(json.dumps([joined, own]))


def read_by_chapter(name: str) -> list[Any]:
    """The tables that a chapter reads, the time it takes and what is not as stored."""
    forget()
    recorder, start = Recorder(), time.perf_counter()
    problem = executed(name)
    return [sorted(recorder.tables), time.perf_counter() - start, problem]


# ------------------------------------------------------------------ the loop


class Server:
    """In place of running the collected tests, answer one request after the other."""

    def __init__(self, requests: Any, replies: Any) -> None:
        self.requests, self.replies = requests, replies

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        if started := kernels.drawing_threads():
            raise RuntimeError(f"a chart was drawn while tests were collected: {started}")
        self.tests = Tests(session)
        in_memory()
        forget()
        self.kept = {p: p.read_bytes() for p in (ROOT / "data").rglob("*.*") if p.is_file()}
        for line in self.requests:
            name, *arguments = json.loads(line)
            reply = getattr(self, name)(*arguments)
            print(json.dumps(reply), file=self.replies, flush=True)
        return True

    def learn_tests(self, part: int, parts: int) -> dict[str, Any]:
        return in_child(functools.partial(self.tests.learn, part, parts))

    def learn_chapters(self) -> dict[str, Any]:
        return {name: in_child(functools.partial(read_by_chapter, name)) for name in chapters()}

    def ask(self, path: str, content: str, steps: list[list[Any]]) -> list[str]:
        """[who noticed, which of them, what], or three empty texts; the steps are in order."""
        changed = ROOT / path
        try:
            changed.write_text(content, encoding="utf-8", newline="")
            return in_child(functools.partial(self._asked, steps))
        finally:
            for kept in (changed, ROOT / files.DESCRIPTOR):
                kept.write_bytes(self.kept[kept])

    def _asked(self, steps: list[list[Any]]) -> list[str]:
        """As `ask`; who is asked later knows what was computed from the change before."""
        problem = validated()  # in any case: it seals the copy
        if problem:
            return ["validation", "", problem]
        for who, names in steps:
            ask = self.tests.notice if who == "tests" else first_changed
            if names and who == "chapters":
                with contextlib.suppress(Exception):  # a chapter that cannot have it says so
                    audit.run(ROOT)
            found = in_child(functools.partial(ask, names)) if names else None
            if found:
                return [who, *found]
        return ["", "", ""]


def in_memory() -> None:
    """Read and check all tables once, so that a child reads only the one that has changed."""
    for resource in resources():
        files.read(resource["name"], ROOT)
    files.bibliography(ROOT)
    list(schema.package_problems(ROOT))


def main() -> None:
    replies = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    temporary = ROOT / "_tmp"
    shutil.rmtree(temporary, ignore_errors=True)
    options = ["--fast", "--capture=no", "-p", "no:cacheprovider", f"--basetemp={temporary}"]
    pytest.main(["tests", *options], plugins=[Server(sys.stdin, replies), LEARNING])


if __name__ == "__main__":
    main()
