"""Unit cells, space groups, atoms and bonds: gemmi's crystals in the units of this book."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from anodes.physics.faraday import AVOGADRO_PER_MOL, molar_mass
from anodes.physics.rounding import rounded_frame
from anodes.physics.types import Real

if TYPE_CHECKING:
    from collections.abc import Sequence

    import gemmi
    import pandas as pd


pass

ANGSTROM3_PER_CM3 = 1e24
Miller = tuple[int, int, int]
Place = tuple[float, float, float]
Segment = tuple[Place, Place]


@dataclass(frozen=True)
class Site:
    """An atom of the asymmetric unit.

    Parameters
    ----------
    element
        Symbol of the element.
    x, y, z
        Place in fractions of the edges of the unit cell.
    occupancy
        Share of such sites that hold the atom, 0 to 1.

    Examples
    --------
    >>> Site("Si", 0.0, 0.0, 0.0).occupancy
    1.0
    """

    element: str
    x: float
    y: float
    z: float
    occupancy: float = 1.0


def unit_cell(
    a: float, b: float | None = None, c: float | None = None, *, group: int, beta: float = 90.0
) -> gemmi.UnitCell:
    """Unit cell of a space group from the edges and the angle that its crystal system leaves free.

    Hexagonal and trigonal unit cells are on hexagonal axes; monoclinic ones have b as unique axis.

    Parameters
    ----------
    a, b, c
        Edges in angstrom; an edge that the crystal system makes equal to another may be left out.
    group
        Number of the space group in the International Tables, 1 to 230.
    beta
        Angle in degrees, of monoclinic unit cells.

    Returns
    -------
    gemmi.UnitCell
        With the angles that the crystal system demands.

    Raises
    ------
    ValueError
        For an edge that is missing or contradicts the crystal system.

    Examples
    --------
    >>> round(unit_cell(5.431, group=227).volume, 2)
    160.19
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
    """Space group of a number, in its standard setting.

    Parameters
    ----------
    number
        Its number in the International Tables, 1 to 230.

    Returns
    -------
    gemmi.SpaceGroup
        With its symbols and operations.

    Examples
    --------
    >>> space_group(227).hm
    'F d -3 m'
    """
    import gemmi

    return gemmi.find_spacegroup_by_number(number)


def crystal_system(number: int) -> str:
    """Crystal system of a space group.

    Parameters
    ----------
    number
        Its number in the International Tables, 1 to 230.

    Returns
    -------
    str
        'cubic', 'hexagonal', 'trigonal', 'tetragonal', 'orthorhombic', 'monoclinic' or
        'triclinic'.

    Examples
    --------
    >>> crystal_system(227)
    'cubic'
    """
    return space_group(number).crystal_system_str()


def group_number(symbol: str) -> int | None:
    """Number of a space group from its Hermann-Mauguin symbol.

    Parameters
    ----------
    symbol
        Such as 'I4_1/acd'; an underscore before a screw axis's digit is allowed.

    Returns
    -------
    int or None
        None for an unknown symbol.

    Examples
    --------
    >>> group_number("I4_1/acd")
    142
    """
    import gemmi

    found = gemmi.find_spacegroup_by_name(symbol.replace("_", ""))
    return found.number if found else None


def volume_per_host(cell: gemmi.UnitCell, hosts_per_cell: int) -> float:
    """Volume of a unit cell over its host atoms.

    Parameters
    ----------
    cell
        A unit cell in angstrom.
    hosts_per_cell
        How many host atoms it holds.

    Returns
    -------
    float
        In cubic angstrom per host atom.

    Examples
    --------
    >>> round(volume_per_host(unit_cell(5.431, group=227), 8), 2)
    20.02
    """
    return cell.volume / hosts_per_cell


def cell_density(cell: gemmi.UnitCell, formula: str, formulas_per_cell: float) -> float:
    """Density of a crystal from its unit cell, n M / (N_A V).

    Parameters
    ----------
    cell
        A unit cell in angstrom.
    formula
        The formula unit, of molar mass M.
    formulas_per_cell
        n, how many formula units the unit cell holds.

    Returns
    -------
    float
        In g/cm3.

    Examples
    --------
    >>> round(cell_density(unit_cell(5.431020511, group=227), "Si", 8), 4)
    2.329
    """
    grams = formulas_per_cell * molar_mass(formula) / AVOGADRO_PER_MOL
    return grams * ANGSTROM3_PER_CM3 / cell.volume


def molar_volume(volume_angstrom3: Real) -> Real:
    """Molar volume of a volume per atom, V N_A.

    Parameters
    ----------
    volume_angstrom3
        In cubic angstrom per atom; a number or an array.

    Returns
    -------
    float or array
        In cm3 per mole of atoms.

    Examples
    --------
    >>> round(molar_volume(20.02), 2)
    12.06
    """
    return volume_angstrom3 * AVOGADRO_PER_MOL / ANGSTROM3_PER_CM3


