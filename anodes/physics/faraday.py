"""Capacities, currents and potentials that Faraday's law gives.

Atomic weights come from periodictable, the Faraday constant from the exact SI constants.
"""

from __future__ import annotations

from functools import cache

from anodes.physics.types import Real

ELEMENTARY_CHARGE_C = 1.602176634e-19  # exact since the SI of 2019
AVOGADRO_PER_MOL = 6.02214076e23  # exact since the SI of 2019
FARADAY_C_MOL = ELEMENTARY_CHARGE_C * AVOGADRO_PER_MOL
COULOMB_PER_MAH = 3.6


@cache
def molar_mass(formula: str) -> float:
    """Molar mass in g/mol, for instance of 'Si'; atomic weights of periodictable."""
    import periodictable

    return float(periodictable.formula(formula).mass)


@cache
def element_density(element: str) -> float:
    """Density of a solid element in g/cm3, as periodictable gives it."""
    import periodictable

    return float(getattr(periodictable, element).density)


def specific_capacity(guest_per_host: Real, host: str) -> Real:
    """Theoretical capacity C = x F / (3.6 M) in mAh per gram of pristine host.

    >>> round(specific_capacity(15 / 4, "Si"), 1)
    3578.6
    """
    return capacity_of_molar_mass(guest_per_host, molar_mass(host))


def capacity_of_molar_mass(guests: Real, molar_mass_g_mol: Real | float) -> Real:
    """x F / (3.6 M) in mAh per gram of whatever has the molar mass M and holds x guests.

    With M of the host it is the specific capacity; with M + x M(A), that per gram of alloy.
    """
    return guests * FARADAY_C_MOL / (COULOMB_PER_MAH * molar_mass_g_mol)


def guest_per_host(capacity_mAh_g: Real, host: str) -> Real:
    """x in A_xM for a capacity in mAh per gram of host: Faraday's law read backwards."""
    return capacity_mAh_g / specific_capacity(1.0, host)


def c_rate(current_A_g: Real, one_c_A_g: Real) -> Real:
    """Multiples of the 1 C current; both currents in A/g."""
    return current_A_g / one_c_A_g


def current_A_g(c_rate: Real, one_c_A_g: Real) -> Real:
    """The current in A/g of a C-rate: `c_rate` read backwards."""
    return c_rate * one_c_A_g


def minutes_of_charge(capacity_mAh_g: Real, current_A_g: Real) -> Real:
    """How long a capacity in mAh/g lasts at a current in A/g, in minutes."""
    return 60 * capacity_mAh_g / (1000 * current_A_g)


def capacity_of_guest_volume(guest_volume_cm3_mol: Real) -> Real:
    """F over the volume that a guest takes, in mAh/cm3: no alloy of that guest can hold more."""
    return FARADAY_C_MOL / COULOMB_PER_MAH / guest_volume_cm3_mol


def mean_potential_V(alloy_eV: Real, host_eV: Real, guest_eV: Real, guest_per_host: Real) -> Real:
    """V = -(G[A_xM] - x G[A] - G[M]) / x in volts against the metal of the guest.

    Free energies in eV per host atom for alloy and host, per atom for the guest's metal; one
    electron a guest makes eV volts.
    """
    return -(alloy_eV - guest_per_host * guest_eV - host_eV) / guest_per_host
