"""The site in a real Chromium: no network, every chart drawn, every control alive, nothing else.

Run with a browser in ANODES_BROWSER (`make test` finds one).
"""

import csv
import io
import json
import re
from urllib.parse import unquote

import nbformat
import pytest
from conftest import DESKTOP, PHONE, ROOT, eventually, ink, pages, settled
from lxml import html
from playwright.sync_api import expect
from tabular import TABLES, tables_that_do_not_fit
from test_access import WHOLE

from anodes import audit, data
from anodes.publish import outputs
from anodes.viz.interactive import VEGA_MIME

PAGES = pages()


CHARTS = """() => [...document.querySelectorAll('.chart')].map(c => {
    const box = c.querySelector('svg').getBoundingClientRect();
    return [c.querySelectorAll('svg .role-mark path').length, box.width, box.height];
})"""
DRAWINGS = """() => [...document.querySelectorAll('.drawing svg')].map(d => {
    const box = d.getBoundingClientRect();
    return [box.width, box.height, d.getAttribute('aria-label')];
})"""
FORMULAE = "() => [...document.querySelectorAll('math')].map(m => m.getBoundingClientRect().width)"


@pytest.mark.parametrize("name", PAGES)
def test_everything_is_drawn_with_the_network_cut(share, name):
    everything_is_drawn(share(name))


@pytest.mark.parametrize("name", ["silicon", "dataset"])  # charts, drawings, an explorer; grids
def test_everything_is_drawn_of_a_file(share_file, name):
    everything_is_drawn(share_file(name))


def everything_is_drawn(page):
    for marks, width, height in page.evaluate(CHARTS):
        assert marks > 0
        assert width > 300
        assert height > 100
    for width, height, words in page.evaluate(DRAWINGS):
        assert min(width, height) > 100
        assert len(words) > 40
    assert all(width > 0 for width in page.evaluate(FORMULAE))
    assert page.complaints == []


# Bytes, uncompressed; the dataset shows every table, the reference of the package every function.
HEAVIEST = {
    "charts": 1.6e6,
    "no charts": 0.5e6,
    "dataset": 2.0e6,
    "api": 1.05e6,
    "bibliography": 0.6e6,
}


@pytest.mark.parametrize("name", PAGES)
def test_no_page_is_heavy(share, site, name):
    """Before other tests load more into the page."""
    page = share(name)
    files = {unquote(url.split("#")[0].split("?")[0]) for url in page.loaded}
    charts = page.locator(".chart").count()
    assert f"chapters/{name}.html" in files
    assert any("/vega.js" in file for file in files) == bool(charts)
    weight = sum((site / file).stat().st_size for file in files)
    assert weight <= HEAVIEST.get(name, HEAVIEST["charts" if charts else "no charts"])


def stored(name: str) -> dict[str, dict]:
    """The Vega-Lite specs of a chapter by the labels of their figures."""
    cells = nbformat.read(ROOT / "chapters" / f"{name}.ipynb", as_version=4).cells
    return {
        cell.metadata["mystnb"]["figure"]["name"]: output["data"][VEGA_MIME]
        for cell in cells
        for output in cell.get("outputs", [])
        if VEGA_MIME in output.get("data", {})
    }


MARKS = """c => [...c.querySelectorAll('svg .mark-symbol.role-mark path'),
    ...c.querySelectorAll('svg .mark-rect.role-mark path[aria-roledescription=bar]')]"""
STRONG = f"{MARKS}.filter(path => parseFloat(getComputedStyle(path).opacity) > 0.3).length"
# One option after the other, as a reader chooses it; the marks of each, waited for up to 5 seconds.
CHOOSE = f"""async (chart, wanted) => {{
    const select = chart.querySelector('select'), found = [], count = () => ({STRONG})(chart);
    const choose = (option) => {{
        select.value = [...select.options].find((each) => each.text === option).value;
        for (const kind of ['input', 'change']) select.dispatchEvent(new Event(kind, {{ bubbles: true }}));
    }};
    for (const [option, marks] of wanted) {{
        choose(option);
        for (const end = performance.now() + 5000; count() !== marks && performance.now() < end;)
            await new Promise((go) => setTimeout(go, 20));
        found.push([option, count()]);
    }}
    choose(select.options[0].text);
    return found;
}}"""
CHOICE = re.compile(
    r"datum(?:\.|\[')([a-z]\w+)(?:'\])? == (choose_\w+)"
)  # of a condition or a filter


