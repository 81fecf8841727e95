"""Rules on titles: what a paper is cited for against what its title says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from anodes.audit.evidence import (
    Evidence,
    on_row,
)
from anodes.audit.findings import Finding, cell_place, numbers

if TYPE_CHECKING:
    from collections.abc import Iterator


def title_element(e: Evidence) -> Iterator[Finding | None]:
    """Does the title of a cited paper name the elements that the text gives its product?

    A title may leave an element out; it contradicts where it names another in its place.
    """
    titles = _titles(e, "element")
    for reference, (section, product, elements) in _products(e).items():
        named = titles.get(reference, set())
        if not (elements - named and named - elements):
            yield None
            continue
        yield _of_title(
            e, reference, section, product,
            f"{', '.join(sorted(elements))} against {', '.join(sorted(named))} in the title",
            f"a product of {' and '.join(sorted(named))}",
            "Two elements were probably confused.",
        )  # fmt: skip


def title_ion(e: Evidence) -> Iterator[Finding | None]:
    """Does the title of a paper name the ion that table or text gives its test?"""
    titles = _titles(e, "ion")
    uses = [(row["reference"], row["ion"], f"table_{row['table']}",
             f"row {row['row']} of a table for {row['ion']}-ion batteries")
            for row in e.printed]  # fmt: skip
    uses += [(number, claim["ion"], claim["section"], f"{claim['material']} with {claim['ion']}")
             for claim in e.claims if claim["element"] and claim["ion"]
             for number in numbers(claim["references"])]  # fmt: skip
    for reference, ion, section, said in dict.fromkeys(uses):
        named = titles.get(reference, set())
        if not named or ion in named:
            yield None
            continue
        yield _of_title(
            e, reference, section, said, f"{ion} against {', '.join(sorted(named))} in the title",
            f"a test with {' or '.join(sorted(named))}",
            ("Table" if section.startswith("table") else "Sentence") + " and paper are about "
            "different ions."
            + (" The book reads the row for the ion of the title (corrections.csv)."
               if section.startswith("table") else ""),
        )  # fmt: skip


def _sections(families: set[str], section_of: dict[str, str]) -> set[str]:
    """Families with the sections of the review that hold them: a self-template is a template."""
    return families | {section_of[name] for name in families if section_of.get(name)}


def method_table_and_text(e: Evidence) -> Iterator[Finding | None]:
    """Do table and text put one paper into one family of methods?"""
    section_of = {row["family"]: row["section"] for row in e.read("families")}
    headed = {row["section"]: row["heading"].removesuffix(" methods").removesuffix(" method")
              for row in e.read("sections")}  # fmt: skip
    for row in e.electrodes:
        told = [r for r in e.routes if r["reference"] == row["reference"] and r["family"]]
        if not told:
            continue
        words = _sections({r["family"] for r in told}, section_of)
        words |= {headed[r["section"]] for r in told}
        if _sections({row["family"]}, section_of) & words:
            yield None
            continue
        first = told[0]
        yield on_row(
            row,
            severity="ambiguous",
            place=f"{cell_place(row['table'], row['row'], 'method')}; text ({first['section']}) on "
            f"[{row['reference']}]",
            printed=f"table: {row['method']}; text: {first['kind']}, {first['agent'] or 'heat'}",
            computed=f"{row['family']} against {first['family']}",
            calculation=f"methods.csv: {row['method']} is {row['family']}; kinds.csv: "
            f"{first['kind']} is {first['family']}",
            explanation="A route of several steps can be named by any of them; a count of methods "
            "then depends on the choice.",
        )


def pore_class(e: Evidence) -> Iterator[Finding | None]:
    """Do table, text and title give one paper's pores one class?"""
    patterns = _patterns(e, "pores")
    titles = _titles(e, "pores")
    text: dict[int, set[str]] = {}
    for route in e.routes:
        text.setdefault(route["reference"], set()).update(_says(route["product"], patterns))
    for row in e.electrodes:
        own = _says(row["material"], patterns)
        others = text.get(row["reference"], set()) | titles.get(row["reference"], set())
        if not own or not others:
            continue
        if own & others:
            yield None
            continue
        yield on_row(
            row,
            severity="inconsistent",
            column="structure",
            printed=f"{row['material']}; text and title: {', '.join(sorted(others))}",
            computed=", ".join(sorted(others)),
            calculation="micropores are below 2 nm, mesopores 2 to 50 nm, macropores above 50 nm "
            "(IUPAC)",
            explanation="One letter makes macro into micro, and a factor of 25 in pore size at "
            "least; unless micrometre-sized is meant, as in a heading of the review.",
        )


