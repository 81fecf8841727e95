"""Interactive charts: a frame comes in, an Altair chart goes out, no file is read.

`configure()` makes a notebook draw as the book does. The charts keep their interaction on a page
without a kernel. What does not move is drawn by `anodes.viz.static`.
Hosts have one colour and ions one shape everywhere; both are safe for colour-blind readers
and reach a contrast of 3:1 on white and on the dark page.
"""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, Any, Literal

from anodes.analysis.cycling_tests import TABLE_ONLY
from anodes.analysis.resampling import CONFIDENCE, median_intervals
from anodes.data.domain import HOSTS
from anodes.data.fields import digits as digits_of
from anodes.data.frames import records
from anodes.physics.rounding import DIGITS, rounded_frame
from anodes.viz.alt_text import alt_text
from anodes.viz.bundles import VEGA_LITE
from anodes.viz.label_places import Place, name_places
from anodes.viz.specs import rounded_spec
from anodes.viz.tables import (
    DATES,
    in_subscripts,
    readable_number,
    require,
    table_bundle,
    table_html,
)
from anodes.viz.tables import chart_title as title

if TYPE_CHECKING:
    from collections.abc import Sequence

    import altair as alt
    import pandas as pd

    from anodes.data.fields import Tables

HOST_COLOURS = dict(zip(HOSTS, ("#0072B2", "#D55E00", "#009E73", "#AA4499"), strict=True))
ION_SHAPES = {"Li": "circle", "Na": "triangle-up"}  # names of Vega
ION_MARKERS = {"Li": "o", "Na": "^"}  # names of matplotlib
IDENTITY = ("element", "ion")  # shown by colour and shape where a frame has them
NEUTRAL = "#767676"  # what belongs to no host; 4.5:1 on white, 4.1:1 on the dark page
KIND_COLOURS = [  # for what is compared within a chart
    *HOST_COLOURS.values(), "#9A7500", "#767676", "#7A6CC8", "#C0504D",
]  # fmt: skip
KIND_SHAPES = [
    "circle", "diamond", "square", "cross",
    "triangle-up", "triangle-down", "triangle-left", "triangle-right",
]  # fmt: skip

OUTCOMES = {  # one mark wherever an outcome of the audit is drawn, and the same hues in its list
    "agrees": (NEUTRAL, "circle"),
    "does not agree": ("#D55E00", "diamond"),
    "impossible": ("#D55E00", "diamond"),
    "inconsistent": ("#0072B2", "square"),
    "ambiguous": ("#AA4499", "cross"),
    "typographical": (NEUTRAL, "triangle-up"),
}

LABEL_ROOM = 40  # pixels for names beyond the outermost points
NARROW = 500  # pixels of a window, below which it is a phone; as in _static/charts.js
NOTEBOOK_WIDTH = 640  # pixels of a chart in a notebook; a page gives it the width of its column
POWERS_ALONE = 150  # high over low of a logarithmic axis, above which labels are powers of ten
POWERS = (  # its labels: those, and 2 and 5 between two of them at most
    f"test(domain('{{0}}')[1] > {POWERS_ALONE} * domain('{{0}}')[0] ? /^1e/ : /^[125]e/, "
    "format(datum.value, '~e')) ? datum.label : ''"
)
FAMILY = "v5"  # of Vega-Lite in a notebook: the newest that JupyterLab draws
VEGA_MIME = f"application/vnd.vegalite.{FAMILY}+json"
SVG_MIME = "image/svg+xml"
VEGA_SCHEMA = f"https://vega.github.io/schema/vega-lite/{FAMILY}.json"


def configure() -> None:
    """Prepare a notebook: charts without a network, tables with readable numbers and uncut texts.

    Call it once, before the first chart.

    Returns
    -------
    None
        The settings of the notebook change.

    Examples
    --------
    >>> from anodes import viz
    >>> viz.configure()
    >>> import altair
    >>> altair.renderers.active
    'anodes'
    """
    import altair as alt
    import pandas as pd
    from altair.utils import schemapi
    from IPython import get_ipython

    schemapi.DEBUG_MODE = False  # a chart is validated once, as a whole, when it is shown
    alt.renderers.register("anodes", _vega_bundle)
    alt.renderers.enable("anodes")
    alt.data_transformers.disable_max_rows()
    pd.options.display.float_format = readable_number
    pd.options.display.max_rows = 100
    pd.options.display.max_colwidth = None  # a reason is never cut
    if shell := get_ipython():
        shell.display_formatter.mimebundle_formatter.for_type(pd.DataFrame, table_bundle)
        shell.display_formatter.formatters["text/html"].for_type(pd.DataFrame, table_html)


