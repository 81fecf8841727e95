"""A question: what is given, the right answer, tolerance, and the slips that its numbers show.

A question is a function of what is given. It computes the right answer, with the package and the
data, and the values of slips that do not follow from the answer alone; the decorator `question`
names it. One file in `anodes/teach/questions/` has the questions of one chapter.
"""

from __future__ import annotations

import hashlib
import importlib
import math
import pkgutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from types import SimpleNamespace
from typing import Any

from anodes.data.parsing import formula, typeset
from anodes.physics.rounding import Digits, rounded
from anodes.teach.slips import KINDS

WHOLE = {"%": 100.0}  # by unit; 1 for all others
EXACT = 1e-9  # the tolerance of a count
BOOK = 0  # the seed of the numbers that the chapters have


@dataclass(frozen=True)
class Given:
    """A quantity that an exercise gives.

    Parameters
    ----------
    name
        Unique in the book, so that the questions of one exercise get one value of it.
    values
        Numbers, formulae or words: the first is that of the chapter, the others are for variants:
        five at least of a number, and of words as many as the data have.
    unit
        In plain letters, such as 'mAh g-1'; '1' for a number or a word.
    """

    name: str
    values: tuple[Any, ...]
    unit: str = "1"

    def value(self, seed: int) -> Any:  # noqa: ANN401
        """The value of a variant; that of the chapter only for the seed 0."""
        others = self.values[1:]
        if seed == BOOK or not others:
            return self.values[0]
        digest = hashlib.sha256(f"{seed} {self.name}".encode()).digest()
        return others[int.from_bytes(digest[:4], "big") % len(others)]

    def text(self, seed: int) -> str:
        """The value with its unit, as the text of the exercise has it."""
        value = self.value(seed)
        number = formula(value) if isinstance(value, str) else Digits().text(value)
        return f"{number} {typeset(self.unit)}".rstrip()


@dataclass(frozen=True)
class Right:
    """The right answer, and the values of slips by their kind."""

    value: float
    slips: Mapping[str, float | Sequence[float]] = field(default_factory=dict)


@dataclass(frozen=True)
class Judged:
    """The right answer, and the values of all slips that can be told from it."""

    value: float
    slips: dict[str, tuple[float, ...]]


@dataclass(frozen=True)
class Question:
    """A question that has a number as its answer; see `question`."""

    name: str
    label: str
    unit: str
    relative: float
    absolute: float
    kinds: tuple[str, ...]
    givens: Mapping[str, Given]
    compute: Callable[..., Right]

    def given(self, seed: int = BOOK) -> SimpleNamespace:
        """What a variant gives, by name."""
        return SimpleNamespace(**{name: each.value(seed) for name, each in self.givens.items()})

    def right(self, seed: int = BOOK) -> Judged:
        """The right answer of a variant, with the slips that can be told from it."""
        made = self.compute(**vars(self.given(seed)))
        value = float(made.value)
        told = {
            kind: tuple(v for v in values if math.isfinite(v) and not self.is_near(v, value))
            for kind, values in self.slips_of(made).items()
        }
        return Judged(value, {kind: values for kind, values in told.items() if values})

    def slips_of(self, made: Right) -> dict[str, tuple[float, ...]]:
        """The values of all slips by their kind, with those that equal the right answer."""
        value, whole = float(made.value), WHOLE.get(self.unit, 1.0)
        found: dict[str, tuple[float, ...]] = {}
        for kind, given in made.slips.items():
            found[kind] = tuple(map(float, given if isinstance(given, Sequence) else (given,)))
        for kind in self.kinds:
            values = KINDS[kind].values
            found[kind] = (*found.get(kind, ()), *(values(value, whole) if values else ()))
        return found

    def is_near(self, answer: float, value: float) -> bool:
        """Whether an answer is a value within the tolerance."""
        return abs(answer - value) <= max(EXACT, self.absolute, self.relative * abs(value))

    def tolerance(self) -> str:
        """How near an answer has to be, in words."""
        if self.absolute:
            points = "percentage point" + "s" * (self.absolute != 1)
            unit = points if self.unit == "%" else typeset(self.unit)
            return f"± {Digits().text(self.absolute)} {unit}".rstrip()
        of = " of the value" if self.unit == "%" else ""  # not of the whole
        return f"± {100 * self.relative:g} %{of}" if self.relative else "exact"

    def for_page(self, seed: int = BOOK) -> dict[str, Any]:
        """All that a field on a page needs to judge an answer without Python."""
        right = self.right(seed)
        slips = [
            [value, KINDS[kind].words] for kind, values in right.slips.items() for value in values
        ]
        content = {
            "name": self.name,
            "label": self.label,
            "unit": typeset(self.unit),
            "tolerance": self.tolerance(),
            "right": right.value,
            "relative": self.relative,
            "absolute": max(EXACT, self.absolute),
            "slips": slips,
        }
        return dict(rounded(content))


_questions: dict[str, Question] = {}


def question(
    name: str,
    label: str,
    unit: str = "1",
    *,
    relative: float = 0.0,
    absolute: float = 0.0,
    kinds: Sequence[str] = (),
    **givens: Given,
) -> Callable[[Callable[..., Right]], Callable[..., Right]]:
    """Make a question of a function that computes the answer from what is given.

    Parameters
    ----------
    name
        Unique in the book, with the chapter before it, such as 'si-c-rate'.
    label
        What the number is, with its basis; without the values that are given.
    unit
        In plain letters, such as 'mAh g-1' or '%'; '1' for a number.
    relative, absolute
        How far an answer may be from the right one; both 0 for a count.
    kinds
        Slips of `slips.KINDS` whose values follow from the right answer.
    **givens
        The parameters of the function.

    Returns
    -------
    callable
        A decorator that leaves the function as it is.

    Raises
    ------
    ValueError
        For a second question of the same name, or a kind whose values do not follow.
    """
    if unknown := [kind for kind in kinds if kind not in KINDS or KINDS[kind].values is None]:
        raise ValueError(f"{name}: {unknown[0]!r} is no kind whose values follow from the answer")

    def enter(compute: Callable[..., Right]) -> Callable[..., Right]:
        if name in _questions:
            raise ValueError(f"there are two questions {name}")
        _questions[name] = Question(
            name, label, unit, relative, absolute, tuple(kinds), givens, compute
        )
        return compute

    return enter


@cache
def questions() -> Mapping[str, Question]:
    """All questions of the book by name."""
    package = importlib.import_module("anodes.teach.questions")
    for module in sorted(each.name for each in pkgutil.iter_modules(package.__path__)):
        importlib.import_module(f"anodes.teach.questions.{module}")
    return _questions


def find(name: str) -> Question:
    """The question of a name. Raises `LookupError`, with the nearest names, where there is none."""
    import difflib

    known = questions()
    if name not in known:
        near = difflib.get_close_matches(name, known) or sorted(known)
        raise LookupError(f"there is no question {name!r}; expected {' or '.join(near[:3])}")
    return known[name]
