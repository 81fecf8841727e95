"""Volume ratio, expansion and porosity: what pores do to a particle, and what they cost.

R = V/V0 is the volume ratio of alloy to pristine host, p the share of pores in a particle.
"""

from __future__ import annotations

from anodes.physics.types import Real

RANDOM_PACKING = 0.62  # of equal spheres; 0.60 to 0.64
LEAST_SHARE = 1e-12  # of a volume: what is left below it is rounding of arithmetic


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


def guest_volume_cm3_mol(ratio: Real, host_volume_cm3_mol: Real, guest_per_host: Real) -> Real:
    """What a mole of guest adds to the volume, (R - 1) V0 / x in cm3/mol of guest."""
    return (ratio - 1) * host_volume_cm3_mol / guest_per_host


def minimum_porosity(ratio: Real) -> Real:
    """p_min = 1 - 1/R: pore share of a particle that could take all the swelling inward.

    A lower bound: it supposes that pores fill completely and nothing is compressed.
    """
    return 1 - 1 / ratio


def external_expansion_percent(porosity: Real, ratio: Real) -> Real:
    """Growth of a porous particle's outer volume, 100 max(0, (1-p) R - 1) %."""
    grown = (1 - porosity) * ratio - 1
    return 100 * grown * (grown > LEAST_SHARE) + 0.0  # no minus before a zero


def capacity_per_charged_particle(
    porosity: Real, capacity_mAh_g: Real, density_g_cm3: Real, ratio: Real
) -> Real:
    """Q(p) = (1-p) rho C / max(1, (1-p) R) in mAh per cm3 of charged porous particle.

    Below `minimum_porosity` it does not depend on p; above, it falls linearly.
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


def porosity_of_shrinking(product_volume: Real, precursor_volume: Real) -> Real:
    """1 - V(product)/V(precursor): pores that a reaction leaves if the outer shape is kept.

    Both volumes for the same number of host atoms and in one unit.
    """
    return 1 - product_volume / precursor_volume


def porosity_of_leaching(leached_volume: Real, left_volume: Real) -> Real:
    """Share of a dense composite that leaching removes and leaves as pores."""
    return leached_volume / (leached_volume + left_volume)


def tap_density(packing: Real, porosity: Real, density_g_cm3: Real) -> Real:
    """phi (1-p) rho in g/cm3; random packing of spheres fills 0.60 to 0.64 of the room."""
    return packing * (1 - porosity) * density_g_cm3


def pore_volume_cm3_g(porosity: Real, density_g_cm3: Real) -> Real:
    """p / ((1-p) rho): room for electrolyte in cm3 per gram of porous solid."""
    return porosity / ((1 - porosity) * density_g_cm3)


def electrolyte_mL_Ah(porosity: Real, density_g_cm3: Real, capacity_mAh_g: Real) -> Real:
    """Electrolyte that fills the pores, in mL per Ah of capacity."""
    return 1000 * pore_volume_cm3_g(porosity, density_g_cm3) / capacity_mAh_g


def porous_particle(
    porosity: Real, capacity_mAh_g: Real, density_g_cm3: Real, ratio: Real
) -> dict[str, Real]:
    """All that pores do to a particle, by the names of `data/computed.json`.

    Tap density (random packing), outward growth at full charge, capacity per volume of the
    particle before charging and when charged, and the electrolyte in its pores before it.
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
    """R^(1/3): how much longer each edge of a body becomes whose volume grows R-fold."""
    return ratio ** (1 / 3)


def porosity_when_charged(porosity: Real, ratio: Real) -> Real:
    """Pore share of a porous particle at full charge, 1 - (1-p) R / max(1, (1-p) R)."""
    left = 1 - (1 - porosity) * ratio
    return left * (left > LEAST_SHARE) + 0.0  # no minus before a zero


def porosity_of_growth(growth_percent: Real, ratio: Real) -> Real:
    """The porosity p at which a particle grows outward by so many percent, 1 - (1+g)/R."""
    return 1 - (1 + growth_percent / 100) / ratio


def ratio_of_guests(
    guest_per_host: Real, guest_volume_cm3_mol: Real, host_volume_cm3_mol: Real
) -> Real:
    """R = 1 + x v / V0 for any x, if each mole of guest adds v: `guest_volume_cm3_mol` backwards.

    Both volumes in cm3/mol, V0 that of the pristine host.
    """
    return 1 + guest_per_host * guest_volume_cm3_mol / host_volume_cm3_mol


def surface_m2_g(diameter_nm: Real, density_g_cm3: Real, *, wire: bool = False) -> Real:
    """Geometric surface of smooth spheres, 6/(rho d), or of long wires, 4/(rho d), in m2/g.

    A real surface is rough and larger; for pores between wires it is that of the wires.
    """
    nm_cm3_per_m2 = 1e3
    return (4 if wire else 6) * nm_cm3_per_m2 / (density_g_cm3 * diameter_nm)


def pore_surface_m2_g(porosity: Real, pore_nm: Real, density_g_cm3: Real) -> Real:
    """Surface of smooth round channels, 4 p / (d (1-p) rho), in m2 per gram of solid."""
    nm_cm3_per_m2 = 1e3
    return 4 * nm_cm3_per_m2 * porosity / (pore_nm * (1 - porosity) * density_g_cm3)


def relative_diffusion_time(length_nm: Real, reference_nm: Real) -> Real:
    """(L/L0)^2: how much longer a guest diffuses through L than through L0, in one material."""
    return (length_nm / reference_nm) ** 2
