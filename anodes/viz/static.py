"""Drawings: a frame comes in, a matplotlib figure goes out as SVG, no file is read.

Ink in a drawing is the page's colour of text, so a drawing follows light and dark. Each one
carries its description (alt text) and its numbers, which the page shows beneath it.
"""

from __future__ import annotations

import io
import re
import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from anodes.data.frames import records
from anodes.physics.rounding import MINUS
from anodes.viz.alt_text import alt_text
from anodes.viz.interactive import HOST_COLOURS, ION_MARKERS, NEUTRAL, POWERS_ALONE, SVG_MIME
from anodes.viz.tables import chart_title as title
from anodes.viz.tables import in_subscripts, plain_table

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis
    from matplotlib.figure import Figure

TAG = re.compile(r"<[^>]*>")
PLACES = re.compile(r"(\d\.\d\d)\d+")  # with the digits that are left of it
INK = "#14181e"  # stands in a drawing for the colour of the page's text
WIDTH = 6.4  # inches; a page scales it to its column, and wider ones are small on a phone
DRAWING_MIME = "application/vnd.anodes.drawing+json"  # by it a page knows a drawing

MATPLOTLIB_STYLE: dict[Any, Any] = {
    "svg.fonttype": "none",  # text stays text: searchable, and read aloud
    "svg.hashsalt": "anodes",  # ids by content, not by chance
    "font.family": "sans-serif",
    "font.size": 12,
    "axes.edgecolor": INK,
    "axes.labelcolor": INK,
    "text.color": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "grid.color": NEUTRAL,
    "grid.alpha": 0.25,
    "axes.axisbelow": True,
    "lines.linewidth": 2,
    "legend.frameon": False,
}


@dataclass(frozen=True)
class Drawing:
    """A finished matplotlib figure with the words and the numbers that stand for it.

    Shown in a notebook it is SVG; the description (alt text) and the data table ride along
    under a MIME type of the book's own, where the page finds them.
    """

    svg: str
    description: str
    table: dict[str, list[Any]]

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any]:
        words = alt_text(self.description)
        ours = {"description": words, "table": self.table}
        return {DRAWING_MIME: ours, SVG_MIME: self.svg, "text/plain": words or "drawing"}


def deviations(
    frame: pd.DataFrame, name: str, value: str, *, tolerance: float, description: str = ""
) -> Drawing:
    """A mark for each named row around zero, and the band in which it is allowed to lie.

    Parameters
    ----------
    frame
        With the columns element and ion beside those that are named.
    name
        Column with the names of the rows.
    value
        Column of the deviations.
    tolerance
        Half the width of the band, in the unit of `value`.
    description
        What the drawing shows, for readers who cannot see it; in a chapter the
        alt text in the metadata of the cell.

    Returns
    -------
    Drawing
        SVG with its description and its numbers, shown by a notebook.

    Examples
    --------
    >>> import pandas as pd
    >>> from anodes import viz
    >>> one = pd.DataFrame(
    ...     {"element": ["Si"], "ion": ["Li"], "alloying_product": ["Li22Si5"]}
    ... ).assign(deviation_percent=0.03)
    >>> drawing = viz.deviations(
    ...     one, "alloying_product", "deviation_percent", tolerance=0.1, description="One."
    ... )
    >>> drawing.table["rows"]
    [['Li₂₂Si₅', 0.03]]
    """
    figure, axes = _canvas(height=2.8)
    axes.axhspan(-tolerance, tolerance, color=NEUTRAL, alpha=0.2)
    _marks(axes, frame, name, value)
    axes.tick_params(axis="x", labelrotation=25)
    axes.set(ylabel=title(value))
    return finished(figure, frame[[name, value]], description)


