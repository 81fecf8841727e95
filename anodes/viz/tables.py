"""Tables for a page and for JupyterLab: a frame comes in, an HTML table goes out.

A table is complete without a script. On the book's pages `grids.js` makes a `Grid` sortable and
searchable; JupyterLab shows it as a plain table. A page knows each by a MIME type of the book's
own, which stands in the output beside the HTML that every other viewer shows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

from anodes.data.fields import Column, ColumnError, Tables, column, has_digits, title
from anodes.data.fields import digits as digits_of
from anodes.data.origins import COLUMN, ORIGINS, origins_of
from anodes.data.parsing import compounds
from anodes.physics.rounding import MISSING, Digits, rounded

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping, Sequence

    import pandas as pd

GRID_MIME = "application/vnd.anodes.grid+json"  # by these a page knows its tables
TABLE_MIME = "application/vnd.anodes.table+json"
PAPER = re.compile(r"(?<=>)\[(\d+)\] [^<>]+(?=</t[hd]>)")  # a cell that names one paper


@dataclass(frozen=True, eq=False)
class Grid:
    """A whole table, which readers of the site can sort and search.

    Parameters
    ----------
    frame
        What the table shows.
    label
        Names the table to readers who cannot see it.
    anchors
        Column whose table cells become links to places of that name on the page.
    table
        The table of a descriptor that describes the columns, for the origin of the values.

    Examples
    --------
    >>> from anodes import data, viz
    >>> viz.Grid(data.hosts(), "Hosts of Tables 1 and 2")
    Hosts of Tables 1 and 2: 8 rows, 11 columns
    """

    frame: pd.DataFrame
    label: str
    anchors: str = ""
    table: Tables = ()

    def _repr_html_(self) -> str:
        shown, legend = self._written()
        html = shown.to_html(index=False, classes="grid", border=0, na_rep="", justify="left")
        for name in self.frame.get(self.anchors, ()):
            html = html.replace(f"<td>{name}</td>", f'<td><a href="#{name}">{name}</a></td>')
        named = html.replace("<table", f'<table aria-label="{escape(self.label, quote=True)}"', 1)
        return legend + with_links(named)

    def _written(self) -> tuple[pd.DataFrame, str]:
        """The frame as a page writes it, and the paragraph that explains the marks in its cells."""
        heads = {name: heading(str(name), self.table) for name in self.frame}
        frame = self.frame.assign(
            **{name: self.frame[name].map(_as_headings) for name in NAMING if name in self.frame}
        )
        if COLUMN not in frame:
            return in_digits(frame, self.table).rename(columns=heads), ""
        shown, origins = frame.drop(columns=COLUMN), {}
        for name in map(str, shown):
            origin, shown[name], marked = _cells(frame, name, self.table)
            if marked:
                origins[heads[name]] = origin
        shown = shown.rename(columns=heads)
        if not origins:
            return shown, ""
        listed = "; ".join(f"{head}: {origin}" for head, origin in origins.items())
        return shown, f"<p>Origin of the values by mark. {listed}.</p>\n"

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any]:
        return {GRID_MIME: {"tables": [repr(self)]}}

    def __repr__(self) -> str:
        columns = len(self.frame.columns.drop(COLUMN, errors="ignore"))
        return f"{self.label}: {len(self.frame)} rows, {columns} columns"


@dataclass(frozen=True)
class Shelf:
    """Several grids, each folded under its label until a reader opens it."""

    grids: tuple[Grid, ...]

    def _repr_html_(self) -> str:
        return "\n".join(
            f"<details><summary>{escape(repr(grid))}</summary>{grid._repr_html_()}</details>"
            for grid in self.grids
        )

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any]:
        return {GRID_MIME: {"tables": [repr(grid) for grid in self.grids]}}

    def __repr__(self) -> str:
        return "\n".join(map(repr, self.grids))


def shelf(frames: Mapping[str, pd.DataFrame], tables: Mapping[str, Tables] | None = None) -> Shelf:
    """Several tables, each folded under its label until a reader opens it.

    Parameters
    ----------
    frames
        Frames by their labels.
    tables
        By the same labels the tables of a descriptor that describe the columns; needed where two
        tables give one name different meanings.

    Returns
    -------
    Shelf
        Shown by a notebook.

    Examples
    --------
    >>> from anodes import data, viz
    >>> viz.shelf({"Hosts of Tables 1 and 2": data.hosts()})
    Hosts of Tables 1 and 2: 8 rows, 11 columns
    """
    known = tables or {}
    return Shelf(
        tuple(Grid(frame, label, table=known.get(label, ())) for label, frame in frames.items())
    )


def heading(name: str, table: Tables = ()) -> str:
    """The heading of a column with its unit; its name in words where no table describes it."""
    try:
        return title(name, table)
    except ColumnError:
        return name.replace("_", " ")


def _as_headings(names: Any) -> Any:  # noqa: ANN401
    """A cell that names columns of the electrodes, such as those that are printed, in words."""
    if not isinstance(names, str) or not names:
        return names
    return "; ".join(heading(name, NAMED_IN) for name in names.split("; "))


NAMED_IN = ("electrodes", "table_3")
NAMING = ("printed_values", "corrected")  # columns whose cells name columns
MARKS = {  # of an origin that is not the first of its column
    "given": "°", "corrected": "*", "derived": "†", "judged": "§", "sourced": "¶", "assumed": "‡",
}  # fmt: skip
NO_BREAK = "\N{NO-BREAK SPACE}"
SHOWN = "digits"  # attribute of a frame: the digits of its columns by their heads
WHOLE = Digits(decimals=0)
DATES = ("year",)  # columns of whole numbers that are no amounts, so without groups of three
NO_COLUMN = Digits(significant=4)  # of a number in a column that no descriptor describes


def readable_number(value: float) -> str:
    """A number of no described column: four digits, or all that are before the point."""
    return (NO_COLUMN if abs(value) < 1000 else Digits(decimals=0)).text(value)


def table_bundle(frame: pd.DataFrame) -> dict[str, Any]:
    """What a notebook stores of a frame beside its HTML, so that a page knows it for a table."""
    return {TABLE_MIME: {"rows": len(frame), "columns": len(frame.columns)}}


def table_html(frame: pd.DataFrame, *, index: bool = True) -> str:
    """A frame as every notebook viewer shows it: digits as on the page, a dash for no value."""
    import pandas as pd

    rows = pd.options.display.max_rows
    digits = frame.attrs.get(SHOWN, {})
    shown = frame.apply(lambda values: _readable(values, digits.get(values.name)))
    shown = shown.rename(index=in_subscripts, columns=in_subscripts)
    html = shown.to_html(na_rep=MISSING, max_rows=rows, notebook=True, index=index)
    return with_links(html)


def with_links(html: str) -> str:
    """A table in which each cell that names a paper, as `data.paper_names` does, leads to it."""
    return PAPER.sub(lambda m: f'<a href="bibliography.html#r{int(m[1]):03}">{m[0]}</a>', html)


def _readable(values: pd.Series, digits: Digits | None = None) -> pd.Series:
    """The cells of a column in words and digits, missing ones as `to_html` knows them."""
    if values.dtype == "bool" or values.dtype.kind in "fi":
        return _plain(values, digits=digits)
    if values.dtype.kind in "bO":
        return _shown_words(values.astype(object).where(values.notna(), float("nan")))
    return values


def _shown_words(values: pd.Series) -> pd.Series:
    """A column with the digits of formulae in its words lowered."""
    return values.map(in_subscripts)


def in_subscripts(cell: Any) -> Any:  # noqa: ANN401
    """A cell or a head; formulae in its words have subscripts."""
    return compounds(cell) if isinstance(cell, str) else cell


def whole_number(value: int, name: Any = "") -> str:  # noqa: ANN401
    """A whole number of a column as a page writes it: amounts from 1,000 on in groups of three."""
    column = name[-1] if isinstance(name, tuple) else name
    return str(value) if column in DATES else WHOLE.text(value)


def in_digits(frame: pd.DataFrame, table: Tables = ()) -> pd.DataFrame:
    """A frame with its numbers as texts in the digits that the columns' descriptions ask for."""
    return frame.apply(lambda values: _plain(values, table))


