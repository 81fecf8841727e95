"""Questions of the assessment: one or two for each chapter, with numbers that no exercise has."""

from __future__ import annotations

import math

from anodes.analysis.electrode_readings import volume_ratio_at
from anodes.physics import cycling, diffraction, faraday, pores
from anodes.teach.question import Given, Right, question

IONS = Given("assess-ions", (2.5, 2, 2.25, 2.75, 3.25, 3.5))
ALLOY_CELL = Given("assess-alloy-cell", (1080, 960, 1000, 1040, 1120, 1160), "Å³")
HOST_CELL, HOST_ATOMS, ALLOY_ATOMS = 160, 8, 16  # as the question gives them
AREAL = Given("assess-areal", (3.6, 2.4, 2.8, 3.2, 4.4, 4.8), "mAh cm-2")
HOURS = Given("assess-hours", (5, 3, 4, 6, 8, 10), "h")
SHARE = Given("assess-share", (30, 22, 25, 35, 40, 45), "%")
SILICON_G_CM3, ALUMINIUM_G_CM3 = 2.33, 2.70
CAPACITY = Given("assess-capacity", (1200, 900, 1050, 1300, 1400, 1600), "mAh g-1")
CURRENT = Given("assess-current", (0.6, 0.4, 0.5, 0.8, 0.9, 0.75), "A g-1")
CYCLES = Given("assess-cycles", (400, 250, 300, 350, 450, 500), "cycles")
KEPT = Given("assess-kept", (70, 65, 68, 72, 75, 78), "%")
LIFE = Given("assess-life", (600, 450, 500, 550, 700, 800), "cycles")
FIRST = Given("assess-first", (1150, 1050, 1100, 1200, 1250, 1300), "mAh g-1")
LAST = Given("assess-last", (920, 780, 820, 860, 880, 900), "mAh g-1")
TESTED = Given("assess-tested", (120, 80, 90, 100, 150, 160), "cycles")
ANGLE = Given("assess-angle", (23.5, 23.1, 23.3, 23.7, 23.9, 24.1), "degree")
STORED = Given("assess-stored", (480, 400, 430, 510, 540, 570), "mAh g-1")
TAKEN = Given("assess-taken", (1500, 1100, 1200, 1700, 1900, 2100), "mAh g-1")
UPTAKE = Given("assess-uptake", (1400, 1250, 1300, 1350, 1450, 1500), "mAh g-1")
ICE = Given("assess-ice", (75, 68, 70, 72, 78, 80), "%")
LATER = Given("assess-later", (840, 700, 740, 760, 800, 820), "mAh g-1")


@question(
    "assess-germanium",
    "Capacity per gram of germanium",
    "mAh g-1",
    relative=0.01,
    kinds=("factor 3.6", "mA for A"),
    ions=IONS,
)
def _germanium(ions: float) -> Right:
    return Right(
        faraday.specific_capacity(ions, "Ge"),
        {
            "per gram of alloy": faraday.capacity_per_alloy(ions, "Ge", "Li"),
            "wrong host": [faraday.specific_capacity(ions, host) for host in ("Si", "Sn")],
        },
    )


@question(
    "assess-expansion",
    "Volume expansion",
    "%",
    absolute=2,
    kinds=("ratio for expansion", "fraction for percent"),
    cell=ALLOY_CELL,
)
def _expansion(cell: float) -> Right:
    whole = pores.expansion_percent(cell / HOST_CELL)
    return Right(pores.expansion_percent(_ratio(cell)), {"whole unit cell": whole})


@question(
    "assess-porosity",
    "Required porosity",
    relative=0.015,
    kinds=("percent for fraction", "complement"),
    cell=ALLOY_CELL,
)
def _porosity(cell: float) -> Right:
    ratio = _ratio(cell)
    return Right(
        pores.minimum_porosity(ratio), {"ratio for expansion": pores.minimum_porosity(ratio + 1)}
    )


def _ratio(cell: float) -> float:
    return (cell / ALLOY_ATOMS) / (HOST_CELL / HOST_ATOMS)