def _vega_bundle(spec: dict[str, Any], **_: Any) -> dict[str, Any]:  # noqa: ANN401
    """A Vega-Lite spec as JupyterLab and our pages draw it, offline and without a random id."""
    words = alt_text(spec.get("description"))
    described = {**spec, "$schema": VEGA_SCHEMA} | ({"description": words} if words else {})
    text = words or str(spec.get("title") or "chart")
    rounded = rounded_spec(described)
    return {VEGA_MIME: rounded, "text/plain": text} | _picture_without_vega(rounded)


def in_colab() -> bool:
    """Whether this runs in Google Colab, which draws no Vega and shows widgets its own way."""
    return "google.colab" in sys.modules


def _picture_without_vega(spec: dict[str, Any]) -> dict[str, str]:
    """The chart as an SVG where its notebook would show nothing else of it but words."""
    if not in_colab():
        return {}
    import vl_convert

    plain = {name: part for name, part in spec.items() if name not in ("$schema", "usermeta")}
    white = {"background": "white"}
    return {SVG_MIME: vl_convert.vegalite_to_svg(plain, vl_version=VEGA_LITE, config=white)}


def scatter(
    frame: pd.DataFrame,
    x: str,
    y: str,
    *,
    description: str = "",
    log: Sequence[str] = (),
    also: Sequence[str] = (),
    label: str = "",
    colour: str = "element",
    choose: str = "element",
    height: int = 320,
) -> alt.Chart | alt.LayerChart:
    """Points of two columns: colour is the host, shape the ion.

    A control below the chart picks what stands out.

    Parameters
    ----------
    frame
        With the columns element and ion beside those that are named; rows without x or y are left
        out.
    x, y
        Names of the columns of the axes.
    description
        What the chart shows, for readers who cannot see it; in a chapter the
        alt text in the metadata of the cell.
    log
        Names of the columns whose axis is logarithmic.
    also
        Further columns for the tooltip and the data table.
    label
        Column whose values are written beside the marks, in place of a legend; for few marks.
    colour
        Column whose values have a colour and a shape; by default host and ion.
    choose
        Column that the control picks a value of.
    height
        In pixels.

    Returns
    -------
    altair.Chart
        Drawn by the page and by a notebook without a network.

    Raises
    ------
    KeyError
        Where the frame lacks a column that is drawn.

    Examples
    --------
    >>> from anodes import data, viz
    >>> chart = viz.scatter(
    ...     data.electrodes(), "cycles", "retention_percent", description="Retention over cycles."
    ... )
    >>> chart.to_dict()["encoding"]["x"]["field"]
    'cycles'
    """
    import altair as alt

    named = [label] if label else []
    rows = _used(frame, x, y, "element", "ion", colour, choose, *also, *named)
    rows = rows.dropna(subset=[x, y])
    shared = {
        "x": _axis("X", x, log=x in log, room=LABEL_ROOM if label else 0),
        "y": _axis("Y", y, log=y in log),
        "opacity": alt.condition(chosen(choose), alt.value(0.9), alt.value(0.12)),
    }
    look = _marks(rows, colour)
    if label:
        look = {channel: encoding.legend(None) for channel, encoding in look.items()}
    points = (
        alt.Chart(rows)
        .mark_point(filled=True, size=90, stroke=None)
        .encode(**shared, **look, tooltip=tooltip(rows))
        .add_params(chooser(rows, choose))
    )
    if label:
        where = name_places(rows, rows[label], rows, x, y, log=log, room=LABEL_ROOM, height=height)
        names = _names(rows, where, f"datum.{label}", f"datum.{label}", list(rows[label]), shared)
        return framed(alt.layer(points, *names), description, height)
    return framed(points, description, height)


