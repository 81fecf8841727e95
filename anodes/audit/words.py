"""Rules on words: titles, authors and years of references, formulas, and recorded judgements."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from anodes import notation
from anodes.audit.evidence import CHAPTERS, Evidence, Row
from anodes.audit.findings import Finding, cell_place, claim_place, numbers

if TYPE_CHECKING:
    from collections.abc import Iterator

HIGHEST_VANADIUM = 5  # V2O5: all five valence electrons are gone
CHARGES = {"Na": 1, "O": -2, "P": 5, "F": -1}  # oxidation states in such phosphates


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
            "Two elements were confused, or the number points one paper too far.",
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
            "Table or sentence and paper are about different ions."
            + (" corrections.csv reads the row for the ion of the title."
               if section.startswith("table") else ""),
        )  # fmt: skip


def title_method(e: Evidence) -> Iterator[Finding | None]:
    """Does a title name a way of synthesis that differs from the one in table or text?"""
    titles = _titles(e, "family")
    section_of = {row["family"]: row["section"] for row in e.read("families")}
    given: dict[int, list[tuple[str, str, str, str]]] = {}
    for row in e.electrodes:
        where = cell_place(row["table"], row["row"], "method")
        told = (row["method"], row["family"], where, CHAPTERS[row["element"]])
        given.setdefault(row["reference"], []).append(told)
    for row in e.routes:
        where = f"text ({row['section']}) on [{row['reference']}]"
        told = (row["kind"], row["family"], where, e.chapters[row["section"]])
        given.setdefault(row["reference"], []).extend([told] if row["family"] else [])
    for reference, uses in given.items():
        named = titles.get(reference, set())
        families = {family for _, family, _, _ in uses}
        if not named or not uses or _sections(named, section_of) & _sections(families, section_of):
            yield None
            continue
        method, _, where, chapter = uses[0]
        yield Finding(
            key=f"reference {reference}",
            severity="inconsistent",
            place=where,
            chapter=chapter,
            printed=f"{method}; title: “{e.references[reference]['title']}”",
            computed=", ".join(sorted(named)),
            calculation=f"{', '.join(sorted(families))} against {', '.join(sorted(named))} in the "
            "title",
            explanation="The heading of the table or of the paragraph was given to a paper that "
            "goes another way; several steps may be involved.",
            references=(reference,),
        )


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
        yield Finding(
            key=f"table {row['table']} row {row['row']}",
            severity="ambiguous",
            place=f"{cell_place(row['table'], row['row'], 'method')}; text ({first['section']}) on "
            f"[{row['reference']}]",
            chapter=CHAPTERS[row["element"]],
            printed=f"table: {row['method']}; text: {first['kind']}, {first['agent'] or 'heat'}",
            computed=f"{row['family']} against {first['family']}",
            calculation=f"methods.csv: {row['method']} is {row['family']}; kinds.csv: "
            f"{first['kind']} is {first['family']}",
            explanation="A route of several steps can be named by any of them; a count of methods "
            "then depends on the choice.",
            references=(row["reference"],),
        )


def pore_class(e: Evidence) -> Iterator[Finding | None]:
    """Do table, text and title give one paper's pores one class?"""
    patterns = _patterns(e, "pores")
    titles = _titles(e, "pores")
    text: dict[int, set[str]] = {}
    for route in e.routes:
        text.setdefault(route["reference"], set()).update(_says(route["product"], patterns))
    for row in e.electrodes:
        own = _says(row["structure"], patterns)
        others = text.get(row["reference"], set()) | titles.get(row["reference"], set())
        if not own or not others:
            continue
        if own & others:
            yield None
            continue
        yield Finding(
            key=f"table {row['table']} row {row['row']}",
            severity="inconsistent",
            place=cell_place(row["table"], row["row"], "structure"),
            chapter=CHAPTERS[row["element"]],
            printed=f"{row['structure']}; text and title: {', '.join(sorted(others))}",
            computed=", ".join(sorted(others)),
            calculation="micropores are below 2 nm, mesopores 2 to 50 nm, macropores above 50 nm "
            "(IUPAC)",
            explanation="One letter makes macro into micro, and a factor of 25 in pore size at "
            "least.",
            references=(row["reference"],),
        )


