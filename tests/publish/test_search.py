"""The search finds what stands in the pages, and the bibliography says where it is used.

Run with a browser in ANODES_BROWSER.
"""

import json
import re
from types import SimpleNamespace
from urllib.parse import urljoin

import jinja2
import pytest
from conftest import DRAWN, ROOT, eventually
from playwright.sync_api import expect

from anodes.publish import entries, search

PAGE = """
<section id="tin"><h1>Tin: one phase<a class="headerlink" href="#tin">#</a></h1>
<p>Tin takes up <em>Na</em><sub>15</sub>. See <a href="bibliography.html#r051">51</a>.</p>
<details class="hide above-input"><summary><span>Show code</span></summary><p>code</p></details>
<section id="routes"><h2>Routes</h2>
<table><thead><tr><th>head</th></tr></thead>
<tbody><tr><td>SiO2 as H2SiF6</td><td>high</td><td>–</td></tr></tbody></table>
<figure id="fig-a"><p class="figure-title">Finding first</p><svg><text>drawn</text></svg>
<pre data-kinds="n">1\t2</pre></figure>
<section id="exercise-content-1"><p>Compute it.</p></section></section></section>
<dl><dt id="term-pore">pore</dt><dt id="term-pores">pores</dt><dd><p>A hole.</p></dd></dl>
<p id="r051"><strong>[51]</strong> W. An.</p>
"""


def test_cells_are_apart_and_each_part_has_its_place():
    parts = {part.place: part for part in search.parts(PAGE)}
    assert {place: part.heading for place, part in parts.items()} == {
        "tin": "Tin: one phase", "routes": "Routes", "fig-a": "Finding first",
        "term-pore": "pore", "term-pores": "pores", "r051": "[51] W. An.",
    }  # fmt: skip
    assert parts["tin"].texts == ["Tin takes up Na15. See 51."]
    assert list(parts["tin"].cited) == ["r051"]
    assert parts["routes"].texts == ["SiO2 as H2SiF6 · high", "Compute it."]
    assert parts["fig-a"].texts == []
    assert parts["term-pore"].texts == parts["term-pores"].texts == ["A hole."]


def test_a_map_of_the_site_has_whole_addresses():
    text = search.sitemap(["chapters/tin", "chapters/audit"], "https://book.org/a/")
    assert "<loc>https://book.org/a/chapters/tin.html</loc>" in text
    assert text.count("<url>") == 2


def test_no_map_is_written_where_the_address_is_not_known(tmp_path):
    (tmp_path / "_static").mkdir()
    for address, there in (("", False), ("https://book.org", True)):
        app = SimpleNamespace(
            outdir=tmp_path, builder=SimpleNamespace(name="html"),
            config=SimpleNamespace(html_baseurl=address),
            env=SimpleNamespace(anodes_parts={"chapters/tin": search.parts(PAGE)}),
        )  # fmt: skip
        search._write(app, None)
        assert (tmp_path / search.SITEMAP).exists() == there


def test_no_word_of_the_search_is_several_glued_ones(site):
    text = (site / search.DATA).read_text(encoding="utf-8")
    found = json.loads(text.removeprefix("window.bookParts = ").removesuffix(";\n"))
    texts = [text for *_, texts in found["parts"] for text in texts]
    words = {word for text in texts for word in re.findall(r"[^\W\d_]{29,}", text)}
    assert words == set()
    assert any(" · " in text and "diatomite" in text for text in texts)
    assert not (site / "searchindex.js").exists()


def test_nothing_is_fetched_before_something_is_asked(browser, site):
    page = browser.new_context().new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{site.as_uri()}/search.html")
    assert page.evaluate("document.activeElement.name") == "q"  # the script has run
    words = page.locator("meta[name=description]").get_attribute("content")
    assert words.endswith("references in Porous Alloy Anodes.")
    assert not [url for url in asked if "search-data.js" in url]
    page.keyboard.type("tin")
    expect(page.locator("#search-count")).to_contain_text("“tin”")
    assert len([url for url in asked if "search-data.js" in url]) == 1
    page.context.close()


@pytest.fixture(scope="module")
def searching(browser, site):
    """The page that searches, opened as a file."""
    page = browser.new_context().new_page()
    page.complaints = []
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.goto(f"{site.as_uri()}/search.html?q=tin")
    yield page
    assert page.complaints == []
    page.context.close()


def ask(page, query):
    """Type a query; the addresses that are found."""
    page.locator(".bd-search-container input").fill(query)
    expect(page.locator("#search-count")).to_contain_text(f"“{query}”")
    return [a.get_attribute("href") for a in page.locator("#search-found > li > a").all()]


