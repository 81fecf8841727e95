"""Intervals and the permutation test against what can be counted by hand."""

import json
import math
import re

import pandas as pd
import pytest
from conftest import ROOT

from anodes import data
from anodes.analysis import resampling


def frame(values, groups, strata="Si"):
    return pd.DataFrame({"value": values, "family": list(groups), "host": strata})


def test_interval_of_a_median_by_counting():
    """Of 7 numbers: the least is the median of P(Bin(7, 1/7) >= 4) = 1.0 % of the samples, the
    least or the second of P(Bin(7, 2/7) >= 4) = 10 %: so 2.5 % are cut off at the second."""
    row = resampling.median_intervals(
        frame([30.0, 10, 20, 70, 60, 50, 40], "aaaaaaa"), "family", "value"
    ).loc["a"]
    assert row.to_list() == [7, 40, 20, 60]


def test_one_column_and_several_keys_give_the_same_interval():
    # counted above: the middle of seven, and the second of either end
    values = frame([30.0, 10, 20, 70, 60, 50, 40, math.nan], "aaaaaaaa")
    assert resampling.median_interval(values["value"]) == (7, 40, 20, 60)
    table = resampling.median_intervals(values, ["host", "family"], "value")
    assert table.loc[("Si", "a")].to_list() == [7, 40, 20, 60]
    assert resampling.median_interval(pd.Series([2.0, 4.0]))[:2] == (2, 3)
    assert math.isnan(resampling.median_interval(pd.Series([], dtype="float64")).median)


def test_no_chapter_prints_a_median_without_its_interval():
    bare = re.compile(r"""\.median\(\)|["']median["']\]|agg\(.*median""")
    found = {}
    for path in sorted((ROOT / "chapters").glob("*.ipynb")):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        code = [cell["source"] for cell in cells if cell["cell_type"] == "code"]
        # an exercise may ask for the bare median: then it is the answer that is checked
        lines = [
            line for source in code if "teach.check(" not in "".join(source) for line in source
        ]
        if bad := [line.strip() for line in lines if bare.search(line)]:
            found[path.stem] = bad
    # each of these has the ends of the interval beside it
    assert found.pop("introduction") == [
        'shares[f"median share of {theory} (%)"] = medians["median"]'
    ]
    assert not found


def test_of_two_papers_no_interval_is_given():
    table = resampling.median_intervals(frame([70.0, 80, math.nan, 90], "aabb"), "family", "value")
    assert table["count"].to_list() == [2, 1]
    assert table["median"].to_list() == [75, 90]
    assert table[["low", "high"]].isna().all(axis=None)


def test_rank_correlation_by_hand():
    """Two neighbours exchanged twice: rho = 1 - 6 x 4 / (5 x 24) = 0.8. Standard error
    sqrt(1.32 / 2) = 0.8124, artanh 0.8 = 1.0986, so tanh(1.0986 -+ 1.5923)."""
    found = resampling.rank_correlation(
        pd.DataFrame({"x": [1, 2, 3, 4, 5, 6], "y": [20, 10, 400, 30, 500, None]}), "x", "y"
    )
    assert found.n == 5
    assert found[1:] == pytest.approx((0.8, -0.4571, 0.9908), abs=1e-4)


def test_ranks_do_not_ask_how_far():
    table = pd.DataFrame({"x": [1, 2, 3, 4], "y": [1, 10, 100, 1e6]})
    assert resampling.rank_correlation(table, "x", "y") == (4, 1, 1, 1)


def test_three_pairs_have_no_interval():
    with pytest.raises(ValueError, match="3 rows have both x and y; expected four or more"):
        resampling.rank_correlation(pd.DataFrame({"x": [1, 2, 3], "y": [1, 2, 3]}), "x", "y")


def test_permutations_of_one_stratum_by_counting():
    """H = 12 / (4 x 5) x (2 x 1 + 2 x 1) = 2.4; 2 of the 6 arrangements reach it."""
    found = resampling.permutation_test(frame([1.0, 2, 3, 4], "aabb"), "value", "family", "host")
    assert found[:4] == (4, 1, 2, pytest.approx(2.4))
    assert found.p == pytest.approx(1 / 3, abs=0.02)


