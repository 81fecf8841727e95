"""Questions of the chapter Your electrode."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anodes.data.printed_tables import electrodes, hosts
from anodes.physics import cycling, faraday
from anodes.teach.question import Given, Right, question

if TYPE_CHECKING:
    import pandas as pd

KEPT = Given("your-kept", (1000, 850, 900, 950, 1050, 1100), "mAh g-1")
CYCLES = Given("your-cycles", (150, 120, 140, 180, 220, 250), "cycles")
RATE = Given("your-current", (1.0, 0.6, 0.7, 0.8, 1.2, 1.3), "A g-1")
SODIATION = Given("your-sodiation", (520, 460, 480, 500, 540, 560), "mAh g-1")
ICE = Given("your-ice", (62, 54, 56, 58, 60, 64), "%")
TIN = Given("your-tin", (720, 640, 660, 690, 750, 780), "mAh g-1")
SLOW = Given("your-slow", (3300, 2800, 2900, 3000, 3100, 3200), "mAh g-1")
FAST = Given("your-fast", (1650, 1450, 1500, 1550, 1600, 1700), "mAh g-1")
LAST = Given("your-last", (1200, 1150, 1175, 1225, 1250, 1275), "mAh g-1")
LONG = Given("your-long", (1000, 600, 700, 800, 900, 1200), "cycles")
RETENTION = Given("your-retention", (70, 74, 76, 80, 82, 85), "%")
TESTED = Given("your-tested", (200, 130, 140, 180, 220, 240), "cycles")
LEAST = Given("your-least", (100, 50, 60, 150, 200, 300), "cycles")


@question(
    "your-better",
    "Silicon electrodes that are at least equal in capacity, cycles and current",
    kept=KEPT,
    cycles=CYCLES,
    current=RATE,
)
def _better(kept: float, cycles: float, current: float) -> Right:
    frame = electrodes().query("element == 'Si'")
    capacity = frame["final_capacity_mAh_g"] >= kept
    long, fast = frame["cycles"] >= cycles, frame["cycling_current_A_g"] >= current
    without_one = [capacity & long, capacity & fast, long & fast, capacity]
    return Right(
        float((capacity & long & fast).sum()),
        {"all rows": [float(rows.sum()) for rows in without_one]},
    )


@question(
    "your-share",
    "Share of the printed theoretical capacity",
    "%",
    absolute=0.5,
    kinds=("fraction for percent", "complement", "inverse ratio"),
    capacity=TIN,
)
def _share(capacity: float) -> Right:
    sodium, lithium = _printed("Na15Sn4"), _printed("Li22Sn5")
    return Right(100 * capacity / sodium, {"wrong ion": 100 * capacity / lithium})


def _printed(product: str) -> float:
    """The theoretical capacity in mAh/g that the review prints for an alloying product."""
    return float(hosts().set_index("alloying_product")["theoretical_capacity_mAh_g"][product])


@question(
    "your-x",
    "Sodium atoms per tin atom",
    relative=0.01,
    kinds=("factor 3.6", "mA for A", "inverse ratio"),
    capacity=TIN,
)
def _x(capacity: float) -> Right:
    return Right(
        faraday.ions_per_host(capacity, "Sn"),
        {"wrong host": [faraday.ions_per_host(capacity, host) for host in ("Ge", "Sb")]},
    )


@question(
    "your-excess",
    "First sodiation beyond the theoretical capacity",
    "mAh g-1",
    relative=0.01,
    kinds=("mA for A", "sign"),
    capacity=SODIATION,
)
def _excess(capacity: float) -> Right:
    theory = _printed("NaGe")
    return Right(capacity - theory, {"wrong host": capacity - _printed("Na3Sb")})


@question(
    "your-returned",
    "First desodiation",
    "mAh g-1",
    relative=0.01,
    kinds=("mA for A",),
    capacity=SODIATION,
    ice=ICE,
)
def _returned(capacity: float, ice: float) -> Right:
    return Right(
        capacity * ice / 100,
        {"complement": capacity * (1 - ice / 100), "inverse ratio": 100 * capacity / ice},
    )


@question(
    "your-one-current",
    "Retention at one current",
    "%",
    absolute=0.2,
    kinds=("fraction for percent", "complement", "inverse ratio"),
    slow=SLOW,
    fast=FAST,
    last=LAST,
)
def _one_current(slow: float, fast: float, last: float) -> Right:
    return Right(100 * last / fast, {"two currents": 100 * last / slow})


@question(
    "your-fade",
    "Fade per cycle at this current",
    "%",
    relative=0.02,
    kinds=("sign", "fraction for percent"),
    slow=SLOW,
    fast=FAST,
    last=LAST,
    cycles=LONG,
)
def _fade(slow: float, fast: float, last: float, cycles: float) -> Right:
    even = 100 * (1 - last / fast) / cycles
    return Right(
        cycling.fade_percent_per_cycle(last, fast, cycles),
        {
            "linear for compound": even,
            "two currents": cycling.fade_percent_per_cycle(last, slow, cycles),
        },
    )


@question(
    "your-slower",
    "Comparable silicon electrodes that fade more slowly per cycle",
    retention=RETENTION,
    cycles=TESTED,
)
def _slower(retention: float, cycles: float) -> Right:
    frame = electrodes().query("element == 'Si'")
    slower = _fading_less(frame, retention, cycles)
    one = frame["same_current"]
    kept_more = frame["retention_percent"] > retention
    return Right(
        float((slower & one).sum()),
        {"all rows": float(slower.sum()), "without cycles": float((kept_more & one).sum())},
    )


def _fading_less(frame: pd.DataFrame, retention: float, cycles: float) -> pd.Series[bool]:
    """Whether a row loses less per cycle than a retention after so many cycles."""
    return frame["fade_percent_per_cycle"] < cycling.fade_percent_per_cycle(retention, 100, cycles)


@question(
    "your-lost",
    "Share of these rows that cannot be compared",
    "%",
    absolute=0.2,
    kinds=("fraction for percent", "complement"),
    least=LEAST,
)
def _lost(least: float) -> Right:
    frame = electrodes()
    two, long = ~frame["same_current"], frame["cycles"] >= least
    silicon = frame["element"] == "Si"
    return Right(
        100 * float(two[long].mean()),
        {
            "all rows": [100 * float(two.mean()), 100 * float((two & long).mean())],
            "wrong host": 100 * float(two[long & silicon].mean()),
        },
    )


@question("your-problems", "Problems that the check reports", kinds=("off by one",))
def _problems() -> Right:
    return Right(2)


@question(
    "your-typo",
    "First capacity of the wires as a share of the printed theoretical capacity",
    "%",
    relative=0.01,
    kinds=("fraction for percent", "inverse ratio"),
)
def _typo() -> Right:
    typed, theory = 5800, _printed("Na3Sb")
    return Right(100 * typed / theory, {"wrong host": 100 * typed / _printed("Na15Sn4")})
