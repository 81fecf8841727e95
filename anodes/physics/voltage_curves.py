"""Voltage curves from phases: a staircase of two-phase equilibria, and its derivative dQ/dV.

Between two phases of a binary system the potential is constant (Gibbs' phase rule); Faraday's law
gives the length of each step. Hysteresis, rate and films are added by whoever draws a curve.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from anodes.physics.faraday import AVOGADRO_PER_MOL, FARADAY_C_MOL
from anodes.physics.rounding import total
from anodes.physics.types import Real

if TYPE_CHECKING:
    from collections.abc import Sequence

BOLTZMANN_J_K = 1.380649e-23  # exact since the SI of 2019


def staircase_V(
    capacity_mAh_g: Real, ends_mAh_g: Sequence[float], potentials_V: Sequence[float]
) -> Real:
    """Equilibrium potential of a host with one phase after another, V_i up to C_i.

    Parameters
    ----------
    capacity_mAh_g
        C, the charge taken up so far, in mAh per gram of host.
    ends_mAh_g
        C_i, the capacity at which each step ends, in ascending order.
    potentials_V
        V_i, the potential of each step.

    Returns
    -------
    float or array
        In volts; beyond the last step its potential.

    Notes
    -----
    Where two phases of a binary system are in equilibrium, Gibbs' phase rule fixes the potential at
    a given temperature and pressure. The solubility of ions in each phase is neglected.

    Examples
    --------
    >>> [staircase_V(c, [200.0, 500.0], [0.7, 0.4]) for c in (100.0, 200.0, 300.0)]
    [0.7, 0.7, 0.4]
    """
    falls = zip(potentials_V[1:], potentials_V, ends_mAh_g, strict=False)
    after = [(now - before) * (capacity_mAh_g > end) for now, before, end in falls]
    return potentials_V[0] + total(after) + 0 * capacity_mAh_g


def staircase_energy_mWh_g(
    capacity_mAh_g: Real, ends_mAh_g: Sequence[float], potentials_V: Sequence[float]
) -> Real:
    """Area below the equilibrium staircase, sum_i V_i (C_i - C_(i-1)).

    Parameters
    ----------
    capacity_mAh_g
        Charge up to which the area is counted, at most the end of the last step.
    ends_mAh_g, potentials_V
        C_i and V_i, end and potential of each step.

    Returns
    -------
    float or array
        In mWh per gram of host; divided by the charge, the mean potential in volts.

    Examples
    --------
    A mean of (200 x 0.7 + 300 x 0.4) / 500 = 0.52 V:

    >>> round(staircase_energy_mWh_g(500.0, [200.0, 500.0], [0.7, 0.4]) / 500, 2)
    0.52
    """
    falls = zip(potentials_V[1:], potentials_V, ends_mAh_g, strict=False)
    less = [
        (now - before) * (capacity_mAh_g - end) * (capacity_mAh_g > end)
        for now, before, end in falls
    ]
    return potentials_V[0] * capacity_mAh_g + total(less)


def thermal_voltage_V(temperature_K: Real) -> Real:
    """Width that thermal motion gives to a voltage step, k T / e.

    Parameters
    ----------
    temperature_K
        T in kelvin.

    Returns
    -------
    float or array
        In volts.

    Notes
    -----
    Ions that fill equal sites at random, without interacting, have the potential
    V = V_0 - (kT/e) ln(y / (1 - y)) at the occupancy y (lattice gas, Langmuir isotherm).

    Examples
    --------
    >>> round(thermal_voltage_V(298.15), 4)
    0.0257
    """
    return BOLTZMANN_J_K * AVOGADRO_PER_MOL / FARADAY_C_MOL * temperature_K


def smoothed_capacity_mAh_g(
    potential_V: Real, ends_mAh_g: Sequence[float], potentials_V: Sequence[float], width_V: Real
) -> Real:
    """Charge stored if each step is smoothed, the sum of q_i / (1 + e^((V - V_i)/w)).

    Parameters
    ----------
    potential_V
        V, the potential in volts.
    ends_mAh_g, potentials_V
        As in `staircase_V`; q_i is the length of a step.
    width_V
        w, greater than zero.

    Returns
    -------
    float or array
        In mAh per gram of host.

    Notes
    -----
    For w = kT/e this is a lattice gas on each step (`thermal_voltage_V`); measured steps have
    another width and shape, so w serves as a parameter.

    Examples
    --------
    At the potential of a single step half of its charge is stored:

    >>> smoothed_capacity_mAh_g(0.4, [300.0], [0.4], 0.02)
    150.0
    """
    return total(
        length * _occupancy(potential_V, middle, width_V)
        for length, middle in _lengths(ends_mAh_g, potentials_V)
    )


def differential_capacity_mAh_g_V(
    potential_V: Real, ends_mAh_g: Sequence[float], potentials_V: Sequence[float], width_V: Real
) -> Real:
    """Height of dQ/dV, the derivative of `smoothed_capacity_mAh_g`, as a positive number.

    Parameters
    ----------
    potential_V, ends_mAh_g, potentials_V, width_V
        As in `smoothed_capacity_mAh_g`.

    Returns
    -------
    float or array
        In mAh per gram and volt, the sum of q_i y_i (1 - y_i) / w, where y_i is the
        occupancy 1 / (1 + e^((V - V_i)/w)).

    Notes
    -----
    Each step becomes a peak of height q_i / 4w; the area of the peak is the charge q_i.

    Examples
    --------
    >>> differential_capacity_mAh_g_V(0.4, [300.0], [0.4], 0.025)
    3000.0
    """
    return total(
        length * filled * (1 - filled) / width_V
        for length, middle in _lengths(ends_mAh_g, potentials_V)
        for filled in [_occupancy(potential_V, middle, width_V)]
    )


def film_capacity_mAh_g(reversible_mAh_g: Real, ice_percent: Real) -> Real:
    """Charge that a film takes if it alone causes the first-cycle loss, C (100/ICE - 1).

    Parameters
    ----------
    reversible_mAh_g
        C, the first delithiation or desodiation capacity.
    ice_percent
        ICE, the initial coulombic efficiency, in percent.

    Returns
    -------
    float or array
        In the unit of C; the first lithiation or sodiation is C / ICE.

    Examples
    --------
    >>> film_capacity_mAh_g(800.0, 80.0)
    200.0
    """
    return reversible_mAh_g * (100 / ice_percent - 1)


def line_V(charged_percent: Real, mean_V: Real | float, span_V: Real | float) -> Real:
    """Potential of a model cathode, a straight line V = V_m + s (q - 1/2).

    Parameters
    ----------
    charged_percent
        q, the charge that has left the cathode, in percent of what it cycles.
    mean_V, span_V
        V_m, the mean potential, and s, the difference between charged and discharged, in volts.

    Returns
    -------
    float or array
        In volts. A line stands in for a measured curve: an assumption.

    Examples
    --------
    >>> [round(line_V(q, 3.8, 0.8), 2) for q in (0.0, 50.0, 100.0)]
    [3.4, 3.8, 4.2]
    """
    return mean_V + span_V * (charged_percent / 100 - 0.5)


def voltage_efficiency_percent(cathode_V: Real, mean_V: Real, hysteresis_V: Real) -> Real:
    """Energy that a full cell returns for equal charge, 100 (V_c - V_a - h/2) / (V_c - V_a + h/2).

    Parameters
    ----------
    cathode_V, mean_V
        V_c and V_a, mean potentials of cathode and anode at equilibrium, in volts.
    hysteresis_V
        h, the difference between the mean potentials of delithiation and lithiation of the anode.

    Returns
    -------
    float or array
        In percent. The cathode is taken to have no hysteresis.

    Examples
    --------
    >>> voltage_efficiency_percent(3.9, 0.4, 0.5)
    86.66666666666667
    """
    apart = cathode_V - mean_V
    return 100 * (apart - hysteresis_V / 2) / (apart + hysteresis_V / 2)


def _occupancy(potential_V: Real, middle_V: float, width_V: Real) -> Real:
    """Share of the sites of a step that are filled at a potential."""
    filled: Real = 1 / (1 + math.e ** ((potential_V - middle_V) / width_V))
    return filled


def _lengths(
    ends_mAh_g: Sequence[float], potentials_V: Sequence[float]
) -> list[tuple[float, float]]:
    """Length and potential of each step."""
    starts = [0, *ends_mAh_g]
    pairs = zip(starts, ends_mAh_g, potentials_V, strict=False)
    return [(end - start, middle) for start, end, middle in pairs]
