"""Where the numbers of `data/physics/` come from, and what their sources say of them.

A source that quotes a resistivity, a density, a cell or the label of a prototype is compared with
the number beside it; symmetry is that of gemmi and of the International Tables. Each rule is a
function of the project's folder that yields `Problem`s, as in `anodes.validation.consistency`.
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from anodes.data import parsing
from anodes.data.files import Problem, read
from anodes.data.frames import Row
from anodes.physics import crystallography, faraday
from anodes.validation.agreement import FORMULA, Found, atoms, by_row, rows
from anodes.validation.completeness import path_of

# ------------------------------------------------------------------ sources

WEAK = r"literature value|cell a=|density \d|.*not read|.*positions of the prototype"
LABELLED = re.compile(r"AFLOW prototype (\S+)|AFLOW (\S+),")
LABEL = re.compile(r"([A-Z0-9]+)_([a-z])([A-Z])(\d+)_(\d+)_(\w+)")
FAMILIES = {
    "a": "triclinic", "m": "monoclinic", "o": "orthorhombic", "t": "tetragonal",
    "h": "hexagonal trigonal", "c": "cubic",
}  # fmt: skip
WITH_SOURCE = (
    "phases", "potentials", "plateaus", "alloys", "molar_volumes", "atoms", "compositions",
    "conductivities", "radii", "elements", "other_cells", "end_phases", "thermal_expansions",
)  # fmt: skip
IDENTIFIER = re.compile(r"doi:\S+?(?=[,:;)]|$)|\b(?:COD|ICSD|OQMD|figshare) \d+")
SOFTWARE = re.compile(r"\b(pymatgen|mendeleev|xrayutilities|kim-tools) (\d[\d.]*\d)")


def _status_is_that_of_the_source(root: Path) -> Iterator[Problem]:
    """A value is sourced where its source was read, and unconfirmed where it only is quoted."""

    def judge(row: Row) -> Iterator[Found]:
        stated = "unconfirmed" if re.match(WEAK, row["source"]) else "sourced"
        if row["status"] != stated:
            yield "status", f"{stated!r}, by its source {row['source']!r}"

    for name in WITH_SOURCE:
        if "status" in read(name, root):
            yield from by_row(name, root, judge)


def _sources_are_spelled_one_way(root: Path) -> Iterator[Problem]:
    """One release of a program is used, and no two sources differ by a slip of one or two signs."""
    known: dict[str, tuple[str, int]] = {}
    releases: dict[str, str] = {}
    for name in WITH_SOURCE:
        for index, source in enumerate(read(name, root)["source"]):
            place = (path_of(name, root), index + 2)
            for program, release in SOFTWARE.findall(source):
                if releases.setdefault(program, release) != release:
                    found, expected = f"{program} {release}", f"{releases[program]}, as elsewhere"
                    yield Problem(*place, "source", found, expected)
            alike = next((text for text in known if _slip_apart(text, source)), "")
            if alike:
                yield Problem(*place, "source", repr(source), f"{alike!r}, which is elsewhere")
            known.setdefault(source, place)


def _slip_apart(one: str, other: str) -> bool:
    """Whether two long texts differ in at most two signs that follow each other, formulas apart."""
    if one == other or min(len(one), len(other)) < 20 or abs(len(one) - len(other)) > 2:
        return False
    if FORMULA.sub("", one) == FORMULA.sub("", other):
        return False
    pairs = list(itertools.takewhile(lambda p: p[0] == p[1], zip(one, other, strict=False)))
    begin = len(pairs)
    rest = zip(reversed(one[begin:]), reversed(other[begin:]), strict=False)
    end = len(list(itertools.takewhile(lambda p: p[0] == p[1], rest)))
    return max(len(one), len(other)) - begin - end <= 2


def _prototypes_fit_their_row(root: Path) -> Iterator[Problem]:
    """The label of an AFLOW prototype has the stoichiometry, lattice and group of its phase.

    'AB3_hP8_194_c_bf': one A to three B, hexagonal, 8 atoms in the cell, group 194, A on c and
    B on b and f.
    """
    cells = {row["phase"]: row for row in rows("phases", root)}

    def of_phase(row: Row) -> Iterator[Found]:
        yield from _unlike_its_label(row["source"], row["formula"], row)

    def of_atom(row: Row) -> Iterator[Found]:
        cell = cells.get(row["phase"])
        if cell:
            yield from _unlike_its_label(row["source"], cell["formula"], cell)
        label = _label(row["source"])
        if label and row["wyckoff"][-1:] not in label[6]:
            yield "wyckoff", f"one of the letters of {label[0]}"

    def of_volume(row: Row) -> Iterator[Found]:
        yield from _unlike_its_label(row["source"], row["compound"].split()[0], None)

    yield from by_row("phases", root, of_phase)
    yield from by_row("atoms", root, of_atom)
    yield from by_row("molar_volumes", root, of_volume)


def _label(source: str) -> re.Match[str] | None:
    found = LABELLED.search(source)
    return LABEL.fullmatch(found[1] or found[2]) if found else None


def _unlike_its_label(source: str, formula: str, cell: Row | None) -> Iterator[Found]:
    """What the label of a prototype contradicts; `cell` is a row of phases.csv."""
    if not LABELLED.search(source):
        return
    label = _label(source)
    if not label:
        yield "source", "a label as AB3_hP8_194_c_bf after the word AFLOW"
        return
    own = atoms(formula)
    counts = sorted(own.values())
    parts = sorted(float(n or 1) for n in re.findall(r"[A-Z](\d*)", label[1]))
    if [n / counts[0] for n in counts] != [n / parts[0] for n in parts]:
        yield "source", f"a label with the stoichiometry of {formula}, not {label[1]}"
    if crystallography.crystal_system(int(label[5])) not in FAMILIES.get(label[2], ""):
        yield "source", f"a label whose lattice {label[2]}{label[3]} belongs to group {label[5]}"
    if cell:
        in_cell = cell["hosts_per_cell"] * sum(counts) / own.get(cell["host"], math.nan)
        if int(label[5]) != cell["space_group_number"]:
            yield "source", f"a label with group {cell['space_group_number']}, not {label[5]}"
        per_cell = int(label[4]) * (3 if label[3] == "R" else 1)
        if not math.isclose(per_cell, in_cell):
            yield "source", f"a label with {in_cell:g} atoms in the cell, not {label[4]}"


# ------------------------------------------------------------------ symmetry

WYCKOFF = {  # International Tables A: a point of each position that the rows of atoms.csv are on
    141: {"a": "0,0,0", "b": "0,0,1/2"},
    142: {"a": "0,0,0", "b": "0,0,1/4", "c": "0,1/4,1/8", "d": "0,0,z", "e": "1/4,y,1/8",
          "f": "x,x,1/4", "g": "x,y,z"},
    166: {"a": "0,0,0", "b": "0,0,1/2", "c": "0,0,z"},
    194: {"a": "0,0,0", "b": "0,0,1/4", "c": "1/3,2/3,1/4", "d": "1/3,2/3,3/4", "e": "0,0,z",
          "f": "1/3,2/3,z"},
    220: {"a": "3/8,0,1/4", "b": "7/8,0,1/4", "c": "x,x,x", "d": "x,0,1/4", "e": "x,y,z"},
    227: {"a": "0,0,0", "b": "1/2,1/2,1/2"},
}  # fmt: skip
SAME_PLACE = 1e-4  # of an edge


def _sites_are_on_their_positions(root: Path) -> Iterator[Problem]:
    """A Wyckoff letter is that of the site's place, and sites are numbered within an element."""
    cells = {row["phase"]: row for row in rows("phases", root)}
    counts: dict[tuple[str, str], int] = {}

    def judge(row: Row) -> Iterator[Found]:
        key = (row["phase"], row["element"])
        counts[key] = counts.get(key, 0) + 1
        if row["site"] != f"{row['element']}{counts[key]}":
            yield "site", f"{row['element']}{counts[key]}: its element, numbered in the phase"
        cell = cells.get(row["phase"])
        known = WYCKOFF.get(cell["space_group_number"]) if cell else None
        letter = row["wyckoff"][-1:]
        if cell and known and not _is_on(row, known.get(letter), cell["space_group_number"]):
            yield "wyckoff", f"the letter of a position of {cell['space_group']} with this place"
        quoted = re.match(r"symmetry alone: site (\S+) of (\S+)$", row["source"])
        if quoted and cell and quoted.groups() != (row["wyckoff"], cell["space_group"]):
            yield "source", f"site {row['wyckoff']} of {cell['space_group']}"

    yield from by_row("atoms", root, judge)


