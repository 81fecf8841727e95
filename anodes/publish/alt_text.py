"""Alt text of figures: written in the metadata of a cell, and stored with what the cell shows.

    "mystnb": {"figure": {"name": "fig-name"}, "image": {"alt": "What the figure shows."}}

JupyterLab sends the metadata to the kernel, and `anodes.viz` shows the figure with its words.
Other ways to execute a notebook do not. So the words are written into outputs when they are
stored, whoever executed them: there the site, GitHub and JupyterLab find them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from anodes.viz.alt_text import alt_text_of
from anodes.viz.interactive import VEGA_MIME
from anodes.viz.static import DRAWING_MIME

Cell = dict[str, Any]
HOW = '`"mystnb": {"figure": {"name": "fig-name"}, "image": {"alt": "what it shows"}}`'


def describe(cell: Cell) -> None:
    """Write the alt text in a code cell's metadata into its figures, in place."""
    words = alt_text_of(cell["metadata"])
    for data in _figures(cell) if words else ():
        _described(data)["description"] = words
        data["text/plain"] = words


def lacks_words(cell: Cell) -> bool:
    """Whether a cell shows a figure without alt text."""
    return not all(_described(data).get("description") for data in _figures(cell))


def _figures(cell: Cell) -> Iterator[dict[str, Any]]:
    """What a cell shows as figures, by MIME type."""
    for output in cell.get("outputs", ()):
        data = output.get("data", {})
        if VEGA_MIME in data or DRAWING_MIME in data:
            yield data


def _described(data: dict[str, Any]) -> dict[str, Any]:
    """The part of a figure that has its words."""
    part: dict[str, Any] = data[VEGA_MIME if VEGA_MIME in data else DRAWING_MIME]
    return part