def strong_marks(spec: dict, column: str, option: str) -> int:
    """How many points and bars a choice leaves: one for each chosen row of a layer with a place."""
    count = 0
    for layer in spec.get("layer", [spec]):
        rows = spec["datasets"][(layer.get("data") or spec["data"])["name"]]
        if layer["mark"]["type"] not in ("point", "bar") or column not in rows[0]:
            continue
        place = [layer["encoding"][axis]["field"] for axis in "xy"]
        chosen = (row for row in rows if option in ("all", str(row[column])))
        count += sum(all(row.get(name, 0) is not None for name in place) for row in chosen)
    return count


NOTEBOOKS = [page for page in PAGES if (ROOT / "chapters" / f"{page}.ipynb").exists()]


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_every_control_changes_the_marks_it_should(share, name):
    """Each chart has a select; the marks that a choice leaves are counted from the rows."""
    page = share(name)
    specs = stored(name)
    charts = page.locator(":not(.explorer) > .chart")
    assert charts.count() == sum("usermeta" not in spec for spec in specs.values())
    for chart in charts.all():
        spec, select = specs[chart.evaluate("c => c.closest('figure').id")], chart.locator("select")
        assert select.count() == 1
        ((column, _),) = set(CHOICE.findall(json.dumps(spec)))
        options = select.locator("option").all_inner_texts()
        left = {option: strong_marks(spec, column, option) for option in options}
        assert len(set(left.values())) > 1 or len(options) == 2  # of one kind nothing is chosen
        some = options if len(options) < 20 else [*options[::10], options[-1]]
        wanted = [[option, left[option]] for option in some]
        assert chart.evaluate(CHOOSE, wanted) == wanted, name
    assert page.complaints == []


@pytest.mark.parametrize("name", ["introduction", "tin"])
def test_structures_turn_and_tilt_by_keyboard(share, name):
    page = share(name)
    chart = page.locator(".chart:has(input[type=range])")
    place = "c => c.querySelector('svg .mark-symbol.role-mark path').getAttribute('transform')"
    for slider in chart.locator("input[type=range]").all():
        before = chart.evaluate(place)
        slider.focus()
        slider.press("ArrowRight")
        assert eventually(lambda: chart.evaluate(place) != before)  # noqa: B023
        slider.press("ArrowLeft")
    assert page.complaints == []


@pytest.mark.parametrize("name", ["germanium"])
def test_a_button_of_the_theme_works_without_a_script_in_the_page(share, name):
    page = share(name)
    printed = page.evaluate("""() => {
        const [print, seen] = [window.print, []];
        window.print = () => seen.push('printed');
        document.querySelector('[data-call=print]').click();
        window.print = print;
        return seen;
    }""")
    assert printed == ["printed"]


@pytest.mark.parametrize(("kind", "start"), [("svg", b"<svg"), ("png", b"\x89PNG")])
@pytest.mark.parametrize("name", ["germanium"])
def test_a_chart_is_saved_as_a_picture(share, name, kind, start):
    is_saved_as_a_picture(share(name), kind, start)


@pytest.mark.parametrize(("kind", "start"), [("svg", b"<svg"), ("png", b"\x89PNG")])
@pytest.mark.parametrize("name", ["germanium"])
def test_a_chart_of_a_file_is_saved_as_a_picture(share_file, name, kind, start):
    is_saved_as_a_picture(share_file(name), kind, start)


def is_saved_as_a_picture(page, kind, start):
    with page.expect_download() as saved:
        page.locator("#fig-ge-rate").get_by_role("button", name=f"Save as {kind.upper()}").click()
    assert saved.value.suggested_filename == f"fig-ge-rate.{kind}"
    assert saved.value.path().read_bytes().startswith(start)
    assert page.complaints == []


