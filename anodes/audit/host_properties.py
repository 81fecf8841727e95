"""Rules on Tables 1 and 2: each printed cell against every number it could be."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from anodes.analysis import hosts_tables, tolerances
from anodes.audit.evidence import (
    Evidence,
    on_claim,
    records_with_nan,
)
from anodes.audit.findings import Finding, Severity, cell_place, claim_place, quantity
from anodes.data.frames import Row
from anodes.data.parsing import typeset
from anodes.physics import faraday

if TYPE_CHECKING:
    from collections.abc import Iterator


CHAPTER = "introduction"


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
    ends = {(row["guest"], row["host"]): row["phase"] for row in e.read("end_phases")}
    for host in records_with_nan(e.hosts):
        product = host["alloying_product"]
        newer = e.phases["superseded_by"].get(product, "")
        if not newer:
            yield None
            continue
        today = e.phases.loc[newer]
        capacity = today["faraday_capacity_mAh_g"]
        end = ends[host["ion"], host["element"]]
        stops = "" if end == newer else (
            f" At room temperature lithiation ends earlier, at {end}: "
            f"{e.phases['faraday_capacity_mAh_g'][end]:,.1f} mAh/g."
        )  # fmt: skip
        yield Finding(
            key=f"table {host['table']} {host['element']}",
            severity="ambiguous",
            place=cell_place(host["table"], host["element"], "alloying product"),
            chapter=CHAPTER,
            printed=f"{product}, {quantity(host['theoretical_capacity_mAh_g'], 'mAh g-1')}",
            computed=f"{newer}, {quantity(round(capacity, 1), 'mAh g-1')}",
            calculation=f"{today['ions_per_host']:g} x 26,801.5 / "
            f"{faraday.molar_mass(host['element']):.3f} = {capacity:,.1f} mAh/g",
            explanation=f"The capacity is right for the formula. The richest phase was long "
            f"written {product}; structure work since then gives {newer}.{stops}",
            printed_number=host["theoretical_capacity_mAh_g"],
            computed_number=capacity,
            unit="mAh g-1",
        )


def volume_expansion(e: Evidence) -> Iterator[Finding | None]:
    """Is a printed volume expansion (V/V0 - 1) x 100 %, or something else?"""
    for cell in _cells(e, "volume expansion"):
        if cell["agrees"] and cell["basis"] == hosts_tables.AS_EXPANSION:
            yield None
            continue
        trials = [t for t in _tried(e, cell) if t["basis"] == hosts_tables.AS_EXPANSION]
        cells = "; ".join(
            f"{t['phase']} ({t['status']}): expansion {t['computed_number']:.0f} %, ratio "
            f"{t['computed_number'] + 100:.0f} %"
            for t in trials
        )
        yield _of_cell(
            cell | _computed(trials[0]),
            "inconsistent",
            f"Read as the volume ratio V/V0 in percent it is right within "
            f"{tolerances.VOLUME_PERCENT:g} %; as an expansion it is "
            f"{cell['printed_number'] - trials[0]['computed_number']:.0f} points too large. The "
            "heading, volume expansion ratio, mixes both names, and the text means the expansion."
            if cell["agrees"]
            else _same_number_elsewhere(e, cell),
            calculation=cells,
        )


def _same_number_elsewhere(e: Evidence, cell: Row) -> str:
    """What the text says of the same expansion, where it names a composition for it."""
    for claim in e.told("volume_expansion"):
        key = (claim["element"], claim["ion"], claim["value"])
        if key != (cell["element"], cell["ion"], cell["printed_number"]):
            continue
        for other in e.told("composition"):
            if claim["references"] and other["references"] == claim["references"]:
                return (
                    f"The text gives the same number for {other['material']} "
                    f"[{claim['references']}], with which it would fit as a volume ratio; the row "
                    f"names {cell['alloying_product']}."
                )
    return (
        "It fits neither the expansion nor the ratio of any phase tried here; it may be that of "
        "another composition, or a rounded value repeated in the literature."
    )


def volumetric_capacity(e: Evidence) -> Iterator[Finding | None]:
    """Per volume of what is a printed volumetric capacity, and of which phase?"""
    for cell in _cells(e, "volumetric capacity"):
        if cell["verdict"] == hosts_tables.AGREES:
            yield None
            continue
        trials = _tried(e, cell)
        tried = ", ".join(
            f"{t['phase']} {t['computed_number']:,.0f}"
            + " of pristine host" * (t["basis"] == hosts_tables.PRISTINE)
            for t in trials
        )
        other = cell["agrees"] and cell["basis"] == hosts_tables.CHARGED
        if other:
            near = [t for t in trials if t["agrees"] and t["basis"] == hosts_tables.CHARGED]
            names = " and ".join(f"{t['phase']} ({t['computed_number']:,.0f})" for t in near)
            explanation = (
                f"It fits the capacity per volume of {names}, while the capacity in the same row "
                f"is that of {cell['alloying_product']}: the row does not state its phase."
            )
        elif cell["agrees"]:
            explanation = (
                "It repeats the value of the lithium table and comes near the capacity per volume "
                "of pristine host, perhaps by chance: no other row of the column is on that basis."
            )
        else:
            explanation = (
                "It repeats the value of the lithium table. A sodium in an alloy takes about twice "
                "the volume of a lithium, so the same volume stores less."
            )
        yield _of_cell(
            cell | _computed(trials[0]),
            "ambiguous" if other else "inconsistent",
            explanation,
            calculation=f"mAh/cm3 of the alloy unless stated: {tried}",
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
            f"With a minus sign in its exponent it reads {turned:.3g} S/m, which fits the pure "
            "element: the minus was probably lost, in print or in the text we read; or heavily "
            "doped material is meant."
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
            two = {cell["ion"]: cell for cell in records_with_nan(cells)}
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
            chapter=CHAPTER,
            printed="; ".join(
                f"{element} {quantity(value, unit)} twice" for element, value, unit, _ in pairs
            ),
            computed="; ".join(
                f"{element} {first['Li']:,.0f} with Li, {first['Na']:,.0f} with Na"
                for element, _, _, first in pairs
            ),
            calculation="rho C / R with the unit cell of the printed product, per volume of the "
            "alloy",
            explanation="A column seems to have been carried from one table to the other: density "
            "and conductivity are of the host and may be repeated, a capacity per volume may not.",
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
        rounded = float(f"{known[element] / known['Si']:.1g}")
        yield on_claim(
            e,
            claim,
            severity="inconsistent",
            place=f"{claim_place(claim)}; Table 1, conductivity",
            printed=f"{element} conducts {claim['value']:g} times as well as Si",
            computed=f"{computed:.5f} times by Table 1, {rounded:,.0f} times or so if pure",
            calculation=f"{printed[element]:g} / {printed['Si']:g} = {computed:.2g}; "
            f"{known[element]:g} / {known['Si']:g} = {known[element] / known['Si']:,.0f}",
            explanation="In the table the order is reversed, because of the exponent of silicon "
            "(a finding of its own). For pure crystals the ratio is larger than stated, by an "
            "order of magnitude or more; doping decides in practice.",
            printed_number=claim["value"],
            computed_number=computed,
        )


def _cells(e: Evidence, name: str) -> list[Row]:
    """The printed cells of one column of Tables 1 and 2 with their verdicts."""
    cells = records_with_nan(e.verdicts[e.verdicts["property"] == name])
    column = name.replace(" ", "_")
    for cell in cells:
        printed = e.read(f"table_{cell['table']}")
        row = next(row for row in printed if row["element"] == cell["element"])
        cell["cell"] = row[column]
    return cells


def _tried(e: Evidence, cell: Row) -> list[Row]:
    """Every number that was tried for one cell, that of the printed product first."""
    frame = e.comparison
    same = [frame[name] == cell[name] for name in ("table", "element", "property")]
    return records_with_nan(frame[same[0] & same[1] & same[2]])


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
        chapter=CHAPTER,
        printed=f"{cell['cell']} {typeset(cell['unit'])}",
        computed=f"{quantity(value, cell['unit'])} ({cell['phase']}, {cell['status']})",
        calculation=calculation
        or f"{cell['printed_number']:g} / {cell['computed_number']:g} - 1 = "
        f"{cell['deviation_percent']:+.2f} %",
        explanation=explanation,
        printed_number=cell["printed_number"],
        computed_number=cell["computed_number"],
        unit=cell["unit"],
    )


RULES = (
    theoretical_capacity,
    superseded_product,
    volume_expansion,
    volumetric_capacity,
    density,
    conductivity,
    repeated_columns,
    conductivity_ratio,
)