def bubbles(counts: pd.DataFrame, *, description: str = "") -> Drawing:
    """A table of counts as marks whose area is the count.

    Parameters
    ----------
    counts
        Whole numbers; a column for each host, the index names the lines.
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
        For a column that is no host.

    Examples
    --------
    >>> import pandas as pd
    >>> from anodes import viz
    >>> families = pd.Index(["etching", "reduction"], name="family")
    >>> counts = pd.DataFrame({"Si": [3, 1], "Sn": [0, 2]}, index=families)
    >>> viz.bubbles(counts, description="Papers by method and host.").table["rows"]
    [['etching', 3, 0], ['reduction', 1, 2]]
    """
    figure, axes = _canvas(height=3.8)
    for column, host in enumerate(counts.columns):
        for line, number in enumerate(counts[host]):
            axes.scatter(column, line, s=70 * number, color=HOST_COLOURS[host])
            if number:
                aside: dict[str, Any] = {"textcoords": "offset points", "va": "center"}
                radius = (70 * number) ** 0.5 / 2
                axes.annotate(str(number), (column, line), (radius + 4, 0), **aside)
    axes.set(xticks=range(len(counts.columns)), xticklabels=counts.columns)
    axes.set(yticks=range(len(counts)), yticklabels=counts.index, xlim=(-0.6, 3.6))
    heads = {str(name): str(name) for name in counts}
    return finished(figure, counts.reset_index(), description, heads)


def lanes(
    frame: pd.DataFrame, category: str, value: str, *, filled: str, description: str = ""
) -> Drawing:
    """Each row a mark on the line of its category.

    Parameters
    ----------
    frame
        With the columns material, reference, element and ion beside those that are named.
    category
        Column with the names of the lines, each shown with its number of rows.
    value
        Column of the horizontal axis.
    filled
        Column of truth values: marks are filled where it is true, open elsewhere.
    description
        What the drawing shows, for readers who cannot see it; in a chapter the
        alt text in the metadata of the cell.

    Returns
    -------
    Drawing
        SVG with its description and its numbers, shown by a notebook.

    Examples
    --------
    >>> from anodes import data, viz
    >>> drawing = viz.lanes(
    ...     data.electrodes().head(3), "family", "retention_percent", filled="same_current",
    ...     description="Retention by method family.",
    ... )
    >>> len(drawing.table["rows"])
    3
    """
    figure, axes = _canvas(height=3.8)
    counts = frame[category].value_counts()
    names = sorted(counts.index, reverse=True)
    lines = frame.assign(line=frame[category].map(names.index))
    _marks(axes, lines, value, "line", filled=filled)
    labels = [f"{name} ({counts[name]})" for name in names]
    axes.set(yticks=range(len(names)), yticklabels=labels, xlabel=title(value))
    return finished(figure, frame[[category, "material", "reference", value, filled]], description)


def diagonal(frame: pd.DataFrame, x: str, y: str, *, filled: str, description: str = "") -> Drawing:
    """Two columns of one unit on logarithmic axes, with the line on which they are equal.

    Parameters
    ----------
    frame
        With the columns material, reference, element and ion beside those that are named; rows
        without x or y are left out.
    x, y
        Names of the columns of the axes.
    filled
        Column of truth values: marks are filled where it is true, open elsewhere.
    description
        What the drawing shows, for readers who cannot see it; in a chapter the
        alt text in the metadata of the cell.

    Returns
    -------
    Drawing
        SVG with its description and its numbers, shown by a notebook.

    Examples
    --------
    One of the first three electrodes has no cycling C-rate and is left out:

    >>> from anodes import data, viz
    >>> drawing = viz.diagonal(
    ...     data.electrodes().head(3), "initial_c_rate", "cycling_c_rate", filled="same_current",
    ...     description="Two C-rates of two electrodes.",
    ... )
    >>> len(drawing.table["rows"])
    2
    """
    rows = frame.dropna(subset=[x, y])
    figure, axes = _canvas(height=4.2)
    ends = [rows[[x, y]].min().min(), rows[[x, y]].max().max()]
    axes.plot(ends, ends, color=NEUTRAL, linewidth=1)
    _marks(axes, rows, x, y, filled=filled)
    axes.set(xscale="log", yscale="log", xlabel=title(x), ylabel=title(y))
    return finished(figure, rows[["material", "reference", x, y, filled]], description)


