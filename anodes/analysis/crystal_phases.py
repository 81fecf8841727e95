"""The phases of `data/physics/` computed: volumes, densities, capacities, powder patterns.

Whether the source of a unit cell was read (sourced) or not (unconfirmed) is carried along to every
number that rests on it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from anodes.analysis import tolerances
from anodes.data import parsing
from anodes.data.files import ROOT, once_a_state, read
from anodes.data.frames import Row, record, records
from anodes.data.printed_tables import hosts
from anodes.physics import crystallography, diffraction, faraday, pores, reactions

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import gemmi
    import pandas as pd
LONGEST_BOND_ANGSTROM = 3.5
LINES = 3  # volume against composition: straight lines through up to three measured phases


@once_a_state
def phases(root: Path = ROOT) -> pd.DataFrame:
    """The phases of `data/physics/phases.csv` with what their unit cells give.

    Parameters
    ----------
    root
        Project folder; by default that of this package.

    Returns
    -------
    DataFrame
        The columns of the file in its order, then volume_per_host_A3; ratio (V/V0) and
        volume_expansion_computed_percent against the pristine host; density_computed_g_cm3;
        faraday_capacity_mAh_g per gram of host; capacity_per_host_mAh_cm3 and
        capacity_per_charged_mAh_cm3 per volume of pristine host and of alloy; and
        ion_volume_cm3_mol. The column status says whether the source of a unit cell was read.

    Raises
    ------
    DataError
        For data that cannot be used.

    Examples
    --------
    >>> from anodes import analysis
    >>> frame = analysis.phases().set_index("phase")
    >>> round(frame.loc["Si", "density_computed_g_cm3"], 3).item()
    2.329
    """
    frame = read("phases", root)
    cells = {row["phase"]: cell_of(row) for row in records(frame)}
    volumes = frame["phase"].map({name: cell.volume for name, cell in cells.items()})
    frame["volume_per_host_A3"] = volumes / frame["hosts_per_cell"]
    pristine = frame[frame["ions_per_host"] == 0].set_index("host")
    host_volume = frame["host"].map(pristine["volume_per_host_A3"])
    frame["ratio"] = frame["volume_per_host_A3"] / host_volume
    frame["volume_expansion_computed_percent"] = pores.expansion_percent(frame["ratio"])
    frame["density_computed_g_cm3"] = [
        crystallography.cell_density(cells[row["phase"]], row["formula"], _formulas_per_cell(row))
        for row in records(frame)
    ]
    frame["faraday_capacity_mAh_g"] = [
        faraday.specific_capacity(row["ions_per_host"], row["host"]) for row in records(frame)
    ]
    host_density = frame["host"].map(
        frame[frame["ions_per_host"] == 0].set_index("host")["density_computed_g_cm3"]
    )
    frame["capacity_per_host_mAh_cm3"] = pores.capacity_per_host_volume(
        frame["faraday_capacity_mAh_g"], host_density
    )
    frame["capacity_per_charged_mAh_cm3"] = pores.capacity_per_alloy_volume(
        frame["faraday_capacity_mAh_g"], host_density, frame["ratio"]
    )
    frame["ion_volume_cm3_mol"] = pores.ion_volume_cm3_mol(
        frame["ratio"], crystallography.molar_volume(host_volume), frame["ions_per_host"]
    ).where(frame["ions_per_host"] > 0)
    return frame


@once_a_state
def phase(name: str, root: Path = ROOT) -> Row:
    """One row of `phases`.

    Parameters
    ----------
    name
        Name of a phase, such as 'Li15Si4'.
    root
        Project folder; by default that of this package.

    Returns
    -------
    dict
        Values by the columns of `phases`.

    Raises
    ------
    KeyError
        For an unknown phase.
    DataError
        For data that cannot be used.

    Examples
    --------
    >>> from anodes import analysis
    >>> analysis.phase("Li15Si4")["ions_per_host"]
    3.75
    """
    frame = phases(root).set_index("phase", drop=False)
    return record(frame, name)


def cell_of(row: Row) -> gemmi.UnitCell:
    """Unit cell of a row of `phases`.

    Parameters
    ----------
    row
        With a_angstrom, b_angstrom, c_angstrom, beta_degree and space_group_number; NaN for an
        edge or an angle that the crystal system fixes.

    Returns
    -------
    gemmi.UnitCell
        Edges in angstrom, angles in degrees.

    Raises
    ------
    ValueError
        For an edge that is missing or contradicts the crystal system.

    Examples
    --------
    >>> from anodes import analysis
    >>> analysis.cell_of(analysis.phase("Si")).a
    5.431020511
    """
    edges = [None if row[name] != row[name] else row[name] for name in ("b_angstrom", "c_angstrom")]
    beta = 90.0 if row["beta_degree"] != row["beta_degree"] else row["beta_degree"]
    group = row["space_group_number"]
    return crystallography.unit_cell(row["a_angstrom"], *edges, group=group, beta=beta)


def sites(name: str, root: Path = ROOT) -> list[crystallography.Site]:
    """Atoms of the asymmetric unit of a phase.

    Parameters
    ----------
    name
        Name of a phase.
    root
        Project folder; by default that of this package.

    Returns
    -------
    list of Site
        With element, x, y, z (fractions of the edges) and occupancy; empty where the data have no
        positions.

    Raises
    ------
    DataError
        For data that cannot be used.

    Examples
    --------
    >>> from anodes import analysis
    >>> analysis.sites("Si")[0].element
    'Si'
    """
    atoms = read("atoms", root)
    return [
        crystallography.Site(row["element"], row["x"], row["y"], row["z"], row["occupancy"])
        for row in records(atoms[atoms["phase"] == name])
    ]


def block(
    name: str, repeats: Sequence[int] = (1, 1, 1), root: Path = ROOT
) -> tuple[pd.DataFrame, list[crystallography.Segment], list[crystallography.Segment]]:
    """Atoms, bonds and edges of a block of whole unit cells of a phase.

    Host atoms are joined that are at most a tenth farther apart than the nearest two, unless those
    are farther apart than any bond.

    Parameters
    ----------
    name
        Name of a phase.
    repeats
        How many unit cells stand along each edge.
    root
        Project folder; by default that of this package.

    Returns
    -------
    atoms : DataFrame
        Columns element, x_angstrom, y_angstrom and z_angstrom, with the middle of the block as
        origin.
    bonds : list of segments
        Lines between host atoms, each two places in angstrom.
    edges : list of segments
        The twelve edges of the block.

    Raises
    ------
    KeyError
        For an unknown phase.
    DataError
        For data that cannot be used.

    Examples
    --------
    >>> from anodes import analysis
    >>> atoms, bonds, edges = analysis.block("Si")
    >>> len(atoms), len(bonds), len(edges)
    (18, 16, 12)
    """
    row = phase(name, root)
    cell = cell_of(row)
    atoms = crystallography.atoms_of_block(
        cell, row["space_group_number"], sites(name, root), repeats
    )
    hosts = atoms[atoms["element"] == row["host"]]
    found = crystallography.bonds(hosts, LONGEST_BOND_ANGSTROM)
    nearest = min((math.dist(*pair) for pair in found), default=0.0)
    joined = [pair for pair in found if math.dist(*pair) <= 1.1 * nearest]
    return atoms, joined, crystallography.block_edges(cell, repeats)


@once_a_state
def pattern(name: str, *, up_to: float, root: Path = ROOT) -> pd.DataFrame:
    """Powder pattern of a phase up to an angle, for Cu K-alpha1 radiation.

    Parameters
    ----------
    name
        Name of a phase.
    up_to
        Largest diffraction angle 2 theta in degrees.
    root
        Project folder; by default that of this package.

    Returns
    -------
    DataFrame
        A row for each line; columns hkl, multiplicity, d_angstrom, two_theta_degree and
        relative_intensity in percent of the strongest line, missing where the data have no
        positions of atoms.

    Raises
    ------
    KeyError
        For an unknown phase.
    DataError
        For data that cannot be used.

    Examples
    --------
    >>> from anodes import analysis
    >>> analysis.pattern("Si", up_to=50)[["hkl", "two_theta_degree"]].round(2).values.tolist()
    [['111', 28.44], ['220', 47.3]]
    """
    row = phase(name, root)
    return diffraction.powder_pattern(
        cell_of(row), row["space_group_number"], up_to=up_to, sites=sites(name, root)
    )


def end_phase_candidates(frame: pd.DataFrame, element: str, ion: str, product: str) -> pd.DataFrame:
    """The phases that a charge may end at: the printed product first, then the others by x.

    `frame` is that of `phases`; computed cells are left out, measured ones serve.
    """
    frame = frame[(frame["host"] == element) & (frame["guest"] == ion)]
    enough = tolerances.CHARGED_SHARE * parsing.alloy(product).ions_per_host
    frame = frame[(frame["ions_per_host"] >= enough) & (frame["method"] == "experiment")]
    return frame.assign(other=frame["phase"] != product).sort_values(
        ["other", "ions_per_host"], ascending=[True, False], kind="stable"
    )


def measured_steps(frame: pd.DataFrame, element: str, ion: str) -> pd.DataFrame:
    """The measured phases of a host and an ion by x, without what newer work supersedes.

    `frame` is that of `phases`; where two cells have one composition, that of the plain name
    serves.
    """
    frame = frame[(frame["host"] == element) & (frame["guest"] == ion)]
    frame = frame[(frame["method"] == "experiment") & (frame["superseded_by"] == "")]
    return frame[frame["phase"] == frame["formula"]].sort_values("ions_per_host", kind="stable")


def _steps(known: pd.DataFrame, element: str, ion: str) -> dict[str, float]:
    """Ends and slopes of the lines through the measured phases, for `pores.ratio_of_steps`."""
    pristine = record(known.set_index("phase", drop=False), element)
    host_volume = crystallography.molar_volume(float(pristine["volume_per_host_A3"]))
    steps = measured_steps(known, element, ion)
    ends = [0.0, *steps["ions_per_host"]]
    ratios = [1.0, *steps["ratio"]]
    slopes = [
        (ratios[n + 1] - ratios[n]) * host_volume / (ends[n + 1] - ends[n])
        for n in range(len(ends) - 1)
    ]
    ends, slopes = ends[1:], slopes + slopes[-1:] * (LINES - len(slopes))
    ends += ends[-1:] * (LINES - len(ends))
    if len(slopes) > LINES:
        raise ValueError(f"{len(slopes)} measured phases of {ion} in {element}, at most {LINES}")
    lines = {f"line_{n + 1}_cm3_mol": slopes[n] for n in range(LINES)}
    return lines | {f"line_{n + 1}_end": ends[n] for n in range(LINES - 1)}


@once_a_state
def host_ion_constants(root: Path = ROOT) -> pd.DataFrame:
    """Constants of each host with each ion, and of the phase that it ends at.

    Parameters
    ----------
    root
        Project folder; by default that of this package.

    Returns
    -------
    DataFrame
        Eight rows; columns element, ion, theoretical_capacity_mAh_g (printed), phase (that of full
        lithiation or sodiation near room temperature, from `data/physics/end_phases.csv`), status
        of its unit cell, ions_per_host, ratio, ion_volume_cm3_mol, capacity_mAh_g,
        density_g_cm3 and host_volume_cm3_mol of the host, the molar masses host_g_mol and
        ion_g_mol, and the lines through the measured phases that `physics.ratio_of_steps` needs:
        line_1_end, line_2_end, line_1_cm3_mol, line_2_cm3_mol and line_3_cm3_mol.

    Raises
    ------
    DataError
        For data that cannot be used.

    Examples
    --------
    >>> from anodes import analysis
    >>> analysis.host_ion_constants().query("element == 'Si' and ion == 'Li'")["phase"].item()
    'Li15Si4'
    """
    import pandas as pd

    known = phases(root)
    pristine = known.set_index("phase", drop=False)
    ends = read("end_phases", root).set_index(["host", "guest"])["phase"]
    rows = []
    for row in records(hosts(root)):
        element, ion = row["element"], row["ion"]
        full = pristine.loc[ends[element, ion]]
        same = ("phase", "status", "ions_per_host", "ratio", "ion_volume_cm3_mol")
        rows.append(
            {name: row[name] for name in ("element", "ion", "theoretical_capacity_mAh_g")}
            | {name: full[name] for name in same}
            | {
                "capacity_mAh_g": faraday.specific_capacity(full["ions_per_host"], element),
                "density_g_cm3": pristine.loc[element, "density_computed_g_cm3"],
                "host_volume_cm3_mol": crystallography.molar_volume(
                    pristine.loc[element, "volume_per_host_A3"]
                ),
                "host_g_mol": faraday.molar_mass(element),
                "ion_g_mol": faraday.molar_mass(ion),
            }
            | _steps(known, element, ion)
        )
    return pd.DataFrame(rows)


def _formulas_per_cell(row: Row) -> float:
    """How many formula units make the cell: its host atoms over those of the formula."""
    return int(row["hosts_per_cell"]) / reactions.atoms_and_charge(row["formula"])[row["host"]]


@dataclass(frozen=True)
class RefinedPhase:
    """A cell refined from the angles that the review prints for a phase.

    `indices` are the lines' Miller indices in the order of `angles` (degrees two theta), `cell`
    the refined cell, `ratio` its volume a host atom over that of the pristine host, and
    `written` the calculation in one line. `ratio_if_offset` are the ratios
    if all angles were shifted by the tolerance, `ratio_if_doublet` is that if the angles are of
    the unresolved doublet. The radiation is not printed: Cu K-alpha1 is assumed.
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
    ratio_if_doublet: float
    written: str


