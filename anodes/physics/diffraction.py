"""Powder diffraction: Bragg's law, line positions and intensities, cells refined from angles."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from anodes.physics.crystallography import (
    Miller,
    Site,
    equivalent_positions,
    space_group,
    structure_of,
)
from anodes.physics.types import Real

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import gemmi
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray


def bragg_angle_degree(
    spacing: Real, wavelength: Real, asin: Callable[[Any], Any] = math.asin
) -> Real:
    """Diffraction angle 2 theta from Bragg's law, 2 asin(lambda / 2d).

    Parameters
    ----------
    spacing, wavelength
        d and lambda in one unit; numbers or arrays.
    asin
        Inverse sine in radians; another one for traced formulas and arrays.

    Returns
    -------
    float or array
        In degrees.

    Raises
    ------
    ValueError
        Where d is below half a wavelength.

    Examples
    --------
    >>> round(bragg_angle_degree(3.1356, 1.5406), 2)
    28.44
    """
    theta: Real = asin(wavelength / (2 * spacing))
    return 2 * theta * (180 / math.pi)


def cubic_spacing(h: Real, k: Real, l: Real, a: Real) -> Real:  # noqa: E741
    """Lattice spacing of a cubic unit cell, d = a / sqrt(h^2 + k^2 + l^2).

    Parameters
    ----------
    h, k, l
        Miller indices; numbers or arrays.
    a
        Edge of the unit cell.

    Returns
    -------
    float or array
        In the unit of a.

    Examples
    --------
    >>> round(cubic_spacing(1, 1, 1, 5.431), 4)
    3.1356
    """
    inverse: Real = (h**2 + k**2 + l**2) ** -0.5
    return a * inverse


def hexagonal_spacing(h: Real, k: Real, l: Real, a: Real, c: Real) -> Real:  # noqa: E741
    """Lattice spacing on hexagonal axes, 1/d^2 = 4/3 (h^2 + hk + k^2)/a^2 + l^2/c^2.

    Parameters
    ----------
    h, k, l
        Miller indices; numbers or arrays.
    a, c
        Edges of the unit cell in one unit.

    Returns
    -------
    float or array
        In the unit of a and c.

    Examples
    --------
    >>> round(hexagonal_spacing(0, 0, 2, 5.365, 9.515), 4)
    4.7575
    """
    spacing: Real = (4 / 3 * (h**2 + h * k + k**2) / a**2 + l**2 / c**2) ** -0.5
    return spacing


CU_KALPHA1_ANGSTROM = 1.5406
CU_KALPHA_ANGSTROM = 1.5418  # K-alpha1 and K-alpha2 unresolved, two to one
SAME_LINE_ANGSTROM = 1e-5  # spacings nearer than this are one line of a powder pattern


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


def spacing(two_theta: float, wavelength: float = CU_KALPHA1_ANGSTROM) -> float:
    """Lattice spacing from Bragg's law, d = lambda / (2 sin theta).

    Parameters
    ----------
    two_theta
        Diffraction angle in degrees.
    wavelength
        lambda in angstrom.

    Returns
    -------
    float
        In angstrom.

    Examples
    --------
    >>> round(spacing(28.44), 3)
    3.136
    """
    return wavelength / (2 * math.sin(math.radians(two_theta / 2)))


def angle(d: float, wavelength: float = CU_KALPHA1_ANGSTROM) -> float:
    """Diffraction angle 2 theta of a lattice spacing; the inverse of `spacing`.

    Parameters
    ----------
    d
        Spacing in angstrom.
    wavelength
        In angstrom.

    Returns
    -------
    float
        In degrees.

    Raises
    ------
    ValueError
        Where d is below half a wavelength.

    Examples
    --------
    >>> round(angle(3.1356), 2)
    28.44
    """
    return bragg_angle_degree(d, wavelength)


def indexed(frame: pd.DataFrame) -> pd.DataFrame:
    """Adds the Miller indices h, k and l of each line, the first where several coincide.

    Parameters
    ----------
    frame
        With a column hkl of texts such as '111' or '510, 431'.

    Returns
    -------
    DataFrame
        The frame with the integer columns h, k and l.

    Raises
    ------
    ValueError
        For indices that are negative or have more than one digit.

    Examples
    --------
    >>> import pandas as pd
    >>> indexed(pd.DataFrame({"hkl": ["510, 431"]}))[["h", "k", "l"]].values.tolist()
    [[5, 1, 0]]
    """
    first = frame["hkl"].str.split(", ").str[0]
    if wrong := [name for name in first if len(name) != 3 or not name.isdigit()]:
        raise ValueError(f"indices of one digit each are expected, found {wrong}")
    return frame.assign(**{axis: first.str[place].astype(int) for place, axis in enumerate("hkl")})


def powder_pattern(
    cell: gemmi.UnitCell,
    group: int,
    *,
    up_to: float,
    sites: Sequence[Site] = (),
    wavelength: float = CU_KALPHA1_ANGSTROM,
) -> pd.DataFrame:
    """Lines of a powder pattern up to an angle, from small angles to large.

    Parameters
    ----------
    cell
        A unit cell in angstrom.
    group
        Number of the space group.
    up_to
        Largest diffraction angle 2 theta in degrees.
    sites
        Atoms of the asymmetric unit; without them there are no intensities.
    wavelength
        In angstrom.

    Returns
    -------
    DataFrame
        A row for each line; columns hkl (all indices that coincide, the systematically absent left
        out), multiplicity, d_angstrom, two_theta_degree and relative_intensity in percent of the
        strongest line, missing without sites.

    Notes
    -----
    The intensity is the squared structure factor times multiplicity, Lorentz and polarisation
    factor, with the form factors of the International Tables; no thermal motion, no absorption, no
    anomalous scattering.

    Examples
    --------
    >>> from anodes.physics.crystallography import unit_cell
    >>> list(powder_pattern(unit_cell(5.431, group=227), 227, up_to=60)["hkl"])[:3]
    ['111', '220', '311']
    """
    import pandas as pd

    frame = pd.DataFrame(_reflections(cell, group, up_to, sites, wavelength))
    merged = _merged(frame.sort_values("d_angstrom", ascending=False, kind="stable"))
    if not sites:
        merged["relative_intensity"] = float("nan")
    merged["relative_intensity"] *= 100 / merged["relative_intensity"].max()
    return merged.reset_index(drop=True)


def _reflections(
    cell: gemmi.UnitCell, group: int, up_to: float, sites: Sequence[Site], wavelength: float
) -> Iterator[dict[str, float | str]]:
    """The allowed reflections up to an angle, a row for each family that symmetry makes one."""
    import gemmi

    symmetry = space_group(group)
    least = spacing(up_to, wavelength)
    amplitude = _amplitudes(cell, group, sites)
    for hkl in gemmi.make_miller_array(cell, symmetry, least, unique=True).tolist():
        d = cell.calculate_d(hkl)
        if d < least:
            continue
        family = equivalent_positions(hkl, symmetry)
        two_theta = angle(d, wavelength)
        yield {
            "hkl": "".join(map(str, max(family, key=lambda m: (min(m) >= 0, m)))),
            "multiplicity": len(family),
            "d_angstrom": d,
            "two_theta_degree": two_theta,
            "relative_intensity": len(family) * amplitude(hkl) * _lorentz_polarisation(two_theta),
        }


def _merged(reflections: pd.DataFrame) -> pd.DataFrame:
    """The lines of a pattern: reflections of one spacing are one line, their intensities added."""
    same = (reflections["d_angstrom"].diff().abs() > SAME_LINE_ANGSTROM).cumsum()
    return reflections.groupby(same, sort=False).agg(
        {
            "hkl": _names_of_line,
            "multiplicity": "sum",
            "d_angstrom": "first",
            "two_theta_degree": "first",
            "relative_intensity": "sum",
        }
    )


def _names_of_line(names: pd.Series[str]) -> str:
    """The indices of all reflections that coincide: '510, 431'."""
    return ", ".join(sorted(set(names), reverse=True))


def _amplitudes(
    cell: gemmi.UnitCell, group: int, sites: Sequence[Site]
) -> Callable[[Sequence[int]], float]:
    """|F|^2 as a function of hkl, with the X-ray form factors of the International Tables."""
    import gemmi

    structure = structure_of(cell, group, sites)
    calculator = gemmi.StructureFactorCalculatorX(structure.cell)
    return lambda hkl: abs(calculator.calculate_sf_from_small_structure(structure, hkl)) ** 2


def _lorentz_polarisation(two_theta: float) -> float:
    theta = math.radians(two_theta / 2)
    return (1 + math.cos(2 * theta) ** 2) / (math.sin(theta) ** 2 * math.cos(theta))


def index_reflections(
    angles: Sequence[float], pattern: pd.DataFrame, within: float
) -> pd.DataFrame:
    """Each measured angle with the nearest line of a pattern, if one is near enough.

    Parameters
    ----------
    angles
        Measured diffraction angles 2 theta in degrees.
    pattern
        A frame as `powder_pattern` gives it.
    within
        Largest difference in degrees.

    Returns
    -------
    DataFrame
        A row for each angle; columns two_theta_measured, hkl, two_theta_degree and
        difference_degree (measured minus computed), the last three missing where no line is near.

    Examples
    --------
    >>> from anodes.physics.crystallography import unit_cell
    >>> lines = powder_pattern(unit_cell(5.431, group=227), 227, up_to=60)
    >>> index_reflections([28.5], lines, within=0.1)["hkl"].item()
    '111'
    """
    import pandas as pd

    rows = []
    for measured in angles:
        gaps = (pattern["two_theta_degree"] - measured).abs()
        near = pattern.iloc[int(gaps.argmin())]
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
    """Cubic unit cells up to a longest edge that explain all angles, without any database.

    The lowest angle is tried as each line that the space group allows, and each other angle is
    then assigned to the nearest allowed line; with a wide tolerance a large unit cell can be
    missed. Small unit cells are the stronger evidence: one that is large enough explains any
    angles.

    Parameters
    ----------
    angles
        Measured diffraction angles 2 theta in degrees, for Cu K-alpha1 radiation.
    group
        Number of a cubic space group.
    longest
        Largest edge in angstrom.
    within
        Largest difference of an angle in degrees.

    Returns
    -------
    list of (float, tuple of int)
        Edge in angstrom, from the highest angle, and h2 + k2 + l2 of each angle; the smallest unit
        cell first.

    Examples
    --------
    >>> cubic_edges([28.44, 47.30, 56.12], 227, longest=6, within=0.05)
    [(5.4312, (3, 8, 11))]
    """
    ops = space_group(group).operations()
    spacings = [spacing(measured) for measured in angles]
    lowest, highest = spacings.index(max(spacings)), spacings.index(min(spacings))
    steps = range(math.ceil(longest / spacings[highest]) + 1)
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
        trial = spacings[lowest] * math.sqrt(first)
        sums = [min(allowed, key=lambda n: abs(trial / math.sqrt(n) - d)) for d in spacings]
        edge = spacings[highest] * math.sqrt(sums[highest])
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
    """Least squares of a cubic or hexagonal unit cell against measured angles.

    Parameters
    ----------
    indices
        Three Miller indices for each angle.
    angles
        Measured diffraction angles 2 theta in degrees.
    system
        'cubic' or 'hexagonal'.
    reading_degree
        Standard uncertainty of an angle in degrees.
    wavelength
        In angstrom.

    Returns
    -------
    Refined
        Edges and volume with their standard uncertainties, and the residual of each angle.

    Raises
    ------
    ValueError
        For another crystal system, or for fewer independent angles than edges.

    Notes
    -----
    1/d2 = (h2 + k2 + l2)/a2, or 4/3 (h2 + hk + k2)/a2 + l2/c2, weighted by what the uncertainty of
    an angle does to 1/d2. Where there are more angles than edges the uncertainties grow with the
    scatter, if that is larger than `reading_degree` explains.

    Examples
    --------
    >>> lines = [(1, 1, 1), (2, 2, 0), (3, 1, 1)]
    >>> cell = refine(lines, [28.44, 47.30, 56.12], system="cubic", reading_degree=0.03)
    >>> round(cell.a, 3)
    5.431
    """
    import numpy as np

    if system not in ("cubic", "hexagonal"):
        raise ValueError(f"cubic or hexagonal cells can be refined, not {system}")
    design = _design(indices, system)
    if len(angles) < design.shape[1] or np.linalg.matrix_rank(design) < design.shape[1]:
        raise ValueError(f"{len(angles)} angle(s) cannot give {design.shape[1]} edge(s)")
    two_theta = np.radians(np.array(angles, dtype=float))
    observed = (2 * np.sin(two_theta / 2) / wavelength) ** 2
    spread = 2 * np.sin(two_theta) / wavelength**2 * np.radians(reading_degree)
    squares, covariance = _weighted_least_squares(design, observed, spread)
    computed = 2 * np.degrees(np.arcsin(wavelength / 2 * np.sqrt(design @ squares)))
    residuals = tuple(float(x) for x in np.degrees(two_theta) - computed)
    return _refined_cell(squares, covariance, residuals)


def _design(indices: Sequence[Miller], system: str) -> NDArray[np.floating]:
    """What 1/d2 of each line has of 1/a2, and of 1/c2 in a hexagonal cell: a column each."""
    import numpy as np

    h, k, l = np.array(indices, dtype=float).T  # noqa: E741
    if system == "cubic":
        return np.column_stack([h * h + k * k + l * l])
    return np.column_stack([4 / 3 * (h * h + h * k + k * k), l * l])


def _weighted_least_squares(
    design: NDArray[np.floating], observed: NDArray[np.floating], spread: NDArray[np.floating]
) -> tuple[NDArray[np.floating], NDArray[np.floating]]:
    """The parameters that fit observations of a given spread best, and their covariance.

    Where there are more observations than parameters, the covariance grows with their scatter.
    """
    import numpy as np

    weighted = design / spread[:, None]
    fitted, *_ = np.linalg.lstsq(weighted, observed / spread, rcond=None)
    covariance = np.linalg.inv(weighted.T @ weighted)
    surplus = len(observed) - design.shape[1]
    if surplus:
        misfit = (observed - design @ fitted) / spread
        covariance = covariance * max(1.0, float(misfit @ misfit) / surplus)
    return fitted, covariance


def _refined_cell(
    squares: NDArray[np.floating], covariance: NDArray[np.floating], residuals: tuple[float, ...]
) -> Refined:
    """Edges and volume with their uncertainties from 1/a2, and 1/c2 of a hexagonal cell."""
    import numpy as np

    hexagonal = len(squares) == 2
    edges = squares**-0.5
    slopes = np.diag(-0.5 * squares**-1.5)
    cover = slopes @ covariance @ slopes.T
    powers = np.array([2.0, 1.0]) if hexagonal else np.array([3.0])
    volume = math.prod(edges**powers) * (math.sqrt(3) / 2 if hexagonal else 1.0)
    relative = powers / edges
    return Refined(
        a=float(edges[0]),
        a_uncertainty=float(cover[0, 0] ** 0.5),
        c=float(edges[1]) if hexagonal else None,
        c_uncertainty=float(cover[1, 1] ** 0.5) if hexagonal else None,
        volume=float(volume),
        volume_uncertainty=float(volume * (relative @ cover @ relative) ** 0.5),
        residuals_degree=residuals,
    )


def rounding_uncertainty(half_step: float) -> float:
    """Standard uncertainty of a rounded reading, half step / sqrt(3).

    Parameters
    ----------
    half_step
        Half the step to which the reading is rounded.

    Returns
    -------
    float
        In the unit of the step: the standard deviation of a uniform distribution.

    Examples
    --------
    >>> round(rounding_uncertainty(0.05), 4)
    0.0289
    """
    return half_step / math.sqrt(3)


def parse_hkl(text: str) -> Miller:
    """Miller indices of a text, the first where several lines coincide.

    Parameters
    ----------
    text
        Such as '422' or '510, 431'; a minus before a digit makes it negative.

    Returns
    -------
    (int, int, int)
        h, k and l.

    Raises
    ------
    ValueError
        Where there are not three indices of one digit each.

    Examples
    --------
    >>> parse_hkl("510, 431")
    (5, 1, 0)
    """
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
