"""Marks for submitted notebooks: answers are taken from a run of their code, and checked here.

The code of a submission runs in a process of its own, without a kernel; what it says about itself
does not count, because the answers are checked in this process. Locked cells are those of the
book, whatever the submission made of them. Run submissions only where you would run them by hand.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from anodes.data.files import ROOT, DataError, Problem
from anodes.data.parsing import registry
from anodes.teach.assignments import OWN, SETUP, shares
from anodes.teach.exercises import (
    BY_HAND,
    Cell,
    Exercise,
    code,
    exercises,
    handed_out,
    text_of,
    variable,
)
from anodes.teach.feedback import EMPTY, Feedback, check

SECONDS = 120  # that a submission may take
Step = dict[str, str]  # {"run": source} or {"take": name}
Taken = dict[str, dict[str, Any]]  # answers by their names, as `running` writes them
Run = Callable[[Sequence[Step]], Taken]
NOT_RUN = "The code stopped or took too long before this answer."


@dataclass(frozen=True)
class Mark:
    """The points of one question, or of an exercise that a person has to mark."""

    exercise: str
    question: str
    points: float | None
    of: float
    words: str


def marks(path: Path, seed: int | None = None, run: Run | None = None) -> list[Mark]:
    """The marks of a submission.

    Raises `DataError` for a file that is no assignment of the book; `seed` is that of the file
    unless it is named here, and `run` takes the answers (in a process of its own without it).
    """
    notebook = _read(path)
    own = notebook["metadata"][OWN]
    seed = own["seed"] if seed is None else seed
    found = exercises(handed_out()[own["chapter"]])
    names = [name for each in found for name in each.checks]
    taken = (run or apart)(_steps(notebook["cells"], names, seed))
    return [mark for each in found for mark in _marks_of(each, taken, seed)]


def _marks_of(each: Exercise, taken: Taken, seed: int) -> Iterator[Mark]:
    """The marks of one exercise."""
    if each.level == BY_HAND:
        yield Mark(each.title, "", None, each.points, "to be marked by a person")
    for name, points in shares(each).items():
        feedback = Feedback(False, (), NOT_RUN)
        if variable(name) in taken:
            feedback = check(name, _value(taken[variable(name)]), seed)
        words = EMPTY if feedback.right is None else feedback.words
        words = f"{words} {feedback.report}".rstrip()
        worth = points if feedback else round(points * feedback.worth, 1)
        yield Mark(each.title, name, worth, points, words)


def _read(path: Path) -> dict[str, Any]:
    """A submission. Raises `DataError` for another file."""
    expected = "an assignment that `make teach` made, saved as a notebook"
    try:
        notebook = json.loads(path.read_bytes())
        own, known = notebook["metadata"][OWN], handed_out()
        if not (own["chapter"] in known and isinstance(own["seed"], int)):
            raise KeyError(own["chapter"])
        for cell in code(notebook["cells"]):
            text_of(cell)
    except OSError as error:
        found = f"a file that cannot be read ({error.strerror})"
    except (ValueError, KeyError, TypeError, AttributeError):
        found = "no assignment of this book"
    else:
        return dict(notebook)
    raise DataError([Problem(str(path), None, None, found, expected)])


def _steps(cells: Sequence[Cell], names: Sequence[str], seed: int) -> list[Step]:
    """What is run, and where each answer is taken: at its locked cell, or at the end."""
    steps, left = [{"run": SETUP.format(seed=seed)}], list(names)
    for cell in code(cells):
        grader = cell.get("metadata", {}).get("nbgrader", {})
        name = grader.get("grade_id", "")
        if not grader.get("locked"):
            steps.append({"run": text_of(cell)})
        elif name in left:
            left.remove(name)
            steps.append({"take": variable(name)})
    return steps + [{"take": variable(name)} for name in left]


def apart(steps: Sequence[Step]) -> Taken:
    """The answers that a run of some steps gives; those that it did not reach are missing."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "answers.json"
        process = subprocess.Popen(
            [sys.executable, "-m", "anodes.teach.running", str(file)],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            encoding="utf-8",
        )
        try:
            process.communicate(json.dumps(steps), timeout=SECONDS)
        except (subprocess.TimeoutExpired, BrokenPipeError):
            process.kill()
            process.communicate()
        return json.loads(file.read_bytes()) if file.exists() else {}


def _value(taken: Mapping[str, Any]) -> Any:  # noqa: ANN401
    """An answer as it was in the process of the submission."""
    if "unit" in taken:
        try:
            return registry().Quantity(taken["number"], taken["unit"])
        except Exception:  # a unit that only the submission knows
            return f"{taken['number']} {taken['unit']}"
    known = (taken[kind] for kind in ("entries", "number", "text") if kind in taken)
    return next(known, ...)


def totals(made: Sequence[Mark]) -> tuple[float, float, float]:
    """Points that were given, points that could be, and points that a person has to give."""
    checked = [mark for mark in made if mark.points is not None]
    by_hand = sum(mark.of for mark in made if mark.points is None)
    return sum(mark.points or 0 for mark in checked), sum(mark.of for mark in checked), by_hand
