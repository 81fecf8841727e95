"""The bibliography's page: [51] in the book is [51] in the review, and each title can be looked up.

Keys `r001` to `r178` are the review's own numbers; our further sources are labelled by author
and year. A title links to its DOI where one was read, otherwise to a search for it, and the entry
says so; what `data/review/reference_corrections.csv` reads otherwise stands behind it. The page
is plain Markdown made of `references.bib`; each entry can be linked to by its key.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pybtex.backends.markdown import Backend
from pybtex.style.formatting import toplevel
from pybtex.style.formatting.unsrt import Style as Unsorted
from pybtex.style.formatting.unsrt import pages as pages_field
from pybtex.style.labels import BaseLabelStyle
from pybtex.style.sorting import BaseSortingStyle
from pybtex.style.template import (
    field,
    first_of,
    href,
    join,
    names,
    optional,
    optional_field,
    sentence,
    tag,
)

from anodes.data.files import ROOT, bibliography, once_a_state, read
from anodes.data.frames import records
from anodes.data.reference_list import address, title_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from pybtex.database import Entry
    from pybtex.style.template import Node


PLACE = '<a id="{}"></a>'
NO_DOI = "\nNo DOI was read."


def label(key: str) -> str:
    """'r051' -> '51', 'li2022' -> 'Li 2022'; any other key is its own label."""
    if match := re.fullmatch(r"r(\d{3})", key):
        return str(int(match[1]))
    return re.sub(r"^([a-z]+)(\d{4})$", lambda m: f"{m[1].title()} {m[2]}", key)


def page(text: str, root: Path = ROOT) -> str:
    """The text of the page with its entries made anew; what stands before the first is kept.

    Raises `DataError` where the bibliography cannot be read.
    """
    head = text.partition("<a id=")[0].rstrip()
    return "\n\n".join([head, *_entries(root)]) + "\n"


@once_a_state
def _entries(root: Path) -> list[str]:
    """The entries of the page, as they are written."""
    style, backend, sources = ReviewStyle(), Backend(), bibliography(root).entries
    added = _corrections(root)
    return [
        f"{PLACE.format(entry.key)}**[{entry.label}]** {_light(entry.text.render(backend))}"
        + ("" if "doi" in sources[entry.key].fields else NO_DOI)
        + added.get(entry.key, "")
        for entry in style.format_entries(sources.values())
    ]


def _corrections(root: Path) -> dict[str, str]:
    """What is read otherwise than the list prints, by the key of the entry, with the reasons."""
    found: dict[str, dict[str, str]] = {}
    for row in records(read("reference_corrections", root)):
        printed = f"printed: {row['printed']}" if row["printed"] else "not printed"
        reasons = found.setdefault(f"r{row['reference']:03}", {})
        words = f"{row['field']} {row['used']} ({printed})"
        before = reasons.get(row["reason"])
        reasons[row["reason"]] = f"{before}, {words}" if before else words
    return {
        key: "".join(f"\nCorrection: {words}. {reason}" for reason, words in reasons.items())
        for key, reasons in found.items()
    }


def _light(text: str) -> str:
    """Markdown without escapes of signs that mean nothing within a line."""
    return re.sub(r"\\([-.+()!])", r"\1", text)


class ReviewLabels(BaseLabelStyle):
    """Labels that are the review's reference numbers."""

    def format_labels(self, sorted_entries: Iterable[Entry]) -> Iterator[str]:
        """One label an entry."""
        for entry in sorted_entries:
            yield label(entry.key)


class ReviewOrder(BaseSortingStyle):
    """The review's numbers first and in order, then our own sources by key."""

    def sorting_key(self, entry: Entry) -> tuple[bool, str]:
        """Keys of the review sort before all others."""
        return (not re.fullmatch(r"r\d{3}", entry.key), entry.key)


class ReviewStyle(Unsorted):
    """Authors, title, journal, volume, pages, year, note; what is not printed is left out."""

    default_label_style = ReviewLabels
    default_sorting_style = ReviewOrder

    def get_article_template(self, entry: Entry) -> Node:
        """The template of an article, whose title links to its DOI or to a search for it."""
        title = title_of(entry)
        place = address(title, entry.fields.get("doi", ""))
        pages = first_of[
            optional[join[optional_field("volume"), ":", pages_field]], optional_field("volume")
        ]
        return toplevel[
            sentence[names("author", sep=", ", sep2=" and ", last_sep=" and ")],
            sentence[href(place)[title]],
            sentence[tag("em")[field("journal")], optional[field("year")], optional[pages]],
            sentence[optional_field("note")],
        ]
