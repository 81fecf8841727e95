"""Energy of a cell stack per volume and per mass, without its housing."""

from __future__ import annotations

from dataclasses import dataclass

from anodes.physics.faraday import element_density
from anodes.physics.rounding import total
from anodes.physics.types import Real


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


def stack_layers_um(anode_mAh_cm3: Real, stack: Stack) -> dict[str, Real | float]:
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
    foils = (
        stack.copper_um * element_density("Cu") + stack.aluminium_um * element_density("Al")
    ) / (2 * um_per_cm)
    return mg_per_g * (cathode + anode + foils)


def stack_energy_Wh_kg(
    anode_mAh_g: Real, anode_V: Real, stack: Stack, wet_mg_cm2: Real | float = 0.0
) -> Real:
    """(V_c - V_a) q over the mass of the stack, in Wh/kg; `wet_mg_cm2` is separator with liquid."""
    mWh_mg_to_Wh_kg = 1e3
    mass = stack_mass_mg_cm2(anode_mAh_g, stack) + wet_mg_cm2
    energy = (stack.cathode_V - anode_V) * stack.areal_capacity_mAh_cm2
    return mWh_mg_to_Wh_kg * energy / mass
