"""Unit cells against published values, hand calculation and pymatgen, never against themselves."""

import math

import pytest

from anodes.analysis import crystal_phases
from anodes.physics import crystallography, diffraction

# pymatgen 2026.10.24, XRDCalculator(wavelength=1.5406), the same cells and positions: two theta,
# relative intensity. pymatgen rounds other form factors, so intensities agree to a percent or two.
PYMATGEN = {
    "Sb": {
        "003": (23.658, 5.30), "101": (25.128, 1.57), "012": (28.676, 100.0), "104": (40.067, 35.31),
        "110": (41.918, 37.03), "015": (47.059, 6.47), "202": (51.578, 19.15),
    },
    "Na15Sn4": {
        "211": (16.512, 33.95), "220": (19.089, 96.32), "310": (21.367, 38.66), "321": (25.341, 8.38),
        "332": (31.920, 100.0), "422": (33.380, 40.95), "510, 431": (34.785, 93.74),
        "521": (37.458, 39.20), "440": (38.734, 1.05),
    },
    "Na3Sb": {
        "002": (18.636, 47.91), "100": (19.083, 34.10), "101": (21.261, 100.0), "110": (33.369, 87.04),
        "103": (34.200, 93.15), "112": (38.491, 45.11),
    },
}  # fmt: skip


@pytest.mark.parametrize("name", PYMATGEN)
def test_lines_and_intensities_as_pymatgen_has_them(name):
    lines = crystal_phases.pattern(name, up_to=52).set_index("hkl")
    for hkl, (angle, intensity) in PYMATGEN[name].items():
        assert lines.loc[hkl, "two_theta_degree"] == pytest.approx(angle, abs=0.01)
        assert lines.loc[hkl, "relative_intensity"] == pytest.approx(intensity, rel=0.08, abs=0.2)


def test_the_factor_of_angle_and_polarisation():
    # 2 theta = 90 degrees: 1 / (sin² 45° cos 45°) = 2 x 1.41421; 60 degrees: 1.25 / (0.25 x 0.86603)
    assert diffraction._lorentz_polarisation(90) == pytest.approx(2.82843, abs=1e-5)
    assert diffraction._lorentz_polarisation(60) == pytest.approx(5.77350, abs=1e-5)


def test_silicon_is_as_its_powder_is_known():
    # Cu K-alpha1: 28.44, 47.30, 56.12, 69.13, 76.38, 88.03 degrees; 200 and 222 are absent
    lines = crystal_phases.pattern("Si", up_to=90)
    seen = lines[lines["relative_intensity"] > 0.01]
    assert list(seen["hkl"]) == ["111", "220", "311", "400", "331", "422"]
    known = [28.442, 47.303, 56.122, 69.130, 76.377, 88.032]
    assert list(seen["two_theta_degree"]) == pytest.approx(known, abs=0.005)
    assert list(seen["multiplicity"]) == [8, 12, 24, 6, 24, 24]


@pytest.mark.parametrize(
    ("name", "density"),
    # handbook densities in g/cm3
    [("Si", 2.329), ("Ge", 5.323), ("Sn", 7.287), ("Sb", 6.697)],
)
def test_density_of_the_pure_hosts(name, density):
    assert crystal_phases.phase(name)["density_computed_g_cm3"] == pytest.approx(density, rel=1e-3)


@pytest.mark.parametrize(
    ("name", "expansion"),
    # the percentages of the fact sheet, worked out there from the same sources
    [("Li15Si4", 275), ("Li17Si4", 310), ("NaSi", 142)],
)
def test_expansion_from_cells(name, expansion):
    assert crystal_phases.phase(name)["volume_expansion_computed_percent"] == pytest.approx(
        expansion, abs=0.5
    )


def test_volumes_by_hand():
    # cubic: 5.431020511^3 / 8; hexagonal: a2 c sqrt(3)/2; monoclinic: a b c sin(beta)
    silicon = crystallography.unit_cell(5.431020511, group=227)
    assert crystallography.volume_per_host(silicon, 8) == pytest.approx(20.02416, abs=1e-5)
    sodium_antimonide = crystallography.unit_cell(5.366, c=9.515, group=194)
    assert sodium_antimonide.volume == pytest.approx(5.366**2 * 9.515 * math.sqrt(3) / 2)
    silicide = crystallography.unit_cell(12.1536, 6.5452, 11.1323, group=15, beta=118.9)
    by_hand = 12.1536 * 6.5452 * 11.1323 * math.sin(math.radians(118.9))
    assert silicide.volume == pytest.approx(by_hand)


def test_a_cell_that_cannot_be_is_refused():
    with pytest.raises(ValueError, match="b or c is missing"):
        crystallography.unit_cell(5.0, group=194)
    with pytest.raises(ValueError, match="no cubic cell"):
        crystallography.unit_cell(5.0, 5.0, 6.0, group=227)


def test_bragg_by_hand():
    # sin(14.22 deg) = 0.24565; 1.5406 / 0.4913 = 3.1356
    assert diffraction.spacing(28.442) == pytest.approx(3.1356, abs=1e-4)
    assert diffraction.angle(3.1356) == pytest.approx(28.442, abs=1e-3)


