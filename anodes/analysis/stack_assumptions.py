"""The cell stack that the book assumes, with graphite and with porous silicon in it.

Every assumption is a row of `data/physics/stack.csv`, with the range that it could have; nothing
here, in a chapter or in an explorer is assumed a second time.

Every anode is sized in one way: its first lithiation is N/P times the first charge of the cathode
(`physics.Stack`). The capacity of graphite is assumed as a reversible one, so its ICE gives the
first lithiation; the charge of silicon is that of the first lithiation.
"""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

from anodes.analysis.crystal_phases import phase
from anodes.analysis.electrode_readings import first_end_phase, volume_ratio_at
from anodes.data.files import ROOT, DataError, Problem, once_a_state, read
from anodes.data.frames import records
from anodes.data.parsing import typeset
from anodes.physics import cycling, pores
from anodes.physics.cell_stack import Stack, stack_energy_Wh_L

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import pandas as pd

FILE = "data/physics/stack.csv"
GRAPHITE = "graphite_"
OF_STACK = tuple(field.name for field in fields(Stack))
OF_ANODES = (
    "wet_mg_cm2",
    "graphite_mAh_cm3",
    "graphite_mAh_g",
    "graphite_V",
    "graphite_ice_percent",
    "silicon_mAh_g",
    "silicon_V",
    "silicon_ice_percent",
    "silicon_packing",
    "silicon_surplus_porosity",
)
CURVE_ASSUMPTIONS = ("cathode_span_V", "hysteresis_V", "film_V", "peak_width_V")
ONLY_MASS = ("wet_mg_cm2", "graphite_mAh_g")  # no energy per volume depends on these


@once_a_state
def assumptions(root: Path = ROOT) -> dict[str, float]:
    """The values of `data/physics/stack.csv` by the names of its parameters.

    Parameters
    ----------
    root
        Project folder; by default that of this package.

    Returns
    -------
    dict
        Numbers in the unit that the name or the file states.

    Raises
    ------
    DataError
        For data that cannot be used, and where a parameter is missing or unknown.

    Examples
    --------
    >>> from anodes import analysis
    >>> analysis.assumptions()["graphite_mAh_cm3"]
    550.0
    """
    values = {str(row["parameter"]): float(row["value"]) for row in records(read("stack", root))}
    odd = sorted(set(values) ^ {*OF_STACK, *OF_ANODES, *CURVE_ASSUMPTIONS})
    if odd:
        found = ", ".join(f"{name} is {'unknown' if name in values else 'missing'}" for name in odd)
        expected = "a row for each parameter that something is computed from, and no other"
        raise DataError([Problem(FILE, None, "parameter", found, expected)])
    return values


def assumed_stack(root: Path = ROOT, **changes: float) -> Stack:
    """The stack of `data/physics/stack.csv`, without its anode.

    Parameters
    ----------
    root
        Project folder; by default that of this package.
    **changes
        Values to use in place of the file's, by the names of `physics.Stack`.

    Returns
    -------
    Stack
        For `physics.stack_energy_Wh_L` and its kind.

    Raises
    ------
    TypeError
        For a change that is no parameter of a stack.
    DataError
        For data that cannot be used.

    Examples
    --------
    >>> from anodes import analysis
    >>> analysis.assumed_stack(areal_capacity_mAh_cm2=2.0).areal_capacity_mAh_cm2
    2.0
    """
    known = assumptions(root)
    return Stack(**({name: known[name] for name in OF_STACK} | changes))


def graphite_electrode(root: Path = ROOT) -> dict[str, float]:
    """The graphite electrode that every stack of the book is compared with.

    Parameters
    ----------
    root
        Project folder; by default that of this package.

    Returns
    -------
    dict
        mAh_cm3 and mAh_g (reversible) of the whole coating, V (mean potential against Li) and
        ice_percent as assumed; first_mAh_cm3 and first_mAh_g of the first lithiation; g_cm3
        (mAh_cm3 over mAh_g), void (its share that the density of graphite leaves) and
        electrolyte_mL_Ah that fills it.

    Raises
    ------
    DataError
        For data that cannot be used.

    Examples
    --------
    >>> from anodes import analysis
    >>> graphite = analysis.graphite_electrode()
    >>> round(graphite["g_cm3"], 2), round(graphite["void"], 3), round(graphite["first_mAh_cm3"])
    (1.57, 0.305, 598)
    """
    known = assumptions(root)
    assumed = {name: known[GRAPHITE + name] for name in ("mAh_cm3", "mAh_g", "V", "ice_percent")}
    first = {
        f"first_{name}": cycling.first_capacity(assumed[name], assumed["ice_percent"])
        for name in ("mAh_cm3", "mAh_g")
    }
    density = assumed["mAh_cm3"] / assumed["mAh_g"]
    void = pores.void_share(density, float(phase("graphite", root)["density_computed_g_cm3"]))
    wetted = pores.electrode_electrolyte_mL_Ah(void, assumed["mAh_cm3"])
    return assumed | first | {"g_cm3": density, "void": void, "electrolyte_mL_Ah": wetted}


