"""What a page says of itself to search engines and to those who share it."""

from __future__ import annotations

import os
from html import escape
from typing import TYPE_CHECKING, Any

from anodes.publish.cover import HEIGHT, WIDTH

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.config import Config

ADDRESS = "ANODES_URL"  # where the site will stand, if it is known: sharing needs whole addresses
LENGTH = 200  # characters of a description that are shown
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
SOURCE = "https://doi.org/10.20517/energymater.2022.24"
COVER = "_static/cover.png"
COVER_WORDS = "A porous particle and sixty electrodes as marks, beside the title of the book"


def register(app: Sphinx) -> None:
    """Describe each page in its head."""
    app.connect("config-inited", _address)
    app.connect("html-page-context", _describe)


def _address(app: Sphinx, config: Config) -> None:
    del app
    config.html_baseurl = os.environ.get(ADDRESS, config.html_baseurl)


def _describe(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document
) -> None:
    del templatename
    if doctree is None:
        return
    up = "../" * pagename.count("/")
    cover = (
        f"{app.config.html_baseurl.rstrip('/')}/{COVER}" if app.config.html_baseurl else up + COVER
    )
    context["metatags"] += head(
        title=context["title"],
        book=app.config.html_title or app.config.project,
        words=description(doctree),
        cover=cover,
        author=app.config.author,
    )


def description(doctree: nodes.document) -> str:
    """The first paragraphs of a page that are no note, as far as they are shown."""
    from docutils import nodes

    words = ""
    for paragraph in doctree.findall(nodes.paragraph):
        if isinstance(paragraph.parent, nodes.section):
            words = f"{words} {' '.join(paragraph.astext().split())}".strip()
        if len(words) >= LENGTH / 2:
            break
    if len(words) <= LENGTH:
        return words
    return words[: LENGTH - 1].rsplit(" ", 1)[0].rstrip(",;:") + "…"


def head(*, title: str, book: str, words: str, cover: str, author: str) -> str:
    """The meta elements of a page."""
    named = {
        "description": words,
        "author": author,
        "dcterms.license": LICENCE,
        "dcterms.source": SOURCE,
        "twitter:card": "summary_large_image",
        "theme-color": "#0b5f86",
    }
    shared = {
        "og:title": title,
        "og:site_name": book,
        "og:description": words,
        "og:type": "article",
        "og:locale": "en",
        "og:image": cover,
        "og:image:width": str(WIDTH),
        "og:image:height": str(HEIGHT),
        "og:image:alt": COVER_WORDS,
    }
    return "".join(
        f'\n<meta {kind}="{name}" content="{escape(content, quote=True)}">'
        for kind, group in (("name", named), ("property", shared))
        for name, content in group.items()
    )
