"""The phases of `data/physics/` computed: volumes, densities, capacities, powder patterns.

Whether the source of a unit cell was read (sourced) or not (unconfirmed) is carried along to every
number that rests on it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from anodes.analysis import tolerances
from anodes.data import parsing
from anodes.data.files import ROOT, once_a_state, read
from anodes.data.printed_tables import hosts
from anodes.physics import crystallography, diffraction, faraday, pores, reactions

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import gemmi
    import pandas as pd
LONGEST_BOND_ANGSTROM = 3.5


@once_a_state
def phases(root: Path = ROOT) -> pd.DataFrame:
    """The phases with what their cells give, a row each, in the order of the file.

    Adds volume_per_host_A3, ratio and volume_expansion_computed_percent against the pristine
    host, density_computed_g_cm3, faraday_capacity_mAh_g per gram of host, the capacity per
    volume of pristine host and of charged alloy, and guest_volume_cm3_mol.
    """
    frame = read("phases", root)
    cells = {row["phase"]: cell_of(row) for row in records(frame)}
    volumes = frame["phase"].map({name: cell.volume for name, cell in cells.items()})
    frame["volume_per_host_A3"] = volumes / frame["hosts_per_cell"]
    pristine = frame[frame["guest_per_host"] == 0].set_index("host")
    host_volume = frame["host"].map(pristine["volume_per_host_A3"])
    frame["ratio"] = frame["volume_per_host_A3"] / host_volume
    frame["volume_expansion_computed_percent"] = pores.expansion_percent(frame["ratio"])
    frame["density_computed_g_cm3"] = [
        crystallography.density(cells[row["phase"]], row["formula"], _formulas_per_cell(row))
        for row in records(frame)
    ]
    frame["faraday_capacity_mAh_g"] = [
        faraday.specific_capacity(row["guest_per_host"], row["host"]) for row in records(frame)
    ]
    host_density = frame["host"].map(
        frame[frame["guest_per_host"] == 0].set_index("host")["density_computed_g_cm3"]
    )
    frame["capacity_per_host_mAh_cm3"] = pores.capacity_per_host_volume(
        frame["faraday_capacity_mAh_g"], host_density
    )
    frame["capacity_per_charged_mAh_cm3"] = pores.capacity_per_alloy_volume(
        frame["faraday_capacity_mAh_g"], host_density, frame["ratio"]
    )
    frame["guest_volume_cm3_mol"] = pores.guest_volume_cm3_mol(
        frame["ratio"], crystallography.molar_volume(host_volume), frame["guest_per_host"]
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
    return crystallography.unit_cell(row["a_angstrom"], *edges, group=group, beta=beta)


def sites(name: str, root: Path = ROOT) -> list[crystallography.Site]:
    """The atoms of a phase's asymmetric unit; empty where no positions are in the data."""
    atoms = read("atoms", root)
    return [
        crystallography.Site(row["element"], row["x"], row["y"], row["z"], row["occupancy"])
        for row in records(atoms[atoms["phase"] == name])
    ]


def block(
    name: str, repeats: Sequence[int] = (1, 1, 1), root: Path = ROOT
) -> tuple[pd.DataFrame, list[crystallography.Segment], list[crystallography.Segment]]:
    """A block of whole cells of a phase: its atoms, the bonds of its host atoms, the cell's edges.

    Host atoms are joined that are up to a tenth farther apart than the nearest two, unless those
    are farther apart than any bond.
    """
    row = phase(name, root)
    cell = cell_of(row)
    atoms = crystallography.block(cell, row["space_group_number"], sites(name, root), repeats)
    hosts = atoms[atoms["element"] == row["host"]]
    found = crystallography.bonds(hosts, LONGEST_BOND_ANGSTROM)
    nearest = min((math.dist(*pair) for pair in found), default=0.0)
    joined = [pair for pair in found if math.dist(*pair) <= 1.1 * nearest]
    return atoms, joined, crystallography.block_edges(cell, repeats)