def strip(
    frame: pd.DataFrame,
    category: str,
    value: str,
    *,
    description: str = "",
    also: Sequence[str] = (),
    colour: str = "element",
    choose: str = "element",
    log: bool = False,
    row_height: int = 34,
) -> alt.LayerChart:
    """Each row a point on the line of its category, with the median and its interval.

    The tick is the median, the bar its bootstrap interval of 95 %; fewer than three numbers have
    no interval.

    Parameters
    ----------
    frame
        With the columns element and ion beside those that are named; rows without a value are left
        out.
    category
        Column with the names of the lines, each shown with its number of points.
    value
        Column of the horizontal axis.
    description
        What the chart shows, for readers who cannot see it; in a chapter the
        alt text in the metadata of the cell.
    also
        Further columns for the tooltip and the data table.
    colour
        Column whose values have a colour and a shape; by default host and ion.
    choose
        Column that the control below the chart picks a value of.
    log
        Whether the axis is logarithmic.
    row_height
        Height of a line in pixels.

    Returns
    -------
    altair.LayerChart
        Drawn by the page and by a notebook without a network.

    Raises
    ------
    KeyError
        Where the frame lacks a column that is drawn.

    Examples
    --------
    >>> from anodes import data, viz
    >>> chart = viz.strip(
    ...     data.electrodes(), "family", "ice_percent", description="Efficiency by method family."
    ... )
    >>> len(chart.layer)
    3
    """
    import altair as alt

    rows = _used(frame, category, value, "element", "ion", colour, choose, *also).dropna(
        subset=[value]
    )
    counts = rows[category].map(rows[category].value_counts())
    rows = rows.assign(
        lane=[
            f"{name}\N{NO-BREAK SPACE}({n})" for name, n in zip(rows[category], counts, strict=True)
        ]
    )
    middles = _middles(rows, value)
    order = list(middles["_lane"])
    pick = chooser(rows, choose)
    lanes = _lanes("lane", order)
    points = (
        alt.Chart(rows)
        .mark_point(filled=True, size=80, stroke=None)
        .encode(
            x=_axis("X", value, log=log),
            y=lanes,
            opacity=alt.condition(chosen(choose), alt.value(0.9), alt.value(0.12)),
            tooltip=tooltip(rows),
            **_marks(rows, colour),
        )
        .add_params(pick)
    )
    under = _medians(middles, value, _lanes("_lane", order), row_height * 0.7)
    return framed(alt.layer(*under, points), description, row_height * len(order))


def _middles(rows: pd.DataFrame, value: str) -> pd.DataFrame:
    """The median of each lane and its interval, the highest first; as names with _ they serve the
    drawing only, and stay out of the table below it."""
    middles = rounded_frame(median_intervals(rows, "lane", value).reset_index())
    middles = middles.sort_values("median", ascending=False, kind="stable")
    write = digits_of(value, ()).text
    words = [
        f"{write(row['low'])} to {write(row['high'])}" if row["count"] > 2 else "fewer than three"
        for row in records(middles)
    ]
    return middles.assign(interval=words).add_prefix("_")


def _medians(middles: pd.DataFrame, value: str, lanes: alt.Y, size: float) -> list[alt.Chart]:
    """Medians as ticks on bars of their intervals; both say their numbers."""
    import altair as alt

    heading, form = title(value), _format(value, (), middles["_median"])
    said = [
        alt.Tooltip("_count:Q", title="n", format="d"),
        alt.Tooltip("_median:Q", title=f"median of {heading}", format=form),
        alt.Tooltip("_interval:N", title=f"interval of {100 * CONFIDENCE:.0f} %"),
    ]
    base = alt.Chart(middles).encode(y=lanes, tooltip=said)
    known = base.transform_filter("isValid(datum._low)")
    bars = known.mark_bar(color=NEUTRAL, opacity=0.25, size=size / 2)
    ticks = base.mark_tick(thickness=2, size=size, color=NEUTRAL)
    x = alt.X("_median:Q", title=heading)
    return [bars.encode(x=alt.X("_low:Q", title=heading), x2="_high:Q"), ticks.encode(x=x)]


