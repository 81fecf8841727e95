"""Paper: nothing of a page is lost on A4 and Letter, and folds are on paper as on the page."""

from __future__ import annotations

import io
import re
import unicodedata
from collections import Counter

import pytest
from conftest import settled
from lxml import html
from playwright.sync_api import expect
from pypdf import PdfReader
from pypdfium2 import PdfDocument

from anodes.data.files import ROOT
from anodes.publish import build, paper, toc

# What a reader of the screen sees in print: no choice of a list but the chosen one, no hidden words.
SEEN = """() => {
    dispatchEvent(new Event('beforeprint'));
    const texts = document.createTreeWalker(document.querySelector('article'), NodeFilter.SHOW_TEXT);
    const seen = [];
    while (texts.nextNode()) {
        const place = texts.currentNode.parentElement;
        const shown = place.matches('option') ? place.selected && place.parentElement.checkVisibility() : place.checkVisibility();
        if (shown && !place.matches('details:not([open])') && parseFloat(getComputedStyle(place).fontSize) && !place.closest('.chart-words, .visually-hidden, noscript'))
            seen.push(texts.currentNode.textContent);
    }
    return seen;
}"""
AFTER = "() => dispatchEvent(new Event('afterprint'))"
WORD = re.compile(r"[^\W_]{3,}")
SHEETS = ("A4", "Letter")


def plain(text):
    """Text with compatible letters only, so that those of formulae are those of words."""
    return unicodedata.normalize("NFKC", text)


def words_on_paper(page):
    settled(page)  # an answer to the controls that a test before moved may be on its way
    page.emulate_media(media="print")
    seen = page.evaluate(SEEN)
    page.emulate_media(media="null")
    page.evaluate(AFTER)
    return Counter(word for text in seen for word in WORD.findall(plain(text)))


def printed(page, sheet):
    return PdfReader(io.BytesIO(page.pdf(format=sheet)))


def text_of(pdf):
    """The text of the bytes of a PDF without spaces: a long word may go on in the next line."""
    sheets = (sheet.get_textpage().get_text_bounded() for sheet in PdfDocument(pdf))
    return re.sub(r"\s", "", plain("".join(sheets)))


@pytest.mark.parametrize("name", ["index", "dataset", "silicon", "audit", "synthesis"])
def test_every_word_of_a_page_is_on_its_sheets(share, name):
    page = share(name)
    wanted = words_on_paper(page)
    assert wanted.total() > 900
    for sheet in SHEETS:
        text = text_of(page.pdf(format=sheet))
        lost = {word: n for word, n in wanted.items() if text.count(word) < n}
        assert lost == {}, sheet
    assert page.complaints == []


def test_a_sheet_has_title_and_address_and_what_a_pencil_needs(share):
    page = share("silicon")
    first, second, *_ = (sheet.extract_text() for sheet in printed(page, "A4").pages)
    assert page.url in re.sub(r"\s", "", first)
    assert second.lstrip().startswith(page.locator("article h1").inner_text().rstrip("#"))
    page.emulate_media(media="print")
    line = page.locator(".answer input").first
    assert line.evaluate("e => getComputedStyle(e).borderBottomStyle") == "solid"
    assert line.evaluate("e => getComputedStyle(e).borderTopStyle") == "none"
    box = "e => parseFloat(getComputedStyle(e, '::before').width)"
    assert page.locator(".self-test summary").first.evaluate(box) > 5
    expect(page.locator(".answer button").first).to_be_hidden()
    page.emulate_media(media="null")


def test_solutions_are_on_paper_where_they_are_asked_for(visit, addresses):
    page = visit("germanium")
    solution = page.locator(".solution section").first
    words = "() => dispatchEvent(new Event('beforeprint'))"
    for address, open_ in (("", False), ("?solutions", True), ("#?solutions=open", True)):
        page.goto("about:blank")
        page.goto(f"{addresses['http']}/chapters/germanium.html{address}")
        expect(solution).to_be_visible(visible=open_)
        page.evaluate(words)
        page.emulate_media(media="print")
        expect(solution).to_be_visible(visible=open_)
        expect(page.locator(".solution .admonition-title").first).to_be_visible(visible=open_)
        page.emulate_media(media="null")
    page.get_by_role("button", name="Hide all solutions").click()
    expect(solution).to_be_hidden()
    assert "solutions" not in page.url
    page.go_back()
    expect(solution).to_be_visible()
    assert page.url.endswith("#?solutions=open")
    assert page.complaints == []


