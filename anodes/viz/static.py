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
from anodes.viz.interactive import HOST_COLOURS, ION_MARKERS, NEUTRAL
from anodes.viz.tables import chart_title as title
from anodes.viz.tables import plain_table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

INK = "#14181e"  # stands in a drawing for the colour of the page's text
SVG_MIME = "image/svg+xml"
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
        words = {"description": self.description, "table": self.table}
        return {DRAWING_MIME: words, SVG_MIME: self.svg, "text/plain": self.description}


def deviations(
    frame: pd.DataFrame, name: str, value: str, *, tolerance: float, description: str
) -> Drawing:
    """A mark for each named row around zero, and the band in which it is allowed to lie."""
    figure, axes = _canvas(height=2.8)
    axes.axhspan(-tolerance, tolerance, color=NEUTRAL, alpha=0.2)
    _marks(axes, frame, name, value)
    axes.tick_params(axis="x", labelrotation=25)
    axes.set(ylabel=title(value))
    return finished(figure, frame[[name, value]], description)


def bubbles(counts: pd.DataFrame, *, description: str) -> Drawing:
    """A table of counts (lines by host) as marks whose area is the count."""
    figure, axes = _canvas(height=3.8)
    for column, host in enumerate(counts.columns):
        for line, number in enumerate(counts[host]):
            axes.scatter(column, line, s=70 * number, color=HOST_COLOURS[host])
            if number:
                axes.annotate(str(number), (column + 0.22, line), va="center")
    axes.set(xticks=range(len(counts.columns)), xticklabels=counts.columns)
    axes.set(yticks=range(len(counts)), yticklabels=counts.index, xlim=(-0.6, 3.6))
    heads = {str(name): str(name) for name in counts}
    return finished(figure, counts.reset_index(), description, heads)


def lanes(
    frame: pd.DataFrame, category: str, value: str, *, filled: str, description: str
) -> Drawing:
    """Each row a mark on its category's line, filled where the column `filled` is true."""
    figure, axes = _canvas(height=3.8)
    counts = frame[category].value_counts()
    names = sorted(counts.index, reverse=True)
    lines = frame.assign(line=frame[category].map(names.index))
    _marks(axes, lines, value, "line", filled=filled)
    labels = [f"{name} ({counts[name]})" for name in names]
    axes.set(yticks=range(len(names)), yticklabels=labels, xlabel=title(value))
    return finished(figure, frame[[category, "material", "reference", value, filled]], description)


def diagonal(frame: pd.DataFrame, x: str, y: str, *, filled: str, description: str) -> Drawing:
    """Two columns of one unit on logarithmic axes, with the line on which they are equal."""
    rows = frame.dropna(subset=[x, y])
    figure, axes = _canvas(5.2, 4.2)
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
    description: str,
    looks: Mapping[str, Mapping[str, Any]] | None = None,
    points: pd.DataFrame | None = None,
    label: str | None = None,
    filled: str | None = None,
    log: Sequence[str] = (),
    table: pd.DataFrame | None = None,
) -> Drawing:
    """A curve for each value of `by`, and points of a second frame on the same axes.

    `looks` gives keywords of matplotlib for single curves, `label` the column that names the
    points, `log` the axes that are logarithmic, `table` the numbers to show if not the points.
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
    phases: pd.DataFrame, points: pd.DataFrame, value: str, *, name: str, description: str
) -> Drawing:
    """Phases as lines at their capacity, each with its name, and measured points between them.

    Points stand in the order of their value, the lowest at the bottom, so that none hides another.
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
    """Powder lines of one state: its name, host, computed lines and printed angles.

    `lines` as `physics.lines` gives them (without intensities where no positions of atoms are
    known), `angles` with the columns two_theta_measured, hkl and difference_degree, or None.
    """

    name: str
    element: str
    lines: pd.DataFrame
    angles: pd.DataFrame | None = None