@question(
    "assess-areal-current",
    "Current per area",
    "mA cm-2",
    relative=0.01,
    kinds=("mA for A", "inverse ratio"),
    areal=AREAL,
    hours=HOURS,
)
def _areal_current(areal: float, hours: float) -> Right:
    return Right(areal / hours, {"C of what": areal * hours})


@question(
    "assess-left-porosity",
    "Porosity that leaching leaves",
    relative=0.015,
    kinds=("percent for fraction", "complement"),
    share=SHARE,
)
def _left_porosity(share: float) -> Right:
    leached, left = (100 - share) / ALUMINIUM_G_CM3, share / SILICON_G_CM3
    return Right(pores.porosity_of_leaching(leached, left), {"by mass": 1 - share / 100})


@question(
    "assess-days",
    "Time under current",
    "d",
    relative=0.02,
    kinds=("half cycle", "unit of time", "mA for A"),
    capacity=CAPACITY,
    current=CURRENT,
    cycles=CYCLES,
)
def _days(capacity: float, current: float, cycles: float) -> Right:
    return Right(cycling.duration_days(capacity, current, cycles))


@question(
    "assess-efficiency",
    "Mean efficiency per cycle",
    "%",
    absolute=0.003,
    kinds=("fraction for percent", "complement"),
    kept=KEPT,
    life=LIFE,
)
def _efficiency(kept: float, life: float) -> Right:
    linear = 100 - (100 - kept) / life
    return Right(cycling.needed_efficiency_percent(kept, life), {"linear for compound": linear})


@question(
    "assess-fade",
    "Fade per cycle",
    "%",
    relative=0.03,
    kinds=("fraction for percent", "sign"),
    first=FIRST,
    last=LAST,
    tested=TESTED,
)
def _fade(first: float, last: float, tested: float) -> Right:
    linear = 100 * (1 - last / first) / tested
    return Right(
        cycling.fade_percent_per_cycle(last, first, tested), {"linear for compound": linear}
    )


@question("assess-edge", "Edge of the cubic unit cell", "angstrom", relative=0.004, angle=ANGLE)
def _edge(angle: float) -> Right:
    """Of the line 220."""
    root = math.sqrt(8)
    spacing = diffraction.spacing(angle)
    doubled = diffraction.spacing(2 * angle)
    return Right(spacing * root, {"double angle": doubled * root, "without indices": spacing})


@question(
    "assess-composition",
    "Sodium atoms per antimony atom",
    relative=0.02,
    kinds=("factor 3.6", "mA for A", "inverse ratio"),
    stored=STORED,
)
def _composition(stored: float) -> Right:
    return Right(
        faraday.ions_per_host(stored, "Sb"), {"wrong host": faraday.ions_per_host(stored, "Sn")}
    )


@question(
    "assess-needed-porosity",
    "Required porosity at the capacity that is used",
    relative=0.015,
    kinds=("percent for fraction", "complement"),
    taken=TAKEN,
)
def _needed_porosity(taken: float) -> Right:
    full = faraday.specific_capacity(15 / 4, "Si")
    whole = pores.minimum_porosity(volume_ratio_at(float(full), "Si", "Li"))
    ratio = volume_ratio_at(taken, "Si", "Li")
    return Right(pores.minimum_porosity(ratio), {"wrong phase": whole})


@question(
    "assess-delithiation",
    "First delithiation",
    "mAh g-1",
    relative=0.01,
    kinds=("mA for A",),
    uptake=UPTAKE,
    ice=ICE,
)
def _delithiation(uptake: float, ice: float) -> Right:
    return Right(
        uptake * ice / 100,
        {"complement": uptake * (100 - ice) / 100, "inverse ratio": 100 * uptake / ice},
    )


@question(
    "assess-retention",
    "Retention from the first delithiation",
    "%",
    absolute=0.5,
    kinds=("fraction for percent",),
    uptake=UPTAKE,
    ice=ICE,
    later=LATER,
)
def _retention(uptake: float, ice: float, later: float) -> Right:
    return Right(
        cycling.retention_percent(later, uptake * ice / 100),
        {
            "from uptake": cycling.retention_percent(later, uptake),
            "inverse ratio": cycling.retention_percent(uptake * ice / 100, later),
        },
    )
