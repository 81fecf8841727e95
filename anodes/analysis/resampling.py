"""How far medians, rank correlations and comparisons of groups of few papers can be trusted.

The papers are no random sample of all that could have been made, so an interval here says how
much a number depends on which of these papers are among them, and no more.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from anodes.physics.rounding import rounded

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

SEED = 20220614  #: of every resampling: the day on which the review appeared
RESAMPLES = 10_000  #: of a bootstrap, and of a permutation test
CONFIDENCE = 0.95  #: of every interval
NORMAL_QUANTILE = 1.959964  #: of CONFIDENCE, two-sided


class MedianInterval(NamedTuple):
    """A median of n numbers, with the ends of its interval (missing below three numbers)."""

    n: int
    median: float
    low: float
    high: float


class Correlation(NamedTuple):
    """Spearman's rank correlation of n pairs, with the ends of its interval."""

    n: int
    rho: float
    low: float
    high: float


class Permutation(NamedTuple):
    """A permutation test of groups within strata."""

    n: int
    strata: int
    groups: int
    statistic: float
    p: float


def median_interval(values: pd.Series) -> MedianInterval:
    """Median of a column, with a bootstrap interval as that of `median_intervals`.

    Parameters
    ----------
    values
        Numbers; missing ones are left out.

    Returns
    -------
    MedianInterval
        n, median, low and high.

    Examples
    --------
    >>> import pandas as pd
    >>> median_interval(pd.Series([70.0, 80.0, 84.0]))
    MedianInterval(n=3, median=80.0, low=70.0, high=84.0)
    """
    return _median_interval(values.dropna().to_numpy("float64"))


def median_intervals(frame: pd.DataFrame, by: str | list[str], column: str) -> pd.DataFrame:
    """Median of a column in each group, with a bootstrap interval.

    Parameters
    ----------
    frame
        With these columns.
    by
        Column of the groups, or several.
    column
        Column of numbers; missing ones are left out.

    Returns
    -------
    DataFrame
        Indexed by group; columns count, median, low and high. The ends are missing where a group
        has fewer than three numbers, of which a bootstrap says nothing.

    Notes
    -----
    Percentile bootstrap of 95 %: `RESAMPLES` samples of the group's size are drawn from it with
    replacement; low and high cut off 2.5 % of their medians each. The seed is fixed. Of few
    numbers the interval is too short rather than too long.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"family": ["a"] * 3 + ["b"], "ice": [70.0, 80.0, 84.0, 90.0]})
    >>> median_intervals(frame, "family", "ice").loc["a"].to_dict()
    {'count': 3.0, 'median': 80.0, 'low': 70.0, 'high': 84.0}
    """
    import pandas as pd

    keys = [by] if isinstance(by, str) else by
    groups = frame[[*keys, column]].dropna().groupby(keys)[column]
    rows = [(*key, *median_interval(values)) for key, values in groups]
    table = pd.DataFrame(rows, columns=[*keys, "count", "median", "low", "high"])
    return table.set_index(keys)


def _median_interval(values: NDArray[np.float64]) -> MedianInterval:
    import numpy as np

    count = len(values)
    if not count:
        return MedianInterval(0, math.nan, math.nan, math.nan)
    median = float(np.median(values))
    if count < 3:
        return MedianInterval(count, median, math.nan, math.nan)
    draws = np.random.default_rng(SEED).integers(count, size=(RESAMPLES, count))
    medians = np.sort(np.median(values[draws], axis=1))
    cut = round((1 - CONFIDENCE) / 2 * RESAMPLES)
    ends = float(medians[cut]), float(medians[-1 - cut])
    return MedianInterval(count, *rounded((median, *ends)))


