"""Pages that are drawn soon: pictures of few parts that look the same, parts that wait out of sight.

What waits must still be found, linked, printed and read aloud. Run with a browser in ANODES_BROWSER.
"""

import io

import bench
import nbformat
import numpy as np
import pytest
import vl_convert
from conftest import DESKTOP, PHONE, ROOT, eventually, settled
from lxml import etree
from matplotlib import image
from playwright.sync_api import expect

from anodes.publish.lean import lean, short
from anodes.publish.outputs import drawing
from anodes.viz.static import DRAWING_MIME, SVG_MIME


def leaned(body):
    picture = etree.fromstring(f'<svg xmlns="http://www.w3.org/2000/svg">{body}</svg>')
    lean(picture)
    text = etree.tostring(picture, encoding="unicode")
    return text.replace(' xmlns="http://www.w3.org/2000/svg"', "")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('<g id="a">\n <path d="M0,0h2"/>\n</g>', '<svg><path d="M0,0h2"/></svg>'),
        ('<g transform="translate(0,0)"><g/><defs/></g>', "<svg/>"),
        ('<path d="M0,0h2" fill="none"/>', "<svg/>"),
        ('<path d="M0,0h2" display="none"/><style>*{}</style>', "<svg/>"),
        ('<g fill="none"><g stroke="red"><path d="M0,0h2"/></g></g>',
         '<svg fill="none" stroke="red"><path d="M0,0h2"/></svg>'),
        ('<text font-size="12px" x="1">a</text><path d="M0,0h2"/><text font-size="12px">b</text>',
         '<svg font-size="12px"><text x="1">a</text><path d="M0,0h2"/><text>b</text></svg>'),
        ("<text>a <tspan>b</tspan> c</text>", "<svg><text>a <tspan>b</tspan> c</text></svg>"),
        ('<clipPath id="p"><path d="M0,0h2" fill="none"/></clipPath><path clip-path="url(#p)" d="M0,0h2"/>',
         '<svg><clipPath id="p"><path d="M0,0h2" fill="none"/></clipPath>'
         '<path clip-path="url(#p)" d="M0,0h2"/></svg>'),
        ('<g stroke-width="2"><path d="M0,0h2" stroke-width="1"/><path d="M0,0h3"/></g>',
         '<svg stroke-width="2"><path d="M0,0h2" stroke-width="1"/><path d="M0,0h3"/></svg>'),
    ],
)  # fmt: skip
def test_a_picture_says_once_what_is_seen(body, expected):
    assert leaned(body) == expected


UPRIGHT = '<line transform="translate({},-9)" x2="0" y2="9" stroke="red"/>'


def test_lines_of_a_grid_become_one_path():
    both = UPRIGHT.format(1) + UPRIGHT.format(2.5)
    assert leaned(both) == '<svg stroke="red"><path d="M1,-9v9M2.5,-9v9"/></svg>'


@pytest.mark.parametrize(
    "other",
    [
        UPRIGHT.format(1),  # the same place: two are darker than one
        UPRIGHT.format(2).replace("red", "blue"),
        '<line x2="9" y2="0" stroke="red"/>',  # it crosses the first
        '<line x2="9" y2="9" stroke="red"/>',
        UPRIGHT.format(2).replace("translate(2,-9)", "rotate(9)"),
    ],
)
def test_lines_that_differ_stay_apart(other):
    assert leaned(UPRIGHT.format(1) + other).count("<line") == 2


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("M 1.25 -2.00 L 1 0 L 0.95 -0.05 z ", "m1.25-2l-.25 2-.05-.05z"),
        ("M 1 1 L 2 2 z M 5 5 L 6 6", "m1 1l1 1zm4 4l1 1"),  # after z a path is where it began
        ("M 1 1 M 3 3 L 4 4", "m1 1m2 2l1 1"),
        ("M 0 3 C 0.79 3 1.55 2.68 2.12 2.12 Q 3 3 3 0", "m0 3c.79 0 1.55-.32 2.12-.88q.88 .88 .88-2.12"),
        ("M 0 0 L 1e-05 1", "M 0 0 L 1e-05 1"),
        ("M0,0h2v2", "M0,0h2v2"),
    ],
)  # fmt: skip
def test_a_path_is_written_as_steps(path, expected):
    assert short(path) == expected


