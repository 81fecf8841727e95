"""What is in the text of all built pages: plain words, no name of a variable, no empty value.

`voice.toml` lists the words that the book does not use.
"""

import re
import tomllib
from collections import Counter
from pathlib import Path

import pytest
from conftest import ROOT, pages
from lxml import html

VOICE = tomllib.loads((Path(__file__).parent / "voice.toml").read_text(encoding="utf-8"))
QUIET = (
    ".//script|.//style|.//code|.//pre|.//math|.//q|.//blockquote|.//*[name()='svg']"
    "|.//*[contains(@class, 'grids')]"  # tables of the data, under the names of the data
)
NAMES = re.compile(r"\b[a-z]+(?:_[A-Za-z0-9]+)+\b")
EMPTY = re.compile(r"\b(?:NaN|nan|null|undefined)\b|^(?:True|False|None)$", re.M)  # alone in a cell
LISTS = ("api", "bibliography", "credits")  # of names, of titles of papers, of files


def article(page: Path):
    (found,) = html.parse(str(page)).xpath("//article")
    return found


def running_text(page: Path) -> str:
    """What a reader reads of a page, without code and without what others wrote."""
    return " ".join(lines(article(page))).strip()


def lines(element) -> list[str]:
    """The pieces of text in an element, each with single spaces."""
    for part in element.xpath(QUIET):
        part.drop_tree()
    return list(filter(None, (" ".join(text.split()) for text in element.itertext())))


def replaced(text: str) -> Counter:
    """How often each word occurs that the book does not use, by the entry of `voice.toml`."""
    text = re.sub(r"“[^”]*”", "", text)  # quotations
    return +Counter(
        {words: len(re.findall(rf"\b(?:{words})\b", text, re.I)) for words in VOICE["words"]}
    )


DICTIONARY = "dataset"  # of names that code needs
HEADINGS = {"your-electrode": {"ice_percent"}}  # of a reader's file, in messages about it
READ = [name for name in pages() if name not in LISTS]


@pytest.mark.parametrize("name", READ)
def test_no_page_uses_a_word_that_the_book_replaces(site, name):
    found = replaced(running_text(site / "chapters" / f"{name}.html"))
    assert not found, {words: f"write: {VOICE['words'][words]}" for words in found}


@pytest.mark.parametrize("name", [name for name in READ if name != DICTIONARY])
def test_no_page_shows_a_name_of_a_variable(site, name):
    text = running_text(site / "chapters" / f"{name}.html")
    assert sorted(set(NAMES.findall(text)) - HEADINGS.get(name, set())) == []


@pytest.mark.parametrize("name", READ)
def test_no_page_shows_an_empty_value(site, name):
    text = "\n".join(lines(article(site / "chapters" / f"{name}.html")))
    assert EMPTY.findall(text) == []


def test_the_words_are_found():
    page = html.fragment_fromstring(
        "<article><p>As told, ten mAh a gram.</p><pre>told</pre> tail <code>a_b</code>"
        "<p>“It tells.” final_capacity_mAh_g</p><p>True for <b>NaN</b></p><p> True </p></article>"
    )
    found = lines(page)
    assert found[:3] == ["As told, ten mAh a gram.", "tail", "“It tells.” final_capacity_mAh_g"]
    assert dict(replaced(" ".join(found))) == {"told|tells|telling": 1, "a gram": 1}
    assert NAMES.findall(" ".join(found)) == ["final_capacity_mAh_g"]
    assert EMPTY.findall("\n".join(found)) == ["NaN", "True"]


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md"])
def test_the_first_pages_of_the_project_use_no_such_word(name):
    text = re.sub(r"```.*?```|`[^`]*`", "", (ROOT / name).read_text(encoding="utf-8"), flags=re.S)
    assert replaced(text) == Counter()
