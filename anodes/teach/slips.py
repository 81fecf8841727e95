"""Kinds of slips in a calculation: what a number shows, said without giving the answer away.

Some kinds follow from the right answer alone (a factor, a sign); of others, such as a wrong phase,
a question computes the value. `whole` is 1 for a fraction and 100 for a percentage.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from anodes.physics.faraday import COULOMB_PER_MAH

Values = Callable[[float, float], tuple[float, ...]]


@dataclass(frozen=True)
class Kind:
    """A kind of slip: what the student reads, and its values where they follow from the answer."""

    words: str
    values: Values | None = None


def _off_by(*factors: float) -> Values:
    """A wrong factor in either direction."""
    return lambda right, _: tuple(v for f in factors for v in (right * f, right / f))


def _inverse(right: float, whole: float) -> tuple[float, ...]:
    return (whole * whole / right,) if right else ()


KINDS = {
    "factor 3.6": Kind(
        "Check the conversion between coulomb and mAh: 1 mAh is 3.6 C.", _off_by(COULOMB_PER_MAH)
    ),
    "mA for A": Kind(
        "Check the prefixes: mA and A, and mAh and Ah, differ by a factor of 1,000.", _off_by(1000)
    ),
    "per gram of alloy": Kind(
        "This capacity is per gram of lithiated or sodiated alloy. Which mass is in the question?"
    ),
    "per gram of host": Kind(
        "This capacity is per gram of pristine host. Which mass is in the question?"
    ),
    "ion mass": Kind("The mass of the ions is missing, or counted with the wrong number of ions."),
    "ratio for expansion": Kind(
        "This is a volume ratio. The expansion compares the increase with the initial volume.",
        lambda right, whole: (right + whole,),
    ),
    "expansion for ratio": Kind(
        "This is an expansion. The ratio compares the whole final volume with the initial one.",
        lambda right, whole: (right - whole,),
    ),
    "whole unit cell": Kind("A unit cell has several host atoms. How much volume has one of them?"),
    "radius for diameter": Kind("Check the length in the formula: is it a radius or a diameter?"),
    "linear for square": Kind("How does this time grow with the length: with which power?"),
    "wrong loading": Kind("This value belongs to another capacity per area."),
    "without weights": Kind(
        "The steps differ in length: each potential counts as much as its charge."
    ),
    "other cell": Kind("This is the other kind of cell. Which is the second electrode here?"),
    "whole for half": Kind("The hysteresis is shared by both branches. How much belongs to each?"),
    "one branch": Kind("Both branches of the curve are moved, not only one."),
    "linear for share": Kind("Of which of the two capacities is the loss a share?"),
    "theory for delivered": Kind(
        "This is the time of the theoretical capacity. How much charge is delivered?"
    ),
    "by charge": Kind(
        "This is what is left if the loss goes with the charge. What does unused anode cost?"
    ),
    "of first charge": Kind("Percent of what: how much does the cathode deliver, and take back?"),
    "steps for peaks": Kind("This counts the steps. Which peaks are too close to be two maxima?"),
    "percent for fraction": Kind(
        "This is a percentage; a fraction is required.", lambda right, _: (100 * right,)
    ),
    "fraction for percent": Kind(
        "This is a fraction; a percentage is required.", lambda right, _: (right / 100,)
    ),
    "inverse ratio": Kind("The ratio is upside down: what is divided by what?", _inverse),
    "complement": Kind(
        "This is for the other part of the whole: pores or solid, kept or lost, lithiated or not?",
        lambda right, whole: (whole - right,),
    ),
    "sign": Kind("The size is right. Check the sign.", lambda right, _: (-right,)),
    "half cycle": Kind("This differs by a factor of 2: a cycle has two half cycles.", _off_by(2)),
    "unit of time": Kind(
        "Check the unit of time: seconds, minutes, hours or days?", _off_by(24, 60, 1440, 3600)
    ),
    "wrong phase": Kind("This value belongs to another phase. Which one is in the question?"),
    "wrong ion": Kind("This value belongs to another working ion. Which one is in the question?"),
    "wrong host": Kind(
        "This value belongs to another host, or to one host only. What is in the question?"
    ),
    "C of what": Kind("1 C of what? This rate counts from another 1 C current."),
    "linear for compound": Kind(
        "The same share is lost of what is left in each cycle: losses multiply, they do not add."
    ),
    "all rows": Kind("This value includes rows that the question leaves out."),
    "other rows": Kind("This value belongs to the rows that the question leaves out."),
    "off by one": Kind(
        "The count is off by one: check the first and the last.",
        lambda right, _: (right - 1, right + 1),
    ),
    "without pores": Kind("The pores are missing in this calculation."),
    "two currents": Kind("Were both of these capacities measured at one current?"),
    "without cycles": Kind("This leaves out after how many cycles each capacity was measured."),
    "current for rate": Kind("This is a current. By which current does a rate divide it?"),
    "rows for papers": Kind("This counts rows. How many papers do they come from?"),
    "wrong column": Kind("This value belongs to another column. Which one is in the question?"),
    "without first cycle": Kind("Each later cycle is counted. What does the first cycle leave?"),
    "film with lithium": Kind("Does the film take more because lithium was added?"),
    "per gram of coating": Kind(
        "This capacity is per gram of the whole coating. Which mass is in the question?"
    ),
    "void ratio": Kind(
        "This compares the pores with the solid. The porosity compares them with the particle."
    ),
    "one rounding": Kind(
        "More than one number is rounded: the efficiency, and both capacities behind it."
    ),
    "no first loss": Kind("The loss of the first cycle is missing in this calculation."),
    "other layers": Kind("This is the whole stack. Which other layers are part of it?"),
    "before swelling": Kind(
        "This is the volume before lithiation. Which volume does the full electrode have?"
    ),
    "without limit": Kind("This leaves no swelling at all. How much does the limit allow?"),
    "by mass": Kind("This is a share of the mass. Which share of the volume is it?"),
    "double angle": Kind("The diffraction angle is 2θ. Which angle is in Bragg’s law?"),
    "without indices": Kind("This is the spacing of the planes. How does the edge follow from it?"),
    "from uptake": Kind(
        "This counts from the first lithiation. From which capacity does a retention count?"
    ),
}
