"""Questions of the chapter on synthesis."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from anodes.analysis.crystal_phases import host_ion_constants, phases
from anodes.analysis.stoichiometry import leaving
from anodes.data.printed_tables import electrodes
from anodes.physics import crystallography, cycling, faraday, pores
from anodes.teach.question import Given, Right, question

if TYPE_CHECKING:
    import pandas as pd

LEACHED = Given("syn-leached", ("Al", "MgO", "Mg"))
SILICON = Given("syn-silicon-mass", (10, 4, 5, 8, 15, 25), "g")
SALT_VOLUME = Given("syn-salt-volume", (27,), "cm3 mol-1")
CARBON = Given("syn-carbon-density", (1.9, 1.7, 1.8, 2.0, 2.1, 2.2), "g cm-3")
PAPERS = Given("syn-papers", (3, 5, 7, 9, 11), "papers")
HOST = Given("syn-host", ("Si", "Sb", "Sn", "Ge"))
JOINED = Given(
    "syn-joined",
    (
        "metallothermic reduction",
        "hydrogen reduction",
        "etching",
        "ball milling",
        "solution chemistry",
        "self-assembly",
    ),
)
FAMILY = Given(
    "syn-family",
    ("dealloying", "etching", "template", "metallothermic reduction", "self-assembly"),
)


def _silicon_volume() -> float:
    """The molar volume of silicon in cm3/mol."""
    cells = phases().set_index("phase")["volume_per_host_A3"]
    return float(crystallography.molar_volume(float(cells["Si"])))


@question(
    "syn-highest-share",
    "Highest share of silicon in the mixture, by mass",
    "%",
    absolute=1,
    kinds=("fraction for percent", "complement"),
    leached=LEACHED,
)
def _highest_share(leached: str) -> Right:
    return Right(
        _share_of_silicon(leached, "Li"),
        {
            "wrong ion": _share_of_silicon(leached, "Na"),
            "wrong phase": [
                _share_of_silicon(other, "Li") for other in LEACHED.values if other != leached
            ],
        },
    )


def _share_of_silicon(leached: str, ion: str) -> float:
    """The share by mass, in percent, that leaves just the required pores."""
    constants = host_ion_constants().set_index(["element", "ion"])["ratio"]
    required = pores.minimum_porosity(float(constants["Si", ion]))
    silicon = (1 - required) / _silicon_volume() * faraday.molar_mass("Si")
    other = required / float(leaving()[leached]) * faraday.molar_mass(leached)
    return 100 * silicon / (silicon + other)


@question("syn-salt-mass", "Mass of the salt", "g", relative=0.01, silicon=SILICON)
def _salt_mass(silicon: float) -> Right:
    salt = faraday.molar_mass("NaCl")
    return Right(
        4 * salt * silicon / faraday.molar_mass("Si"),
        {
            "ion mass": [
                salt * silicon / faraday.molar_mass("Si"),
                4 * faraday.molar_mass("Cl") * silicon / faraday.molar_mass("Si"),
            ],
            "wrong host": 4 * salt * silicon / faraday.molar_mass("Ge"),
        },
    )


@question(
    "syn-salt-porosity",
    "Porosity after the salt is leached",
    relative=0.01,
    kinds=("complement", "percent for fraction"),
    salt_volume=SALT_VOLUME,
)
def _salt_porosity(salt_volume: float) -> Right:
    silicon = _silicon_volume()
    return Right(pores.porosity_of_leaching(4 * salt_volume, silicon))


@question(
    "syn-carbon-porosity",
    "Porosity of silicon with carbon",
    relative=0.01,
    kinds=("complement", "percent for fraction"),
    density=CARBON,
)
def _carbon_porosity(density: float) -> Right:
    carbon = faraday.molar_mass("C") / density
    magnesia = 2 * float(leaving()["MgO"])
    return Right(pores.porosity_of_leaching(magnesia, _silicon_volume() + carbon))


@question(
    "syn-carbon-ratio",
    "Volume ratio of the silicon that just fills the pores",
    relative=0.01,
    kinds=("expansion for ratio", "inverse ratio"),
)
def _carbon_ratio() -> Right:
    return Right(1 + 2 * float(leaving()["MgO"]) / _silicon_volume())


@question(
    "syn-draws",
    "Share of the draws whose median is the highest value",
    relative=0.02,
    kinds=("complement", "percent for fraction"),
    papers=PAPERS,
)
def _draws(papers: int) -> Right:
    needed, share = (papers + 1) // 2, 1 / papers
    drawn = range(needed, papers + 1)
    return Right(sum(math.comb(papers, k) * share**k * (1 - share) ** (papers - k) for k in drawn))


@question(
    "syn-slowest-fade",
    "Lowest loss per cycle",
    "%",
    relative=0.01,
    kinds=("sign", "fraction for percent"),
    host=HOST,
)
def _slowest_fade(host: str) -> Right:
    frame = electrodes().query("element == @host")
    fading = frame[frame["final_capacity_mAh_g"] < frame["initial_capacity_mAh_g"]]
    one = fading[fading["same_current"]]
    loss = cycling.fade_percent_per_cycle(
        fading["final_capacity_mAh_g"], fading["initial_capacity_mAh_g"], fading["cycles"]
    )
    best = int(loss[one.index].to_numpy().argmin())
    even = 100 * (1 - one["final_capacity_mAh_g"] / one["initial_capacity_mAh_g"]) / one["cycles"]
    return Right(
        float(loss[one.index].min()),
        {
            "linear for compound": [float(even.min()), float(even.iloc[best])],
            "other rows": float(loss.drop(one.index).min()),
        },
    )


@question(
    "syn-joined-ice",
    "Median ICE of both families together",
    "%",
    absolute=0.1,
    kinds=("fraction for percent",),
    joined=JOINED,
)
def _joined_ice(joined: str) -> Right:
    frame = electrodes()
    both = frame["family"].isin(["template", joined])
    return Right(
        float(frame["ice_percent"][both].median()),
        {
            "all rows": float(frame["ice_percent"].median()),
            "other rows": float(frame["ice_percent"][~both].median()),
        },
    )


@question(
    "syn-silicon-ice",
    "Median ICE of the family minus that of the other silicon electrodes, in percentage points",
    "%",
    absolute=0.1,
    kinds=("sign", "fraction for percent"),
    family=FAMILY,
)
def _silicon_ice(family: str) -> Right:
    frame = electrodes()
    silicon = frame.query("element == 'Si'")
    of_all = _difference(frame["ice_percent"], frame["family"] == family)
    return Right(
        _difference(silicon["ice_percent"], silicon["family"] == family), {"all rows": of_all}
    )


def _difference(values: pd.Series[float], inside: pd.Series[bool]) -> float:
    """The median of the values inside minus that of the others."""
    return float(values[inside].median() - values[~inside].median())
