"""The rows behind a figure, which stand in its page once: as text, a line each, in its fold.

Without a script a reader opens the fold and reads them, under their headings. `rows.js` makes a
table of them when the fold is opened, and gives them to the chart, whose spec has no rows of its
own.
"""

from __future__ import annotations

import json
import re
from html import escape
from typing import Any

from anodes.publish.dashes import fold_of_rows

Content = dict[str, list[Any]]  # {"columns": headings, "digits": [...], "rows": [[cell, ...], ...]}

NUMBERS, FLAGS, WORDS, TEXTS = "nfwt"  # what the cells of a column are; a text may be empty
YES, NO = "yes", "no"
APART = re.compile(r"[\t\r\n]")  # between cells and lines


def fold(content: Content) -> str:
    """The rows as HTML, folded, so that they are there without being in the way."""
    lines = [content["columns"], *content["rows"]]
    text = "\n".join("\t".join(map(written_cell, line)) for line in lines)
    count = len(content["rows"])
    return (
        f'<details class="chart-data"><summary>Data of this figure ({count} rows)</summary>'
        '<div class="table-scroll" tabindex="0" role="region" aria-label="Table">'
        f'<pre translate="no" data-kinds="{kinds(content)}" data-digits="{shown_digits(content)}">'
        f"{escape(text, quote=False)}</pre></div>"
        f"{fold_of_rows(content['columns'], content['rows'])}</details>"
    )


def written_cell(value: Any) -> str:  # noqa: ANN401
    """A cell as text; a missing one is empty, and a float has a point or an exponent."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return YES if value else NO
    return APART.sub(" ", value) if isinstance(value, str) else json.dumps(value)


def kinds(content: Content) -> str:
    """A letter for each column; words among numbers are read as words all the same."""
    columns = range(len(content["columns"]))
    return "".join(_kind([row[place] for row in content["rows"]]) for place in columns)


def shown_digits(content: Content) -> str:
    """Of each column how many digits are shown: d1 for a decimal, s3 for three that count, or s."""
    return " ".join(
        "".join(f"{name[0]}{count}" for name, count in column.items()) or "s"
        for column in content["digits"]
    )


def _kind(cells: list[Any]) -> str:
    types = {type(cell) for cell in cells} - {type(None)}
    if types == {str}:
        return TEXTS if "" in cells else WORDS
    return FLAGS if types == {bool} else NUMBERS


def read_cell(text: str, kind: str) -> Any:  # noqa: ANN401
    """A cell as `rows.js` reads it for the chart."""
    if kind == TEXTS:
        return text
    if not text or kind == WORDS:
        return text or None
    if kind == FLAGS:
        return text == YES
    try:
        return json.loads(text)
    except ValueError:
        return text


def shared(vega: dict[str, Any], content: Content) -> dict[str, Any]:
    """A compiled spec that takes from the fold the rows which are there, read as they were.

    In place of them it names the field of each column. What the fold does not have as the chart
    needs it, such as places that serve the drawing only, stays in the spec.
    """
    types = kinds(content)
    found = [
        [read_cell(written_cell(cell), kind) for cell, kind in zip(row, types, strict=True)]
        for row in content["rows"]
    ]
    return vega | {"data": [_named(part, found) for part in vega.get("data", [])]}


def _named(part: dict[str, Any], found: list[list[Any]]) -> dict[str, Any]:
    """A data set with the names of its fields in place of its rows, where the rows were found."""
    values = part.get("values")
    if not found or not isinstance(values, list) or not values:
        return part
    fields = list(values[0])
    rows = [dict(zip(fields, row, strict=False)) for row in found]
    if _in_a_script(rows) != _in_a_script(values):
        return part
    return {name: item for name, item in part.items() if name != "values"} | {"fields": fields}


def _in_a_script(rows: list[dict[str, Any]]) -> str:
    """Rows as a script knows them, to which 1 and 1.0 are one number, and true is none."""
    return json.dumps([{name: _whole(cell) for name, cell in row.items()} for row in rows])


def _whole(cell: Any) -> Any:  # noqa: ANN401
    return int(cell) if isinstance(cell, float) and cell.is_integer() else cell
