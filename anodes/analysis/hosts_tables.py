"""Tables 1 and 2 compared cell by cell with what physics gives.

Whether the source of a unit cell was read (sourced) or not (unconfirmed) is carried along to every
number that rests on it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from anodes.analysis import tolerances
from anodes.analysis.crystal_phases import end_phase_candidates, host_ion_constants, phases
from anodes.data.files import ROOT, once_a_state, read
from anodes.data.frames import Row, record, records
from anodes.data.printed_tables import hosts
from anodes.physics import pores
from anodes.physics.faraday import ions_per_host, specific_capacity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    import numpy as np
    import pandas as pd

AS_EXPANSION = "volume expansion (R − 1)"
AS_RATIO = "volume ratio R in %"
PRISTINE = "per volume of pristine host"
AGREES = "agrees"
CHARGED = "per volume of alloy"


def per_charged_volume(electrodes: pd.DataFrame, root: Path = ROOT) -> pd.Series:
    """Initial capacities per volume of their own alloy, rho C / R(x), if it were dense.

    An upper bound for the electrode: without pores, carbon, binder or anything else.

    Parameters
    ----------
    electrodes
        With element, ion and initial_capacity_mAh_g, as `data.electrodes` gives them.
    root
        Project folder; by default that of this package.

    Returns
    -------
    Series
        In mAh/cm3, with the index of `electrodes`.

    Raises
    ------
    DataError
        For data that cannot be used.

    Notes
    -----
    x follows from the capacity by Faraday's law, R from straight lines through the
    measured phases of the host.

    Examples
    --------
    >>> from anodes import analysis, data
    >>> analysis.per_charged_volume(data.electrodes().head(1)).round().item()
    2154.0
    """
    import pandas as pd

    full = host_ion_constants(root).set_index(["element", "ion"])
    values = []
    for row in records(electrodes):
        pair = full.loc[(row["element"], row["ion"])]
        x = ions_per_host(row["initial_capacity_mAh_g"], row["element"])
        ratio = ratio_at(x, pair)
        values.append(
            pores.capacity_per_alloy_volume(
                row["initial_capacity_mAh_g"], pair["density_g_cm3"], ratio
            )
        )
    return pd.Series(values, index=electrodes.index)


def by_porosity(names: Sequence[str], porosity: np.ndarray, root: Path = ROOT) -> pd.DataFrame:
    """What pores do to particles of each alloy, from unit cells alone.

    Parameters
    ----------
    names
        Names of phases, such as 'Li15Si4'.
    porosity
        Array of shares of the particle's volume, 0 to 1.
    root
        Project folder; by default that of this package.

    Returns
    -------
    DataFrame
        A row for each alloy and porosity; columns phase, element, ion, porosity, tap_density_g_cm3
        (random packing), external_expansion_percent at full lithiation or sodiation,
        capacity_per_host_mAh_cm3 and capacity_per_charged_mAh_cm3 of the particle, and
        electrolyte_mL_Ah in its pores at first.

    Raises
    ------
    KeyError
        For an unknown phase.
    DataError
        For data that cannot be used.

    Examples
    --------
    >>> import numpy as np
    >>> from anodes import analysis
    >>> frame = analysis.by_porosity(["Li15Si4"], np.array([0.0, 0.8]))
    >>> frame["external_expansion_percent"].round().to_list()
    [275.0, 0.0]
    """
    import pandas as pd

    known = phases(root).set_index("phase", drop=False)
    parts = []
    for row in records(known.loc[list(names)]):
        density = known.loc[row["host"], "density_computed_g_cm3"]
        capacity = specific_capacity(row["ions_per_host"], row["host"])
        part = {
            "phase": row["phase"],
            "element": row["host"],
            "ion": row["guest"],
            "porosity": porosity,
            **pores.porous_particle(porosity, capacity, density, row["ratio"]),
        }
        parts.append(pd.DataFrame(part))
    return pd.concat(parts, ignore_index=True)


def ratio_at(ions_per_host: float, pair: pd.Series | Row) -> float:
    """Volume ratio at any composition, from a row of `host_ion_constants`."""
    lines = [float(pair[f"line_{n}_cm3_mol"]) for n in (1, 2, 3)]
    return float(
        pores.ratio_of_steps(
            ions_per_host,
            (float(pair["line_1_end"]), float(pair["line_2_end"])),
            (lines[0], lines[1], lines[2]),
            float(pair["host_volume_cm3_mol"]),
        )
    )


@once_a_state
def comparison(root: Path = ROOT) -> pd.DataFrame:
    """Tables 1 and 2 cell by cell: each printed number beside each number that it could be.

    Parameters
    ----------
    root
        Project folder; by default that of this package.

    Returns
    -------
    DataFrame
        A row for each basis and phase that is tried for a printed cell; columns table, element,
        ion, alloying_product, property, bound, printed_number, unit, computed_number, basis,
        phase, status, source, tolerance_percent, deviation_percent and agrees. For an expansion
        the deviation is that of the volume ratios; a conductivity has none, as it agrees within a
        factor.

    Raises
    ------
    DataError
        For data that cannot be used.

    Examples
    --------
    >>> from anodes import analysis
    >>> row = analysis.comparison().query("element == 'Si' and property == 'density'").iloc[0]
    >>> row[["printed_number", "computed_number"]].astype(float).round(2).to_list()
    [2.35, 2.33]
    """
    import pandas as pd

    known = phases(root)
    rows = [trial for host in records(hosts(root)) for trial in _trials(host, known, root)]
    frame = pd.DataFrame(rows)
    grown = frame["property"] == "volume expansion"
    whole = grown * (frame["basis"] == AS_EXPANSION) * 100.0  # compare ratios, not their rests
    frame["deviation_percent"] = 100 * (
        (frame["printed_number"] + whole) / (frame["computed_number"] + whole) - 1
    )
    frame["agrees"] = [_agrees(row) for row in records(frame)]
    decades = frame["property"] == "conductivity"  # compared by decades, not by percent
    frame.loc[decades, ["deviation_percent", "tolerance_percent"]] = float("nan")
    return frame


def verdicts(frame: pd.DataFrame) -> pd.DataFrame:
    """The outcome for each printed cell of Tables 1 and 2.

    Parameters
    ----------
    frame
        As `comparison` gives it.

    Returns
    -------
    DataFrame
        A row for each printed cell, with the columns of `comparison` for what agrees, or else for
        the nearest; the printed product on the first basis is preferred, then another phase on
        that basis, then the other basis. The column verdict says which.

    Examples
    --------
    >>> from anodes import analysis
    >>> len(analysis.verdicts(analysis.comparison()))
    40
    """
    import numpy as np
    import pandas as pd

    rows = []
    for _, trials in frame.groupby(["table", "element", "property"], sort=False):
        first = trials.iloc[0]
        ranked = trials.assign(
            misses=~trials["agrees"],
            another_basis=trials["basis"] != first["basis"],
            another_phase=trials["phase"] != first["phase"],
            far=np.log1p(trials["deviation_percent"] / 100).abs().fillna(0),  # of the quotient
        )
        ranked.loc[ranked["misses"], ["another_basis", "another_phase"]] = False
        best = ranked.sort_values(
            ["misses", "another_basis", "another_phase", "far"], kind="stable"
        ).iloc[0]
        rows.append(record(trials, best.name) | {"verdict": _verdict(best)})
    return pd.DataFrame(rows)


def _verdict(best: pd.Series) -> str:
    if best["misses"]:
        return "nothing tried agrees"
    parts = [f"as {best['basis']}"] if best["another_basis"] else []
    parts += [f"for {best['phase']}"] if best["another_phase"] else []
    return " ".join([AGREES, *parts])


def _agrees(row: Row) -> bool:
    """Within its tolerance; a printed bound also where it holds on the first basis."""
    if row["property"] == "conductivity":
        factor = tolerances.CONDUCTIVITY_FACTOR
        return bool(1 / factor <= row["printed_number"] / row["computed_number"] <= factor)
    if row["bound"] == ">" and row["basis"] == AS_EXPANSION:
        return bool(row["computed_number"] > row["printed_number"])
    return bool(abs(row["deviation_percent"]) <= row["tolerance_percent"])


class Property(NamedTuple):
    """A property of Tables 1 and 2: its column, its unit and how far a number may be off."""

    column: str
    unit: str
    tolerance_percent: float


PROPERTIES = {
    "theoretical capacity": Property(
        "theoretical_capacity_mAh_g", "mAh g-1", tolerances.CAPACITY_PERCENT
    ),
    "volumetric capacity": Property(
        "volumetric_capacity_mAh_cm3", "mAh cm-3", tolerances.VOLUME_PERCENT
    ),
    "volume expansion": Property("volume_expansion_percent", "%", tolerances.VOLUME_PERCENT),
    "density": Property("density_g_cm3", "g cm-3", tolerances.DENSITY_PERCENT),
    "conductivity": Property(
        "conductivity_S_m", "S m-1", 100 * (tolerances.CONDUCTIVITY_FACTOR - 1)
    ),
}


def _trials(host: Row, known: pd.DataFrame, root: Path) -> Iterator[Row]:
    """Every number that a cell of one row of Tables 1 and 2 could be."""
    element = host["element"]
    ends = records(end_phase_candidates(known, element, host["ion"], host["alloying_product"]))
    yield from _capacities(host, ends)
    yield from _volumetric_capacities(host, ends)
    yield from _expansions(host, ends)
    pure = record(known.set_index("phase", drop=False), element)
    yield _trial(host, "density", pure["density_computed_g_cm3"], "from the unit cell", pure)
    measured = record(read("conductivities", root).set_index("element"), element)
    basis = "of the pure element, near 300 K"
    of = measured | {"phase": element}
    yield _trial(host, "conductivity", measured["conductivity_S_m"], basis, of)


def _trial(host: Row, name: str, computed: float, basis: str, of: Row) -> Row:
    """A printed property beside one number that it could be, of a phase with its source."""
    column, unit, tolerance = PROPERTIES[name]
    return {
        **{key: host[key] for key in ("table", "element", "ion", "alloying_product")},
        "property": name,
        "bound": host["expansion_qualifier"] if name == "volume expansion" else "",
        "printed_number": host[column],
        "unit": unit,
        "computed_number": computed,
        "basis": basis,
        "phase": of["phase"],
        "status": of["status"],
        "source": of["source"],
        "tolerance_percent": tolerance,
    }


def _capacities(host: Row, ends: list[Row]) -> Iterator[Row]:
    """Faraday's law for the printed product, then for the other phases a charge may end at."""
    product = host["alloying_product"]
    formula = {"phase": product, "status": "computed", "source": "formula alone"}
    capacity = specific_capacity(float(host["ions_per_host"]), host["element"])
    yield _trial(host, "theoretical capacity", capacity, "Faraday's law", formula)
    for end in ends:
        if end["phase"] != product:
            capacity = end["faraday_capacity_mAh_g"]
            yield _trial(host, "theoretical capacity", capacity, "Faraday's law", end)


def _volumetric_capacities(host: Row, ends: list[Row]) -> Iterator[Row]:
    """The capacity per volume of alloy and per volume of pristine host."""
    for end in ends:
        for basis, column in ((CHARGED, "charged"), (PRISTINE, "host")):
            capacity = end[f"capacity_per_{column}_mAh_cm3"]
            yield _trial(host, "volumetric capacity", capacity, basis, end)


def _expansions(host: Row, ends: list[Row]) -> Iterator[Row]:
    """The volume expansion, then the volume ratio in percent."""
    for basis, shift in ((AS_EXPANSION, 100), (AS_RATIO, 0)):
        for end in ends:
            yield _trial(host, "volume expansion", 100 * end["ratio"] - shift, basis, end)