def test_a_cubic_cell_comes_back_from_its_own_angles():
    edge = 13.14
    indices = [(2, 1, 1), (2, 2, 0), (4, 2, 2), (5, 2, 1)]
    squares = [6, 8, 24, 30]
    angles = [2 * math.degrees(math.asin(1.5406 * math.sqrt(n) / (2 * edge))) for n in squares]
    found = diffraction.refine(indices, angles, system="cubic", reading_degree=0.03)
    assert found.a == pytest.approx(edge, abs=1e-9)
    assert found.volume == pytest.approx(edge**3)
    assert found.c is None
    # Bragg: da/a = -cot(theta) dtheta; four angles of 0.03 degrees
    slopes = [0.5 * math.radians(0.03) / math.tan(math.radians(t / 2)) * edge for t in angles]
    by_hand = sum(s**-2 for s in slopes) ** -0.5
    assert found.a_uncertainty == pytest.approx(by_hand, rel=1e-6)
    assert found.volume_uncertainty == pytest.approx(3 * edge**2 * by_hand, rel=1e-6)


def test_scatter_widens_the_uncertainty():
    indices = [(2, 1, 1), (2, 2, 0), (4, 2, 2)]
    good = [16.51, 19.09, 33.38]
    bad = [16.41, 19.19, 33.38]
    narrow = diffraction.refine(indices, good, system="cubic", reading_degree=0.03)
    wide = diffraction.refine(indices, bad, system="cubic", reading_degree=0.03)
    assert wide.a_uncertainty > 2 * narrow.a_uncertainty


def test_a_hexagonal_cell_from_two_lines():
    # 110 gives a alone: a = 2 d; 103 then gives c: 1/d2 = 4/(3 a2) + 9/c2
    found = diffraction.refine(
        [(1, 1, 0), (1, 0, 3)], [33.5, 34.3], system="hexagonal", reading_degree=0.03
    )
    a = 2 * 1.5406 / (2 * math.sin(math.radians(16.75)))
    d = 1.5406 / (2 * math.sin(math.radians(17.15)))
    c = 3 / math.sqrt(1 / d**2 - 4 / (3 * a**2))
    assert (found.a, found.c) == pytest.approx((a, c))
    assert found.volume == pytest.approx(a * a * c * math.sqrt(3) / 2)


def test_too_few_angles_are_refused():
    with pytest.raises(ValueError, match="cannot give 2"):
        diffraction.refine([(1, 1, 0)], [33.5], system="hexagonal", reading_degree=0.03)
    with pytest.raises(ValueError, match="cannot give 2"):
        diffraction.refine(
            [(1, 1, 0), (2, 2, 0)], [33.5, 70.0], system="hexagonal", reading_degree=0.03
        )
    with pytest.raises(ValueError, match="not tetragonal"):
        diffraction.refine([(1, 1, 0)], [33.5], system="tetragonal", reading_degree=0.03)


def test_indexing_without_a_database():
    # silicon's first four lines: 3, 8, 11, 16 in a cell of 5.43 A, and no smaller one
    found = diffraction.cubic_edges([28.44, 47.30, 56.12, 69.13], 227, longest=8, within=0.05)
    assert [(round(edge, 2), sums) for edge, sums in found] == [(5.43, (3, 8, 11, 16))]
    turned = diffraction.cubic_edges([69.13, 28.44, 56.12, 47.30], 227, longest=8, within=0.05)
    assert turned == [(found[0][0], (16, 3, 11, 8))]


def test_a_strange_line_is_not_assigned():
    lines = crystal_phases.pattern("Sb", up_to=45)
    found = diffraction.index_reflections([28.7, 35.0], lines, within=0.15)
    assert found["hkl"].tolist()[0] == "012"
    assert found["two_theta_degree"].isna().tolist() == [False, True]


def test_neighbours_of_antimony():
    # the puckered layer: three at 2.91 A, three of the next layer at 3.35 A
    cell = crystal_phases.cell_of(crystal_phases.phase("Sb"))
    near = crystallography.neighbours(cell, 166, crystal_phases.sites("Sb"), "Sb", 3.6)
    assert [name for name, _ in near] == ["Sb"] * 6
    assert [round(distance, 2) for _, distance in near] == [2.91] * 3 + [3.35] * 3


@pytest.mark.parametrize(
    ("number", "system", "symbol"),
    [(227, "cubic", "Fd-3m"), (142, "tetragonal", "I4_1/acd"), (63, "orthorhombic", "Cmcm")],
)
def test_space_groups(number, system, symbol):
    assert crystallography.crystal_system(number) == system
    assert crystallography.group_number(symbol) == number
    assert crystallography.group_number("nonsense") is None


def test_miller_indices_are_read():
    assert diffraction.parse_hkl("510, 431") == (5, 1, 0)
    assert diffraction.parse_hkl("10-2") == (1, 0, -2)
    with pytest.raises(ValueError, match="three Miller indices"):
        diffraction.parse_hkl("12")


def test_an_atom_is_its_own_neighbour_in_the_next_cell():
    # white tin: four at sqrt(a^2/4 + c^2/16), two one cell away at c
    cell = crystallography.unit_cell(5.8318, c=3.1819, group=141)
    near = crystallography.neighbours(cell, 141, [crystallography.Site("Sn", 0, 0, 0)], "Sn", 3.5)
    expected = [(5.8318**2 / 4 + 3.1819**2 / 16) ** 0.5] * 4 + [3.1819] * 2
    assert [distance for _, distance in near] == pytest.approx(expected, abs=1e-4)
