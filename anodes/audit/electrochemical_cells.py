"""Rules on full cells: potentials, capacity per volume, energy, first efficiency."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anodes.analysis import tolerances
from anodes.audit.evidence import (
    Evidence,
    full_cell,
    on_claim,
)
from anodes.audit.findings import Finding, quantity

if TYPE_CHECKING:
    from collections.abc import Iterator


def working_potential(e: Evidence) -> Iterator[Finding | None]:
    """Is a stated potential near the mean potential of the system?"""
    for claim in e.told("working_potential"):
        known = [row for row in e.read("potentials")
                 if claim["element"] and row["system"].endswith(f"-{claim['element']}")
                 and row["system"].startswith(claim["ion"])]  # fmt: skip
        if claim["qualifier"] in ("<", "<=") or not known:
            continue
        row = known[0]
        apart = abs(row["mean_potential_V"] - claim["value"])
        if apart <= tolerances.POTENTIAL_V:
            yield None
            continue
        yield on_claim(
            e,
            claim,
            severity="ambiguous",
            printed=f"potential of {quantity(claim['value'], 'V', claim['qualifier'])}"
            + ("" if claim["ion"] else ", for lithium and sodium together"),
            computed=f"{row['mean_potential_V']:g} V for {row['product']} ({row['status']})",
            calculation=f"{row['mean_potential_V']:g} - {claim['value']:g} = "
            f"{row['mean_potential_V'] - claim['value']:+.2f} V",
            explanation="The two ions have two potentials, each against its own metal; one number "
            "was printed for both, and no reference electrode is named.",
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
        yield on_claim(
            e,
            claim,
            severity="ambiguous",
            printed=f"high volumetric capacity, {quantity(claim['value'], 'mAh cm-3')}",
            computed=f"LiC6: {limit:,.0f} mAh cm⁻³",
            calculation=f"{graphite['faraday_capacity_mAh_g']:.1f} x 2.26 / "
            f"{graphite['ratio']:.3f} = {limit:,.0f}; {claim['value']:g} is "
            f"{100 * claim['value'] / limit:.0f} % of it",
            explanation="An electrode of graphite stores less per volume than pore-free LiC6, but "
            "hardly so little. The volume is not stated: particle, coating or "
            "whole electrode.",
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
        yield on_claim(
            e,
            claim,
            severity="ambiguous",
            printed=f"{quantity(claim['value'], 'Wh kg-1')} and "
            f"{quantity(same[0]['value'], 'mAh g-1')} of {claim['material']}",
            computed=f"{volts:.2f} V if both are per the same mass and at the same rate",
            calculation=f"{claim['value']:g} / {same[0]['value']:g} = {volts:.2f} V",
            explanation="If both numbers are per the same mass, whichever it is, their quotient "
            "is the mean voltage. It is rather high for this pair, so mass or rate may "
            "differ between the two numbers. A complete battery, with foils, electrolyte and case, "
            "stores far less per kilogram.",
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
        yield on_claim(
            e,
            claim,
            severity="ambiguous",
            printed=f"{quantity(claim['value'], '%')} ({claim['material']}), "
            f"{quantity(own[0]['value'], '%', own[0]['qualifier'])} ({own[0]['material']})",
            computed=f"about {own[0]['value']:g} % would be expected with a fresh anode",
            calculation=f"a first charge of the full cell loses what the anode loses: 100 - "
            f"{own[0]['value']:g} = {100 - own[0]['value']:g} points",
            explanation="A full cell delivers no more than its anode; the number suggests that "
            "the anode was cycled or lithiated before, or that another cycle is meant. The text "
            "does not say.",
            printed_number=claim["value"],
            computed_number=own[0]["value"],
            unit="%",
        )


RULES = (
    working_potential,
    low_volumetric_capacity,
    energy_basis,
    full_cell_efficiency,
)
