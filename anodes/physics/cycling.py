"""Coulombic efficiency, capacity retention and fade over many cycles."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from anodes.physics.types import Real

if TYPE_CHECKING:
    from collections.abc import Callable


def coulombic_efficiency_percent(given_back: Real, taken_up: Real) -> Real:
    """100 x charge given back over charge taken up in one cycle; ICE in the first.

    For the anode of a half cell what is given back is the charge, what is taken up the discharge.
    """
    return 100 * given_back / taken_up


def retention_percent(capacity: Real, initial_capacity: Real) -> Real:
    """100 C_N / C_0, both capacities in one unit. Like for like only at equal currents."""
    return 100 * capacity / initial_capacity


def fade_percent_per_cycle(capacity: Real, initial_capacity: Real, cycles: Real) -> Real:
    """Constant relative loss a cycle, 100 (1 - (C_N/C_0)^(1/N)); negative where capacity grew."""
    kept: Real = (capacity / initial_capacity) ** (1 / cycles)
    return 100 * (1 - kept)


def first_cycle_loss_percent(ice_percent: Real) -> Real:
    """Charge that does not come back in the first cycle, 100 - ICE, in % of the charge put in."""
    return 100 - ice_percent


def needed_efficiency_percent(retention_percent: Real, cycles: Real) -> Real:
    """Average coulombic efficiency r^(1/N) in %, if lost charge is all that is lost.

    Holds for a full cell with a limited inventory of Li or Na; 80 % after 1,000 cycles
    needs 99.978 %.
    """
    kept: Real = (retention_percent / 100) ** (1 / cycles)
    return 100 * kept


def inventory_left_percent(ice_percent: Real, efficiency_percent: Real, cycles: Real) -> Real:
    """Charge left after the first and `cycles` further cycles, ICE x CE^N, in %."""
    kept: Real = (efficiency_percent / 100) ** cycles
    return ice_percent * kept


def cycles_left(
    ice_percent: Real,
    efficiency_percent: Real,
    goal_percent: Real,
    log: Callable[[Any], Any] = math.log,
) -> Real:
    """Cycles after which `inventory_left_percent` has fallen to a goal, ln(goal/ICE) / ln(CE).

    Negative where the first cycle alone goes below the goal.
    """
    cycles: Real = log(goal_percent / ice_percent) / log(efficiency_percent / 100)
    return cycles
