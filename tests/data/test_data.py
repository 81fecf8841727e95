"""The data: every printed cell is guarded, corrections are marked, damage is told and no more."""

import hashlib
import json
import shutil
import subprocess
import sys

import bench
import pandas as pd
import pytest
from conftest import ROOT

from anodes import data
from anodes.data import files, printed_tables
from anodes.validation import check, schema
from anodes.viz import tables

# Digests of every file as it was verified: the tables when two independent transcriptions were
# found equal to the byte, the claims when two listings were compared row by row and a sweep of
# the review's digits found none left over. A printed cell is never edited: if one of the first
# thirteen fails, restore the file. Elsewhere a new value comes with its reason and its digest.
# Claims 32 and 35 changed once: 'as many as' and 'up to' had been written '<' in place of '<='.
# The digests of elements, potentials and molar_volumes are those of the same cells with line
# ends LF; until then these three files had CRLF.
VERIFIED = {
    "printed/table_1": "99bd37e0",
    "printed/table_2": "5d291e9b",
    "printed/table_3": "f2f689fb",
    "printed/table_4": "e40febf5",
    "printed/table_5": "e0395784",
    "printed/sections": "eb38c8bd",
    "printed/citations": "15a72e5a",
    "printed/claims": "77f41b4d",
    "printed/credits": "b40cfa2f",
    "printed/attributions": "5c8a5457",
    "printed/structures": "fae6a5ef",
    "printed/formulas": "3afe1cb2",
    "printed/figures": "a6a3956a",
    "review/methods": "82bddfee",
    "review/families": "59a2dcd4",
    "review/corrections": "ced5ae38",
    "review/quantities": "708fa1a4",
    "review/claim_names": "420e2a66",
    "review/readings": "2b30c563",
    "review/kinds": "06ff99db",
    "review/routes": "fa793873",
    "review/title_words": "cac853b1",
    "review/judgements": "fb817161",
    "review/causes": "72c6c5e6",
    "review/finding_causes": "a9b08215",
    "review/withdrawn_findings": "6e1b15e9",
    "review/comparisons": "535af6b7",
    "review/reference_corrections": "fa2a3d53",
    "review/terms": "eb59c331",
    "review/units": "ec1ea683",
    "physics/atoms": "3a200fd6",
    "physics/compositions": "f50c79fb",
    "physics/conductivities": "e5bb7370",
    "physics/radii": "e18aed40",
    "physics/phases": "42d4551a",
    "physics/other_cells": "72acf527",
    "physics/end_phases": "af591468",
    "physics/thermal_expansions": "d84a9daf",
    "physics/elements": "c46006b6",
    "physics/potentials": "c509e6bb",
    "physics/plateaus": "4d142eb7",
    "physics/alloys": "705be65e",
    "physics/molar_volumes": "5d313e7d",
    "physics/stack": "7b182e45",
    "papers/reported": "9ac5c893",
    "papers/dois": "8a74544b",
}


@pytest.mark.parametrize(("name", "digest"), VERIFIED.items())
def test_files_are_as_verified(name, digest):
    content = (ROOT / "data" / f"{name}.csv").read_bytes()
    assert hashlib.sha256(content).hexdigest()[:8] == digest


def test_every_file_of_the_data_is_verified_and_described():
    there = {p.relative_to(ROOT / "data").as_posix() for p in (ROOT / "data").rglob("*.csv")}
    assert {f"{name}.csv" for name in VERIFIED} == there
    assert {resource["path"] for resource in files.descriptor()["resources"]} == there


def test_the_data_have_no_problems():
    assert check.problems() == []


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
    assert row["one_c_basis"] == printed_tables.STATED_FOR_HOST
    assert electrode(63)["one_c_basis"] == printed_tables.STATED_HERE
    assert electrode(161)["one_c_basis"] == printed_tables.THEORETICAL
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
    assert set(data.same_current_only(frame)["reference"]) == same


