"""The assessment as sheets to print: one for students, one with answers, points and slips.

Both are made from `teaching/assessment.ipynb`, whose exercises have the form of those of a chapter.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from anodes.data.parsing import typeset
from anodes.physics.rounding import Digits
from anodes.publish.templating import rendered
from anodes.teach.assignments import LOCAL_LINK, shares
from anodes.teach.exercises import FOLD, LINE, Exercise, exercises, text_of
from anodes.teach.question import find
from anodes.teach.slips import KINDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from anodes.teach.exercises import Cell

SHOWN = Digits(significant=4)
DIGITS_LIKE_THE_ANSWER = 5  # of an answer such as 99.941 %
RIGHT_ALONE = re.compile(r"^Right\.\n?", re.M)


def assessment_sheet(
    cells: Sequence[Cell], notebook: dict[str, Any], seed: int, *, answers: bool
) -> bytes:
    """One sheet of the assessment as HTML; `notebook` is that of the instructor, executed."""
    title, *intro = paragraphs(text_of(cells[0]))
    printed = {each["id"]: each for each in notebook["cells"]}
    listed = [_question(each, printed[f"{each.name}-code"], seed) for each in exercises(cells)]
    html = rendered(
        "sheet",
        title=title.removeprefix("# "),
        intro=intro,
        questions=listed,
        seed=seed,
        answers=answers,
    )
    return f"{html}\n".encode()


def paragraphs(text: str) -> list[str]:
    """The paragraphs of plain text, each in one line."""
    return [" ".join(part.split()) for part in text.split("\n\n") if part.strip()]


def _question(each: Exercise, code: Cell, seed: int) -> dict[str, Any]:
    """One question with all that either sheet shows."""
    text = FOLD.sub("", LINE.sub("", each.varied(each.text, seed)))
    return {
        "title": each.title,
        "points": each.points,
        "text": paragraphs(text),
        "numbers": [_number(name, points, seed) for name, points in shares(each).items()],
        "reasoning": paragraphs(LOCAL_LINK.sub(r"\1", each.varied(each.reasoning, seed))),
        "working": _working(code),
        "goals": "; ".join(each.goals.values()),
    }


def _working(code: Cell) -> str:
    """What the solution prints, without the words of the checks."""
    streams = (o for o in code["outputs"] if o["output_type"] == "stream")
    return RIGHT_ALONE.sub("", "".join("".join(o["text"]) for o in streams)).strip()


def _number(name: str, points: float, seed: int) -> dict[str, Any]:
    """One number: the right one, how near an answer has to be, and slips with their words."""
    asked = find(name)
    right, unit = asked.right(seed), typeset(asked.unit)
    slips = [
        {"value": " or ".join(_shown(v, unit) for v in values), "words": KINDS[kind].words}
        for kind, values in right.slips.items()
    ]
    return {
        "label": asked.label,
        "unit": unit,
        "value": _shown(right.value, unit),
        "tolerance": asked.tolerance(),
        "points": f"{points:g} point{'s' * (points != 1)}",
        "slips": slips,
    }


def _shown(value: float, unit: str) -> str:
    near_hundred = 99 < value < 100
    digits = Digits(significant=DIGITS_LIKE_THE_ANSWER) if near_hundred else SHOWN
    return f"{digits.text(value)} {unit}".rstrip()
