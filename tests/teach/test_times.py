"""The times in *At a glance* follow from what a chapter has, by the rule of the teaching page."""

from __future__ import annotations

import re

import pytest

from anodes.teach.exercises import BY_HAND, SELF_TEST, chapters, code, exercises, prose, text_of

CELLS = chapters()
WORDS, FIGURE, TEST = 150, 2, 1  # words a minute; minutes for a figure, a self-test
FOR_ANSWER = {"Read": 4, "Compute by hand": 6, "Compute with data": 8}  # minutes for a number
FOR_ARGUMENT, FOR_SOLUTION = 20, 3
STATED = re.compile(r"\*\*Time:\*\* (\d+) minutes to read, (\d+) for the exercises\.")
NEAR = 10  # minutes; times are round


def minutes(cells):
    """To read with self-tests, and for the exercises."""
    found = exercises(cells)
    inside = {cell["id"] for each in found for cell in (*each.asked, *each.solved)}
    read = [text_of(cell) for cell in prose(cells) if cell["id"] not in inside]
    figures = sum(cell["id"].startswith("fig-") for cell in code(cells))
    tests = sum(text.startswith(SELF_TEST) for text in read)
    to_read = words(read) / WORDS + FIGURE * figures + TEST * tests
    return to_read, sum(map(of_exercise, found))


def of_exercise(each):
    work = FOR_ARGUMENT
    if each.level != BY_HAND:
        work = FOR_ANSWER[each.level] * len(each.checks) + FOR_SOLUTION
    return words([each.text]) / WORDS + work


def words(texts):
    return sum(len(text.split()) for text in texts)


@pytest.mark.parametrize("name", sorted(CELLS))
def test_a_chapter_states_the_time_that_it_takes(name):
    stated = STATED.search("\n".join(map(text_of, prose(CELLS[name]))))
    assert stated, "**Time:** 60 minutes to read, 110 for the exercises."
    for said, rule in zip(map(int, stated.groups()), minutes(CELLS[name]), strict=True):
        assert abs(said - rule) <= NEAR, f"{said} minutes; the rule gives {rule:.0f}"
        assert said % 10 == 0
