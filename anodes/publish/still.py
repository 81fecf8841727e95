"""A still picture of each chart, so that a page shows everything before any script has run.

It stands where the chart will be drawn, in the colours of the page, and is what a page without
scripts keeps. Labels of single marks are left out: the table behind the chart has the numbers.
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import Any

from lxml import etree

from anodes.publish.compiled import FONT, INK, LINE, pictured
from anodes.publish.lean import lean
from anodes.viz.static import within_tags

WIDTH = 688  # pixels of the text's column on a desktop; a still is scaled to any other
# what only a live chart needs
LIVE = re.compile(r' (?:aria-[\w-]+|role|class|pointer-events)="[^"]*"')
# where a reader will choose an area: empty as yet, but with an id that counts the stills before it
UNCHOSEN = re.compile(r'<g[^>]*><path d="M0,0h0v0h0Z"[^>]*/></g>')
NUMBER = re.compile(r"-?\d+\.\d{2,}")
_SQUARE = r'<path transform="translate\(#,#\)" d="M#,#h#v[\d.]+h-[\d.]+Z"@/>'
SQUARE = re.compile(_SQUARE.replace("#", r"([-\d.]+)").replace("@", "([^>]*)"))
SQUARES = re.compile("(?:" + _SQUARE.replace("#", r"[-\d.]+").replace("@", "[^>]*") + "){2,}")
GRID = "#8885"  # a line that is quiet on light and dark


def still(vega: dict[str, Any]) -> str:
    """An SVG of a compiled spec as it is drawn at first, as wide as its place."""
    return light(pictured(vega, WIDTH))


def light(svg: str) -> str:
    """The picture in the page's ink and font, rounded to tenths of a pixel."""
    ((width, height), *_) = re.findall(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg)
    body = bare(svg).replace(FONT, "inherit").replace(LINE, GRID).replace(INK, "currentColor")
    picture = etree.fromstring(
        f'<svg xmlns="http://www.w3.org/2000/svg" width="100%" height="{float(height):.0f}" '
        f'viewBox="0 0 {width} {height}" aria-hidden="true">{body}'
    )
    lean(picture)
    return etree.tostring(picture, encoding="unicode")


def bare(svg: str) -> str:
    """What is within a picture, without what only a live chart needs, in tenths of a pixel."""
    body = UNCHOSEN.sub("", LIVE.sub("", svg[svg.index(">") + 1 :]))
    body = within_tags(body, NUMBER, lambda number: f"{float(number[0]):.1f}")
    return SQUARES.sub(merged, body)


def merged(run: re.Match[str]) -> str:
    """Neighbouring squares of one look as one path."""
    paths = []
    for look, squares in groupby(SQUARE.findall(run[0]), key=lambda square: square[5]):
        outline = "".join(
            f"M{float(x) + float(left):.1f},{float(y) + float(top):.1f}h{edge}v{edge}h-{edge}z"
            for x, y, left, top, edge, _ in squares
        )
        paths.append(f'<path d="{outline}"{look}/>')
    return "".join(paths)