def stored(chapter):
    for cell in nbformat.read(ROOT / "chapters" / f"{chapter}.ipynb", as_version=4).cells:
        for output in cell.get("outputs", []):
            if DRAWING_MIME in output.get("data", {}):
                yield output["data"][SVG_MIME]


def pixels(svg):
    return image.imread(io.BytesIO(vl_convert.svg_to_png(svg, scale=2)))


@pytest.mark.slow
@pytest.mark.parametrize("chapter", ["introduction", "silicon"])
def test_a_lean_drawing_looks_as_before(chapter):
    """As resvg paints it, which is no browser."""
    for before in stored(chapter):
        made = drawing(before, "").removeprefix('<div class="drawing">').removesuffix("</div>")
        after = made.replace("currentColor", "#14181e")
        assert len(after) < 0.7 * len(before)
        first, second = pixels(unstyled(before, like=etree.fromstring(after))), pixels(after)
        assert first.shape == second.shape
        assert np.abs(first - second).mean() < 0.0005


def unstyled(svg, like):
    """As wide as another, and without the rules for all lines, which no page may hold."""
    picture = etree.fromstring(svg.encode())
    for name in ("width", "height"):
        picture.set(name, like.get(name))
    for style in picture.findall(".//{*}style"):
        style.getparent().remove(style)
    return etree.tostring(picture, encoding="unicode")


THEMES = """
    window.themes = [];
    new MutationObserver(() => window.themes.push([!!document.body, document.documentElement.dataset.theme]))
        .observe(document, { subtree: true, attributeFilter: ["data-theme"] });
"""


@pytest.mark.parametrize(
    ("name", "system", "mode", "theme", "expected"),
    [("germanium", "dark", "light", "light", "light"),  # with charts
     ("credits", "light", None, None, "light"), ("credits", "dark", None, None, "dark"),
     ("credits", "light", "dark", "dark", "dark"), ("credits", "dark", "auto", "light", "dark")],
)  # fmt: skip
def test_light_or_dark_is_settled_before_a_page_is_drawn(
    browser, addresses, name, system, mode, theme, expected
):
    context = browser.new_context(color_scheme=system)
    page = context.new_page()
    if mode:
        page.goto(f"{addresses['http']}/_static/favicon.svg")
        page.evaluate("kept => Object.assign(localStorage, kept)", {"mode": mode, "theme": theme})
    page.add_init_script(THEMES)
    page.goto(f"{addresses['http']}/chapters/{name}.html")
    themes = page.evaluate("window.themes")
    assert [value for body, value in themes if not body][-1] == expected
    assert {value for body, value in themes if body} <= {expected}
    assert page.evaluate("document.documentElement.dataset.theme") == expected
    context.close()


WAITS = """() => [...document.querySelectorAll('.drawing svg')]
    .map((svg) => !svg.querySelector('text').checkVisibility({ contentVisibilityAuto: true }))"""
SIZES = """() => [...document.querySelectorAll('.drawing svg')].map((svg) => {
    const box = svg.getBoundingClientRect();
    return [box.width, box.height, svg.getAttribute('width') / svg.getAttribute('height')];
})"""


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE])
def test_a_drawing_out_of_sight_has_its_size(visit, viewport):
    page = visit("introduction", viewport=viewport)
    waiting, before = page.evaluate(WAITS), page.evaluate(SIZES)
    assert waiting[-1]
    for width, height, ratio in before:
        assert width <= viewport["width"]
        assert width / height == pytest.approx(ratio, rel=0.005)
    for picture in page.locator(".drawing svg").all():
        picture.scroll_into_view_if_needed()
        settled(page)
    assert page.evaluate(SIZES) == before
    assert not any(page.evaluate(WAITS)[-1:])


