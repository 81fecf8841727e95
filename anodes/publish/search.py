"""What the search looks through: the words of each part of each page, under the part's own address.

Sphinx's index joins the table cells of a row to one word, knows words only by their stems and
shows excerpts where it can fetch a page, which a file cannot. Here each page is read as it is
published: cells and lines are apart, a part has the id that a link can lead to, and
`_static/search.js` finds words in it. The same reading says which parts cite a reference.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from lxml import html

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from docutils import nodes
    from lxml.html import HtmlElement
    from sphinx.application import Sphinx
    from sphinx.config import Config

DATA = "_static/search-data.js"
SITEMAP = "sitemap.xml"
OF_SPHINX = ("searchtools.js", "language_data.js")  # which its own search would need
BIBLIOGRAPHY = "chapters/bibliography"
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
PLACES = ("section", "figure", "details", "dt")  # with an id, they are parts of their own
ROOM = {
    "br",
    "dd",
    "div",
    "dt",
    "legend",
    "li",
    "option",
    "p",
    "pre",
    "span",
    "summary",
    "td",
    "th",
}
SILENT = {"script", "style", "svg", "form", "button", "noscript", "thead"}
APART = {"cell_input", "above-input", "figure-links", "toctree-wrapper", "copied"}  # classes
TERM = "term-"
HEADER_LINK = "headerlink"
REFERENCE = re.compile(r"r\d{3}|[a-z]+\d{4}")  # ids of entries of the bibliography
CITED = re.compile(r"(?:bibliography\.html)?#(r\d{3}|[a-z]+\d{4})")


@dataclass
class Part:
    """A part of a page that can be linked to: its heading, its texts and the references in it."""

    place: str
    heading: str = ""
    texts: list[str] = field(default_factory=list)
    cited: dict[str, None] = field(default_factory=dict)


class Use(NamedTuple):
    """A part of a page that cites a reference: the page, the part's id, both their headings."""

    page: str
    place: str
    title: str
    heading: str


def register(app: Sphinx) -> None:
    """Read each page that is written; what the search needs comes in place of Sphinx's index."""
    app.connect("config-inited", _add_page)
    app.connect("builder-inited", _without_index)
    app.connect("html-page-context", _read, priority=950)  # after all that changes the body
    app.connect("build-finished", _write, priority=100)  # before files are credited


def _add_page(app: Sphinx, config: Config) -> None:
    del app
    own = {"search": "search.html", "404": "404.html"}
    config.html_additional_pages = {**config.html_additional_pages, **own}
    address = config.html_baseurl.rstrip("/")
    config.html_context["html_address"] = f"{address}/" if address else ""  # a folder, not a file


def _without_index(app: Sphinx) -> None:
    app.builder.search = False  # type: ignore[attr-defined]
    app.env.anodes_parts = {}  # type: ignore[attr-defined]


def parts_of(app: Sphinx) -> dict[str, list[Part]]:
    """The parts of the pages written so far, by the names of the pages."""
    return app.env.anodes_parts  # type: ignore[attr-defined]


def _read(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document
) -> None:
    del templatename
    if doctree is not None:
        parts_of(app)[pagename] = parts(context["body"])


def _write(app: Sphinx, error: Exception | None) -> None:
    if error or app.builder.name != "html":
        return
    text = parts_script(_with_uses(parts_of(app)))
    (app.outdir / DATA).write_text(text, encoding="utf-8", newline="\n")
    if app.config.html_baseurl:  # a map of the site needs whole addresses
        text = sitemap(parts_of(app), app.config.html_baseurl)
        (app.outdir / SITEMAP).write_text(text, encoding="utf-8", newline="\n")
    for name in OF_SPHINX:
        (app.outdir / "_static" / name).unlink(missing_ok=True)


def sitemap(pages: Iterable[str], address: str) -> str:
    """The list of all pages that engines of search read."""
    places = "".join(f"<url><loc>{address.rstrip('/')}/{page}.html</loc></url>" for page in pages)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{places}</urlset>\n'
    )


def parts_script(pages: dict[str, list[Part]]) -> str:
    """The script that gives all parts to `search.js`: [page, place, heading, texts] each."""
    listed = {
        "pages": [f"{name}.html" for name in pages],
        "parts": [
            [number, part.place, part.heading, part.texts]
            for number, found in enumerate(pages.values())
            for part in found
            if part.heading or part.texts
        ],
    }
    return f"window.bookParts = {json.dumps(listed, ensure_ascii=False, separators=(',', ':'))};\n"


