"""Assignments and marks: made from the chapter alone, marked offline, in the format of nbgrader."""

from __future__ import annotations

import json
import re

import pytest

from anodes import teach
from anodes.__main__ import main
from anodes.data.files import DataError
from anodes.publish import assignments as commands
from anodes.teach import grading, running
from anodes.teach.assignments import OWN, as_file, assignment
from anodes.teach.exercises import chapters, exercises
from anodes.teach.feedback import EMPTY
from anodes.teach.question import find

NAMES = sorted(chapters())
# What nbgrader 0.9 wants of a cell's metadata: nbgrader/docs/source/contributor_guide/metadata.rst
REQUIRED = {"schema_version", "grade", "solution", "locked", "task", "grade_id"}


def made(name, seed=0, solved=False):
    return assignment(name, chapters()[name], seed, solved=solved)


def source(cell):
    return "".join(cell["source"])


def answered(tmp_path, answers, seed=0, **extra):
    """A submission with these lines in the cell for code of each exercise, as a file."""
    notebook = made("silicon", seed)
    for cell in notebook["cells"]:
        name = cell["metadata"]["nbgrader"]["grade_id"]
        if name in answers:
            cell["source"] = answers[name]
    notebook["cells"] += [dict(cell) for cell in extra.get("cells", [])]
    path = tmp_path / "silicon.ipynb"
    path.write_bytes(as_file(notebook))
    return path


def here(steps):
    """The answers of a run in this process, which has the data already."""
    try:
        return dict(running.answers(steps))
    finally:
        teach.variant(0)


def points(path, **options):
    return {m.question: m.points for m in grading.marks(path, run=here, **options) if m.question}


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("solved", [False, True])
def test_cells_carry_what_nbgrader_wants(name, solved):
    notebook = made(name, solved=solved)
    ids = [cell["metadata"]["nbgrader"]["grade_id"] for cell in notebook["cells"]]
    assert len(ids) == len(set(ids))
    for cell in notebook["cells"]:
        marks = cell["metadata"]["nbgrader"]
        assert marks.keys() >= REQUIRED
        assert marks["schema_version"] == 3
        assert ("points" in marks) == marks["grade"]
        if cell["cell_type"] == "markdown" and marks["solution"]:
            assert marks["grade"]  # nbgrader refuses a Markdown answer without points
        if solved and marks["solution"] and cell["cell_type"] == "code":
            assert re.match(r"(?:\w+ = \.\.\.\n)*### BEGIN SOLUTION\n", source(cell))
            assert source(cell).endswith("\n### END SOLUTION")
    total = sum(each.points for each in exercises(chapters()[name]))
    assert sum(c["metadata"]["nbgrader"].get("points", 0) for c in notebook["cells"]) == total


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_all_cells_run_however_many_answers_are_missing(name):
    """JupyterLab stops at the first cell that raises, unless it has this tag of nbclient."""
    for solved in (False, True):
        for cell in made(name, solved=solved)["cells"]:
            may_raise = "raises-exception" in cell["metadata"].get("tags", [])
            assert may_raise == source(cell).startswith("teach.award(")


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_a_students_notebook_has_no_solution(name):
    text = as_file(made(name)).decode()
    for each in exercises(chapters()[name]):
        for line in filter(None, each.reasoning.splitlines() + each.calculation.splitlines()):
            if len(line) > 30 and not line.startswith(("teach.check", "print(teach.check")):
                assert json.dumps(line, ensure_ascii=False)[1:-1] not in text, line
    assert not any(cell.get("outputs") for cell in made(name)["cells"])


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_the_solution_gets_all_points(name, tmp_path):
    """Alone, without the cells of the chapter before it; another variant as well."""
    for seed in (0, 3, 7):
        path = tmp_path / f"{name}-{seed}.ipynb"
        path.write_bytes(as_file(made(name, seed, solved=True)))
        given, most, by_hand = grading.totals(grading.marks(path, run=here))
        assert given == most > 0
        assert given + by_hand == sum(each.points for each in exercises(chapters()[name]))


@pytest.mark.slow
def test_an_empty_submission_gets_nothing(tmp_path):
    marks = grading.marks(answered(tmp_path, {}), run=here)
    assert grading.totals(marks)[0] == 0
    assert {mark.words for mark in marks if mark.question} == {EMPTY}


