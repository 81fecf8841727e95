"""What a student is told about a number: numbers as they would type them, worked out by hand."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pint
import pytest

from anodes import teach
from anodes.teach.feedback import EMPTY
from anodes.teach.question import Given, Right, question, questions
from anodes.teach.slips import KINDS

MADE_UP = ("made-up", "two-slips")  # questions of this file

# (question, typed number, kind of slip or '' for a right one); each chapter has a file of them
CHAPTERS = sorted(path.stem for path in Path(__file__).parent.glob("typed_*.py"))
TYPED = [typed for name in CHAPTERS for typed in import_module(name).TYPED]


@pytest.mark.slow
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


def test_every_question_is_typed():
    assert set(questions()) - set(MADE_UP) == {name for name, _, _ in TYPED}


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


@pytest.mark.slow
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


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("si-change", "± 2 % of the value"),  # -2.2 %: 0.04 percentage points
        ("si-outward-growth", "± 2 percentage points"),  # 106 %: from 104 to 108 %
        ("si-capacity", "± 1 %"),
        ("si-frontier", "exact"),
    ],
)
def test_a_share_of_a_percentage_is_no_percentage_point(name, words):
    assert questions()[name].tolerance() == words
    assert f"({words})" in str(teach.check(name))
