"""What a student is told about a number: numbers as they would type them, worked out by hand."""

from __future__ import annotations

import pint
import pytest

from anodes import teach
from anodes.teach.feedback import EMPTY
from anodes.teach.question import Given, Right, find, question, questions
from anodes.teach.slips import KINDS

MADE_UP = ("made-up", "two-slips")  # questions of this file

# With F = 96485 C/mol, M(Si) = 28.085, M(Li) = 6.94, M(Na) = 22.99, M(Ge) = 72.63 g/mol on a
# pocket calculator. LiₓSi with x = 2.5 has 2.5 · 96485 C = 241,213 C = 67,004 mAh a mole.
TYPED = [
    ("ge-at-one-c", 2, ""),
    ("ge-at-one-c", 6, "all rows"),
    ("ge-at-one-c", 4, "other rows"),
    ("ge-at-one-c", 3, "off by one"),
    ("ge-current", 4.15, ""),  # Li15Ge4: 3.75 · 96485 / 3.6 / 72.63 = 1383.8 mAh/g, three times
    ("ge-current", 4150, "mA for A"),
    ("ge-current", 14.95, "factor 3.6"),  # coulomb left as they are
    ("ge-current", 0.461, "inverse ratio"),  # 1.3838 / 3: C/3
    ("ge-current", 4.872, "C of what"),  # counted from 1.624 A/g
    ("ge-current", 3.875, "wrong phase"),  # Li7Ge2
    ("ge-minutes", 8.82, ""),  # 610 / 4151 h
    ("ge-minutes", 0.1469, "unit of time"),  # hours
    ("ge-minutes", 7.51, "C of what"),  # 610 / 4872 h
    ("ge-minutes", 79.3, "inverse ratio"),  # at C/3
    ("ge-minutes", 17.6, "half cycle"),
    ("ge-fade", 0.0548, ""),  # ln(1060 / 1320) = -0.21936, over 400 cycles
    ("ge-fade", 0.0492, "linear for compound"),  # 19.70 % / 400
    ("ge-fade", -0.0548, "sign"),
    ("ge-fade", 0.000548, "fraction for percent"),
    ("ge-last-cycle", 650, ""),  # ln 0.7 = -0.35667, over -0.00054841
    ("ge-last-cycle", 609, "linear for compound"),  # 30 / 0.04924
    ("ge-last-cycle", 2195, "complement"),  # down to 30 %
    ("ge-capacity", 479.7, ""),  # 1.3 · 96485 / 3.6 = 34,842 mAh a mole
    ("ge-capacity", 1727, "factor 3.6"),
    ("ge-capacity", 340, "per gram of alloy"),  # 34,842 / 102.52
    ("ge-capacity", 293.5, "wrong host"),  # tin: 34,842 / 118.71
    ("ge-capacity-of-alloy", 340, ""),
    ("ge-capacity-of-alloy", 364.4, "ion mass"),  # one sodium in the mass
    ("ge-capacity-of-alloy", 426.7, "wrong ion"),  # lithium: 34,842 / 81.65
    ("ge-capacity-of-alloy", 479.7, "per gram of host"),
    ("ge-same-cycles", 97.14, ""),  # 0.84 ** (1/6)
    ("ge-same-cycles", 97.33, "linear for compound"),  # 100 - 16/6
    ("ge-same-cycles", 35.13, "inverse ratio"),  # 0.84 ** 6
    ("ge-same-cycles", 2.86, "complement"),
    ("ge-share", 84.7, ""),  # (1140 + 1204) / 2 = 1172, over 1383.8
    ("ge-share", 82.4, "all rows"),  # 1140
    ("ge-share", 81.7, "other rows"),  # 1131
    ("ge-share", 72.2, "wrong phase"),  # 1172 / 1624
    ("ge-share", 0.847, "fraction for percent"),
    ("ge-speed-up", 7.5, ""),  # of 2, 5, 5, 10, 10, 20
    ("ge-speed-up", 10, "all rows"),
    ("ge-speed-up", 0.1333, "inverse ratio"),
    ("cell-voltage", 3.08, ""),  # 3.85 - 0.8 · 0.3 = 3.61 V; 199 mAh/g lie on the step of 0.53 V
    ("cell-voltage", 0.53, "other cell"),
    ("cell-voltage", 3.71, "complement"),  # 80 %: 4.09 - 0.38
    ("cell-voltage", -3.08, "sign"),
    ("cell-mean", 0.587, ""),  # (68.6 + 46.8 + 193.7) / 526.8
    ("cell-mean", 0.65, "without weights"),  # (0.76 + 0.66 + 0.53) / 3
    ("cell-mean", 0.504, "wrong phase"),  # of all steps
    ("cell-returned", 91.4, ""),  # (3.346 - 0.15) / (3.346 + 0.15)
    ("cell-returned", 83.5, "whole for half"),  # 3.046 / 3.646
    ("cell-returned", 95.5, "one branch"),  # 3.196 / 3.346
    ("cell-returned", 0.914, "fraction for percent"),
    ("cell-first-uptake", 1419, ""),  # 993.4 / 0.7
    ("cell-first-uptake", 695, "inverse ratio"),  # 993.4 · 0.7
    ("cell-first-uptake", 426, "complement"),  # the film alone
    ("cell-first-uptake", 1291, "linear for share"),  # 993.4 · 1.3: of the delithiation
    ("cell-minutes", 17.7, ""),  # 500 / 1693 h
    ("cell-minutes", 30, "theory for delivered"),
    ("cell-minutes", 0.295, "unit of time"),  # hours
    ("cell-minutes", 15.6, "wrong ion"),  # Li17Sn4: 1.919 A/g
    ("cell-minutes", 70.9, "inverse ratio"),  # at C/2
    ("cell-areal-current", 2.54, ""),  # 1.693 · 1.5
    ("cell-areal-current", 2540, "mA for A"),
    ("cell-areal-current", 2.88, "wrong ion"),
    ("cell-least-np", 0.889, ""),  # 80 / 90
    ("cell-least-np", 1.125, "inverse ratio"),
    ("cell-least-np", 88.9, "percent for fraction"),
    ("cell-left-by-mass", 81.1, ""),  # 1.1111 - 1.2 · 0.25
    ("cell-left-by-mass", 88.9, "by charge"),
    ("cell-left-by-mass", 70, "of first charge"),  # 1 - 0.3: as if it delivered only P
    ("cell-left-by-mass", 18.9, "complement"),
    ("cell-peaks", 3, ""),  # gaps of 42 and 39 mV are below 66 mV; 182 and 226 mV are not
    ("cell-peaks", 5, "steps for peaks"),
    ("cell-median-minutes", 98.4, ""),  # Table 5, the fourth of seven rows
    ("cell-median-minutes", 61.8, "all rows"),
    ("cell-median-minutes", 1.64, "unit of time"),  # hours
    ("cell-median-minutes", 120, "theory for delivered"),
    ("intro-expansion", 166, ""),  # 120.7 + 0.4 · (234.1 - 120.7)
    ("intro-expansion", 266, "ratio for expansion"),
    ("intro-expansion", 1.66, "fraction for percent"),
    ("intro-expansion", 89.6, "wrong ion"),  # lithium: 254 · 1.5 / 4.25
    ("intro-expansion", 424, "wrong phase"),  # Na15Sn4
    ("intro-carbon-capacity", 278.9, ""),  # 96,485 / 3.6 / 96.088
    ("intro-carbon-capacity", 1004, "factor 3.6"),
    ("intro-carbon-capacity", 198.3, "per gram of alloy"),  # 26,801 / 135.186
    ("intro-carbon-capacity", 372, "wrong phase"),  # LiC6
    ("intro-carbon-capacity", 17850, "inverse ratio"),  # eight ions per atom
    ("intro-compound-capacity", 198.3, ""),
    ("intro-compound-capacity", 278.9, "per gram of host"),
    ("intro-compound-capacity", 260.1, "wrong ion"),  # 26,801 / 103.03: lithium
    ("intro-compound-capacity", 65.5, "ion mass"),  # 26,801 / 408.9: eight potassium
    ("intro-cell-expansion", 437, ""),  # 2326.2 / 16 / 27.054 = 5.374
    ("intro-cell-expansion", 537, "ratio for expansion"),
    ("intro-cell-expansion", 8498, "whole unit cell"),  # not divided by 16
    ("intro-cell-porosity", 0.814, ""),  # 1 - 1 / 5.374
    ("intro-cell-porosity", 0.771, "expansion for ratio"),  # 1 - 1 / 4.374
    ("intro-cell-porosity", 0.186, "complement"),
    ("intro-cell-porosity", 81.4, "percent for fraction"),
    ("intro-surface", 18.8, ""),  # 6 / (5.327e6 · 60e-9)
    ("intro-surface", 9.39, "radius for diameter"),  # 3 / (ρd)
    ("intro-surface", 42.9, "wrong host"),  # silicon: 6 / (2.329e6 · 60e-9)
    ("intro-diffusion", 10_000, ""),  # (6000 / 60)²
    ("intro-diffusion", 100, "linear for square"),
    ("intro-diffusion", 0.0001, "inverse ratio"),
    ("intro-tap", 0.99, ""),  # 5.327 · 0.3 · 0.62
    ("intro-tap", 2.31, "complement"),  # 5.327 · 0.7 · 0.62
    ("intro-tap", 3.30, "without pores"),
    ("intro-particle-volume", 1106, ""),  # 0.15 · 5.327 · 1383.8
    ("intro-particle-volume", 2130, "without pores"),  # of the alloy: 5.327 · 1383.8 / 3.461
    ("intro-particle-volume", 6266, "complement"),
    ("intro-gain", 199.7, ""),  # 3 · 3.45 V / 98.3 µm - 3 · 3.75 V / 131.9 µm
    ("intro-gain", -200, "sign"),
    ("intro-gain", 225, "wrong loading"),  # that of 4 mAh/cm², in the text
    ("si-capacity", 2386, ""),
    ("si-capacity", 8590, "factor 3.6"),  # coulomb left as they are
    ("si-capacity", 662.7, "factor 3.6"),  # converted twice
    ("si-capacity", 2.386, "mA for A"),  # Ah/g
    ("si-capacity", 1475, "per gram of alloy"),  # 67,004 / 45.435
    ("si-capacity", 1913, "ion mass"),  # 67,004 / 35.025: one lithium in the mass
    ("si-capacity", 922.5, "wrong host"),  # 67,004 / 72.63
    ("si-capacity-of-alloy", 1475, ""),
    ("si-capacity-of-alloy", 2386, "per gram of host"),
    ("si-capacity-of-alloy", 783, "wrong ion"),  # 67,004 / 85.56
    ("si-half-c", 2.1, ""),  # 4.2 / 2
    ("si-half-c", 8.4, "inverse ratio"),
    ("si-half-c", 1.79, "C of what"),  # 3.579 / 2
    ("si-c-rate", 0.42, ""),  # 1.5 / 3.579
    ("si-c-rate", 419, "mA for A"),  # 1500 mA/g over 3.579 A/g
    ("si-c-rate", 2.39, "inverse ratio"),
    ("si-c-rate", 0.357, "C of what"),  # counted from 4.2 A/g
    ("si-c-rate", 0.674, "wrong phase"),  # Li7Si3: 1.5 / 2.227
    ("si-days", 28.2, ""),  # 700 half cycles of 0.9667 h
    ("si-days", 14.1, "half cycle"),
    ("si-days", 677, "unit of time"),  # hours
    ("si-outward-growth", 106, ""),  # 0.55 · 3.751 = 2.063
    ("si-outward-growth", 206, "ratio for expansion"),
    ("si-outward-growth", 1.06, "fraction for percent"),
    ("si-outward-growth", 275, "without pores"),
    ("si-outward-growth", 69, "complement"),  # 0.45 · 3.751 - 1: the pores for the solid
    ("si-efficiency", 99.9777, ""),  # 0.8 ** 0.001
    ("si-efficiency", 99.98, "linear for compound"),
    ("si-efficiency", 0.0223, "complement"),
    ("si-efficiency", 0.999777, "fraction for percent"),
    ("si-change", -2.21, ""),
    ("si-change", 2.21, "sign"),
    ("si-change", -2.0, "linear for compound"),
    ("si-highest-x", 3.67, ""),  # 3500 · 3.6 · 28.085 / 96485
    ("si-highest-x", 0.2727, "inverse ratio"),
    ("si-one-current", 66.2, ""),
    ("si-one-current", 49.0, "other rows"),
    ("si-one-current", 0.662, "fraction for percent"),
    ("si-frontier", 5, ""),
    ("si-frontier", 8, "all rows"),
    ("si-frontier", 6, "off by one"),
    ("sn-edge-expansion", 437, ""),  # 13.25**3 / 16 = 145.39, over 27.054
    ("sn-edge-expansion", 537, "ratio for expansion"),
    ("sn-edge-expansion", 4.37, "fraction for percent"),
    ("sn-edge-expansion", 542, "wrong host"),  # over the 22.64 of germanium
    ("sn-line-expansion", 260, ""),  # 1.5406 · 8.4853 / (2 · 0.32969) = 19.825; cubed, over 80
    ("sn-line-expansion", 360, "ratio for expansion"),
    ("sn-line-expansion", 2.60, "fraction for percent"),
    ("sn-line-expansion", 1700, "wrong phase"),  # 16 tin atoms, as with sodium
    ("sn-step", 564.4, ""),  # 2.5 · 96485 / 3.6 / 118.71
    ("sn-step", 790, "wrong phase"),  # from pristine tin: 3.5
    ("sn-step", 2032, "factor 3.6"),  # coulomb left as they are
    ("sn-step", 0.5644, "mA for A"),
    ("sn-step", 468.6, "per gram of alloy"),  # 67,004 / 143.0
    ("sn-step", 922.5, "wrong host"),  # germanium: 67,004 / 72.63
    ("sn-step-share", 58.8, ""),  # 2.5 / 4.25
    ("sn-step-share", 82.4, "wrong phase"),  # 3.5 / 4.25
    ("sn-step-share", 66.7, "wrong ion"),  # 2.5 / 3.75
    ("sn-step-share", 41.2, "complement"),
    ("sn-step-share", 170, "inverse ratio"),
    ("sn-step-share", 0.588, "fraction for percent"),
    ("sn-highest-x", 4.87, ""),  # 1100 · 3.6 · 118.71 / 96485
    ("sn-highest-x", 1.353, "factor 3.6"),
    ("sn-highest-x", 2.98, "wrong host"),  # 1100 · 3.6 · 72.63 / 96485
    ("sn-highest-x", 0.2052, "inverse ratio"),
    ("sn-first-x", 0.543, ""),  # 0.6 · 16.292 / 18
    ("sn-first-x", 1.448, "ratio for expansion"),  # 1.6 · 16.292 / 18
    ("sn-first-x", 1.84, "inverse ratio"),
    ("sn-line", 15.7, ""),  # the line 112: 1/d² = 2/10.475² + 4/17.412², d = 5.641
    ("sn-line", 31.9, "wrong phase"),  # 332 of Na15Sn4
    ("sn-line", 30.64, "wrong phase"),  # 200 of tin
    ("sn-lost-charge", 73.7, ""),  # 847 / 0.92 - 847, between 50.1 and 395.8
    ("sn-lost-charge", 67.8, "inverse ratio"),  # 847 · 0.08
    ("sn-lost-charge", 494, "wrong ion"),  # 1100 / 0.69 - 1100
    ("sn-lost-charge", 129.9, "all rows"),  # (73.7 + 186.2) / 2
]


