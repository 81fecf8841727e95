"""Pure functions of numbers: Faraday's law, pores, cycling, cell stacks, diffraction, crystals.

No function here reads a file. Notation: host M, working ion A (Li or Na), x atoms of A per atom
of M, R = V/V0 the volume ratio of alloy to pristine host.
"""

from anodes.physics.cell_stack import (
    Stack,
    areal_capacity_mAh_cm2,
    stack_energy_Wh_L,
    stack_layers_um,
)
from anodes.physics.crystallography import molar_volume, neighbours
from anodes.physics.cycling import (
    cell_capacity_percent,
    coulombic_efficiency_percent,
    duration_days,
    fade_percent_per_cycle,
    fade_range_percent,
    needed_efficiency_percent,
    throughput_Ah_g,
)
from anodes.physics.diffraction import CU_KALPHA1_ANGSTROM, cubic_edges
from anodes.physics.faraday import (
    COULOMB_PER_MAH,
    FARADAY_C_MOL,
    c_rate,
    capacity_of_ion_volume,
    ions_per_host,
    metal_capacity_mAh_cm3,
    minutes_of_charge,
    molar_mass,
    specific_capacity,
)
from anodes.physics.pores import (
    RANDOM_PACKING,
    capacity_per_alloy_volume,
    capacity_per_host_volume,
    electrode_electrolyte_mL_Ah,
    expansion_percent,
    external_expansion_percent,
    minimum_porosity,
    pore_surface_m2_g,
    porosity_of_growth,
    ratio_of_ions,
    ratio_of_steps,
    relative_diffusion_time,
    surface_m2_g,
    tap_density,
    void_of_packing,
    void_share,
    volume_ratio,
)

__all__ = [
    "COULOMB_PER_MAH",
    "CU_KALPHA1_ANGSTROM",
    "FARADAY_C_MOL",
    "RANDOM_PACKING",
    "Stack",
    "areal_capacity_mAh_cm2",
    "c_rate",
    "capacity_of_ion_volume",
    "capacity_per_alloy_volume",
    "capacity_per_host_volume",
    "cell_capacity_percent",
    "coulombic_efficiency_percent",
    "cubic_edges",
    "duration_days",
    "electrode_electrolyte_mL_Ah",
    "expansion_percent",
    "external_expansion_percent",
    "fade_percent_per_cycle",
    "fade_range_percent",
    "ions_per_host",
    "metal_capacity_mAh_cm3",
    "minimum_porosity",
    "minutes_of_charge",
    "molar_mass",
    "molar_volume",
    "needed_efficiency_percent",
    "neighbours",
    "pore_surface_m2_g",
    "porosity_of_growth",
    "ratio_of_ions",
    "ratio_of_steps",
    "relative_diffusion_time",
    "specific_capacity",
    "stack_energy_Wh_L",
    "stack_layers_um",
    "surface_m2_g",
    "tap_density",
    "throughput_Ah_g",
    "void_of_packing",
    "void_share",
    "volume_ratio",
]