def dumbbells(
    frame: pd.DataFrame,
    category: str,
    value: str,
    *,
    kind: str,
    description: str = "",
    also: Sequence[str] = (),
    order: Sequence[str] | None = None,
    row_height: int = 40,
) -> alt.LayerChart:
    """Compare kinds of one quantity, such as printed and computed, along a line for each category.

    Parameters
    ----------
    frame
        A row for each mark.
    category
        Column with the names of the lines.
    value
        Column of the horizontal axis.
    kind
        Column whose values have their own colour and shape.
    description
        What the chart shows, for readers who cannot see it; in a chapter the
        alt text in the metadata of the cell.
    also
        Further columns for the tooltip and the data table.
    order
        The lines from top to bottom; otherwise by name.
    row_height
        Height of a line in pixels.

    Returns
    -------
    altair.LayerChart
        Drawn by the page and by a notebook without a network.

    Raises
    ------
    KeyError
        Where the frame lacks a column that is drawn.

    Examples
    --------
    >>> import pandas as pd
    >>> from anodes import viz
    >>> densities = pd.DataFrame(
    ...     {"host": ["Si", "Si"], "density": [2.35, 2.33], "kind": ["printed", "computed"]}
    ... )
    >>> chart = viz.dumbbells(densities, "host", "density", kind="kind", description="Densities.")
    >>> chart.height
    40
    """
    import altair as alt

    rows = _used(frame, category, value, kind, *also)
    lanes = _lanes(category, list(map(in_subscripts, order)) if order else None)
    pick = chooser(rows, kind)
    points = (
        alt.Chart(rows)
        .mark_point(size=110, strokeWidth=2)
        .encode(
            x=_axis("X", value),
            y=lanes,
            **_kinds(rows, kind),
            opacity=alt.condition(chosen(kind), alt.value(1), alt.value(0.12)),
            tooltip=tooltip(rows),
        )
        .add_params(pick)
    )
    spans = (
        alt.Chart(rows)
        .mark_rule(color=NEUTRAL, opacity=0.5)
        .encode(x=f"min({value}):Q", x2=f"max({value}):Q", y=lanes)
    )
    return framed(spans + points, description, row_height * rows[category].nunique())


def ratios(
    frame: pd.DataFrame,
    category: str,
    value: str,
    *,
    kind: str,
    description: str = "",
    also: Sequence[str] = (),
    row_height: int = 32,
) -> alt.LayerChart:
    """Quotients on a logarithmic axis, a line for each category; the line at one is agreement.

    Parameters
    ----------
    frame
        A row for each mark; rows without a value are left out.
    category
        Column with the names of the lines.
    value
        Column of the quotients, all above zero.
    kind
        Column whose values have their own colour and shape.
    description
        What the chart shows, for readers who cannot see it; in a chapter the
        alt text in the metadata of the cell.
    also
        Further columns for the tooltip and the data table.
    row_height
        Height of a line in pixels.

    Returns
    -------
    altair.LayerChart
        Drawn by the page and by a notebook without a network.

    Raises
    ------
    KeyError
        Where the frame lacks a column that is drawn.

    Examples
    --------
    >>> from anodes import audit, viz
    >>> chart = viz.ratios(
    ...     audit.agreement(), "rule", "printed_over_computed", kind="outcome",
    ...     description="Printed over computed numbers by rule.",
    ... )
    >>> len(chart.layer)
    2
    """
    import altair as alt

    rows = _used(frame, category, value, kind, *also).dropna(subset=[value])
    lanes = _lanes(category, None)
    tight = alt.Scale(type="log", nice=False, padding=12)
    ticks = alt.Axis(values=[0.1, 0.2, 0.5, 1, 2, 5, 10])
    points = (
        alt.Chart(rows)
        .mark_point(size=100, strokeWidth=2)
        .encode(
            x=alt.X(f"{value}:Q", title=title(value), scale=tight, axis=ticks),
            y=lanes,
            **_kinds(rows, kind),
            opacity=alt.condition(chosen(kind), alt.value(1), alt.value(0.12)),
            tooltip=tooltip(rows),
        )
        .add_params(chooser(rows, kind))
    )
    one = (
        alt.Chart(rows)
        .transform_aggregate(count="count()")  # one rule, not one for each row
        .mark_rule(color=NEUTRAL, strokeWidth=2, aria=False)
        .encode(x=alt.datum(1))
    )
    return framed(one + points, description, row_height * rows[category].nunique())


