"""The form of exercises and self-tests: every chapter keeps it, and what breaks it is named."""

from __future__ import annotations

import copy
import re

import pytest
from conftest import ROOT

from anodes.publish import prose as quantities
from anodes.teach.exercises import (
    BY_HAND,
    LEVELS,
    assessment_cells,
    chapters,
    code,
    exercise_problems,
    exercises,
    handed_out,
    objectives,
    self_tests,
    text_of,
)
from anodes.teach.findings import QUESTIONS
from anodes.teach.question import BOOK, find, questions

CELLS = chapters()
NAMES = sorted(CELLS)
DEFINITIONS = {("3.6", "C"), ("1", "C")}  # coulomb in a mAh; the rate of one hour


def test_chapters_have_exercises_in_the_form():
    there = {path.stem for path in (ROOT / "chapters").glob("*.ipynb")} - {"index"}
    assert set(NAMES) == there


@pytest.mark.parametrize("name", NAMES)
def test_every_objective_has_an_exercise_and_every_exercise_all_that_it_needs(name):
    assert exercise_problems(name, CELLS[name]) == []


@pytest.mark.parametrize("name", NAMES)
def test_names_are_those_of_the_book(name):
    cells = CELLS[name]
    ids = [cell["id"] for cell in cells]
    assert len(ids) == len(set(ids))
    elsewhere = {goal for other in NAMES if other != name for goal in objectives(CELLS[other])}
    assert not elsewhere & set(objectives(cells))


def test_every_question_is_asked_in_a_chapter_a_project_or_the_assessment():
    asked = re.compile(r'teach\.check\("([\w-]+)", \.\.\.\)')
    sources = [*handed_out().values(), assessment_cells()]
    found = {n for cells in sources for c in code(cells) for n in asked.findall(text_of(c))}
    found -= set(QUESTIONS)  # lists of findings
    assert {name for name, asked in questions().items() if of_a_chapter(asked)} == found


def of_a_chapter(asked):
    """And not of a test or a text."""
    return str(asked.compute.__module__).startswith("anodes.")


@pytest.mark.parametrize("name", NAMES)
def test_prose_of_a_solution_holds_for_every_variant(name):
    """Where numbers vary, prose has no quantity but given ones and fixed ones of the exercise."""
    for each in exercises(CELLS[name]):
        assert loose_quantities(each) == set(), each.name


def loose_quantities(each):
    """Of the prose of a solution, where numbers vary: those neither given nor fixed by the text."""
    given = {given.text(BOOK) for given in each.givens}
    asked, reasoning = (without(text, given) for text in (each.text, each.reasoning))
    fixed = quantities.quantities(asked) | DEFINITIONS
    return quantities.quantities(reasoning) - fixed if given else set()


def without(text, given):
    for quantity in given:
        text = text.replace(quantity, "")
    return text


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_no_answer_stands_in_the_text_of_the_exercise(name):
    number = re.compile(r"(?<![\w.,])[-−]?\d[\d,]*(?:\.\d+)?")
    for each in exercises(CELLS[name]):
        text = without(each.text, {given.text(BOOK) for given in each.givens})
        typed = {float(n.replace(",", "").replace("−", "-")) for n in number.findall(text)}
        typed -= {1.0, 2.0, 3.0}  # of points and hints
        for asked in map(find, each.checks):
            right = asked.right(BOOK).value
            assert not [value for value in typed if asked.is_near(value, right)], asked.name


def changed(cells, place, old, new):
    made = copy.deepcopy(cells)
    cell = next(cell for cell in made if cell["id"] == place)
    assert old in text_of(cell)
    cell["source"] = text_of(cell).replace(old, new)
    return made