def _is_on(site: Row, position: str | None, group: int) -> bool:
    """Whether symmetry brings a site to a position such as 'x,x,1/4' of a space group."""
    import gemmi

    if position is None:
        return False
    place = [site["x"], site["y"], site["z"]]
    images = [op.apply_to_xyz(place) for op in crystallography.space_group(group).operations()]
    own = gemmi.Op(position)  # sets the coordinates that the position does not leave free
    return any(_same(image, own.apply_to_xyz(image)) for image in images)


def _same(one: list[float], other: list[float]) -> bool:
    return all(abs((a - b + 0.5) % 1 - 0.5) < SAME_PLACE for a, b in zip(one, other, strict=True))


# ------------------------------------------------------------------ numbers that a source quotes

RESISTIVITY = re.compile(r"resistivity (?:of )?(\d[\d.e-]*)(?: to (\d+))? ohm (cm|m)\b")
CELL = re.compile(r"(?:^|: )cell a=(\d+\.\d+)(?: c=(\d+\.\d+))? A(?:, (\S+))?$")
DENSITY = re.compile(r"density (\d+\.\d+) g/cm3$|(periodictable density)$")
LADDER = re.compile(r"computed ladder in potentials\.csv \(([\d.]+) mAh/g\)$")
CONDUCTORS = {"metal": (1e6, 1e8), "semimetal": (1e5, 1e7), "intrinsic": (1e-6, 1e3)}  # S/m
ROOM = re.compile(r"\bnear (29\d|30\d) K\b")
TWO_DIGITS = 0.05
VOLUME = 0.002