HEADS = ".table-scroll:has(.grid) thead tr:first-child th"


def test_a_table_is_whole_on_paper_and_afterwards_as_before(visit):
    """Columns that did not fit the screen are printed; those that a reader chose away are not."""
    page = visit("index", viewport={"width": 700, "height": 900})
    box = page.locator(".explorer .rows .table-scroll")
    box.scroll_into_view_if_needed()
    heads = (
        "box => [...box.querySelectorAll('thead tr:last-child th')].filter(h => !h.hidden).length"
    )
    all_heads = box.locator("thead tr:last-child th").count()
    expect(page.locator(".rows .table-tools button").first).to_be_visible()
    shown = box.first.evaluate(heads)
    assert shown < all_heads
    page.evaluate("() => dispatchEvent(new Event('beforeprint'))")
    assert box.first.evaluate(heads) == all_heads
    page.evaluate(AFTER)
    assert box.first.evaluate(heads) == shown
    page.locator(".column-menu summary").first.click()
    tick = page.locator(".column-menu input:not([disabled]):checked").first
    tick.uncheck()
    chosen = box.first.evaluate(heads)
    page.evaluate("() => dispatchEvent(new Event('beforeprint'))")
    assert box.first.evaluate(heads) == chosen
    page.evaluate(AFTER)


def test_a_table_too_wide_for_a_sheet_stands_in_parts_that_fit(visit):
    page = visit("dataset")
    table = (
        "table => [...table.querySelectorAll('thead tr:first-child > *')].map(e => e.textContent)"
    )
    page.emulate_media(media="print")
    page.evaluate("() => dispatchEvent(new Event('beforeprint'))")
    whole = page.locator(".table-scroll.stacked table").first.evaluate(table)
    parts = page.locator(".table-scroll.stacked").first.evaluate("""box => {
        const parts = [];
        for (let next = box.nextElementSibling; next?.querySelector('.stack-words'); next = next.nextElementSibling) parts.push(next.id ||= `part-${parts.length}`);
        return parts;
    }""")
    assert len(parts) > 1
    found = [page.locator(f"#{part} table").evaluate(table) for part in parts]
    assert {names[0] for names in found} == {whole[0]}
    assert [whole[0], *(name for names in found for name in names[1:])] == whole
    page.evaluate(AFTER)
    assert page.locator(".stacked, .stack-words, .tight").count() == 0


BROKEN = """() => [...document.querySelectorAll('article table:not(.table-scroll table) th')].flatMap((head) => {
    const texts = document.createTreeWalker(head, NodeFilter.SHOW_TEXT), found = [];
    while (texts.nextNode()) for (const word of texts.currentNode.data.matchAll(/[^\\s-]+/g)) {
        const range = document.createRange();
        range.setStart(texts.currentNode, word.index);
        range.setEnd(texts.currentNode, word.index + word[0].length);
        if (new Set([...range.getClientRects()].map((box) => box.top)).size > 1) found.push(word[0]);
    }
    return found;
})"""


def test_the_head_of_a_column_is_not_broken_within_a_word(visit):
    """The plans for a lesson have a narrow first column, on a sheet of 18 cm."""
    page = visit("teaching", viewport={"width": 680, "height": 900})
    page.emulate_media(media="print")
    page.evaluate("() => dispatchEvent(new Event('beforeprint'))")
    heads = page.locator("article table:not(.table-scroll table) th")
    assert {"Minutes", "Week"} <= set(heads.all_inner_texts())
    assert page.evaluate(BROKEN) == []


