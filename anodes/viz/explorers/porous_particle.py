"""The explorer of a porous particle, drawn to scale before and after charging."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from anodes.physics import pores
from anodes.viz import schematics
from anodes.viz.explorers.base import Curve, Explorer
from anodes.viz.explorers.controls import Number, one_of
from anodes.viz.explorers.inputs import Lookup, Readings, Values
from anodes.viz.explorers.parts import host_colour, one_row, said
from anodes.viz.explorers.tracing import Maths
from anodes.viz.interactive import HOST_COLOURS

if TYPE_CHECKING:
    import altair as alt
    import pandas as pd

UNIT = 4  # area of a mark at which a path is drawn in pixels
SCALE = "(min(width/6.2, height/3.9))"  # pixels of the particle's first radius
DESCRIPTION = (
    "Two sections through one porous particle to one scale, pristine and alloyed. The share of "
    "the pores in the area is the porosity; the dashed circle is the pristine outline, beyond "
    "which the alloyed particle grows where its pores are too few."
)


class State(NamedTuple):
    """One of the two drawings: its word, and expressions for its place, radius and pores."""

    word: str
    x: str
    radius: str
    pores: str


STATES = (
    State("pristine", "width*0.21", "1", "porosity"),
    State("alloyed", "width*0.66", "charged_radius", "porosity_when_charged"),
)
MIDDLE = "height*0.54"


def porosity(phases: pd.DataFrame) -> Explorer:
    """What pores do to a particle, drawn to scale.

    Parameters
    ----------
    phases
        As `analysis.phases` gives them.

    Returns
    -------
    Explorer
        Shown by a notebook.

    Examples
    --------
    >>> from anodes import analysis, viz
    >>> explorer = viz.explorers.porosity(analysis.phases())
    >>> round(explorer.readings(phase="Li15Si4")["minimum_porosity"], 2)
    0.73
    """
    constants = _constants(phases)
    return Explorer(
        question="What do more pores gain, and what do they cost?",
        controls=[
            one_of("phase", constants["phase"], "Li15Si4"),
            Number("porosity", 0, 0.95, 0.01, 0.5),
        ],
        lookups=[Lookup("alloy", ("phase",), constants)],
        formulas=_formulas,
        picture=partial(_picture, schematics.pore_corners()),
        along=("porosity", [tenth / 10 for tenth in range(10)]),
        hidden=("charged_radius",),
        description=DESCRIPTION,
        height=340,
    )


def _constants(phases: pd.DataFrame) -> pd.DataFrame:
    """What the formulas need of each alloy of a host."""
    alloys = phases[(phases["ions_per_host"] > 0) & phases["host"].isin(HOST_COLOURS)]
    density = phases.set_index("phase")["density_computed_g_cm3"]
    return alloys.assign(
        capacity_mAh_g=alloys["faraday_capacity_mAh_g"],
        density_g_cm3=alloys["host"].map(density),
        element=alloys["host"],
    )[["phase", "element", "ratio", "capacity_mAh_g", "density_g_cm3", "status"]]


def _formulas(v: Values, maths: Maths) -> Readings:
    del maths
    p, alloy = v.porosity, v.alloy
    particle = pores.porous_particle(p, alloy.capacity_mAh_g, alloy.density_g_cm3, alloy.ratio)
    return {
        "minimum_porosity": pores.minimum_porosity(alloy.ratio),
        "porosity_when_charged": pores.porosity_when_charged(p, alloy.ratio),
        **particle,
        "charged_radius": pores.radius_ratio(1 + particle["external_expansion_percent"] / 100),
    }


def _picture(corners: pd.DataFrame, v: Values, curve: Curve, maths: Maths) -> Any:  # noqa: ANN401
    import altair as alt

    del v, curve, maths
    layers = [layer for state in STATES for layer in (_solid(corners, state), *_outline(state))]
    return alt.layer(*layers)


def _at(x: str, y: str) -> dict[str, Any]:
    """The place of a mark by columns of pixels."""
    import altair as alt

    return {
        "x": alt.X(f"{x}:Q", scale=None, axis=None),
        "y": alt.Y(f"{y}:Q", scale=None, axis=None),
    }


def _size() -> alt.Size:
    """The area of a mark by a column of pixels."""
    import altair as alt

    return alt.Size("_size:Q", scale=None, legend=None)


def _solid(corners: pd.DataFrame, state: State) -> alt.Chart:
    """The section as one outline: a circle, and each pore the other way round, so as a hole."""
    import altair as alt

    length, smaller = f"{SCALE}*{state.radius}", f"sqrt({state.pores})"
    place = " + ',' + ".join(
        f"round({sign}100*{length}*(datum._{axis} + {smaller}*datum._d{axis}))/100"
        for sign, axis in (("", "x"), ("-", "y"))
    )
    arc = f"'A' + {length} + ',' + {length} + ',0,1,1,'"
    circle = f"'M' + {length} + ',0' + {arc} + (-{length}) + ',0' + {arc} + {length} + ',0Z'"
    drawn = (
        alt.Chart(corners)
        .transform_calculate(_place=place)
        .transform_aggregate([_together("_place", "_places")], groupby=["_pore"])
        .transform_calculate(_hole="'M' + join(pluck(datum._places, '_place'), 'L') + 'Z'")
        .transform_aggregate([_together("_hole", "_holes")])
        .transform_calculate(
            _section=f"{circle} + join(pluck(datum._holes, '_hole'), '')", _px=state.x, _py=MIDDLE
        )
    )
    shape = alt.Shape("_section:N", scale=None, legend=None)
    return (
        drawn.mark_point(filled=True, stroke=None, opacity=1, aria=False, size=UNIT)
        .encode(**_at("_px", "_py"), shape=shape, color=host_colour("alloy.element"))
        .properties(name=state.word)
    )


def _together(field: str, name: str) -> alt.AggregatedFieldDef:
    """All rows of a group as one list, made anew when their field changes."""
    import altair as alt

    return alt.AggregatedFieldDef(field=field, op="values", **{"as": name})


def _outline(state: State) -> tuple[alt.Chart, alt.Chart]:
    """The first outline as a dashed circle, and the words above it."""
    outline = one_row(
        _px=state.x,
        _py=MIDDLE,
        _size=f"pow(2*{SCALE}, 2)",
        _top="height*0.02",
        _word=f"'{state.word}, ' + format(100*{state.pores}, '.0f') + ' % pores'",
        porosity="porosity",
        ratio="alloy.ratio",
    )
    circle = outline.mark_point(
        strokeDash=[5, 4], stroke="currentColor", filled=False, strokeWidth=2
    ).encode(**_at("_px", "_py"), size=_size(), tooltip=said(porosity="porosity", ratio="ratio"))
    words = outline.mark_text(fontSize=13, baseline="top").encode(
        **_at("_px", "_top"), text="_word:N"
    )
    return circle, words
