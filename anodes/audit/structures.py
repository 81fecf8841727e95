"""Rules on volumes and structures that the text names: swelling, diffraction, crystal systems."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from anodes.analysis import crystal_phases, tolerances
from anodes.audit.evidence import (
    Evidence,
    on_claim,
    records_with_nan,
)
from anodes.audit.findings import Finding, Severity, cell_place, claim_place, quantity
from anodes.data.frames import Row, record
from anodes.physics import crystallography, pores

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd


def expansion_holds_the_guest(e: Evidence) -> Iterator[Finding | None]:
    """Is there a composition of host and working ion that swells so much?

    An ion adds nearly the same volume in every host (`tolerances`), so a stated expansion is a
    number of ions; more than the richest phase takes cannot be.
    """
    for claim in e.told("volume_expansion"):
        if not claim["ion"]:
            continue
        richest = _richest(e, claim)
        limit = richest * (1 + tolerances.VOLUME_PERCENT / 100)
        _, least = _ions(e, claim, claim["value"])
        if least <= limit:
            yield None
            continue
        cell = claim["material"] != claim["element"] and claim["material"] in e.phases.index
        _, as_ratio = _ions(e, claim, claim["value"] - 100)
        yield on_claim(
            e,
            claim,
            severity="inconsistent" if cell else "ambiguous",
            printed=f"{quantity(claim['value'], '%', claim['qualifier'])} ({claim['material']})",
            computed=f"would need at least {least:.2f} {claim['ion']} per atom; the richest "
            f"composition has {richest:g}",
            calculation=f"{claim['value'] / 100:g} x {_host_volume(e, claim):.3f} cm3/mol / "
            f"{tolerances.VOLUME_OF_ION_CM3_MOL[claim['ion']][1]:g} cm3/mol = {least:.2f}; "
            f"unit cells: {_cells_of(e, claim)}",
            explanation=(
                "The number is the volume ratio of the phase in percent, printed as its expansion."
                if cell
                else "Number and composition fit each other if the number is a volume ratio; as an "
                "expansion it is more than the ions need; pores may account for the rest."
                if as_ratio <= limit and richest == _stated(e, claim)
                else "It may be rounded, or the growth of a porous particle, pores included."
            ),
        )


def _cells_of(e: Evidence, claim: Row) -> str:
    """The expansions of the end phases of a claim's host and guest."""
    inside = e.phases[(e.phases["host"] == claim["element"]) & (e.phases["guest"] == claim["ion"])]
    grown = inside["volume_expansion_computed_percent"]
    return ", ".join(f"{name} {percent:.0f} %" for name, percent in grown.items())


def _stated(e: Evidence, claim: Row) -> float | None:
    """The composition that the text states with a claim, if it states one."""
    for other in e.told("composition"):
        same = all(other[name] == claim[name] for name in ("references", "element", "ion"))
        if same and claim["references"]:
            return float(other["value"])
    return None


def _richest(e: Evidence, claim: Row) -> float:
    """Guests a host atom: of the named phase, of the stated composition, or of the richest."""
    element, ion = claim["element"], claim["ion"]
    if claim["material"] != element and claim["material"] in e.phases.index:
        return float(record(e.phases, claim["material"])["ions_per_host"])
    stated = _stated(e, claim)
    if stated is not None:
        return stated
    inside = e.phases[(e.phases["host"] == element) & (e.phases["guest"] == ion)]
    return float(inside["ions_per_host"].max())


def _host_volume(e: Evidence, claim: Row) -> float:
    host = record(e.phases, claim["element"])
    return crystallography.molar_volume(float(host["volume_per_host_A3"]))


def _ions(e: Evidence, claim: Row, expansion: float) -> tuple[float, float]:
    """Most and fewest ions per host atom that an expansion in percent makes room for."""
    added = expansion / 100 * _host_volume(e, claim)
    small, large = tolerances.VOLUME_OF_ION_CM3_MOL[claim["ion"]]
    return added / small, added / large