def test_every_figure_gives_its_numbers_and_a_picture(site):
    for name in PAGES:
        page = html.parse(str(site / "chapters" / f"{name}.html"))
        for figure in page.xpath("//figure[@id]"):
            links = figure.xpath(".//p[@class='figure-links']/a/@href")
            label = figure.get("id")
            assert links[0] == f"../figures/{label}.csv"
            content = (site / "figures" / f"{label}.csv").read_bytes()
            assert content.startswith(b"\xef\xbb\xbf")  # by which Excel knows UTF-8
            rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
            assert len(rows) > 1
            assert all(head.isascii() for head in rows[0])
            cells = {cell for row in rows for cell in row}
            assert not any(re.fullmatch(r"-?\d{1,3}(,\d{3})+", cell) for cell in cells)
            assert {"True", "False", "None", "nan"}.isdisjoint(cells)
            if figure.xpath(".//div[@class='drawing']"):
                assert links[1:] == [f"../figures/{label}.svg", f"../figures/{label}.png"]
                picture = (site / "figures" / f"{label}.png").read_bytes()
                assert picture.startswith(b"\x89PNG")
                assert len(picture) > 5000


@pytest.mark.parametrize("name", ["germanium"])
def test_a_tooltip_tells_the_row(share, name):
    page = share(name)
    page.locator(".chart svg .mark-symbol.role-mark path").first.hover()
    tip = page.locator("#vg-tooltip-element")
    tip.wait_for(state="visible")
    assert "final capacity (mAh g⁻¹)" in tip.inner_text()
    assert "1415" in tip.inner_text()  # the first row of Table 4
    page.mouse.move(0, 0)
    tip.wait_for(state="hidden")


@pytest.mark.parametrize("name", ["silicon"])
def test_a_choice_survives_the_switch_to_dark(share, name):
    page = share(name)
    select = page.locator("#fig-si-frontier select")
    select.select_option("dealloying")
    before = ink(page, ".chart svg .role-axis-label text")
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    assert eventually(lambda: ink(page, ".chart svg .role-axis-label text") != before)
    assert page.locator("#fig-si-frontier select").input_value() == "dealloying"
    select.select_option("all")
    page.evaluate("document.documentElement.dataset.theme = 'light'")
    assert eventually(lambda: ink(page, ".chart svg .role-axis-label text") == before)
    assert page.complaints == []


def left(grid, count, total):
    expect(grid.locator(".grid-count")).to_have_text(f"{count} of {total} rows")
    assert grid.locator("tbody tr:not([hidden])").count() == count


def whole(grid):
    """A grid with all its columns and rows, once it has its controls."""
    grid.scroll_into_view_if_needed()
    for what in ("columns", "rows"):
        button = grid.get_by_role("button", name=re.compile(rf"Show (all \d+|fewer) {what}"))
        if button.inner_text().startswith("Show all"):
            button.click()
    return grid


def open_look_up(page):
    page.locator(".look-up > summary").press("Enter")


@pytest.mark.parametrize("name", ["dataset"])
def test_a_grid_is_searched_sorted_and_filtered(leave_file, name):
    page = leave_file(name)
    grid = whole(page.locator(".grids").first)
    assert grid.locator("tbody tr:visible").count() == 60
    left(grid, 60, 60)
    grid.get_by_label("Search").fill('"Table 4"')
    left(grid, 11, 60)
    grid.get_by_label("Search").fill("sponge Si")
    assert grid.locator("tbody tr:visible").count() >= 1
    grid.get_by_label("Search").fill("")
    grid.get_by_label("Filter host").select_option("Sn")
    left(grid, 6, 60)
    grid.get_by_label("Filter host").select_option("all")
    grid.get_by_label("Filter material").fill("sponge")
    left(grid, 1, 60)
    grid.get_by_label("Filter material").fill("")
    left(grid, 60, 60)
    sort = grid.locator("thead button", has_text="cycles").first
    sort.press("Enter")
    assert grid.locator("th[aria-sort=ascending]").inner_text().startswith("cycles")
    sort.press("Enter")
    expect(grid.locator("tbody tr").first).to_contain_text("5,000")
    assert page.complaints == []


@pytest.mark.parametrize("name", ["dataset"])
def test_an_empty_grid_says_why_and_leads_back(share, name):
    page = share(name)
    grid = whole(page.locator(".grids").first)
    grid.get_by_label("Search").fill("unobtainium")
    grid.get_by_label("Filter host").select_option("Sn")
    count_line = grid.locator(".grid-count")
    words = "0 of 60 rows: no row has “unobtainium” and host “Sn”. "
    expect(count_line).to_contain_text(words)
    count_line.get_by_role("button", name="Clear search and filters").click()
    left(grid, 60, 60)
    assert grid.get_by_label("Search").input_value() == ""
    assert page.complaints == []


