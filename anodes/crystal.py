"""Unit cells: volume and density, Bragg lines and their intensities, cells refined from angles.

Lengths are in angstrom, volumes in cubic angstrom, angles two theta in degrees. Cells, space
groups and structure factors are gemmi's; least squares are numpy's. No file is read.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from anodes import theory
from anodes.rounding import rounded_frame
from anodes.theory import AVOGADRO_PER_MOL, molar_mass

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import gemmi
    import pandas as pd

CU_KALPHA1_ANGSTROM = 1.5406
ANGSTROM3_PER_CM3 = 1e24
SAME_LINE_ANGSTROM = 1e-5  # spacings nearer than this are one line of a powder pattern

Miller = tuple[int, int, int]
Place = tuple[float, float, float]
Segment = tuple[Place, Place]


@dataclass(frozen=True)
class Site:
    """An atom of the asymmetric unit, in fractions of the cell's edges."""

    element: str
    x: float
    y: float
    z: float
    occupancy: float = 1.0


@dataclass(frozen=True)
class Refined:
    """A cell refined from measured angles.

    `a` and `c` with their standard uncertainties in angstrom (`c` is None for a cubic cell),
    the volume with its own, and for each line measured minus computed angle in degrees.
    """

    a: float
    a_uncertainty: float
    c: float | None
    c_uncertainty: float | None
    volume: float
    volume_uncertainty: float
    residuals_degree: tuple[float, ...]


def unit_cell(
    a: float, b: float | None = None, c: float | None = None, *, group: int, beta: float = 90.0
) -> gemmi.UnitCell:
    """The cell of a space group from the edges and the angle that its crystal system leaves free.

    Hexagonal and trigonal cells are on hexagonal axes, monoclinic ones have b as unique axis.
    Raises `ValueError` for an edge that is missing or contradicts the system.
    """
    import gemmi

    system = space_group(group).crystal_system_str()
    gamma = 120.0 if system in ("hexagonal", "trigonal") else 90.0
    b = a if b is None and system != "monoclinic" and system != "orthorhombic" else b
    c = a if c is None and system == "cubic" else c
    if b is None or c is None:
        raise ValueError(f"a {system} cell needs more than a = {a:g}: b or c is missing")
    cell = gemmi.UnitCell(a, b, c, 90.0, beta, gamma)
    if not cell.is_compatible_with_spacegroup(space_group(group)):
        raise ValueError(f"{cell.parameters} is no {system} cell (space group {group})")
    return cell


def space_group(number: int) -> gemmi.SpaceGroup:
    """The space group of a number of the International Tables, in its standard setting."""
    import gemmi

    return gemmi.find_spacegroup_by_number(number)


def crystal_system(number: int) -> str:
    """'cubic', 'tetragonal' and so on, of the space group with that number."""
    return space_group(number).crystal_system_str()


def group_number(symbol: str) -> int | None:
    """The number of a Hermann-Mauguin symbol such as 'I4_1/acd'; None for an unknown one."""
    import gemmi

    found = gemmi.find_spacegroup_by_name(symbol.replace("_", ""))
    return found.number if found else None


def volume_per_host(cell: gemmi.UnitCell, hosts_per_cell: int) -> float:
    """Cell volume over its host atoms, in cubic angstrom."""
    return cell.volume / hosts_per_cell


def density(cell: gemmi.UnitCell, formula: str, formulas_per_cell: float) -> float:
    """n M / (N_A V) in g/cm3.

    >>> round(density(unit_cell(5.431020511, group=227), "Si", 8), 4)
    2.3291
    """
    grams = formulas_per_cell * molar_mass(formula) / AVOGADRO_PER_MOL
    return grams * ANGSTROM3_PER_CM3 / cell.volume


def molar_volume(volume_angstrom3: float) -> float:
    """A volume an atom in cm3 a mole of atoms."""
    return volume_angstrom3 * AVOGADRO_PER_MOL / ANGSTROM3_PER_CM3


def spacing(two_theta: float, wavelength: float = CU_KALPHA1_ANGSTROM) -> float:
    """Bragg: d = lambda / (2 sin theta)."""
    return wavelength / (2 * math.sin(math.radians(two_theta / 2)))


def angle(d: float, wavelength: float = CU_KALPHA1_ANGSTROM) -> float:
    """Two theta of a spacing d. Raises `ValueError` where d is below half a wavelength."""
    return theory.bragg_angle_degree(d, wavelength)


