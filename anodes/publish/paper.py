"""`make paper`: the whole book and a handout of each chapter as PDF, beside the site's downloads.

A document is made of the articles of finished pages: their stills instead of live charts, no
script but those that fit tables to a sheet, links between pages as links within it. Chromium
prints it with an outline and tags; pypdf takes out the date. A book has its exercises solved and
its look-up sections open; a handout has no solutions, and folds are as on the page. The pages get
links to the files once all of them are there, so that a site without a browser offers none.
"""

from __future__ import annotations

import json
import os
import posixpath
import re
import sys
import tempfile
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from lxml import etree, html
from markupsafe import Markup

from anodes.data.files import ROOT, write_atomically
from anodes.publish import browser, build, cite, toc
from anodes.publish.catalogues import ADDRESS
from anodes.publish.downloads import NAME
from anodes.publish.processes import alone
from anodes.publish.templating import rendered
from anodes.terminal import write_utf8

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from playwright.sync_api import Page

BOOK = f"downloads/{NAME}.pdf"
HANDOUTS = "downloads/handouts"
SCRIPTS = ("storage.js", "address.js", "tables.js", "paper.js")
SHEET = "A4"
PAGE = "page-"  # before the name of a page: the place where it begins
LIVE = (
    "//script|//noscript|//button[not(ancestor::table)]|//a[contains(@class, 'headerlink')]"
    "|//details[@class='dashes' or contains(@class, 'chart-data')]|//p[@class='to-slides']"
    "|//p[contains(@class, 'to-paper')]"
)
NOT_HANDED_OUT = "//div[contains(@class, 'solution')]|//section[details[@class='look-up']]"
OPEN = "//details[@class='look-up' or @class='grids']|//details[contains(@class, 'finding')]"
LINK = ("href", "xlink:href")
NAMED = ("for", "aria-labelledby", "aria-describedby", "aria-controls")
PLACE = re.compile(r"url\(#([^)]+)\)")
STYLE = re.compile(r'<link[^>]*href="\.\./(_static/[^"?]+\.css)[^"]*"[^>]*>')
AFTER_SLIDES = re.compile(r'(<p class="to-slides">.*?</p>)', re.S)
# in a list of downloads; the teaching page names the zip in a sentence
AFTER_ZIP = re.compile(rf'(\n<a href="\.\./downloads/{NAME}-book\.zip">[^<]*</a>)(?=\n)')
AFTER_HANDOUTS = re.compile(r'(<p class="handouts">.*?</p>)', re.S)  # of the teaching page
HEADING = re.compile(r"<h1>(.*?)(?:<a |</h1>)", re.S)
PRINTED = re.compile(rf'<p class="to-paper[^"]*">.*?</p>|\n<a href="\.\./{BOOK}">.*?</a>', re.S)
LANDING = "Slides of each chapter"
WHOLE = f'<a href="../{BOOK}">The whole book, with solutions (PDF)</a>'
NOTHING: Mapping[str, str] = MappingProxyType({})
HANDOUT = "Handout of this chapter, without solutions (PDF)"
NO_BROWSER = (
    "No Chromium was found, so no PDF was made; the site is complete without. Install chromium or "
    "Chrome, or name one with ANODES_BROWSER=/path/to/it, and run `make paper` again."
)


class Section(NamedTuple):
    """A section in the table of contents: its place in the document and its page of paper."""

    place: str
    title: str
    page: int | str = ""


class Article(NamedTuple):
    """The article of a page, by the name of its file."""

    name: str
    title: str
    body: Markup
    sections: tuple[Section, ...]
    headings: tuple[str, ...]
    page: int | str = ""