def connected_points(
    frame: pd.DataFrame,
    x: str,
    y: str,
    *,
    by: str,
    description: str = "",
    label: Sequence[str] = (),
    label_at: Literal["first", "last"] = "last",
    log: Sequence[str] = (),
    also: Sequence[str] = (),
    colour: str = "element",
    choose: str = "",
    height: int = 320,
) -> alt.LayerChart:
    """Points of two columns, those with one value of `by` joined in the order of x.

    The lines guide the eye from point to point; between them nothing is known.

    Parameters
    ----------
    frame
        With the columns element and ion beside those that are named; rows without x or y are left
        out.
    x, y
        Names of the columns of the axes.
    by
        Column whose values are the lines.
    description
        What the chart shows, for readers who cannot see it; in a chapter the
        alt text in the metadata of the cell.
    label
        Values of `by` whose first word is written at a point of their line, such as '[148]' of
        '[148] Zhang 2015'.
    label_at
        Which point of a line has the label.
    log
        Names of the columns whose axis is logarithmic.
    also
        Further columns for the tooltip and the data table.
    colour
        Column whose values have a colour and a shape; by default host and ion.
    choose
        Column that the control below the chart picks a value of; otherwise `by`.
    height
        In pixels.

    Returns
    -------
    altair.LayerChart
        Drawn by the page and by a notebook without a network.

    Raises
    ------
    KeyError
        Where the frame lacks a column that is drawn.

    Examples
    --------
    >>> from anodes import data, viz
    >>> chart = viz.connected_points(
    ...     data.capacities(), "current_A_g", "capacity_mAh_g", by="paper", log=["current_A_g"],
    ...     description="Capacity against current.",
    ... )
    >>> len(chart.layer)
    2
    """
    import altair as alt

    choose = choose or by
    rows = _used(frame, x, y, by, "element", "ion", colour, choose, *also).dropna(subset=[x, y])
    rows = rows.sort_values([by, x], kind="stable")
    seen = alt.condition(chosen(choose), alt.value(0.9), alt.value(0.12))
    across = _axis("X", x, log=x in log, room=LABEL_ROOM if label else 0)
    shared = {"x": across, "y": _axis("Y", y, log=y in log), "opacity": seen}
    look = _marks(rows, colour)
    lines = (
        alt.Chart(rows)
        .mark_line(strokeWidth=1.5, strokeDash=[4, 3])
        .encode(**shared, detail=[f"{by}:N", "ion:N"], color=look["color"])
    )
    points = (
        alt.Chart(rows)
        .mark_point(filled=True, size=80, stroke=None)
        .encode(**shared, **look, tooltip=tooltip(rows))
        .add_params(chooser(rows, choose))
    )
    names: list[alt.Chart] = []
    if label:
        written = rows[rows[by].isin(list(map(in_subscripts, label)))]
        ends = written.drop_duplicates([by, "ion"], keep=label_at)
        words, ions = ends[by].str.split().str[0], ends["ion"]
        where = name_places(
            ends, words, rows, x, y, by=[by, "ion"], log=log, room=LABEL_ROOM, height=height
        )
        word, key = f"split(datum.{by}, ' ')[0]", f"datum.{by} + ' ' + datum.ion"
        names = _names(ends, where, word, key, list(ends[by] + " " + ions), shared)
    return framed(alt.layer(lines, points, *names), description, height)


def _names(
    rows: pd.DataFrame, where: Sequence[Place], word: str, key: str, keys: Sequence[str],
    shared: dict[str, Any],
) -> list[alt.Chart]:  # fmt: skip
    """Names beside their marks, in the colour of text to be legible: a layer for each place.

    `word` and `key` are Vega expressions: what is written, and what tells the rows apart.
    """
    import altair as alt

    base = alt.Chart(rows).transform_calculate(name=word, key=key)
    layers = []
    for place in dict.fromkeys(where):
        here = [each for each, other in zip(keys, where, strict=True) if other == place]
        part = base.transform_filter(alt.FieldOneOfPredicate("key", here))
        layers.append(part.mark_text(**place._asdict()).encode(**shared, text="name:N"))
    return layers


