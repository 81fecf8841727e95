"""What is improbable in a reader's electrodes: noticed with the calculation, and nothing else is."""

import pytest
from improbable import CASES, GOOD, HEAD, QUIET

from anodes import audit, data
from anodes.audit import plausibility
from anodes.validation import electrode_files


def noticed(rows):
    return plausibility.notices(electrode_files.check_electrodes(HEAD + rows))


def test_probable_electrodes_are_passed_over():
    assert noticed(GOOD) == []
    assert plausibility.notices(electrode_files.check_electrodes(electrode_files.template())) == []


@pytest.mark.slow
@pytest.mark.parametrize(("row", "column", "calculation", "meaning"), CASES)
def test_what_is_improbable_is_calculated(row, column, calculation, meaning):
    (notice,) = [n for n in noticed(GOOD + row) if n.column == column and meaning in n.meaning]
    assert notice.line == 3
    assert "nan" not in str(notice)
    for part in calculation:
        assert part in f"{notice.found}; {notice.calculation}"


@pytest.mark.parametrize("row", QUIET)
def test_what_is_within_the_tolerances_is_not_noticed(row):
    assert noticed(row) == []


def test_a_row_that_is_entered_three_times():
    notices = noticed(GOOD + GOOD.replace("mine", "yours") + GOOD + GOOD)
    assert [(n.line, n.column, n.found) for n in notices] == [
        (4, "", "the same values as in line 2"),
        (5, "", "the same values as in line 2"),
    ]


def test_a_notice_names_the_line_of_the_file():
    text = f"{HEAD}\n\n{GOOD}\n{GOOD}"
    electrodes, lines, _ = electrode_files.read_electrodes(text)
    (notice,) = plausibility.notices(electrodes, lines)
    assert (notice.line, notice.found) == (6, "the same values as in line 4")


def test_the_books_own_electrodes_are_noticed_where_the_audit_finds_something():
    rules = ["above theory", "equal to theory", "growing capacity", "last equals first"]
    found = audit.run()
    found = found[found["rule"].isin(rules) & found["place"].str.startswith("Table")]
    electrodes = data.electrodes()
    audited = sorted(found["place"].str.extract(r"(Table \d, row \d+)")[0])
    ours = [n for n in plausibility.notices(electrodes) if "not a retention" not in n.meaning]
    assert sorted(electrodes["place"][n.line - 2] for n in ours) == audited
    assert len(audited) == 5  # Table 3, rows 11, 14 and 20; Table 5, rows 4 and 5
    for place, calculation in zip(found["place"], found["calculation"], strict=True):
        own = calculation.partition("; the row is read as")[
            0
        ]  # of the correction of Table 5, row 5
        here = [n for n in ours if place.startswith(electrodes["place"][n.line - 2])]
        assert any(own in n.calculation for n in here)
