"""Whether every table of a page fits its place: no column out of sight without a control."""

from __future__ import annotations

import re

from conftest import remaining

# Each table of the page, its folds opened: whether columns reach beyond the box that they scroll in,
# or are hidden, the controls above it, and whether rows scroll in a box.
TABLES = """() => {
    for (const fold of document.querySelectorAll('article details:has(table, .table-scroll)')) fold.open = true;
    for (const box of document.querySelectorAll('article :is(.table-scroll, .pst-scrollable-table-container)'))
        box.dispatchEvent(new Event('table', { bubbles: true }));  // as when it comes near
    return [...document.querySelectorAll('article table')].filter((table) => table.checkVisibility()).map((table) => {
        const box = table.closest('.table-scroll, .pst-scrollable-table-container'), around = [], tools = [];
        for (let line = box?.previousElementSibling; line?.matches('.table-tools, .grid-tools'); line = line.previousElementSibling)
            tools.push(line.textContent);
        for (let part = table; part.localName !== 'article'; part = part.parentElement) around.push(part);
        const looks = around.map((part) => getComputedStyle(part));
        const holds = (axis, size) => around.some((part, i) => looks[i][`overflow${axis}`] !== 'visible'
            && part[`scroll${size}`] > part[`client${size}`] + 8);
        return {
            name: box?.getAttribute('aria-label') ?? table.textContent.trim().slice(0, 60),
            cut: holds('X', 'Width'),
            hidden: [...table.querySelectorAll('thead :is(th, td)')].some((cell) => cell.hidden),
            tools: tools.join(' '),
            scrolls: looks.some((its) => its.maxHeight !== 'none' && its.overflowY !== 'visible')
                || (!box && holds('Y', 'Height')),
        };
    });
}"""
SAID = re.compile(r"Show (all \d+|fewer) columns")


def faulty(tables):
    """The tables with columns out of sight that no control names, or rows that scroll in a box."""
    return [
        table
        for table in tables
        if ((table["hidden"] or table["cut"]) and not SAID.search(table["tools"]))
        or table["scrolls"]
    ]


def tables_that_do_not_fit(page, width):
    """The faulty tables of a page that is this wide, once its scripts have fitted them."""
    page.set_viewport_size({"width": width, "height": 900})
    return remaining(lambda: faulty(page.evaluate(TABLES)), seconds=20)
