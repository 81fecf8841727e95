"""What is improbable in a reader's electrodes: noticed with the calculation, and nothing else is."""

import pytest

from anodes import audit, data
from anodes.audit import plausibility
from anodes.validation import electrode_files

HEAD = (
    "material,element,ion,initial_capacity_mAh_g,initial_current_A_g,ice_percent,"
    "final_capacity_mAh_g,cycles,cycling_current_A_g\n"
)
GOOD = "mine,Si,Li,2500,0.2,85,1500,200,0.2\n"
FIRST, LAST, CURRENT = "initial_capacity_mAh_g", "final_capacity_mAh_g", "cycling_current_A_g"


def noticed(rows):
    return plausibility.notices(electrode_files.check_electrodes(HEAD + rows))


def test_probable_electrodes_are_passed_over():
    assert noticed(GOOD) == []
    assert plausibility.notices(electrode_files.check_electrodes(electrode_files.template())) == []


# By hand: x = C 3.6 M / F with M(Si) = 28.085, M(Sn) = 118.71 g/mol and F = 96485.3 C/mol.
CASES = [
    # 9900 x 3.6 x 28.085 / 96485.3 = 10.37; 9900 x 0.85 = 8415
    ("mine,Si,Li,9900,0.2,85,1500,200,0.2\n", FIRST, ["9,900 mAh", "4,200 mAh", "is 10.37 Li", "9900 x 85 % = 8,415"], "digit"),
    # 1100 x 3.6 x 118.71 / 96485.3 = 4.87; 1100 x 0.8 = 880, below 994
    ("mine,Sn,Li,1100,0.2,80,700,200,0.2\n", FIRST, ["994 mAh", "is 4.87 Li", "lithiation", "= 880 mAh/g"], "reduces electrolyte"),
    ("mine,Sn,Na,900,0.2,80,700,200,0.2\n", FIRST, ["847 mAh", "sodiation", "720 mAh/g"], "reduces electrolyte"),
    ("mine,Si,Li,9900,0.2,,1500,200,0.2\n", FIRST, ["is 10.37 Li an atom of Si; Li22Si5 has 4.4"], "reduces electrolyte"),
    ("mine,Si,Li,4000,0.2,,4300,200,0.2\n", LAST, ["4,200 mAh"], "was stored"),
    ("mine,Si,Li,1,0.2,,10000,200,0.2\n", LAST, ["10000 / 1 = 10000.000", "1000000.0 % at one current"], "activation"),
    ("mine,Si,Li,1000,0.2,,1060,200,\n", LAST, ["106.0 %", "currents that are not both given per gram"], "activation"),
    ("mine,Si,Li,1000,0.2,,1060,200,0.4\n", LAST, ["106.0 % at a higher current"], "activation"),
    ("mine,Si,Li,1000,0.4,,1060,200,0.2\n", LAST, ["106.0 % at a lower current"], "not a retention"),
    ("mine,Si,Li,1000,0.4,,1000,200,0.4\n", LAST, ["1000 / 1000 = 1"], "both cells"),
    ("mine,Ge,Li,1624,,,1000,200,\n", FIRST, ["1624 - 1624 = 0"], "theoretical value may have been entered"),
    # Ah/g in place of mAh/g: 2.5 / 4200 = 0.0595 %, and 2.5 Ah/g are 2500 mAh/g
    ("mine,Si,Li,2.5,0.2,85,1.5,200,0.2\n", FIRST, ["2.5 mAh", "2.5 / 4200 = 0.06%"], "it is 2,500 mAh/g"),
    ("mine,Si,Li,2500,0.2,85,1.5,200,0.2\n", LAST, ["1.5 mAh", "1.5 / 4200 = 0.04%"], "it is 1,500 mAh/g"),
    # 200 mA/g: 100 A/g / 4.2 A/g = 23.8 C is fast but possible; 60 / 0.66 = 90.9 C is a charge in 40 s
    ("mine,Sb,Na,600,0.1,,500,200,60\n", CURRENT, ["= 90.9 C, the theoretical capacity in 40 s"], "0.06 A/g"),
    # 2 x 500 x 1.5 / 0.00001 = 150,000,000 hours; a year has 8766
    ("mine,Si,Li,2500,0.2,,1500,500,0.00001\n", CURRENT, ["150,000,000 hours", "17,112 years"], "unit"),
]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(("row", "column", "calculation", "meaning"), CASES)
def test_what_is_improbable_is_calculated(row, column, calculation, meaning):
    (notice,) = [n for n in noticed(GOOD + row) if n.column == column and meaning in n.meaning]
    assert notice.line == 3
    assert "nan" not in str(notice)
    for part in calculation:
        assert part in f"{notice.found}; {notice.calculation}"


QUIET = [
    "mine,Si,Li,4280,0.2,85,1500,200,0.2\n",  # 1.9 % above theory: rounding of mass or theory
    "mine,Si,Li,1000,0.2,85,1049,200,0.2\n",  # 4.9 % more: scatter
    "mine,Si,Li,1000,0.2,85,900,200,100\n",  # 100 / 4.2 = 23.8 C
    "mine,Si,Li,2500,0.2,85,43,200,0.2\n",  # 1.02 % of theory: worn out
    "mine,Si,Li,2500,0.2,85,1500,200,0.01\n",  # 2 x 200 x 1.5 / 0.01 = 60,000 hours, seven years
]


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
