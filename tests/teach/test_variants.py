"""Variants: enough of them, all of them sensible to mark, and each slip told from what is right."""

from __future__ import annotations

import itertools
import math
import re

import pytest
from conftest import ROOT

from anodes.teach.exercises import chapters, code, exercises, field_of
from anodes.teach.question import BOOK, find

CELLS = chapters()
ASKED = sorted({m[1] for cells in CELLS.values() for cell in code(cells) if (m := field_of(cell))})
GIVENS = {g.name: g for name in ASKED for g in find(name).givens.values()}
NUMBERS = [g for g in GIVENS.values() if not isinstance(g.values[0], str)]
FEWEST = 5  # variants of a number
CONSTANTS = {"syn-salt-volume"}  # of one substance
FEWER = {"syn-papers": 4}  # odd numbers of papers that are still few

# Slips that equal the right answer in some variants: the rows that one leaves out are none there.
EQUAL = {
    ("si-frontier", "all rows"),
    ("si-frontier", "other rows"),
    ("out-per-volume", "all rows"),
}
# Slips that give one number in some variants; the student reads the words of both.
ONE_NUMBER = {
    ("audit-unclear", "all rows", "other rows"),
    ("cell-mean", "wrong phase", "without weights"),
    ("cell-peaks", "steps for peaks", "off by one"),
    ("ge-share", "other rows", "wrong phase"),
    ("si-frontier", "all rows", "off by one"),
}


def variants(asked):
    """What the book gives, and all that a seed can give, as dictionaries."""
    values = [given.values[1:] or given.values for given in asked.givens.values()]
    book = [given.values[0] for given in asked.givens.values()]
    return [
        dict(zip(asked.givens, each, strict=True)) for each in (book, *itertools.product(*values))
    ]


@pytest.mark.parametrize("given", NUMBERS, ids=lambda given: given.name)
def test_a_number_has_five_variants(given):
    others = given.values[1:]
    if given.name not in CONSTANTS:
        assert len(set(others) - {given.values[0]}) == len(others)
        assert len(others) >= FEWER.get(given.name, FEWEST)
        texts = {given.text(seed) for seed in range(1, 60)}
        assert len(texts) == len(others)  # each is reached by a seed


@pytest.mark.slow
@pytest.mark.parametrize("name", ASKED)
def test_no_slip_is_right_and_no_two_are_one_number(name):
    asked = find(name)
    equal, one, answers = set(), set(), set()
    for given in variants(asked):
        made = asked.compute(**given)
        found = asked.slips_of(made)
        assert math.isfinite(made.value)
        assert found, "no kind of slip"
        answers.add(float(made.value))
        equal |= {
            (name, k) for k, values in found.items() for v in values if asked.is_near(v, made.value)
        }
        for (kind, these), (other, those) in itertools.combinations(found.items(), 2):
            pairs = itertools.product(these, those)
            if any(asked.is_near(a, b) and not asked.is_near(a, made.value) for a, b in pairs):
                one.add((name, kind, other))
    varied = any(len(given.values) > FEWEST for given in asked.givens.values())
    assert len(answers) > varied  # what varies changes the answer
    assert equal == {each for each in EQUAL if each[0] == name}
    assert one == {each for each in ONE_NUMBER if each[0] == name}


@pytest.mark.parametrize("name", sorted(CELLS))
def test_three_seeds_give_three_sets_of_numbers(name):
    found = [each for each in exercises(CELLS[name]) if each.givens]
    assert found
    for each in found:
        texts = [each.varied(each.text, seed) for seed in range(40)]
        assert texts[BOOK] == each.text
        assert len(set(texts)) >= 3, each.name
    sets = [[each.varied(each.text, seed) for each in found] for seed in (1, 2, 3)]
    changed = [
        sum(a != b for a, b in zip(one, two, strict=True))
        for one, two in itertools.combinations(sets, 2)
    ]
    assert min(changed) * 2 >= len(found)


def is_fixed(check):
    """Whether all that a question gives is a constant, so that no variant changes its answer."""
    return {given.name for given in find(check).givens.values()} <= CONSTANTS


def test_the_page_on_teaching_names_the_answers_that_no_variant_changes():
    """A teacher leaves them out of marks that count."""
    page = (ROOT / "chapters/teaching.md").read_text(encoding="utf-8")
    listed = page.partition("leave these out of marks that count:\n\n")[2].partition("\n\n")[0]
    named = re.findall(r"\(([\w-]+)\.ipynb#cell-id=(ex-[\w-]+)\)", listed)
    found = [(name, each) for name, cells in CELLS.items() for each in exercises(cells)]
    fixed = {(name, each.name) for name, each in found if any(map(is_fixed, each.checks))}
    assert sorted(named) == sorted(fixed)
    answers = [check for _, each in found for check in each.checks]
    assert (sum(map(is_fixed, answers)), len(answers)) == (10, 106)
    assert "Ten of the 106 answers are the same in every variant" in page
