"""How well the unit cells are known, carried into volume ratio, porosity and capacity.

Each range is an interval of limits, not a standard deviation: errors of a source are added, not
squared, and other sources of the same phase widen it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from anodes.analysis import tolerances
from anodes.analysis.crystal_phases import phases
from anodes.data.files import ROOT, once_a_state, read
from anodes.data.frames import Row, record, records
from anodes.data.printed_tables import hosts
from anodes.physics import pores

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

EDGES = ("a", "b", "c")
Range = tuple[float, float]


@once_a_state
def cell_ranges(root: Path = ROOT) -> pd.DataFrame:
    """Range of the volume ratio of each phase, and what follows from it.

    Parameters
    ----------
    root
        Project folder; by default that of this package.

    Returns
    -------
    DataFrame
        A row for each alloy with a measured unit cell; columns phase, status, temperature_K,
        ratio, ratio_low, ratio_high, minimum_porosity, minimum_porosity_low,
        minimum_porosity_high, capacity_per_host_mAh_cm3, capacity_per_charged_mAh_cm3,
        capacity_per_charged_low_mAh_cm3, capacity_per_charged_high_mAh_cm3 and range_basis, which
        says what the range rests on.

    Raises
    ------
    DataError
        For data that cannot be used.

    Notes
    -----
    The limits of a unit cell are the stated errors of its edges, or half of the last digit where
    the source states none. They are widened by other sources of the phase; by the thermal expansion
    of the metal of the ion up to room temperature, taken as more than that of its alloys, where the
    unit cell was measured in the cold; and by `tolerances.UNCONFIRMED_VOLUME_PERCENT` where the
    source of the unit cell was not read.

    Examples
    --------
    >>> from anodes import analysis
    >>> silicide = analysis.cell_ranges().set_index("phase").loc["Li15Si4"]
    >>> silicide[["minimum_porosity_low", "minimum_porosity_high"]].astype(float).round(3).to_list()
    [0.733, 0.74]
    """
    import pandas as pd

    known = phases(root)
    alloys = known[(known["ions_per_host"] > 0) & (known["method"] == "experiment")]
    pristine = known[known["ions_per_host"] == 0].set_index("host", drop=False)
    others = read("other_cells", root)
    softening = read("thermal_expansions", root).set_index("element")["linear_expansion_per_K"]
    rows = []
    for row in records(alloys):
        own = others[others["phase"] == row["phase"]]
        host = _relative_error(record(pristine, row["host"]))
        low, high, basis = _limits(row, records(own), float(softening[row["guest"]]))
        rows.append(
            _consequences(row, row["ratio"] * (low - host), row["ratio"] * (high + host), basis)
        )
    return pd.DataFrame(rows)


@once_a_state
def product_readings(root: Path = ROOT) -> pd.DataFrame:
    """The products of Tables 1 and 2 by their unit cells, and by the expansions as printed.

    Parameters
    ----------
    root
        Project folder; by default that of this package.

    Returns
    -------
    DataFrame
        Eight rows; columns element, ion and alloying_product, those of `cell_ranges`,
        volumetric_capacity_mAh_cm3 (printed), and as_printed_ratio, as_printed_minimum_porosity
        and as_printed_charged_mAh_cm3: what the printed expansions would give if they were
        expansions, which the audit rejects.

    Raises
    ------
    DataError
        For data that cannot be used.

    Examples
    --------
    >>> from anodes import analysis
    >>> tin = analysis.product_readings().set_index("alloying_product").loc["Na15Sn4"]
    >>> round(tin["ratio"], 2), tin["as_printed_ratio"]
    (np.float64(5.24), np.float64(6.25))
    """
    printed = hosts(root)
    keys = ["element", "ion", "alloying_product", "volumetric_capacity_mAh_cm3"]
    ratio = pores.volume_ratio(printed["volume_expansion_percent"])
    frame = printed[keys].assign(
        as_printed_ratio=ratio,
        as_printed_minimum_porosity=pores.minimum_porosity(ratio),
        as_printed_charged_mAh_cm3=pores.capacity_per_alloy_volume(
            printed["theoretical_capacity_mAh_g"], printed["density_g_cm3"], ratio
        ),
    )
    cells = cell_ranges(root)
    return frame.merge(cells, left_on="alloying_product", right_on="phase", validate="1:1")


def _consequences(row: Row, low: float, high: float, basis: str) -> Row:
    """What a range of the volume ratio means for porosity and capacity."""
    charged = row["capacity_per_charged_mAh_cm3"]
    return {
        **{name: row[name] for name in ("phase", "status", "temperature_K", "ratio")},
        "ratio_low": low,
        "ratio_high": high,
        "minimum_porosity": pores.minimum_porosity(row["ratio"]),
        "minimum_porosity_low": pores.minimum_porosity(low),
        "minimum_porosity_high": pores.minimum_porosity(high),
        "capacity_per_host_mAh_cm3": row["capacity_per_host_mAh_cm3"],
        "capacity_per_charged_mAh_cm3": charged,
        "capacity_per_charged_low_mAh_cm3": charged * row["ratio"] / high,
        "capacity_per_charged_high_mAh_cm3": charged * row["ratio"] / low,
        "range_basis": basis,
    }


def _limits(row: Row, others: list[Row], expansion_per_K: float) -> tuple[float, float, str]:
    """Lowest and highest volume of a cell relative to its own, and what they rest on."""
    error = _relative_error(row)
    low, high = 1 - error, 1 + error
    stated = row["a_error_angstrom"] == row["a_error_angstrom"]
    basis = ["stated error" if stated else "last digit"]
    for other in others:
        relative = _relative_volume(other, row)
        low, high = min(low, relative), max(high, relative)
    basis += ["other sources"] * bool(others)
    if row["temperature_K"] < tolerances.ROOM_K - tolerances.ROOM_BAND_K:
        warmed = (1 + expansion_per_K * (tolerances.ROOM_K - row["temperature_K"])) ** 3
        high = max(high, warmed)
        basis.append(f"warming from {row['temperature_K']:g} K")
    if row["status"] == "unconfirmed":
        part = tolerances.UNCONFIRMED_VOLUME_PERCENT / 100
        low, high = min(low, 1 - part), max(high, 1 + part)
        basis.append("source not read")
    return low, high, ", ".join(basis)


def _relative_error(row: Row) -> float:
    """Relative error of the volume of a cell: the sum of those of its three edges."""
    missing = [edge for edge in EDGES if row[f"{edge}_angstrom"] != row[f"{edge}_angstrom"]]
    total = (1 + len(missing)) * _edge_error(row, "a")
    return total + sum(_edge_error(row, edge) for edge in EDGES[1:] if edge not in missing)


def _edge_error(row: Row, edge: str) -> float:
    """Relative error of an edge: stated, or half of its last digit."""
    length, error = row[f"{edge}_angstrom"], row[f"{edge}_error_angstrom"]
    if error == error:
        return float(error / length)
    digits = len(f"{length:.10g}".partition(".")[2])
    return float(0.5 * 10**-digits / length)


def _relative_volume(other: Row, own: Row) -> float:
    """Volume of another cell of a cubic or hexagonal phase over that of its own."""
    a = float(other["a_angstrom"] / own["a_angstrom"])
    has_c = other["c_angstrom"] == other["c_angstrom"]
    return a**2 * (float(other["c_angstrom"] / own["c_angstrom"]) if has_c else a)