def start_end_lines(
    frame: pd.DataFrame,
    start: tuple[str, str],
    end: tuple[str, str],
    *,
    choose: str,
    description: str = "",
    also: Sequence[str] = (),
    colour: str = "element",
    log: Sequence[str] = (),
    height: int = 340,
) -> alt.LayerChart:
    """For each row a line from its start (open mark) to its end (filled mark).

    Parameters
    ----------
    frame
        With the columns element and ion beside those that are named. A row without an end is left
        out, one without a start shows its end alone.
    start, end
        Each the names of two columns, x and y; the axes have the headings of `end`.
    choose
        Column that the control below the chart picks a value of.
    description
        What the chart shows, for readers who cannot see it; in a chapter the
        alt text in the metadata of the cell.
    also
        Further columns for the tooltip and the data table.
    colour
        Column whose values have a colour and a shape; by default host and ion.
    log
        Names of the columns of `end` whose axis is logarithmic.
    height
        In pixels.

    Returns
    -------
    altair.LayerChart
        Drawn by the page and by a notebook without a network.

    Raises
    ------
    KeyError
        Where the frame lacks a column that is drawn.

    Examples
    --------
    >>> from anodes import analysis, viz
    >>> chart = viz.start_end_lines(
    ...     analysis.courses().assign(first=1),
    ...     ("first", "initial_capacity_mAh_g"), ("cycles", "final_capacity_mAh_g"),
    ...     choose="ion", description="First and last capacity over cycles.",
    ... )
    >>> len(chart.layer)
    3
    """
    import altair as alt

    rows = _used(frame, *start, *end, "element", "ion", colour, choose, *also)
    rows = rows.dropna(subset=list(end))
    seen = alt.condition(chosen(choose), alt.value(0.9), alt.value(0.1))
    look = _marks(rows, colour)
    x, y = (_axis(channel, name, log=name in log) for channel, name in zip("XY", end, strict=True))
    heading = title(end[1]).removeprefix("final ")  # the axis has the first values, too
    y = y.title(heading)
    whole = alt.Chart(rows).transform_filter(f"isValid(datum.{start[1]})")
    lines = whole.mark_rule(strokeWidth=1.5).encode(
        x=x, y=y, x2=start[0], y2=start[1], color=look["color"], opacity=seen
    )
    first = whole.mark_point(filled=False, size=60, strokeWidth=1.5).encode(
        x=alt.X(f"{start[0]}:Q", title=title(end[0])),
        y=alt.Y(f"{start[1]}:Q", title=heading),
        opacity=seen, tooltip=tooltip(rows), **look,
    )  # fmt: skip
    last = (
        alt.Chart(rows)
        .mark_point(filled=True, size=80, stroke=None)
        .encode(x=x, y=y, opacity=seen, tooltip=tooltip(rows), **look)
        .add_params(chooser(rows, choose))
    )
    return framed(lines + first + last, description, height)


def _lanes(field: str, order: list[str] | None) -> alt.Y:
    """A line for each name; on a phone a long name takes two lines."""
    import altair as alt

    narrow = f"windowSize()[0] < {NARROW} && length(datum.label) > 18"
    words = "split(replace(datum.label, regexp('^(.{4,15}) '), '$1|'), '|')"
    look: dict[str, Any] = {
        "grid": True,
        "labelOverlap": False,
        "labelLimit": 0,  # a name is never cut
        "labelExpr": f"{narrow} ? {words} : datum.label",
    }
    # layers with lanes of two fields share a scale, which then keeps no order but its own
    kept: dict[str, Any] = {"scale": alt.Scale(domain=order)} if order else {}
    return alt.Y(f"{field}:N", sort=order, title=None, axis=alt.Axis(**look), **kept)


def _kinds(rows: pd.DataFrame, kind: str) -> dict[str, Any]:
    """Colour and shape for the values of a column; hosts and outcomes look the same everywhere."""
    import altair as alt

    present = list(rows[kind].drop_duplicates())
    looks = [OUTCOMES.get(name) for name in present]
    if set(present) <= set(HOST_COLOURS):
        colours, shapes = [HOST_COLOURS[name] for name in present], KIND_SHAPES[: len(present)]
    elif all(looks):
        colours, shapes = map(list, zip(*looks, strict=True))
    else:
        colours, shapes = KIND_COLOURS[: len(present)], KIND_SHAPES[: len(present)]
        colours = [
            NEUTRAL if n == TABLE_ONLY else c for n, c in zip(present, colours, strict=False)
        ]
    long = len(present) > 2 or sum(map(len, map(str, present))) > 20
    columns = alt.ExprRef(f"windowSize()[0] < {NARROW} ? 1 : 2") if len(present) > 4 else 1
    legend = alt.Legend(columns=columns) if long else alt.Legend()  # for a phone
    field = f"{kind}:N"
    return {
        "color": alt.Color(
            field, title=None, scale=alt.Scale(domain=present, range=colours), legend=legend
        ),
        "shape": alt.Shape(
            field, title=None, scale=alt.Scale(domain=present, range=shapes), legend=legend
        ),
    }


