"""Projects and the assessment: one source for table and key, solutions that pass their own marks."""

from __future__ import annotations

import hashlib
import itertools
import re

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from conftest import ROOT
from lxml import html
from test_assignments import here, source
from test_exercises import loose_quantities

from anodes import teach
from anodes.__main__ import main
from anodes.publish import assignments as commands
from anodes.publish import sheets
from anodes.teach import grading, invented, slips
from anodes.teach.assignments import as_file, assignment
from anodes.teach.exercises import (
    assessment_cells,
    chapters,
    exercises,
    objectives,
    projects,
    text_of,
)
from anodes.teach.findings import QUESTIONS
from anodes.teach.question import BOOK, find
from anodes.teach.questions import projects as asked

SEEDS = (0, 7, 23)
MANY = range(40)
SOURCES = {**projects(), "assessment": assessment_cells()}
FINDINGS = "project-audit-findings"
KINDS = {
    "prefix", "hours for rate", "void ratio", "digit", "inverse efficiency", "from uptake",
    "per gram of coating", "above theory", "repeated row",
}  # fmt: skip
# From F = 96,485 C/mol and molar masses; unit cells by hand: 8 · 28.085/(0.60221 · 160.2) for Si.
THEORY = {
    ("Si", "Li"): 3579, ("Ge", "Li"): 1384, ("Sn", "Li"): 959.5,
    ("Sb", "Li"): 660.4, ("Sn", "Na"): 846.6, ("Sb", "Na"): 660.4,
}  # fmt: skip
DENSITY = {"Si": 2.329, "Ge": 5.327, "Sn": 7.287, "Sb": 6.697}


# ------------------------------------------------------------------ form and texts


def test_projects_and_assessment_are_in_the_form():
    assert list(commands.form_problems()) == []
    assert [len(exercises(SOURCES["assessment"])), points("assessment")] == [12, 30]
    ids = [cell["id"] for cells in SOURCES.values() for cell in cells]
    assert len(ids) == len(set(ids))


def points(name):
    return sum(each.points for each in exercises(SOURCES[name]))


@pytest.mark.parametrize("name", SOURCES)
def test_prose_holds_for_every_variant(name):
    for each in exercises(SOURCES[name]):
        assert loose_quantities(each) == set(), each.name


@pytest.mark.parametrize("name", projects())
def test_the_brief_of_a_variant_has_its_numbers(name):
    """Each given quantity of the brief is that of the variant, whatever others become."""
    brief = text_of(SOURCES[name][0])
    givens = {g for each in exercises(SOURCES[name]) for g in each.givens if g.text(0) in brief}
    for seed in MANY[1:8]:
        made = source(assignment(name, SOURCES[name], seed, solved=False)["cells"][0])
        words = [(g.text(seed), g.text(0)) for g in givens]
        assert all(new in made for new, _ in words), (seed, words)
    assert name != "design-an-anode" or len(givens) == 4


def test_the_page_has_the_steps_and_points_of_the_notebooks():
    page = (ROOT / "chapters/projects.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (.+\?) \| (check|person) \| (\d+) \|$", page, re.M)
    steps = [
        (each.title, "check" if each.checks else "person", str(each.points))
        for cells in projects().values()
        for each in exercises(cells)
    ]
    assert rows == steps
    assert "planted errors in a table of fourteen" in page  # as is tested below


# ------------------------------------------------------------------ the invented table


def contradictions(row):
    """The columns that a row itself contradicts, by a pocket calculator."""
    host = row["coating_mg_cm2"] * row["host_share_percent"] / 100
    theory = THEORY[row["host_element"], row["working_ion"]]
    void = row["pore_volume_cm3_g"] * DENSITY[row["host_element"]]
    second = {
        "release_mAh_g": 1000 * row["areal_release_mAh_cm2"] / host,
        "porosity_percent": 100 * void / (1 + void),
        "first_efficiency_percent": 100 * row["release_mAh_g"] / row["uptake_mAh_g"],
        "test_current_A_g": row["test_c_rate"] * theory / 1000,
        "stated_retention_percent": 100 * row["last_release_mAh_g"] / row["release_mAh_g"],
    }
    wrong = {name for name, value in second.items() if abs(row[name] / value - 1) > 0.025}
    return wrong | ({"theory"} if row["release_mAh_g"] > 1.02 * theory else set())


def repeated(row, rows):
    """Whether another row has the same values under other names."""
    return sum(list(row.values())[2:] == list(other.values())[2:] for other in rows) == 2


