"""Quantities in prose, compared with those that the chapter computes and the review prints."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

from anodes import data
from anodes.data.fields import ColumnError, column, columns
from anodes.data.parsing import typeset
from anodes.viz.static import DRAWING_MIME
from anodes.viz.tables import MARKS

if TYPE_CHECKING:
    import pandas as pd
    from nbformat import NotebookNode

UNITS = (
    "%", "mAh g⁻¹", "mAh cm⁻³", "mAh cm⁻²", "mA g⁻¹", "A g⁻¹", "mA cm⁻²", "Wh kg⁻¹", "W kg⁻¹",
    "S m⁻¹", "g cm⁻³", "cycles", "°C", "nm", "µm", "Å", "mV", "V", "C", "h", "min", "s", "MPa",
)  # fmt: skip
NUMBER = r"(?<![\w₀-₉.,^–-])[-−]?\d[\d,]*(?:\.\d+)?"
QUANTITY = re.compile(f"({NUMBER})\\s?({'|'.join(map(re.escape, UNITS))})(?![\\w⁻])")
RANGE = re.compile(
    f"({NUMBER}) ?(?:to|and|or|–) ?{NUMBER}\\s?({'|'.join(map(re.escape, UNITS))})(?![\\w⁻])"
)


Value = tuple[float, str]  # with its unit


def unsupported(notebook: NotebookNode) -> list[tuple[int, str, str]]:
    """(cell number, number as written, unit) of each quantity in prose that nothing supports.

    A quantity is supported by an output of the notebook, a number in its code, or the review.
    """
    behind = set(printed())
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    for cell in code:
        numbers = re.findall(r"(?<![\w.])\d+(?:\.\d+)?", cell.source)
        behind |= {(float(number), "") for number in numbers}  # a choice of the cell, any unit
        behind = behind.union(*(displayed(output) for output in cell.outputs))
    return [
        (place, number, unit)
        for place, cell in enumerate(notebook.cells, start=1)
        if cell.cell_type == "markdown"
        for number, unit in sorted(quantities(cell.source))
        if not is_among(number, unit, behind)
    ]


def quantities(text: str) -> set[tuple[str, str]]:
    """(number as written, unit) of every quantity in prose, formulae and code left out."""
    text = re.sub(r"\$[^$]*\$|`[^`]*`|\{[a-z]+\}`[^`]*`|\]\([^)]*\)", " ", text)
    ranges = RANGE.findall(text)
    return set(QUANTITY.findall(text)) | {(lower, unit) for lower, unit in ranges}


def is_among(number: str, unit: str, values: set[Value]) -> bool:
    """Whether one of the values, rounded as the prose rounds, is this quantity."""
    plain = number.replace(",", "").replace("−", "-")
    digits = len(plain.partition(".")[2])
    half = 0.5 * 10**-digits + 1e-9
    return any(u in (unit, "") and abs(float(plain) - value) <= half for value, u in values)


def printed() -> frozenset[Value]:
    """Every quantity that the review prints: its tables, its text and its captions."""
    cells = [
        cell
        for table in range(1, 6)
        for column in data.read(f"table_{table}").astype(str).items()
        for cell in column[1]
    ]
    found = {(_float(n), typeset(u)) for cell in cells for n, u in _ascii(cell)}
    found |= {(value, unit) for value, unit in _hosts()}
    claims = data.claims()
    found |= {(v, typeset(u)) for v, u in zip(claims["value"], claims["unit"], strict=True)}
    found |= {
        (v, typeset(u)) for v, u in zip(claims["current"], claims["current_unit"], strict=True)
    }
    found |= {(float(cycle), "cycles") for cycle in claims["cycle"].dropna()}
    return frozenset((value, unit) for value, unit in found if unit)


def _hosts() -> list[Value]:
    frame, described = data.hosts(), columns("hosts")
    return [(v, described[c].unit) for c in map(str, frame) if described[c].unit for v in frame[c]]


def _ascii(cell: str) -> list[tuple[str, str]]:
    units = "mAh g-1|mA g-1|A g-1|mA cm-2|%|C|cycles"
    return re.findall(rf"({NUMBER})\s?({units})(?![\w-])", cell)


def _float(number: str) -> float:
    return float(number.replace(",", "").replace("−", "-"))


def displayed(output: Any) -> set[Value]:  # noqa: ANN401
    """The quantities in one output of a cell: text, tables by their heads, charts by their data."""
    import pandas as pd

    mimes = output.get("data", {})
    text = str(output.get("text", "")) + str(mimes.get("text/plain", ""))
    found = {(_float(number), unit) for number, unit in QUANTITY.findall(text)}
    html = str(mimes.get("text/html", ""))
    if "<table" in html:
        for frame in pd.read_html(io.StringIO(html)):
            found |= _of_frame(frame)
    for spec in (value for key, value in mimes.items() if "vegalite" in key):
        for rows in spec.get("datasets", {}).values():
            found |= _of_frame(pd.DataFrame(rows))
        steered = spec.get("usermeta", {}).get("explorer")
        if steered:
            found |= _of_frame(pd.DataFrame(**_table(steered["table"])))
            starts = {c["label"]: [c["start"]] for c in steered["controls"]}
            found |= _of_frame(pd.DataFrame(starts))
    if DRAWING_MIME in mimes:
        found |= _of_frame(pd.DataFrame(**_table(mimes[DRAWING_MIME]["table"])))
    return found


def _table(plain: dict[str, Any]) -> dict[str, Any]:
    return {"data": plain["rows"], "columns": plain["columns"]}


def _of_frame(frame: pd.DataFrame) -> set[Value]:
    """Numbers of a frame with the unit in the head of their column, or after them in the cell."""
    found = set()
    for name, cells in frame.items():
        head = " ".join(map(str, name)) if isinstance(name, tuple) else str(name)
        unit = _unit(head) or ("cycles" if "cycles" in head else "")
        for cell in cells:
            number = _unmarked(cell)
            if number is not None and unit:
                found.add((number, unit))
            elif isinstance(cell, str):
                found |= {(_float(number), u) for number, u in QUANTITY.findall(cell)}
    return found


def _unit(head: str) -> str:
    """The unit of a column by its name, or that in the brackets of its heading."""
    try:
        return column(head).unit
    except ColumnError:  # a heading, or a name with several meanings
        return (re.findall(r"\(([^()]+)\)", head) or [""])[-1]


def _unmarked(cell: object) -> float | None:
    """The number in a cell of a table, without the mark of its origin; None where it has none."""
    if isinstance(cell, (int, float)):
        return float(cell) if cell == cell else None
    match = re.fullmatch(rf"({NUMBER})\s?[{''.join(MARKS.values())}]?", str(cell))
    return _float(match[1]) if match else None
