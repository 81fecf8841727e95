"""The references of the review, read from `references.bib`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote

from anodes.data.files import ROOT, bibliography, once_a_state, read

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    import pandas as pd
    from pybtex.database import Entry


SEARCH = "https://search.crossref.org/?q="


def address(title: str, doi: str = "") -> str:
    """Where a paper can be looked up: its DOI where one is known, else a search for its title."""
    return f"https://doi.org/{doi}" if doi else SEARCH + quote(title)


def title_of(entry: Entry) -> str:
    """The title of an entry without the braces by which BibTeX keeps capitals."""
    return re.sub(r"[{}]", "", entry.fields["title"])


@once_a_state
def references(root: Path = ROOT) -> pd.DataFrame:
    """The review's reference list, 1 to 178, and where the review cites each entry.

    Parameters
    ----------
    root
        Project folder; by default that of this package.

    Returns
    -------
    DataFrame
        Columns reference, key, first_author, title, journal, year, volume, pages, doi (empty
        unless it was read somewhere), complete (false where no volume, page or year is printed),
        same_as (the other number of a paper that is listed twice) and cited_in (sections, joined
        by semicolons).

    Raises
    ------
    DataError
        Where `references.bib` or a file of `data/` cannot be used.

    Examples
    --------
    >>> from anodes import data
    >>> len(data.references())
    178
    """
    import pandas as pd

    rows = []
    for key, entry in bibliography(root).entries.items():
        if not re.fullmatch(r"r\d{3}", key):
            continue
        marks = entry.fields.get("keywords", "")
        rows.append(
            {
                "reference": int(key[1:]),
                "key": key,
                "first_author": entry.persons["author"][0].last_names[0],
                "title": title_of(entry),
                **{name: entry.fields.get(name, "") for name in ("journal", "year", "volume")},
                "pages": entry.fields.get("pages", "").replace("--", "–"),
                "doi": entry.fields.get("doi", ""),
                "complete": "incomplete" not in marks,
            }
        )
    frame = pd.DataFrame(rows)
    twins = frame[frame.duplicated("title", keep=False)].groupby("title")["reference"]
    other = {a: b for _, numbers in twins for a in numbers for b in numbers if a != b}
    frame["same_as"] = frame["reference"].map(other).astype("Int64")
    cited = read("citations", root).set_index("reference")["cited_in"]
    return frame.assign(cited_in=frame["reference"].map(cited).fillna(""))


def paper_names(numbers: Iterable[int], root: Path = ROOT) -> list[str]:
    """Reference, first author and year of papers, by which tables and charts name them.

    Parameters
    ----------
    numbers
        Numbers in the review's reference list.
    root
        Project folder; by default that of this package.

    Returns
    -------
    list of str
        In the order of the numbers; without a year where the review prints none.

    Raises
    ------
    KeyError
        For a number that is not in the list.
    DataError
        Where `references.bib` cannot be used.

    Examples
    --------
    >>> from anodes import data
    >>> data.paper_names([51, 148])
    ['[51] An 2019', '[148] Zhang 2015']
    """
    known = references(root).set_index("reference")
    authors, years = known["first_author"], known["year"]
    return [f"[{number}] {authors[number]} {years[number]}".strip() for number in numbers]