@pytest.mark.parametrize(
    ("asked", "query"),
    [("> 500", "cycles > 500"), ("<=50", "cycles <= 50"), ("100 to 200", "100 <= cycles <= 200"),
     ("100..200", "100 <= cycles <= 200"), ("= 100", "cycles == 100")],
)  # fmt: skip
@pytest.mark.parametrize("name", ["dataset"])
def test_a_column_of_numbers_takes_a_range(share, name, asked, query):
    grid = whole(share(name).locator(".grids").first)
    grid.get_by_label("Filter cycles", exact=True).fill(asked)
    left(grid, len(data.electrodes().query(query)), 60)
    grid.get_by_label("Filter cycles", exact=True).fill("")
    left(grid, 60, 60)


@pytest.mark.parametrize("name", ["dataset"])
def test_a_filter_knows_signs(share, name):
    grid = whole(share(name).locator(".grids").nth(1))
    grid.get_by_label("Filter qualifier").select_option(">")
    left(grid, 4, len(data.claims()))
    grid.get_by_label("Filter qualifier").select_option("all")
    left(grid, len(data.claims()), len(data.claims()))


@pytest.mark.parametrize("name", ["dataset"])
def test_a_download_is_had_from_the_page(share, name):
    page = share(name)
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Excel workbook").click()
    assert waiting.value.suggested_filename == "porous-alloy-anodes.xlsx"


def saved(page, button):
    """The file name and the rows, by their headings, of a CSV file that a button or link gives."""
    with page.expect_download() as waiting:
        button.click()
    content = waiting.value.path().read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")  # by which Excel knows UTF-8
    lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert all(head.isascii() for head in lines[0])
    return waiting.value.suggested_filename, [
        dict(zip(lines[0], line, strict=True)) for line in lines[1:]
    ]


def numbers(rows, column):
    return sorted(float(row[column]) for row in rows if row[column])


@pytest.mark.parametrize("name", ["dataset"])
def test_rows_that_a_filter_leaves_are_saved_with_all_columns(share, name):
    grid = share(name).locator(".grids").first
    grid.scroll_into_view_if_needed()
    these = grid.get_by_role("button", name=re.compile(r"^Download th(ese|is)"))
    expect(these).to_be_hidden()  # nothing is filtered
    grid.get_by_label("Search").fill('"Table 4"')
    expected = data.electrodes().query("table == 4")
    expect(these).to_have_text(f"Download these {len(expected)} rows, all columns (CSV)")
    file, rows = saved(grid.page, these)
    assert file == "the-electrodes-of-tables-3-to-5-filtered.csv"
    assert sorted(row["material"] for row in rows) == sorted(expected["material"])
    head = "initial capacity (mAh g-1)"
    assert numbers(rows, head) == sorted(expected["initial_capacity_mAh_g"])  # no comma, no dash
    assert {"origins"}.isdisjoint(rows[0])
    assert len(rows[0]) == grid.locator("thead tr").first.locator("th").count()  # hidden ones too
    grid.get_by_label("Search").fill("")
    file, rows = saved(grid.page, grid.get_by_role("button", name="Download all 60 rows"))
    assert file == "the-electrodes-of-tables-3-to-5.csv"
    assert numbers(rows, head) == sorted(data.electrodes()["initial_capacity_mAh_g"])


def test_rows_that_an_explorer_lists_are_saved_from_a_file(visit):
    page = visit("index", "file")
    explorer = page.locator("#fig-index-all")
    explorer.get_by_label("cycles of the rows, at least").fill("500")
    expected = data.electrodes().query("cycles >= 500")
    these = explorer.get_by_role("button", name=f"Download these {len(expected)} rows")
    _, rows = saved(page, these)
    head = "final capacity (mAh g-1)"
    assert numbers(rows, head) == sorted(expected["final_capacity_mAh_g"])
    assert {row["same current"] for row in rows} == {"yes", "no"}
    explorer.get_by_label("cycles of the rows, at least").fill("4000")
    expect(explorer.get_by_role("button", name="Download this 1 row, all")).to_be_visible()
    explorer.get_by_label("cycles of the rows, at least").fill("100000")
    expect(explorer.get_by_role("button", name="Download th")).to_be_hidden()
    whole = explorer.get_by_role("link", name="Download all 60 rows, all columns (CSV)")
    assert whole.get_attribute("href") == "../figures/fig-index-all.csv"
    assert page.complaints == []


