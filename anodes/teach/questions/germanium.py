"""Questions of the chapter on germanium."""

from __future__ import annotations

import math

from anodes.data.cited_papers import paper_reports
from anodes.data.parsing import alloy
from anodes.data.printed_tables import electrodes
from anodes.physics import cycling, faraday
from anodes.teach.question import Given, Right, question

FAMILY = Given(
    "ge-family", ("solution chemistry", "hydrogen reduction", "metallothermic reduction")
)
RATE = Given("ge-rate", (3, 2, 2.5, 4, 5, 6), "C")
PHASE = Given("ge-phase", ("Li15Ge4", "Li17Ge4", "Li7Ge2", "Li9Ge4"))
SHARE_PHASE = Given("ge-share-phase", ("Li15Ge4", "Li17Ge4", "Li7Ge2"))
REACHED = Given("ge-reached", (610, 480, 510, 540, 570, 640), "mAh g-1")
START = Given("ge-start", (1320, 1250, 1280, 1350, 1380, 1400), "mAh g-1")
END = Given("ge-end", (1060, 960, 980, 1000, 1040, 1100), "mAh g-1")
CYCLES = Given("ge-cycles", (400, 250, 300, 350, 500, 600), "cycles")
LIMIT = Given("ge-limit", (70, 55, 58, 60, 62, 65), "%")
COMPOSITION = Given("ge-composition", (1.3, 1.1, 1.15, 1.2, 1.4, 1.5))
COMPARED = Given("ge-compared", (50, 35, 40, 45, 60, 75), "cycles")
LEAST_CYCLES = Given("ge-least-cycles", (300, 260, 280, 420, 450, 480), "cycles")
LEAST_RATE = Given("ge-least-rate", (1, 0.6, 0.7, 0.75, 0.8, 0.9), "C")


@question(
    "ge-at-one-c", "Electrodes of the family cycled at 1 C", kinds=("off by one",), family=FAMILY
)
def _at_one_c(family: str) -> Right:
    frame = electrodes().query("element == 'Ge'")
    at_one_c, chosen = frame["cycling_c_rate"] == 1, frame["family"] == family
    left = (at_one_c & ~chosen).sum()
    return Right((at_one_c & chosen).sum(), {"all rows": at_one_c.sum(), "other rows": left})


@question(
    "ge-current",
    "Current per gram of germanium",
    "A g-1",
    relative=0.01,
    kinds=("mA for A", "factor 3.6"),
    rate=RATE,
    phase=PHASE,
)
def _current(rate: float, phase: str) -> Right:
    others = [faraday.current_A_g(rate, _one_c(name)) for name in PHASE.values if name != phase]
    return Right(
        faraday.current_A_g(rate, _one_c(phase)),
        {
            "inverse ratio": faraday.current_A_g(1 / rate, _one_c(phase)),
            "C of what": faraday.current_A_g(rate, _printed_one_c()),
            "wrong phase": others,
        },
    )


def _one_c(phase: str) -> float:
    """The current in A/g that fully lithiates germanium to a phase in one hour."""
    return faraday.specific_capacity(alloy(phase).ions_per_host, "Ge") / 1000


def _printed_one_c() -> float:
    """The 1 C current in A/g that Table 4 is converted with."""
    return float(electrodes().query("element == 'Ge'")["one_c_A_g"].iloc[0])


@question(
    "ge-minutes",
    "Time of the lithiation",
    "min",
    relative=0.01,
    kinds=("unit of time", "mA for A", "half cycle"),
    capacity=REACHED,
    rate=RATE,
    phase=PHASE,
)
def _minutes(capacity: float, rate: float, phase: str) -> Right:
    currents = {"C of what": rate * _printed_one_c(), "inverse ratio": _one_c(phase) / rate}
    slips = {
        kind: faraday.minutes_of_charge(capacity, current) for kind, current in currents.items()
    }
    return Right(faraday.minutes_of_charge(capacity, rate * _one_c(phase)), slips)


@question(
    "ge-fade",
    "Fade per cycle",
    "%",
    relative=0.01,
    kinds=("sign", "fraction for percent", "complement"),
    start=START,
    end=END,
    cycles=CYCLES,
)
def _fade(start: float, end: float, cycles: float) -> Right:
    even = 100 * (1 - end / start) / cycles
    return Right(cycling.fade_percent_per_cycle(end, start, cycles), {"linear for compound": even})


