"""Coulombic efficiency, retention and fade over many cycles, and how long cycling takes."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from anodes.physics.types import Real

if TYPE_CHECKING:
    from collections.abc import Callable


def coulombic_efficiency_percent(given_back: Real, taken_up: Real) -> Real:
    """Charge returned over charge taken up in one cycle, 100 C_out / C_in.

    In the first cycle it is the initial coulombic efficiency (ICE).

    Parameters
    ----------
    given_back
        C_out, capacity of delithiation or desodiation: the charge of a half cell of an anode.
    taken_up
        C_in, capacity of lithiation or sodiation: its discharge. Both in one unit.

    Returns
    -------
    float or array
        In percent.

    Examples
    --------
    >>> coulombic_efficiency_percent(2400, 3000)
    80.0
    """
    return 100 * given_back / taken_up


def first_capacity(reversible_capacity: Real, ice_percent: Real | float) -> Real:
    """What an electrode takes up or releases at first, so that this much is returned: C / ICE.

    Parameters
    ----------
    reversible_capacity
        Capacity that the first cycle returns, in any unit.
    ice_percent
        Initial coulombic efficiency in percent.

    Returns
    -------
    float or array
        In the unit of the capacity: the first lithiation of an anode, the first charge of a
        cathode.

    Examples
    --------
    >>> first_capacity(4.0, 80.0)
    5.0
    """
    return 100 * reversible_capacity / ice_percent


def at_one_current(initial_current: Real, current: Real) -> Any:  # noqa: ANN401
    """Whether two capacities were measured at one current, I_N = I_0, so that they compare.

    Parameters
    ----------
    initial_current, current
        I_0 and I_N, currents in one unit; a missing one is NaN.

    Returns
    -------
    bool or array
        Equal within 10⁻⁹ of the unit, so that a current which was converted equals the one that
        was written; false where one is missing.

    Examples
    --------
    >>> at_one_current(0.2, 0.2), at_one_current(0.2, 2.0), at_one_current(0.2, float("nan"))
    (True, False, False)
    """
    return (initial_current - current) ** 2 <= 1e-18


def retention_percent(capacity: Real, initial_capacity: Real) -> Real:
    """Capacity retention, 100 C_N / C_0.

    Parameters
    ----------
    capacity, initial_capacity
        C_N and C_0, capacities in one unit. They can be compared only if both currents are equal.

    Returns
    -------
    float or array
        In percent.

    Examples
    --------
    >>> retention_percent(1200, 1500)
    80.0
    """
    return 100 * capacity / initial_capacity


def fade_percent_per_cycle(capacity: Real, initial_capacity: Real, cycles: Real) -> Real:
    """Constant relative loss per cycle, 100 (1 - (C_N/C_0)^(1/N)).

    Parameters
    ----------
    capacity, initial_capacity
        C_N and C_0, capacities after N cycles and at the start, in one unit.
    cycles
        N, number of cycles.

    Returns
    -------
    float or array
        In percent per cycle; negative where the capacity grew.

    Examples
    --------
    >>> round(fade_percent_per_cycle(1200, 1500, 100), 3)
    0.223
    """
    kept: Real = (capacity / initial_capacity) ** (1 / cycles)
    return 100 * (1 - kept)


def first_cycle_loss_percent(ice_percent: Real) -> Real:
    """Share of the first lithiation or sodiation that is not returned, 100 - ICE.

    Parameters
    ----------
    ice_percent
        Initial coulombic efficiency in percent.

    Returns
    -------
    float or array
        In percent of the charge taken up.

    Examples
    --------
    >>> first_cycle_loss_percent(82.0)
    18.0
    """
    return 100 - ice_percent


def needed_efficiency_percent(retention_percent: Real, cycles: Real) -> Real:
    """Mean coulombic efficiency that a retention requires, 100 (r/100)^(1/N).

    Parameters
    ----------
    retention_percent
        r, in percent.
    cycles
        N, number of cycles.

    Returns
    -------
    float or array
        In percent. It holds for a full cell with a limited inventory of Li or Na in which lost
        charge is the only loss.

    Examples
    --------
    >>> round(needed_efficiency_percent(80, 1000), 3)
    99.978
    """
    kept: Real = (retention_percent / 100) ** (1 / cycles)
    return 100 * kept


def inventory_left_percent(ice_percent: Real, efficiency_percent: Real, cycles: Real) -> Real:
    """Share of the inventory left after the first and N further cycles, ICE x CE^N.

    Parameters
    ----------
    ice_percent
        Initial coulombic efficiency in percent.
    efficiency_percent
        CE of each further cycle in percent.
    cycles
        N, number of cycles.

    Returns
    -------
    float or array
        In percent.

    Examples
    --------
    >>> round(inventory_left_percent(90, 99.9, 100), 1)
    81.4
    """
    kept: Real = (efficiency_percent / 100) ** cycles
    return ice_percent * kept


def cell_capacity_percent(inventory_percent: Real, cathode_ice_percent: Real | float) -> Real:
    """Capacity of a full cell as a share of what its cathode can cycle, min(1, I / ICE_c).

    All lithium comes from the cathode. Of its first charge the cathode takes back its own ICE at
    most, so what the anode keeps costs capacity only as far as it exceeds the cathode's loss.

    Parameters
    ----------
    inventory_percent
        I, the share of the cathode's first charge that can still move: the ICE of the anode, or
        `inventory_left_percent` after cycles.
    cathode_ice_percent
        ICE_c, initial coulombic efficiency of the cathode in percent.

    Returns
    -------
    float or array
        In percent of the reversible capacity of the cathode, 100 at most.

    Examples
    --------
    >>> cell_capacity_percent(66.0, 88.0)
    75.0
    """
    share = inventory_percent / cathode_ice_percent
    return 100 * (share - (share - 1) * (share > 1))


def fade_range_percent(
    capacity: Real, initial_capacity: Real, cycles: Real, rounding: tuple[Real, Real]
) -> tuple[Real, Real]:
    """Least and largest fade per cycle that two rounded capacities leave open.

    Parameters
    ----------
    capacity, initial_capacity
        Capacities after N cycles and at the start as they are printed, in one unit.
    cycles
        N, number of cycles.
    rounding
        Half of the last digit of each capacity, in the same unit and order.

    Returns
    -------
    tuple of float or array
        In percent per cycle, as `fade_percent_per_cycle`.

    Examples
    --------
    >>> low, high = fade_range_percent(1200.0, 1500.0, 100.0, (5.0, 5.0))
    >>> round(low, 3), round(high, 3)
    (0.215, 0.23)
    """
    half, initial_half = rounding
    least = fade_percent_per_cycle(capacity + half, initial_capacity - initial_half, cycles)
    return least, fade_percent_per_cycle(capacity - half, initial_capacity + initial_half, cycles)


def cycles_left(
    ice_percent: Real,
    efficiency_percent: Real,
    goal_percent: Real,
    log: Callable[[Any], Any] = math.log,
) -> Real:
    """Cycles after which the inventory has fallen to a goal, ln(goal/ICE) / ln(CE).

    Parameters
    ----------
    ice_percent, efficiency_percent
        As in `inventory_left_percent`.
    goal_percent
        Share of the inventory that shall be left, in percent.
    log
        Natural logarithm; another one for traced formulas and arrays.

    Returns
    -------
    float or array
        N; negative where the first cycle alone goes below the goal.

    Examples
    --------
    >>> round(cycles_left(90, 99.9, 80))
    118
    """
    cycles: Real = log(goal_percent / ice_percent) / log(efficiency_percent / 100)
    return cycles


def duration_days(capacity_mAh_g: Real, current_A_g: Real, cycles: Real) -> Real:
    """Time that a cycling test spends under current, t = 2 N C / (24000 I).

    Parameters
    ----------
    capacity_mAh_g
        C, the capacity of each half cycle in mAh per gram.
    current_A_g
        I, the current of both half cycles in A per gram.
    cycles
        N, number of cycles.

    Returns
    -------
    float or array
        In days. Assumed are one current in both directions and one capacity in all cycles;
        rests, holds at constant voltage, and slower cycles at the start are not counted.

    Notes
    -----
    A half cycle moves the charge C and takes C / I; a cycle has two.

    Examples
    --------
    >>> duration_days(1200, 0.1, 100)
    100.0
    """
    hours: Real = 2 * cycles * capacity_mAh_g / (1000 * current_A_g)
    return hours / 24


def throughput_Ah_g(capacity_mAh_g: Real, cycles: Real) -> Real:
    """Charge that passes in N cycles in both directions, 2 N C.

    Parameters
    ----------
    capacity_mAh_g
        C, the capacity of each half cycle in mAh per gram.
    cycles
        N, number of cycles.

    Returns
    -------
    float or array
        In Ah per gram. One capacity is assumed in all cycles.

    Examples
    --------
    >>> throughput_Ah_g(1200, 100)
    240.0
    """
    return 2 * cycles * capacity_mAh_g / 1000
