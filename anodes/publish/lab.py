"""`make lab`: JupyterLab on the landing chapter, every chapter trusted, nothing asked.

Charts and explorers are drawn only in notebooks that are trusted. The settings that differ from
JupyterLab's own are in `lab_settings/overrides.json`; a reader's own settings go before them.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from anodes.files import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterable

QUIET = "--Application.log_level=WARN"  # nothing but the address to visit
SETTINGS = Path(__file__).with_name("lab_settings")
HINT = """
JupyterLab opens the book in your browser, on its landing chapter.
If no browser opens, visit the address printed below.

  Read    figures and tables are stored in the chapters and shown at once
  Run     Run > Run All Cells: explorers then call Python with every move of a control
  Change  a number in data/ or a cell; `make refresh` stores the new outputs
  Stop    Ctrl-C in this window, twice
"""


def main(arguments: list[str] | None = None) -> int:
    """Trust the chapters and start JupyterLab; further arguments are passed on to it."""
    trust(sorted((ROOT / "chapters").glob("*.ipynb")))
    print(HINT, flush=True)
    extra = sys.argv[1:] if arguments is None else arguments
    try:
        return subprocess.run(command(QUIET, *extra), cwd=ROOT, check=False).returncode
    except KeyboardInterrupt:
        return 0


def command(*extra: str, root: Path = ROOT) -> list[str]:
    """The command that starts JupyterLab on the chapters of a folder, with further arguments."""
    return [
        *(sys.executable, "-m", "jupyterlab"),
        f"--ServerApp.root_dir={root}",
        "--LabApp.default_url=/lab/tree/chapters/index.ipynb",
        f"--LabApp.app_settings_dir={SETTINGS}",
        *extra,
    ]


def trust(paths: Iterable[Path]) -> None:
    """Sign notebooks as `jupyter trust` does, so that JupyterLab draws their outputs."""
    import nbformat
    from nbformat.sign import NotebookNotary

    notary = NotebookNotary()
    for path in paths:
        notary.sign(nbformat.read(path, as_version=4))


if __name__ == "__main__":
    sys.exit(main())