def stated_expansion_against_table(e: Evidence) -> Iterator[Finding | None]:
    """Does the text give a fully lithiated or sodiated host the expansion of the table?"""
    table = e.hosts.set_index(["element", "ion"])
    told = [c for c in e.told("volume_expansion")
            if c["material"] in (c["element"], _product(table, c))]  # fmt: skip
    largest: dict[tuple[str, str], Row] = {}
    for claim in told:
        key = (claim["element"], claim["ion"])
        if key not in largest or claim["value"] > largest[key]["value"]:
            largest[key] = claim
    for (element, ion), claim in largest.items():
        if ion:
            yield _expansion_against_table(e, claim, record(table, (element, ion)))
        else:
            two = table.xs(element, level="element")["volume_expansion_percent"]
            yield _expansion_without_ion(e, claim, two)


def _expansion_without_ion(e: Evidence, claim: Row, printed: pd.Series[float]) -> Finding:
    """An expansion of the text that names no ion, beside those that the tables print, by ion."""
    element = claim["element"]
    return on_claim(
        e,
        claim,
        severity="ambiguous",
        place=f"{claim_place(claim)}; Tables 1 and 2, {element}",
        printed=f"{quantity(claim['value'], '%')} for {element}, no ion named",
        computed=", ".join(f"{quantity(v, '%')} with {i}" for i, v in printed.items())
        + " in the tables",
        calculation="from unit cells: "
        + ", ".join(
            f"{row['phase']} {row['volume_expansion_computed_percent']:.0f} % ({row['status']})"
            for row in records_with_nan(e.phases)
            if row["host"] == element and row["guest"]
        ),
        explanation="The sentence covers lithium and sodium together and repeats the "
        "lithium value only.",
    )


def _expansion_against_table(e: Evidence, claim: Row, host: Row) -> Finding | None:
    """An expansion of the text against that of its row in Tables 1 and 2."""
    printed = host["volume_expansion_percent"]
    apart = 100 * abs((100 + claim["value"]) / (100 + printed) - 1)
    if apart <= tolerances.VOLUME_PERCENT:
        return None
    cell = record(e.phases, host["alloying_product"])
    own = cell["volume_expansion_computed_percent"]
    return on_claim(
        e,
        claim,
        severity="inconsistent",
        place=f"{claim_place(claim)}; {cell_place(int(host['table']), claim['element'])}",
        printed=f"{quantity(claim['value'], '%', claim['qualifier'])} in the text, "
        f"{quantity(printed, '%')} in the table",
        computed=f"{own:.0f} % expansion, {own + 100:.0f} % as a ratio",
        calculation=f"{cell['phase']}: V/V0 = {cell['ratio']:.3f}",
        explanation="The text gives the expansion, the table the volume ratio in percent: "
        "two measures of one change.",
        printed_number=printed,
        computed_number=own,
        unit="%",
    )


def _product(table: pd.DataFrame, claim: Row) -> str:
    """The product that the tables print for a claim's host and ion; '' where they have none."""
    products: dict[tuple[str, str], str] = dict(
        zip(table.index, table["alloying_product"], strict=True)
    )
    return products.get((claim["element"], claim["ion"]), "")


