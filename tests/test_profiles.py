"""The profile of the hosts and the count of what is reported, against the printed tables."""

import statistics

import pytest

from anodes import data
from anodes.analysis import host_comparison


@pytest.fixture(scope="module")
def profile():
    return host_comparison.profile().set_index(["measure", "element"])


def test_the_best_host_has_a_hundred_percent(profile):
    best = profile.groupby("measure")["share_of_best_percent"].max()
    assert best.tolist() == pytest.approx([100.0] * len(best))


def test_theory_is_that_of_the_tables(profile):
    assert profile.loc[("theoretical capacity, Li", "Sb"), "value"] == 660
    share = profile.loc[("theoretical capacity, Li", "Sb"), "share_of_best_percent"]
    assert share == pytest.approx(100 * 660 / 4200)


def test_less_volume_is_better(profile):
    # Na15Sn4 swells most and NaGe least of the sodium products, by their cells
    column = profile.loc["volume when charged, Na", "share_of_best_percent"]
    assert (column.idxmin(), column.idxmax()) == ("Sn", "Ge")


def test_medians_are_those_of_the_printed_column(profile):
    cells = data.read("table_4")["ice"]
    printed = [float(cell.removesuffix("%")) for cell in cells]
    row = profile.loc[("ICE", "Ge")]
    assert row["value"] == statistics.median(printed)
    assert row["papers"] == 11


def test_what_is_reported():
    frame = host_comparison.reported().set_index(["number", "where"])["papers"]
    assert frame["ICE", host_comparison.TABLES] == 55
    assert frame["current a gram", host_comparison.TABLES] == 59  # one row prints a current an area
    assert frame["areal capacity", host_comparison.TEXT] == 1  # [87]
    assert frame["tap density", host_comparison.TEXT] == 0
