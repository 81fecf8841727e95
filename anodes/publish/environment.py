"""Make the environment with the pinned packages, and make it again where it no longer fits.

`python anodes/publish/environment.py .venv`: for any Python that the book supports, with the
standard library alone, since nothing else is there yet. What decides is content: the file `ready`
in the environment notes for which folder, Python and pinned packages it was made, and what must
be in it.
"""

from __future__ import annotations

import csv
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tomllib
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from urllib.request import url2pathname

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
READY = "ready"
CONFIGURATION = "pyvenv.cfg"  # without it the Python in an environment is that of the system
LINK = "_anodes.pth"  # by which Python finds the package
OLDEST = (3, 11)
NOTED = ("folder", "packages", "python", "names")
SAY_VERSION = "import sys; print(*sys.version_info[:2])"


class EnvironmentProblem(RuntimeError):
    """An environment that cannot be made; the message says what to do."""


def main(arguments: list[str]) -> int:
    """Make the environment in the named folder if it is not there or does not fit; 0 if it fits."""
    venv = Path(arguments[0] if arguments else ".venv").absolute()
    for stream in (sys.stdout, sys.stderr):  # as anodes/terminal.py, which is not found here
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        if not unfit(venv):
            return 0
        with _alone():
            reason = unfit(venv)  # another command may have made it in the meantime
            if reason:
                print(
                    f"== Making the environment in {venv.name} ({reason}): a minute or two",
                    flush=True,
                )
                make(venv, _python(venv))
        return 0
    except EnvironmentProblem as error:
        print(error, file=sys.stderr)
    except OSError as error:
        place = f": {error.filename}" if error.filename else ""
        print(f"The environment was not made. {error.strerror}{place}", file=sys.stderr)
    except KeyboardInterrupt:
        print("\nStopped. The next command makes the environment again.", file=sys.stderr)
        return 130
    return 1


def unfit(venv: Path) -> str:
    """Why an environment must be made (again), in words, or ''.

    Raises `EnvironmentProblem` where something else has its place.
    """
    if not venv.exists():
        return "there is none yet"
    if not venv.is_dir():
        raise EnvironmentProblem(f"{venv} is a file, not a folder: move it, and try again.")
    try:
        note = json.loads((venv / READY).read_bytes())
        folder, packages, version, names = (note[key] for key in NOTED)
    except (OSError, ValueError, TypeError, KeyError):
        return "it was not finished"
    if folder != [str(ROOT), str(venv)]:
        return f"it was made for {folder[0]}; this folder is a copy, or was moved"
    if packages != _packages():
        return "the pinned packages have changed"
    if not (venv / CONFIGURATION).is_file() or version != _version(python_of(venv)):
        return "its Python is gone"
    named = os.environ.get("PYTHON")
    if named and version != _version(named):
        return f"it has Python {version}, and PYTHON={named} is another"
    if (place := _installed_from(venv)) != str(ROOT):
        return f"the package in it is that of {place or 'no folder'}"
    missing = _missing(venv, names)
    return f"{len(missing)} of its files are missing, such as {missing[0]}" if missing else ""


