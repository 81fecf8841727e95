"""Results of the data on disk: what one process has computed, the next need not compute again.

A result is found by the function, its arguments and the code of the package, and it counts only
while every file that it was computed from has the content of then. It is kept where the variable
`ANODES_KEPT` names a folder, as `make refresh` does for the kernels of the chapters, and nowhere
else. A file is written whole or not at all, so that processes may keep one result at once; one
that is damaged is as good as none. Like `__pycache__`, the folder is trusted as the code is.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import os
import pickle
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

FOLDER = "ANODES_KEPT"  # the variable
PACKAGE = Path(__file__).resolve().parents[1]
PINS = PACKAGE.parent / "requirements.txt"
WINGS = ("physics", "data", "analysis", "validation", "audit")  # whose code makes results
PLAIN = (str, int, float, bool, type(None))  # arguments that are written the same in each process

State = tuple[dict[str, bytes | None], Any]  # what the files held, and the result


def place(folder: Path) -> Path:
    """The part of a folder for results of the code and the packages as they are now."""
    return folder / _code()


def kept_result(
    function: str, arguments: tuple[Any, ...], content: Callable[[str], Any]
) -> State | None:
    """A result that is kept and still holds; `content` gives what a file holds now."""
    path = _path(function, arguments)
    if path is None:
        return None
    try:
        mark, _, body = path.read_bytes().partition(b"\n")
        if mark != _digest(body).encode():
            return None
        read, result = pickle.loads(body)
    except (OSError, ValueError, pickle.UnpicklingError, AttributeError, ImportError, EOFError):
        return None
    now = {name: content(name) for name in read}
    held = all(
        (None if now[name] is None else _digest(now[name])) == then for name, then in read.items()
    )
    return (now, result) if held else None


def keep_result(function: str, arguments: tuple[Any, ...], state: State) -> None:
    """Keep a result, if there is a folder to keep it in, room, and a way to write it."""
    path = _path(function, arguments)
    if path is None:
        return
    read = {name: None if held is None else _digest(held) for name, held in state[0].items()}
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    with contextlib.suppress(OSError, pickle.PicklingError, TypeError, AttributeError):
        body = pickle.dumps((read, state[1]))
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.write_bytes(_digest(body).encode() + b"\n" + body)
        draft.replace(path)
    with contextlib.suppress(OSError):
        draft.unlink(missing_ok=True)


def forget(folder: Path) -> None:
    """Remove the results of other code."""
    for other in folder.glob("*"):
        if other != place(folder):
            shutil.rmtree(other, ignore_errors=True)


def _path(function: str, arguments: tuple[Any, ...]) -> Path | None:
    """Where a result is, or None where it is not kept."""
    folder = os.environ.get(FOLDER)
    if not folder or not _is_plain(arguments):
        return None
    return place(Path(folder)) / _digest(f"{function} {arguments!r}".encode())


def _is_plain(part: object) -> bool:
    return all(map(_is_plain, part)) if type(part) is tuple else type(part) in PLAIN


@functools.cache
def _code() -> str:
    digest = hashlib.sha256(sys.version.encode())
    modules = (file for wing in WINGS for file in (PACKAGE / wing).rglob("*.py"))
    for file in [*sorted(modules), *([PINS] if PINS.exists() else [])]:
        digest.update(file.name.encode() + b"\0" + _digest(file.read_bytes()).encode())
    return digest.hexdigest()[:16]


@functools.lru_cache(256)
def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
