"""The phases of `data/physics/` computed, and Tables 1 and 2 held against them cell by cell.

Cells come from `crystal`, formulas from `theory`, tolerances from `tolerances`. The status of a
cell's source (sourced or unconfirmed) is carried along to every number that rests on it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from anodes import crystal, notation, reactions, theory, tolerances
from anodes.files import ROOT, once_a_state, read
from anodes.tables import hosts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    import gemmi
    import numpy as np
    import pandas as pd

AS_EXPANSION = "volume expansion (R − 1)"
AS_RATIO = "volume ratio R in %"
PRISTINE = "per volume of pristine host"
AGREES = "agrees"
CHARGED = "per volume of charged alloy"
LONGEST_BOND_ANGSTROM = 3.5


@once_a_state
def phases(root: Path = ROOT) -> pd.DataFrame:
    """The phases with what their cells give, a row each, in the order of the file.

    Adds volume_per_host_A3, ratio and volume_expansion_computed_percent against the pristine
    host, density_computed_g_cm3, faraday_capacity_mAh_g per gram of host, the capacity per
    volume of pristine host and of charged alloy, and guest_volume_cm3_mol.
    """
    frame = read("phases", root)
    cells = {row["phase"]: cell_of(row) for row in _records(frame)}
    volumes = frame["phase"].map({name: cell.volume for name, cell in cells.items()})
    frame["volume_per_host_A3"] = volumes / frame["hosts_per_cell"]
    pristine = frame[frame["guest_per_host"] == 0].set_index("host")
    host_volume = frame["host"].map(pristine["volume_per_host_A3"])
    frame["ratio"] = frame["volume_per_host_A3"] / host_volume
    frame["volume_expansion_computed_percent"] = theory.expansion_percent(frame["ratio"])
    frame["density_computed_g_cm3"] = [
        crystal.density(cells[row["phase"]], row["formula"], _formulas_per_cell(row))
        for row in _records(frame)
    ]
    frame["faraday_capacity_mAh_g"] = [
        theory.specific_capacity(row["guest_per_host"], row["host"]) for row in _records(frame)
    ]
    host_density = frame["host"].map(
        frame[frame["guest_per_host"] == 0].set_index("host")["density_computed_g_cm3"]
    )
    frame["capacity_per_host_mAh_cm3"] = theory.capacity_per_host_volume(
        frame["faraday_capacity_mAh_g"], host_density
    )
    frame["capacity_per_charged_mAh_cm3"] = theory.capacity_per_alloy_volume(
        frame["faraday_capacity_mAh_g"], host_density, frame["ratio"]
    )
    frame["guest_volume_cm3_mol"] = theory.guest_volume_cm3_mol(
        frame["ratio"], crystal.molar_volume(host_volume), frame["guest_per_host"]
    ).where(frame["guest_per_host"] > 0)
    return frame


def phase(name: str, root: Path = ROOT) -> dict[str, Any]:
    """One row of `phases` as a mapping. Raises `KeyError` for an unknown name."""
    frame = phases(root).set_index("phase", drop=False)
    return frame.loc[name].to_dict()


def cell_of(row: dict[str, Any]) -> gemmi.UnitCell:
    """The unit cell of a row of `phases.csv`."""
    edges = [None if row[name] != row[name] else row[name] for name in ("b_angstrom", "c_angstrom")]
    beta = 90.0 if row["beta_degree"] != row["beta_degree"] else row["beta_degree"]
    group = row["space_group_number"]
    return crystal.unit_cell(row["a_angstrom"], *edges, group=group, beta=beta)


def sites(name: str, root: Path = ROOT) -> list[crystal.Site]:
    """The atoms of a phase's asymmetric unit; empty where no positions are in the data."""
    atoms = read("atoms", root)
    return [
        crystal.Site(row["element"], row["x"], row["y"], row["z"], row["occupancy"])
        for row in _records(atoms[atoms["phase"] == name])
    ]


def block(
    name: str, repeats: Sequence[int] = (1, 1, 1), root: Path = ROOT
) -> tuple[pd.DataFrame, list[crystal.Segment], list[crystal.Segment]]:
    """A block of whole cells of a phase: its atoms, the bonds of its host atoms, the cell's edges.

    Host atoms are joined that are up to a tenth farther apart than the nearest two, unless those
    are farther apart than any bond.
    """
    row = phase(name, root)
    cell = cell_of(row)
    atoms = crystal.block(cell, row["space_group_number"], sites(name, root), repeats)
    hosts = atoms[atoms["element"] == row["host"]]
    found = crystal.bonds(hosts, LONGEST_BOND_ANGSTROM)
    nearest = min((math.dist(*pair) for pair in found), default=0.0)
    joined = [pair for pair in found if math.dist(*pair) <= 1.1 * nearest]
    return atoms, joined, crystal.block_edges(cell, repeats)


