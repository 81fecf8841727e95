"""Crystal structures that a reader can turn: atoms and bonds in, an Altair chart out.

The chart is Vega-Lite alone: two sliders turn the model, and its expressions project every atom
with one scale for all structures, so their sizes can be compared. No kernel and no file.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from anodes.physics.rounding import rounded_frame
from anodes.viz.interactive import HOST_COLOURS, NEUTRAL, chosen, framed

if TYPE_CHECKING:
    from collections.abc import Sequence

    import altair as alt
    import pandas as pd

    from anodes.physics.crystallography import Segment

GUEST_COLOURS = {"Li": "#56B4E9", "Na": "#B8860B"}  # guests beside the colours of the hosts
NARROW = 560  # pixels, below which the models stand two by two


@dataclass(frozen=True, eq=False)
class Model:
    """A block of a crystal structure for `turntable`.

    Parameters
    ----------
    name
        Name of the structure.
    atoms
        Frame with element, x_angstrom, y_angstrom and z_angstrom.
    bonds, edges
        Segments, each two places in angstrom, around the same middle.

    Examples
    --------
    >>> from anodes import analysis, viz
    >>> len(viz.Model("Si", *analysis.block("Si")).bonds)
    16
    """

    name: str
    atoms: pd.DataFrame
    bonds: Sequence[Segment]
    edges: Sequence[Segment]


def turntable(
    models: Sequence[Model], *, description: str = "", height: int = 300
) -> alt.LayerChart | alt.FacetChart:
    """Crystal structures side by side in one scale, or one alone; controls turn and tilt them.

    Parameters
    ----------
    models
        The structures; nearer atoms are drawn larger and darker.
    description
        What the chart shows, for readers who cannot see it; in a chapter the
        alt text in the metadata of the cell.
    height
        In pixels.

    Returns
    -------
    altair.LayerChart
        Drawn by the page and by a notebook without a network.

    Examples
    --------
    >>> from anodes import analysis, viz
    >>> silicon = viz.Model("Si", *analysis.block("Si"))
    >>> len(viz.turntable([silicon], description="Silicon.").layer)
    3
    """
    import altair as alt

    place = _projection(len(models), _reach(models))
    atoms = _placed(alt.Chart(_atoms(models)), place)
    segments = _placed(_placed(alt.Chart(_segments(models)), place), place, end="2")
    balls = _balls(atoms, place, models).add_params(*_controls(models))
    drawn = _sticks(segments) + balls + _names(models, place)
    return framed(drawn, description, height)


SEEN = chosen("structure")
SEEN_OTHERWISE = SEEN.replace("datum.", "datum._")  # in layers that no table shows
NAMED = 1.12  # height of a model with its name below it, over that of the model alone
PIXELS: dict[str, Any] = {"scale": None, "axis": None}


def _sticks(segments: alt.Chart) -> alt.Chart:
    """Bonds as thick lines, edges of cells as thin ones."""
    import altair as alt

    return (
        segments.transform_filter(SEEN_OTHERWISE)
        .mark_rule(color=NEUTRAL, aria=False)
        .encode(
            x=alt.X("_px:Q", **PIXELS), y=alt.Y("_py:Q", **PIXELS), x2="_px2:Q", y2="_py2:Q",
            strokeWidth=alt.condition("datum._bond", alt.value(3), alt.value(0.7)),
            opacity=alt.condition("datum._bond", alt.value(0.8), alt.value(0.7)),
        )
    )  # fmt: skip


def _balls(atoms: alt.Chart, place: dict[str, str], models: Sequence[Model]) -> alt.Chart:
    """Atoms as balls in the colours of their elements, larger and darker where they are nearer."""
    import altair as alt

    known = HOST_COLOURS | GUEST_COLOURS
    there = {element for model in models for element in model.atoms["element"]}
    present = [name for name in known if name in there]
    return (
        atoms.transform_filter(SEEN)
        .transform_calculate(_size=f"pow({place['scale']}*1.15, 2)*(1 + datum._depth/40)")
        .mark_point(filled=True, stroke=None)
        .encode(
            x=alt.X("_px:Q", **PIXELS),
            y=alt.Y("_py:Q", **PIXELS),
            size=alt.Size("_size:Q", scale=None, legend=None),
            opacity=alt.Opacity(
                "_depth:Q", scale=alt.Scale(domain=[-9, 5], range=[0.45, 1], clamp=True),
                legend=None,
            ),
            order=alt.Order("_depth:Q"),
            color=alt.Color(
                "element:N", title=None,
                scale=alt.Scale(domain=present, range=[known[name] for name in present]),
            ),
            tooltip=["structure:N", "element:N"],
            description="structure:N",
        )
    )  # fmt: skip


def _names(models: Sequence[Model], place: dict[str, str]) -> alt.Chart:
    """The name of each model above it."""
    import altair as alt
    import pandas as pd

    rows = pd.DataFrame({"_structure": [m.name for m in models], "_slot": range(len(models))})
    return (
        alt.Chart(rows)
        .transform_filter(SEEN_OTHERWISE)
        .transform_calculate(
            _px=place["middle_x"], _py=f"{place['middle_y']} + {place['reach']}*{place['scale']}"
        )
        .mark_text(fontSize=14, baseline="bottom")
        .encode(x=alt.X("_px:Q", **PIXELS), y=alt.Y("_py:Q", **PIXELS), text="_structure:N")
    )


def _controls(models: Sequence[Model]) -> list[alt.Parameter]:
    import altair as alt

    names = ["all", *(model.name for model in models)] if len(models) > 1 else [models[0].name]
    turn = alt.binding_range(min=0, max=360, step=2, name="Turn (degrees): ")
    tilt = alt.binding_range(min=-90, max=90, step=2, name="Tilt (degrees): ")
    return [
        alt.param(
            name="choose_structure", value=names[0],
            bind=alt.binding_select(options=names, name="Show structure: "),
        ),
        alt.param(name="turn", value=24, bind=turn),
        alt.param(name="tilt", value=14, bind=tilt),
    ]  # fmt: skip


def _projection(count: int, reach: float) -> dict[str, str]:
    """Vega expressions: pixels an angstrom, and the middle of a model's slot."""
    columns = f"(choose_structure != 'all' ? 1 : width > {NARROW} ? {count} : {min(count, 2)})"
    rows = f"(choose_structure != 'all' ? 1 : ceil({count}/{columns}))"
    slot = "(choose_structure != 'all' ? 0 : datum._slot)"
    return {
        "reach": f"{NAMED * reach:.2f}",
        "scale": f"(min(width/{columns}, height/{rows})/{2 * NAMED * reach:.2f})",
        "middle_x": f"(width*(({slot} % {columns}) + 0.5)/{columns})",
        "middle_y": f"(height*(floor({slot}/{columns}) + 0.5)/{rows})",
    }


