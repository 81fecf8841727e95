"""Readable for everybody: light and dark, desktop and phone, and what axe-core says.

Screenshots of every page are kept in `_build/screenshots`.
"""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import DESKTOP, PHONE, ROOT, ink, pages

SHOTS = ROOT / "_build" / "screenshots"


# What is out of sight is not painted before it is scrolled to; a picture of the page shows it all.
WHOLE = """() => {
    const looks = new CSSStyleSheet();
    looks.replaceSync('* { content-visibility: visible !important }');
    document.adoptedStyleSheets.push(looks);
}"""


def contrast(first, second):
    def light(colour):
        parts = [float(v) / 255 for v in re.findall(r"[\d.]+", colour)[:3]]
        linear = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    bright, dark = sorted((light(first), light(second)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("name", pages())
def test_readable_in_light_and_dark_on_desk_and_phone(visit, name, viewport, mode):
    page = visit(name, viewport=viewport, mode=mode)
    assert page.evaluate("document.documentElement.dataset.theme") == mode
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    for words in (".chart svg .role-axis-label text", ".drawing svg text"):
        if page.locator(words).count():
            assert contrast(ink(page, words), ground) > 7
    page.evaluate(WHOLE)
    SHOTS.mkdir(parents=True, exist_ok=True)
    picture = SHOTS / f"{name}-{mode}-{viewport['width']}.jpg"
    page.screenshot(path=picture, full_page=True, type="jpeg", quality=80)
    if viewport == DESKTOP:
        assert violations(page) == []


def violations(page):
    """What axe-core finds, with the first place of each."""
    found = Axe().run(page).response["violations"]
    return [(v["id"], v["impact"], v["nodes"][0]["html"][:200]) for v in found]