def _conductivities_follow_from_resistivities(root: Path) -> Iterator[Problem]:
    """A conductivity is the inverse of the resistivity that its source quotes.

    The note says what conducts, and so the order of magnitude.
    """

    def judge(row: Row) -> Iterator[Found]:
        value = row["conductivity_S_m"]
        quoted = RESISTIVITY.search(row["source"])
        if not quoted:
            yield "source", "a source that quotes a resistivity in ohm m or ohm cm"
            return
        metre = 0.01 if quoted[3] == "cm" else 1.0
        least, most = (1 / (float(text) * metre) for text in (quoted[2] or quoted[1], quoted[1]))
        if not least * (1 - TWO_DIGITS) <= value <= most * (1 + TWO_DIGITS):
            yield "conductivity_S_m", f"{most:.3g} S/m, the inverse of {quoted[0]}"
        kind = row["note"].split(",")[0]
        low, high = CONDUCTORS.get(kind, (math.inf, 0.0))
        if not low <= value <= high:
            yield "note", f"{', '.join(CONDUCTORS)}: whichever conducts {value:g} S/m"
        if kind == "intrinsic" and not ROOM.search(row["note"]):
            yield "note", "the temperature, near 300 K: on it an intrinsic conductivity depends"

    yield from by_row("conductivities", root, judge)


