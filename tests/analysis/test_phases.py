"""Tables 1 and 2 against cells: every verdict was worked out by hand from printed and known cells."""

import math

import numpy as np
import pandas as pd
import pytest

from anodes import data
from anodes.analysis import cell_limits, crystal_phases, hosts_tables, tolerances
from anodes.physics import crystallography, pores

AGREES = "agrees"
RATIO = "agrees as volume ratio R in %"
NONE = "nothing tried agrees"
# alloy: expansion, volumetric capacity, conductivity; capacity and density agree everywhere
VERDICTS = {
    "Li22Si5": (AGREES, "agrees for Li15Si4", NONE),  # > 300 of 311; 2190 of 2222
    "Li22Ge5": (RATIO, "agrees for Li15Ge4", AGREES),  # 370 of 370; 2180 of 2130
    "Li22Sn5": (RATIO, AGREES, AGREES),  # 340 of 358; 1991 of 2024
    "Li3Sb": (NONE, AGREES, AGREES),  # 200 of 135 and 235; 1889 of 1881
    "NaSi": (RATIO, "agrees as per volume of pristine host", NONE),  # 244 of 242; 2190 of 2223
    "NaGe": (NONE, NONE, AGREES),  # 300 of 126 and 226; 2180 of 871 and 1966
    "Na15Sn4": (RATIO, NONE, AGREES),  # 525 of 524; 1991 of 1177 and 6169
    "Na3Sb": (RATIO, NONE, AGREES),  # 390 of 393; 1889 of 1125 and 4423
}


@pytest.fixture(scope="module")
def verdicts():
    return hosts_tables.verdicts(hosts_tables.comparison()).set_index(
        ["alloying_product", "property"]
    )


@pytest.mark.parametrize("alloy", VERDICTS)
def test_every_cell_has_its_verdict(verdicts, alloy):
    own = verdicts.loc[alloy]["verdict"]
    expansion, volumetric, conductivity = VERDICTS[alloy]
    assert own["volume expansion"] == expansion
    assert own["volumetric capacity"] == volumetric
    assert own["conductivity"] == conductivity
    assert own["theoretical capacity"] == own["density"] == AGREES


def test_a_verdict_has_the_two_numbers_and_how_far_they_are_apart(verdicts):
    capacity = 4.4 * 26801.5 / 28.085  # mAh/g of Li22Si5
    row = verdicts.loc["Li22Si5", "theoretical capacity"]
    assert row["printed_number"] == 4200
    assert row["computed_number"] == pytest.approx(capacity, rel=1e-4)
    assert row["deviation_percent"] == pytest.approx(100 * (4200 / capacity - 1), abs=1e-3)
    density = verdicts.loc["Na3Sb", "density"]
    assert density["printed_number"] == 6.68
    assert density["computed_number"] == pytest.approx(
        6 * 121.76 / (0.602214 * 4.307**2 * 11.273 * 0.866025), rel=1e-4
    )  # six atoms of antimony in its hexagonal cell


def test_everything_tried_is_shown():
    tried = hosts_tables.comparison()
    assert len(tried.groupby(["table", "element", "property"])) == 40
    expansions = tried[tried["property"] == "volume expansion"]
    assert len(expansions) == 2 * (3 + 3 + 2 + 2 + 1 + 1 + 1 + 1)  # readings by phases
    capacities = tried[tried["property"] == "theoretical capacity"].set_index("phase")
    assert capacities.loc["Li17Si4", "computed_number"] == pytest.approx(4055.8, abs=0.1)
    assert capacities.loc["Li15Si4", "computed_number"] == pytest.approx(3578.6, abs=0.1)
    assert not capacities.loc[["Li17Si4", "Li15Si4"], "agrees"].any()
    assert set(tried["status"]) == {"computed", "sourced", "unconfirmed"}
    assert (tried["source"] != "").all()
    assert not tried["phase"].str.contains("DFT").any()  # a computed cell is no measured one


def test_capacities_per_volume_by_hand():
    known = crystal_phases.phases().set_index("phase")
    # rho C / R: 2.329 x 3578.6 / 3.751; 2.329 x 954.3 / 2.42; graphite 2.261 x 371.9 / 1.119
    charged = known["capacity_per_charged_mAh_cm3"]
    assert charged["Li15Si4"] == pytest.approx(2222, abs=1)
    assert charged["NaSi"] == pytest.approx(918, abs=1)
    assert charged["LiC6"] == pytest.approx(751, abs=1)


def test_an_ion_takes_its_volume_whatever_the_host():
    known = crystal_phases.phases()
    known = known[(known["ions_per_host"] > 0) & (known["host"] != "C")]
    by_ion = known.groupby("guest")["ion_volume_cm3_mol"]
    assert by_ion.min().to_dict() == pytest.approx({"Li": 8.19, "Na": 16.95}, abs=0.01)
    assert by_ion.max().to_dict() == pytest.approx({"Li": 10.0, "Na": 19.66}, abs=0.01)


