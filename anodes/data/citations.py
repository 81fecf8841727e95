"""The sections of the review and their headings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anodes.data.files import ROOT, read

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd


def sections(root: Path = ROOT) -> dict[str, str]:
    """The chapter of this book for each section of the review, by the section's short name."""
    frame = read("sections", root)
    return dict(zip(frame["section"], frame["chapter"], strict=True))


def headings(root: Path) -> pd.Series:
    """The printed heading of each section, by its short name."""
    return read("sections", root).set_index("section")["heading"]
