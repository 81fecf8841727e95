"""The figures of the review: their panels, with what the book has in their place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anodes.data.files import ROOT, read
from anodes.data.reference_list import address, references
from anodes.data.running_text import NAMED, claims, written_values

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd


FIGURES_OF = {
    "introduction": range(1, 5),
    "synthesis": range(5, 9),
    "silicon": range(9, 13),
    "germanium": range(13, 15),
    "tin": range(15, 17),
    "antimony": range(17, 19),
}


def figures(root: Path = ROOT) -> pd.DataFrame:
    """The panels of Figures 1 to 18 of the review, and what this book has in their place.

    Parameters
    ----------
    root
        Project folder; by default that of this package.

    Returns
    -------
    DataFrame
        A row for each of 85 panels; columns figure, panel, shows, kind, source_reference (whose
        picture it is), counterpart (name of our figure) and why_not (reason where there is none).

    Raises
    ------
    DataError
        For data that cannot be used.

    Examples
    --------
    >>> from anodes import data
    >>> len(data.figures())
    85
    """
    return read("figures", root)


def panels(chapter: str, root: Path = ROOT) -> pd.DataFrame:
    """Panels of a chapter's figures, with their sources and the numbers printed with them.

    Parameters
    ----------
    chapter
        One of the keys of `FIGURES_OF`, such as 'silicon'.
    root
        Project folder; by default that of this package.

    Returns
    -------
    DataFrame
        Columns of `figures`, then label ('9B'), source (first author and year, empty for the
        review's own), address (where the source can be looked up) and printed (the numbers that
        text and caption give with this panel, as one text).

    Raises
    ------
    KeyError
        For a chapter without figures of the review.
    DataError
        For data that cannot be used.

    Examples
    --------
    >>> from anodes import data
    >>> list(data.panels("tin")["label"])[:3]
    ['15A', '15B', '15C']
    """
    import pandas as pd

    numbers = FIGURES_OF[chapter]
    frame = figures(root)
    frame = frame[frame["figure"].isin(numbers)].reset_index(drop=True)
    known = references(root).set_index("reference")
    told = claims(root)
    labels = frame["figure"].astype(str) + frame["panel"].fillna("")
    cited = [None if pd.isna(number) else known.loc[number] for number in frame["source_reference"]]
    return frame.assign(
        label=labels,
        shows=frame["shows"].str.replace("g-1", "g⁻¹"),
        source=["" if row is None else f"{row['first_author']} {row['year']}" for row in cited],
        address=["" if row is None else address(row["title"], row["doi"]) for row in cited],
        printed=[_printed_with(label, told) for label in labels],
    )


def _printed_with(label: str, told: pd.DataFrame) -> str:
    """'reversible capacity 2,350 mAh g⁻¹ at 0.05 C; ...': the statements of one panel."""
    named = [label in figures.split(";") for figures in told["figure"]]
    rows = told[named]
    values = written_values(rows, "value", "unit")
    currents = written_values(rows, "current", "current_unit")
    counts = rows["cycle"].astype(float)
    cycles = [f" after {n:,.0f} cycles" if n == n and n > 1 else "" for n in counts]
    parts = [
        f"{NAMED.get(quantity, quantity.replace('_', ' '))} {value}"
        f"{f' at {current}' if current else ''}{cycle}"
        for quantity, value, current, cycle in zip(
            rows["quantity"], values, currents, cycles, strict=True
        )
    ]
    return "; ".join(parts)
