"""Terms of the glossary, linked where a page first uses them; chapters need no markup.

Sphinx knows the terms from the page of the glossary. When a page is written, the first occurrence
of each in running text becomes a link to its entry, with the definition as its tip. Headings,
links, code, formulae and outputs are left alone, and so are pages that only list.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sphinx.application import Sphinx

PAGE = "chapters/glossary"
LISTS = (PAGE, "chapters/api", "chapters/bibliography", "chapters/credits")
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
    nodes.strong,
    nodes.term,
)
TIP = 200  # letters of a definition that a tip shows


def register(app: Sphinx) -> None:
    """Link the terms after Sphinx has resolved its own references."""
    app.add_post_transform(TermLinks)


def pattern(terms: Mapping[str, Any]) -> re.Pattern[str]:
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
        """Go through the running text of the page once, from top to bottom."""
        if self.env.docname in LISTS or not self.entries:
            return
        find, seen = pattern(self.entries), set[str]()
        for text in list(self._running()):
            parts = self._linked(text.astext(), find, seen)
            if any(isinstance(part, nodes.reference) for part in parts):
                text.parent.replace(text, parts)

    def _running(self) -> Iterator[nodes.Text]:
        """The texts of paragraphs and captions that are no part of something else."""
        for text in self.document.findall(nodes.Text):
            place: nodes.Node | None = text.parent
            inside = False
            while place is not None and not isinstance(place, APART):
                inside = inside or isinstance(place, nodes.paragraph | nodes.caption)
                place = place.parent
            if inside and place is None:
                yield text

    def _linked(self, text: str, find: re.Pattern[str], seen: set[str]) -> list[nodes.Node]:
        """A text in parts, each first use of an entry a link."""
        parts: list[nodes.Node] = []
        end = 0
        for match in find.finditer(text):
            anchor, tip = self._entry(match[0])
            if anchor in seen:
                continue
            seen.add(anchor)
            parts += [nodes.Text(text[end : match.start()])] if match.start() > end else []
            parts.append(self._link(match[0], anchor, tip))
            end = match.end()
        return [*parts, nodes.Text(text[end:])] if end < len(text) else parts

    def _entry(self, words: str) -> tuple[str, str]:
        plain = " ".join(words.split())
        one = plain.removesuffix("s")
        forms = (plain, one, plain[0].lower() + plain[1:], one[0].lower() + one[1:])
        return next(self.entries[form] for form in forms if form in self.entries)

    def _link(self, words: str, anchor: str, tip: str) -> nodes.reference:
        address = f"{self.app.builder.get_relative_uri(self.env.docname, PAGE)}#{anchor}"
        return nodes.reference(
            "", words, internal=True, refuri=address, reftitle=tip, classes=["term-link"]
        )

    @cached_property
    def entries(self) -> dict[str, tuple[str, str]]:
        """Anchor and tip of each term; the terms of one entry share those of its first."""
        if PAGE not in self.env.found_docs:
            return {}
        known = {}
        for item in self.env.get_doctree(PAGE).findall(nodes.definition_list_item):
            terms = [node for node in item.findall(nodes.term) if node["ids"]]
            paragraph = next(item.findall(nodes.paragraph), None)
            tip = " ".join(paragraph.astext().split()) if paragraph else ""
            for term in terms:
                known[term.astext()] = (terms[0]["ids"][0], _shortened(tip))
        return known


def _shortened(tip: str) -> str:
    """The first sentence of a definition, cut between words where it is long."""
    first = re.split(r"(?<=\.)\s", tip, maxsplit=1)[0]
    return first if len(first) <= TIP else first[:TIP].rsplit(" ", 1)[0] + "…"