def test_the_place_of_a_value():
    row = electrode(97)
    assert row["place"] == "Table 3, row 6"
    assert row["printed_values"].split("; ")[:2] == [
        "initial_capacity_mAh_g",
        "initial_current_A_g",
    ]
    assert "initial_c_rate" not in row["printed_values"]
    assert "initial_c_rate" in electrode(145)["printed_values"]
    places = data.provenance()
    found = places[(places["reference"] == 97) & (places["value_of"] == "cycling_current_A_g")]
    assert found[["value", "cell", "printed", "origin", "line"]].values.tolist() == [
        [0.2, "capacity_retention", "1,938.3 mAh g-1 after 50 cycles at 200 A g-1", "corrected", 7]
    ]


def test_the_place_of_a_value_that_was_taken_away():
    places = data.provenance().query("reference == 102 and value_of == 'ice_percent'")
    assert places[["printed", "origin"]].values.tolist() == [["156%", "corrected"]]
    assert places["value"].isna().all()


def test_every_printed_value_has_a_place():
    places = data.provenance()
    tidy = data.electrodes().set_index(["table", "row"])
    listed = tidy["printed_values"].str.split("; ").explode()
    by_row = set(zip(listed.index, listed, strict=True))
    measured = places[places["value_of"].isin(printed_tables.MEASURED) & places["value"].notna()]
    assert by_row == {
        ((row["table"], row["row"]), row["value_of"]) for row in measured.to_dict("records")
    }
    for place in places.to_dict("records"):
        text = (
            (ROOT / "data" / place["file"])
            .read_text(encoding="utf-8")
            .splitlines()[place["line"] - 1]
        )
        assert str(place["printed"]) in text or place["cell"] == "ion"


def test_hosts():
    hosts = data.hosts().set_index("alloying_product")
    assert hosts.loc["Li22Si5", "expansion_qualifier"] == ">"
    assert hosts.loc["Li22Si5", "conductivity_S_m"] == 25200
    assert hosts.loc["Na15Sn4", "volume_expansion_percent"] == 525
    assert list(hosts["ions_per_host"]) == [4.4, 4.4, 4.4, 3, 1, 1, 3.75, 3]


def test_headed_tables_say_what_a_number_is():
    shown = tables.table(data.hosts(), ["alloying_product", "ion", "ions_per_host"], "hosts")
    assert list(shown.columns) == [("printed", "ion"), ("derived", "x")]


# ------------------------------------------------------------------ what is computed again


@pytest.fixture
def two_copies(copied_data, tmp_path):
    other = tmp_path / "other"
    shutil.copytree(copied_data / "data", other / "data")
    shutil.copy(copied_data / "references.bib", other)
    return copied_data, other


@pytest.fixture
def counted():
    """Functions of the data that count how often they compute, one of which calls the other."""
    calls = []

    @files.once_a_state
    def rows_of(name, root=ROOT):
        calls.append(name)
        try:
            return len(data.read(name, root))
        except data.DataError:
            return None

    @files.once_a_state
    def rows_of_both(root=ROOT):
        calls.append("both")
        return rows_of("table_3", root), rows_of("table_4", root)

    return rows_of_both, calls


def shorten(path):
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(lines[:-1]), encoding="utf-8")


def test_a_result_is_shared_by_folders_with_the_same_content(counted, two_copies):
    both, calls = counted
    assert [both(root) for root in two_copies] == [(36, 11), (36, 11)]
    assert calls == ["both", "table_3", "table_4"]


def test_only_what_read_a_changed_file_is_computed_again(counted, two_copies):
    both, calls = counted
    first, other = two_copies
    assert both(first) == (36, 11)
    shorten(other / "data/physics/alloys.csv")
    assert both(other) == (36, 11)
    assert calls == ["both", "table_3", "table_4"]
    shorten(other / "data/printed/table_4.csv")
    assert both(other) == (36, 10)
    assert calls[3:] == ["both", "table_4"]
    assert both(first) == (36, 11)
    assert len(calls) == 5


def test_a_file_that_was_not_there_is_read_when_it_is(counted, copied_data):
    both, calls = counted
    path = copied_data / "data/printed/table_4.csv"
    content = path.read_bytes()
    path.unlink()
    assert both(copied_data) == (36, None)
    assert both(copied_data) == (36, None)
    path.write_bytes(content)
    assert both(copied_data) == (36, 11)
    assert calls == ["both", "table_3", "table_4", "both", "table_4"]


