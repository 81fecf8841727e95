"""Rules that hold the print against physics: cells, Faraday's law, volumes, diffraction."""

from __future__ import annotations

import itertools
import math
from typing import TYPE_CHECKING

from anodes import crystal, phases, theory, tolerances
from anodes.audit.evidence import Evidence, Row, full_cell, records
from anodes.audit.findings import Finding, Severity, cell_place, claim_place, numbers, quantity

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd


HOST_CHAPTER = "introduction"


def theoretical_capacity(e: Evidence) -> Iterator[Finding | None]:
    """Is a printed theoretical capacity what Faraday's law gives for the printed product?"""
    for cell in _cells(e, "theoretical capacity"):
        if cell["agrees"]:
            yield None
            continue
        yield _of_cell(
            cell, "inconsistent",
            "The capacity belongs to another composition, or a digit was lost.",
        )  # fmt: skip


def superseded_product(e: Evidence) -> Iterator[Finding | None]:
    """Is the product still the one that is found today?"""
    ends = {row["system"]: row["product"] for row in e.read("potentials")}
    for host in records(e.hosts):
        product = host["alloying_product"]
        newer = e.phases["superseded_by"].get(product, "")
        if not newer:
            yield None
            continue
        today = e.phases.loc[newer]
        capacity = today["faraday_capacity_mAh_g"]
        end = ends.get(f"{host['ion']}-{host['element']}", product)
        stops = "" if end == product else (
            f" A cell at room temperature stops earlier, at {end}: "
            f"{e.phases.loc[end, 'faraday_capacity_mAh_g']:,.1f} mAh/g."
        )  # fmt: skip
        yield Finding(
            key=f"table {host['table']} {host['element']}",
            severity="ambiguous",
            place=cell_place(host["table"], host["element"], "alloying product"),
            chapter=HOST_CHAPTER,
            printed=f"{product}, {quantity(host['theoretical_capacity_mAh_g'], 'mAh g-1')}",
            computed=f"{newer}, {quantity(round(capacity, 1), 'mAh g-1')}",
            calculation=f"{today['guest_per_host']:g} x 26,801.5 / "
            f"{theory.molar_mass(host['element']):.3f} = {capacity:,.1f} mAh/g",
            explanation=f"The capacity is right for the formula. The richest phase was long "
            f"written {product}; structure work since then gives {newer}.{stops}",
            printed_number=host["theoretical_capacity_mAh_g"],
            computed_number=capacity,
            unit="mAh g-1",
        )


def volume_expansion(e: Evidence) -> Iterator[Finding | None]:
    """Is a printed volume expansion (V/V0 - 1) x 100 %, or something else?"""
    for cell in _cells(e, "volume expansion"):
        if cell["agrees"] and cell["basis"] == phases.AS_EXPANSION:
            yield None
            continue
        first = _tried(e, cell)[0]
        grown = first["computed_number"]
        yield _of_cell(
            cell | _computed(first),
            "inconsistent",
            "The number is the volume ratio in percent, V/V0 x 100 %, and so 100 points too large "
            "for an expansion; the heading, volume expansion ratio, mixes both names."
            if cell["agrees"]
            else "It fits neither the expansion nor the ratio of any phase tried here; it may be "
            "that of another composition, or a round number handed on.",
            calculation=f"{first['phase']}: V/V0 = {1 + grown / 100:.3f}, expansion "
            f"{grown:.0f} %, ratio {100 + grown:.0f} %",
        )