def composite_as_element(e: Evidence) -> Iterator[Finding | None]:
    """Does a row that names an element come from a paper on a composite?"""
    titles = _titles(e, "material")
    text = {number: claim["material"] for claim in e.claims
            if re.search(r"@|(?<!/)/(?!/)", claim["material"]) and "//" not in claim["material"]
            for number in numbers(claim["references"])}  # fmt: skip
    for row in e.electrodes:
        named = row["reference"] in titles or row["reference"] in text
        if not named or re.search(r"[/@]", row["structure"]):
            yield None
            continue
        said = text.get(row["reference"]) or f"title: “{e.references[row['reference']]['title']}”"
        yield Finding(
            key=f"table {row['table']} row {row['row']}",
            severity="ambiguous",
            place=cell_place(row["table"], row["row"], "structure"),
            chapter=CHAPTERS[row["element"]],
            printed=f"{row['structure']}; {said}",
            computed=f"{row['of_theory_percent']:.0f} % of theory if per gram of {row['element']}",
            calculation=f"{row['initial_capacity_mAh_g']:g} mAh/g over the theoretical capacity "
            f"of {row['element']} = {row['of_theory_percent']:.1f} %; a second component is in "
            "the mass or is not",
            explanation="Per gram of what is not said. Papers differ: element, composite or whole "
            "electrode.",
            references=(row["reference"],),
        )


def caption_year(e: Evidence) -> Iterator[Finding | None]:
    """Does the year of a figure's copyright agree with the year of the reference?"""
    panels = e.read("figures")
    for row in e.read("credits"):
        listed = int(e.references[row["reference"]]["year"])
        if listed == row["year"]:
            yield None
            continue
        figure = next(p["figure"] for p in panels if p["source_reference"] == row["reference"])
        yield Finding(
            key=f"reference {row['reference']}",
            severity="typographical",
            place=f"caption of Figure {figure}; reference [{row['reference']}]",
            chapter=e.chapter_of(row["reference"]),
            printed=f"copyright {row['year']}; listed {listed}",
            computed=f"{row['year'] - listed:+d} year",
            calculation=f"{row['year']} - {listed} = {row['year'] - listed:+d}",
            explanation="Copyright is often dated by the first appearance online, which may be the "
            "year before the issue; a later year is a slip."
            if row["year"] < listed
            else "Publishers do not date copyright after the issue: a slip.",
            references=(row["reference"],),
            printed_number=row["year"],
            computed_number=listed,
        )


def named_author(e: Evidence) -> Iterator[Finding | None]:
    """Is an author whom the text names among those whom the entry prints?

    An entry that ends in 'et al.' may leave out the senior author by whom a group is called:
    it is not judged.
    """
    for row in e.read("attributions"):
        family = e.authors[row["reference"]]
        if row["author"] in family or "others" in family:
            yield None
            continue
        yield Finding(
            key=f"reference {row['reference']}",
            severity="typographical",
            place=f"text ({row['section']}); reference [{row['reference']}]",
            chapter=e.chapters[row["section"]],
            printed=f"{row['author']} in the text; {', '.join(family)} in the list",
            computed="one spelling",
            calculation=f"{row['author']} is not among {', '.join(family)}",
            explanation="A name spelled in two ways; a search by the list's spelling finds less.",
            references=(row["reference"],),
        )


def listed_twice(e: Evidence) -> Iterator[Finding | None]:
    """Has every paper one number?"""
    rows = {row["reference"]: row for row in e.electrodes}
    for row in e.references.values():
        other = row["same_as"]
        if other != other or row["reference"] > other:
            yield None
            continue
        pair = [row["reference"], int(other)]
        both = [rows[number] for number in pair]
        told = "; ".join(
            f"[{n}] {r['method']}, {r['initial_capacity_mAh_g']:g} mAh/g at first, ICE "
            f"{r['ice_percent']:g} %"
            for n, r in zip(pair, both, strict=True)
        )
        yield Finding(
            key=f"references {pair[0]} {pair[1]}",
            severity="inconsistent",
            place=f"references [{pair[0]}] and [{pair[1]}]; Table 3, rows "
            + " and ".join(str(r["row"]) for r in both),
            chapter=e.chapter_of(pair[0]),
            printed=told,
            computed="one paper, one material, one set of numbers",
            calculation=f"title, journal, volume, year and pages of [{pair[0]}] and "
            f"[{pair[1]}] are equal",
            explanation="Two entries of one paper, with two methods and two sets of numbers: at "
            "least one row belongs to another paper whose entry was overwritten.",
            references=tuple(pair),
        )


