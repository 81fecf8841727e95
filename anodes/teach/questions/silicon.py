"""Questions of the chapter on silicon."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anodes.analysis.crystal_phases import phases
from anodes.analysis.electrode_readings import first_end_phase
from anodes.data.parsing import alloy
from anodes.data.printed_tables import electrodes
from anodes.physics import cycling, faraday, pores
from anodes.teach.question import Given, Right, question

if TYPE_CHECKING:
    import pandas as pd

POROSITY = Given("si-porosity", (0.45, 0.35, 0.38, 0.4, 0.48, 0.55))
COMPOSITION = Given("si-composition", (2.5, 2.2, 2.4, 2.6, 2.8, 3.0))
CURRENT = Given("si-current", (1.5, 0.6, 0.9, 1.2, 1.8, 2.4), "A g-1")
PHASE = Given("si-phase", ("Li15Si4", "Li17Si4", "Li13Si4", "Li7Si3"))
KEPT = Given("si-kept", (1450, 1250, 1350, 1550, 1640, 1720), "mAh g-1")
CYCLES = Given("si-cycles", (350, 240, 260, 280, 420, 480), "cycles")
FULL = ("Li15Si4", "Li22Si5")  # whose capacities every chapter has: 3,579 and 4,200 mAh/g
RETENTION = Given("si-full-cell-retention", (80, 70, 75, 78, 82, 85), "%")
LIFE = Given("si-full-cell-life", (1000, 600, 800, 1200, 1500, 2000), "cycles")
LEAST = Given("si-least-cycles", (100, 50, 110, 150, 180, 200), "cycles")
FAMILY = Given(
    "si-family",
    (
        "etching",
        "dealloying",
        "metallothermic reduction",
        "template",
        "solution chemistry",
        "self-assembly",
    ),
)


@question(
    "si-outward-growth",
    "Outward expansion of the particle",
    "%",
    absolute=2,
    kinds=("fraction for percent", "ratio for expansion"),
    porosity=POROSITY,
)
def _outward_growth(porosity: float) -> Right:
    frame = phases().query("host == 'Si' and ions_per_host > 0")
    ratios = dict(zip(frame["phase"], frame["ratio"], strict=True))
    full = first_end_phase("Si", "Li")
    grown = {
        name: pores.external_expansion_percent(porosity, ratio) for name, ratio in ratios.items()
    }
    others = [value for name, value in grown.items() if name != full["phase"]]
    whole = 100 * (full["ratio"] - 1)
    solid = pores.external_expansion_percent(1 - porosity, full["ratio"])
    return Right(
        grown[full["phase"]],
        {"wrong phase": others, "without pores": whole, "complement": solid},
    )


@question(
    "si-capacity",
    "Capacity per gram of silicon",
    "mAh g-1",
    relative=0.01,
    kinds=("factor 3.6", "mA for A"),
    ions_per_host=COMPOSITION,
)
def _capacity(ions_per_host: float) -> Right:
    return Right(
        faraday.specific_capacity(ions_per_host, "Si"),
        {
            "per gram of alloy": faraday.capacity_per_alloy(ions_per_host, "Si", "Li"),
            "ion mass": faraday.capacity_of_molar_mass(
                ions_per_host, faraday.molar_mass("Si") + faraday.molar_mass("Li")
            ),
            "wrong host": faraday.specific_capacity(ions_per_host, "Ge"),
            "wrong phase": [
                faraday.specific_capacity(alloy(name).ions_per_host, "Si") for name in FULL
            ],
        },
    )


@question(
    "si-capacity-of-alloy",
    "Capacity per gram of alloy",
    "mAh g-1",
    relative=0.01,
    kinds=("factor 3.6", "mA for A"),
    ions_per_host=COMPOSITION,
)
def _capacity_of_alloy(ions_per_host: float) -> Right:
    silicon, lithium = faraday.molar_mass("Si"), faraday.molar_mass("Li")
    return Right(
        faraday.capacity_per_alloy(ions_per_host, "Si", "Li"),
        {
            "per gram of host": faraday.specific_capacity(ions_per_host, "Si"),
            "ion mass": faraday.capacity_of_molar_mass(ions_per_host, silicon + lithium),
            "wrong ion": faraday.capacity_per_alloy(ions_per_host, "Si", "Na"),
        },
    )


@question("si-half-c", "Current at C/2", "A g-1", relative=0.01, kinds=("mA for A",))
def _half_c() -> Right:
    one_c = _printed_one_c()
    return Right(
        faraday.current_A_g(0.5, one_c),
        {
            "inverse ratio": faraday.current_A_g(2, one_c),
            "C of what": [faraday.current_A_g(0.5, _one_c(phase)) for phase in PHASE.values],
        },
    )


def _printed_one_c() -> float:
    """The 1 C current in A/g that Table 3 counts from."""
    return float(electrodes().query("element == 'Si'")["one_c_A_g"].iloc[0])


@question(
    "si-c-rate",
    "C-rate, with the 1 C of the phase",
    relative=0.02,
    kinds=("mA for A", "inverse ratio"),
    current=CURRENT,
    phase=PHASE,
)
def _c_rate(current: float, phase: str) -> Right:
    others = [name for name in PHASE.values if name != phase]
    return Right(
        faraday.c_rate(current, _one_c(phase)),
        {
            "C of what": faraday.c_rate(current, _printed_one_c()),
            "wrong phase": [faraday.c_rate(current, _one_c(name)) for name in others],
        },
    )


def _one_c(phase: str) -> float:
    """The current in A/g that fully lithiates silicon to a phase in one hour."""
    return faraday.specific_capacity(alloy(phase).ions_per_host, "Si") / 1000


@question(
    "si-days",
    "Time under current",
    "d",
    relative=0.02,
    kinds=("mA for A", "half cycle", "unit of time", "factor 3.6"),
    capacity=KEPT,
    cycles=CYCLES,
    current=CURRENT,
)
def _days(capacity: float, cycles: float, current: float) -> Right:
    return Right(cycling.duration_days(capacity, current, cycles))


@question(
    "si-efficiency",
    "Average Coulombic efficiency",
    "%",
    absolute=0.0005,
    kinds=("fraction for percent", "complement"),
    retention=RETENTION,
    cycles=LIFE,
)
def _efficiency(retention: float, cycles: float) -> Right:
    even = 100 - (100 - retention) / cycles
    lost = cycling.needed_efficiency_percent(100 - retention, cycles)
    return Right(
        cycling.needed_efficiency_percent(retention, cycles),
        {"linear for compound": even, "complement": lost},
    )


@question(
    "si-change",
    "Change of capacity in the first 100 cycles (a loss is negative)",
    "%",
    relative=0.02,
    kinds=("sign", "fraction for percent", "complement"),
    retention=RETENTION,
    cycles=LIFE,
)
def _change(retention: float, cycles: float) -> Right:
    kept = 100 * (retention / 100) ** (100 / cycles)
    return Right(
        kept - 100,
        {"linear for compound": -100 * (100 - retention) / cycles, "complement": kept},
    )


@question(
    "si-highest-x",
    "Lithium atoms per silicon atom",
    relative=0.01,
    kinds=("factor 3.6", "mA for A", "inverse ratio"),
)
def _highest_x() -> Right:
    frame = electrodes().query("element == 'Si'")
    highest = frame["initial_capacity_mAh_g"].max()
    return Right(
        faraday.ions_per_host(highest, "Si"),
        {"wrong host": faraday.ions_per_host(highest, "Ge")},
    )


@question(
    "si-one-current",
    "Median retention at one current",
    "%",
    absolute=0.1,
    kinds=("fraction for percent", "complement"),
    least=LEAST,
)
def _one_current(least: float) -> Right:
    frame = electrodes().query("element == 'Si' and cycles >= @least")
    one = frame[frame["same_current"]]
    ratio = 100 * frame["final_capacity_mAh_g"] / frame["initial_capacity_mAh_g"]
    return Right(
        float(one["retention_percent"].median()),
        {
            "all rows": float(ratio.median()),
            "other rows": float(ratio[~frame["same_current"]].median()),
        },
    )


@question("si-frontier", "Electrodes on the frontier", kinds=("off by one",), family=FAMILY)
def _frontier(family: str) -> Right:
    frame = electrodes().query("element == 'Si'")
    with_all = _on_frontier(frame)
    left = frame["family"] != family
    return Right(
        _on_frontier(frame[left]).sum(),
        {
            "all rows": with_all.sum(),
            "other rows": _on_frontier(frame[~left]).sum(),
        },
    )


def _on_frontier(frame: pd.DataFrame) -> pd.Series[bool]:
    """Whether no other electrode kept more capacity for at least as many cycles."""
    columns = ["cycles", "final_capacity_mAh_g"]
    ordered = frame.sort_values(columns, ascending=False, kind="stable")
    best = ordered["final_capacity_mAh_g"].cummax()
    return (ordered["final_capacity_mAh_g"] >= best).reindex(frame.index)
