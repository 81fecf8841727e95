"""Tables for a page and for JupyterLab: a frame comes in, an HTML table goes out.

A table is complete without a script. On the book's pages `grids.js` makes a `Grid` sortable and
searchable; JupyterLab shows it as a plain table. A page knows each by a MIME type of the book's
own, which stands in the output beside the HTML that every other viewer shows.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

from anodes.data.fields import ColumnError, Tables, column, title
from anodes.data.origins import COLUMN, ORIGINS, origins_of
from anodes.physics.rounding import rounded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    import pandas as pd

GRID_MIME = "application/vnd.anodes.grid+json"  # by these a page knows its tables
TABLE_MIME = "application/vnd.anodes.table+json"


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
        shown, legend = self._with_origins()
        whole = shown.select_dtypes("Int64")
        filled = {name: whole[name].astype("string").fillna("") for name in whole.columns}
        html = shown.assign(**filled).to_html(
            index=False, classes="grid", border=0, na_rep="", float_format=_exact,
            justify="left",
        )  # fmt: skip
        for name in self.frame.get(self.anchors, ()):
            html = html.replace(f"<td>{name}</td>", f'<td><a href="#{name}">{name}</a></td>')
        named = html.replace("<table", f'<table aria-label="{escape(self.label, quote=True)}"', 1)
        return legend + named

    def _with_origins(self) -> tuple[pd.DataFrame, str]:
        """The frame with marks in its cells, and the paragraph that explains them."""
        if COLUMN not in self.frame:
            return self.frame, ""
        shown, heads = self.frame.drop(columns=COLUMN), {}
        for name in map(str, shown):
            head, marks = _marked(self.frame, name, self.table)
            if marks is not None:
                heads[name] = head
                shown[name] = _with_marks(shown[name], marks, _exact)
        listed = "; ".join(f"{name}: {head}" for name, head in heads.items())
        return shown, f"<p>Origin of the values by mark. {listed}.</p>\n"

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any]:
        return {GRID_MIME: {"tables": [repr(self)]}}

    def __repr__(self) -> str:
        columns = len(self.frame.columns.drop(COLUMN, errors="ignore"))
        return f"{self.label}: {len(self.frame)} rows, {columns} columns"


def _exact(value: float) -> str:
    return f"{value:.6g}"


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


def shelf(frames: Mapping[str, pd.DataFrame]) -> Shelf:
    """Several tables, each folded under its label until a reader opens it.

    Parameters
    ----------
    frames
        Frames by their labels.

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
    return Shelf(tuple(Grid(frame, label) for label, frame in frames.items()))


MARKS = {  # of an origin that is not the first of its column
    "given": "°", "corrected": "*", "derived": "†", "judged": "§", "sourced": "¶", "assumed": "‡",
}  # fmt: skip
NO_BREAK = "\N{NO-BREAK SPACE}"
MISSING = "–"  # what a table shows where there is no value

NUMBER = "{:,.5g}"  # how tables write a number


def readable_number(value: float) -> str:
    """A number as tables write it; half a digit is the same half on every machine."""
    return NUMBER.format(rounded(value))


def table_bundle(frame: pd.DataFrame) -> dict[str, Any]:
    """What a notebook stores of a frame beside its HTML, so that a page knows it for a table."""
    return {TABLE_MIME: {"rows": len(frame), "columns": len(frame.columns)}}


def table_html(frame: pd.DataFrame, *, index: bool = True) -> str:
    """A frame as every notebook viewer shows it: digits as on the page, a dash for no value."""
    import pandas as pd

    rows = pd.options.display.max_rows
    shown = frame.apply(_readable)
    return shown.to_html(na_rep=MISSING, max_rows=rows, notebook=True, index=index)


def _readable(column: pd.Series) -> pd.Series:
    """Truth as words, and every missing value as the one that `to_html` knows."""
    if column.dtype == "bool":
        return column.map({True: "yes", False: "no"})
    if column.dtype in ("Int64", "boolean", "object"):
        return column.astype(object).where(column.notna(), float("nan"))
    return column


def plain_table(
    frame: pd.DataFrame, table: Tables = (), heads: Mapping[str, str] | None = None
) -> dict[str, list[Any]]:
    """A frame as {"columns": [...], "rows": [[...]]} of plain values, missing ones None.

    `heads` are headings of columns that are no quantities, such as those of a pivoted frame. The
    column `origins` states what the other cells are and is no column of the table. Numbers are
    rounded as every stored number is. Raises `ColumnError` for a column that is not described.
    """
    frame, known = frame.drop(columns=COLUMN, errors="ignore"), heads or {}
    columns = [known.get(name) or chart_title(name, table) for name in frame.columns]
    return {"columns": columns, "rows": plain_rows(frame)}


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
    for name in shown.select_dtypes("bool").columns:
        shown[name] = shown[name].map({True: "yes", False: "no"})
    heads = []
    for name in rest:
        origin, marks = _marked(frame, name, table)
        heads.append((origin, title(name, table)))
        if marks is not None:
            shown[name] = _with_marks(shown[name], marks)
    shown.columns = pd.MultiIndex.from_tuples(heads)
    return shown


def require(frame: pd.DataFrame, names: Iterable[str]) -> None:
    """Raise a `ColumnError` that lists every name that a frame lacks."""
    names = list(names)
    if missing := [name for name in names if name not in frame]:
        raise ColumnError(f"the frame has no column {missing}; expected some of {list(frame)}")


def _marked(frame: pd.DataFrame, name: str, table: Tables) -> tuple[str, list[str] | None]:
    """The origins of a column for its head, and the mark of each cell where they differ."""
    origins = list(origins_of(frame, name, table))
    present = [origin for origin in ORIGINS if origin in origins]
    if len(present) < 2:
        return (present or [column(name, table).origin])[0], None
    marks = dict.fromkeys(present[:1], "") | {origin: MARKS[origin] for origin in present[1:]}
    head = ", ".join(f"{origin} {mark}".strip() for origin, mark in marks.items())
    return head, [marks.get(origin, "") for origin in origins]


def _with_marks(
    values: pd.Series, marks: Sequence[str], number: Callable[[float], str] = readable_number
) -> list[Any]:
    """The cells as a page writes them, each with its mark; a missing value stays missing."""
    there = values.notna()
    texts = [number(value) if isinstance(value, float) else str(value) for value in values]
    return [
        f"{text}{mark and NO_BREAK + mark}" if known else None
        for text, mark, known in zip(texts, marks, there, strict=True)
    ]