@pytest.mark.parametrize(("name", "typed", "kind"), TYPED)
def test_a_number_is_right_or_shows_its_slip(name, typed, kind):
    feedback = teach.check(name, typed)
    assert feedback.right == (not kind)
    assert feedback.kinds == ((kind,) if kind else ())
    assert repr(feedback).endswith(KINDS[kind].words if kind else "Right.")


@question(
    "made-up", "For this test", relative=0.01, kinds=("percent for fraction", "expansion for ratio")
)
def _made_up() -> Right:
    return Right(3.75)


def test_kinds_that_no_question_of_a_chapter_has():
    assert teach.check("made-up", 375).kinds == ("percent for fraction",)
    assert teach.check("made-up", 2.75).kinds == ("expansion for ratio",)
    assert teach.check("made-up", 3.75)


def test_every_kind_is_typed_by_a_student():
    assert {kind for _, _, kind in TYPED} | {"percent for fraction", "expansion for ratio"} == {
        "", *KINDS,
    }  # fmt: skip


def test_a_number_of_no_known_slip_gives_nothing_away():
    feedback = teach.check("si-capacity", 1234)
    assert feedback.right is False
    assert repr(feedback) == "Not yet. Look at the hints and check each step."


@question("two-slips", "For this test", relative=0.01, kinds=("half cycle",))
def _two_slips() -> Right:
    return Right(5, {"wrong phase": [10, 7]})


