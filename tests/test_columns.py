"""A column is described once and by its table; the origin belongs to the value."""

import io
import json

import nbformat
import pandas as pd
import pytest
from conftest import ROOT

from anodes import analysis, audit, data, export, viz
from anodes.data import fields, files, origins
from anodes.data.fields import ColumnError
from anodes.validation import check, electrode_files
from anodes.viz import tables

# Read by eye in the review: what Tables 3 to 5 print for a row, and what nobody prints there.
KNOWN = [
    (3, 1, "initial_capacity_mAh_g", "printed"),  # 3,200 mAh g-1 at 4.2 A g-1
    (3, 1, "initial_current_A_g", "printed"),
    (3, 1, "initial_c_rate", "derived"),
    (3, 1, "retention_percent", "derived"),
    (3, 2, "cycling_current_A_g", "printed"),  # 500 mA g-1: another unit, the printed value
    (3, 3, "initial_current_mA_cm2", "printed"),  # 0.2 mA cm-2
    (3, 6, "final_capacity_mAh_g", "printed"),  # 1,938.3 mAh g-1 after 50 cycles at 200 A g-1
    (3, 6, "cycling_current_A_g", "corrected"),
    (3, 7, "method", "printed"),
    (3, 7, "family", "judged"),
    (4, 1, "initial_c_rate", "printed"),  # 1,380 mAh g-1 at 0.5C
    (4, 1, "initial_current_A_g", "derived"),
    (4, 1, "one_c_A_g", "assumed"),  # nobody prints what 1 C is for reference 141
    (4, 4, "one_c_A_g", "printed"),  # the text: 1 C is 1,624 mA g-1 for p-Ge of reference 63
    (4, 7, "initial_c_rate", "printed"),  # C/20
    (4, 11, "cycling_c_rate", "printed"),  # 1.0C
    (4, 11, "cycling_current_A_g", "derived"),
    (5, 5, "ion", "corrected"),  # printed in a table of sodium
    (5, 5, "ice_percent", "printed"),  # 69%
    (5, 12, "first_cycle_loss_percent", "derived"),
]
NO_VALUE = [  # printed without it, or with a value that a correction removes
    (3, 3, "initial_current_A_g"),
    (3, 12, "ice_percent"),
    (5, 3, "ice_percent"),
    (3, 1, "corrected"),
]
OF_TESTS = [  # what a sentence prints of a cycling test: retention, a capacity, a current
    (87, "initial_capacity_mAh_g", "printed"),  # 750 mAh g-1, 92 % after 500 cycles
    (87, "retention_percent", "printed"),
    (87, "final_capacity_mAh_g", "derived"),
    (148, "retention_percent", "printed"),  # 94.1 % after 500 cycles at 1 C
    (148, "initial_capacity_mAh_g", "derived"),
    (148, "current_A_g", "derived"),
    (85, "retention_percent", "printed"),  # 83 % after 370 cycles at 2.6 A g-1
    (85, "current_A_g", "printed"),
    (159, "final_capacity_mAh_g", "derived"),  # 80 % after 300 cycles at 250 mA g-1
    (159, "current_A_g", "printed"),
]


@pytest.fixture(scope="module")
def stated():
    frame = data.value_origins()
    return frame.set_index(["table", "row", "column"])["origin"]


@pytest.mark.parametrize(("table", "row", "column", "origin"), KNOWN)
def test_a_value_has_the_origin_that_the_print_gives_it(stated, table, row, column, origin):
    assert stated[table, row, column] == origin


@pytest.mark.parametrize("place", NO_VALUE)
def test_what_is_missing_has_no_origin(stated, place):
    assert place not in stated.index


@pytest.mark.parametrize(
    "table", [data.electrodes, data.capacities, analysis.courses, audit.currents]
)
def test_no_row_states_an_origin_of_a_missing_value(table):
    frame = table()
    missing = frame.isna()
    assert missing.any().any()
    wrong = [
        (row, name)
        for row, text in frame["origins"].items()
        for name in origins.parse_origins(text)
        if missing[name][row]
    ]
    assert wrong == []