def _plain(values: pd.Series, table: Tables = (), digits: Digits | None = None) -> pd.Series:
    """A column with the digits of its description, or four where none or several describe it."""
    if values.dtype == "bool":
        return values.map({True: "yes", False: "no"})
    if values.dtype.kind == "i":
        return _whole(values)
    if values.dtype.kind != "f":
        return _shown_words(values)
    shown = digits or _described_digits(values.name, table)
    write = shown.text if shown else readable_number
    return values.map(write, na_action="ignore").astype(object)


def _whole(values: pd.Series) -> pd.Series:
    """A column of whole numbers as a page writes them, missing ones as `to_html` knows them."""
    texts = [whole_number(value, values.name) for value in values.dropna()]
    shown = values.astype(object).where(values.notna(), float("nan"))
    shown[values.notna()] = texts
    return shown


def plain_table(
    frame: pd.DataFrame, table: Tables = (), heads: Mapping[str, str] | None = None
) -> dict[str, list[Any]]:
    """A frame as {"columns": [...], "digits": [...], "rows": [[...]]}, missing values None.

    `heads` are headings of columns that are no quantities, such as those of a pivoted frame. The
    column `origins` states what the other cells are and is no column of the table. Numbers are
    rounded as every stored number is; `digits` says how many of them to
    show. Raises `ColumnError` for a column that is not described.
    """
    frame, known = frame.drop(columns=COLUMN, errors="ignore"), heads or {}
    columns = [known.get(name) or chart_title(name, table) for name in frame.columns]
    digits = [_digits_of(frame[name], table) for name in frame.columns]
    return {"columns": columns, "digits": digits, "rows": plain_rows(frame)}


