"""The explorer of a reader's electrode among those of the review."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from anodes.data.fields import title
from anodes.physics import cycling, faraday
from anodes.viz.explorers.base import (
    Curve,
    Explorer,
    Facts,
    Number,
    Readings,
    Rows,
    Values,
    one_of,
    written,
)
from anodes.viz.explorers.parts import cross, one_row, ring, strong
from anodes.viz.interactive import HOST_COLOURS, ION_SHAPES, identity, tooltip

if TYPE_CHECKING:
    from collections.abc import Sequence

    import altair as alt
    import pandas as pd


def yours(frame: pd.DataFrame, pairs: pd.DataFrame, more: pd.DataFrame | None = None) -> Explorer:
    """One electrode of a reader among those of the review.

    Ranks count the rows of the same host and ion that report what is compared; comparisons of
    retention count only rows that keep one current from the first to the last cycle.

    Parameters
    ----------
    frame
        As `data.electrodes` gives it.
    pairs
        As `analysis.host_ion_constants` gives them.
    more
        Further electrodes of the reader, as `validation.check_electrodes` gives them, drawn with
        their names.

    Returns
    -------
    Explorer
        Shown by a notebook.

    Examples
    --------
    >>> from anodes import analysis, data, viz
    >>> explorer = viz.explorers.yours(data.electrodes(), analysis.host_ion_constants())
    >>> mine = explorer.readings(initial_capacity_mAh_g=2000, final_capacity_mAh_g=1500)
    >>> mine["retention_percent"]
    75.0
    """
    import altair as alt

    columns = [
        "place", "material", "element", "ion", "reference", "initial_capacity_mAh_g",
        "initial_current_A_g", "ice_percent", "final_capacity_mAh_g", "cycles",
        "cycling_current_A_g", "retention_percent", "same_current",
    ]  # fmt: skip
    rows = frame[columns]

    def keep(row: Any, v: Values, maths: Any) -> Any:  # noqa: ANN401
        del maths
        return (row["element"] == v.element) & (row["ion"] == v.ion)

    records = rows.to_dict("records")

    def count(v: Values, test: Any, needs: Sequence[str]) -> Any:  # noqa: ANN401
        """How many rows of the reader's host and ion pass a test, of those that have the values."""
        there = [row for row in records if all(row[name] == row[name] for name in needs)]
        return sum(
            (v.element == row["element"]) & (v.ion == row["ion"]) & test(row) for row in there
        )

    def formulas(v: Values, maths: Any) -> Readings:  # noqa: ANN401
        final, initial = v.final_capacity_mAh_g, v.initial_capacity_mAh_g
        currents = v.initial_current_A_g, v.cycling_current_A_g
        known = maths.valid(currents[0]) & maths.valid(currents[1])
        retention = cycling.retention_percent(final, initial)
        alike = ("retention_percent",)
        return {
            "capacity_utilization_percent": 100 * initial / v.pair.theoretical_capacity_mAh_g,
            "guests": initial / faraday.capacity_of_molar_mass(1, v.pair.host_g_mol),
            "sense": maths.where(
                initial <= v.pair.theoretical_capacity_mAh_g,
                "possible for the host",
                "more than theory: per gram of what, and is the electrolyte reduced?",
            ),
            "retention_percent": retention,
            "comparable": maths.where(
                currents[0] == currents[1],
                "yes: one current",
                maths.where(known, "no: two currents", "unknown: a current is missing"),
            ),
            "fade_percent_per_cycle": cycling.fade_percent_per_cycle(final, initial, v.cycles),
            "first_cycle_loss_percent": cycling.first_cycle_loss_percent(v.ice_percent),
            "rows_alike": count(v, lambda row: True, ()),
            "rows_with_more_left": count(
                v, lambda row: row["final_capacity_mAh_g"] > final, ("final_capacity_mAh_g",)
            ),
            "rows_better": count(
                v,
                lambda row: (
                    (row["final_capacity_mAh_g"] >= final)
                    & (row["cycles"] >= v.cycles)
                    & (row["cycling_current_A_g"] >= v.cycling_current_A_g)
                ),
                ("final_capacity_mAh_g", "cycles", "cycling_current_A_g"),
            ),
            "rows_with_better_ice": count(
                v, lambda row: row["ice_percent"] > v.ice_percent, ("ice_percent",)
            ),
            "rows_like_for_like": count(v, lambda row: bool(row["same_current"]), alike),
            "rows_retaining_more": count(
                v,
                lambda row: bool(row["same_current"]) & (row["retention_percent"] > retention),
                alike,
            ),
        }

    def picture(v: Values, curve: Curve, maths: Any) -> alt.LayerChart:  # noqa: ANN401
        del curve
        x = alt.X("cycles:Q", title=title("cycles"), scale=alt.Scale(type="log"))
        y = alt.Y("final_capacity_mAh_g:Q", title=title("final_capacity_mAh_g"))
        points = alt.Chart(rows)
        here = one_row(
            cycles="cycles", final_capacity_mAh_g="final_capacity_mAh_g", _word="'yours'"
        )
        look = identity(rows)
        for channel in look.values():
            channel.legend = alt.Legend(symbolOpacity=1)
        own = [here.mark_text(align="left", dx=12, fontSize=13).encode(x=x, y=y, text="_word:N")]
        if more is not None:
            brought = ["material", "element", "ion", "cycles", "final_capacity_mAh_g"]
            listed = alt.Chart(more[brought])
            own += [
                listed.mark_point(size=200, shape="cross", filled=True, opacity=1).encode(
                    x=x, y=y, color=look["color"], tooltip=["material:N"]
                ),
                listed.mark_text(align="left", dx=10, fontSize=12).encode(
                    x=x, y=y, text="material:N"
                ),
            ]
        others = (
            points.mark_point(filled=True, size=80, stroke=None)
            .encode(
                x=x, y=y, **look, opacity=strong(written(keep(alt.datum, v, maths))),
                tooltip=tooltip(rows),
            )
            .properties(name="others")
        )  # fmt: skip
        return alt.layer(
            ring(points, {"x": x, "y": y}),
            others,
            cross(here, x, y, size=280),
            *own,
        )

    return Explorer(
        question="Where does your electrode stand?",
        controls=[
            one_of("element", HOST_COLOURS),
            one_of("ion", ION_SHAPES),
            Number("initial_capacity_mAh_g", 1, 10_000, 1, 2000, typed=True),
            Number("initial_current_A_g", 0.001, 100, 0.001, 0.2, typed=True),
            Number("ice_percent", 1, 100, 0.1, 80, typed=True),
            Number("final_capacity_mAh_g", 1, 10_000, 1, 1500, typed=True),
            Number("cycles", 1, 100_000, 1, 200, typed=True),
            Number("cycling_current_A_g", 0.001, 100, 0.001, 0.2, typed=True),
        ],
        facts=[Facts("pair", ("element", "ion"), pairs)],
        formulas=formulas,
        picture=picture,
        rows=Rows(rows, columns, "place", "others", keep),
        description="Scatter chart of the capacity left over the number of cycles for the "
        "electrodes of the review, those of the chosen host and ion dark, the others pale, and "
        "a cross for the reader's own.",
        height=340,
    )