def volumetric_capacity(e: Evidence) -> Iterator[Finding | None]:
    """Per volume of what is a printed volumetric capacity, and of which phase?"""
    for cell in _cells(e, "volumetric capacity"):
        if cell["verdict"] == phases.AGREES:
            yield None
            continue
        trials = _tried(e, cell)
        tried = ", ".join(
            f"{t['phase']} {t['computed_number']:,.0f}"
            + " of pristine host" * (t["basis"] == phases.PRISTINE)
            for t in trials
        )
        other = cell["agrees"] and cell["basis"] == phases.CHARGED
        if other:
            explanation = (
                f"It fits the volume of {cell['phase']}, while the capacity in the same row is "
                f"that of {cell['alloying_product']}: two phases in one row."
            )
        elif cell["agrees"]:
            explanation = (
                "It repeats the value of the lithium table and comes near the capacity per volume "
                "of pristine host by chance: no other row of the column is on that basis."
            )
        else:
            explanation = (
                "It repeats the value of the lithium table; with sodium the alloy holds less "
                "charge in more volume."
            )
        yield _of_cell(
            cell | _computed(trials[0]),
            "ambiguous" if other else "inconsistent",
            explanation,
            calculation=f"mAh/cm3 of charged alloy unless said otherwise: {tried}",
        )


def density(e: Evidence) -> Iterator[Finding | None]:
    """Is a printed density that of the unit cell?"""
    for cell in _cells(e, "density"):
        yield (
            None
            if cell["agrees"]
            else _of_cell(
                cell, "inconsistent", "It may be the density of another form of the element."
            )
        )


def conductivity(e: Evidence) -> Iterator[Finding | None]:
    """Is a printed conductivity within a factor of ten of the pure element's?"""
    seen: set[str] = set()
    for cell in _cells(e, "conductivity"):
        if cell["agrees"] or cell["element"] in seen:
            yield None
            continue
        seen.add(cell["element"])  # the other table repeats it, as it may
        printed, known = cell["printed_number"], cell["computed_number"]
        turned = printed / 10 ** (2 * math.floor(math.log10(printed)))
        fits = abs(math.log10(turned / known)) <= math.log10(tolerances.CONDUCTIVITY_FACTOR)
        yield _of_cell(
            cell | {"table": "1 and 2"},
            "inconsistent",
            f"With the sign of the exponent turned it reads {turned:.3g} S/m, which fits the pure "
            "element: the minus was probably lost."
            if fits
            else "Doping or another unit may explain it.",
            calculation=f"log10({printed:.3g} / {known:.3g}) = {math.log10(printed / known):.1f} "
            "decades",
        )


def repeated_columns(e: Evidence) -> Iterator[Finding | None]:
    """Do Tables 1 and 2 give one number for lithium and sodium where physics gives two?"""
    for name in ("theoretical capacity", "volumetric capacity", "volume expansion"):
        pairs = []
        for element, cells in e.verdicts.query("property == @name").groupby("element", sort=False):
            two = {cell["ion"]: cell for cell in records(cells)}
            first = {ion: _tried(e, cell)[0]["computed_number"] for ion, cell in two.items()}
            apart = 100 * abs(first["Li"] / first["Na"] - 1)
            alike = two["Li"]["printed_number"] == two["Na"]["printed_number"]
            if alike and apart > tolerances.SODIUM_LIKE_LITHIUM_PERCENT:
                pairs.append((element, two["Li"]["printed_number"], two["Li"]["unit"], first))
        if not pairs:
            yield None
            continue
        yield Finding(
            key=name,
            severity="inconsistent",
            place=f"Tables 1 and 2, {name}",
            chapter=HOST_CHAPTER,
            printed="; ".join(
                f"{element} {quantity(value, unit)} twice" for element, value, unit, _ in pairs
            ),
            computed="; ".join(
                f"{element} {first['Li']:,.0f} with Li, {first['Na']:,.0f} with Na"
                for element, _, _, first in pairs
            ),
            calculation="rho C / R with the cell of the printed product, per volume of charged "
            "alloy",
            explanation="A column was carried from one table to the other: density and "
            "conductivity are of the host and may be repeated, a capacity per volume may not.",
        )


