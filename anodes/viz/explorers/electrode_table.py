"""The explorer of all electrodes: two axes to choose, filters, a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from anodes.data.fields import title
from anodes.viz.explorers.base import (
    Choice,
    Curve,
    Explorer,
    Readings,
    Rows,
    Values,
    one_of,
    written,
)
from anodes.viz.explorers.parts import (
    ALL,
    AXES,
    LISTED,
    LOGARITHMIC,
    SAME_CURRENT_ONLY,
    TOLD,
    any_of,
    linear_or_logarithmic,
    ring,
    strong,
    word_map,
)
from anodes.viz.interactive import HOST_COLOURS, ION_SHAPES, identity, tooltip

if TYPE_CHECKING:
    import altair as alt
    import pandas as pd


def electrodes(frame: pd.DataFrame) -> Explorer:
    """All electrodes: two axes to choose, filters, and a table of those that are selected.

    Parameters
    ----------
    frame
        As `data.electrodes` gives it, with a column findings (how many the audit has on each row).

    Returns
    -------
    Explorer
        Shown by a notebook.

    Examples
    --------
    >>> from anodes import audit, data, viz
    >>> frame = data.electrodes()
    >>> explorer = viz.explorers.electrodes(frame.assign(findings=audit.counts(frame)))
    >>> set(explorer.kept(element="Sb")["element"])
    {'Sb'}
    """
    import altair as alt

    columns = list(dict.fromkeys([*TOLD, *AXES]))
    rows = frame[columns]
    axes = {name: title(name) for name in AXES}
    comparable = {ALL: "all rows", SAME_CURRENT_ONLY: "one current from first to last cycle"}
    controls = [
        Choice("x_axis", axes, "cycles"),
        Choice("y_axis", axes, "final_capacity_mAh_g"),
        one_of("element", [ALL, *HOST_COLOURS]),
        one_of("ion", [ALL, *ION_SHAPES]),
        one_of("family", [ALL, *sorted(frame["family"].unique())]),
        Choice("compared", comparable, ALL),
    ]

    def keep(row: Any, v: Values, maths: Any) -> Any:  # noqa: ANN401
        return (
            ((v.element == ALL) | (row["element"] == v.element))
            & ((v.ion == ALL) | (row["ion"] == v.ion))
            & ((v.family == ALL) | (row["family"] == v.family))
            & ((v.compared == ALL) | row["same_current"])
            & maths.valid(row[v.x_axis])
            & maths.valid(row[v.y_axis])
        )

    def formulas(v: Values, maths: Any) -> Readings:  # noqa: ANN401
        del maths
        return {
            "x_logarithmic": any_of(v.x_axis, LOGARITHMIC),
            "y_logarithmic": any_of(v.y_axis, LOGARITHMIC),
        }

    def picture(v: Values, curve: Curve, maths: Any) -> alt.LayerChart:  # noqa: ANN401
        del curve
        drawn = alt.Chart(rows).transform_filter("isValid(datum[x_axis]) && isValid(datum[y_axis])")
        base = drawn.transform_calculate(
            **{
                f"_{axis}": f"{axis}_logarithmic ? log({value})/LN10 : {value}"
                for axis, value in (("x", "datum[x_axis]"), ("y", "datum[y_axis]"))
            }
        )
        scale = alt.Scale(zero=False, nice=True)
        places = {
            "x": alt.X("_x:Q", title=None, scale=scale, axis=linear_or_logarithmic("x")),
            "y": alt.Y("_y:Q", title=None, scale=scale, axis=linear_or_logarithmic("y")),
        }
        look = identity(rows)
        for channel in look.values():
            channel.legend = alt.Legend(offset=26, symbolOpacity=1)  # room for the axis' name
        kept = {"and": [{"param": "brush"}, written(keep(alt.datum, v, maths))]}
        points = (
            base.mark_point(filled=True, size=80, stroke=None)
            .encode(
                **places, **look, opacity=strong(kept),
                tooltip=tooltip(rows[list(TOLD)]),
            )
            .add_params(alt.selection_interval(name="brush"))
            .properties(name="points")
        )  # fmt: skip
        heads = alt.Chart(rows).transform_aggregate(count="count()")
        names = word_map(axes)
        across = heads.mark_text(
            align="right", baseline="top", dy=30, fontSize=13, text=alt.expr(f"{names}[x_axis]")
        ).encode(x=alt.value("width"), y=alt.value("height"))
        up = heads.mark_text(
            align="left", baseline="bottom", dy=-8, fontSize=13, text=alt.expr(f"{names}[y_axis]")
        ).encode(x=alt.value(0), y=alt.value(0))
        return alt.layer(ring(base, places), points, across, up)

    return Explorer(
        question="Which electrodes can be compared, and how do they stand?",
        controls=controls,
        formulas=formulas,
        picture=picture,
        rows=Rows(rows, LISTED, "place", "points", keep),
        hidden=("x_logarithmic", "y_logarithmic"),
        description="Scatter chart of the electrodes of Tables 3 to 5 with axes and filters to "
        "choose. At first it shows the capacity left over the number of cycles: silicon lies "
        "highest, germanium next, tin and antimony lowest.",
        height=340,
    )
