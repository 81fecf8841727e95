"""The sections of the review and their headings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anodes.data.files import ROOT, read

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd


def sections(root: Path = ROOT) -> dict[str, str]:
    """The chapter of this book for each section of the review.

    Parameters
    ----------
    root
        Project folder; by default that of this package.

    Returns
    -------
    dict of str to str
        Name of the chapter by the section's short name.

    Raises
    ------
    DataError
        For data that cannot be used.

    Examples
    --------
    >>> from anodes import data
    >>> data.sections()["etching"]
    'synthesis'
    """
    frame = read("sections", root)
    return dict(zip(frame["section"], frame["chapter"], strict=True))


def headings(root: Path) -> pd.Series:
    """The printed heading of each section, by its short name."""
    return read("sections", root).set_index("section")["heading"]