def conductivity_ratio(e: Evidence) -> Iterator[Finding | None]:
    """Does a stated ratio of conductivities follow from the printed conductivities?"""
    printed = e.hosts.drop_duplicates("element").set_index("element")["conductivity_S_m"]
    known = {row["element"]: row["conductivity_S_m"] for row in e.read("conductivities")}
    for claim in e.told("conductivity_ratio"):
        element = claim["element"]
        computed = printed[element] / printed["Si"]
        if abs(math.log10(computed / claim["value"])) <= math.log10(tolerances.CONDUCTIVITY_FACTOR):
            yield None
            continue
        yield Finding(
            key=f"claim {claim['claim']}",
            severity="inconsistent",
            place=f"{claim_place(claim)}; Table 1, conductivity",
            chapter=e.chapters[claim["section"]],
            printed=f"{element} conducts {claim['value']:g} times as well as Si",
            computed=f"{computed:.2g} times by Table 1, about "
            f"{known[element] / known['Si']:,.0f} times for pure elements",
            calculation=f"{printed[element]:g} / {printed['Si']:g} = {computed:.2g}; "
            f"{known[element]:g} / {known['Si']:g} = {known[element] / known['Si']:,.0f}",
            explanation="The text has the order right and the table has it reversed, with the "
            "exponent of silicon. For intrinsic crystals the ratio is larger than stated; "
            "doping decides in practice.",
            references=numbers(claim["references"]),
            printed_number=claim["value"],
            computed_number=computed,
        )


def expansion_holds_the_guest(e: Evidence) -> Iterator[Finding | None]:
    """Is there a composition of host and guest that swells so much?

    A guest adds nearly the same volume in every host (`tolerances`), so a stated expansion is a
    number of guests; more than the richest phase takes cannot be.
    """
    for claim in e.told("volume_expansion"):
        if not claim["ion"]:
            continue
        richest = _richest(e, claim)
        limit = richest * (1 + tolerances.VOLUME_PERCENT / 100)
        _, least = _guests(e, claim, claim["value"])
        if least <= limit:
            yield None
            continue
        most_as_ratio, least_as_ratio = _guests(e, claim, claim["value"] - 100)
        yield Finding(
            key=f"claim {claim['claim']}",
            severity="inconsistent",
            place=claim_place(claim),
            chapter=e.chapters[claim["section"]],
            printed=f"expansion {quantity(claim['value'], '%', claim['qualifier'])} "
            f"({claim['material']})",
            computed=f"would need {least:.2f} {claim['ion']} an atom at least; the richest "
            f"composition has {richest:g}",
            calculation=f"{claim['value'] / 100:g} x {_host_volume(e, claim):.2f} cm3/mol / "
            f"{tolerances.VOLUME_OF_GUEST_CM3_MOL[claim['ion']][1]:g} cm3/mol = {least:.2f}",
            explanation=f"Read as a volume ratio in percent it would be {least_as_ratio:.2f} to "
            f"{most_as_ratio:.2f} {claim['ion']}, which fits: V/V0 x 100 % was probably printed "
            "as an expansion."
            if least_as_ratio <= limit
            else "Growth of a whole particle or electrode may be meant, cracks included.",
            references=numbers(claim["references"]),
        )


def _richest(e: Evidence, claim: Row) -> float:
    """Guests a host atom: of the named phase, of the stated composition, or of the richest."""
    element, ion = claim["element"], claim["ion"]
    if claim["material"] != element and claim["material"] in e.phases.index:
        return e.phases.loc[claim["material"], "guest_per_host"]
    for other in e.told("composition"):
        same = all(other[name] == claim[name] for name in ("references", "element", "ion"))
        if same and claim["references"]:
            return other["value"]
    inside = e.phases[(e.phases["host"] == element) & (e.phases["guest"] == ion)]
    return inside["guest_per_host"].max()


def _host_volume(e: Evidence, claim: Row) -> float:
    return crystal.molar_volume(e.phases.loc[claim["element"], "volume_per_host_A3"])


def _guests(e: Evidence, claim: Row, expansion: float) -> tuple[float, float]:
    """Most and fewest guests a host atom that an expansion in percent makes room for."""
    added = expansion / 100 * _host_volume(e, claim)
    small, large = tolerances.VOLUME_OF_GUEST_CM3_MOL[claim["ion"]]
    return added / small, added / large


