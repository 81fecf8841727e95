"""The explorer of composition: capacity and expansion for a number of Li or Na atoms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from anodes.data.fields import title
from anodes.physics import faraday, pores
from anodes.viz.explorers.base import (
    Choice,
    Curve,
    Explorer,
    Facts,
    Number,
    Readings,
    Values,
    one_of,
)
from anodes.viz.explorers.parts import cross, host_colour, one_row, word_map
from anodes.viz.interactive import HOST_COLOURS, ION_SHAPES, NEUTRAL, tooltip

if TYPE_CHECKING:
    import altair as alt
    import pandas as pd


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
    >>> round(explorer.readings(element="Si", ion="Li", guests=3.75)["specific_capacity_mAh_g"])
    3579
    """
    import altair as alt

    shown = (
        "expansion_percent",
        "specific_capacity_mAh_g",
        "capacity_per_alloy_mAh_g",
        "capacity_per_host_mAh_cm3",
        "capacity_per_charged_mAh_cm3",
    )

    def formulas(v: Values, maths: Any) -> Readings:  # noqa: ANN401
        x, pair = v.guests, v.pair
        capacity = faraday.capacity_of_molar_mass(x, pair.host_g_mol)
        ratio = pores.ratio_of_guests(x, pair.guest_volume_cm3_mol, pair.host_volume_cm3_mol)
        return {
            "specific_capacity_mAh_g": capacity,
            "capacity_per_alloy_mAh_g": faraday.capacity_of_molar_mass(
                x, pair.host_g_mol + x * pair.guest_g_mol
            ),
            "capacity_per_host_mAh_cm3": pores.capacity_per_host_volume(
                capacity, pair.density_g_cm3
            ),
            "capacity_per_charged_mAh_cm3": pores.capacity_per_alloy_volume(
                capacity, pair.density_g_cm3, ratio
            ),
            "ratio": ratio,
            "expansion_percent": pores.expansion_percent(ratio),
            "reach": maths.where(
                x <= pair.guest_per_host,
                "up to the product that the review names",
                "beyond the product that the review names",
            ),
        }

    known = phases[(phases["guest_per_host"] > 0) & phases["host"].isin(HOST_COLOURS)]
    x = known["guest_per_host"]
    host, guest = (known[name].map(faraday.molar_mass) for name in ("host", "guest"))
    points = known.assign(
        element=known["host"],
        ion=known["guest"],
        expansion_percent=known["volume_expansion_computed_percent"],
        specific_capacity_mAh_g=known["faraday_capacity_mAh_g"],
        capacity_per_alloy_mAh_g=faraday.capacity_of_molar_mass(x, host + x * guest),
    )[["phase", "element", "ion", "guest_per_host", *shown, "status"]]

    def picture(v: Values, curve: Curve, maths: Any) -> alt.LayerChart:  # noqa: ANN401
        del maths
        x = alt.X("_guests:Q", title=title("guests"), scale=alt.Scale(domain=[0, 4.6]))
        y = alt.Y("_shown:Q", title=None, scale=alt.Scale(zero=True))
        colour = host_colour("element")
        line = curve("guests", 0, 4.5, 0.05).transform_calculate(_shown="datum['_' + property]")
        mark = alt.Chart(points).transform_filter("datum.element == element && datum.ion == ion")
        mark = mark.transform_calculate(_shown="datum[property]", _guests="datum.guest_per_host")
        here = one_row(
            _guests="guests", _shown=f"{word_map({name: None for name in shown})}[property]"
        )
        return alt.layer(
            line.mark_line(strokeWidth=2).encode(x=x, y=y, color=colour),
            here.mark_rule(strokeDash=[4, 3], color=NEUTRAL).encode(x=x),
            mark.mark_point(size=110, strokeWidth=2).encode(
                x=x, y=y, color=colour, fill=colour, tooltip=tooltip(points),
                fillOpacity=alt.condition("datum.status == 'sourced'", alt.value(1), alt.value(0)),
            ),
            cross(here, x, y),
        )  # fmt: skip

    return Explorer(
        question="How much does a host hold with x guests, and how far does it swell?",
        controls=[
            one_of("element", HOST_COLOURS),
            one_of("ion", ION_SHAPES),
            Number("guests", 0, 4.5, 0.05, 3.75),
            Choice("property", {name: title(name) for name in shown}, shown[0]),
        ],
        facts=[Facts("pair", ("element", "ion"), pairs)],
        formulas=formulas,
        picture=picture,
        description="A curve over the number of guests a host atom: capacity or swelling of the "
        "chosen host and ion, with the phases whose cells are known as marks beside it, and a "
        "cross at the chosen number. Swelling rises in a straight line.",
        along=("guests", [half / 2 for half in range(10)]),
    )
