"""Pictures drawn to scale from numbers: particles that swell, routes to pores, cell stacks.

A share of volume is drawn as the same share of the section's area (Delesse's principle), so a
picture of porosity 0.69 is 69 % hole. Nothing is drawn by chance: the same numbers give the same
picture. A frame or plain numbers come in, a `Drawing` goes out.
"""

from __future__ import annotations

import itertools
import math
import textwrap
from typing import TYPE_CHECKING, Any

from anodes.data.frames import records
from anodes.physics import pores
from anodes.physics.rounding import rounded_frame
from anodes.viz.interactive import HOST_COLOURS
from anodes.viz.static import INK, MATPLOTLIB_STYLE, WIDTH, Drawing, finished

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import numpy as np
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

LEAVING = "#D9A441"  # what leaves: by-product, template or the metal that dissolves
PRECURSOR = "#8A93A0"  # what a reaction turns into something else
LAYER_COLOURS = {
    "aluminium": "#9AA5B1",
    "cathode": "#56B4E9",
    "separator": "#E8E2D0",
    "anode": "#0072B2",
    "copper": "#C77C48",
}
GOLDEN_ANGLE = math.pi * (3 - math.sqrt(5))


def particles(frame: pd.DataFrame, *, description: str = "", hollow: bool = False) -> Drawing:
    """Particles before and after full lithiation or sodiation, all to one scale.

    The dashed circle is the first outline; what the pores cannot take has grown outward.

    Parameters
    ----------
    frame
        A row for each particle; columns particle (its name), element, porosity (0 to 1) and ratio
        (V/V0 of the solid).
    description
        What the drawing shows, for readers who cannot see it; in a chapter the
        alt text in the metadata of the cell.
    hollow
        Whether the pores are one round hole with their share of the volume.

    Returns
    -------
    Drawing
        SVG with its description and its numbers, shown by a notebook.

    Notes
    -----
    A share of volume is drawn as the same share of the section's area (Delesse's principle).

    Examples
    --------
    >>> import pandas as pd
    >>> from anodes import viz
    >>> one = pd.DataFrame(
    ...     {"particle": ["dense"], "element": ["Si"], "porosity": [0.0], "ratio": [3.75]}
    ... )
    >>> len(viz.particles(one, description="A particle that grows.").table["rows"])
    1
    """
    inside = _shell if hollow else _particle
    rows = frame.assign(
        external_expansion_percent=pores.external_expansion_percent(
            frame["porosity"], frame["ratio"]
        ),
        porosity_when_charged=pores.porosity_when_charged(frame["porosity"], frame["ratio"]),
    ).reset_index(drop=True)
    figure, grid = _grid(2, len(rows), (max(WIDTH, 1.5 * len(rows)), 3.6))
    for column, row in enumerate(records(rows)):
        grown = pores.radius_ratio(1 + row["external_expansion_percent"] / 100)
        colour = HOST_COLOURS[row["element"]]
        inside(grid[0][column], 1.0, row["porosity"], colour)
        inside(grid[1][column], grown, row["porosity_when_charged"], colour)
        _circle(grid[1][column], 1.0, fill=False, edgecolor=INK, linestyle="--", linewidth=1)
        grid[0][column].set_title(row["particle"], fontsize=11)
    reach = 1.06 * (1 + rows["external_expansion_percent"].max() / 100) ** (1 / 3)
    for word, line in zip(("pristine", "alloyed"), grid, strict=True):
        line[0].annotate(
            word, (-reach, 0), rotation=90, va="center", ha="right", annotation_clip=False
        )
        for axes in line:
            axes.set(xlim=(-reach, reach), ylim=(-reach, reach))
    shown = ["particle", "porosity", "ratio", "external_expansion_percent", "porosity_when_charged"]
    return finished(figure, rows[shown], description)


