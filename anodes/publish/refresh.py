"""Execute the chapters whose inputs changed and store what comes out.

A chapter's inputs are its own cells, `data/`, `references.bib`, the package and the pinned
versions. Kernels run side by side, one a core. What is written back is the same byte for byte
whoever runs it: no timing, no version of the machine, no random id. A chapter that fails, or that
was saved by an editor in the meantime, is left as it is.
"""

from __future__ import annotations

import argparse
import asyncio
import atexit
import hashlib
import json
import os
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from anodes.data import kept
from anodes.data.files import ROOT, DataError, Problem, in_project, write_atomically
from anodes.publish import changes, notebooks, pictures, prose, toc
from anodes.publish.processes import alone, explained, surroundings
from anodes.terminal import write_utf8

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from nbformat import NotebookNode

STATE = "_build/refresh.json"
KEPT = "_build/kept"  # results of the data, which the kernels of the chapters share
LONGEST = 120  # seconds that one notebook cell may take
STOPPED = "Chapters that had not finished are unchanged; the others are stored."
ANSI = re.compile(r"\x1b\[[0-9;]*m")


@dataclass(frozen=True)
class Chapter:
    """A notebook as it was read: what is executed, and what alone may be replaced."""

    path: Path
    content: bytes
    root: Path = ROOT

    @property
    def name(self) -> str:
        """Its path in the project, or the whole path of a notebook that is elsewhere."""
        return in_project(self.path, self.root)

    @property
    def edited(self) -> bool:
        """Whether the file is no longer what was read."""
        try:
            return self.path.read_bytes() != self.content
        except OSError:
            return True