def test_a_result_that_was_remembered_counts_as_read_by_what_uses_it(counted, copied_data):
    both, _ = counted
    assert files.once_a_state(lambda root: both(root))(copied_data) == (36, 11)
    outer = files.once_a_state(lambda root: both(root))  # computes from what is known by now
    assert outer(copied_data) == (36, 11)
    shorten(copied_data / "data/printed/table_3.csv")
    assert outer(copied_data) == (35, 11)


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
    ("printed/claims.csv", "1,introduction,", "1,preface,", 2, "section", "preface"),
    ("printed/claims.csv", "theoretical_capacity,,372", "capacity,,372", 2, "quantity", "capacity"),
    ("printed/claims.csv", "372,mAh g-1", "372,mAh cm-3", 2, "unit", "mAh cm-3"),
    ("printed/claims.csv", "372,mAh g-1", "many,mAh g-1", 2, "value", "many"),
    ("printed/claims.csv", ",13\n", ",14;99\n", 2, "references", "99"),
    ("printed/claims.csv", "dealloying,5A,", "dealloying,5F,", 8, "figure", "5F"),
    ("printed/claims.csv", "dealloying,5A,", "dealloying,5B,", 8, "references", "37"),
    ("printed/claims.csv", "2350,mAh g-1,0.05,C,", "2350,mAh g-1,0.05,,", 37, "current", "alone"),
    ("printed/claims.csv", "synthesis_temperature,,750", "synthesis_temperature,,760", 13, "value", "760"),
    ("printed/figures.csv", "fig-intro-capacity,", "fig-intro-capacity,no", 3, "counterpart", "both"),
    ("printed/figures.csv", "3,B,capacity", "3,A,capacity", 9, None, "twice"),
    ("printed/figures.csv", "property chart,4,", "property chart,400,", 9, "source_reference", "400"),
    ("printed/citations.csv", "4,introduction", "4,preface", 5, "cited_in", "preface"),
    ("review/routes.csv", "Mg2Si + O2 -> Si + 2 MgO", "Mg2Si + O2 -> Si + MgO", 16, "equation", "MgO"),
    ("review/routes.csv", "Mg2Si + O2 -> Si + 2 MgO", "Mg2Si and air", 16, "equation", "air"),
    ("review/routes.csv", "ant-nest-like porous Si,750", "ant-nest-like porous Si,650", 18, "temperature_degC", "650"),
    ("review/routes.csv", "17,dealloying,51", "17,template,51", 18, "reference", "51"),
    ("review/routes.csv", ",gas dealloying,Mg2Si,", ",cooking,Mg2Si,", 18, "kind", "cooking"),
    ("review/readings.csv", "\nyang2018-alloy", "\nyang2018-alloys", 2, "name", "yang2018-alloys"),
    ("physics/atoms.csv", "0.23349", "0", 5, "x", "sites of Sb that make 3 Sb"),
    ("physics/atoms.csv", "Sb,Sb1,Sb,6c", "Sp,Sb1,Sb,6c", 5, "phase", "Sp"),
    ("physics/conductivities.csv", "3.1e-4,sourced", "3.1e-4,certain", 2, "status", "certain"),
    ("review/judgements.csv", "inconsistent,template", "dreadful,template", 17, "severity", "dreadful"),
    ("review/judgements.csv", "inconsistent,template", "inconsistent,preface", 17, "section", "preface"),
    ("printed/credits.csv", "75,2012", "75,2112", 10, "year", "2112"),
    ("printed/structures.csv", "tetragonal,I4_1/acd", "quadratic,I4_1/acd", 7, "crystal_system", "quadratic"),
    ("review/kinds.csv", "chemical dealloying,dealloying", "chemical dealloying,baking", 2, "family", "baking"),
]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(("name", "old", "new", "line", "column", "found"), CASES)
def test_damage_is_told_with_its_place(copied_data, name, old, new, line, column, found):
    damage(copied_data, name, old, new)
    problems = check.problems(copied_data)
    places = {(problem.file, problem.line, problem.column) for problem in problems}
    assert (f"data/{name}", line, column) in places, problems
    told = next(p for p in problems if (p.file, p.line, p.column) == (f"data/{name}", line, column))
    assert found in told.found
    assert told.expected


