"""The times in *At a glance* and in the plans follow from what a chapter has, by one rule.

No class has been timed. `steps.csv` has what a student does in three chapters, counted while all
of their exercises were worked by hand and with code; `typed` is the length of that code.
"""

from __future__ import annotations

import csv
import re

import pytest
from conftest import ROOT

from anodes.teach import times
from anodes.teach.exercises import (
    BY_HAND,
    LEVELS,
    assessment_cells,
    chapters,
    exercises,
    prose,
    text_of,
)

CELLS = chapters()
PAGE = (ROOT / "chapters/teaching.md").read_text(encoding="utf-8")
STATED = re.compile(r"\*\*Time:\*\* (\d+) minutes to read, (\d+) for the exercises\.")
NEAR = 10  # minutes; times are round
COUNTED = ("silicon", "outlook", "synthesis")
# Seconds; assumed, but for a character of code: S. K. Card, T. P. Moran, A. Newell, Commun. ACM 23
# (1980) 396, typing of complex codes.
SECONDS = {"settings": 10, "look_ups": 30, "operations": 60, "typed": 0.75, "answer_words": 3}
WAY = 120  # to find the way to a number; assumed


@pytest.mark.parametrize("name", sorted(CELLS))
def test_a_chapter_states_the_time_that_it_takes(name):
    stated = STATED.search("\n".join(map(text_of, prose(CELLS[name]))))
    assert stated, "**Time:** 60 minutes to read, 110 for the exercises."
    for said, rule in zip(
        map(int, stated.groups()), times.chapter_minutes(CELLS[name]), strict=True
    ):
        assert abs(said - rule) <= NEAR, f"{said} minutes; the rule gives {rule:.0f}"
        assert said % 10 == 0


def test_the_rule_on_a_small_chapter():
    """A hundred and fifty words, one figure, one self-test; an exercise with two numbers."""
    words = "word " * 150
    cells = [
        markdown("a", words),
        {"cell_type": "code", "id": "fig-a", "source": "chart"},
        markdown("st-a", "**Self-test.** " + "word " * 149),
        markdown("b", "## Exercises"),
        markdown("ex-a", "### Title\n\n*Compute by hand, 2 points: [words](#goal-a)*\n\n" + words),
        {"cell_type": "code", "id": "c", "source": 'teach.check("a", ...)'},
        {"cell_type": "code", "id": "d", "source": 'teach.check("b", ...)'},
        markdown("e", "#### Solution"),
        markdown("f", words * 9),
    ]
    read, work = times.chapter_minutes(cells)
    assert read == pytest.approx(1 + 2 + 1 + 1, abs=0.05)
    assert work == pytest.approx(1 + 2 * 6 + 3, abs=0.05)


def markdown(name, text):
    return {"cell_type": "markdown", "id": name, "source": text}


def test_the_teaching_page_states_the_rule_and_that_no_class_was_timed():
    (section,) = re.findall(r"### How the times were estimated\n(.*?)\n## ", PAGE, re.S)
    assert section.strip().startswith("No class has been timed")
    answers = ", ".join(str(times.FOR_ANSWER[level]) for level in LEVELS[:3])
    for text in (
        f"{times.READING} a minute",
        f"{times.FIGURE} minutes; {times.TEST} minute |",
        f"{answers} minutes |",
        f"{times.FOR_SOLUTION} minutes |",
        f"{times.FOR_ARGUMENT} minutes |",
        *(f"as {SECONDS[name]} s" for name in ("settings", "look_ups", "operations", "typed")),
        f"{60 / SECONDS['answer_words']:.0f} words a minute",
        f"{WAY / 60:.0f} minutes, and writing",
    ):
        assert text in section, text
    assert section.count("assumed") >= 6
    assert section.count("https://doi.org/") == 2


def by_steps(each, row):
    seconds = sum(int(row[name]) * seconds for name, seconds in SECONDS.items())
    read = times.word_count([each.text, each.reasoning]) / times.READING
    return read + (seconds + WAY * len(each.checks)) / 60


def test_counted_steps_take_about_as_long_as_the_rule_says():
    """Both say how long; the page gives the range of the chapters and of single exercises."""
    with (ROOT / "tests/teach/steps.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["exercise"]: row for row in csv.DictReader(file)}
    shares = {}
    for name in COUNTED:
        found = exercises(CELLS[name])
        steps = [by_steps(each, rows.pop(each.name)) for each in found]
        rule = [times.exercise_minutes(each) for each in found]
        shares |= {each.name: a / b for each, a, b in zip(found, steps, rule, strict=True)}
        shares[name] = sum(steps) / sum(rule)
    assert rows == {}
    whole = [100 * shares.pop(name) for name in COUNTED]
    of_chapters, of_one = re.findall(
        r"(\d+) to (\d+) %", PAGE[PAGE.index("The steps of a chapter") :]
    )[:2]
    assert (round(min(whole), -1), 5 * round(max(whole) / 5)) == tuple(map(int, of_chapters))
    ends = (100 * min(shares.values()), 100 * max(shares.values()))
    assert tuple(round(end, -1) for end in ends) == tuple(map(int, of_one))


def test_the_assessment_has_the_time_that_its_questions_take():
    """Nobody reads a solution in it, and the way is known: the steps of a chapter take 80 %."""
    cells = assessment_cells()
    found = exercises(cells)
    solved = times.FOR_SOLUTION * sum(each.level != BY_HAND for each in found)
    rule = sum(map(times.exercise_minutes, found)) - solved
    stated = int(re.search(r"(\d+) minutes, \d+ points", text_of(cells[0]))[1])
    assert 0.8 * rule <= stated <= rule
    assert f"take {rule:.0f} minutes without a solution" in PAGE
    projects = (ROOT / "chapters/projects.md").read_text(encoding="utf-8")
    assert set(re.findall(r"(\d+) minutes", projects)) == {f"{stated}"}
    assert f"An [assessment](projects.md) of {stated} minutes" in PAGE


CLOCK = re.compile(r"^\| (\d+)(?::(\d+))? to (\d+)(?::(\d+))? \|(.*)$", re.M)


def test_each_part_of_a_plan_has_time_for_its_exercises():
    """By the rule, solutions included."""
    minutes = {
        each.title: times.exercise_minutes(each)
        for cells in CELLS.values()
        for each in exercises(cells)
    }
    parts = CLOCK.findall(PAGE)
    assert len(parts) == 12
    ends = 0
    for start, start_minute, end, end_minute, row in parts:
        hours = 60 if start_minute else 1
        begins, ends_now = (
            hours * int(start) + int(start_minute or 0), hours * int(end) + int(end_minute or 0),
        )  # fmt: skip
        needed = sum(minutes[title] for title in re.findall(r"\*([^*|]+)\*", row))
        assert needed <= ends_now - begins, (row, needed)
        if hours == 1:
            assert begins == ends, "parts follow each other"
            ends = ends_now
    assert ends == 90