def test_least_porosity_of_the_alloys():
    ratio = crystal_phases.phases().set_index("phase")["ratio"]
    asked = [pores.minimum_porosity(ratio[name]) for name in ("Li15Si4", "Na15Sn4", "Li3Sb")]
    assert asked == pytest.approx([0.733, 0.809, 0.575], abs=0.001)


def test_a_phase_that_is_not_known():
    with pytest.raises(KeyError):
        crystal_phases.phase("Unobtainium")


def test_a_block_of_silicon():
    atoms, bonds, edges = crystal_phases.block("Si")
    assert len(atoms) == 18  # 8 corners, 6 faces, 4 inside
    places = atoms[["x_angstrom", "y_angstrom", "z_angstrom"]].abs() / 5.431020511
    where = places.round(3).apply(lambda row: tuple(sorted(row)), axis=1).value_counts()
    # about the middle of the cell: corners, faces, and the four inside at a quarter of the edge
    assert where.to_dict() == {(0.5, 0.5, 0.5): 8, (0, 0, 0.5): 6, (0.25, 0.25, 0.25): 4}
    lengths = [math.dist(*pair) for pair in bonds]
    assert len(lengths) == 16  # four from each of the four inside
    assert lengths == pytest.approx([5.431020511 * 3**0.5 / 4] * 16, abs=1e-3)
    assert [math.dist(*pair) for pair in edges] == pytest.approx([5.431020511] * 12)


def test_antimony_is_layered_and_charged_tin_is_alone():
    _, layered, _ = crystal_phases.block("Sb", (2, 2, 1))
    assert {round(math.dist(*pair), 2) for pair in layered} == {2.91}  # within a layer only
    assert crystal_phases.block("Na15Sn4")[1] == []


def test_tin_of_sodium_stannide_stands_in_tetrahedra():
    row = crystal_phases.phase("NaSn")
    cell, group, sites = (
        crystal_phases.cell_of(row),
        row["space_group_number"],
        crystal_phases.sites("NaSn"),
    )
    assert crystallography.atoms_per_cell(cell, group, sites) == {"Na": 32, "Sn": 32}
    near = [
        d for name, d in crystallography.neighbours(cell, group, sites, "Sn", 3.3) if name == "Sn"
    ]
    assert len(near) == 3  # NaPb type: tetrahedra of the heavier atom
    assert near == pytest.approx([3.0] * 3, abs=0.06)


def test_capacity_per_charged_volume_of_an_electrode():
    capacities = [3578.6, 4055.8, 1800.0]  # Li15Si4, Li17Si4, x = 1.886
    rows = pd.DataFrame({"element": "Si", "ion": "Li", "initial_capacity_mAh_g": capacities})
    # rho C / R: 8335 / 3.751; 9446 / 4.099; 4192.4 / (1 + 1.886 x 8.848 / 12.06 = 2.384)
    charged = hosts_tables.per_charged_volume(rows)
    assert charged.to_list() == pytest.approx([2222, 2304, 1759], abs=1)


def test_each_measured_phase_lies_on_the_lines_of_its_host():
    """One volume ratio for a phase, whichever way it is asked for."""
    known = crystal_phases.phases().set_index("phase")
    pairs = crystal_phases.host_ion_constants().set_index(["element", "ion"])
    for name in ("Li15Si4", "Li17Si4", "Li15Ge4", "Li17Ge4", "Li17Sn4", "Li3Sb", "NaSi", "NaGe",
                 "NaSn", "Na9Sn4", "Na15Sn4", "Na3Sb"):  # fmt: skip
        row = known.loc[name]
        pair = pairs.loc[(row["host"], row["guest"])]
        assert hosts_tables.ratio_at(row["ions_per_host"], pair) == pytest.approx(row["ratio"])


def test_the_end_of_charge_is_that_of_room_temperature():
    """Obrovac and Christensen 2004 for silicon; J. Electrochem. Soc. 156 (2009) A169: 1,385 mAh/g."""
    pairs = crystal_phases.host_ion_constants().set_index(["element", "ion"])
    assert pairs.loc[("Si", "Li"), ["phase", "capacity_mAh_g"]].to_list() == [
        "Li15Si4", pytest.approx(3579, abs=1),
    ]  # fmt: skip
    assert pairs.loc[("Ge", "Li"), ["phase", "capacity_mAh_g"]].to_list() == [
        "Li15Ge4", pytest.approx(1385, abs=2),
    ]  # fmt: skip


