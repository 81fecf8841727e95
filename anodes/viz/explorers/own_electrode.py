"""The explorer of a reader's electrode among those of the review."""

from __future__ import annotations

import operator
from functools import partial, reduce
from typing import TYPE_CHECKING, Any

from anodes.data.fields import explorer_title as title
from anodes.physics import cycling, faraday
from anodes.viz.explorers.base import Curve, Explorer
from anodes.viz.explorers.controls import Number, one_of
from anodes.viz.explorers.inputs import Counts, LinkedTable, Lookup, Readings, Row, Values
from anodes.viz.explorers.parts import cross, limit, one_row, reaches, ring, strong
from anodes.viz.explorers.tracing import Maths
from anodes.viz.interactive import HOST_COLOURS, ION_SHAPES, POWERS, identity, tooltip

if TYPE_CHECKING:
    import altair as alt
    import pandas as pd

COLUMNS = (
    "place",
    "paper",
    "material",
    "method",
    "final_capacity_mAh_g",
    "cycles",
    "cycling_current_A_g",
    "element",
    "ion",
    "initial_capacity_mAh_g",
    "initial_current_A_g",
    "ice_percent",
    "retention_percent",
    "same_current",
)
BROUGHT = "brought"  # the data that _static/several.js puts into the chart
FIELD: dict[str, Any] = {"typed": True, "optional": True}
RANKS = {  # each among the rows that report what it compares, with the fields that it needs
    "rows_with_more_left": ("_with_final", ["final_capacity_mAh_g"]),
    "rows_better": ("_tested", ["final_capacity_mAh_g", "cycles", "cycling_current_A_g"]),
    "rows_with_better_ice": ("_with_ice", ["ice_percent"]),
    "rows_retaining_more": (
        "_comparable",
        [
            "initial_capacity_mAh_g",
            "initial_current_A_g",
            "final_capacity_mAh_g",
            "cycling_current_A_g",
        ],
    ),
}
LOST = {  # what an empty field costs
    "initial_capacity_mAh_g": "First capacity empty: no share of theory, no retention, no fade",
    "initial_current_A_g": "First current empty: no comparison of the retention",
    "ice_percent": "ICE empty: no loss in the first cycle, no rank by ICE",
    "final_capacity_mAh_g": "Final capacity empty: no retention, no fade, no rank by final "
    "capacity, no comparison in all three, no mark in the chart",
    "cycles": "Cycles empty: no fade per cycle, no comparison in all three, no mark in the chart",
    "cycling_current_A_g": "Cycling current empty: no comparison at equal current or in all three",
}
DESCRIPTION = (
    "Scatter chart of the capacity after cycling against the number of cycles for the "
    "electrodes of the review: those of the chosen host and ion are strong, the others faint, and "
    "a cross marks the reader's own."
)


def yours(frame: pd.DataFrame, pairs: pd.DataFrame, more: pd.DataFrame | None = None) -> Explorer:
    """One electrode of a reader among those of the review.

    Ranks count the rows of the same host and ion that report what is compared. A retention is
    ranked only if it is one: first and last capacity at one current, that of the reader as those
    of the rows.

    Parameters
    ----------
    frame
        As `data.electrodes` gives it, with a column paper (`data.paper_names` of its reference).
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
    >>> frame = data.electrodes()
    >>> frame = frame.assign(paper=data.paper_names(frame["reference"]))
    >>> explorer = viz.explorers.yours(frame, analysis.host_ion_constants())
    >>> mine = explorer.readings(initial_capacity_mAh_g=2000, final_capacity_mAh_g=1500)
    >>> mine["retention_percent"]
    75.0
    """
    rows = frame[list(COLUMNS)]
    table = LinkedTable(rows, COLUMNS, "place", "others", _keep)
    return Explorer(
        question="How does your electrode compare with those of the review?",
        controls=[
            one_of("element", HOST_COLOURS),
            one_of("ion", ION_SHAPES),
            Number("initial_capacity_mAh_g", 1, 10_000, 0.1, 2000, **FIELD),
            Number("initial_current_A_g", 0.001, 100, 0.001, 0.2, **FIELD),
            Number("ice_percent", 1, 100, 0.1, 80, **FIELD),
            Number("final_capacity_mAh_g", 1, 10_000, 0.1, 1500, **FIELD),
            Number("cycles", 1, 100_000, 1, 200, **FIELD),
            Number("cycling_current_A_g", 0.001, 100, 0.001, 0.2, **FIELD),
            limit("least_cycles"),
        ],
        lookups=[Lookup("pair", ("element", "ion"), pairs)],
        formulas=_formulas,
        counts=Counts(rows, _conditions, ranks=RANKS),
        picture=partial(_picture, table, more),
        rows=table,
        description=DESCRIPTION,
        height=340,
    )


def _alike(row: Row, v: Values) -> Any:  # noqa: ANN401
    return (row["element"] == v.element) & (row["ion"] == v.ion)


def _keep(row: Row, v: Values, maths: Maths) -> Any:  # noqa: ANN401
    return _alike(row, v) & reaches(row, v, maths, "least_cycles")


