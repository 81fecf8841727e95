"""What physics gives: capacity by Faraday's law, currents, retention, swelling, pores, stacks.

Pure functions of plain numbers or arrays. Notation: host M, guest A (Li or Na),
x guest atoms per host atom, R = V/V0 the volume ratio of alloy to pristine host.
Atomic weights come from periodictable, F from the exact SI constants.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, TypeVar

from anodes.rounding import total

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np

ELEMENTARY_CHARGE_C = 1.602176634e-19  # exact since the SI of 2019
AVOGADRO_PER_MOL = 6.02214076e23  # exact since the SI of 2019
FARADAY_C_MOL = ELEMENTARY_CHARGE_C * AVOGADRO_PER_MOL
COULOMB_PER_MAH = 3.6
RANDOM_PACKING = 0.62  # of equal spheres; 0.60 to 0.64
LEAST_SHARE = 1e-12  # of a volume: what is left below it is rounding of arithmetic

Real = TypeVar("Real", float, "np.ndarray")


@cache
def molar_mass(formula: str) -> float:
    """Molar mass in g/mol, for instance of 'Si'; atomic weights of periodictable."""
    import periodictable

    return float(periodictable.formula(formula).mass)


@cache
def density(element: str) -> float:
    """Density of a solid element in g/cm3, as periodictable gives it."""
    import periodictable

    return float(getattr(periodictable, element).density)


def specific_capacity(guest_per_host: Real, host: str) -> Real:
    """Theoretical capacity C = x F / (3.6 M) in mAh per gram of pristine host.

    >>> round(specific_capacity(15 / 4, "Si"), 1)
    3578.6
    """
    return capacity_of_molar_mass(guest_per_host, molar_mass(host))


def capacity_of_molar_mass(guests: Real, molar_mass_g_mol: Real) -> Real:
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


def cycles_left(
    ice_percent: Real,
    efficiency_percent: Real,
    goal_percent: Real,
    log: Callable[[Real], Real] = math.log,
) -> Real:
    """Cycles after which `inventory_left_percent` has fallen to a goal, ln(goal/ICE) / ln(CE).

    Negative where the first cycle alone goes below the goal.
    """
    return log(goal_percent / ice_percent) / log(efficiency_percent / 100)


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


def capacity_of_guest_volume(guest_volume_cm3_mol: Real) -> Real:
    """F over the volume that a guest takes, in mAh/cm3: no alloy of that guest can hold more."""
    return FARADAY_C_MOL / COULOMB_PER_MAH / guest_volume_cm3_mol


def mean_potential_V(alloy_eV: Real, host_eV: Real, guest_eV: Real, guest_per_host: Real) -> Real:
    """V = -(G[A_xM] - x G[A] - G[M]) / x in volts against the metal of the guest.

    Free energies in eV per host atom for alloy and host, per atom for the guest's metal; one
    electron a guest makes eV volts.
    """
    return -(alloy_eV - guest_per_host * guest_eV - host_eV) / guest_per_host


def least_porosity(ratio: Real) -> Real:
    """p_min = 1 - 1/R: pore share of a particle that could take all the swelling inward.

    A lower bound: it supposes that pores fill completely and nothing is compressed.
    """
    return 1 - 1 / ratio


def outward_growth_percent(porosity: Real, ratio: Real) -> Real:
    """Growth of a porous particle's outer volume, 100 max(0, (1-p) R - 1) %."""
    grown = (1 - porosity) * ratio - 1
    return 100 * grown * (grown > LEAST_SHARE) + 0.0  # no minus before a zero


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
    """All that pores do to a particle, by the names of `anodes.columns`.

    Tap density (random packing), outward growth at full charge, capacity per volume of the
    particle before charging and when charged, and the electrolyte in its pores before it.
    """
    solid = (porosity, capacity_mAh_g, density_g_cm3)
    return {
        "tap_density_g_cm3": tap_density(RANDOM_PACKING, porosity, density_g_cm3),
        "outward_growth_percent": outward_growth_percent(porosity, ratio),
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


def bragg_angle_degree(
    spacing: Real, wavelength: Real, asin: Callable[[Real], Real] = math.asin
) -> Real:
    """Two theta in degrees from Bragg's law, 2 asin(lambda / 2d); both lengths in one unit."""
    return 2 * asin(wavelength / (2 * spacing)) * (180 / math.pi)


def cubic_spacing(h: Real, k: Real, l: Real, a: Real) -> Real:  # noqa: E741
    """d = a / sqrt(h^2 + k^2 + l^2) of a cubic cell, in the unit of a."""
    return a * (h**2 + k**2 + l**2) ** -0.5


def hexagonal_spacing(h: Real, k: Real, l: Real, a: Real, c: Real) -> Real:  # noqa: E741
    """1/d^2 = 4/3 (h^2 + hk + k^2)/a^2 + l^2/c^2 on hexagonal axes; d in the unit of a and c."""
    return (4 / 3 * (h**2 + h * k + k**2) / a**2 + l**2 / c**2) ** -0.5


def areal_capacity_mAh_cm2(capacity_mAh_g: Real, loading_mg_cm2: Real) -> Real:
    """Capacity per electrode area from mAh per gram and the mass on it in mg/cm2."""
    return capacity_mAh_g * loading_mg_cm2 / 1000


@dataclass(frozen=True)
class Stack:
    """A cell stack without its housing: what `stack_energy_Wh_L` needs beside the anode.

    Capacities in mAh per cm2 or cm3, potentials in V, thicknesses in micrometres; a foil
    serves the two electrodes on its sides, so half of each counts.
    """

    areal_capacity_mAh_cm2: float = 4.0
    negative_to_positive: float = 1.1
    cathode_mAh_g: float = 195.0
    cathode_g_cm3: float = 3.4
    cathode_active_share: float = 0.96
    cathode_V: float = 3.85
    separator_um: float = 12.0
    copper_um: float = 8.0
    aluminium_um: float = 12.0

    @property
    def cathode_mAh_cm3(self) -> float:
        """What a cubic centimetre of cathode holds: per gram of active mass, density, share."""
        return self.cathode_mAh_g * self.cathode_g_cm3 * self.cathode_active_share


def stack_layers_um(anode_mAh_cm3: Real, stack: Stack) -> dict[str, Real]:
    """Thickness of each layer of a bare stack in micrometres, half of each foil counted.

    The anode's capacity is per volume of charged electrode.
    """
    um_per_cm = 1e4
    anode = stack.areal_capacity_mAh_cm2 * stack.negative_to_positive / anode_mAh_cm3
    return {
        "aluminium": stack.aluminium_um / 2,
        "cathode": um_per_cm * stack.areal_capacity_mAh_cm2 / stack.cathode_mAh_cm3,
        "separator": stack.separator_um,
        "anode": um_per_cm * anode,
        "copper": stack.copper_um / 2,
    }


def stack_energy_Wh_L(anode_mAh_cm3: Real, anode_V: Real, stack: Stack) -> Real:
    """(V_c - V_a) q / (t_c + t_a + t_sep + (t_Cu + t_Al)/2), in Wh per litre of bare stack.

    The anode's capacity is per volume of charged electrode. Compare only with other stacks.
    """
    um_per_cm = 1e4
    thickness = total(stack_layers_um(anode_mAh_cm3, stack).values())
    return um_per_cm * (stack.cathode_V - anode_V) * stack.areal_capacity_mAh_cm2 / thickness


def stack_mass_mg_cm2(anode_mAh_g: Real, stack: Stack) -> Real:
    """Mass of cathode, anode and half of each foil in mg per cm2; no separator, no electrolyte.

    The anode's capacity is per gram of the whole electrode, not of its host alone.
    """
    um_per_cm, mg_per_g = 1e4, 1e3
    cathode = stack.areal_capacity_mAh_cm2 / (stack.cathode_mAh_g * stack.cathode_active_share)
    anode = stack.areal_capacity_mAh_cm2 * stack.negative_to_positive / anode_mAh_g
    foils = (stack.copper_um * density("Cu") + stack.aluminium_um * density("Al")) / (2 * um_per_cm)
    return mg_per_g * (cathode + anode + foils)


def stack_energy_Wh_kg(
    anode_mAh_g: Real, anode_V: Real, stack: Stack, wet_mg_cm2: Real = 0.0
) -> Real:
    """(V_c - V_a) q over the mass of the stack, in Wh/kg; `wet_mg_cm2` is separator with liquid."""
    mWh_mg_to_Wh_kg = 1e3
    mass = stack_mass_mg_cm2(anode_mAh_g, stack) + wet_mg_cm2
    energy = (stack.cathode_V - anode_V) * stack.areal_capacity_mAh_cm2
    return mWh_mg_to_Wh_kg * energy / mass
