"""What one file of the data says about another, and must be true.

Each rule is a function of the project's folder that yields `Problem`s; `RULES` lists them.
A rule that cannot read its files raises `DataError`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from anodes import data
from anodes.data import parsing, printed_tables
from anodes.data.files import (
    COMPUTED,
    DESCRIPTOR,
    REFERENCES,
    Problem,
    bibliography,
    computed_descriptor,
    descriptor,
    entry_lines,
    read,
    schema,
)
from anodes.data.frames import record, records
from anodes.physics import reactions

if TYPE_CHECKING:
    from pybtex.database import Entry

CLAIMS = "data/printed/claims.csv"
FIGURES = "data/printed/figures.csv"
CITATIONS = "data/printed/citations.csv"
QUANTITIES = "data/review/quantities.csv"
ROUTES = "data/review/routes.csv"
ATOMS = "data/physics/atoms.csv"
PHASES = "data/physics/phases.csv"
STACK = "data/physics/stack.csv"
UNITS = "data/review/units.csv"
TERMS = "data/review/terms.csv"
REVIEW = "li2022"  # the key of the review itself, which every chapter cites
SEPARATE = ("year", "volume", "pages")  # an entry without one of them is marked incomplete
CONDITIONS = {"temperature_degC": "synthesis_temperature", "time": "synthesis_time"}


def _hosts_can_be_read(root: Path) -> Iterator[Problem]:
    data.hosts(root)  # raises what it cannot read
    yield from ()


def _electrodes_can_be_read(root: Path) -> Iterator[Problem]:
    data.electrodes(root)  # raises what it cannot read
    yield from ()


def _references_stand_in_the_bibliography(root: Path) -> Iterator[Problem]:
    entries = bibliography(root).entries
    lines = entry_lines(root)
    if not entries:
        found = "no entry"
        yield Problem(REFERENCES, None, None, found, f"`git restore {REFERENCES}`: 178 references")
        return
    if REVIEW not in entries:
        yield Problem(REFERENCES, None, None, f"no entry {REVIEW}", "the review itself")
    keys = {key for key in entries if re.fullmatch(r"r\d{3}", key)}
    numbers = read("citations", root)["reference"]
    for index, number in enumerate(numbers):
        if f"r{number:03}" not in keys:
            yield Problem(CITATIONS, index + 2, "reference", str(number),
                          f"a key r{number:03} in {REFERENCES}")  # fmt: skip
    for key in sorted(keys - {f"r{number:03}" for number in numbers}):
        line = lines.get(key)
        yield Problem(REFERENCES, line, key, f"an entry {key}", f"its number in {CITATIONS}")


def _entries_can_be_printed(root: Path) -> Iterator[Problem]:
    """Each entry of the bibliography has what its line on a page and the audit are made of."""
    entries = bibliography(root).entries
    lines = entry_lines(root)
    titles = Counter(entry.fields.get("title", "").lower() for entry in entries.values())
    for key, entry in entries.items():
        twice = titles[entry.fields.get("title", "").lower()] > 1
        for column, found, expected in _lacks(entry, twice):
            label = f"entry {key}: {found}"
            yield Problem(REFERENCES, lines.get(key), column, label, expected)


def _lacks(entry: Entry, twice: bool) -> Iterator[tuple[str, str, str]]:
    """(field, found, expected) of each thing that is wrong with an entry."""
    fields, marks = entry.fields, entry.fields.get("keywords", "")
    article = entry.type == "article"
    if not any(person.last_names for person in entry.persons.get("author", [])):
        yield "author", "no author", "author = {Family, Initials and Family, Initials}"
    for name in ("title", "journal") if article else ("title",):
        if not fields.get(name, "").strip("{} "):
            yield name, f"no {name}", f"{name} = {{...}}, as it is printed"
    if not article and (reason := _unprintable(entry)):
        yield "type", f"@{entry.type} ({reason})", "a type and its fields as in BibTeX, or @article"
    if not re.fullmatch(r"\d{4}|", fields.get("year", "")):
        yield "year", repr(fields["year"]), "a year of four digits"
    missing = [name for name in SEPARATE if article and not fields.get(name)]
    if missing and "incomplete" not in marks:
        expected = f"{' and '.join(missing)}, or keywords = {{incomplete}} where none is printed"
        yield "keywords", f"no {' and no '.join(missing)}", expected
    if twice != ("duplicate" in marks):
        found = "a title that another entry has" if twice else "keywords = {duplicate}"
        expected = "keywords = {duplicate} where a paper is listed twice, and only there"
        yield "keywords", found, expected


def _unprintable(entry: Entry) -> str:
    """Why the common style cannot print an entry of another type than an article; '' if it can."""
    from pybtex.style.formatting.unsrt import Style

    try:
        list(Style().format_entries([entry]))
    except Exception as error:  # an unknown type and a missing field raise different kinds
        return str(error)
    return ""


def _credited_references_have_a_year(root: Path) -> Iterator[Problem]:
    """The year of a credit is compared with that of the reference, which must have one."""
    entries, lines = bibliography(root).entries, entry_lines(root)
    for number in read("credits", root)["reference"]:
        key = f"r{number:03}"
        if key in entries and not entries[key].fields.get("year"):
            expected = f"its year: data/printed/credits.csv has one for the picture of [{number}]"
            yield Problem(REFERENCES, lines.get(key), "year", f"entry {key}: no year", expected)


def _cited_places_exist(root: Path) -> Iterator[Problem]:
    known = {
        *read("sections", root)["section"],
        *(f"table_{n}" for n in printed_tables.ELECTRODE_TABLES),
    }
    cited = read("citations", root)["cited_in"].str.split(";").explode()
    unknown = cited[~cited.isin(known)]
    for index, place in zip(unknown.index, unknown, strict=True):
        yield Problem(CITATIONS, index + 2, "cited_in", repr(place), f"one of {sorted(known)}")


def _references_are_cited_where_they_are_used(root: Path) -> Iterator[Problem]:
    """A claim, a route or a row of a table gives a reference that the review cites there."""
    citations = read("citations", root)
    cited_in = citations.set_index("reference")["cited_in"].str.split(";").explode()
    cited = set(zip(cited_in, cited_in.index, strict=True))
    claims = read("claims", root)
    given = claims.assign(references=claims["references"].str.split(";")).explode("references")
    given = given[given["references"] != ""]
    uses = [(CLAIMS, "references", given["section"], given["references"].astype("int64"))]
    routes = read("routes", root)
    uses.append((ROUTES, "reference", routes["section"], routes["reference"]))
    for number in printed_tables.ELECTRODE_TABLES:
        table = read(f"table_{number}", root)
        place = table["row"].map(lambda _, n=number: f"table_{n}")
        uses.append((f"data/printed/table_{number}.csv", "reference", place, table["reference"]))
    for file, column, places, numbers in uses:
        for index, use in zip(numbers.index, zip(places, numbers, strict=True), strict=True):
            if use not in cited:
                expected = f"a reference that {CITATIONS} lists for {use[0]}"
                yield Problem(file, index + 2, column, str(use[1]), expected)


def _claims_are_whole(root: Path) -> Iterator[Problem]:
    """Each claim's unit belongs to its quantity, and a current has a unit."""
    claims = read("claims", root)
    units = read("quantities", root).set_index("quantity")["units"].str.split(";").to_dict()
    rows = zip(claims.index, claims["quantity"], claims["unit"], strict=True)
    for index, quantity, unit in rows:
        if unit not in units.get(quantity, [unit]):
            expected = f"one of {', '.join(units[quantity])} for {quantity}"
            yield Problem(CLAIMS, index + 2, "unit", repr(unit), expected)
    lonely = claims.index[claims["current"].notna() != (claims["current_unit"] != "")]
    for index in lonely:
        found = "one of current and current_unit alone"
        yield Problem(CLAIMS, index + 2, "current", found, "both, or neither")


