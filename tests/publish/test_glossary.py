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
NAMED = re.compile(r"`anodes\.physics\.(\w+)\.(\w+)`")


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
    [nodes.literal, nodes.strong, nodes.math, nodes.raw,
     lambda _, text: nodes.reference("", text, refuri="x.html")],
)  # fmt: skip
def test_code_links_formulae_and_bold_leads_are_left_alone(apart):
    page = linked(paragraph(apart("", "porosity"), " and then porosity"))
    links = [pair for pair in found(page) if pair[1] != "x.html"]
    assert links == [("porosity", "glossary.html#term-porosity")]
    assert page[0].children[-2]["classes"] == ["term-link"]  # the second one


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