def curves(
    lines: pd.DataFrame,
    x: str,
    y: str,
    *,
    by: str,
    description: str = "",
    looks: Mapping[str, Mapping[str, Any]] | None = None,
    points: pd.DataFrame | None = None,
    label: str | None = None,
    filled: str | None = None,
    log: Sequence[str] = (),
    table: pd.DataFrame | None = None,
) -> Drawing:
    """A curve for each value of a column, and points of a second frame on the same axes.

    Parameters
    ----------
    lines
        The curves, a row for each of their points.
    x, y
        Names of the columns of the axes.
    by
        Column whose values are the curves.
    description
        What the drawing shows, for readers who cannot see it; in a chapter the
        alt text in the metadata of the cell.
    looks
        Keywords of matplotlib for a curve, by its value of `by`.
    points
        A frame with element and ion, drawn as marks.
    label
        Column that names the points.
    filled
        Column of truth values: points are filled where it is true, open elsewhere.
    log
        Names of the columns whose axis is logarithmic.
    table
        Numbers to show below the drawing, if not the points or else the curves.

    Returns
    -------
    Drawing
        SVG with its description and its numbers, shown by a notebook.

    Examples
    --------
    >>> import pandas as pd
    >>> from anodes import physics, viz
    >>> frame = pd.DataFrame({"ratio": [1.0, 2.0, 4.0], "host": "any"})
    >>> frame["minimum_porosity"] = physics.minimum_porosity(frame["ratio"])
    >>> drawing = viz.curves(
    ...     frame, "ratio", "minimum_porosity", by="host", description="Porosity over volume ratio."
    ... )
    >>> drawing.table["rows"][-1]
    [4.0, 'any', 0.75]
    """
    figure, axes = _canvas(height=3.8)
    for name, curve in lines.groupby(by, sort=False):
        look = {"color": NEUTRAL, "label": str(name), **(looks or {}).get(str(name), {})}
        axes.plot(curve[x], curve[y], **look)
    if lines[by].nunique() > 4:
        figure.legend(loc="outside right upper")
    elif lines[by].nunique() > 1:
        axes.legend()
    if points is not None:
        _marks(axes, points, x, y, filled=filled)
        table = points if table is None else table
    if points is not None and label:
        _labels(axes, points, x, y, label)
    for axis, name in (("x", x), ("y", y)):
        axes.set(
            **{f"{axis}label": title(name), f"{axis}scale": "log" if name in log else "linear"}
        )
    return finished(figure, lines if table is None else table, description)


def ladder(
    phases: pd.DataFrame, points: pd.DataFrame, value: str, *, name: str, description: str = ""
) -> Drawing:
    """Phases as upright lines at their capacity, and measured points between them.

    Points stand in the order of their value, the lowest at the bottom, so that none hides another.

    Parameters
    ----------
    phases
        With the columns `value` and `name`.
    points
        With the columns `value`, material, reference, element and ion.
    value
        Column of the horizontal axis in both frames.
    name
        Column with the names of the phases.
    description
        What the drawing shows, for readers who cannot see it; in a chapter the
        alt text in the metadata of the cell.

    Returns
    -------
    Drawing
        SVG with its description and its numbers, shown by a notebook.

    Examples
    --------
    >>> from anodes import analysis, data, viz
    >>> points = data.electrodes().head(2)
    >>> points["faraday_capacity_mAh_g"] = points["initial_capacity_mAh_g"]
    >>> drawing = viz.ladder(
    ...     analysis.phases().query("host == 'Si'"), points, "faraday_capacity_mAh_g", name="phase",
    ...     description="Phases of silicon and two electrodes.",
    ... )
    >>> len(drawing.table["rows"])
    2
    """
    rows = points.sort_values(value, kind="stable").reset_index(drop=True)
    figure, axes = _canvas(height=2.6 + 0.045 * len(rows))
    for place, text in zip(phases[value], phases[name], strict=True):
        axes.axvline(place, color=NEUTRAL, linewidth=1)
        look: dict[str, Any] = {
            "xycoords": ("data", "axes fraction"),
            "textcoords": "offset points",
        }
        axes.annotate(text, (place, 1), (1, 4), rotation=50, fontsize=11, **look)
    _marks(axes, rows.assign(line=rows.index), value, "line")
    axes.set(xlabel=title(value), yticks=[], ylim=(-1, len(rows)), xlim=(0, None))
    axes.spines["left"].set_visible(False)
    return finished(figure, rows[["material", "reference", value]], description)


