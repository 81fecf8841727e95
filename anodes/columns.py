"""What each column of a tidy frame means: heading, unit, origin and definition.

One dictionary serves the tables, the axes of the charts and the data dictionary, so a
quantity has one name everywhere. `origin` says what a number is: "printed" (in the
review), "computed" (by this package), "judged" (our reading, with a reason in data/review)
or "sourced" (from another source, named in data/physics).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Column:
    """A column's heading, unit (empty if none), origin and one-sentence definition."""

    heading: str
    unit: str
    origin: Literal["printed", "computed", "judged", "sourced"]
    definition: str

    @property
    def title(self) -> str:
        """'ICE (%)': the heading with its unit, for an axis or a table."""
        return f"{self.heading} ({self.unit})" if self.unit else self.heading


CAPACITY = "mAh g⁻¹"
CURRENT = "A g⁻¹"

COLUMNS: dict[str, Column] = {
    "table": Column("table", "", "printed", "Number of the review's table."),
    "row": Column("row", "", "printed", "Row of that table, counted from 1 in printed order."),
    "reference": Column(
        "reference", "", "printed", "Number in the review's reference list; key r001 to r178."
    ),
    "structure": Column("structure", "", "printed", "Name of the electrode material."),
    "method": Column("method", "", "printed", "Synthesis method in the review's words."),
    "family": Column(
        "method family", "", "judged", "Family that data/review/methods.csv gives the method."
    ),
    "element": Column("host", "", "printed", "Host element M: Si, Ge, Sn or Sb."),
    "ion": Column("ion", "", "printed", "Guest that is stored: Li or Na."),
    "initial_capacity_mAh_g": Column(
        "initial capacity",
        CAPACITY,
        "printed",
        "Capacity of the first cycle; whether of charge or discharge the tables do not say.",
    ),
    "initial_current_A_g": Column(
        "initial current",
        CURRENT,
        "printed",
        "Current of the first cycle; computed from the C-rate where only that is printed.",
    ),
    "initial_current_mA_cm2": Column(
        "initial areal current",
        "mA cm⁻²",
        "printed",
        "Current per electrode area where only that is printed; without the loading no A g⁻¹.",
    ),
    "initial_c_rate": Column(
        "initial C-rate", "C", "computed", "Current of the first cycle divided by the 1 C current."
    ),
    "ice_percent": Column(
        "ICE",
        "%",
        "printed",
        "Initial coulombic efficiency: first charge (dealloying) over first discharge (alloying).",
    ),
    "first_cycle_loss_percent": Column(
        "first-cycle loss", "%", "computed", "100 - ICE: charge of the first cycle not returned."
    ),
    "final_capacity_mAh_g": Column(
        "final capacity", CAPACITY, "printed", "Capacity after the stated number of cycles."
    ),
    "cycles": Column("cycles", "", "printed", "Number of cycles behind the final capacity."),
    "cycling_current_A_g": Column(
        "cycling current",
        CURRENT,
        "printed",
        "Current of the final capacity; computed from the C-rate where only that is printed.",
    ),
    "cycling_current_mA_cm2": Column(
        "cycling areal current",
        "mA cm⁻²",
        "printed",
        "Current per electrode area where only that is printed.",
    ),
    "cycling_c_rate": Column(
        "cycling C-rate", "C", "computed", "Current of cycling divided by the 1 C current."
    ),
    "one_c_A_g": Column(
        "1 C", CURRENT, "printed", "The current taken as 1 C for this row; see its basis."
    ),
    "one_c_basis": Column(
        "basis of 1 C",
        "",
        "judged",
        "Whether the review states the 1 C for this paper, for another paper on the same host, "
        "or only the theoretical capacity can serve.",
    ),
    "retention_percent": Column(
        "retention",
        "%",
        "computed",
        "Final over initial capacity; like for like only where same_current is true.",
    ),
    "same_current": Column(
        "same current", "", "computed", "True where initial and cycling current are equal."
    ),
    "fade_percent_per_cycle": Column(
        "fade per cycle",
        "%",
        "computed",
        "Constant relative loss a cycle that leads from initial to final capacity.",
    ),
    "of_theory_percent": Column(
        "initial capacity of theory",
        "%",
        "computed",
        "Initial capacity over the theoretical capacity that the review prints for host and ion.",
    ),
    "corrected": Column(
        "corrected", "", "judged", "Printed cells of this row that a correction replaces."
    ),
    "notes": Column("notes", "", "judged", "Reasons for the corrections of this row."),
    "alloying_product": Column(
        "alloying product", "", "printed", "Phase that the review takes as fully charged."
    ),
    "guest_per_host": Column("x", "", "computed", "Guest atoms per host atom in the product."),
    "theoretical_capacity_mAh_g": Column(
        "theoretical capacity", CAPACITY, "printed", "Per gram of pristine host."
    ),
    "volumetric_capacity_mAh_cm3": Column(
        "volumetric capacity",
        "mAh cm⁻³",
        "printed",
        "The review does not say per volume of what.",
    ),
    "volume_expansion_percent": Column(
        "volume expansion",
        "%",
        "printed",
        "Printed as 'volume expansion ratio (%)'; read here as (V/V0 - 1) x 100 %.",
    ),
    "expansion_qualifier": Column("bound", "", "printed", "'>' where the expansion is a bound."),
    "conductivity_S_m": Column("conductivity", "S m⁻¹", "printed", "Of the host element."),
    "density_g_cm3": Column("density", "g cm⁻³", "printed", "Of the host element."),
    "ratio": Column("V/V₀", "", "computed", "Volume ratio R, one plus expansion over 100 %."),
    "least_porosity": Column(
        "least porosity", "", "computed", "1 - 1/R: pore share that could take all the swelling."
    ),
    "capacity_per_alloy_mAh_cm3": Column(
        "capacity per charged volume",
        "mAh cm⁻³",
        "computed",
        "rho C / R from printed capacity, density and expansion.",
    ),
    "capacity_mAh_g": Column("capacity", CAPACITY, "printed", "First or last capacity of a row."),
    "c_rate": Column("C-rate", "C", "computed", "Current of that capacity over the 1 C current."),
    "crustal_abundance_mg_kg": Column(
        "crustal abundance", "mg kg⁻¹", "sourced", "Mass share in the Earth's crust."
    ),
    "price_usd_kg": Column(
        "price", "USD kg⁻¹", "sourced", "Undated: good for an order of magnitude."
    ),
    "faraday_capacity_mAh_g": Column(
        "Faraday capacity", CAPACITY, "computed", "x F / (3.6 M) for the printed product."
    ),
    "deviation_percent": Column(
        "deviation", "%", "computed", "Printed over computed value, minus one."
    ),
    "porosity": Column("porosity p", "", "computed", "Pore volume over particle volume."),
    "capacity_per_volume_mAh_cm3": Column(
        "capacity per volume", "mAh cm⁻³", "computed", "Of a porous particle; see the basis."
    ),
    "allowed_loss_percent": Column(
        "allowed loss per cycle", "%", "computed", "100 % minus the coulombic efficiency needed."
    ),
}


def title(name: str) -> str:
    """The heading with unit of a tidy column; a name outside the dictionary is shown as it is."""
    return COLUMNS[name].title if name in COLUMNS else name.replace("_", " ")
