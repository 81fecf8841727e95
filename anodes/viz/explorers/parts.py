"""What the explorers share: columns, marks and the texts of Vega expressions."""

from __future__ import annotations

import operator
from collections.abc import Mapping
from functools import reduce
from math import log10
from typing import TYPE_CHECKING, Any

from anodes.data.fields import explorer_title as title
from anodes.viz.explorers.controls import Number
from anodes.viz.explorers.inputs import LISTED as LISTED_FIELD
from anodes.viz.interactive import HOST_COLOURS, NARROW, NEUTRAL

if TYPE_CHECKING:
    import altair as alt
    import pandas as pd

    from anodes.viz.explorers.inputs import Row, Values
    from anodes.viz.explorers.tracing import Maths


SHORT, LONG = 1.5, 3  # decades of an axis whose ticks all have a label, on a phone and on a desk
ALL = "all"
SAME_CURRENT_ONLY = "one current only"
LOGARITHMIC = ("cycles", "cycling_current_A_g", "cycling_c_rate")
AXES = (
    "cycles",
    "final_capacity_mAh_g",
    "initial_capacity_mAh_g",
    "capacity_utilization_percent",
    "ice_percent",
    "retention_percent",
    "fade_percent_per_cycle",
    "cycling_current_A_g",
    "cycling_c_rate",
)
LISTED = (
    "place",
    "paper",
    "material",
    "method",
    "final_capacity_mAh_g",
    "cycles",
    "cycling_current_A_g",
    "element",
    "ion",
    "family",
    "retention_percent",
    "same_current",
    "ice_percent",
    "findings",
)
TOLD = (
    "place",
    "material",
    "element",
    "ion",
    "family",
    "initial_capacity_mAh_g",
    "initial_current_A_g",
    "ice_percent",
    "final_capacity_mAh_g",
    "cycles",
    "cycling_current_A_g",
    "retention_percent",
    "same_current",
    "paper",
    "method",
    "findings",
)
LEAST = {  # limits of the rows that are listed: of which column, up to which value, in which steps
    "least_cycles": ("cycles", 100_000, 1),
    "least_final_capacity_mAh_g": ("final_capacity_mAh_g", 10_000, 0.1),
    "least_cycling_current_A_g": ("cycling_current_A_g", 100, 0.001),
}


SYSTEMS = {"Li-Sn": "tin with Li, measured steps", "Na-Sn": "tin with Na, computed steps"}
MOST_STEPS = 6  # of a voltage curve; a shorter one repeats its last


Steps = tuple[list[Any], list[Any]]  # ends in mAh/g and potentials in V, for `physics.staircase_V`


def steps_of_system(steps: pd.DataFrame, system: str) -> Steps:
    """Ends and potentials of one system of `analysis.voltage_steps`."""
    own = steps[steps["system"] == system]
    return own["step_end_mAh_g"].tolist(), own["potential_V"].tolist()


def step_constants(steps: pd.DataFrame) -> pd.DataFrame:
    """A row of constants for each system of `analysis.voltage_steps`, read by `steps_of`."""
    import pandas as pd

    rows = []
    for system, own in steps.groupby("system", sort=False):
        if len(own) > MOST_STEPS:
            raise ValueError(f"{system} has {len(own)} steps, at most {MOST_STEPS} are drawn")
        row = {"host_and_ion": system, "capacity_mAh_g": own["step_end_mAh_g"].iloc[-1]}
        for place in range(MOST_STEPS):
            step = own.iloc[min(place, len(own) - 1)]
            row |= {f"end_{place}": step["step_end_mAh_g"], f"volts_{place}": step["potential_V"]}
        rows.append(row)
    return pd.DataFrame(rows)


def steps_of(constants: Values) -> Steps:
    """Ends and potentials of the steps in a row of `step_constants`."""
    places = range(MOST_STEPS)
    return (
        [getattr(constants, f"end_{place}") for place in places],
        [getattr(constants, f"volts_{place}") for place in places],
    )


def limit(name: str) -> Number:
    """The control of one of `LEAST`, which excludes no row at its start."""
    _, high, step = LEAST[name]
    return Number(name, 0, high, step, 0, typed=True, limit=True)


