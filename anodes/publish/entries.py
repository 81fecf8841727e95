"""What a page of the site adds to each entry of the bibliography: its id, where it is used, BibTeX.

Where a reference is used is known when every page is written, so this comes after the pages.
"""

from __future__ import annotations

import re
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING

from anodes.data.files import REFERENCES, ROOT
from anodes.publish.search import BIBLIOGRAPHY, Use, parts_of, uses

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sphinx.application import Sphinx

ENTRY = re.compile(r'<p id="(r\d{3}|[a-z]+\d{4})">.*?</p>', re.S)
BIBTEX = re.compile(r"^@\w+\{([^,\s]+),\n.*?^\}$", re.S | re.M)
FILTER = '<div class="filter-entries grid-tools"></div>'  # which bibliography.js fills
NOWHERE = "Cited by the review only."


def register(app: Sphinx) -> None:
    """Complete the page of the bibliography when all pages are written."""
    app.connect("build-finished", _complete, priority=200)  # after the search has its data


def _complete(app: Sphinx, error: Exception | None) -> None:
    page = app.outdir / f"{BIBLIOGRAPHY}.html"
    if error or app.builder.name != "html" or not page.exists():
        return
    text = page.read_text(encoding="utf-8")
    sources = entries_of((ROOT / REFERENCES).read_text(encoding="utf-8"))
    used = uses(parts_of(app))
    page.write_text(completed(text, used, sources), encoding="utf-8", newline="\n")


def entries_of(text: str) -> dict[str, str]:
    """Each entry of a BibTeX file as it is written there, by its key."""
    return {match[1]: match[0] for match in BIBTEX.finditer(text)}


def completed(page: str, used: dict[str, list[Use]], sources: dict[str, str]) -> str:
    """The page with a line below each entry: its key, the places that cite it, its BibTeX.

    Above the first is the room for what filters them.
    """

    def entry(match: re.Match[str]) -> str:
        key = match[1]
        return (
            f'<div class="entry">{match[0]}<div class="entry-more"><p><code>{key}</code> '
            f"{places(used.get(key, []))}</p><details><summary>BibTeX</summary>"
            f"<pre>{escape(sources[key], quote=False)}</pre></details></div></div>"
        )

    first = ENTRY.search(page)
    if first is None:
        return page
    return page[: first.start()] + FILTER + ENTRY.sub(entry, page[first.start() :])


def places(found: Sequence[Use]) -> str:
    """'Used in Tin: Heading, Heading; Outlook: Heading', each heading a link."""
    if not found:
        return NOWHERE
    chapters = []
    for page, of_page in groupby(found, key=lambda use: use.page):
        listed = list({use.place: use for use in of_page}.values())
        title = listed[0].title.partition(":")[0]
        links = ", ".join(_link(page, use) for use in listed)
        chapters.append(f"{escape(title, quote=False)}: {links}")
    return f"Used in {'; '.join(chapters)}."


def _link(page: str, use: Use) -> str:
    """A link to a part of a page, by its heading or, at a page's beginning, by what it is."""
    heading = "beginning" if use.heading == use.title else use.heading
    target = f"{page.rpartition('/')[2]}.html" + (f"#{use.place}" if use.place else "")
    return f'<a href="{target}">{escape(heading, quote=False)}</a>'