@once_a_state
def angles(root: Path = ROOT) -> pd.DataFrame:
    """Printed diffraction angles, each with the line of its phase that it belongs to.

    Parameters
    ----------
    root
        Project folder; by default that of this package.

    Returns
    -------
    DataFrame
        Columns phase, reference, section, two_theta_measured, hkl, two_theta_degree and
        difference_degree (measured minus computed), the last three missing where no line lies
        within `tolerances.ANGLE_DEGREE`.

    Raises
    ------
    DataError
        For data that cannot be used.

    Examples
    --------
    >>> from anodes import analysis
    >>> list(analysis.angles().query("phase == 'Na15Sn4'")["two_theta_measured"])
    [16.5, 19.0, 31.8, 33.3, 34.7, 37.4]
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
    """Unit cells refined from the printed angles, for each phase that has enough of them.

    Parameters
    ----------
    root
        Project folder; by default that of this package.

    Returns
    -------
    list of RefinedPhase
        With phase, reference, section, angles, indices, cell, ratio (V/V0 per host atom),
        ratio_uncertainty, ratio_if_offset (the two ratios if all angles were shifted up or down by
        `tolerances.ANGLE_OFFSET_DEGREE`), ratio_if_doublet (the ratio if the angles are of the
        unresolved Cu K-alpha doublet) and written (the calculation as a text). The review does
        not state the radiation: Cu K-alpha1 is assumed.

    Raises
    ------
    DataError
        For data that cannot be used.

    Examples
    --------
    >>> from anodes import analysis
    >>> tin = next(found for found in analysis.refined() if found.phase == "Na15Sn4")
    >>> round(tin.cell.a, 2)
    13.17
    """
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
        longer = diffraction.CU_KALPHA_ANGSTROM / diffraction.CU_KALPHA1_ANGSTROM
        edges = f"a = {cell.a:.3f} ± {cell.a_uncertainty:.3f} Å"
        if cell.c is not None:
            edges += f", c = {cell.c:.3f} ± {cell.c_uncertainty:.3f} Å"
        edges += f" with Cu K-alpha1 (a = {longer * cell.a:.3f} Å with the unresolved doublet)"
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
                ratio_if_doublet=longer**3 * per_host / pristine,
                written=f"{edges}; {cell.volume:.2f} Å³ / {row['hosts_per_cell']} = "
                f"{per_host:.2f} Å³ per atom; V/V0 = {per_host:.4f} / {pristine:.4f}",
            )
        )
    return found