def indexed(frame: pd.DataFrame) -> pd.DataFrame:
    """Adds the indices h, k and l of each line, the first where several coincide ('510, 431').

    For indices of one digit each, none negative; raises `ValueError` for any other.
    """
    first = frame["hkl"].str.split(", ").str[0]
    if wrong := [name for name in first if len(name) != 3 or not name.isdigit()]:
        raise ValueError(f"indices of one digit each are expected, found {wrong}")
    return frame.assign(**{axis: first.str[place].astype(int) for place, axis in enumerate("hkl")})


def lines(
    cell: gemmi.UnitCell,
    group: int,
    *,
    up_to: float,
    sites: Sequence[Site] = (),
    wavelength: float = CU_KALPHA1_ANGSTROM,
) -> pd.DataFrame:
    """The lines of a powder pattern up to an angle, a row each, from small angles to large.

    Columns hkl (text; all that coincide, the systematically absent left out), multiplicity,
    d_angstrom, two_theta_degree and relative_intensity in percent of the strongest line. The
    intensity is |F|^2 times multiplicity, Lorentz and polarisation factor; no thermal motion,
    no absorption, no anomalous scattering. Without sites it is missing.
    """
    import gemmi
    import pandas as pd

    symmetry = space_group(group)
    least = spacing(up_to, wavelength)
    amplitude = _amplitudes(cell, group, sites)
    rows: list[dict[str, float | str]] = []
    for hkl in gemmi.make_miller_array(cell, symmetry, least, unique=True).tolist():
        d = cell.calculate_d(hkl)
        if d < least:
            continue
        family = _equivalents(hkl, symmetry)
        two_theta = angle(d, wavelength)
        rows.append(
            {
                "hkl": "".join(map(str, max(family, key=lambda m: (min(m) >= 0, m)))),
                "multiplicity": len(family),
                "d_angstrom": d,
                "two_theta_degree": two_theta,
                "relative_intensity": len(family)
                * amplitude(hkl)
                * _lorentz_polarisation(two_theta),
            }
        )
    frame = pd.DataFrame(rows).sort_values("d_angstrom", ascending=False, kind="stable")
    same = (frame["d_angstrom"].diff().abs() > SAME_LINE_ANGSTROM).cumsum()
    merged = frame.groupby(same, sort=False).agg(
        {
            "hkl": lambda names: ", ".join(sorted(set(names), reverse=True)),
            "multiplicity": "sum",
            "d_angstrom": "first",
            "two_theta_degree": "first",
            "relative_intensity": "sum",
        }
    )
    if not sites:
        merged["relative_intensity"] = float("nan")
    merged["relative_intensity"] *= 100 / merged["relative_intensity"].max()
    return merged.reset_index(drop=True)


def _amplitudes(
    cell: gemmi.UnitCell, group: int, sites: Sequence[Site]
) -> Callable[[Sequence[int]], float]:
    """|F|^2 as a function of hkl, with the X-ray form factors of the International Tables."""
    import gemmi

    structure = structure_of(cell, group, sites)
    calculator = gemmi.StructureFactorCalculatorX(structure.cell)
    return lambda hkl: abs(calculator.calculate_sf_from_small_structure(structure, hkl)) ** 2


def structure_of(cell: gemmi.UnitCell, group: int, sites: Sequence[Site]) -> gemmi.SmallStructure:
    """gemmi's structure of a cell, its symmetry and the atoms of its asymmetric unit."""
    import gemmi

    structure = gemmi.SmallStructure()
    structure.cell = cell
    structure.spacegroup_number = group
    structure.determine_and_set_spacegroup("n")
    for site in sites:
        atom = gemmi.SmallStructure.Site()
        atom.label = atom.type_symbol = site.element
        atom.element = gemmi.Element(site.element)
        atom.fract = gemmi.Fractional(site.x, site.y, site.z)
        atom.occ = site.occupancy
        structure.add_site(atom)
    structure.setup_cell_images()
    structure.change_occupancies_to_crystallographic()
    return structure


def atoms_per_cell(cell: gemmi.UnitCell, group: int, sites: Sequence[Site]) -> dict[str, int]:
    """How many atoms of each element the sites make with their symmetry."""
    counts: dict[str, int] = {}
    for site in structure_of(cell, group, sites).get_all_unit_cell_sites():
        counts[site.type_symbol] = counts.get(site.type_symbol, 0) + 1
    return counts


