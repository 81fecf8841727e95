"""Charts compiled when the book is built, so that a page needs no compiler.

A Vega-Lite spec becomes a Vega spec with the looks of the book. Colours and fonts of the page are
placeholders in it, which `charts.js` fills in, so that charts follow light and dark.
"""

from __future__ import annotations

from typing import Any

VEGA_LITE = "6.4"  # matches the Vega of the bundle; our specs use only what 5.6 knew already
INK, LINE, FONT = "page-ink", "page-line", "page-font"  # what the page fills in

LOOKS = {
    "background": "transparent",
    "font": FONT,
    "view": {"stroke": None},
    "axis": {
        "labelColor": INK, "titleColor": INK, "domainColor": INK, "tickColor": INK,
        "gridColor": LINE, "gridOpacity": 0.6, "labelFontSize": 12, "titleFontSize": 13,
        "titleFontWeight": "normal", "titlePadding": 8, "labelOverlap": "greedy",
        "labelSeparation": 8,
    },
    "axisY": {"labelLimit": 190},
    "legend": {
        "labelColor": INK, "titleColor": INK, "orient": "top", "direction": "horizontal",
        "labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": "normal", "symbolSize": 90,
        "symbolFillColor": INK, "symbolStrokeColor": INK,
    },
    "text": {"color": INK, "fill": INK},
    "title": {"color": INK},
}  # fmt: skip


def compiled(spec: dict[str, Any]) -> dict[str, Any]:
    """The Vega spec of a Vega-Lite spec. Raises `ValueError` where it is no Vega-Lite."""
    import vl_convert

    plain = {key: value for key, value in spec.items() if key not in ("$schema", "usermeta")}
    vega = vl_convert.vegalite_to_vega(plain, vl_version=VEGA_LITE, config=LOOKS)
    return {key: value for key, value in vega.items() if key != "$schema"}
