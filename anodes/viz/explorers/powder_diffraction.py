"""The explorer of a powder pattern: a unit cell to fit to printed angles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from anodes.data.fields import explorer_title as title
from anodes.data.frames import records
from anodes.data.parsing import formula
from anodes.physics import pores
from anodes.physics.diffraction import (
    CU_KALPHA1_ANGSTROM,
    bragg_angle_degree,
    cubic_spacing,
    hexagonal_spacing,
    indexed,
)
from anodes.physics.rounding import total
from anodes.viz.explorers.base import Curve, Explorer
from anodes.viz.explorers.controls import Number
from anodes.viz.explorers.inputs import Readings, Row, Values
from anodes.viz.explorers.parts import one_row
from anodes.viz.explorers.tracing import Maths, TracedRow, written
from anodes.viz.interactive import HOST_COLOURS, NEUTRAL

if TYPE_CHECKING:
    import altair as alt
    import pandas as pd

INDICES = ("h", "k", "l")
MOST = 0.5  # degrees of a difference on the axis; a mark beyond it is open, at the end of the axis


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
    pattern = _Pattern(phase, lines, angles)
    edges = {"edge_a": phase["a_angstrom"]}
    if not pattern.cubic:
        edges["edge_c"] = phase["c_angstrom"]
    a, name = edges["edge_a"], formula(phase["formula"])
    return Explorer(
        question=f"Which unit cell explains the printed angles of {name}?",
        controls=[
            *(
                Number(edge_name, round(edge - reach, 2), round(edge + reach, 2), 0.001, edge)
                for edge_name, edge in edges.items()
            ),
            Number("wavelength", 1.5, 1.8, 0.0001, CU_KALPHA1_ANGSTROM),
            Number("zero_degree", -0.3, 0.3, 0.005, 0),
        ],
        formulas=pattern.formulas,
        picture=pattern.picture,
        description=f"Computed powder lines of {name} as sticks from below, and above "
        "them each printed angle as a mark at its difference from its line. At the start the "
        "marks lie a little off the line at zero.",
        along=("edge_a", [round(a + step / 100, 3) for step in range(-10, 11, 2)]),
        height=300,
    )


@dataclass(frozen=True, eq=False)
class _Pattern:
    """A phase with its powder lines and the printed angles that are assigned to some of them."""

    phase: Mapping[str, Any]
    lines: pd.DataFrame
    angles: pd.DataFrame

    @cached_property
    def cubic(self) -> bool:
        """Whether one edge describes the cell; a hexagonal one has two."""
        c = self.phase["c_angstrom"]
        return bool(c != c)

    @cached_property
    def printed(self) -> pd.DataFrame:
        """The printed angles with the indices of their lines."""
        return indexed(self.angles)[["hkl", *INDICES, "two_theta_measured", "reference"]]

    def two_theta(self, row: Row, v: Values, maths: Maths) -> Any:  # noqa: ANN401
        """The computed angle of a line."""
        h, k, l = (row[index] for index in INDICES)  # noqa: E741
        if self.cubic:
            spacing = cubic_spacing(h, k, l, v.edge_a)
        else:
            spacing = hexagonal_spacing(h, k, l, v.edge_a, v.edge_c)
        return bragg_angle_degree(spacing, v.wavelength, maths.asin) + v.zero_degree

    def formulas(self, v: Values, maths: Maths) -> Readings:
        """How far the printed angles lie from their lines, and the volume of the cell."""
        printed = records(self.printed)
        misses = [row["two_theta_measured"] - self.two_theta(row, v, maths) for row in printed]
        volume = v.edge_a**3 if self.cubic else v.edge_a**2 * v.edge_c * 3**0.5 / 2
        host_A3 = self.phase["volume_per_host_A3"] / self.phase["ratio"]
        ratio = volume / self.phase["hosts_per_cell"] / host_A3
        return {
            "misfit_degree": (total(miss**2 for miss in misses) / len(misses)) ** 0.5,
            "mean_miss_degree": total(misses) / len(misses),
            "ratio": ratio,
            "expansion_percent": pores.expansion_percent(ratio),
        }

    def picture(self, v: Values, curve: Curve, maths: Maths) -> Any:  # noqa: ANN401
        """Computed lines as sticks from below, printed angles as marks above them."""
        import altair as alt

        del curve
        angle = written(self.two_theta(TracedRow(INDICES), v, maths))
        angles = self.printed["two_theta_measured"]
        span = [float(angles.min()) - 3, float(angles.max()) + 3]
        x = alt.X("_two_theta:Q", title=title("two_theta_degree"), scale=alt.Scale(domain=span))
        sticks = _sticks(indexed(self.lines), angle, span, x)
        return alt.layer(sticks, _misses(self.printed, angle, x)).resolve_scale(y="independent")


def _sticks(lines: pd.DataFrame, angle: str, span: list[float], x: alt.X) -> alt.Chart:
    """The computed lines, as high as they are strong."""
    import altair as alt

    pixels: dict[str, Any] = {"scale": None, "axis": None}
    return (
        alt.Chart(lines[["hkl", *INDICES, "relative_intensity"]])
        .transform_calculate(
            _two_theta=angle,
            _foot="height",
            _tip="height*(1 - 0.35*datum.relative_intensity/100)",
        )
        .transform_filter(f"inrange(datum._two_theta, {span})")
        .mark_rule(color=HOST_COLOURS["Si"], strokeWidth=2)
        .encode(x=x, y=alt.Y("_foot:Q", **pixels), y2="_tip:Q", tooltip=["hkl:N"])
    )


def _misses(printed: pd.DataFrame, angle: str, x: alt.X) -> Any:  # noqa: ANN401
    """The printed angles at their differences from their lines, and a line at zero."""
    import altair as alt

    marks = alt.Chart(printed).transform_calculate(
        _two_theta="datum.two_theta_measured",
        _whole=f"datum.two_theta_measured - ({angle})",
        _miss=f"clamp(datum.two_theta_measured - ({angle}), -{MOST}, {MOST})",
        _zero="0",
    )
    y = alt.Y("_miss:Q", title="measured minus computed (°)", scale=alt.Scale(domain=[-MOST, MOST]))
    tips = [
        "hkl:N",
        alt.Tooltip("two_theta_measured:Q", title=title("two_theta_measured"), format=".5~r"),
    ]
    tips.append(alt.Tooltip("_whole:Q", title="measured minus computed (°)", format=".2f"))
    beyond = alt.condition(f"abs(datum._whole) > {MOST}", alt.value(0), alt.value(1))
    colour = HOST_COLOURS["Ge"]
    return alt.layer(
        one_row().mark_rule(color=NEUTRAL).encode(y=alt.datum(0)),
        marks.mark_rule(color=colour, strokeWidth=1.5).encode(x=x, y=y, y2="_zero:Q"),
        marks.mark_point(
            color=colour, filled=True, size=90, shape="triangle-down", opacity=1, stroke=colour
        ).encode(x=x, y=y, tooltip=tips, fillOpacity=beyond),
    )