def main() -> int:
    """Print the book and the handouts into the site in place; 1 where no browser is there."""
    write_utf8()
    path = browser.find_browser()
    if path is None:
        print(NO_BROWSER, file=sys.stderr)
        return 1
    with alone():
        site = ROOT / build.FOLDER / build.SITE
        if (site / BOOK).exists():
            print("== The PDFs are those of this site already")
            return 0
        print("== Printing the book and its handouts", flush=True)
        with tempfile.TemporaryDirectory() as folder:
            made = print_all(site, Path(folder), path)
            for name, file in made.items():
                (site / name).parent.mkdir(parents=True, exist_ok=True)
                (site / name).write_bytes(file.read_bytes())
        offer_printed(site, list(made))
        note_printed(site)
    print(f"The book: {site / BOOK}\nA handout of each chapter: {site / HANDOUTS}")
    return 0


def print_all(site: Path, folder: Path, path: str) -> dict[str, Path]:
    """Print all documents into a folder; the files by their names in the site."""
    from playwright.sync_api import sync_playwright

    names = [file.stem for file in toc.all_in_order()]
    with sync_playwright() as playwright:
        arguments = browser.launch_arguments()
        opened = playwright.chromium.launch(executable_path=path, args=arguments)
        page = opened.new_page()
        made = {
            f"{HANDOUTS}/{name}.pdf": print_handout(site, name, page, folder)
            for name in names
            if has_exercises(site, name)
        }
        made[BOOK] = print_book(site, names, page, folder)
        opened.close()
    return made


def has_exercises(site: Path, name: str) -> bool:
    """Whether a page of the site is a chapter to work with."""
    text = (site / f"chapters/{name}.html").read_text(encoding="utf-8")
    return 'class="exercise admonition"' in text


def print_handout(site: Path, name: str, page: Page, folder: Path) -> Path:
    """Print a chapter without solutions."""
    chapters = [article_of(site, name, [name], solved=False)]
    file = folder / f"{name}.pdf"
    _print(paper_document(site, chapters, chapters[0].title), page, file)
    return _finished(file, chapters[0].title, chapters)


def print_book(site: Path, names: Sequence[str], page: Page, folder: Path) -> Path:
    """Print all pages with a title page and a table of contents.

    It is printed twice: the numbers of pages in the contents are known after the first time.
    """
    chapters = [article_of(site, name, names, solved=True) for name in names]
    title = str(cite.citation()["title"])
    file = folder / "book.pdf"
    _print(paper_document(site, chapters, title, cover=True), page, file, final=False)
    pages = pages_of_places(file)
    numbered = [_numbered(one, pages) for one in chapters]
    _print(paper_document(site, numbered, title, cover=True), page, file)
    return _finished(file, title, chapters)


# ---------------------------------------------------------------- the document


def article_of(site: Path, name: str, names: Sequence[str], *, solved: bool) -> Article:
    """The article of a page, of which ids and links are those of a document of pages `names`."""
    text = (site / f"chapters/{name}.html").read_text(encoding="utf-8")
    article = html.document_fromstring(text).find(".//article")
    for part in article.xpath(LIVE if solved else f"{LIVE}|{NOT_HANDED_OUT}"):
        part.drop_tree()
    for fold in article.xpath(OPEN) if solved else ():
        fold.set("open", "")
    for answer in article.xpath("//form[@hidden]"):
        del answer.attrib["hidden"]
    for cited in article.xpath("//a[starts-with(@href, 'bibliography.html#r')]"):
        cited.classes.add("cited")
    for part in article.iter(etree.Element):
        _rename(part, name, names)
    sections = tuple(
        Section(section.get("id"), _title(section.find("h2")))
        for section in article.xpath(".//section[h2]")
    )
    body = Markup("").join(
        Markup(html.tostring(part, encoding="unicode", with_tail=True)) for part in article
    )
    headings = tuple(map(_title, article.iter("h1", "h2", "h3", "h4")))
    return Article(name, _title(article.find(".//h1")), body, sections, headings)


def _title(heading: html.HtmlElement) -> str:
    return " ".join(heading.text_content().split())