def test_what_waits_is_found_linked_and_read_aloud(visit):
    page = visit("introduction")
    last = page.locator("figure:has(.drawing)").last
    label, picture = last.get_attribute("id"), last.locator(".drawing svg")
    assert page.evaluate(WAITS)[-1]
    name = picture.get_attribute("aria-label")
    assert page.get_by_role("img", name=name, exact=True).count() == 1
    page.goto(f"{page.url}#{label}")
    assert eventually(lambda: -5 < last.bounding_box()["y"] < 900)
    word = picture.locator("text").last.text_content()
    page.goto(f"{page.url.split('#')[0]}#")
    page.reload()
    assert page.evaluate(WAITS)[-1]
    assert page.evaluate("word => find(word, true, true)", word)  # the last place, from the end
    expect(picture).to_be_in_viewport()


SKIPPED = """() => [...document.querySelectorAll('.drawing text, .chart-view text, td, th')]
    .filter((e) => e.checkVisibility() && !e.checkVisibility({ contentVisibilityAuto: true })).length"""


@pytest.mark.parametrize("name", ["introduction", "synthesis"])
def test_nothing_waits_on_paper(visit, name):
    page = visit(name)
    assert page.evaluate(SKIPPED) > 0
    page.emulate_media(media="print")
    assert page.evaluate(SKIPPED) == 0


ROWS = ".explorer .rows tbody tr"


def test_rows_of_an_explorer_are_there_with_and_without_scripts(browser, addresses):
    for scripts in (True, False):
        context = browser.new_context(java_script_enabled=scripts, viewport=DESKTOP)
        page = context.new_page()
        page.goto(f"{addresses['http']}/chapters/index.html")
        row = page.locator(ROWS).first
        row.scroll_into_view_if_needed()
        expect(row).to_contain_text("Table 3, row 1", use_inner_text=True)
        context.close()


def test_rows_of_an_explorer_wait_for_the_page(browser, addresses):
    """Nothing of them is laid out until the page is loaded, unless it is printed."""
    page = browser.new_context(viewport=DESKTOP).new_page()
    page.add_init_script("""addEventListener('DOMContentLoaded', () => {
        const row = document.querySelector('.explorer .rows tbody tr');
        window.there = row.checkVisibility({ contentVisibilityAuto: true });
    })""")
    page.goto(f"{addresses['http']}/chapters/index.html")
    assert page.evaluate("window.there") is False
    page.context.close()


PARTS = ":is(.bd-article > section, .bd-article > section > section) > section"
LAID_OUT = f"""() => [...document.querySelectorAll('{PARTS}')].map((part) =>
    part.querySelector('h2, h3').checkVisibility({{ contentVisibilityAuto: true }}))"""
WATCHED = f"""
    window.moved = 0;
    new PerformanceObserver((list) => {{ for (const {{ value }} of list.getEntries()) window.moved += value; }})
        .observe({{ type: 'layout-shift', buffered: true }});
    addEventListener('DOMContentLoaded', () => {{ window.atFirst = ({LAID_OUT})(); }});
"""


@pytest.fixture
def watched(browser, addresses):
    """A new tab that notes which parts of a page are laid out before it is loaded, and what moves."""
    page = browser.new_context(viewport=PHONE).new_page()
    page.add_init_script(WATCHED)
    page.base = f"{addresses['http']}/chapters/silicon.html"
    yield page
    page.context.close()


def height(page):
    return page.evaluate("document.documentElement.scrollHeight")


def test_parts_of_a_page_are_laid_out_once_it_is_loaded_and_nothing_moves(watched):
    watched.goto(f"{watched.base}#no-such-place")
    assert all(watched.evaluate("window.atFirst"))  # who comes for a place gets all at once
    whole = height(watched)
    watched.goto("about:blank")
    watched.goto(watched.base)
    first = watched.evaluate("window.atFirst")
    assert len(first) > 10
    assert not any(first[2:])
    assert eventually(lambda: all(watched.evaluate(LAID_OUT)))
    assert watched.evaluate("scrollY") == 0  # nobody had to come near
    assert height(watched) == whole
    assert watched.evaluate("window.moved") < 0.01
    watched.reload()
    assert all(watched.evaluate("window.atFirst"))