PLAIN_CELLS = {
    "3,200": "3200", "−0.07": "-0.07", "1 †": "1", "–": "", "1,234.5": "1234.5", "yes": "yes",
    "12,13": "12,13", "[51] An 2019": "[51] An 2019", "−2.5e-07": "-2.5e-07", "0.4–0.8": "0.4–0.8",
}  # fmt: skip


@pytest.mark.parametrize("name", ["dataset"])
def test_a_cell_is_a_plain_number_for_a_spreadsheet(share, name):
    assert share(name).evaluate("(cells) => cells.map(plainCell)", list(PLAIN_CELLS)) == [
        *PLAIN_CELLS.values()
    ]


@pytest.mark.parametrize("name", ["dataset"])
def test_heads_of_a_long_table_stay(share, name):
    page = share(name)
    box = page.locator(".grids .table-scroll").first
    box.scroll_into_view_if_needed()
    box.evaluate("box => box.scrollTop = 400")
    settled(page)
    top = box.bounding_box()["y"]
    head = box.locator("thead th").first.bounding_box()
    assert top - 2 <= head["y"] <= top + 2
    box.evaluate("box => box.scrollTop = 0")


@pytest.mark.parametrize("name", ["dataset"])
def test_a_folded_table_becomes_a_grid_when_it_is_opened(share, name):
    page = share(name)
    open_look_up(page)
    fold = page.locator(".grids details").filter(has_text="potentials").first
    assert not fold.locator("table").is_visible()
    fold.locator("summary").press("Enter")
    fold.locator(".grid-tools").wait_for(state="visible")
    fold.get_by_label("Filter system").select_option("Na-Sn")
    left(fold, 1, len(data.read("potentials")))
    fold.get_by_label("Filter system").select_option("all")
    fold.locator("summary").first.press("Enter")
    open_look_up(page)  # that is, close it
    expect(fold.locator("table")).to_be_hidden()
    assert page.complaints == []


@pytest.mark.parametrize("name", ["germanium"])
def test_code_is_folded_and_one_switch_is_remembered(leave_file, name):
    page = leave_file(name)
    every = page.locator("details.hide.above-input").count()
    folded = page.locator("details.hide.above-input:not(.look-up *)")
    first = folded.first
    assert not first.locator("pre").is_visible()
    first.locator("summary").press("Enter")
    expect(first.locator("pre")).to_be_visible()
    switch = page.get_by_role("button", name=f"Show all code ({every} cells)")
    switch.click()
    assert all(fold.locator("pre").is_visible() for fold in folded.all())
    page.reload()
    expect(folded.last.locator("pre")).to_be_visible()
    page.get_by_role("button", name="Hide all code").click()
    expect(folded.last.locator("pre")).to_be_hidden()
    page.reload()
    expect(folded.last.locator("pre")).to_be_hidden()
    assert page.complaints == []


def test_columns_follow_the_width_of_the_window(visit):
    """On a desk, when the window becomes as narrow as a phone, and back (all pages: test_access)."""
    page = visit("silicon")
    page.evaluate(WHOLE)  # a table in a closed fold is fitted when the fold opens
    hidden = []
    for width in (1280, 390, 1440):
        assert tables_that_do_not_fit(page, width) == []
        hidden.append(sum(table["hidden"] for table in page.evaluate(TABLES)))
    assert hidden[1] > max(hidden[0], hidden[2])
    assert page.complaints == []


def test_a_table_whose_columns_all_fit_again_has_no_control(leave):
    """As where it was measured before its place had its width."""
    page = leave("projects")
    box = page.locator(".pst-scrollable-table-container", has_text="Marked by").first
    box.scroll_into_view_if_needed()
    expect(box).to_have_attribute("data-fits", "yes")
    tools = page.locator(".table-tools")
    shown = tools.count()
    box.evaluate("box => { box.style.width = '60px'; }")
    expect(tools).to_have_count(shown + 1)
    box.evaluate("box => { box.style.width = ''; }")
    expect(tools).to_have_count(shown)
    assert page.complaints == []