def patterns(states: Sequence[Pattern], *, description: str) -> Drawing:
    """Computed powder lines of several states under each other, printed angles as marks.

    Full sticks have computed intensities; dotted ones, all of one height, are places only. The
    strongest lines carry their indices.
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
    description: str,
    looks: Mapping[str, Mapping[str, Any]] | None = None,
    log: Sequence[str] = (),
    bands: Mapping[str, tuple[float, float]] | None = None,
    table: pd.DataFrame | None = None,
) -> Drawing:
    """Several quantities against one, each in its own panel, a curve for each value of `by`.

    `bands` gives a grey range of x with the word that names it; the rest is as in `curves`.
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
    description: str,
) -> Drawing:
    """A mark for each named row, against a band of values and upright lines with names.

    Marks are filled where the column `status` says sourced, open where it does not.
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
    frame: pd.DataFrame, category: str, low: str, high: str, *, note: str, description: str
) -> Drawing:
    """For each category its rows from `low` to `high`, and how many rows have no number at all.

    A row whose column `note` is not empty carries it as a word; colour is the host.
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
    axes.annotate("told", (1.01, 1), (0, 4), xycoords="axes fraction", textcoords="offset points")
    shown = [category, "reference", low, high, note]
    return finished(figure, frame.dropna(subset=[low])[shown], description)


def arrows(
    frame: pd.DataFrame, name: str, start: str, end: str, *, xlabel: str, description: str
) -> Drawing:
    """For each row an arrow from its start (open mark) to its end (filled mark)."""
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
    """Slanted names, above for Li and below for Na, so that neighbours do not cover each other."""
    for row in records(frame):
        side = 1 if row["ion"] == "Li" else -1
        look: dict[str, Any] = {
            "va": "bottom" if side > 0 else "top",
            "rotation": 40 * side,
            "fontsize": 11,
        }
        axes.annotate(
            row[label], (row[x], row[y]), (0, 6 * side), textcoords="offset points", **look
        )


def _canvas(width: float = 5.6, height: float = 3.6) -> tuple[Figure, Axes]:
    """A figure and its axes in the book's style; inches, as matplotlib counts."""
    from matplotlib import pyplot as plt

    plt.rcParams.update(MATPLOTLIB_STYLE)
    return plt.subplots(figsize=(width, height), layout="constrained")


def _column(count: int, height: float) -> tuple[Figure, Sequence[Axes]]:
    """Panels under each other that share their horizontal axis."""
    from matplotlib import pyplot as plt

    plt.rcParams.update(MATPLOTLIB_STYLE)
    shape: dict[str, Any] = {"figsize": (5.6, height), "layout": "constrained", "squeeze": False}
    figure, rows = plt.subplots(count, 1, sharex=True, **shape)
    return figure, rows[:, 0]


def finished(
    figure: Figure, frame: pd.DataFrame, description: str, heads: Mapping[str, str] | None = None
) -> Drawing:
    """Finish a figure: SVG without clock or random id, its description and its numbers.

    `heads` are the headings of columns of `frame` that are no quantities.
    """
    from matplotlib import pyplot as plt

    file = io.StringIO()
    figure.savefig(file, format="svg", transparent=True, metadata={"Date": None})
    plt.close(figure)
    svg = "\n".join(line.rstrip() for line in file.getvalue().splitlines())
    svg = re.sub(
        r"(\d\.\d\d)\d+", r"\1", svg
    )  # a hundredth of a point is enough, and half the size
    return Drawing(_numbered(svg), description, plain_table(frame, heads=heads))


def _numbered(svg: str) -> str:
    """Ids by order: matplotlib's digests change with the last digit of a number that is drawn."""
    digests = dict.fromkeys(re.findall(r'id="([^"]*[0-9a-f]{10})"', svg))
    names = {digest: f"part-{place}" for place, digest in enumerate(digests, start=1)}
    return re.sub(r'(?<=["#])[^"#()]*[0-9a-f]{10}(?=[")])', lambda m: names.get(m[0], m[0]), svg)
