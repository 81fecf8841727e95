"""What each column of a tidy frame means: heading, unit, origin and definition.

One dictionary serves the tables, the axes of the charts and the data dictionary, so a
quantity has one name everywhere. `origin` says what a number is: "printed" (in the
review), "computed" (by this package), "judged" (our reading, with a reason in data/review),
"sourced" (from another source, named in data/physics) or "chosen" (set by the reader).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from anodes.data.domain import HOSTS, IONS


@dataclass(frozen=True)
class Column:
    """A column's heading, unit (empty if none), origin and one-sentence definition.

    `cell` is the column of the printed Tables 3 to 5 that holds the value, where one does.
    `type` and `limits` are those of a Table Schema field.
    """

    heading: str
    unit: str
    origin: Literal["printed", "computed", "judged", "sourced", "chosen"]
    definition: str
    cell: str = ""
    type: Literal["string", "integer", "number", "boolean"] = "number"
    limits: Mapping[str, Any] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """'ICE (%)': the heading with its unit, for an axis or a table."""
        return f"{self.heading} ({self.unit})" if self.unit else self.heading


CAPACITY = "mAh g⁻¹"
CURRENT = "A g⁻¹"

ELECTRODE_COLUMNS: dict[str, Column] = {
    "table": Column("table", "", "printed", "Number of the review's table.", type="integer"),
    "row": Column(
        "row", "", "printed", "Row of that table, counted from 1 in printed order.", type="integer"
    ),
    "reference": Column(
        "reference",
        "",
        "printed",
        "Number in the review's reference list; key r001 to r178.",
        cell="reference",
        type="integer",
    ),
    "place": Column(
        "place",
        "",
        "printed",
        "Table and row that the values of this row are printed in.",
        type="string",
    ),
    "material": Column(
        "material",
        "",
        "printed",
        "Name of the electrode material.",
        cell="structure",
        type="string",
        limits={"required": True},
    ),
    "method": Column(
        "method",
        "",
        "printed",
        "Synthesis method in the review's words.",
        cell="method",
        type="string",
    ),
    "family": Column(
        "method family",
        "",
        "judged",
        "Family that review/methods.csv gives the method.",
        type="string",
    ),
    "element": Column(
        "host",
        "",
        "printed",
        "Host element M: Si, Ge, Sn or Sb.",
        cell="structure",
        type="string",
        limits={"required": True, "enum": list(HOSTS)},
    ),
    "ion": Column(
        "ion",
        "",
        "printed",
        "Guest that is stored: Li or Na.",
        cell="ion",
        type="string",
        limits={"required": True, "enum": list(IONS)},
    ),
    "initial_capacity_mAh_g": Column(
        "initial capacity",
        CAPACITY,
        "printed",
        "Capacity of the first cycle; whether of charge or discharge the tables do not say.",
        cell="initial_capacity",
        limits={"required": True, "minimum": 1, "maximum": 10_000},
    ),
    "initial_current_A_g": Column(
        "initial current",
        CURRENT,
        "printed",
        "Current of the first cycle; computed from the C-rate where only that is printed.",
        cell="initial_capacity",
        limits={"minimum": 1e-6, "maximum": 100},
    ),
    "initial_current_mA_cm2": Column(
        "initial areal current",
        "mA cm⁻²",
        "printed",
        "Current per electrode area where only that is printed; without the loading no A g⁻¹.",
        cell="initial_capacity",
        limits={"minimum": 1e-6, "maximum": 100},
    ),
    "initial_c_rate": Column(
        "initial C-rate",
        "C",
        "computed",
        "Current of the first cycle divided by the 1 C current.",
        cell="initial_capacity",
        limits={"minimum": 1e-6, "maximum": 100},
    ),
    "ice_percent": Column(
        "ICE",
        "%",
        "printed",
        "Initial coulombic efficiency: first charge (dealloying) over first discharge (alloying).",
        cell="ice",
        limits={"minimum": 1, "maximum": 100},
    ),
    "first_cycle_loss_percent": Column(
        "first-cycle loss", "%", "computed", "100 - ICE: charge of the first cycle not returned."
    ),
    "final_capacity_mAh_g": Column(
        "final capacity",
        CAPACITY,
        "printed",
        "Capacity after the stated number of cycles.",
        cell="capacity_retention",
        limits={"required": True, "minimum": 1, "maximum": 10_000},
    ),
    "cycles": Column(
        "cycles",
        "",
        "printed",
        "Number of cycles behind the final capacity.",
        cell="capacity_retention",
        type="integer",
        limits={"required": True, "minimum": 1, "maximum": 1_000_000},
    ),
    "cycling_current_A_g": Column(
        "cycling current",
        CURRENT,
        "printed",
        "Current of the final capacity; computed from the C-rate where only that is printed.",
        cell="capacity_retention",
        limits={"minimum": 1e-6, "maximum": 100},
    ),
    "cycling_current_mA_cm2": Column(
        "cycling areal current",
        "mA cm⁻²",
        "printed",
        "Current per electrode area where only that is printed.",
        cell="capacity_retention",
        limits={"minimum": 1e-6, "maximum": 100},
    ),
    "cycling_c_rate": Column(
        "cycling C-rate",
        "C",
        "computed",
        "Current of cycling divided by the 1 C current.",
        cell="capacity_retention",
        limits={"minimum": 1e-6, "maximum": 100},
    ),
    "one_c_A_g": Column(
        "1 C",
        CURRENT,
        "judged",
        "The current taken as 1 C for this row; see its basis.",
        limits={"minimum": 1e-6, "maximum": 10},
    ),
    "one_c_basis": Column(
        "basis of 1 C",
        "",
        "judged",
        "Whether the review states the 1 C for this paper, for another paper on the same host, "
        "or only the theoretical capacity can serve.",
        type="string",
    ),
    "retention_percent": Column(
        "retention",
        "%",
        "computed",
        "Final over initial capacity; like for like only where same_current is true.",
    ),
    "same_current": Column(
        "same current",
        "",
        "computed",
        "True where initial and cycling current are equal.",
        type="boolean",
    ),
    "fade_percent_per_cycle": Column(
        "fade per cycle",
        "%",
        "computed",
        "Constant relative loss a cycle that leads from initial to final capacity.",
    ),
    "capacity_utilization_percent": Column(
        "initial capacity of theory",
        "%",
        "computed",
        "Initial capacity over the theoretical capacity that the review prints for host and ion.",
    ),
    "printed_values": Column(
        "printed values",
        "",
        "printed",
        "Columns of this row whose value is printed; the row's other numbers are computed.",
        type="string",
    ),
    "corrected": Column(
        "corrected",
        "",
        "judged",
        "Printed cells of this row that a correction replaces.",
        type="string",
    ),
    "notes": Column(
        "notes", "", "judged", "Reasons for the corrections of this row.", type="string"
    ),
}

COLUMNS: dict[str, Column] = ELECTRODE_COLUMNS | {
    "value_of": Column(
        "value of",
        "",
        "judged",
        "Column of the tidy electrodes that the value stands in.",
        type="string",
        limits={"required": True},
    ),
    "value": Column(
        "value",
        "",
        "printed",
        "The value as the tidy electrodes have it; empty where a correction removes it.",
        type="string",
    ),
    "cell": Column(
        "cell",
        "",
        "printed",
        "Column of the printed table that holds it.",
        type="string",
        limits={"required": True},
    ),
    "printed": Column(
        "printed",
        "",
        "printed",
        "The printed cell or words, or the title of the table.",
        type="string",
    ),
    "origin": Column(
        "origin",
        "",
        "judged",
        "Whether the value is printed, or corrected: read from what replaces the cell.",
        type="string",
        limits={"required": True, "enum": ["printed", "corrected"]},
    ),
    "file": Column(
        "file",
        "",
        "judged",
        "File of the data that keeps the cell.",
        type="string",
        limits={"required": True},
    ),
    "line": Column(
        "line",
        "",
        "judged",
        "Line of that file, the header being 1.",
        type="integer",
        limits={"required": True, "minimum": 2},
    ),
    "key": Column(
        "key",
        "",
        "judged",
        "Key in references.bib.",
        type="string",
        limits={"required": True, "unique": True},
    ),
    "first_author": Column(
        "first author",
        "",
        "printed",
        "Family name of the first author.",
        type="string",
        limits={"required": True},
    ),
    "title": Column(
        "title", "", "printed", "Title of the cited work.", type="string", limits={"required": True}
    ),
    "journal": Column(
        "journal",
        "",
        "printed",
        "Journal in its printed abbreviation.",
        type="string",
        limits={"required": True},
    ),
    "year": Column("year", "", "printed", "Year of publication.", type="string"),
    "volume": Column("volume", "", "printed", "Volume of the journal.", type="string"),
    "pages": Column("pages", "", "printed", "Pages or article number.", type="string"),
    "doi": Column(
        "DOI",
        "",
        "sourced",
        "Digital object identifier where one was read; none is guessed.",
        type="string",
    ),
    "complete": Column(
        "complete",
        "",
        "judged",
        "False where the review leaves out pages, volume or year.",
        type="boolean",
    ),
    "same_as": Column(
        "same as",
        "",
        "judged",
        "The other number under which the review lists the same paper.",
        type="integer",
    ),
    "cited_in": Column(
        "cited in",
        "",
        "printed",
        "Sections and tables of the review that cite it, separated by semicolons.",
        type="string",
    ),
    "alloying_product": Column(
        "alloying product",
        "",
        "printed",
        "Phase that the review takes as fully charged.",
        type="string",
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
    "expansion_qualifier": Column(
        "bound", "", "printed", "'>' where the expansion is a bound.", type="string"
    ),
    "conductivity_S_m": Column("conductivity", "S m⁻¹", "printed", "Of the host element."),
    "density_g_cm3": Column("density", "g cm⁻³", "printed", "Of the host element."),
    "ratio": Column("V/V₀", "", "computed", "Volume ratio R, one plus expansion over 100 %."),
    "minimum_porosity": Column(
        "least porosity", "", "computed", "1 - 1/R: pore share that could take all the swelling."
    ),
    "paper": Column("paper", "", "printed", "Reference and first author.", type="string"),
    "quantity": Column("quantity", "", "judged", "What is stated; see quantities.", type="string"),
    "cycle": Column("cycle", "", "printed", "Cycle that a value belongs to.", type="integer"),
    "current_A_g": Column(
        "current",
        CURRENT,
        "printed",
        "Current of a capacity; computed from a C-rate where only that is printed.",
    ),
    "capacity_mAh_g": Column(
        "capacity", CAPACITY, "printed", "A specific capacity, of whatever cycle."
    ),
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
    "route": Column("route", "", "judged", "Precursor and what is removed.", type="string"),
    "porosity": Column("porosity p", "", "computed", "Pore volume over particle volume."),
    "capacity_per_volume_mAh_cm3": Column(
        "capacity per volume", "mAh cm⁻³", "computed", "Of a porous particle; see the basis."
    ),
    "phase": Column("phase", "", "sourced", "Phase whose unit cell is used.", type="string"),
    "space_group": Column("space group", "", "sourced", "Hermann-Mauguin symbol.", type="string"),
    "status": Column(
        "status",
        "",
        "judged",
        "sourced: read at the named source; unconfirmed: widely quoted, source not read.",
        type="string",
    ),
    "known_conductivity_S_m": Column(
        "conductivity", "S m⁻¹", "sourced", "Of the pure element near 300 K."
    ),
    "volume_per_host_A3": Column(
        "volume a host atom", "Å³", "computed", "Cell volume over the host atoms in the cell."
    ),
    "volume_expansion_computed_percent": Column(
        "expansion from cells", "%", "computed", "(R - 1) x 100 % from the unit cells."
    ),
    "density_computed_g_cm3": Column(
        "density from the cell", "g cm⁻³", "computed", "n M / (N_A V) of the unit cell."
    ),
    "capacity_per_host_mAh_cm3": Column(
        "capacity per pristine volume", "mAh cm⁻³", "computed", "rho C with cell and Faraday's law."
    ),
    "capacity_per_charged_mAh_cm3": Column(
        "capacity per charged volume",
        "mAh cm⁻³",
        "computed",
        "rho C / R with cells and Faraday's law.",
    ),
    "guest_volume_cm3_mol": Column(
        "volume a guest", "cm³ mol⁻¹", "computed", "What a mole of guest adds to the volume."
    ),
    "property": Column("property", "", "judged", "Column of Tables 1 and 2.", type="string"),
    "bound": Column("bound", "", "printed", "'>' where the value is a bound.", type="string"),
    "basis": Column("basis", "", "judged", "What the number is taken to be.", type="string"),
    "verdict": Column(
        "verdict", "", "judged", "Which reading agrees within its tolerance.", type="string"
    ),
    "tolerance_percent": Column("tolerance", "%", "judged", "Fixed before comparing."),
    "two_theta_measured": Column("2θ printed", "°", "printed", "Diffraction angle in the text."),
    "two_theta_degree": Column("2θ computed", "°", "computed", "Angle of the line, Cu Kα1."),
    "difference_degree": Column("difference", "°", "computed", "Printed minus computed angle."),
    "hkl": Column("hkl", "", "computed", "Miller indices of the line.", type="string"),
    "relative_intensity": Column(
        "relative intensity", "%", "computed", "Of the strongest line, without thermal motion."
    ),
    "stated_percent": Column("stated", "%", "printed", "Percentage that the text states."),
    "from_capacities_percent": Column(
        "from capacities", "%", "computed", "The quotient of the two printed capacities."
    ),
    "text_A_g": Column("current of the text", CURRENT, "computed", "A C-rate times its 1 C."),
    "table_A_g": Column("current of the table", CURRENT, "printed", "As tidied."),
    "finding": Column(
        "finding",
        "",
        "judged",
        "Name of the finding; its anchor on the audit page.",
        type="string",
        limits={"required": True, "unique": True},
    ),
    "rule": Column("rule", "", "judged", "Rule that found it.", type="string"),
    "severity": Column(
        "severity",
        "",
        "judged",
        "impossible, inconsistent, ambiguous or typographical.",
        type="string",
        limits={"enum": ["impossible", "inconsistent", "ambiguous", "typographical"]},
    ),
    "computed": Column(
        "computed", "", "computed", "What physics or arithmetic gives, in words.", type="string"
    ),
    "explanation": Column(
        "explanation", "", "judged", "How it may have come about.", type="string"
    ),
    "calculation": Column(
        "calculation", "", "computed", "The calculation, or the reason, in a line.", type="string"
    ),
    "chapter": Column("chapter", "", "judged", "Chapter of this book.", type="string"),
    "references": Column(
        "references", "", "printed", "References concerned, by semicolons.", type="string"
    ),
    "printed_number": Column("printed", "", "printed", "The printed number; see the unit."),
    "computed_number": Column("computed", "", "computed", "The computed number; see the unit."),
    "unit": Column("unit", "", "printed", "Unit of both numbers.", type="string"),
    "printed_over_computed": Column(
        "printed / computed", "", "computed", "Quotient of the two; 1 is agreement."
    ),
    "outcome": Column("outcome", "", "judged", "agrees, or the severity.", type="string"),
    "particle": Column("particle", "", "judged", "What is drawn.", type="string"),
    "external_expansion_percent": Column(
        "outward growth", "%", "computed", "Of the outer volume when fully charged."
    ),
    "porosity_when_charged": Column(
        "porosity when charged", "", "computed", "Pore share of the charged particle."
    ),
    "diameter_nm": Column("size", "nm", "judged", "Diameter of a particle or of a ligament."),
    "length_nm": Column("length", "nm", "printed", "A printed size, in nanometres."),
    "surface_m2_g": Column(
        "surface", "m² g⁻¹", "computed", "Geometric surface of smooth spheres or wires."
    ),
    "relative_diffusion_time": Column(
        "diffusion time",
        "1 µm = 1",
        "computed",
        "Square of the length over that of a particle of 1 µm.",
    ),
    "tap_density_g_cm3": Column(
        "tap density", "g cm⁻³", "computed", "Random packing of spheres, 62 % of the room."
    ),
    "loading_mg_cm2": Column(
        "loading", "mg cm⁻²", "judged", "Active mass on the area of the electrode."
    ),
    "areal_capacity_mAh_cm2": Column(
        "areal capacity", "mAh cm⁻²", "computed", "Capacity per gram times loading."
    ),
    "temperature_degC": Column(
        "temperature", "°C", "printed", "Of the step that makes the product."
    ),
    "low_degC": Column("lowest temperature", "°C", "printed", "Of a printed range."),
    "high_degC": Column("temperature", "°C", "printed", "Of a printed range, the highest."),
    "by_products_kg_kg": Column(
        "by-products",
        "kg kg⁻¹",
        "computed",
        "Made beside a kilogram of host, by the balanced equations.",
    ),
    "reagents_kg_kg": Column(
        "reagents",
        "kg kg⁻¹",
        "computed",
        "Consumed for a kilogram of host, by the balanced equations.",
    ),
    "consumed": Column("consumed", "kg", "computed", "For a kilogram of host.", type="string"),
    "left": Column("left over", "kg", "computed", "Beside a kilogram of host.", type="string"),
    "kind": Column("kind", "", "judged", "Kind of route.", type="string"),
    "precursor": Column("precursor", "", "printed", "What the route starts from.", type="string"),
    "agent": Column("agent", "", "printed", "What it meets.", type="string"),
    "way": Column("way", "", "judged", "What shrinks or leaves.", type="string"),
    "hazards": Column(
        "hazards", "", "printed", "What the text says against the kind.", type="string"
    ),
    "leaves": Column("leaves", "", "judged", "What leaves the pores.", type="string"),
    "final_capacity_utilization_percent": Column(
        "final capacity of theory", "%", "computed", "Last capacity over the theoretical one."
    ),
    "reported_quantities": Column(
        "printed",
        "",
        "judged",
        "Which of start, end and retention the review prints.",
        type="string",
    ),
    "currents": Column(
        "currents", "", "judged", "Whether start and end have one current.", type="string"
    ),
    "architecture": Column(
        "architecture", "", "judged", "Class under which the text tells the paper.", type="string"
    ),
    "measure": Column("measure", "", "judged", "What is compared.", type="string"),
    "papers": Column("papers", "", "computed", "Rows behind a median.", type="integer"),
    "better": Column("better", "", "judged", "Which direction is better.", type="string"),
    "share_of_best_percent": Column(
        "share of the best",
        "%",
        "computed",
        "Value over the best value, or the reverse where less is better.",
    ),
    "system": Column("system", "", "sourced", "Guest and host.", type="string"),
    "mean_potential_V": Column("mean potential", "V", "sourced", "Against the metal of the guest."),
    "electrolyte_mL_Ah": Column(
        "electrolyte in the pores", "mL Ah⁻¹", "computed", "Volume of the pores over the capacity."
    ),
    "implied_porosity": Column(
        "porosity it implies", "", "computed", "Porosity at which full charge gives this growth."
    ),
    "minutes": Column("minutes", "min", "computed", "Time that the charge takes."),
    "potential_V": Column("potential", "V", "sourced", "Against the metal of the guest."),
    "state_potential_V": Column(
        "potential of the state", "V", "printed", "At which the text reads a state."
    ),
    "assumed_potential_V": Column(
        "anode potential", "V", "judged", "Assumed for the example, against Li+/Li."
    ),
    "stack_energy_Wh_L": Column(
        "energy of the stack", "Wh L⁻¹", "computed", "Of a bare stack, without housing."
    ),
    "allowed_loss_percent": Column(
        "allowed loss per cycle", "%", "computed", "100 % minus the coulombic efficiency needed."
    ),
}


EXPLORER_COLUMNS: dict[str, Column] = {  # what a reader sets, and what answers
    "x_axis": Column("across", "", "chosen", "Quantity along the horizontal axis."),
    "y_axis": Column("upwards", "", "chosen", "Quantity along the vertical axis."),
    "compared": Column("rows", "", "chosen", "All rows, or those that keep one current."),
    "guests": Column("x, guests a host atom", "", "chosen", "Li or Na atoms for each host atom."),
    "property": Column("shown", "", "chosen", "Quantity that the curve shows."),
    "host_percent": Column(
        "host in the precursor",
        "%",
        "chosen",
        "Share of the host in what is leached; see the basis.",
    ),
    "basis_of_share": Column("share as", "", "chosen", "Of the mass, or of the amount in mol."),
    "edge_a": Column("edge a", "Å", "chosen", "Edge of the cell."),
    "edge_c": Column("edge c", "Å", "chosen", "Edge of a hexagonal cell along its axis."),
    "wavelength": Column("wavelength", "Å", "chosen", "Of the radiation."),
    "zero_degree": Column("shift of all angles", "°", "chosen", "Added to every computed angle."),
    "electrode_mAh_cm3": Column(
        "charged anode",
        "mAh cm⁻³",
        "chosen",
        "Capacity per volume of the charged electrode, pores and all.",
    ),
    "electrode_mAh_g": Column(
        "anode", "mAh g⁻¹", "chosen", "Capacity per gram of the whole electrode."
    ),
    "negative_to_positive": Column(
        "N/P", "", "chosen", "Capacity of the anode over that of the cathode."
    ),
    "cathode_mAh_g": Column(
        "cathode", "mAh g⁻¹", "chosen", "Capacity per gram of its active mass."
    ),
    "cathode_V": Column("cathode potential", "V", "chosen", "Against Li⁺/Li."),
    "wet_mg_cm2": Column(
        "separator and electrolyte", "mg cm⁻²", "chosen", "Assumed: the review prints neither."
    ),
    "efficiency_percent": Column(
        "efficiency of later cycles", "%", "chosen", "Average coulombic efficiency."
    ),
    "specific_capacity_mAh_g": Column(
        "capacity per gram of host", CAPACITY, "computed", "x F / (3.6 M)."
    ),
    "capacity_per_alloy_mAh_g": Column(
        "capacity per gram of alloy",
        CAPACITY,
        "computed",
        "x F / (3.6 (M + x A)), the guest weighed too.",
    ),
    "expansion_percent": Column("volume expansion", "%", "computed", "(R - 1) x 100 %."),
    "reach": Column(
        "x lies", "", "computed", "Whether the product of Tables 1 and 2 holds so many guests."
    ),
    "enough": Column(
        "the pores", "", "computed", "Whether the charged particle stays within its outline."
    ),
    "misfit_degree": Column(
        "misfit", "°", "computed", "Root mean square of printed minus computed angles."
    ),
    "mean_miss_degree": Column(
        "mean difference", "°", "computed", "Mean of printed minus computed angles."
    ),
    "gain_per_volume_percent": Column(
        "gain over graphite by volume", "%", "computed", "In Wh a litre of bare stack."
    ),
    "stack_energy_Wh_kg": Column(
        "energy of the stack by mass", "Wh kg⁻¹", "computed", "Of a stack without housing."
    ),
    "gain_per_mass_percent": Column(
        "gain over graphite by mass", "%", "computed", "In Wh a kilogram of stack."
    ),
    "stack_um": Column(
        "thickness of the stack", "µm", "computed", "Of one layer, half of each foil counted."
    ),
    "thickness_um": Column("thickness", "µm", "computed", "Of a layer."),
    "inventory_left_percent": Column("charge left", "%", "computed", "ICE x CE^N."),
    "cycles_to_goal": Column("cycles to 80 %", "", "computed", "ln(0.8/ICE) / ln(CE)."),
    "needed_efficiency_percent": Column(
        "efficiency that keeps 80 %", "%", "computed", "(0.8/ICE)^(1/N)."
    ),
    "sense": Column(
        "first capacity", "", "computed", "Against the theory of the product of Tables 1 and 2."
    ),
    "comparable": Column(
        "like for like", "", "computed", "Whether both capacities have one current."
    ),
    "rows_alike": Column("rows of this host and ion", "", "computed", "In Tables 3 to 5."),
    "rows_with_more_left": Column(
        "of these, with more capacity left", "", "computed", "Counted in Tables 3 to 5."
    ),
    "rows_better": Column(
        "of these, with as much left after as many cycles at as high a current",
        "",
        "computed",
        "Counted in Tables 3 to 5.",
    ),
    "rows_with_better_ice": Column(
        "of these, with a higher ICE", "", "computed", "Counted in Tables 3 to 5."
    ),
    "rows_like_for_like": Column(
        "of these, like for like with a retention", "", "computed", "Counted in Tables 3 to 5."
    ),
    "rows_retaining_more": Column(
        "of those, with a higher retention", "", "computed", "Counted in Tables 3 to 5."
    ),
    "findings": Column("findings", "", "computed", "Of the audit on this row."),
}
COLUMNS |= EXPLORER_COLUMNS


def title(name: str) -> str:
    """Heading of a column with its unit.

    Parameters
    ----------
    name
        Name of a column.

    Returns
    -------
    str
        For an axis or the head of a table; an unknown name with spaces for underscores.

    Examples
    --------
    >>> from anodes import data
    >>> data.title("initial_capacity_mAh_g")
    'initial capacity (mAh g⁻¹)'
    """
    return COLUMNS[name].title if name in COLUMNS else name.replace("_", " ")


def schema_field(name: str) -> dict[str, Any]:
    """A tidy column as a Table Schema field, with unit and origin."""
    column = COLUMNS[name]
    made = {"name": name, "title": column.heading, "type": column.type}
    made["description"] = column.definition
    if column.unit:
        made["unit"] = column.unit
    made["origin"] = column.origin
    return made | ({"constraints": dict(column.limits)} if column.limits else {})
