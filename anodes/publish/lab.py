"""`make lab`: JupyterLab on the landing chapter, every chapter trusted, nothing asked.

Charts and explorers are drawn only in notebooks that are trusted. The settings that differ from
JupyterLab's own are in `lab_settings/overrides.json`; a reader's own settings go before them.

JupyterLab writes into a notebook that is only read: the version of the kernel, a picture of each
chart that it draws, 1 for 1.0, and whether a solution is unfolded. `before_save` takes these out
again, so that a chapter that was opened, read and saved is the same byte for byte.
"""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from anodes.data.files import ROOT, DataError, Problem, in_project
from anodes.publish import notebooks, pictures
from anodes.publish.processes import is_root
from anodes.terminal import write_utf8

if TYPE_CHECKING:
    from collections.abc import Iterable

QUIET = "--Application.log_level=WARN"  # nothing but the address to visit
AS_ROOT = "You are root: JupyterLab is started with --allow-root. Only this machine can reach it.\n"
SETTINGS = Path(__file__).with_name("lab_settings")
HINT = """
JupyterLab opens the book in your browser, on its landing chapter.
If no browser opens, visit the address printed below.

  Read    figures and tables are stored in the chapters and shown at once; reading changes no file
  Run     Run > Run All Cells: explorers then call Python with every move of a control
  Change  a number in data/ or a cell; `make refresh` stores the new outputs
  Stop    Ctrl-C in this window
"""


def main(arguments: list[str] | None = None) -> int:
    """Trust the chapters and start JupyterLab; further arguments are passed on to it.

    Chapters that are not notebooks are named; JupyterLab opens all the same.
    """
    write_utf8()
    problems = trust(sorted((ROOT / "chapters").glob("*.ipynb")))
    for problem in problems:
        print(f"Cannot be opened: {problem}", file=sys.stderr)
    print(HINT, flush=True)
    extra = sys.argv[1:] if arguments is None else arguments
    if is_root():
        print(AS_ROOT, flush=True)
        extra = ["--allow-root", *extra]
    return until_it_ends(command(QUIET, *extra))


def until_it_ends(words: list[str]) -> int:
    """Run a command that ends by itself after Ctrl-C, which both processes get; its exit code."""
    process = subprocess.Popen(words, cwd=ROOT)
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            continue  # JupyterLab stops its kernels first


def command(*extra: str, root: Path = ROOT) -> list[str]:
    """The command that starts JupyterLab on the chapters of a folder, with further arguments."""
    return [
        *(sys.executable, "-m", "jupyterlab"),
        f"--ServerApp.root_dir={root}",
        "--ServerApp.answer_yes=True",  # one Ctrl-C is enough
        "--LabApp.default_url=/lab/tree/chapters/index.ipynb",
        f"--LabApp.app_settings_dir={SETTINGS}",
        "--FileContentsManager.pre_save_hook=anodes.publish.lab.before_save",
        *extra,
    ]


def before_save(model: dict[str, Any], path: str, contents_manager: Any, **_: Any) -> None:  # noqa: ANN401
    """What JupyterLab's server calls before it writes a file: chapters are saved as stored.

    `path` is that of the file in the folder that the server shows. Where this fails, the server
    says so and saves the notebook as it came.
    """
    import nbformat

    if model["type"] != "notebook" or not path.strip("/").startswith("chapters/"):
        return
    notary = contents_manager.notary
    trusted = notary.check_cells(nbformat.from_dict(model["content"]))
    chapter = notebooks.settled(nbformat.reads(json.dumps(model["content"]), as_version=4))
    file = Path(contents_manager.root_dir) / path.strip("/")
    with suppress(OSError, DataError):  # there is none yet, or a damaged one
        stored = notebooks.parsed({path: file.read_bytes()})[path]
        pictures.add(chapter, pictures.stored(stored))
        chapter = notebooks.with_stored_outputs(chapter, stored)
    notary.mark_cells(chapter, trusted)  # which a text does not carry
    model["content"] = chapter


def trust(paths: Iterable[Path]) -> list[Problem]:
    """Sign notebooks as `jupyter trust` does, so that JupyterLab draws their outputs.

    Files that are not notebooks are left out; what is wrong with them is returned.
    """
    from nbformat.sign import NotebookNotary

    notary, problems = NotebookNotary(), []
    for path in paths:
        name = in_project(path)
        try:
            notary.sign(notebooks.parsed({name: path.read_bytes()})[name])
        except DataError as error:
            problems += error.problems
        except OSError as error:
            found = f"a file that cannot be read ({error.strerror})"
            problems.append(Problem(name, None, None, found, "a notebook"))
    return problems


if __name__ == "__main__":
    sys.exit(main())
