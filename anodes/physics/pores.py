"""Volume ratio, expansion and porosity: what pores do to a particle, and what they cost.

R = V/V0 is the volume ratio of alloy to pristine host, p the share of pores in a particle.
"""

from __future__ import annotations

from anodes.physics.types import Real

RANDOM_PACKING = 0.62  # of equal spheres; 0.60 to 0.64
LEAST_SHARE = 1e-12  # of a volume: what is left below it is rounding of arithmetic


def volume_ratio(expansion_percent: Real) -> Real:
    """Volume ratio R = V/V0 of a volume expansion.

    Parameters
    ----------
    expansion_percent
        (R - 1) x 100 %; a number or an array.

    Returns
    -------
    float or array
        R, a pure number.

    Examples
    --------
    >>> volume_ratio(300.0)
    4.0
    """
    return 1 + expansion_percent / 100


def expansion_percent(ratio: Real) -> Real:
    """Volume expansion of a volume ratio, (R - 1) x 100 %.

    The inverse of `volume_ratio`.

    Parameters
    ----------
    ratio
        R = V/V0; a number or an array.

    Returns
    -------
    float or array
        In percent.

    Examples
    --------
    >>> expansion_percent(4.0)
    300.0
    """
    return 100 * (ratio - 1)


def capacity_per_host_volume(capacity_mAh_g: Real, density_g_cm3: Real) -> Real:
    """Capacity per volume of pristine host, rho C.

    Parameters
    ----------
    capacity_mAh_g
        C in mAh per gram of host.
    density_g_cm3
        rho of the host in g/cm3.

    Returns
    -------
    float or array
        In mAh per cm3 of what is there before lithiation or sodiation.

    Examples
    --------
    >>> round(capacity_per_host_volume(3578.6, 2.329))
    8335
    """
    return capacity_mAh_g * density_g_cm3


def capacity_per_alloy_volume(capacity_mAh_g: Real, density_g_cm3: Real, ratio: Real) -> Real:
    """Capacity per volume of fully lithiated or sodiated alloy, rho C / R.

    Parameters
    ----------
    capacity_mAh_g
        C in mAh per gram of host.
    density_g_cm3
        rho of the host in g/cm3.
    ratio
        R = V/V0 of alloy to host.

    Returns
    -------
    float or array
        In mAh per cm3 of the room that an electrochemical cell must provide.

    Examples
    --------
    >>> round(capacity_per_alloy_volume(3578.6, 2.329, 3.75))
    2223
    """
    return capacity_mAh_g * density_g_cm3 / ratio


def ion_volume_cm3_mol(ratio: Real, host_volume_cm3_mol: Real, ions_per_host: Real) -> Real:
    """Volume that a mole of ions adds to an alloy, (R - 1) V0 / x.

    Parameters
    ----------
    ratio
        R = V/V0 of alloy to host.
    host_volume_cm3_mol
        V0, molar volume of the pristine host in cm3/mol.
    ions_per_host
        x, ions per host atom.

    Returns
    -------
    float or array
        In cm3 per mole of ions.

    Examples
    --------
    >>> round(ion_volume_cm3_mol(3.75, 12.06, 3.75), 2)
    8.84
    """
    return (ratio - 1) * host_volume_cm3_mol / ions_per_host


def minimum_porosity(ratio: Real) -> Real:
    """Porosity at which a particle takes up all swelling inside, p_min = 1 - 1/R.

    Parameters
    ----------
    ratio
        R = V/V0 of alloy to host; a number or an array.

    Returns
    -------
    float or array
        Share of the particle's volume, 0 to 1. A lower bound: pores are taken to fill
        completely, and nothing is compressed.

    Examples
    --------
    >>> minimum_porosity(4.0)
    0.75
    """
    return 1 - 1 / ratio


def external_expansion_percent(porosity: Real, ratio: Real) -> Real:
    """Growth of the outer volume of a porous particle, 100 max(0, (1 - p) R - 1).

    Parameters
    ----------
    porosity
        p, share of the particle's volume, 0 to 1; a number or an array.
    ratio
        R = V/V0 of alloy to host.

    Returns
    -------
    float or array
        In percent; zero from `minimum_porosity` on.

    Examples
    --------
    >>> external_expansion_percent(0.5, 4.0)
    100.0
    """
    grown = (1 - porosity) * ratio - 1
    return 100 * grown * (grown > LEAST_SHARE) + 0.0  # no minus before a zero


