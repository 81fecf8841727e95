"""The glossary: its formulas are those of the code, and pages link to it where a term comes first."""

import importlib
import re

import pytest
from conftest import ROOT, pages
from docutils import nodes
from docutils.utils import new_document
from lxml import html

from anodes import physics
from anodes.publish import glossary

PAGE = (ROOT / f"{glossary.PAGE}.md").read_text(encoding="utf-8")
LINKED = re.compile(r"\{py:\w+\}`~anodes\.physics\.(\w+)`")
NAMED = re.compile(r"\{py:func\}`~anodes\.physics\.(\w+)\.(\w+)`")


def entries():
    """Terms and definition of each entry."""
    for block in re.findall(r"```\{glossary\}\n(.*?)```", PAGE, re.S):
        for entry in block.strip().split("\n\n"):
            lines = entry.splitlines()
            terms = [line for line in lines if not line.startswith(" ")]
            yield terms, "\n".join(lines[len(terms) :])


def test_no_term_has_two_entries():
    terms = [term for names, _ in entries() for term in names]
    assert len(terms) == len(set(terms)) > 60
    assert {"N/P ratio", "tap density", "areal capacity", "ICE", "C-rate", "lithiation"} <= set(
        terms
    )


def test_every_function_that_is_named_exists():
    assert len(LINKED.findall(PAGE)) > 15
    for name in LINKED.findall(PAGE):
        assert name in physics.__all__, name
    for module, name in NAMED.findall(PAGE):
        assert callable(getattr(importlib.import_module(f"anodes.physics.{module}"), name))
        assert name not in physics.__all__, f"{name} is on the API page: link to it"


def plain(formula: str) -> str:
    """A formula in LaTeX or in a docstring, as letters, digits and signs."""
    formula = re.sub(r"\^\{([^{}]*)\}", r"^(\1)", formula)
    formula = re.sub(r"\\sqrt\{([^{}]*(?:\^\(?\d\)?[^{}]*)*)\}", r"sqrt(\1)", formula)
    formula = formula.replace(r"\,", "").replace(r"\times", "x").replace(r"\mathrm", "")
    return re.sub(r"[\s{}\\]", "", formula)


def documented(name: str, module: str = "") -> str:
    owner = importlib.import_module(f"anodes.physics.{module}") if module else physics
    return plain(getattr(owner, name).__doc__)


WITH_FORMULA = [
    (terms[0], formula, words)
    for terms, words in entries()
    for formula in re.findall(r"\$([^$]+)\$", words)
    if len(formula) > 7 and "V_0" not in formula  # no symbol
]


@pytest.mark.parametrize(("term", "formula", "words"), WITH_FORMULA, ids=lambda v: v[:30])
def test_a_formula_is_that_of_a_function_that_the_entry_names(term, formula, words):
    docs = [documented(name) for name in LINKED.findall(words)]
    docs += [documented(name, module) for module, name in NAMED.findall(words)]
    assert any(plain(formula) in doc for doc in docs), (term, plain(formula))


def test_formulas_are_found():
    assert len(WITH_FORMULA) >= 15


def test_an_entry_with_a_formula_says_its_unit():
    for terms, words in entries():
        if "{py:func}" in words and "Symbol" in words:
            assert "Unit: " in words, terms


# ------------------------------------------------------------------ links

KNOWN = {
    "porosity": glossary.Entry("term-porosity", "Share of pores."),
    "required porosity": glossary.Entry("term-required-porosity", "What is needed."),
    "cell": glossary.Entry("term-cell", ""),
    "ICE": glossary.Entry("term-ICE", ""),
}


def linked(*children):
    """A page of these parts whose terms are linked."""
    document = new_document("page")
    document += children
    glossary.link(document, KNOWN, "glossary.html")
    return document


def found(document):
    return [(link.astext(), link["refuri"]) for link in document.findall(nodes.reference)]


