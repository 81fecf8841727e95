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
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from anodes.data.files import ROOT, DataError, Problem
from anodes.data.parsing import registry
from anodes.teach.assignments import OWN, SETUP, shares
from anodes.teach.exercises import BY_HAND, Cell, chapters, code, exercises, text_of, variable
from anodes.teach.feedback import EMPTY, Feedback, check

SECONDS = 120  # that a submission may take
NOT_RUN = "The code stopped or took too long before this answer."


@dataclass(frozen=True)
class Mark:
    """The points of one question, or of an exercise that a person has to mark."""

    exercise: str
    question: str
    points: float | None
    of: float
    words: str


def marks(path: Path, seed: int | None = None) -> list[Mark]:
    """The marks of a submission.

    Raises `DataError` for a file that is no assignment of the book; `seed` is that of the file
    unless it is named here.
    """
    notebook = _read(path)
    own = notebook["metadata"][OWN]
    seed = own["seed"] if seed is None else seed
    found = exercises(chapters()[own["chapter"]])
    names = [name for each in found for name in each.checks]
    answers = _answers(notebook["cells"], names, seed)
    made: list[Mark] = []
    for each in found:
        if each.level == BY_HAND:
            made.append(Mark(each.title, "", None, each.points, "to be marked by a person"))
        for name, points in shares(each).items():
            feedback = Feedback(False, (), NOT_RUN)
            if name in answers:
                feedback = check(name, answers[name], seed)
            words = EMPTY if feedback.right is None else feedback.words
            made.append(Mark(each.title, name, points if feedback else 0, points, words))
    return made


def _read(path: Path) -> dict[str, Any]:
    """A submission. Raises `DataError` for another file."""
    expected = "an assignment that `make teach` made, saved as a notebook"
    try:
        notebook = json.loads(path.read_bytes())
        own, known = notebook["metadata"][OWN], chapters()
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


def _steps(cells: Sequence[Cell], names: Sequence[str], seed: int) -> list[dict[str, str]]:
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


def _answers(cells: Sequence[Cell], names: Sequence[str], seed: int) -> dict[str, Any]:
    """The answers of a submission, by question; those that its run did not reach are missing."""
    steps = _steps(cells, names, seed)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "answers.json"
        command = [sys.executable, "-m", "anodes.teach.running", str(file)]
        surroundings = os.environ | {"PYTHONPATH": str(ROOT), "IPYTHONDIR": folder}
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            env=surroundings,
            text=True,
        )
        try:
            process.communicate(json.dumps(steps), timeout=SECONDS)
        except (subprocess.TimeoutExpired, BrokenPipeError):
            process.kill()
            process.communicate()
        taken = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    return {name: _value(taken[variable(name)]) for name in names if variable(name) in taken}


def _value(taken: Mapping[str, Any]) -> Any:  # noqa: ANN401
    """An answer as it was in the process of the submission."""
    if "unit" in taken:
        try:
            return registry().Quantity(taken["number"], taken["unit"])
        except Exception:  # a unit that only the submission knows
            return f"{taken['number']} {taken['unit']}"
    return taken.get("number", taken.get("text", ...))


def totals(made: Sequence[Mark]) -> tuple[float, float, float]:
    """Points that were given, points that could be, and points that a person has to give."""
    checked = [mark for mark in made if mark.points is not None]
    by_hand = sum(mark.of for mark in made if mark.points is None)
    return sum(mark.points or 0 for mark in checked), sum(mark.of for mark in checked), by_hand
