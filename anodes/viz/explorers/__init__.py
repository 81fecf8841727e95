"""The book's explorers: frames come in, each `Explorer` goes out, no file is read.

Formulas are those of `anodes.physics`; here it is only said which of them answer a question,
what a reader may move, and how the answer is drawn.
"""

from anodes.viz.explorers.alloy_composition import composition
from anodes.viz.explorers.cell_balance import balance
from anodes.viz.explorers.cell_signs import signs
from anodes.viz.explorers.charging_time import half_cycle
from anodes.viz.explorers.cycle_efficiency import efficiency
from anodes.viz.explorers.differential_capacity import dq_dv
from anodes.viz.explorers.electrode_table import electrodes
from anodes.viz.explorers.own_electrode import yours
from anodes.viz.explorers.porous_particle import porosity
from anodes.viz.explorers.powder_diffraction import diffraction
from anodes.viz.explorers.stack_energy import stack
from anodes.viz.explorers.synthesis_route import route
from anodes.viz.explorers.voltage_curve import half_cell

__all__ = [
    "balance",
    "composition",
    "diffraction",
    "dq_dv",
    "efficiency",
    "electrodes",
    "half_cell",
    "half_cycle",
    "porosity",
    "route",
    "signs",
    "stack",
    "yours",
]
