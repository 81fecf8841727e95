"""The explorer of signs: one alloy electrode in a half cell and in a full cell."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from anodes.data.fields import explorer_title as title
from anodes.physics import voltage_curves
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

HALF, FULL = "half", "full"
CELLS = {HALF: "half cell, against lithium metal", FULL: "full cell, with a cathode"}
LINES = {"tin": HOST_COLOURS["Sn"], "other electrode": NEUTRAL, "cell": HOST_COLOURS["Si"]}
DESCRIPTION = (
    "Potentials of tin and of the other electrode, and the voltage between them, over the "
    "lithiation of tin. In the half cell the voltage falls during lithiation, in the full cell it "
    "rises."
)


def signs(steps: pd.DataFrame, assumed: Mapping[str, float]) -> Explorer:
    """Whether lithiation is a charge or a discharge, and which electrode is negative.

    Parameters
    ----------
    steps
        As `analysis.voltage_steps` gives them, with tin and lithium.
    assumed
        With cathode_V and cathode_span_V, as `analysis.assumptions` gives them.

    Returns
    -------
    Explorer
        Shown by a notebook. The cathode is a straight line, filled when tin is empty.

    Examples
    --------
    >>> from anodes import analysis, viz
    >>> explorer = viz.explorers.signs(analysis.voltage_steps(), analysis.assumptions())
    >>> explorer.readings(cell_kind="full")["lithiation_is"]
    'the charge of the cell'
    """
    return Explorer(
        question="Is lithiation a charge or a discharge?",
        controls=[
            Choice("cell_kind", CELLS, HALF),
            Number("lithiation_percent", 0, 100, 0.5, 50),
        ],
        formulas=partial(_formulas, steps_of_system(steps, "Li-Sn"), assumed),
        picture=_picture,
        along=("lithiation_percent", range(0, 101, 10)),
        description=DESCRIPTION,
        height=300,
    )


def _formulas(tin: Steps, assumed: Mapping[str, float], v: Values, maths: Maths) -> Readings:
    ends, potentials = tin
    alloy = voltage_curves.staircase_V(v.lithiation_percent / 100 * ends[-1], ends, potentials)
    is_half = v.cell_kind == HALF
    cathode = voltage_curves.line_V(
        v.lithiation_percent, assumed["cathode_V"], assumed["cathode_span_V"]
    )
    other = maths.where(is_half, 0, cathode)
    return {
        "alloy_V": alloy,
        "other_V": other,
        "cell_V": maths.where(is_half, alloy, cathode - alloy),
        "lithiation_is": maths.where(
            is_half, "the discharge of the cell", "the charge of the cell"
        ),
        "alloy_is": maths.where(is_half, "the positive electrode", "the negative electrode"),
        "electrons": maths.where(
            is_half,
            "from lithium metal to the alloy, by themselves",
            "from the cathode to the alloy, driven by a source",
        ),
    }


def _picture(v: Values, curve: Curve, maths: Maths) -> Any:  # noqa: ANN401
    import altair as alt

    del v, maths
    x = alt.X("_lithiation_percent:Q", title=title("lithiation_percent"))
    y, colour = cell_volts(), named_colours("_line:N", LINES)
    line = curve("lithiation_percent", 0, 100, 0.25)
    layers = []
    for name, reading in zip(LINES, ("alloy_V", "other_V", "cell_V"), strict=True):
        drawn = line.transform_calculate(_volts=f"datum._{reading}", _line=f"'{name}'")
        layers.append(cell_line(drawn, name).encode(x=x, y=y, color=colour))
    here = one_row(_lithiation_percent="lithiation_percent", _volts="cell_V")
    here = here.transform_calculate(volts="datum._volts")
    return alt.layer(*layers, cross(here, x, y).encode(tooltip=said(volts="cell_V")))
