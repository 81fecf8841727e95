"""A deck of slides for each chapter: its findings, a slide for each figure, and its key points.

A deck is made from the finished page of the chapter, so that it shows the same words and pictures.
The title of a figure is the finding of its slide, the rest of the caption are the speaker's notes.
A deck is a page of its own that needs no network and no framework: `_static/slides.js` turns its
slides by keys and buttons, and without it, or on paper, the slides follow one another.
"""

from __future__ import annotations

import copy
import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from lxml import html
from markupsafe import Markup

from anodes.publish import toc
from anodes.publish.templating import rendered

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx

FOLDER = "slides"
KEY_POINTS = "key-points"
TEACHING = re.compile(r'(<section id="teach-with-it">\s*<h2>.*?</h2>)', re.S)
POINTS = re.compile(rf'(<section id="{KEY_POINTS}">\s*<h2>.*?</h2>)', re.S)


class Slide(NamedTuple):
    """Heading, body and notes of a slide as HTML, and what its picture shows in words."""

    heading: Markup
    lines: tuple[Markup, ...] = ()
    picture: Markup = Markup()
    words: str = ""
    notes: Markup = Markup()


def register(app: Sphinx) -> None:
    """Make the decks when nothing inline is left in the pages, before unused styles are dropped."""
    app.connect("build-finished", _write, priority=700)


def _write(app: Sphinx, error: Exception | None) -> None:
    if error or app.builder.name != "html":
        return
    site = Path(app.outdir)
    (site / FOLDER).mkdir(exist_ok=True)
    decks = []
    for name in (path.stem for path in toc.in_order()):
        text = (site / f"chapters/{name}.html").read_text(encoding="utf-8")
        page = html.document_fromstring(text)
        if page.find(f".//section[@id='{KEY_POINTS}']") is not None:
            decks.append(_deck(site, name, text, page))
    _index(site, decks)


def _deck(site: Path, name: str, text: str, page: html.HtmlElement) -> tuple[str, str, int]:
    """Write a chapter's deck and a link to it; its name, title and number of slides."""
    made = slides(page)
    title = made[0].heading.striptags()
    deck = rendered("deck", title=title, slides=made, chapter=f"../chapters/{name}.html")
    (site / FOLDER / f"{name}.html").write_text(f"{deck}\n", encoding="utf-8", newline="\n")
    link = f'<p class="to-slides"><a href="../{FOLDER}/{name}.html">Slides of this chapter</a></p>'
    linked = POINTS.sub(lambda match: match[1] + link, text, count=1)
    (site / f"chapters/{name}.html").write_text(linked, encoding="utf-8", newline="\n")
    return name, title, len(made)


def _index(site: Path, decks: list[tuple[str, str, int]]) -> None:
    """The list of decks, and a link to it from the landing page."""
    listed = rendered("decks", decks=decks)
    (site / FOLDER / "index.html").write_text(f"{listed}\n", encoding="utf-8", newline="\n")
    landing = site / "chapters/index.html"
    link = f'<p class="to-slides"><a href="../{FOLDER}/index.html">Slides of each chapter</a></p>'
    text = landing.read_text(encoding="utf-8")
    text = TEACHING.sub(lambda m: m[1] + link, text, count=1)
    landing.write_text(text, encoding="utf-8", newline="\n")


def slides(page: html.HtmlElement) -> list[Slide]:
    """The slides of a chapter's page: findings, a slide for each figure, and the key points."""
    page = copy.deepcopy(page)
    for words in page.xpath("//noscript | //p[@class='code-switch']"):  # no finding is in them
        words.drop_tree()
    for link in page.xpath("//a[contains(@class, 'headerlink')]"):
        link.drop_tree()
    for link in page.xpath("//article//a"):
        link.drop_tag()
    title = page.find(".//article//h1")
    findings = _inner(title.getnext()).split("\n")  # a sentence is a line of the source
    points = page.findall(f".//section[@id='{KEY_POINTS}']/ul/li")
    return [
        Slide(_inner(title), tuple(map(Markup, findings))),
        *_figures(page),
        Slide(Markup("Key points"), tuple(map(_words, points))),
    ]


def _figures(page: html.HtmlElement) -> Iterator[Slide]:
    """A slide for each figure of the page with a title and a picture."""
    for figure in page.xpath("//article//figure[starts-with(@id, 'fig-')]"):
        heading, picture = figure.find("p[@class='figure-title']"), figure.find(".//svg")
        caption = figure.find(".//span[@class='caption-text']")
        if heading is None or picture is None or caption is None:
            continue
        words = figure.find(".//p[@class='chart-words']")
        shown = words.text_content() if words is not None else picture.get("aria-label", "")
        for name in ("role", "aria-label", "aria-hidden"):
            picture.attrib.pop(name, None)
        picture.tail = None
        drawn = Markup(html.tostring(picture, encoding="unicode"))
        yield Slide(_inner(heading), picture=drawn, words=shown, notes=_inner(caption))


def _words(item: html.HtmlElement) -> Markup:
    """A point of a list, which may be in a paragraph of its own."""
    paragraph = item.find("p")
    return _inner(item if paragraph is None else paragraph)


def _inner(element: html.HtmlElement) -> Markup:
    """What an element holds, as HTML."""
    children = "".join(html.tostring(child, encoding="unicode") for child in element)
    return Markup(Markup.escape(element.text or "") + Markup(children)).strip()
