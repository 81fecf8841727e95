"""A reader's electrodes: accepted where they are whole, told apart cell by cell where not."""

import tracemalloc

import pytest

from anodes import data
from anodes.data import files, spreadsheet
from anodes.data.files import DataError
from anodes.validation import electrode_files

HEAD = "material,element,ion,initial_capacity_mAh_g,final_capacity_mAh_g,cycles"
GOOD = f"{HEAD}\nmine,Si,Li,2500,1500,200\n"


def told(text):
    with pytest.raises(DataError) as error:
        electrode_files.check_electrodes(text)
    return {(p.line, p.column): (p.found, p.expected) for p in error.value.problems}


def test_the_least_that_is_needed():
    row = electrode_files.check_electrodes(GOOD).iloc[0]
    assert row["retention_percent"] == pytest.approx(60)
    assert row["one_c_A_g"] == 4.2  # the review's text for silicon with lithium
    assert row["capacity_utilization_percent"] == pytest.approx(100 * 2500 / 4200)


def test_a_current_becomes_a_rate_with_the_readers_own_1_c():
    text = f"{HEAD},cycling_current_A_g,initial_c_rate,one_c_A_g\nmine,Si,Li,2500,1500,200,0.7,0.1,3.5\n"
    row = electrode_files.check_electrodes(text).iloc[0]
    assert row["cycling_c_rate"] == pytest.approx(0.2)
    assert row["initial_current_A_g"] == pytest.approx(0.35)
    assert row["one_c_basis"] == "given with the electrode"


def test_the_books_own_electrodes_pass_and_come_back_the_same():
    ours = data.electrodes()
    back = electrode_files.check_electrodes(ours.to_csv(index=False))
    for name in ("initial_c_rate", "retention_percent", "one_c_A_g", "fade_percent_per_cycle"):
        assert list(back[name].fillna(-1)) == pytest.approx(list(ours[name].fillna(-1)))
    assert list(back["one_c_basis"]) == list(ours["one_c_basis"])


def test_the_template_passes():
    assert len(electrode_files.check_electrodes(electrode_files.template())) == 1


def test_a_file_from_a_spreadsheet_with_a_mark_at_its_start(tmp_path):
    path = tmp_path / "mine.csv"
    path.write_bytes(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())
    assert len(electrode_files.check_electrodes(electrode_files.read_text(path))) == 1


