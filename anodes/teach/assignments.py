"""Notebooks for a class: that of the students without solutions, that of the instructor with them.

Both are made from a chapter and carry the metadata of nbgrader (schema 3), which neither needs:
each answer is a cell to fill in, each point a locked cell that stops unless the answer is right.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from anodes.teach.exercises import (
    BY_HAND,
    PROJECTS,
    Cell,
    Exercise,
    code,
    exercises,
    objectives,
    text_of,
    variable,
)

SCHEMA = 3  # of nbgrader's metadata
OWN = "anodes"  # metadata of a notebook: of which chapter, and with which seed
WINGS = "analysis, audit, data, physics, teach, validation, viz"
SETUP = f"from anodes import {WINGS}\n\nteach.variant({{seed}})"
STUDENT_WORDS = "*Your working, with units. It is not marked automatically.*"
STUDENT_ANSWER = "*Your answer.*"
STUDENT_CODE = "# Your calculation"
BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"
LOCAL_LINK = re.compile(r"\[([^\[\]]*)\]\((?!https?:)[^()]*\)")
INTRO = """# Exercises: {title}

{count} exercises, {points} points; variant {seed}.
Replace the dots by your answers: a number in the unit that is named, or a quantity of pint.
`teach.check` says at once whether an answer is right, or which kind of slip it shows.
Exercises of the level *Argue or design* are marked by a person.
Figures and tables are those of the chapter.

From *Porous Alloy Anodes: an executable review* (CC BY 4.0)."""


def assignment(chapter: str, cells: Sequence[Cell], seed: int, *, solved: bool) -> dict[str, Any]:
    """The notebook of one chapter: of the students, or, `solved`, of the instructor."""
    found = exercises(cells)
    project = chapter in PROJECTS
    title = text_of(cells[0]).partition("\n")[0].removeprefix("# ").strip()
    points = sum(each.points for each in found)
    intro = INTRO.format(title=title, count=len(found), points=points, seed=seed)
    goals = "\n".join(f"- {words}" for words in objectives(cells).values())
    words = f"{intro}\n\nYou will be able to\n\n{goals}"
    made = [
        _locked("intro", _markdown(_brief(cells, found, seed) if project else words)),
        _locked("setup", _code(SETUP.format(seed=seed))),
    ]
    for each in found:
        made += _cells(each, seed, solved)
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    metadata = {
        OWN: {"chapter": chapter, "seed": seed, "solved": solved},
        "kernelspec": kernel,
        "language_info": {"name": "python"},
    }
    return {"cells": made, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


def _brief(cells: Sequence[Cell], found: Sequence[Exercise], seed: int) -> str:
    """What a project is about, with the numbers of a variant."""
    text = text_of(cells[0])
    for each in found:
        text = each.varied(text, seed)
    return LOCAL_LINK.sub(r"\1", re.sub(r'<a id="[\w-]+"></a>', "", text))


def as_file(notebook: dict[str, Any]) -> bytes:
    """A notebook as a file: the same bytes wherever it is made."""
    text = json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True)
    return f"{text}\n".encode()


def _cells(each: Exercise, seed: int, solved: bool) -> Iterator[Cell]:
    """The exercise, room for words, room for code, and a cell for each part of the points."""
    text = f"## {each.title}\n\n{each.varied(each.text, seed)}"
    yield _locked(each.name, _markdown(LOCAL_LINK.sub(r"\1", text)))
    by_hand = each.level == BY_HAND
    words = LOCAL_LINK.sub(r"\1", each.varied(each.reasoning, seed))
    room = words if solved else STUDENT_ANSWER if by_hand else STUDENT_WORDS
    yield _graded(f"{each.name}-words", _markdown(room), each.points * by_hand, answered=True)
    source = instructor_code(each) if solved else student_code(each)
    outputs = _outputs(each) if solved else []
    yield _answered(f"{each.name}-code", _code(source, outputs))
    for name, points in shares(each).items():
        source = f'teach.award("{name}", {variable(name)})'
        yield _going_on(_graded(name, _code(source), points, answered=False))


def student_code(each: Exercise) -> str:
    """What stands where a student's code comes."""
    names = [variable(name) for name in each.checks]
    lines = [f"{name} = ..." for name in names]
    lines += [
        f'print(teach.check("{asked}", {name}))'
        for asked, name in zip(each.checks, names, strict=True)
    ]
    return "\n".join(lines) or STUDENT_CODE


def instructor_code(each: Exercise) -> str:
    """The calculation between the marks of nbgrader, which leaves the names of the answers."""
    stub = "".join(f"{variable(name)} = ...\n" for name in each.checks)
    return f"{stub}{BEGIN}\n{each.calculation}\n{END}"


def shares(each: Exercise) -> dict[str, float]:
    """The points of each question; those of an exercise are shared equally."""
    if each.level == BY_HAND:
        return dict.fromkeys(each.checks, 0)
    share = each.points / len(each.checks)
    return {name: int(share) if share.is_integer() else share for name in each.checks}


def _outputs(each: Exercise) -> list[Any]:
    """What the chapter stores below the code of a solution, in one list."""
    outputs = [output for cell in code(each.solved) for output in cell["outputs"]]
    return [o | {"execution_count": None} if "execution_count" in o else o for o in outputs]


def _markdown(source: str) -> Cell:
    return {"cell_type": "markdown", "metadata": {}, "source": source.splitlines(keepends=True)}


def _code(source: str, outputs: Sequence[Any] = ()) -> Cell:
    return {
        "cell_type": "code",
        "execution_count": None,
        "metadata": {},
        "outputs": list(outputs),
        "source": source.splitlines(keepends=True),
    }


def _locked(name: str, cell: Cell) -> Cell:
    return _marked(name, cell, grade=False, locked=True, solution=False)


def _answered(name: str, cell: Cell) -> Cell:
    return _marked(name, cell, grade=False, locked=False, solution=True)


def _graded(name: str, cell: Cell, points: float, *, answered: bool) -> Cell:
    return _marked(name, cell, grade=True, locked=not answered, solution=answered, points=points)


def _going_on(cell: Cell) -> Cell:
    """A cell that may raise: JupyterLab and nbclient run the cells after it all the same."""
    return cell | {"metadata": cell["metadata"] | {"tags": ["raises-exception"]}}


def _marked(name: str, cell: Cell, **marks: bool | float) -> Cell:
    grader = {"grade_id": name, "schema_version": SCHEMA, "task": False} | marks
    return cell | {"id": name[:64], "metadata": {"nbgrader": grader}}