def _rename(part: html.HtmlElement, name: str, names: Sequence[str]) -> None:
    """Ids of several pages in one document begin with the name of their page."""
    for key, value in part.attrib.items():
        if key == "id":
            part.set(key, f"{name}--{value}")
        elif key in NAMED:
            part.set(key, " ".join(f"{name}--{word}" for word in value.split()))
        elif key in LINK and part.tag in ("a", "use"):
            if (target := _target(value, name, names)) is None:
                del part.attrib[key]
            else:
                part.set(key, target)
        elif "url(#" in value:
            part.set(key, PLACE.sub(rf"url(#{name}--\1)", value))


def _target(link: str, name: str, names: Sequence[str]) -> str | None:
    """Where a link of a page leads to in the document; None for a page that nobody can reach."""
    if re.match(r"[a-z]+:", link):
        return link
    page, _, place = link.partition("#")
    place = place.partition("?")[0]
    other = page.removesuffix(".html") if page else name
    if other in names:
        return f"#{other}--{place}" if place else f"#{PAGE}{other}"
    address = os.environ.get(ADDRESS, "").rstrip("/")
    return f"{address}/{posixpath.normpath(f'chapters/{link}')}" if address else None


def paper_document(
    site: Path, chapters: Sequence[Article], title: str, *, cover: bool = False
) -> str:
    """The HTML that is printed."""
    landing = (site / "chapters/index.html").read_text(encoding="utf-8")
    styles = [name for name in STYLE.findall(landing) if not name.endswith("print.css")]
    known = cite.citation()
    address = os.environ.get(ADDRESS, "")
    return rendered(
        "paper",
        title=title,
        styles=[(site / name).as_uri() for name in styles],
        static=(site / "_static").as_uri(),
        scripts=SCRIPTS,
        sheets=Markup("\n".join(_sheets(chapters, known, address))),
        chapters=chapters,
        cover=_cover(known, address) if cover else None,
    )


def _cover(known: dict, address: str) -> dict[str, object]:
    names = ", ".join(person.get("name", "") for person in known["authors"])
    return {
        "words": " ".join(known["abstract"].split()),
        "people": f"{names}. Version {known['version']} of {known['date-released']}.",
        "cite": cite.text(known, address).split("\n\n"),
    }


def _sheets(chapters: Sequence[Article], known: dict, address: str) -> Iterator[str]:
    """Head and foot of the sheets of each chapter."""
    for one in chapters:
        page = f"chapters/{one.name}.html"
        foot = f"{address.rstrip('/')}/{page}" if address else f"{known['title']}, {page}"
        sheet = f"of-{one.name}"
        yield (
            f"@page {sheet} {{ @top-left {{ content: {_quoted(one.title)}; }} "
            f"@bottom-left {{ content: {_quoted(foot)}; }} }} "
            f"#{PAGE}{one.name} {{ page: {sheet}; }}"
        )
    yield "@page { @top-left { content: none; } @bottom-left { content: none; } }"


def _quoted(text: str) -> str:
    """A string of CSS in a style element, which `</` would end."""
    return json.dumps(text, ensure_ascii=False).replace("</", "<\\/")


# ---------------------------------------------------------------- the files


def _print(text: str, page: Page, file: Path, *, final: bool = True) -> None:
    """Print a document; if it is final, with outline and tags, which take a third of the time."""
    source = file.with_suffix(".html")
    source.write_text(text, encoding="utf-8", newline="\n")
    page.goto(source.as_uri(), wait_until="load", timeout=0)  # as long as it takes
    page.pdf(path=str(file), format=SHEET, outline=final, tagged=final)


def pages_of_places(file: Path) -> dict[str, int]:
    """The page of paper on which each place begins to which a link of a PDF leads."""
    from pypdf import PdfReader

    reader = PdfReader(file)
    return {
        name.removeprefix("/"): (reader.get_destination_page_number(place) or 0) + 1
        for name, place in reader.named_destinations.items()
    }


