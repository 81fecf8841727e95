"""The explorer of a porous particle, drawn to scale before and after charging."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from anodes.physics import pores
from anodes.viz import schematics
from anodes.viz.explorers.base import (
    Curve,
    Explorer,
    Facts,
    Number,
    Readings,
    Values,
    one_of,
)
from anodes.viz.explorers.parts import host_colour, one_row
from anodes.viz.interactive import HOST_COLOURS

if TYPE_CHECKING:
    import altair as alt
    import pandas as pd


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
    import altair as alt

    alloys = phases[(phases["guest_per_host"] > 0) & phases["host"].isin(HOST_COLOURS)]
    density = phases.set_index("phase")["density_computed_g_cm3"]
    constants = alloys.assign(
        capacity_mAh_g=alloys["faraday_capacity_mAh_g"],
        density_g_cm3=alloys["host"].map(density),
        element=alloys["host"],
    )[["phase", "element", "ratio", "capacity_mAh_g", "density_g_cm3", "status"]]

    def formulas(v: Values, maths: Any) -> Readings:  # noqa: ANN401
        del maths
        p, alloy = v.porosity, v.alloy
        particle = pores.porous_particle(p, alloy.capacity_mAh_g, alloy.density_g_cm3, alloy.ratio)
        return {
            "minimum_porosity": pores.minimum_porosity(alloy.ratio),
            "porosity_when_charged": pores.porosity_when_charged(p, alloy.ratio),
            **particle,
            "charged_radius": pores.radius_ratio(1 + particle["external_expansion_percent"] / 100),
        }

    cells, step = schematics.section()

    def picture(v: Values, curve: Curve, maths: Any) -> alt.LayerChart:  # noqa: ANN401
        del v, curve, maths
        scale = "(min(width/6.2, height/3.9))"
        colour = host_colour("alloy.element")
        plain = {"scale": None, "axis": None}
        looks = [
            ("empty", 0.21, "1", "porosity"),
            ("charged", 0.66, "charged_radius", "porosity_when_charged"),
        ]
        layers = []
        for word, middle, radius, holes in looks:
            x, y = f"width*{middle}", "height*0.54"
            drawn = alt.Chart(cells).transform_filter(f"datum._rank >= {holes}")
            drawn = drawn.transform_calculate(
                _px=f"{x} + datum._x*{scale}*{radius}",
                _py=f"{y} - datum._y*{scale}*{radius}",
                _size=f"pow({scale}*{radius}*{step * 1.08:.5f}, 2)",
            )
            layers.append(
                drawn.mark_point(shape="square", filled=True, stroke=None, opacity=1, aria=False)
                .encode(
                    x=alt.X("_px:Q", **plain), y=alt.Y("_py:Q", **plain), color=colour,
                    size=alt.Size("_size:Q", scale=None, legend=None),
                )
                .properties(name=word)
            )  # fmt: skip
            outline = one_row(
                _px=x, _py=y, _size=f"pow(2*{scale}, 2)",
                _top="height*0.02", _word=f"'{word}, ' + format(100*{holes}, '.0f') + ' % pores'",
                porosity="porosity", ratio="alloy.ratio",
            )  # fmt: skip
            at = {"x": alt.X("_px:Q", **plain)}
            layers.append(
                outline.mark_point(
                    strokeDash=[5, 4], stroke="currentColor", filled=False, strokeWidth=2
                )
                .encode(
                    **at, y=alt.Y("_py:Q", **plain), tooltip=["porosity:Q", "ratio:Q"],
                    size=alt.Size("_size:Q", scale=None, legend=None),
                )
            )  # fmt: skip
            layers.append(
                outline.mark_text(fontSize=13, baseline="top").encode(
                    **at, y=alt.Y("_top:Q", **plain), text="_word:N"
                )
            )
        return alt.layer(*layers)

    return Explorer(
        question="What does a porous particle gain, and what does it pay?",
        controls=[
            one_of("phase", constants["phase"], "Li15Si4"),
            Number("porosity", 0, 0.95, 0.01, 0.5),
        ],
        facts=[Facts("alloy", ("phase",), constants)],
        formulas=formulas,
        picture=picture,
        along=("porosity", [tenth / 10 for tenth in range(10)]),
        hidden=("charged_radius",),
        description="Two sections through one porous particle to one scale, empty and charged. "
        "The holes have the area that the porosity says; the dashed circle is the first outline, "
        "which the charged particle passes where its pores are too few.",
        height=340,
    )