def capacity_per_charged_particle(
    porosity: Real, capacity_mAh_g: Real, density_g_cm3: Real, ratio: Real
) -> Real:
    """Capacity per volume of charged porous particle, (1 - p) rho C / max(1, (1 - p) R).

    Parameters
    ----------
    porosity
        p, share of the particle's volume, 0 to 1; a number or an array.
    capacity_mAh_g, density_g_cm3
        C and rho of the host.
    ratio
        R = V/V0 of alloy to host.

    Returns
    -------
    float or array
        In mAh/cm3. Below `minimum_porosity` it does not depend on p; above, it falls linearly.

    Examples
    --------
    >>> round(capacity_per_charged_particle(0.5, 3578.6, 2.329, 3.75))
    2223
    """
    solid = 1 - porosity
    swollen = solid * ratio
    charged = swollen + (1 - swollen) * (swollen < 1)
    return solid * capacity_mAh_g * density_g_cm3 / charged


def capacity_per_pristine_particle(
    porosity: Real, capacity_mAh_g: Real, density_g_cm3: Real
) -> Real:
    """Capacity per pristine volume of a porous particle, (1 - p) rho C.

    Parameters
    ----------
    porosity
        p, share of the particle's volume, 0 to 1; a number or an array.
    capacity_mAh_g, density_g_cm3
        C and rho of the host.

    Returns
    -------
    float or array
        In mAh/cm3.

    Examples
    --------
    >>> round(capacity_per_pristine_particle(0.5, 3578.6, 2.329))
    4167
    """
    return (1 - porosity) * capacity_mAh_g * density_g_cm3


def porosity_of_shrinking(product_volume: Real, precursor_volume: Real) -> Real:
    """Porosity that a reaction leaves if the outer shape is kept, 1 - V(product)/V(precursor).

    Parameters
    ----------
    product_volume, precursor_volume
        Volumes for the same number of host atoms, in one unit.

    Returns
    -------
    float or array
        Share of the particle's volume, 0 to 1.

    Examples
    --------
    Mg2Si to Si, molar volumes in cm3/mol:

    >>> round(porosity_of_shrinking(12.06, 38.5), 2)
    0.69
    """
    return 1 - product_volume / precursor_volume


def porosity_of_leaching(leached_volume: Real, left_volume: Real) -> Real:
    """Porosity that leaching leaves in a dense composite.

    Parameters
    ----------
    leached_volume, left_volume
        Volumes of what leaves and what stays, in one unit.

    Returns
    -------
    float or array
        Share of the particle's volume, 0 to 1.

    Examples
    --------
    >>> porosity_of_leaching(3.0, 1.0)
    0.75
    """
    return leached_volume / (leached_volume + left_volume)


def tap_density(packing: Real | float, porosity: Real, density_g_cm3: Real) -> Real:
    """Tap density of porous particles, phi (1 - p) rho.

    Parameters
    ----------
    packing
        phi, share of the room that particles fill; 0.60 to 0.64 for random packing of spheres.
    porosity
        p of a particle, 0 to 1.
    density_g_cm3
        rho of the solid.

    Returns
    -------
    float or array
        In g/cm3.

    Examples
    --------
    >>> round(tap_density(0.62, 0.5, 2.329), 3)
    0.722
    """
    return packing * (1 - porosity) * density_g_cm3


def pore_volume_cm3_g(porosity: Real, density_g_cm3: Real) -> Real:
    """Pore volume per gram of solid, p / ((1 - p) rho).

    Parameters
    ----------
    porosity
        p of a particle, from 0 to below 1.
    density_g_cm3
        rho of the solid.

    Returns
    -------
    float or array
        In cm3/g.

    Examples
    --------
    >>> pore_volume_cm3_g(0.5, 2.0)
    0.5
    """
    return porosity / ((1 - porosity) * density_g_cm3)


def electrolyte_mL_Ah(porosity: Real, density_g_cm3: Real, capacity_mAh_g: Real) -> Real:
    """Electrolyte that fills the pores of particles, per capacity.

    Parameters
    ----------
    porosity
        p of a particle, 0 to 1.
    density_g_cm3
        rho of the solid.
    capacity_mAh_g
        Capacity in mAh per gram of solid.

    Returns
    -------
    float or array
        In mL/Ah.

    Examples
    --------
    >>> electrolyte_mL_Ah(0.5, 2.0, 2000)
    0.25
    """
    return 1000 * pore_volume_cm3_g(porosity, density_g_cm3) / capacity_mAh_g


