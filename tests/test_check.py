"""A reader's electrodes: accepted where they are whole, told apart cell by cell where not."""

import subprocess
import sys

import pytest
from conftest import ROOT

from anodes import checking, data
from anodes.files import DataError

HEAD = "structure,element,ion,initial_capacity_mAh_g,final_capacity_mAh_g,cycles"
GOOD = f"{HEAD}\nmine,Si,Li,2500,1500,200\n"


def told(text):
    with pytest.raises(DataError) as error:
        checking.check(text)
    return {(p.line, p.column): (p.found, p.expected) for p in error.value.problems}


def test_the_least_that_is_needed():
    row = checking.check(GOOD).iloc[0]
    assert row["retention_percent"] == pytest.approx(60)
    assert row["one_c_A_g"] == 4.2  # the review's text for silicon with lithium
    assert row["of_theory_percent"] == pytest.approx(100 * 2500 / 4200)


def test_a_current_becomes_a_rate_with_the_readers_own_1_c():
    text = f"{HEAD},cycling_current_A_g,initial_c_rate,one_c_A_g\nmine,Si,Li,2500,1500,200,0.7,0.1,3.5\n"
    row = checking.check(text).iloc[0]
    assert row["cycling_c_rate"] == pytest.approx(0.2)
    assert row["initial_current_A_g"] == pytest.approx(0.35)
    assert row["one_c_basis"] == "given with the electrode"


def test_the_books_own_electrodes_pass_and_come_back_the_same():
    ours = data.electrodes()
    back = checking.check(ours.to_csv(index=False))
    for name in ("initial_c_rate", "retention_percent", "one_c_A_g", "fade_percent_per_cycle"):
        assert list(back[name].fillna(-1)) == pytest.approx(list(ours[name].fillna(-1)))
    assert list(back["one_c_basis"]) == list(ours["one_c_basis"])


def test_the_template_passes():
    assert len(checking.check(checking.template())) == 1


def test_a_file_from_a_spreadsheet_with_a_mark_at_its_start(tmp_path):
    path = tmp_path / "mine.csv"
    path.write_bytes(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())
    assert len(checking.check(checking.read_text(path))) == 1


CASES = [
    (GOOD.replace("Si,Li", "C,Li"), 2, "element", "'C'", "Si, Ge, Sn, Sb"),
    (GOOD.replace(",Li,", ",K,"), 2, "ion", "'K'", "Li, Na"),
    (GOOD.replace("2500", '"2,500"'), 2, "initial_capacity_mAh_g", "'2,500'", "a number"),
    (GOOD.replace("2500", ""), 2, "initial_capacity_mAh_g", "''", "a value"),
    (GOOD.replace("1500", "-1500"), 2, "final_capacity_mAh_g", "'-1500'", "at least 1"),
    (GOOD.replace(",200", ",0"), 2, "cycles", "'0'", "at least 1"),
    (GOOD.replace(",200", ",20.5"), 2, "cycles", "'20.5'", "a whole number"),
    (GOOD.replace("mine", ""), 2, "structure", "''", "a value"),
    (GOOD.replace(",200", ""), 2, None, "5 cells", "6 cells"),
    (GOOD.replace("cycles", "cycls"), 1, "cycls", "not known", "cycles"),
    (GOOD.replace("cycles", "cycls"), 1, "cycles", "no such column", "Number of cycles"),
    (GOOD.replace("cycles", "ion"), 1, "ion", "2 columns", "one"),
    (f"{HEAD},ice_percent\nmine,Si,Li,2500,1500,200,156\n", 2, "ice_percent", "'156'", "at most 100"),
    (f"{HEAD},retention_percent\nmine,Si,Li,2500,1500,200,61\n", 2, "retention_percent", "61", "60, computed"),
    (f"{HEAD},cycling_current_A_g,cycling_c_rate\nmine,Si,Li,2500,1500,200,0.42,0.2\n", 2, "cycling_c_rate", "0.2", "0.1"),
    (GOOD.replace("1500", "0"), 2, "final_capacity_mAh_g", "'0'", "at least 1"),
    (GOOD.replace("1500", "inf"), 2, "final_capacity_mAh_g", "'inf'", "at most 10000"),
    (GOOD.replace("mine", "\n\nmine").replace("Si,Li", "C,Li"), 4, "element", "'C'", "Si, Ge"),
    (f'{HEAD}\n"a\nb",Si,Li,9,9,9\nmine,C,Li,9,9,9\n', 4, "element", "'C'", "Si, Ge"),
    (GOOD.replace("2500", "1_500"), 2, "initial_capacity_mAh_g", "1_500", "plain digits"),
    (GOOD.replace(",200", "," + "9" * 20), 2, "cycles", "999", "at most 1000000"),
    (GOOD.replace("mine", '"mine') + "x" * 140_000, 2, None, "do not pair", "quotation mark"),
    (f"{HEAD},ice_percent\nmine,Si,Li,2500,1500,200,0.85\n", 2, "ice_percent", "0.85", "at least 1"),
    (f"{HEAD},cycling_current_A_g\nmine,Si,Li,2500,1500,200,200\n", 2, "cycling_current_A_g", "200", "at most 100"),
    (f"{HEAD},family\nmine,Si,Li,2500,1500,200,magic\n", 2, "family", "magic", "families.csv"),
    (f"{HEAD},reference\nmine,Si,Li,2500,1500,200,999\n", 2, "reference", "999", "citations.csv"),
    (f"{HEAD}\n", 2, None, "no row", "an electrode"),
    ("", 1, None, "nothing", "CSV UTF-8"),
    (GOOD.replace(",", ";"), 1, None, "structure;", "comma"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "line", "column", "found", "expected"), CASES)
def test_what_is_wrong_is_told_with_its_place(text, line, column, found, expected):
    problems = told(text)
    assert (line, column) in problems
    assert found in problems[line, column][0]
    assert expected in problems[line, column][1]


def test_all_problems_are_told_at_once():
    text = f"{HEAD},colour\n,C,Li,2500,1500,200,red\nmine,Si,Li,2500,,none,blue\n"
    assert set(told(text)) == {
        (1, "colour"),
        (2, "structure"),
        (2, "element"),
        (3, "final_capacity_mAh_g"),
        (3, "cycles"),
    }


def run(*arguments):
    command = [sys.executable, "-m", "anodes", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)


def test_the_command_accepts(tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text(GOOD)
    result = run("check", path)
    assert result.returncode == 0
    assert "nothing wrong with 1 electrode" in result.stdout
    assert result.stderr == ""


def test_the_command_refuses_without_a_traceback(tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text(GOOD.replace("Si,Li", "C,Li"))
    result = run("check", path)
    assert result.returncode == 1
    assert f"{path}, line 2, column element: found 'C'" in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00"])
def test_a_file_that_cannot_be_read(tmp_path, content):
    path = tmp_path / "mine.csv"
    if content:
        path.write_bytes(content)
    result = run("check", path)
    assert result.returncode == 1
    assert str(path) in result.stderr
    assert "Traceback" not in result.stderr