@dataclass(frozen=True, eq=False)
class Pattern:
    """Powder lines of one state of an electrode, for `patterns`.

    Parameters
    ----------
    name
        Names the state.
    element
        Host, whose colour the printed angles have.
    lines
        Computed lines as `analysis.pattern` gives them.
    angles
        Printed angles with two_theta_measured, hkl and difference_degree, as `analysis.angles`
        gives them; or None.

    Examples
    --------
    >>> from anodes import analysis, viz
    >>> len(viz.Pattern("Si", "Si", analysis.pattern("Si", up_to=50)).lines)
    2
    """

    name: str
    element: str
    lines: pd.DataFrame
    angles: pd.DataFrame | None = None


def patterns(states: Sequence[Pattern], *, description: str = "") -> Drawing:
    """Computed powder lines of several states below each other, printed angles as marks.

    Full sticks have computed intensities; dotted ones, all of one height, show positions only. The
    strongest lines carry their Miller indices.

    Parameters
    ----------
    states
        From top to bottom.
    description
        What the drawing shows, for readers who cannot see it; in a chapter the
        alt text in the metadata of the cell.

    Returns
    -------
    Drawing
        SVG with its description and its numbers, shown by a notebook.

    Examples
    --------
    >>> from anodes import analysis, viz
    >>> silicon = viz.Pattern("Si", "Si", analysis.pattern("Si", up_to=50))
    >>> len(viz.patterns([silicon], description="Two lines of silicon.").table["rows"])
    2
    """
    import pandas as pd

    figure, rows = _column(len(states), height=0.9 + 1.45 * len(states))
    for axes, state in zip(rows, states, strict=True):
        lines, known = state.lines, state.lines["relative_intensity"].notna().all()
        heights = lines["relative_intensity"].fillna(30)
        look: dict[str, Any] = {"linestyles": "solid" if known else "dotted"}
        axes.vlines(lines["two_theta_degree"], 0, heights, color=NEUTRAL, **look)
        if known:
            _indices(axes, lines[lines["relative_intensity"] > 12])
        if state.angles is not None:
            measured = state.angles["two_theta_measured"]
            axes.plot(measured, [-14] * len(measured), "^", color=HOST_COLOURS[state.element])
        axes.set(ylim=(-25, 165), yticks=[])
        axes.set_ylabel(state.name, rotation=0, ha="right", va="center")
        axes.grid(visible=False)
    rows[-1].set(xlabel=title("two_theta_degree"))
    shown = ["hkl", "two_theta_degree", "relative_intensity"]
    none = pd.DataFrame(columns=["hkl", "two_theta_measured", "difference_degree"], dtype=object)
    tables = [
        state.lines[shown]
        .merge(none if state.angles is None else state.angles[list(none)], on="hkl", how="left")
        .assign(phase=state.name)
        for state in states
    ]
    return finished(figure, pd.concat(tables)[["phase", *shown, *none.columns[1:]]], description)


def _indices(axes: Axes, lines: pd.DataFrame) -> None:
    """Indices above the lines, the strongest first, none where another already stands."""
    taken: list[float] = []
    strongest = lines.sort_values("relative_intensity", ascending=False, kind="stable")
    for row in records(strongest):
        if all(abs(row["two_theta_degree"] - other) > 0.9 for other in taken):
            taken.append(row["two_theta_degree"])
            place = (row["two_theta_degree"], row["relative_intensity"])
            look: dict[str, Any] = {"ha": "center", "va": "bottom", "fontsize": 11, "rotation": 60}
            label = row["hkl"].split(",")[0]
            axes.annotate(label, place, (2, 3), textcoords="offset points", **look)


