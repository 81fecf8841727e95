"""Charts compiled when the book is built, so that a page needs no compiler.

A Vega-Lite spec becomes a Vega spec with the looks of the book. It names the page's colours and
font, and `viz.js` puts in what they are, so that charts follow light and dark.
"""

from __future__ import annotations

from typing import Any

from anodes.publish.converted import converted
from anodes.viz.bundles import VEGA_LITE

INK, LINE, FONT = "page-ink", "page-line", "page-font"  # what the page fills in

LOOKS = {
    "background": "transparent",
    "font": FONT,
    "view": {"stroke": None},
    "axis": {
        "labelColor": INK, "titleColor": INK, "domainColor": INK, "tickColor": INK,
        "gridColor": LINE, "gridOpacity": 0.6, "labelFontSize": 12, "titleFontSize": 13,
        "titleFontWeight": "normal", "titlePadding": 8, "labelSeparation": 8,
    },
    "axisY": {"labelLimit": 190},
    "legend": {
        "labelColor": INK, "titleColor": INK, "orient": "top", "direction": "horizontal",
        "labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": "normal", "symbolSize": 90,
        "symbolFillColor": INK, "symbolStrokeColor": INK, "labelLimit": 0,
    },
    "text": {"color": INK, "fill": INK},
    "title": {"color": INK},
}  # fmt: skip
FITTED = {"type": "fit-x", "contains": "padding"}  # a picture that is as wide as it is said


def compiled(spec: dict[str, Any]) -> dict[str, Any]:
    """The Vega spec of a Vega-Lite spec, as wide as its place on the page.

    A notebook stores a width in pixels instead: JupyterLab parses a chart that follows its
    container again and again, until its tab no longer answers. Raises `ValueError` where the spec
    is no Vega-Lite.
    """
    fluid = {"width": "container"} if "width" in spec else {}
    whole = _plain(spec) | fluid
    vega = converted("vegalite_to_vega", whole, vl_version=VEGA_LITE, config=LOOKS)
    return _plain(vega)


def pictured(vega: dict[str, Any], width: int) -> str:
    """An SVG of a compiled spec as it is drawn at first, so many pixels wide."""
    signals = [signal for signal in vega.get("signals", []) if signal["name"] != "width"]
    sized = vega | {"width": width, "signals": signals, "autosize": FITTED}
    return converted("vega_to_svg", sized)


def _plain(spec: dict[str, Any]) -> dict[str, Any]:
    """A spec without what is said about it."""
    return {name: part for name, part in spec.items() if name not in ("$schema", "usermeta")}