SHOWS = {  # the contradiction by which an error of a kind is seen
    "prefix": "test_current_A_g", "hours for rate": "test_current_A_g",
    "void ratio": "porosity_percent", "digit": "first_efficiency_percent",
    "inverse efficiency": "first_efficiency_percent", "from uptake": "stated_retention_percent",
    "per gram of coating": "release_mAh_g", "above theory": "theory",
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("seed", MANY)
def test_each_error_is_seen_and_nothing_else_contradicts_itself(seed):
    rows, errors = invented.draw_table(seed)
    assert len(rows) == 14
    assert {error.kind for error in errors} == KINDS
    assert len({error.answers[0][0] for error in errors}) == len(KINDS)
    shown = {e.answers[0][0]: {SHOWS[e.kind]} for e in errors if e.kind in SHOWS}
    for row in rows:
        assert contradictions(row) == shown.get(row["electrode"], set()), row
    odd = invented.unusual(seed)
    assert len(odd) >= 3
    assert not set(odd) & set(shown)
    for row in rows:
        theory = THEORY[row["host_element"], row["working_ion"]]
        grows = row["last_release_mAh_g"] > row["release_mAh_g"]
        if row["electrode"] not in shown and (grows or row["uptake_mAh_g"] > 1.01 * theory):
            assert row["electrode"] in odd or repeated(row, rows)


@pytest.mark.slow
@pytest.mark.parametrize("seed", MANY)
def test_a_planted_value_is_far_from_the_right_one(seed):
    for error in invented.planted(seed):
        _, _, right = error.answers[0]
        assert isinstance(right, str) or abs(error.printed / right - 1) > 0.04, error


def test_one_error_by_hand():
    """X12 of the book: 493 of 592 mAh/g came out; 592/493 is printed."""
    table = teach.invented_electrodes(seed=0).set_index("electrode")
    row = table.loc["X12"]
    assert (row["uptake_mAh_g"], row["release_mAh_g"]) == (592, 493)
    assert row["first_efficiency_percent"] == 120.1
    key = {error.answers[0][0]: error for error in invented.planted(0)}
    assert key["X12"].answers[0][2] == pytest.approx(83.28, abs=0.005)
    assert key["X12"].words.startswith("More than 100 % cannot be. 493 / 592 is 83.3 %")


def test_all_of_the_table_says_that_it_is_invented():
    table = teach.invented_electrodes(seed=7)
    assert table["sample"].str.startswith("invented ").all()
    assert set(table).isdisjoint({"reference", "material", "table", "row"})


def test_variants_differ_and_stay_the_same():
    """The bytes of the table and its key, on every machine and in every Python."""
    tables = (rows for s in (0, 7) for rows in (invented.draw_table(s)[0], invented.key_rows(s)))
    files = [commands._csv(rows) for rows in tables]
    assert len(set(files)) == 4
    assert [hashlib.sha256(content).hexdigest()[:8] for content in files] == DIGESTS


DIGESTS = ["d0587d29", "b786f236", "d55efbd5", "235d1a7b"]


# ------------------------------------------------------------------ findings


def key(seed=0):
    return [error.answers[0] for error in invented.planted(seed)]


def test_naming_every_table_cell_finds_nothing():
    table = teach.invented_electrodes(seed=0)
    everything = [
        (row["electrode"], name, row[name]) for _, row in table.iterrows() for name in table
    ]
    audited = QUESTIONS[FINDINGS].judged(everything)
    assert (audited.share, audited.right) == (0, ())


def test_a_false_alarm_costs_half_a_finding():
    alarm = next(iter(invented.unusual(0)))
    said = teach.check(FINDINGS, [*key(), (alarm, "uptake_mAh_g", 1000)])
    assert not said
    assert said.worth == pytest.approx(8.5 / 9)
    assert "9 of 10 findings are right" in repr(said)
    assert "None is missing" in repr(said)
    report = QUESTIONS[FINDINGS].judged([(alarm, "uptake_mAh_g", 1000)]).report
    assert f"{alarm} uptake_mAh_g ({invented.unusual(0)[alarm]})" in report


def test_feedback_names_no_place():
    said = repr(teach.check(FINDINGS, [*key()[:4], ("X03", "porosity_percent", 1)]))
    assert "4 of 5 findings are right" in said
    assert "Some errors are not found yet." in said
    assert not re.search(r"X\d\d", said)


def test_a_repeated_row_can_be_named_from_either_side():
    (error,) = (e for e in invented.planted(0) if e.kind == "repeated row")
    for answer in error.answers:
        assert QUESTIONS[FINDINGS].judged([answer]).right == (error,)


def test_an_error_counts_once_however_often_it_is_named():
    (error,) = (e for e in invented.planted(0) if e.kind == "per gram of coating")
    assert len(error.answers) == 3  # release, uptake, last release
    audited = QUESTIONS[FINDINGS].judged([*error.answers, *error.answers])
    assert (audited.right, audited.false) == ((error,), ())


@pytest.mark.parametrize("typed", [3, "X01", ["X01"], [("X01", "porosity_percent")], [3]])
def test_what_is_no_list_of_findings_is_named(typed):
    assert repr(teach.check(FINDINGS, typed)).startswith("Not yet. Expected a list of findings")


@pytest.mark.parametrize(("typed", "words"), [(..., "No answer yet"), ([], "Not yet. The list is")])
def test_no_finding_is_no_point(typed, words):
    said = teach.check(FINDINGS, typed)
    assert repr(said).startswith(words)
    assert said.worth == 0


def test_a_value_that_is_no_number_is_no_finding():
    electrode, column, _ = key()[0]
    assert (
        teach.check(FINDINGS, [(electrode, column, "much"), (electrode, column, None)]).worth == 0
    )


# ------------------------------------------------------------------ marks


def submitted(tmp_path, name, seed=0, solved=False, answers=()):
    notebook = assignment(name, projects()[name], seed, solved=solved)
    for cell in notebook["cells"]:
        code = dict(answers).get(cell["metadata"]["nbgrader"]["grade_id"])
        cell["source"] = cell["source"] if code is None else code
    path = tmp_path / f"{name}-{seed}-{solved}.ipynb"
    path.write_bytes(as_file(notebook))
    return path


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", projects())
def test_the_example_solution_gets_all_points_and_the_starter_none(name, seed, tmp_path):
    full = grading.totals(grading.marks(submitted(tmp_path, name, seed, solved=True), run=here))
    empty = grading.totals(grading.marks(submitted(tmp_path, name, seed), run=here))
    assert full[0] == full[1] == empty[1] > 0
    assert empty[0] == 0
    assert full[1] + full[2] == points(name)


@pytest.mark.slow
def test_half_of_an_audit_gets_half(tmp_path):
    """In a process of its own: five right findings and a false alarm are four and a half of nine."""
    found = [*key()[:5], ("X01", "sample", 1)]
    answers = {
        "ex-table-rounding-code": "project_rounding = 0.19",
        "ex-table-host-code": "project_per_host = 1310",
        "ex-table-porosity-code": "project_porosity = 121",
        "ex-table-findings-code": f"project_audit_findings = {found}",
        "ex-table-ranking-code": "project_highest_share = 122",
    }
    marks = grading.marks(submitted(tmp_path, "audit-a-table", answers=answers.items()))
    assert grading.totals(marks) == (13, 26, 10)
    (mark,) = (mark for mark in marks if mark.question == FINDINGS)
    assert (mark.points, mark.of) == (9, 18)
    assert "5 of 6 findings are right" in mark.words
    assert "false alarms: X01 sample" in mark.words


def test_half_of_a_design_gets_half(tmp_path):
    answers = {
        "ex-design-read-code": "project_volume = 1050",
        "ex-design-budget-code": "project_anode_um = 53.8",
        "ex-design-capacity-code": "project_capacity = 642",
        "ex-design-window-code": "project_least_porosity = 0.493\nproject_most_porosity = 0.493",
        "ex-design-candidates-code": "project_candidates = 11",
    }
    path = submitted(tmp_path, "design-an-anode", answers=answers.items())
    assert grading.totals(grading.marks(path, run=here)) == (10, 20, 8)


def test_every_exercise_that_a_person_marks_is_listed(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(grading, "apart", here)
    assert main(["grade", str(submitted(tmp_path, "audit-a-table"))]) == 0
    said = capsys.readouterr().out
    assert len(re.findall(r"^  by hand +–/[46]  ", said, re.M)) == 2


# ------------------------------------------------------------------ design


@pytest.mark.slow
def test_every_variant_of_the_cell_can_be_built():
    """The needed capacity is below that of Li15Si4, and there is a range of porosity."""
    cells = (asked.AREAL.values, asked.GAIN.values, asked.EFFICIENCY.values)
    for areal, gain, efficiency in itertools.product(*cells):
        capacity = asked.design(areal, gain, efficiency).capacity_mAh_g()
        assert 800 < capacity < 2500, (areal, gain, efficiency)
        ratio = 1 + 2.75 * capacity / 3579
        for limit in asked.LIMIT.values:
            assert 0.1 < 1 - (1 + limit / 100) / ratio < 1 - 1 / ratio


def test_the_designed_stack_reaches_its_target():
    """In the other direction: from capacity and packing to the energy of both stacks."""
    made = asked.design(4.5, 12, 84)
    capacity = made.capacity_mAh_g()
    ratio = 1 + 2.7514 * capacity / 3578.6
    anode = 1e4 * 5.625 / (0.7 * 2.329 * capacity / ratio)
    others = 1e4 * 4.5 / (195 * 3.4 * 0.96) + 12 + (8 + 12) / 2
    energy = 1e4 * 3.45 * 4.5 * (84 / 88) / (anode + others)
    graphite = 1e4 * 3.75 * 4.5 / (1e4 * 5.625 / (550 / 0.92) + others)
    assert energy / graphite == pytest.approx(1.12, abs=0.001)


# ------------------------------------------------------------------ the assessment


def sheet(seed, answers):
    notebook = commands._made("assessment", SOURCES["assessment"], BOOK, solved=True)
    return html.fromstring(
        sheets.assessment_sheet(SOURCES["assessment"], notebook, seed, answers=answers).decode()
    )


@pytest.fixture(scope="module")
def both():
    return {answers: sheet(BOOK, answers) for answers in (False, True)}


def test_the_assessment_covers_every_chapter_of_the_review():
    served = {goal for each in exercises(SOURCES["assessment"]) for goal in each.goals}
    tools = {"dataset", "your-electrode"}
    for name, cells in chapters().items():
        assert set(objectives(cells)) & served or name in tools, name


@pytest.mark.slow
def test_a_goal_links_to_its_chapter():
    text = "\n".join(each.text for each in exercises(SOURCES["assessment"]))
    for chapter, goal in re.findall(r"\(\.\./chapters/([\w-]+)\.ipynb#(goal-[\w-]+)\)", text):
        assert goal in objectives(chapters()[chapter])
    assert "](#goal" not in text


def test_the_sheet_of_students_has_questions_and_no_answer(both):
    page = both[False]
    text = page.text_content()
    assert len(page.xpath("//section")) == 12
    assert len(page.xpath("//p[@class='number']")) == 13  # two questions have two numbers, one none
    for each in exercises(SOURCES["assessment"]):
        assert each.title in text
        assert each.reasoning.splitlines()[0] not in text
        for name in each.checks:
            number = find(name)
            assert sheets._shown(number.right(0).value, sheets.typeset(number.unit)) not in text
    assert not re.search(r"[*`\[\]]|Hint|teach\.", text)


def test_the_sheet_with_answers_says_what_a_slip_is_worth(both):
    page = both[True]
    text = page.text_content()
    assert "Capacity per gram of germanium: 922.5 mAh g⁻¹ (± 1 %; 2 points)" in text
    assert "Mean efficiency per cycle: 99.941 % (± 0.003 percentage points; 2 points)" in text
    rows = [[cell.text for cell in row] for row in page.xpath("//tbody/tr")]
    assert ["744.7 mAh g⁻¹", slips.KINDS["per gram of alloy"].words] in rows
    assert "half of the points" in text
    assert not re.search(r"[`\[\]]|Hint|teach\.|Right\.", text)
    heads = [head.text for head in page.xpath("//h2")]
    assert sum(int(re.search(r"\((\d) points?\)$", head)[1]) for head in heads) == 30


def test_a_variant_of_the_sheet_has_other_numbers():
    texts = [sheet(seed, False).text_content() for seed in SEEDS]
    assert "2.5 lithium atoms" in texts[0]
    assert len(set(texts)) == 3
    givens = {g for each in exercises(SOURCES["assessment"]) for g in each.givens}
    for seed, text in zip(SEEDS, texts, strict=True):
        assert f"Variant {seed}" in text
        assert all(given.text(seed) in text for given in givens)


@pytest.mark.slow
def test_files_are_the_same_whenever_they_are_made():
    first, second = (commands.assignment_files("instructors") for _ in range(2))
    assert first == second
    assert set(first) - set(commands.assignment_files("students")) == {
        "projects/invented-electrodes-key.csv",
        "assessment/assessment.html",
        "assessment/assessment-answers.html",
    }


@pytest.mark.parametrize("answers", [False, True])
def test_a_sheet_is_readable_for_everybody(browser, answers):
    """On a phone as well as on paper: nothing is wider than it."""
    page = browser.new_page(viewport={"width": 390, "height": 844})
    notebook = commands._made("assessment", SOURCES["assessment"], BOOK, solved=True)
    made = sheets.assessment_sheet(SOURCES["assessment"], notebook, BOOK, answers=answers)
    page.set_content(made.decode())
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.evaluate(AXE_SCRIPT)
    found = page.evaluate("axe.run().then((all) => all.violations.map((each) => each.id))")
    page.close()
    assert found == []
