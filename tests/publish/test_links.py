"""The address of a page holds what a reader has set: a link restores it, and Back undoes it.

The same address works from a server and from files. Run with a browser in ANODES_BROWSER.
"""

import pytest
from conftest import DESKTOP, DRAWN, eventually, pages, remaining
from playwright.sync_api import expect

OPEN = "() => document.querySelectorAll('details:has(table.grid)').forEach(d => { d.open = true; })"
GRIDS = "() => !document.querySelector('table.grid:not([data-grid])')"
STATE = """() => {
    const all = {};
    const note = (part, name, value) => { all[`${part.id} ${name}`] = value; };
    for (const figure of document.querySelectorAll('figure')) {
        for (const field of figure.querySelectorAll('.explorer form [name], .vega-bindings [name]'))
            note(figure, field.name, field.value);
        for (const reading of figure.querySelectorAll('.readings dd'))
            note(figure, reading.dataset.name, reading.textContent);
        for (const count of figure.querySelectorAll('.count')) note(figure, 'count', count.textContent);
        for (const table of figure.querySelectorAll('.explorer .rows')) {
            const sorted = [...table.querySelectorAll('[aria-sort]')];
            note(figure, 'sorted', sorted.map((head) => head.textContent + head.getAttribute('aria-sort')).join());
            note(figure, 'order', [...table.querySelectorAll('tbody tr')].map((row) => row.dataset.key).join());
        }
    }
    for (const box of document.querySelectorAll('.table-scroll:has([data-grid])')) {
        const fields = [...box.querySelectorAll('.filters :is(input, select)')];
        note(box, 'filters', fields.map((field) => field.value).join('|'));
        const sorted = [...box.querySelectorAll('[aria-sort]')];
        note(box, 'sorted', sorted.map((head) => head.textContent + head.getAttribute('aria-sort')).join());
        const rows = [...box.querySelectorAll('tbody tr:not([hidden])')];
        note(box, 'rows', rows.map((row) => row.textContent).join('|'));
    }
    return all;
}"""
# As a reader does it: every control away from its start, each grid searched, filtered and sorted.
MOVE = """() => {
    const tell = (field) => ['input', 'change'].forEach((name) => field.dispatchEvent(new Event(name, { bubbles: true })));
    const move = (field) => {
        if (field.options) field.selectedIndex = (field.selectedIndex + 1) % field.options.length;
        else if (field.type === 'range' || field.type === 'number') {
            const before = field.value;
            field.stepUp(3);
            if (field.value === before) field.stepDown(3);
        } else field.value = field.inputMode === 'decimal' ? `${+field.value + 1}` : '1';
        tell(field);
    };
    document.querySelectorAll('.explorer form [name], .vega-bindings [name]').forEach(move);
    document.querySelectorAll('.grid-tools input').forEach(move);
    for (const table of document.querySelectorAll('table.grid, .explorer .rows table')) {
        if (table.matches('.grid')) move(table.querySelector('.filters :is(input, select)'));
        const head = [...table.querySelectorAll('thead button')].at(-1);
        head.click();
        head.click();
    }
}"""


def opened(page):
    """Open the folds of all grids, and wait until each is a grid."""
    page.evaluate(OPEN)
    page.wait_for_function(GRIDS)


def go(page, address):
    """Follow a link as somebody who has not been on the page."""
    page.goto("about:blank")
    page.goto(address)
    page.wait_for_function(DRAWN)


def becomes(page, wanted):
    """Wait until the page is in a state; what is not as it is in it."""

    def differing():
        now = page.evaluate(STATE)
        return {k: (v, now.get(k)) for k, v in wanted.items() if now.get(k) != v}

    return remaining(differing)


@pytest.mark.parametrize("name", pages())
def test_a_link_restores_every_control(leave_phone, addresses, name):
    """One that was made on a phone, from the server, on a desk, of files."""
    page = leave_phone(name)
    if not page.locator(".explorer, .vega-bindings *, table.grid").count():
        return  # nothing to set
    opened(page)
    start = page.evaluate(STATE)
    page.evaluate(MOVE)
    page.wait_for_function("() => location.hash.includes('?')")
    page.evaluate("() => new Promise((go) => requestIdleCallback(go, { timeout: 500 }))")
    wanted = page.evaluate(STATE)
    same = [name for name, value in wanted.items() if start[name] == value]
    assert not [name for name in same if name.endswith(("filters", "sorted"))], same

    link = page.url.replace(addresses["http"], addresses["file"])
    page.goto("about:blank")  # before it would be drawn for a desk
    page.set_viewport_size(DESKTOP)
    go(page, link)
    opened(page)
    assert becomes(page, wanted) == {}
    address = page.url
    page.goto(address.split("#")[0] + "#?")  # nothing is said: everything as at the start
    assert becomes(page, start) == {}
    page.goto(address)
    assert becomes(page, wanted) == {}
    page.go_back()
    assert becomes(page, start) == {}
    assert page.complaints == []