def paragraph(*parts):
    made = nodes.paragraph()
    made += [nodes.Text(part) if isinstance(part, str) else part for part in parts]
    return made


def test_the_first_use_of_each_term_becomes_a_link():
    page = linked(
        paragraph("Required porosity and porosity: the ICE of cells."), paragraph("porosity, cell")
    )
    assert found(page) == [
        ("Required porosity", "glossary.html#term-required-porosity"),
        ("porosity", "glossary.html#term-porosity"),
        ("ICE", "glossary.html#term-ICE"),
        ("cells", "glossary.html#term-cell"),
    ]
    assert page.astext() == "Required porosity and porosity: the ICE of cells.\n\nporosity, cell"
    first = next(page.findall(nodes.reference))
    assert (first["reftitle"], first["classes"]) == ("What is needed.", ["term-link"])


@pytest.mark.parametrize(
    "apart",
    [nodes.literal, nodes.math, nodes.raw,
     lambda _, text: nodes.reference("", text, refuri="x.html")],
)  # fmt: skip
def test_code_links_and_formulae_are_left_alone(apart):
    page = linked(paragraph(apart("", "porosity"), " and then porosity"))
    links = [pair for pair in found(page) if pair[1] != "x.html"]
    assert links == [("porosity", "glossary.html#term-porosity")]
    assert page[0].children[-2]["classes"] == ["term-link"]  # the second one


def test_a_term_in_bold_is_linked():
    page = linked(paragraph(nodes.strong("", "The porosity."), " and then porosity"))
    (link,) = page.findall(nodes.reference)
    assert isinstance(link.parent, nodes.strong)


def test_a_folded_answer_is_linked_but_not_its_summary():
    answers = (
        '<details><summary>The porosity.</summary>No: <b title="ICE">the porosity</b> &amp; '
        "<code>ICE</code>.</details>"
    )
    page = linked(nodes.raw("", answers, format="html"), paragraph("porosity, ICE"))
    (raw,) = page.findall(nodes.raw)
    assert raw.astext() == (
        '<details><summary>The porosity.</summary>No: <b title="ICE">the <a class="term-link '
        'reference internal" href="glossary.html#term-porosity" title="Share of pores.">porosity'
        "</a></b> &amp; <code>ICE</code>.</details>"
    )
    assert found(page) == [("ICE", "glossary.html#term-ICE")]


def test_headings_and_parts_of_words_are_left_alone():
    section = nodes.section()
    section += nodes.title("", "Porosity")
    section += paragraph("ices, porosity-free, microporosity, NICE, ice")
    assert found(linked(section)) == []


def test_terms_and_tips_come_from_the_page():
    page = new_document("glossary")
    item = nodes.definition_list_item()
    item += [nodes.term("", name, ids=[f"term-{name}"]) for name in ("mesopore", "mesoporous")]
    item += nodes.definition("", nodes.paragraph("", "A pore. Of\nsome size."))
    page += nodes.definition_list("", item)
    entry = glossary.Entry("term-mesopore", "A pore.")
    assert glossary.entries(page) == {"mesopore": entry, "mesoporous": entry}


def test_a_tip_is_the_first_sentence():
    assert glossary.tip("Share of pores; of a particle. More.") == (
        "Share of pores; of a particle."
    )
    assert glossary.tip("porous, " * 40) == "porous, " * 24 + "porous,…"


LISTS = ("glossary", "api", "bibliography", "credits", "formula-sheet")
APART = {"h1", "h2", "h3", "h4", "h5", "h6", "code", "pre", "script", "style", "math", "svg", "summary"}  # fmt: skip
NO_PROSE = {"figure-title", "explorer", "chart", "admonition-title", "answer", "cite"}
OUTPUT = "cell_output"  # of which only the captions of figures are prose