def neighbours(
    cell: gemmi.UnitCell, group: int, sites: Sequence[Site], centre: str, within: float
) -> list[tuple[str, float]]:
    """Element and distance of all atoms within a distance of the first site of an element.

    Images of that site in other cells count as any atom does.
    """
    import gemmi

    structure = structure_of(cell, group, sites)
    first = next(site for site in structure.sites if site.type_symbol == centre).fract.tolist()
    planes = [cell.reciprocal().parameters[axis] for axis in range(3)]
    reach = [
        range(-math.ceil(within * plane) - 1, math.ceil(within * plane) + 2) for plane in planes
    ]
    found = [
        (site.type_symbol, cell.orthogonalize(gemmi.Fractional(*apart)).length())
        for site in structure.get_all_unit_cell_sites()
        for shift in itertools.product(*reach)
        if (apart := [a + n - b for a, n, b in zip(site.fract.tolist(), shift, first, strict=True)])
    ]
    near = [pair for pair in found if 0.1 < pair[1] <= within]
    return sorted(near, key=lambda pair: pair[1])


def block(
    cell: gemmi.UnitCell, group: int, sites: Sequence[Site], repeats: Sequence[int] = (1, 1, 1)
) -> pd.DataFrame:
    """All atoms of a block of whole cells, those on its faces counted on both sides.

    Columns element, x_angstrom, y_angstrom and z_angstrom, with the middle of the block as origin.
    """
    import gemmi
    import numpy as np
    import pandas as pd

    on_face = 1e-4
    rows = []
    for site in structure_of(cell, group, sites).get_all_unit_cell_sites():
        start = np.mod(np.array(site.fract.tolist()) + on_face, 1) - on_face
        along = [range(count + 1) for count in repeats]
        for shift in itertools.product(*along):
            place = start + shift
            if all(place <= np.array(repeats) + on_face):
                middle = gemmi.Fractional(*(place - np.array(repeats) / 2))
                rows.append([site.type_symbol, *cell.orthogonalize(middle).tolist()])
    names = ["element", "x_angstrom", "y_angstrom", "z_angstrom"]
    places = rounded_frame(pd.DataFrame(rows, columns=names)).round(4)
    return places.drop_duplicates(ignore_index=True)


def block_edges(cell: gemmi.UnitCell, repeats: Sequence[int] = (1, 1, 1)) -> list[Segment]:
    """The twelve edges of a block of cells in angstroms, its middle as origin."""
    import gemmi

    corners = list(itertools.product((-0.5, 0.5), repeat=3))
    place = {
        corner: tuple(
            cell.orthogonalize(
                gemmi.Fractional(*(c * n for c, n in zip(corner, repeats, strict=True)))
            ).tolist()
        )
        for corner in corners
    }
    return [
        (place[a], place[b])
        for a, b in itertools.combinations(corners, 2)
        if sum(left != right for left, right in zip(a, b, strict=True)) == 1
    ]


def bonds(atoms: pd.DataFrame, longest: float) -> list[Segment]:
    """The lines between all atoms of a `block` that are at most so many angstroms apart."""
    places = [tuple(row) for row in atoms[["x_angstrom", "y_angstrom", "z_angstrom"]].to_numpy()]
    return [(a, b) for a, b in itertools.combinations(places, 2) if math.dist(a, b) <= longest]


def _equivalents(hkl: Sequence[int], symmetry: gemmi.SpaceGroup) -> set[Miller]:
    """The reflections that coincide by symmetry in a powder line, Friedel's opposites too."""
    turned = {tuple(op.apply_to_hkl(list(hkl))) for op in symmetry.operations().sym_ops}
    return turned | {tuple(-index for index in other) for other in turned}


def _lorentz_polarisation(two_theta: float) -> float:
    theta = math.radians(two_theta / 2)
    return (1 + math.cos(2 * theta) ** 2) / (math.sin(theta) ** 2 * math.cos(theta))


def assign(angles: Sequence[float], pattern: pd.DataFrame, within: float) -> pd.DataFrame:
    """Each measured angle with the nearest line of a pattern, if one lies within so many degrees.

    Columns two_theta_measured, hkl, two_theta_degree and difference_degree (measured minus
    computed), the last three missing where no line is near.
    """
    import pandas as pd

    rows = []
    for measured in angles:
        gaps = (pattern["two_theta_degree"] - measured).abs()
        near = pattern.loc[gaps.idxmin()]
        hit = gaps.min() <= within
        rows.append(
            {
                "two_theta_measured": measured,
                "hkl": near["hkl"] if hit else None,
                "two_theta_degree": near["two_theta_degree"] if hit else float("nan"),
                "difference_degree": measured - near["two_theta_degree"] if hit else float("nan"),
            }
        )
    return pd.DataFrame(rows)


