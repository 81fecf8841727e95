"""Pictures that claim to be to scale are measured: shares of area, outlines, pixels an angstrom."""

import io
import re

import numpy as np
import pandas as pd
import pytest
from matplotlib import pyplot as plt
from matplotlib.figure import Figure

from anodes.analysis import crystal_phases
from anodes.physics import pores
from anodes.viz import crystal_viewer, schematics
from anodes.viz.bundles import VEGA_LITE
from anodes.viz.interactive import configure


def ink(draw, reach: float = 1.0, pixels: int = 400) -> np.ndarray:
    """Where a square panel from -reach to reach is painted red."""
    figure = Figure(figsize=(1, 1), dpi=pixels)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    draw(axes)
    axes.set(xlim=(-reach, reach), ylim=(-reach, reach))
    file = io.BytesIO()
    figure.savefig(file, format="rgba", dpi=pixels, transparent=True)
    picture = np.frombuffer(file.getvalue(), dtype=np.uint8).reshape(pixels, pixels, 4)
    return (picture[:, :, 3] > 127) & (picture[:, :, 0] > 127)


@pytest.mark.parametrize("porosity", [0.0, 0.3, 0.67, 0.85])
def test_the_holes_of_a_particle_are_its_porosity(porosity):
    filled = ink(lambda axes: schematics._particle(axes, 0.9, porosity, "red"))
    solid = filled.mean() * 4 / (np.pi * 0.9**2)  # the panel is 2 x 2
    assert solid == pytest.approx(1 - porosity, abs=0.02)


def test_the_hole_of_a_hollow_sphere_has_the_volume_of_the_pores():
    filled = ink(lambda axes: schematics._shell(axes, 1.0, 0.512, "red"))
    hole = 1 - filled.mean() * 4 / np.pi
    assert hole == pytest.approx(0.8**2, abs=0.01)  # 0.8^3 = 0.512


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["dealloying", "reduction", "etching", "assembly"])
def test_what_a_route_leaves_is_its_porosity(kind):
    figure, (first, last) = plt.subplots(1, 2)
    schematics._KINDS[kind](first, last, 0.6, "red")
    plt.close(figure)
    panel = ink(lambda axes: schematics._KINDS[kind](Figure().subplots(), axes, 0.6, "red"))
    square = panel[: len(panel) // 2, len(panel) // 2 :]  # the panel shows -1 to 1, this is 0 to 1
    area = np.pi * 0.48**2 if kind == "assembly" else 1.0
    assert square.mean() / area == pytest.approx(0.4, abs=0.02)


def test_growth_of_the_outline_is_that_of_theory():
    frame = pd.DataFrame(
        {"particle": ["dense"], "element": ["Si"], "porosity": [0.0], "ratio": [8.0]}
    )
    drawing = schematics.particles(
        frame, description="a dense particle that grows eightfold in volume"
    )
    row = dict(zip(drawing.table["columns"], drawing.table["rows"][0], strict=True))
    assert row["external expansion (%)"] == pytest.approx(700)
    assert pores.radius_ratio(8.0) == pytest.approx(2.0)


def places(turn: float, tilt: float) -> dict[str, np.ndarray]:
    """Pixels of the atoms of silicon and germanium as Vega draws them."""
    import vl_convert

    configure()
    made = [crystal_viewer.Model(name, *crystal_phases.block(name)) for name in ("Si", "Ge")]
    spec = crystal_viewer.turntable(made, description="two models in one scale").to_dict()
    spec["width"] = 600
    for param in spec["params"]:
        param["value"] = {"turn": turn, "tilt": tilt}.get(param["name"], param["value"])
    svg = vl_convert.vegalite_to_svg(spec, vl_version=VEGA_LITE)
    mark = r'aria-label="(\w+)"[^>]*="point" transform="translate\(([\d.]+),([\d.]+)\)"'
    found = re.findall(mark, svg)
    return {
        name: np.array([(float(x), float(y)) for other, x, y in found if other == name])
        for name in ("Si", "Ge")
    }


def test_models_are_drawn_in_proportion():
    seen = places(turn=0, tilt=0)
    size = {name: np.ptp(spots, axis=0) for name, spots in seen.items()}
    assert len(seen["Si"]) == 18
    assert size["Si"][0] == pytest.approx(size["Si"][1], rel=1e-3)  # a cube, seen from its face
    assert size["Ge"] / size["Si"] == pytest.approx(5.65785 / 5.431020511, rel=1e-3)


@pytest.mark.slow
def test_models_turn_and_tilt():
    front, quarter, top = places(0, 0), places(90, 0), places(0, 90)
    for seen in (quarter, top):  # a cube looks the same from each side
        assert np.ptp(seen["Si"], axis=0) == pytest.approx(np.ptp(front["Si"], axis=0), rel=1e-3)
    corner = np.ptp(places(45, 0)["Si"], axis=0)
    assert corner[0] / np.ptp(front["Si"], axis=0)[0] == pytest.approx(2**0.5, rel=1e-3)
