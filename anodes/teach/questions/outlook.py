"""Questions of the chapter on the outlook."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from anodes.analysis.crystal_phases import phase
from anodes.analysis.electrode_readings import required_porosity
from anodes.analysis.hosts_tables import per_charged_volume
from anodes.analysis.stack_assumptions import assumptions
from anodes.data.parsing import alloy
from anodes.data.printed_tables import electrodes, hosts
from anodes.physics import faraday, pores
from anodes.teach.question import Given, Right, question

if TYPE_CHECKING:
    import pandas as pd

ICE = Given("out-ice", (85, 82, 83, 84, 86, 87), "%")
EFFICIENCY = Given("out-efficiency", (99.95, 99.9, 99.92, 99.94, 99.96, 99.97), "%")
POROSITY = Given("out-tin-porosity", (0.75, 0.68, 0.7, 0.72, 0.76, 0.78))
PACKING = Given("out-packing", (0.7, 0.62, 0.65, 0.68, 0.72, 0.8))
PORES = Given("out-germanium-porosity", (0.74, 0.72, 0.73, 0.76, 0.77, 0.78))
AREAL = Given("out-areal-capacity", (3, 2, 2.5, 3.5, 4.5, 5), "mAh cm-2")
SILICON_ICE = Given("out-silicon-ice", (70, 64, 66, 68, 72, 74), "%")
SHARE = Given("out-share", (20, 14, 16, 18, 24, 30), "%")
MOST = Given("out-most-porosity", (0.6, 0.5, 0.55, 0.58, 0.64, 0.68))
OTHER = Given("out-host", ("Ge", "Sn"))
LEAST = Given("out-least-cycles", (50, 30, 40, 60, 80, 100), "cycles")
END = 80  # percent of the capacity


@question(
    "out-cycles",
    "Cycles to 80 % of the capacity",
    relative=0.03,
    ice=ICE,
    efficiency=EFFICIENCY,
)
def _cycles(ice: float, efficiency: float) -> Right:
    cathode = assumptions()["cathode_ice_percent"]
    left = END * cathode / ice / 100
    return Right(
        math.log(left) / math.log(efficiency / 100),
        {
            "linear for compound": 100 * (1 - left) / (100 - efficiency),
            "without first cycle": math.log(END / 100) / math.log(efficiency / 100),
        },
    )


@question(
    "out-tin-as-expansion",
    "Outward expansion, if the printed number is a volume expansion",
    "%",
    absolute=1,
    kinds=("fraction for percent", "ratio for expansion"),
    porosity=POROSITY,
)
def _tin_as_expansion(porosity: float) -> Right:
    return _tin(porosity, pores.volume_ratio(_printed()))


@question(
    "out-tin-as-ratio",
    "Outward expansion, if the printed number is a volume ratio",
    "%",
    absolute=1,
    kinds=("fraction for percent", "ratio for expansion"),
    porosity=POROSITY,
)
def _tin_as_ratio(porosity: float) -> Right:
    return _tin(porosity, _printed() / 100)


def _printed() -> float:
    """The number for Na15Sn4 as printed, in percent, of which the reading is the question."""
    return float(hosts().set_index("alloying_product")["volume_expansion_percent"]["Na15Sn4"])


def _tin(porosity: float, ratio: float) -> Right:
    return Right(
        pores.external_expansion_percent(porosity, ratio),
        {
            "complement": pores.external_expansion_percent(1 - porosity, ratio),
            "without pores": 100 * (ratio - 1),
        },
    )


@question(
    "out-void",
    "Void of the electrode",
    "%",
    absolute=0.5,
    kinds=("fraction for percent", "complement"),
    packing=PACKING,
    porosity=PORES,
)
def _void(packing: float, porosity: float) -> Right:
    void = pores.void_of_packing(packing, porosity)
    return Right(100 * void, {"without pores": 100 * (1 - packing)})


@question(
    "out-electrolyte",
    "Electrolyte of the electrode",
    "mL Ah-1",
    relative=0.02,
    kinds=("mA for A", "inverse ratio"),
    packing=PACKING,
    porosity=PORES,
)
def _electrolyte(packing: float, porosity: float) -> Right:
    capacity = faraday.specific_capacity(alloy("Li17Ge4").ions_per_host, "Ge")
    solid = pores.capacity_per_host_volume(capacity, float(phase("Ge")["density_computed_g_cm3"]))
    void = pores.void_of_packing(packing, porosity)
    stored = solid * (1 - void)
    return Right(
        pores.electrode_electrolyte_mL_Ah(void, stored),
        {"without pores": pores.electrode_electrolyte_mL_Ah(1 - packing, stored)},
    )


@question(
    "out-left",
    "Capacity of the full cell after the first cycle",
    "%",
    absolute=0.5,
    kinds=("fraction for percent", "complement", "inverse ratio"),
    ice=SILICON_ICE,
)
def _left(ice: float) -> Right:
    return Right(100 * ice / assumptions()["cathode_ice_percent"])


@question(
    "out-lithium",
    "Lithium to add in advance",
    "mAh cm-2",
    relative=0.02,
    kinds=("mA for A",),
    areal=AREAL,
    ice=SILICON_ICE,
)
def _lithium(areal: float, ice: float) -> Right:
    released = areal / (assumptions()["cathode_ice_percent"] / 100)
    returned = released * ice / 100
    in_proportion = areal / (ice / 100) - released
    return Right(areal - returned, {"complement": returned, "film with lithium": in_proportion})


@question(
    "out-by-products",
    "By-products per kilogram of silicon",
    "kg kg-1",
    relative=0.015,
    kinds=("inverse ratio",),
    share=SHARE,
)
def _by_products(share: float) -> Right:
    left = faraday.molar_mass("AlCl3") + 1.5 * faraday.molar_mass("H2")
    per_aluminium = left / faraday.molar_mass("Al")
    return Right(
        per_aluminium * (100 - share) / share,
        {"complement": per_aluminium * share / (100 - share)},
    )


@question(
    "out-few-pores",
    "Silicon electrodes with a required porosity up to this one",
    kinds=("off by one",),
    most=MOST,
)
def _few_pores(most: float) -> Right:
    needed = required_porosity(electrodes())
    few = needed["required_porosity"] <= most
    silicon = needed["element"] == "Si"
    return Right(
        float((few & silicon).sum()),
        {"other rows": float((~few & silicon).sum())},
    )


@question(
    "out-per-volume",
    "Median capacity per alloy volume of silicon over that of the other host, with lithium",
    relative=0.01,
    kinds=("inverse ratio",),
    other=OTHER,
    least=LEAST,
)
def _per_volume(other: str, least: float) -> Right:
    frame = electrodes()
    lithium, long = frame["ion"] == "Li", frame["cycles"] >= least
    volume = per_charged_volume(frame)
    per_gram = frame["initial_capacity_mAh_g"]
    return Right(
        _over(volume[lithium & long], frame, other),
        {
            "per gram of host": _over(per_gram[lithium & long], frame, other),
            "all rows": [_over(volume[long], frame, other), _over(volume[lithium], frame, other)],
        },
    )


def _over(values: pd.Series[float], frame: pd.DataFrame, other: str) -> float:
    """The median of silicon over that of another host."""
    medians = values.groupby(frame["element"]).median()
    return float(medians["Si"] / medians[other])
