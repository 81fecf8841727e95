"""Energy of a cell stack per volume and per mass, without its housing."""

from __future__ import annotations

from dataclasses import dataclass

from anodes.physics.cycling import first_capacity
from anodes.physics.faraday import element_density
from anodes.physics.rounding import total
from anodes.physics.types import Real


def areal_capacity_mAh_cm2(capacity_mAh_g: Real, loading_mg_cm2: Real) -> Real:
    """Capacity per electrode area, C m / 1000.

    Parameters
    ----------
    capacity_mAh_g
        C in mAh per gram of what is weighed; a number or an array.
    loading_mg_cm2
        m, its mass on the electrode in mg/cm2.

    Returns
    -------
    float or array
        In mAh/cm2.

    Examples
    --------
    >>> areal_capacity_mAh_cm2(2000, 1.5)
    3.0
    """
    return capacity_mAh_g * loading_mg_cm2 / 1000


def areal_current_mA_cm2(current_A_g: Real, loading_mg_cm2: Real) -> Real:
    """Current per electrode area, I m.

    Parameters
    ----------
    current_A_g
        I in A per gram of what is weighed; a number or an array.
    loading_mg_cm2
        m, its mass on the electrode in mg/cm2.

    Returns
    -------
    float or array
        In mA/cm2.

    Examples
    --------
    >>> areal_current_mA_cm2(0.5, 3.0)
    1.5
    """
    return current_A_g * loading_mg_cm2


@dataclass(frozen=True)
class Stack:
    """A cell stack without its housing: what `stack_energy_Wh_L` needs beside the anode.

    A foil serves the two electrodes on its sides, so half of each foil counts. Nothing has a
    default: the assumptions of the book are in `data/physics/stack.csv`, and
    `analysis.assumed_stack` makes a stack of them.

    Parameters
    ----------
    areal_capacity_mAh_cm2
        Reversible capacity of the cathode per area of electrode.
    negative_to_positive
        N/P: what the anode takes up in its first lithiation over what the cathode releases in its
        first charge.
    cathode_mAh_g, cathode_g_cm3, cathode_active_share
        Reversible capacity per gram of active material, density of the electrode, and share of
        active material in its mass (0 to 1).
    cathode_V
        Mean potential of the cathode against Li or Na.
    separator_um, copper_um, aluminium_um
        Thicknesses in micrometres.
    cathode_ice_percent
        Initial coulombic efficiency of the cathode in percent.

    Notes
    -----
    All lithium of the full cell comes from the cathode, and none is added in advance. In the first
    charge the cathode releases q / ICE_c, more than the reversible q that it can take back, and
    the anode must hold all of it. So N/P compares first capacities: the anode takes up
    (N/P) q / ICE_c in its first lithiation. Its reversible capacity is then N/P times what cycles,
    if its ICE is that of the cathode or lower, and more than that if it is higher.

    Examples
    --------
    >>> stack = Stack(4.0, 1.1, 150.0, 3.4, 0.96, 3.85, 12.0, 8.0, 12.0, 80.0)
    >>> round(stack.cathode_mAh_cm3), stack.first_charge_mAh_cm2
    (490, 5.0)
    """

    areal_capacity_mAh_cm2: float
    negative_to_positive: float
    cathode_mAh_g: float
    cathode_g_cm3: float
    cathode_active_share: float
    cathode_V: float
    separator_um: float
    copper_um: float
    aluminium_um: float
    cathode_ice_percent: float

    @property
    def first_charge_mAh_cm2(self) -> float:
        """What the cathode releases in its first charge, q / ICE_c."""
        return first_capacity(self.areal_capacity_mAh_cm2, self.cathode_ice_percent)

    @property
    def first_lithiation_mAh_cm2(self) -> float:
        """What the anode must be able to take up in its first lithiation, (N/P) q / ICE_c."""
        return self.negative_to_positive * self.first_charge_mAh_cm2

    @property
    def cathode_mAh_cm3(self) -> float:
        """What a cubic centimetre of cathode holds: per gram of active mass, density, share."""
        return self.cathode_mAh_g * self.cathode_g_cm3 * self.cathode_active_share


