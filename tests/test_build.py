"""The build: every page is there, two builds are the same, and nothing is named that should not be."""

import itertools
import re
import struct
import sys
import tomllib
from concurrent.futures import ThreadPoolExecutor

import pytest
from conftest import ROOT, build, pages
from fontTools.ttLib import TTFont

from anodes import data
from anodes.publish import (
    compiled,
    cover,
    downloads,
    figures,
    metadata,
    policy,
    slim,
    still,
)
from anodes.publish import site as site_module


def files(folder):
    return {p.relative_to(folder): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_two_builds_are_the_same_byte_for_byte(site, tmp_path):
    first, second = files(site), files(build(tmp_path))
    assert first.keys() == second.keys()
    assert [str(name) for name in first if first[name] != second[name]] == []


@pytest.mark.parametrize("page", pages())
def test_every_page_of_the_toc_is_there_with_its_figures(site, page):
    html = (site / "chapters" / f"{page}.html").read_text(encoding="utf-8")
    notebook = ROOT / "chapters" / f"{page}.ipynb"
    captions = notebook.read_text(encoding="utf-8").count('"caption"') if notebook.exists() else 0
    assert len(re.findall(r"<figure", html)) == captions
    assert html.count('class="chart-data"') + html.count('class="rows"') == captions


def test_the_front_door(site):
    assert "url=chapters/index.html" in (site / "index.html").read_text(encoding="utf-8")


def test_no_page_loads_from_another_host(site):
    loads = re.compile(r'<(?:script|link|img|iframe)[^>]+(?:src|href)="(?:https?:)?//')
    for page in site.rglob("*.html"):
        assert not loads.search(page.read_text(encoding="utf-8")), page.name


def test_pages_without_charts_do_not_load_vega(site):
    assert "charts.js" not in (site / "chapters/bibliography.html").read_text(encoding="utf-8")
    assert "charts.js" in (site / "chapters/silicon.html").read_text(encoding="utf-8")


def test_pages_without_grids_do_not_load_them(site):
    for name, wanted in (("synthesis", False), ("silicon", True), ("dataset", True)):
        html = (site / f"chapters/{name}.html").read_text(encoding="utf-8")
        assert ("grids.js" in html) is wanted


def test_the_bibliography_has_the_reviews_numbers(site):
    html = (site / "chapters/bibliography.html").read_text(encoding="utf-8")
    labels = re.findall(r'<span class="label"><span class="fn-bracket">\[</span>.*?(\w+)</a>|'
                        r'<span class="label"><span class="fn-bracket">\[</span>(\w+)<', html)  # fmt: skip
    found = [a or b for a, b in labels]
    assert found[:178] == [str(number) for number in range(1, 179)]


def test_credit_and_licence_stand_on_the_landing_page_and_in_the_readme():
    for text in (
        (ROOT / "chapters/index.ipynb").read_text(encoding="utf-8"),
        (ROOT / "README.md").read_text(encoding="utf-8"),
        (ROOT / "CITATION.cff").read_text(encoding="utf-8"),
    ):
        assert "10.20517/energymater.2022.24" in text
        assert re.search(r"CC[ -]BY[ -]4\.0", text)


def test_no_machine_path_is_in_the_tree():
    more = [*(ROOT / ".ci").glob("*"), *(ROOT / ".github").rglob("*.yml"), ROOT / ".gitignore"]
    tree = downloads.book() | {str(p): p.read_bytes() for p in more if p.exists()}
    for name, content in tree.items():
        if name != "tests/test_build.py":
            text = content.decode("utf-8", errors="ignore")
            assert not re.search(r"/(?:work|root|home)/\w", text), name


def test_requirements_pin_everything_that_is_declared():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = [
        *project["dependencies"],
        *itertools.chain(*project["optional-dependencies"].values()),
    ]
    text = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    pinned = re.findall(r"^([\w.-]+)==", text, re.M)
    for name in (re.match(r"[\w-]+", item)[0].lower() for item in declared):
        assert name in pinned


def test_builds_that_start_at_once_share_one_bundle(monkeypatch, tmp_path):
    """As two workers of a test run in a new environment do."""
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    with ThreadPoolExecutor(2) as pool:
        folders = [job.result() for job in [pool.submit(site_module.bundles) for _ in range(2)]]
    assert folders[0] == folders[1]
    assert [p.name for p in folders[0].iterdir()] == ["vega.js"]
    assert list(folders[0].parent.iterdir()) == [folders[0]]


def test_scripts_handlers_and_styles_leave_the_page(tmp_path):
    page = (
        "<script>let a = 1;</script><script src='x.js'></script>"
        '<script type="application/json">{"a": 1}</script><style>p {}</style>'
        '<script type="text/x-thebe-config">{}</script><script>kernelName = "python3"</script>'
        '<button onclick="window.print()">Print</button>'
    )
    moved = policy.without_inline(page, tmp_path / "chapters", tmp_path)
    assert re.search(r'<script src="../_static/moved/\w{12}.js"></script>', moved)
    assert re.search(r'<link rel="stylesheet" href="../_static/moved/\w{12}.css">', moved)
    assert "<script src='x.js'></script>" in moved
    assert '<script type="application/json">{"a": 1}</script>' in moved
    assert '<button data-call="print">Print</button>' in moved
    assert "thebe" not in moved
    bodies = {path.read_text() for path in (tmp_path / "_static/moved").iterdir()}
    assert bodies == {"let a = 1;\n", "p {}\n"}


def test_no_page_holds_a_script_a_handler_or_a_style(site):
    for page in site.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        scripts = re.findall(r"<script(?![^>]*(?:src=|application/json))", text)
        assert scripts == [], page
        assert re.findall(r"<[^>]*\s(?:on\w+|style)=\"", text) == [], page
        assert "<style" not in text


def test_what_a_page_says_of_itself(site):
    def said(name):
        text = (site / "chapters" / f"{name}.html").read_text(encoding="utf-8")
        return dict(re.findall(r'<meta (?:name|property)="([^"]+)" content="([^"]*)"', text))

    germanium = said("germanium")
    assert germanium["og:title"] == "Germanium: fast, rare, and told in C"
    assert germanium["description"].startswith("Germanium sits below silicon in the same group")
    assert germanium["dcterms.license"] == "https://creativecommons.org/licenses/by/4.0/"
    for page in pages():
        words = said(page)["description"]
        assert 40 < len(words) <= 200, page
    cover_image = (site / "chapters" / germanium["og:image"]).resolve()
    assert cover_image.read_bytes().startswith(b"\x89PNG")
    width, height = struct.unpack(">II", cover_image.read_bytes()[16:24])
    assert (str(width), str(height)) == (germanium["og:image:width"], germanium["og:image:height"])


def test_a_site_with_an_address_shares_a_whole_one():
    made = metadata.head(
        title='A "b" <c>', book="B", words="w", cover="https://x/y/_static/cover.png", author="a"
    )
    assert 'content="https://x/y/_static/cover.png"' in made
    assert "A &quot;b&quot; &lt;c&gt;" in made


def test_sign_and_cover_are_drawn_by_code():
    assert cover.FAVICON.read_text(encoding="utf-8") == cover.favicon()
    electrodes = data.electrodes()
    drawn = cover.cover(electrodes)
    assert drawn.count("<circle") == len(electrodes)
    fewer = cover.cover(electrodes.query("element == 'Si'"))
    assert fewer.count("<circle") == (electrodes["element"] == "Si").sum()


CSS = """/*! license */
.used, .unused > a { color: red }
.unused { color: blue }
@media print { .unused { a: b } .used:not(.unused) { a: c } }
@media screen { .unused { a: b } }
@font-face { font-family: X }
:is(.used, b) p, c { d: e }
"""


def test_styles_that_no_page_uses_are_left_out():
    kept = slim.without_unused(CSS, frozenset({"used"}))
    assert "unused > a" not in kept
    assert "blue" not in kept
    assert "@media screen" not in kept
    for part in (
        "license",
        ".used{ color: red }",
        ".used:not(.unused)",
        "@font-face",
        ":is(.used, b) p,c",
    ):
        assert part in kept, part


def test_the_site_keeps_the_styles_and_icons_of_its_pages(site):
    styles = (site / "_static/styles/pydata-sphinx-theme.css").read_text(encoding="utf-8")
    assert ".fa-magnifying-glass" in styles
    assert ".fa-horse" not in styles
    assert "license" in styles.lower()
    fonts = [p.name for p in (site / "_static/vendor").rglob("*") if p.is_file()]
    assert fonts == ["fa-solid-900.woff2"]
    with (site / slim.ICON_FONT).open("rb") as file:
        signs = TTFont(file).getBestCmap()
    assert 0xF002 in signs  # the magnifying glass, as Font Awesome numbers it
    assert len(signs) < 100


def test_a_still_is_light_and_in_the_pages_ink():
    svg = (
        '<svg xmlns="x" width="9" height="9" viewBox="0 0 9 9"><g role="a" aria-label="b" class="c">'
        '<path transform="translate(1.234,2)" d="M-1,-1h2v2h-2Z" fill="#fff"/>'
        '<path transform="translate(3,2)" d="M-1,-1h2v2h-2Z" fill="#fff"/>'
        f'<g class="empty"></g><text fill="{compiled.INK}" font-family="{compiled.FONT}">w</text></g></svg>'
    )
    made = still.light(svg)
    assert '<path d="M0.2,1.0h2v2h-2zM2.0,1.0h2v2h-2z" fill="#fff"/>' in made
    assert '<text fill="currentColor" font-family="inherit">w</text>' in made
    assert made.count("<g") == 1
    assert "aria-label" not in made


def test_every_chart_has_a_still(site):
    for name in pages():
        text = (site / "chapters" / f"{name}.html").read_text(encoding="utf-8")
        stills = re.findall(r'<div class="chart-view"><svg.*?</svg></div>', text, re.S)
        assert len(stills) == text.count('class="chart-spec"')
        assert all("<path" in picture and "<text" in picture for picture in stills)


def test_tables_of_numbers_leave_the_site_as_csv_without_markup():
    table = {"columns": ["a (mAh g⁻¹)", "b"], "rows": [[1.5, 'x, "y" <b>'], [None, "z"]]}
    assert figures._csv(table).decode() == 'a (mAh g⁻¹),b\n1.5,"x, ""y"" <b>"\n,z\n'
