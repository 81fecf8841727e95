"""Slides: each chapter's findings, figures and key points, by keyboard, on paper and read aloud."""

import re

import nbformat
import pytest
from conftest import ROOT
from lxml import html
from playwright.sync_api import expect
from test_access import violations

from anodes.publish import slides, toc

TOLD = [path.stem for path in toc.in_order() if path.stem != "index"]
PAGE = """<html><body><article><section><h1>Title<a class="headerlink" href="#t">#</a></h1>
<p>First <a href="glossary.html">finding</a>, 5&nbsp;&lt;&nbsp;6.
Second.</p><div class="admonition"><p>Time</p></div><p>Later.</p>
<figure id="fig-a"><p class="figure-title">It falls</p><div class="chart"><svg viewBox="0 0 1 1"
aria-hidden="true"><path d="M0,0h1"/></svg><p class="chart-words">A line that falls.</p></div>
<figcaption><p><span class="caption-text">Model: <em>a</em> line.</span></p></figcaption></figure>
<figure id="fig-b"><div class="chart"><svg/></div></figure>
<section id="key-points"><h2>Key points</h2><ul><li><p>One.</p></li><li>Two.</li></ul></section>
</section></article></body></html>"""


def test_a_page_becomes_slides():
    first, figure, last = slides.slides(html.document_fromstring(PAGE))
    assert first.heading == "Title"
    assert first.lines == ("First finding, 5\N{NO-BREAK SPACE}&lt;\N{NO-BREAK SPACE}6.", "Second.")
    assert (figure.heading, figure.words) == ("It falls", "A line that falls.")
    assert figure.notes == "Model: <em>a</em> line."
    assert '<path d="M0,0h1"' in figure.picture
    assert "aria-hidden" not in figure.picture
    assert last.lines == ("One.", "Two.")


def text_of(element):
    return " ".join(element.text_content().split())


@pytest.mark.parametrize("name", TOLD)
def test_each_chapter_has_a_deck_of_its_findings_figures_and_key_points(site, name):
    deck = html.parse(site / f"slides/{name}.html").getroot()
    page = html.parse(site / f"chapters/{name}.html").getroot()
    chapter = nbformat.read(ROOT / f"chapters/{name}.ipynb", as_version=4)
    headings = [text_of(each) for each in deck.xpath("//h1 | //h2")]
    assert chapter.cells[0].source.startswith(f"# {headings[0]}\n")
    titles = [text_of(p) for p in page.xpath("//figure[.//svg]/p[@class='figure-title']")]
    assert headings[1:-1] == titles
    assert len(titles) >= 2
    assert headings[-1] == "Key points"
    findings = [text_of(each) for each in deck.xpath("//section[1]//li")]
    opening = chapter.cells[0].source.split("\n\n")[1].splitlines()
    assert len(findings) == len(opening) >= 2
    numbers = [re.findall(r"\d[\d,.]*\d|\d", re.sub(r"\]\([^)]*\)", "", line)) for line in opening]
    for finding, wanted in zip(findings, numbers, strict=True):
        assert set(wanted) <= set(re.findall(r"\d[\d,.]*\d|\d", finding))
    assert all(picture.get("aria-label") for picture in deck.xpath("//*[@role='img']"))
    assert len(deck.xpath("//*[@class='notes']")) == len(titles)
    assert page.xpath(f"//section[@id='key-points']//a[@href='../slides/{name}.html']")


def test_the_landing_page_leads_to_all_decks(site):
    landing = html.parse(site / "chapters/index.html").getroot()
    assert landing.xpath("//section[@id='teach-with-it']//a[@href='../slides/index.html']")
    links = html.parse(site / "slides/index.html").getroot().xpath("//li/a/@href")
    assert links == [f"{name}.html" for name in TOLD]


def test_pages_of_the_book_do_not_load_what_slides_need(site):
    for page in (site / "chapters").glob("*.html"):
        assert "slides.js" not in page.read_text(encoding="utf-8"), page.name


@pytest.mark.parametrize("scheme", ["http", "file"])
def test_a_deck_is_turned_by_keys_and_buttons_and_printed(tab, addresses, scheme):
    tab.asked = None
    tab.complaints.clear()
    tab.goto(f"{addresses[scheme]}/slides/cells-and-curves.html")
    number = tab.locator(".slide").count()

    def stands_at(place):
        expect(tab.locator(f"#slide-{place}")).to_be_focused()
        assert tab.url.endswith(f"#slide-{place}")
        expect(tab.locator(f"#slide-{place} :is(h1, h2)")).to_be_in_viewport()

    for key, place in (("ArrowRight", 2), (" ", 3), ("ArrowLeft", 2), ("End", number),
                       ("PageDown", number), ("Home", 1)):  # fmt: skip
        tab.keyboard.press(key)
        stands_at(place)
    tab.get_by_role("button", name="Next").click()
    stands_at(2)
    notes = tab.locator("#slide-2 .notes")
    expect(notes).to_be_hidden()
    tab.keyboard.press("n")
    expect(notes).to_be_visible()
    expect(tab.get_by_role("button", name="Notes")).to_have_attribute("aria-pressed", "true")
    paper = tab.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == number
    assert tab.complaints == []
    if scheme == "http":  # axe-core asks for the style sheets again, which a file cannot do
        assert violations(tab) == []