def stated_expansion_against_table(e: Evidence) -> Iterator[Finding | None]:
    """Does the text give a fully charged host the expansion that the table gives it?"""
    table = e.hosts.set_index(["element", "ion"])
    told = [c for c in e.told("volume_expansion")
            if c["material"] in (c["element"], _product(table, c))]  # fmt: skip
    largest: dict[tuple[str, str], Row] = {}
    for claim in told:
        key = (claim["element"], claim["ion"])
        if key not in largest or claim["value"] > largest[key]["value"]:
            largest[key] = claim
    for (element, ion), claim in largest.items():
        if not ion:
            two = table.xs(element, level="element")["volume_expansion_percent"]
            yield Finding(
                key=f"claim {claim['claim']}",
                severity="ambiguous",
                place=f"{claim_place(claim)}; Tables 1 and 2, {element}",
                chapter=e.chapters[claim["section"]],
                printed=f"{quantity(claim['value'], '%')} for {element}, no ion named",
                computed=", ".join(f"{quantity(v, '%')} with {i}" for i, v in two.items())
                + " in the tables",
                calculation="; ".join(
                    f"{row['phase']}: (R - 1) x 100 % = "
                    f"{row['volume_expansion_computed_percent']:.0f} %"
                    for row in records(e.phases)
                    if row["host"] == element and row["guest"]
                ),
                explanation="The sentence speaks of lithium and sodium together and repeats the "
                "lithium value only.",
                references=numbers(claim["references"]),
            )
            continue
        host = table.loc[element, ion]
        printed = host["volume_expansion_percent"]
        apart = 100 * abs((100 + claim["value"]) / (100 + printed) - 1)
        if apart <= tolerances.VOLUME_PERCENT:
            yield None
            continue
        cell = e.phases.loc[host["alloying_product"]]
        own = cell["volume_expansion_computed_percent"]
        yield Finding(
            key=f"claim {claim['claim']}",
            severity="inconsistent",
            place=f"{claim_place(claim)}; {cell_place(int(host['table']), element)}",
            chapter=e.chapters[claim["section"]],
            printed=f"{quantity(claim['value'], '%', claim['qualifier'])} in the text, "
            f"{quantity(printed, '%')} in the table",
            computed=f"{own:.0f} % expansion, {own + 100:.0f} % as a ratio",
            calculation=f"{cell['phase']}: V/V0 = {cell['ratio']:.3f}",
            explanation="The text gives the expansion, the table the volume ratio in percent: "
            "two names for one measurement.",
            references=numbers(claim["references"]),
            printed_number=printed,
            computed_number=own,
            unit="%",
        )


def _product(table: pd.DataFrame, claim: Row) -> str:
    key = (claim["element"], claim["ion"])
    return table.loc[key, "alloying_product"] if key in table.index else ""


def diffraction(e: Evidence) -> Iterator[Finding | None]:
    """Do the cells refined from the printed angles give the printed expansion?"""
    table = e.hosts.set_index("alloying_product")
    for found in e.refined:
        host = table.loc[found.phase]
        printed = host["volume_expansion_percent"]
        if abs((100 + printed) / (100 * found.ratio) - 1) * 100 <= tolerances.VOLUME_PERCENT:
            yield None
            continue
        grown = theory.expansion_percent(found.ratio)
        angles = ", ".join(f"{angle:g}" for angle in found.angles)
        yield Finding(
            key=f"table {host['table']} {host['element']}",
            severity="inconsistent",
            place=f"{cell_place(int(host['table']), host['element'], 'volume expansion')}; text "
            f"({found.section}) on [{found.reference}], angles",
            chapter=found.section,
            printed=f"{quantity(printed, '%')}; lines at {angles} degrees",
            computed=f"{grown:.0f} ± {100 * found.ratio_uncertainty:.0f} % from the angles",
            calculation=f"{found.written}; V/V0 = {found.ratio:.3f} ± "
            f"{found.ratio_uncertainty:.3f}",
            explanation="The review's own angles, read with Cu K-alpha1, give the cell and with "
            "it the expansion; the printed number is the volume ratio in percent.",
            references=(found.reference,),
            printed_number=printed,
            computed_number=grown,
            unit="%",
        )


