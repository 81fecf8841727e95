"""What a reader takes away: a package that validates elsewhere, a workbook, a book that runs."""

import csv
import io
import json
import re
import zipfile

import openpyxl
import pint
import pytest
from conftest import ROOT
from frictionless import Package

from anodes import data, export
from anodes.publish import refresh


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory, site):
    folder = tmp_path_factory.mktemp("data")
    with zipfile.ZipFile(site / "downloads" / "porous-alloy-anodes-data.zip") as archive:
        archive.extractall(folder)
    return folder / "porous-alloy-anodes-data"


def test_the_package_validates_with_all_its_foreign_keys(unpacked):
    report = Package(str(unpacked / "datapackage.json")).validate()
    assert report.flatten(["name", "rowNumber", "fieldName", "message"]) == []
    tables = len(list((ROOT / "data").rglob("*.csv")))
    assert len(report.tasks) == tables + 6  # and six tidy ones


def test_a_broken_key_in_the_package_is_found(unpacked, tmp_path):
    """The package's own schema is strict: another reader's tool sees a wrong reference."""
    for file in unpacked.rglob("*"):
        if file.is_file():
            target = tmp_path / file.relative_to(unpacked)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(file.read_bytes())
    path = tmp_path / "tidy/electrodes.csv"
    path.write_text(
        path.read_text(encoding="utf-8").replace("\n3,1,48,", "\n3,1,480,"), encoding="utf-8"
    )
    report = Package(str(tmp_path / "datapackage.json")).validate()
    found = {(error.type) for task in report.tasks for error in task.errors}
    assert "foreign-key" in found
    assert "hash-count" in found


def test_every_column_has_a_type_and_a_meaning(unpacked):
    descriptor = json.loads((unpacked / "datapackage.json").read_text(encoding="utf-8"))
    for resource in descriptor["resources"]:
        assert resource["licenses"], resource["name"]
        assert resource["hash"].startswith("sha256:")
        header = next(csv.reader(io.StringIO((unpacked / resource["path"]).read_text("utf-8-sig"))))
        assert header == [field["name"] for field in resource["schema"]["fields"]]
        for field in resource["schema"]["fields"]:
            assert field["description"].endswith("."), (resource["name"], field["name"])
            assert field["type"]
            suffix = re.search(r"_(mAh_g|A_g|percent|degC|angstrom|S_m|g_cm3)$", field["name"])
            assert not suffix or field["unit"], field["name"]


def test_fields_say_their_unit_and_term_for_machines(unpacked):
    descriptor = json.loads((unpacked / "datapackage.json").read_text(encoding="utf-8"))
    registry = pint.UnitRegistry()
    fields = [f for resource in descriptor["resources"] for f in resource["schema"]["fields"]]
    with_unit = [field for field in fields if "unit" in field]
    assert len(with_unit) > 50
    for field in with_unit:
        assert field["unit"] == "USD kg-1" or registry.Unit(field["unitPint"]), field["name"]
    (capacity,) = (f for f in fields if f["name"] == "initial_capacity_mAh_g")
    assert registry.Unit(capacity["unitPint"]) == registry.Unit("mA*h/g")
    assert capacity["unitIri"] == "http://qudt.org/vocab/unit/MilliA-HR-PER-GM"
    assert capacity["rdfType"].startswith("https://w3id.org/emmo/domain/electrochemistry#")
    assert capacity["termMatch"] == "broader"


def test_the_descriptor_says_how_a_readers_file_is_read(unpacked):
    """What a page needs to read such files as `check` does; the cells are those of a German Excel."""
    descriptor = json.loads((unpacked / "datapackage.json").read_text(encoding="utf-8"))
    rules = descriptor["readersFiles"]
    assert rules["separators"] == [",", ";", "\t", "|"]
    comma = rules["decimalComma"]

    def fits(pattern, cell):
        return re.fullmatch(pattern, cell, re.I | re.A) is not None

    assert [cell for cell in ("0,2", "2500,5", "1.234,5", "1,234", "1,2,3", "0.2", "1,")
            if fits(comma["pattern"], cell)] == ["0,2", "2500,5", "1.234,5", "1,234"]  # fmt: skip
    assert [
        c for c in ("1,234", "0,234", "1234,567", "1,2345") if fits(comma["orThousands"], c)
    ] == ["1,234"]
    assert fits(comma["pointOrThousands"], "1.234")
    assert not fits(comma["pointOrThousands"], "0.234")
    assert [c for c in ("1234", "1.5", "1e3", "1 234", "1,5") if fits(rules["plainNumber"], c)] == [
        "1234", "1.5", "1e3",
    ]  # fmt: skip
    for pattern in (comma["pattern"], comma["orThousands"], comma["pointOrThousands"]):
        assert not re.search(r"\(\?[P<#]|\\[AZ]", pattern), "Python alone reads this"


def test_the_descriptor_says_who_made_it_when_and_about_what(unpacked):
    descriptor = json.loads((unpacked / "datapackage.json").read_text(encoding="utf-8"))
    assert descriptor["contributors"][0]["title"] == "The authors of Porous Alloy Anodes"
    assert descriptor["created"].startswith("2026-11-26")
    assert "porous silicon" in descriptor["keywords"]


