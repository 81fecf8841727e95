"""Formulae against hand calculation and the literature, never against themselves."""

import numpy as np
import pytest

from anodes.physics import cell_stack, cycling, faraday, pores, rounding


def test_faraday_constant_is_the_exact_si_value():
    assert pytest.approx(96485.33212, abs=1e-5) == faraday.FARADAY_C_MOL


@pytest.mark.parametrize(
    ("x", "host", "capacity"),
    # by hand with F = 26801.48 mAh/mol and Si 28.085, Sn 118.710, C 12.011, Sb 121.760, Ge 72.630
    [
        (22 / 5, "Si", 4198.9),
        (15 / 4, "Si", 3578.6),
        (15 / 4, "Sn", 846.6),
        (1 / 6, "C", 371.9),
        (3, "Sb", 660.4),
        (1, "Ge", 369.0),
    ],
)
def test_specific_capacity(x, host, capacity):
    assert faraday.specific_capacity(x, host) == pytest.approx(capacity, abs=0.06)
    assert faraday.ions_per_host(capacity, host) == pytest.approx(x, rel=2e-4)


def test_c_rate_of_the_rate_that_fills_in_two_hours():
    assert faraday.c_rate(0.4235, 0.847) == 0.5


def test_retention_and_fade():
    # [38]: 2,919 to 1,222 in 200 cycles; 1222/2919 = 0.41864, its 200th root 0.995656
    assert cycling.retention_percent(1222, 2919) == pytest.approx(41.864, abs=1e-3)
    assert cycling.fade_percent_per_cycle(1222, 2919, 200) == pytest.approx(0.4344, abs=1e-4)
    assert cycling.fade_percent_per_cycle(2111, 2111, 50) == 0
    assert cycling.fade_percent_per_cycle(1400, 1216, 100) < 0


def test_first_cycle_loss():
    assert cycling.first_cycle_loss_percent(77) == 23


def test_time_and_charge_of_a_cycling_test_by_hand():
    """Table 3, row 31: 586.7 mAh/g at 16 A/g take 132 s, 10,000 half cycles 367 h."""
    assert cycling.duration_days(586.7, 16, 5000) == pytest.approx(366.7 / 24, abs=0.01)
    assert cycling.throughput_Ah_g(586.7, 5000) == pytest.approx(5867)


def test_time_is_throughput_over_current():
    hours = 24 * cycling.duration_days(1200, 0.4, 75)
    assert 0.4 * hours == pytest.approx(cycling.throughput_Ah_g(1200, 75))


def test_needed_efficiency():
    # 0.8^(1/1000) = 0.99977688
    assert cycling.needed_efficiency_percent(80, 1000) == pytest.approx(99.977688, abs=1e-6)
    assert cycling.inventory_left_percent(100, 99.977688, 1000) == pytest.approx(80, abs=1e-3)


def test_ratio_is_not_expansion():
    assert pores.volume_ratio(300) == 4
    assert pores.expansion_percent(4) == 300


def test_volumetric_capacity():
    assert pores.capacity_per_host_volume(3578.6, 2.3291) == pytest.approx(8334.9, abs=0.1)
    # Li15Si4: 8335 mAh per cm3 of silicon, R = 3.75 -> 2222 mAh per cm3 of alloy
    assert pores.capacity_per_alloy_volume(3578.6, 2.3291, 3.751) == pytest.approx(2222, abs=0.5)


@pytest.mark.parametrize(("ratio", "porosity"), [(3.751, 0.733), (5.24, 0.809), (2.35, 0.575)])
def test_least_porosity(ratio, porosity):
    assert pores.minimum_porosity(ratio) == pytest.approx(porosity, abs=1e-3)


def test_porous_particle_at_and_around_the_least_porosity():
    capacity, density, ratio = 1000.0, 2.0, 4.0  # p_min = 0.75, rho C / R = 500
    charged = pores.capacity_per_charged_particle
    assert charged(0.0, capacity, density, ratio) == 500
    assert charged(0.5, capacity, density, ratio) == 500
    assert charged(0.75, capacity, density, ratio) == 500
    assert charged(0.9, capacity, density, ratio) == pytest.approx(200)
    assert pores.capacity_per_pristine_particle(0.9, capacity, density) == pytest.approx(200)
    assert pores.external_expansion_percent(0.5, ratio) == 100
    assert pores.external_expansion_percent(0.75, ratio) == 0
    assert pores.external_expansion_percent(0.9, ratio) == 0


def test_arrays_go_through():
    porosity = np.array([0.5, 0.9])
    values = pores.capacity_per_charged_particle(porosity, 1000.0, 2.0, 4.0)
    np.testing.assert_allclose(values, [500, 200])


