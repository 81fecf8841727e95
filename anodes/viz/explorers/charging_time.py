"""The explorer of C-rate and time: what a current means for an electrode and for its area."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from anodes.data.fields import explorer_title as title
from anodes.physics import cell_stack, faraday
from anodes.viz.explorers.base import Curve, Explorer
from anodes.viz.explorers.controls import Number, one_of
from anodes.viz.explorers.inputs import Lookup, Readings, Values
from anodes.viz.explorers.parts import cross, host_colour, one_row, said
from anodes.viz.explorers.tracing import Maths
from anodes.viz.interactive import HOST_COLOURS, ION_SHAPES, NEUTRAL, POWERS, tooltip

if TYPE_CHECKING:
    import pandas as pd

SLOWEST_A_G, FASTEST_A_G = 0.01, 20
SHOWN = ("material", "cycling_current_A_g", "final_capacity_mAh_g", "half_cycle_min", "place")
DESCRIPTION = (
    "Time of a half cycle over current, both logarithmic: a falling line for the chosen capacity, "
    "a dashed line for the theoretical capacity, and a mark for each electrode of the review with "
    "the chosen host and ion. A cross marks the chosen current."
)


def half_cycle(pairs: pd.DataFrame, electrodes: pd.DataFrame) -> Explorer:
    """What a current is as a C-rate, as a time and per area.

    Parameters
    ----------
    pairs
        As `analysis.host_ion_constants` gives them.
    electrodes
        As `data.electrodes` gives them.

    Returns
    -------
    Explorer
        Shown by a notebook.

    Examples
    --------
    >>> from anodes import analysis, data, viz
    >>> explorer = viz.explorers.half_cycle(analysis.host_ion_constants(), data.electrodes())
    >>> round(explorer.readings(chosen_A_g=3.58)["chosen_c_rate"], 2)
    1.0
    """
    return Explorer(
        question="How long does a half cycle take?",
        controls=[
            one_of("element", HOST_COLOURS),
            one_of("ion", ION_SHAPES),
            Number("chosen_A_g", SLOWEST_A_G, FASTEST_A_G, 0.01, 1),
            Number("delivered_mAh_g", 50, 4000, 10, 1000),
            Number("own_loading_mg_cm2", 0.1, 10, 0.1, 1),
        ],
        lookups=[Lookup("pair", ("element", "ion"), pairs)],
        formulas=_formulas,
        picture=partial(_picture, _known(electrodes)),
        along=("chosen_A_g", [0.01, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20]),
        hidden=("theory_min",),
        description=DESCRIPTION,
        height=320,
    )


def _formulas(v: Values, maths: Maths) -> Readings:
    del maths
    one_c = v.pair.capacity_mAh_g / 1000
    return {
        "theory_one_c_A_g": one_c,
        "chosen_c_rate": faraday.c_rate(v.chosen_A_g, one_c),
        "half_cycle_min": faraday.minutes_of_charge(v.delivered_mAh_g, v.chosen_A_g),
        "own_c_rate": faraday.c_rate(v.chosen_A_g, v.delivered_mAh_g / 1000),
        "areal_current_mA_cm2": cell_stack.areal_current_mA_cm2(v.chosen_A_g, v.own_loading_mg_cm2),
        "delivered_mAh_cm2": cell_stack.areal_capacity_mAh_cm2(
            v.delivered_mAh_g, v.own_loading_mg_cm2
        ),
        "theory_min": faraday.minutes_of_charge(v.pair.capacity_mAh_g, v.chosen_A_g),
    }


def _known(electrodes: pd.DataFrame) -> pd.DataFrame:
    """The electrodes whose last capacity and current are known, with the time of a half cycle."""
    known = electrodes.dropna(subset=["final_capacity_mAh_g", "cycling_current_A_g"])
    minutes = faraday.minutes_of_charge(
        known["final_capacity_mAh_g"].astype(float), known["cycling_current_A_g"].astype(float)
    )
    return known.assign(half_cycle_min=minutes)[["element", "ion", *SHOWN]]


def _picture(points: pd.DataFrame, v: Values, curve: Curve, maths: Maths) -> Any:  # noqa: ANN401
    import altair as alt

    del v, maths
    wide = alt.Scale(type="log", domain=[SLOWEST_A_G, FASTEST_A_G])
    x_ticks, y_ticks = (alt.Axis(labelExpr=POWERS.format(channel)) for channel in "xy")
    x = alt.X("_chosen_A_g:Q", title=title("chosen_A_g"), scale=wide, axis=x_ticks)
    tall = alt.Scale(type="log")
    y = alt.Y("_minutes:Q", title=title("half_cycle_min"), scale=tall, axis=y_ticks)
    line = curve("chosen_A_g", SLOWEST_A_G, FASTEST_A_G, FASTEST_A_G / 10)
    theory = line.transform_calculate(_minutes="datum._theory_min")
    chosen = line.transform_calculate(_minutes="datum._half_cycle_min")
    here = one_row(_chosen_A_g="chosen_A_g", _minutes="half_cycle_min")
    here = here.transform_calculate(current="datum._chosen_A_g", minutes="datum._minutes")
    marks = alt.Chart(points).transform_filter("datum.element == element && datum.ion == ion")
    marks = marks.transform_calculate(
        _chosen_A_g="datum.cycling_current_A_g", _minutes="datum.half_cycle_min"
    )
    return alt.layer(
        theory.mark_line(strokeDash=[4, 3], color=NEUTRAL).encode(x=x, y=y),
        chosen.mark_line(strokeWidth=2.5).encode(x=x, y=y, color=host_colour("element")),
        marks.mark_point(size=70, filled=True, opacity=0.7).encode(
            x=x, y=y, color=host_colour("element"), tooltip=tooltip(points[list(SHOWN)])
        ),
        cross(here, x, y).encode(tooltip=said(current="chosen_A_g", minutes="half_cycle_min")),
    )