def test_a_damaged_vocabulary_is_told(copied_data):
    damage(copied_data, "review/quantities.csv", "bond_length,", "bond,")
    found = {(p.file, p.column) for p in check.problems(copied_data)}
    assert ("data/review/quantities.csv", "quantity") in found


@pytest.mark.slow
def test_a_silent_edit_is_told_and_can_be_meant(copied_data):
    damage(copied_data, "printed/table_3.csv", "3,200 mAh", "3,300 mAh")
    damage(copied_data, "physics/elements.csv", "Ge,1.5,914", "Ge,1.5,915")
    told = {p.file: p.expected for p in check.problems(copied_data)}
    assert set(told) == {"data/printed/table_3.csv", "data/physics/elements.csv"}
    assert "corrections.csv" in told["data/printed/table_3.csv"]
    before = (copied_data / files.DESCRIPTOR).read_bytes()
    with pytest.raises(files.DataError, match="table_3"):
        check.seal(copied_data)
    assert (copied_data / files.DESCRIPTOR).read_bytes() == before
    both = ["data/printed/table_3.csv", "data/physics/elements.csv"]
    assert check.seal(copied_data, printed=True) == both
    assert check.problems(copied_data) == []


def test_the_descriptor_is_written_as_seal_would_write_it():
    text = (ROOT / files.DESCRIPTOR).read_text(encoding="utf-8")
    assert text == json.dumps(json.loads(text), ensure_ascii=False, indent=2) + "\n"


def test_a_double_row_is_told(copied_data):
    path = copied_data / "data/printed/table_4.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join([*lines, lines[3]]), encoding="utf-8")
    problems = check.problems(copied_data)
    assert {(p.file, p.line) for p in problems} == {("data/printed/table_4.csv", 13)}


def test_a_wrong_encoding_is_told(copied_data):
    path = copied_data / "data/printed/table_4.csv"
    path.write_bytes(path.read_text(encoding="utf-8").encode("latin-1"))
    problems = check.problems(copied_data)
    assert any(
        p.file == "data/printed/table_4.csv" and "UTF-8" in p.expected + p.found for p in problems
    )


def test_an_empty_file_is_told(copied_data):
    (copied_data / "data/review/methods.csv").write_text("", encoding="utf-8")
    assert any(p.file == "data/review/methods.csv" for p in check.problems(copied_data))


def test_a_missing_reference_is_told(copied_data):
    path = copied_data / "references.bib"
    path.write_text(path.read_text(encoding="utf-8").replace("{r048,", "{x048,"), encoding="utf-8")
    problems = check.problems(copied_data)
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
        "import sys; from pathlib import Path; from anodes import __main__; from anodes.data import files; from anodes.validation import check;"
        "check.problems = lambda: [files.Problem('data/x.csv', 2, 'a', 'nine', 'a number')];"
        "sys.exit(__main__.main(['validate']))"
    )
    result = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, encoding="utf-8", check=False
    )
    assert result.returncode == 1
    assert "data/x.csv, line 2, column a: found nine; expected a number" in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("kind", ["TypeError", "ConstraintError"])
def test_a_cell_of_an_unknown_column_is_reported(kind):
    """A schema may lack the column of an error; the cell is reported all the same."""
    from frictionless import Schema, errors

    error = getattr(errors, kind)(
        note="n", cells=["x"], row_number=3, cell="x", field_name="mass", field_number=1
    )
    known = Schema.from_descriptor({"fields": [{"name": "volume", "type": "number"}]})
    problem = schema._translated("data/a.csv", error, known)
    assert (problem.line, problem.column, problem.found) == (3, "mass", "'x'")
    assert problem.expected == kind.removesuffix("Error").lower()


@pytest.mark.slow
def test_the_data_that_bench_enlarges_are_valid(tmp_path):
    assert bench.enlarge(tmp_path, 2) == 2 * (36 + 11 + 13 + 213)  # Tables 3 to 5, claims
    assert check.problems(tmp_path) == []