def copied(page, button):
    """What a button copies."""
    page.evaluate(
        """() => Object.defineProperty(navigator, 'clipboard',
            { configurable: true, value: { writeText: async (text) => { window.copiedText = text; } } })"""
    )
    button.click()
    expect(button.locator("xpath=following-sibling::*[@role='status']")).to_have_text("Link copied")
    return page.evaluate("window.copiedText")


def test_columns_and_rows_of_a_table_are_in_its_link(visit):
    page = visit("dataset")
    box = page.locator("#grid-the-electrodes-of-tables-3-to-5")
    box.scroll_into_view_if_needed()
    tools = box.locator("xpath=preceding-sibling::*[@class='table-tools']")
    tools.get_by_text("Choose columns").click()
    ion = tools.get_by_label("ion", exact=True)
    ion.uncheck()
    tools.get_by_role("button", name="Show all 60 rows").click()
    heads = box.locator("thead tr:first-child th:visible")
    left, shown_heads = heads.count(), heads.all_text_contents()
    page.locator(".grid-tools").first.get_by_role("searchbox").fill("Sb")
    link = copied(page, page.locator(".grid-tools .copy-link").first)
    assert link.partition("#")[2].startswith("grid-the-electrodes-of-tables-3-to-5?")

    go(page, link)
    assert eventually(lambda: heads.count() == left)
    assert heads.all_text_contents() == shown_heads
    assert "ion" not in shown_heads
    rows = box.locator("tbody tr:not([hidden])")
    expect(tools.get_by_role("button", name="Show fewer rows")).to_be_visible()
    assert 0 < rows.count() < 60
    assert all("Sb" in row for row in rows.all_text_contents())
    assert page.complaints == []


@pytest.mark.parametrize("scheme", ["http", "file"])
def test_an_area_and_a_picked_row_are_in_the_link(visit, scheme):
    page = visit("index", scheme)
    box = page.locator("#fig-index-all")
    count = box.locator(".count")
    box.locator(".chart").scroll_into_view_if_needed()
    ground = box.locator(".chart svg path.background").first
    ground.hover(force=True)  # once nothing above it grows any more
    plot = ground.bounding_box()
    page.mouse.move(plot["x"] + plot["width"] * 0.3, plot["y"] + plot["height"] * 0.3)
    page.mouse.down()
    page.mouse.move(plot["x"] + plot["width"] * 0.7, plot["y"] + plot["height"] * 0.7, steps=5)
    page.mouse.up()
    expect(count).not_to_have_text("60 of 60 rows")
    box.locator(".rows tbody button:visible").nth(1).click()
    row = box.locator(".rows [aria-pressed=true]").inner_text()
    number = count.inner_text()
    assert eventually(lambda: "area=" in page.url and "picked=" in page.url), page.url
    link = copied(page, box.get_by_role("button", name="Copy link"))
    assert link == page.url

    go(page, link)
    expect(count).to_have_text(number)
    expect(box.locator(".rows [aria-pressed=true]")).to_have_text(row)
    page.evaluate("document.documentElement.dataset.theme = 'dark'")  # the chart is drawn again
    ring = "() => document.querySelectorAll('#fig-index-all .chart svg .mark-symbol path[stroke=\"#767676\"]').length > 0"
    assert eventually(lambda: page.evaluate(ring))
    expect(count).to_have_text(number)
    assert page.complaints == []


def test_back_undoes_one_control_after_the_other(visit):
    page = visit("silicon")
    field, phase = (page.locator(f"#fig-si-explore [name={n}]") for n in ("porosity", "phase"))
    start = field.input_value()
    for value in ("0.7", "0.8"):  # one control that moves twice is one step
        field.fill(value)
    phase.select_option("Na15Sn4")
    page.go_back()
    expect(phase).not_to_have_value("Na15Sn4")
    expect(field).to_have_value("0.8")
    page.go_back()
    expect(field).to_have_value(start)
    page.go_forward()
    expect(field).to_have_value("0.8")
    page.locator(".bd-toc a[href^='#']:visible").first.click()  # an anchor changes nothing
    expect(field).to_have_value("0.8")
    page.go_back()
    expect(field).to_have_value("0.8")
    assert page.complaints == []


JUNK = (
    "porosity=lots&phase=Li99Si&picked=x&area=1+2&unknown=3&fig-si-rate.choose_paper=none"
    "&fig-none.a=b&grid-table-3-as-printed.sort=99&grid-table-3-as-printed.77=x&=&%"
)


def test_an_address_that_cannot_be_meant_changes_nothing(visit):
    page = visit("silicon")
    opened(page)
    start = page.evaluate(STATE)
    go(page, f"{page.url.split('#')[0]}#fig-si-explore?{JUNK}")
    opened(page)
    assert becomes(page, start) == {}
    top = page.locator("#fig-si-explore").evaluate("figure => figure.getBoundingClientRect().top")
    assert abs(top) < 300  # the place itself is found
    assert page.complaints == []
