"""The book's explorers: frames come in, `Explorer`s go out, no file is read.

Formulas are those of `anodes.theory`; here it is only said which of them answer a question,
what a reader may move, and how the answer is drawn.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from anodes import sketches, theory
from anodes.charts import HOST_COLOURS, ION_SHAPES, NEUTRAL, identity, tooltip
from anodes.columns import title
from anodes.crystal import CU_KALPHA1_ANGSTROM, indexed
from anodes.explorer import (
    Choice,
    Curve,
    Explorer,
    Facts,
    Number,
    Readings,
    Rows,
    Values,
    one_of,
    written,
)
from anodes.rounding import total

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import altair as alt
    import pandas as pd

ALL = "all"
LIKE_FOR_LIKE = "like for like"
LOGARITHMIC = ("cycles", "cycling_current_A_g", "cycling_c_rate")
AXES = (
    "cycles",
    "final_capacity_mAh_g",
    "initial_capacity_mAh_g",
    "of_theory_percent",
    "ice_percent",
    "retention_percent",
    "fade_percent_per_cycle",
    "cycling_current_A_g",
    "cycling_c_rate",
)
LISTED = (
    "place",
    "structure",
    "element",
    "ion",
    "family",
    "final_capacity_mAh_g",
    "cycles",
    "cycling_current_A_g",
    "retention_percent",
    "same_current",
    "ice_percent",
    "findings",
)
TOLD = (
    "place",
    "structure",
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
    "reference",
    "findings",
)


def electrodes(frame: pd.DataFrame) -> Explorer:
    """All electrodes: two axes to choose, filters, and a table of those that are selected.

    `frame` is that of `data.electrodes()` with a column findings (how many the audit has on it).
    """
    import altair as alt

    columns = list(dict.fromkeys([*TOLD, *AXES]))
    rows = frame[columns]
    axes = {name: title(name) for name in AXES}
    comparable = {ALL: "all rows", LIKE_FOR_LIKE: "one current from first to last cycle"}
    controls = [
        Choice("x_axis", axes, "cycles"),
        Choice("y_axis", axes, "final_capacity_mAh_g"),
        one_of("element", [ALL, *HOST_COLOURS]),
        one_of("ion", [ALL, *ION_SHAPES]),
        one_of("family", [ALL, *sorted(frame["family"].unique())]),
        Choice("compared", comparable, ALL),
    ]

    def keep(row: Any, v: Values, maths: Any) -> Any:  # noqa: ANN401
        return (
            ((v.element == ALL) | (row["element"] == v.element))
            & ((v.ion == ALL) | (row["ion"] == v.ion))
            & ((v.family == ALL) | (row["family"] == v.family))
            & ((v.compared == ALL) | row["same_current"])
            & maths.valid(row[v.x_axis])
            & maths.valid(row[v.y_axis])
        )

    def formulas(v: Values, maths: Any) -> Readings:  # noqa: ANN401
        del maths
        return {
            "x_logarithmic": _any(v.x_axis, LOGARITHMIC),
            "y_logarithmic": _any(v.y_axis, LOGARITHMIC),
        }

    def picture(v: Values, curve: Curve, maths: Any) -> alt.LayerChart:  # noqa: ANN401
        del curve
        drawn = alt.Chart(rows).transform_filter("isValid(datum[x_axis]) && isValid(datum[y_axis])")
        base = drawn.transform_calculate(
            **{
                f"_{axis}": f"{axis}_logarithmic ? log({value})/LN10 : {value}"
                for axis, value in (("x", "datum[x_axis]"), ("y", "datum[y_axis]"))
            }
        )
        scale = alt.Scale(zero=False, nice=True)
        places = {
            "x": alt.X("_x:Q", title=None, scale=scale, axis=_either("x")),
            "y": alt.Y("_y:Q", title=None, scale=scale, axis=_either("y")),
        }
        look = identity(rows)
        for channel in look.values():
            channel.legend = alt.Legend(offset=26, symbolOpacity=1)  # room for the axis' name
        kept = {"and": [{"param": "brush"}, written(keep(alt.datum, v, maths))]}
        points = (
            base.mark_point(filled=True, size=80, stroke=None)
            .encode(
                **places, **look, opacity=_strong(kept),
                tooltip=tooltip(rows[list(TOLD)]),
            )
            .add_params(alt.selection_interval(name="brush"))
            .properties(name="points")
        )  # fmt: skip
        heads = alt.Chart(rows).transform_aggregate(count="count()")
        names = _words(axes)
        across = heads.mark_text(
            align="right", baseline="top", dy=30, fontSize=13, text=alt.expr(f"{names}[x_axis]")
        ).encode(x=alt.value("width"), y=alt.value("height"))
        up = heads.mark_text(
            align="left", baseline="bottom", dy=-8, fontSize=13, text=alt.expr(f"{names}[y_axis]")
        ).encode(x=alt.value(0), y=alt.value(0))
        return alt.layer(_ring(base, places), points, across, up)

    return Explorer(
        question="Which electrodes can be compared, and how do they stand?",
        controls=controls,
        formulas=formulas,
        picture=picture,
        rows=Rows(rows, LISTED, "place", "points", keep),
        hidden=("x_logarithmic", "y_logarithmic"),
        description="Scatter chart of the electrodes of Tables 3 to 5 with axes and filters to "
        "choose. At first it shows the capacity left over the number of cycles: silicon lies "
        "highest, germanium next, tin and antimony lowest.",
        height=340,
    )


def composition(pairs: pd.DataFrame, phases: pd.DataFrame) -> Explorer:
    """How much a host holds and swells with x guests: `phases.pairs()` and `phases.phases()`."""
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
        capacity = theory.capacity_of_molar_mass(x, pair.host_g_mol)
        ratio = theory.ratio_of_guests(x, pair.guest_volume_cm3_mol, pair.host_volume_cm3_mol)
        return {
            "specific_capacity_mAh_g": capacity,
            "capacity_per_alloy_mAh_g": theory.capacity_of_molar_mass(
                x, pair.host_g_mol + x * pair.guest_g_mol
            ),
            "capacity_per_host_mAh_cm3": theory.capacity_per_host_volume(
                capacity, pair.density_g_cm3
            ),
            "capacity_per_charged_mAh_cm3": theory.capacity_per_alloy_volume(
                capacity, pair.density_g_cm3, ratio
            ),
            "ratio": ratio,
            "expansion_percent": theory.expansion_percent(ratio),
            "reach": maths.where(
                x <= pair.guest_per_host,
                "up to the product that the review names",
                "beyond the product that the review names",
            ),
        }

    known = phases[(phases["guest_per_host"] > 0) & phases["host"].isin(HOST_COLOURS)]
    x = known["guest_per_host"]
    host, guest = (known[name].map(theory.molar_mass) for name in ("host", "guest"))
    points = known.assign(
        element=known["host"],
        ion=known["guest"],
        expansion_percent=known["volume_expansion_computed_percent"],
        specific_capacity_mAh_g=known["faraday_capacity_mAh_g"],
        capacity_per_alloy_mAh_g=theory.capacity_of_molar_mass(x, host + x * guest),
    )[["phase", "element", "ion", "guest_per_host", *shown, "status"]]

    def picture(v: Values, curve: Curve, maths: Any) -> alt.LayerChart:  # noqa: ANN401
        del maths
        x = alt.X("_guests:Q", title=title("guests"), scale=alt.Scale(domain=[0, 4.6]))
        y = alt.Y("_shown:Q", title=None, scale=alt.Scale(zero=True))
        colour = _host_colour("element")
        line = curve("guests", 0, 4.5, 0.05).transform_calculate(_shown="datum['_' + property]")
        mark = alt.Chart(points).transform_filter("datum.element == element && datum.ion == ion")
        mark = mark.transform_calculate(_shown="datum[property]", _guests="datum.guest_per_host")
        here = _one(_guests="guests", _shown=f"{_words({name: None for name in shown})}[property]")
        return alt.layer(
            line.mark_line(strokeWidth=2).encode(x=x, y=y, color=colour),
            here.mark_rule(strokeDash=[4, 3], color=NEUTRAL).encode(x=x),
            mark.mark_point(size=110, strokeWidth=2).encode(
                x=x, y=y, color=colour, fill=colour, tooltip=tooltip(points),
                fillOpacity=alt.condition("datum.status == 'sourced'", alt.value(1), alt.value(0)),
            ),
            _cross(here, x, y),
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


def porosity(phases: pd.DataFrame) -> Explorer:
    """What pores do to a particle of a phase of `phases.phases()`, drawn to scale."""
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
        particle = theory.porous_particle(p, alloy.capacity_mAh_g, alloy.density_g_cm3, alloy.ratio)
        return {
            "least_porosity": theory.least_porosity(alloy.ratio),
            "porosity_when_charged": theory.porosity_when_charged(p, alloy.ratio),
            **particle,
            "charged_radius": theory.radius_ratio(1 + particle["outward_growth_percent"] / 100),
        }

    cells, step = sketches.section()

    def picture(v: Values, curve: Curve, maths: Any) -> alt.LayerChart:  # noqa: ANN401
        del v, curve, maths
        scale = "(min(width/6.2, height/3.9))"
        colour = _host_colour("alloy.element")
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
            outline = _one(
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


def route(pairs: pd.DataFrame, volumes: pd.Series, known: pd.DataFrame) -> Explorer:
    """The pores that leaching a mixture leaves, and what is left of them after charging.

    `pairs` is `phases.pairs()`, `volumes` molar volumes in cm3/mol of what can leave, by formula,
    `known` rows of element, leaves, host_percent, basis_of_share (mass or amount), route, status.
    """
    import altair as alt
    import pandas as pd

    leaving = pd.DataFrame(
        {
            "leaves": list(volumes.index),
            "leaves_cm3_mol": list(volumes),
            "leaves_g_mol": [theory.molar_mass(name) for name in volumes.index],
        }
    )
    bases = {"mass": "% of the mass", "amount": "% of the amount (mol)"}

    def formulas(v: Values, maths: Any) -> Readings:  # noqa: ANN401
        pair, other = v.pair, v.other
        by_mass = v.basis_of_share == "mass"
        host = v.host_percent / maths.where(by_mass, pair.host_g_mol, 1)
        rest = (100 - v.host_percent) / maths.where(by_mass, other.leaves_g_mol, 1)
        pores = theory.porosity_of_leaching(
            rest * other.leaves_cm3_mol, host * pair.host_volume_cm3_mol
        )
        growth = theory.outward_growth_percent(pores, pair.ratio)
        return {
            "porosity": pores,
            "least_porosity": theory.least_porosity(pair.ratio),
            "porosity_when_charged": theory.porosity_when_charged(pores, pair.ratio),
            "outward_growth_percent": growth,
            "enough": maths.where(growth > 0, "too few pores: it grows", "enough pores"),
        }

    points = known[["route", "element", "leaves", "host_percent", "basis_of_share", "status"]]

    def picture(v: Values, curve: Curve, maths: Any) -> alt.LayerChart:  # noqa: ANN401
        del v, maths
        x = alt.X("_host_percent:Q", title=title("host_percent"), scale=alt.Scale(domain=[0, 100]))
        y = alt.Y("_y:Q", title="share of the particle's volume", scale=alt.Scale(domain=[0, 1]))
        along = curve("host_percent", 1, 99, 1).transform_fold(
            ["_porosity", "_porosity_when_charged"], as_=["_key", "_y"]
        ).transform_calculate(pores="datum._key == '_porosity' ? 'empty' : 'charged'")  # fmt: skip
        kinds = alt.Scale(domain=["empty", "charged"], range=["#0072B2", "#D55E00"])
        dashes = alt.Scale(domain=["empty", "charged"], range=[[1, 0], [6, 3]])
        here = _one(_host_percent="host_percent", _y="porosity")
        asked = _one(_y="least_porosity", _word="'asked'", _right="width")
        marks = alt.Chart(points).transform_filter(
            "datum.element == element && datum.leaves == leaves"
            " && datum.basis_of_share == basis_of_share"
        )
        marks = marks.transform_calculate(_host_percent="datum.host_percent")
        return alt.layer(
            along.mark_line(strokeWidth=2).encode(
                x=x, y=y, color=alt.Color("pores:N", scale=kinds, title="pores"),
                strokeDash=alt.StrokeDash("pores:N", scale=dashes, title="pores"),
            ),
            asked.mark_rule(color=NEUTRAL, strokeWidth=1.5).encode(y=y),
            asked.mark_text(align="right", baseline="bottom", dx=-4, dy=-3).encode(
                x=alt.X("_right:Q", scale=None, axis=None), y=y, text="_word:N"
            ),
            marks.mark_rule(color=NEUTRAL, strokeDash=[2, 3]).encode(
                x=x, tooltip=tooltip(points)
            ),
            marks.mark_text(angle=270, align="right", baseline="bottom", dy=-3).encode(
                x=x, y=alt.value(4), text="route:N"
            ),
            _cross(here, x, y),
        )  # fmt: skip

    return Explorer(
        question="What must a precursor hold so that its pores suffice?",
        controls=[
            one_of("element", HOST_COLOURS),
            one_of("leaves", leaving["leaves"]),
            Number("host_percent", 1, 99, 0.1, 12.6),
            Choice("basis_of_share", bases, "mass"),
            one_of("ion", ION_SHAPES),
        ],
        facts=[
            Facts("pair", ("element", "ion"), pairs),
            Facts("other", ("leaves",), leaving),
        ],
        formulas=formulas,
        picture=picture,
        description="Porosity over the share of the host in a mixture from which the rest is "
        "leached, empty and charged, with the least porosity that the chosen ion asks as a line "
        "and the compositions that the review names as upright lines.",
        along=("host_percent", [5, *range(10, 100, 10), 95]),
        height=300,
    )


def diffraction(
    phase: Mapping[str, Any], lines: pd.DataFrame, angles: pd.DataFrame, *, reach: float = 0.4
) -> Explorer:
    """A cell held against printed angles: move its edges, the wavelength and the zero.

    `phase` is a row of `phases.phases()`, cubic or hexagonal; `lines` its powder pattern and
    `angles` rows of `phases.angles()`, both with indices of one digit. `reach` is how far an
    edge can be moved, in angstrom.
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
            spacing = theory.cubic_spacing(h, k, l, v.edge_a)
        else:
            spacing = theory.hexagonal_spacing(h, k, l, v.edge_a, v.edge_c)
        return theory.bragg_angle_degree(spacing, v.wavelength, maths.asin) + v.zero_degree

    measured = angles.to_dict("records")

    def formulas(v: Values, maths: Any) -> Readings:  # noqa: ANN401
        misses = [row["two_theta_measured"] - two_theta(row, v, maths) for row in measured]
        volume = v.edge_a**3 if cubic else v.edge_a**2 * v.edge_c * 3**0.5 / 2
        ratio = volume / phase["hosts_per_cell"] / host_A3
        return {
            "misfit_degree": (total(miss**2 for miss in misses) / len(misses)) ** 0.5,
            "mean_miss_degree": total(misses) / len(misses),
            "ratio": ratio,
            "expansion_percent": theory.expansion_percent(ratio),
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
            _one().mark_rule(color=NEUTRAL).encode(y=alt.datum(0)),
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


def stack(start: theory.Stack, graphite: Mapping[str, float]) -> Explorer:
    """What an anode is worth in a cell, beside one of graphite (capacities and potential)."""
    import altair as alt
    import pandas as pd

    whos = ("graphite", "yours")
    layers = list(theory.stack_layers_um(1000.0, start))
    drawn = [f"{who}_{layer}" for who in whos for layer in layers]

    def formulas(v: Values, maths: Any) -> Readings:  # noqa: ANN401
        del maths
        bare = theory.Stack(
            areal_capacity_mAh_cm2=v.areal_capacity_mAh_cm2,
            negative_to_positive=v.negative_to_positive,
            cathode_mAh_g=v.cathode_mAh_g,
            cathode_V=v.cathode_V,
        )
        yours = (v.electrode_mAh_cm3, v.electrode_mAh_g, v.assumed_potential_V)
        other = (graphite["mAh_cm3"], graphite["mAh_g"], graphite["V"])
        found: Readings = {}
        energies = {}
        for name, (per_volume, per_gram, volts) in {"yours": yours, "graphite": other}.items():
            thickness = theory.stack_layers_um(per_volume, bare)
            found |= {f"{name}_{layer}": um for layer, um in thickness.items()}
            energies[name] = (
                theory.stack_energy_Wh_L(per_volume, volts, bare),
                theory.stack_energy_Wh_kg(per_gram, volts, bare, v.wet_mg_cm2),
            )
        (litre, kilogram), (litre_c, kilogram_c) = energies["yours"], energies["graphite"]
        return {
            "stack_energy_Wh_L": litre,
            "gain_per_volume_percent": 100 * (litre / litre_c - 1),
            "stack_energy_Wh_kg": kilogram,
            "gain_per_mass_percent": 100 * (kilogram / kilogram_c - 1),
            "stack_um": total(found[f"yours_{layer}"] for layer in layers),
        } | found

    rows = pd.DataFrame(
        [(who, name, place) for who in whos for place, name in enumerate(layers)],
        columns=["anode", "layer", "_order"],
    )

    def picture(v: Values, curve: Curve, maths: Any) -> alt.Chart:  # noqa: ANN401
        del v, curve, maths
        names = dict.fromkeys(drawn)
        look = alt.Scale(domain=layers, range=[sketches.LAYER_COLOURS[layer] for layer in layers])
        return (
            alt.Chart(rows)
            .transform_calculate(thickness_um=f"{_words(names)}[datum.anode + '_' + datum.layer]")
            .mark_bar(stroke=NEUTRAL, strokeWidth=0.5)
            .encode(
                x=alt.X("thickness_um:Q", title=title("thickness_um"), stack="zero"),
                y=alt.Y("anode:N", title=None, sort=list(whos)),
                color=alt.Color("layer:N", scale=look, title=None, legend=alt.Legend(columns=3)),
                order=alt.Order("_order:Q"),
                tooltip=["anode:N", "layer:N", alt.Tooltip("thickness_um:Q", format=".1f")],
            )
        )

    return Explorer(
        question="What is an anode worth in a cell, beside graphite?",
        controls=[
            Number("electrode_mAh_cm3", 300, 2500, 10, 1000),
            Number("electrode_mAh_g", 300, 3000, 10, 1000),
            Number("assumed_potential_V", 0, 1.2, 0.05, 0.4),
            Number("areal_capacity_mAh_cm2", 0.5, 8, 0.1, start.areal_capacity_mAh_cm2),
            Number("negative_to_positive", 1, 1.6, 0.05, start.negative_to_positive),
            Number("cathode_mAh_g", 80, 300, 5, start.cathode_mAh_g),
            Number("cathode_V", 2.5, 4.8, 0.05, start.cathode_V),
            Number("wet_mg_cm2", 0, 20, 0.5, 5),
        ],
        formulas=formulas,
        picture=picture,
        hidden=drawn,
        description="Two bars of layers, thickness to scale: a cell with graphite and one with "
        "the anode that the controls describe. At first that anode is about half as thick as "
        "graphite's, and cathode, separator and foils are the same.",
        along=("electrode_mAh_cm3", range(500, 2501, 250)),
        height=150,
    )


def efficiency() -> Explorer:
    """What a first cycle and many later ones leave of the charge in a full cell."""
    import altair as alt

    goal = 80

    def formulas(v: Values, maths: Any) -> Readings:  # noqa: ANN401
        ice, ce = v.ice_percent, v.efficiency_percent
        left = theory.cycles_left(ice, ce, goal, maths.log)
        return {
            "inventory_left_percent": theory.inventory_left_percent(ice, ce, v.cycles),
            "cycles_to_goal": maths.where(ice > goal, left, 0),
            "allowed_loss_percent": maths.where(
                ice > goal, 100 - theory.needed_efficiency_percent(100 * goal / ice, v.cycles), 0
            ),
        }

    def picture(v: Values, curve: Curve, maths: Any) -> alt.LayerChart:  # noqa: ANN401
        del v, maths
        x = alt.X("_cycles:Q", title=title("cycles"), scale=alt.Scale(domain=[0, 3000]))
        y = alt.Y(
            "_inventory_left_percent:Q",
            title=title("inventory_left_percent"),
            scale=alt.Scale(domain=[0, 100]),
        )
        line = curve("cycles", 0, 3000, 20)
        here = _one(
            _cycles="cycles",
            _inventory_left_percent="inventory_left_percent",
            cycles="cycles",
            left="inventory_left_percent",
        )
        return alt.layer(
            _one().mark_rule(strokeDash=[4, 3], color=NEUTRAL).encode(y=alt.datum(goal)),
            line.mark_line(strokeWidth=2.5, color=HOST_COLOURS["Si"]).encode(x=x, y=y),
            _cross(here, x, y).encode(tooltip=["cycles:Q", "left:Q"]),
        )

    return Explorer(
        question="How long does a full cell keep its charge?",
        controls=[
            Number("ice_percent", 40, 100, 0.5, 90),
            Number("efficiency_percent", 99, 99.999, 0.001, 99.9),
            Number("cycles", 10, 3000, 10, 500),
        ],
        formulas=formulas,
        picture=picture,
        description="The charge left over the number of cycles: a curve that starts at the "
        "initial efficiency and falls with every cycle, a dashed line at 80 percent, and a cross "
        "at the chosen number of cycles.",
        along=("cycles", [10, 100, 200, 500, 1000, 2000, 3000]),
    )


def yours(frame: pd.DataFrame, pairs: pd.DataFrame, more: pd.DataFrame | None = None) -> Explorer:
    """One electrode of a reader among those of the review: `data.electrodes()`, `phases.pairs()`.

    `more` are further electrodes of the reader, as `checking.check` gives them, drawn with names.

    Ranks count rows of the same host and ion that state what is compared, "like for like" only
    those that keep one current from the first to the last cycle.
    """
    import altair as alt

    columns = [
        "place", "structure", "element", "ion", "reference", "initial_capacity_mAh_g",
        "initial_current_A_g", "ice_percent", "final_capacity_mAh_g", "cycles",
        "cycling_current_A_g", "retention_percent", "same_current",
    ]  # fmt: skip
    rows = frame[columns]

    def keep(row: Any, v: Values, maths: Any) -> Any:  # noqa: ANN401
        del maths
        return (row["element"] == v.element) & (row["ion"] == v.ion)

    records = rows.to_dict("records")

    def count(v: Values, test: Any, needs: Sequence[str]) -> Any:  # noqa: ANN401
        """How many rows of the reader's host and ion pass a test, of those that have the values."""
        there = [row for row in records if all(row[name] == row[name] for name in needs)]
        return sum(
            (v.element == row["element"]) & (v.ion == row["ion"]) & test(row) for row in there
        )

    def formulas(v: Values, maths: Any) -> Readings:  # noqa: ANN401
        final, initial = v.final_capacity_mAh_g, v.initial_capacity_mAh_g
        currents = v.initial_current_A_g, v.cycling_current_A_g
        known = maths.valid(currents[0]) & maths.valid(currents[1])
        retention = theory.retention_percent(final, initial)
        alike = ("retention_percent",)
        return {
            "of_theory_percent": 100 * initial / v.pair.theoretical_capacity_mAh_g,
            "guests": initial / theory.capacity_of_molar_mass(1, v.pair.host_g_mol),
            "sense": maths.where(
                initial <= v.pair.theoretical_capacity_mAh_g,
                "possible for the host",
                "more than theory: per gram of what, and is the electrolyte reduced?",
            ),
            "retention_percent": retention,
            "comparable": maths.where(
                currents[0] == currents[1],
                "yes: one current",
                maths.where(known, "no: two currents", "unknown: a current is missing"),
            ),
            "fade_percent_per_cycle": theory.fade_percent_per_cycle(final, initial, v.cycles),
            "first_cycle_loss_percent": theory.first_cycle_loss_percent(v.ice_percent),
            "rows_alike": count(v, lambda row: True, ()),
            "rows_with_more_left": count(
                v, lambda row: row["final_capacity_mAh_g"] > final, ("final_capacity_mAh_g",)
            ),
            "rows_better": count(
                v,
                lambda row: (
                    (row["final_capacity_mAh_g"] >= final)
                    & (row["cycles"] >= v.cycles)
                    & (row["cycling_current_A_g"] >= v.cycling_current_A_g)
                ),
                ("final_capacity_mAh_g", "cycles", "cycling_current_A_g"),
            ),
            "rows_with_better_ice": count(
                v, lambda row: row["ice_percent"] > v.ice_percent, ("ice_percent",)
            ),
            "rows_like_for_like": count(v, lambda row: bool(row["same_current"]), alike),
            "rows_retaining_more": count(
                v,
                lambda row: bool(row["same_current"]) & (row["retention_percent"] > retention),
                alike,
            ),
        }

    def picture(v: Values, curve: Curve, maths: Any) -> alt.LayerChart:  # noqa: ANN401
        del curve
        x = alt.X("cycles:Q", title=title("cycles"), scale=alt.Scale(type="log"))
        y = alt.Y("final_capacity_mAh_g:Q", title=title("final_capacity_mAh_g"))
        points = alt.Chart(rows)
        here = _one(cycles="cycles", final_capacity_mAh_g="final_capacity_mAh_g", _word="'yours'")
        look = identity(rows)
        for channel in look.values():
            channel.legend = alt.Legend(symbolOpacity=1)
        own = [here.mark_text(align="left", dx=12, fontSize=13).encode(x=x, y=y, text="_word:N")]
        if more is not None:
            brought = ["structure", "element", "ion", "cycles", "final_capacity_mAh_g"]
            listed = alt.Chart(more[brought])
            own += [
                listed.mark_point(size=200, shape="cross", filled=True, opacity=1).encode(
                    x=x, y=y, color=look["color"], tooltip=["structure:N"]
                ),
                listed.mark_text(align="left", dx=10, fontSize=12).encode(
                    x=x, y=y, text="structure:N"
                ),
            ]
        others = (
            points.mark_point(filled=True, size=80, stroke=None)
            .encode(
                x=x, y=y, **look, opacity=_strong(written(keep(alt.datum, v, maths))),
                tooltip=tooltip(rows),
            )
            .properties(name="others")
        )  # fmt: skip
        return alt.layer(
            _ring(points, {"x": x, "y": y}),
            others,
            _cross(here, x, y, size=280),
            *own,
        )

    return Explorer(
        question="Where does your electrode stand?",
        controls=[
            one_of("element", HOST_COLOURS),
            one_of("ion", ION_SHAPES),
            Number("initial_capacity_mAh_g", 1, 10_000, 1, 2000, typed=True),
            Number("initial_current_A_g", 0.001, 100, 0.001, 0.2, typed=True),
            Number("ice_percent", 1, 100, 0.1, 80, typed=True),
            Number("final_capacity_mAh_g", 1, 10_000, 1, 1500, typed=True),
            Number("cycles", 1, 100_000, 1, 200, typed=True),
            Number("cycling_current_A_g", 0.001, 100, 0.001, 0.2, typed=True),
        ],
        facts=[Facts("pair", ("element", "ion"), pairs)],
        formulas=formulas,
        picture=picture,
        rows=Rows(rows, columns, "place", "others", keep),
        description="Scatter chart of the capacity left over the number of cycles for the "
        "electrodes of the review, those of the chosen host and ion dark, the others pale, and "
        "a cross for the reader's own.",
        height=340,
    )


def _one(**columns: str) -> alt.Chart:
    """A chart of a single row whose columns are Vega expressions."""
    import altair as alt

    chart = alt.Chart(alt.sequence(0, 1, as_="_one"))
    return chart.transform_calculate(**columns) if columns else chart


def _cross(here: alt.Chart, x: alt.X, y: alt.Y, size: int = 160) -> alt.Chart:
    """The mark of where the controls stand."""
    return here.mark_point(size=size, shape="cross", filled=True, color=NEUTRAL, opacity=1).encode(
        x=x, y=y
    )


def _ring(points: alt.Chart, places: Mapping[str, Any]) -> alt.Chart:
    """A ring around the point whose row is picked in the table; the page sets `picked`."""
    import altair as alt

    seen = alt.condition("datum.place == picked", alt.value(1), alt.value(0))
    return (
        points.mark_point(filled=False, size=320, strokeWidth=2.5, color=NEUTRAL)
        .encode(**places, opacity=seen)
        .add_params(alt.param(name="picked", value=""))
    )


def _host_colour(element: str) -> Any:  # noqa: ANN401
    """The colour of the host that a signal names."""
    import altair as alt

    return alt.value({"expr": f"{_words(HOST_COLOURS)}[{element}]"})


def _any(value: Any, names: Iterable[str]) -> Any:  # noqa: ANN401
    """Whether a value is one of some names: 1 or 0, or a number above 0 where it is traced."""
    return sum(value == name for name in names)


def _strong(test: str | dict[str, Any]) -> alt.Opacity:
    """Marks that pass a test are strong, the others faint; a table lists the strong ones."""
    import altair as alt

    return alt.Opacity(condition={"test": test, "value": 0.9}, value=0.12)


def _either(axis: str) -> alt.Axis:
    """An axis that shows powers of ten where its quantity is drawn by its logarithm."""
    import altair as alt

    label = f"{axis}_logarithmic ? format(pow(10, datum.value), ',.2~r') : format(datum.value, ',')"
    return alt.Axis(labelExpr=label)


def _words(names: Mapping[str, str | None]) -> str:
    """A Vega object by the given names: of words, or where those are None of signals."""
    parts = (f"'{k}': {k if v is None else repr(v)}" for k, v in names.items())
    return f"({{{', '.join(parts)}}})"
