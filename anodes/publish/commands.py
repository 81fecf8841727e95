"""What can be made, each as plain Python: `python -m anodes book`, `serve`, `test`, and so on.

The standard library is enough to begin: the environment in `.venv` is made first where it does not
fit (`environment.py`), and its Python runs the steps. `make` calls the same commands.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from anodes.data.files import CARRIED, ROOT
from anodes.publish import environment

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Sequence

SITE = Path("_build") / "html"
VENV = ".venv"
BUILT = ("_build", ".pytest_cache", ".ruff_cache", ".mypy_cache")
LINT = (
    ("ruff", "check", "."),
    ("ruff", "format", "--check", "."),
    ("deptry", "."),
    ("lint-imports", "--no-cache"),
    ("mypy",),
)
LOCK = (
    "pip", "compile", "pyproject.toml", "--all-extras", "--universal", "--python-version", "3.11",
    "--generate-hashes", "--no-emit-index-url", "--no-emit-find-links", "--no-header",
    "--no-annotate", "--quiet",
)  # fmt: skip
PINS = "requirements.txt"
NO_PROJECT = (
    "This command works in the folder of the book, with its chapters. Here is the installed "
    "package only: `audit` and `check` work with it."
)
# A reader's own settings of Python must not reach the book's: make takes the same away.
FOREIGN = (
    "PYTHONPATH", "PYTHONHOME", "PYTHONSAFEPATH", "PYTHONOPTIMIZE", "PYTHONDONTWRITEBYTECODE",
)  # fmt: skip


NO_FORK = (
    "This command needs Linux or macOS: it runs tests that end processes and limit files as only "
    "these systems can. On Windows use the Windows Subsystem for Linux. `book`, `serve`, `lab`, "
    "`refresh`, `teach`, `audit`, `validate` and `check` need neither."
)


class Made(NamedTuple):
    """A command: what it does in one sentence, its steps, and what it needs.

    `bare`: no environment. `forks`: a system that copies a running process, so not Windows.
    """

    help: str
    run: Callable[[argparse.Namespace], int]
    bare: bool = False
    forks: bool = False


def carry_out(options: argparse.Namespace) -> int:
    """Run a command, in the environment of the book where it needs that; its exit code."""
    command = COMMANDS[options.command]
    if not (ROOT / PINS).is_file():
        print(NO_PROJECT, file=sys.stderr)
        return 2
    if command.forks and not hasattr(os, "fork"):
        print(NO_FORK, file=sys.stderr)
        return 2
    return command.run(options) if command.bare or is_ready() else in_environment(sys.argv[1:])


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Let a command line know the commands."""
    parsers = {name: commands.add_parser(name, help=made.help) for name, made in COMMANDS.items()}
    parsers["serve"].add_argument("--port", default="8000", help="8000 if not given")
    parsers["mutants"].add_argument("--count", default="2", help="changes a column: 2")
    parsers["teach"].add_argument("--seed", default="0", help="other numbers; 0: the chapters'")
    parsers["lock"].add_argument("--upgrade", action="store_true", help="the newest versions")


def is_ready() -> bool:
    """Whether this Python is that of an environment that was made for the book."""
    return (Path(sys.prefix) / environment.READY).is_file()


def is_project() -> bool:
    """Whether this package stands in the project's folder, not in an installation."""
    return ROOT != CARRIED


def in_environment(arguments: Sequence[str]) -> int:
    """Make the environment where it does not fit, and run `python -m anodes` in it."""
    venv = ROOT / VENV
    own = {name: value for name, value in os.environ.items() if name not in FOREIGN}
    # by itself, as make runs it: this Python may have anything installed
    script = [sys.executable, "-I", environment.__file__, str(venv)]
    code = subprocess.run(script, env=own, check=False).returncode
    if code:
        return code
    python = environment.python_of(venv)
    return _until_it_ends([python, "-m", "anodes", *arguments], own | {"PYTHONPATH": str(ROOT)})


def _until_it_ends(words: list[str], variables: dict[str, str]) -> int:
    """Run a command that ends by itself after Ctrl-C, which both processes get."""
    process = subprocess.Popen(words, env=variables)
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            continue


# ---------------------------------------------------------------- the steps


def _python(*words: str, **variables: str) -> int:
    """Run our Python in the project's folder, in UTF-8 on every system."""
    command = [sys.executable, "-X", "utf8", *words]
    return subprocess.run(command, cwd=ROOT, env=os.environ | variables, check=False).returncode


def _tool(name: str, *words: str) -> int:
    """Run a command of the environment."""
    path = shutil.which(name, path=str(Path(sys.executable).parent)) or name
    return subprocess.run([path, *words], cwd=ROOT, check=False).returncode


def _first_failure(*steps: Callable[[], int]) -> int:
    """The code of the first step that fails; 0 if none does. No step follows a failed one."""
    return next((code for step in steps if (code := step())), 0)


def _build(*words: str) -> int:
    return _python("-m", "anodes.publish.build", *words)


def _book(options: argparse.Namespace) -> int:
    if code := _build():
        return code
    page = ROOT / SITE / "index.html"
    print(f"\nThe book is ready: {page}\nOpen that file with a double click, or serve the site:")
    print("`python -m anodes serve` (`make serve`) shows it at http://127.0.0.1:8000")
    return 0