@question(
    "ge-last-cycle",
    "Cycles until the limit, counted from the start",
    relative=0.01,
    start=START,
    end=END,
    cycles=CYCLES,
    limit=LIMIT,
)
def _last_cycle(start: float, end: float, cycles: float, limit: float) -> Right:
    slope = math.log(end / start) / cycles
    lost = 1 - limit / 100
    return Right(
        math.log(limit / 100) / slope,
        {
            "linear for compound": cycles * lost / (1 - end / start),
            "complement": math.log(lost) / slope,
        },
    )


@question(
    "ge-capacity",
    "Capacity per gram of germanium",
    "mAh g-1",
    relative=0.01,
    kinds=("factor 3.6", "mA for A"),
    ions_per_host=COMPOSITION,
)
def _capacity(ions_per_host: float) -> Right:
    return Right(
        faraday.specific_capacity(ions_per_host, "Ge"),
        {
            "per gram of alloy": faraday.capacity_per_alloy(ions_per_host, "Ge", "Na"),
            "wrong host": faraday.specific_capacity(ions_per_host, "Sn"),
        },
    )


@question(
    "ge-capacity-of-alloy",
    "Capacity per gram of sodiated alloy",
    "mAh g-1",
    relative=0.01,
    kinds=("factor 3.6", "mA for A"),
    ions_per_host=COMPOSITION,
)
def _capacity_of_alloy(ions_per_host: float) -> Right:
    one_ion = faraday.molar_mass("Ge") + faraday.molar_mass("Na")
    return Right(
        faraday.capacity_per_alloy(ions_per_host, "Ge", "Na"),
        {
            "per gram of host": faraday.specific_capacity(ions_per_host, "Ge"),
            "ion mass": faraday.capacity_of_molar_mass(ions_per_host, one_ion),
            "wrong ion": faraday.capacity_per_alloy(ions_per_host, "Ge", "Li"),
        },
    )


@question(
    "ge-same-cycles",
    "Retention at 60 °C after these cycles",
    "%",
    absolute=0.05,
    kinds=("fraction for percent", "complement"),
    cycles=COMPARED,
)
def _same_cycles(cycles: float) -> Right:
    frame = paper_reports().query("reference == 150 and quantity == 'capacity_retention'")
    row = frame[frame["note"].str.contains("At 60 degC")].iloc[0]
    kept, share = float(row["value"]) / 100, cycles / float(row["cycle"])
    return Right(
        100 * kept**share,
        {
            "linear for compound": 100 - 100 * (1 - kept) * share,
            "inverse ratio": 100 * kept ** (1 / share),
        },
    )


@question(
    "ge-share",
    "Median share of the capacity of the phase",
    "%",
    absolute=0.2,
    kinds=("fraction for percent", "complement"),
    phase=SHARE_PHASE,
    least=LEAST_CYCLES,
)
def _share(phase: str, least: float) -> Right:
    frame = electrodes().query("element == 'Ge'")
    last, chosen = frame["final_capacity_mAh_g"], frame["cycles"] >= least
    share = 100 * last / (1000 * _one_c(phase))
    others = [name for name in SHARE_PHASE.values if name != phase]
    kept = float(last[chosen].median())
    references = [_printed_one_c(), *map(_one_c, others)]
    return Right(
        float(share[chosen].median()),
        {
            "all rows": float(share.median()),
            "other rows": float(share[~chosen].median()),
            "wrong phase": [kept / (10 * reference) for reference in references],
        },
    )


@question(
    "ge-speed-up",
    "Median ratio of the cycling rate to the initial rate",
    relative=0.01,
    kinds=("inverse ratio",),
    least=LEAST_RATE,
)
def _speed_up(least: float) -> Right:
    frame = electrodes().query("element == 'Ge'")
    ratio = frame["cycling_c_rate"] / frame["initial_c_rate"]
    chosen = frame["cycling_c_rate"] >= least
    return Right(float(ratio[chosen].median()), {"all rows": float(ratio.median())})
