"""Coulombic efficiency, capacity retention and fade over many cycles."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from anodes.physics.types import Real

if TYPE_CHECKING:
    from collections.abc import Callable


def coulombic_efficiency_percent(given_back: Real, taken_up: Real) -> Real:
    """Charge returned over charge taken up in one cycle; in the first cycle it is the ICE.

    Parameters
    ----------
    given_back
        Capacity of delithiation or desodiation: the charge of a half cell of an anode.
    taken_up
        Capacity of lithiation or sodiation: its discharge. Both in one unit.

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


def retention_percent(capacity: Real, initial_capacity: Real) -> Real:
    """Capacity retention, 100 C_N / C_0.

    Parameters
    ----------
    capacity, initial_capacity
        Capacities in one unit. They can be compared only if both currents are equal.

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
        Capacities after N cycles and at the start, in one unit.
    cycles
        N.

    Returns
    -------
    float or array
        In percent per cycle; negative where the capacity grew.

    Examples
    --------
    >>> round(fade_percent_per_cycle(1200, 1500, 100), 3)
    0.223
    """
    return 100 * (1 - (capacity / initial_capacity) ** (1 / cycles))


def first_cycle_loss_percent(ice_percent: Real) -> Real:
    """Share of the first charge that is not returned, 100 - ICE.

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
    """Mean coulombic efficiency that a retention requires, r^(1/N).

    Parameters
    ----------
    retention_percent
        r, in percent.
    cycles
        N.

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
    return 100 * (retention_percent / 100) ** (1 / cycles)


def inventory_left_percent(ice_percent: Real, efficiency_percent: Real, cycles: Real) -> Real:
    """Share of the inventory left after the first and N further cycles, ICE x CE^N.

    Parameters
    ----------
    ice_percent
        Initial coulombic efficiency in percent.
    efficiency_percent
        CE of each further cycle in percent.
    cycles
        N.

    Returns
    -------
    float or array
        In percent.

    Examples
    --------
    >>> round(inventory_left_percent(90, 99.9, 100), 1)
    81.4
    """
    return ice_percent * (efficiency_percent / 100) ** cycles


def cycles_left(
    ice_percent: Real,
    efficiency_percent: Real,
    goal_percent: Real,
    log: Callable[[Real], Real] = math.log,
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
    return log(goal_percent / ice_percent) / log(efficiency_percent / 100)