def void_share(electrode_g_cm3: Real, solid_g_cm3: Real) -> Real:
    """Share of an electrode's volume that its solid leaves empty, 1 - rho_electrode/rho_solid.

    Parameters
    ----------
    electrode_g_cm3
        Density of the dry coating in g/cm3; a number or an array.
    solid_g_cm3
        Density of its solid in g/cm3, binder and carbon taken to be as dense.

    Returns
    -------
    float or array
        0 to 1.

    Examples
    --------
    >>> void_share(1.5, 2.0)
    0.25
    """
    return 1 - electrode_g_cm3 / solid_g_cm3


def void_of_packing(packing: Real | float, porosity: Real) -> Real:
    """Share of an electrode's volume that porous particles leave empty, 1 - phi (1 - p).

    Parameters
    ----------
    packing
        phi, share of the volume that the particles fill, their pores included.
    porosity
        p of a particle, 0 to 1.

    Returns
    -------
    float or array
        0 to 1: what lies between the particles and inside them.

    Examples
    --------
    >>> void_of_packing(0.5, 0.5)
    0.75
    """
    return 1 - packing * (1 - porosity)


def electrode_electrolyte_mL_Ah(void: Real, electrode_mAh_cm3: Real) -> Real:
    """Electrolyte that fills all voids of an electrode, per capacity.

    Parameters
    ----------
    void
        Empty share of the electrode's volume before the first lithiation or sodiation, 0 to 1.
    electrode_mAh_cm3
        Capacity per volume of the same electrode, also before the first lithiation or sodiation.

    Returns
    -------
    float or array
        In mL/Ah.

    Examples
    --------
    >>> electrode_electrolyte_mL_Ah(0.25, 500.0)
    0.5
    """
    return 1000 * void / electrode_mAh_cm3


def porous_particle(
    porosity: Real, capacity_mAh_g: Real, density_g_cm3: Real, ratio: Real
) -> dict[str, Real]:
    """All that pores do to a particle, by the names of columns.

    Parameters
    ----------
    porosity
        p, share of the particle's volume, 0 to 1; a number or an array.
    capacity_mAh_g, density_g_cm3
        C and rho of the host.
    ratio
        R = V/V0 of alloy to host.

    Returns
    -------
    dict
        tap_density_g_cm3 (random packing), external_expansion_percent at full charge,
        capacity_per_host_mAh_cm3 and capacity_per_charged_mAh_cm3 of the particle, and
        electrolyte_mL_Ah in its pores before the first charge.

    Examples
    --------
    >>> particle = porous_particle(0.5, 3578.6, 2.329, 3.75)
    >>> round(particle["external_expansion_percent"], 1)
    87.5
    """
    solid = (porosity, capacity_mAh_g, density_g_cm3)
    return {
        "tap_density_g_cm3": tap_density(RANDOM_PACKING, porosity, density_g_cm3),
        "external_expansion_percent": external_expansion_percent(porosity, ratio),
        "capacity_per_host_mAh_cm3": capacity_per_pristine_particle(*solid),
        "capacity_per_charged_mAh_cm3": capacity_per_charged_particle(*solid, ratio),
        "electrolyte_mL_Ah": electrolyte_mL_Ah(porosity, density_g_cm3, capacity_mAh_g),
    }


def radius_ratio(ratio: Real) -> Real:
    """Growth of each edge of a body whose volume grows R-fold, R^(1/3).

    Parameters
    ----------
    ratio
        R; a number or an array.

    Returns
    -------
    float or array
        A pure number.

    Examples
    --------
    >>> radius_ratio(8.0)
    2.0
    """
    edge: Real = ratio ** (1 / 3)
    return edge


def porosity_when_charged(porosity: Real, ratio: Real) -> Real:
    """Porosity of a particle at full charge, 1 - (1 - p) R / max(1, (1 - p) R).

    Parameters
    ----------
    porosity
        p of the pristine particle, 0 to 1.
    ratio
        R = V/V0 of alloy to host.

    Returns
    -------
    float or array
        Share of the particle's volume, 0 to 1.

    Examples
    --------
    >>> round(porosity_when_charged(0.8, 4.0), 3)
    0.2
    """
    left = 1 - (1 - porosity) * ratio
    return left * (left > LEAST_SHARE) + 0.0  # no minus before a zero


