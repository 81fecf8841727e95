"""Why table cells are empty: under a table with dashes a fold gives the reason for each column.

The reason belongs to the column: it is the `missing` of its field in a descriptor. A page knows a
column by its heading, which fields of several tables may share: then the table counts that the
caption names, or else the one that describes most of the headings.
"""

from __future__ import annotations

import functools
from html import escape
from typing import TYPE_CHECKING, Any

from anodes.data.fields import Column, every_column
from anodes.data.parsing import compounds
from anodes.physics.rounding import MISSING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lxml.html import HtmlElement

UNSTATED = "the text names none"
# Of headings that no descriptor describes, by one that only their table has.
UNDESCRIBED = {
    "Files below _static/": {"Version": "the work states none"},
    "must be": {"unit": "words, or a pure number", "must be": "any value is allowed"},
    "lowest temperature (°C)": {"element": "the route is for several hosts"},
    "drawbacks": {"drawbacks": UNSTATED, "what is removed": "the text does not say what leaves"},
    "what is removed": {"what is removed": "the text does not say what leaves"},
    "95 % interval (end phase)": {
        f"95 % interval ({name})": "fewer than three electrodes"
        for name in ("end phase", "printed theory")
    },
}


def fold_of_rows(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    """The fold under a table of plain rows; a missing cell is None, empty or a dash."""
    return _fold(reasons(columns, missing(rows)))


def missing(rows: Sequence[Sequence[Any]]) -> list[bool]:
    """For each column of plain rows whether one of its cells is missing."""
    return [any(cell in (None, "", MISSING) for cell in cells) for cells in zip(*rows, strict=True)]


def fold_of_table(table: HtmlElement) -> str:
    """The fold under a table of a page; nothing where no cell is a dash."""
    heads, empty = dashes(table)
    return _fold(reasons(heads, empty, table.get("aria-label", "")))


def dashes(table: HtmlElement) -> tuple[list[str], list[bool]]:
    """The heading of each column, and whether one of its cells is a dash."""
    heads = ["".join(column[-1:]) for column in _columns(table.findall("thead/tr"))]
    cells = _columns(table.findall("tbody/tr"))
    return heads, [MISSING in column for column in cells]


def reasons(heads: Sequence[str], empty: Sequence[bool], label: str = "") -> dict[str, list[str]]:
    """The headings of columns with dashes by the reason, in the order of the columns."""
    found: dict[str, list[str]] = {}
    for head, has_dashes in zip(heads, empty, strict=False):
        why = reason(head, heads, label) if has_dashes else ""
        if why and head not in found.setdefault(why, []):
            found[why].append(head)
    return found


def reason(head: str, heads: Sequence[str], label: str = "") -> str:
    """Why cells under a heading are empty; nothing where no descriptor says it."""
    for other, known in UNDESCRIBED.items():
        if other in heads and head in known:
            return known[head]
    column = described(head, heads, label)
    return column.missing if column else ""


def described(head: str, heads: Sequence[str], label: str = "") -> Column | None:
    """The described column with a reason that a heading stands for."""
    table = label.partition(":")[0]
    known = _headings()
    found = [columns[head] for columns in known.values() if head in columns]
    found = [column for column in found if column.missing]
    named = [column for column in found if column.table == table]
    return max(named or found, key=lambda c: len(known[c.table].keys() & {*heads}), default=None)


@functools.cache
def _headings() -> Mapping[str, Mapping[str, Column]]:
    """All described columns by table and heading; of several with one heading one with a reason."""
    return {
        table: {
            compounds(column.title): column
            for column in sorted(columns.values(), key=lambda c: bool(c.missing))
        }
        for table, columns in every_column().items()
    }


def _columns(rows: Sequence[HtmlElement]) -> list[list[str]]:
    """The words in each column of some rows, whatever their cells span; empty cells left out."""
    columns: dict[int, list[str]] = {}
    taken: set[tuple[int, int]] = set()
    for line, row in enumerate(rows):
        place = 0
        for cell in row:
            while (line, place) in taken:
                place += 1
            words = cell.text_content().strip()
            for _ in range(int(cell.get("colspan", "1"))):
                columns.setdefault(place, []).extend([words] if words else [])
                taken |= {(line + n, place) for n in range(int(cell.get("rowspan", "1")))}
                place += 1
    return [columns[place] for place in sorted(columns)]


def _fold(found: Mapping[str, Sequence[str]]) -> str:
    count = sum(map(len, found.values()))
    if not count:
        return ""
    lines = [f"{', '.join(filter(None, heads))}: {why}" for why, heads in found.items()]
    items = "".join(f"<li>{escape(line, quote=False)}</li>" for line in lines)
    summary = f"What a dash means ({count} column{'s' if count > 1 else ''})"
    return f'<details class="dashes"><summary>{summary}</summary><ul>{items}</ul></details>'
