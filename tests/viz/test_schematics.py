"""Pictures to scale: outlines, piles and squares of a few numbers worked out by hand.

Shares of area are measured in tests/viz/test_pictures.py.
"""

import pandas as pd
import pytest
from matplotlib import pyplot as plt
from matplotlib.patches import Circle

from anodes.viz import crystal_viewer, schematics


@pytest.fixture
def unfinished(monkeypatch):
    """The figure of a picture and the numbers shown beneath it."""
    monkeypatch.setattr(schematics, "finished", lambda figure, frame, words: (figure, frame))
    yield lambda function, *args, **more: function(*args, description="words", **more)
    plt.close("all")


PARTICLES = pd.DataFrame(
    {
        "particle": ["dense", "porous"],
        "element": ["Si", "Ge"],
        "porosity": [0.0, 0.75],
        "ratio": [8.0, 2.0],
    }
)


@pytest.mark.parametrize("hollow", [False, True])
def test_a_particle_is_drawn_before_and_after_in_one_scale(unfinished, hollow):
    figure, shown = unfinished(schematics.particles, PARTICLES, hollow=hollow)
    empty, charged = figure.axes[:2], figure.axes[2:]
    assert [axes.get_title() for axes in empty] == ["dense", "porous"]
    # a dense particle of ratio 8 doubles its radius; half of 25 % solid fits into 75 % of pores
    assert shown["external_expansion_percent"].tolist() == pytest.approx([700, 0])
    assert shown["porosity_when_charged"].tolist() == pytest.approx([0, 0.5])
    dense, outline = [p for p in charged[0].patches if isinstance(p, Circle)]
    assert dense.radius == pytest.approx(2.0)
    assert (outline.radius, outline.get_linestyle()) == (1.0, "--")
    assert {axes.get_xlim() for axes in figure.axes} == {(-2.12, 2.12)}
    assert [axes.texts[0].get_text() for axes in (empty[0], charged[0])] == ["pristine", "alloyed"]


def test_routes_stand_in_their_order_with_their_words(unfinished):
    kinds = ["dealloying", "reduction", "etching", "assembly"]
    frame = pd.DataFrame(
        {
            "route": ["one", "two", "three", "four"], "element": "Si", "kind": kinds,
            "before": [f"{kind} before" for kind in kinds], "after": "porous Si", "porosity": 0.6,
        }
    )  # fmt: skip
    figure, shown = unfinished(schematics.routes, frame)
    assert [axes.get_title() for axes in figure.axes[::2]] == list(frame["before"])
    assert {axes.get_title() for axes in figure.axes[1::2]} == {"porous Si"}
    names = [axes.texts[0].get_text() for axes in figure.axes[::2]]
    assert names == ["one", "two", "three", "four"]
    assert list(shown) == ["route", "before", "after", "porosity"]


def test_stacks_are_as_high_as_the_sum_of_their_layers(unfinished):
    layers = {
        "graphite": {"copper": 10.0, "anode": 80.0, "separator": 20.0},
        "porous Si, used": {"copper": 10.0, "anode": 30.0, "separator": 20.0},
    }
    figure, shown = unfinished(schematics.stacks, layers)
    (axes,) = figure.axes
    bars = [(bar.get_y(), bar.get_height()) for bar in axes.patches]
    assert bars == [(0, 10), (10, 80), (90, 20), (0, 10), (10, 30), (40, 20)]
    assert [text.get_text() for text in axes.texts] == ["110 µm", "60 µm"]
    (legend,) = figure.legends
    assert [text.get_text() for text in legend.get_texts()] == ["separator", "anode", "copper"]
    assert [text.get_text() for text in axes.get_xticklabels()] == ["graphite", "porous Si,\nused"]
    assert shown.values.tolist()[4] == ["porous Si, used", "anode", 30.0]


def test_a_section_ranks_the_squares_of_a_disc():
    cells, step = schematics.section(5)
    assert step == 0.4
    # of 5 x 5 squares the four corners have their middle outside of the disc: 0.8² + 0.8² > 1
    assert len(cells) == 21
    assert (cells["_x"] ** 2 + cells["_y"] ** 2).max() < 1
    assert sorted(cells["_rank"]) == pytest.approx([(n + 0.5) / 21 for n in range(21)], abs=1e-4)


def cube(name="Si"):
    atoms = pd.DataFrame(
        {
            "element": [name, name], "x_angstrom": [0.0, 3.0], "y_angstrom": [0.0, 0.0],
            "z_angstrom": [0.0, 4.0],
        }
    )  # fmt: skip
    bond = ((0.0, 0.0, 0.0), (3.0, 0.0, 4.0))
    return crystal_viewer.Model(name, atoms, [bond], [bond, bond])


def test_the_reach_of_models_is_that_of_their_farthest_atom():
    assert crystal_viewer._reach([cube()]) == pytest.approx(1.12 * 5)  # 3, 4, 5


def test_atoms_keep_their_places_and_carry_them_for_the_projection():
    frame = crystal_viewer._atoms([cube("Si"), cube("Ge")])
    assert frame["structure"].tolist() == ["Si", "Si", "Ge", "Ge"]
    assert frame["_slot"].tolist() == [0, 0, 1, 1]
    for axis, places in {"x": [0, 3], "y": [0, 0], "z": [0, 4]}.items():
        assert frame[f"_{axis}"].tolist() == frame[f"{axis}_angstrom"].tolist() == places * 2


def test_bonds_and_edges_are_told_apart():
    frame = crystal_viewer._segments([cube("Si"), cube("Ge")])
    assert frame["_bond"].tolist() == [True, False, False] * 2
    assert frame["_slot"].tolist() == [0, 0, 0, 1, 1, 1]
    assert frame.loc[0, ["_x2", "_y2", "_z2"]].tolist() == [3.0, 0.0, 4.0]


@pytest.mark.parametrize(
    ("names", "options"), [(["Si"], ["Si"]), (["Si", "Sb"], ["all", "Si", "Sb"])]
)
def test_a_turntable_lets_a_reader_choose_turn_and_tilt(names, options):
    spec = crystal_viewer.turntable([cube(n) for n in names], description="words").to_dict()
    params = {param["name"]: param for param in spec["params"]}
    assert params["choose_structure"]["bind"]["options"] == options
    assert params["choose_structure"]["value"] == options[0]
    assert {"turn", "tilt"} < set(params)
    assert (params["turn"]["bind"]["max"], params["tilt"]["bind"]["min"]) == (360, -90)
    assert spec["description"] == "words"
    colours = [c for c in (layer["encoding"].get("color") for layer in spec["layer"]) if c]
    assert colours[0]["scale"]["domain"] == names
    (written,) = [layer for layer in spec["layer"] if layer["mark"]["type"] == "text"]
    rows = spec["datasets"][written["data"]["name"]]
    assert [(row["_structure"], row["_slot"]) for row in rows] == [
        (name, slot) for slot, name in enumerate(names)
    ]
    assert written["encoding"]["text"]["field"] == "_structure"
    assert written["encoding"]["x"]["field"] == "_px"