def test_a_reader_states_no_origin_of_a_missing_value():
    frame = pd.DataFrame({"cycles": [100, None, 300], "origins": ["", "cycles: printed", ""]})
    stated = data.stated(frame, "cycles", ["assumed", "assumed", ""])
    assert stated["origins"].tolist() == ["cycles: assumed", "", ""]


def test_table_4_prints_c_rates_and_no_current(stated):
    printed = (ROOT / "data/printed/table_4.csv").read_text("utf-8")
    assert " A g-1" not in printed and " mA g-1" not in printed
    of_table = stated[4].unstack()
    for part in ("initial", "cycling"):
        assert list(of_table[f"{part}_c_rate"]) == ["printed"] * 11
        assert list(of_table[f"{part}_current_A_g"]) == ["derived"] * 11


@pytest.mark.parametrize(("reference", "column", "origin"), OF_TESTS)
def test_a_value_of_a_cycling_test_in_the_text(reference, column, origin):
    tests = analysis.courses()
    one = tests[(tests["reference"] == reference) & (tests["place"] == "text")]
    assert list(origins.origins_of(one, column, "cycling_tests")) == [origin]


def test_a_retention_of_two_printed_capacities_is_derived():
    tests = analysis.courses()
    rows = tests[tests["place"].str.startswith("Table")].dropna(subset=["retention_percent"])
    assert len(rows) > 15
    assert set(origins.origins_of(rows, "retention_percent", "cycling_tests")) == {"derived"}


def test_the_current_of_a_table_of_c_rates_is_derived_in_the_audit():
    rates = audit.currents().dropna(subset=["table_A_g"])
    found = origins.origins_of(rates, "table_A_g", "currents")
    assert found[rates["reference"] == 148].tolist() == ["derived"]  # Table 4: 1C


def test_places_and_origins_call_the_same_values_corrected(stated):
    places = data.provenance().dropna(subset=["value"])
    places = places[places["origin"] == "corrected"]
    changed = stated[stated == "corrected"].index
    assert set(places[["table", "row", "value_of"]].itertuples(index=False, name=None)) == set(
        changed
    )


def test_each_value_of_the_electrodes_has_one_origin(stated):
    electrodes = data.electrodes()
    values = electrodes.drop(columns=["table", "row", "origins"])
    there = values.notna() & values.ne("").astype(bool)
    assert len(stated) == there.to_numpy().sum()
    assert stated.index.is_unique
    assert set(stated) <= set(origins.ORIGINS)


def test_what_a_reader_brings_is_given():
    mine = electrode_files.check_electrodes(electrode_files.template())
    found = {
        name: origins.origins_of(mine, name, "electrodes").item()
        for name in ("material", "cycles", "initial_current_A_g", "initial_c_rate", "one_c_A_g")
    }
    assert found == {
        "material": "given", "cycles": "given", "initial_current_A_g": "given",
        "initial_c_rate": "derived", "one_c_A_g": "assumed",
    }  # fmt: skip


def test_origins_written_by_a_reader_are_not_believed():
    text = electrode_files.template().replace("notes\n", "notes,origins\n", 1)
    text = text.rstrip("\n") + ",cycles: sourced\n"
    mine = electrode_files.check_electrodes(text)
    assert origins.origins_of(mine, "cycles", "electrodes").item() == "given"


# ------------------------------------------------------------------ tables on a page


def test_a_mixed_column_marks_its_cells_and_its_head_explains_the_marks():
    both = data.electrodes().query("reference in (38, 141)")
    shown = viz.table(both, ["material", "initial_current_A_g", "cycles"], table="electrodes")
    assert list(shown.columns) == [
        ("printed, derived †", "initial current (A g⁻¹)"),
        ("printed", "cycles"),
    ]
    assert shown.iloc[:, 0].tolist() == ["0.5", "0.812\N{NO-BREAK SPACE}†"]  # 0.5C at 1,624 mA g-1
    html = tables.table_html(shown)
    assert "printed, derived †" in html
    assert "0.812\N{NO-BREAK SPACE}†" in html