def _panels_exist(root: Path) -> Iterator[Problem]:
    """A claim's panels are panels, of the paper that the claim is about."""
    figures = read("figures", root)
    panels = figures["figure"].astype(str) + figures["panel"]
    source = dict(zip(panels, figures["source_reference"].astype("string").fillna(""), strict=True))
    claims = read("claims", root)
    named = claims[claims["figure"] != ""]
    for index, text, numbers in zip(named.index, named["figure"], named["references"], strict=True):
        for panel in text.split(";"):
            if panel not in source:
                yield Problem(CLAIMS, index + 2, "figure", repr(panel), f"a panel of {FIGURES}")
            elif source[panel] not in ("", *numbers.split(";")):
                expected = f"{source[panel]}, from which panel {panel} was taken"
                yield Problem(CLAIMS, index + 2, "references", repr(numbers), expected)
    for name in ("formulas", "structures"):
        for index, panel in enumerate(read(name, root)["figure"]):
            if panel and panel not in source:
                file, expected = f"data/printed/{name}.csv", f"a panel of {FIGURES}"
                yield Problem(file, index + 2, "figure", repr(panel), expected)


def _every_panel_has_a_counterpart_or_a_reason(root: Path) -> Iterator[Problem]:
    figures = read("figures", root)
    both = (figures["counterpart"] != "") == (figures["why_not"] != "")
    for index in figures.index[both]:
        expected = "either the label of our figure or the reason why there is none"
        yield Problem(FIGURES, index + 2, "counterpart", "both or neither", expected)


