"""What an electrode's own charge asks of its pores, and what its first capacity can mean.

The tables of the review do not say whether a first capacity is that of lithiation or of
delithiation (sodiation or desodiation). Both readings are carried through here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from anodes.analysis import tolerances
from anodes.analysis.crystal_phases import end_phase_candidates, phase, phases
from anodes.data.files import ROOT, once_a_state
from anodes.data.frames import Row, record, records
from anodes.data.printed_tables import hosts
from anodes.physics import crystallography, cycling, pores
from anodes.physics.faraday import ions_per_host
from anodes.physics.rounding import half_last_digit

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

LITHIATION, DELITHIATION = "lithiation", "delithiation"
KEYS = ("place", "reference", "material", "element", "ion", "same_current")


@once_a_state
def end_phases(root: Path = ROOT) -> pd.DataFrame:
    """The measured phases at which a charge of each host and ion can end, the first reached first.

    Superseded cells are left out. The columns are those of `phases`.
    """
    import pandas as pd

    known = phases(root)
    valid = known[known["superseded_by"] == ""]
    return pd.concat(
        [
            end_phase_candidates(valid, row["element"], row["ion"], row["alloying_product"])
            .sort_values("ions_per_host", kind="stable")
            for row in records(hosts(root))
        ],
        ignore_index=True,
    )  # fmt: skip


@once_a_state
def _end_phases_of(element: str, ion: str, root: Path) -> pd.DataFrame:
    """The rows of `end_phases` of a pair."""
    known = end_phases(root)
    return known[(known["host"] == element) & (known["guest"] == ion)]


@once_a_state
def first_end_phase(element: str, ion: str, root: Path = ROOT) -> Row:
    """The measured end phase with the fewest ions: for Li in Si and Ge, that of room temperature.

    Parameters
    ----------
    element, ion
        Symbols of the host and of the working ion.
    root
        Project folder; by default that of this package.

    Returns
    -------
    dict
        Values by the columns of `phases`.

    Raises
    ------
    LookupError
        For a pair without a measured end phase.
    DataError
        For data that cannot be used.

    Examples
    --------
    >>> from anodes import analysis
    >>> analysis.first_end_phase("Si", "Li")["phase"]
    'Li15Si4'
    """
    found = _end_phases_of(element, ion, root)
    if found.empty:
        raise LookupError(f"no measured end phase of {element} with {ion} in data/physics")
    return record(found.set_index("phase", drop=False).head(1), str(found["phase"].iloc[0]))


def volume_ratio_at(
    capacity_mAh_g: float, element: str, ion: str, root: Path = ROOT, *, like: str = ""
) -> float:
    """Volume ratio of a host at a charge, each ion with the volume that it has in an end phase.

    Parameters
    ----------
    capacity_mAh_g
        Charge taken up, in mAh per gram of host.
    element, ion
        Symbols of the host and of the working ion.
    root
        Project folder; by default that of this package.
    like
        Name of the phase that gives the volume of an ion; by default `first_end_phase`.

    Returns
    -------
    float
        R = V/V0.

    Raises
    ------
    LookupError
        For a pair without a measured end phase, or an unknown phase.
    DataError
        For data that cannot be used.

    Examples
    --------
    >>> from anodes import analysis
    >>> round(analysis.volume_ratio_at(750.0, "Si", "Li"), 2)
    1.58
    """
    end = phase(like, root) if like else first_end_phase(element, ion, root)
    host = crystallography.molar_volume(float(phase(element, root)["volume_per_host_A3"]))
    x = ions_per_host(capacity_mAh_g, element)
    return pores.ratio_of_ions(x, float(end["ion_volume_cm3_mol"]), host)


def required_porosity(electrodes: pd.DataFrame, root: Path = ROOT) -> pd.DataFrame:
    """Porosity that each electrode needs at its own first capacity, not at the full alloy.

    Parameters
    ----------
    electrodes
        As `data.electrodes` gives them.
    root
        Project folder; by default that of this package.

    Returns
    -------
    DataFrame
        A row for each electrode, with its index; columns place, reference, material, element, ion,
        initial_capacity_mAh_g, ice_percent, volume_of_ions_of (the phase that gives the volume of
        an ion), ratio and required_porosity for the capacity read as lithiation;
        porosity_other_cell, the same with the volume of an ion farthest from it in another
        measured end phase, missing where only one is known; and
        porosity_if_delithiation, if the capacity is that of delithiation and all of C/ICE was
        taken up, missing without an ICE.

    Raises
    ------
    DataError
        For data that cannot be used.

    Examples
    --------
    >>> from anodes import analysis, data
    >>> analysis.required_porosity(data.electrodes().head(1))["required_porosity"].round(2).item()
    0.71
    """
    import pandas as pd

    rows = []
    for row in records(electrodes):
        element, ion, capacity = row["element"], row["ion"], float(row["initial_capacity_mAh_g"])
        ratio = volume_ratio_at(capacity, element, ion, root)
        taken_up = 100 * capacity / row["ice_percent"]
        end = first_end_phase(element, ion, root)["phase"]
        rows.append(
            {name: row[name] for name in KEYS[:-1]}
            | {
                "initial_capacity_mAh_g": capacity,
                "ice_percent": row["ice_percent"],
                "volume_of_ions_of": end,
                "ratio": ratio,
                "required_porosity": pores.minimum_porosity(ratio),
                "porosity_other_cell": _farthest(capacity, element, ion, root),
                "porosity_if_delithiation": pores.minimum_porosity(
                    volume_ratio_at(taken_up, element, ion, root)
                ),
            }
        )
    return pd.DataFrame(rows, index=electrodes.index)


def _farthest(capacity: float, element: str, ion: str, root: Path) -> float:
    """The required porosity by the end phase that differs most from the first; NaN without one."""
    first, *others = (
        pores.minimum_porosity(volume_ratio_at(capacity, element, ion, root, like=str(name)))
        for name in _end_phases_of(element, ion, root)["phase"]
    )
    return max(others, key=lambda other: abs(other - first), default=float("nan"))


def first_capacity_readings(electrodes: pd.DataFrame, root: Path = ROOT) -> pd.DataFrame:
    """Both readings of each first capacity with an ICE, carried into retention and fade.

    Later capacities are taken to be delithiations, so they are compared with the first
    delithiation: the first capacity itself, or its product with the ICE.

    Parameters
    ----------
    electrodes
        As `data.electrodes` gives them.
    root
        Project folder; by default that of this package.

    Returns
    -------
    DataFrame
        Two rows for each electrode with an ICE; columns place, reference, material, element, ion,
        same_current, first_capacity_as (lithiation or delithiation),
        first_lithiation_mAh_g, first_delithiation_mAh_g, delithiation_retention_percent (the last
        capacity over the first delithiation), fade_percent_per_cycle, fade_low and fade_high (what
        the rounding of both printed capacities leaves open), and above_end_phase (whether the
        first lithiation exceeds the capacity of `first_end_phase` by more than the tolerance).

    Raises
    ------
    DataError
        For data that cannot be used.

    Examples
    --------
    >>> from anodes import analysis, data
    >>> frame = analysis.first_capacity_readings(data.electrodes().head(1))
    >>> frame["delithiation_retention_percent"].round(1).to_list()
    [85.2, 65.6]
    """
    import pandas as pd

    rows = [
        _reading(row, reading, root)
        for row in records(electrodes.dropna(subset=["ice_percent", "final_capacity_mAh_g"]))
        for reading in (LITHIATION, DELITHIATION)
    ]
    return pd.DataFrame(rows)


def _reading(row: Row, reading: str, root: Path) -> Row:
    """One electrode with its first capacity read in one way."""
    printed, final = float(row["initial_capacity_mAh_g"]), float(row["final_capacity_mAh_g"])
    ice = row["ice_percent"] / 100
    share = ice if reading == LITHIATION else 1.0
    given_back, taken_up = printed * share, printed * share / ice
    cycles = float(row["cycles"])
    halves = (half_last_digit(final), half_last_digit(printed) * share)
    low, high = cycling.fade_range_percent(final, given_back, cycles, halves)
    end = first_end_phase(row["element"], row["ion"], root)["faraday_capacity_mAh_g"]
    return {name: row[name] for name in KEYS} | {
        "first_capacity_as": reading,
        "first_lithiation_mAh_g": taken_up,
        "first_delithiation_mAh_g": given_back,
        "delithiation_retention_percent": cycling.retention_percent(final, given_back),
        "fade_percent_per_cycle": cycling.fade_percent_per_cycle(final, given_back, cycles),
        "fade_low": low,
        "fade_high": high,
        "above_end_phase": bool(taken_up > end * (1 + tolerances.THEORY_PERCENT / 100)),
    }


def changed_conclusions(readings: pd.DataFrame) -> pd.DataFrame:
    """How many conclusions on electrodes depend on the reading of the first capacity.

    Parameters
    ----------
    readings
        As `first_capacity_readings` gives them.

    Returns
    -------
    DataFrame
        A row for each conclusion; columns conclusion, electrodes (how many are considered),
        if_lithiation and if_delithiation (for how many it holds), and differ (for how many the
        answer depends on the reading).

    Examples
    --------
    >>> from anodes import analysis, data
    >>> frame = analysis.first_capacity_readings(data.electrodes().head(1))
    >>> analysis.changed_conclusions(frame)["differ"].to_list()
    [1, 0, 1]
    """
    import pandas as pd

    same = readings[readings["same_current"]]
    asked = {
        "keeps 80 % (one current)": (same, same["delithiation_retention_percent"] >= 80),
        "gains capacity (one current)": (same, same["delithiation_retention_percent"] > 100),
        "first lithiation exceeds the end phase": (readings, readings["above_end_phase"]),
    }
    rows = []
    for conclusion, (frame, holds) in asked.items():
        both = holds.groupby([frame["place"], frame["first_capacity_as"]]).first().unstack()
        rows.append(
            {
                "conclusion": conclusion,
                "electrodes": len(both),
                "if_lithiation": int(both[LITHIATION].sum()),
                "if_delithiation": int(both[DELITHIATION].sum()),
                "differ": int((both[LITHIATION] != both[DELITHIATION]).sum()),
            }
        )
    return pd.DataFrame(rows)


def implied_porosity(
    growth_percent: float, capacity_mAh_g: float, element: str, ion: str, root: Path = ROOT
) -> float:
    """Porosity at which a particle grows by a printed share at a printed charge.

    Parameters
    ----------
    growth_percent
        Growth of the outer volume in percent.
    capacity_mAh_g
        Charge taken up, in mAh per gram of host.
    element, ion
        Symbols of the host and of the working ion.
    root
        Project folder; by default that of this package.

    Returns
    -------
    float
        Share of the particle's volume; at or below zero no pores are needed.

    Raises
    ------
    LookupError
        For a pair without a measured end phase.
    DataError
        For data that cannot be used.

    Examples
    --------
    >>> from anodes import analysis
    >>> round(analysis.implied_porosity(20.0, 750.0, "Si", "Li"), 2)
    0.24
    """
    return pores.porosity_of_growth(
        growth_percent, volume_ratio_at(capacity_mAh_g, element, ion, root)
    )
