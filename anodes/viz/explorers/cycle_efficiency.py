"""The explorer of coulombic efficiency: capacity left over many cycles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from anodes.data.fields import explorer_title as title
from anodes.physics import cycling
from anodes.viz.explorers.base import Curve, Explorer
from anodes.viz.explorers.controls import Number
from anodes.viz.explorers.inputs import Readings, Values
from anodes.viz.explorers.parts import cross, one_row, said
from anodes.viz.explorers.tracing import Maths
from anodes.viz.interactive import HOST_COLOURS, NEUTRAL

if TYPE_CHECKING:
    pass

GOAL = 80  # percent of what the cathode can cycle, below which a cell counts as worn out
NEVER = "never reached: 80 % or less after the first cycle"
DESCRIPTION = (
    "The capacity of a full cell over the number of cycles: a curve that falls once the anode "
    "has lost more than the cathode, a dashed line at 80 percent, and a cross "
    "at the chosen number of cycles."
)


def efficiency(cathode_ice_percent: float) -> Explorer:
    """What the first cycle and many later ones leave of the capacity of a full cell.

    Parameters
    ----------
    cathode_ice_percent
        Initial coulombic efficiency of the cathode that its control begins with.

    Returns
    -------
    Explorer
        Shown by a notebook.

    Examples
    --------
    >>> from anodes import viz
    >>> explorer = viz.explorers.efficiency(cathode_ice_percent=100.0)
    >>> left = explorer.readings(ice_percent=90, efficiency_percent=99.9, cycles=500)
    >>> round(left["cell_capacity_percent"], 1)
    54.6
    """
    return Explorer(
        question="How long does a full cell keep its capacity?",
        controls=[
            Number("ice_percent", 40, 100, 0.5, 90),
            Number("cathode_ice_percent", 70, 100, 0.5, cathode_ice_percent),
            Number("efficiency_percent", 99, 99.999, 0.001, 99.9),
            Number("cycles", 10, 3000, 10, 500),
        ],
        formulas=_formulas,
        picture=_picture,
        description=DESCRIPTION,
        along=("cycles", [10, 100, 200, 500, 1000, 2000, 3000]),
    )


def _formulas(v: Values, maths: Maths) -> Readings:
    ice, ce, cathode = v.ice_percent, v.efficiency_percent, v.cathode_ice_percent
    goal = GOAL * cathode / 100  # of the first charge
    needed = cycling.needed_efficiency_percent(100 * goal / ice, v.cycles)
    inventory = cycling.inventory_left_percent(ice, ce, v.cycles)
    return {
        "cell_capacity_percent": cycling.cell_capacity_percent(inventory, cathode),
        "cycles_to_goal": maths.where(
            ice > goal, cycling.cycles_left(ice, ce, goal, maths.log), NEVER
        ),
        "allowed_loss_percent": maths.where(ice > goal, 100 - needed, NEVER),
    }


def _picture(v: Values, curve: Curve, maths: Maths) -> Any:  # noqa: ANN401
    import altair as alt

    del v, maths
    x = alt.X("_cycles:Q", title=title("cycles"), scale=alt.Scale(domain=[0, 3000]))
    y = alt.Y(
        "_cell_capacity_percent:Q",
        title=title("cell_capacity_percent"),
        scale=alt.Scale(domain=[0, 100]),
    )
    line = curve("cycles", 0, 3000, 20)
    here = one_row(
        _cycles="cycles",
        _cell_capacity_percent="cell_capacity_percent",
        cycles="cycles",
        left="cell_capacity_percent",
    )
    return alt.layer(
        one_row().mark_rule(strokeDash=[4, 3], color=NEUTRAL).encode(y=alt.datum(GOAL)),
        line.mark_line(strokeWidth=2.5, color=HOST_COLOURS["Si"]).encode(x=x, y=y),
        cross(here, x, y).encode(tooltip=said(cycles="cycles", left="cell_capacity_percent")),
    )
