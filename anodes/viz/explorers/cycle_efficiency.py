"""The explorer of coulombic efficiency: capacity left over many cycles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from anodes.data.fields import title
from anodes.physics import cycling
from anodes.viz.explorers.base import (
    Curve,
    Explorer,
    Number,
    Readings,
    Values,
)
from anodes.viz.explorers.parts import cross, one_row
from anodes.viz.interactive import HOST_COLOURS, NEUTRAL

if TYPE_CHECKING:
    import altair as alt


def efficiency() -> Explorer:
    """What the first cycle and many later ones leave of the ions in a full cell.

    Returns
    -------
    Explorer
        Shown by a notebook.

    Examples
    --------
    >>> from anodes import viz
    >>> explorer = viz.explorers.efficiency()
    >>> left = explorer.readings(ice_percent=90, efficiency_percent=99.9, cycles=500)
    >>> round(left["inventory_left_percent"], 1)
    54.6
    """
    import altair as alt

    goal = 80

    def formulas(v: Values, maths: Any) -> Readings:  # noqa: ANN401
        ice, ce = v.ice_percent, v.efficiency_percent
        left = cycling.cycles_left(ice, ce, goal, maths.log)
        return {
            "inventory_left_percent": cycling.inventory_left_percent(ice, ce, v.cycles),
            "cycles_to_goal": maths.where(ice > goal, left, 0),
            "allowed_loss_percent": maths.where(
                ice > goal, 100 - cycling.needed_efficiency_percent(100 * goal / ice, v.cycles), 0
            ),
        }

    def picture(v: Values, curve: Curve, maths: Any) -> alt.LayerChart:  # noqa: ANN401
        del v, maths
        x = alt.X("_cycles:Q", title=title("cycles"), scale=alt.Scale(domain=[0, 3000]))
        y = alt.Y(
            "_inventory_left_percent:Q",
            title=title("inventory_left_percent"),
            scale=alt.Scale(domain=[0, 100]),
        )
        line = curve("cycles", 0, 3000, 20)
        here = one_row(
            _cycles="cycles",
            _inventory_left_percent="inventory_left_percent",
            cycles="cycles",
            left="inventory_left_percent",
        )
        return alt.layer(
            one_row().mark_rule(strokeDash=[4, 3], color=NEUTRAL).encode(y=alt.datum(goal)),
            line.mark_line(strokeWidth=2.5, color=HOST_COLOURS["Si"]).encode(x=x, y=y),
            cross(here, x, y).encode(tooltip=["cycles:Q", "left:Q"]),
        )

    return Explorer(
        question="How long does a full cell keep its charge?",
        controls=[
            Number("ice_percent", 40, 100, 0.5, 90),
            Number("efficiency_percent", 99, 99.999, 0.001, 99.9),
            Number("cycles", 10, 3000, 10, 500),
        ],
        formulas=formulas,
        picture=picture,
        description="The charge left over the number of cycles: a curve that starts at the "
        "initial efficiency and falls with every cycle, a dashed line at 80 percent, and a cross "
        "at the chosen number of cycles.",
        along=("cycles", [10, 100, 200, 500, 1000, 2000, 3000]),
    )
