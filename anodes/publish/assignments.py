"""`make teach`: assignments of all chapters, two projects and an assessment, a zip of each kind.

The instructor's notebooks show what the chapters store; of a variant, they are executed.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from anodes.data.files import ROOT, DataError, Problem, write_atomically
from anodes.publish import sheets
from anodes.publish.figures import spreadsheet_csv
from anodes.publish.processes import explained, surroundings
from anodes.publish.refresh import LONGEST
from anodes.publish.zips import write_zip
from anodes.teach import invented
from anodes.teach.assignments import as_file, assignment
from anodes.teach.exercises import (
    ASSESSMENT,
    BY_HAND,
    LEVELS,
    PROJECT,
    TEACHING,
    Cell,
    Form,
    assessment_cells,
    chapters,
    exercise_problems,
    objectives,
    projects,
)
from anodes.teach.question import BOOK

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

FOLDER = "_build/teach"
PROJECT_FOLDER = "projects"
ASSESSMENT_QUESTIONS = 12
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
    """The files of a kind by name: notebooks, and for instructors the key and the assessment."""
    if wrong := list(form_problems()):
        raise DataError(wrong)
    solved = KINDS[kind]
    made = {
        f"{name}.ipynb": as_file(_made(name, cells, seed, solved))
        for name, cells in chapters().items()
    }
    for name, cells in projects().items():
        made[f"{PROJECT_FOLDER}/{name}.ipynb"] = as_file(_made(name, cells, seed, solved))
    made[f"{PROJECT_FOLDER}/invented-electrodes.csv"] = _csv(invented.draw_table(seed)[0])
    if solved:
        made[f"{PROJECT_FOLDER}/invented-electrodes-key.csv"] = _csv(invented.key_rows(seed))
        made |= assessment_files(seed)
    return made


def assessment_files(seed: int = BOOK) -> dict[str, bytes]:
    """The sheets of the assessment by file name; both are for those who teach."""
    cells = assessment_cells()
    notebook = _made(ASSESSMENT, cells, seed, solved=True)
    return {
        f"{ASSESSMENT}/{name}.html": sheets.assessment_sheet(cells, notebook, seed, answers=answers)
        for name, answers in ((ASSESSMENT, False), (f"{ASSESSMENT}-answers", True))
    }


def form_problems() -> Iterator[Problem]:
    """What is not in the form, in chapters, projects and the assessment."""
    known = chapters()
    for name, cells in known.items():
        yield from exercise_problems(f"chapters/{name}.ipynb", cells)
    for name, cells in projects().items():
        yield from exercise_problems(f"{TEACHING}/{name}.ipynb", cells, PROJECT)
    goals = {goal: words for cells in known.values() for goal, words in objectives(cells).items()}
    count = ASSESSMENT_QUESTIONS
    form = Form(count, count, (LEVELS[1], BY_HAND), goals)
    yield from exercise_problems(f"{TEACHING}/{ASSESSMENT}.ipynb", assessment_cells(), form)


def _made(name: str, cells: Sequence[Cell], seed: int, solved: bool) -> dict[str, Any]:
    """A notebook; of a variant with the outputs of a fresh run."""
    notebook = assignment(name, cells, seed, solved=solved)
    return executed(notebook) if solved and seed != BOOK else notebook


def _csv(rows: Sequence[Mapping[str, Any]]) -> bytes:
    return spreadsheet_csv(rows[0], (row.values() for row in rows))


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
