"""The explorer of a synthesis route: the pores that leaching leaves."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from anodes.data.fields import EXPLORERS
from anodes.data.fields import explorer_title as title
from anodes.physics import faraday
from anodes.physics.pores import (
    external_expansion_percent,
    minimum_porosity,
    porosity_of_leaching,
    porosity_when_charged,
)
from anodes.viz.explorers.base import Curve, Explorer
from anodes.viz.explorers.controls import Choice, Number, one_of
from anodes.viz.explorers.inputs import Lookup, Readings, Values
from anodes.viz.explorers.parts import cross, one_row
from anodes.viz.explorers.tracing import Maths
from anodes.viz.interactive import HOST_COLOURS, ION_SHAPES, NEUTRAL, tooltip

if TYPE_CHECKING:
    import altair as alt
    import pandas as pd

BASES = {"mass": "% of the mass", "amount": "% of the amount (mol)"}
HEIGHT = 300  # pixels
DRAWN = ["route", "element", "leaves", "host_percent", "basis_of_share", "status"]
DESCRIPTION = (
    "Porosity over the share of the host in a mixture from which the rest is "
    "leached, pristine and alloyed, with the porosity that the chosen ion requires as a line "
    "and the compositions that the review names as upright lines."
)


def route(pairs: pd.DataFrame, volumes: pd.Series, known: pd.DataFrame) -> Explorer:
    """Pores that leaching a mixture leaves, and what lithiation or sodiation leaves of them.

    Parameters
    ----------
    pairs
        As `analysis.host_ion_constants` gives them.
    volumes
        Molar volumes in cm3/mol of what can leave, by formula, as `analysis.leaving` gives them.
    known
        Mixtures of known composition, as `analysis.mixtures` gives them.

    Returns
    -------
    Explorer
        Shown by a notebook.

    Examples
    --------
    >>> from anodes import analysis, viz
    >>> explorer = viz.explorers.route(
    ...     analysis.host_ion_constants(), analysis.leaving(), analysis.mixtures()
    ... )
    >>> round(explorer.readings()["porosity"], 2)
    0.86
    """
    leaving = _leaving(volumes)
    return Explorer(
        question="What must a precursor hold so that its pores suffice?",
        controls=[
            one_of("element", HOST_COLOURS),
            one_of("leaves", leaving["leaves"]),
            Number("host_percent", 1, 99, 0.1, 12.6),
            Choice("basis_of_share", BASES, "mass"),
            one_of("ion", ION_SHAPES),
        ],
        lookups=[
            Lookup("pair", ("element", "ion"), pairs),
            Lookup("other", ("leaves",), leaving),
        ],
        formulas=_formulas,
        picture=partial(_picture, known[DRAWN]),
        description=DESCRIPTION,
        along=("host_percent", [5, *range(10, 100, 10), 95]),
        height=HEIGHT,
    )


def _leaving(volumes: pd.Series) -> pd.DataFrame:
    """Molar volume and mass of what can leave."""
    import pandas as pd

    return pd.DataFrame(
        {
            "leaves": list(volumes.index),
            "leaves_cm3_mol": list(volumes),
            "leaves_g_mol": [faraday.molar_mass(name) for name in volumes.index],
        }
    )


def _formulas(v: Values, maths: Maths) -> Readings:
    pair, other = v.pair, v.other
    by_mass = v.basis_of_share == "mass"
    host = v.host_percent / maths.where(by_mass, pair.host_g_mol, 1)
    rest = (100 - v.host_percent) / maths.where(by_mass, other.leaves_g_mol, 1)
    pores = porosity_of_leaching(rest * other.leaves_cm3_mol, host * pair.host_volume_cm3_mol)
    growth = external_expansion_percent(pores, pair.ratio)
    return {
        "porosity": pores,
        "minimum_porosity": minimum_porosity(pair.ratio),
        "porosity_when_charged": porosity_when_charged(pores, pair.ratio),
        "external_expansion_percent": growth,
        "enough": maths.where(growth > 0, "too few pores: it grows", "enough pores"),
    }


def _picture(points: pd.DataFrame, v: Values, curve: Curve, maths: Maths) -> Any:  # noqa: ANN401
    import altair as alt

    del v, maths
    x = alt.X("_host_percent:Q", title=title("host_percent"), scale=alt.Scale(domain=[0, 100]))
    y = alt.Y("_y:Q", title="share of the particle's volume", scale=alt.Scale(domain=[0, 1]))
    here = one_row(_host_percent="host_percent", _y="porosity")
    return alt.layer(
        _curves(curve("host_percent", 1, 99, 1)).encode(x=x, y=y),
        *_least(y),
        *_mixtures(points, x),
        cross(here, x, y),
    )


def _curves(along: alt.Chart) -> alt.Chart:
    """Porosity along the share of the host, pristine and alloyed."""
    import altair as alt

    states = ["pristine", "alloyed"]
    kinds = alt.Scale(domain=states, range=["#0072B2", "#D55E00"])
    dashes = alt.Scale(domain=states, range=[[1, 0], [6, 3]])
    folded = along.transform_fold(["_porosity", "_porosity_when_charged"], as_=["_key", "_y"])
    named = folded.transform_calculate(pores="datum._key == '_porosity' ? 'pristine' : 'alloyed'")
    return named.mark_line(strokeWidth=2).encode(
        color=alt.Color("pores:N", scale=kinds, title="pores"),
        strokeDash=alt.StrokeDash("pores:N", scale=dashes, title="pores"),
    )


def _least(y: alt.Y) -> tuple[alt.Chart, alt.Chart]:
    """The porosity that the chosen ion requires, as a line and a word."""
    import altair as alt

    required = one_row(_y="minimum_porosity", _word="'required'", _right="width")
    right = alt.X("_right:Q", scale=None, axis=None)
    return (
        required.mark_rule(color=NEUTRAL, strokeWidth=1.5).encode(y=y),
        required.mark_text(align="right", baseline="bottom", dx=-4, dy=-3).encode(
            x=right, y=y, text="_word:N"
        ),
    )


def _mixtures(points: pd.DataFrame, x: alt.X) -> tuple[alt.Chart, alt.Chart]:
    """The compositions that the review names, as upright lines with their routes."""
    import altair as alt

    marks = alt.Chart(points).transform_filter(
        "datum.element == element && datum.leaves == leaves"
        " && datum.basis_of_share == basis_of_share"
    )
    marks = marks.transform_calculate(_host_percent="datum.host_percent")
    return (
        marks.mark_rule(color=NEUTRAL, strokeDash=[2, 3]).encode(
            x=x, tooltip=tooltip(points, EXPLORERS)
        ),
        marks.mark_text(angle=270, align="left", baseline="bottom", dy=-3).encode(
            x=x, y=alt.value(HEIGHT - 4), text="route:N"
        ),
    )
