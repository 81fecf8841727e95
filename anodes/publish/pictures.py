"""A picture beside each stored chart, for viewers of notebooks that run no Vega.

GitHub, nbviewer, Visual Studio Code and `nbconvert` show an output's SVG; JupyterLab and the site
draw the chart itself. The picture is that of the chart as it is drawn at first. It carries a digest
of what it was drawn from, and is drawn again only where that has changed: another machine or
another version of the drawing library changes no chapter.
"""

from __future__ import annotations

import hashlib
import json
from html import escape
from typing import TYPE_CHECKING, Any

from lxml import etree

from anodes.publish.compiled import FITTED, LOOKS
from anodes.publish.converted import converted
from anodes.publish.lean import lean
from anodes.publish.still import bare
from anodes.viz.bundles import VEGA_LITE
from anodes.viz.interactive import SVG_MIME, VEGA_MIME

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

OF = "picture_of"  # in the metadata of an output
DIGEST = 16  # characters of it that are kept
DRAWING = 2  # raised when a spec is drawn otherwise than before, so that no stored picture stays
FONT = "Liberation Sans, Arial, Helvetica, sans-serif"  # the first is in the drawing library
INK, LINE = "#1f2328", "#d0d7de"
PAPER = LOOKS | {"background": "white", "font": FONT}


def add(notebook: Any, known: Mapping[str, str]) -> None:  # noqa: ANN401
    """Put a picture beside each chart of a notebook, in place; drawn where it is not `known`."""
    for output in _charts(notebook):
        spec, words = output["data"][VEGA_MIME], str(output["data"].get("text/plain", ""))
        digest = _digest(spec, words)
        try:
            output["data"][SVG_MIME] = known.get(digest) or drawn(spec, words)
        except ValueError:  # no chart: the build says so, with the cell
            continue
        output["metadata"] = {**output.get("metadata", {}), OF: digest}


def stored(notebook: Any) -> dict[str, str]:  # noqa: ANN401
    """The pictures of a notebook by the digest of what they were drawn from."""
    return {
        output["metadata"][OF]: output["data"][SVG_MIME]
        for output in _charts(notebook)
        if OF in output.get("metadata", {}) and SVG_MIME in output["data"]
    }


def drawn(spec: dict[str, Any], words: str) -> str:
    """An SVG of a Vega-Lite spec in the colours of paper, with words for who cannot see it."""
    chart = {name: part for name, part in spec.items() if name not in ("usermeta", "config")}
    config = _inked(PAPER)
    svg = converted(
        "vegalite_to_svg", chart | {"autosize": FITTED} if "width" in chart else chart,
        vl_version=VEGA_LITE, config=config,
    )  # fmt: skip
    head = svg[: svg.index(">")]
    size = " ".join(part for part in head.split() if part.startswith(("width=", "height=")))
    box = head[head.index("viewBox=") :].split('"')[1]
    picture = etree.fromstring(
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} viewBox="{box}" role="img" '
        f'aria-label="{escape(words, quote=True)}">{bare(svg)}'
    )
    lean(picture)
    return str(etree.tostring(picture, encoding="unicode"))


def _inked(looks: Any) -> Any:  # noqa: ANN401
    """The looks of a page with the colours that a page would fill in."""
    text = json.dumps(looks)
    return json.loads(text.replace("page-ink", INK).replace("page-line", LINE))


def _charts(notebook: Any) -> Iterator[Any]:  # noqa: ANN401
    """The outputs of a notebook that are charts."""
    for cell in notebook["cells"]:
        for output in cell.get("outputs", ()):
            if VEGA_MIME in output.get("data", {}):
                yield output


def _digest(spec: dict[str, Any], words: str) -> str:
    """What tells one chart from another, whoever wrote its numbers: a browser has 1 for 1.0."""
    values = json.loads(json.dumps([spec, words, DRAWING]), parse_float=_shortest)
    text = json.dumps(values, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:DIGEST]


def _shortest(digits: str) -> float:
    value = float(digits)
    return int(value) if value.is_integer() else value
