"""How often the data are read and computed while a chapter runs: a part of `make bench`.

A process of its own runs the code of a chapter, so that nothing is known before. A call is asked
for by the chapter or by another function; a computation is a call whose result was not known.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import sys
from collections import Counter
from pathlib import Path
from types import FrameType
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
WINGS = tuple(str(ROOT / "anodes" / wing) for wing in ("data", "analysis", "audit"))
REMEMBERS = str(ROOT / "anodes" / "data" / "files.py")
SHOWN = {  # module.function: what a computation of it is
    "files._descriptor": "the descriptor parsed",
    "files._parsed": "CSV files parsed (there are 32)",
    "files._bibliography": "the bibliography parsed",
    "reference_list.references": "references",
    "printed_tables.hosts": "hosts",
    "printed_tables.electrodes": "electrodes",
    "running_text.claims": "claims",
    "running_text.capacities": "capacities",
    "synthesis_routes.routes": "routes",
    "crystal_phases.phases": "phases",
    "hosts_tables.comparison": "comparison of Tables 1 and 2",
    "stoichiometry.masses": "masses of the routes",
    "audit._run": "the audit",
    "parsing._whole": "printed cells parsed",
}


class Counts:
    """Calls and computations by module and function, for `sys.setprofile`."""

    def __init__(self) -> None:
        self.calls: Counter[str] = Counter()
        self.computations: Counter[str] = Counter()

    def __call__(self, frame: FrameType, event: str, _: Any) -> None:
        code = frame.f_code
        if event != "call" or not code.co_filename.startswith(WINGS):
            return
        if code.co_name == "computed" and code.co_filename == REMEMBERS:
            function = frame.f_locals["function"]
            self.calls[_name(function.__code__.co_filename, function.__name__)] += 1
        else:
            self.computations[_name(code.co_filename, code.co_name)] += 1


def _name(file: str, function: str) -> str:
    path = Path(file)
    return f"{path.parent.name if path.stem == '__init__' else path.stem}.{function}"


def count(chapter: str) -> Counts:
    """Run the code of a chapter in this process and count."""
    from IPython.core.interactiveshell import InteractiveShell

    notebook = json.loads((ROOT / "chapters" / f"{chapter}.ipynb").read_text(encoding="utf-8"))
    cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    os.chdir(ROOT / "chapters")
    shell, counts = InteractiveShell.instance(), Counts()
    with contextlib.redirect_stdout(io.StringIO()):
        for cell in cells:
            sys.setprofile(counts)
            result = shell.run_cell("".join(cell["source"]))
            sys.setprofile(None)
            result.raise_error()
    return counts


def main() -> None:
    """Print a line for each of `SHOWN`."""
    chapter = sys.argv[1] if len(sys.argv) > 1 else "silicon"
    counts = count(chapter)
    print(f"in one run of the chapter {chapter}:")
    for name, words in SHOWN.items():
        computed, calls = counts.computations[name], counts.calls[name]
        saved = f"   {calls - computed} computations of {calls} saved" if calls else ""
        print(f"  {words:30} {computed:4} times{saved}")


if __name__ == "__main__":
    main()