def prose(element):
    """The pieces of a page's running text, in order, each with the entry it links to."""
    classes = set((element.get("class") or "").split())
    if element.tag in APART or classes & NO_PROSE:
        return
    if element.tag == "a":
        if "term-link" in classes:
            yield element.text_content(), element.get("href").partition("#")[2]
        return
    if OUTPUT in classes:
        for caption in element.iter("figcaption"):
            yield from prose(caption)
        return
    yield element.text or "", ""
    for child in element:
        if isinstance(child.tag, str):
            yield from prose(child)
        yield child.tail or "", ""


def anchors_of(page):
    """The place of the entry of each term, as the glossary's page has them."""
    known = {}
    for term in page.xpath("//dl[contains(@class, 'glossary')]/dt"):
        first = term
        while first.getprevious() is not None and first.getprevious().tag == "dt":
            first = first.getprevious()
        known[term.xpath("string(.)").rstrip("#").strip()] = first.get("id")
    return known


def used_before_their_link(page, known):
    """The terms of a page whose first use in its running text is no link to their entry."""
    longest = sorted(known, key=len, reverse=True)
    words = "|".join(f"({re.escape(term)})".replace(r"\ ", r"\s+") for term in longest)
    find = re.compile(rf"(?<![\w⁻–-])(?:{words})s?(?![\w⁻–-])", re.I)
    done, wrong = set(), []
    (article,) = page.xpath("//article")
    for text, target in prose(article):
        for match in find.finditer(text) if not target else ():
            term = longest[match.lastindex - 1]
            if match[0][1:].startswith(term[1:]) and (term[0].islower() or match[0][0] == term[0]):
                anchor = known[term]
                wrong += [] if anchor in done else [(anchor, text.strip()[:80])]
                done.add(anchor)
        done.add(target)
    return wrong


@pytest.mark.parametrize("name", [name for name in pages() if name not in LISTS])
def test_the_first_use_of_each_term_is_its_link(site, name):
    known = anchors_of(html.parse(str(site / f"{glossary.PAGE}.html")))
    assert len(known) > 60
    assert used_before_their_link(html.parse(str(site / "chapters" / f"{name}.html")), known) == []


def test_a_use_before_the_link_is_found():
    page = html.fromstring(
        "<html><article><h2>Porosity</h2><p>Ices. <code>porosity</code> Porosities</p>"
        "<details><summary>ICE</summary>ICE</details><p><a class='term-link' href='x#ice'>ICE</a> "
        "<a class='term-link' href='x#r'>required porosity</a> porosity</p></article></html>"
    ).getroottree()
    known = {"porosity": "p", "required porosity": "r", "ICE": "ice", "porosities": "p"}
    assert used_before_their_link(page, known) == [
        ("p", "Porosities"), ("ice", "ICE"),
    ]  # fmt: skip


def test_every_function_of_the_glossary_is_a_link(site):
    page = html.parse(str(site / f"{glossary.PAGE}.html"))
    named = page.xpath("//dd//code[contains(@class, 'py-')]")
    assert len(named) >= len(LINKED.findall(PAGE)) + len(NAMED.findall(PAGE)) > 30
    places = set(html.parse(str(site / "chapters/api.html")).xpath("//dt/@id"))
    for name in named:
        (target,) = name.xpath("ancestor::a/@href")
        assert target.partition("#")[2] in places, name.text_content()
    assert not re.findall(r"(?<!~)anodes\.physics\.\w+", PAGE)


def test_chapters_link_their_first_terms_to_entries_that_exist(site):
    entry = html.parse(str(site / f"{glossary.PAGE}.html"))
    anchors = set(entry.xpath("//dt/@id"))
    counts = {}
    for name in pages():
        page = html.parse(str(site / "chapters" / f"{name}.html"))
        targets = page.xpath("//a[contains(@class, 'term-link')]/@href")
        assert len(targets) == len(set(targets)), name  # once a page
        assert {target.partition("#")[2] for target in targets} <= anchors
        counts[name] = len(targets)
    assert counts["silicon"] > 10
    assert counts["api"] == counts["bibliography"] == 0
