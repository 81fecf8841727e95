"""Whole tables to search, sort and filter: a frame comes in, an HTML table goes out.

The table is complete without a script. On the book's pages `grids.js` makes it a grid; JupyterLab
shows it as a plain table.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

GRID = "dataframe grid"  # the classes by which a page knows a grid


@dataclass(frozen=True)
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
    """A `Shelf` of frames by their labels."""
    return Shelf(tuple(Grid(frame, label) for label, frame in frames.items()))