def test_currents_and_times():
    assert faraday.current_A_g(0.5, 0.847) == pytest.approx(0.4235)
    assert faraday.minutes_of_charge(4200, 200) == pytest.approx(1.26)  # 76 s
    # [161]: 1,066 in, 674 out; the review prints 63 %
    assert cycling.coulombic_efficiency_percent(674, 1066) == pytest.approx(63.227, abs=1e-3)


def test_volume_that_an_ion_adds():
    # Li15Si4: R 3.751, Si 12.06 cm3/mol -> 2.751 x 12.06 / 3.75 = 8.85 cm3/mol of Li
    assert pores.ion_volume_cm3_mol(3.751, 12.06, 3.75) == pytest.approx(8.847, abs=1e-3)
    assert faraday.capacity_of_ion_volume(8.9) == pytest.approx(3011, abs=1)


def test_mean_potential_from_energies():
    # made up for the hand: host -5, metal -2, alloy with two ions -10 eV -> (10 - 4 - 5)/2
    assert faraday.mean_potential_V(-10.0, -5.0, -2.0, 2.0) == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("product", "precursor", "porosity"),
    # cm3 a mole of Si: 12.06 from Mg2Si 38.567; quartz 22.693 whose shape silicon keeps
    [(12.06, 38.567, 0.687), (12.06, 22.693, 0.4686)],
)
def test_pores_of_a_reaction_that_keeps_the_shape(product, precursor, porosity):
    assert pores.porosity_of_shrinking(product, precursor) == pytest.approx(porosity, abs=1e-3)


def test_pores_of_leaching():
    # Si + 2 MgO: 22.496 of 34.556 cm3; Al with 12.6 % Si by mass: 87.4/2.70 against 12.6/2.329
    assert pores.porosity_of_leaching(2 * 11.248, 12.06) == pytest.approx(0.651, abs=1e-3)
    assert pores.porosity_of_leaching(87.4 / 2.699, 12.6 / 2.329) == pytest.approx(0.857, abs=1e-3)


def test_packing_and_wetting():
    assert pores.tap_density(0.6, 0.5, 2.33) == pytest.approx(0.699)
    # half pores: 1/2.33 = 0.4292 cm3/g; at 3,579 mAh/g 0.1199 mL/Ah
    assert pores.pore_volume_cm3_g(0.5, 2.33) == pytest.approx(0.42918, abs=1e-5)
    assert pores.electrolyte_mL_Ah(0.5, 2.33, 3579) == pytest.approx(0.11992, abs=1e-5)


# 4 mAh/cm2, N/P 1.1, 195 mAh/g x 3.4 g/cm3 x 0.96 at 3.85 V, separator 12, Cu 8, Al 12 um,
# and a cathode without a first-cycle loss
STACK = cell_stack.Stack(4.0, 1.1, 195.0, 3.4, 0.96, 3.85, 12.0, 8.0, 12.0, 100.0)


@pytest.mark.parametrize(
    ("anode", "potential", "energy"),
    # by hand: cathode 62.84 um, anode 80, 44, 29.33, 19.80 um, the rest 22 um
    [(550, 0.1, 910), (1000, 0.4, 1071), (1500, 0.4, 1209), (2222, 0.4, 1319)],
)
def test_bare_stack(anode, potential, energy):
    got = cell_stack.stack_energy_Wh_L(anode, potential, STACK)
    assert got == pytest.approx(energy, abs=0.6)


def test_sizes_and_surfaces_by_hand():
    assert pores.radius_ratio(8.0) == pytest.approx(2.0)
    # spheres of 1 um at 1 g/cm3: 6 / (1e6 g/m3 x 1e-6 m) = 6 m2/g; wires two thirds of that
    assert pores.surface_m2_g(1000.0, 1.0) == pytest.approx(6.0)
    assert pores.surface_m2_g(1000.0, 1.0, wire=True) == pytest.approx(4.0)
    # channels of 10 nm that are half of a solid of 1 g/cm3: 4 x 0.5 / (1e-8 m x 0.5 x 1e6 g/m3)
    assert pores.pore_surface_m2_g(0.5, 10.0, 1.0) == pytest.approx(400.0)
    assert pores.relative_diffusion_time(100.0, 1000.0) == pytest.approx(0.01)
    assert cell_stack.areal_capacity_mAh_cm2(750.0, 4.0) == pytest.approx(3.0)


def test_pores_that_are_left_and_pores_that_swelling_speaks_of():
    # R = 4: a particle with p = 0.85 is filled to 0.6, one with p = 0.5 has doubled and is full
    assert pores.porosity_when_charged(0.85, 4.0) == pytest.approx(0.4)
    assert pores.porosity_when_charged(0.5, 4.0) == 0.0
    assert pores.porosity_of_growth(100.0, 4.0) == pytest.approx(0.5)
    assert pores.porosity_of_growth(0.0, 4.0) == pytest.approx(pores.minimum_porosity(4.0))