def _molar_volumes_follow_from_sources(root: Path) -> Iterator[Problem]:
    """A molar volume is that of the cell or of the density that its source quotes."""

    def judge(row: Row) -> Iterator[Found]:
        formula, value = row["compound"].split()[0], row["molar_volume_cm3_mol"]
        if computed := _volume_by_source(row["source"], formula, value):
            if not math.isclose(value, computed, rel_tol=VOLUME):
                yield "molar_volume_cm3_mol", f"{computed:.5g}, by its source {row['source']!r}"
        elif not LABELLED.search(row["source"]):
            yield "source", "a cell, a density or the label of a prototype"

    yield from by_row("molar_volumes", root, judge)


def _volume_by_source(source: str, formula: str, near: float) -> float | None:
    """cm3 a mole of a formula by a quoted cell or density; None where neither is quoted.

    A cell holds the whole number of formulas that comes nearest to the volume `near`.
    """
    if density := DENSITY.fullmatch(source):
        grams = float(density[1]) if density[1] else faraday.element_density(formula)
        return faraday.molar_mass(formula) / grams
    if not (cell := CELL.search(source)):
        return None
    a, c = float(cell[1]), float(cell[2] or 0)
    volume = a**2 * c * math.sqrt(3) / 2 if c else a**3
    return crystallography.molar_volume(
        volume / max(1, round(crystallography.molar_volume(volume) / near))
    )


def _ladders_hold_their_phases(root: Path) -> Iterator[Problem]:
    """The charge that a step of a computed ladder has is that of its phase by Faraday's law."""
    quoted = " ".join(read("potentials", root)["source"])

    def judge(row: Row) -> Iterator[Found]:
        step = LADDER.search(row["source"])
        if not step:
            if row["source"].endswith(" mAh/g)"):
                yield "source", "'step of the computed ladder in potentials.csv (75.3 mAh/g)'"
            return
        alloy = parsing.alloy(row["phase"])
        capacity = faraday.specific_capacity(alloy.ions_per_host, alloy.host)
        if f"{capacity:.1f}" != step[1]:
            yield "source", f"{capacity:.1f} mAh/g, the charge of {row['phase']}"
        elif not re.search(rf"\b{re.escape(step[1])}\b", quoted):
            yield "source", "a charge of a step that potentials.csv quotes"

    yield from by_row("compositions", root, judge)


def _uncertainties_are_of_their_system(root: Path) -> Iterator[Problem]:
    """Phases that the reason of an uncertainty names are of the elements of its system."""

    def judge(row: Row) -> Iterator[Found]:
        for formula in FORMULA.findall(row["uncertainty_source"]):
            if atoms(formula) and set(atoms(formula)) != set(row["system"].split("-")):
                yield "uncertainty_source", f"a phase of {row['system']}, not {formula}"

    yield from by_row("potentials", root, judge)


# ------------------------------------------------------------------ rows that belong together


def _steps_have_the_source_of_their_system(root: Path) -> Iterator[Problem]:
    """Method, source and status of a step are those of the mean potential of its system."""
    systems = {row["system"]: row for row in rows("potentials", root)}

    def judge(row: Row) -> Iterator[Found]:
        system = systems.get(row["system"], row)
        for column in ("method", "source", "status"):
            if not system[column].startswith(row[column]):
                yield column, f"what {system[column]!r} begins with, as in potentials.csv"
        if row["method"] not in METHODS:
            yield "method", f"one of {', '.join(METHODS)}"

    yield from by_row("plateaus", root, judge)


METHODS = ("experiment", "experiment, 25 °C", "DFT, 0 K")


def _values_of_one_table_have_one_source(root: Path) -> Iterator[Problem]:
    """Abundances, prices, radii and expansions are comparable because one list has them all.

    So are the sites of one phase, which were determined together.
    """
    groups = {
        "elements": ("source", "note"), "radii": ("source", "coordination"),
        "thermal_expansions": ("source",),
    }  # fmt: skip
    for name, columns in groups.items():
        for first in rows(name, root)[:1]:
            yield from by_row(name, root, partial(_unlike_the_first, first, columns))
    of_phase: dict[str, Row] = {}

    def of_site(row: Row) -> Iterator[Found]:
        first = of_phase.setdefault(row["phase"], row)
        if row["source"] != first["source"]:
            yield "source", f"{first['source']!r}, as for the first site of {row['phase']}"

    yield from by_row("atoms", root, of_site)


