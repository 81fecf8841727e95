"""What papers that the review cites report themselves, and their DOIs, as far as one was read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anodes.data.files import ROOT, once_a_state, read
from anodes.data.reference_list import address, paper_names
from anodes.data.running_text import written_values

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

SYNTHESIS, SAMPLE = "synthesis", "sample"  # what is reported in words
IN_WORDS = (SYNTHESIS, SAMPLE)


@once_a_state
def paper_reports(root: Path = ROOT) -> pd.DataFrame:
    """What cited papers report in their own words, mostly in their abstracts.

    The source of a row is the paper. No paper was read in full, so what is not here may still be
    in the paper.

    Parameters
    ----------
    root
        Project folder; by default that of this package.

    Returns
    -------
    DataFrame
        The columns of `data/papers/reported.csv`, among them report (the name of the row),
        reference, quantity, value in the unit of the column unit, words, cycle, current and part;
        then paper ('[104] Zhong 2014') and text (the value with its unit, or the words).

    Raises
    ------
    DataError
        For data that cannot be used.

    Examples
    --------
    >>> from anodes import data
    >>> found = data.paper_reports().set_index("report")
    >>> found.loc["r104-initial-discharge-capacity", "value"].item()
    1844.0
    """
    frame = read("reported", root)
    numbers = written_values(frame, "value", "unit")
    texts = [words or number for words, number in zip(frame["words"], numbers, strict=True)]
    return frame.assign(paper=paper_names(frame["reference"], root), text=texts)


@once_a_state
def dois(root: Path = ROOT) -> pd.DataFrame:
    """The DOIs that were read; none is guessed.

    Parameters
    ----------
    root
        Project folder; by default that of this package.

    Returns
    -------
    DataFrame
        The columns of `data/papers/dois.csv`: reference, doi, title and year that were given
        with it, read_in and read_at (what and where it was read in); then paper and address (the
        link to the paper).

    Raises
    ------
    DataError
        For data that cannot be used.

    Examples
    --------
    >>> from anodes import data
    >>> data.dois().set_index("reference").loc[98, "address"]
    'https://doi.org/10.1002/aenm.201100485'
    """
    frame = read("dois", root)
    links = [address("", doi) for doi in frame["doi"]]
    return frame.assign(paper=paper_names(frame["reference"], root), address=links)
