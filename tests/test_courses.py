"""What is known of each cycling test, against the sentences and rows of the review."""

import pytest

from anodes.analysis import cycling_tests


@pytest.fixture(scope="module")
def frame():
    return cycling_tests.courses()


def text_of(frame, reference):
    rows = frame[(frame["reference"] == reference) & (frame["place"] == "text")]
    return rows.iloc[0]


def test_every_row_of_the_tables_is_a_test(frame):
    assert (frame["place"] != "text").sum() == 60


def test_a_start_follows_from_end_and_retention(frame):
    row = text_of(frame, 85)  # 1,467 after 370 cycles with a retention of 83 %
    assert row["initial_capacity_mAh_g"] == pytest.approx(1467 / 0.83)
    assert (row["reported_quantities"], row["currents"]) == (
        "end and retention",
        cycling_tests.PRINTED,
    )


def test_an_end_follows_from_start_and_retention(frame):
    row = text_of(frame, 178)  # 620, of which 90.2 % are left after 100 cycles
    assert row["final_capacity_mAh_g"] == pytest.approx(559.24)
    assert row["cycles"] == 100


def test_a_retention_alone_gives_no_capacity(frame):
    row = text_of(
        frame, 127
    )  # 97 % after 1,000 cycles at C/2; the capacity is reported_quantities at C/20
    assert row[["initial_capacity_mAh_g", "final_capacity_mAh_g"]].isna().all()
    assert row["retention_percent"] == 97
    assert row["current_A_g"] == pytest.approx(2.1)


def test_two_currents_give_no_share(frame):
    row = text_of(frame, 131)  # 3,004 at 0.5 and 1,525 at 1 A/g
    assert row["currents"] == cycling_tests.OTHER
    assert row["retention_percent"] != row["retention_percent"]


def test_one_current_gives_a_share(frame):
    row = frame[(frame["reference"] == 161) & (frame["place"] != "text")].iloc[0]
    assert row["retention_percent"] == pytest.approx(100 * 519 / 674)


def test_a_sentence_that_repeats_a_row_is_left_out(frame):
    assert (frame["reference"] == 38).sum() == 1


def test_full_cells_are_no_anodes(frame):
    assert not frame["material"].str.contains("//").any()


def test_architectures_are_those_of_the_sections(frame):
    known = dict(zip(frame["reference"], cycling_tests.architecture(frame), strict=True))
    assert known[127] == "self-assembled units"
    assert known[51] == "continuous skeleton"
    assert known[120] == cycling_tests.TABLE_ONLY
