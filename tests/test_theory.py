"""Formulae against hand calculation and the literature, never against themselves."""

import numpy as np
import pytest

from anodes import theory


def test_faraday_constant_is_the_exact_si_value():
    assert pytest.approx(96485.33212, abs=1e-5) == theory.FARADAY_C_MOL


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
    assert theory.specific_capacity(x, host) == pytest.approx(capacity, abs=0.06)
    assert theory.guest_per_host(capacity, host) == pytest.approx(x, rel=2e-4)


def test_c_rate_of_the_rate_that_fills_in_two_hours():
    assert theory.c_rate(0.4235, 0.847) == 0.5


def test_retention_and_fade():
    # [38]: 2,919 to 1,222 in 200 cycles; 1222/2919 = 0.41864, its 200th root 0.995656
    assert theory.retention_percent(1222, 2919) == pytest.approx(41.864, abs=1e-3)
    assert theory.fade_percent_per_cycle(1222, 2919, 200) == pytest.approx(0.4344, abs=1e-4)
    assert theory.fade_percent_per_cycle(2111, 2111, 50) == 0
    assert theory.fade_percent_per_cycle(1400, 1216, 100) < 0


def test_first_cycle_loss():
    assert theory.first_cycle_loss_percent(77) == 23


def test_needed_efficiency():
    # 0.8^(1/1000) = 0.99977688
    assert theory.needed_efficiency_percent(80, 1000) == pytest.approx(99.977688, abs=1e-6)
    assert theory.inventory_left_percent(100, 99.977688, 1000) == pytest.approx(80, abs=1e-3)


def test_ratio_is_not_expansion():
    assert theory.volume_ratio(300) == 4
    assert theory.expansion_percent(4) == 300


def test_volumetric_capacity():
    assert theory.capacity_per_host_volume(3578.6, 2.3291) == pytest.approx(8334.9, abs=0.1)
    # Li15Si4: 8335 mAh per cm3 of silicon, R = 3.75 -> 2222 mAh per cm3 of alloy
    assert theory.capacity_per_alloy_volume(3578.6, 2.3291, 3.751) == pytest.approx(2222, abs=0.5)


@pytest.mark.parametrize(("ratio", "porosity"), [(3.751, 0.733), (5.24, 0.809), (2.35, 0.575)])
def test_least_porosity(ratio, porosity):
    assert theory.least_porosity(ratio) == pytest.approx(porosity, abs=1e-3)


def test_porous_particle_at_and_around_the_least_porosity():
    capacity, density, ratio = 1000.0, 2.0, 4.0  # p_min = 0.75, rho C / R = 500
    charged = theory.capacity_per_charged_particle
    assert charged(0.0, capacity, density, ratio) == 500
    assert charged(0.5, capacity, density, ratio) == 500
    assert charged(0.75, capacity, density, ratio) == 500
    assert charged(0.9, capacity, density, ratio) == pytest.approx(200)
    assert theory.capacity_per_pristine_particle(0.9, capacity, density) == pytest.approx(200)
    assert theory.outward_growth_percent(0.5, ratio) == 100
    assert theory.outward_growth_percent(0.75, ratio) == 0
    assert theory.outward_growth_percent(0.9, ratio) == 0


def test_arrays_go_through():
    porosity = np.array([0.5, 0.9])
    values = theory.capacity_per_charged_particle(porosity, 1000.0, 2.0, 4.0)
    np.testing.assert_allclose(values, [500, 200])