def porous_silicon_mAh_cm3(
    capacity_mAh_g: float, packing: float, surplus_porosity: float = 0.0, root: Path = ROOT
) -> float:
    """Capacity per volume of a charged electrode of porous silicon.

    The particles have the pores that their own swelling needs, so that they keep their outline.

    Parameters
    ----------
    capacity_mAh_g
        Lithium taken up, in mAh per gram of silicon.
    packing
        Share of the electrode's volume that particles fill, their pores included.
    surplus_porosity
        Pores beyond the needed ones, as a share of the particle's volume.
    root
        Project folder; by default that of this package.

    Returns
    -------
    float
        In mAh per cm3 of electrode, its voids included.

    Raises
    ------
    DataError
        For data that cannot be used.

    Examples
    --------
    >>> from anodes import analysis
    >>> round(analysis.porous_silicon_mAh_cm3(2000.0, 0.7), -2)
    1300.0
    """
    ratio = volume_ratio_at(capacity_mAh_g, "Si", "Li", root)
    porosity = pores.minimum_porosity(ratio) + surplus_porosity
    density = float(phase("Si", root)["density_computed_g_cm3"])
    particle = pores.capacity_per_charged_particle(porosity, capacity_mAh_g, density, ratio)
    return packing * particle


@once_a_state
def stack_comparison(root: Path = ROOT) -> pd.DataFrame:
    """Graphite and silicon in the assumed stack: whole electrodes first, then dense compounds.

    Parameters
    ----------
    root
        Project folder; by default that of this package.

    Returns
    -------
    DataFrame
        A row for each anode; columns anode, compared_as ('electrode with its voids' or 'dense
        compound'), capacity_per_volume_mAh_cm3 (of the first lithiation; of dense compounds that
        of the phase, no side reaction included), assumed_potential_V, stack_energy_Wh_L (no loss
        of the anode) and origins. Compare only within one value of compared_as.

    Raises
    ------
    DataError
        For data that cannot be used.

    Examples
    --------
    >>> from anodes import analysis
    >>> energies = analysis.stack_comparison().set_index("anode")["stack_energy_Wh_L"]
    >>> round(float(energies["graphite"]))
    890
    """
    import pandas as pd

    known = assumptions(root)
    graphite, silicon = known["graphite_V"], known["silicon_V"]
    full, used = first_end_phase("Si", "Li", root), known["silicon_mAh_g"]
    porous = {
        f"porous Si, {capacity:,.0f} mAh g⁻¹": porous_silicon_mAh_cm3(
            capacity, known["silicon_packing"], root=root
        )
        for capacity in (used / 2, used, float(full["faraday_capacity_mAh_g"]))
    }
    dense = float(phase("LiC6", root)["capacity_per_charged_mAh_cm3"])
    electrode, compound = "electrode with its voids", "dense compound"
    rows = [
        ("graphite", electrode, graphite_electrode(root)["first_mAh_cm3"], graphite, "assumed"),
        *((name, electrode, value, silicon, "derived") for name, value in porous.items()),
        ("LiC6", compound, dense, graphite, "derived"),
        (full["phase"], compound, full["capacity_per_charged_mAh_cm3"], silicon, "derived"),
    ]
    names = ["anode", "compared_as", "capacity_per_volume_mAh_cm3", "assumed_potential_V"]
    frame = pd.DataFrame([row[:4] for row in rows], columns=names)
    frame["stack_energy_Wh_L"] = stack_energy_Wh_L(
        frame["capacity_per_volume_mAh_cm3"], frame["assumed_potential_V"], assumed_stack(root)
    )
    return frame.assign(origins=[f"capacity_per_volume_mAh_cm3: {row[4]}" for row in rows])


def _energies(known: Mapping[str, float], root: Path) -> tuple[float, float]:
    """Wh/L of the stack with porous silicon and with graphite, after the first cycle."""
    stack = Stack(**{name: known[name] for name in OF_STACK})
    silicon = porous_silicon_mAh_cm3(
        known["silicon_mAh_g"], known["silicon_packing"], known["silicon_surplus_porosity"], root
    )
    graphite = cycling.first_capacity(known["graphite_mAh_cm3"], known["graphite_ice_percent"])
    per_volume = {"silicon": silicon, "graphite": graphite}
    left, other = (
        stack_energy_Wh_L(capacity, known[f"{anode}_V"], stack)
        * cycling.cell_capacity_percent(known[f"{anode}_ice_percent"], known["cathode_ice_percent"])
        / 100
        for anode, capacity in per_volume.items()
    )
    return left, other


