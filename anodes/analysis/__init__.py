"""Data and physics joined: what the book concludes."""

from anodes.analysis import tolerances
from anodes.analysis.cell_limits import cell_ranges, product_readings
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
from anodes.analysis.electrode_readings import (
    changed_conclusions,
    first_capacity_readings,
    first_end_phase,
    implied_porosity,
    required_porosity,
    volume_ratio_at,
)
from anodes.analysis.host_comparison import profile, reported
from anodes.analysis.hosts_tables import (
    AS_EXPANSION,
    AS_RATIO,
    by_porosity,
    comparison,
    per_charged_volume,
    verdicts,
)
from anodes.analysis.phase_potentials import voltage_steps
from anodes.analysis.resampling import (
    median_interval,
    median_intervals,
    permutation_test,
    rank_correlation,
)
from anodes.analysis.stack_assumptions import (
    CURVE_ASSUMPTIONS,
    assumed_stack,
    assumptions,
    graphite_electrode,
    porous_silicon_mAh_cm3,
    stack_comparison,
    stack_sensitivity,
    stacks_after_first_cycle,
)
from anodes.analysis.stoichiometry import leaving, masses, mixtures, porosities

__all__ = [
    "AS_EXPANSION",
    "AS_RATIO",
    "CURVE_ASSUMPTIONS",
    "TABLE_ONLY",
    "angles",
    "architecture",
    "assumed_stack",
    "assumptions",
    "block",
    "by_porosity",
    "cell_of",
    "cell_ranges",
    "changed_conclusions",
    "comparison",
    "courses",
    "first_capacity_readings",
    "first_end_phase",
    "graphite_electrode",
    "host_ion_constants",
    "implied_porosity",
    "leaving",
    "masses",
    "median_interval",
    "median_intervals",
    "mixtures",
    "pattern",
    "per_charged_volume",
    "permutation_test",
    "phase",
    "phases",
    "porosities",
    "porous_silicon_mAh_cm3",
    "product_readings",
    "profile",
    "rank_correlation",
    "refined",
    "reported",
    "required_porosity",
    "sites",
    "stack_comparison",
    "stack_sensitivity",
    "stacks_after_first_cycle",
    "tolerances",
    "verdicts",
    "voltage_steps",
    "volume_ratio_at",
]
