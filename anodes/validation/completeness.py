"""What must be there: rows whose absence would change the book or stop a computation.

Each rule is a function of the project's folder that yields `Problem`s, as in `consistency`, and
rests on a reason of content: what another file prints, cites, names or is computed with. What no
other file asks for is guarded by the number of rows in the descriptor (see `check`).
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import cache
from pathlib import Path

from anodes import data
from anodes.analysis import tolerances
from anodes.data import parsing, printed_tables
from anodes.data.domain import A_HOST, HOSTS, IONS
from anodes.data.files import Problem, bibliography, read, resource_of
from anodes.data.frames import Row, records
from anodes.physics import faraday, reactions

NUMBERED = {
    **{f"table_{number}": "row" for number in printed_tables.ELECTRODE_TABLES},
    "claims": "claim",
    "citations": "reference",
    "formulas": "statement",
    "routes": "route",
    "structures": "statement",
}
MOST_GAPS = 100  # a number that is a slip, such as 10000000, is not taken for so many lost rows
FIGURES = range(1, 19)
ROUTE_FIGURES = range(5, 9)  # Figures 5 to 8 draw routes of synthesis
ROUTE_SECTIONS = ("dealloying", "template", "etching", "self-assembly")
GRAPHITE = ("graphite", "LiC6")  # what every alloy is compared with
DRAWN = (
    "Li15Si4", "Li17Ge4", "Li17Sn4", "Li3Sb", "Na3Sb", "NaSn", "Na9Sn4", "Na15Sn4",
    "Na15Sn4 (DFT)",
)  # fmt: skip
BALANCED = {  # what `anodes.balances` looks up by name
    "alloys": ("alloy", ("Al-Si eutectic", "Mg90Sb10")),
    "molar_volumes": (
        "compound",
        ("Mg", "Al", "SiO2 (quartz)", "MgO", "Mg2Si", "Mg3N2", "SiO2 (amorphous)",
         "GeO2 (hexagonal)", "Mg3Sb2"),
    ),
}  # fmt: skip
OPEN = {  # quantities that need a reading, because the print leaves open what was measured
    "alloy_content": "whether atomic or mass per cent",
    "areal_capacity": "that it is printed as a mass loading",
    "conductivity_ratio": "of what kind of conductivity",
    "count": "what is counted",
    "electrode_swelling": "whether of thickness or of volume",
    "interplanar_spacing": "which spacing",
    "mixing_part": "whether by volume or by amount",
    "retention_start": "from which cycle the retention is counted",
    "test_current": "that it is given without a result",
}
OF_A_PHASE = ("diffraction_angle", "coordination_number", "interplanar_spacing")
OF_A_HOST = ("volume_expansion", "conductivity_ratio", "one_c_current", "capacity_retention")
OF_AN_ION = ("one_c_current", "ionic_radius", "capacity_retention")
OF_A_PAPER = ("capacity_retention", "one_c_current", "diffraction_angle", "initial_charge_capacity")
MEAN_V = 0.001  # a mean potential is printed to a thousandth of a volt
PORES = ("microporous", "mesoporous", "macroporous")  # the three classes of IUPAC
COMPOSITE = "composite"
WORDS = {  # hosts, ions, and what products of routes name beside a host
    "Si": "silicon", "Ge": "germanium", "Sn": "tin", "Sb": "antimony", "Li": "lithium",
    "Na": "sodium", "Bi": "bismuth", "Ni": "nickel", "Ag": "silver",
}  # fmt: skip


def path_of(name: str, root: Path) -> str:
    """The file of a table as problems name it."""
    return f"data/{resource_of(name, root)['path']}"


def _absent(
    name: str, column: str, wanted: Mapping[str, str], root: Path, there: Collection[str] = ()
) -> Iterator[Problem]:
    """A problem for each value that a column must have; `wanted` gives the reason for each."""
    there = there or set(read(name, root)[column])
    for value, reason in wanted.items():
        if value not in there:
            expected = f"a row for it (restore or add it): {reason}"
            yield Problem(path_of(name, root), None, column, f"no {column} {value}", expected)


def _hosts_and_ions_have_their_constants(root: Path) -> Iterator[Problem]:
    """Each host, and where it applies each ion, has a row in the tables of constants."""
    every = (*HOSTS, *IONS)
    for name in ("table_1", "table_2"):
        yield from _absent(name, "element", dict.fromkeys(HOSTS, "one of the four hosts"), root)
    reason = "the abundance and price of every host and of both ions belong here"
    yield from _absent("elements", "element", dict.fromkeys(every, reason), root)
    reason = "Tables 1 and 2 print the conductivity of each host"
    yield from _absent("conductivities", "element", dict.fromkeys(HOSTS, reason), root)
    reason = "the text compares the radii of both ions"
    yield from _absent("radii", "ion", dict.fromkeys(IONS, reason), root)
    reason = "it bounds the warming of unit cells that were measured in the cold"
    yield from _absent("thermal_expansions", "element", dict.fromkeys(IONS, reason), root)


def _phases_that_are_asked_for_are_there(root: Path) -> Iterator[Problem]:
    """Pristine hosts, graphite, the products of Tables 1 and 2 and of potentials, successors."""
    wanted = dict.fromkeys(HOSTS, "every expansion is relative to the pristine host")
    wanted |= dict.fromkeys(GRAPHITE, "the alloys are compared with graphite")
    wanted |= dict.fromkeys(DRAWN, "the chapters draw or compute with this phase")
    for number in printed_tables.HOST_TABLES:
        for product in read(f"table_{number}", root)["alloying_product"]:
            wanted[product] = f"the product of a host in Table {number}"
    for name, column in (
        ("phases", "superseded_by"), ("potentials", "product"), ("end_phases", "phase"),
    ):  # fmt: skip
        named = read(name, root)[column]
        wanted |= {value: f"named in {path_of(name, root)}" for value in named[named != ""]}
    yield from _absent("phases", "phase", wanted, root)


def _hosts_have_end_phases(root: Path) -> Iterator[Problem]:
    """Each host of Tables 1 and 2 has, with its ion, the phase that a full charge ends at."""
    frame = read("end_phases", root)
    known = read("phases", root).set_index("phase")
    path = path_of("end_phases", root)
    for index, row in enumerate(records(frame)):
        phase = known.loc[row["phase"]] if row["phase"] in known.index else row
        if (row["host"], row["guest"]) != (phase["host"], phase["guest"]):
            expected = f"a phase of {row['guest']} in {row['host']} in phases.csv"
            yield Problem(path, index + 2, "phase", repr(row["phase"]), expected)
    there = set(zip(frame["host"], frame["guest"], strict=True))
    for host, guest in itertools.product(HOSTS, IONS):
        if (host, guest) not in there:
            expected = "a row for it (restore or add it): its constants are those of this phase"
            yield Problem(path, None, "phase", f"no end phase of {guest} in {host}", expected)


def _numbers_have_no_gaps(root: Path) -> Iterator[Problem]:
    """Rows that are numbered in printed order are numbered from 1 without a gap."""
    for name, column in NUMBERED.items():
        yield from _gaps(path_of(name, root), column, list(read(name, root)[column]))


def _gaps(path: str, column: str, numbers: list[int], first_line: int = 2) -> Iterator[Problem]:
    """The numbers that a column skips, each at the line where it should be."""
    most = min(max(numbers, default=0), len(numbers) + MOST_GAPS)
    for number in sorted(set(range(1, most + 1)) - set(numbers)):
        place = sum(other < number for other in numbers)
        expected = f"{column} {number} here (restore it): the numbers run from 1 without a gap"
        yield Problem(path, first_line + place, column, f"no {column} {number}", expected)
    for place, (number, other) in enumerate(zip(numbers[1:], numbers, strict=False), start=1):
        if number < other:
            found, expected = f"{number} after {other}", "the printed order"
            yield Problem(path, first_line + place, column, found, expected)


def _figures_have_all_their_panels(root: Path) -> Iterator[Problem]:
    """Figures 1 to 18 are there, each with its panels from A on, or with one without a letter."""
    path = path_of("figures", root)
    frame = read("figures", root)
    for number in FIGURES:
        letters = list(frame.loc[frame["figure"] == number, "panel"])
        if not letters:
            found = f"no panel of Figure {number}"
            yield Problem(path, None, "figure", found, "its panels (restore them)")
        places = [ord(letter) - ord("A") + 1 for letter in letters if letter]
        for place in sorted(set(range(1, max(places, default=0) + 1)) - set(places)):
            found = f"no panel {number}{chr(ord('A') + place - 1)}"
            yield Problem(path, None, "panel", found, "a row for it: the letters run from A")


def _cited_rows_are_in_the_tables(root: Path) -> Iterator[Problem]:
    """A reference that Tables 3 to 5 cite has a row there."""
    cited = read("citations", root).set_index("reference")["cited_in"].str.split(";").explode()
    for number in printed_tables.ELECTRODE_TABLES:
        name = f"table_{number}"
        reason = f"{path_of('citations', root)} says that Table {number} cites it"
        wanted = {str(reference): reason for reference in cited.index[cited == name]}
        there = set(read(name, root)["reference"].astype(str))
        yield from _absent(name, "reference", wanted, root, there)


def _credits_belong_to_panels(root: Path) -> Iterator[Problem]:
    """A picture that was taken from a paper has a credit, and no other paper has one."""
    sources = set(read("figures", root)["source_reference"].dropna().astype(str))
    credited = set(read("credits", root)["reference"].astype(str))
    reason = "a panel of Figures 1 to 18 was taken from it"
    yield from _absent("credits", "reference", dict.fromkeys(sources, reason), root, credited)
    reason = f"{path_of('credits', root)} credits it"
    wanted = dict.fromkeys(credited, reason)
    yield from _absent("figures", "source_reference", wanted, root, sources)


def _lists_are_in_use(root: Path) -> Iterator[Problem]:
    """What a list of methods, families, kinds or quantities defines is used by some row."""
    printed = set().union(
        *(read(f"table_{n}", root)["method"] for n in printed_tables.ELECTRODE_TABLES)
    )
    families = {*read("methods", root)["family"], *read("kinds", root)["family"]}
    used = {
        ("methods", "method"): (printed, "Tables 3 to 5"),
        ("families", "family"): (families, "methods.csv or kinds.csv"),
        ("kinds", "kind"): (set(read("routes", root)["kind"]), "routes.csv"),
        ("quantities", "quantity"): (set(read("claims", root)["quantity"]), "claims.csv"),
    }
    for (name, column), (values, where) in used.items():
        for index, value in enumerate(read(name, root)[column]):
            if value not in values:
                expected = f"one that {where} uses: restore the rows that use it, or remove it"
                yield Problem(path_of(name, root), index + 2, column, repr(value), expected)


def _chapters_are_named_after_sections(root: Path) -> Iterator[Problem]:
    """A chapter on a section bears the name of its main section, which must be there."""
    reason = "a chapter of the book has its name"
    chapters = dict.fromkeys(read("sections", root)["chapter"], reason)
    yield from _absent("sections", "section", chapters, root)


def _printed_phases_have_a_composition(root: Path) -> Iterator[Problem]:
    """A phase of a printed series, or one that a step of a potential ends at, has a composition.

    A printed formula may have lost a digit; then the whole one must be there.
    """
    known = {*read("compositions", root)["phase"], *read("phases", root)["formula"]}
    printed = read("formulas", root)
    series = printed[printed["role"].str.startswith("series")]["formula"]
    wanted = {
        formula: f"{path_of('formulas', root)} prints it in a series; it may lack a digit"
        for formula in series
        if not any(_loses_a_digit(name, formula) for name in known)
    }
    steps = read("plateaus", root)["phase"]
    wanted |= {phase: f"{path_of('plateaus', root)} names it" for phase in steps[steps != ""]}
    yield from _absent("compositions", "phase", wanted, root, known)


def _loses_a_digit(formula: str, printed: str) -> bool:
    """Whether a formula without one of its digits is the printed one: 'Li12Si7', 'Li2Si7'."""
    return any(
        mark.isdigit() and formula[:place] + formula[place + 1 :] == printed
        for place, mark in enumerate(formula)
    )


def _series_hold_the_measured_phases(root: Path) -> Iterator[Problem]:
    """A series of compositions has every measured phase of its host and guest that still holds."""
    series = read("compositions", root)
    pairs = set(zip(series["guest"], series["host"], strict=True))
    wanted = {
        row["formula"]: f"a measured phase of {row['guest']} in {row['host']} in phases.csv"
        for row in records(read("phases", root))
        if (row["guest"], row["host"]) in pairs
        and row["method"] == "experiment"
        and not row["superseded_by"]
    }
    yield from _absent("compositions", "phase", wanted, root)


def _steps_lead_to_the_product(root: Path) -> Iterator[Problem]:
    """The steps of a system fall, take up more of the ion, and end at its product."""
    path = path_of("plateaus", root)
    steps = read("plateaus", root)
    steps["line"] = steps.index + 2
    for system in records(read("potentials", root)):
        own = records(steps[steps["system"] == system["system"]])
        if not own:
            continue
        yield from _gaps(path, "step", [step["step"] for step in own], own[0]["line"])
        yield from _unordered_steps(path, own)
        if own[-1]["phase"] not in ("", system["product"]):
            found, line = repr(own[-1]["phase"]), own[-1]["line"]
            expected = f"{system['product']}, the product in {path_of('potentials', root)}"
            yield Problem(path, line, "phase", found, expected)
        yield from _odd_mean(path, system, own)


def _unordered_steps(path: str, steps: list[Row]) -> Iterator[Problem]:
    """Steps at which the potential does not fall, or the ion does not grow in number."""
    for before, after in itertools.pairwise(steps):
        if after["potential_V"] >= before["potential_V"]:
            found = f"{after['potential_V']:g} after {before['potential_V']:g}"
            yield Problem(path, after["line"], "potential_V", found, "a lower potential")
        if before["phase"] and after["phase"] and _x(after["phase"]) <= _x(before["phase"]):
            found = f"{after['phase']} after {before['phase']}"
            yield Problem(path, after["line"], "phase", found, "a phase with more of the ion")


def _odd_mean(path: str, system: Row, steps: list[Row]) -> Iterator[Problem]:
    """Steps that differ from those that the system quotes, or that have another mean.

    The mean is weighted by charge where every step has its phase; else it lies between them.
    """
    values = [step["potential_V"] for step in steps]
    quoted = re.search(
        r"(?:plateaus|steps)((?: \d\.\d+)+) V", f"{system['method']} {system['source']}"
    )
    if quoted and [float(text) for text in quoted[1].split()] != values:
        found = f"the steps {', '.join(f'{value:.3f}' for value in values)} V of {system['system']}"
        expected = f"those that potentials.csv quotes:{quoted[1]} V"
        yield Problem(path, None, "potential_V", found, expected)
    mean = system["mean_potential_V"]
    if all(step["phase"] for step in steps):
        ends = [0.0, *(_x(step["phase"]) for step in steps)]
        parts = zip(values, ends[1:], ends, strict=False)
        computed = sum(value * (end - begin) for value, end, begin in parts) / ends[-1]
        apart = abs(computed - mean) > MEAN_V
    else:
        computed, apart = sum(values) / len(values), not min(values) <= mean <= max(values)
    if apart:
        found = f"steps of {system['system']} with a mean of {computed:.3f} V"
        yield Problem(path, None, "step", found, f"a mean of {mean:g} V, as in potentials.csv")


def _formulas_are_those_of_their_columns(root: Path) -> Iterator[Problem]:
    """The formula of an alloy has the guest, the host and the ratio that its row states."""
    for name, column in (("compositions", "phase"), ("phases", "formula")):
        path = path_of(name, root)
        for index, row in enumerate(records(read(name, root))):
            for place, expected in _unlike_its_formula(row, row[column]):
                yield Problem(path, index + 2, place, repr(row[place]), expected)


def _unlike_its_formula(row: Row, formula: str) -> Iterator[tuple[str, str]]:
    """(column, what is expected) of each cell of a row that its formula contradicts."""
    column = "phase" if "formula" not in row else "formula"
    elements = [name for name in (row["guest"], row["host"]) if name]
    try:
        atoms = {name: n for name, n in reactions.atoms_and_charge(formula).items() if n}
    except reactions.EquationError as error:
        yield column, error.expected
        return
    if set(atoms) != set(elements):
        yield column, f"a formula of {' and '.join(elements)}"
    elif "ions_per_host" in row:
        x = atoms.get(row["guest"], 0) / atoms[row["host"]]
        if abs(row["ions_per_host"] - x) > 1e-6:
            yield "ions_per_host", f"{x:.6g}, as the formula {formula} has it"


@cache
def _x(phase: str) -> float:
    """Guests an atom of the host."""
    return parsing.alloy(phase).ions_per_host


def _alloys_that_routes_start_from_are_there(root: Path) -> Iterator[Problem]:
    """A precursor that names the composition of an alloy has it in alloys.csv, and it dissolves.

    A composition is named by a formula of atomic per cent, as Mg90Sb10, or as a eutectic.
    """
    alloys = read("alloys", root)
    routes = read("routes", root).set_index("route")
    wanted = {}
    for route, precursor in routes["precursor"].items():
        if _names_a_composition(precursor):
            wanted[str(route)] = f"routes.csv starts route {route} from {precursor!r}"
    yield from _absent("alloys", "route", wanted, root, set(alloys["route"].astype(str)))
    for index, row in enumerate(records(alloys)):
        equation = routes["equation"].get(row["route"], "")
        if equation and not re.search(rf"\b{re.escape(row['other'])}\b", equation.split("->")[0]):
            found, expected = repr(row["other"]), "what the first equation of its route consumes"
            yield Problem(path_of("alloys", root), index + 2, "other", found, expected)


def _names_a_composition(precursor: str) -> bool:
    """'Al-Si eutectic alloy' and 'Mg90Sb10' do; 'Mg2Si' is a compound."""
    formula = re.fullmatch(r"(?:[A-Z][a-z]?\d+)+", precursor)
    parts = [int(number) for number in re.findall(r"\d+", precursor)] if formula else []
    return sum(parts) == 100 or "eutectic" in precursor


def _names_in_balances_are_there(root: Path) -> Iterator[Problem]:
    """The alloys and molar volumes that the balances of the routes look up by name."""
    for name, (column, values) in BALANCED.items():
        wanted = dict.fromkeys(values, "the porosities of the routes are computed with it")
        yield from _absent(name, column, wanted, root)
    leaves = read("alloys", root)["other"]
    reason = f"it leaves an alloy of {path_of('alloys', root)}"
    yield from _absent("molar_volumes", "compound", dict.fromkeys(leaves, reason), root)


def _positions_are_there(root: Path) -> Iterator[Problem]:
    """Atoms of each phase that is drawn, or of which angles, spacings or neighbours are printed."""
    wanted = dict.fromkeys(HOSTS, "Figure 1D shows its structure")
    named = read("structures", root)
    for phase in named[named["space_group"] != ""]["phase"]:
        wanted[phase] = f"{path_of('structures', root)} prints its space group"
    claims = read("claims", root)
    for phase in claims[claims["quantity"].isin(OF_A_PHASE)]["material"]:
        wanted[phase] = f"{path_of('claims', root)} prints a number of its structure"
    yield from _absent("atoms", "phase", wanted, root)
    yield from _absent("phases", "phase", wanted, root)


def _working_potentials_have_a_system(root: Path) -> Iterator[Problem]:
    """The printed potential of a host with an ion can be compared with that of their system."""
    claims = read("claims", root)
    own = claims[(claims["quantity"] == "working_potential") & (claims["element"] != "")]
    wanted = {
        f"{row['ion']}-{row['element']}": f"claim {row['claim']} prints a potential of it"
        for row in records(own[own["ion"] != ""])
    }
    yield from _absent("potentials", "system", wanted, root)


def _impossible_cells_are_corrected(root: Path) -> Iterator[Problem]:
    """A cell of Tables 3 to 5 that cannot be used as printed has a correction.

    That is an efficiency above 100 %, a current that has lost its prefix (a thousand times the
    other one of the row and faster than any charge), and an ion unlike that of the cited title.
    """
    fixes = read("corrections", root)
    fixed = set(zip(fixes["table"], fixes["row"], fixes["column"], strict=True))
    for number, ion in printed_tables.ELECTRODE_TABLES.items():
        for index, row in enumerate(records(read(f"table_{number}", root))):
            for column, printed, why in _impossible_cells(row, ion, root):
                if (number, row["row"], column) not in fixed:
                    place = f"data/printed/table_{number}.csv"
                    expected = f"a correction in {printed_tables.CORRECTIONS}: {why}"
                    yield Problem(place, index + 2, column, repr(printed), expected)


def _impossible_cells(row: Row, ion: str, root: Path) -> Iterator[tuple[str, str, str]]:
    """(column, printed cell, reason) of the cells of a row that cannot be used as printed."""
    ice = parsing.percent(row["ice"])
    if ice is not None and ice > 100:
        yield "ice", row["ice"], "no more charge can come out than went in"
    first = parsing.initial_capacity(row["initial_capacity"]).current
    later = parsing.parse_capacity_after_cycles(row["capacity_retention"]).current
    if first.basis == later.basis == "gravimetric":
        host = next(host for host in HOSTS if host in row["structure"])
        one_c = printed_tables.one_c_mA_g(host, ion, row["reference"], root)[0] / 1000
        two = {"initial_capacity": (first, later), "capacity_retention": (later, first)}
        for column, (own, other) in two.items():
            lost = math.isclose(own.value, tolerances.GRAM_PREFIX * other.value)
            if lost and faraday.c_rate(own.value, one_c) > tolerances.FASTEST_C_RATE:
                yield column, row[column], "a thousand times the other current of the row"
    named = _ions_in_title(row["reference"], root)
    if named and ion not in named:
        yield "ion", ion, f"the title of [{row['reference']}] names {' and '.join(named)}"


def _ions_in_title(reference: int, root: Path) -> list[str]:
    """The ions that the title of a reference names by word or symbol; [] for an unknown one."""
    entry = bibliography(root).entries.get(f"r{reference:03}")
    title = entry.fields.get("title", "") if entry else ""
    return [i for i in IONS if WORDS[i] in title.lower() or re.search(rf"\b{i}\b", title)]


def _claims_that_leave_something_open_have_a_reading(root: Path) -> Iterator[Problem]:
    """A number of which the print does not say enough has a reading that says what is open."""
    named = read("claim_names", root).set_index("claim")["name"].to_dict()
    limits = {
        (row["element"], row["ion"]): row["theoretical_capacity_mAh_g"]
        for row in records(data.hosts(root))
    }
    wanted = {
        named.get(claim["claim"], ""): f"{path_of('claims', root)} leaves open {what}"
        for claim in records(read("claims", root))
        if (what := _left_open(claim, limits))
    }
    yield from _absent("readings", "name", wanted, root)


def _claims_have_a_name(root: Path) -> Iterator[Problem]:
    """Chapters and rules ask for a claim by its name."""
    printed = path_of("claims", root)
    wanted = {str(n): f"a number of {printed} has a name" for n in read("claims", root)["claim"]}
    there = set(read("claim_names", root)["claim"].astype(str))
    yield from _absent("claim_names", "claim", wanted, root, there)


def _left_open(claim: Row, limits: Mapping[tuple[str, str], float]) -> str:
    """What the print leaves open of a claim; '' where nothing is known to be."""
    quantity, unit = claim["quantity"], claim["unit"]
    if quantity in OPEN:
        return OPEN[quantity]
    if (quantity, unit) == ("concentration", "%"):
        return "per cent of what"
    if quantity in ("volume_expansion", "working_potential") and claim["element"]:
        return "" if claim["ion"] else "with which ion"
    anode = unit == parsing.CAPACITY_UNIT and printed_tables.FULL_CELL not in claim["material"]
    limit = limits.get((claim["element"], claim["ion"]), math.inf)
    return "how it exceeds the theoretical capacity" if anode and claim["value"] > limit else ""


def _papers_on_synthesis_have_a_route(root: Path) -> Iterator[Problem]:
    """A paper whose author a section on synthesis names, or whose drawing it shows, has a route."""
    names = read("attributions", root)
    wanted = {
        str(row["reference"]): f"the section {row['section']!r} names {row['author']}"
        for row in records(names[names["section"].isin(ROUTE_SECTIONS)])
    }
    panels = read("figures", root)
    drawn = panels[panels["figure"].isin(ROUTE_FIGURES) & panels["source_reference"].notna()]
    for row in records(drawn):
        reason = f"Figure {row['figure']}{row['panel']} draws it"
        wanted.setdefault(str(row["source_reference"]), reason)
    there = set(read("routes", root)["reference"].astype(str))
    yield from _absent("routes", "reference", wanted, root, there)


def _title_words_can_be_used(root: Path) -> Iterator[Problem]:
    """Each pattern is one, and what it means is a word that other files know."""
    path = path_of("title_words", root)
    known = {
        "ion": IONS,
        "pores": PORES,
        "material": (COMPOSITE,),
    }
    for index, row in enumerate(records(read("title_words", root))):
        try:
            re.compile(row["pattern"])
        except re.error as error:
            found = f"{row['pattern']!r} ({error})"
            yield Problem(path, index + 2, "pattern", found, "a regular expression")
        allowed = known.get(row["says"], (row["means"],))
        if row["means"] not in allowed:
            expected = f"one of {', '.join(allowed)}"
            yield Problem(path, index + 2, "means", repr(row["means"]), expected)


def _title_words_find_what_titles_say(root: Path) -> Iterator[Problem]:
    """Elements are found by name and by symbol, also where two hosts are joined (SiGe).

    Each class of pores has a word as well.
    """
    words = read("title_words", root)
    samples = {(text, symbol) for symbol, name in WORDS.items() for text in (symbol, name)}
    pairs = A_HOST
    for entry in bibliography(root).entries.values():
        for joined in re.findall(rf"(?:{pairs}){{2,}}(?![a-z])", entry.fields.get("title", "")):
            samples |= {(joined, host) for host in re.findall(pairs, joined)}
    wanted = {f"for {symbol} in {text!r}": "titles are searched for it" for text, symbol in samples}
    there = {
        f"for {symbol} in {text!r}"
        for text, symbol in samples
        if any(re.search(word, text) for word in words[words["means"] == symbol]["pattern"])
    }
    yield from _absent("title_words", "pattern", wanted, root, there)
    reason = "one of the three classes of pores"
    yield from _absent("title_words", "means", dict.fromkeys(PORES, reason), root)
    reason = "rows of the tables are compared with titles on composites"
    yield from _absent("title_words", "means", {COMPOSITE: reason}, root)


def _judgements_cite_the_reference_list(root: Path) -> Iterator[Problem]:
    """The references of a judgement are numbers of the reference list."""
    numbers = set(read("citations", root)["reference"].astype(str))
    cited = read("judgements", root)["references"].str.split(";").explode()
    unknown = cited[(cited != "") & ~cited.isin(numbers)]
    for index, number in zip(unknown.index, unknown, strict=True):
        expected = f"a number of {path_of('citations', root)}"
        yield Problem(path_of("judgements", root), index + 2, "references", number, expected)


def _causes_and_findings_belong_together(root: Path) -> Iterator[Problem]:
    """Each cause has a finding, a reason where it has several, and none that is withdrawn."""
    pairs = read("finding_causes", root)
    counts = pairs["cause"].value_counts()
    for index, row in enumerate(records(read("causes", root))):
        place = (path_of("causes", root), index + 2)
        count = int(counts.get(row["cause"], 0))
        if count == 0:
            expected = f"a cause that {path_of('finding_causes', root)} gives to a finding"
            yield Problem(*place, "cause", repr(row["cause"]), expected)
        if count > 1 and not row["shared"]:
            yield Problem(*place, "shared", "nothing", f"why its {count} findings are one cause")
        if count == 1 and row["shared"]:
            yield Problem(*place, "shared", repr(row["shared"]), "nothing: it has one finding")
    gone = set(read("withdrawn_findings", root)["finding"])
    for index, name in enumerate(pairs["finding"]):
        if name in gone:
            expected = f"a finding that {path_of('withdrawn_findings', root)} does not withdraw"
            file = path_of("finding_causes", root)
            yield Problem(file, index + 2, "finding", repr(name), expected)


def _claims_can_be_computed_with(root: Path) -> Iterator[Problem]:
    """A claim has the host, ion, reference or phase that the computations on its quantity need."""
    path = path_of("claims", root)
    known = set(read("phases", root)["phase"])
    for index, claim in enumerate(records(read("claims", root))):
        for column, expected in _needs(claim):
            yield Problem(path, index + 2, column, repr(claim[column]), expected)
        if claim["quantity"] in OF_A_PHASE and claim["material"] not in known:
            expected = f"a phase of {path_of('phases', root)}"
            yield Problem(path, index + 2, "material", repr(claim["material"]), expected)


def _needs(claim: Row) -> Iterator[tuple[str, str]]:
    """(column, what is expected) of each cell that a claim lacks."""
    half_cell = printed_tables.FULL_CELL not in claim["material"]
    by_rate = half_cell and claim["current_unit"] == "C"
    quantity = claim["quantity"] if half_cell else ""
    if not claim["element"] and (by_rate or quantity in OF_A_HOST):
        yield "element", "the host, with which the number is compared"
    if not claim["ion"] and (by_rate or quantity in OF_AN_ION):
        yield "ion", "the ion, with which the number is compared"
    if not re.fullmatch(r"\d+", claim["references"]) and (by_rate or quantity in OF_A_PAPER):
        yield "references", "the one paper whose test it is"


RULES: tuple[Callable[[Path], Iterator[Problem]], ...] = (
    _hosts_and_ions_have_their_constants,
    _phases_that_are_asked_for_are_there,
    _hosts_have_end_phases,
    _numbers_have_no_gaps,
    _figures_have_all_their_panels,
    _cited_rows_are_in_the_tables,
    _credits_belong_to_panels,
    _lists_are_in_use,
    _chapters_are_named_after_sections,
    _printed_phases_have_a_composition,
    _series_hold_the_measured_phases,
    _steps_lead_to_the_product,
    _formulas_are_those_of_their_columns,
    _alloys_that_routes_start_from_are_there,
    _names_in_balances_are_there,
    _positions_are_there,
    _working_potentials_have_a_system,
    _impossible_cells_are_corrected,
    _claims_that_leave_something_open_have_a_reading,
    _claims_have_a_name,
    _papers_on_synthesis_have_a_route,
    _title_words_can_be_used,
    _title_words_find_what_titles_say,
    _judgements_cite_the_reference_list,
    _causes_and_findings_belong_together,
    _claims_can_be_computed_with,
)
