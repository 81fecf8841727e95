"""One file of styles, scripts that wait for the page, and no script that a page does not use."""

import re
from types import SimpleNamespace

import pytest
from conftest import PHONE, eventually, pages
from lxml import html

from anodes.publish import together

HEAD = """<head><script src="../_static/storage.js"></script><script src="../_static/mode.js"></script>
<noscript><link rel="stylesheet" href="../_static/moved/1.css"></noscript>
<link href="../_static/deep/a.css?digest=1" rel="stylesheet" />
<link rel="stylesheet" type="text/css" href="../_static/own.css?v=2" />
<script src="../_static/theme.js?v=3"></script><script data-x="y" src="../_static/tabs.js"></script>
<script src="../_static/buttons.js?v=4"></script><link rel="icon" href="../_static/i.svg"></head>
<body><script type="application/json">{"src": 1}</script><script defer src="b.js"></script></body>"""


@pytest.fixture
def made(tmp_path):
    files = {
        "chapters/a.html": HEAD, "slides/a.html": '<link rel="stylesheet" href="../_static/deck.css">',
        "_static/basic.css": "p{c:url(file.png)}", "_static/deck.css": "d{}",
        "_static/deep/a.css": '@charset "UTF-8";@import "../basic.css";\n/* a word */\n/*! license */\n'
        "@font-face{src:url(../fonts/f.woff2),url('data:x;y')}"
        ":root{--read:1;--unread:url(\"data:x;}y\");--unread-too:var(--by-unread);--by-unread:2;--script:3;--on-paper:4}",
        "_static/own.css": "q{a:var(--read)}", "_static/s.js": 'get("--script")',
        "_static/moved/1.css": "m{}", "_static/print.css": "r{a:var(--on-paper)}",
    }  # fmt: skip
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    app = SimpleNamespace(outdir=tmp_path, builder=SimpleNamespace(name="html"))
    together._bring_together(app, None)
    return tmp_path


def test_a_page_has_one_file_of_styles_in_their_order(made):
    styles = (made / "_static/styles.css").read_text(encoding="utf-8")
    assert re.sub(r"\s", "", styles) == (
        "p{c:url(file.png)}/*!license*/@font-face{src:url(fonts/f.woff2),url('data:x;y')}"
        ":root{--read:1;--script:3;--on-paper:4}q{a:var(--read)}"
    )
    left = {path.relative_to(made / "_static").as_posix() for path in made.rglob("*.css")}
    assert left == {"styles.css", "print.css", "deck.css", "moved/1.css"}
    page = html.parse(str(made / "chapters/a.html"))
    (link,) = page.xpath("//link[@rel='stylesheet'][not(ancestor::noscript)]/@href")
    assert re.fullmatch(r"\.\./_static/styles\.css\?v=[0-9a-f]{8}", link)
    assert "deck.css" in (made / "slides/a.html").read_text(encoding="utf-8")


def test_scripts_wait_for_the_page_but_those_that_would_be_seen(made):
    page = html.parse(str(made / "chapters/a.html"))
    waiting = {s.get("src"): s.get("defer") is not None for s in page.xpath("//script[@src]")}
    assert waiting == {
        "../_static/storage.js": False, "../_static/mode.js": False,
        "../_static/theme.js?v=3": True, "../_static/tabs.js": True,
        "../_static/buttons.js?v=4": False, "b.js": True,
    }  # fmt: skip
    assert '<script type="application/json">{"src": 1}' in (made / "chapters/a.html").read_text(
        encoding="utf-8"
    )


def test_nothing_is_brought_together_for_other_builders_or_after_an_error(tmp_path):
    (tmp_path / "a.html").write_text(HEAD, encoding="utf-8")
    for builder, error in (("latex", None), ("html", ValueError())):
        app = SimpleNamespace(outdir=tmp_path, builder=SimpleNamespace(name=builder))
        together._bring_together(app, error)
    assert (tmp_path / "a.html").read_text(encoding="utf-8") == HEAD