def test_two_slips_with_one_number_are_both_named():
    feedback = teach.check("two-slips", 10)
    assert feedback.kinds == ("wrong phase", "half cycle")
    assert " Or: " in repr(feedback)
    assert teach.check("two-slips", 7).kinds == ("wrong phase",)


@pytest.mark.parametrize(
    ("name", "number", "unit"),
    [
        ("si-capacity", 2.386, "A*hour/gram"),
        ("si-capacity", 8590, "coulomb/gram"),  # right, in its own unit
        ("si-days", 677, "hour"),
        ("si-efficiency", 0.999777, "dimensionless"),
        ("si-c-rate", 42, "percent"),
    ],
)
def test_a_quantity_is_converted(name, number, unit):
    """Of the student's own registry, not that of the book."""
    assert teach.check(name, pint.UnitRegistry().Quantity(number, unit))


def test_a_quantity_with_another_dimension_is_named():
    wrong = teach.check("si-capacity", pint.UnitRegistry().Quantity(2386, "A/gram"))
    assert repr(wrong) == "Not yet. The dimension is wrong: found a quantity in ampere / gram."


@pytest.mark.parametrize("typed", ["2386", [2386, 1475], float("nan"), complex(1, 1)])
def test_what_is_no_number_is_not_right(typed):
    feedback = teach.check("si-capacity", typed)
    assert feedback.right is (typed == "2386")