def _numbered(one: Article, pages: dict[str, int]) -> Article:
    sections = tuple(
        section._replace(page=pages.get(section.place, "")) for section in one.sections
    )
    return one._replace(page=pages.get(f"{PAGE}{one.name}", ""), sections=sections)


def _finished(file: Path, title: str, chapters: Sequence[Article]) -> Path:
    """The same PDF with title, authors and headings as they are, and without the time of printing.

    Two prints differ only in the numbers by which Chromium names parts of tables for tags.
    """
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(file))
    known = cite.citation()
    author = ", ".join(person.get("name", "") for person in known["authors"])
    writer.metadata = {"/Title": title, "/Author": author, "/Subject": str(known["license"])}
    headings = {"".join(text.split()): text for one in chapters for text in one.headings}
    _mend_outline(writer.root_object.get("/Outlines", {}).get("/First"), headings)
    writer.write(file)
    return file


def _mend_outline(item: Any, headings: dict[str, str]) -> None:  # noqa: ANN401
    """Headings of an outline: Chromium joins lines without space and doubles what opens a page."""
    from pypdf.generic import NameObject, TextStringObject

    while item is not None:
        entry = item.get_object()
        said = "".join(str(entry["/Title"]).split())
        half = said[: len(said) // 2]
        if text := headings.get(said) or (half * 2 == said and headings.get(half)):
            entry[NameObject("/Title")] = TextStringObject(text)
        _mend_outline(entry.get("/First"), headings)
        item = entry.get("/Next")


# ---------------------------------------------------------------- what the site offers


def offer_printed(site: Path, files: Sequence[str]) -> None:
    """Links to the files: the book on the landing and the data page, a handout in its chapter.

    The teaching page lists all handouts.
    """
    handouts = [name for name in files if name.startswith(f"{HANDOUTS}/")]
    listed = {name: heading_of(site, Path(name).stem) for name in handouts}
    for page in sorted((site / "chapters").glob("*.html")):
        text = page.read_text(encoding="utf-8")
        handout = f"{HANDOUTS}/{page.stem}.pdf"
        new = with_paper_links(text, BOOK in files, handout if handout in files else "", listed)
        if new != text:
            page.write_text(new, encoding="utf-8", newline="\n")


def heading_of(site: Path, name: str) -> str:
    """The heading of a page, as HTML."""
    match = HEADING.search((site / f"chapters/{name}.html").read_text(encoding="utf-8"))
    return " ".join(match[1].split()) if match else name


def with_paper_links(
    text: str, has_book: bool, handout: str, listed: Mapping[str, str] = NOTHING
) -> str:
    """A page with links to what there is of it on paper, in places that it has.

    `listed` has the handouts with their headings, for the page that lists them.
    """
    links = [WHOLE] if has_book and LANDING in text else []
    if handout:
        links.append(f'<a href="../{handout}">{HANDOUT}</a>')
    lines = "".join(f'<p class="to-paper">{link}</p>' for link in links)
    text = AFTER_SLIDES.sub(lambda match: match[1] + lines, text, count=1)
    every = "\n".join(f'<a href="../{file}">{title} (PDF)</a>' for file, title in listed.items())
    whole = f'<p class="to-paper downloads">\n{every}\n</p>' if every else ""
    text = AFTER_HANDOUTS.sub(lambda match: match[1] + whole, text, count=1)
    return AFTER_ZIP.sub(rf"\1\n{WHOLE}", text, count=1) if has_book else text


def without_paper_links(text: str) -> str:
    """A page as it was built, without the links to what was printed of it."""
    return PRINTED.sub("", text)


def note_printed(site: Path, root: Path = ROOT) -> None:
    """Let the record of the build know the site as it is now."""
    file = root / build.FOLDER / build.RECORD
    known = json.loads(file.read_bytes()) | {"site": build.digests_of_files(site)}
    write_atomically(file, json.dumps(known, indent=1, sort_keys=True, ensure_ascii=False).encode())


if __name__ == "__main__":
    sys.exit(main())
