"""The explorer of all electrodes: two axes to choose, filters, a table."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from anodes.data.fields import explorer_title as title
from anodes.viz.explorers.base import Curve, Explorer
from anodes.viz.explorers.controls import Choice, one_of
from anodes.viz.explorers.inputs import LinkedTable, Readings, Row, Values
from anodes.viz.explorers.parts import (
    ALL,
    AXES,
    LEAST,
    LISTED,
    LOGARITHMIC,
    SAME_CURRENT_ONLY,
    TOLD,
    limit,
    linear_or_logarithmic,
    reaches,
    ring,
    strong,
    word_map,
)
from anodes.viz.explorers.tracing import Maths, any_of
from anodes.viz.interactive import HOST_COLOURS, ION_SHAPES, identity, tooltip

if TYPE_CHECKING:
    import altair as alt
    import pandas as pd

TITLES = {name: title(name) for name in AXES}
COMPARED = {ALL: "all rows", SAME_CURRENT_ONLY: "first and last capacity at one current"}
DESCRIPTION = (
    "Scatter chart of the electrodes of Tables 3 to 5 with axes and filters to "
    "choose. At first it shows the final capacity against the number of cycles: the highest "
    "values are those of silicon, silicon and germanium overlap, and most of tin and antimony lie "
    "lower."
)


def electrodes(frame: pd.DataFrame) -> Explorer:
    """All electrodes: two axes to choose, filters, and a table of those that are selected.

    Parameters
    ----------
    frame
        As `data.electrodes` gives it, with the columns findings (how many the audit has on each
        row) and paper (`data.paper_names` of its reference).

    Returns
    -------
    Explorer
        Shown by a notebook.

    Examples
    --------
    >>> from anodes import audit, data, viz
    >>> frame = data.electrodes()
    >>> papers = data.paper_names(frame["reference"])
    >>> frame = frame.assign(findings=audit.counts(frame), paper=papers)
    >>> explorer = viz.explorers.electrodes(frame)
    >>> set(explorer.kept(element="Sb")["element"])
    {'Sb'}
    """
    rows = frame[list(dict.fromkeys([*TOLD, *AXES]))]
    table = LinkedTable(rows, LISTED, "place", "points", _keep)
    return Explorer(
        question="Which electrodes can be compared, and how do they differ?",
        controls=[
            Choice("x_axis", TITLES, "cycles"),
            Choice("y_axis", TITLES, "final_capacity_mAh_g"),
            one_of("element", [ALL, *HOST_COLOURS]),
            one_of("ion", [ALL, *ION_SHAPES]),
            one_of("family", [ALL, *sorted(frame["family"].unique())]),
            Choice("compared", COMPARED, ALL),
            *map(limit, LEAST),
        ],
        formulas=_formulas,
        picture=partial(_picture, table),
        rows=table,
        hidden=("x_logarithmic", "y_logarithmic"),
        description=DESCRIPTION,
        height=340,
    )


def _keep(row: Row, v: Values, maths: Maths) -> Any:  # noqa: ANN401
    return (
        ((v.element == ALL) | (row["element"] == v.element))
        & ((v.ion == ALL) | (row["ion"] == v.ion))
        & ((v.family == ALL) | (row["family"] == v.family))
        & ((v.compared == ALL) | row["same_current"])
        & reaches(row, v, maths, *LEAST)
        & maths.valid(row[v.x_axis])
        & maths.valid(row[v.y_axis])
    )


def _formulas(v: Values, maths: Maths) -> Readings:
    del maths
    return {
        "x_logarithmic": any_of(v.x_axis, LOGARITHMIC),
        "y_logarithmic": any_of(v.y_axis, LOGARITHMIC),
    }


def _picture(table: LinkedTable, v: Values, curve: Curve, maths: Maths) -> Any:  # noqa: ANN401
    import altair as alt

    del curve
    base = _placed(table.frame)
    scale = alt.Scale(zero=False, nice=True)
    places = {
        "x": alt.X("_x:Q", title=None, scale=scale, axis=linear_or_logarithmic("x")),
        "y": alt.Y("_y:Q", title=None, scale=scale, axis=linear_or_logarithmic("y")),
    }
    look = identity(table.frame)
    for channel in look.values():
        channel.legend = alt.Legend(offset=26, symbolOpacity=1)  # room for the axis' name
    points = (
        table.marked(base, v, maths, brush="brush")
        .mark_point(filled=True, size=80, stroke=None)
        .encode(**places, **look, opacity=strong(), tooltip=tooltip(table.frame[list(TOLD)]))
        .add_params(alt.selection_interval(name="brush"))
    )
    return alt.layer(ring(base, places), points, *_names_of_axes(table.frame))


def _placed(rows: pd.DataFrame) -> alt.Chart:
    """The rows that have both axes, at their places; logarithms where an axis is one."""
    import altair as alt

    there = alt.Chart(rows).transform_filter("isValid(datum[x_axis]) && isValid(datum[y_axis])")
    return there.transform_calculate(
        **{
            f"_{axis}": f"{axis}_logarithmic ? log({value})/LN10 : {value}"
            for axis, value in (("x", "datum[x_axis]"), ("y", "datum[y_axis]"))
        }
    )


def _names_of_axes(rows: pd.DataFrame) -> list[alt.Chart]:
    """The headings of the chosen quantities beside their axes."""
    import altair as alt

    heads = alt.Chart(rows).transform_aggregate(count="count()")
    names = word_map(TITLES)
    across = heads.mark_text(
        align="right", baseline="top", dy=30, fontSize=13, text=alt.expr(f"{names}[x_axis]")
    ).encode(x=alt.value("width"), y=alt.value("height"))
    up = heads.mark_text(
        align="left", baseline="bottom", dy=-8, fontSize=13, text=alt.expr(f"{names}[y_axis]")
    ).encode(x=alt.value(0), y=alt.value(0))
    return [across, up]