def _unlike_the_first(first: Row, columns: tuple[str, ...], row: Row) -> Iterator[Found]:
    for column in columns:
        if row[column] != first[column]:
            yield column, f"{first[column]!r}, as in the first row"


def _identifiers_name_one_source(root: Path) -> Iterator[Problem]:
    """What is quoted by DOI or by the number of a database reads the same within a table.

    A phase has one number in one database, whichever table quotes it, and a number of the
    Crystallography Open Database has seven digits.
    """
    numbers: dict[tuple[str, str], str] = {}
    for name in WITH_SOURCE:
        known: dict[str, str] = {}

        def judge(row: Row, known: dict[str, str] = known) -> Iterator[Found]:
            for identifier in IDENTIFIER.findall(row["source"]):
                text = known.setdefault(identifier, row["source"])
                if text != row["source"]:
                    yield "source", f"{text!r}, which quotes {identifier} as well"
                if identifier.startswith("COD ") and len(identifier) != len("COD ") + 7:
                    yield "source", "a number of the Crystallography Open Database: seven digits"
                database, _, number = identifier.partition(" ")
                phase = row.get("phase", "").split(" ")[0]
                if number and numbers.setdefault((phase, database), number) != number:
                    yield "source", f"{database} {numbers[phase, database]}, as elsewhere"

        yield from by_row(name, root, judge)


def _identifiers_have_their_form(root: Path) -> Iterator[Problem]:
    """A DOI begins with 10., the four to nine digits of its registrant and a slash."""

    def judge(row: Row) -> Iterator[Found]:
        for doi in re.findall(r"doi:(\S*)", row["source"]):
            if not re.match(r"10\.\d{4,9}/\S", doi):
                yield "source", f"a DOI such as 10.1149/1.1652421, not {doi}"

    for name in WITH_SOURCE:
        yield from by_row(name, root, judge)


OF_THE_REVIEW = "product that the review names"


def _end_phases_are_of_their_source(root: Path) -> Iterator[Problem]:
    """The phases that a source names are of the host and the ion that it is quoted for.

    What the review names is a product of Tables 1 and 2; another source is on one phase.
    """
    products = {row["alloying_product"] for name in ("table_1", "table_2")
                for row in rows(name, root)}  # fmt: skip
    of_source: dict[str, str] = {}

    def judge(row: Row) -> Iterator[Found]:
        for formula in FORMULA.findall(row["source"]):
            if set(atoms(formula)) - {row["host"], row["guest"]}:
                yield "source", f"one on {row['guest']} and {row['host']}, not {formula}"
        if row["source"].startswith(OF_THE_REVIEW):
            if row["phase"] not in products:
                yield "source", f"another one: Tables 1 and 2 do not name {row['phase']}"
        elif of_source.setdefault(row["source"], row["phase"]) != row["phase"]:
            yield "source", f"one on {row['phase']}; this one is that of {of_source[row['source']]}"

    yield from by_row("end_phases", root, judge)


COMPUTED = re.compile(r"OQMD|Materials Project|input of a script")  # databases of computed cells
MOLAR_VOLUME = re.compile(r"molar volume of (\d+) cm3 a mole of (\w+)")
A_PER_MILLE = 1e-3


