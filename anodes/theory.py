"""What physics gives: capacity by Faraday's law, retention, fade, swelling and porosity.

Pure functions of plain numbers or arrays. Notation: host M, guest A (Li or Na),
x guest atoms per host atom, R = V/V0 the volume ratio of alloy to pristine host.
Atomic weights come from periodictable, F from the exact SI constants.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    import numpy as np

ELEMENTARY_CHARGE_C = 1.602176634e-19  # exact since the SI of 2019
AVOGADRO_PER_MOL = 6.02214076e23  # exact since the SI of 2019
FARADAY_C_MOL = ELEMENTARY_CHARGE_C * AVOGADRO_PER_MOL
COULOMB_PER_MAH = 3.6

Real = TypeVar("Real", float, "np.ndarray")


@cache
def molar_mass(formula: str) -> float:
    """Molar mass in g/mol, for instance of 'Si'; atomic weights of periodictable."""
    import periodictable

    return float(periodictable.formula(formula).mass)


def specific_capacity(guest_per_host: Real, host: str) -> Real:
    """Theoretical capacity C = x F / (3.6 M) in mAh per gram of pristine host.

    >>> round(specific_capacity(15 / 4, "Si"), 1)
    3578.6
    """
    return guest_per_host * FARADAY_C_MOL / (COULOMB_PER_MAH * molar_mass(host))


def guest_per_host(capacity_mAh_g: Real, host: str) -> Real:
    """x in A_xM for a capacity in mAh per gram of host: Faraday's law read backwards."""
    return capacity_mAh_g / specific_capacity(1.0, host)


def c_rate(current_A_g: Real, one_c_A_g: Real) -> Real:
    """Multiples of the 1 C current; both currents in A/g."""
    return current_A_g / one_c_A_g


def retention_percent(capacity: Real, initial_capacity: Real) -> Real:
    """100 C_N / C_0, both capacities in one unit. Like for like only at equal currents."""
    return 100 * capacity / initial_capacity


def fade_percent_per_cycle(capacity: Real, initial_capacity: Real, cycles: Real) -> Real:
    """Constant relative loss a cycle, 100 (1 - (C_N/C_0)^(1/N)); negative where capacity grew."""
    return 100 * (1 - (capacity / initial_capacity) ** (1 / cycles))


def first_cycle_loss_percent(ice_percent: Real) -> Real:
    """Charge that does not come back in the first cycle, 100 - ICE, in % of the charge put in."""
    return 100 - ice_percent


def needed_efficiency_percent(retention_percent: Real, cycles: Real) -> Real:
    """Average coulombic efficiency r^(1/N) in %, if lost charge is all that is lost.

    Holds for a full cell with a limited inventory of Li or Na; 80 % after 1,000 cycles
    needs 99.978 %.
    """
    return 100 * (retention_percent / 100) ** (1 / cycles)


def inventory_left_percent(ice_percent: Real, efficiency_percent: Real, cycles: Real) -> Real:
    """Charge left after the first and `cycles` further cycles, ICE x CE^N, in %."""
    return ice_percent * (efficiency_percent / 100) ** cycles


def volume_ratio(expansion_percent: Real) -> Real:
    """R = V/V0 from the volume expansion (R - 1) x 100 %: an expansion of 300 % is R = 4."""
    return 1 + expansion_percent / 100


def expansion_percent(ratio: Real) -> Real:
    """Volume expansion (R - 1) x 100 % from the volume ratio R."""
    return 100 * (ratio - 1)


def capacity_per_host_volume(capacity_mAh_g: Real, density_g_cm3: Real) -> Real:
    """rho C in mAh per cm3 of pristine host: what is there before charging."""
    return capacity_mAh_g * density_g_cm3


def capacity_per_alloy_volume(capacity_mAh_g: Real, density_g_cm3: Real, ratio: Real) -> Real:
    """rho C / R in mAh per cm3 of fully charged alloy: the room that the cell must give."""
    return capacity_mAh_g * density_g_cm3 / ratio


def least_porosity(ratio: Real) -> Real:
    """p_min = 1 - 1/R: pore share of a particle that could take all the swelling inward.

    A lower bound: it supposes that pores fill completely and nothing is compressed.
    """
    return 1 - 1 / ratio


def outward_growth_percent(porosity: Real, ratio: Real) -> Real:
    """Growth of a porous particle's outer volume, 100 max(0, (1-p) R - 1) %."""
    grown = (1 - porosity) * ratio - 1
    return 100 * grown * (grown > 0)


def capacity_per_charged_particle(
    porosity: Real, capacity_mAh_g: Real, density_g_cm3: Real, ratio: Real
) -> Real:
    """Q(p) = (1-p) rho C / max(1, (1-p) R) in mAh per cm3 of charged porous particle.

    Below `least_porosity` it does not depend on p; above, it falls linearly.
    """
    solid = 1 - porosity
    swollen = solid * ratio
    charged = swollen + (1 - swollen) * (swollen < 1)
    return solid * capacity_mAh_g * density_g_cm3 / charged


def capacity_per_pristine_particle(
    porosity: Real, capacity_mAh_g: Real, density_g_cm3: Real
) -> Real:
    """Q0(p) = (1-p) rho C in mAh per cm3 of porous particle before charging."""
    return (1 - porosity) * capacity_mAh_g * density_g_cm3
