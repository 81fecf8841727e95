"""The book's sign and its cover, drawn from numbers: a porous particle and the sixty electrodes.

`python -m anodes.publish.cover` writes the sign into `_static/favicon.svg`; the cover is drawn with
each build, since it shows the data.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING

from anodes.data.files import ROOT, write_atomically
from anodes.publish.converted import converted
from anodes.viz.interactive import HOST_COLOURS
from anodes.viz.schematics import section

if TYPE_CHECKING:
    import pandas as pd
    from sphinx.application import Sphinx

FAVICON = ROOT / "_static" / "favicon.svg"
WIDTH, HEIGHT = 1200, 630  # what sites that show a link expect
GROUND, INK, QUIET, SOLID = "#0d2f40", "#ffffff", "#b9d3e0", "#0b5f86"
BRIGHT = {"Si": "#56B4E9", "Ge": "#F0A868", "Sn": "#4FD1A5", "Sb": "#DDA0D0"}  # on the dark ground
POROSITY = 0.5
TITLE = "Porous Alloy Anodes"
LINES = ("An executable review:", "sixty printed electrodes, recomputed,", "checked and comparable")


def register(app: Sphinx) -> None:
    """Draw the cover when the pages are done."""
    app.connect("build-finished", _draw)


def _draw(app: Sphinx, error: Exception | None) -> None:
    if error or app.builder.name != "html":
        return
    from anodes.data.printed_tables import electrodes

    svg = cover(electrodes())
    (Path(app.outdir) / "_static" / "cover.svg").write_text(svg, encoding="utf-8", newline="\n")
    (Path(app.outdir) / "_static" / "cover.png").write_bytes(converted("svg_to_png", svg))


def favicon() -> str:
    """A particle half of which is pores, as an SVG of 32 units."""
    particle = _particle(16, 16, 15, SOLID, across=13)
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">'
        f'<circle cx="16" cy="16" r="15.5" fill="#e6f1f7"/>{particle}</svg>\n'
    )


def cover(electrodes: pd.DataFrame) -> str:
    """The title, a particle, and the electrodes of the review: capacity left over cycles."""
    marks = "".join(
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="8" fill="{BRIGHT[element]}" opacity="0.9"/>'
        for x, y, element in _places(electrodes)
    )
    words = "".join(
        f'<text x="70" y="{y}" font-size="{size}" fill="{colour}">{line}</text>'
        for line, y, size, colour in (
            (TITLE, 150, 62, INK),
            *((line, 215 + 42 * place, 30, QUIET) for place, line in enumerate(LINES)),
        )
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" '
        f'viewBox="0 0 {WIDTH} {HEIGHT}" font-family="DejaVu Sans, Verdana, sans-serif">'
        f'<title>{TITLE}</title><rect width="100%" height="100%" fill="{GROUND}"/>'
        f"{_particle(190, 560, 210, HOST_COLOURS['Si'], across=41)}{marks}{words}</svg>\n"
    )


def _places(electrodes: pd.DataFrame) -> list[tuple[float, float, str]]:
    left, right, top, bottom = 480, WIDTH - 60, 380, HEIGHT - 40
    most = electrodes["final_capacity_mAh_g"].max()
    longest, shortest = (math.log(electrodes["cycles"].agg(how)) for how in ("max", "min"))
    columns = zip(
        electrodes["cycles"],
        electrodes["final_capacity_mAh_g"],
        electrodes["element"],
        strict=True,
    )
    return [
        (
            left + (right - left) * (math.log(cycles) - shortest) / (longest - shortest),
            bottom - (bottom - top) * capacity / most,
            element,
        )
        for cycles, capacity, element in columns
    ]


def _particle(x: float, y: float, radius: float, colour: str, across: int) -> str:
    """The solid squares of a section, as one path."""
    cells, step = section(across)
    edge = f"{radius * step:.2f}"
    solid = cells[cells["_rank"] >= POROSITY]
    left, top = x + radius * (solid["_x"] - step / 2), y - radius * (solid["_y"] + step / 2)
    corners = zip(left, top, strict=True)
    squares = "".join(f"M{cx:.2f} {cy:.2f}h{edge}v{edge}h-{edge}z" for cx, cy in corners)
    return f'<path fill="{colour}" d="{squares}"/>'


if __name__ == "__main__":
    write_atomically(FAVICON, favicon().encode())
