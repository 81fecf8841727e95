"""The profile of the hosts and the count of what is reported, against the printed tables.

Medians and best hosts are worked out here from the printed cells; volumes by hand from the edges of
the cells.
"""

import re
import statistics

import pytest

from anodes import data
from anodes.analysis import host_comparison

# counted in the print: the papers that keep one current
ONE_CURRENT = {48, 38, 94, 97, 99, 72, 103, 104, 110, 111, 114, 117, 119, 124, 142, 166, 161, 168, 169, 172, 175}  # fmt: skip
BEST = {
    "theoretical capacity, Li": "Si",  # 4200 of 1624, 994 and 660
    "theoretical capacity, Na": "Si",  # 954 of 369, 847 and 660
    "volume ratio, Li": "Sb",  # 2.35, the others 3.6 to 4.1
    "volume ratio, Na": "Ge",  # 2.26, then NaSi with 2.42
    "ICE": "Ge",
    "initial capacity, share of theory": "Sn",
    "final capacity": "Si",
    "cycles": "Ge",
    "retention at one current": "Sb",
}


@pytest.fixture(scope="module")
def profile():
    return host_comparison.profile().set_index(["measure", "element"])


def number(cell):
    """The number that a printed cell begins with."""
    return float(re.match(r"[\d,.]+", cell)[0].replace(",", ""))


@pytest.fixture(scope="module")
def medians():
    """(measure, host) -> median and count, from the printed cells of Tables 3 to 5."""
    theory = {
        ion: {row["element"]: row["theoretical_capacity"] for row in printed(table)}
        for ion, table in (("Li", "table_1"), ("Na", "table_2"))
    }
    found = {}
    for table in ("table_3", "table_4", "table_5"):
        for row in printed(table):
            host = re.search(r"Si|Ge|Sn|Sb", row["structure"])
            host = host[0] if host else {"nSi": "Si", "1D-PSiNW": "Si"}[row["structure"]]
            # the text is about sodium in Table 5, but the title of [167] about lithium
            ion = "Na" if table == "table_5" and row["reference"] != 167 else "Li"
            first, last = number(row["initial_capacity"]), number(row["capacity_retention"])
            values = {
                "ICE": row["ice"] and number(row["ice"]),
                "initial capacity, share of theory": 100 * first / float(theory[ion][host]),
                "final capacity": last,
                "cycles": number(row["capacity_retention"].partition("after ")[2]),
                "retention at one current": row["reference"] in ONE_CURRENT and 100 * last / first,
            }
            for measure, value in values.items():
                if value and not (measure == "ICE" and value > 100):  # 156 % is no efficiency
                    found.setdefault((measure, host), []).append(value)
    return {name: (statistics.median(values), len(values)) for name, values in found.items()}


def printed(table):
    return data.read(table).fillna("").to_dict("records")


def test_every_median_is_that_of_the_printed_cells(profile, medians):
    rows = profile[profile["papers"].notna()]
    assert set(rows.index) == set(medians)
    for name, (median, count) in medians.items():
        assert rows.loc[name, "value"] == pytest.approx(median), name
        assert rows.loc[name, "papers"] == count, name


def test_the_best_host_of_each_measure(profile):
    whole = profile["share_of_best_percent"].round(9)
    best = whole[whole == 100].reset_index()
    assert dict(zip(best["measure"], best["element"], strict=True)) == BEST
    assert len(best) == len(BEST)
    # four hosts by each; what Tables 1 and 2 print once has no count of papers
    assert profile.index.is_unique
    assert profile.groupby("measure").size().to_dict() == dict.fromkeys(BEST, 4)
    assert profile["papers"].isna().sum() == 4 * 4
    assert ((profile["share_of_best_percent"] > 15) & (whole <= 100)).all()


def test_a_share_where_more_is_better(profile):
    share = profile["share_of_best_percent"]
    assert share["theoretical capacity, Li", "Sb"] == pytest.approx(100 * 660 / 4200)
    assert share["theoretical capacity, Na", "Sn"] == pytest.approx(100 * 847 / 954)
    assert share["ICE", "Si"] == pytest.approx(100 * 76.5 / 84)


def test_a_share_where_less_is_better(profile):
    # per host atom: a^3/8 of diamond germanium; a b c sin(beta)/16 of NaGe, sin(119.9°) = 0.86690
    germanium = 12.33 * 6.7 * 11.42 * 0.86690 / 16 / (5.65785**3 / 8)
    # a^3/16 of Na15Sn4; a^2 c/4 of white tin
    tin = 13.14**3 / 16 / (5.8318**2 * 3.1819 / 4)
    column = profile.loc["volume ratio, Na"]
    assert column.loc["Ge", "value"] == pytest.approx(germanium, rel=1e-4)
    assert column.loc["Sn", "value"] == pytest.approx(tin, rel=1e-4)
    share = column["share_of_best_percent"]
    assert share["Sn"] == pytest.approx(100 * germanium / tin, rel=1e-4)


def test_medians_counted_by_hand(profile):
    # of eleven efficiencies of germanium the sixth is 84 %; of six cycle numbers of tin,
    # 50 95 100 100 400 500, the middle ones are 100; of three retentions of antimony 658/640
    assert profile.loc[("ICE", "Ge"), ["value", "papers"]].tolist() == [84, 11]
    assert profile.loc[("cycles", "Sn"), ["value", "papers"]].tolist() == [100, 6]
    assert profile.loc[("retention at one current", "Sb"), "value"] == pytest.approx(65800 / 640)


def test_what_is_reported():
    frame = host_comparison.reported().set_index(["number", "where"])["rows_or_papers"]
    assert frame["ICE", host_comparison.TABLES] == 55
    assert frame[host_comparison.CURRENT, host_comparison.TABLES] == 59  # one has it per area
    assert frame["areal capacity", host_comparison.TEXT] == 1  # [87]
    assert frame["tap density", host_comparison.TEXT] == 0
    assert frame["electrolyte", host_comparison.TEXT] == 0
    text = data.read("claims")
    given = len({number for cell in text.loc[text["current"].notna(), "references"]
                 for number in cell.split(";")})  # fmt: skip
    assert (
        frame["porosity", host_comparison.TEXT] == 4
    )  # [34] and [35] in one sentence, [152], [158]
    assert frame[host_comparison.CURRENT, host_comparison.TEXT] == given
    assert len(frame) == 16  # four of the tables, twelve of the text