def interplanar_spacing(e: Evidence) -> Iterator[Finding | None]:
    """Is a printed spacing of crystal planes one that the structure has?"""
    for claim in e.told("interplanar_spacing"):
        row = e.phases.loc[claim["material"]]
        spacings = phases.pattern(claim["material"], up_to=60, root=e.root)["d_angstrom"]
        widest = spacings.max()
        near = spacings[(spacings / claim["value"] - 1).abs() * 100 <= tolerances.DENSITY_PERCENT]
        if len(near):
            yield None
            continue
        off = 100 * (claim["value"] / row["a_angstrom"] - 1)
        yield Finding(
            key=f"claim {claim['claim']}",
            severity="inconsistent",
            place=claim_place(claim),
            chapter=e.chapters[claim["section"]],
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
    for phase, rows in pd.DataFrame(e.read("structures")).groupby("phase", sort=False):
        systems = {_system(name) for name in rows["crystal_system"]}
        of_group = {
            crystal.crystal_system(number)
            for name in rows["space_group"]
            if name and (number := crystal.group_number(name))
        }
        cell = set()
        if phase in known.index:
            cell = {crystal.crystal_system(int(known.loc[phase, "space_group_number"]))}
        if len(systems | of_group | cell) == 1:
            yield None
            continue
        section = rows["section"].iloc[-1]
        told = "; ".join(
            f"{row['printed']}" + (f" (Figure {row['figure']})" if row["figure"] else "")
            for row in records(rows)
        )
        group = known["space_group"].get(phase, "")
        status = known["status"].get(phase, "")
        yield Finding(
            key=phase,
            severity="inconsistent",
            place=f"text ({section}), structure of {phase}",
            chapter=e.chapters[section],
            printed=told,
            computed=f"{', '.join(sorted(of_group | cell))}"
            + (f" ({group}, source {status})" if group else ""),
            calculation=f"space group {group or ', '.join(rows['space_group'])} belongs to the "
            f"{', '.join(sorted(of_group | cell))} system; named: {', '.join(sorted(systems))}"
            + _by_density(e, str(phase)),
            explanation=_why_system(phase, len(systems) > 1),
            references=(162,) if section == "tin" else (),
        )


def _by_density(e: Evidence, phase: str) -> str:
    """The printed density of a host is another witness for its structure."""
    printed = e.hosts.drop_duplicates("element").set_index("element")["density_g_cm3"]
    if phase not in printed.index:
        return ""
    own = e.phases.loc[phase]
    return (
        f"; its cell gives {own['density_computed_g_cm3']:.2f} g/cm3, Table 1 prints "
        f"{printed[phase]:g}"
    )


def _why_system(phase: str, twice: bool) -> str:
    if twice:
        return "One phase has one structure: text and caption were written from two descriptions."
    if phase == "Sn":
        return (
            "Grey tin is cubic, of the diamond type, but it is stable only in the cold; the "
            "metal at room temperature is tetragonal."
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
        row = e.phases.loc[claim["material"]].to_dict()
        atoms = phases.sites(claim["material"], e.root)
        cell, group = phases.cell_of(row), row["space_group_number"]
        nearest = crystal.neighbours(cell, group, atoms, row["host"], 5.0)[0][1]
        near = crystal.neighbours(cell, group, atoms, row["host"], 2 * nearest)
        distances = [distance for _, distance in near]
        gaps = [later - sooner for sooner, later in itertools.pairwise(distances)]
        count = gaps.index(max(gaps)) + 1
        if count == claim["value"]:
            yield None
            continue
        yield Finding(
            key=f"claim {claim['claim']}",
            severity="inconsistent",
            place=claim_place(claim),
            chapter=e.chapters[claim["section"]],
            printed=f"{claim['value']:g} neighbours of {row['host']} in {claim['material']}",
            computed=f"{count} ({row['status']} cell)",
            calculation=f"{count} at {distances[0]:.2f} to {distances[count - 1]:.2f} Å, the next "
            f"at {distances[count]:.2f} Å",
            explanation="Counts depend on where the shell is taken to end.",
            references=numbers(claim["references"]),
            printed_number=claim["value"],
            computed_number=count,
        )


def ionic_radii(e: Evidence) -> Iterator[Finding | None]:
    """Are printed ionic radii those in use today?"""
    known = {row["ion"]: row for row in e.read("radii")}
    for claim in e.told("ionic_radius"):
        row = known[claim["ion"]]
        off = 100 * (claim["value"] / row["radius_angstrom"] - 1)
        if abs(off) <= tolerances.VOLUME_PERCENT:
            yield None
            continue
        yield Finding(
            key=f"claim {claim['claim']}",
            severity="ambiguous",
            place=claim_place(claim),
            chapter=e.chapters[claim["section"]],
            printed=quantity(claim["value"], "angstrom"),
            computed=f"{row['radius_angstrom']:g} Å ({row['source']})",
            calculation=f"{claim['value']:g} / {row['radius_angstrom']:g} - 1 = {off:+.1f} %",
            explanation="Ionic radii depend on the set and the coordination; an older set gives "
            "smaller values. The argument, that sodium is larger, stands.",
            references=numbers(claim["references"]),
            printed_number=claim["value"],
            computed_number=row["radius_angstrom"],
            unit="angstrom",
        )


def working_potential(e: Evidence) -> Iterator[Finding | None]:
    """Is a stated potential near the mean potential of the system?"""
    for claim in e.told("working_potential"):
        known = [row for row in e.read("potentials")
                 if claim["element"] and row["system"].endswith(f"-{claim['element']}")
                 and row["system"].startswith(claim["ion"])]  # fmt: skip
        if claim["qualifier"] == "<" or not known:
            continue
        row = known[0]
        apart = abs(row["mean_potential_V"] - claim["value"])
        if apart <= tolerances.POTENTIAL_V:
            yield None
            continue
        yield Finding(
            key=f"claim {claim['claim']}",
            severity="ambiguous",
            place=claim_place(claim),
            chapter=e.chapters[claim["section"]],
            printed=f"{quantity(claim['value'], 'V', claim['qualifier'])} against Li+/Li and "
            "Na+/Na alike",
            computed=f"{row['mean_potential_V']:g} V for {row['product']} ({row['status']})",
            calculation=f"{row['mean_potential_V']:g} - {claim['value']:g} = "
            f"{row['mean_potential_V'] - claim['value']:+.2f} V",
            explanation="Lithium enters antimony near 0.9 V; about half a volt is a value for "
            "sodium. One number was printed for two scales that differ.",
            references=numbers(claim["references"]),
            printed_number=claim["value"],
            computed_number=row["mean_potential_V"],
            unit="V",
        )


def low_volumetric_capacity(e: Evidence) -> Iterator[Finding | None]:
    """Does an alloy electrode that is praised for its volumetric capacity beat graphite?"""
    graphite = e.phases.loc["LiC6"]
    for claim in e.told("volumetric_capacity"):
        limit = graphite["capacity_per_charged_mAh_cm3"]
        if claim["value"] >= limit:
            yield None
            continue
        yield Finding(
            key=f"claim {claim['claim']}",
            severity="ambiguous",
            place=claim_place(claim),
            chapter=e.chapters[claim["section"]],
            printed=f"high volumetric capacity, {quantity(claim['value'], 'mAh cm-3')}",
            computed=f"LiC6: {limit:,.0f} mAh cm⁻³",
            calculation=f"{graphite['faraday_capacity_mAh_g']:.1f} x 2.26 / "
            f"{graphite['ratio']:.3f} = {limit:,.0f}; {claim['value']:g} is "
            f"{100 * claim['value'] / limit:.0f} % of it",
            explanation="Fully charged graphite holds more; per volume of what is not said, or a "
            "digit was lost.",
            references=numbers(claim["references"]),
            printed_number=claim["value"],
            computed_number=limit,
            unit="mAh cm-3",
        )


def energy_basis(e: Evidence) -> Iterator[Finding | None]:
    """Per mass of what is the energy of a full cell?"""
    for claim in e.told("energy_density"):
        same = [c for c in e.told("reversible_capacity")
                if c["material"] == claim["material"]]  # fmt: skip
        if not same:
            yield None
            continue
        volts = claim["value"] / same[0]["value"]
        yield Finding(
            key=f"claim {claim['claim']}",
            severity="ambiguous",
            place=claim_place(claim),
            chapter=e.chapters[claim["section"]],
            printed=f"{quantity(claim['value'], 'Wh kg-1')} and "
            f"{quantity(same[0]['value'], 'mAh g-1')} of {claim['material']}",
            computed=f"{volts:.2f} V if both are per the same mass",
            calculation=f"{claim['value']:g} / {same[0]['value']:g} = {volts:.2f} V",
            explanation="That is the voltage of such a cell, so both numbers are per gram of "
            "cathode only; a real cell, with anode, foils, electrolyte and case, stores far less.",
            references=numbers(claim["references"]),
        )


def full_cell_efficiency(e: Evidence) -> Iterator[Finding | None]:
    """Is the first efficiency of a full cell compared with that of its anode?"""
    told = e.told("initial_coulombic_efficiency")
    for claim in told:
        if not full_cell(claim):
            continue
        own = [c for c in told
               if c["references"] == claim["references"] and not full_cell(c)]  # fmt: skip
        if not own or claim["value"] <= own[0]["value"]:
            yield None
            continue
        yield Finding(
            key=f"claim {claim['claim']}",
            severity="ambiguous",
            place=claim_place(claim),
            chapter=e.chapters[claim["section"]],
            printed=f"{quantity(claim['value'], '%')} ({claim['material']}), "
            f"{quantity(own[0]['value'], '%', own[0]['qualifier'])} ({own[0]['material']})",
            computed=f"at most {own[0]['value']:g} % with a fresh anode",
            calculation=f"a first charge of the full cell loses what the anode loses: 100 - "
            f"{own[0]['value']:g} = {100 - own[0]['value']:g} points",
            explanation="A full cell cannot give back more than its anode does, unless the anode "
            "was cycled or lithiated before; the direction of the ratio is also another one.",
            references=numbers(claim["references"]),
            printed_number=claim["value"],
            computed_number=own[0]["value"],
            unit="%",
        )


RULES = (
    theoretical_capacity, superseded_product, volume_expansion, volumetric_capacity, density,
    conductivity, repeated_columns, conductivity_ratio, expansion_holds_the_guest,
    stated_expansion_against_table, diffraction, interplanar_spacing, crystal_systems,
    coordination, ionic_radii, working_potential, low_volumetric_capacity, energy_basis,
    full_cell_efficiency,
)  # fmt: skip


def _cells(e: Evidence, name: str) -> list[Row]:
    """The printed cells of one column of Tables 1 and 2 with their verdicts."""
    return records(e.verdicts[e.verdicts["property"] == name])


def _tried(e: Evidence, cell: Row) -> list[Row]:
    """Every number that was tried for one cell, that of the printed product first."""
    frame = e.comparison
    same = [frame[name] == cell[name] for name in ("table", "element", "property")]
    return records(frame[same[0] & same[1] & same[2]])


def _computed(trial: Row) -> Row:
    """What a finding takes from a trial."""
    return {name: trial[name] for name in ("computed_number", "phase", "status")}


def _of_cell(cell: Row, severity: Severity, explanation: str, calculation: str = "") -> Finding:
    """A finding on a cell of Tables 1 and 2."""
    value = float(f"{cell['computed_number']:.4g}")
    return Finding(
        key=f"table {cell['table']} {cell['element']}",
        severity=severity,
        place=cell_place(cell["table"], cell["element"], cell["property"]),
        chapter=HOST_CHAPTER,
        printed=quantity(cell["printed_number"], cell["unit"], cell["bound"]),
        computed=f"{quantity(value, cell['unit'])} ({cell['phase']}, {cell['status']})",
        calculation=calculation
        or f"{cell['printed_number']:g} / {cell['computed_number']:g} - 1 = "
        f"{cell['deviation_percent']:+.2f} %",
        explanation=explanation,
        printed_number=cell["printed_number"],
        computed_number=cell["computed_number"],
        unit=cell["unit"],
    )
