"""The explorer of composition: capacity and expansion for a number of Li or Na atoms."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from anodes.data.fields import explorer_title as title
from anodes.physics import faraday, pores
from anodes.viz.explorers.base import Curve, Explorer
from anodes.viz.explorers.controls import Choice, Number, one_of
from anodes.viz.explorers.inputs import Lookup, Readings, Values
from anodes.viz.explorers.parts import cross, host_colour, one_row, word_map
from anodes.viz.explorers.tracing import Maths
from anodes.viz.interactive import HOST_COLOURS, ION_SHAPES, NEUTRAL, tooltip

if TYPE_CHECKING:
    import altair as alt
    import pandas as pd

PROPERTIES = (
    "expansion_percent",
    "specific_capacity_mAh_g",
    "capacity_per_alloy_mAh_g",
    "capacity_per_host_mAh_cm3",
    "capacity_per_charged_mAh_cm3",
)
DESCRIPTION = (
    "A curve over the number of ions per host atom: capacity or expansion of the chosen "
    "host and ion, with the phases whose unit cells are known as marks, and a cross at the "
    "chosen number. Expansion follows straight lines through the phases."
)


def composition(pairs: pd.DataFrame, phases: pd.DataFrame) -> Explorer:
    """Capacity and expansion of an alloy with x ions per host atom.

    Parameters
    ----------
    pairs
        As `analysis.host_ion_constants` gives them.
    phases
        As `analysis.phases` gives them.

    Returns
    -------
    Explorer
        Shown by a notebook.

    Examples
    --------
    >>> from anodes import analysis, viz
    >>> explorer = viz.explorers.composition(analysis.host_ion_constants(), analysis.phases())
    >>> round(explorer.readings(element="Si", ion="Li", ions=3.75)["specific_capacity_mAh_g"])
    3579
    """
    return Explorer(
        question="Capacity and expansion with x ions per host atom",
        controls=[
            one_of("element", HOST_COLOURS),
            one_of("ion", ION_SHAPES),
            Number("ions", 0, 4.5, 0.05, 3.75),
            Choice("property", {name: title(name) for name in PROPERTIES}, PROPERTIES[0]),
        ],
        lookups=[Lookup("pair", ("element", "ion"), pairs)],
        formulas=_formulas,
        picture=partial(_picture, _known_phases(phases)),
        description=DESCRIPTION,
        along=("ions", [half / 2 for half in range(10)]),
    )


def _formulas(v: Values, maths: Maths) -> Readings:
    x, pair = v.ions, v.pair
    capacity = faraday.capacity_of_molar_mass(x, pair.host_g_mol)
    ratio = pores.ratio_of_steps(
        x,
        (pair.line_1_end, pair.line_2_end),
        (pair.line_1_cm3_mol, pair.line_2_cm3_mol, pair.line_3_cm3_mol),
        pair.host_volume_cm3_mol,
    )
    return {
        "specific_capacity_mAh_g": capacity,
        "capacity_per_alloy_mAh_g": faraday.capacity_of_molar_mass(
            x, pair.host_g_mol + x * pair.ion_g_mol
        ),
        "capacity_per_host_mAh_cm3": pores.capacity_per_host_volume(capacity, pair.density_g_cm3),
        "capacity_per_charged_mAh_cm3": pores.capacity_per_alloy_volume(
            capacity, pair.density_g_cm3, ratio
        ),
        "ratio": ratio,
        "expansion_percent": pores.expansion_percent(ratio),
        "reach": maths.where(
            x <= pair.ions_per_host,
            "up to the phase in which uptake ends near room temperature",
            "beyond the phase in which uptake ends near room temperature",
        ),
    }


def _known_phases(phases: pd.DataFrame) -> pd.DataFrame:
    """The phases of the hosts with the properties that can be drawn."""
    known = phases[(phases["ions_per_host"] > 0) & phases["host"].isin(HOST_COLOURS)]
    known = known[known["superseded_by"] == ""]
    x = known["ions_per_host"]
    host, guest = (known[name].map(faraday.molar_mass) for name in ("host", "guest"))
    return known.assign(
        element=known["host"],
        ion=known["guest"],
        expansion_percent=known["volume_expansion_computed_percent"],
        specific_capacity_mAh_g=known["faraday_capacity_mAh_g"],
        capacity_per_alloy_mAh_g=faraday.capacity_of_molar_mass(x, host + x * guest),
    )[["phase", "element", "ion", "ions_per_host", *PROPERTIES, "status"]]


def _picture(points: pd.DataFrame, v: Values, curve: Curve, maths: Maths) -> Any:  # noqa: ANN401
    import altair as alt

    del v, maths
    x = alt.X("_ions:Q", title=title("ions"), scale=alt.Scale(domain=[0, 4.6]))
    y = alt.Y("_shown:Q", title=None, scale=alt.Scale(zero=True))
    colour = host_colour("element")
    line = curve("ions", 0, 4.5, 0.05).transform_calculate(_shown="datum['_' + property]")
    here = one_row(
        _ions="ions", _shown=f"{word_map({name: None for name in PROPERTIES})}[property]"
    )
    heading = one_row(_heading=f"{word_map({name: title(name) for name in PROPERTIES})}[property]")
    return alt.layer(
        line.mark_line(strokeWidth=2).encode(x=x, y=y, color=colour),
        here.mark_rule(strokeDash=[4, 3], color=NEUTRAL).encode(x=x),
        _phase_marks(points).encode(x=x, y=y, color=colour, fill=colour),
        cross(here, x, y),
        heading.mark_text(align="left", baseline="bottom", dy=-6, fontSize=13).encode(
            x=alt.value(0), y=alt.value(0), text="_heading:N"
        ),
    )


def _phase_marks(points: pd.DataFrame) -> alt.Chart:
    """The phases of the chosen pair; filled where a source was read."""
    import altair as alt

    marks = alt.Chart(points).transform_filter("datum.element == element && datum.ion == ion")
    marks = marks.transform_calculate(_shown="datum[property]", _ions="datum.ions_per_host")
    sourced = alt.condition("datum.status == 'sourced'", alt.value(1), alt.value(0))
    return marks.mark_point(size=110, strokeWidth=2).encode(
        tooltip=tooltip(points), fillOpacity=sourced
    )