@pytest.mark.parametrize("name", ["silicon"])
def test_columns_are_chosen_and_rows_are_shown_on_demand(leave_file, name):
    page = leave_file(name)
    page.set_viewport_size({"width": 600, "height": 900})
    box = page.locator(".table-scroll", has_text="NP-Si").first
    box.scroll_into_view_if_needed()
    tools = page.locator(".table-tools").first
    heads = box.locator("thead tr").last.locator("th:visible, td:visible")
    expect(tools).to_contain_text("of 9 columns")
    few = heads.count()
    assert 2 <= few < 9
    tools.locator("summary").click()
    tools.get_by_label("cycles", exact=True).check()
    expect(heads).to_have_count(few + 1)
    tools.get_by_role("button", name="Show all 9 columns").click()
    expect(heads).to_have_count(9)
    tools.get_by_role("button", name="Show fewer columns").click()
    expect(heads).to_have_count(few)
    rows = box.locator("tbody tr:visible")
    assert rows.count() == 20
    tools.get_by_role("button", name="Show all 36 rows").click()
    expect(rows).to_have_count(36)
    assert page.complaints == []


COPIED = """selector => {
    const table = document.querySelector(selector);
    getSelection().selectAllChildren(table);
    const clipboardData = new DataTransfer();
    table.dispatchEvent(new ClipboardEvent('copy', { clipboardData, bubbles: true, cancelable: true }));
    return clipboardData.getData('text/plain').split('\\n').map(line => line.split('\\t'));
}"""


def test_copied_cells_are_numbers_that_a_spreadsheet_reads(visit):
    page = visit("silicon")
    lines = page.evaluate(COPIED, ".table-scroll table")
    row = {line[0]: line[1:] for line in lines}
    assert row["[120] Chen 2018"][-1] == "5000"  # 5,000 on the page
    assert row["[48] Wada 2016"] == ["NP-Si", "1", "1", "yes", "65.6", "77", "2100", "100"]
    assert row["[94] Shen 2012"][1:3] == ["", ""]  # and no dash
    open_look_up(page)
    page.locator(".grids summary").first.click()
    whole(page.locator(".grids details").first)
    printed = {line[0]: line[1:] for line in page.evaluate(COPIED, ".grids table")}
    corrected = printed["[97] Han 2019"]  # 0.2 * on the page, and copied without its mark
    assert corrected[corrected.index("50") + 1] == "0.2"


def rows_of_figures(chapter):
    """By the name of each chart that is no explorer: its rows, and the table that shows them."""
    for cell in nbformat.read(ROOT / "chapters" / f"{chapter}.ipynb", as_version=4).cells:
        for output in cell.get("outputs", []):
            spec = output.get("data", {}).get(VEGA_MIME)
            if spec and not spec.get("usermeta") and len(spec["datasets"]) == 1:
                shown = outputs.spec_table(spec)
                table = [
                    shown["columns"],
                    *(list(map(outputs._cell, r, shown["digits"])) for r in shown["rows"]),
                ]
                yield cell.metadata.mystnb.figure.name, spec["datasets"]["data-1"], table


OPENED = """figure => {
    figure.querySelector('.chart-data').open = true;
    return [...figure.querySelectorAll('.chart-data tr')].map(row => [...row.cells].map(c => c.textContent));
}"""
DRAWN_ROWS = """figure => {
    const spec = JSON.parse(figure.querySelector('.chart-spec').textContent);
    return window.figureRows(figure.querySelector('.chart'), spec.data.find(part => part.fields).fields);
}"""


@pytest.mark.parametrize("name", ["audit", "outlook"])  # flags, empty texts, large numbers
def test_the_fold_of_a_figure_has_the_rows_of_its_chart_and_shows_them(share, name):
    page = share(name)
    figures = list(rows_of_figures(name))
    assert len(figures) >= 2
    for figure, rows, table in figures:
        place = page.locator(f"#{figure}")
        assert place.evaluate(DRAWN_ROWS) == rows
        assert eventually(lambda place=place: place.evaluate(OPENED)) == table
        assert place.evaluate(DRAWN_ROWS) == rows  # now that the text has become a table
        place.evaluate("figure => { figure.querySelector('.chart-data').open = false; }")
    assert page.complaints == []