def stack_layers_um(anode_mAh_cm3: Real, stack: Stack) -> dict[str, Real | float]:
    """Thickness of each layer of a bare stack, half of each foil counted.

    Parameters
    ----------
    anode_mAh_cm3
        First lithiation of the anode per volume of lithiated anode; a number or an array.
    stack
        What the stack has beside the anode.

    Returns
    -------
    dict
        Micrometres by the names aluminium, cathode, separator, anode and copper.

    Examples
    --------
    >>> stack = Stack(4.0, 1.1, 195.0, 3.4, 0.96, 3.85, 12.0, 8.0, 12.0, 100.0)
    >>> layers = stack_layers_um(550, stack)
    >>> round(layers["anode"])
    80
    """
    um_per_cm = 1e4
    anode = stack.first_lithiation_mAh_cm2 / anode_mAh_cm3
    return {
        "aluminium": stack.aluminium_um / 2,
        "cathode": um_per_cm * stack.areal_capacity_mAh_cm2 / stack.cathode_mAh_cm3,
        "separator": stack.separator_um,
        "anode": um_per_cm * anode,
        "copper": stack.copper_um / 2,
    }


def stack_energy_Wh_L(anode_mAh_cm3: Real, anode_V: Real, stack: Stack) -> Real:
    """Energy of a bare stack per volume, (V_c - V_a) q / thickness.

    Parameters
    ----------
    anode_mAh_cm3
        First lithiation of the anode per volume of lithiated anode; a number or an array.
    anode_V
        V_a, mean potential of the anode against Li or Na in volts.
    stack
        V_c and q, potential in volts and capacity of the cathode in mAh/cm2; the other layers.

    Returns
    -------
    float or array
        In Wh per litre of stack without its housing, while all of q cycles. Compare only with
        other stacks.

    Examples
    --------
    >>> stack = Stack(4.0, 1.1, 195.0, 3.4, 0.96, 3.85, 12.0, 8.0, 12.0, 100.0)
    >>> round(stack_energy_Wh_L(550, 0.1, stack))
    910
    """
    um_per_cm = 1e4
    thickness = total(stack_layers_um(anode_mAh_cm3, stack).values())
    return um_per_cm * (stack.cathode_V - anode_V) * stack.areal_capacity_mAh_cm2 / thickness


def stack_mass_mg_cm2(anode_mAh_g: Real, stack: Stack) -> Real:
    """Mass of cathode, anode and half of each foil; no separator, no electrolyte.

    Parameters
    ----------
    anode_mAh_g
        First lithiation per gram of the whole anode, not of its host alone; a number or an array.
    stack
        What the stack has beside the anode.

    Returns
    -------
    float or array
        In mg/cm2.

    Examples
    --------
    >>> stack = Stack(4.0, 1.1, 195.0, 3.4, 0.96, 3.85, 12.0, 8.0, 12.0, 100.0)
    >>> round(stack_mass_mg_cm2(350, stack), 1)
    39.1
    """
    um_per_cm, mg_per_g = 1e4, 1e3
    cathode = stack.areal_capacity_mAh_cm2 / (stack.cathode_mAh_g * stack.cathode_active_share)
    anode = stack.first_lithiation_mAh_cm2 / anode_mAh_g
    foils = (
        stack.copper_um * element_density("Cu") + stack.aluminium_um * element_density("Al")
    ) / (2 * um_per_cm)
    return mg_per_g * (cathode + anode + foils)


def stack_energy_Wh_kg(
    anode_mAh_g: Real, anode_V: Real, stack: Stack, wet_mg_cm2: Real | float = 0.0
) -> Real:
    """Energy of a stack per mass, (V_c - V_a) q / m_A with the mass per area m_A.

    Parameters
    ----------
    anode_mAh_g
        First lithiation per gram of the whole anode; a number or an array.
    anode_V
        Mean potential of the anode against Li or Na in volts.
    stack
        What the stack has beside the anode.
    wet_mg_cm2
        Separator with electrolyte in mg/cm2.

    Returns
    -------
    float or array
        In Wh/kg of stack without its housing. Compare only with other stacks.

    Examples
    --------
    >>> stack = Stack(4.0, 1.1, 195.0, 3.4, 0.96, 3.85, 12.0, 8.0, 12.0, 100.0)
    >>> round(stack_energy_Wh_kg(350, 0.1, stack, wet_mg_cm2=5.0))
    340
    """
    mWh_mg_to_Wh_kg = 1e3
    mass = stack_mass_mg_cm2(anode_mAh_g, stack) + wet_mg_cm2
    energy = (stack.cathode_V - anode_V) * stack.areal_capacity_mAh_cm2
    return mWh_mg_to_Wh_kg * energy / mass
