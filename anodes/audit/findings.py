"""What a rule of the audit returns: a finding, with the place, the numbers and the calculation."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Literal

Severity = Literal["impossible", "inconsistent", "ambiguous", "typographical"]
SEVERITIES: dict[Severity, str] = {
    "impossible": "It breaks a conservation law, which no experiment can do.",
    "inconsistent": "It contradicts physics, arithmetic or another place of the review.",
    "ambiguous": "It may be right, but it is improbable, or its basis or meaning is not stated.",
    "typographical": "A slip of wording, spelling or notation: the meaning is clear, and no value "
    "changes.",
}


@dataclass(frozen=True)
class Finding:
    """One thing that does not hold.

    Parameters
    ----------
    key
        Unique within its rule, and the same from edition to edition.
    severity
        A key of `SEVERITIES`.
    place
        Where it is printed.
    chapter
        Chapter of this book that it concerns.
    printed, computed
        Texts with units.
    calculation
        How the computed number follows.
    explanation
        What it means, and how it may have come about.
    references
        Numbers of the review's list.
    printed_number, computed_number, unit
        The numbers behind the texts, where there are two that can be compared.

    Examples
    --------
    >>> from anodes import audit
    >>> found = audit.Finding(
    ...     key="row 12", severity="impossible", place="Table 3, row 12", chapter="silicon",
    ...     printed="156 %", computed="at most 100 %", calculation="156 > 100", explanation="",
    ... )
    >>> found.severity
    'impossible'
    """

    key: str
    severity: Severity
    place: str
    chapter: str
    printed: str
    computed: str
    calculation: str
    explanation: str
    references: tuple[int, ...] = ()
    printed_number: float = float("nan")
    computed_number: float = float("nan")
    unit: str = ""


def anchor(rule: str, key: str) -> str:
    """Name of a finding, which is also its anchor on the page of the audit.

    Parameters
    ----------
    rule
        Name of the rule.
    key
        Key of the finding.

    Returns
    -------
    str
        Lower-case letters, digits and hyphens.

    Examples
    --------
    >>> from anodes import audit
    >>> audit.anchor("impossible efficiency", "Table 3, row 12")
    'impossible-efficiency-table-3-row-12'
    """
    return re.sub(r"[^a-z0-9]+", "-", f"{rule}-{key}".lower()).strip("-")


def cell_place(table: int | str, row: int | str, column: str = "") -> str:
    """'Table 3, row 12, ICE'."""
    where = f"row {row}" if isinstance(row, int) else row
    name = f"Table {table}" if isinstance(table, int) else f"Tables {table}"
    return ", ".join(filter(None, (name, where, column)))


def claim_place(claim: dict[str, Any]) -> str:
    """'text (tin) on [161], Figure 16A': where a claim is printed."""
    papers = claim["references"].replace(";", ", ")
    panels = claim["figure"].replace(";", ", ")
    place = f"text ({claim['section']})"
    place += f" on [{papers}]" if papers else ""
    return place + (f", Figure {panels}" if panels else "")


def numbers(references: str) -> tuple[int, ...]:
    """'134;135' -> (134, 135)."""
    return tuple(int(part) for part in references.split(";") if part)


def quantity(value: float, unit: str, qualifier: str = "") -> str:
    """'~ 300 %', '1,939 mAh g⁻¹': a number as the book writes it."""
    from anodes.data.parsing import sign, typeset

    size = abs(value)
    plain = f"{value:,.10g}" if 1e-3 <= size < 1e5 or value == 0 else f"{value:.3g}"
    return " ".join(filter(None, (sign(qualifier), plain, typeset(unit))))
