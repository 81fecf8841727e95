"""What the review tells of each cycling test: its start, its end, its cycles and its currents.

The curves themselves are other papers' pictures; a table row or a sentence gives two points of
one at most. Where a sentence prints a retention and one capacity, the other follows from them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from anodes.data import origins
from anodes.data.files import ROOT, once_a_state, read
from anodes.data.frames import Row, records
from anodes.data.printed_tables import FULL_CELL, electrodes
from anodes.data.reference_list import paper_names
from anodes.data.running_text import amperes, capacities, claims, current_origin
from anodes.physics import cycling

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

COLUMNS = (
    "reference", "paper", "material", "element", "ion", "initial_capacity_mAh_g",
    "initial_current_A_g", "final_capacity_mAh_g", "current_A_g", "cycles",
    "retention_percent", "reported_quantities", "currents", "duration_days", "throughput_Ah_g",
    "place", origins.COLUMN,
)  # fmt: skip
SAME, OTHER, UNKNOWN = "one current", "two currents", "currents not reported"
PRINTED = "retention as reported"
ARCHITECTURES = {
    "silicon-self-assembled": "self-assembled units",
    "silicon-continuous": "continuous skeleton",
}
TABLE_ONLY = "in no subsection on silicon"


@once_a_state
def courses(root: Path = ROOT) -> pd.DataFrame:
    """Start, end, cycles and currents of each cycling test of an anode that the review reports.

    The curves themselves are pictures of other papers; a row of a table or a sentence gives two
    points of one at most. A sentence that repeats a row of a table and prints no retention is left
    out.

    Parameters
    ----------
    root
        Project folder; by default that of this package.

    Returns
    -------
    DataFrame
        A row for each row of Tables 3 to 5 and each such sentence; columns reference, paper,
        material, element, ion, initial_capacity_mAh_g, initial_current_A_g, final_capacity_mAh_g,
        current_A_g, cycles, retention_percent (printed, or derived where start and end have one
        current), reported_quantities, currents (one, two, not reported, or not known for a
        reported retention), duration_days and
        throughput_Ah_g (`physics.duration_days`, `physics.throughput_Ah_g` of all cycles at the
        final capacity and the final current: where the capacity falls, both are lower bounds),
        place and origins. What is neither printed nor follows is missing.

    Raises
    ------
    DataError
        For data that cannot be used.

    Examples
    --------
    >>> from anodes import analysis
    >>> tests = analysis.courses()
    >>> len(tests[tests["place"].str.startswith("Table")])
    60
    """
    import pandas as pd

    rows = [*_of_tables(root), *_of_text(root)]
    frame = pd.DataFrame(rows)
    frame["paper"] = paper_names(frame["reference"], root)
    frame["cycles"] = frame["cycles"].astype("int64")
    twice = (
        frame.duplicated(["reference", "cycles", "final_capacity_mAh_g"])
        & frame["final_capacity_mAh_g"].notna()
    )
    end = frame["final_capacity_mAh_g"]
    frame["duration_days"] = cycling.duration_days(end, frame["current_A_g"], frame["cycles"])
    frame["throughput_Ah_g"] = cycling.throughput_Ah_g(end, frame["cycles"])
    more = frame["reported_quantities"].str.contains("retention")
    kept = frame[~twice | more].sort_values("reference", kind="stable", ignore_index=True)
    return origins.without_missing(kept[list(COLUMNS)])


def architecture(frame: pd.DataFrame, root: Path = ROOT) -> pd.Series:
    """Class of architecture under which the text describes each paper on silicon.

    Parameters
    ----------
    frame
        With a column reference.
    root
        Project folder; by default that of this package.

    Returns
    -------
    Series
        'self-assembled units', 'continuous skeleton', or `TABLE_ONLY` where neither of the
        two subsections on silicon cites the paper; with the index of the frame.

    Raises
    ------
    DataError
        For data that cannot be used.

    Examples
    --------
    >>> from anodes import analysis, data
    >>> analysis.architecture(data.electrodes().head(2)).to_list()
    ['in no subsection on silicon', 'continuous skeleton']
    """
    cited = read("citations", root).set_index("reference")["cited_in"].str.split(";")
    return frame["reference"].map(
        lambda number: next(
            (name for section, name in ARCHITECTURES.items() if section in cited[number]),
            TABLE_ONLY,
        )
    )


def _of_tables(root: Path) -> list[Row]:
    return [
        {
            "reference": row["reference"],
            "material": row["material"],
            "element": row["element"],
            "ion": row["ion"],
            "initial_capacity_mAh_g": row["initial_capacity_mAh_g"],
            "initial_current_A_g": row["initial_current_A_g"],
            "final_capacity_mAh_g": row["final_capacity_mAh_g"],
            "current_A_g": row["cycling_current_A_g"],
            "cycles": row["cycles"],
            "retention_percent": row["retention_percent"] if row["same_current"] else float("nan"),
            "reported_quantities": "start and end",
            "currents": SAME if row["same_current"] else OTHER,
            "place": row["place"],
            origins.COLUMN: _of_row(row),
        }
        for row in records(electrodes(root))
    ]


SOURCES = {
    "ion": "ion",
    "initial_capacity_mAh_g": "initial_capacity_mAh_g",
    "initial_current_A_g": "initial_current_A_g",
    "final_capacity_mAh_g": "final_capacity_mAh_g",
    "current_A_g": "cycling_current_A_g",
    "cycles": "cycles",
}


def _of_row(row: Row) -> str:
    """The origins of a test that is a row of Tables 3 to 5: its retention is always derived."""
    stated = origins.parse_origins(row[origins.COLUMN])
    found = {name: stated.get(source, "printed") for name, source in SOURCES.items()}
    return origins.origin_text(found | {"retention_percent": "derived"})


def _of_text(root: Path) -> list[Row]:
    """The tests of which a sentence gives a number of cycles with a capacity or a retention."""
    points = capacities(root)
    points = points[~points["place"].str.startswith("Table")]
    kept = claims(root)
    kept = kept[
        (kept["quantity"] == "capacity_retention")
        & ~kept["material"].str.contains(FULL_CELL, regex=False)
    ]
    kept = kept.assign(reference=kept["references"].astype("int64"))
    rows = records(kept)
    kept = kept.assign(
        current_A_g=[amperes(claim, claim["reference"], root) for claim in rows],
        origins=[origins.origin_text({"current_A_g": current_origin(claim)}) for claim in rows],
    )
    tests = [
        _course(points[points["reference"] == number], kept[kept["reference"] == number])
        for number in dict.fromkeys([*points["reference"], *kept["reference"]])
    ]
    return [_completed(test) for test in tests if test]


def _course(points: pd.DataFrame, kept: pd.DataFrame) -> Row | None:
    """One paper's test in the text, or None where no number of cycles is told."""
    last = records(points[points["cycle"].fillna(1) > 1].tail(1))
    claim = records(kept.head(1))
    if not last and not claim:
        return None
    about = (last or claim)[0]
    current = about["current_A_g"]
    first = points[points["cycle"].fillna(1) == 1]
    first = first[~first["quantity"].str.contains("rate|discharge")]
    equal = first[first["current_A_g"].isna() | (first["current_A_g"] == current)]
    other = first if last and not claim else first.head(0)  # with a retention it is another start
    begin = [*records(equal.tail(1)), *records(other.head(1)), {}][0]
    missing = float("nan")
    start, end = (origins.parse_origins(point.get(origins.COLUMN, "")) for point in (begin, about))
    found = {
        "initial_capacity_mAh_g": "printed",
        "initial_current_A_g": start.get("current_A_g", "printed"),
        "final_capacity_mAh_g": "printed",
        "current_A_g": end.get("current_A_g", "printed"),
        "retention_percent": "printed",
    }
    return {
        **{name: about[name] for name in ("reference", "material", "element", "ion")},
        "initial_capacity_mAh_g": begin.get("capacity_mAh_g", missing),
        "initial_current_A_g": begin.get("current_A_g", missing),
        "final_capacity_mAh_g": last[0]["capacity_mAh_g"] if last else missing,
        "current_A_g": current,
        "cycles": about["cycle"],
        "retention_percent": claim[0]["value"] if claim else missing,
        "place": "text",
        origins.COLUMN: found,
    }


def _completed(row: Row) -> Row:
    """With what follows from the printed numbers, and a word on what they were."""
    start, end, left = (
        row[name]
        for name in ("initial_capacity_mAh_g", "final_capacity_mAh_g", "retention_percent")
    )
    names = {"start": start, "end": end, "retention": left}
    row |= {
        "reported_quantities": " and ".join(name for name, value in names.items() if value == value)
    }
    currents = (row["initial_current_A_g"], row["current_A_g"])
    if currents[0] == currents[1]:
        row["currents"] = SAME
    elif left == left:
        row["currents"] = PRINTED
    else:
        row["currents"] = UNKNOWN if any(value != value for value in currents) else OTHER
    derived = {}
    if start != start:
        derived["initial_capacity_mAh_g"] = 100 * end / left
    if end != end:
        derived["final_capacity_mAh_g"] = start * left / 100
    if left != left and row["currents"] == SAME:
        derived["retention_percent"] = cycling.retention_percent(end, start)
    found = row[origins.COLUMN] | dict.fromkeys(derived, "derived")
    return row | derived | {origins.COLUMN: origins.origin_text(found)}