@once_a_state
def pattern(name: str, *, up_to: float, root: Path = ROOT) -> pd.DataFrame:
    """The powder lines of a phase up to an angle, as `physics.lines` gives them."""
    row = phase(name, root)
    return diffraction.powder_pattern(
        cell_of(row), row["space_group_number"], up_to=up_to, sites=sites(name, root)
    )


def end_phase_candidates(frame: pd.DataFrame, element: str, ion: str, product: str) -> pd.DataFrame:
    """The phases that a charge may end at: the printed product first, then the others by x.

    `frame` is that of `phases`; computed cells are left out, measured ones serve.
    """
    frame = frame[(frame["host"] == element) & (frame["guest"] == ion)]
    enough = tolerances.CHARGED_SHARE * parsing.alloy(product).guest_per_host
    frame = frame[(frame["guest_per_host"] >= enough) & (frame["method"] == "experiment")]
    return frame.assign(other=frame["phase"] != product).sort_values(
        ["other", "guest_per_host"], ascending=[True, False], kind="stable"
    )


@once_a_state
def host_ion_constants(root: Path = ROOT) -> pd.DataFrame:
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
    for row in records(hosts(root)):
        element, ion = row["element"], row["ion"]
        full = end_phase_candidates(known, element, ion, row["alloying_product"]).iloc[0]
        same = ("phase", "status", "guest_per_host", "ratio", "guest_volume_cm3_mol")
        rows.append(
            {name: row[name] for name in ("element", "ion", "theoretical_capacity_mAh_g")}
            | {name: full[name] for name in same}
            | {
                "capacity_mAh_g": faraday.specific_capacity(full["guest_per_host"], element),
                "density_g_cm3": pristine.loc[element, "density_computed_g_cm3"],
                "host_volume_cm3_mol": crystallography.molar_volume(
                    pristine.loc[element, "volume_per_host_A3"]
                ),
                "host_g_mol": faraday.molar_mass(element),
                "guest_g_mol": faraday.molar_mass(ion),
            }
        )
    return pd.DataFrame(rows)


def _formulas_per_cell(row: dict[str, Any]) -> float:
    """How many formula units make the cell: its host atoms over those of the formula."""
    return row["hosts_per_cell"] / reactions.contents(row["formula"])[row["host"]]


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a frame as mappings."""
    return frame.to_dict("records")


@dataclass(frozen=True)
class RefinedPhase:
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
    cell: diffraction.Refined
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
        found = diffraction.index_reflections(list(rows["value"]), lines, tolerances.ANGLE_DEGREE)
        first = rows.iloc[0]
        keys = {"phase": name, "reference": int(first["references"]), "section": first["section"]}
        parts.append(found.assign(**keys))
    frame = pd.concat(parts, ignore_index=True)
    return frame[["phase", "reference", "section", *frame.columns[:-3]]]


@once_a_state
def refined(root: Path = ROOT) -> list[RefinedPhase]:
    """The cells that the printed angles give, for each phase with enough of them."""
    found = []
    for name, rows in angles(root).groupby("phase", sort=False):
        row = phase(str(name), root)
        system = crystallography.crystal_system(row["space_group_number"])
        needed = 1 if system == "cubic" else 2
        if system not in ("cubic", "hexagonal") or len(rows) < needed or rows["hkl"].isna().any():
            continue
        shift = tolerances.ANGLE_OFFSET_DEGREE
        cell, *shifted = (
            diffraction.refine(
                [diffraction.parse_hkl(text) for text in rows["hkl"]],
                [angle + offset for angle in rows["two_theta_measured"]],
                system=system,
                reading_degree=diffraction.rounding_uncertainty(tolerances.ANGLE_ROUNDING_DEGREE),
            )
            for offset in (0.0, shift, -shift)
        )
        pristine = phase(row["host"], root)["volume_per_host_A3"]
        per_host = cell.volume / row["hosts_per_cell"]
        edges = f"a = {cell.a:.3f} ± {cell.a_uncertainty:.3f} Å"
        if cell.c is not None:
            edges += f", c = {cell.c:.3f} ± {cell.c_uncertainty:.3f} Å"
        found.append(
            RefinedPhase(
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