def incomplete_reference(e: Evidence) -> Iterator[Finding | None]:
    """Has every entry of the reference list volume, pages and year?"""
    for row in e.references.values():
        missing = [name for name in ("year", "volume", "pages") if not row[name]]
        if row["complete"]:
            yield None
            continue
        yield Finding(
            key=f"reference {row['reference']}",
            severity="typographical",
            place=f"reference [{row['reference']}]",
            chapter=e.chapter_of(row["reference"]),
            printed=f"{row['first_author']}, {row['journal']} "
            + ";".join(filter(None, (row["year"], row["volume"]))),
            computed=f"without {' and '.join(missing) or 'article number'}",
            calculation="the other entries have year, volume and pages or article number",
            explanation="The entry was probably made before the paper had its final place.",
            references=(row["reference"],),
        )


def volume_and_year(e: Evidence) -> Iterator[Finding | None]:
    """Does the volume of an entry belong to its year, as in the other entries of the journal?

    Judged for journals that count a volume a year, where at least three entries say so.
    """
    journals: dict[str, list[Row]] = {}
    for row in e.references.values():
        if row["year"] and row["volume"].isdigit():
            journals.setdefault(row["journal"], []).append(row)
    for journal, rows in journals.items():
        offsets = [int(row["year"]) - int(row["volume"]) for row in rows]
        common = max(set(offsets), key=offsets.count)
        if offsets.count(common) < 3 or offsets.count(common) < 0.8 * len(offsets):
            continue
        for row, offset in zip(rows, offsets, strict=True):
            if offset == common:
                yield None
                continue
            yield Finding(
                key=f"reference {row['reference']}",
                severity="typographical",
                place=f"reference [{row['reference']}]",
                chapter=e.chapter_of(row["reference"]),
                printed=f"{journal} {row['year']};{row['volume']}",
                computed=f"volume {int(row['year']) - common} or year "
                f"{common + int(row['volume'])}",
                calculation=f"in {offsets.count(common)} of {len(rows)} entries of {journal} the "
                f"year is the volume + {common}; here {row['year']} - {row['volume']} = {offset}",
                explanation="The year online and the volume in print were combined.",
                references=(row["reference"],),
            )


def journal_spelling(e: Evidence) -> Iterator[Finding | None]:
    """Is a journal written in one way?"""
    first: dict[str, Row] = {}
    for row in e.references.values():
        first.setdefault(row["journal"], row)
    names = list(first)
    for place, name in enumerate(names):
        twin = next((other for other in names[:place] if _one_journal(name, other)), None)
        if twin is None:
            yield None
            continue
        count = {n: sum(r["journal"] == n for r in e.references.values()) for n in (name, twin)}
        rare = min((name, twin), key=lambda n: count[n])
        numbers_of = tuple(r["reference"] for r in e.references.values() if r["journal"] == rare)
        common = twin if rare == name else name
        yield Finding(
            key=f"reference {numbers_of[0]}",
            severity="typographical",
            place=", ".join(f"reference [{number}]" for number in numbers_of),
            chapter=e.chapter_of(numbers_of[0]),
            printed=rare,
            computed=common,
            calculation=f"{common} in {count[common]} entries, {rare} in {count[rare]}",
            explanation="One journal, two spellings: a search finds one part of the list.",
            references=numbers_of,
        )


def _one_journal(name: str, other: str) -> bool:
    """Whether two abbreviations differ by spaces, 'and', or the length of a word only."""
    words, others = ([w for w in n.lower().split() if w != "and"] for n in (name, other))
    if "".join(words) == "".join(others):
        return True
    return len(words) == len(others) > 1 and all(
        a.startswith(b) or b.startswith(a) for a, b in zip(words, others, strict=True)
    )