def _paper(options: argparse.Namespace) -> int:
    return _first_failure(_build, lambda: _python("-m", "anodes.publish.paper"))


def _serve(options: argparse.Namespace) -> int:
    if code := _build():
        return code
    port = options.port
    print(f"The book is at http://127.0.0.1:{port}; stop with Ctrl-C", flush=True)
    code = _python(
        "-m", "http.server", "--bind", "127.0.0.1", "--directory", str(ROOT / SITE), "--", port
    )
    if code:
        print(f"Port {port} could not be used: try 'make serve PORT=8080' (--port 8080)")
    return int(code > 0)


def _lab(options: argparse.Namespace) -> int:
    return _python("-m", "anodes.publish.lab")


def _pytest(*words: str, **variables: str) -> int:
    return _python("-m", "pytest", *words, "-n", "2", **variables)


def _test(options: argparse.Namespace) -> int:
    print("== Looking for a browser", flush=True)
    looking = [sys.executable, "-m", "anodes.publish.browser", "--install"]
    found = subprocess.run(
        looking, cwd=ROOT, stdout=subprocess.PIPE, encoding="utf-8", errors="replace", check=False
    )
    if found.returncode:
        return found.returncode
    browser = found.stdout.strip()
    print(f"   {browser}\n== Testing", flush=True)
    only = ["--changed"] if options.command == "test-changed" else []
    return _pytest("--nbval", *only, ANODES_BROWSER=browser)


def _test_fast(options: argparse.Namespace) -> int:
    return _pytest("--fast", "-m", "not slow")


def _coverage(options: argparse.Namespace) -> int:
    shutil.rmtree(ROOT / "_build" / "coverage", ignore_errors=True)
    (ROOT / "_build" / "coverage").mkdir(parents=True)
    return _first_failure(
        lambda: _tool("coverage", "run", "-m", "pytest", "--fast", "-n", "2"),
        lambda: _tool("coverage", "combine", "-q"),
        lambda: _tool("coverage", "report"),
    )


def _lint(options: argparse.Namespace) -> int:
    return _first_failure(*(lambda words=words: _tool(*words) for words in LINT))


def _lock(options: argparse.Namespace) -> int:
    """Pin into a draft, which takes the place of the pins only when it is whole."""
    pins, draft = ROOT / PINS, ROOT / f"{PINS}.new"
    shutil.copyfile(pins, draft)
    words = [*LOCK, *(["--upgrade"] if options.upgrade else []), "--output-file", draft.name]
    if code := _tool("uv", *words):
        draft.unlink(missing_ok=True)
        print(f"{PINS} is unchanged; the reason is above.")
        return code
    draft.replace(pins)
    print(f"{PINS} is new: run `make test`, then look at the diff")
    return 0


def _clean(options: argparse.Namespace) -> int:
    """Remove what was built; make does it by itself, because it may remove what runs this."""
    for name in BUILT:
        shutil.rmtree(ROOT / name, ignore_errors=True)
    for folder, names, _ in os.walk(ROOT):
        names[:] = [name for name in names if not name.startswith(VENV) and name != ".git"]
        if Path(folder).name == "__pycache__":
            shutil.rmtree(folder, ignore_errors=True)
    return 0


COMMANDS = {
    "book": Made("build the website: _build/html/index.html (makes the environment first)", _book),
    "paper": Made("print the book and a handout of each chapter as PDF (needs a Chromium)", _paper),
    "serve": Made("show the built site at http://127.0.0.1:8000 (--port for another)", _serve),
    "lab": Made("open the chapters in JupyterLab", _lab),
    "refresh": Made(
        "execute the chapters whose inputs changed and store their outputs",
        lambda options: _build("--chapters"),
    ),
    "test": Made(
        "run all tests (finds or installs a browser for those of the site)", _test, forks=True
    ),
    "test-changed": Made(
        "run the tests that chapters touch which changed since all tests passed", _test, forks=True
    ),
    "test-fast": Made(
        "run the tests that are quick: no site, no browser, no kernel, none marked slow",
        _test_fast,
        forks=True,
    ),
    "test-all": Made(
        "test on every Python from 3.11 to 3.14 that is here",
        lambda options: _python("tests/versions.py"),
        forks=True,
    ),
    "coverage": Made(
        "print what of the package the tests without a browser do not run", _coverage, forks=True
    ),
    "teach": Made(
        "write the assignments of all chapters",
        lambda options: _python("-m", "anodes.publish.assignments", "--seed", options.seed),
    ),
    "lint": Made("check style, declared imports, what a wing imports, and types", _lint),
    "lock": Made("pin what pyproject.toml declares, with hashes", _lock),
    "bench": Made(
        "print how long the parts take, next to what they are compared with",
        lambda options: _python("tests/bench.py"),
        forks=True,
    ),
    "mutants": Made(
        "change each column of the data and ask who notices",
        lambda options: _python("tests/mutants.py", "--count", options.count),
        forks=True,
    ),
    "clean": Made("remove what was built (environments stay)", _clean, bare=True),
}