def routes(frame: pd.DataFrame, *, description: str = "") -> Drawing:
    """Routes to pores: what there is before, and what is left, with the porosity to scale.

    Parameters
    ----------
    frame
        A row for each route; columns route (its name), element, kind (dealloying, reduction,
        etching or assembly), before and after (words) and porosity (0 to 1). In an assembly the
        grains gather and nothing leaves.
    description
        What the drawing shows, for readers who cannot see it; in a chapter the
        alt text in the metadata of the cell.

    Returns
    -------
    Drawing
        SVG with its description and its numbers, shown by a notebook.

    Raises
    ------
    KeyError
        For another kind, or a column that is missing.

    Examples
    --------
    >>> import pandas as pd
    >>> from anodes import viz
    >>> one = pd.DataFrame(
    ...     {"route": ["acid"], "element": ["Si"], "kind": ["etching"], "before": ["wafer"],
    ...      "after": ["porous Si"], "porosity": [0.5]}
    ... )
    >>> len(viz.routes(one, description="A wafer gets pores.").table["rows"])
    1
    """
    rows = frame.reset_index(drop=True)
    figure, grid = _grid(len(rows), 2, (WIDTH, 2.35 * len(rows)))
    for (first, last), row in zip(grid, records(rows), strict=True):
        colour = HOST_COLOURS[row["element"]]
        _KINDS[row["kind"]](first, last, row["porosity"], colour)
        first.set_title(row["before"], fontsize=11)
        last.set_title(row["after"], fontsize=11)
        first.annotate(
            row["route"], (-0.06, 0.5), rotation=90, va="center", ha="right",
            xycoords="axes fraction", annotation_clip=False,
        )  # fmt: skip
    return finished(figure, rows[["route", "before", "after", "porosity"]], description)


def stacks(layers: Mapping[str, Mapping[str, float]], *, description: str = "") -> Drawing:
    """Cell stacks as piles of their layers, thickness to scale.

    Parameters
    ----------
    layers
        Thicknesses in micrometres by layer, as `physics.stack_layers_um` gives them, by the name
        of the anode.
    description
        What the drawing shows, for readers who cannot see it; in a chapter the
        alt text in the metadata of the cell.

    Returns
    -------
    Drawing
        SVG with its description and its numbers, shown by a notebook.

    Examples
    --------
    >>> from anodes import analysis, physics, viz
    >>> graphite = physics.stack_layers_um(550, analysis.assumed_stack())
    >>> drawing = viz.stacks({"graphite": graphite}, description="A stack of five layers.")
    >>> len(drawing.table["rows"])
    5
    """
    import pandas as pd
    from matplotlib import pyplot as plt

    plt.rcParams.update(MATPLOTLIB_STYLE)
    figure, axes = plt.subplots(figsize=(WIDTH, 3.9), layout="constrained")
    for place, pile in enumerate(layers.values()):
        bottom = 0.0
        for layer, thickness in pile.items():
            look: dict[str, Any] = {
                "color": LAYER_COLOURS[layer],
                "edgecolor": INK,
                "linewidth": 0.4,
                "width": 0.62,
            }
            axes.bar(place, thickness, bottom=bottom, label=layer if place == 0 else None, **look)
            bottom += thickness
        axes.annotate(
            f"{bottom:.0f} µm", (place, bottom), (0, 3), textcoords="offset points", ha="center"
        )
    names = [textwrap.fill(name, 11) for name in layers]
    axes.set(xticks=range(len(layers)), xticklabels=names, ylabel="thickness (µm)")
    axes.grid(visible=False, axis="x")
    handles, labels = axes.get_legend_handles_labels()
    figure.legend(handles[::-1], labels[::-1], loc="outside upper center", ncols=3)
    rows = [(name, layer, um) for name, pile in layers.items() for layer, um in pile.items()]
    return finished(
        figure, pd.DataFrame(rows, columns=["anode", "layer", "thickness_um"]), description
    )


def section(across: int = 41) -> tuple[pd.DataFrame, float]:
    """A round section of a particle in small squares, each with its rank in a field like ligaments.

    Columns _x, _y (the radius is 1) and _rank: leaving out the ranks below p leaves 1 - p of the
    squares. Also the edge of a square.
    """
    import numpy as np
    import pandas as pd

    step = 2 / across
    centres = -1 + step * (np.arange(across) + 0.5)
    x, y = np.meshgrid(centres, centres)
    inside = np.hypot(x, y) < 1
    places = np.argsort(waves(scale=1.6, size=across)[inside], kind="stable")
    order = np.argsort(places, kind="stable")
    rank = (order + 0.5) / len(order)
    cells = rounded_frame(pd.DataFrame({"_x": x[inside], "_y": y[inside], "_rank": rank})).round(4)
    return cells, step


Point = tuple[float, float]