def chooser(frame: pd.DataFrame, column: str) -> alt.Parameter:
    """A native select, so that keyboard and phone can use it: one value of a column, or all."""
    import altair as alt

    options = sorted(frame[column].dropna().unique().tolist(), key=_natural)
    return alt.param(
        name=f"choose_{column}",
        value="all",
        bind=alt.binding_select(options=["all", *options], name=f"Show {title(column)}: "),
    )


def _natural(value: object) -> list[Any]:
    """A sorting key that puts '[38]' before '[102]'."""
    return [int(part) if part.isdigit() else part for part in re.split(r"(\d+)", str(value))]


def chosen(column: str) -> str:
    """The Vega expression that is true where a row's value is the chosen one."""
    return f"choose_{column} == 'all' || datum.{column} == choose_{column}"


def _marks(frame: pd.DataFrame, colour: str) -> dict[str, Any]:
    """Colour and shape by host and ion, or both by the values of another column."""
    if colour in IDENTITY:
        return identity(frame)
    return _kinds(frame.sort_values(colour, kind="stable"), colour)


def identity(frame: pd.DataFrame) -> dict[str, Any]:
    """Colour by host and shape by ion; a legend where the frame holds more than one."""
    import altair as alt

    channels = {}
    for channel, column, values in (
        ("color", "element", HOST_COLOURS),
        ("shape", "ion", ION_SHAPES),
    ):
        present = [name for name in values if column in frame and name in set(frame[column])]
        if present:
            scale = alt.Scale(domain=present, range=[values[name] for name in present])
            encoding = getattr(alt, channel.title())
            one = {"legend": None} if len(present) == 1 else {}
            channels[channel] = encoding(f"{column}:N", title=title(column), scale=scale, **one)
    return channels


def _axis(channel: str, column: str, *, log: bool = False, room: int = 0) -> Any:  # noqa: ANN401
    """An axis with its heading; `room` are pixels for names beyond the outermost points."""
    import altair as alt

    kind: dict[str, Any] = {"type": "log"} if log else {"zero": False}
    more: dict[str, Any] = {"padding": room} if room else {}
    scale = alt.Scale(**kind, nice=not room, **more)
    look = {"axis": alt.Axis(labelExpr=POWERS.format(channel.lower()))} if log else {}
    if log and room:  # else the label of a power just inside of the room is cut on a phone
        look["axis"].labelBound = True
    return getattr(alt, channel)(f"{column}:Q", title=title(column), scale=scale, **look)


def tooltip(frame: pd.DataFrame, table: Tables = ()) -> list[alt.Tooltip]:
    """Every column of a frame under its heading, numbers with the digits of the column."""
    import altair as alt

    return [
        alt.Tooltip(name, title=title(name, table), format=_format(name, table, frame[name]))
        if frame[name].dtype.kind in "fi"
        else alt.Tooltip(name, title=title(name, table))
        for name in frame.columns
    ]  # fmt: skip


def _format(name: str, table: Tables, values: pd.Series) -> str:
    """How d3 writes the numbers of a column."""
    if values.dtype.kind == "i":
        return "d" if name in DATES else ",d"
    where = "electrodes" if name in IDENTITY else table
    digits = digits_of(name, where)
    if digits.decimals is not None:
        return f",.{digits.decimals}f"
    return f",.{digits.significant or DIGITS}~r"


def _used(frame: pd.DataFrame, *names: str) -> pd.DataFrame:
    """Only the columns a chart shows, each once: they become its data table and its weight.

    Rounded before they are put in order, so that equal numbers are equal. A frame need not have
    a host and an ion; any other column that it lacks is an error.
    """
    shown = [name for name in dict.fromkeys(names) if name in frame or name not in IDENTITY]
    require(frame, shown)
    return rounded_frame(frame[shown].map(in_subscripts))


def framed(chart: Any, description: str, height: int) -> Any:  # noqa: ANN401
    """A chart in the size of a notebook, with its words if it has any."""
    described = {"description": description} if description else {}
    return chart.properties(width=NOTEBOOK_WIDTH, height=height, **described)