PALE = """() => [...document.querySelectorAll('article :is(p, td, th, h2, code, span, text)')]
    .filter((e) => e.checkVisibility() && e.textContent.trim())
    .map((e) => [e.tagName, getComputedStyle(e)[e.tagName === 'text' ? 'fill' : 'color']])
    .filter(([, c]) => { const [r, g, b] = c.match(/[\\d.]+/g).map(Number); return 0.3 * r + 0.6 * g + 0.1 * b > 140; })
    .map(String)"""


def test_a_dark_page_is_printed_in_dark_ink(visit):
    page = visit("silicon", mode="dark")
    assert page.evaluate(PALE)
    page.emulate_media(media="print", color_scheme="dark")
    assert Counter(page.evaluate(PALE)) == {}


# ---------------------------------------------------------------- documents of several pages


@pytest.fixture(scope="module")
def names():
    return [file.stem for file in toc.all_in_order()]


def test_in_the_book_every_name_is_one_place_and_every_link_finds_one(site, names):
    chapters = [paper.article_of(site, name, names, solved=True) for name in names]
    whole = html.document_fromstring(paper.paper_document(site, chapters, "Book", cover=True))
    ids = Counter(part.get("id") for part in whole.iter("*") if part.get("id"))
    assert ids.total() > 1000
    assert [name for name, n in ids.items() if n > 1] == []
    links = whole.xpath("//body//a/@href")
    assert {link[1:] for link in links if link.startswith("#")} <= ids.keys()
    assert {link.partition(":")[0] for link in links if not link.startswith("#")} <= {
        "https",
        "http",
    }
    uses = [use.get("xlink:href") or use.get("href") for use in whole.iter("use")]
    assert uses
    assert {use[1:] for use in uses} <= ids.keys()
    assert len(whole.xpath("//div[contains(@class, 'solution')]")) > 60
    assert not whole.xpath("//details[@class='look-up' and not(@open)]")


@pytest.mark.parametrize("name", ["index", "silicon", "dataset"])
def test_in_the_book_each_table_has_all_its_cells(site, names, name):
    page = html.parse(str(site / f"chapters/{name}.html")).getroot()
    made = html.fragment_fromstring(
        paper.article_of(site, name, names, solved=True).body, "article"
    )
    wanted = [cell.text_content() for cell in page.find(".//article").iter("td", "th")]
    assert len(wanted) > 500
    assert [cell.text_content() for cell in made.iter("td", "th")] == wanted


def test_links_are_offered_only_for_files_that_are_there(site):
    page = (site / "chapters/dataset.html").read_text(encoding="utf-8")
    bare = paper.without_paper_links(page)
    assert paper.with_paper_links(bare, False, "") == bare
    linked = paper.with_paper_links(bare, True, "")
    assert linked.count(f'href="../{paper.BOOK}"') == 1
    assert paper.without_paper_links(linked) == bare
    chapter = paper.without_paper_links((site / "chapters/tin.html").read_text(encoding="utf-8"))
    assert "Handout" in paper.with_paper_links(chapter, True, f"{paper.HANDOUTS}/tin.pdf")
    landing = paper.without_paper_links((site / "chapters/index.html").read_text(encoding="utf-8"))
    assert paper.BOOK in paper.with_paper_links(landing, True, "")
    for file in site.rglob("*.html"):
        for link in re.findall(r'href="([^"]+\.pdf)"', file.read_text(encoding="utf-8")):
            assert (file.parent / link).exists(), link


def test_the_teaching_page_lists_handouts_where_they_are_and_says_how_to_make_them(site):
    page = paper.without_paper_links((site / "chapters/teaching.html").read_text(encoding="utf-8"))
    assert "make paper" in text_under(page, "handouts")
    assert "handouts/" not in page
    files = {f"{paper.HANDOUTS}/{name}.pdf": paper.heading_of(site, name) for name in CHAPTERS}
    linked = paper.with_paper_links(page, True, "", files)
    found = html.fromstring(linked).xpath("//section[@id='handouts']//a[contains(@href, '.pdf')]")
    assert {a.get("href"): a.text_content() for a in found} == {
        f"../downloads/handouts/{name}.pdf": f"{heading} (PDF)"
        for name, heading in CHAPTERS.items()
    }
    assert (
        paper.BOOK not in linked
    )  # the zip of the book is named in a sentence there, not in a list
    assert paper.without_paper_links(linked) == page


