"""`make teach`: assignments of all chapters as notebooks, and a zip of each kind.

The instructor's notebooks show what the chapters store; of a variant, they are executed.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from anodes.data.files import ROOT, DataError, write_atomically
from anodes.publish.processes import explained, surroundings
from anodes.publish.refresh import LONGEST
from anodes.publish.zips import write_zip
from anodes.teach.assignments import as_file, assignment
from anodes.teach.exercises import chapters, exercise_problems
from anodes.teach.question import BOOK

if TYPE_CHECKING:
    from collections.abc import Mapping

FOLDER = "_build/teach"
KINDS = {"students": False, "instructors": True}  # whether solutions are in it


def main(arguments: list[str] | None = None) -> int:
    """Write all assignments of a variant below `_build/teach`."""
    parser = argparse.ArgumentParser(prog="make teach", description=__doc__)
    parser.add_argument("--seed", type=_seed, default=BOOK, help="a whole number; 0: the chapters'")
    options = parser.parse_args(arguments)
    try:
        for place in write_assignments(ROOT / FOLDER, options.seed):
            print(place.relative_to(ROOT))
    except (DataError, OSError) as error:
        print(explained(error), file=sys.stderr)
        return 1
    return 0


def _seed(text: str) -> int:
    if not text.isascii() or not text.isdigit():
        raise argparse.ArgumentTypeError(f"found {text!r}; expected a whole number from 0 on")
    return int(text)


def write_assignments(folder: Path, seed: int = BOOK) -> list[Path]:
    """All notebooks and the two zips into a folder; the paths of the zips.

    Raises `DataError` for chapters whose exercises are not in the form.
    """
    zips = []
    for kind in KINDS:
        made = assignment_files(kind, seed)
        for name, content in made.items():
            file = folder / kind / name
            file.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(file, content)
        zips.append(folder / f"{zip_name(kind)}.zip")
        write_zip(zips[-1], zip_name(kind), made)
    return zips


def zip_name(kind: str) -> str:
    """The name of the zip of a kind of notebooks, without its ending."""
    return f"porous-alloy-anodes-{kind}"


def assignment_files(kind: str, seed: int = BOOK) -> Mapping[str, bytes]:
    """The notebooks of a kind by file name."""
    known = chapters()
    wrong = [
        p
        for name, cells in known.items()
        for p in exercise_problems(f"chapters/{name}.ipynb", cells)
    ]
    if wrong:
        raise DataError(wrong)
    made = {}
    for name, cells in known.items():
        notebook = assignment(name, cells, seed, solved=KINDS[kind])
        if KINDS[kind] and seed != BOOK:
            notebook = executed(notebook)
        made[f"{name}.ipynb"] = as_file(notebook)
    return made


def executed(notebook: dict[str, Any]) -> dict[str, Any]:
    """A notebook with the outputs of a fresh run, without what differs between runs."""
    import nbformat
    from nbclient import NotebookClient

    made = nbformat.reads(as_file(notebook).decode(), as_version=4)
    client = NotebookClient(
        made,
        kernel_name="python3",
        timeout=LONGEST,
        record_timing=False,
        shutdown_kernel="immediate",
        extra_arguments=["--log-level=40"],
        resources={"metadata": {"path": str(ROOT / "chapters")}},
    )
    client.execute(env=surroundings(ROOT))
    for cell in made.cells:
        if cell.cell_type == "code":
            cell.execution_count = None
            for output in cell.outputs:
                if "execution_count" in output:
                    output.execution_count = None
    return {**made, "metadata": notebook["metadata"]}


if __name__ == "__main__":
    sys.exit(main())
