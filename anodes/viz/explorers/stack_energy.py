"""The explorer of a cell stack: energy per volume and per mass."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from anodes.data.fields import explorer_title as title
from anodes.physics import cell_stack, cycling
from anodes.physics.rounding import total
from anodes.viz import schematics
from anodes.viz.explorers.base import Curve, Explorer
from anodes.viz.explorers.controls import Number
from anodes.viz.explorers.inputs import Readings, Values
from anodes.viz.explorers.parts import said, word_map
from anodes.viz.explorers.tracing import Maths
from anodes.viz.interactive import NEUTRAL

if TYPE_CHECKING:
    import altair as alt

ANODES = ("graphite", "yours")
DESCRIPTION = (
    "Two bars of layers, thickness to scale: a stack with graphite and one with "
    "the anode that the controls describe. At first that anode is about three fifths as thick as "
    "that of graphite, and cathode, separator and foils are the same."
)


def stack(
    start: cell_stack.Stack, graphite: Mapping[str, float], assumed: Mapping[str, float]
) -> Explorer:
    """What an anode is worth in a cell stack, beside one of graphite.

    Parameters
    ----------
    start
        The stack that the controls begin with.
    graphite
        Of the electrode to compare with: first_mAh_cm3 and first_mAh_g (first lithiation per
        volume and per gram of electrode), V (mean potential against Li) and ice_percent, as
        `analysis.graphite_electrode` gives them.
    assumed
        With silicon_V, silicon_ice_percent and wet_mg_cm2, as `analysis.assumptions` gives them:
        where the other controls begin.

    Returns
    -------
    Explorer
        Shown by a notebook.

    Raises
    ------
    KeyError
        Where one of these numbers is missing.

    Examples
    --------
    >>> from anodes import analysis, viz
    >>> explorer = viz.explorers.stack(
    ...     analysis.assumed_stack(), analysis.graphite_electrode(), analysis.assumptions()
    ... )
    >>> round(explorer.readings(electrode_mAh_cm3=1000)["stack_um"])
    135
    """
    layers = list(cell_stack.stack_layers_um(1000.0, start))
    return Explorer(
        question="What is an anode worth in a cell stack, beside graphite?",
        controls=[
            Number("electrode_mAh_cm3", 300, 2500, 10, 1000),
            Number("electrode_mAh_g", 300, 3000, 10, 1000),
            Number("assumed_potential_V", 0, 1.2, 0.05, assumed["silicon_V"]),
            Number("areal_capacity_mAh_cm2", 0.5, 8, 0.1, start.areal_capacity_mAh_cm2),
            Number("negative_to_positive", 1, 1.6, 0.05, start.negative_to_positive),
            Number("cathode_mAh_g", 80, 300, 5, start.cathode_mAh_g),
            Number("cathode_V", 2.5, 4.8, 0.05, start.cathode_V),
            Number("ice_percent", 40, 100, 0.5, assumed["silicon_ice_percent"]),
            Number("cathode_ice_percent", 70, 100, 0.5, start.cathode_ice_percent),
            Number("wet_mg_cm2", 0, 20, 0.5, assumed["wet_mg_cm2"]),
        ],
        formulas=partial(_formulas, start, graphite),
        picture=partial(_picture, layers),
        hidden=[_thickness(anode, layer) for anode in ANODES for layer in layers],
        description=DESCRIPTION,
        along=("electrode_mAh_cm3", range(500, 2501, 250)),
        height=150,
    )


def _thickness(anode: str, layer: str) -> str:
    """The reading of a layer's thickness."""
    return f"{anode}_{layer}"


def _formulas(
    start: cell_stack.Stack, graphite: Mapping[str, float], v: Values, maths: Maths
) -> Readings:
    del maths
    bare = replace(
        start,
        areal_capacity_mAh_cm2=v.areal_capacity_mAh_cm2,
        negative_to_positive=v.negative_to_positive,
        cathode_mAh_g=v.cathode_mAh_g,
        cathode_V=v.cathode_V,
        cathode_ice_percent=v.cathode_ice_percent,
    )
    yours = (v.electrode_mAh_cm3, v.electrode_mAh_g, v.assumed_potential_V, v.ice_percent)
    other = tuple(graphite[name] for name in ("first_mAh_cm3", "first_mAh_g", "V", "ice_percent"))
    found: Readings = {}
    energies = {}
    for anode, (per_volume, per_gram, volts, ice) in {"yours": yours, "graphite": other}.items():
        left = cycling.cell_capacity_percent(ice, v.cathode_ice_percent) / 100
        layers = cell_stack.stack_layers_um(per_volume, bare)
        found |= {_thickness(anode, layer): um for layer, um in layers.items()}
        energies[anode] = (
            cell_stack.stack_energy_Wh_L(per_volume, volts, bare),
            left * cell_stack.stack_energy_Wh_L(per_volume, volts, bare),
            left * cell_stack.stack_energy_Wh_kg(per_gram, volts, bare, v.wet_mg_cm2),
        )
    (fresh, litre, kilogram), (_, litre_c, kilogram_c) = energies["yours"], energies["graphite"]
    return {
        "stack_energy_Wh_L": fresh,
        "energy_after_first_cycle_Wh_L": litre,
        "gain_per_volume_percent": 100 * (litre / litre_c - 1),
        "energy_after_first_cycle_Wh_kg": kilogram,
        "gain_per_mass_percent": 100 * (kilogram / kilogram_c - 1),
        "stack_um": total(found[_thickness("yours", layer)] for layer in layers),
    } | found


def _picture(layers: list[str], v: Values, curve: Curve, maths: Maths) -> alt.Chart:
    import altair as alt
    import pandas as pd

    del v, curve, maths
    rows = pd.DataFrame(
        [(anode, layer, place) for anode in ANODES for place, layer in enumerate(layers)],
        columns=["anode", "layer", "_order"],
    )
    names = dict.fromkeys(_thickness(anode, layer) for anode in ANODES for layer in layers)
    look = alt.Scale(domain=layers, range=[schematics.LAYER_COLOURS[layer] for layer in layers])
    return (
        alt.Chart(rows)
        .transform_calculate(thickness_um=f"{word_map(names)}[datum.anode + '_' + datum.layer]")
        .mark_bar(stroke=NEUTRAL, strokeWidth=0.5)
        .encode(
            x=alt.X("thickness_um:Q", title=title("thickness_um"), stack="zero"),
            y=alt.Y("anode:N", title=None, sort=list(ANODES)),
            color=alt.Color("layer:N", scale=look, title=None, legend=alt.Legend(columns=3)),
            order=alt.Order("_order:Q"),
            tooltip=["anode:N", "layer:N", *said(thickness_um="thickness_um")],
        )
    )