@once_a_state
def stack_sensitivity(root: Path = ROOT) -> pd.DataFrame:
    """Which assumption moves the energy of the stack with porous silicon most.

    One assumption at a time goes to the ends of its range in `data/physics/stack.csv`; the others
    stay at their values. Energies are those after the first cycle.

    Parameters
    ----------
    root
        Project folder; by default that of this package.

    Returns
    -------
    DataFrame
        Two rows for each assumption that the energy per volume depends on, the widest span first;
        columns parameter, assumption (in words), end (low or high), value_used (with its unit),
        stack_energy_Wh_L, gain_per_volume_percent (over graphite in the same stack), span_Wh_L and
        span_points (of the gain) between both ends.

    Raises
    ------
    DataError
        For data that cannot be used.

    Examples
    --------
    >>> from anodes import analysis
    >>> frame = analysis.stack_sensitivity()
    >>> bool(frame["span_Wh_L"].is_monotonic_decreasing)
    True
    """
    import pandas as pd

    known = assumptions(root)
    rows = []
    for row in records(read("stack", root)):
        name = str(row["parameter"])
        if name in (*ONLY_MASS, *CURVE_ASSUMPTIONS):
            continue
        for end in ("low", "high"):
            silicon, graphite = _energies({**known, name: float(row[end])}, root)
            rows.append(
                {
                    "parameter": name,
                    "assumption": row["assumption"],
                    "end": end,
                    "value_used": f"{row[end]:g} {typeset(str(row['unit']))}".strip(),
                    "stack_energy_Wh_L": silicon,
                    "gain_per_volume_percent": 100 * (silicon / graphite - 1),
                }
            )
    frame = pd.DataFrame(rows)
    groups = frame.groupby("parameter", sort=False)
    for column, name in (
        ("stack_energy_Wh_L", "span_Wh_L"),
        ("gain_per_volume_percent", "span_points"),
    ):
        frame[name] = groups[column].transform("max") - groups[column].transform("min")
    return frame.sort_values("span_Wh_L", ascending=False, kind="stable", ignore_index=True)


def stacks_after_first_cycle(electrodes: pd.DataFrame, root: Path = ROOT) -> pd.DataFrame:
    """Energy of the assumed stack with each silicon electrode, before and after the first cycle.

    Parameters
    ----------
    electrodes
        As `data.electrodes` gives them; rows of silicon with lithium and an ICE serve.
    root
        Project folder; by default that of this package.

    Returns
    -------
    DataFrame
        A row for each such electrode, with its index; columns place, reference, material, element,
        ion, initial_capacity_mAh_g, ice_percent, cell_capacity_percent (of what the cathode
        cycles), electrode_capacity_mAh_cm3, stack_energy_Wh_L (no loss of the anode) and
        energy_after_first_cycle_Wh_L. The capacity is read as that of lithiation, the packing is
        the assumed one, and pores are those that the swelling needs.

    Raises
    ------
    DataError
        For data that cannot be used.

    Examples
    --------
    >>> from anodes import analysis, data
    >>> frame = analysis.stacks_after_first_cycle(data.electrodes())
    >>> bool((frame["energy_after_first_cycle_Wh_L"] <= frame["stack_energy_Wh_L"]).all())
    True
    """
    import pandas as pd

    known = assumptions(root)
    used = electrodes.query("element == 'Si' and ion == 'Li'").dropna(subset=["ice_percent"])
    keys = ["place", "reference", "material", "element", "ion", "initial_capacity_mAh_g"]
    left = cycling.cell_capacity_percent(
        used["ice_percent"].astype(float), known["cathode_ice_percent"]
    )
    capacity = pd.Series(
        [
            porous_silicon_mAh_cm3(float(value), known["silicon_packing"], root=root)
            for value in used["initial_capacity_mAh_g"]
        ],
        index=used.index,
        dtype="float64",
    )
    volts = pd.Series(known["silicon_V"], index=used.index, dtype="float64")
    energy = stack_energy_Wh_L(capacity, volts, assumed_stack(root))
    return used[[*keys, "ice_percent"]].assign(
        cell_capacity_percent=left,
        electrode_capacity_mAh_cm3=capacity,
        stack_energy_Wh_L=energy,
        energy_after_first_cycle_Wh_L=energy * left / 100,
    )
