"""A dash in a table says why: under the table a fold gives the reason of each column."""

import nbformat
import pandas as pd
import pytest
from conftest import ROOT, pages
from lxml import html
from lxml.html import fragment_fromstring

from anodes import data, viz
from anodes.data import fields
from anodes.publish import dashes, outputs, rows, toc

SUMMARY = "What a dash means ({} column{})"


def folds(page):
    return {
        fold.findtext("summary"): [item.text_content() for item in fold.iter("li")]
        for fold in page.iter("details")
        if fold.get("class") == "dashes"
    }


def shown(frame, names, table):
    page = fragment_fromstring(
        outputs.page_table(viz.tables.table_html(viz.table(frame, names, table))), "div"
    )
    return folds(page)


def test_a_column_with_a_dash_has_its_reason_below_the_table():
    """Two papers of Table 5 without ICE; a column without a dash needs no reason."""
    frame = data.electrodes()
    some = frame[frame["reference"].isin([170, 173, 171, 174])]
    assert some["ice_percent"].isna().any()
    names = ["material", "ice_percent", "first_cycle_loss_percent", "cycles"]
    assert shown(some, names, "electrodes") == {
        SUMMARY.format(2, "s"): [
            "ICE (%): not reported in the review, or impossible as printed and so not used",
            "first-cycle loss (%): cannot be computed without a usable ICE",
        ]
    }
    assert shown(some.dropna(subset="ice_percent"), names, "electrodes") == {}


def test_columns_with_one_reason_share_a_line():
    frame = data.electrodes().query("initial_current_A_g.isna()")
    names = ["material", "initial_current_A_g", "cycling_current_A_g", "initial_c_rate"]
    ((summary, (line,)),) = shown(frame, names, "electrodes").items()
    assert summary == SUMMARY.format(3, "s")
    assert line.startswith(
        "initial current (A g⁻¹), cycling current (A g⁻¹), initial C-rate (C): only a current per area"
    )


def test_one_heading_has_the_reason_of_its_own_table():
    """Both tables of the package have a column "unit": the caption says which one it is."""
    heads = ["value", "unit"]
    assert dashes.reason("unit", heads, "stack: Assumptions of the cell stack") == "a pure number"
    assert dashes.reason("unit", heads, "reported: What papers report") == "reported in words"


def test_without_a_caption_the_other_headings_say_which_table_it_is():
    listed = [column.title for column in fields.columns("claims").values()]
    assert dashes.described("current", listed).table == "claims"
    listed = [column.title for column in fields.columns("reported").values()]
    assert dashes.described("current", listed).table == "reported"


def test_spanned_cells_count_in_each_of_their_columns():
    table = fragment_fromstring(
        '<table><thead><tr><th></th><th colspan="2">printed</th></tr>'
        "<tr><th></th><th>ICE (%)</th><th>cycles</th></tr></thead><tbody>"
        '<tr><th rowspan="2">Si</th><td>–</td><td>1</td></tr><tr><td>2</td><td>3</td></tr>'
        "</tbody></table>"
    )
    assert dashes.dashes(table) == (["", "ICE (%)", "cycles"], [False, True, False])


def test_a_grid_and_the_data_of_a_figure_have_the_fold_too():
    frame = pd.DataFrame({"material": ["a", "b"], "ice_percent": [None, 80.0]})
    page = fragment_fromstring(outputs.grids(viz.Grid(frame, "g")._repr_html_()))
    assert [part.get("class") for part in page] == ["table-scroll", "dashes"]
    figure = {"columns": ["cycles", "ICE (%)"], "digits": [{}, {}], "rows": [[1, None]]}
    fold = fragment_fromstring(rows.fold(figure))
    assert list(folds(fold)) == [SUMMARY.format(1, "")]
    assert "What a dash means" not in rows.fold(figure | {"rows": [[1, 80.0]]})


def of_output(bundle):
    """(headings, whether each column has a dash, caption) of each table of a stored output."""
    if outputs.VEGA_MIME in bundle:
        spec = bundle[outputs.VEGA_MIME]
        steered = spec.get("usermeta", {}).get("explorer")
        plain = steered["table"] if steered else outputs.spec_table(spec)
        yield plain["columns"], dashes.missing(plain["rows"]), ""
    elif outputs.DRAWING_MIME in bundle:
        plain = bundle[outputs.DRAWING_MIME]["table"]
        yield plain["columns"], dashes.missing(plain["rows"]), ""
    elif {outputs.GRID_MIME, outputs.TABLE_MIME} & bundle.keys():
        page = fragment_fromstring(bundle["text/html"], create_parent="div")
        outputs._dress(page)
        for table in page.iter("table"):
            yield *dashes.dashes(table), table.get("aria-label", "")


@pytest.fixture(scope="module")
def empty():
    """(chapter, heading, headings of its table, caption) of each column with a dash."""
    return [
        (path.stem, head, heads, label)
        for path in toc.stored_notebooks(ROOT)
        for cell in nbformat.read(path, 4).cells
        for output in cell.get("outputs", ())
        for heads, has_dashes, label in of_output(output.get("data", {}))
        for head, missing in zip(heads, has_dashes, strict=True)
        if missing
    ]


@pytest.mark.slow
def test_every_column_with_a_dash_has_a_reason(empty):
    assert len(empty) > 200
    unexplained = {
        f"{chapter}, {label or heads}: {head}; describe it in data/datapackage.json or "
        "data/computed.json, as \"missing\": \"why a table cell is empty\""
        for chapter, head, heads, label in empty
        if not dashes.reason(head, heads, label)
    }  # fmt: skip
    assert unexplained == set()


def test_no_column_has_a_reason_that_is_never_missing(empty):
    found = [dashes.described(head, heads, label) for _, head, heads, label in empty]
    used = {(column.table, column.name) for column in found if column}
    described = fields.every_column().items()
    every = {(table, name) for table, known in described for name in known if known[name].missing}
    assert every - used == set()


def test_reasons_are_words_of_a_reader():
    for table, columns in fields.every_column().items():
        for name, column in columns.items():
            assert not {"NaN", "null", "_"} & set(column.missing.replace("_", " _ ").split())
            assert not column.missing.endswith("."), (table, name)


@pytest.mark.parametrize("name", pages())
def test_every_table_of_a_page_with_a_dash_says_why(site, name):
    page = html.parse(str(site / "chapters" / f"{name}.html")).getroot()
    for table in page.xpath("//table[.//td[normalize-space()='–']]"):
        (fold,) = table.xpath(
            "ancestor::div[contains(@class, 'table-scroll')]/following::details[1]"
        )
        heads, has_dashes = dashes.dashes(table)
        for head, missing in zip(heads, has_dashes, strict=True):
            assert fold.get("class") == "dashes", (name, head)
            assert not missing or head in fold.text_content(), (name, head)