def rank_correlation(frame: pd.DataFrame, x: str, y: str) -> Correlation:
    """Spearman's rank correlation of two columns, with an interval of 95 %.

    Parameters
    ----------
    frame
        With both columns; rows that lack a number are left out.
    x, y
        Columns of numbers.

    Returns
    -------
    Correlation
        n, rho, low and high.

    Raises
    ------
    ValueError
        For fewer than four rows, of which no interval can be given.

    Notes
    -----
    Fisher's transformation with the standard error sqrt((1 + rho^2 / 2) / (n - 3)): D. G. Bonett
    and T. A. Wright, Psychometrika 65 (2000) 23. For fewer than about ten rows it is a rough one.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"x": [1, 2, 3, 4, 5], "y": [2, 1, 4, 3, 5]})
    >>> rank_correlation(frame, "x", "y").rho
    0.8
    """
    pairs = frame[[x, y]].dropna()
    n = len(pairs)
    if n < 4:
        message = f"{n} rows have both {x} and {y}; expected four or more for a rank correlation"
        raise ValueError(message)
    rho = round(float(pairs[x].rank().corr(pairs[y].rank())), 12)
    if abs(rho) == 1:
        return Correlation(n, rho, rho, rho)
    half = NORMAL_QUANTILE * math.sqrt((1 + rho**2 / 2) / (n - 3))
    return Correlation(n, rho, math.tanh(math.atanh(rho) - half), math.tanh(math.atanh(rho) + half))


def permutation_test(frame: pd.DataFrame, column: str, by: str, within: str) -> Permutation:
    """Whether groups differ in a column, when they are compared within each stratum only.

    Parameters
    ----------
    frame
        With the three columns; rows that lack a number are left out.
    column
        Column of numbers, such as an efficiency.
    by
        Column of the groups, such as the family of the method.
    within
        Column of the strata, such as the host: no number is compared with one of another stratum.

    Returns
    -------
    Permutation
        n (rows in strata with two groups or more, the only ones that count), number of these
        strata and of their groups, the statistic, and p: the share of shufflings of the groups
        within the strata, the actual one included, that give a statistic as large.

    Raises
    ------
    ValueError
        Where no stratum has two groups.

    Notes
    -----
    The statistic is that of Kruskal and Wallis (J. Am. Stat. Assoc. 47 (1952) 583), of ranks
    within each stratum, summed over the strata. `RESAMPLES` - 1 shufflings with a fixed seed: p
    is known to about 0.01. The papers are not randomised, so a small p would say that groups
    differ, not that the group is the cause.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame(
    ...     {"host": ["Si"] * 4, "family": list("aabb"), "ice": [70.0, 72.0, 88.0, 90.0]}
    ... )
    >>> round(permutation_test(frame, "ice", "family", "host").statistic, 3)
    2.4
    """
    import numpy as np

    kept = frame[[column, by, within]].dropna()
    strata = [rows for _, rows in kept.groupby(within) if rows[by].nunique() > 1]
    if not strata:
        message = f"no {within} has {column} in two groups of {by}; there is nothing to compare"
        raise ValueError(message)
    random = np.random.default_rng(SEED)
    totals = np.zeros(RESAMPLES)
    for rows in strata:
        ranks = rows[column].rank().to_numpy("float64")
        codes = rows[by].astype("category").cat.codes.to_numpy()
        shuffled = random.permuted(np.tile(ranks, (RESAMPLES - 1, 1)), axis=1)
        totals += _kruskal_wallis(np.vstack([ranks, shuffled]), codes)
    as_large = int((totals >= totals[0] - 1e-9).sum())
    groups = len({group for rows in strata for group in rows[by]})
    n = sum(len(rows) for rows in strata)
    return Permutation(n, len(strata), groups, float(totals[0]), as_large / RESAMPLES)


def _kruskal_wallis(ranks: NDArray[np.float64], codes: NDArray[np.integer]) -> NDArray[np.float64]:
    """H, corrected for ties, of each row of ranks that are sorted into groups by one code."""
    import numpy as np

    centred = ranks - ranks.mean(axis=1, keepdims=True)
    between = sum(
        (codes == code).sum() * centred[:, codes == code].mean(axis=1) ** 2
        for code in np.unique(codes)
    )
    spread = (centred**2).sum(axis=1)
    statistic: NDArray[np.float64] = np.zeros_like(spread)
    np.divide((ranks.shape[1] - 1) * between, spread, out=statistic, where=spread > 0)
    return statistic