def make(venv: Path, python: str) -> None:
    """Make the environment from nothing. Raises `EnvironmentProblem`."""
    (venv / READY).unlink(missing_ok=True)
    _run(
        [python, "-I", "-m", "venv", "--clear", str(venv)],
        "The environment could not be made: on Debian or Ubuntu run "
        "`sudo apt install python3-venv` and try again.",
    )
    install = [python_of(venv), "-I", "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
    _run(
        [
            *install,
            "--no-deps",
            "--require-hashes",
            "--requirement",
            str(ROOT / "requirements.txt"),
        ],
        "The packages could not be installed, for the reason above: is there a network that "
        "reaches PyPI, and is there room on the disk (1.5 GB)? Try again when there is.",
    )
    _run(
        [*install, "--no-deps", "--no-build-isolation", "--editable", str(ROOT)],
        "The package of this book could not be installed, for the reason above.",
    )
    _link(venv)
    names = sorted(
        folder.name
        for folder in _libraries(venv).glob("*.dist-info")
        if not folder.name.startswith("pip-")  # which is not pinned
    )
    values = ([str(ROOT), str(venv)], _packages(), _version(python_of(venv)), names)
    note = dict(zip(NOTED, values, strict=True))
    draft = venv / f".{READY}"
    draft.write_text(json.dumps(note, indent=1), encoding="utf-8", newline="\n")
    draft.replace(venv / READY)


def _link(venv: Path) -> None:
    """Name the package's folder as seen from the environment, so that it may hold any letter.

    pip writes its whole name, and Python reads that as ASCII where the locale says so.
    """
    libraries = _libraries(venv)
    place = os.path.relpath(ROOT, libraries)
    (libraries / LINK).write_text(f"{place}\n", encoding="utf-8", newline="\n")


def _run(command: list[str], advice: str) -> None:
    if subprocess.run(command, cwd=ROOT, check=False).returncode:
        raise EnvironmentProblem(advice)


@contextmanager
def _alone() -> Iterator[None]:
    """Only one command at a time makes the environment; without a lock where there is no fcntl."""
    try:
        import fcntl
    except ImportError:  # Windows
        yield
        return
    folder = ROOT / "_build"
    folder.mkdir(exist_ok=True)
    with (folder / "environment.lock").open("a", encoding="utf-8", newline="\n") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            print(
                "Another command is making the environment: waiting until it is there.", flush=True
            )
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _packages() -> str:
    """A digest of what is installed: the pinned packages, and what this one announces."""
    try:
        project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
        announced = [project[key] for key in ("name", "version", "entry-points") if key in project]
    except (ValueError, KeyError) as error:
        raise EnvironmentProblem(f"pyproject.toml cannot be read: {error}") from error
    text = (ROOT / "requirements.txt").read_bytes() + json.dumps(announced, sort_keys=True).encode()
    return hashlib.sha256(text).hexdigest()


def _python(venv: Path) -> str:
    """The Python to make an environment with: PYTHON if it is set, or the one that runs this."""
    named = os.environ.get("PYTHON")
    if not named:
        running = Path(getattr(sys, "_base_executable", None) or sys.executable)
        inside = running.absolute().is_relative_to(venv)  # of an environment that was cut short
        return str(running.resolve() if inside else running)
    version = _version(named)
    if not version or tuple(map(int, version.split("."))) < OLDEST:
        oldest = ".".join(map(str, OLDEST))
        raise EnvironmentProblem(f"PYTHON={named} is not a Python {oldest} or newer.")
    return shutil.which(named) or named


def _version(python: str) -> str:
    """'3.11' for a Python that runs, '' for one that does not."""
    try:
        result = subprocess.run(
            [python, "-I", "-c", SAY_VERSION], capture_output=True, encoding="utf-8", check=False
        )
    except OSError:
        return ""
    return ".".join(result.stdout.split())


def python_of(venv: Path) -> str:
    """The Python of an environment."""
    return str(venv / ("Scripts" if os.name == "nt" else "bin") / "python")


def _libraries(venv: Path) -> Path:
    """The folder of the installed packages, which may not be there."""
    places = [*venv.glob("lib/python3*/site-packages"), venv / "Lib" / "site-packages"]
    return places[0]


def _installed_from(venv: Path) -> str:
    """The folder that the installed package of this book is imported from, or ''."""
    for file in _libraries(venv).glob("anodes-*.dist-info/direct_url.json"):
        with suppress(OSError, ValueError, TypeError, KeyError):  # cut short by a full disk
            return url2pathname(urlsplit(json.loads(file.read_bytes())["url"]).path)
    return ""


def _missing(venv: Path, names: list[str]) -> list[str]:
    """The installed files that are not there, by the records that pip keeps."""
    libraries = _libraries(venv)
    missing: list[str] = []
    for name in names:
        try:
            with (libraries / name / "RECORD").open(encoding="utf-8", newline="") as file:
                files = [row[0] for row in csv.reader(file) if not row[0].endswith(".pyc")]
        except (OSError, ValueError, IndexError, csv.Error):
            files = []
        if not files:  # there is no package without files: the record is gone or damaged
            missing.append(name)
        missing += [file for file in files if not os.path.exists(libraries / file)]
    return missing


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
