"""Causes: findings that one error explains, by what changes with it.

Which findings share a cause, and whether a conclusion changes, is judged: `data/review/causes.csv`
and `data/review/finding_causes.csv` have it with the reasons, `data/review/withdrawn_findings.csv`
the findings of earlier editions that are none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from anodes.audit.findings import SEVERITIES
from anodes.data.files import ROOT, DataError, Problem, read
from anodes.data.frames import Row, records
from anodes.validation.completeness import path_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pandas as pd

CONSEQUENCES = {
    "conclusion": "A statement of the review, or a ranking by its tables, changes.",
    "value": "A value, a formula or an assignment is wrong or doubtful; the conclusions hold "
    "without it.",
    "basis": "The value may be right; its basis, current or source must be known before it is "
    "compared.",
    "wording": "Terms, spelling and reference entries; the meaning is clear and no value changes.",
}
COLUMNS = (
    "cause", "consequence", "severity", "statement", "effect", "shared", "findings", "names",
    "places", "chapters", "references",
)  # fmt: skip


def with_causes(frame: pd.DataFrame, root: Path) -> pd.DataFrame:
    """Findings with the columns cause and consequence; '' where none is assigned."""
    assigned = read("finding_causes", root).set_index("finding")["cause"]
    consequences = read("causes", root).set_index("cause")["consequence"]
    cause = frame["finding"].map(assigned)
    return frame.assign(
        cause=cause.fillna(""), consequence=cause.map(consequences).fillna("").astype(object)
    )


def grouped(found: pd.DataFrame, root: Path = ROOT) -> pd.DataFrame:
    """The causes of some findings, those that change a conclusion first."""
    import pandas as pd

    of_cause: dict[str, list[Row]] = {}
    for finding in records(found):
        of_cause.setdefault(finding["cause"], []).append(finding)
    judged = [row for row in records(read("causes", root)) if row["cause"] in of_cause]
    judged.sort(key=lambda row: list(CONSEQUENCES).index(row["consequence"]))
    rows = [row | _together(of_cause[row["cause"]]) for row in judged]
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype({"findings": "int64"})


def _together(findings: list[Row]) -> dict[str, Any]:
    """What the findings of one cause have in common, each value once."""
    papers = {number for f in findings for number in f["references"].split(";") if number}
    return {
        "severity": min((f["severity"] for f in findings), key=list(SEVERITIES).index),
        "findings": len(findings),
        "names": ";".join(f["finding"] for f in findings),
        "places": "; ".join(f["place"].replace("; ", ", ") for f in findings),
        "chapters": ";".join(dict.fromkeys(f["chapter"] for f in findings)),
        "references": ";".join(sorted(papers, key=int)),
    }


def problems_of(found: pd.DataFrame, root: Path = ROOT) -> list[Problem]:
    """What is wrong with the causes of findings: each has one, and each cause has a finding."""
    names = set(found["finding"])
    return [
        *_without_a_cause(found, root),
        *_no_longer_found("finding_causes", names, root),
        *_found_again(names, root),
        *_wording_is_typographical(found, root),
    ]


def _without_a_cause(found: pd.DataFrame, root: Path) -> Iterator[Problem]:
    file, causes = path_of("finding_causes", root), path_of("causes", root)
    for name in found.loc[found["cause"] == "", "finding"]:
        expected = f"a row for it with a cause of {causes}, or of a new cause there"
        yield Problem(file, None, "finding", f"no row for the finding {name}", expected)


def _no_longer_found(table: str, names: set[str], root: Path) -> Iterator[Problem]:
    expected = (
        f"the name of a finding; if the audit is meant to find it no more, move the row to "
        f"{path_of('withdrawn_findings', root)} with the reason, so that links to it go on working"
    )
    for index, name in enumerate(read(table, root)["finding"]):
        if name not in names:
            yield Problem(path_of(table, root), index + 2, "finding", repr(name), expected)


def _found_again(names: set[str], root: Path) -> Iterator[Problem]:
    for index, name in enumerate(read("withdrawn_findings", root)["finding"]):
        if name in names:
            expected = "no finding of the audit: remove this row, or the rule or judgement"
            file = path_of("withdrawn_findings", root)
            yield Problem(file, index + 2, "finding", repr(name), expected)


def _wording_is_typographical(found: pd.DataFrame, root: Path) -> Iterator[Problem]:
    """Only what changes no value is copy-editing, and all of it is."""
    lines = {name: i + 2 for i, name in enumerate(read("finding_causes", root)["finding"])}
    for row in records(found[found["cause"] != ""]):
        typographical = row["severity"] == "typographical"
        if typographical != (row["consequence"] == "wording"):
            expected = f"a cause {'with' if typographical else 'without'} the consequence wording"
            expected += f", because {row['finding']} is {row['severity']}"
            file = path_of("finding_causes", root)
            yield Problem(file, lines[row["finding"]], "cause", repr(row["cause"]), expected)


def checked(found: pd.DataFrame, root: Path) -> pd.DataFrame:
    """Findings whose causes have no problem. Raises `DataError` that names every problem."""
    if problems := problems_of(found, root):
        raise DataError(problems)
    return found