@once_a_state
def pattern(name: str, *, up_to: float, root: Path = ROOT) -> pd.DataFrame:
    """The powder lines of a phase up to an angle, as `crystal.lines` gives them."""
    row = phase(name, root)
    return crystal.lines(
        cell_of(row), row["space_group_number"], up_to=up_to, sites=sites(name, root)
    )


def charged(frame: pd.DataFrame, element: str, ion: str, product: str) -> pd.DataFrame:
    """The phases that a charge may end at: the printed product first, then the others by x.

    `frame` is that of `phases`; computed cells are left out, measured ones serve.
    """
    frame = frame[(frame["host"] == element) & (frame["guest"] == ion)]
    enough = tolerances.CHARGED_SHARE * notation.alloy(product).guest_per_host
    frame = frame[(frame["guest_per_host"] >= enough) & (frame["method"] == "experiment")]
    return frame.assign(other=frame["phase"] != product).sort_values(
        ["other", "guest_per_host"], ascending=[True, False], kind="stable"
    )


@once_a_state
def pairs(root: Path = ROOT) -> pd.DataFrame:
    """Each host with each ion: the constants of the host and of the measured phase it charges to.

    Columns element, ion, theoretical_capacity_mAh_g (printed), phase (the product of Tables 1
    and 2 where its cell is measured), status, guest_per_host, capacity_mAh_g, ratio,
    guest_volume_cm3_mol, and of the host density_g_cm3, host_volume_cm3_mol, host_g_mol; of the
    guest guest_g_mol.
    """
    import pandas as pd

    known = phases(root)
    pristine = known.set_index("phase")
    rows = []
    for row in _records(hosts(root)):
        element, ion = row["element"], row["ion"]
        full = charged(known, element, ion, row["alloying_product"]).iloc[0]
        same = ("phase", "status", "guest_per_host", "ratio", "guest_volume_cm3_mol")
        rows.append(
            {name: row[name] for name in ("element", "ion", "theoretical_capacity_mAh_g")}
            | {name: full[name] for name in same}
            | {
                "capacity_mAh_g": theory.specific_capacity(full["guest_per_host"], element),
                "density_g_cm3": pristine.loc[element, "density_computed_g_cm3"],
                "host_volume_cm3_mol": crystal.molar_volume(
                    pristine.loc[element, "volume_per_host_A3"]
                ),
                "host_g_mol": theory.molar_mass(element),
                "guest_g_mol": theory.molar_mass(ion),
            }
        )
    return pd.DataFrame(rows)


def per_charged_volume(electrodes: pd.DataFrame, root: Path = ROOT) -> pd.Series:
    """First capacities per volume of their own alloy, rho C / R(x) in mAh/cm3, if it were dense.

    x follows from the capacity by Faraday's law, R from the volume that a guest takes in the
    product of Tables 1 and 2. `electrodes` as `tables.electrodes` gives them. An upper bound for
    the electrode: without pores, carbon, binder or anything else.
    """
    import pandas as pd

    full = pairs(root).set_index(["element", "ion"])
    values = []
    for row in _records(electrodes):
        pair = full.loc[(row["element"], row["ion"])]
        x = theory.guest_per_host(row["initial_capacity_mAh_g"], row["element"])
        ratio = theory.ratio_of_guests(x, pair["guest_volume_cm3_mol"], pair["host_volume_cm3_mol"])
        values.append(
            theory.capacity_per_alloy_volume(
                row["initial_capacity_mAh_g"], pair["density_g_cm3"], ratio
            )
        )
    return pd.Series(values, index=electrodes.index)


def by_porosity(names: Sequence[str], porosity: np.ndarray, root: Path = ROOT) -> pd.DataFrame:
    """What pores do to particles of each alloy: a row an alloy and porosity, from the cells alone.

    Columns phase, element, ion, porosity, tap_density_g_cm3 (random packing), the outward growth
    at full charge, capacity_per_host_mAh_cm3 and capacity_per_charged_mAh_cm3 of the particle,
    and electrolyte_mL_Ah in its pores before the first charge.
    """
    import pandas as pd

    known = phases(root).set_index("phase", drop=False)
    parts = []
    for row in _records(known.loc[list(names)]):
        density = known.loc[row["host"], "density_computed_g_cm3"]
        capacity = theory.specific_capacity(row["guest_per_host"], row["host"])
        part = {
            "phase": row["phase"],
            "element": row["host"],
            "ion": row["guest"],
            "porosity": porosity,
            **theory.porous_particle(porosity, capacity, density, row["ratio"]),
        }
        parts.append(pd.DataFrame(part))
    return pd.concat(parts, ignore_index=True)