def cubic_edges(
    angles: Sequence[float], group: int, *, longest: float, within: float
) -> list[tuple[float, tuple[int, ...]]]:
    """Every cubic cell up to a longest edge that explains all angles, without any database.

    The first angle is tried as each line that the space group allows; the other angles must
    then fall on allowed lines within so many degrees. Returns (edge from the last angle to four
    decimals, the values of h2 + k2 + l2), smallest cell first. Small cells are the stronger
    evidence: a cell large enough explains any angles.
    """
    ops = space_group(group).operations()
    spacings = [spacing(measured) for measured in angles]
    steps = range(math.ceil(longest / spacings[-1]) + 1)
    allowed = sorted(
        {
            h * h + k * k + m * m
            for h in steps
            for k in steps
            for m in steps
            if h >= k >= m and h and not ops.is_systematically_absent([h, k, m])
        }
    )
    found = []
    for first in allowed:
        trial = spacings[0] * math.sqrt(first)
        sums = [min(allowed, key=lambda n: abs(trial / math.sqrt(n) - d)) for d in spacings]
        edge = spacings[-1] * math.sqrt(sums[-1])
        computed = [angle(edge / math.sqrt(n)) for n in sums]
        hit = all(abs(c - t) <= within for c, t in zip(computed, angles, strict=True))
        if hit and edge <= longest and len(set(sums)) == len(sums):
            found.append((round(edge, 4), tuple(sums)))
    return sorted(found)


def refine(
    indices: Sequence[Miller],
    angles: Sequence[float],
    *,
    system: str,
    reading_degree: float,
    wavelength: float = CU_KALPHA1_ANGSTROM,
) -> Refined:
    """Least squares of a cubic or hexagonal cell against measured angles.

    1/d2 = (h2+k2+l2)/a2, or 4/3 (h2+hk+k2)/a2 + l2/c2, weighted by what `reading_degree`, the
    standard uncertainty of an angle, does to 1/d2. Where there are more angles than edges the
    uncertainty grows with the scatter, if that is larger than the reading explains.

    Raises `ValueError` for another system or for fewer angles than edges.
    """
    import numpy as np

    if system not in ("cubic", "hexagonal"):
        raise ValueError(f"cubic or hexagonal cells can be refined, not {system}")
    h, k, l = np.array(indices, dtype=float).T  # noqa: E741
    design = (
        np.column_stack([h * h + k * k + l * l])
        if system == "cubic"
        else np.column_stack([4 / 3 * (h * h + h * k + k * k), l * l])
    )
    if len(angles) < design.shape[1] or np.linalg.matrix_rank(design) < design.shape[1]:
        raise ValueError(f"{len(angles)} angle(s) cannot give {design.shape[1]} edge(s)")
    two_theta = np.radians(np.array(angles, dtype=float))
    observed = (2 * np.sin(two_theta / 2) / wavelength) ** 2
    spread = 2 * np.sin(two_theta) / wavelength**2 * np.radians(reading_degree)
    weighted = design / spread[:, None]
    squares, *_ = np.linalg.lstsq(weighted, observed / spread, rcond=None)
    covariance = np.linalg.inv(weighted.T @ weighted)
    surplus = len(angles) - design.shape[1]
    if surplus:
        misfit = (observed - design @ squares) / spread
        covariance = covariance * max(1.0, float(misfit @ misfit) / surplus)
    edges = squares**-0.5
    slopes = np.diag(-0.5 * squares**-1.5)
    cover = slopes @ covariance @ slopes.T
    powers = np.array([3.0]) if system == "cubic" else np.array([2.0, 1.0])
    volume = math.prod(edges**powers) * (1.0 if system == "cubic" else math.sqrt(3) / 2)
    relative = powers / edges
    computed = 2 * np.degrees(np.arcsin(wavelength / 2 * np.sqrt(design @ squares)))
    return Refined(
        a=float(edges[0]),
        a_uncertainty=float(cover[0, 0] ** 0.5),
        c=float(edges[1]) if system == "hexagonal" else None,
        c_uncertainty=float(cover[1, 1] ** 0.5) if system == "hexagonal" else None,
        volume=float(volume),
        volume_uncertainty=float(volume * (relative @ cover @ relative) ** 0.5),
        residuals_degree=tuple(float(x) for x in np.degrees(two_theta) - computed),
    )


def rounding_uncertainty(half_step: float) -> float:
    """Standard uncertainty of a reading rounded to steps of twice this size: half step / sqrt 3."""
    return half_step / math.sqrt(3)


def miller(text: str) -> Miller:
    """'422' as (4, 2, 2), the first where several lines coincide: '510, 431'."""
    first = text.split(",")[0].strip()
    digits: list[int] = []
    sign = 1
    for mark in first:
        if mark == "-":
            sign = -1
            continue
        digits.append(sign * int(mark))
        sign = 1
    if len(digits) != 3:
        raise ValueError(f"{text!r} are not three Miller indices of one digit each")
    return digits[0], digits[1], digits[2]