def test_a_column_of_one_origin_stays_numbers():
    germanium = data.electrodes().query("element == 'Ge'")
    shown = viz.table(germanium, ["material", "cycling_current_A_g"], table="electrodes")
    assert list(shown.columns) == [("derived", "cycling current (A g⁻¹)")]
    assert shown.dtypes.iloc[0] == "float64"


def test_a_grid_marks_cells_under_a_legend():
    both = data.electrodes().query("reference in (38, 141)")[["initial_current_A_g", "origins"]]
    grid = viz.Grid(both, "two", table="electrodes")
    html = grid._repr_html_()
    assert "initial current (A g⁻¹): printed, derived †" in html
    assert html.index("</p>") < html.index("<table")
    assert "<td>0.5</td>" in html and "<td>0.812\N{NO-BREAK SPACE}†</td>" in html
    assert "<th>origins</th>" not in html
    assert repr(grid) == "two: 2 rows, 1 columns"


def test_a_missing_value_has_no_mark():
    rows = data.electrodes().query("reference in (94, 141, 48)")
    shown = viz.table(rows, ["material", "initial_current_A_g"], table="electrodes")
    assert "–" in tables.table_html(shown)
    assert shown.iloc[:, 0].isna().sum() == 1


def cells(chapter):
    return nbformat.read(ROOT / f"chapters/{chapter}.ipynb", as_version=4).cells


def html_of(chapter, word):
    """The tables of a chapter whose code has a word in it."""
    return [
        output["data"]["text/html"]
        for cell in cells(chapter)
        if cell.cell_type == "code" and word in cell.source
        for output in cell.outputs
        if "text/html" in output.get("data", {})
    ]


def test_the_introduction_heads_properties_as_such():
    (html,) = html_of("introduction", "viz.shelf(")
    assert html.count("<th>property</th>") == 2  # what agrees, and every number that was tried
    assert "<th>shown</th>" not in html


def test_the_stack_examples_mark_what_is_assumed():
    (html,) = html_of("outlook", 'table="stack_examples"')[:1]
    assert "derived, assumed ‡" in html
    plain = html.replace("&nbsp;", "\N{NO-BREAK SPACE}")
    assert "600\N{NO-BREAK SPACE}‡" in plain  # the graphite electrode, 550 / 0.92
    assert plain.count("\N{NO-BREAK SPACE}‡") == 1  # what is computed has no mark


def test_density_and_capacity_of_the_alloys_in_the_outlook_are_derived():
    (html,) = html_of("outlook", 'table="computed_phases"')[:1]
    frame = pd.read_html(io.StringIO(html))[0]
    head = {quantity: origin for origin, quantity in frame.columns}
    assert head["density (g cm⁻³)"] == head["capacity (mAh g⁻¹)"] == "derived"


# ------------------------------------------------------------------ one source


def test_every_computed_column_is_described_in_plain_units():
    names = []
    for resource in files.computed_descriptor()["resources"]:
        for field in resource["schema"]["fields"]:
            names.append(field["name"])
            assert field["description"].endswith("."), field
            assert field["origin"] in {*origins.ORIGINS, "varies"}, field
            assert field["title"], field
            assert field.get("unit", "").isascii(), field
    assert len(names) > 150


def test_what_the_package_exports_has_the_columns_that_are_described():
    for name in export.KEYS:
        assert list(export.frame(name)) == list(fields.columns(name))


def test_a_column_that_is_not_described_is_an_error():
    with pytest.raises(ColumnError, match="'cycels' is not described; expected 'cycles'"):
        data.title("cycels")
    with pytest.raises(ColumnError, match=r"no table 'electrode' is described; .*'electrodes'"):
        data.title("cycles", "electrode")