ALWAYS = "//main"
NEEDED_BY = {  # each script that a page may load, and what the page then has
    "storage.js": ALWAYS, "buttons.js": ALWAYS, "address.js": ALWAYS,
    "paper.js": ALWAYS, "documentation_options.js": ALWAYS, "sphinx-book-theme.js": ALWAYS, "bootstrap.js": ALWAYS,
    "pydata-sphinx-theme.js": ALWAYS,
    "charts.js": "//div[@class='chart']", "explorers.js": "//div[contains(concat(@class, ' '), 'explorer ')]",
    "rows.js": "//details[@class='chart-data']", "grids.js": "//table[contains(@class, 'grid')]",
    "sorting.js": "//table[contains(@class, 'grid')]|//div[contains(concat(@class, ' '), 'explorer ')]",
    "tables.js": "//div[contains(@class, 'table-scroll') or contains(@class, 'pst-scrollable-table')]",
    "spreadsheet.js": "//div[contains(@class, 'table-scroll') or contains(@class, 'pst-scrollable-table')]",
    "numbers.js": "//div[contains(concat(@class, ' '), 'chart ') or contains(concat(@class, ' '), 'explorer ')]|//details[@class='chart-data']",
    "questions.js": "//form[contains(@class, 'answer')]",
    "code.js": "//details[contains(@class, 'above-input')]",
    "clipboard.min.js": "//div[@class='highlight']", "copybutton.js": "//div[@class='highlight']",
    "togglebutton.js": "//div[contains(@class, 'admonition')][contains(@class, 'dropdown')]",
    "folds.js": "//details[contains(@class, 'finding') or contains(@class, 'look-up') or contains(@class, 'cause')]",
    "bibliography.js": "//div[@class='entry']", "search.js": "//*[@id='search-found']",
    "words.js": "//div[@class='entry']|//*[@id='search-found']",
    "check.js": "//*[@id='several-electrodes-at-once']",
    "several.js": "//*[@id='several-electrodes-at-once']",
}  # fmt: skip
MOVED = {  # what a short script begins with that a theme wrote into pages: what the page then has
    "document.documentElement.dataset": ALWAYS,
    "DOCUMENTATION_OPTIONS.search_as_you_type": ALWAYS,
    "let toggle": NEEDED_BY["togglebutton.js"],
    "var toggle": NEEDED_BY["togglebutton.js"],
}


@pytest.mark.parametrize("name", ["search", *(f"chapters/{name}" for name in pages())])
def test_a_page_loads_the_scripts_that_it_needs_and_no_other(site, name):
    page = html.parse(str(site / f"{name}.html"))
    loaded = [
        src.partition("?")[0].rpartition("_static/")[2] for src in page.xpath("//script/@src")
    ]
    for file in loaded:
        if file.startswith("moved/"):
            text = (site / "_static" / file).read_text(encoding="utf-8")
            (needed,) = (where for begin, where in MOVED.items() if text.startswith(begin))
        else:
            needed = NEEDED_BY[file.rpartition("/")[2]]
        assert page.xpath(needed), file
    there = {file.rpartition("/")[2] for file in loaded}
    missing = {file for file, needed in NEEDED_BY.items() if page.xpath(needed)} - there
    assert missing == set()
    assert len(loaded) == len(set(loaded))


TOP = "id => document.getElementById(id).getBoundingClientRect().top"


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("silicon", "fig-si-ladder"),
        ("bibliography", "r120"),
        ("api", "anodes.physics.specific_capacity"),
    ],
)
def test_an_address_leads_to_its_place_where_parts_wait(browser, addresses, name, place):
    """On a phone, where of a list what lies above has not been laid out."""
    page = browser.new_page(viewport=PHONE)
    page.goto(f"{addresses['http']}/chapters/{name}.html#{place}")
    assert eventually(lambda: 0 <= page.evaluate(TOP, place) < PHONE["height"] / 2)
    page.close()


def test_code_with_a_long_line_is_reached_by_keyboard_once_it_is_seen(browser, addresses):
    page = browser.new_page(viewport=PHONE)
    page.goto(f"{addresses['http']}/chapters/silicon.html")
    code = page.locator("details.above-input pre")
    wide = "box => box.scrollWidth > box.clientWidth"
    assert code.first.get_attribute("tabindex") is None
    page.locator("details.above-input").first.locator("summary").click()
    assert code.first.evaluate(wide)
    assert eventually(lambda: code.first.get_attribute("tabindex") == "0")
    page.set_viewport_size({"width": 1600, "height": 900})
    assert eventually(lambda: code.first.get_attribute("tabindex") is None)
    assert not code.first.evaluate(wide)
    page.close()