def _the_vocabulary_is_one(root: Path) -> Iterator[Problem]:
    """The quantities that the descriptor allows are those that are defined."""
    defined = list(read("quantities", root)["quantity"])
    fields = {field["name"]: field for field in schema("claims", root)["fields"]}
    allowed = fields["quantity"].get("constraints", {}).get("enum", [])
    for name in sorted(set(defined) ^ set(allowed)):
        found = f"{name!r} in only one of {QUANTITIES} and the list in {DESCRIPTOR}"
        yield Problem(QUANTITIES, None, "quantity", found, "it in both")


def _equations_balance(root: Path) -> Iterator[Problem]:
    for index, text in enumerate(read("routes", root)["equation"]):
        try:
            reactions.parse(text)
        except reactions.EquationError as error:
            yield Problem(ROUTES, index + 2, "equation", repr(error.text), error.expected)


def _conditions_are_claims(root: Path) -> Iterator[Problem]:
    """Temperatures and times of the routes are those of the text, and none is left out."""
    claims = read("claims", root)
    routes = read("routes", root)
    for column, quantity in CONDITIONS.items():
        stated = claims[(claims["quantity"] == quantity) & (claims["references"] != "")]
        keys = [
            (int(number), f"{value:g}")
            for number, value in zip(stated["references"], stated["value"], strict=True)
        ]
        known, told = set(keys), set()
        for index, number, cell in zip(
            routes.index, routes["reference"], routes[column], strict=True
        ):
            written = {(number, value) for value in re.findall(r"\d+", cell)}
            told |= written
            if not written <= known:
                expected = f"what {CLAIMS} has as {quantity} for reference {number}"
                yield Problem(ROUTES, index + 2, column, repr(cell), expected)
        for index, qualifier, key in zip(stated.index, stated["qualifier"], keys, strict=True):
            if not qualifier and key not in told:
                found = f"{key[1]} for reference {key[0]}, in no route"
                yield Problem(CLAIMS, index + 2, "value", found, f"a route in {ROUTES} with it")


def _cells_can_be_built(root: Path) -> Iterator[Problem]:
    """Symbol and number of a space group belong together, and the edges make a cell of it."""
    from anodes.analysis import crystal_phases
    from anodes.physics import crystallography

    for index, row in enumerate(records(read("phases", root))):
        number = row["space_group_number"]
        if crystallography.group_number(row["space_group"]) != number:
            expected = f"the symbol of space group {number}"
            yield Problem(PHASES, index + 2, "space_group", repr(row["space_group"]), expected)
        try:
            crystal_phases.cell_of(row)
        except ValueError as error:
            expected = f"edges and an angle that make a cell of space group {number}"
            yield Problem(PHASES, index + 2, "a_angstrom", str(error), expected)


def _sites_make_the_cell(root: Path) -> Iterator[Problem]:
    """Each site has the images that its Wyckoff letter says; together they make the formula."""
    from anodes.analysis import crystal_phases
    from anodes.physics import crystallography

    known = read("phases", root).set_index("phase", drop=False)
    atoms = read("atoms", root)
    for name, rows in atoms.groupby("phase", sort=False):
        if name not in known.index:
            continue  # the foreign key reports it
        row = record(known, name)
        cell, group = crystal_phases.cell_of(row), row["space_group_number"]
        sites = crystal_phases.sites(str(name), root)
        for index, letter, site in zip(rows.index, rows["wyckoff"], sites, strict=True):
            images = sum(crystallography.atoms_per_cell(cell, group, [site]).values())
            if not re.fullmatch(rf"{images}[a-z]", letter):
                found = f"{letter!r}, but {images} images of {site.element}"
                yield Problem(ATOMS, index + 2, "wyckoff", found, f"{images} and a letter")
        there = crystallography.atoms_per_cell(cell, group, sites)
        for element, count in _atoms_of_the_cell(row["formula"], row["host"]).items():
            expected = count * row["hosts_per_cell"]
            if abs(there.get(element, 0) - expected) > 1e-6:
                found = f"sites of {name} that make {there.get(element, 0)} {element} in its cell"
                needed = f"{expected:g}, as formula and hosts_per_cell in phases.csv say"
                yield Problem(ATOMS, rows.index[0] + 2, "x", found, needed)


