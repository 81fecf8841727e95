"""Terms of the glossary, linked where a page first uses them; chapters need no markup.

Sphinx knows the terms from the page of the glossary. When a page is written, the first occurrence
of each in running text becomes a link to its entry, with the definition as its tip; the folded
answers and hints of exercises, which are HTML in the chapter, count. Headings, links, code,
formulae and outputs are left alone, and so are pages that only list.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, Any, NamedTuple

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from sphinx.application import Sphinx

    Pieces = Callable[[str], Iterator[tuple[str, "Entry | None"]]]

PAGE = "chapters/glossary"
LISTS = (PAGE, *(f"chapters/{n}" for n in ("api", "bibliography", "credits", "formula-sheet")))
APART = (
    addnodes.desc,
    addnodes.download_reference,
    addnodes.pending_xref,
    nodes.FixedTextElement,
    nodes.Titular,
    nodes.literal,
    nodes.math,
    nodes.raw,
    nodes.reference,
    nodes.term,
)
ANSWERS = "<details><summary>"  # how the HTML of answers and hints begins
NO_WORDS = re.compile(r"(<(summary|code|a)\b.*?</\2>|<[^>]*>)", re.S)  # of it, left alone
TIP = 200  # letters of a definition that a tip shows


class Entry(NamedTuple):
    """Where an entry of the glossary is, and what a pointer over a link to it shows."""

    anchor: str
    tip: str


def register(app: Sphinx) -> None:
    """Link the terms after Sphinx has resolved its own references."""
    app.add_post_transform(TermLinks)


def term_pattern(terms: Mapping[str, Any]) -> re.Pattern[str]:
    """Any of the terms as a whole word, with or without the s of a plural, the longest first.

    A term in lower case may begin a sentence; one with capitals is an abbreviation or a name.
    """
    parts = []
    for term in sorted(terms, key=len, reverse=True):
        words = re.sub(r"\\?\s+", r"\\s+", re.escape(term))
        if term[0].islower():
            words = f"[{term[0]}{term[0].upper()}]{words[1:]}"
        parts.append(words)
    return re.compile(rf"(?<![\w⁻–-])(?:{'|'.join(parts)})s?(?![\w⁻–-])")


class TermLinks(SphinxPostTransform):
    """Links the first use of each term on a page."""

    default_priority = 800

    def run(self, **_: Any) -> None:  # noqa: ANN401
        """Link the terms of a page that is not a list."""
        page = self.env.docname
        if page not in LISTS and PAGE in self.env.found_docs:
            address = self.app.builder.get_relative_uri(page, PAGE)
            link(self.document, entries(self.env.get_doctree(PAGE)), address)


def entries(page: nodes.document) -> dict[str, Entry]:
    """Each term of the glossary's page; those of one entry share the anchor of the first."""
    known = {}
    for item in page.findall(nodes.definition_list_item):
        terms = [node for node in item.findall(nodes.term) if node["ids"]]
        words = next(item.findall(nodes.paragraph), nodes.paragraph()).astext()
        for term in terms:
            known[term.astext()] = Entry(terms[0]["ids"][0], tip(words))
    return known


def tip(words: str) -> str:
    """The first sentence of a definition, cut between words where it is long."""
    first = re.split(r"(?<=\.)\s", " ".join(words.split()), maxsplit=1)[0]
    return first if len(first) <= TIP else first[:TIP].rsplit(" ", 1)[0] + "…"


def link(document: nodes.document, known: Mapping[str, Entry], address: str) -> None:
    """Make the first use of each term in running text a link to its entry."""
    if not known:
        return
    find, left = term_pattern(known), set(known.values())

    def pieces(words: str) -> Iterator[tuple[str, Entry | None]]:
        end = 0
        for match in find.finditer(words):
            entry = _entry(match[0], known)
            if entry in left:
                left.remove(entry)
                yield words[end : match.start()], None
                yield match[0], entry
                end = match.end()
        yield words[end:], None

    for node in list(_running(document)):
        if isinstance(node, nodes.raw):
            _link_html(node, pieces, address)
            continue
        parts = list(pieces(node.astext()))
        if len(parts) > 1:
            made = [_reference(w, e, address) if e else nodes.Text(w) for w, e in parts]
            node.parent.replace(node, made)


def _link_html(node: nodes.raw, pieces: Pieces, address: str) -> None:
    """Link the terms in the words of answers and hints."""
    parts = NO_WORDS.split(node.astext())
    for place in range(0, len(parts), 3):  # words, what has none, the name of its tag
        linked = (_anchor(w, e, address) if e else w for w, e in pieces(parts[place]))
        parts[place] = "".join(linked)
    del parts[2::3]
    text = "".join(parts)
    node.replace_self(nodes.raw("", text, format="html"))


def _anchor(words: str, entry: Entry, address: str) -> str:
    """A link as Sphinx writes that of `_reference`."""
    title = escape(entry.tip, quote=True)
    target = f'href="{address}#{entry.anchor}"'
    return f'<a class="term-link reference internal" {target} title="{title}">{words}</a>'


def _running(document: nodes.document) -> Iterator[nodes.Text | nodes.raw]:
    """The texts of paragraphs and captions that are no part of something else, and answers."""
    for text in document.findall(lambda node: isinstance(node, nodes.Text | nodes.raw)):
        if isinstance(text, nodes.raw):
            if text.astext().startswith(ANSWERS):
                yield text
            continue
        place: nodes.Node | None = text.parent
        inside = False
        while place is not None and not isinstance(place, APART):
            inside = inside or isinstance(place, nodes.paragraph | nodes.caption)
            place = place.parent
        if inside and place is None:
            yield text


def _entry(words: str, known: Mapping[str, Entry]) -> Entry:
    """The entry of a term as a text has it: at the start of a sentence, or more than one."""
    plain = " ".join(words.split())
    one = plain.removesuffix("s")
    forms = (plain, one, plain[0].lower() + plain[1:], one[0].lower() + one[1:])
    return next(known[form] for form in forms if form in known)


def _reference(words: str, entry: Entry, address: str) -> nodes.reference:
    refuri = f"{address}#{entry.anchor}"
    marks = {"internal": True, "reftitle": entry.tip, "classes": ["term-link"]}
    return nodes.reference("", words, refuri=refuri, **marks)
