"""The explorer of a full cell's balance: N/P, first-cycle losses of both electrodes, and films."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from anodes.data.fields import explorer_title as title
from anodes.physics import cell_balance, cycling, voltage_curves
from anodes.viz.explorers.base import Curve, Explorer
from anodes.viz.explorers.controls import Choice, Number
from anodes.viz.explorers.inputs import Readings, Values
from anodes.viz.explorers.parts import (
    Steps,
    cell_line,
    cell_volts,
    cross,
    named_colours,
    one_row,
    said,
    steps_of_system,
)
from anodes.viz.explorers.tracing import Maths
from anodes.viz.interactive import HOST_COLOURS, NEUTRAL

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

MASS, CHARGE = "mass", "charge"
MODELS = {MASS: "the mass of the anode", CHARGE: "the charge of the first cycle"}
LINES = {"cathode": NEUTRAL, "anode": HOST_COLOURS["Sn"], "cell": HOST_COLOURS["Si"]}
NOWHERE = float("nan")
DESCRIPTION = (
    "Potentials of cathode and tin anode, and the voltage of the cell, over the charge that has "
    "left the cathode. The anode's staircase begins further to the right the more lithium is lost, "
    "so the full cell uses only the part in which both curves overlap."
)


def balance(steps: pd.DataFrame, assumed: Mapping[str, float], ice_percent: float) -> Explorer:
    """What N/P and first-cycle losses leave of a full cell, and what later films take.

    Parameters
    ----------
    steps
        As `analysis.voltage_steps` gives them, with tin and lithium.
    assumed
        With cathode_V, cathode_span_V, cathode_ice_percent and negative_to_positive, as
        `analysis.assumptions` gives them.
    ice_percent
        Initial coulombic efficiency of the anode that its control begins with.

    Returns
    -------
    Explorer
        Shown by a notebook.

    Examples
    --------
    >>> from anodes import analysis, viz
    >>> explorer = viz.explorers.balance(analysis.voltage_steps(), analysis.assumptions(), 80.0)
    >>> left = explorer.readings(cathode_ice_percent=90, negative_to_positive=1)
    >>> round(left["cell_capacity_percent"], 1)
    86.1
    """
    return Explorer(
        question="What do N/P and first-cycle losses leave of a full cell?",
        controls=[
            Number("negative_to_positive", 0.8, 1.6, 0.01, assumed["negative_to_positive"]),
            Number("ice_percent", 40, 100, 0.5, ice_percent),
            Number("cathode_ice_percent", 70, 100, 0.5, assumed["cathode_ice_percent"]),
            Choice("loss_goes_with", MODELS, MASS),
            Number("efficiency_percent", 99, 100, 0.01, 100),
            Number("cycles", 0, 500, 5, 0),
            Number("moved_percent", 0, 100, 0.5, 50),
        ],
        formulas=partial(_formulas, steps_of_system(steps, "Li-Sn"), assumed),
        picture=_picture,
        along=("moved_percent", range(0, 101, 10)),
        description=DESCRIPTION,
        height=340,
    )


def _formulas(tin: Steps, assumed: Mapping[str, float], v: Values, maths: Maths) -> Readings:
    ratio, ice, cathode_ice = v.negative_to_positive, v.ice_percent, v.cathode_ice_percent
    first = maths.where(
        v.loss_goes_with == MASS,
        cell_balance.inventory_after_film_percent(ratio, ice, cathode_ice),
        ice,
    )
    inventory = cycling.inventory_left_percent(first, v.efficiency_percent, v.cycles)
    filling = cell_balance.anode_filling_percent(inventory, ratio, cathode_ice)
    at_first = cell_balance.anode_filling_percent(first, ratio, cathode_ice)
    return {
        "least_negative_to_positive": cell_balance.least_negative_to_positive(ice, cathode_ice),
        "cell_capacity_percent": cycling.cell_capacity_percent(inventory, cathode_ice),
        "anode_filling_percent": maths.where(filling < 100, filling, 100),
        "first_charge": maths.where(at_first > 100.0001, "deposits metal", "fits into the anode"),
    } | _potentials(tin, assumed, v, maths, 100 * inventory / cathode_ice)


def _potentials(
    tin: Steps,
    assumed: Mapping[str, float],
    v: Values,
    maths: Maths,
    inventory_percent: Any,  # noqa: ANN401
) -> Readings:
    """Potentials when a charge has left the cathode, in percent of what the cathode cycles.

    When all of that has left, the anode has the whole inventory.
    """
    moved, (ends, potentials) = v.moved_percent, tin
    held = (inventory_percent - 100 + moved) / v.negative_to_positive  # % of the anode
    stairs = voltage_curves.staircase_V(held / 100 * ends[-1], ends, potentials)
    in_cathode = (moved >= 0) & (moved <= 100)
    cathode = voltage_curves.line_V(moved, assumed["cathode_V"], assumed["cathode_span_V"])
    metal = maths.where(in_cathode, 0, NOWHERE)  # plated: the potential of the metal
    anode = maths.where(held < 0, NOWHERE, maths.where(held > 100, metal, stairs))
    return {
        "cathode_at_V": maths.where(in_cathode, cathode, NOWHERE),
        "anode_at_V": anode,
        "cell_at_V": maths.where(in_cathode, cathode - anode, NOWHERE),
    }


def _picture(v: Values, curve: Curve, maths: Maths) -> Any:  # noqa: ANN401
    import altair as alt

    del v, maths
    x = alt.X("_moved_percent:Q", title=title("moved_percent"), scale=alt.Scale(domain=[-20, 160]))
    y, colour = cell_volts(), named_colours("_line:N", LINES)
    line = curve("moved_percent", -20, 160, 0.5)
    here = one_row(_moved_percent="moved_percent", _volts="cell_at_V")
    here = here.transform_calculate(moved="datum._moved_percent", volts="datum._volts")
    layers = [here.mark_rule(strokeDash=[4, 3], color=NEUTRAL).encode(x=x)]
    for name in LINES:
        drawn = line.transform_calculate(_volts=f"datum._{name}_at_V", _line=f"'{name}'")
        drawn = drawn.transform_filter("isValid(datum._volts)")
        layers.append(cell_line(drawn, name, clip=True).encode(x=x, y=y, color=colour))
    return alt.layer(
        *layers, cross(here, x, y).encode(tooltip=said(moved="moved_percent", volts="cell_at_V"))
    )