def test_a_query_of_the_address_is_answered(searching):
    expect(searching.locator("#search-count")).to_contain_text("“tin”")
    assert searching.locator("#search-found a").first.get_attribute("href") == "chapters/tin.html"


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("Na15Sn4", "chapters/tin.html#fig-"),  # written Na₁₅Sn₄ there
        ("C-rate", "chapters/glossary.html#term-C-rate"),
        ("silicon", "chapters/silicon.html"),
        ("51", "chapters/bibliography.html#r051"),
        ("[51]", "chapters/bibliography.html#r051"),
        ("r051", "chapters/bibliography.html#r051"),
        ("diatomite", "chapters/synthesis.html#"),
        ("porosity", "chapters/glossary.html#term-porosity"),
    ],
)
def test_a_title_or_heading_comes_first(searching, query, first):
    assert ask(searching, query)[0].startswith(first)


# Findings of a chapter's first paragraph, as a reader types them, and where they lead: to its page, or
# to the section or figure that has the finding as its title.
FINDINGS = [
    ("56 of 60", "outlook"),  # written 56 of the sixty
    ("49 of 55", "outlook"),
    ("23 of 35", "outlook.html#fig-out-first-cycle"),
    ("Tap density, surface area", "outlook.html#fig-out-reporting"),
    ("424 %", "introduction"),
    ("424%", "introduction"),
    ("0.73 to 0.74", "introduction"),
    ("5 of 8", "introduction.html#fig-intro-cells"),  # Five of the eight
    ("428 %", "tin"),
    ("37 to 92 %", "tin.html#"),
    ("289 %", "antimony.html#"),
    ("1121 mAh g-1 at 50 C", "germanium.html"),  # 1,121 mAh g⁻¹
    ("0.47 to 0.86", "synthesis"),
    ("36 porous silicon electrodes", "silicon"),
    ("131 findings", "audit"),
    ("213 numerical statements", "dataset"),
    ("21 of 60", "index.html#fig-index-same"),
]


@pytest.mark.parametrize(("query", "chapter"), FINDINGS, ids=[query for query, _ in FINDINGS])
def test_a_number_leads_to_the_finding_first(searching, query, chapter):
    first = ask(searching, query)[0]
    if "." in chapter:
        assert first.startswith(f"chapters/{chapter}")
    else:
        assert first == f"chapters/{chapter}.html"


def test_a_number_is_no_part_of_another(searching):
    """525 is not in 1,525; and of a phrase a number ends where it ends."""
    ask(searching, "525 %")
    found = searching.locator("#search-found li").all_inner_texts()
    assert len(found) >= 5
    assert all(re.search(r"(?<![\d,.])525\s%", text) for text in found[:5])
    assert searching.locator("#search-found li mark").first.inner_text().startswith("525")


def test_a_reference_is_found_with_where_it_is_used(searching):
    ask(searching, "r051")
    expect(searching.locator("#search-found li").first).to_contain_text("used in Silicon")


def test_an_excerpt_is_a_sentence_with_the_words(searching):
    ask(searching, "sodiated expansion")
    excerpt = searching.locator("#search-found li p").first.inner_text()
    assert re.match(r"[A-Z].*\.$", excerpt, re.S), excerpt
    assert searching.locator("#search-found li mark").count() >= 2
    ask(searching, "xyzzy")
    assert searching.locator("#search-found li").count() == 0


def test_typed_words_stand_beside_the_icon_of_the_field(searching):
    icon, words = searching.evaluate("""() => {
        const box = document.querySelector('.bd-search-container'), field = box.querySelector('input');
        const start = field.getBoundingClientRect().left + parseFloat(getComputedStyle(field).paddingLeft);
        return [box.querySelector('.fa-magnifying-glass').getBoundingClientRect().right, start];
    }""")
    assert icon < words


def test_an_excerpt_is_more_than_a_word(searching):
    """A finding of the audit that has the number in its heading only: its text, not "computed"."""
    ask(searching, "525 %")
    excerpts = searching.locator("#search-found li p").all_inner_texts()
    assert "computed" not in excerpts


def test_what_is_found_can_be_followed(searching, site):
    for address in ask(searching, "tin")[:20]:
        file, _, place = address.partition("#")
        assert not place or f'id="{place}"' in (site / file).read_text(encoding="utf-8"), address


BLOCKED = """for (const name of ['localStorage', 'sessionStorage'])
    Object.defineProperty(window, name, { configurable: true,
        get() { throw new DOMException('denied', 'SecurityError'); } });"""


def test_search_and_theme_work_where_nothing_may_be_stored(browser, addresses):
    context = browser.new_context()
    context.add_init_script(BLOCKED)
    page = context.new_page()
    said = []
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(f"{addresses['http']}/chapters/glossary.html")
    before = page.evaluate("document.documentElement.dataset.mode")
    page.locator(".theme-switch-button:visible").first.click()
    assert page.evaluate("document.documentElement.dataset.mode") != before
    page.locator(".search-button__button:visible").first.click()
    page.locator("#pst-search-dialog input").fill("tin")
    page.locator("#pst-search-dialog input").press("Enter")
    expect(page.locator("#search-count")).to_contain_text("“tin”")
    assert said == []
    context.close()


def test_without_scripts_a_line_says_what_rests(browser, addresses):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{addresses['http']}/chapters/silicon.html")
    expect(page.locator(".without-script")).to_contain_text(
        "text, tables and downloads are complete"
    )
    page.goto(f"{addresses['http']}/search.html")
    expect(page.locator("noscript p")).to_be_visible()
    context.close()


