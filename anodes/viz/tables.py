"""Tables for a page and for JupyterLab: a frame comes in, an HTML table goes out.

A table is complete without a script. On the book's pages `grids.js` makes a `Grid` sortable and
searchable; JupyterLab shows it as a plain table.
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


GRID = "dataframe grid"  # the classes by which a page knows a grid


@dataclass(frozen=True)
class Grid:
    """A whole table, which readers of the site can sort and search.

    Parameters
    ----------
    frame
        What the table shows.
    label
        Names the table to readers who cannot see it.
    anchors
        Column whose cells become links to places of that name on the page.

    Examples
    --------
    >>> from anodes import data, viz
    >>> viz.Grid(data.hosts(), "Hosts of Tables 1 and 2")
    Hosts of Tables 1 and 2: 8 rows, 11 columns
    """

    frame: pd.DataFrame
    label: str
    anchors: str = ""

    def _repr_html_(self) -> str:
        whole = self.frame.select_dtypes("Int64")
        filled = {name: whole[name].astype("string").fillna("") for name in whole}
        html = self.frame.assign(**filled).to_html(
            index=False, classes="grid", border=0, na_rep="", float_format="{:.6g}".format,
            justify="left",
        )  # fmt: skip
        for name in self.frame.get(self.anchors, ()):
            html = html.replace(f"<td>{name}</td>", f'<td><a href="#{name}">{name}</a></td>')
        return html.replace("<table", f'<table aria-label="{escape(self.label, quote=True)}"', 1)

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


MISSING = "–"  # what a table shows where there is no value

NUMBER = "{:,.5g}"  # how tables write a number


def readable_number(value: float) -> str:
    """A number as tables write it; half a digit is the same half on every machine."""
    return NUMBER.format(rounded(value))


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
    """The named columns for a page: readable headings with units, and what each number is.

    Parameters
    ----------
    frame
        With the named columns.
    *names
        Names of columns, several of them in one text with spaces between; the first column becomes
        the row heads.

    Returns
    -------
    DataFrame
        Its columns have two levels: the origin (printed, computed, judged, sourced or chosen) and
        the heading with unit.

    Raises
    ------
    KeyError
        For a column that is not in the frame, or that the data dictionary does not define.

    Examples
    --------
    >>> from anodes import data, viz
    >>> viz.table(data.electrodes().head(1), "material initial_capacity_mAh_g cycles").shape
    (1, 2)
    """
    import pandas as pd

    first, *rest = [name for text in names for name in text.split()]
    shown = frame[[first, *rest]].set_index(first).rename_axis(None)
    for name in shown.select_dtypes("bool"):
        shown[name] = shown[name].map({True: "yes", False: "no"})
    heads = [(COLUMNS[name].origin, COLUMNS[name].title) for name in shown]
    shown.columns = pd.MultiIndex.from_tuples(heads)
    return shown