def main(arguments: list[str] | None = None) -> int:
    """Refresh all chapters, or the named ones; `--check` only says which are stale."""
    parser = argparse.ArgumentParser(
        prog=".venv/bin/python -m anodes.publish.refresh", description=__doc__
    )
    parser.add_argument("chapters", nargs="*", type=Path, help="notebooks; all if none is named")
    parser.add_argument("--force", action="store_true", help="execute even if nothing changed")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if stale")
    options = parser.parse_args(arguments)
    write_utf8()
    try:
        paths = [path.resolve() for path in options.chapters] or toc.stored_notebooks()
        if options.check:
            return 0 if is_reproduced(paths) else 1
        with alone():
            return 0 if refresh(paths, force=options.force) else 1
    except (DataError, OSError) as error:
        print(explained(error), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print(f"\nStopped. {STOPPED}", file=sys.stderr)
        return 130


def refresh(paths: list[Path], root: Path = ROOT, force: bool = False) -> bool:
    """Execute the chapters whose inputs changed, store each as soon as it is done.

    Returns whether all of them ran and were stored. Raises `DataError` for files that are no
    notebooks, before anything is executed.
    """
    state, inputs = _state(root), digest_of_inputs(root)  # what changes from here on counts as new
    chapters = read_chapters(paths, root)
    stale = [c for c in chapters if force or state.get(c.name) != fingerprint(c.content, inputs)]
    ready = _as_notebooks(stale)
    if not stale:
        print(f"{len(paths)} chapters are up to date.")
        return True

    changed: dict[str, NotebookNode] = {}

    def keep(chapter: Chapter, text: str) -> str:
        problem = _store(chapter, text)
        if not problem:
            if text.encode() != chapter.content:
                changed[chapter.name] = ready[chapter]
            state[chapter.name] = fingerprint(text.encode(), inputs)
            kept = json.dumps(state, indent=1, sort_keys=True)
            write_atomically(root / STATE, kept.encode())
        return problem

    names = ", ".join(chapter.path.stem for chapter in stale)
    print(f"Executing {len(stale)} of {len(paths)} chapters: {names}", flush=True)
    (root / STATE).parent.mkdir(exist_ok=True)
    done = asyncio.run(_execute_all(ready, keep))
    if changed:
        print("\n".join(_advice(changed, root)), flush=True)
    return done


def _advice(changed: dict[str, NotebookNode], root: Path) -> Iterator[str]:
    """What an author does next about chapters with new outputs."""
    for name in sorted(changed) if root == ROOT else ():  # the data of another book are not read
        for number, quantity, unit in prose.unsupported(changed[name]):
            yield (
                f"{name}, cell {number}: the text says {quantity} {unit}, which is neither in the "
                "outputs of the chapter nor in the review. Correct the text."
            )
    yield "`git diff chapters` shows all changes; `make test` compares the text with the outputs."


def is_reproduced(paths: list[Path], root: Path = ROOT) -> bool:
    """Whether a fresh execution of all chapters gives what is stored; nothing is written."""

    def compare(chapter: Chapter, text: str) -> str:
        same = text.encode() == chapter.content
        return "" if same else f"{chapter.name} is stale: `make refresh` would change it"

    return asyncio.run(_execute_all(_as_notebooks(read_chapters(paths, root)), compare))


def is_fresh(paths: list[Path], root: Path = ROOT) -> bool:
    """Whether all chapters were executed with their inputs as they are now."""
    state, inputs = _state(root), digest_of_inputs(root)
    return all(
        state.get(chapter.name) == fingerprint(chapter.content, inputs)
        for chapter in read_chapters(paths, root)
    )


def read_chapters(paths: list[Path], root: Path = ROOT) -> list[Chapter]:
    """The notebooks as they are. Raises `DataError` with every file that cannot be read."""
    chapters, problems = [], []
    for path in paths:
        try:
            chapters.append(Chapter(path, path.read_bytes(), root))
        except OSError as error:
            found = f"a file that cannot be read ({error.strerror})"
            problems.append(Problem(str(path), None, None, found, "a notebook"))
    if problems:
        raise DataError(problems)
    return chapters


def fingerprint(content: bytes, inputs: str) -> str:
    """A digest of a chapter's content and of all that its outputs depend on."""
    return hashlib.sha256(inputs.encode() + content).hexdigest()


def digest_of_inputs(root: Path = ROOT) -> str:
    """A digest of what every chapter depends on."""
    digest = hashlib.sha256(f"python {sys.version_info[:2]}".encode())
    for file in _common_inputs(root):
        digest.update(os.fsencode(file.relative_to(root)) + b"\0")
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def _common_inputs(root: Path = ROOT) -> list[Path]:
    data = (file for file in (root / "data").rglob("*") if file.is_file())
    package = (file for file in (root / "anodes").rglob("*.py") if file.parent.name != "publish")
    others = (root / name for name in ("references.bib", "requirements.txt"))
    return sorted([*data, *package, *(file for file in others if file.exists())])


def _state(root: Path) -> dict[str, str]:
    """The fingerprints of the last executions; none where the file is missing or damaged."""
    try:
        state = json.loads((root / STATE).read_bytes())
    except (OSError, ValueError):
        return {}
    return state if isinstance(state, dict) else {}


def _store(chapter: Chapter, text: str) -> str:
    """Write the new outputs, unless the file was edited; what went wrong, or ''."""
    changed = text.encode() != chapter.content
    if not chapter.edited:
        try:
            if changed:
                write_atomically(chapter.path, text.encode(), expected=chapter.content)
            outputs = "new outputs" if changed else "outputs as stored"
            print(f"  {chapter.path.stem}: {outputs}", flush=True)
            for line in _moved(chapter, text) if changed else ():
                print(f"    {line}", flush=True)
            return ""
        except (OSError, ValueError) as error:
            if not chapter.edited:
                return f"{chapter.name} could not be written and is unchanged: {error}"
    return (
        f"{chapter.name} was changed while it was being executed. Your edit is kept and no outputs "
        "were written. Run the same command again."
    )


def _moved(chapter: Chapter, text: str) -> list[str]:
    """Lines that say which displayed numbers of a chapter are others now."""
    old, new = notebooks.parsed({"old": chapter.content, "new": text.encode()}).values()
    return changes.changed_numbers(old, new)


async def _execute_all(
    ready: dict[Chapter, NotebookNode], then: Callable[[Chapter, str], str]
) -> bool:
    """Execute chapters, one kernel a core at a time, and hand on each new text when it is there.

    `then` returns a problem, or ''. Returns whether there was none.
    """
    places = asyncio.Semaphore(os.cpu_count() or 1)
    _keep_signals()
    for root in {chapter.root for chapter in ready}:
        kept.forget(root / KEPT)

    async def one(chapter: Chapter, notebook: NotebookNode) -> bool:
        async with places:
            text, problem = await execute(chapter, notebook)
        problem = problem or then(chapter, text)
        if problem:
            print(f"\n{problem}\n", flush=True)
        return not problem

    return all(await asyncio.gather(*(one(*pair) for pair in ready.items())))


def _keep_signals() -> None:
    """Let Ctrl-C end everything: nbclient would end one kernel and go on with the others."""

    def refuse(*_: object) -> None:
        raise RuntimeError("signals are handled by the caller")  # which nbclient allows for

    asyncio.get_running_loop().add_signal_handler = refuse  # type: ignore[method-assign,assignment]


def _as_notebooks(chapters: list[Chapter]) -> dict[Chapter, NotebookNode]:
    """The chapters as notebooks. Raises `DataError` with everything wrong with any of them."""
    made = notebooks.parsed({chapter.name: chapter.content for chapter in chapters})
    return {chapter: made[chapter.name] for chapter in chapters}


async def execute(chapter: Chapter, notebook: NotebookNode) -> tuple[str, str]:
    """Run one notebook in a fresh kernel; (its new text, '') or ('', what went wrong and where)."""
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

    number, source = 0, ""
    known = pictures.stored(notebook)

    def note(cell: NotebookNode, cell_index: int) -> None:
        nonlocal number, source
        del cell_index
        if cell.cell_type == "code":
            number, source = number + 1, cell.source

    client = NotebookClient(
        notebook,
        kernel_name="python3",
        timeout=LONGEST,
        record_timing=False,
        store_widget_state=False,
        shutdown_kernel="immediate",  # nothing in a kernel is worth waiting for
        extra_arguments=["--log-level=40"],
        resources={"metadata": {"path": str(chapter.path.parent)}},
        on_cell_start=note,
    )
    try:
        await client.async_execute(
            env=surroundings(chapter.root) | {kept.FOLDER: str(chapter.root / KEPT)}
        )
    except CellExecutionError as error:
        problem = f"code cell {number} stopped with an error.\n{ANSI.sub('', error.traceback)}"
    except CellTimeoutError:
        problem = f"code cell {number} took longer than {LONGEST} s:\n\n{source}\n"
    except DeadKernelError:
        reasons = "usual reasons: not enough memory, or a crash of a compiled library"
        problem = f"the kernel died in code cell {number} ({reasons}):\n\n{source}\n"
    except (OSError, RuntimeError) as error:
        problem = f"the kernel failed after code cell {number}: {error}"
    else:
        return notebooks.serialised(notebook, known), ""
    finally:  # after Ctrl-C this would fail at the end; a kernel ends by itself without us
        atexit.unregister(client._cleanup_kernel)
    return "", f"{chapter.name}: {problem}\nThe file is unchanged."


if __name__ == "__main__":
    sys.exit(main())