def test_limits_of_a_volume_ratio_by_hand():
    limits = cell_limits.cell_ranges().set_index("phase")
    # Li15Si4: 0.0009 of 10.6322 A three times is 0.0254 %; silicon's error is far smaller
    # upper limit: lithium's 46e-6 from 123 to 296 K is 0.796 %, cubed 2.407 %
    silicide = limits.loc["Li15Si4"]
    assert silicide["ratio"] == pytest.approx(3.7514, abs=1e-4)
    assert silicide["ratio_low"] == pytest.approx(3.7514 * (1 - 0.000254), abs=2e-4)
    assert silicide["ratio_high"] == pytest.approx(3.7514 * 1.02407, abs=2e-4)
    assert silicide["minimum_porosity_high"] == pytest.approx(0.7397, abs=1e-4)
    assert silicide["capacity_per_charged_low_mAh_cm3"] == pytest.approx(2221.7 / 1.02407, abs=0.1)
    # NaGe: half a digit of 12.33, 6.7, 11.42 is 0.0405, 0.746 and 0.0438 %; of Ge 3 x 0.0000088
    sodium = limits.loc["NaGe"]
    assert sodium["ratio_high"] / sodium["ratio"] - 1 == pytest.approx(0.00833, abs=5e-5)
    # NaSn: a twice 0.001/10.475, c 0.002/17.412 and of tin a twice 0.00005/5.8318, c 0.00005/3.1819
    stannide = limits.loc["NaSn"]
    assert stannide["ratio_high"] / stannide["ratio"] - 1 == pytest.approx(0.000339, abs=2e-6)


def test_a_warm_cell_of_li15si4_lies_within_the_limits():
    """At 10.685 A the lithiated alloy holds 2,189 mAh/cm3, near the 2,190 of Table 1."""
    row = data.read("other_cells").query("phase == 'Li15Si4'").iloc[0]
    assert row["status"] == "unconfirmed"
    per_silicon = row["a_angstrom"] ** 3 / 16  # against 5.431^3 / 8 = 20.024
    held = 2.3290 * 3578.6 / (per_silicon / 20.024)
    assert held == pytest.approx(2189, abs=1)
    limits = cell_limits.cell_ranges().set_index("phase").loc["Li15Si4"]
    low, high = (limits[f"capacity_per_charged_{end}_mAh_cm3"] for end in ("low", "high"))
    assert low < held < high


def test_products_by_unit_cells_and_as_printed():
    """Worked by hand from cells and print; 1,849 is 1,624 x 5.35 / 4.7, for example."""
    frame = cell_limits.product_readings().set_index("alloying_product")
    required = {"NaGe": 0.557, "Li3Sb": 0.575, "NaSi": 0.587, "Na15Sn4": 0.809}
    found = frame.loc[list(required), "minimum_porosity"]
    assert found.to_list() == pytest.approx(list(required.values()), abs=5e-4)
    lithium = frame.loc[["Li22Ge5", "Li22Sn5", "Li3Sb"]]
    charged = lithium["capacity_per_charged_mAh_cm3"].to_list()
    assert charged == pytest.approx([2335, 2024, 1881], abs=1)
    assert lithium["as_printed_charged_mAh_cm3"].to_list() == pytest.approx(
        [1849, 1645, 1470], abs=1
    )


def test_a_cell_refined_with_the_unresolved_doublet_is_larger():
    tin = next(found for found in crystal_phases.refined() if found.phase == "Na15Sn4")
    # 13.172 x 1.5418 / 1.5406 = 13.182 A, cubed over 16 and over the 27.054 A3 of tin
    assert tin.ratio_if_doublet == pytest.approx(13.1823**3 / 16 / 27.054, abs=5e-4)
    assert "13.182 Å with the unresolved doublet" in tin.written


def test_sources_of_one_phase_differ_by_no_more_than_is_assumed_of_one_that_was_not_read():
    known = crystal_phases.phases().set_index("phase")
    others = data.read("other_cells").query("phase != 'Li15Si4'")  # at two temperatures
    apart = []
    for row in others.to_dict("records"):
        own = known.loc[row["phase"]]
        c = row["c_angstrom"] / own["c_angstrom"] if row["c_angstrom"] > 0 else None
        a = row["a_angstrom"] / own["a_angstrom"]
        apart.append(abs(100 * (a**2 * (c or a) - 1)))
    assert max(apart) == pytest.approx(tolerances.UNCONFIRMED_VOLUME_PERCENT, abs=0.05)


def test_porous_particles_of_an_alloy():
    # the fact sheet: Li15Si4 holds 2222 mAh/cm3 charged, whatever its pores, up to p_min 0.733
    frame = hosts_tables.by_porosity(["Li15Si4"], np.array([0.0, 0.5, 0.733, 0.9]))
    charged = frame["capacity_per_charged_mAh_cm3"]
    assert charged[:3].tolist() == pytest.approx([2222] * 3, rel=1e-3)
    assert charged[3] < 900
    assert frame["external_expansion_percent"][2] == pytest.approx(0.2, abs=0.2)
    # 0.9 / (0.1 x 2.329 x 3578.6) cm3 a mAh
    assert frame["electrolyte_mL_Ah"][3] == pytest.approx(1.080, abs=0.001)