def test_two_meanings_of_a_name_need_a_table():
    with pytest.raises(ColumnError, match=r"'property' has several meanings .*comparison.*shown"):
        data.title("property")
    assert data.title("property", "comparison") == "property"
    assert data.title("property", "explorers") == "shown"
    with pytest.raises(ColumnError, match=r"hosts: density .*printed; .*derived"):
        fields.column("density_g_cm3")
    assert fields.column("density_g_cm3", "hosts").origin == "printed"
    assert fields.column("density_g_cm3", "computed_phases").origin == "derived"


def test_a_table_shows_every_column_that_is_asked_for():
    hosts = data.hosts()
    with pytest.raises(ColumnError, match=r"no column \['densty', 'ions'\]"):
        viz.table(hosts, ["element", "densty", "ions"], table="hosts")
    with pytest.raises(ColumnError, match="'mine' is not described"):
        viz.table(hosts.assign(mine=1), ["element", "mine"], table="hosts")


def test_a_misspelt_column_of_a_tooltip_is_an_error():
    with pytest.raises(ColumnError, match=r"no column \['strcture'\]"):
        viz.scatter(
            data.electrodes(), "cycles", "ice_percent", also=["strcture"], description="none"
        )


def test_an_origin_that_varies_must_be_stated_by_the_rows():
    frame = pd.DataFrame({"anode": ["a", "b"], "capacity_per_volume_mAh_cm3": [550.0, 2222.0]})
    name = "capacity_per_volume_mAh_cm3"
    with pytest.raises(ColumnError, match="2 rows do not state it"):
        viz.table(frame, ["anode", name], table="stack_examples")
    mixed = data.stated(frame, name, ["assumed", "derived"])
    assert list(origins.origins_of(mixed, name, "stack_examples")) == ["assumed", "derived"]
    with pytest.raises(ValueError, match="'guessed'"):
        data.stated(frame, name, "guessed")


DAMAGES = {
    "missing": (lambda path: path.unlink(), "no file that can be read"),
    "no JSON": (lambda path: path.write_text("{", encoding="utf-8"), "text that is not JSON"),
    "a list": (lambda path: path.write_text("[]", encoding="utf-8"), "JSON that is not an object"),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_a_damaged_descriptor_of_computed_tables_is_a_problem(copied_data, name):
    damage, found = DAMAGES[name]
    damage(copied_data / files.COMPUTED)
    problems = [p for p in check.problems(copied_data) if p.file == files.COMPUTED]
    assert found in problems[0].found
    with pytest.raises(data.DataError, match=r"computed\.json"):
        data.electrodes(copied_data)


def test_a_field_that_hides_another_is_a_problem(copied_data):
    path = copied_data / files.COMPUTED
    package = json.loads(path.read_text("utf-8"))
    described = package["resources"][0]["schema"]["fields"]
    described.append(described[0] | {"title": "shown"})
    path.write_text(json.dumps(package), encoding="utf-8")
    (problem,) = [p for p in check.problems(copied_data) if p.file == files.COMPUTED]
    assert problem.column == "table"
    assert problem.found == "2 fields named 'table' in resource 1 (electrodes)"


@pytest.mark.parametrize(
    ("name", "table", "origin", "value", "text"),
    [
        ("initial_c_rate", "electrodes", "derived", 200 / 4200, "0.0476"),
        ("initial_c_rate", "electrodes", "printed", 0.1, "0.1"),
        ("retention_percent", "electrodes", "derived", 65.625, "65.6"),
        ("fade_percent_per_cycle", "electrodes", "derived", -0.0037727, "−0.0038"),
        ("initial_capacity_mAh_g", "electrodes", "printed", 2638.3, "2,638.3"),
        ("initial_capacity_mAh_g", "cycling_tests", "derived", 568.48, "568"),
        ("stack_energy_Wh_L", "stack_examples", "derived", 909.94, "910"),
        ("a_angstrom", "phases", "sourced", 10.6322, "10.6322"),
        ("cycles", "electrodes", "derived", 1000.0, "1,000"),
    ],
)
def test_a_number_is_shown_with_the_digits_of_its_column_and_origin(
    name, table, origin, value, text
):
    assert fields.column(name, table).digits(origin).text(value) == text