def _placed(chart: Any, place: dict[str, str], end: str = "") -> Any:  # noqa: ANN401
    """Turned about the vertical, tilted towards the reader, and put into pixels."""
    x, y, z = (f"datum._{name}{end}" for name in "xyz")
    angle, slope = "(turn*PI/180)", "(tilt*PI/180)"
    return chart.transform_calculate(
        **{
            f"_across{end}": f"{x}*cos{angle} - {y}*sin{angle}",
            f"_away{end}": f"{x}*sin{angle} + {y}*cos{angle}",
        }
    ).transform_calculate(
        **{
            f"_up{end}": f"{z}*cos{slope} + datum._away{end}*sin{slope}",
            f"_depth{end}": f"{z}*sin{slope} - datum._away{end}*cos{slope}",
            f"_px{end}": f"{place['middle_x']} + {place['scale']}*datum._across{end}",
            f"_py{end}": f"{place['middle_y']} - {place['scale']}"
            f"*({z}*cos{slope} + datum._away{end}*sin{slope})",
        }
    )


def _atoms(models: Sequence[Model]) -> pd.DataFrame:
    """A row an atom: structure, element and place in angstroms, and again for the projection."""
    import pandas as pd

    axes = {f"{name}_angstrom": f"_{name}" for name in "xyz"}
    return pd.concat(
        model.atoms.assign(
            structure=model.name,
            _slot=slot,
            **{short: model.atoms[long] for long, short in axes.items()},
        )
        for slot, model in enumerate(models)
    )


def _segments(models: Sequence[Model]) -> pd.DataFrame:
    import pandas as pd

    rows = [
        (model.name, slot, bond, *start, *end)
        for slot, model in enumerate(models)
        for bond, parts in ((True, model.bonds), (False, model.edges))
        for start, end in parts
    ]
    names = ["_structure", "_slot", "_bond", "_x", "_y", "_z", "_x2", "_y2", "_z2"]
    return rounded_frame(pd.DataFrame(rows, columns=names)).round(4)


def _reach(models: Sequence[Model]) -> float:
    """The radius in angstroms that every model stays within however it is turned."""
    places = [m.atoms[["x_angstrom", "y_angstrom", "z_angstrom"]].to_numpy() for m in models]
    return 1.12 * max(float(((place**2).sum(axis=1) ** 0.5).max()) for place in places)