@once_a_state
def comparison(root: Path = ROOT) -> pd.DataFrame:
    """Tables 1 and 2 cell by cell: each printed number beside each number it could be.

    Columns table, element, ion, alloying_product, property, bound, printed_number, unit,
    computed_number, basis, phase, status, source, deviation_percent, tolerance_percent, agrees.
    A printed cell has a row for each basis and phase that is tried; all of them are shown. The
    deviation is that of the volume ratios where the property is the expansion.
    """
    import pandas as pd

    known = phases(root)
    rows = [trial for host in _records(hosts(root)) for trial in _trials(host, known, root)]
    frame = pd.DataFrame(rows)
    grown = frame["property"] == "volume expansion"
    whole = grown * (frame["basis"] == AS_EXPANSION) * 100.0  # compare ratios, not their rests
    frame["deviation_percent"] = 100 * (
        (frame["printed_number"] + whole) / (frame["computed_number"] + whole) - 1
    )
    frame["agrees"] = [_agrees(row) for row in _records(frame)]
    decades = frame["property"] == "conductivity"  # compared by decades, not by percent
    frame.loc[decades, ["deviation_percent", "tolerance_percent"]] = float("nan")
    return frame


def verdicts(frame: pd.DataFrame) -> pd.DataFrame:
    """One row for each printed cell of a `comparison`: what agrees, or else the nearest.

    The printed product on the first basis is preferred, then another phase on that basis, then
    the other basis; `verdict` says which.
    """
    import pandas as pd

    rows = []
    for _, trials in frame.groupby(["table", "element", "property"], sort=False):
        first = trials.iloc[0]
        ranked = trials.assign(
            misses=~trials["agrees"],
            another_basis=trials["basis"] != first["basis"],
            another_phase=trials["phase"] != first["phase"],
            far=trials["deviation_percent"].abs().fillna(0),
        )
        ranked.loc[ranked["misses"], ["another_basis", "another_phase"]] = False
        best = ranked.sort_values(
            ["misses", "another_basis", "another_phase", "far"], kind="stable"
        ).iloc[0]
        rows.append(trials.loc[best.name].to_dict() | {"verdict": _verdict(best)})
    return pd.DataFrame(rows)


def _verdict(best: pd.Series) -> str:
    if best["misses"]:
        return "nothing tried agrees"
    parts = [f"as {best['basis']}"] if best["another_basis"] else []
    parts += [f"for {best['phase']}"] if best["another_phase"] else []
    return " ".join([AGREES, *parts])


def _agrees(row: dict[str, Any]) -> bool:
    """Within its tolerance; a printed bound also where it holds on the first basis."""
    if row["property"] == "conductivity":
        factor = tolerances.CONDUCTIVITY_FACTOR
        return 1 / factor <= row["printed_number"] / row["computed_number"] <= factor
    if row["bound"] == ">" and row["basis"] == AS_EXPANSION:
        return row["computed_number"] > row["printed_number"]
    return abs(row["deviation_percent"]) <= row["tolerance_percent"]


