"""Questions of the chapter on the audit."""

from __future__ import annotations

from anodes import audit
from anodes.analysis.crystal_phases import phase
from anodes.data.printed_tables import electrodes, hosts
from anodes.physics import faraday, pores
from anodes.teach.question import Given, Right, question

CHAPTER = Given("audit-chapter", ("germanium", "silicon", "antimony", "introduction", "synthesis"))
CELL = Given("audit-cell", (1446, 1420, 1430, 1438, 1454, 1462), "Å³")
TIN_ATOMS = 16  # of the orthorhombic cell of Na9Sn4
SHARE = Given("audit-share", (40, 32, 34, 36, 42, 45), "%")
RELEASED = Given("audit-released", (560, 530, 540, 550, 580, 590), "mAh g-1")
GRAPHITE = 372  # mAh/g, LiC6, as the exercise gives it
FIRST = Given("audit-first", (1050, 1040, 1080, 1100, 1120, 1150), "mAh g-1")
EFFICIENCY = Given("audit-efficiency", (70, 68, 69, 71, 72, 74), "%")
LATER = Given("audit-later", (640, 600, 610, 620, 630, 650), "mAh g-1")
STATED = Given("audit-stated", (93, 92, 94, 95, 96, 97), "%")
MARGIN = Given("audit-margin", (10, 5, 15, 20, 25, 30), "%")
POROSITY = Given("audit-porosity", (0.74, 0.7, 0.73, 0.75, 0.76, 0.77))


@question(
    "audit-unclear",
    "Share of the findings that are ambiguous",
    "%",
    absolute=1,
    kinds=("fraction for percent", "complement"),
    chapter=CHAPTER,
)
def _unclear(chapter: str) -> Right:
    found = audit.run()[["chapter", "severity"]]
    own = found.loc[found["chapter"] == chapter, "severity"]
    return Right(
        100 * float((own == "ambiguous").mean()),
        {
            "all rows": 100 * float((found["severity"] == "ambiguous").mean()),
            "other rows": 100 * float((own == "inconsistent").mean()),
        },
    )


@question(
    "audit-cell-expansion",
    "Volume expansion from the unit cells",
    "%",
    absolute=2,
    kinds=("ratio for expansion", "fraction for percent"),
    cell=CELL,
)
def _cell_expansion(cell: float) -> Right:
    volume = cell / TIN_ATOMS
    return Right(
        100 * (_ratio("Sn", volume) - 1),
        {
            "wrong host": [100 * (_ratio(host, volume) - 1) for host in ("Si", "Ge", "Sb")],
            "wrong phase": [100 * (float(phase(p)["ratio"]) - 1) for p in ("NaSn", "Na15Sn4")],
        },
    )


@question(
    "audit-porosity-gap",
    "Percentage points by which the required porosity is too high",
    "%",
    relative=0.02,
    kinds=("fraction for percent", "sign"),
    cell=CELL,
)
def _porosity_gap(cell: float) -> Right:
    ratio = _ratio("Sn", cell / TIN_ATOMS)
    return Right(100 * (pores.minimum_porosity(ratio + 1) - pores.minimum_porosity(ratio)))


def _ratio(host: str, volume: float) -> float:
    """The ratio of a volume per host atom, in Å³, to that in the pristine host."""
    return volume / float(phase(host)["volume_per_host_A3"])


@question(
    "audit-bound",
    "Highest capacity per gram of composite",
    "mAh g-1",
    relative=0.01,
    kinds=("factor 3.6", "mA for A"),
    share=SHARE,
)
def _bound(share: float) -> Right:
    antimony, tin = (_with_carbon(share, _theory(host)) for host in ("Sb", "Sn"))
    swapped = _with_carbon(100 - share, _theory("Sb"))
    return Right(
        antimony,
        {"wrong host": tin, "complement": swapped, "per gram of host": _theory("Sb")},
    )


def _theory(host: str) -> float:
    """The capacity with three ions per host atom, in mAh/g."""
    return faraday.specific_capacity(3, host)


def _with_carbon(share: float, capacity: float) -> float:
    return (share * capacity + (100 - share) * GRAPHITE) / 100


@question(
    "audit-needed-ions",
    "Lithium atoms per antimony atom",
    relative=0.02,
    kinds=("factor 3.6", "mA for A"),
    share=SHARE,
    released=RELEASED,
)
def _needed_ions(share: float, released: float) -> Right:
    of_host = (100 * released - (100 - share) * GRAPHITE) / share
    swapped = (100 * released - share * GRAPHITE) / (100 - share)
    return Right(
        faraday.ions_per_host(of_host, "Sb"),
        {
            "wrong host": faraday.ions_per_host(of_host, "Sn"),
            "complement": faraday.ions_per_host(swapped, "Sb"),
            "per gram of host": faraday.ions_per_host(released, "Sb"),
        },
    )


@question(
    "audit-from-delithiation",
    "Retention from the first delithiation",
    "%",
    absolute=0.2,
    kinds=("fraction for percent", "complement"),
    first=FIRST,
    efficiency=EFFICIENCY,
    later=LATER,
)
def _from_delithiation(first: float, efficiency: float, later: float) -> Right:
    right = 100 * later / (first * efficiency / 100)
    return Right(right, {"inverse ratio": [1e4 / right, later * efficiency / first]})


@question(
    "audit-start",
    "Capacity from which the text counts",
    "mAh g-1",
    relative=0.005,
    kinds=("mA for A",),
    later=LATER,
    stated=STATED,
)
def _start(later: float, stated: float) -> Right:
    return Right(
        100 * later / stated,
        {"inverse ratio": later * stated / 100, "complement": 100 * later / (100 - stated)},
    )


@question("audit-flagged", "Electrodes that the rule flags", margin=MARGIN)
def _flagged(margin: float) -> Right:
    frame = electrodes().dropna(subset=["ice_percent"])
    above = frame["capacity_utilization_percent"] / frame["ice_percent"] - 1
    flagged = 100 * above > margin
    return Right(
        int(flagged.sum()),
        {"all rows": int((above > 0).sum()), "other rows": int((~flagged).sum())},
    )


@question("audit-changed", "Values whose reading changes the decision", porosity=POROSITY)
def _changed(porosity: float) -> Right:
    """Each printed value is read twice, as an expansion and as a ratio."""
    printed = hosts()["volume_expansion_percent"] / 100
    too_few = [pores.minimum_porosity(ratio) > porosity for ratio in (printed + 1, printed)]
    as_expansion, as_ratio = too_few
    return Right(
        int((as_expansion & ~as_ratio).sum()),
        {"all rows": int(as_expansion.sum()), "other rows": int(as_ratio.sum())},
    )