def surname_case(e: Evidence) -> Iterator[Finding | None]:
    """Has every part of a hyphenated surname its capital?"""
    for number, family in e.authors.items():
        for name in family:
            if not re.search(r"-[a-zà-ÿ]", name):
                yield None
                continue
            meant = re.sub(r"-([a-zà-ÿ])", lambda match: match[0].upper(), name)
            yield Finding(
                key=f"reference {number}",
                severity="typographical",
                place=f"reference [{number}]",
                chapter=e.chapter_of(number),
                printed=name,
                computed=meant,
                calculation="both parts of a double name are names",
                explanation="A database that stores names in small letters gives them back so.",
                references=(number,),
            )


def missing_from_tables(e: Evidence) -> Iterator[Finding | None]:
    """Does every paper whose capacities are told in the text stand in a table?"""
    listed = {row["reference"] for row in e.electrodes}
    for chapter in CHAPTERS.values():
        told = {number for claim in e.claims
                if e.chapters[claim["section"]] == chapter and claim["unit"] == "mAh g-1"
                and claim["quantity"] != "theoretical_capacity"
                for number in numbers(claim["references"])}  # fmt: skip
        left = sorted(told - listed)
        if not left:
            yield None
            continue
        names = ", ".join(f"[{number}]" for number in left)
        yield Finding(
            key=chapter,
            severity="ambiguous",
            place=f"text ({chapter}) and the tables",
            chapter=chapter,
            printed=f"capacities of {names} in the text only",
            computed=f"{len(told) - len(left)} of {len(told)} such papers are in a table",
            calculation=f"{len(told)} papers with capacities - {len(told) - len(left)} in Tables 3 "
            f"to 5 = {len(left)}",
            explanation="The tables leave out an ion or a kind of structure (no table has Si or Ge "
            "with sodium, or Sn or Sb with lithium), so rankings by the tables miss these papers.",
            references=tuple(left),
        )


def series_of_phases(e: Evidence) -> Iterator[Finding | None]:
    """Is every phase of a printed series known, and the series in order of its guest?"""
    known = [row["phase"] for row in e.read("compositions")]
    formulas = [row for row in e.read("formulas") if row["role"].startswith("series")]
    for role in dict.fromkeys(row["role"] for row in formulas):
        previous = 0.0
        for row in [row for row in formulas if row["role"] == role]:
            alloy = notation.alloy(row["formula"])
            x = alloy.guest_per_host
            if x > previous and (row["formula"] in known or row["formula"] in e.phases.index):
                previous = x
                yield None
                continue
            likely = _one_digit_away(row["formula"], known)
            own = ", ".join(name for name in known if name.startswith(alloy.guest))
            yield Finding(
                key=row["formula"],
                severity="typographical" if likely else "inconsistent",
                place=f"text ({row['section']}), {role}",
                chapter=e.chapters[row["section"]],
                printed=f"{row['formula']}, x = {x:.3g}, after a phase with x = {previous:g}",
                computed=f"{likely}, x = {notation.alloy(likely).guest_per_host:.3g}"
                if likely
                else "a phase of the series",
                calculation=f"{alloy.guest_atoms}/{alloy.host_atoms} = {x:.3g}; known: {own}",
                explanation=f"The series rises in {alloy.guest} but for this member"
                + ("; a digit was lost in the print." if likely else "."),
                references=(int(row["reference"]),),
            )


def _one_digit_away(formula: str, known: list[str]) -> str:
    """The known formula from which this one differs by a lost digit, or ''."""
    for name in known:
        shorter = {name[:i] + name[i + 1 :] for i, mark in enumerate(name) if mark.isdigit()}
        if formula in shorter:
            return name
    return ""


