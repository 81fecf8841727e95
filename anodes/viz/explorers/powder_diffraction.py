"""The explorer of a powder pattern: a unit cell to fit to printed angles."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from anodes.data.fields import title
from anodes.physics import pores
from anodes.physics.diffraction import (
    CU_KALPHA1_ANGSTROM,
    bragg_angle_degree,
    cubic_spacing,
    hexagonal_spacing,
    indexed,
)
from anodes.physics.rounding import total
from anodes.viz.explorers.base import (
    Curve,
    Explorer,
    Number,
    Readings,
    Values,
    written,
)
from anodes.viz.explorers.parts import one_row
from anodes.viz.interactive import HOST_COLOURS, NEUTRAL

if TYPE_CHECKING:
    import altair as alt
    import pandas as pd


def diffraction(
    phase: Mapping[str, Any], lines: pd.DataFrame, angles: pd.DataFrame, *, reach: float = 0.4
) -> Explorer:
    """A unit cell against printed angles: its edges, the wavelength and the zero can be moved.

    Parameters
    ----------
    phase
        A row of `analysis.phases`, cubic or hexagonal.
    lines
        Its powder pattern as `analysis.pattern` gives it, with Miller indices of one digit.
    angles
        Rows of `analysis.angles` for this phase.
    reach
        How far an edge can be moved, in angstrom.

    Returns
    -------
    Explorer
        Shown by a notebook.

    Raises
    ------
    ValueError
        For Miller indices that are negative or have more than one digit.

    Examples
    --------
    >>> from anodes import analysis, viz
    >>> explorer = viz.explorers.diffraction(
    ...     analysis.phase("Na3Sb"), analysis.pattern("Na3Sb", up_to=42),
    ...     analysis.angles().query("phase == 'Na3Sb'"),
    ... )
    >>> round(explorer.readings()["misfit_degree"], 2)
    0.12
    """
    import altair as alt

    lines = indexed(lines)[["hkl", "h", "k", "l", "relative_intensity"]]
    angles = indexed(angles)[["hkl", "h", "k", "l", "two_theta_measured", "reference"]]
    a, c = phase["a_angstrom"], phase["c_angstrom"]
    cubic = c != c
    host_A3 = phase["volume_per_host_A3"] / phase["ratio"]

    def two_theta(row: Any, v: Values, maths: Any) -> Any:  # noqa: ANN401
        h, k, l = row["h"], row["k"], row["l"]  # noqa: E741
        if cubic:
            spacing = cubic_spacing(h, k, l, v.edge_a)
        else:
            spacing = hexagonal_spacing(h, k, l, v.edge_a, v.edge_c)
        return bragg_angle_degree(spacing, v.wavelength, maths.asin) + v.zero_degree

    measured = angles.to_dict("records")

    def formulas(v: Values, maths: Any) -> Readings:  # noqa: ANN401
        misses = [row["two_theta_measured"] - two_theta(row, v, maths) for row in measured]
        volume = v.edge_a**3 if cubic else v.edge_a**2 * v.edge_c * 3**0.5 / 2
        ratio = volume / phase["hosts_per_cell"] / host_A3
        return {
            "misfit_degree": (total(miss**2 for miss in misses) / len(misses)) ** 0.5,
            "mean_miss_degree": total(misses) / len(misses),
            "ratio": ratio,
            "expansion_percent": pores.expansion_percent(ratio),
        }

    printed = angles["two_theta_measured"]
    span = [float(printed.min()) - 3, float(printed.max()) + 3]

    def picture(v: Values, curve: Curve, maths: Any) -> alt.LayerChart:  # noqa: ANN401
        del curve
        angle = written(two_theta(alt.datum, v, maths))
        x = alt.X("_two_theta:Q", title=title("two_theta_degree"), scale=alt.Scale(domain=span))
        miss = alt.Y(
            "_miss:Q", title="measured minus computed (°)", scale=alt.Scale(domain=[-0.5, 0.5])
        )
        sticks = alt.Chart(lines).transform_calculate(
            _two_theta=angle,
            _foot="height", _tip="height*(1 - 0.35*datum.relative_intensity/100)",
        ).transform_filter(f"inrange(datum._two_theta, {span})")  # fmt: skip
        marks = alt.Chart(angles).transform_calculate(
            _two_theta="datum.two_theta_measured",
            _miss=f"clamp(datum.two_theta_measured - ({angle}), -0.5, 0.5)",
            _zero="0",
        )
        tips = ["hkl:N", alt.Tooltip("two_theta_measured:Q", title=title("two_theta_measured"))]
        pixels = {"scale": None, "axis": None}
        misses = alt.layer(
            one_row().mark_rule(color=NEUTRAL).encode(y=alt.datum(0)),
            marks.mark_rule(color=HOST_COLOURS["Ge"], strokeWidth=1.5).encode(
                x=x, y=miss, y2="_zero:Q"
            ),
            marks.mark_point(
                color=HOST_COLOURS["Ge"], filled=True, size=90, shape="triangle-down", opacity=1
            ).encode(x=x, y=miss, tooltip=tips),
        )
        lower = sticks.mark_rule(color=HOST_COLOURS["Si"], strokeWidth=2).encode(
            x=x, y=alt.Y("_foot:Q", **pixels), y2="_tip:Q", tooltip=["hkl:N"]
        )
        return alt.layer(lower, misses).resolve_scale(y="independent")

    edges = [Number("edge_a", round(a - reach, 2), round(a + reach, 2), 0.001, a)]
    if not cubic:
        edges.append(Number("edge_c", round(c - reach, 2), round(c + reach, 2), 0.001, c))
    return Explorer(
        question=f"Which cell explains the printed angles of {phase['formula']}?",
        controls=[
            *edges,
            Number("wavelength", 1.5, 1.8, 0.0001, CU_KALPHA1_ANGSTROM),
            Number("zero_degree", -0.3, 0.3, 0.005, 0),
        ],
        formulas=formulas,
        picture=picture,
        description=f"Computed powder lines of {phase['formula']} as sticks from below, and above "
        "them each printed angle as a mark at its difference from its line. At the start the "
        "marks lie a little off the line at zero.",
        along=("edge_a", [round(a + step / 100, 3) for step in range(-10, 11, 2)]),
        height=300,
    )