@pytest.mark.slow
def test_a_half_right_submission_gets_half(tmp_path):
    """One of two answers, one by a quantity, one wrong, one after a cell that stops."""
    path = answered(
        tmp_path,
        {
            "ex-si-capacity-code": "si_capacity = 2386\nsi_capacity_of_alloy = 2386",
            "ex-si-rate-code": "import pint\nu = pint.UnitRegistry()\n"
            "si_days = 677 * u.hour\nsi_c_rate = 1 / 0",
            "ex-si-efficiency-code": "%matplotlib inline\nprint('noise')\nsi_efficiency = 99.98",
            "ex-si-frontier-code": "si_frontier = 5",
        },
    )
    marks = grading.marks(path)
    right = {"si-capacity": 1, "si-days": 1, "si-frontier": 2}
    assert {mark.question: mark.points for mark in marks if mark.points} == right
    words = {mark.question: mark.words for mark in marks}
    assert "per gram of pristine host" in words["si-capacity-of-alloy"]
    assert "losses multiply" in words["si-efficiency"]
    assert words["si-c-rate"] == EMPTY


@pytest.mark.slow
def test_a_submission_cannot_change_what_is_right(tmp_path):
    path = answered(
        tmp_path,
        {
            "setup": "from anodes import teach\nteach.variant(3)",
            "ex-si-growth-code": "from anodes import teach\nteach.award = print\n"
            "teach.check = lambda *a: 'Right.'\nsi_outward_growth = 1",
            "si-outward-growth": "pass",
            "ex-si-frontier-code": "si_frontier = 5",
        },
    )
    found = {mark.question for mark in grading.marks(path) if mark.points}
    assert found == {"si-frontier"}


@pytest.mark.slow
def test_what_was_answered_before_a_crash_counts(tmp_path):
    path = answered(
        tmp_path,
        {
            "ex-si-capacity-code": "si_capacity = 2386",
            "ex-si-rate-code": "import os\nos._exit(3)",
            "ex-si-frontier-code": "si_frontier = 5",
        },
    )
    words = {mark.question: mark.words for mark in grading.marks(path)}
    assert words["si-capacity"] == "Right."
    assert words["si-frontier"] == grading.NOT_RUN


@pytest.mark.slow
def test_a_submission_of_another_variant_can_be_told(tmp_path):
    path = answered(tmp_path, {"ex-si-capacity-code": "si_capacity = 2386"})
    assert points(path)["si-capacity"] == 1
    assert points(path, seed=7)["si-capacity"] == 0


@pytest.mark.parametrize(
    "content", [b"", b"{}", b'{"metadata": {"anodes": {"chapter": "x"}}}', b"\xff"]
)
def test_a_file_that_is_no_assignment_is_named(tmp_path, content):
    path = tmp_path / "other.ipynb"
    path.write_bytes(content)
    with pytest.raises(DataError, match="no assignment of this book"):
        grading.marks(path)
    with pytest.raises(DataError, match="cannot be read"):
        grading.marks(tmp_path / "gone.ipynb")


@pytest.mark.slow
def test_the_command_marks_what_it_can(tmp_path, capsys, monkeypatch):
    path = answered(tmp_path, {"ex-si-frontier-code": "si_frontier = 5"})
    monkeypatch.setattr(grading, "apart", here)
    assert main(["grade", str(path)]) == 0
    assert "  2 of 13 points; 4 more to be given by a person" in capsys.readouterr().out
    assert main(["grade", "--csv", str(path), str(tmp_path / "gone.ipynb")]) == 1
    said = capsys.readouterr()
    assert said.out.splitlines()[0] == "file,exercise,question,points,of,feedback"
    assert sum(line.endswith("2,2,Right.") for line in said.out.splitlines()) == 1
    assert "gone.ipynb" in said.err


@pytest.mark.slow
def test_zips_are_the_same_whenever_they_are_made(tmp_path):
    first, second = (
        [path.read_bytes() for path in commands.write_assignments(tmp_path / name)] for name in "ab"
    )
    assert first == second
    assert (tmp_path / "a/students/silicon.ipynb").exists()


@pytest.mark.slow
def test_instructors_of_a_variant_see_its_numbers():
    """Executed anew: what the chapter stores belongs to other numbers."""
    notebook = commands.executed(made("silicon", 7, solved=True))
    assert notebook["metadata"][OWN] == {"chapter": "silicon", "seed": 7, "solved": True}
    outputs = json.dumps([cell.get("outputs") for cell in notebook["cells"]], ensure_ascii=False)
    kept = find("si-days").givens["capacity"]
    assert f"{kept.text(7)} " in outputs
    assert f"{kept.text(0)} " not in outputs
    assert '"execution_count": 1' not in json.dumps(notebook)


def test_a_seed_that_is_no_number_is_named(capsys):
    with pytest.raises(SystemExit):
        commands.main(["--seed", "seven"])
    assert "found 'seven'; expected a whole number" in capsys.readouterr().err
