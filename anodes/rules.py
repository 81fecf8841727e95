"""What one file of the data says about another, and must be true.

Each rule is a function of the project's folder that yields `Problem`s; `RULES` lists them.
A rule that cannot read its files raises `DataError`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from anodes import notation, reactions, tables
from anodes.files import DESCRIPTOR, REFERENCES, Problem, bibliography, read, schema

CLAIMS = "data/printed/claims.csv"
FIGURES = "data/printed/figures.csv"
CITATIONS = "data/printed/citations.csv"
QUANTITIES = "data/review/quantities.csv"
ROUTES = "data/review/routes.csv"
ATOMS = "data/physics/atoms.csv"
CONDITIONS = {"temperature_degC": "synthesis_temperature", "time": "synthesis_time"}


def _hosts_can_be_read(root: Path) -> Iterator[Problem]:
    tables.hosts(root)  # raises what it cannot read
    yield from ()


def _electrodes_can_be_read(root: Path) -> Iterator[Problem]:
    tables.electrodes(root)  # raises what it cannot read
    yield from ()


def _references_stand_in_the_bibliography(root: Path) -> Iterator[Problem]:
    keys = {key for key in bibliography(root).entries if re.fullmatch(r"r\d{3}", key)}
    numbers = read("citations", root)["reference"]
    for index, number in numbers.items():
        if f"r{number:03}" not in keys:
            yield Problem(CITATIONS, index + 2, "reference", str(number),
                          f"a key r{number:03} in {REFERENCES}")  # fmt: skip
    for key in sorted(keys - {f"r{number:03}" for number in numbers}):
        yield Problem(REFERENCES, None, key, f"an entry {key}", f"its number in {CITATIONS}")


def _cited_places_exist(root: Path) -> Iterator[Problem]:
    known = {*read("sections", root)["section"], *(f"table_{n}" for n in tables.ELECTRODE_TABLES)}
    cited = read("citations", root)["cited_in"].str.split(";").explode()
    for index, place in cited[~cited.isin(known)].items():
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
    for number in tables.ELECTRODE_TABLES:
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
    allowed = fields["quantity"]["constraints"]["enum"]
    for name in sorted(set(defined) ^ set(allowed)):
        found = f"{name!r} in only one of {QUANTITIES} and the list in {DESCRIPTOR}"
        yield Problem(QUANTITIES, None, "quantity", found, "it in both")


def _equations_balance(root: Path) -> Iterator[Problem]:
    for index, text in read("routes", root)["equation"].items():
        try:
            reactions.read(text)
        except notation.NotationError as error:
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


def _sites_make_the_cell(root: Path) -> Iterator[Problem]:
    """The positions of a phase, with its symmetry, are as many hosts as phases.csv says."""
    from anodes import crystal, phases

    known = read("phases", root).set_index("phase", drop=False)
    atoms = read("atoms", root)
    for name, rows in atoms.groupby("phase", sort=False):
        if name not in known.index:
            continue  # the foreign key tells it
        row = known.loc[name].to_dict()
        group = row["space_group_number"]
        found = crystal.atoms_per_cell(phases.cell_of(row), group, phases.sites(str(name), root))
        if found.get(row["host"]) != row["hosts_per_cell"]:
            line = rows.index[0] + 2
            expected = f"sites that make {row['hosts_per_cell']} {row['host']} in the cell"
            yield Problem(ATOMS, line, "x", f"{found.get(row['host'], 0)} of them", expected)


RULES: tuple[Callable[[Path], Iterator[Problem]], ...] = (
    _hosts_can_be_read,
    _electrodes_can_be_read,
    _references_stand_in_the_bibliography,
    _cited_places_exist,
    _references_are_cited_where_they_are_used,
    _claims_are_whole,
    _panels_exist,
    _every_panel_has_a_counterpart_or_a_reason,
    _the_vocabulary_is_one,
    _equations_balance,
    _conditions_are_claims,
    _sites_make_the_cell,
)
