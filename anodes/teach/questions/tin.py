"""Questions of the chapter on tin."""

from __future__ import annotations

import math

from anodes.analysis.crystal_phases import pattern
from anodes.analysis.crystal_phases import phase as phase_of
from anodes.data.parsing import alloy
from anodes.data.printed_tables import electrodes
from anodes.data.running_text import claim
from anodes.physics import crystallography, diffraction, faraday, pores
from anodes.teach.question import Given, Right, question

EDGE = Given("sn-edge", (13.25, 13.0, 13.1, 13.15, 13.3, 13.4), "angstrom")
ANGLE = Given("sn-angle", (38.5, 38.3, 38.35, 38.4, 38.55, 38.6), "degree")
RICHER = Given("sn-richer", ("Li7Sn2", "Li22Sn5", "Li17Sn4", "Li7Sn3"))
SODIUM_VOLUME = Given("sn-sodium-volume", (18, 16.5, 17, 17.5, 18.5, 19), "cm3 mol-1")
LINE_PHASE = Given("sn-line-phase", ("NaSn", "Na15Sn4", "Sn"))
LEAST = Given("sn-least-cycles", (90, 60, 70, 80, 96, 100), "cycles")
SODIUM_TIN_ATOMS, LITHIUM_TIN_ATOMS = 16, 80  # of a unit cell of Na15Sn4 and of Li17Sn4
INDEX_SUM = 72  # of the line 822


@question(
    "sn-edge-expansion",
    "Volume expansion of tin",
    "%",
    absolute=1,
    kinds=("ratio for expansion", "fraction for percent"),
    edge=EDGE,
)
def _edge_expansion(edge: float) -> Right:
    return Right(
        _expansion(edge, SODIUM_TIN_ATOMS), {"wrong host": _expansion(edge, SODIUM_TIN_ATOMS, "Ge")}
    )


def _expansion(edge: float, atoms: int, host: str = "Sn") -> float:
    """The expansion in percent of a host with a number of atoms in a cubic unit cell."""
    return float(pores.expansion_percent(edge**3 / atoms / phase_of(host)["volume_per_host_A3"]))


@question(
    "sn-line-expansion",
    "Volume expansion of tin with lithium",
    "%",
    absolute=3,
    kinds=("ratio for expansion", "fraction for percent"),
    angle=ANGLE,
)
def _line_expansion(angle: float) -> Right:
    edge = diffraction.spacing(angle) * math.sqrt(INDEX_SUM)
    return Right(
        _expansion(edge, LITHIUM_TIN_ATOMS),
        {
            "wrong host": _expansion(edge, LITHIUM_TIN_ATOMS, "Ge"),
            "wrong phase": _expansion(edge, SODIUM_TIN_ATOMS),
        },
    )


@question(
    "sn-step",
    "Charge of the step per gram of tin",
    "mAh g-1",
    relative=0.01,
    kinds=("factor 3.6", "mA for A"),
    richer=RICHER,
)
def _step(richer: str) -> Right:
    x = alloy(richer).ions_per_host
    step = x - alloy("LiSn").ions_per_host
    mass = faraday.molar_mass("Sn") + x * faraday.molar_mass("Li")
    return Right(
        faraday.specific_capacity(step, "Sn"),
        {
            "wrong phase": faraday.specific_capacity(x, "Sn"),
            "per gram of alloy": faraday.capacity_of_molar_mass(step, mass),
            "wrong host": faraday.specific_capacity(step, "Ge"),
        },
    )


@question(
    "sn-step-share",
    "Share of the step in the capacity of Li₁₇Sn₄",
    "%",
    relative=0.01,
    kinds=("fraction for percent", "complement", "inverse ratio"),
    richer=RICHER,
)
def _step_share(richer: str) -> Right:
    x, full = alloy(richer).ions_per_host, alloy("Li17Sn4").ions_per_host
    other = x - alloy("LiSn").ions_per_host
    sodium = alloy("Na15Sn4").ions_per_host
    return Right(
        100 * other / full,
        {"wrong phase": 100 * x / full, "wrong ion": 100 * other / sodium},
    )


@question(
    "sn-highest-x",
    "Lithium atoms per tin atom",
    relative=0.01,
    kinds=("factor 3.6", "mA for A", "inverse ratio"),
)
def _highest_x() -> Right:
    row = electrodes().query("element == 'Sn' and ion == 'Li'").iloc[0]
    capacity = float(row["initial_capacity_mAh_g"])
    return Right(
        faraday.ions_per_host(capacity, "Sn"), {"wrong host": faraday.ions_per_host(capacity, "Ge")}
    )


@question(
    "sn-first-x",
    "Sodium atoms per tin atom",
    relative=0.02,
    kinds=("inverse ratio",),
    sodium=SODIUM_VOLUME,
)
def _first_x(sodium: float) -> Right:
    increase = float(claim("wang2012-volume-expansion-60")["value"]) / 100
    tin, germanium = (
        crystallography.molar_volume(phase_of(host)["volume_per_host_A3"]) for host in ("Sn", "Ge")
    )
    return Right(
        increase * tin / sodium,
        {
            "ratio for expansion": (1 + increase) * tin / sodium,
            "wrong host": increase * germanium / sodium,
        },
    )


@question(
    "sn-line",
    "Diffraction angle 2θ of the strongest line",
    "degree",
    absolute=0.1,
    phase=LINE_PHASE,
)
def _line(phase: str) -> Right:
    others = [_strongest(name) for name in LINE_PHASE.values if name != phase]
    return Right(_strongest(phase), {"wrong phase": others})


def _strongest(phase: str) -> float:
    """The angle of the strongest computed line up to 40 degrees."""
    lines = pattern(phase, up_to=40)
    ordered = lines.sort_values("relative_intensity", kind="stable")
    return float(ordered["two_theta_degree"].iloc[-1])


@question(
    "sn-lost-charge",
    "Median charge lost in the first cycle",
    "mAh g-1",
    relative=0.01,
    kinds=("mA for A",),
    least=LEAST,
)
def _lost_charge(least: float) -> Right:
    frame = electrodes().query("element == 'Sn'").dropna(subset=["ice_percent"])
    back, share = frame["initial_capacity_mAh_g"], frame["ice_percent"] / 100
    lost, multiplied = back / share - back, back * (1 - share)
    sodium, long = frame["ion"] == "Na", frame["cycles"] >= least
    return Right(
        float(lost[sodium & long].median()),
        {
            "inverse ratio": float(multiplied[sodium & long].median()),
            "wrong ion": float(lost[~sodium].median()),
            "all rows": [float(lost[sodium].median()), float(lost[long].median())],
        },
    )