def test_no_answer_is_no_slip():
    feedback = teach.check("si-capacity", ...)
    assert feedback.right is None
    assert repr(feedback).startswith(EMPTY)


def test_an_unknown_question_names_the_nearest():
    with pytest.raises(LookupError, match="'si-capacty'; expected si-capacity"):
        teach.check("si-capacty", 1)


@pytest.mark.parametrize("name", [name for name in questions() if name not in MADE_UP])
def test_every_variant_has_an_answer_that_no_slip_equals(name):
    asked = find(name)
    for seed in range(8):
        right = asked.right(seed)
        assert right.value == right.value
        values = [value for values in right.slips.values() for value in values]
        assert not any(asked.is_near(value, right.value) for value in values)
        assert right.slips, "no kind of slip"


def test_a_variant_has_other_numbers_and_the_book_its_own():
    given = Given("test", (1, 2, 3), "A g-1")
    assert given.text(0) == "1 A g⁻¹"
    assert {given.value(seed) for seed in range(1, 30)} == {2, 3}
    assert Given("test", ("Li15Si4",)).text(5) == "Li₁₅Si₄"


def test_a_variant_is_chosen_for_all_exercises():
    teach.variant(7)
    try:
        x = teach.given("si-capacity").ions_per_host
        assert x != 2.5
        assert teach.check("si-capacity", x * 96485 / 3.6 / 28.085)
    finally:
        teach.variant(0)


def test_a_question_with_a_kind_that_does_not_follow_is_refused():
    with pytest.raises(ValueError, match="'wrong phase' is no kind"):
        question("x", "x", kinds=("wrong phase",))
    with pytest.raises(ValueError, match="two questions made-up"):
        question("made-up", "x")(_made_up)