def test_the_site_is_as_small_as_the_teaching_page_says(site):
    page = (ROOT / "chapters/teaching.md").read_text(encoding="utf-8")
    (most,) = re.findall(r"`_build/html` \(less than (\d+) MB;", page)
    files = [file for file in site.rglob("*") if file.is_file() and file.suffix != ".pdf"]
    assert sum(file.stat().st_size for file in files) < 1e6 * int(most)


def text_under(page, section):
    return html.fromstring(page).xpath(f"//section[@id='{section}']")[0].text_content()


CHAPTERS = {
    "silicon": "Silicon: highest capacity per gram, almost four times the volume",
    "tin": "Tin: one phase after another, and the largest volume change",
}


@pytest.fixture
def sheet(browser):
    page = browser.new_context().new_page()
    yield page
    page.context.close()


def test_a_handout_has_no_solution_no_date_and_the_same_bytes_twice(site, sheet, tmp_path):
    made = paper.print_handout(site, "antimony", sheet, tmp_path)
    first = unnumbered(made)
    assert unnumbered(paper.print_handout(site, "antimony", sheet, tmp_path)) == first
    pdf = PdfReader(made)
    assert pdf.metadata.title.startswith("Antimony")
    assert pdf.metadata.creation_date is None
    assert pdf.outline
    text = text_of(made)
    page = html.parse(str(site / "chapters/antimony.html"))
    asked = page.xpath("//*[contains(@class, 'exercise admonition')]/p[1]//text()[last()]")
    assert asked
    assert all(re.sub(r"\s", "", plain(title)) in text for title in asked)
    (solved, *_) = page.xpath("//*[contains(@class, 'solution')]/section/p[1]")
    assert re.sub(r"\s", "", plain(solved.text_content()))[:60] not in text
    assert not any(link.startswith("file:") for link in addresses_in(pdf))


def unnumbered(file):
    """A PDF without the numbers by which Chromium names parts of tables: it counts on and on."""
    return re.sub(rb"node\d{8}", b"", file.read_bytes()).partition(b"\nxref")[0]


def addresses_in(pdf):
    annotations = (part.get_object() for page in pdf.pages for part in page.get("/Annots", []))
    return [str(a["/A"].get("/URI", "")) for a in annotations if "/A" in a]


def test_the_contents_of_a_book_name_the_sheets(site, sheet, tmp_path):
    names = ["teaching", "glossary"]
    pdf = PdfReader(paper.print_book(site, names, sheet, tmp_path))
    texts = [page.extract_text() for page in pdf.pages]
    assert "How to cite" in texts[0]
    glossary = next(i for i, text in enumerate(texts) if "Glossary" in text and i > 2)
    assert re.search(rf"Glossary.*\s{glossary + 1}\b", texts[1])
    top = [item.title for item in pdf.outline if not isinstance(item, list)]
    assert top == ["Teaching with this book", "Glossary"]


def test_without_a_browser_no_page_is_printed_and_the_site_is_complete(monkeypatch, capsys):
    monkeypatch.setattr(paper.browser, "find_browser", lambda: None)
    assert paper.main() == 1
    assert "the site is complete without" in capsys.readouterr().err


def test_the_record_of_a_build_knows_what_was_printed(tmp_path):
    site = tmp_path / build.FOLDER / build.SITE
    site.mkdir(parents=True)
    (site / "a.pdf").write_bytes(b"%PDF")
    (tmp_path / build.FOLDER / build.RECORD).write_text(
        '{"sources": {"x": "1"}, "site": {}}', encoding="utf-8"
    )
    paper.note_printed(site, tmp_path)
    text = (tmp_path / build.FOLDER / build.RECORD).read_text(encoding="utf-8")
    assert '"a.pdf"' in text
    assert '"x": "1"' in text