CELLS = {
    "1234.5678": "1,235", "1234": "1,234", "77.0": "77", "0.000123456": "0.0001235", "": "–",
    "1.234567e-07": "1.235e-07", "-0.5": "−0.5", "123456.7": "123,500", "<38": "<38", "0.0": "0",
}  # fmt: skip
FOLD = """cells => {
    const fold = document.createElement('details');
    fold.className = 'chart-data';
    fold.innerHTML = '<summary></summary><pre data-kinds="n" data-digits="s4"></pre>';
    fold.lastChild.textContent = ['x', ...cells].join('\\n');
    document.querySelector('article').append(fold);
    fold.open = true;
    return new Promise(done => fold.addEventListener('toggle', () => {
        done([...fold.querySelectorAll('td')].map(cell => cell.textContent));
        fold.remove();
    }));
}"""


@pytest.mark.parametrize("name", ["audit"])
def test_a_cell_of_a_fold_is_shown_for_a_reader(share, name):
    assert share(name).evaluate(FOLD, list(CELLS)) == list(CELLS.values())


def test_what_is_for_looking_up_opens_by_keyboard_address_contents_and_search(visit, addresses):
    page = visit("antimony")
    fold = page.locator("#look-up > details.look-up")
    inside = page.locator("#every-number-of-this-section h3")
    expect(fold.locator("> summary")).to_contain_text("Every number of this section; ")
    expect(inside).to_be_hidden()
    fold.locator("> summary").press("Enter")
    expect(inside).to_be_visible()
    fold.locator("> summary").press("Enter")
    expect(inside).to_be_hidden()
    link = page.locator(".page-toc a[href='#every-number-of-this-section']").last
    link.evaluate("link => link.click()")  # the contents show it when its section is in sight
    expect(inside).to_be_visible()
    assert page.complaints == []
    fold.locator("> summary").press("Enter")
    page.evaluate("() => dispatchEvent(new Event('beforeprint'))")
    expect(inside).to_be_hidden()  # on paper as on the page
    page.goto(f"{addresses['http']}/search.html?q=every+number+of+this+section")
    page.locator("#search-found a[href*='antimony']").first.click()
    page.wait_for_url("**/antimony.html**")
    expect(inside).to_be_visible()


def test_an_address_opens_its_finding(visit):
    page = visit("silicon", "file")
    open_look_up(page)
    finding = page.locator("details.finding").first
    assert not finding.locator("dl").is_visible()
    finding.locator("summary").press("Enter")
    expect(finding.locator("dl")).to_be_visible()
    finding.get_by_role("link", name="In the audit").click()
    page.wait_for_url("**/audit.html#impossible-efficiency-table-3-row-12")
    expect(page.locator("#impossible-efficiency-table-3-row-12 dl")).to_be_visible()
    assert page.complaints == []


def test_the_list_of_findings_leads_to_each(visit):
    page = visit("audit")
    open_look_up(page)
    grid = page.locator(".grids", has=page.get_by_label("Filter severity")).first
    grid.get_by_label("Filter severity").select_option("typographical")
    grid.get_by_label("Filter chapter").select_option("tin")
    link = grid.locator("tbody tr:visible a").first
    name = link.text_content()
    link.click()
    expect(page.locator(f"#{name} dl")).to_be_visible()
    assert page.locator("details.finding[open]").count() == 1
    assert page.complaints == []


def test_a_cause_opens_at_its_address_and_leads_to_its_findings(visit):
    page = visit("silicon", "file")
    open_look_up(page)
    finding = page.locator("details.finding").first
    finding.locator("summary").press("Enter")
    finding.get_by_role("link", name="Its cause").click()
    page.wait_for_url("**/audit.html#cause-efficiency-above-100-percent")
    cause = page.locator("#cause-efficiency-above-100-percent")
    expect(cause.locator("dl")).to_be_visible()
    cause.get_by_role("link", name="Table 3, row 12, ICE").click()
    expect(page.locator("#impossible-efficiency-table-3-row-12 dl")).to_be_visible()
    assert page.complaints == []


def test_an_address_that_names_nothing_is_harmless(visit):
    page = visit("audit")
    for name in ("%", "%E0%A4%A", "no-such-finding", "%00", "'\"<"):
        page.evaluate("name => { location.hash = name; }", name)
        page.reload()
        page.wait_for_function("document.readyState === 'complete'")
    assert page.locator("details.finding[open]").count() == 0
    assert page.complaints == []


