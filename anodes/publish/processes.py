"""How the commands that write run: one at a time, and in the same surroundings everywhere."""

from __future__ import annotations

import importlib.util
import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from anodes.data.files import ROOT, DataError, listing

if TYPE_CHECKING:
    from collections.abc import Iterator

# A reader's own settings of Python, IPython, matplotlib and the locale, and the clock that a
# build may be given: none of them may change a number or a byte.
PERSONAL = (
    "PYTHON", "IPYTHON", "MATPLOTLIB", "MPLBACKEND", "LC_", "LANG", "TZ", "SOURCE_DATE_EPOCH",
)  # fmt: skip
SAME_EVERYWHERE = {"PYTHONHASHSEED": "0", "PYTHONUTF8": "1", "LC_ALL": "C", "TZ": "UTC"}


@contextmanager
def alone(root: Path = ROOT) -> Iterator[None]:
    """Hold the project's lock, so that two commands never write at once; the second waits.

    The system releases the lock when a process ends, however it ends.
    """
    from filelock import FileLock, Timeout

    folder = root / "_build"
    folder.mkdir(exist_ok=True)
    lock = FileLock(folder / "lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        print("Another command is building this book: waiting until it has finished.", flush=True)
        lock.acquire()
    try:
        yield
    finally:
        lock.release()


def is_root() -> bool:
    """Whether this process may do all, as in a container; never on Windows."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def surroundings(root: Path = ROOT) -> dict[str, str]:
    """The environment variables for kernels and for Sphinx, the same for every user and machine.

    The package is imported from `root`, whatever project the installed package belongs to.
    """
    kept = {name: value for name, value in os.environ.items() if not name.startswith(PERSONAL)}
    matplotlib = importlib.util.find_spec("matplotlib")
    own = Path(matplotlib.origin).parent if matplotlib and matplotlib.origin else root
    return {
        **kept,
        **SAME_EVERYWHERE,
        "PYTHONPATH": str(root),
        "IPYTHONDIR": str(root / "_build" / "ipython"),  # no start-up files of the user
        "MATPLOTLIBRC": str(own / "mpl-data" / "matplotlibrc"),
    }


def explained(error: Exception) -> str:
    """What went wrong, for a terminal: each problem on a line of its own."""
    if isinstance(error, DataError):
        return "\n".join(listing(error.problems))
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename}: {error.strerror}" if error.filename else error.strerror
    return str(error)
