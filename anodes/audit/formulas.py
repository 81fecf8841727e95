"""Rules on chemical formulas: series of phases, charge of a cathode."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anodes.audit.evidence import (
    Evidence,
)
from anodes.audit.findings import Finding
from anodes.data import parsing
from anodes.physics.rounding import total

if TYPE_CHECKING:
    from collections.abc import Iterator

    from anodes.data.parsing import Alloy

HIGHEST_VANADIUM = 5  # V2O5: all five valence electrons are gone
CHARGES = {"Na": 1, "O": -2, "P": 5, "F": -1}  # oxidation states in such phosphates


def series_of_phases(e: Evidence) -> Iterator[Finding | None]:
    """Is every phase of a printed series known, and the series in order of its ion?"""
    phases = [row["phase"] for row in e.read("compositions")]
    formulas = [row for row in e.read("formulas") if row["role"].startswith("series")]
    for role in dict.fromkeys(row["role"] for row in formulas):
        previous = 0.0
        for row in [row for row in formulas if row["role"] == role]:
            alloy = parsing.alloy(row["formula"])
            known = [name for name in phases if _same_system(parsing.alloy(name), alloy)]
            x = alloy.ions_per_host
            if x > previous and (row["formula"] in known or row["formula"] in e.phases.index):
                previous = x
                yield None
                continue
            likely = _one_digit_away(row["formula"], known)
            lost = "; a digit was probably lost, in print or in the text we read" if likely else ""
            own = ", ".join(known)
            yield Finding(
                key=row["formula"],
                severity="typographical" if likely else "inconsistent",
                place=f"text ({row['section']}), {role}",
                chapter=e.chapters[row["section"]],
                printed=f"{row['formula']}, x = {x:.3g}, after a phase with x = {previous:g}",
                computed=f"{likely}, x = {parsing.alloy(likely).ions_per_host:.3g}"
                if likely
                else "a phase of the series",
                calculation=f"{alloy.ion_atoms}/{alloy.host_atoms} = {x:.3g}; known: {own}",
                explanation=f"The series rises in {alloy.ion} except at this member{lost}.",
                references=(int(row["reference"]),),
            )


def _same_system(one: Alloy, other: Alloy) -> bool:
    """Whether two formulas are of one ion and one host: tin has phases with lithium too."""
    return (one.ion, one.host) == (other.ion, other.host)


def _one_digit_away(formula: str, known: list[str]) -> str:
    """The known formula from which this one differs by a lost digit, or ''."""
    for name in known:
        shorter = {name[:i] + name[i + 1 :] for i, mark in enumerate(name) if mark.isdigit()}
        if formula in shorter:
            return name
    return ""


def cathode_charge(e: Evidence) -> Iterator[Finding | None]:
    """Can a printed cathode give up its ion: is there charge left in its vanadium?

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
            "cathode could not be charged; with two phosphates it can. One digit differs.",
            references=(int(row["reference"]),),
        )


def _vanadium(formula: str) -> float | None:
    """The oxidation state that is left for vanadium, or None where there is none."""
    counts = _counts(formula)
    if "V" not in counts:
        return None
    others = total(CHARGES[name] * n for name, n in counts.items() if name != "V")
    return -others / counts["V"]


def _counts(formula: str) -> dict[str, float]:
    import periodictable

    atoms = periodictable.formula(formula).atoms
    return {str(element): count for element, count in atoms.items()}


RULES = (
    series_of_phases,
    cathode_charge,
)