CASES = [
    (GOOD.replace("Si,Li", "C,Li"), 2, "element", "'C'", "Si, Ge, Sn, Sb"),
    (GOOD.replace(",Li,", ",K,"), 2, "ion", "'K'", "Li, Na"),
    (GOOD.replace("2500", '"2,500"'), 2, "initial_capacity_mAh_g", "'2,500'", "a number"),
    (GOOD.replace("2500", ""), 2, "initial_capacity_mAh_g", "''", "a value"),
    (GOOD.replace("1500", "-1500"), 2, "final_capacity_mAh_g", "'-1500'", "at least 1"),
    (GOOD.replace(",200", ",0"), 2, "cycles", "'0'", "at least 1"),
    (GOOD.replace(",200", ",20.5"), 2, "cycles", "'20.5'", "a whole number"),
    (GOOD.replace("mine", ""), 2, "material", "''", "a value"),
    (GOOD.replace(",200", ""), 2, None, "5 values", "6 values"),
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
    (GOOD.replace(",", " "), 1, None, "'material element ", "commas, semicolons or tabs"),
    ("sep=,\n" + GOOD.replace("Si,Li", "C,Li"), 3, "element", "'C'", "Si, Ge, Sn, Sb"),
    (f"{HEAD},row\nmine,Si,Li,2500,1500,200,{'9' * 30}\n", 2, "row", f"'{'9' * 30}'", "plain digits"),
    (f"{HEAD},row\nmine,Si,Li,2500,1500,200,{'9' * 9000}\n", 2, "row", "(9,000 characters)", "a whole number"),
    (f"{HEAD},retention_percent\nmine,Si,Li,2500,1500,200,1e999\n", 2, "retention_percent", "'1e999'", "plain digits"),
    (f"{HEAD},same_current\nmine,Si,Li,2500,1500,200,yes\n", 2, "same_current", "'yes'", "true or false"),
    (f"{HEAD},same_current\nmine,Si,Li,2500,1500,200,TRUE\n", 2, "same_current", "true", "false, computed"),
    (GOOD.replace(",200", ",200,7"), 2, None, "7 values", "6 values"),
    (GOOD.replace(",200", ",200,,,"), 2, None, "9 values", "6 values"),
    # the last column is empty, and a decimal comma has moved all values by one
    ("material,element,ion,initial_capacity_mAh_g,final_capacity_mAh_g,cycles,notes\nmine,Si,Li,2,5,1850,500,\n", 2, None, "8 values", "write 0.2 for 0,2"),
    (GOOD.replace("Si,", "Si,,").replace("ion,", ",ion,").replace(",,Li", ",7,Li"), 2, "number 3", "'7'", "a name of this column in the header"),
    (GOOD.replace("mine", "mi\x1b[31mne"), 2, "material", r"'mi\x1b[31mne'", "U+001B"),
    (GOOD.replace("mine", "mi\0ne"), 2, "material", r"'mi\x00ne'", "U+0000"),
    (GOOD.replace("mine", "mi\u202ene"), 2, "material", r"'mi\u202ene'", "U+202E"),
    (GOOD.replace("mine", "mi\udcffne"), 2, "material", r"'mi\udcffne'", "U+DCFF"),
    (GOOD.replace("cycles", "cyc\x1bles"), 1, r"cyc\x1bles", "not known", "cycles"),
    (GOOD.replace("2500", "=5000/2"), 2, "initial_capacity_mAh_g", "'=5000/2'", "the value that the formula gives"),
    (GOOD.replace("mine", "=A1"), 2, "material", "'=A1'", "the value that the formula gives"),
    (GOOD.replace("2500", "#DIV/0!"), 2, "initial_capacity_mAh_g", "'#DIV/0!'", "could not compute"),
    (GOOD.replace("2500", "7" * 61), 2, "initial_capacity_mAh_g", f"'{'7' * 60}'... (61 characters)", "at most 10000"),
    (GOOD.replace("mine", "x" * 10_000_000), 2, None, "(10,000,000 characters)", "at most 32,767"),
    (GOOD.replace("material", "x" * 10_000_000), 1, None, "(10,000,000 characters)", "at most 32,767"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "line", "column", "found", "expected"), CASES)
def test_what_is_wrong_is_told_with_its_place(text, line, column, found, expected):
    problems = told(text)
    assert (line, column) in problems
    assert all(len(part) < 300 for pair in problems.values() for part in pair)
    assert found in problems[line, column][0]
    assert expected in problems[line, column][1]


def test_all_problems_are_told_at_once():
    text = f"{HEAD},notess\n,C,Li,2500,1500,200,red\nmine,Si,Li,2500,,none,blue\n"
    assert set(told(text)) == {
        (1, "notess"),
        (2, "material"),
        (2, "element"),
        (3, "final_capacity_mAh_g"),
        (3, "cycles"),
    }


HARMLESS = [
    GOOD.replace("cycles", "cycles,,,").replace(",200", ",200,,,") + ",,,,,,,,\n",  # a padded sheet
    GOOD.replace("cycles", "cycles,,,"),
    GOOD.replace("Si,", "Si,,").replace("ion,", ",ion,"),  # an empty column
    "sep=,\n" + GOOD,
    '"sep=,"\r\n' + GOOD.replace("\n", "\r\n"),
    "sep=,,,,,,\n\n" + GOOD,
    GOOD.replace("\n", "\r"),
    f"{HEAD},same_current\nmine,Si,Li,2500,1500,200,\n",  # an empty yes or no
    f"{HEAD},same_current\nmine,Si,Li,2500,1500,200,FALSE\n",
    f'{HEAD},notes\nmine,Si,Li,2500,1500,200,"two\nlines, = and \u00b5"\n',
]


@pytest.mark.parametrize("text", HARMLESS)
def test_what_a_spreadsheet_adds_is_harmless(text):
    (row,) = electrode_files.check_electrodes(text).to_dict("records")
    assert (row["material"], row["cycles"], row["same_current"]) == ("mine", 200, False)


OTHERS = [
    (GOOD.replace("mine", "mi\0ne").encode(), 2, "a byte 0"),
    (GOOD.replace("mine", "µ\x81").encode("latin-1"), 2, "the byte 0x81, neither"),
    (b"PK\x03\x04 and the rest of a workbook", None, "zip archive"),
    (GOOD.encode("utf-8").replace(b"mine", b"\xed\xa0\x80"), 2, "0xED"),  # half a surrogate pair
]