def diffraction(e: Evidence) -> Iterator[Finding | None]:
    """Do the cells refined from the printed angles give the printed expansion?"""
    table = e.hosts.set_index("alloying_product")
    for found in e.refined:
        host = record(table, found.phase)
        printed = host["volume_expansion_percent"]
        if abs((100 + printed) / (100 * found.ratio) - 1) * 100 <= tolerances.VOLUME_PERCENT:
            yield None
            continue
        grown = pores.expansion_percent(found.ratio)
        low, high = map(pores.expansion_percent, found.ratio_if_offset)
        angles = ", ".join(f"{angle:g}" for angle in found.angles)
        yield Finding(
            key=f"table {host['table']} {host['element']}",
            severity="inconsistent",
            place=f"{cell_place(int(host['table']), host['element'], 'volume expansion')}; text "
            f"({found.section}) on [{found.reference}], angles",
            chapter=found.section,
            printed=f"{quantity(printed, '%')}; lines at {angles} degrees",
            computed=f"{grown:.0f} % from the angles, {low:.0f} to {high:.0f} % if all were off "
            f"by {tolerances.ANGLE_OFFSET_DEGREE:g} degrees",
            calculation=f"{found.written} = {found.ratio:.3f} ± {found.ratio_uncertainty:.3f}",
            explanation="The printed angles give the unit cell and with it the expansion, if the "
            "radiation was Cu K-alpha, which is not stated; the printed number is the volume ratio."
            + (
                " Two lines for two edges leave nothing to check them by."
                if len(found.angles) == 2
                else ""
            ),
            references=(found.reference,),
            printed_number=printed,
            computed_number=grown,
            unit="%",
        )


def interplanar_spacing(e: Evidence) -> Iterator[Finding | None]:
    """Is a printed spacing of crystal planes one that the structure has?"""
    for claim in e.told("interplanar_spacing"):
        row = record(e.phases, claim["material"])
        spacings = crystal_phases.pattern(claim["material"], up_to=60, root=e.root)["d_angstrom"]
        widest = spacings.max()
        near = spacings[(spacings / claim["value"] - 1).abs() * 100 <= tolerances.DENSITY_PERCENT]
        if len(near):
            yield None
            continue
        off = 100 * (claim["value"] / row["a_angstrom"] - 1)
        yield on_claim(
            e,
            claim,
            severity="inconsistent",
            printed=f"interplanar spacing {quantity(claim['value'], 'angstrom')}",
            computed=f"widest spacing {widest:.3f} Å, lattice parameter {row['a_angstrom']:.3f} Å",
            calculation=f"d(111) = {row['a_angstrom']:.4f} / sqrt(3) = {widest:.3f} Å; "
            f"{claim['value']:g} / {row['a_angstrom']:.4f} - 1 = {off:+.1f} %",
            explanation="The number is close to the edge of the unit cell, which is not a distance "
            "between lattice planes that diffract.",
            printed_number=claim["value"],
            computed_number=widest,
            unit="angstrom",
        )


def crystal_systems(e: Evidence) -> Iterator[Finding | None]:
    """Is one phase given one crystal system, and the one that its space group has?"""
    import pandas as pd

    known = e.phases.drop_duplicates("formula").set_index("formula")
    for name, rows in pd.DataFrame(e.read("structures")).groupby("phase", sort=False):
        phase = str(name)
        systems = {_system(system) for system in rows["crystal_system"]}
        of_group = {
            crystallography.crystal_system(number)
            for symbol in rows["space_group"]
            if symbol and (number := crystallography.group_number(symbol))
        }
        cell = set()
        if phase in known.index:
            cell = {crystallography.crystal_system(int(known["space_group_number"][phase]))}
        if len(systems | of_group | cell) == 1:
            yield None
            continue
        section = rows["section"].iloc[-1]
        told = "; ".join(
            f"{row['printed']}" + (f" (Figure {row['figure']})" if row["figure"] else "")
            for row in records_with_nan(rows)
        )
        group = known["space_group"].get(phase, "")
        status = known["status"].get(phase, "")
        twice = len(systems) > 1
        severity: Severity = (
            "ambiguous" if status == "unconfirmed" and not twice else "inconsistent"
        )
        yield Finding(
            key=phase,
            severity=severity,
            place=f"text ({section}), structure of {phase}",
            chapter=e.chapters[section],
            printed=told,
            computed=f"{', '.join(sorted(of_group | cell))}"
            + (f" ({group}, {status})" if group else ""),
            calculation=f"space group {group or ', '.join(rows['space_group'])} belongs to the "
            f"{', '.join(sorted(of_group | cell))} system; named: {', '.join(sorted(systems))}"
            + _by_density(e, phase),
            explanation=_why_system(phase, len(systems) > 1, severity),
            references=(162,) if section == "tin" else (),
        )