def structure_of(cell: gemmi.UnitCell, group: int, sites: Sequence[Site]) -> gemmi.SmallStructure:
    """Crystal structure from a unit cell, its symmetry and the atoms of its asymmetric unit.

    Parameters
    ----------
    cell
        A unit cell in angstrom.
    group
        Number of the space group.
    sites
        Atoms of the asymmetric unit.

    Returns
    -------
    gemmi.SmallStructure
        With all images by symmetry.

    Examples
    --------
    >>> silicon = structure_of(unit_cell(5.431, group=227), 227, [Site("Si", 0, 0, 0)])
    >>> len(silicon.get_all_unit_cell_sites())
    8
    """
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
    """How many atoms of each element the sites make with their symmetry.

    Parameters
    ----------
    cell
        A unit cell in angstrom.
    group
        Number of the space group.
    sites
        Atoms of the asymmetric unit.

    Returns
    -------
    dict of str to int
        Number of atoms by symbol.

    Examples
    --------
    >>> atoms_per_cell(unit_cell(5.431, group=227), 227, [Site("Si", 0, 0, 0)])
    {'Si': 8}
    """
    counts: dict[str, int] = {}
    for site in structure_of(cell, group, sites).get_all_unit_cell_sites():
        counts[site.type_symbol] = counts.get(site.type_symbol, 0) + 1
    return counts


def neighbours(
    cell: gemmi.UnitCell, group: int, sites: Sequence[Site], centre: str, within: float
) -> list[tuple[str, float]]:
    """Atoms within a distance of the first site of an element, the nearest first.

    Parameters
    ----------
    cell
        A unit cell in angstrom.
    group
        Number of the space group.
    sites
        Atoms of the asymmetric unit.
    centre
        Symbol of the element whose first site is the centre.
    within
        Distance in angstrom up to which atoms are listed.

    Returns
    -------
    list of (str, float)
        Symbol and distance in angstrom. Images of the centre in other unit cells count as any
        atom does.

    Raises
    ------
    StopIteration
        Where no site is of the element `centre`.

    Notes
    -----
    `gemmi.NeighborSearch` finds the same atoms, but gives no distance of each image where several
    images of one atom are near.

    Examples
    --------
    Silicon has four neighbours in the structure of diamond:

    >>> from anodes.physics.crystallography import Site, unit_cell
    >>> silicon = [Site("Si", 0, 0, 0)]
    >>> near = neighbours(unit_cell(5.431, group=227), 227, silicon, "Si", within=2.5)
    >>> [(element, round(distance, 3)) for element, distance in near]
    [('Si', 2.352), ('Si', 2.352), ('Si', 2.352), ('Si', 2.352)]
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


def atoms_of_block(
    cell: gemmi.UnitCell, group: int, sites: Sequence[Site], repeats: Sequence[int] = (1, 1, 1)
) -> pd.DataFrame:
    """All atoms of a block of whole unit cells, those on its faces counted on both sides.

    Parameters
    ----------
    cell
        A unit cell in angstrom.
    group
        Number of the space group.
    sites
        Atoms of the asymmetric unit.
    repeats
        How many unit cells stand along each edge.

    Returns
    -------
    DataFrame
        A row for each atom; columns element, x_angstrom, y_angstrom and z_angstrom, with the
        middle of the block as origin.

    Examples
    --------
    >>> len(atoms_of_block(unit_cell(5.431, group=227), 227, [Site("Si", 0, 0, 0)]))
    18
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
    """The twelve edges of a block of unit cells.

    Parameters
    ----------
    cell
        A unit cell in angstrom.
    repeats
        How many unit cells stand along each edge.

    Returns
    -------
    list of segments
        Each two places in angstrom, with the middle of the block as origin.

    Examples
    --------
    >>> len(block_edges(unit_cell(5.431, group=227)))
    12
    """
    import gemmi

    corners = list(itertools.product((-0.5, 0.5), repeat=3))
    place: dict[tuple[float, ...], Place] = {}
    for corner in corners:
        fractions = gemmi.Fractional(*(c * n for c, n in zip(corner, repeats, strict=True)))
        x, y, z = cell.orthogonalize(fractions).tolist()
        place[corner] = x, y, z
    return [
        (place[a], place[b])
        for a, b in itertools.combinations(corners, 2)
        if sum(left != right for left, right in zip(a, b, strict=True)) == 1
    ]


def bonds(atoms: pd.DataFrame, longest: float) -> list[Segment]:
    """Lines between all atoms of a block that are not farther apart than a length.

    Parameters
    ----------
    atoms
        A frame as `atoms_of_block` gives it.
    longest
        In angstrom.

    Returns
    -------
    list of segments
        Each two places in angstrom.

    Examples
    --------
    >>> silicon = atoms_of_block(unit_cell(5.431, group=227), 227, [Site("Si", 0, 0, 0)])
    >>> len(bonds(silicon, 2.5))
    16
    """
    columns = (atoms[f"{axis}_angstrom"] for axis in "xyz")
    places: list[Place] = list(zip(*columns, strict=True))
    return [(a, b) for a, b in itertools.combinations(places, 2) if math.dist(a, b) <= longest]


def equivalent_positions(hkl: Sequence[int], symmetry: gemmi.SpaceGroup) -> set[Miller]:
    """Reflections that coincide by symmetry in a powder line, Friedel's opposites included.

    Parameters
    ----------
    hkl
        Three Miller indices.
    symmetry
        Space group.

    Returns
    -------
    set of (int, int, int)
        The given reflection is one of them.

    Examples
    --------
    >>> len(equivalent_positions((1, 1, 1), space_group(227)))
    8
    """
    turned = {_miller(op.apply_to_hkl(list(hkl))) for op in symmetry.operations().sym_ops}
    return turned | {_miller([-index for index in other]) for other in turned}


def _miller(indices: Sequence[int]) -> Miller:
    h, k, l = indices  # noqa: E741
    return h, k, l
