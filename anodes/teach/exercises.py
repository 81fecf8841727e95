"""The exercises, objectives and self-test questions of a chapter, read from its cells.

A chapter is the one source: `docs/exercises.md` shows the form, and `exercise_problems` says what
is not in it. Cells are those of a notebook file, as dictionaries.
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from anodes.data.files import ROOT, Problem
from anodes.physics.rounding import total
from anodes.teach.findings import QUESTIONS
from anodes.teach.question import BOOK, Given, questions

Cell = dict[str, Any]

TEACHING = "teaching"  # the folder of what belongs to no chapter
PROJECTS, ASSESSMENT = ("audit-a-table", "design-an-anode"), "assessment"

EXERCISES, EXERCISE, SOLUTION = "## Exercises", "### ", "#### Solution"
SELF_TEST = "**Self-test.**"
LEVELS = ("Read", "Compute by hand", "Compute with data", "Argue or design")
BY_HAND = LEVELS[-1]  # marked by a person, not by a check
NO_SECTIONS = ("Exercises", "Key points", "Look up")  # which need no self-test
FEWEST, MOST = 6, 8  # exercises of a chapter
TESTS = 2  # self-test questions of a section
FEWEST_OPTIONS, MOST_OPTIONS = 3, 5  # of a self-test question

LINE = re.compile(rf"^\*({'|'.join(LEVELS)}), (\d+) points?: (.+)\*$", re.M)
LINK = re.compile(r"\[([^\[\]]*)\]\([^()#\s]*#(goal-[\w-]+)\)")  # of this chapter, or of another
GOAL = re.compile(r'^> - <a id="(goal-[\w-]+)"></a>(.+?)[;.]?$', re.M)
CHECK = re.compile(r'teach\.check\(\s*"([\w-]+)"')
FIELD = re.compile(r'teach\.check\("([\w-]+)", \.\.\.\)')  # a whole cell: a field on the page
FOLD = re.compile(r"<details><summary>(.+?)</summary>(.*?)</details>", re.S)


@dataclass(frozen=True)
class Form:
    """What a set of exercises must have.

    `goals` are objectives of other chapters, which an assessment serves in place of its own.
    """

    fewest: int = FEWEST
    most: int = MOST
    levels: tuple[str, ...] = LEVELS
    goals: Mapping[str, str] = field(default_factory=dict)


CHAPTER, PROJECT = Form(), Form(5, 9, LEVELS[1:])


@dataclass(frozen=True)
class Exercise:
    """One exercise of a chapter: the cells before and after the line `#### Solution`."""

    name: str
    title: str
    asked: tuple[Cell, ...]
    solved: tuple[Cell, ...]

    @cached_property
    def text(self) -> str:
        """Its prose, without the title."""
        words = "\n\n".join(map(text_of, prose(self.asked)))
        return words.removeprefix(EXERCISE + self.title).strip()

    @cached_property
    def reasoning(self) -> str:
        """The prose of its solution."""
        words = "\n\n".join(map(text_of, prose(self.solved)))
        return words.removeprefix(SOLUTION).strip()

    @cached_property
    def calculation(self) -> str:
        """The code of its solution."""
        return "\n\n".join(map(text_of, code(self.solved)))

    @property
    def level(self) -> str:
        """One of `LEVELS`; '' without the line that says it."""
        return match[1] if (match := LINE.search(self.text)) else ""

    @property
    def points(self) -> int:
        """For the whole exercise."""
        return int(match[2]) if (match := LINE.search(self.text)) else 0

    @property
    def goals(self) -> dict[str, str]:
        """The objectives that it serves, with the words of the link."""
        match = LINE.search(self.text)
        return {name: words for words, name in LINK.findall(match[3] if match else "")}

    @property
    def checks(self) -> tuple[str, ...]:
        """The names of its questions."""
        return tuple(match[1] for cell in code(self.asked) if (match := field_of(cell)))

    @property
    def givens(self) -> list[Given]:
        """What its questions give, each once."""
        known = questions()
        found = [g for name in self.checks if name in known for g in known[name].givens.values()]
        return list(dict.fromkeys(found))

    def varied(self, text: str, seed: int) -> str:
        """A text with what is given in the chapter replaced by what a variant gives."""
        new = {given.text(BOOK): given.text(seed) for given in self.givens}
        return _any_of(new).sub(lambda match: new[match[0]], text) if new else text


def text_of(cell: Cell) -> str:
    """The source of a cell, which a notebook file may keep in lines."""
    return "".join(cell["source"])


def prose(cells: Sequence[Cell]) -> list[Cell]:
    """The Markdown cells of some cells."""
    return [cell for cell in cells if cell["cell_type"] == "markdown"]


def code(cells: Sequence[Cell]) -> list[Cell]:
    """The code cells of some cells."""
    return [cell for cell in cells if cell["cell_type"] == "code"]


def field_of(cell: Cell) -> re.Match[str] | None:
    """Of a cell that only asks for an answer, the match with the name of its question."""
    return FIELD.fullmatch(text_of(cell).strip()) if cell["cell_type"] == "code" else None


def _any_of(texts: Mapping[str, str]) -> re.Pattern[str]:
    """Matches whole quantities, the longest first: 2 mg is not in 12 mg, nor 5 in 5.5."""
    either = "|".join(map(re.escape, sorted(texts, key=len, reverse=True)))
    return re.compile(rf"(?<![\w.,])(?:{either})(?![\w⁻₀-₉]|[.,]\d)")


def chapters() -> dict[str, list[Cell]]:
    """The cells of the chapters that have exercises in the form of this module, by name."""
    paths = sorted((ROOT / "chapters").glob("*.ipynb"))
    stored = {path.stem: _stored(path) for path in paths}
    return {name: cells for name, cells in stored.items() if objectives(cells)}


def projects() -> dict[str, list[Cell]]:
    """The cells of the projects, which have the form of exercises, by name."""
    return {name: _stored(ROOT / TEACHING / f"{name}.ipynb") for name in PROJECTS}


def assessment_cells() -> list[Cell]:
    """The cells of the assessment, whose exercises serve objectives of the chapters."""
    return _stored(ROOT / TEACHING / f"{ASSESSMENT}.ipynb")


def handed_out() -> dict[str, list[Cell]]:
    """The cells of all that students get as a notebook, by name."""
    return chapters() | projects()


def _stored(path: Path) -> list[Cell]:
    return [dict(cell) for cell in _parsed(path.read_bytes())]


@lru_cache(maxsize=32)  # twice the notebooks of the book
def _parsed(content: bytes) -> tuple[Cell, ...]:
    """The cells of a notebook, which has megabytes: what is in them is not to be written into."""
    return tuple(json.loads(content)["cells"])


def objectives(cells: Sequence[Cell]) -> dict[str, str]:
    """The words of the objectives of a chapter, by the names of their anchors."""
    found = (pair for cell in prose(cells) for pair in GOAL.findall(text_of(cell)))
    return {name: words.strip() for name, words in found}


def exercises(cells: Sequence[Cell]) -> list[Exercise]:
    """The exercises of a chapter in their order."""
    made: list[tuple[list[Cell], list[Cell]]] = []
    inside = solved = False
    for cell in cells:
        head = text_of(cell) if cell["cell_type"] == "markdown" else ""
        if re.match(r"#{1,2} ", head):
            inside = head.startswith(EXERCISES)
        elif inside and head.startswith(EXERCISE):
            made.append(([cell], []))
            solved = False
        elif inside and made:
            solved = solved or head.startswith(SOLUTION)
            made[-1][solved].append(cell)
    return [
        Exercise(
            asked[0]["id"],
            text_of(asked[0]).partition("\n")[0].removeprefix(EXERCISE).strip(),
            tuple(asked),
            tuple(solution),
        )
        for asked, solution in made
    ]


def variable(question: str) -> str:
    """The name under which a solution and an assignment keep the answer of a question."""
    return question.replace("-", "_")


# ------------------------------------------------------------------ what is not in the form


def exercise_problems(file: str, cells: Sequence[Cell], form: Form = CHAPTER) -> list[Problem]:
    """What is wrong with the exercises and self-tests of a chapter; none where all is well."""
    goals, found = objectives(cells), exercises(cells)
    wrong = [*_of_chapter(goals, found, form)]
    known = {**form.goals, **goals}
    for each in found:
        wrong += [(f"exercise {each.title!r}: {a}", b) for a, b in _of_exercise(each, known)]
    wrong += _of_self_tests(cells)
    return [Problem(file, None, None, a, b) for a, b in wrong]


def _of_chapter(
    goals: Mapping[str, str], found: Sequence[Exercise], form: Form
) -> Iterator[tuple[str, str]]:
    served = {name for each in found for name in each.goals}
    for name, words in goals.items():
        if name not in served:
            yield f"objective {name} ({words}) without an exercise", "a link to it in an exercise"
    if not form.fewest <= len(found) <= form.most:
        yield f"{len(found)} exercises", f"{form.fewest} to {form.most}"
    for level in form.levels:
        if level not in {each.level for each in found}:
            yield f"no exercise of the level {level!r}", "one at least"


def _of_exercise(each: Exercise, goals: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    if not each.level or not each.points:
        form = f"*{LEVELS[0]}, 1 point: [words](#goal-name)*"
        yield "no line with level, points and objective", form
        return
    if not each.goals:
        yield "no objective", "a link to one in the line of the level"
    for name, words in each.goals.items():
        if goals.get(name) != words:
            yield f"a link [{words}](#{name})", f"the words {goals.get(name, 'of an objective')!r}"
    if "<summary>Hint" not in each.text:
        yield "no hint", "<details><summary>Hint 1</summary> … </details>"
    if not each.reasoning:
        yield "a solution without words", f"{SOLUTION}, then the reasoning with units"
    elif text_of(each.solved[0]).strip() != SOLUTION:
        yield "words in the cell of the heading", f"{SOLUTION} alone, so that JupyterLab folds all"
    yield from _of_folds(each.text)
    if each.level != BY_HAND and not each.checks:
        yield "no check", 'a cell teach.check("question", ...)'
    yield from _of_checks(each)


def _of_checks(each: Exercise) -> Iterator[tuple[str, str]]:
    """Each check has a question, is solved in code, and finds what it gives in the text."""
    for name in each.checks:
        line = f'teach.check("{name}", {variable(name)})'
        if name in (*questions(), *QUESTIONS) and line not in each.calculation:
            yield f"a solution without the answer of {name}", f"{line} in its code"
    texts = [given.text(BOOK) for given in each.givens]
    for text in texts:
        if not _any_of({text: ""}).search(each.text):
            yield f"a text without {text!r}", "what its questions give, as it stands there"
        if texts.count(text) > 1:
            yield f"two quantities {text!r}", "quantities that differ, so that variants can be made"


def self_tests(cells: Sequence[Cell]) -> dict[str, list[Cell]]:
    """The cells of each section that teaches, by its heading."""
    made: dict[str, list[Cell]] = {}
    title = ""
    for cell in cells:
        if cell["cell_type"] == "markdown":
            heads = re.findall(r"^#{1,2} (.+)$", text_of(cell), re.M)
            if text_of(cell).startswith(SELF_TEST) and title:
                made.setdefault(title, []).append(cell)
            title = heads[-1].strip() if heads else title
            for head in heads:
                made.setdefault(head.strip(), [])
    first = next(iter(made), "")
    return {t: tests for t, tests in made.items() if t not in (*NO_SECTIONS, first)}


def _of_self_tests(cells: Sequence[Cell]) -> Iterator[tuple[str, str]]:
    followed = {cell["id"] for cell, after in itertools.pairwise(cells) if field_of(after)}
    for title, tests in self_tests(cells).items():
        if len(tests) != TESTS:
            yield f"section {title!r} with {len(tests)} self-test questions", str(TESTS)
        for cell in tests:
            by_number = cell["id"] in followed
            for found, expected in _of_options(text_of(cell), by_number):
                yield f"self-test in section {title!r}: {found}", expected
    for cell in code(cells):
        for name in CHECK.findall(text_of(cell)):
            if name not in (*questions(), *QUESTIONS):
                yield f"a check of {name!r}", "a question in anodes/teach/questions/"


def _of_folds(text: str) -> Iterator[tuple[str, str]]:
    """What unfolds is HTML on a line of its own, in which Markdown is not read."""
    for words in (word for fold in FOLD.findall(text) for word in fold):
        if sign := re.search(r"[$`*\n]|\]\(", words):
            yield f"{sign[0]!r} in a fold", "text in one line, with <code> and <i> where needed"


def _of_options(text: str, by_number: bool) -> Iterator[tuple[str, str]]:
    """One option is right and each says why; a number has one fold with the answer."""
    yield from _of_folds(text)
    folds = FOLD.findall(text)
    words = [said.strip() for _, said in folds]
    if [summary for summary, _ in folds] == ["Answer"]:
        if not by_number:
            yield "a number without a field", 'a code cell teach.check("question", ...) below it'
        return
    if not FEWEST_OPTIONS <= len(folds) <= MOST_OPTIONS:
        expected = f"{FEWEST_OPTIONS} to {MOST_OPTIONS}, or one fold named Answer"
        yield f"{len(folds)} options", expected
    if total([said.startswith("Right.") for said in words]) != 1:
        yield "not one right option", "one whose words begin with 'Right.'"
    for said in words:
        if not re.match(r"(?:Right|No)\. \S.{15,}", said, re.S):
            yield f"an option that says {said[:30]!r}", "'Right.' or 'No.', and why"