def cathode_charge(e: Evidence) -> Iterator[Finding | None]:
    """Can a printed cathode give up its guest: is there charge left in its vanadium?

    With Na +1, O -2, P +5 and F -1 the vanadium takes the rest, and +5 is the highest it has.
    """
    for row in e.read("formulas"):
        if row["role"] != "cathode":
            continue
        state = _vanadium(row["formula"])
        if state is None or state < HIGHEST_VANADIUM:
            yield None
            continue
        fewer = row["formula"].replace("(PO4)3", "(PO4)2")
        counts = _counts(row["formula"])
        terms = " + ".join(f"{counts[name]:g} x ({CHARGES[name]:+d})"
                           for name in CHARGES if name in counts)  # fmt: skip
        yield Finding(
            key=row["formula"],
            severity="typographical",
            place=f"text ({row['section']}) on [{row['reference']}], Figure {row['figure']}",
            chapter=e.chapters[row["section"]],
            printed=row["formula"],
            computed=f"{fewer}, with V {_vanadium(fewer):+g}",
            calculation=f"{terms} + {counts['V']:g} V = 0 gives V {state:+g}",
            explanation="Vanadium at its highest state cannot be oxidised further, so such a "
            "cathode could not be charged; with two phosphates it can. One digit.",
            references=(int(row["reference"]),),
        )


def _vanadium(formula: str) -> float | None:
    """The oxidation state that is left for vanadium, or None where there is none."""
    counts = _counts(formula)
    if "V" not in counts:
        return None
    return -sum(CHARGES[name] * n for name, n in counts.items() if name != "V") / counts["V"]


def panel_cycles(e: Evidence) -> Iterator[Finding | None]:
    """Do text and caption tell of one panel's swelling at one cycle?"""
    for claim in e.told("electrode_swelling"):
        for caption in e.told("cycles_run"):
            if caption["figure"] != claim["figure"] or claim["cycle"] != claim["cycle"]:
                continue
            if claim["cycle"] == caption["value"]:
                yield None
                continue
            apart = caption["value"] - claim["cycle"]
            yield Finding(
                key=f"figure {claim['figure']}",
                severity="inconsistent",
                place=f"{claim_place(claim)}; its caption",
                chapter=e.chapters[claim["section"]],
                printed=f"text: {claim['value']:g} % in cycle {claim['cycle']:g}; caption: after "
                f"{caption['value']:g} cycles",
                computed="one electrode, one cycle",
                calculation=f"{caption['value']:g} - {claim['cycle']:g} = {apart:g} cycles apart",
                explanation="Cross sections after the first lithiation and after many cycles "
                "answer different questions; which one is shown only the paper tells.",
                references=numbers(claim["references"]),
            )


def term(e: Evidence) -> Iterator[Finding | None]:
    """Is every term the one the field uses? (judgements with quotations)"""
    yield from _judged(e, "term")


def title_against_citation(e: Evidence) -> Iterator[Finding | None]:
    """Does a sentence fit the title it cites? (judgements with quotations)"""
    yield from _judged(e, "title against citation")


def text_against_text(e: Evidence) -> Iterator[Finding | None]:
    """Do two places of the text agree? (judgements with quotations)"""
    yield from _judged(e, "text against text")


def text_against_caption(e: Evidence) -> Iterator[Finding | None]:
    """Do text and captions agree? (judgements with quotations)"""
    yield from _judged(e, "text against caption")


def _judged(e: Evidence, kind: str) -> Iterator[Finding]:
    """Readings that need judgement, as they are recorded in judgements.csv."""
    for row in e.read("judgements"):
        if row["kind"] != kind:
            continue
        said = f"“{row['printed']}”"
        if row["other"]:
            said += f" against “{row['other']}” ({row['other_place']})"
        yield Finding(
            key=row["judgement"],
            severity=row["severity"],
            place=row["place"],
            chapter=e.chapters[row["section"]],
            printed=said,
            computed=row["expected"],
            calculation=row["evidence"],
            explanation=row["explanation"],
            references=numbers(row["references"]),
        )


RULES = (
    title_element, title_ion, title_method, method_table_and_text, pore_class,
    composite_as_element, caption_year, named_author, listed_twice, incomplete_reference,
    volume_and_year, journal_spelling, surname_case, missing_from_tables,
    series_of_phases, cathode_charge, panel_cycles, title_against_citation, text_against_text,
    text_against_caption, term,
)  # fmt: skip


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
        own = (f"table_{row['table']}", row["structure"], {row["element"]})
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


def _counts(formula: str) -> dict[str, float]:
    import periodictable

    atoms = periodictable.formula(formula).atoms
    return {str(element): count for element, count in atoms.items()}