def test_every_finding_has_its_address(site):
    def page(name):
        return html.parse(str(site / "chapters" / f"{name}.html"))

    names = page("audit").xpath("//details[contains(@class, 'finding')]/@id")
    assert sorted(names) == sorted(audit.run()["finding"])
    gone = page("audit").xpath("//ul[contains(@class, 'withdrawn')]/li/@id")
    assert sorted(gone) == sorted(audit.withdrawn()["finding"])
    causes = page("audit").xpath("//details[contains(@class, 'cause')]")
    assert [cause.get("id") for cause in causes] == [f"cause-{n}" for n in audit.causes()["cause"]]
    places = [link for cause in causes for link in cause.xpath(".//li/a/@href")]
    assert sorted(places) == sorted(f"#{name}" for name in names)
    for chapter in set(audit.run()["chapter"]):
        links = page(chapter).xpath("//details[contains(@class, 'finding')]//a/@href")
        own = audit.select(audit.run(), chapter=chapter)
        both = zip(own["finding"], own["cause"], strict=True)
        assert links == [
            f"audit.html#{a}" for name, cause in both for a in (name, f"cause-{cause}")
        ]


WIDEST = "document.documentElement.scrollWidth"


@pytest.mark.parametrize("name", ["germanium"])
def test_a_chart_keeps_to_the_page_when_the_window_changes(share, name):
    page = share(name)
    for width in (1280, 700, 1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        settled(page)
        assert eventually(lambda: page.evaluate(WIDEST) <= width)  # noqa: B023
        settled(page)
        assert page.evaluate(WIDEST) <= width
    page.set_viewport_size(DESKTOP)
    settled(page)


@pytest.mark.parametrize("name", ["germanium"])
def test_a_solution_is_folded_and_opens(share, name):
    page = share(name)
    solution = page.locator("div.solution.dropdown, div.dropdown.solution").first
    text = solution.get_by_text("A mark counts if it has the family and the colour of 1 C.")
    assert not text.is_visible()
    solution.locator("button").first.press("Enter")
    text.wait_for(state="visible")
    solution.locator("button").first.press("Enter")
    text.wait_for(state="hidden")


def test_the_front_door_opens_the_landing_page(browser, addresses):
    page = browser.new_page()
    page.goto(f"{addresses['file']}/index.html")
    page.wait_for_url("**/chapters/index.html")
    assert page.title().startswith("Porous Alloy Anodes")
    page.close()


def test_a_page_shows_its_charts_before_and_without_scripts(browser, addresses):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{addresses['file']}/chapters/silicon.html")
    for chart in page.locator(".chart").all():
        still = chart.locator(".chart-view svg")
        assert still.bounding_box()["height"] > 100
        assert still.locator("path").count() > 3
    first = page.locator(".explorer").first
    assert first.locator(".readings dd").first.inner_text() == "0.733"
    context.close()


@pytest.mark.parametrize("name", ["silicon"])
def test_on_paper_there_is_what_can_be_read_on_paper(share, name):
    page = share(name)
    page.emulate_media(media="print")
    assert page.locator(".chart svg").first.is_visible()
    assert page.locator("table").first.is_visible()
    for screen_only in (".figure-links", ".bd-sidebar-primary", ".explorer button[type=reset]"):
        assert not page.locator(screen_only).first.is_visible(), screen_only
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280
    page.set_viewport_size(PHONE)
    page.evaluate("document.getElementById('pst-back-to-top').style.display = 'block'")  # scrolled
    assert not page.locator("#pst-back-to-top").is_visible()
    page.evaluate("document.getElementById('pst-back-to-top').style.removeProperty('display')")
    page.emulate_media(media="null", color_scheme="light")
    page.set_viewport_size(DESKTOP)
    settled(page)


def test_motion_is_spared_for_who_asks(browser, addresses):
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{addresses['file']}/chapters/silicon.html")
    moving = """() => [...document.querySelectorAll('*')].filter(e => {
        const s = getComputedStyle(e);
        return parseFloat(s.transitionDuration) > 0.01 || parseFloat(s.animationDuration) > 0.01;
    }).length"""
    assert page.evaluate(moving) == 0
    context.close()


def test_text_of_a_reader_never_becomes_markup(visit):
    """What a table or a reading shows is text, whatever stands in it."""
    page = visit("index")
    page.evaluate("""() => {
        document.querySelector('.explorer .rows tbody tr').dataset.key = '<img src=x onerror=alert(1)>';
    }""")
    page.locator("#fig-index-all .rows tbody button").first.click()
    settled(page)
    assert page.locator("#fig-index-all img").count() == 0
    assert page.complaints == []