def _other_cells_are_as_their_source_says(root: Path) -> Iterator[Problem]:
    """A database of computed cells has them at 0 K, and a cell has the volume that is quoted."""
    cells = {row["phase"]: row for row in rows("phases", root)}

    def judge(row: Row) -> Iterator[Found]:
        method = "calculation" if COMPUTED.search(row["source"]) else "experiment"
        if row["method"] != method:
            yield "method", f"{method!r}, by the source {row['source']!r}"
        if (row["temperature_K"] == 0) != ("OQMD" in row["source"]):
            yield "temperature_K", "0 for a cell of the database OQMD, and for no other"
        quoted, cell = MOLAR_VOLUME.search(row["source"]), cells.get(row["phase"])
        if quoted and quoted[2] != row["phase"]:
            yield "source", f"a molar volume of {row['phase']}, not of {quoted[2]}"
        elif quoted and cell:
            formulas = cell["hosts_per_cell"] / atoms(cell["formula"])[cell["host"]]
            volume = crystallography.molar_volume(row["a_angstrom"] ** 3 / formulas)
            if not math.isclose(volume, float(quoted[1]), rel_tol=A_PER_MILLE):
                yield "source", f"{volume:.0f} cm3, of the cube a = {row['a_angstrom']} angstrom"

    yield from by_row("other_cells", root, judge)


YEAR_OF_VOLUME = {  # of journals with a volume a year: the year before the first
    "Chem. Met. Alloys": 2007, "J. Electrochem. Soc.": 1853, "Phys. Chem. Minerals": 1973,
}  # fmt: skip
VOLUME_AND_YEAR = re.compile(rf"({'|'.join(map(re.escape, YEAR_OF_VOLUME))}) (\d+) \((\d+)\)")


def _volumes_of_journals_fit_their_year(root: Path) -> Iterator[Problem]:
    """A source that gives the volume of a journal and the year gives two that belong together."""

    def judge(row: Row) -> Iterator[Found]:
        for journal, volume, year in VOLUME_AND_YEAR.findall(row["source"]):
            if YEAR_OF_VOLUME[journal] + int(volume) != int(year):
                printed = int(year) - YEAR_OF_VOLUME[journal]
                yield "source", f"{journal} {printed} ({year}), or another year, not {volume}"

    for name in (*WITH_SOURCE, "stack"):
        yield from by_row(name, root, judge)


QUOTED = re.compile(
    r"(?:; |^)(?:the low end is )?(\d+(?:\.\d+)?)(?: %)? (?:in|of|with|follows|is)\b"
)
ROUNDED = 1e-3


def _ranges_have_the_number_that_is_quoted(root: Path) -> Iterator[Problem]:
    """A number that the source of an assumption quotes is its value or an end of its range."""

    def judge(row: Row) -> Iterator[Found]:
        for number in QUOTED.findall(row["source"]):
            ends = (row["low"], row["value"], row["high"])
            if not any(math.isclose(float(number), end, rel_tol=ROUNDED) for end in ends):
                yield "source", f"{' or '.join(f'{end:g}' for end in ends)}, not {number}"

    yield from by_row("stack", root, judge)


SAME_EDGE = 0.01  # what methods and temperatures change of an edge of a unit cell


def _determinations_of_a_cell_agree(root: Path) -> Iterator[Problem]:
    """Two determinations of the unit cell of one phase have the same edges to a per cent."""
    cells = {row["phase"]: row for row in rows("phases", root)}

    def judge(row: Row) -> Iterator[Found]:
        cell = cells.get(row["phase"], row)
        for edge in ("a_angstrom", "c_angstrom"):
            here, there = (float("nan" if r[edge] is None else r[edge]) for r in (row, cell))
            if math.isnan(here) and math.isnan(there):
                continue
            if not math.isclose(here, there, rel_tol=SAME_EDGE):
                yield edge, f"{there:g} within a per cent, as in {path_of('phases', root)}"

    yield from by_row("other_cells", root, judge)


MELTING_K = {"Li": 453.7, "Na": 370.9}
SOFT = (0.015, 0.035)  # linear expansion of metals times the kelvin up to their melting point


