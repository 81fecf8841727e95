"""The data: every printed cell is guarded, corrections are marked, damage is told and no more."""

import hashlib
import subprocess
import sys

import pandas as pd
import pytest
from conftest import ROOT

from anodes import checking, columns, data, files, tables

# Digests of the printed files, made when two independent transcriptions of the review were
# found equal to the byte. A printed cell is never edited: if one of these fails, restore it.
PRINTED = {
    "table_1": "99bd37e0",
    "table_2": "5d291e9b",
    "table_3": "f2f689fb",
    "table_4": "e40febf5",
    "table_5": "e0395784",
}


@pytest.mark.parametrize(("name", "digest"), PRINTED.items())
def test_printed_cells_are_as_transcribed(name, digest):
    content = (ROOT / "data" / "printed" / f"{name}.csv").read_bytes()
    assert hashlib.sha256(content).hexdigest()[:8] == digest


# The physical facts as they were sourced. A new value comes with its source, its status and
# its new digest here.
SOURCED = {
    "elements": "6921b3a9",
    "phases": "441d412d",
    "potentials": "1bd2580f",
    "molar_volumes": "30d10d13",
}


@pytest.mark.parametrize(("name", "digest"), SOURCED.items())
def test_physical_facts_are_as_sourced(name, digest):
    content = (ROOT / "data" / "physics" / f"{name}.csv").read_bytes()
    assert hashlib.sha256(content).hexdigest()[:8] == digest


def test_the_data_have_no_problems():
    assert checking.problems() == []


@pytest.mark.parametrize(
    ("table", "rows"), [("table_1", 4), ("table_2", 4), ("table_3", 36), ("table_4", 11), ("table_5", 13)]
)  # fmt: skip
def test_number_of_rows(table, rows):
    assert len(data.read(table)) == rows


def test_178_references_in_order():
    references = data.references()
    assert list(references["reference"]) == list(range(1, 179))
    fifty_first = references.set_index("reference").loc[51]
    assert fifty_first["first_author"] == "An"
    assert fifty_first["title"].startswith("Scalable synthesis of ant-nest-like bulk porous")
    assert (fifty_first["journal"], fifty_first["year"]) == ("Nat Commun", "2019")


def test_incomplete_and_double_references_are_marked():
    entries = files.bibliography().entries
    marked = {k: e.fields["keywords"] for k, e in entries.items() if "keywords" in e.fields}
    assert marked == {
        "r017": "incomplete",
        "r022": "incomplete",
        "r166": "incomplete",
        "r098": "duplicate",
        "r109": "duplicate",
    }


def electrode(reference):
    frame = data.electrodes()
    rows = frame[frame["reference"] == reference]
    assert len(rows) == 1
    return rows.iloc[0]


def test_a_plain_row():
    row = electrode(38)
    assert (row["table"], row["row"], row["element"], row["ion"]) == (3, 2, "Si", "Li")
    assert (row["initial_capacity_mAh_g"], row["initial_current_A_g"]) == (2919, 0.5)
    assert (row["final_capacity_mAh_g"], row["cycles"], row["cycling_current_A_g"]) == (
        1222,
        200,
        0.5,
    )
    assert row["ice_percent"] == 76.5
    assert row["same_current"]
    assert row["retention_percent"] == pytest.approx(41.864, abs=1e-3)
    assert row["initial_c_rate"] == pytest.approx(0.5 / 4.2)
    assert row["family"] == "etching"
    assert row["corrected"] == row["notes"] == ""


def test_an_areal_current_stays_areal():
    row = electrode(94)
    assert row["initial_current_mA_cm2"] == row["cycling_current_mA_cm2"] == 0.2
    assert pd.isna(row["initial_current_A_g"])
    assert pd.isna(row["initial_c_rate"])
    assert row["same_current"]


def test_a_c_rate_becomes_a_current_and_says_on_what():
    row = electrode(145)
    assert row["initial_c_rate"] == 0.05
    assert row["initial_current_A_g"] == pytest.approx(0.0812)
    assert row["one_c_basis"] == tables.STATED_FOR_HOST
    assert electrode(63)["one_c_basis"] == tables.STATED_HERE
    assert electrode(161)["one_c_basis"] == tables.THEORETICAL
    assert electrode(161)["initial_c_rate"] == pytest.approx(0.5)


def test_an_empty_efficiency_is_missing():
    assert pd.isna(electrode(162)["ice_percent"])
    assert pd.isna(electrode(162)["first_cycle_loss_percent"])


def test_corrections_are_applied_and_marked():
    assert electrode(97)["cycling_current_A_g"] == 0.2
    assert electrode(97)["corrected"] == "capacity_retention"
    assert pd.isna(electrode(102)["ice_percent"])
    assert electrode(102)["corrected"] == "ice"
    assert electrode(167)["ion"] == "Li"
    assert electrode(167)["one_c_A_g"] == 0.994
    assert (data.electrodes()["corrected"] != "").sum() == 3
    assert data.electrodes().query("corrected != ''")["notes"].str.len().min() > 40


