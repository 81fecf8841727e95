"""The explorer of a voltage curve: equilibrium staircase, hysteresis and first-cycle loss."""

from __future__ import annotations

from functools import partial
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
from anodes.viz.interactive import HOST_COLOURS, NEUTRAL

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

FILM, TRAPPED = "film", "trapped"
LOSSES = {FILM: "a film on the surface", TRAPPED: "ions that stay in the alloy"}
BRANCHES = {"uptake": HOST_COLOURS["Si"], "release": HOST_COLOURS["Ge"]}
DESCRIPTION = (
    "Model potential of tin in a half cell over the charge passed in each half cycle: the first "
    "uptake of ions falls in steps, the first release rises in the same steps, higher by the "
    "hysteresis and shorter by the first-cycle loss; a dashed staircase is the equilibrium."
)


def half_cell(steps: pd.DataFrame, assumed: Mapping[str, float], ice_percent: float) -> Explorer:
    """How hysteresis and first-cycle loss change an equilibrium voltage curve.

    Parameters
    ----------
    steps
        As `analysis.voltage_steps` gives them.
    assumed
        With hysteresis_V and film_V, as `analysis.assumptions` gives them.
    ice_percent
        Initial coulombic efficiency that its control begins with.

    Returns
    -------
    Explorer
        Shown by a notebook.

    Examples
    --------
    >>> from anodes import analysis, viz
    >>> explorer = viz.explorers.half_cell(
    ...     analysis.voltage_steps(), analysis.assumptions(), ice_percent=80.0
    ... )
    >>> round(explorer.readings()["first_uptake_mAh_g"])
    1242
    """
    return Explorer(
        question="Where does a voltage curve come from?",
        controls=[
            Choice("host_and_ion", SYSTEMS, "Li-Sn"),
            Number("hysteresis_V", 0, 0.5, 0.01, assumed["hysteresis_V"]),
            Number("ice_percent", 40, 100, 0.5, ice_percent),
            Choice("loss", LOSSES, FILM),
            Number("progress_percent", 0, 100, 0.5, 50),
        ],
        lookups=[Lookup("alloy", ("host_and_ion",), step_constants(steps))],
        formulas=partial(_formulas, assumed["film_V"]),
        picture=_picture,
        along=("progress_percent", range(0, 101, 10)),
        hidden=("equilibrium_V",),
        description=DESCRIPTION,
        height=320,
    )


def _formulas(film_V: float, v: Values, maths: Maths) -> Readings:
    ends, potentials = steps_of(v.alloy)
    full, half = v.alloy.capacity_mAh_g, v.hysteresis_V / 2
    is_film = v.loss == FILM
    film = maths.where(is_film, voltage_curves.film_capacity_mAh_g(full, v.ice_percent), 0)
    released = maths.where(is_film, full, full * v.ice_percent / 100)
    taken = v.progress_percent / 100 * (full + film)
    given = v.progress_percent / 100 * released
    empty = full - released
    energy = partial(
        voltage_curves.staircase_energy_mWh_g, ends_mAh_g=ends, potentials_V=potentials
    )
    potential = partial(voltage_curves.staircase_V, ends_mAh_g=ends, potentials_V=potentials)
    equilibrium = potential(taken - film)
    return {
        "first_uptake_mAh_g": full + film,
        "first_release_mAh_g": released,
        "uptake_passed_mAh_g": taken,
        "uptake_V": maths.where(taken < film, film_V, equilibrium - half),
        "release_passed_mAh_g": given,
        "release_V": potential(full - given) + half,
        "mean_uptake_V": (energy(full) - half * full + film_V * film) / (full + film),
        "mean_release_V": (energy(full) - energy(empty)) / released + half,
        "equilibrium_V": maths.where(taken < film, float("nan"), equilibrium),
    }


def _picture(v: Values, curve: Curve, maths: Maths) -> Any:  # noqa: ANN401
    import altair as alt

    del v, maths
    x = alt.X("_passed:Q", title=title("passed_mAh_g"), scale=alt.Scale(zero=True))
    y = alt.Y("_volts:Q", title=title("chosen_V"), scale=alt.Scale(zero=True))
    colour = named_colours("_branch:N", BRANCHES)
    line = curve("progress_percent", 0, 100, 0.25)
    steps = line.transform_calculate(_passed="datum._uptake_passed_mAh_g")
    layers = [
        steps.transform_calculate(_volts="datum._equilibrium_V")
        .mark_line(strokeDash=[4, 3], color=NEUTRAL, strokeWidth=1.5)
        .encode(x=x, y=y)
    ]
    for name in BRANCHES:
        drawn = line.transform_calculate(
            _passed=f"datum._{name}_passed_mAh_g",
            _volts=f"datum._{name}_V",
            _branch=f"'{name}'",
        )
        here = one_row(_passed=f"{name}_passed_mAh_g", _volts=f"{name}_V").transform_calculate(
            passed="datum._passed", volts="datum._volts"
        )
        layers += [
            drawn.mark_line(strokeWidth=2.5).encode(x=x, y=y, color=colour),
            cross(here, x, y).encode(
                tooltip=said(passed=f"{name}_passed_mAh_g", volts=f"{name}_V")
            ),
        ]
    return alt.layer(*layers)
