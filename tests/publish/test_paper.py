"""Paper: nothing of a page is lost on A4 and Letter, and folds are on paper as on the page."""

from __future__ import annotations

import io
import re
import unicodedata
from collections import Counter

import pytest
from pypdf import PdfReader

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
    page.emulate_media(media="print")
    seen = page.evaluate(SEEN)
    page.emulate_media(media="null")
    page.evaluate(AFTER)
    return Counter(word for text in seen for word in WORD.findall(plain(text)))


def printed(page, sheet):
    return PdfReader(io.BytesIO(page.pdf(format=sheet)))


def text_of(pdf):
    """The text of a PDF without spaces: a long word may go on in the next line."""
    return re.sub(r"\s", "", plain("".join(sheet.extract_text() for sheet in pdf.pages)))


@pytest.mark.parametrize("name", ["index", "dataset", "silicon", "audit", "synthesis"])
def test_every_word_of_a_page_is_on_its_sheets(share, name):
    page = share(name)
    wanted = words_on_paper(page)
    assert wanted.total() > 900
    for sheet in SHEETS:
        text = text_of(printed(page, sheet))
        lost = {word: n for word, n in wanted.items() if text.count(word) < n}
        assert lost == {}, sheet
    assert page.complaints == []