def uses(pages: dict[str, list[Part]]) -> dict[str, list[Use]]:
    """By the key of a reference, the parts of pages that cite it."""
    found: dict[str, list[Use]] = {}
    for page, listed in pages.items():
        for part in listed if page != BIBLIOGRAPHY else ():
            for key in part.cited:
                where = Use(page, part.place, listed[0].heading, part.heading)
                found.setdefault(key, []).append(where)
    return found


def _with_uses(pages: dict[str, list[Part]]) -> dict[str, list[Part]]:
    """The parts, those of references with the titles of the pages that use them."""
    used = uses(pages)
    for part in pages.get(BIBLIOGRAPHY, ()):
        if titles := dict.fromkeys(use.title.partition(":")[0] for use in used.get(part.place, ())):
            part.texts.append(f"{part.place}, used in {', '.join(titles)}.")
    return pages


# ---------------------------------------------------------------- one page


def parts(body: str) -> list[Part]:
    """The parts of a page in order, the first that of its title."""
    root = html.fragment_fromstring(body, create_parent="div")
    found = [Part("")]
    _collect(root, found[0], found)
    for term, below in reversed(list(pairwise(found))):
        if term.place.startswith(TERM) and below.place.startswith(TERM) and not term.texts:
            term.texts = below.texts  # several terms with one definition
    return [part for part in found if part.heading or part.texts or part.cited]


def _collect(element: HtmlElement, part: Part, found: list[Part]) -> None:
    """Put the texts of an element into its part, and into further parts those within."""
    for child in element:
        if not isinstance(child.tag, str) or _is_apart(child):
            continue
        inner = _part_of(child, part, found)
        if child.tag in HEADINGS:
            inner.heading = inner.heading or words(child)
        elif child.tag == "tr":
            inner.texts.append(_row(map(words, child)))
            _note_citations(child, inner)
        elif _is_text(child):
            _put(child, inner)
        else:
            _collect(child, inner, found)


def _part_of(child: HtmlElement, part: Part, found: list[Part]) -> Part:
    """The part that an element opens, or the one that it is in."""
    place = child.get("id", "")
    if child.tag == "dd" and (term := child.getprevious()) is not None and term.get("id"):
        return next((known for known in reversed(found) if known.place == term.get("id")), part)
    if not place or not (child.tag in PLACES or REFERENCE.fullmatch(place)):
        return part
    if child.tag == "section" and not any(inner.tag in HEADINGS for inner in child):
        return part  # an exercise: its title is a paragraph
    if child.tag == "section" and part.place == "" and not part.heading:
        part.place = place  # that of the page's title
        return part
    found.append(Part(place))
    return found[-1]


def _put(child: HtmlElement, part: Part) -> None:
    """A paragraph, term or caption: the heading of a part that needs one, else one of its texts."""
    text = words(child)
    _note_citations(child, part)
    if not text or text in part.texts:
        return
    opens = child.tag in ("dt", "summary") or "figure-title" in child.get("class", "")
    if (opens and not part.heading) or (not part.heading and REFERENCE.fullmatch(part.place)):
        part.heading = text
    else:
        part.texts.append(text)


def _is_text(element: HtmlElement) -> bool:
    """Whether an element holds running text, and no table or list within."""
    if element.tag not in ("p", "dt", "dd", "li", "summary", "figcaption", "legend", "label", "a"):
        return False
    blocks = ("p", "table", "ul", "ol", "dl", "pre", "details", "figure", "section")
    return next(element.iter(*blocks), element) is element


def _is_apart(element: HtmlElement) -> bool:
    """Whether an element has what nobody looks for: code, controls, heads, the rows of a chart."""
    classes = set(element.get("class", "").split())
    return element.tag in SILENT or bool(classes & APART) or "data-kinds" in element.attrib


def _note_citations(element: HtmlElement, part: Part) -> None:
    for link in element.iter("a"):
        if cited := CITED.fullmatch(link.get("href", "").split("chapters/")[-1]):
            part.cited[cited[1]] = None


def words(element: HtmlElement) -> str:
    """The text of an element, one space between its words and what stands in boxes of its own."""
    return re.sub(r"\s+", " ", "".join(_pieces(element))).strip()


def _pieces(element: HtmlElement) -> Iterator[str]:
    if not isinstance(element.tag, str) or element.tag in SILENT:
        return
    if HEADER_LINK in element.get("class", ""):
        return
    room = " " if element.tag in ROOM - {"span"} else ""
    yield room + (element.text or "")
    for child in element:
        yield from _pieces(child)
        yield child.tail or ""
    yield room


def _row(cells: Any) -> str:  # noqa: ANN401
    """A row of a table: its cells that say something, apart."""
    return " · ".join(cell for cell in cells if cell and cell != "–")