def composite_as_element(e: Evidence) -> Iterator[Finding | None]:
    """Does a row that names an element come from a paper on a composite?"""
    titles = _titles(e, "material")
    text = {number: claim["material"] for claim in e.claims
            if re.search(r"@|(?<!/)/(?!/)", claim["material"]) and "//" not in claim["material"]
            for number in numbers(claim["references"])}  # fmt: skip
    for row in e.electrodes:
        named = row["reference"] in titles or row["reference"] in text
        if not named or re.search(r"[/@]", row["material"]):
            yield None
            continue
        said = text.get(row["reference"]) or f"title: “{e.references[row['reference']]['title']}”"
        yield on_row(
            row,
            severity="ambiguous",
            column="structure",
            printed=f"{row['material']}; {said}",
            computed=f"{row['capacity_utilization_percent']:.0f} % of theory if per gram of "
            f"{row['element']}"
            + (f", read with {row['ion']}" if "ion" in row["corrected"].split("; ") else ""),
            calculation=f"{row['initial_capacity_mAh_g']:g} / "
            f"{100 * row['initial_capacity_mAh_g'] / row['capacity_utilization_percent']:,.0f} "
            f"mAh/g, the printed theory for {row['ion']} = "
            f"{row['capacity_utilization_percent']:.1f} %",
            explanation="The mass is not stated: element, composite or whole electrode. A "
            "second component may also store, as an oxide does, and then the theory of the "
            "element is no bound.",
        )


def _patterns(e: Evidence, says: str) -> list[tuple[str, str]]:
    return [(row["pattern"], row["means"]) for row in e.read("title_words") if row["says"] == says]


def _says(text: str, patterns: list[tuple[str, str]]) -> set[str]:
    return {means for pattern, means in patterns if re.search(pattern, text, _case(pattern))}


def _case(pattern: str) -> re.RegexFlag:
    """A symbol of an element is told by its capital; a word is not."""
    symbol = re.fullmatch(r"(\\b)?([A-Z][a-z]?)+(\\b)?", pattern)
    return re.RegexFlag(0) if symbol else re.IGNORECASE


def _titles(e: Evidence, says: str) -> dict[int, set[str]]:
    """reference -> what its title says of one kind, where it says anything."""
    patterns = _patterns(e, says)
    found = {number: _says(row["title"], patterns) for number, row in e.references.items()}
    return {number: said for number, said in found.items() if said}


def _products(e: Evidence) -> dict[int, tuple[str, str, set[str]]]:
    """reference -> section or table, product, and the host elements in its name."""
    found: dict[int, tuple[str, str, set[str]]] = {}
    for row in e.routes:
        elements = set(re.findall(r"Si|Ge|Sn|Sb|Bi|Ag|Ni", row["product"]))
        if elements:
            found.setdefault(row["reference"], (row["section"], row["product"], elements))
    for row in e.electrodes:
        own = (f"table_{row['table']}", row["material"], {row["element"]})
        found.setdefault(row["reference"], own)
    return found


def _of_title(
    e: Evidence, reference: int, section: str, said: str, calculation: str, computed: str,
    explanation: str,
) -> Finding:  # fmt: skip
    """A sentence or a row that its title contradicts."""
    table = section.startswith("table_")
    return Finding(
        key=f"reference {reference}",
        severity="inconsistent",
        place=f"Table {section[-1]}, [{reference}]"
        if table
        else f"text ({section}) on [{reference}]",
        chapter=e.chapter_of(reference) if table else e.chapters[section],
        printed=f"{said}; title: “{e.references[reference]['title']}”",
        computed=computed,
        calculation=calculation,
        explanation=explanation,
        references=(reference,),
    )


RULES = (
    title_element,
    title_ion,
    method_table_and_text,
    pore_class,
    composite_as_element,
)