def _formulas(v: Values, maths: Maths) -> Readings:
    final, initial = v.final_capacity_mAh_g, v.initial_capacity_mAh_g
    currents = v.initial_current_A_g, v.cycling_current_A_g
    known = maths.valid(currents[0]) & maths.valid(currents[1])
    return {
        "capacity_utilization_percent": 100 * initial / v.pair.theoretical_capacity_mAh_g,
        "ions": initial / faraday.capacity_of_molar_mass(1, v.pair.host_g_mol),
        "sense": maths.where(
            initial <= v.pair.theoretical_capacity_mAh_g,
            "not above the theoretical capacity",
            maths.where(
                maths.valid(initial),
                "above the theoretical capacity: check mass basis and electrolyte reduction",
                "unknown: the first capacity is missing",
            ),
        ),
        "retention_percent": cycling.retention_percent(final, initial),
        "comparable": maths.where(
            cycling.at_one_current(*currents),
            "yes: one current",
            maths.where(known, "no: two currents", "unknown: a current is missing"),
        ),
        "fade_percent_per_cycle": cycling.fade_percent_per_cycle(final, initial, v.cycles),
        "first_cycle_loss_percent": cycling.first_cycle_loss_percent(v.ice_percent),
        "retention_sense": _retention_sense(v, maths),
        "left_out": _left_out(v, maths),
    }


def _retention_sense(v: Values, maths: Maths) -> Any:  # noqa: ANN401
    """Whether the retention is above 100 %, and what the currents leave as its reason."""
    first, last = v.initial_current_A_g, v.cycling_current_A_g
    initial, final = v.initial_capacity_mAh_g, v.final_capacity_mAh_g
    above = maths.where(
        first > last,
        "above 100 %: the first current was higher, so that this is no retention",
        maths.where(
            first <= last,
            "above 100 % without a lower current: pores that wet slowly, activation, or a wrong "
            "value",
            "above 100 %: the first current may have been higher, or the electrode was activated",
        ),
    )
    below = maths.where(final <= initial, "not above 100 %", "unknown: a capacity is missing")
    return maths.where(final > initial, above, below)


def _left_out(v: Values, maths: Maths) -> Any:  # noqa: ANN401
    """What the empty fields cost, a clause each."""
    values = [getattr(v, name) for name in LOST]
    costs = [
        maths.where(maths.valid(value), "", f"{cost}. ")
        for value, cost in zip(values, LOST.values(), strict=True)
    ]
    every = reduce(operator.and_, map(maths.valid, values))
    return maths.where(every, "nothing: every field has a value", reduce(operator.add, costs))


def _conditions(row: Row, v: Values, maths: Maths) -> Readings:
    """What is counted among the rows of the reader's host and ion that state what is compared."""
    alike = _alike(row, v)
    final, cycles, current = (
        row[name] for name in ("final_capacity_mAh_g", "cycles", "cycling_current_A_g")
    )
    tested = maths.valid(final) & maths.valid(cycles) & maths.valid(current)
    retention = row["retention_percent"]
    same_current_only = alike & row["same_current"] & maths.valid(retention)
    own = cycling.retention_percent(v.final_capacity_mAh_g, v.initial_capacity_mAh_g)
    own_compares = cycling.at_one_current(v.initial_current_A_g, v.cycling_current_A_g)
    return {
        "rows_alike": alike,
        "rows_with_more_left": alike & maths.valid(final) & (final > v.final_capacity_mAh_g),
        "rows_better": alike
        & tested
        & (final >= v.final_capacity_mAh_g)
        & (cycles >= v.cycles)
        & (current >= v.cycling_current_A_g),
        "rows_with_better_ice": alike
        & maths.valid(row["ice_percent"])
        & (row["ice_percent"] > v.ice_percent),
        "rows_like_for_like": same_current_only,
        "rows_retaining_more": same_current_only & (retention > own),
        "_comparable": same_current_only & own_compares,
        "_with_final": alike & maths.valid(final),
        "_tested": alike & tested,
        "_with_ice": alike & maths.valid(row["ice_percent"]),
    }


def _picture(
    table: LinkedTable, more: pd.DataFrame | None, v: Values, curve: Curve, maths: Maths
) -> Any:  # noqa: ANN401
    import altair as alt

    del curve
    ticks = alt.Axis(labelExpr=POWERS.format("x"))
    places: dict[str, Any] = {
        "x": alt.X("cycles:Q", title=title("cycles"), scale=alt.Scale(type="log"), axis=ticks),
        "y": alt.Y("final_capacity_mAh_g:Q", title=title("final_capacity_mAh_g")),
    }
    points = alt.Chart(table.frame)
    look = identity(table.frame)
    for channel in look.values():
        channel.legend = alt.Legend(symbolOpacity=1)
    others = (
        table.marked(points, v, maths)
        .mark_point(filled=True, size=80, stroke=None)
        .encode(**places, **look, opacity=strong(), tooltip=tooltip(table.frame))
    )
    here = one_row(cycles="cycles", final_capacity_mAh_g="final_capacity_mAh_g", _word="'yours'")
    name = here.mark_text(dy=-18, fontSize=13).encode(**places, text="_word:N")
    brought = _brought(more, places, look["color"])
    return alt.layer(ring(points, places), others, cross(here, **places, size=280), name, *brought)


def _brought(
    more: pd.DataFrame | None, places: dict[str, Any], colour: alt.Color
) -> list[alt.Chart]:
    """The reader's further electrodes with their names; without a frame a place for the page's."""
    import altair as alt

    columns = ["material", "element", "ion", "cycles", "final_capacity_mAh_g"]
    unread: dict[str, Any] = {"aria": False} if more is None else {}  # the page lists them
    listed = alt.Chart(alt.NamedData(name=BROUGHT) if more is None else more[columns])
    return [
        listed.mark_point(size=200, shape="cross", filled=True, opacity=1, **unread).encode(
            **places, color=colour, tooltip=["material:N"]
        ),
        listed.mark_text(align="left", dx=10, fontSize=12).encode(**places, text="material:N"),
    ]