def _expansions_fit_the_melting_point(root: Path) -> Iterator[Problem]:
    """A metal expands by about two percent before it melts (Grueneisen's rule)."""

    def judge(row: Row) -> Iterator[Found]:
        expansion = row["linear_expansion_per_K"] * MELTING_K.get(row["element"], math.nan)
        if expansion < SOFT[0] or expansion > SOFT[1]:
            expected = f"about {0.023 / MELTING_K[row['element']]:.1g} per K"
            yield "linear_expansion_per_K", f"{expected}: a metal melts after two or three percent"

    yield from by_row("thermal_expansions", root, judge)


def _successors_are_named_by_the_source(root: Path) -> Iterator[Problem]:
    """The phase that supersedes another is of the same elements, and the source names it."""
    cells = {row["phase"]: row for row in rows("phases", root)}

    def judge(row: Row) -> Iterator[Found]:
        named = re.search(r"(?:see|superseded by) (Li\w+)", row["source"])
        if (named[1] if named else "") != row["superseded_by"]:
            yield "superseded_by", f"{named[1] if named else ''!r}, which its source names"
        successor = cells.get(row["superseded_by"])
        if successor and (successor["host"], successor["guest"]) != (row["host"], row["guest"]):
            yield "superseded_by", f"a phase of {row['guest']} and {row['host']}"
        if (row["method"] != "experiment") != (row["temperature_K"] == 0):
            yield "temperature_K", "0 of a computed cell, and of no other"

    yield from by_row("phases", root, judge)


SHARE = re.compile(r"([\d.]+) (mass|atom)(?:ic)? per cent ([A-Z][a-z]?)")


def _alloys_are_as_their_name_says(root: Path) -> Iterator[Problem]:
    """The formula of an alloy in atomic per cent states host, share and basis."""
    routes = {row["route"]: row for row in rows("routes", root)}

    def judge(row: Row) -> Iterator[Found]:
        parts = dict(re.findall(r"([A-Z][a-z]?)(\d+)", row["alloy"]))
        if parts and parts.get(row["host"]) != f"{row['host_percent']:g}":
            yield "host_percent", f"{parts.get(row['host'], 'no')} per cent of {row['host']}"
        if parts and row["basis"] != "atom":
            yield "basis", "'atom', for a formula counts atoms"
        names = re.findall(r"[A-Z][a-z]?(?![a-z])", row["alloy"])
        if row["host"] not in names:
            yield "host", f"an element of {row['alloy']}"
        quoted = SHARE.search(row["source"])
        stated = (f"{row['host_percent']:g}", row["basis"], row["host"])
        if quoted and quoted.groups() != stated:
            yield "source", f"{stated[0]} {stated[1]} per cent {stated[2]}"
        pair = re.search(r"\b([A-Z][a-z]?)-([A-Z][a-z]?) phase diagram", row["source"])
        if pair and set(pair.groups()) != {row["host"], row["other"]}:
            yield "source", f"the phase diagram of {row['other']} and {row['host']}"
        route = routes.get(row["route"])
        if route and row["alloy"] not in route["precursor"]:
            yield "alloy", f"the alloy that route {row['route']} starts from"

    yield from by_row("alloys", root, judge)


RULES: tuple[Callable[[Path], Iterator[Problem]], ...] = (
    _status_is_that_of_the_source,
    _sources_are_spelled_one_way,
    _prototypes_fit_their_row,
    _sites_are_on_their_positions,
    _conductivities_follow_from_resistivities,
    _molar_volumes_follow_from_sources,
    _ladders_hold_their_phases,
    _uncertainties_are_of_their_system,
    _steps_have_the_source_of_their_system,
    _values_of_one_table_have_one_source,
    _identifiers_name_one_source,
    _identifiers_have_their_form,
    _end_phases_are_of_their_source,
    _other_cells_are_as_their_source_says,
    _determinations_of_a_cell_agree,
    _volumes_of_journals_fit_their_year,
    _ranges_have_the_number_that_is_quoted,
    _expansions_fit_the_melting_point,
    _successors_are_named_by_the_source,
    _alloys_are_as_their_name_says,
)