def test_no_part_of_a_page_waits_without_scripts(browser, addresses):
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)
    page = context.new_page()
    page.goto(f"{addresses['http']}/chapters/silicon.html")
    assert page.evaluate(f"document.querySelectorAll('{PARTS}').length") > 10
    assert all(page.evaluate(LAID_OUT))
    context.close()


# As a table does that shows other columns, an explorer that fills in an answer, a chart that is drawn.
CHANGES = {
    "an element": "cell => cell.append(document.createElement('button'))",
    "a hidden cell": "cell => { cell.hidden = true; }",
    "a class": "cell => cell.classList.add('odd')",
}


def restyled(page, part, change):
    """For how many elements Chromium looks for styles anew after a change of one."""
    part.evaluate("() => document.body.offsetWidth")
    session, events, ended = page.context.new_cdp_session(page), [], []
    session.on("Tracing.dataCollected", lambda sent: events.extend(sent["value"]))
    session.on("Tracing.tracingComplete", lambda sent: ended.append(sent))
    session.send("Tracing.start", {"categories": "devtools.timeline"})
    part.evaluate(f"cell => {{ ({change})(cell); document.body.offsetWidth; }}")
    session.send("Tracing.end")
    assert eventually(lambda: page.evaluate("1") and ended)
    session.detach()
    counts = [e["args"].get("elementCount") for e in events if e["name"] == "UpdateLayoutTree"]
    return sum(filter(None, counts))


def least(page, part, change):
    """The same, of three times where it is much: the page may be laying out another part of it."""
    counts = [restyled(page, part, change)]
    while counts[-1] > FEW and len(counts) < 3:
        counts.append(restyled(page, part, change))
    return min(counts)


FEW = 500  # elements; rules of the theme with `:has` ask 150 to 220 after an insertion
BROAD = """() => {
    const looks = new CSSStyleSheet();
    looks.replaceSync('.explorer > .readings:has(> :nth-child(11)) > :has(.words) { color: red }');
    document.adoptedStyleSheets.push(looks);
}"""


@pytest.mark.parametrize("name", ["dataset", "silicon"])
def test_a_change_of_one_element_costs_no_look_at_the_whole_page(visit, name):
    """A style that asks what an element contains (`:has`) can make it so, as the last one does."""
    page = visit(name)
    cell = page.locator(".table-scroll tbody tr:visible td:visible").first
    cell.scroll_into_view_if_needed()
    settled(page)
    restyled(page, cell, CHANGES["an element"])  # the first one also has what the scrolling left
    counts = {what: least(page, cell, change) for what, change in CHANGES.items()}
    assert {what: count for what, count in counts.items() if count > FEW} == {}
    assert counts["an element"] > 0
    page.evaluate(BROAD)
    assert least(page, cell, CHANGES["an element"]) > 1000


EVENTS = [
    {"name": "navigationStart", "ph": "R", "pid": 7, "tid": 1, "ts": 6900, "args": {"data": {"navigationId": "B"}}},
    {"name": "navigationStart", "ph": "R", "pid": 7, "tid": 1, "ts": 1000, "args": {"data": {"navigationId": "A"}}},
    *({"name": bench.TASK, "ph": "X", "pid": pid, "tid": tid, "ts": ts, "dur": dur, "tdur": tdur}
      for pid, tid, ts, dur, tdur in (
          (7, 1, 500, 400, 300),  # before the navigation
          (7, 1, 1100, 4000, 1500),  # waited for a processor for 2.5 ms
          (7, 2, 1100, 4000, 4000), (8, 1, 1100, 4000, 4000),  # another thread, another page
          (7, 1, 6000, 2000, 1000),  # half of it before the mark
          (7, 1, 8000, 500, 500),
      )),
    {"name": bench.TASK, "ph": "X", "pid": 7, "tid": 1, "ts": 5500, "dur": 1},  # too short to count
    {"name": bench.TASK, "ph": "B", "pid": 7, "tid": 1, "ts": 6500},
    {"name": "drawn", "ph": "R", "pid": 7, "tid": 1, "ts": 7000, "args": {"data": {"navigationId": "A"}}},
]  # fmt: skip


def test_the_measure_counts_what_a_processor_does_for_a_page():
    assert bench.worked(EVENTS) == pytest.approx(1.5 + 0.5)
