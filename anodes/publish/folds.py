"""What is only for looking up is folded on the site; in a notebook it has an ordinary heading.

A section with the heading `Look up` keeps its heading and its place in the contents. What it holds
stands in a fold, which names its parts; a link into it, a search and the keyboard open it.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from docutils import nodes

if TYPE_CHECKING:
    from sphinx.application import Sphinx

HEADING = "Look up"
FOLD = '<details class="look-up">'  # by which a page knows that it needs the script


def register(app: Sphinx) -> None:
    """Fold the sections of each page once it is read."""
    app.connect("doctree-read", _fold_page)


def _fold_page(app: Sphinx, document: nodes.document) -> None:
    del app
    for section in list(document.findall(nodes.section)):
        if section[0].astext() == HEADING:
            fold_section(section)


def fold_section(section: nodes.section) -> None:
    """Put what follows the heading of a section into a fold, whose line names the parts."""
    parts = [part[0].astext() for part in section.children if isinstance(part, nodes.section)]
    line = escape("; ".join(parts) or HEADING, quote=False)
    start = nodes.raw("", f"{FOLD}<summary>{line}</summary>", format="html")
    section[1:] = [start, *section.children[1:], nodes.raw("", "</details>", format="html")]
