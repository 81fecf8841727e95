"""Tables and lists: HTML of a few rows, read back by a parser."""

import pandas as pd
import pytest
from lxml.html import fragment_fromstring

from anodes import data, viz
from anodes.data.fields import digits
from anodes.viz import tables

ROWS = pd.DataFrame(
    {
        "material": ["Si & C", "Ge"],
        "reference": pd.array([48, None], dtype="Int64"),
        "ice_percent": [1234.56789, float("nan")],
        "same_current": [True, False],
    }
)


def parsed(shown):
    return fragment_fromstring(shown._repr_html_(), create_parent="main")


def cells(root):
    return [[cell.text_content() for cell in row] for row in root.iter("tr")]


def test_a_grid_is_whole_and_has_a_name():
    root = parsed(viz.Grid(ROWS, 'what "it" is'))
    (table,) = root.iter("table")
    assert table.get("aria-label") == 'what "it" is'
    assert table.get("class").split() == ["dataframe", "grid"]
    assert cells(root) == [
        ["material", "reference", "ICE (%)", "same current"],
        ["Si & C", "48", "1,234.6", "yes"],
        ["Ge", "", "", "no"],
    ]
    assert repr(viz.Grid(ROWS, "rows")) == "rows: 2 rows, 4 columns"


def test_the_heads_of_a_grid_are_words():
    frame = pd.DataFrame({"status": ["x"], "my_own_column": ["y"]})
    assert cells(parsed(viz.Grid(frame, "rows")))[0] == ["status", "my own column"]
    name = "one_c_basis"  # described by the table that the shelf names for it
    shelf = viz.shelf({"rows": pd.DataFrame({name: ["z"]})}, {"rows": "electrodes"})
    assert cells(parsed(shelf))[0] == ["basis of 1 C"]


def test_cells_that_name_columns_do_so_in_words():
    names = "initial_capacity_mAh_g; ice_percent"
    frame = pd.DataFrame({"printed_values": [names], "corrected": ["ice"], "notes": [names]})
    row = cells(parsed(viz.Grid(frame, "rows", table="electrodes")))[1]
    assert row == ["initial capacity (mAh g⁻¹); ICE (%)", "ICE (%)", names]


def test_a_grid_links_the_names_of_its_anchors():
    frame = pd.DataFrame({"finding": ["density-1", "density-12"], "place": ["density-1", "x"]})
    root = parsed(viz.Grid(frame, "rows", anchors="finding"))
    links = {(a.get("href"), a.text) for a in root.iter("a")}
    assert links == {("#density-1", "density-1"), ("#density-12", "density-12")}


def test_a_shelf_folds_each_grid_under_its_label():
    shown = viz.shelf({"a < b": ROWS, "second": ROWS.head(1)})
    folds = list(parsed(shown).iter("details"))
    assert [fold.find("summary").text for fold in folds] == [
        "a < b: 2 rows, 4 columns", "second: 1 rows, 4 columns",
    ]  # fmt: skip
    assert all(fold.find(".//table") is not None for fold in folds)
    assert repr(shown) == "a < b: 2 rows, 4 columns\nsecond: 1 rows, 4 columns"


def test_a_table_of_a_notebook_has_words_for_truth_and_a_dash_for_nothing():
    with pd.option_context("display.float_format", tables.readable_number):
        html = tables.table_html(ROWS, index=False)
    root = fragment_fromstring(html, create_parent="main")
    assert cells(root)[1:] == [
        ["Si & C", "48", "1,234.6", "yes"],
        ["Ge", "–", "–", "no"],
    ]


@pytest.mark.parametrize(
    ("value", "text"),
    [(123.456789, "123.5"), (0.000123456, "0.0001235"), (2.00005, "2"), (26801.5, "26,802")],
)
def test_a_number_of_no_column_has_four_digits(value, text):
    assert tables.readable_number(value) == text


def test_a_plain_table_has_titles_and_none_for_nothing():
    assert tables.plain_table(ROWS) == {
        "columns": ["material", "reference", "ICE (%)", "same current"],
        "digits": [{}, {}, {"decimals": 1}, {}],
        "rows": [["Si & C", 48, pytest.approx(1234.56789), True], ["Ge", None, None, False]],
    }


def test_a_table_of_a_page_says_what_each_number_is():
    shown = viz.table(ROWS, ["material", "ice_percent", "same_current"], "electrodes")
    assert list(shown.index) == ["Si & C", "Ge"]
    assert shown.index.name is None
    assert [origin for origin, _ in shown.columns] == ["printed", "derived"]
    assert shown.iloc[:, 1].tolist() == ["yes", "no"]


FINDING = {
    "finding": "density-table-1-ge",
    "severity": "ambiguous",
    "place": "Table 1, Ge",
    "printed": "5 < 6",
    "computed": "5.32 & more",
    "calculation": "a / b",
    "explanation": "why <not>",
    "cause": "",
}