def pore_corners(count: int = 61, rim: int = 120) -> pd.DataFrame:
    """The corners of closed pores in a round section of a particle; its radius is 1.

    Every point of the section belongs to the cell of the nearest of `count` points of a spiral; the
    rim has `rim` sides. A pore is its cell made smaller about the middle of its area: by the square
    root of the porosity in length, and so by the porosity in area.

    Columns _pore (its number), _x, _y (the middle of its cell) and _dx, _dy (a corner of its cell
    from there); the corners of a cell follow each other to the left.
    """
    import pandas as pd

    rows = [
        (number, x, y, corner_x - x, corner_y - y)
        for number, cell in enumerate(_cells(count, rim))
        for x, y in [_middle(cell)]
        for corner_x, corner_y in cell
    ]
    names = ["_pore", "_x", "_y", "_dx", "_dy"]
    return rounded_frame(pd.DataFrame(rows, columns=names)).round(4)


def _middle(cell: list[Point]) -> Point:
    """The middle of the area of a polygon."""
    sides = [(a, b, a[0] * b[1] - b[0] * a[1]) for a, b in itertools.pairwise([*cell, cell[0]])]
    three_areas = 1.5 * sum(twice for _, _, twice in sides)
    x = sum((a[0] + b[0]) * twice for a, b, twice in sides) / 2 / three_areas
    return x, sum((a[1] + b[1]) * twice for a, b, twice in sides) / 2 / three_areas


def _cells(count: int, rim: int) -> Iterator[list[Point]]:
    """The corners of the part of the section that is nearest to each point of the spiral."""
    turn = 2 * math.pi / rim
    disc = [(math.cos(turn * n), math.sin(turn * n)) for n in range(rim)]
    radii = [math.sqrt((n + 0.5) / count) for n in range(count)]
    middles = [
        (r * math.cos(n * GOLDEN_ANGLE), r * math.sin(n * GOLDEN_ANGLE))
        for n, r in enumerate(radii)
    ]
    for middle in middles:
        cell = disc
        for other in middles:
            cell = cell if other == middle else _nearer(cell, middle, other)
        yield cell


def _nearer(cell: list[Point], middle: Point, other: Point) -> list[Point]:
    """The part of a convex cell that is nearer to its middle than to another point."""
    dx, dy = other[0] - middle[0], other[1] - middle[1]
    half = (math.hypot(*other) ** 2 - math.hypot(*middle) ** 2) / 2
    beyond = [x * dx + y * dy - half for x, y in cell]  # below 0: nearer to the middle
    kept = []
    for n, (x, y) in enumerate(cell):
        (last_x, last_y), last = cell[n - 1], beyond[n - 1]
        if (beyond[n] < 0) != (last < 0):
            share = last / (last - beyond[n])
            kept.append((last_x + share * (x - last_x), last_y + share * (y - last_y)))
        if beyond[n] < 0:
            kept.append((x, y))
    return kept


def _dealloying(first: Axes, last: Axes, porosity: float, colour: str) -> None:
    """A bicontinuous mixture loses one of its two parts."""
    field = waves()
    _share(first, field, porosity, LEAVING, colour)
    _share(last, field, porosity, "none", colour)


def _reduction(first: Axes, last: Axes, porosity: float, colour: str) -> None:
    """A solid precursor becomes a fine mixture of host and by-product; the by-product leaves."""
    from matplotlib.patches import Rectangle

    field = waves(scale=1.7)
    first.add_patch(Rectangle((0, 0), 1, 1, facecolor=PRECURSOR, edgecolor="none"))
    first.set(xlim=(0, 1), ylim=(0, 1))
    _share(last, field, porosity, "none", colour)


def _etching(first: Axes, last: Axes, porosity: float, colour: str) -> None:
    """Pores grow from the surface of a wafer downward; together they are the porosity."""
    from matplotlib.patches import Rectangle

    count, depth = 9, 0.9
    wall = (1 - porosity / depth) / count
    look: dict[str, Any] = {"facecolor": colour, "edgecolor": "none"}
    first.add_patch(Rectangle((0, 0), 1, 1, **look))
    last.add_patch(Rectangle((0, 0), 1, 1 - depth, **look))
    for number in range(count):
        left = (number + 0.5) / count - wall / 2
        last.add_patch(Rectangle((left, 1 - depth), wall, depth, **look))
    for axes in (first, last):
        axes.set(xlim=(0, 1), ylim=(0, 1))