TRANSLATED = """() => {
    for (const place of document.querySelectorAll('td, th, option, .grid-count, dt, p')) {
        const walk = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
        const texts = [];
        while (walk.nextNode()) texts.push(walk.currentNode);
        for (const text of texts) if (/[a-z]/i.test(text.data)) text.data = `x${text.data}x`;
    }
}"""


def test_a_translated_page_filters_as_before(visit):
    page = visit("dataset")
    box = page.locator("#grid-the-electrodes-of-tables-3-to-5")
    select = box.locator('.filters select[data-name="host"]')
    page.evaluate(TRANSLATED)
    select.select_option(value="Sb", force=True)
    count = page.locator(".grid-tools p").first
    expect(count).to_have_text("7 of 60 rows")
    assert page.complaints == []


def test_the_bibliography_says_where_and_gives_bibtex():
    page = '<p id="r001"><strong>[1]</strong> A &amp; B.</p>\n<p id="r002">Two</p>'
    use = search.Use("chapters/tin", "routes", "Tin: one phase", "Routes & more")
    again = search.Use("chapters/tin", "", "Tin: one phase", "Tin: one phase")
    sources = entries.entries_of(
        "@article{r001,\n  title = {A & B},\n}\n\n@misc{r002,\n  a = {b},\n}\n"
    )
    made = entries.completed(page, {"r001": [use, again]}, sources)
    assert "<code>r001</code> Used in Tin: " in made
    assert (
        '<a href="tin.html#routes">Routes &amp; more</a>, <a href="tin.html">beginning</a>.' in made
    )
    assert "<pre>@article{r001,\n  title = {A &amp; B},\n}</pre>" in made
    assert f"<code>r002</code> {entries.NOWHERE}" in made


def test_entries_are_filtered_and_their_bibtex_copied(visit, addresses):
    page = visit("bibliography")
    field = page.get_by_label("Filter by author")
    count = page.locator(".grid-tools [role=status]").first
    expect(count).to_have_text("180 of 180 entries")
    field.fill("miguez")  # Míguez
    page.evaluate("scrollTo(0, 0)")
    assert eventually(lambda: "search=" in page.url)
    shown = page.locator(".entry:visible")
    assert 0 < shown.count() < 5
    left = count.inner_text()
    page.goto("about:blank")
    page.go_back()
    page.wait_for_function(DRAWN)
    expect(count).to_have_text(left)
    field.fill("r051")
    expect(count).to_have_text("1 of 180 entries")
    page.evaluate(
        """() => Object.defineProperty(navigator, 'clipboard',
            { configurable: true, value: { writeText: async (text) => { window.copiedText = text; } } })"""
    )
    shown.locator("summary").click()
    shown.get_by_role("button", name="Copy BibTeX").click()
    expect(shown.get_by_role("status")).to_have_text("Copied")
    assert page.evaluate("window.copiedText").startswith("@article{r051,\n")
    assert page.complaints == []


def test_used_in_links_lead_to_parts_that_cite_the_entry(site):
    text = (site / "chapters/bibliography.html").read_text(encoding="utf-8")
    links = re.findall(r"<code>(r\d+)</code> Used in (.*?)</p>", text)
    assert len(links) > 150
    for key, line in links[::30]:
        for file, place in re.findall(r'href="([\w-]+\.html)#?([\w-]*)"', line):
            page = (site / "chapters" / file).read_text(encoding="utf-8")
            assert f"bibliography.html#{key}" in page
            assert not place or f'id="{place}"' in page


def test_equations_of_a_page_are_numbered(site):
    text = (site / "chapters/introduction.html").read_text(encoding="utf-8")
    numbers = [int(n) for n in re.findall(r'class="eqno" id="eq-(\d+)"', text)]
    assert numbers == list(range(1, len(numbers) + 1)) != []


@pytest.mark.parametrize("address", ["https://example.org/book", "https://example.org/book/"])
def test_the_page_for_unknown_addresses_leads_into_the_site_from_any_depth(address):
    settings = SimpleNamespace(html_baseurl=address, html_additional_pages={}, html_context={})
    search._add_page(None, settings)
    page = (ROOT / "anodes/publish/templates/404.html").read_text(encoding="utf-8")
    made = jinja2.Template(page).render(docstitle="T", **settings.html_context)
    (base,) = re.findall(r'<base href="([^"]+)"', made)
    links = {urljoin(urljoin("https://example.org/book/a/b/c.html", base), link)
             for link in re.findall(r'<a href="([^"]+)"', made)}  # fmt: skip
    assert links == {f"https://example.org/book/{p}.html" for p in ("chapters/index", "search")}


def test_an_unknown_address_has_a_page_that_leads_on(site):
    text = (site / "404.html").read_text(encoding="utf-8")
    assert "<script" not in text
    for target in re.findall(r'href="([^"]+)"', text):
        assert (site / target).exists()
