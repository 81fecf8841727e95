"""Balance of a full cell: how much working ion is left when films and the cathode keep theirs.

Shares are those of the first charge of the cathode, of which it takes back its own ICE at most.
N/P is counted on reversible capacities.
"""

from __future__ import annotations

from anodes.physics.types import Real


def least_negative_to_positive(ice_percent: Real, cathode_ice_percent: Real) -> Real:
    """Least N/P at which the first charge fits into the anode, ICE_a / ICE_c.

    Parameters
    ----------
    ice_percent, cathode_ice_percent
        ICE_a and ICE_c, initial coulombic efficiencies of anode and cathode in percent.

    Returns
    -------
    float or array
        N/P of reversible capacities. Below it, the first charge deposits metal.

    Notes
    -----
    The cathode with the reversible capacity P delivers P / ICE_c at first; the anode with the
    reversible capacity N takes up N / ICE_a before it is full.

    Examples
    --------
    >>> round(least_negative_to_positive(92.0, 88.0), 3)
    1.045
    """
    return ice_percent / cathode_ice_percent


def inventory_after_film_percent(
    negative_to_positive: Real, ice_percent: Real, cathode_ice_percent: Real
) -> Real:
    """Inventory if the loss goes with the mass of the anode, 100 - (N/P) ICE_c (100/ICE_a - 1).

    Parameters
    ----------
    negative_to_positive
        N/P, counted on reversible capacities.
    ice_percent, cathode_ice_percent
        ICE_a and ICE_c, initial coulombic efficiencies of anode and cathode in percent.

    Returns
    -------
    float or array
        In percent of the first charge of the cathode, at least 0, as `cell_capacity_percent`
        takes it.

    Notes
    -----
    A film forms on the whole surface of the anode, whether it is filled or not: an anode with the
    reversible capacity N loses N (1/ICE_a - 1). Where the loss goes with the charge instead, the
    inventory is ICE_a; both are equal at N/P = ICE_a / ICE_c.

    Examples
    --------
    >>> round(inventory_after_film_percent(1.0, 80.0, 90.0), 1)
    77.5
    """
    left = 100 - negative_to_positive * cathode_ice_percent * (100 / ice_percent - 1)
    return left * (left > 0)


def anode_filling_percent(
    inventory_percent: Real, negative_to_positive: Real, cathode_ice_percent: Real
) -> Real:
    """Share of the reversible capacity of the anode that a charged full cell uses, I / (N/P ICE_c).

    Parameters
    ----------
    inventory_percent
        I, in percent of the first charge of the cathode.
    negative_to_positive, cathode_ice_percent
        As in `inventory_after_film_percent`.

    Returns
    -------
    float or array
        In percent; above 100 the excess is deposited as metal.

    Examples
    --------
    >>> round(anode_filling_percent(77.0, 1.1, 87.5), 1)
    80.0
    """
    return 100 * inventory_percent / (negative_to_positive * cathode_ice_percent)
