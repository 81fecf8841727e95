"""Questions of the two projects: a table to audit, and an anode to design."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from anodes.analysis.crystal_phases import phase
from anodes.analysis.electrode_readings import first_end_phase
from anodes.analysis.stack_assumptions import assumed_stack, assumptions, graphite_electrode
from anodes.data.printed_tables import electrodes
from anodes.physics import cell_stack, cycling, pores
from anodes.physics.rounding import total
from anodes.teach.invented import draw_table
from anodes.teach.question import Given, Right, question

COATING = Given("project-coating", (2.4, 1.9, 2.1, 2.7, 3.2, 3.6), "mg cm-2")
SHARE = Given("project-share", (70, 60, 65, 75, 80, 85), "%")
RELEASED = Given("project-released", (2.2, 1.4, 1.7, 1.9, 2.6, 2.9), "mAh cm-2")
PORES = Given("project-pores", (0.52, 0.38, 0.44, 0.6, 0.71, 0.83), "cm3 g-1")
UPTAKE = Given("project-uptake", (640, 580, 610, 660, 690, 720), "mAh g-1")
RELEASE = Given("project-release", (500, 440, 460, 480, 520, 540), "mAh g-1")
SILICON_G_CM3 = 2.33  # as the exercise gives it

AREAL = Given("project-areal", (4.5, 3, 3.5, 4, 5, 5.5), "mAh cm-2")
GAIN = Given("project-gain", (12, 9, 10, 11, 13, 14), "%")
LIMIT = Given("project-limit", (20, 15, 18, 25, 28, 30), "%")
EFFICIENCY = Given("project-efficiency", (84, 81, 82, 83, 85, 86), "%")
CELL: dict[str, Any] = {"areal": AREAL, "gain": GAIN, "efficiency": EFFICIENCY}
LOWER = 5  # percentage points of the efficiency, as the exercise gives them
UM_PER_CM = 1e4


class Variant(Given):
    """The variant itself, for a question on the invented table."""

    def value(self, seed: int) -> int:
        """The seed."""
        return seed

    def text(self, seed: int) -> str:
        """'variant 7'."""
        return f"variant {seed}"


VARIANT = Variant("project-variant", tuple(range(6)))


# ------------------------------------------------------------------ audit a table


@question(
    "project-rounding",
    "Largest difference that rounding explains, in percentage points",
    "%",
    relative=0.06,
    uptake=UPTAKE,
    release=RELEASE,
)
def _rounding(uptake: float, release: float) -> Right:
    half = 0.5
    widest = 100 * ((release + half) / (uptake - half) - release / uptake)
    return Right(0.05 + widest, {"one rounding": [0.05, widest]})


@question(
    "project-per-host",
    "First release per gram of host",
    "mAh g-1",
    relative=0.01,
    kinds=("mA for A",),
    coating=COATING,
    share=SHARE,
    released=RELEASED,
)
def _per_host(coating: float, share: float, released: float) -> Right:
    per_coating = 1000 * released / coating
    return Right(
        100 * per_coating / share,
        {
            "per gram of coating": per_coating,
            "inverse ratio": per_coating * share / 100,
            "complement": 100 * per_coating / (100 - share),
        },
    )


@question(
    "project-porosity",
    "Porosity of the particles",
    "%",
    absolute=0.7,
    kinds=("fraction for percent", "complement"),
    pores=PORES,
)
def _porosity(pores: float) -> Right:
    void = pores * SILICON_G_CM3
    return Right(100 * void / (1 + void), {"void ratio": 100 * void})


@question(
    "project-highest-share",
    "Largest first release that the table supports, as a share of the full phase",
    "%",
    absolute=0.8,
    kinds=("fraction for percent",),
    variant=VARIANT,
)
def _highest_share(variant: int) -> Right:
    """With the value that should be there; a row above theory has none."""
    rows, errors = draw_table(variant)
    right, above = {}, ""
    for error in errors:
        values = {column: value for _, column, value in error.answers}
        if error.kind == "above theory":
            above = error.answers[0][0]
        elif "release_mAh_g" in values:
            right[error.answers[0][0]] = float(values["release_mAh_g"])
    shares = {row["electrode"]: _of_theory(row, right) for row in rows}
    kept = max(share for name, share in shares.items() if name != above)
    return Right(kept, {"all rows": max(shares.values())})


def _of_theory(row: dict[str, Any], right: dict[str, float]) -> float:
    end = first_end_phase(row["host_element"], row["working_ion"])
    release = right.get(row["electrode"], row["release_mAh_g"])
    return float(100 * release / end["faraday_capacity_mAh_g"])


# ------------------------------------------------------------------ design an anode


@dataclass(frozen=True)
class Design:
    """What a required gain in energy per litre asks of an anode of porous silicon."""

    stack: cell_stack.Stack
    gain: float
    efficiency: float

    def allowed_um(self, left: float | None = None) -> float:
        """Thickness of the whole stack at the required energy; `left` in place of the share."""
        volts = self.stack.cathode_V - assumptions()["silicon_V"]
        energy = volts * self.stack.areal_capacity_mAh_cm2 * (self.left if left is None else left)
        return UM_PER_CM * energy / self.target

    @property
    def target(self) -> float:
        """Required energy per volume after the first cycle, in Wh/L."""
        other = graphite_electrode()
        fresh = cell_stack.stack_energy_Wh_L(other["first_mAh_cm3"], other["V"], self.stack)
        return float(fresh * self._share(other["ice_percent"]) * (1 + self.gain / 100))

    @property
    def left(self) -> float:
        """What the first cycle leaves of the capacity, as a share."""
        return self._share(self.efficiency)

    def _share(self, ice: float) -> float:
        left = cycling.cell_capacity_percent(ice, self.stack.cathode_ice_percent)
        return float(left) / 100

    @property
    def others_um(self) -> float:
        """Thickness of all layers but the anode."""
        layers = cell_stack.stack_layers_um(1.0, self.stack)
        return float(total(um for name, um in layers.items() if name != "anode"))

    def anode_um(self, left: float | None = None) -> float:
        """Thickness that is left for the lithiated anode."""
        return self.allowed_um(left) - self.others_um

    def volume_mAh_cm3(self, left: float | None = None) -> float:
        """First lithiation that the anode needs per volume."""
        return UM_PER_CM * self.stack.first_lithiation_mAh_cm2 / self.anode_um(left)

    def capacity_mAh_g(self, swelling: bool = True) -> float:
        """First lithiation that the silicon needs per gram: C of phi rho C / R(C)."""
        density = float(phase("Si")["density_computed_g_cm3"])
        needed = self.volume_mAh_cm3()
        filled = assumptions()["silicon_packing"] * density
        return needed / (filled - swelling * per_capacity() * needed)


def per_capacity() -> float:
    """Volume ratio that each mAh per gram of silicon adds."""
    end = first_end_phase("Si", "Li")
    return float((end["ratio"] - 1) / end["faraday_capacity_mAh_g"])


def design(areal: float, gain: float, efficiency: float) -> Design:
    """The cell of the project."""
    return Design(assumed_stack(areal_capacity_mAh_cm2=areal), gain, efficiency)


@question(
    "project-volume",
    "First lithiation that the anode needs per volume",
    "mAh cm-3",
    relative=0.025,
    **CELL,
)
def _volume(**cell: float) -> Right:
    made = design(**cell)
    return Right(made.volume_mAh_cm3(), {"no first loss": made.volume_mAh_cm3(left=1.0)})


@question(
    "project-anode-um",
    "Thickness of the lithiated anode",
    "um",
    relative=0.025,
    **CELL,
)
def _anode_um(**cell: float) -> Right:
    made = design(**cell)
    return Right(
        made.anode_um(),
        {"no first loss": made.anode_um(left=1.0), "other layers": made.allowed_um()},
    )


@question(
    "project-capacity",
    "First lithiation that the silicon needs per gram",
    "mAh g-1",
    relative=0.04,
    kinds=("mA for A",),
    **CELL,
)
def _capacity(**cell: float) -> Right:
    made = design(**cell)
    return Right(
        made.capacity_mAh_g(),
        {"before swelling": made.capacity_mAh_g(swelling=False)},
    )


@question(
    "project-least-porosity",
    "Least porosity that keeps the limit of swelling",
    relative=0.03,
    kinds=("percent for fraction",),
    limit=LIMIT,
    **CELL,
)
def _least_porosity(limit: float, **cell: float) -> Right:
    ratio = _ratio(**cell)
    return Right(
        1 - (1 + limit / 100) / ratio,
        {"sign": 1 - (1 - limit / 100) / ratio, "without limit": pores.minimum_porosity(ratio)},
    )


@question(
    "project-most-porosity",
    "Porosity beyond which the lithiated anode stores less per volume",
    relative=0.02,
    kinds=("percent for fraction",),
    **CELL,
)
def _most_porosity(**cell: float) -> Right:
    ratio = _ratio(**cell)
    full = float(first_end_phase("Si", "Li")["ratio"])
    return Right(pores.minimum_porosity(ratio), {"wrong phase": pores.minimum_porosity(full)})


def _ratio(**cell: float) -> float:
    return 1 + per_capacity() * design(**cell).capacity_mAh_g()


@question(
    "project-silicon",
    "Mass of silicon per area",
    "mg cm-2",
    relative=0.04,
    kinds=("mA for A",),
    **CELL,
)
def _silicon(**cell: float) -> Right:
    made = design(**cell)
    capacity = made.capacity_mAh_g()
    return Right(
        1000 * made.stack.first_lithiation_mAh_cm2 / capacity,
        {"no first loss": 1000 * cell["areal"] / capacity},
    )


@question(
    "project-pristine-um",
    "Thickness of the anode before the first lithiation",
    "um",
    relative=0.04,
    limit=LIMIT,
    **CELL,
)
def _pristine_um(limit: float, **cell: float) -> Right:
    grown = design(**cell).anode_um()
    return Right(grown / (1 + limit / 100), {"inverse ratio": grown * (1 + limit / 100)})


@question(
    "project-candidates",
    "Electrodes that reach both",
    absolute=1,
    **CELL,
)
def _candidates(**cell: float) -> Right:
    frame = electrodes().query("element == 'Si' and ion == 'Li'")
    least = design(**cell).capacity_mAh_g()
    enough = frame["initial_capacity_mAh_g"] >= least
    efficient = frame["ice_percent"] >= cell["efficiency"]
    return Right(
        float((enough & efficient).sum()),
        {"all rows": [float(enough.sum()), float(efficient.sum())]},
    )


@question(
    "project-lower-efficiency",
    "Gain over graphite with the lower efficiency",
    "%",
    absolute=0.3,
    kinds=("fraction for percent",),
    gain=GAIN,
    efficiency=EFFICIENCY,
)
def _lower_efficiency(gain: float, efficiency: float) -> Right:
    """The same layers: energy follows the share that the first cycle leaves."""
    kept = (efficiency - LOWER) / efficiency
    return Right(
        100 * ((1 + gain / 100) * kept - 1),
        {"linear for share": gain - LOWER, "complement": 100 * (1 - (1 + gain / 100) * kept)},
    )
