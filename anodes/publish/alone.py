"""A chapter by itself: a first cell that says how to get the package, and gets it where pip can.

`make refresh` writes the cell, so that it names the address of the repository where `_config.yml`
has one. The site does not show it. In the book's own environment it does nothing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import yaml

from anodes.data.files import ROOT

if TYPE_CHECKING:
    from pathlib import Path

NAME = "get-anodes"  # the id of the cell
EXTRAS = "charts,check"  # what the chapters need beside the package
ZIP = "porous-alloy-anodes-book.zip"
CELL = """\
# This notebook uses the package `anodes`. Where that is missing, this cell installs it
# {where}
import importlib.util
import sys

package = "{what}"
if importlib.util.find_spec("anodes") is None:
{before}    get_ipython().run_line_magic("pip", f'install "{{package}}"')
    importlib.invalidate_caches()
    if importlib.util.find_spec("anodes") is None:
        raise SystemExit("It was not installed: the reason is above.")
    if {{"numpy", "pandas"}} & set(sys.modules):
        raise SystemExit("Restart the kernel, then run all cells again.")
"""
USES = re.compile(r"^\s*(?:from|import) anodes\b", re.M)
FROM_ZIP = f"from {ZIP}: download that from the site's data page to this folder first."
HAS_ZIP = f"""\
    import os

    if not os.path.exists("{ZIP}"):
        raise SystemExit(
            "Download {ZIP} from the site's data page and put it beside this "
            "notebook (in Colab: upload it in the panel Files), then run this cell again."
        )
"""


def repository(root: Path = ROOT) -> str:
    """The address of the repository that `_config.yml` has, or ''."""
    try:
        known = yaml.safe_load((root / "_config.yml").read_text(encoding="utf-8")) or {}
    except OSError:  # the build says what is wrong with it
        return ""
    return str((known.get("repository") or {}).get("url") or "").rstrip("/")


def source(address: str) -> str:
    """The code of the cell, for the address of a repository or for none."""
    if address:
        what = f"anodes[{EXTRAS}] @ git+{address}"
        made = CELL.format(where=f"from {address}.", what=what, before="")
    else:
        made = CELL.format(where=FROM_ZIP, what=f"{ZIP}[{EXTRAS}]", before=HAS_ZIP)
    return made.rstrip("\n")


def put(notebook: dict[str, Any], address: str) -> None:
    """Let the first code cell of a notebook that uses the package get it, in place."""
    cells = notebook["cells"]
    code = [place for place, cell in enumerate(cells) if cell["cell_type"] == "code"]
    if not any(USES.search("".join(cells[place]["source"])) for place in code):
        return
    written = source(address).splitlines(keepends=True)
    if cells[code[0]].get("id") == NAME:
        cells[code[0]]["source"] = written
        return
    cells.insert(
        code[0],
        {
            "cell_type": "code",
            "execution_count": None,
            "id": NAME,
            "metadata": {"tags": ["remove-cell"]},
            "outputs": [],
            "source": written,
        },
    )
