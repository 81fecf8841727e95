"""Questions of the chapter on antimony."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from anodes.analysis.crystal_phases import phases
from anodes.data.printed_tables import electrodes
from anodes.physics import faraday, pores
from anodes.physics.diffraction import spacing
from anodes.teach.question import Given, Right, question

if TYPE_CHECKING:
    import pandas as pd

EDGE_A = Given("sb-edge-a", (5.3, 5.2, 5.25, 5.35, 5.4, 5.45), "Å")
EDGE_C = Given("sb-edge-c", (9.4, 9.3, 9.6, 9.65, 9.7, 9.8), "Å")
CURRENT = Given("sb-current", (0.8, 0.4, 0.5, 0.6, 0.9, 1.1), "A g-1")
OWN_BASIS = Given("sb-own-basis", (600, 520, 560, 580, 590, 630), "mAh g-1")
STORED = Given("sb-stored", (450, 390, 420, 460, 480, 500), "mAh g-1")
RADIUS = Given("sb-radius", (200, 150, 180, 220, 240, 250), "nm")
WALL = Given("sb-wall", (60, 45, 50, 55, 70, 80), "nm")
LINE_110 = Given("sb-line-110", (38.2, 38.0, 38.1, 38.15, 38.25, 38.3))
LINE_103 = Given("sb-line-103", (39.2, 39.0, 39.1, 39.15, 39.25, 39.3))
HOST = Given("sb-host", ("Sb", "Sn", "Si"))
CYCLES = Given("sb-cycles", (100, 80, 90, 120, 150, 200), "cycles")


def _ratios() -> dict[str, float]:
    """The volume ratio of each phase of the data, by its name."""
    frame = phases()
    return dict(zip(frame["phase"], frame["ratio"], strict=True))


def _hexagonal_ratio(a: float, c: float) -> float:
    """The volume ratio of an antimonide with two antimony atoms in a hexagonal unit cell."""
    pristine = float(phases().set_index("phase")["volume_per_host_A3"]["Sb"])
    return math.sqrt(3) / 2 * a * a * c / 2 / pristine


@question(
    "sb-two-c",
    "Current at 2 C",
    "A g-1",
    relative=0.01,
    kinds=("mA for A", "half cycle"),
)
def _two_c() -> Right:
    one_c = _one_c()
    return Right(
        faraday.current_A_g(2, one_c),
        {
            "inverse ratio": faraday.current_A_g(0.5, one_c),
            "wrong host": 2 * faraday.specific_capacity(4.4, "Si") / 1000,
        },
    )


def _one_c() -> float:
    """The current in A/g that converts antimony to Li3Sb or Na3Sb in one hour."""
    return faraday.specific_capacity(3, "Sb") / 1000


@question(
    "sb-share",
    "Share of the theoretical capacity",
    "%",
    absolute=0.5,
    kinds=("fraction for percent", "complement", "inverse ratio"),
)
def _share() -> Right:
    return Right(100 * 0.5 / _one_c())


@question(
    "sb-expansion-read",
    "Expansion read in the figure",
    "%",
    absolute=1,
    kinds=("ratio for expansion", "fraction for percent"),
    edge_a=EDGE_A,
    edge_c=EDGE_C,
)
def _expansion_read(edge_a: float, edge_c: float) -> Right:
    start = 100 * (_ratios()["Na3Sb"] - 1)
    expansion = pores.expansion_percent(_hexagonal_ratio(edge_a, edge_c))
    return Right(expansion, {"wrong phase": start})


@question(
    "sb-more-sodium",
    "Lead of the first host over antimony, per gram of host",
    "mAh g-1",
    relative=0.01,
    kinds=("sign", "factor 3.6", "mA for A"),
)
def _more_sodium() -> Right:
    antimony = faraday.specific_capacity(3, "Sb")
    return Right(
        faraday.specific_capacity(1, "Si") - antimony,
        {
            "wrong host": faraday.specific_capacity(15 / 4, "Sn") - antimony,
            "per gram of alloy": faraday.capacity_per_alloy(1, "Si", "Na")
            - faraday.capacity_per_alloy(3, "Sb", "Na"),
        },
    )


@question(
    "sb-sodiated",
    "Capacity per gram of Na₃Sb",
    "mAh g-1",
    relative=0.01,
    kinds=("factor 3.6", "mA for A"),
)
def _sodiated() -> Right:
    one_ion = faraday.molar_mass("Sb") + faraday.molar_mass("Na")
    return Right(
        faraday.capacity_per_alloy(3, "Sb", "Na"),
        {
            "per gram of host": faraday.specific_capacity(3, "Sb"),
            "ion mass": faraday.capacity_of_molar_mass(3, one_ion),
            "wrong ion": faraday.capacity_per_alloy(3, "Sb", "Li"),
        },
    )


@question(
    "sb-c-rate",
    "C-rate counted from Na₃Sb",
    relative=0.02,
    kinds=("mA for A", "inverse ratio"),
    current=CURRENT,
    own_basis=OWN_BASIS,
)
def _c_rate(current: float, own_basis: float) -> Right:
    own = faraday.c_rate(current, own_basis / 1000)
    return Right(faraday.c_rate(current, _one_c()), {"C of what": own})


@question(
    "sb-minutes",
    "Time of one half cycle",
    "min",
    relative=0.02,
    kinds=("mA for A", "half cycle", "unit of time"),
    stored=STORED,
    current=CURRENT,
)
def _minutes(stored: float, current: float) -> Right:
    return Right(faraday.minutes_of_charge(stored, current))


@question(
    "sb-sphere-porosity",
    "Porosity of the hollow sphere",
    relative=0.01,
    kinds=("complement", "percent for fraction"),
    radius=RADIUS,
    wall=WALL,
)
def _sphere_porosity(radius: float, wall: float) -> Right:
    return Right((1 - wall / radius) ** 3)


@question("sb-outer-radius", "Outer radius as Li₃Sb", "nm", relative=0.01, radius=RADIUS, wall=WALL)
def _outer_radius(radius: float, wall: float) -> Right:
    solid = 1 - (1 - wall / radius) ** 3
    lithium, sodium = (_ratios()[name] for name in ("Li3Sb", "Na3Sb"))
    return Right(
        radius * (solid * lithium) ** (1 / 3),
        {
            "without pores": radius * lithium ** (1 / 3),
            "wrong phase": radius * (solid * sodium) ** (1 / 3),
            "inverse ratio": radius / (solid * lithium) ** (1 / 3),
        },
    )


@question(
    "sb-refined-expansion",
    "Expansion of the hexagonal phase",
    "%",
    absolute=2,
    kinds=("ratio for expansion", "fraction for percent"),
    line_110=LINE_110,
    line_103=LINE_103,
)
def _refined_expansion(line_110: float, line_103: float) -> Right:
    a = 2 * spacing(line_110)
    c = 3 / math.sqrt(1 / spacing(line_103) ** 2 - 4 / (3 * a * a))
    others = [100 * (_ratios()[name] - 1) for name in ("Li3Sb", "Na3Sb")]
    expansion = pores.expansion_percent(_hexagonal_ratio(a, c))
    return Right(expansion, {"wrong phase": others})


@question(
    "sb-mean-ice",
    "Mean ICE of the reported values",
    "%",
    absolute=0.1,
    kinds=("fraction for percent", "complement"),
    host=HOST,
)
def _mean_ice(host: str) -> Right:
    values = _ice(host)
    zero = values.fillna(0)
    return Right(values.mean(), {"all rows": [zero.mean(), zero.median()]})


def _ice(host: str) -> pd.Series[float]:
    """The ICE in percent of each electrode of a host; NaN where none is reported."""
    frame = electrodes()
    return frame.loc[frame["element"] == host, "ice_percent"]


@question(
    "sb-highest-mean",
    "Highest mean that the missing values allow",
    "%",
    absolute=0.1,
    kinds=("fraction for percent", "complement"),
    host=HOST,
)
def _highest_mean(host: str) -> Right:
    return Right(_ice(host).fillna(100).mean())


@question(
    "sb-left-after",
    "Lowest share left after these cycles",
    "%",
    absolute=0.1,
    kinds=("fraction for percent", "complement"),
    cycles=CYCLES,
)
def _left_after(cycles: float) -> Right:
    frame = electrodes().query("element == 'Sb'")
    one, two = (frame[frame["same_current"] == each] for each in (True, False))
    even = 100 - (100 - one["retention_percent"]) * cycles / one["cycles"]
    return Right(
        float(_extrapolated(one, cycles).min()),
        {
            "linear for compound": float(even.min()),
            "other rows": float(_extrapolated(two, cycles).min()),
        },
    )


def _extrapolated(frame: pd.DataFrame, cycles: float) -> pd.Series[float]:
    """What would be left in percent, if each cycle keeps the same share."""
    kept = frame["final_capacity_mAh_g"] / frame["initial_capacity_mAh_g"]
    return 100 * kept ** (cycles / frame["cycles"])