def porosity_of_growth(growth_percent: Real, ratio: Real) -> Real:
    """Porosity at which a particle grows outward by a given share, 1 - (1 + g)/R.

    Parameters
    ----------
    growth_percent
        g, growth of the outer volume in percent.
    ratio
        R = V/V0 of alloy to host.

    Returns
    -------
    float or array
        Share of the particle's volume, 0 to 1.

    Examples
    --------
    >>> porosity_of_growth(100, 4.0)
    0.5
    """
    return 1 - (1 + growth_percent / 100) / ratio


def ratio_of_ions(ions_per_host: Real, ion_volume_cm3_mol: Real, host_volume_cm3_mol: Real) -> Real:
    """Volume ratio of any composition if each mole of ions adds the same volume, 1 + x v / V0.

    Parameters
    ----------
    ions_per_host
        x, ions per host atom; a number or an array.
    ion_volume_cm3_mol
        v, what a mole of ions adds, in cm3/mol.
    host_volume_cm3_mol
        V0, molar volume of the pristine host in cm3/mol.

    Returns
    -------
    float or array
        R = V/V0.

    Examples
    --------
    >>> round(ratio_of_ions(3.75, 8.84, 12.06), 2)
    3.75
    """
    return 1 + ions_per_host * ion_volume_cm3_mol / host_volume_cm3_mol


def ratio_of_steps(
    ions_per_host: Real,
    ends: tuple[Real, Real],
    volumes_cm3_mol: tuple[Real, Real, Real],
    host_volume_cm3_mol: Real,
) -> Real:
    """Volume ratio of any composition on straight lines through known compositions.

    Parameters
    ----------
    ions_per_host
        x, ions per host atom; a number or an array.
    ends
        x at which the first and the second line end.
    volumes_cm3_mol
        What a mole of ions adds on the first, the second and the third line, in cm3/mol.
    host_volume_cm3_mol
        V0, molar volume of the pristine host in cm3/mol.

    Returns
    -------
    float or array
        R = V/V0.

    Examples
    --------
    >>> ratio_of_steps(3.0, (1.0, 2.0), (9.0, 8.0, 7.0), 12.0)
    3.0
    """
    first, second, third = volumes_cm3_mol
    added = ions_per_host * first
    for end, change in zip(ends, (second - first, third - second), strict=True):
        beyond = ions_per_host - end
        added = added + change * beyond * (beyond > 0)
    return 1 + added / host_volume_cm3_mol


def surface_m2_g(diameter_nm: Real, density_g_cm3: Real, *, wire: bool = False) -> Real:
    """Geometric surface of smooth spheres, 6/(rho d), or of long wires, 4/(rho d).

    Parameters
    ----------
    diameter_nm
        d in nanometres; a number or an array.
    density_g_cm3
        rho of the solid.
    wire
        Whether the bodies are wires; for pores between wires it is the wires' surface.

    Returns
    -------
    float or array
        In m2/g. A real surface is rough and larger.

    Examples
    --------
    >>> surface_m2_g(100, 2.0)
    30.0
    """
    nm_cm3_per_m2 = 1e3
    return (4 if wire else 6) * nm_cm3_per_m2 / (density_g_cm3 * diameter_nm)


def pore_surface_m2_g(porosity: Real, pore_nm: Real, density_g_cm3: Real) -> Real:
    """Surface of smooth round channels, 4 p / (d (1 - p) rho).

    Parameters
    ----------
    porosity
        p of a particle, from 0 to below 1.
    pore_nm
        d, diameter of the channels in nanometres.
    density_g_cm3
        rho of the solid.

    Returns
    -------
    float or array
        In m2 per gram of solid.

    Examples
    --------
    >>> pore_surface_m2_g(0.5, 100, 2.0)
    20.0
    """
    nm_cm3_per_m2 = 1e3
    return 4 * nm_cm3_per_m2 * porosity / (pore_nm * (1 - porosity) * density_g_cm3)


def relative_diffusion_time(length_nm: Real, reference_nm: Real) -> Real:
    """Diffusion time in one material relative to that through another length, (L/L0)^2.

    Parameters
    ----------
    length_nm, reference_nm
        L and L0 in one unit; numbers or arrays.

    Returns
    -------
    float or array
        A pure number.

    Examples
    --------
    >>> relative_diffusion_time(100, 1000)
    0.010000000000000002
    """
    return (length_nm / reference_nm) ** 2