def _assembly(first: Axes, last: Axes, porosity: float, colour: str) -> None:
    """Grains that lie apart come together in a sphere; the gaps are the pores."""
    from matplotlib.patches import Circle

    outer, count = 0.48, 120
    radius = outer * math.sqrt((1 - porosity) / count)
    for axes, grains in ((first, count // 4), (last, count)):
        spread = (outer - radius) / math.sqrt(grains - 0.5)
        for number in range(grains):
            angle, away = number * GOLDEN_ANGLE, spread * math.sqrt(number + 0.5)
            centre = (0.5 + away * math.cos(angle), 0.5 + away * math.sin(angle))
            axes.add_patch(Circle(centre, radius, facecolor=colour, edgecolor="none"))
        axes.set(xlim=(0, 1), ylim=(0, 1))


_KINDS = {
    "dealloying": _dealloying,
    "reduction": _reduction,
    "etching": _etching,
    "assembly": _assembly,
}


def waves(scale: float = 1.0, size: int = 90) -> np.ndarray:
    """A smooth field of many waves in all directions: its level sets look like ligaments."""
    import numpy as np

    x, y = np.meshgrid(np.linspace(0, 1, size), np.linspace(0, 1, size))
    field = np.zeros_like(x)
    for number in range(40):
        angle, phase = number * GOLDEN_ANGLE, 2.4 * number**2
        length = scale * 2 * math.pi * (5 + 0.4 * math.sin(number))
        field += np.cos(length * (x * math.cos(angle) + y * math.sin(angle)) + phase)
    return field


def _share(axes: Axes, field: np.ndarray, share: float, below: str, above: str) -> None:
    """The field cut at the level under which the given share of the area lies."""
    import numpy as np

    level = float(np.quantile(field, share))
    ends = (float(field.min()) - 1, level, float(field.max()) + 1)
    grid = np.linspace(0, 1, len(field))
    colours = [above] if below == "none" else [below, above]
    levels = ends[1:] if below == "none" else ends
    axes.contourf(grid, grid, field, levels=levels, colors=colours, antialiased=True)
    axes.set(xlim=(0, 1), ylim=(0, 1))


def _particle(axes: Axes, radius: float, porosity: float, colour: str) -> None:
    """A round section whose ligaments leave the porosity free."""
    import numpy as np
    from matplotlib.patches import Circle

    if porosity < 0.005:
        _circle(axes, radius, facecolor=colour, edgecolor="none")
        return
    field = waves(scale=1.6)
    grid = np.linspace(-radius, radius, len(field))
    inside = np.hypot(*np.meshgrid(grid, grid)) < radius
    level = float(np.quantile(field[inside], porosity))
    look: dict[str, Any] = {
        "levels": [level, field.max() + 1],
        "colors": [colour],
        "antialiased": True,
    }
    filled = axes.contourf(grid, grid, field, **look)
    filled.set_clip_path(Circle((0, 0), radius, transform=axes.transData))
    _circle(axes, radius, fill=False, edgecolor=INK, linewidth=0.5)


def _shell(axes: Axes, radius: float, porosity: float, colour: str) -> None:
    """A section through the middle of a hollow sphere."""
    from matplotlib.patches import Annulus

    width = radius * (1 - pores.radius_ratio(porosity))
    if porosity < 0.005:
        _circle(axes, radius, facecolor=colour, edgecolor="none")
    else:
        axes.add_patch(Annulus((0, 0), radius, width, facecolor=colour, edgecolor="none"))


def _circle(axes: Axes, radius: float, **look: Any) -> None:  # noqa: ANN401
    from matplotlib.patches import Circle

    axes.add_patch(Circle((0, 0), radius, **look))


def _grid(rows: int, columns: int, size: tuple[float, float]) -> tuple[Figure, NDArray[Any]]:
    """Square panels without axes."""
    from matplotlib import pyplot as plt

    plt.rcParams.update(MATPLOTLIB_STYLE)
    figure, grid = plt.subplots(rows, columns, figsize=size, layout="constrained", squeeze=False)
    for axes in grid.flat:
        axes.set_aspect("equal")
        axes.set_axis_off()
    return figure, grid