def stacked(
    lines: pd.DataFrame,
    x: str,
    ys: Sequence[str],
    *,
    by: str,
    description: str = "",
    looks: Mapping[str, Mapping[str, Any]] | None = None,
    log: Sequence[str] = (),
    bands: Mapping[str, tuple[float, float]] | None = None,
    table: pd.DataFrame | None = None,
) -> Drawing:
    """Several quantities against one, each in its own panel, a curve for each value of a column.

    Parameters
    ----------
    lines
        The curves, a row for each of their points.
    x
        Column of the shared horizontal axis.
    ys
        Columns of the vertical axes, from top to bottom.
    by
        Column whose values are the curves.
    description
        What the drawing shows, for readers who cannot see it; in a chapter the
        alt text in the metadata of the cell.
    looks
        Keywords of matplotlib for a curve, by its value of `by`.
    log
        Names of the columns whose axis is logarithmic.
    bands
        Grey ranges of x, each (from, to), by the word that names them.
    table
        Numbers to show below the drawing, if not the curves.

    Returns
    -------
    Drawing
        SVG with its description and its numbers, shown by a notebook.

    Examples
    --------
    >>> import numpy as np
    >>> from anodes import analysis, viz
    >>> frame = analysis.by_porosity(["Li15Si4"], np.array([0.0, 0.4, 0.8]))
    >>> drawing = viz.stacked(
    ...     frame, "porosity", ["tap_density_g_cm3", "electrolyte_mL_Ah"], by="phase",
    ...     description="What porosity costs.",
    ... )
    >>> len(drawing.table["rows"])
    3
    """
    figure, rows = _column(len(ys), height=0.8 + 1.75 * len(ys))
    for axes, y in zip(rows, ys, strict=True):
        for name, curve in lines.groupby(by, sort=False):
            look = {"color": NEUTRAL, "label": str(name), **(looks or {}).get(str(name), {})}
            axes.plot(curve[x], curve[y], **look)
        for low, high in (bands or {}).values():
            axes.axvspan(low, high, color=NEUTRAL, alpha=0.15)
        name, bracket, unit = title(y).partition(" (")
        lines_of_name = "\n".join([*textwrap.wrap(name, 14), (bracket + unit).strip()])
        axes.set(ylabel=lines_of_name, yscale="log" if y in log else "linear")
        axes.yaxis.label.set_fontsize(11)
    above: dict[str, Any] = {"xycoords": ("data", "axes fraction"), "textcoords": "offset points"}
    for word, (low, high) in (bands or {}).items():
        rows[0].annotate(word, ((low + high) / 2, 1), (0, 3), ha="center", fontsize=11, **above)
    rows[-1].set(xlabel=title(x), xscale="log" if x in log else "linear")
    handles, labels = rows[0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside upper center", ncols=3, fontsize=11)
    return finished(figure, lines if table is None else table, description)


def windows(
    frame: pd.DataFrame,
    name: str,
    value: str,
    *,
    band: tuple[float, float],
    marks: Mapping[str, float],
    description: str = "",
) -> Drawing:
    """A mark for each named row, against a band of values and upright lines with names.

    Parameters
    ----------
    frame
        With the columns element and status beside those that are named; marks are filled where
        status is 'sourced', open elsewhere.
    name
        Column with the names of the rows.
    value
        Column of the horizontal axis.
    band
        The band, (from, to).
    marks
        Places of the upright lines by their names.
    description
        What the drawing shows, for readers who cannot see it; in a chapter the
        alt text in the metadata of the cell.

    Returns
    -------
    Drawing
        SVG with its description and its numbers, shown by a notebook.

    Examples
    --------
    >>> from anodes import analysis, viz
    >>> drawing = viz.windows(
    ...     analysis.porosities().head(2), "route", "porosity", band=(0.4, 0.8),
    ...     marks={"Li15Si4": 0.73}, description="Porosities of two routes.",
    ... )
    >>> len(drawing.table["rows"])
    2
    """
    rows = frame.reset_index(drop=True)
    figure, axes = _canvas(height=1.6 + 0.3 * len(rows))
    axes.axvspan(*band, color=NEUTRAL, alpha=0.18)
    for text, place in marks.items():
        axes.axvline(place, color=NEUTRAL, linewidth=1, linestyle="--")
        look: dict[str, Any] = {
            "xycoords": ("data", "axes fraction"),
            "textcoords": "offset points",
        }
        axes.annotate(text, (place, 1), (1, 4), rotation=50, fontsize=11, **look)
    for line, row in enumerate(records(rows)):
        colour = HOST_COLOURS[row["element"]]
        face = colour if row["status"] == "sourced" else "none"
        axes.plot(row[value], line, "o", markerfacecolor=face, markeredgecolor=colour)
    axes.set(yticks=rows.index, yticklabels=rows[name], xlabel=title(value))
    axes.invert_yaxis()
    return finished(figure, frame, description)


def ranges(
    frame: pd.DataFrame, category: str, low: str, high: str, *, note: str, description: str = ""
) -> Drawing:
    """For each category the ranges of its rows, and how many of its rows have a number.

    Parameters
    ----------
    frame
        With the columns element and reference beside those that are named.
    category
        Column with the names of the lines.
    low, high
        Columns with the ends of the ranges; rows without them are only counted.
    note
        Column with a word for each range, empty where there is none.
    description
        What the drawing shows, for readers who cannot see it; in a chapter the
        alt text in the metadata of the cell.

    Returns
    -------
    Drawing
        SVG with its description and its numbers, shown by a notebook.

    Examples
    --------
    >>> from anodes import data, viz
    >>> reductions = data.routes().query("family == 'reduction'")
    >>> drawing = viz.ranges(
    ...     reductions, "kind", "low_degC", "high_degC", note="time",
    ...     description="Temperatures of reductions.",
    ... )
    >>> len(drawing.table["rows"]) == len(reductions.dropna(subset=["low_degC"]))
    True
    """
    names = list(dict.fromkeys(frame[category]))[::-1]
    figure, axes = _canvas(height=1.2 + 0.28 * len(names))
    for line, name in enumerate(names):
        rows = frame[frame[category] == name]
        known = rows.dropna(subset=[low])
        for row in records(known):
            colour = HOST_COLOURS.get(row["element"], NEUTRAL)
            axes.plot([row[low], row[high]], [line, line], "o-", color=colour, markersize=7)
            axes.annotate(
                row[note], (row[high], line), (7, 0), textcoords="offset points",
                va="center", fontsize=11,
            )  # fmt: skip
        count = f"{len(known)} of {len(rows)}"
        axes.annotate(count, (1.01, line), xycoords=("axes fraction", "data"), va="center")
    axes.set(yticks=range(len(names)), yticklabels=names, xlabel=title(high))
    axes.locator_params(axis="x", nbins=6, min_n_ticks=4)
    axes.annotate(
        "reported", (1.01, 1), (0, 4), xycoords="axes fraction", textcoords="offset points"
    )
    shown = [category, "reference", low, high, note]
    return finished(figure, frame.dropna(subset=[low])[shown], description)


def arrows(
    frame: pd.DataFrame, name: str, start: str, end: str, *, xlabel: str, description: str = ""
) -> Drawing:
    """For each row an arrow from its start (open mark) to its end (filled mark).

    Parameters
    ----------
    frame
        With the columns element and reference beside those that are named.
    name
        Column with the names of the rows.
    start, end
        Columns with the ends of the arrows.
    xlabel
        Heading of the horizontal axis, with its unit.
    description
        What the drawing shows, for readers who cannot see it; in a chapter the
        alt text in the metadata of the cell.

    Returns
    -------
    Drawing
        SVG with its description and its numbers, shown by a notebook.

    Examples
    --------
    >>> from anodes import data, viz
    >>> drawing = viz.arrows(
    ...     data.electrodes().head(2), "material", "initial_capacity_mAh_g",
    ...     "final_capacity_mAh_g", xlabel="capacity (mAh g⁻¹)", description="Two losses.",
    ... )
    >>> len(drawing.table["rows"])
    2
    """
    rows = frame.reset_index(drop=True)
    figure, axes = _canvas(height=3.6)
    for line, row in enumerate(records(rows)):
        colour = HOST_COLOURS[row["element"]]
        look = {"arrowstyle": "->", "color": NEUTRAL}
        axes.annotate("", (row[end], line), (row[start], line), arrowprops=look)
        axes.plot(row[start], line, "o", markerfacecolor="none", markeredgecolor=colour)
        axes.plot(row[end], line, "o", color=colour)
    axes.set(yticks=rows.index, yticklabels=rows[name], xlabel=xlabel)
    return finished(figure, rows[[name, "reference", start, end]], description)


def _marks(axes: Axes, frame: pd.DataFrame, x: str, y: str, *, filled: str | None = None) -> None:
    """Rows as marks: colour is the host, shape the ion, open where `filled` is false."""
    for row in records(frame):
        colour = HOST_COLOURS[row["element"]]
        face = colour if filled is None or row[filled] else "none"
        look: dict[str, Any] = {"markerfacecolor": face, "markeredgecolor": colour, "markersize": 7}
        axes.plot(row[x], row[y], ION_MARKERS[row["ion"]], **look)


def _labels(axes: Axes, frame: pd.DataFrame, x: str, y: str, label: str) -> None:
    """Names to the right of the marks."""
    for row in records(frame):
        place = (row[x], row[y])
        axes.annotate(
            row[label], place, (7, 0), textcoords="offset points", va="center", fontsize=11
        )


def _canvas(width: float = WIDTH, height: float = 3.6) -> tuple[Figure, Axes]:
    """A figure and its axes in the book's style; inches, as matplotlib counts."""
    from matplotlib import pyplot as plt

    plt.rcParams.update(MATPLOTLIB_STYLE)
    return plt.subplots(figsize=(width, height), layout="constrained")


def _column(count: int, height: float) -> tuple[Figure, Sequence[Axes]]:
    """Panels under each other that share their horizontal axis."""
    from matplotlib import pyplot as plt

    plt.rcParams.update(MATPLOTLIB_STYLE)
    shape: dict[str, Any] = {"figsize": (WIDTH, height), "layout": "constrained", "squeeze": False}
    figure, rows = plt.subplots(count, 1, sharex=True, **shape)
    return figure, rows[:, 0]


def finished(
    figure: Figure, frame: pd.DataFrame, description: str, heads: Mapping[str, str] | None = None
) -> Drawing:
    """Finish a figure: SVG without clock or random id, its description and its numbers.

    `heads` are the headings of columns of `frame` that are no quantities.
    """
    from matplotlib import pyplot as plt

    for axes in figure.axes:
        _write_numbers(axes.xaxis)
        _write_numbers(axes.yaxis)
    _lay_out(figure)
    file = io.StringIO()
    figure.savefig(file, format="svg", transparent=True, metadata={"Date": None})
    plt.close(figure)
    svg = "\n".join(line.rstrip() for line in file.getvalue().splitlines())
    svg = within_tags(svg, PLACES, lambda number: number[1])  # hundredths of a point are enough
    shown = plain_table(frame.map(in_subscripts), heads=heads)
    return Drawing(_numbered(svg), description, shown)


def within_tags(svg: str, number: re.Pattern[str], written: Callable[[re.Match[str]], str]) -> str:
    """A picture with its coordinates written otherwise; what a reader reads stands in no tag."""
    return TAG.sub(lambda tag: number.sub(written, tag[0]), svg)


def _write_numbers(axis: Axis) -> None:
    """Labels of an axis as the charts of the book have them: 0.1, 1 and 1,000.

    A logarithmic axis of no more than two decades has 2 and 5 between the powers of ten.
    """
    from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter, ScalarFormatter

    low, high = sorted(axis.get_view_interval())
    written = FuncFormatter(lambda value, _: f"{value:,.10g}".replace("-", MINUS))
    if axis.get_scale() == "log":
        between = (1.0, 2.0, 5.0) if high <= POWERS_ALONE * low else (1.0,)
        axis.set_major_locator(LogLocator(subs=between, numticks=20))
        axis.set_major_formatter(written)
        axis.set_minor_formatter(NullFormatter())
    elif isinstance(axis.get_major_formatter(), ScalarFormatter) and high >= 1000:
        axis.set_major_formatter(written)


def _lay_out(figure: Figure) -> None:
    """Give the axes their places; otherwise saving draws all of a figure twice to find them."""
    from matplotlib.backends.backend_svg import FigureCanvasSVG

    FigureCanvasSVG(figure)  # texts are measured as they will be drawn
    if engine := figure.get_layout_engine():
        engine.execute(figure)
        figure.set_layout_engine(None)


def _numbered(svg: str) -> str:
    """Ids by order: matplotlib's digests change with the last digit of a number that is drawn."""
    digests = dict.fromkeys(re.findall(r'id="([^"]*[0-9a-f]{10})"', svg))
    names = {digest: f"part-{place}" for place, digest in enumerate(digests, start=1)}
    return re.sub(r'(?<=["#])[^"#()]*[0-9a-f]{10}(?=[")])', lambda m: names.get(m[0], m[0]), svg)