def reaches(row: Row, v: Values, maths: Maths, *limits: str) -> Any:  # noqa: ANN401
    """Whether a row has at least what the limits ask; where one is 0, a value may be missing."""
    asked = ((getattr(v, name), row[LEAST[name][0]]) for name in limits)
    met = ((least == 0) | (maths.valid(value) & (value >= least)) for least, value in asked)
    return reduce(operator.and_, met)


def one_row(**columns: str) -> alt.Chart:
    """A chart of a single row whose columns are Vega expressions."""
    import altair as alt

    chart = alt.Chart(alt.sequence(0, 1, as_="_one"))
    return chart.transform_calculate(**columns) if columns else chart


def cross(here: alt.Chart, x: alt.X, y: alt.Y, size: int = 160) -> alt.Chart:
    """The mark of where the controls stand."""
    return here.mark_point(size=size, shape="cross", filled=True, color=NEUTRAL, opacity=1).encode(
        x=x, y=y
    )


def named_colours(field: str, colours: Mapping[str, str]) -> alt.Color:
    """The colours of named lines, with a legend above the picture."""
    import altair as alt

    return alt.Color(
        field,
        title=None,
        scale=alt.Scale(domain=list(colours), range=list(colours.values())),
        legend=alt.Legend(orient="top"),
    )


def cell_volts() -> alt.Y:
    """The axis of the potentials of electrodes and of the voltage between them."""
    import altair as alt

    heading = title("potential_or_voltage_V")
    return alt.Y("_volts:Q", title=heading, scale=alt.Scale(domain=[0, 4.5]))


def cell_line(points: alt.Chart, name: str, **look: Any) -> alt.Chart:  # noqa: ANN401
    """The line of an electrode; that of the cell itself is dashed."""
    dash = [1, 0] if name != "cell" else [6, 4]
    return points.mark_line(strokeWidth=2.5, strokeDash=dash, **look)


def ring(points: alt.Chart, places: Mapping[str, Any]) -> alt.Chart:
    """A ring around the point whose row is picked in the table; the page sets `picked`."""
    import altair as alt

    seen = alt.condition("datum.place == picked", alt.value(1), alt.value(0))
    return (
        points.mark_point(filled=False, size=320, strokeWidth=2.5, color=NEUTRAL)
        .encode(**places, opacity=seen)
        .add_params(alt.param(name="picked", value=""))
    )


def host_colour(element: str) -> Any:  # noqa: ANN401
    """The colour of the host that a signal names."""
    import altair as alt

    return alt.value({"expr": f"{word_map(HOST_COLOURS)}[{element}]"})


def strong() -> alt.Opacity:
    """Marks of the rows that the table lists are strong, the others faint."""
    import altair as alt

    return alt.Opacity(condition={"test": f"datum.{LISTED_FIELD}", "value": 0.9}, value=0.12)


def linear_or_logarithmic(axis: str) -> alt.Axis:
    """An axis that has ticks at 1, 2 and 5 of each power of ten where it shows logarithms.

    Powers of ten alone have labels where there is no room for more.
    """
    import altair as alt

    between = (0, round(log10(2), 5), round(log10(5), 5))
    ticks = [round(power + part, 5) for power in range(-3, 4) for part in between]
    room = f"(windowSize()[0] < {NARROW} ? {SHORT} : {LONG})"
    ends = f"domain('{axis}')"
    power = f"abs(datum.value - round(datum.value)) < 0.01 || {ends}[1] - {ends}[0] < {room}"
    written = f"{power} ? format(pow(10, datum.value), ',.1~r') : ''"
    label = f"{axis}_logarithmic ? ({written}) : format(datum.value, ',')"
    values = alt.expr(f"{axis}_logarithmic ? {ticks} : null")
    return alt.Axis(labelExpr=label, values=values)


def said(**quantities: str) -> list[alt.Tooltip]:
    """A tooltip in words: for each field the column that describes it."""
    import altair as alt

    return [
        alt.Tooltip(f"{name}:Q", title=title(column), format=".3~r")
        for name, column in quantities.items()
    ]


def word_map(names: Mapping[str, str | None]) -> str:
    """A Vega object by the given names: of words, or where those are None of signals."""
    parts = (f"'{k}': {k if v is None else repr(v)}" for k, v in names.items())
    return f"({{{', '.join(parts)}}})"