@pytest.mark.parametrize(
    ("page", "id_", "link"),
    [("", "density-table-1-ge", "#density-table-1-ge"),
     (viz.AUDIT, None, "audit.html#density-table-1-ge")],
)  # fmt: skip
def test_a_card_carries_its_anchor_or_links_there(page, id_, link):
    cards = viz.Cards(pd.DataFrame([FINDING]), page)
    (box,) = parsed(cards)
    assert box.get("class") == "findings"
    (card,) = box
    assert card.get("id") == id_
    assert card.get("class") == "finding ambiguous"
    assert card.find("summary").text_content() == "ambiguous Table 1, Ge: 5 < 6"
    assert [part.text for part in card.iter("dt")] == ["computed", "calculation"]
    assert [part.text for part in card.iter("dd")] == ["5.32 & more", "a / b"]
    assert card.find("p").text == "why <not> "
    assert card.find(".//a").get("href") == link
    assert repr(cards) == "ambiguous: Table 1, Ge: 5 < 6; 5.32 & more"


def test_a_cell_that_names_a_paper_leads_to_its_reference():
    named = pd.DataFrame({"paper": ["[48] Wada 2016", "[22] Chen"], "note": ["see [48]", "[2, 3]"]})
    shown = [viz.Grid(named, "papers")._repr_html_(), tables.table_html(named.set_index("paper"))]
    for html in shown:
        links = [
            (a.text, a.get("href")) for a in fragment_fromstring(html, create_parent="p").iter("a")
        ]
        assert links == [
            ("[48] Wada 2016", "bibliography.html#r048"), ("[22] Chen", "bibliography.html#r022"),
        ]  # fmt: skip


def test_papers_have_the_names_of_the_reference_list():
    # Wada 2016, Zhang 2015 as the review's list has them; it prints no year for [22]
    assert data.paper_names([148, 48, 22]) == ["[148] Zhang 2015", "[48] Wada 2016", "[22] Chen"]
    with pytest.raises(KeyError):
        data.paper_names([179])


def panel(**values):
    empty = dict.fromkeys(("source", "address", "printed", "counterpart", "why_not"), "")
    return {"label": "Figure 1A", "shows": "a cell", "source_reference": 51} | empty | values


def test_a_panel_names_its_source_and_our_figure():
    ours = panel(
        source="Li & Wu", address="https://doi.org/1?a=b&c", printed="420 % of Si/Al2O3",
        counterpart="fig-sn-cells",
    )  # fmt: skip
    panels = viz.Panels(pd.DataFrame([ours, panel(why_not="a micrograph")]))
    first, second = parsed(panels).iter("li")
    assert [a.get("href") for a in first.iter("a")] == [
        "https://doi.org/1?a=b&c", "tin.html#fig-sn-cells",
    ]  # fmt: skip
    assert first.text_content() == (
        "Figure 1A a cell. From Li & Wu [51]. Printed with it: 420 % of Si/Al₂O₃. Our figure."
    )
    assert second.text_content() == "Figure 1A a cell. a micrograph"
    assert repr(panels) == "Figure 1A: a cell (fig-sn-cells)\nFigure 1A: a cell (a micrograph)"


@pytest.mark.parametrize("part", ["intro", "syn", "si", "ge", "sn", "sb", "out", "data"])
def test_a_counterpart_leads_to_the_page_that_has_it(part):
    from conftest import pages

    html = viz.Panels(pd.DataFrame([panel(counterpart=f"fig-{part}-x")]))._repr_html_()
    assert html.split('href="')[1].split(".html")[0] in pages()


def test_a_number_under_a_heading_that_names_a_text_keeps_its_digits():
    # "printed" and "computed" are columns of words elsewhere; 1,624 mAh/g was shown as 1,620
    frame = pd.DataFrame({"printed": [1624.0, 1991.0], "computed": [4198.9, 0.25]})
    for shown in (parsed(viz.Grid(frame, "rows")), parsed(viz.shelf({"rows": frame}))):
        assert cells(shown)[1:] == [["1,624", "4,199"], ["1,991", "0.25"]]
    assert [row[1:] for row in cells(fragment_fromstring(tables.table_html(frame)))][1:] == [
        ["1,624", "4,199"], ["1,991", "0.25"],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("table", "name", "value", "shown"),
    [
        # from assumed inputs, or from a capacity with three digits: no digit that nothing supports
        ("stack_sensitivity", "span_points", 33.18, "33"),
        ("stack_examples", "first_cycle_percent", 86.36, "86"),
        ("stack_examples", "void_percent", 83.47, "83"),
        ("electrodes_derived", "end_phase_utilization_percent", 104.79, "105"),
        ("electrodes_derived", "ions_per_host", 2.2146, "2.21"),
        ("capacities", "ions_per_host", 0.28293, "0.283"),
        ("capacities", "minutes", 0.82833, "0.83"),
    ],
)
def test_a_computed_number_has_the_digits_of_its_inputs(table, name, value, shown):
    assert digits(name, table).text(value) == shown


AMOUNTS = pd.DataFrame(
    {
        "material": ["Si-SiO2", "NP-Sb70"],
        "cycles": pd.array([5000, None], dtype="Int64"),
        "references": [1374, 999],
        "year": [2016, 1998],
        "final_capacity_mAh_g": [3579.0, 660.0],
    }
)


@pytest.mark.parametrize(
    "html",
    [
        tables.table_html(AMOUNTS, index=False),
        viz.Grid(AMOUNTS, "Amounts")._repr_html_(),
    ],
)
def test_amounts_have_groups_of_three_and_dates_have_not(html):
    first, second = cells(fragment_fromstring(html, create_parent="main"))[1:]
    assert first == ["Si-SiO₂", "5,000", "1,374", "2016", "3,579"]
    assert [second[0], *second[2:]] == ["NP-Sb70", "999", "1998", "660"]
    assert second[1] in ("–", "")