def _digits_of(values: pd.Series, table: Tables) -> dict[str, int]:
    """The digits to show of a column of numbers as a page and its scripts take them."""
    if values.dtype.kind != "f":
        return {}
    return (_described_digits(values.name, table) or NO_COLUMN).described()


def _described_digits(name: Hashable, table: Tables) -> Digits | None:
    """The digits of a column's description; None where none or several describe it."""
    try:
        return digits_of(name, table) if has_digits(name) else None
    except ColumnError:  # several that differ
        return None


def plain_rows(frame: pd.DataFrame) -> list[list[Any]]:
    """The rows of a frame as plain rounded values, missing ones None."""
    import pandas as pd

    return rounded(
        [
            [
                None if pd.isna(value) else getattr(value, "item", lambda v=value: v)()
                for value in row
            ]
            for row in frame.itertuples(index=False)
        ]
    )


def chart_title(name: str, table: Tables = ()) -> str:
    """The heading with unit of a column in a chart, where colour is the host and shape the ion."""
    return title(name, "electrodes" if name in ("element", "ion") else table)


def table(frame: pd.DataFrame, names: Sequence[str], table: Tables = ()) -> pd.DataFrame:
    """The named columns for a page: readable headings with units, and what each number is.

    Parameters
    ----------
    frame
        With the named columns.
    names
        Names of columns; the first becomes the row heads.
    table
        The table of a descriptor, or several, that describes the columns; needed where two tables
        give one name different meanings.

    Returns
    -------
    DataFrame
        Its columns have two levels: what the values were made of (`data.origins`) and the heading
        with unit. Where origins differ within a column, its head names each with the mark that
        its table cells carry.

    Raises
    ------
    ColumnError
        For a column that the frame lacks, that no descriptor describes, or that has several
        meanings.

    Examples
    --------
    >>> from anodes import data, viz
    >>> names = ["material", "ice_percent", "cycles"]
    >>> viz.table(data.electrodes().head(1), names, "electrodes").shape
    (1, 2)
    """
    import pandas as pd

    require(frame, names)
    first, *rest = names
    shown = frame[[first, *rest]].set_index(first).rename_axis(None)
    heads, digits = [], {}
    for name in rest:
        origin, cells, marked = _cells(frame, name, table)
        heads.append((origin, title(name, table)))
        if marked or shown[name].dtype.kind != "f":
            shown[name] = list(cells)
        else:
            digits[heads[-1]] = column(name, table).digits(origin)
    shown.columns = pd.MultiIndex.from_tuples(heads)
    shown.attrs[SHOWN] = digits
    return shown


def require(frame: pd.DataFrame, names: Iterable[str]) -> None:
    """Raise a `ColumnError` that lists every name that a frame lacks."""
    names = list(names)
    if missing := [name for name in names if name not in frame]:
        raise ColumnError(f"the frame has no column {missing}; expected some of {list(frame)}")


def _cells(frame: pd.DataFrame, name: str, table: Tables) -> tuple[str, pd.Series, bool]:
    """The origins of a column for its head, its cells as a page writes them, whether with marks.

    A cell is marked where its origin is not the first one of its column.
    """
    origins = list(origins_of(frame, name, table))
    known = column(name, table)
    present = [origin for origin in ORIGINS if origin in origins]
    if len(present) < 2:
        head = (present or [known.origin])[0]
        return head, _with_digits(frame[name], [head] * len(frame), known), False
    marks = dict.fromkeys(present[:1], "") | {origin: MARKS[origin] for origin in present[1:]}
    cells = _with_digits(frame[name], origins, known)
    marked = [
        f"{cell}{mark and NO_BREAK + mark}" if there else float("nan")
        for cell, mark, there in zip(
            cells, (marks.get(origin, "") for origin in origins), frame[name].notna(), strict=True
        )
    ]
    head = ", ".join(f"{origin} {mark}".strip() for origin, mark in marks.items())
    return head, _as_texts(cells, marked), True


def _with_digits(values: pd.Series, origins: Sequence[str], known: Column) -> pd.Series:
    """Numbers with the digits of their origin, and truth in words; formulae with subscripts."""
    if values.dtype.kind != "f":
        return _plain(values)
    texts = [
        known.digits(origin or "").text(value) if value == value else float("nan")
        for value, origin in zip(values, origins, strict=True)
    ]
    return _as_texts(values, texts)


def _as_texts(values: pd.Series, texts: list[Any]) -> pd.Series:
    return type(values)(texts, index=values.index, name=values.name, dtype="object")
