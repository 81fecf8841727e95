"""The site in a real Chromium: no network, every chart drawn, every control alive, nothing else.

Run with a browser in ANODES_BROWSER (`make test` finds one). Screenshots of every page are kept
in `_build/screenshots`.
"""

import functools
import http.server
import os
import re
import threading

import pytest
from axe_playwright_python.sync_playwright import Axe
from browser import find
from conftest import ROOT
from playwright.sync_api import sync_playwright
from test_build import toc_pages

PAGES = [page.removeprefix("chapters/") for page in toc_pages()]
SHOTS = ROOT / "_build" / "screenshots"
DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
HARMLESS = ("[PST]", "[togglebutton]")  # the theme says what it does


@pytest.fixture(scope="module")
def browser():
    path = find()
    assert path, "no Chromium: run `make test`, or set ANODES_BROWSER"
    with sync_playwright() as playwright:
        # Every host but this machine is unresolvable: a page that needs one must show it.
        arguments = ["--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"]
        arguments += ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
        opened = playwright.chromium.launch(executable_path=path, args=arguments)
        yield opened
        opened.close()


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *arguments):
        pass


@pytest.fixture(scope="module")
def addresses(site):
    handler = functools.partial(Quiet, directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield {"http": f"http://127.0.0.1:{server.server_port}", "file": site.as_uri()}
        server.shutdown()


@pytest.fixture
def visit(browser, addresses):
    """Open a page and wait until its charts are drawn; complaints are collected."""
    contexts = []

    def opened(name, scheme="http", viewport=DESKTOP, mode="light"):
        context = browser.new_context(viewport=viewport, color_scheme=mode)
        contexts.append(context)
        page = context.new_page()
        page.complaints, base = [], addresses[scheme]
        page.on("console", lambda m: m.text.startswith(HARMLESS) or page.complaints.append(m.text))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.on("request", lambda r: r.url.startswith((base, "data:", "blob:"))
                or page.complaints.append(r.url))  # fmt: skip
        page.goto(f"{base}/chapters/{name}.html")
        page.wait_for_function(
            "[...document.querySelectorAll('.chart')].every(c => c.dataset.drawn === 'yes')"
        )
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.mark.parametrize("scheme", ["http", "file"])
@pytest.mark.parametrize("name", PAGES)
def test_everything_is_drawn_with_the_network_cut(visit, name, scheme):
    page = visit(name, scheme)
    for chart in page.locator(".chart").all():
        marks = chart.locator("svg .mark-symbol path, svg .mark-rect path")
        assert marks.count() > 0
        box = chart.locator("svg").first.bounding_box()
        assert box["width"] > 300
        assert box["height"] > 100
    for drawing in page.locator(".drawing svg").all():
        assert drawing.bounding_box()["height"] > 100
        assert drawing.get_attribute("aria-label")
    for formula in page.locator("math").all():
        assert formula.bounding_box()["width"] > 0
    assert page.complaints == []


def ink(page, selector):
    return page.locator(selector).first.evaluate("e => getComputedStyle(e).fill")


def contrast(first, second):
    def light(colour):
        parts = [float(v) / 255 for v in re.findall(r"[\d.]+", colour)[:3]]
        linear = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    bright, dark = sorted((light(first), light(second)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("name", PAGES)
def test_readable_in_light_and_dark_on_desk_and_phone(visit, name, viewport, mode):
    page = visit(name, viewport=viewport, mode=mode)
    assert page.evaluate("document.documentElement.dataset.theme") == mode
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    for words in (".chart svg .role-axis-label text", ".drawing svg text"):
        if page.locator(words).count():
            assert contrast(ink(page, words), ground) > 7
    SHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SHOTS / f"{name}-{mode}-{viewport['width']}.png", full_page=True)


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_serious(visit, name, mode):
    page = visit(name, mode=mode)
    found = Axe().run(page).response["violations"]
    grave = [
        (violation["id"], violation["nodes"][0]["html"][:200], len(violation["nodes"]))
        for violation in found
        if violation["impact"] in ("serious", "critical")
    ]
    assert grave == []


@pytest.mark.parametrize("name", [page for page in PAGES if page != "bibliography"])
def test_every_control_changes_the_marks_it_should(visit, name):
    """Each select is worked by keyboard; the marks that stay are counted from the figure's table."""
    page = visit(name)
    for chart in page.locator(".chart").all():
        select = chart.locator("select")
        assert select.count() == 1
        table = chart.evaluate("c => JSON.parse(c.querySelector('.chart-spec').textContent)")
        column = next(p for p in table["params"] if p.get("bind"))["name"].removeprefix("choose_")
        (rows,) = table["datasets"].values()
        strong = """c => [...c.querySelectorAll('svg .mark-symbol.role-mark path')]
            .filter(path => parseFloat(getComputedStyle(path).opacity) > 0.5).length"""
        for option in select.locator("option").all_inner_texts():
            select.focus()
            select.select_option(option)
            expected = sum(option in ("all", str(row[column])) for row in rows)
            page.wait_for_timeout(40)
            assert chart.evaluate(strong) == expected, (name, option)
    assert page.complaints == []


def test_a_tooltip_tells_the_row(visit):
    page = visit("germanium")
    page.locator(".chart svg .mark-symbol.role-mark path").first.hover()
    tip = page.locator("#vg-tooltip-element")
    tip.wait_for(state="visible")
    assert "final capacity (mAh g⁻¹)" in tip.inner_text()
    assert "1,415" in tip.inner_text()  # the first row of Table 4


def test_a_choice_survives_the_switch_to_dark(visit):
    page = visit("silicon")
    select = page.locator(".chart select").first
    select.select_option("dealloying")
    before = ink(page, ".chart svg .role-axis-label text")
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    page.wait_for_timeout(500)
    assert page.locator(".chart select").first.input_value() == "dealloying"
    assert ink(page, ".chart svg .role-axis-label text") != before
    assert page.complaints == []


def test_a_solution_is_folded_and_opens(visit):
    page = visit("germanium")
    solution = page.locator("div.solution.dropdown, div.dropdown.solution").first
    text = solution.get_by_text("Faraday’s law does not ask")
    assert not text.is_visible()
    solution.locator("button").first.press("Enter")
    text.wait_for(state="visible")


def test_the_front_door_opens_the_landing_page(browser, addresses):
    page = browser.new_page()
    page.goto(f"{addresses['file']}/index.html")
    page.wait_for_url("**/chapters/index.html")
    assert page.title().startswith("Porous Alloy Anodes")
    page.close()