def _trials(host: dict[str, Any], known: pd.DataFrame, root: Path) -> Iterator[dict[str, Any]]:
    """Every number that a cell of one row of Tables 1 and 2 could be."""
    element, ion, product = host["element"], host["ion"], host["alloying_product"]
    key = {name: host[name] for name in ("table", "element", "ion", "alloying_product")}
    pure = known.set_index("phase", drop=False).loc[element].to_dict()
    ends = _records(charged(known, element, ion, product))

    def trial(name: str, column: str, unit: str, computed: float, basis: str, of: dict[str, Any],
              tolerance: float) -> dict[str, Any]:  # fmt: skip
        return key | {
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

    faraday = theory.specific_capacity(host["guest_per_host"], element)
    yield trial(
        "theoretical capacity", "theoretical_capacity_mAh_g", "mAh g-1", faraday,
        "Faraday's law", {"phase": product, "status": "computed", "source": "formula alone"},
        tolerances.CAPACITY_PERCENT,
    )  # fmt: skip
    for end in ends:
        if end["phase"] != product:
            yield trial("theoretical capacity", "theoretical_capacity_mAh_g", "mAh g-1",
                        end["faraday_capacity_mAh_g"], "Faraday's law", end,
                        tolerances.CAPACITY_PERCENT)  # fmt: skip
    for end in ends:
        for basis, column in ((CHARGED, "charged"), (PRISTINE, "host")):
            computed = end[f"capacity_per_{column}_mAh_cm3"]
            yield trial("volumetric capacity", "volumetric_capacity_mAh_cm3", "mAh cm-3",
                        computed, basis, end, tolerances.VOLUME_PERCENT)  # fmt: skip
    for basis in (AS_EXPANSION, AS_RATIO):
        for end in ends:
            ratio = 100 * end["ratio"]
            shift = 100 if basis == AS_EXPANSION else 0
            yield trial("volume expansion", "volume_expansion_percent", "%", ratio - shift,
                        basis, end, tolerances.VOLUME_PERCENT)  # fmt: skip
    yield trial("density", "density_g_cm3", "g cm-3", pure["density_computed_g_cm3"],
                "from the unit cell", pure, tolerances.DENSITY_PERCENT)  # fmt: skip
    known = read("conductivities", root).set_index("element").loc[element]
    of = {"phase": element, "status": known["status"], "source": known["source"]}
    yield trial("conductivity", "conductivity_S_m", "S m-1", known["conductivity_S_m"],
                "of the pure element, near 300 K", of,
                100 * (tolerances.CONDUCTIVITY_FACTOR - 1))  # fmt: skip


def _formulas_per_cell(row: dict[str, Any]) -> float:
    """How many formula units make the cell: its host atoms over those of the formula."""
    return row["hosts_per_cell"] / reactions.contents(row["formula"])[row["host"]]


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return frame.to_dict("records")


@dataclass(frozen=True)
class Sodiated:
    """A cell refined from the angles that the review prints for a phase.

    `indices` are the lines' Miller indices in the order of `angles` (degrees two theta), `cell`
    the refined cell, `ratio` its volume a host atom over that of the pristine host, and
    `written` the calculation in one line. `ratio_if_offset` are the ratios
    if all angles were shifted by the tolerance. The radiation is not printed: Cu K-alpha1 is
    assumed.
    """

    phase: str
    reference: int
    section: str
    angles: tuple[float, ...]
    indices: tuple[str, ...]
    cell: crystal.Refined
    ratio: float
    ratio_uncertainty: float
    ratio_if_offset: tuple[float, float]
    written: str


@once_a_state
def angles(root: Path = ROOT) -> pd.DataFrame:
    """Each printed diffraction angle with the line of its phase that it belongs to.

    Columns phase, reference, section, two_theta_measured, hkl, two_theta_degree,
    difference_degree; the last three missing where no line lies within the tolerance.
    """
    import pandas as pd

    claims = read("claims", root)
    told = claims[claims["quantity"] == "diffraction_angle"]
    parts = []
    for name, rows in told.groupby("material", sort=False):
        lines = pattern(str(name), up_to=rows["value"].max() + 5, root=root)
        found = crystal.assign(list(rows["value"]), lines, tolerances.ANGLE_DEGREE)
        first = rows.iloc[0]
        keys = {"phase": name, "reference": int(first["references"]), "section": first["section"]}
        parts.append(found.assign(**keys))
    frame = pd.concat(parts, ignore_index=True)
    return frame[["phase", "reference", "section", *frame.columns[:-3]]]


@once_a_state
def refined(root: Path = ROOT) -> list[Sodiated]:
    """The cells that the printed angles give, for each phase with enough of them."""
    found = []
    for name, rows in angles(root).groupby("phase", sort=False):
        row = phase(str(name), root)
        system = crystal.crystal_system(row["space_group_number"])
        needed = 1 if system == "cubic" else 2
        if system not in ("cubic", "hexagonal") or len(rows) < needed or rows["hkl"].isna().any():
            continue
        shift = tolerances.ANGLE_OFFSET_DEGREE
        cell, *shifted = (
            crystal.refine(
                [crystal.miller(text) for text in rows["hkl"]],
                [angle + offset for angle in rows["two_theta_measured"]],
                system=system,
                reading_degree=crystal.rounding_uncertainty(tolerances.ANGLE_ROUNDING_DEGREE),
            )
            for offset in (0.0, shift, -shift)
        )
        pristine = phase(row["host"], root)["volume_per_host_A3"]
        per_host = cell.volume / row["hosts_per_cell"]
        edges = f"a = {cell.a:.3f} ± {cell.a_uncertainty:.3f} Å"
        if cell.c is not None:
            edges += f", c = {cell.c:.3f} ± {cell.c_uncertainty:.3f} Å"
        found.append(
            Sodiated(
                phase=str(name),
                reference=int(rows["reference"].iloc[0]),
                section=str(rows["section"].iloc[0]),
                angles=tuple(rows["two_theta_measured"]),
                indices=tuple(rows["hkl"]),
                cell=cell,
                ratio=per_host / pristine,
                ratio_uncertainty=cell.volume_uncertainty / row["hosts_per_cell"] / pristine,
                ratio_if_offset=tuple(
                    other.volume / row["hosts_per_cell"] / pristine for other in shifted
                ),
                written=f"{edges}; {cell.volume:.1f} Å³ / {row['hosts_per_cell']} = "
                f"{per_host:.2f} Å³ an atom, against {pristine:.2f}",
            )
        )
    return found