def test_volume_of_ions_is_the_way_back():
    assert pores.ratio_of_ions(3.75, 8.85, 12.06) == pytest.approx(1 + 3.75 * 8.85 / 12.06)
    back = pores.ion_volume_cm3_mol(3.75, 12.06, 3.75)
    assert pores.ratio_of_ions(3.75, back, 12.06) == pytest.approx(3.75)


def test_layers_of_a_stack_by_hand():
    # 4 x 1.1 mAh/cm2 at 550 mAh/cm3 are 80 um; 4 at 195 x 3.4 x 0.96 are 62.8 um
    layers = cell_stack.stack_layers_um(550.0, STACK)
    assert layers["anode"] == pytest.approx(80.0)
    assert layers["cathode"] == pytest.approx(62.85, abs=0.01)
    assert (layers["separator"], layers["copper"], layers["aluminium"]) == (12.0, 4.0, 6.0)


def test_a_stack_has_no_number_of_its_own():
    with pytest.raises(TypeError, match="10 required positional arguments"):
        cell_stack.Stack()


def test_a_full_cell_loses_only_what_the_anode_keeps_beyond_the_cathode():
    # all lithium is the cathode's: of 100 it can take back 88; an anode with 66 returns 66 of them
    assert cycling.cell_capacity_percent(66.0, 88.0) == pytest.approx(75.0)
    assert cycling.cell_capacity_percent(92.0, 88.0) == 100.0  # the cathode limits
    # 80 % of 88 is 70.4: the least ICE that a goal of 80 % leaves room for
    assert cycling.cell_capacity_percent(70.4, 88.0) == pytest.approx(80.0)
    # 100 x 0.999^100 = 90.479 is still above 88; after 200 cycles 81.865 are 93.03 % of 88
    left = cycling.inventory_left_percent(100.0, 99.9, 100.0)
    assert cycling.cell_capacity_percent(left, 88.0) == 100.0
    left = cycling.inventory_left_percent(100.0, 99.9, 200.0)
    assert cycling.cell_capacity_percent(left, 88.0) == pytest.approx(93.028, abs=1e-3)


def test_fade_from_rounded_capacities_by_hand():
    # 1,000 -> 900 in one cycle, both to tens: 905/995 = 0.90955 and 895/1005 = 0.89055
    low, high = cycling.fade_range_percent(900.0, 1000.0, 1.0, (5.0, 5.0))
    assert (low, high) == (pytest.approx(9.0452, abs=1e-4), pytest.approx(10.9453, abs=1e-4))


@pytest.mark.parametrize(
    ("printed", "half"),
    [(957.6, 0.05), (957.0, 0.5), (2110.0, 5.0), (3000.0, 5.0), (0.25, 0.005), (10.0, 5.0)],
)
def test_half_of_the_last_printed_digit(printed, half):
    assert rounding.half_last_digit(printed) == half


def test_electrolyte_of_whole_electrodes_by_hand():
    # graphite: 550/350 = 1.5714 g/cm3 of 2.261: void 0.305; 0.305 cm3 for 0.550 Ah
    void = pores.void_share(550 / 350, 2.261)
    assert void == pytest.approx(0.30498, abs=1e-5)
    assert pores.electrode_electrolyte_mL_Ah(void, 550.0) == pytest.approx(0.55451, abs=1e-5)
    # Si with 0.7334 pores, packing 0.62: 0.16529 solid, 1377.7 mAh/cm3, 0.83471 void
    void = pores.void_of_packing(0.62, 0.7334)
    assert void == pytest.approx(0.83471, abs=1e-5)
    solid = 0.62 * 0.2666 * 2.329 * 3578.6
    assert pores.electrode_electrolyte_mL_Ah(void, solid) == pytest.approx(0.6059, abs=1e-4)


@pytest.mark.parametrize(("ion", "held"), [("Li", 0.534 * 3861.9), ("Na", 0.971 * 1165.8)])
def test_capacity_of_a_metal_by_hand(ion, held):
    assert faraday.metal_capacity_mAh_cm3(ion) == pytest.approx(held, rel=1e-3)  # 2062, 1132


def test_a_ratio_on_three_lines_by_hand():
    # 1 x 9 + 1 x 8 + 2 x 7 = 31 cm3 to a host of 12 cm3; on the first line 0.5 x 9
    lines = ((1.0, 2.0), (9.0, 8.0, 7.0), 12.0)
    assert pores.ratio_of_steps(4.0, *lines) == pytest.approx(1 + 31 / 12)
    assert pores.ratio_of_steps(0.5, *lines) == pytest.approx(1 + 4.5 / 12)
