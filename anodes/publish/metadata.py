"""What a page says of itself to search engines and to those who share it."""

from __future__ import annotations

import json
import os
from html import escape
from typing import TYPE_CHECKING, Any

from anodes.publish import catalogues
from anodes.publish.catalogues import ADDRESS, LICENCE
from anodes.publish.cover import HEIGHT, WIDTH

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.config import Config

LENGTH = 200  # characters of a description that are shown
SOURCE = "https://doi.org/10.20517/energymater.2022.24"
OF_THE_DATA = ("chapters/index", "chapters/dataset")  # pages that describe the data to machines
LANDING = "chapters/index.html"
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
        address=context.get("pageurl") or "",  # which Sphinx makes canonical
    )
    if pagename in OF_THE_DATA:
        context["metatags"] += data_block(catalogues.dataset(app.config.html_baseurl))


def data_block(made: dict[str, Any]) -> str:
    """JSON-LD in a page: data, no script that runs, so the policy of the site lets it stand."""
    text = json.dumps(made, ensure_ascii=False).replace("<", "\\u003c")
    return f'\n<script type="application/ld+json">{text}</script>'


def root_page(title: str, words: str, address: str) -> str:
    """The page at the address of the site itself, which leads to the landing page.

    Search engines and messengers do not follow it, so it says what it stands for.
    """
    base = f"{address.rstrip('/')}/" if address else ""
    tags = head(
        title=title, book=title, words=words, cover=f"{base}{COVER}", author=title,
        address=f"{base}{LANDING}" if address else "",
    )  # fmt: skip
    canonical = f'\n<link rel="canonical" href="{escape(base + LANDING)}">' if address else ""
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>{tags}{canonical}\n"
        f'<meta http-equiv="refresh" content="0; url={LANDING}">\n</head>\n<body>\n<main>'
        f"<h1>{escape(title)}</h1><p>{escape(words)}</p>"
        f'<p><a href="{LANDING}">To the book</a></p></main>\n</body>\n</html>\n'
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


def head(*, title: str, book: str, words: str, cover: str, author: str, address: str = "") -> str:
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
    } | ({"og:url": address} if address else {})
    return "".join(
        f'\n<meta {kind}="{name}" content="{escape(content, quote=True)}">'
        for kind, group in (("name", named), ("property", shared))
        for name, content in group.items()
    )