BROKEN = [
    ("silicon-00", "goal-si-time", "goal-si-times", "objective goal-si-times"),
    ("ex-si-rate", "(#goal-si-time)", "(#goal-si-tim)", "(#goal-si-tim)"),
    ("ex-si-rate", "convert currents to", "change currents to", "[change currents to C-rates]"),
    ("ex-si-rate", "2 points", "points", "no line with level"),
    ("ex-si-rate", "350 cycles", "360 cycles", "a text without '350 cycles'"),
    ("ex-si-x", "<summary>Hint", "<summary>Help", "no hint"),
    ("ex-si-x-code", "si_highest_x)", "x)", "a solution without the answer of si-highest-x"),
    ("check-si-half-c", ", ...)", ", 2.1)", "a number without a field"),
    ("ex-si-x", "<code>element", "`element", "'`' in a fold"),
    ("st-si-ratio", "is no percentage", "is *no* percentage", "'*' in a fold"),
    ("ex-si-x-solution", "Solution", "Solution\n\nWords.", "words in the cell of the heading"),
    ("check-si-days", "si-days", "si-weeks", "a check of 'si-weeks'"),
    ("ex-si-growth", "*Read", "*Compute by hand", "no exercise of the level 'Read'"),
    ("st-si-ratio", "Right.", "No.", "not one right option"),
    ("st-si-ratio", "No. A ratio is no percentage, and the", "Wrong, the", "an option that says"),
    ("st-si-ratio", "**Self-test.**", "Test.", "with 1 self-test questions"),
]  # fmt: skip


@pytest.mark.parametrize(("place", "old", "new", "found"), BROKEN)
def test_what_is_not_in_the_form_is_named(place, old, new, found):
    wrong = exercise_problems("silicon", changed(CELLS["silicon"], place, old, new))
    assert any(found in str(problem) for problem in wrong), list(map(str, wrong))


def test_a_section_without_self_tests_is_named():
    cells = [c for c in CELLS["silicon"] if not text_of(c).startswith("**Self-test.**")]
    wrong = [str(problem) for problem in exercise_problems("silicon", cells)]
    assert len(wrong) == len(self_tests(cells)) == 11
    assert "with 0 self-test questions; expected 2" in wrong[0]


def test_a_variant_changes_whole_quantities_only():
    each = next(e for e in exercises(CELLS["silicon"]) if e.name == "ex-si-rate")
    text = "1.5 A g⁻¹, 11.5 A g⁻¹, 1.5 A g⁻¹s, 350 cycles, 1350 cycles"
    seed = next(n for n in range(1, 30) if each.givens[0].value(n) == 2.4)
    varied = each.varied(text, seed)
    cycles = next(g for g in each.givens if g.unit == "cycles").text(seed)
    assert varied == f"2.4 A g⁻¹, 11.5 A g⁻¹, 1.5 A g⁻¹s, {cycles}, 1350 cycles"
    assert each.varied(each.text, BOOK) == each.text


def test_an_argument_is_marked_by_a_person():
    found = [e for name in NAMES for e in exercises(CELLS[name]) if e.level == BY_HAND]
    assert found
    assert not any(each.checks for each in found)


def test_the_teaching_page_links_to_exercises_and_figures_that_exist():
    """The words of a link are the title; italics of several words are titles or levels."""
    page = (ROOT / "chapters/teaching.md").read_text(encoding="utf-8")
    linked = re.findall(r"\[\*([^\]]+)\*\]\(([\w-]+)\.ipynb#cell-id=(ex-[\w-]+)\)", page)
    known = {(e.title, name, e.name) for name, cells in CELLS.items() for e in exercises(cells)}
    assert len(linked) > 25
    assert set(linked) <= known
    rest = re.sub(r"\[\*[^\]]+\*\]", "", page)
    named = {
        words for words in re.findall(r"(?<!\*)\*([A-Z][^*\n]+)\*(?!\*)", rest) if " " in words
    }
    assert named <= {*LEVELS, "At a glance"}
    figures = re.findall(r"([\w-]+)\.ipynb#cell-id=(fig-[\w-]+)", page)
    assert len(figures) >= 2
    for name, figure in figures:
        assert figure in {cell["id"] for cell in CELLS[name]}