def _atoms_of_the_cell(formula: str, host: str) -> dict[str, float]:
    """Atoms of each element for one of the host: 'Na15Sn4' -> Na 3.75, Sn 1."""
    counts = reactions.atoms_and_charge(formula)
    return {name: n / counts[host] for name, n in counts.items() if name != reactions.CHARGE}


def _assumptions_can_be_used(root: Path) -> Iterator[Problem]:
    """The stack has each of its assumptions once, and each value lies in its range."""
    from anodes.analysis import stack_assumptions

    stack_assumptions.assumptions(root)  # raises what is missing or unknown
    for index, row in enumerate(records(read("stack", root))):
        for end, wrong in (
            ("low", row["low"] > row["value"]),
            ("high", row["high"] < row["value"]),
        ):
            if wrong:
                side = "at most" if end == "low" else "at least"
                expected = f"{side} {row['value']:g}, the value of {row['parameter']}"
                yield Problem(STACK, index + 2, end, f"{row[end]:g}", expected)


def _units_are_one_vocabulary(root: Path) -> Iterator[Problem]:
    """Each unit of a column or a table cell is listed, with a spelling that pint reads."""
    listed = read("units", root)
    known = set(listed["unit"])
    expected = f"a unit that {UNITS} lists"
    for file, package in ((DESCRIPTOR, descriptor(root)), (COMPUTED, computed_descriptor(root))):
        for field in (f for r in package["resources"] for f in r["schema"]["fields"]):
            if field.get("unit") and field["unit"] not in known:
                yield Problem(file, None, field["name"], repr(field["unit"]), expected)
    for table, path in (("claims", CLAIMS), ("reported", "data/papers/reported.csv")):
        for line, unit in enumerate(read(table, root)["unit"], start=2):
            if unit and unit not in known:
                yield Problem(path, line, "unit", repr(unit), expected)
    for line, row in enumerate(records(listed), start=2):
        if row["pint"] and not parsing.is_unit(row["pint"]):
            yield Problem(UNITS, line, "pint", repr(row["pint"]), "a unit that pint reads")
        yield from _mapped(UNITS, line, row)


def _terms_are_of_columns(root: Path) -> Iterator[Problem]:
    """Each term belongs to a column, and each quantity of electrodes and hosts has an answer."""
    packages = (descriptor(root), computed_descriptor(root))
    resources = [resource for package in packages for resource in package["resources"]]
    known = {field["name"] for r in resources for field in r["schema"]["fields"]}
    listed = read("terms", root)
    for line, row in enumerate(records(listed), start=2):
        if row["column"] not in known:
            yield Problem(TERMS, line, "column", repr(row["column"]), "a column of a table")
        yield from _mapped(TERMS, line, row)
    for resource in (r for r in resources if r["name"] in ("electrodes", "hosts")):
        for field in resource["schema"]["fields"]:
            if field.get("unit") and field["name"] not in set(listed["column"]):
                found, expected = f"no row for {field['name']}", "its term, or the match 'none'"
                yield Problem(TERMS, None, "column", found, expected)


def _mapped(file: str, line: int, row: dict[str, str]) -> Iterator[Problem]:
    """The problem of a match without an address, or of an address without a match."""
    if bool(row["iri"]) == (row["match"] == "none"):
        expected = "an address where match is 'exact' or 'broader', and none where it is 'none'"
        yield Problem(file, line, "iri", repr(row["iri"]), expected)


RULES: tuple[Callable[[Path], Iterator[Problem]], ...] = (
    _hosts_can_be_read,
    _electrodes_can_be_read,
    _references_stand_in_the_bibliography,
    _entries_can_be_printed,
    _credited_references_have_a_year,
    _cited_places_exist,
    _references_are_cited_where_they_are_used,
    _claims_are_whole,
    _panels_exist,
    _every_panel_has_a_counterpart_or_a_reason,
    _the_vocabulary_is_one,
    _equations_balance,
    _conditions_are_claims,
    _cells_can_be_built,
    _sites_make_the_cell,
    _assumptions_can_be_used,
    _units_are_one_vocabulary,
    _terms_are_of_columns,
)
