"""How to cite the book: one file says it, a box and every footer repeat it."""

import json
import re
from types import SimpleNamespace

import pytest
import yaml
from conftest import ROOT, pages
from lxml import html

import anodes
from anodes.data import descriptor
from anodes.data.files import DataError
from anodes.publish import cite

KNOWN = {
    "title": "Pores: a book",
    "authors": [{"name": "The makers"}, {"family-names": "Du", "given-names": "D. E."}],
    "version": "2.3",
    "date-released": "2031-04-05",
    "license": "CC-BY-4.0",
    "references": [
        {
            "title": "Pores", "authors": [{"family-names": "Wu", "given-names": "Ann"}],
            "journal": "Small", "volume": 7, "start": "12", "year": 2030, "doi": "10.1/x",
            "license": "CC-BY-4.0",
        }
    ],
}  # fmt: skip


def test_the_text_names_book_and_review():
    assert cite.text(KNOWN, "https://x.org/book/") == (
        "The makers, D. E. Du (2031). Pores: a book. Version 2.3. https://x.org/book/. CC BY 4.0."
        "\n\nIt recomputes: Ann Wu (2030). Pores. Small 2030;7:12. https://doi.org/10.1/x. "
        "CC BY 4.0."
    )
    assert "Version 2.3. CC BY 4.0." in cite.text(KNOWN)


def test_bibtex_can_be_read():
    from pybtex.database import parse_string

    entries = parse_string(cite.bibtex(KNOWN, "https://x.org"), "bibtex").entries
    book, review = entries["porous-alloy-anodes"], entries["li2022"]
    assert [str(person) for person in book.persons["author"]] == ["{The makers}", "Du, D. E."]
    assert dict(book.fields) == {
        "title": "{Pores: a book}", "year": "2031", "version": "2.3", "note": "CC BY 4.0",
        "url": "https://x.org/",
    }  # fmt: skip
    assert (review.type, review.fields["doi"], review.fields["year"]) == (
        "article",
        "10.1/x",
        "2030",
    )


def test_a_link_into_a_repository_is_there_only_where_there_is_one():
    with_it = cite.cite_box(KNOWN, repository="https://h.org/book/")
    assert (
        "[Repository](https://h.org/book). [Report an error](https://h.org/book/issues)." in with_it
    )
    assert "The makers, D. E. Du. Version 2.3 of 2031-04-05." in with_it
    assert "](" not in cite.cite_box(KNOWN)


def app(address="", repository=""):
    config = SimpleNamespace(
        html_baseurl=address, html_theme_options={"repository_url": repository}
    )
    return SimpleNamespace(config=config, env=SimpleNamespace(doc2path="chapters/{}.ipynb".format))


def test_a_link_alone_in_a_paragraph_becomes_the_box():
    link = f"[How to cite](../{cite.FILE})"
    cells = [
        {"cell_type": "markdown", "source": ["## Cite\n", "\n", f"{link}\n", "\n", "after"]},
        {"cell_type": "markdown", "source": f"The file {link} has it."},
        {"cell_type": "code", "source": link},
    ]
    source = [json.dumps({"cells": cells})]
    cite._translate(app(), "a", source)
    made, inside, code = (cell["source"] for cell in json.loads(source[0])["cells"])
    assert made.startswith("## Cite\n\n:::{container} cite\n\n```text\n")
    assert made.endswith(":::\n\nafter")
    assert (inside, code) == (cells[1]["source"], link)


@pytest.mark.parametrize(
    ("page", "up", "repository"), [("chapters/tin", "../", ""), ("search", "", "https://h.org/b")]
)
def test_each_footer_says_how_to_cite(page, up, repository):
    context = {"theme_extra_footer": "<p>first</p>"}
    cite._footer(app(repository=repository), page, "", context, None)
    first, words = html.fragment_fromstring(context["theme_extra_footer"], create_parent="div")
    assert first.text == "first"
    assert "Porous Alloy Anodes: an executable review, version 0.2.0" in words.text_content()
    targets = words.xpath(".//a/@href")
    assert targets[0] == f"{up}chapters/index.html#cite-this-book"
    assert targets[1:] == ([repository, f"{repository}/issues"] if repository else [])


@pytest.mark.parametrize(
    ("content", "found"),
    [(None, "cannot be read"), ("title: [", "cannot be read"), ("- a", "cannot be read"),
     ("title: a\nversion: 1", "no authors, date-released, license, references")],
)  # fmt: skip
def test_a_file_that_lacks_a_part_is_named(tmp_path, content, found):
    if content is not None:
        (tmp_path / cite.FILE).write_text(content, encoding="utf-8")
    with pytest.raises(DataError) as caught:
        cite.citation(tmp_path)
    assert cite.FILE in str(caught.value)
    assert found in str(caught.value)


def test_there_is_one_version():
    version = cite.citation()["version"]
    assert version == anodes.__version__ == descriptor()["version"]
    assert f'version = "{version}"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["index", "dataset"])
def test_the_box_is_on_the_page_and_what_it_says_is_copied(visit, name):
    page = visit(name)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    boxes = page.locator(".cite .highlight")
    assert boxes.count() == 2
    page.locator(".cite button.copybtn").nth(1).click()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.strip() == cite.bibtex(cite.citation())
    assert page.complaints == []


def test_the_footers_of_all_pages_lead_to_the_box(site):
    for name in pages():
        page = html.parse(str(site / "chapters" / f"{name}.html"))
        (words,) = page.xpath("//div[@class='extra_footer']//cite")
        assert words.text == cite.citation()["title"]
    landing = html.parse(str(site / "chapters/index.html"))
    assert landing.xpath("//*[@id='cite-this-book']//div[contains(@class, 'cite')]")


def test_pages_link_to_the_repository_that_is_set_and_to_no_other(site):
    address = yaml.safe_load((ROOT / "_config.yml").read_bytes())["repository"]["url"]
    page = (site / "chapters/index.html").read_text(encoding="utf-8")
    targets = re.findall(r'<a [^>]*href="([^"]*)"[^>]*>Report an error', page)
    assert set(targets) == ({f"{address.rstrip('/')}/issues"} if address else set())


def test_a_chapter_runs_elsewhere_where_the_repository_is_on_github():
    address = "https://github.com/a/b"
    (_, binder), (_, colab) = cite.launch(f"{address}/", "chapters/tin", True)
    assert binder == "https://mybinder.org/v2/gh/a/b/main?urlpath=lab/tree/chapters/tin.ipynb"
    assert colab == "https://colab.research.google.com/github/a/b/blob/main/chapters/tin.ipynb"
    assert cite.launch("", "chapters/tin", True) == []
    assert cite.launch(address, "chapters/glossary", False) == []
    assert cite.launch("https://gitlab.com/a/b", "chapters/tin", True) == []