def test_the_tidy_csv_reads_back_as_it_was(unpacked):
    path = unpacked / "tidy/electrodes.csv"
    assert path.read_bytes().startswith(b"\xef\xbb\xbf" + b"table,row,reference,")  # for Excel
    rows = list(csv.DictReader(path.open(encoding="utf-8-sig")))
    assert len(rows) == 60
    assert float(rows[1]["retention_percent"]) == pytest.approx(100 * 1222 / 2919)
    assert rows[1]["place"] == "Table 3, row 2"


def test_the_readme_names_source_licence_caveats_and_every_file(unpacked):
    text = (unpacked / "README.md").read_text(encoding="utf-8")
    assert "10.20517/energymater.2022.24" in text
    assert "CC BY 4.0" in text
    assert all(caveat in text for caveat in export.CAVEATS)
    assert "a spreadsheet reads the 1.624 of a CSV file as 1624: open the workbook there" in text
    assert 1.624 in set(data.electrodes()["one_c_A_g"])  # LibreOffice 7.4 in German did so
    for file in unpacked.rglob("*.csv"):
        assert f"`{file.relative_to(unpacked).as_posix()}`" in text


def test_the_dictionary_has_every_column_of_every_table():
    listed = export.dictionary()
    for name in export.contents()["table"]:
        assert list(listed[listed["table"] == name]["column"]) == list(export.frame(name))
    known = {"printed", "derived", "varies", "judged", "sourced", "assumed"}
    assert set(listed["origin"]) == known


# What the tidy electrodes hold: `derive` keeps what the dictionary knows, so that a column whose
# name the dictionary has lost would be gone without a word.
ELECTRODE_COLUMNS = """
table row reference place material method family element ion
initial_capacity_mAh_g initial_current_A_g initial_current_mA_cm2 initial_c_rate
ice_percent first_cycle_loss_percent
final_capacity_mAh_g cycles cycling_current_A_g cycling_current_mA_cm2 cycling_c_rate
one_c_A_g one_c_basis
retention_percent same_current fade_percent_per_cycle capacity_utilization_percent
printed_values corrected notes origins
"""


def test_the_tidy_electrodes_have_every_column():
    assert list(data.electrodes()) == ELECTRODE_COLUMNS.split()


def fields_of(name):
    (resource,) = (r for r in export.resources() if r["name"] == name)
    return [field["name"] for field in resource["schema"]["fields"]]


@pytest.fixture(scope="module")
def workbook(site):
    return openpyxl.load_workbook(site / "downloads/porous-alloy-anodes.xlsx")


def test_the_workbook_holds_every_table_after_their_definitions(workbook):
    tables = [resource["name"] for resource in export.resources()]
    read_me, definitions, *sheets = workbook.sheetnames
    assert (read_me, definitions) == ("read me", "definitions")
    assert sorted(sheets) == sorted(tables)
    assert sheets[0] == "electrodes"
    for name in tables:
        rows = list(workbook[name].iter_rows(values_only=True))
        assert list(rows[0]) == fields_of(name)
        assert len(rows) == len(export.frame(name)) + 1
    rows = list(workbook["electrodes"].iter_rows(values_only=True))
    second = dict(zip(rows[0], rows[2], strict=True))
    assert (second["reference"], second["initial_capacity_mAh_g"]) == (38, 2919)


def test_the_workbook_has_typed_numbers_frozen_heads_and_filters(workbook):
    for resource in export.resources():
        sheet = workbook[resource["name"]]
        assert sheet.freeze_panes == "B2"
        assert sheet.auto_filter.ref.startswith("A1:")
        kinds = {f["name"]: f["type"] for f in resource["schema"]["fields"]}
        columns = [cell.value for cell in sheet[1]]
        for row in sheet.iter_rows(min_row=2):
            for name, cell in zip(columns, row, strict=True):
                if cell.value is None:
                    continue
                expected = {"number": "n", "integer": "n", "boolean": "b", "string": "s"}
                assert cell.data_type == expected[kinds[name]], (resource["name"], cell)


def test_the_definitions_of_the_workbook_are_those_of_the_package(workbook):
    rows = list(workbook["definitions"].iter_rows(values_only=True))
    assert len(rows) == len(export.dictionary()) + 1
    (capacity,) = (r for r in rows if r[:2] == ("electrodes", "initial_capacity_mAh_g"))
    assert "mAh g-1" in capacity


def test_every_download_that_a_page_names_is_there(site):
    names = set()
    for page in (site / "chapters").glob("*.html"):
        names |= set(re.findall(r'href="\.\./(downloads/[^"]+)"', page.read_text("utf-8")))
    assert len(names) == 8
    for name in names:
        assert (site / name).stat().st_size > 100
    assert (site / "downloads/data/datapackage.json").exists()


def test_a_change_anywhere_in_the_package_makes_chapters_stale():
    """Outputs hang on every module that a chapter can import, those of subpackages too."""
    inputs = set(refresh._common_inputs())
    for name in ("physics/faraday.py", "audit/__init__.py", "audit/limits.py"):
        assert ROOT / "anodes" / name in inputs