def test_permutations_stay_within_their_stratum():
    """Each of two hosts is as above, so 1/3 x 1/3 of the arrangements reach 2 x 2.4."""
    hosts = ["Si"] * 4 + ["Ge"] * 4
    table = frame([1.0, 2, 3, 4, 101, 102, 103, 104], "aabbaabb", hosts)
    found = resampling.permutation_test(table, "value", "family", "host")
    assert found[:4] == (8, 2, 2, pytest.approx(4.8))
    assert found.p == pytest.approx(1 / 9, abs=0.01)


def test_ties_share_their_rank():
    """Ranks 1.5 1.5 3 4: H = 3 x (2 x 1 + 2 x 1) / (1 + 1 + 0.25 + 2.25)."""
    found = resampling.permutation_test(frame([1.0, 1, 2, 3], "aabb"), "value", "family", "host")
    assert found.statistic == pytest.approx(12 / 4.5)


def test_a_difference_between_hosts_is_none_between_families():
    """Every family of its own host: what differs may be the host."""
    table = frame([1.0, 2, 3, 90, 91, 92], "aaabbb", ["Si"] * 3 + ["Ge"] * 3)
    with pytest.raises(ValueError, match="no host has value in two groups of family"):
        resampling.permutation_test(table, "value", "family", "host")


def test_rows_that_compare_nothing_are_not_counted():
    table = frame([1.0, 2, 3, 4, 50, 60], "aabbcc", ["Si"] * 4 + ["Sb"] * 2)
    found = resampling.permutation_test(table, "value", "family", "host")
    assert (found.n, found.strata, found.groups) == (4, 1, 2)


def test_the_same_numbers_come_out_again():
    electrodes = data.electrodes()
    first, again = (
        resampling.permutation_test(electrodes, "ice_percent", "family", "element")
        for _ in range(2)
    )
    assert first == again


# ------------------------------------------------------------------ the review's electrodes

"""Expected values: scipy 1.17.1 (`stats.kruskal`, `spearmanr`, `bootstrap` with 20,000)."""


@pytest.fixture(scope="module")
def electrodes():
    return data.electrodes()


def test_families_within_hosts_as_scipy_has_them(electrodes):
    """Kruskal-Wallis by host: Si 9.9654, Ge 7.1591, Sn 3.2, Sb 3."""
    found = resampling.permutation_test(electrodes, "ice_percent", "family", "element")
    assert (found.n, found.strata) == (55, 4)
    assert found.statistic == pytest.approx(9.9654 + 7.1591 + 3.2 + 3, abs=1e-3)


def test_efficiency_and_first_capacity_as_scipy_has_them(electrodes):
    silicon = electrodes[electrodes["element"] == "Si"]
    found = resampling.rank_correlation(silicon, "initial_capacity_mAh_g", "ice_percent")
    assert found[:2] == (35, pytest.approx(0.395546, abs=1e-6))


@pytest.mark.parametrize(
    ("family", "median", "low", "high"),
    [("dealloying", 87, 77, 89.05), ("metallothermic reduction", 75, 65.5, 85.1)],
)
def test_medians_of_families_as_scipy_has_them(electrodes, family, median, low, high):
    row = resampling.median_intervals(electrodes, "family", "ice_percent").loc[family]
    assert row[["median", "low", "high"]].to_list() == pytest.approx([median, low, high], abs=0.1)


def test_zinc_reduces_germania_without_a_solution(electrodes):
    """The abstract of [147]: Zn(0) and GeO2 at 420 to 600 degrees. Sorted by hand, the eighth of 15
    efficiencies is then 75, and the middle of ten 72.9 and 77."""
    row = electrodes[electrodes["reference"] == 147].iloc[0]
    assert row["family"] == "metallothermic reduction"
    medians = electrodes.groupby("family")["ice_percent"].median()
    assert medians["metallothermic reduction"] == 75
    assert medians["solution chemistry"] == pytest.approx((72.9 + 77) / 2)


def test_only_efficiency_differs_between_families(electrodes):
    """What the chapter on synthesis says."""
    fewer = electrodes[electrodes["family"] != "dealloying"]
    same = data.same_current_only(electrodes)
    p = [
        resampling.permutation_test(rows, column, "family", "element").p
        for rows, column in (
            (electrodes, "ice_percent"),
            (fewer, "ice_percent"),
            (electrodes, "capacity_utilization_percent"),
            (same, "retention_percent"),
        )
    ]
    assert p[0] < 0.0125  # 0.05 of four tests
    assert min(p[1:]) > 0.2
