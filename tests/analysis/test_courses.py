"""What is known of each cycling test, against the sentences and rows of the review."""

import pytest

from anodes import data
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


@pytest.mark.slow
def test_a_c_rate_is_converted_with_the_1_c_of_its_own_paper(copied_data):
    """Another paper on the same host states another 1 C first: 3,600 instead of 4,200 mA/g."""
    claims = copied_data / "data/printed/claims.csv"
    text = claims.read_text(encoding="utf-8")
    stated = "one_c_current,,4200,mA g-1,,,,"
    assert (text.count(f"{stated}127\n"), text.count(f"{stated}51\n")) == (1, 1)
    text = text.replace(f"{stated}127\n", "one_c_current,,3600,mA g-1,,,,86\n")
    claims.write_text(text.replace(f"{stated}51\n", f"{stated}127\n"), encoding="utf-8")
    row = text_of(cycling_tests.courses(copied_data), 127)  # 97 % after 1,000 cycles at C/2
    assert row["current_A_g"] == pytest.approx(0.5 * 4.2)


def test_time_under_current_by_hand(frame):
    """842.6 mAh/g at 2 A/g: 2,000 half cycles of 0.4213 h are 842.6 h, and move 1,685.2 Ah/g."""
    row = text_of(frame, 128)
    assert row["duration_days"] == pytest.approx(842.6 / 24)
    assert row["throughput_Ah_g"] == pytest.approx(1685.2)


def test_without_a_current_no_time_follows(frame):
    row = text_of(frame, 87)  # 92 % of 750 after 500 cycles; no current is printed
    assert row["throughput_Ah_g"] == pytest.approx(690)
    assert row["duration_days"] != row["duration_days"]


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


def test_the_text_tells_of_the_tests_that_its_sentences_give(frame):
    """Read from the printed sentences: a capacity or a retention after a number of cycles."""
    told = data.read("claims").query("cycle.notna()", engine="python")
    told = told[
        told["quantity"].isin(["capacity_retention", "reversible_capacity", "initial_capacity"])
    ]
    told = told[~told["material"].str.contains("//", na=False)]
    papers = {int(number) for number in told["references"].astype(str) if number.isdigit()}
    repeated = {38, 63, 105, 142, 161, 162}  # their sentences say what their rows say
    listed = frame[frame["place"] == "text"]
    assert set(listed["reference"]) == papers - repeated
    assert len(listed) == 26
    # 94.1 % of a first capacity that the text does not give: 1204 / 0.941
    assert text_of(frame, 148)["initial_capacity_mAh_g"] == pytest.approx(1204 / 0.941)
    assert text_of(frame, 176)["initial_capacity_mAh_g"] == pytest.approx(523 / 0.92)
    assert text_of(frame, 158)["current_A_g"] == pytest.approx(0.994)  # 1 C


def test_cycles_are_not_days(frame):
    """What the chapter on silicon says: 5,000 cycles in fifteen days, 100 in over five months."""
    silicon = frame[(frame["element"] == "Si") & (frame["ion"] == "Li")].set_index("cycles")
    assert silicon["duration_days"][5000] == pytest.approx(15, abs=0.5)
    assert silicon["duration_days"][100].max() > 5 * 31
