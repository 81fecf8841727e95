"""Data and physics joined: what the book concludes."""

from anodes.analysis import tolerances
from anodes.analysis.crystal_phases import (
    angles,
    block,
    cell_of,
    host_ion_constants,
    pattern,
    phase,
    phases,
    refined,
    sites,
)
from anodes.analysis.cycling_tests import TABLE_ONLY, architecture, courses
from anodes.analysis.host_comparison import profile, reported
from anodes.analysis.hosts_tables import (
    AS_EXPANSION,
    AS_RATIO,
    by_porosity,
    comparison,
    per_charged_volume,
    verdicts,
)
from anodes.analysis.resampling import median_intervals, permutation_test, rank_correlation
from anodes.analysis.stoichiometry import leaving, masses, mixtures, porosities

__all__ = [
    "AS_EXPANSION",
    "AS_RATIO",
    "TABLE_ONLY",
    "angles",
    "architecture",
    "block",
    "by_porosity",
    "cell_of",
    "comparison",
    "courses",
    "host_ion_constants",
    "leaving",
    "masses",
    "median_intervals",
    "mixtures",
    "pattern",
    "per_charged_volume",
    "permutation_test",
    "phase",
    "phases",
    "porosities",
    "profile",
    "rank_correlation",
    "refined",
    "reported",
    "sites",
    "tolerances",
    "verdicts",
]