def _by_density(e: Evidence, phase: str) -> str:
    """The printed density of a host is another witness for its structure."""
    printed = e.hosts.drop_duplicates("element").set_index("element")["density_g_cm3"]
    if phase not in printed.index:
        return ""
    own = record(e.phases, phase)
    return (
        f"; its unit cell gives {own['density_computed_g_cm3']:.2f} g/cm3, Table 1 prints "
        f"{printed[phase]:g}"
    )


def _why_system(phase: str, twice: bool, severity: Severity) -> str:
    if twice:
        return "The paragraph names two systems for one phase; for one the unit cell is known."
    if phase == "Sn":
        return (
            "Grey tin is cubic, of the diamond type, but it is stable only in the cold; the "
            "metal at room temperature is tetragonal."
        )
    if severity == "ambiguous":
        return (
            "The unit cell used here is not confirmed, and a phase of nearly the same composition "
            "may be meant; rhombohedral counts as trigonal here."
        )
    return "The cell known for this composition belongs to another system."


def _system(name: str) -> str:
    """A rhombohedral lattice belongs to the trigonal system."""
    return "trigonal" if name == "rhombohedral" else name


def coordination(e: Evidence) -> Iterator[Finding | None]:
    """Has an atom the number of neighbours that the text counts?

    Neighbours are those before the widest gap of the distances up to twice the shortest.
    """
    for claim in e.told("coordination_number"):
        row = record(e.phases, claim["material"])
        atoms = crystal_phases.sites(claim["material"], e.root)
        cell, group = crystal_phases.cell_of(row), row["space_group_number"]
        nearest = crystallography.neighbours(cell, group, atoms, row["host"], 5.0)[0][1]
        near = crystallography.neighbours(cell, group, atoms, row["host"], 2 * nearest)
        distances = [distance for _, distance in near]
        gaps = [later - sooner for sooner, later in itertools.pairwise(distances)]
        count = gaps.index(max(gaps)) + 1
        if count == claim["value"]:
            yield None
            continue
        yield on_claim(
            e,
            claim,
            severity="inconsistent",
            printed=f"{claim['value']:g} neighbours of {row['host']} in {claim['material']}",
            computed=f"{count} ({row['status']} cell)",
            calculation=f"{count} at {distances[0]:.2f} to {distances[count - 1]:.2f} Å, the next "
            f"at {distances[count]:.2f} Å",
            explanation="Counts depend on where the shell is taken to end.",
            printed_number=claim["value"],
            computed_number=count,
        )


def ionic_radii(e: Evidence) -> Iterator[Finding | None]:
    """Are printed ionic radii those of the set in use today?"""
    known = {row["ion"]: row for row in e.read("radii")}
    told = e.told("ionic_radius")
    beside = ", ".join(
        f"{c['ion']}+ {c['value']:g} against {known[c['ion']]['radius_angstrom']:g} Å" for c in told
    )
    for claim in told:
        row = known[claim["ion"]]
        off = 100 * (claim["value"] / row["radius_angstrom"] - 1)
        if abs(off) <= tolerances.VOLUME_PERCENT:
            yield None
            continue
        yield on_claim(
            e,
            claim,
            severity="ambiguous",
            printed=quantity(claim["value"], "angstrom"),
            computed=f"{row['radius_angstrom']:g} Å ({row['source']})",
            calculation=f"{claim['value']:g} / {row['radius_angstrom']:g} - 1 = {off:+.1f} %; "
            f"both: {beside}",
            explanation="Radii depend on set and coordination; these seem to be of an older set. "
            "The argument, that sodium is the larger ion, holds with both.",
            printed_number=claim["value"],
            computed_number=row["radius_angstrom"],
            unit="angstrom",
        )


RULES = (
    expansion_holds_the_guest,
    stated_expansion_against_table,
    diffraction,
    interplanar_spacing,
    crystal_systems,
    coordination,
    ionic_radii,
)
