"""Voltage curves and the balance of a full cell, against numbers worked out by hand."""

import math

import numpy as np
import pytest

from anodes import analysis, data
from anodes.physics import cell_balance, cell_stack, cycling, voltage_curves

ENDS, VOLTS = [200.0, 500.0, 600.0], [0.7, 0.4, 0.1]


@pytest.mark.parametrize(
    ("capacity", "volts", "energy"),
    # areas by hand: 0.7 x 200 = 140, + 0.4 x 300 = 260, + 0.1 x 100 = 270 mWh/g
    [(0, 0.7, 0), (200, 0.7, 140), (201, 0.4, 140.4), (500, 0.4, 260), (600, 0.1, 270)],
)
def test_a_staircase_and_its_area(capacity, volts, energy):
    assert voltage_curves.staircase_V(capacity, ENDS, VOLTS) == pytest.approx(volts)
    area = voltage_curves.staircase_energy_mWh_g(capacity, ENDS, VOLTS)
    assert area == pytest.approx(energy)


def test_a_staircase_takes_arrays():
    found = voltage_curves.staircase_V(np.array([100.0, 300.0, 550.0]), ENDS, VOLTS)
    assert list(found) == pytest.approx([0.7, 0.4, 0.1])


def test_the_thermal_voltage_is_that_of_the_handbooks():
    assert voltage_curves.thermal_voltage_V(298.15) == pytest.approx(0.0256926, abs=1e-7)
    assert voltage_curves.thermal_voltage_V(300.0) == pytest.approx(0.0258520, abs=1e-7)


def test_a_peak_has_its_height_at_its_step_and_its_area_is_the_charge():
    # 200 / (4 x 0.01) = 5,000 mAh/g/V; the neighbours are thirty widths away
    at = voltage_curves.differential_capacity_mAh_g_V(0.7, ENDS, VOLTS, 0.01)
    assert at == pytest.approx(5000, rel=1e-6)
    # y = 1/4 at V = V_i + w ln 3; the height is q x 3/16 / w
    beside = voltage_curves.differential_capacity_mAh_g_V(
        0.7 + 0.01 * math.log(3), ENDS, VOLTS, 0.01
    )
    assert beside == pytest.approx(200 * 3 / 16 / 0.01, rel=1e-6)
    volts = np.linspace(0.55, 0.85, 3001)
    peak = voltage_curves.differential_capacity_mAh_g_V(volts, ENDS, VOLTS, 0.01)
    assert np.trapezoid(peak, volts) == pytest.approx(200, rel=1e-4)


def test_what_is_stored_at_a_potential():
    stored = [voltage_curves.smoothed_capacity_mAh_g(v, ENDS, VOLTS, 0.01) for v in (0.55, 0.4, -1)]
    assert stored == pytest.approx([200, 200 + 150, 600], abs=1e-3)


def test_two_peaks_of_one_charge_merge_where_the_chapter_says():
    """At 2 w ln(2 + sqrt 3) the middle is no longer a minimum."""
    apart = 2 * 0.02 * math.log(2 + math.sqrt(3))

    def dips(distance):
        low, high = 0.4 - distance / 2, 0.4 + distance / 2
        height = [
            voltage_curves.differential_capacity_mAh_g_V(v, [100.0, 200.0], [high, low], 0.02)
            for v in (0.4, 0.4005)
        ]
        return height[0] < height[1]

    assert dips(1.01 * apart)
    assert not dips(0.99 * apart)


def test_films_and_hysteresis():
    assert voltage_curves.film_capacity_mAh_g(993.4, 76) == pytest.approx(313.7, abs=0.05)
    # (3.346 - 0.1) / (3.346 + 0.1)
    found = voltage_curves.voltage_efficiency_percent(3.85, 0.504, 0.2)
    assert found == pytest.approx(94.196, abs=1e-3)
    assert voltage_curves.voltage_efficiency_percent(3.85, 0.504, 0) == 100


def test_current_per_area():
    assert cell_stack.areal_current_mA_cm2(0.2, 5.0) == 1.0


@pytest.mark.parametrize(
    ("ratio", "ice", "cathode", "capacity"),
    # P = 100 units, first charge 100 / ICE_c, film N (1/ICE_a - 1), at most 100
    [
        (1.1, 76, 88, 113.636 - 110 * 0.315789),
        (1.2, 80, 90, 111.111 - 120 * 0.25),
        (1.1, 92, 88, 100),
        (1.6, 40, 90, 0),  # a film larger than the first charge
    ],
)
def test_capacity_of_a_cell_whose_film_goes_with_the_mass(ratio, ice, cathode, capacity):
    left = cell_balance.inventory_after_film_percent(ratio, ice, cathode)
    assert cycling.cell_capacity_percent(left, cathode) == pytest.approx(capacity, abs=1e-3)


def test_the_first_charge_just_fits_at_the_least_ratio():
    for ice, cathode in ((76, 88), (92, 88), (60, 95)):
        least = cell_balance.least_negative_to_positive(ice, cathode)
        left = cell_balance.inventory_after_film_percent(least, ice, cathode)
        assert left == pytest.approx(ice)  # as if the loss went with the charge
        filling = cell_balance.anode_filling_percent(left, least, cathode)
        assert filling == pytest.approx(100)


def test_steps_are_those_of_faradays_law_and_have_the_means_of_the_sources():
    steps = analysis.voltage_steps()
    assert list(steps["system"].unique()) == ["Li-Sn", "Na-Sn"]  # antimony's have no phases
    means = data.read("potentials").set_index("system")["mean_potential_V"]
    for system, own in steps.groupby("system"):
        ends, volts = list(own["step_end_mAh_g"]), list(own["potential_V"])
        mean = voltage_curves.staircase_energy_mWh_g(ends[-1], ends, volts) / ends[-1]
        assert mean == pytest.approx(means[system], abs=5e-4)
    # by hand: 26801.48 / 118.71 = 225.773 mAh/g for each ion per tin atom
    ends = steps.query("system == 'Na-Sn'")["step_end_mAh_g"]
    by_hand = [225.773 * x for x in (1 / 3, 1 / 2, 1, 7 / 3, 15 / 4)]
    assert list(ends) == pytest.approx(by_hand, abs=0.01)
    lengths = steps.query("system == 'Na-Sn'")["step_mAh_g"]
    assert lengths.sum() == pytest.approx(225.773 * 3.75, abs=0.01)