@pytest.mark.parametrize(("content", "line", "found"), OTHERS)
def test_a_file_that_is_no_text_is_named(tmp_path, content, line, found):
    path = tmp_path / "mine.csv"
    path.write_bytes(content)
    with pytest.raises(DataError) as error:
        electrode_files.read_text(path)
    (problem,) = error.value.problems
    assert problem.line == line
    assert found in problem.found
    assert "CSV UTF-8" in problem.expected


def test_a_path_that_is_no_file_is_named(tmp_path, monkeypatch):
    def found(path):
        with pytest.raises(DataError) as error:
            electrode_files.read_text(path)
        return str(error.value)

    assert "found a folder; expected the path of a CSV file" in found(tmp_path)
    assert "found no such file; expected the path of a CSV file" in found(
        tmp_path / "not-there.csv"
    )
    assert "found no such file" in found(tmp_path / "\x1b[2Jnone\udcff.csv")
    assert r"\x1b[2Jnone\udcff.csv" in found(tmp_path / "\x1b[2Jnone\udcff.csv")
    assert "null byte" in found(tmp_path / "a\0b")
    (tmp_path / "large.csv").write_bytes(b"x" * 101)
    monkeypatch.setattr(spreadsheet, "LARGEST", 100)
    assert "found more than 100 bytes" in found(tmp_path / "large.csv")


def test_many_problems_are_listed_and_counted():
    rows = "".join(f"m{number},C,Li,{number},,200\n" for number in range(300))
    with pytest.raises(electrode_files.ManyProblems) as error:
        electrode_files.check_electrodes(f"{HEAD}\n{rows}")
    assert len(error.value.problems) == 100
    assert (
        error.value.problems[-1].line == 51
    )  # two or three problems a row, in the order of the file
    listed = {(p.line, p.column) for p in error.value.problems}
    assert {(2, "element"), (2, "initial_capacity_mAh_g"), (2, "final_capacity_mAh_g")} <= listed
    in_element = sum(column == "element" for _, column in listed)
    assert error.value.more["element"] == 300 - in_element
    total = 300 + 300 + 1  # element, final capacity, a first capacity of 0
    assert sum(error.value.more.values()) + 100 == total
    assert f"{total:,} problems in the data; the first 100" in str(error.value)
    assert f"{300 - in_element:,} in element" in str(error.value)


def test_rows_of_another_width_hide_no_other_problem_and_are_counted():
    rows = "mine,C,Li,1,1,1\n" + "short,Si\n" * 150
    with pytest.raises(electrode_files.ManyProblems) as error:
        electrode_files.check_electrodes(f"{HEAD}\n{rows}")
    first, *others = error.value.problems
    assert (first.line, first.column, first.found) == (2, "element", "'C'")
    assert {(p.column, p.found) for p in others} == {(None, "2 values")}
    assert "51 more: 51 in whole rows" in str(error.value)


@pytest.mark.slow
def test_many_problems_take_little_memory():
    def peak(rows):
        text = f"{HEAD}\n" + "".join(f"m{n},C,K,{-n},none{n},{n}.5\n" for n in range(rows))
        tracemalloc.start()
        with pytest.raises(electrode_files.ManyProblems):
            electrode_files.check_electrodes(text)
        used = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return used

    peak(30)  # what is loaded once
    assert (
        peak(2000) - peak(1000) < 1000 * 400
    )  # bytes; a listed problem takes more than a thousand


def test_the_files_of_the_book_are_not_looked_at_for_each_row(monkeypatch):
    def looks(rows):
        text = f"{HEAD}\n" + "".join(f"m{n},Si,Li,2500,1500,200\n" for n in range(rows))
        calls, look = [], files._regular
        with monkeypatch.context() as patch:
            patch.setattr(files, "_regular", lambda path: calls.append(path) or look(path))
            electrode_files.check_electrodes(text)
        return len(calls)

    looks(1)  # what is remembered from here on
    assert looks(1) == looks(200) > 0


def test_a_sum_of_disagreements_is_counted_too():
    rows = "".join(f"mine,Si,Li,2000,1000,{n + 1},61\n" for n in range(150))
    with pytest.raises(electrode_files.ManyProblems) as error:
        electrode_files.check_electrodes(f"{HEAD},retention_percent\n{rows}")
    assert error.value.more == {"retention_percent": 50}
    assert error.value.problems[0].expected.startswith("50, computed")
