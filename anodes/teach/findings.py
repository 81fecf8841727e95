"""Answers that are lists of findings: which of them name an error, and which are false alarms.

A finding is (electrode, column, value): where the error is, and what should be there instead. It
counts only with its value, so that naming every place finds nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from anodes.teach.invented import Planted, planted, unusual
from anodes.teach.question import BOOK

NEAR = 0.015  # relative: what the rounding of the table and a sensible number of digits leave open
FALSE_ALARM = 0.5  # of one finding, which a false alarm costs
FORM = 'a list of findings such as ("X01", "porosity_percent", 52)'


@dataclass(frozen=True)
class Audited:
    """What a list of findings is worth.

    `right` and `missed` are errors of the key; `false` are entries that name none, with what is
    odd about the row where something is.
    """

    right: tuple[Planted, ...]
    missed: tuple[Planted, ...]
    false: tuple[tuple[str, str, Any], ...]
    false_notes: tuple[str, ...]

    @property
    def share(self) -> float:
        """Of all points: a false alarm costs half a finding, and nothing goes below 0."""
        most = len(self.right) + len(self.missed)
        return max(0.0, (len(self.right) - FALSE_ALARM * len(self.false)) / most)

    @property
    def words(self) -> str:
        """What a student reads: counts, and no place."""
        entries = len(self.right) + len(self.false)
        if not entries:
            return "Not yet. The list is empty."
        if not self.false and not self.missed:
            return "Right."
        said = f"Not yet. {len(self.right)} of {entries} findings are right."
        if self.false:
            said += " In the others, the electrode, the column or the value is not that of an error"
            said += " (give the value that should be there, in the unit of the column)."
        return f"{said} {'Some errors are not found yet.' if self.missed else 'None is missing.'}"

    @property
    def report(self) -> str:
        """For the one who marks: what was found, what was missed, and which alarms are false."""
        alarms = [
            f"{electrode} {column}" + (f" ({note})" if note else "")
            for (electrode, column, _), note in zip(self.false, self.false_notes, strict=True)
        ]
        parts = {
            "found": [error.kind for error in self.right],
            "missed": [error.kind for error in self.missed],
            "false alarms": alarms,
        }
        return "; ".join(f"{name}: {', '.join(said) or 'none'}" for name, said in parts.items())


@dataclass(frozen=True)
class FindingsQuestion:
    """A question that has a list of findings as its answer."""

    name: str
    key: Callable[[int], list[Planted]]
    odd: Callable[[int], dict[str, str]]

    def judged(self, answer: Any, seed: int = BOOK) -> Audited:  # noqa: ANN401
        """What an answer is worth. Raises `ValueError` for one that is no list of findings."""
        given, key, odd = as_findings(answer), self.key(seed), self.odd(seed)
        right = tuple(e for e in key if any(_names(entry, e) for entry in given))
        false = tuple(entry for entry in given if not any(_names(entry, e) for e in key))
        notes = tuple(odd.get(electrode, "") for electrode, _, _ in false)
        return Audited(right, tuple(e for e in key if e not in right), false, notes)


QUESTIONS = {name: FindingsQuestion(name, planted, unusual) for name in ("project-audit-findings",)}


def as_findings(answer: Any) -> list[tuple[str, str, Any]]:  # noqa: ANN401
    """The findings of an answer, each once. Raises `ValueError` with words for the student."""
    if isinstance(answer, str) or not isinstance(answer, Iterable):
        raise ValueError(f"Not yet. Expected {FORM}; found {answer!r}"[:200] + ".")
    found: list[tuple[str, str, Any]] = []
    for entry in answer:
        if isinstance(entry, str) or not isinstance(entry, Sequence) or len(entry) != 3:
            raise ValueError(f"Not yet. Expected {FORM}; found the entry {entry!r}"[:200] + ".")
        electrode, column, value = entry
        plain = (str(electrode).strip(), str(column).strip(), value)
        if plain not in found:
            found.append(plain)
    return found


def _names(entry: tuple[str, str, Any], error: Planted) -> bool:
    """Whether a finding is an error of the key."""
    return any(
        entry[:2] == (electrode, column) and _same(entry[2], value)
        for electrode, column, value in error.answers
    )


def _same(given: Any, value: float | str) -> bool:  # noqa: ANN401
    if isinstance(value, str):
        return str(given).strip() == value
    try:
        return abs(float(given) - value) <= NEAR * abs(value)
    except (TypeError, ValueError):
        return False
