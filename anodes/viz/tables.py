"""Tables for a page and for JupyterLab: a frame comes in, an HTML table goes out.

A table is complete without a script. On the book's pages `grids.js` makes a `Grid` sortable and
searchable; JupyterLab shows it as a plain table. A page knows each by a MIME type of the book's
own, which stands in the output beside the HTML that every other viewer shows.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

from anodes.data.fields import COLUMNS, title
from anodes.physics.rounding import rounded

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

GRID_MIME = "application/vnd.anodes.grid+json"  # by these a page knows its tables
TABLE_MIME = "application/vnd.anodes.table+json"


@dataclass(frozen=True, eq=False)
class Grid:
    """A frame shown whole; `label` names it to a reader who cannot see it.

    The cells of column `anchors`, if there is one, become links to places of that name on the
    page.
    """

    frame: pd.DataFrame
    label: str
    anchors: str = ""

    def _repr_html_(self) -> str:
        whole = self.frame.select_dtypes("Int64")
        filled = {name: whole[name].astype("string").fillna("") for name in whole.columns}
        html = self.frame.assign(**filled).to_html(
            index=False, classes="grid", border=0, na_rep="", float_format="{:.6g}".format,
            justify="left",
        )  # fmt: skip
        for name in self.frame.get(self.anchors, ()):
            html = html.replace(f"<td>{name}</td>", f'<td><a href="#{name}">{name}</a></td>')
        return html.replace("<table", f'<table aria-label="{escape(self.label, quote=True)}"', 1)

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any]:
        return {GRID_MIME: {"tables": [repr(self)]}}

    def __repr__(self) -> str:
        return f"{self.label}: {len(self.frame)} rows, {len(self.frame.columns)} columns"


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
    """A `Shelf` of frames by their labels."""
    return Shelf(tuple(Grid(frame, label) for label, frame in frames.items()))


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


def plain_table(frame: pd.DataFrame) -> dict[str, list[Any]]:
    """A frame as {"columns": [...], "rows": [[...]]} of plain values, missing ones None.

    Numbers are rounded as every stored number is.
    """
    import pandas as pd

    rows = [
        [None if pd.isna(value) else getattr(value, "item", lambda v=value: v)() for value in row]
        for row in frame.itertuples(index=False)
    ]
    return {"columns": [title(str(name)) for name in frame.columns], "rows": rounded(rows)}


def table(frame: pd.DataFrame, *names: str) -> pd.DataFrame:
    """The named columns for a page: readable heads with units, under what each number is.

    A text may name several columns, with spaces between. The first column becomes the row heads.
    The upper line of the head says printed, computed or judged for every column that
    `anodes.data.fields` knows.
    """
    import pandas as pd

    first, *rest = [name for text in names for name in text.split()]
    shown = frame[[first, *rest]].set_index(first).rename_axis(None)
    for name in shown.select_dtypes("bool").columns:
        shown[name] = shown[name].map({True: "yes", False: "no"})
    heads = [(COLUMNS[name].origin, COLUMNS[name].title) for name in shown.columns]
    shown.columns = pd.MultiIndex.from_tuples(heads)
    return shown