def test_counts_by_hand():
    frame = data.electrodes()
    assert frame["element"].value_counts().to_dict() == {"Si": 36, "Ge": 11, "Sb": 7, "Sn": 6}
    assert frame["ion"].value_counts().to_dict() == {"Li": 48, "Na": 12}
    # counted in the print: equal currents after conversion of units
    same = {48, 38, 94, 97, 99, 72, 103, 104, 110, 111, 114, 117, 119, 124, 142, 166, 161, 168, 169, 172, 175}  # fmt: skip
    assert set(data.like_for_like(frame)["reference"]) == same


def test_hosts():
    hosts = data.hosts().set_index("alloying_product")
    assert hosts.loc["Li22Si5", "expansion_qualifier"] == ">"
    assert hosts.loc["Li22Si5", "conductivity_S_m"] == 25200
    assert hosts.loc["Na15Sn4", "volume_expansion_percent"] == 525
    assert list(hosts["guest_per_host"]) == [4.4, 4.4, 4.4, 3, 1, 1, 3.75, 3]


def test_every_column_is_in_the_dictionary():
    for frame in (data.electrodes(), data.hosts()):
        assert set(frame) <= set(columns.COLUMNS)


def test_headed_tables_say_what_a_number_is():
    shown = data.headed(data.hosts(), "alloying_product", "ion", "guest_per_host")
    assert list(shown.columns) == [("printed", "ion"), ("computed", "x")]


# ------------------------------------------------------------------ damage


def damage(root, name, old, new):
    path = root / "data" / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


CASES = [
    # file, old, new, line, column, part of what was found
    ("printed/table_4.csv", "structure,method,", "structure,", 1, "method", "header"),
    ("printed/table_4.csv", "84%", "lots", 6, "ice", "lots"),
    ("printed/table_3.csv", "at 0.1 A g-1", "at 0.1 A lump-1", 5, "initial_capacity", "lump"),
    ("printed/table_5.csv", "\n2,Porous Sn,", "\n1,Porous Sn,", 3, "row", "1"),
    ("printed/table_5.csv", ",166\n", ",999\n", 2, "reference", "999"),
    ("printed/table_3.csv", "Template method", "Magic", 8, "method", "Magic"),
    ("printed/table_1.csv", "Li22Ge5,1624", "Li22Ge5,plenty", 3, "theoretical_capacity", "plenty"),
    ("physics/phases.csv", "5.65785", "wide", 3, "a_angstrom", "wide"),
    ("physics/elements.csv", "Ge,1.5,914", "Ge,-1.5,914", 3, "crustal_abundance_mg_kg", "-1.5"),
    ("review/corrections.csv", "156%", "157%", 3, "printed", "157%"),
    ("review/methods.csv", "Al-Si dealloying,dealloying", "Al-Si dealloying,baking", 6, "family", "baking"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "old", "new", "line", "column", "found"), CASES)
def test_damage_is_told_with_its_place(copied_data, name, old, new, line, column, found):
    damage(copied_data, name, old, new)
    problems = checking.problems(copied_data)
    places = {(problem.file, problem.line, problem.column) for problem in problems}
    assert (f"data/{name}", line, column) in places, problems
    told = next(p for p in problems if (p.file, p.line, p.column) == (f"data/{name}", line, column))
    assert found in told.found
    assert told.expected


def test_a_double_row_is_told(copied_data):
    path = copied_data / "data/printed/table_4.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join([*lines, lines[3]]), encoding="utf-8")
    problems = checking.problems(copied_data)
    assert {(p.file, p.line) for p in problems} == {("data/printed/table_4.csv", 13)}


def test_a_wrong_encoding_is_told(copied_data):
    path = copied_data / "data/printed/table_4.csv"
    path.write_bytes(path.read_text(encoding="utf-8").encode("latin-1"))
    problems = checking.problems(copied_data)
    assert any(
        p.file == "data/printed/table_4.csv" and "UTF-8" in p.expected + p.found for p in problems
    )


def test_an_empty_file_is_told(copied_data):
    (copied_data / "data/review/methods.csv").write_text("")
    assert any(p.file == "data/review/methods.csv" for p in checking.problems(copied_data))


def test_a_missing_reference_is_told(copied_data):
    path = copied_data / "references.bib"
    path.write_text(path.read_text(encoding="utf-8").replace("{r048,", "{x048,"), encoding="utf-8")
    problems = checking.problems(copied_data)
    place = ("data/printed/citations.csv", 49, "reference")
    assert place in {(p.file, p.line, p.column) for p in problems}


def test_all_problems_are_told_at_once(copied_data):
    damage(copied_data, "printed/table_3.csv", "77%", "seventy")
    damage(copied_data, "printed/table_5.csv", "90.9%", "ninety")
    with pytest.raises(data.DataError) as error:
        data.electrodes(copied_data)
    assert "seventy" in str(error.value)
    assert "ninety" in str(error.value)


def test_the_command_tells_without_a_traceback():
    script = (
        "import sys; from pathlib import Path; from anodes import __main__, checking, files;"
        "checking.problems = lambda: [files.Problem('data/x.csv', 2, 'a', 'nine', 'a number')];"
        "sys.exit(__main__.main(['validate']))"
    )
    result = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    assert result.returncode == 1
    assert "data/x.csv, line 2, column a: found nine; expected a number" in result.stderr
    assert "Traceback" not in result.stderr
