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
    """Molar mass of a formula.

    Parameters
    ----------
    formula
        A chemical formula such as "Si" or "Mg2Si".

    Returns
    -------
    float
        In g/mol, from the atomic weights of periodictable.

    Raises
    ------
    Exception
        From periodictable, for a formula that it cannot read.

    Examples
    --------
    >>> molar_mass("Si")
    28.085
    """
    import periodictable

    return float(periodictable.formula(formula).mass)


@cache
def element_density(element: str) -> float:
    """Density of a solid element.

    Parameters
    ----------
    element
        Its symbol.

    Returns
    -------
    float
        In g/cm3, as periodictable gives it.

    Examples
    --------
    >>> element_density("Cu")
    8.96
    """
    import periodictable

    return float(getattr(periodictable, element).density)


def specific_capacity(ions_per_host: Real, host: str) -> Real:
    """Theoretical capacity of a host that takes up working ions, C = x F / (3.6 M).

    Parameters
    ----------
    ions_per_host
        x, atoms of Li or Na per host atom; a number or an array.
    host
        M, molar mass of the pristine host, from its formula.

    Returns
    -------
    float or array
        In mAh per gram of pristine host.

    Notes
    -----
    Faraday's law, with F from the exact SI constants; 3.6 C are 1 mAh.

    Examples
    --------
    >>> round(specific_capacity(15 / 4, "Si"), 1)
    3578.6
    """
    return capacity_of_molar_mass(ions_per_host, molar_mass(host))


def capacity_of_molar_mass(ions: Real, molar_mass_g_mol: Real | float) -> Real:
    """Capacity per gram of anything that holds x ions, x F / (3.6 M).

    Parameters
    ----------
    ions
        x, ions in a formula unit; a number or an array.
    molar_mass_g_mol
        M of the formula unit in g/mol: of the host for a capacity per gram of host, of host and
        ions for one per gram of alloy.

    Returns
    -------
    float or array
        In mAh/g.

    Examples
    --------
    Graphite, LiC6, per gram of carbon:

    >>> round(capacity_of_molar_mass(1, 6 * 12.011), 1)
    371.9
    """
    return ions * FARADAY_C_MOL / (COULOMB_PER_MAH * molar_mass_g_mol)


def capacity_per_alloy(ions_per_host: Real, host: str, ion: str) -> Real:
    """Theoretical capacity of a lithiated or sodiated host, the mass of the ions counted too.

    Parameters
    ----------
    ions_per_host
        x, atoms of Li or Na per host atom; a number or an array.
    host
        Its molar mass is that of the pristine host.
    ion
        Li or Na; x of it are added to the mass.

    Returns
    -------
    float or array
        In mAh per gram of alloy: x F / (3.6 (M + x m)).

    Notes
    -----
    Faraday's law, as in `specific_capacity`, which is per gram of pristine host.

    Examples
    --------
    >>> round(capacity_per_alloy(2.5, "Si", "Li"))
    1475
    """
    mass = molar_mass(host) + ions_per_host * molar_mass(ion)
    return capacity_of_molar_mass(ions_per_host, mass)


def ions_per_host(capacity_mAh_g: Real, host: str) -> Real:
    """Composition that a capacity stands for: Faraday's law solved for x.

    Parameters
    ----------
    capacity_mAh_g
        In mAh per gram of host; a number or an array.
    host
        Formula of the pristine host.

    Returns
    -------
    float or array
        x, atoms of Li or Na per host atom.

    Examples
    --------
    >>> round(ions_per_host(3578.6, "Si"), 2)
    3.75
    """
    return capacity_mAh_g / specific_capacity(1.0, host)


def c_rate(current_A_g: Real, one_c_A_g: Real) -> Real:
    """Current as a multiple of the 1 C current, I / I_1C.

    Parameters
    ----------
    current_A_g
        I in A/g; a number or an array.
    one_c_A_g
        I_1C, the current that passes the reference capacity in one hour, in A/g.

    Returns
    -------
    float or array
        The C-rate, a pure number.

    Examples
    --------
    >>> c_rate(0.5, 2.0)
    0.25
    """
    return current_A_g / one_c_A_g


def current_A_g(c_rate: Real, one_c_A_g: Real) -> Real:
    """Current of a C-rate; the inverse of `c_rate`.

    Parameters
    ----------
    c_rate
        Multiples of the 1 C current; a number or an array.
    one_c_A_g
        The 1 C current in A/g.

    Returns
    -------
    float or array
        In A/g.

    Examples
    --------
    >>> current_A_g(0.25, 2.0)
    0.5
    """
    return c_rate * one_c_A_g


def minutes_of_charge(capacity_mAh_g: Real, current_A_g: Real) -> Real:
    """Time in which a constant current delivers a capacity, 60 C / (1000 I).

    Parameters
    ----------
    capacity_mAh_g
        C in mAh/g; a number or an array.
    current_A_g
        I in A/g.

    Returns
    -------
    float or array
        In minutes.

    Examples
    --------
    >>> minutes_of_charge(1500, 3.0)
    30.0
    """
    return 60 * capacity_mAh_g / (1000 * current_A_g)


def capacity_of_ion_volume(ion_volume_cm3_mol: Real) -> Real:
    """Capacity of the volume that the ions themselves take up, F / (3.6 v).

    Parameters
    ----------
    ion_volume_cm3_mol
        v, what a mole of ions adds to the volume of an alloy, in cm3/mol; a number or an array.

    Returns
    -------
    float or array
        In mAh/cm3: the capacity per volume of an alloy whose host takes no room.

    Examples
    --------
    >>> round(capacity_of_ion_volume(8.9))
    3011
    """
    return FARADAY_C_MOL / COULOMB_PER_MAH / ion_volume_cm3_mol


def metal_capacity_mAh_cm3(ion: str) -> float:
    """Capacity per volume of the metal of an ion, rho F / (3.6 M).

    Parameters
    ----------
    ion
        'Li' or 'Na'.

    Returns
    -------
    float
        In mAh per cm3 of metal, with the density of `element_density`.

    Examples
    --------
    >>> round(metal_capacity_mAh_cm3("Li"))
    2062
    """
    return float(specific_capacity(1, ion)) * element_density(ion)


def mean_potential_V(alloy_eV: Real, host_eV: Real, metal_eV: Real, ions_per_host: Real) -> Real:
    """Mean potential of an alloy against the metal of the ion, -(G_AM - x G_A - G_M) / x.

    Parameters
    ----------
    alloy_eV, host_eV
        G_AM and G_M, Gibbs free energies of alloy and pristine host in eV per host atom.
    metal_eV
        G_A, Gibbs free energy of the metal of the working ion in eV per atom.
    ions_per_host
        x, ions per host atom.

    Returns
    -------
    float or array
        In volts: with one electron per ion, an energy in eV per ion is the same number in volts.

    Examples
    --------
    >>> round(mean_potential_V(-1.5, 0.0, 0.0, 3.75), 2)
    0.4
    """
    return -(alloy_eV - ions_per_host * metal_eV - host_eV) / ions_per_host
