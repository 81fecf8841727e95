"""The explorer of dQ/dV: each step of a voltage curve becomes a peak."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from anodes.data.fields import explorer_title as title
from anodes.physics import voltage_curves
from anodes.viz.explorers.base import Curve, Explorer
from anodes.viz.explorers.controls import Choice, Number
from anodes.viz.explorers.inputs import Lookup, Readings, Values
from anodes.viz.explorers.parts import (
    SYSTEMS,
    cross,
    named_colours,
    one_row,
    said,
    step_constants,
    steps_of,
)
from anodes.viz.explorers.tracing import Maths
from anodes.viz.explorers.voltage_curve import BRANCHES
from anodes.viz.interactive import NEUTRAL

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

HIGHEST_V = 1.2  # above all steps of the two systems with their widest hysteresis
DESCRIPTION = (
    "Model dQ/dV of tin over potential: peaks downwards for the uptake of ions and upwards for "
    "their release, one for each step of the voltage curve, apart by the hysteresis; steps that "
    "are wide for their distance merge into one peak."
)


def dq_dv(steps: pd.DataFrame, assumed: Mapping[str, float]) -> Explorer:
    """How the steps of a voltage curve appear in dQ/dV.

    Parameters
    ----------
    steps
        As `analysis.voltage_steps` gives them.
    assumed
        With hysteresis_V and peak_width_V, as `analysis.assumptions` gives them.

    Returns
    -------
    Explorer
        Shown by a notebook.

    Examples
    --------
    >>> from anodes import analysis, viz
    >>> explorer = viz.explorers.dq_dv(
    ...     analysis.voltage_steps(), analysis.assumptions()
    ... )
    >>> round(explorer.readings(chosen_V=0)["uptake_until_mAh_g"])
    993
    """
    return Explorer(
        question="Which steps does dQ/dV show?",
        controls=[
            Choice("host_and_ion", SYSTEMS, "Li-Sn"),
            Number("hysteresis_V", 0, 0.5, 0.01, assumed["hysteresis_V"]),
            Number("peak_width_V", 0.005, 0.05, 0.001, assumed["peak_width_V"]),
            Number("chosen_V", 0, HIGHEST_V, 0.005, 0.43),
        ],
        lookups=[Lookup("alloy", ("host_and_ion",), step_constants(steps))],
        formulas=_formulas,
        picture=_picture,
        along=("chosen_V", [tenth / 20 for tenth in range(21)]),
        hidden=("uptake_signed_mAh_g_V",),
        description=DESCRIPTION,
        height=320,
    )


def _formulas(v: Values, maths: Maths) -> Readings:
    del maths
    ends, potentials = steps_of(v.alloy)
    given: dict[str, Any] = {
        "ends_mAh_g": ends,
        "potentials_V": potentials,
        "width_V": v.peak_width_V,
    }
    shift = v.hysteresis_V / 2
    down, up = v.chosen_V + shift, v.chosen_V - shift
    uptake = voltage_curves.differential_capacity_mAh_g_V(down, **given)
    stored = voltage_curves.smoothed_capacity_mAh_g
    return {
        "uptake_mAh_g_V": uptake,
        "release_mAh_g_V": voltage_curves.differential_capacity_mAh_g_V(up, **given),
        "uptake_until_mAh_g": stored(down, **given),
        "release_until_mAh_g": v.alloy.capacity_mAh_g - stored(up, **given),
        "uptake_signed_mAh_g_V": -uptake,
    }


def _picture(v: Values, curve: Curve, maths: Maths) -> Any:  # noqa: ANN401
    import altair as alt

    del v, maths
    x = alt.X("_chosen_V:Q", title=title("chosen_V"), scale=alt.Scale(domain=[0, HIGHEST_V]))
    y = alt.Y("_peak:Q", title=title("dq_dv_mAh_g_V"))
    names = {"uptake": "uptake_signed_mAh_g_V", "release": "release_mAh_g_V"}
    colour = named_colours("_branch:N", BRANCHES)
    line = curve("chosen_V", 0, HIGHEST_V, 0.0025)
    layers = [one_row().mark_rule(color=NEUTRAL).encode(y=alt.datum(0))]
    for branch, name in names.items():
        drawn = line.transform_calculate(_peak=f"datum._{name}", _branch=f"'{branch}'")
        here = one_row(_chosen_V="chosen_V", _peak=name)
        here = here.transform_calculate(volts="datum._chosen_V", peak="datum._peak")
        layers += [
            drawn.mark_line(strokeWidth=2.5).encode(x=x, y=y, color=colour),
            cross(here, x, y).encode(tooltip=said(volts="chosen_V", peak="dq_dv_mAh_g_V")),
        ]
    return alt.layer(*layers)
