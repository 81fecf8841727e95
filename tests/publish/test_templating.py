"""Parts of a page as templates: escaped, without the breaks of their layout, nothing left out."""

import pytest
from jinja2 import UndefinedError
from lxml.html import fragment_fromstring

from anodes.publish.templating import PARTS, rendered

CELLS = {"label": "a & b", "heads": ["x", "<y>"], "rows": [["<b>", 'say "no"']], "long": 30}


def test_what_is_put_in_is_escaped_and_the_layout_is_not_in_the_page():
    html = rendered("works", **CELLS)
    assert type(html) is str  # of a type of its own, what is joined to it would be escaped
    assert "\n" not in html
    assert "> <" not in html
    box = fragment_fromstring(html)
    assert [head.text for head in box.iter("th")] == ["x", "<y>", "<b>"]
    assert [cell.text for cell in box.iter("td")] == ['say "no"']
    assert box.get("aria-label") == "a & b"


@pytest.mark.parametrize("name", sorted(path.stem for path in PARTS.glob("*.html")))
def test_a_value_that_a_template_misses_is_an_error(name):
    with pytest.raises(UndefinedError):
        rendered(name)
