"""Questions of the chapter Cells and curves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from anodes.analysis.crystal_phases import host_ion_constants
from anodes.analysis.phase_potentials import voltage_steps
from anodes.analysis.stack_assumptions import assumptions
from anodes.data.printed_tables import electrodes
from anodes.physics import cell_balance, cell_stack, cycling, faraday, voltage_curves
from anodes.teach.question import Given, Right, question

if TYPE_CHECKING:
    import pandas as pd

TIN_LITHIUM, TIN_SODIUM = "Li-Sn", "Na-Sn"

LITHIATED = Given("cell-lithiated", (20, 12, 30, 45, 70, 90), "%")
END = Given("cell-end", ("Li7Sn3", "Li13Sn5", "Li7Sn2"))
GAP = Given("cell-hysteresis", (0.3, 0.15, 0.2, 0.25, 0.35, 0.4), "V")
ICE = Given("cell-ice", (70, 62, 65, 75, 78, 82), "%")
RATE = Given("cell-rate", (2, 0.5, 1.5, 2.5, 3, 4), "C_rate")
DELIVERED = Given("cell-delivered", (500, 420, 460, 540, 580, 610), "mAh g-1")
LOADING = Given("cell-loading", (1.5, 1.2, 1.8, 2.2, 2.5, 3), "mg cm-2")
ANODE_ICE = Given("cell-anode-ice", (80, 75, 78, 82, 84, 85), "%")
CATHODE_ICE = Given("cell-cathode-ice", (90, 87, 88, 91, 92, 93), "%")
RATIO = Given("cell-np", (1.2, 1.1, 1.15, 1.18, 1.25, 1.3))
WIDTH = Given("cell-width", (0.025, 0.012, 0.013, 0.014, 0.03, 0.035), "V")
HOST = Given("cell-host", ("Sb", "Ge", "Sn"))


def _staircase(system: str) -> tuple[list[float], list[float]]:
    """Ends in mAh/g and potentials in V of the steps of a system."""
    steps = voltage_steps()
    rows = steps[steps["system"] == system]
    return rows["step_end_mAh_g"].to_list(), rows["potential_V"].to_list()


@question(
    "cell-voltage",
    "Voltage of the full cell",
    "V",
    relative=0.005,
    kinds=("sign", "mA for A"),
    lithiated=LITHIATED,
)
def _voltage(lithiated: float) -> Right:
    assumed = assumptions()
    ends, potentials = _staircase(TIN_LITHIUM)

    def tin(share: float) -> float:
        charge = share * ends[-1] / 100
        return next(v for end, v in zip(ends, potentials, strict=True) if charge <= end)

    def cathode(share: float) -> float:
        return voltage_curves.line_V(share, assumed["cathode_V"], assumed["cathode_span_V"])

    rest = 100 - lithiated
    return Right(
        cathode(lithiated) - tin(lithiated),
        {"other cell": tin(lithiated), "complement": cathode(rest) - tin(rest)},
    )


@question(
    "cell-mean",
    "Mean potential of the steps",
    "V",
    relative=0.01,
    kinds=("mA for A",),
    end=END,
)
def _mean(end: str) -> Right:
    steps = voltage_steps()
    rows = steps[steps["system"] == TIN_LITHIUM].reset_index(drop=True)
    means = {
        name: _mean_of(rows[:number])
        for number, name in enumerate(rows["phase"], start=1)
        if number > 1
    }
    last = rows.index[rows["phase"] == end][0]
    return Right(
        means[end],
        {
            "wrong phase": [value for name, value in means.items() if name != end],
            "without weights": float(rows["potential_V"][: last + 1].mean()),
        },
    )


def _mean_of(rows: pd.DataFrame) -> float:
    """Mean potential of some steps in V, weighted by their charge."""
    energy = rows["potential_V"] * rows["step_mAh_g"]
    return float(energy.sum() / rows["step_mAh_g"].sum())


@question(
    "cell-returned",
    "Energy that the full cell returns",
    "%",
    absolute=0.2,
    kinds=("fraction for percent", "complement"),
    gap=GAP,
)
def _returned(gap: float) -> Right:
    cathode = assumptions()["cathode_V"]
    ends, potentials = _staircase(TIN_LITHIUM)
    mean = voltage_curves.staircase_energy_mWh_g(ends[-1], ends, potentials) / ends[-1]
    one = 100 * (cathode - mean - gap / 2) / (cathode - mean)
    return Right(
        voltage_curves.voltage_efficiency_percent(cathode, mean, gap),
        {
            "whole for half": voltage_curves.voltage_efficiency_percent(cathode, mean, 2 * gap),
            "one branch": one,
        },
    )


@question(
    "cell-first-uptake",
    "First lithiation per gram of tin",
    "mAh g-1",
    relative=0.01,
    kinds=("mA for A",),
    ice=ICE,
)
def _first_uptake(ice: float) -> Right:
    whole = _staircase(TIN_LITHIUM)[0][-1]
    film = voltage_curves.film_capacity_mAh_g(whole, ice)
    return Right(
        whole + film,
        {
            "inverse ratio": whole * ice / 100,
            "complement": [film, whole / (1 - ice / 100)],
            "linear for share": whole * (2 - ice / 100),
        },
    )


def _one_c(element: str, ion: str) -> float:
    """1 C in A/g by the theoretical capacity near room temperature."""
    pairs = host_ion_constants().set_index(["element", "ion"])
    return float(pairs["capacity_mAh_g"][element, ion]) / 1000


@question(
    "cell-minutes",
    "Time of the desodiation",
    "min",
    relative=0.02,
    kinds=("unit of time", "mA for A"),
    rate=RATE,
    delivered=DELIVERED,
)
def _minutes(rate: float, delivered: float) -> Right:
    def time(one_c: float) -> float:
        return faraday.minutes_of_charge(delivered, rate * one_c)

    return Right(
        time(_one_c("Sn", "Na")),
        {
            "theory for delivered": 60 / rate,
            "wrong ion": time(_one_c("Sn", "Li")),
            "inverse ratio": rate * rate * time(_one_c("Sn", "Na")),
        },
    )


@question(
    "cell-areal-current",
    "Current per area",
    "mA cm-2",
    relative=0.02,
    kinds=("mA for A",),
    rate=RATE,
    loading=LOADING,
)
def _areal_current(rate: float, loading: float) -> Right:
    def current(one_c: float) -> float:
        return cell_stack.areal_current_mA_cm2(rate * one_c, loading)

    return Right(
        current(_one_c("Sn", "Na")),
        {
            "wrong ion": current(_one_c("Sn", "Li")),
            "inverse ratio": current(_one_c("Sn", "Na")) / rate**2,
        },
    )


@question(
    "cell-least-np",
    "Least N/P for the first charge",
    relative=0.005,
    kinds=("inverse ratio", "percent for fraction"),
    anode=ANODE_ICE,
    cathode=CATHODE_ICE,
)
def _least_np(anode: float, cathode: float) -> Right:
    return Right(cell_balance.least_negative_to_positive(anode, cathode))


@question(
    "cell-left-by-mass",
    "Capacity that is left, by mass",
    "%",
    absolute=0.3,
    kinds=("fraction for percent", "complement"),
    anode=ANODE_ICE,
    cathode=CATHODE_ICE,
    ratio=RATIO,
)
def _left_by_mass(anode: float, cathode: float, ratio: float) -> Right:
    left = cell_balance.inventory_after_film_percent(ratio, anode, cathode)
    return Right(
        cycling.cell_capacity_percent(left, cathode),
        {
            "by charge": cycling.cell_capacity_percent(anode, cathode),
            "of first charge": [left, 100 - ratio * (10_000 / anode - 100)],
        },
    )


@question(
    "cell-peaks",
    "Peaks of dQ/dV of tin with sodium",
    kinds=("off by one",),
    width=WIDTH,
)
def _peaks(width: float) -> Right:
    return Right(
        _peaks_of(TIN_SODIUM, width),
        {"steps for peaks": len(_staircase(TIN_SODIUM)[0])},
    )


def _peaks_of(system: str, width: float) -> int:
    """How many maxima dQ/dV has, on a grid of a fifth of a millivolt around the steps."""
    ends, potentials = _staircase(system)
    grid = np.arange(min(potentials) - 0.09, max(potentials) + 0.09, 0.0002)
    heights = [
        voltage_curves.differential_capacity_mAh_g_V(float(volt), ends, potentials, width)
        for volt in grid
    ]
    triples = zip(heights, heights[1:], heights[2:], strict=False)
    return sum(left < middle >= right for left, middle, right in triples)


@question(
    "cell-median-minutes",
    "Median time of a half cycle",
    "min",
    relative=0.02,
    kinds=("unit of time", "mA for A"),
    host=HOST,
)
def _median_minutes(host: str) -> Right:
    theory = host_ion_constants()[["element", "ion", "capacity_mAh_g"]]
    rows = electrodes().merge(theory, on=["element", "ion"])
    rows = rows.dropna(subset=["final_capacity_mAh_g", "cycling_current_A_g"])
    current = rows["cycling_current_A_g"]
    minutes = faraday.minutes_of_charge(rows["final_capacity_mAh_g"], current)
    suggested = faraday.minutes_of_charge(rows["capacity_mAh_g"], current)
    chosen = rows["element"] == host
    return Right(
        float(minutes[chosen].median()),
        {
            "all rows": float(minutes.median()),
            "theory for delivered": float(suggested[chosen].median()),
        },
    )
