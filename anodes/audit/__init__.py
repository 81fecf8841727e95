"""The audit: what is printed, compared with physics, arithmetic, and the rest of the review.

`run()` applies every rule and returns one frame of findings. A rule is a function of the
evidence with one question as its docstring; it yields a `Finding` for what does not hold and None
for each comparison that holds. Tolerances are in `anodes.analysis.tolerances`, judgements with
their quotations in `data/review/judgements.csv`. `causes()` groups findings that one error
explains, and says whether a conclusion changes. This book builds on the authors' work: a finding
says what a reader should know before using a number, not whose mistake it is.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import asdict
from typing import TYPE_CHECKING

from anodes.audit.against_the_papers import paper_comparison
from anodes.audit.arithmetic import currents, retentions
from anodes.audit.findings import SEVERITIES, Finding, anchor
from anodes.audit.grouping import CONSEQUENCES, checked, grouped, problems_of, with_causes
from anodes.data.files import ROOT, once_a_state, read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import pandas as pd

    from anodes.audit.evidence import Evidence
    from anodes.data.files import Problem

    Rule = Callable[[Evidence], Iterator[Finding | None]]

COLUMNS = (
    "finding", "rule", "severity", "place", "printed", "computed", "explanation", "calculation",
    "chapter", "references", "printed_number", "computed_number", "unit", "cause", "consequence",
)  # fmt: skip

ROWS = re.compile(r"Table (\d), rows? (\d+(?:(?:, | and )\d+)*)")  # in the place of a finding
BOTH_PRINTED = ("row against text", "growing capacity", "equal to theory")  # nothing computed

__all__ = [
    "COLUMNS",
    "CONSEQUENCES",
    "SEVERITIES",
    "Finding",
    "agreement",
    "anchor",
    "cause_problems",
    "causes",
    "causes_of",
    "counts",
    "currents",
    "paper_comparison",
    "retentions",
    "rules",
    "run",
    "select",
    "summary",
    "withdrawn",
]


def rules() -> tuple[Rule, ...]:
    """Every rule, in the order in which the audit applies them.

    Returns
    -------
    tuple of functions
        Each takes the evidence, asks the one question of its docstring, and yields a `Finding` for
        what does not hold and None for each comparison that holds.

    Examples
    --------
    >>> from anodes import audit
    >>> len(audit.rules()) == len(audit.summary())
    True
    """
    from anodes.audit import (
        against_the_papers,
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
    papers = (against_the_papers,)
    return tuple(rule for room in (*physics, *tables, *words, *papers) for rule in room.RULES)


def run(root: Path = ROOT) -> pd.DataFrame:
    """All findings of the audit, the gravest first, then in the order of rules and places.

    Parameters
    ----------
    root
        Project folder; by default that of this package.

    Returns
    -------
    DataFrame
        Columns finding (stable name and anchor), rule, severity, place, printed, computed,
        explanation, calculation, chapter, references (joined by semicolons), printed_number,
        computed_number, unit, cause and consequence ('' where no cause is assigned).

    Raises
    ------
    DataError
        For data that cannot be used.

    Examples
    --------
    >>> from anodes import audit
    >>> audit.run().query("severity == 'impossible'")["printed"].iloc[0]
    '156%'
    """
    return _run(root)[0]


def causes(root: Path = ROOT) -> pd.DataFrame:
    """What causes the findings, those that change a conclusion first: one error, one row.

    Parameters
    ----------
    root
        Project folder; by default that of this package.

    Returns
    -------
    DataFrame
        Columns cause (stable name), consequence (a key of `CONSEQUENCES`), severity (the gravest
        of its findings), statement, effect (why the consequence), shared (why its findings are one
        cause), findings (their number), names, places, chapters and references.

    Raises
    ------
    DataError
        For data that cannot be used, and for every problem that `cause_problems` finds.

    Examples
    --------
    >>> from anodes import audit
    >>> audit.causes()["consequence"].iloc[0]
    'conclusion'
    >>> bool(audit.causes()["findings"].sum() == len(audit.run()))
    True
    """
    return grouped(checked(run(root), root), root)


def causes_of(found: pd.DataFrame, root: Path = ROOT) -> pd.DataFrame:
    """The causes of some findings, with these findings only.

    Parameters
    ----------
    found
        Findings as `run` or `select` gives them; those without a cause are left out.
    root
        Project folder; by default that of this package.

    Returns
    -------
    DataFrame
        Columns and order as `causes` has them.

    Raises
    ------
    DataError
        For data that cannot be used.

    Examples
    --------
    >>> from anodes import audit
    >>> list(audit.causes_of(audit.select(audit.run(), severity="impossible"))["cause"])
    ['efficiency-above-100-percent']
    """
    return grouped(found, root)


def cause_problems(root: Path = ROOT) -> list[Problem]:
    """What is wrong with the assignment of findings to causes.

    Parameters
    ----------
    root
        Project folder; by default that of this package.

    Returns
    -------
    list of Problem
        A finding without a cause, a row for a finding that is none, a withdrawn finding that is
        found again, and copy-editing that is mixed with science; empty where all is well.

    Raises
    ------
    DataError
        For data that cannot be used.

    Examples
    --------
    >>> from anodes import audit
    >>> audit.cause_problems()
    []
    """
    return problems_of(run(root), root)


def withdrawn(root: Path = ROOT) -> pd.DataFrame:
    """Findings of earlier editions that are none, with the reason.

    Parameters
    ----------
    root
        Project folder; by default that of this package.

    Returns
    -------
    DataFrame
        Columns finding (name and anchor) and reason.

    Raises
    ------
    DataError
        For data that cannot be used.

    Examples
    --------
    >>> from anodes import audit
    >>> set(audit.withdrawn()["finding"]) & set(audit.run()["finding"])
    set()
    """
    return read("withdrawn_findings", root)


def summary(root: Path = ROOT) -> pd.DataFrame:
    """For each rule its question, how many comparisons it made, and how many did not hold.

    Parameters
    ----------
    root
        Project folder; by default that of this package.

    Returns
    -------
    DataFrame
        Columns rule, kind, compared, findings and question.

    Raises
    ------
    DataError
        For data that cannot be used.

    Examples
    --------
    >>> from anodes import audit
    >>> int(audit.summary()["findings"].sum()) == len(audit.run())
    True
    """
    return _run(root)[1]


def agreement(root: Path = ROOT) -> pd.DataFrame:
    """Findings with a printed and a computed number, and cells of Tables 1 and 2 that agree.

    Parameters
    ----------
    root
        Project folder; by default that of this package.

    Returns
    -------
    DataFrame
        Columns place, rule (or the property of Tables 1 and 2), printed_number, computed_number,
        unit, printed_over_computed and outcome ('agrees', or the severity).

    Raises
    ------
    DataError
        For data that cannot be used.

    Examples
    --------
    >>> from anodes import audit
    >>> "agrees" in set(audit.agreement()["outcome"])
    True
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
    consequence: str | None = None,
) -> pd.DataFrame:
    """Findings of a chapter, severity or consequence, or on one of the review's references.

    Parameters
    ----------
    frame
        As `run` gives it.
    chapter
        Name of a chapter.
    severity
        A key of `SEVERITIES`.
    reference
        Number in the review's list.
    consequence
        A key of `CONSEQUENCES`.

    Returns
    -------
    DataFrame
        The rows to which all given conditions apply.

    Examples
    --------
    >>> from anodes import audit
    >>> set(audit.select(audit.run(), severity="impossible")["chapter"])
    {'silicon'}
    """
    if chapter:
        frame = frame[frame["chapter"] == chapter]
    if severity:
        frame = frame[frame["severity"] == severity]
    if consequence:
        frame = frame[frame["consequence"] == consequence]
    if reference is not None:
        named = frame["references"].str.split(";")
        frame = frame[[str(reference) in numbers for numbers in named]]
    return frame


def counts(electrodes: pd.DataFrame, root: Path = ROOT) -> pd.Series:
    """How many findings name each row of Tables 3 to 5.

    Parameters
    ----------
    electrodes
        With the column place, as `data.electrodes` gives them.
    root
        Project folder; by default that of this package.

    Returns
    -------
    Series
        Integers with the index of `electrodes`.

    Raises
    ------
    DataError
        For data that cannot be used.

    Examples
    --------
    >>> from anodes import audit, data
    >>> frame = data.electrodes()
    >>> row = frame[frame["place"] == "Table 3, row 12"]
    >>> audit.counts(row).item() > 0
    True
    """
    named = Counter(
        f"Table {table}, row {row}"
        for place in run(root)["place"]
        for table, rows in ROWS.findall(place)
        for row in re.findall(r"\d+", rows)
    )
    return electrodes["place"].map(named).fillna(0).astype(int)


@once_a_state
def _run(root: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The findings with their causes, and what each rule compared."""
    findings, counts = _found(root)
    return with_causes(findings, root), counts


@once_a_state
def _found(root: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The findings without causes, so that a change of causes is no reason to look again."""
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
