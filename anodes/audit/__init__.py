"""The audit: what is printed held against physics, arithmetic, and the review's other pages.

`run()` asks every rule and returns one frame of findings. A rule is a function of the
evidence with one question as its docstring; it yields a `Finding` for what does not hold and None
for each comparison that holds. Tolerances stand in `anodes.analysis.tolerances`, judgements with
their quotations in `data/review/judgements.csv`. The authors' work is the ground we stand on: a
finding says what a reader should know before using a number, not whose mistake it is.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from anodes.audit.arithmetic import currents, retentions
from anodes.audit.findings import SEVERITIES, Finding, anchor
from anodes.data.files import ROOT, once_a_state

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import pandas as pd

    from anodes.audit.evidence import Evidence

    Rule = Callable[[Evidence], Iterator[Finding | None]]

COLUMNS = (
    "finding", "rule", "severity", "place", "printed", "computed", "explanation", "calculation",
    "chapter", "references", "printed_number", "computed_number", "unit",
)  # fmt: skip

BOTH_PRINTED = ("row against text", "growing capacity", "equal to theory")  # nothing computed

__all__ = [
    "COLUMNS",
    "SEVERITIES",
    "Finding",
    "agreement",
    "anchor",
    "currents",
    "retentions",
    "rules",
    "run",
    "select",
    "summary",
]


def rules() -> tuple[Rule, ...]:
    """Every rule, in the order in which the audit asks."""
    from anodes.audit import (
        electrochemical_cells,
        formulas,
        host_properties,
        judgements,
        limits,
        missing_information,
        references,
        structures,
        text_against_tables,
        titles,
    )

    physics = (host_properties, structures, electrochemical_cells)
    tables = (limits, missing_information, text_against_tables)
    words = (titles, references, formulas, judgements)
    return tuple(rule for room in (*physics, *tables, *words) for rule in room.RULES)


def run(root: Path = ROOT) -> pd.DataFrame:
    """All findings, the gravest first, then in the order of rules and places.

    Columns: finding (stable name and anchor), rule, severity, place, printed, computed,
    explanation, calculation, chapter, references (semicolon-separated), printed_number,
    computed_number, unit.
    """
    return _run(root)[0]


def summary(root: Path = ROOT) -> pd.DataFrame:
    """For each rule its kind, how many comparisons it made, how many did not hold, its question."""
    return _run(root)[1]


def agreement(root: Path = ROOT) -> pd.DataFrame:
    """Every pair of a printed and a computed number: findings, and Tables 1 and 2 where they agree.

    Columns place, rule (or the property of the tables), printed_number, computed_number, unit,
    printed_over_computed, outcome: agrees, or the severity.
    """
    import pandas as pd

    from anodes.analysis import hosts_tables

    found = run(root)
    found = found[(found["unit"] != "") & found["computed_number"].notna()]
    found = found[~found["rule"].isin(BOTH_PRINTED)]
    cells = hosts_tables.verdicts(hosts_tables.comparison(root))
    cells = cells[cells["verdict"] == hosts_tables.AGREES].assign(
        place="Table " + cells["table"].astype(str) + ", " + cells["element"],
        rule=cells["property"],
        severity=hosts_tables.AGREES,
    )
    frame = pd.concat([cells, found], ignore_index=True).rename(columns={"severity": "outcome"})
    frame["printed_over_computed"] = frame["printed_number"] / frame["computed_number"]
    columns = ["place", "rule", "printed_number", "computed_number", "unit"]
    frame = frame[[*columns, "printed_over_computed", "outcome"]]
    return frame


def select(
    frame: pd.DataFrame,
    *,
    chapter: str | None = None,
    severity: str | None = None,
    reference: int | None = None,
) -> pd.DataFrame:
    """The findings of a chapter, of a severity, or on one of the review's references."""
    if chapter:
        frame = frame[frame["chapter"] == chapter]
    if severity:
        frame = frame[frame["severity"] == severity]
    if reference is not None:
        named = frame["references"].str.split(";")
        frame = frame[[str(reference) in numbers for numbers in named]]
    return frame


def counts(electrodes: pd.DataFrame, root: Path = ROOT) -> pd.Series:
    """How many findings there are on each row of Tables 3 to 5, in the order of the frame."""
    places = list(run(root)["place"])
    return electrodes["place"].map(
        lambda row: sum(place == row or place.startswith(f"{row},") for place in places)
    )


@once_a_state
def _run(root: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    import pandas as pd

    from anodes.audit.evidence import Evidence

    evidence = Evidence(root)
    rows, counts = [], []
    for rule in rules():
        name = rule.__name__.replace("_", " ")
        outcomes = list(rule(evidence))
        found = [outcome for outcome in outcomes if outcome]
        question = (rule.__doc__ or "").strip().splitlines()[0]
        counts.append(
            {
                "rule": name,
                "kind": rule.__module__.rpartition(".")[2].replace("_", " "),
                "compared": len(outcomes),
                "findings": len(found),
                "question": question,
            }
        )
        for finding in found:
            row = asdict(finding)
            row["references"] = ";".join(str(number) for number in finding.references)
            rows.append(row | {"finding": anchor(name, finding.key), "rule": name})
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    order = frame["severity"].map(list(SEVERITIES).index)
    frame = frame.assign(order=order).sort_values("order", kind="stable", ignore_index=True)
    doubled = frame["finding"][frame["finding"].duplicated()]
    if len(doubled):
        raise ValueError(f"findings need names of their own: {sorted(set(doubled))}")
    return frame.drop(columns="order"), pd.DataFrame(counts)
