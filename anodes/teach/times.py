"""How long a chapter and its exercises take, by one rule that the teaching page states.

No class was timed. What is assumed is so named here and on the page; `tests/teach/test_times.py`
compares the rule with steps that were counted by hand, each at a speed that others measured.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from anodes.teach.exercises import (
    BY_HAND,
    SELF_TEST,
    Cell,
    Exercise,
    code,
    exercises,
    prose,
    text_of,
)

# Words a minute. Most adults read English that is no fiction at 175 to 300 (M. Brysbaert, J. Mem.
# Lang. 109 (2019) 104047), in a second language fewer; assumed less, for symbols and units.
READING = 150
# Minutes; assumed.
FIGURE, TEST = 2, 1
FOR_ANSWER: Mapping[str, int] = MappingProxyType(
    {"Read": 4, "Compute by hand": 6, "Compute with data": 8}
)
FOR_SOLUTION, FOR_ARGUMENT = 3, 20


def word_count(texts: Iterable[str]) -> int:
    """The words of some texts; what stands between two spaces is one."""
    return sum(len(text.split()) for text in texts)


def exercise_minutes(exercise: Exercise) -> float:
    """Minutes for an exercise: its text, each number that it asks for, and its solution.

    Parameters
    ----------
    exercise
        Of a chapter, a project or the assessment.

    Returns
    -------
    float
        An argument takes `FOR_ARGUMENT` with its solution, whatever it asks for.
    """
    work = FOR_ARGUMENT
    if exercise.level != BY_HAND:
        work = FOR_ANSWER[exercise.level] * len(exercise.checks) + FOR_SOLUTION
    return word_count([exercise.text]) / READING + work


def chapter_minutes(cells: Sequence[Cell]) -> tuple[float, float]:
    """Minutes to read a chapter with its figures and self-tests, and minutes for its exercises.

    Parameters
    ----------
    cells
        Of the chapter, as `exercises.chapters` gives them.

    Returns
    -------
    tuple of float
        Both as the box *At a glance* states them, which rounds to tens.
    """
    found = exercises(cells)
    inside = {cell["id"] for each in found for cell in (*each.asked, *each.solved)}
    read = [text_of(cell) for cell in prose(cells) if cell["id"] not in inside]
    figures = sum(cell["id"].startswith("fig-") for cell in code(cells))
    tests = sum(text.startswith(SELF_TEST) for text in read)
    reading = word_count(read) / READING + FIGURE * figures + TEST * tests
    return reading, sum(map(exercise_minutes, found))
