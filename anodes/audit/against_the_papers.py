"""What cited papers report themselves, compared with what the review prints from them.

Which printed value a report belongs to is a row of `data/review/comparisons.csv`. Two numbers are
the same where they differ by no more than the rounding of the coarser one. Mostly abstracts were
read, so agreement confirms a number and nothing else of its row.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from anodes.analysis import tolerances
from anodes.audit.evidence import Evidence
from anodes.audit.findings import Finding, Severity, cell_place, claim_place, quantity
from anodes.data import origins
from anodes.data.cited_papers import IN_WORDS, paper_reports
from anodes.data.domain import CHAPTERS
from anodes.data.files import ROOT, once_a_state
from anodes.data.frames import Row
from anodes.physics import cycling
from anodes.physics.rounding import half_last_digit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pandas as pd

NUMBER, WORDS, QUOTIENT = "number", "words", "quotient of printed numbers"
AGREES, ROUNDED, DIFFERS = "agrees", "agrees when rounded", "differs"
DISCHARGE, CHARGE = "initial_discharge_capacity", "initial_charge_capacity"
OPEN = ("initial_capacity",)  # the column and the quantity that do not say which half they mean
HALVES = {"Li": ("lithiation", "delithiation"), "Na": ("sodiation", "desodiation")}
VALUE_OF = {  # the tidy value of a printed column
    "initial_capacity": "initial_capacity_mAh_g", "ice": "ice_percent",
    "capacity_retention": "final_capacity_mAh_g", "retention_percent": "retention_percent",
    "method": "method", "structure": "material",
}  # fmt: skip
COLUMN_NAMES = {
    "initial_capacity": "initial capacity", "ice": "ICE",
    "capacity_retention": "capacity after cycles", "retention_percent": "quotient of capacities",
    "method": "method", "structure": "structure",
}  # fmt: skip
GRAVITY: dict[str, Severity] = {"method": "inconsistent", "structure": "ambiguous"}


@dataclass(frozen=True)
class Pair:
    """A printed value, what its paper reports, and the row of the comparison.

    `source` is the row of Tables 3 to 5 or the claim that prints the value; `of_table` says which.
    """

    comparison: Row
    report: Row
    source: Row
    of_table: bool

    @property
    def column(self) -> str:
        """The printed column, or the quantity of the claim."""
        return str(self.comparison["column"] if self.of_table else self.source["quantity"])

    @property
    def printed(self) -> float:
        """The printed number, or the quotient of two; missing for words."""
        if self.kind == WORDS:
            return float("nan")
        return float(self.source[VALUE_OF[self.column] if self.of_table else "value"])

    @property
    def kind(self) -> str:
        """Whether numbers or words are compared, and whether the review prints the number."""
        if self.report["quantity"] in IN_WORDS:
            return WORDS
        return QUOTIENT if self.column == "retention_percent" else NUMBER

    @property
    def text(self) -> str:
        """The printed value as a page writes it."""
        if self.kind == WORDS:
            return str(self.source[VALUE_OF[self.column]])
        qualifier = "" if self.of_table else self.source["qualifier"]
        shown = float(f"{self.printed:.3g}") if self.kind == QUOTIENT else self.printed
        return quantity(shown, self.report["unit"], qualifier)

    @property
    def reported(self) -> str:
        """What the paper reports, as a page writes it."""
        value, unit = self.report["value"], self.report["unit"]
        return self.report["words"] or quantity(value, unit, self.report["qualifier"])

    @property
    def place(self) -> str:
        """Where the value is printed."""
        if not self.of_table:
            return claim_place(self.source)
        return cell_place(self.source["table"], self.source["row"], COLUMN_NAMES[self.column])

    @property
    def outcome(self) -> str:
        """Whether both are the same, within the rounding of the coarser number."""
        if self.kind == WORDS:
            return AGREES if self.comparison["judged"] == AGREES else DIFFERS
        apart, value = abs(self.printed - self.report["value"]), self.report["value"]
        if self.kind == QUOTIENT:
            return AGREES if apart <= tolerances.STATED_PERCENT else DIFFERS
        if apart == 0:
            return AGREES
        halves = [
            half_last_digit(number, tolerances.PLACE_ZEROS) for number in (self.printed, value)
        ]
        return ROUNDED if apart <= max(halves) else DIFFERS


def pairs(e: Evidence) -> list[Pair]:
    """Every printed value with what its paper reports of it, in the order of the papers."""
    reports = {row["report"]: row for row in e.read("reported")}
    claims = {row["name"]: row for row in e.claims}
    rows = {(row["table"], row["row"]): row for row in e.electrodes}
    found = []
    for comparison in e.read("comparisons"):
        place = (comparison["table"], comparison["row"])
        name, report = comparison["claim"], reports.get(comparison["report"])
        source = claims.get(name) if name else rows.get(place)
        if source is not None and report is not None:
            found.append(Pair(comparison, report, source, not name))
    return found


@once_a_state
def paper_comparison(root: Path = ROOT) -> pd.DataFrame:
    """Each printed value that a report of its own paper can be compared with.

    Parameters
    ----------
    root
        Project folder; by default that of this package.

    Returns
    -------
    DataFrame
        Columns reference, paper, place, quantity, printed and reported (texts), kind ('number',
        'words', or 'quotient of printed numbers' where the review prints none), outcome
        ('agrees', 'agrees when rounded' or 'differs'), part of the paper that was read, reason
        (why the two are of one quantity, and what remains open) and origins (of printed).

    Raises
    ------
    DataError
        For data that cannot be used.

    Examples
    --------
    >>> from anodes import audit
    >>> found = audit.paper_comparison().query("reference == 109")
    >>> found[["printed", "outcome"]].values.tolist()
    [['Solvothermal reaction', 'differs']]
    """
    import pandas as pd

    names = paper_reports(root).set_index("report")["paper"]
    frame = pd.DataFrame(
        [
            {
                "reference": pair.report["reference"],
                "paper": names[pair.report["report"]],
                "place": pair.place,
                "quantity": pair.report["quantity"].replace("_", " "),
                "printed": pair.text,
                "reported": pair.reported,
                "kind": pair.kind,
                "outcome": pair.outcome,
                "part": pair.report["part"],
                "reason": pair.comparison["reason"],
            }
            for pair in pairs(Evidence(root))
        ]
    )
    origin = frame["kind"].map({QUOTIENT: "derived"}).fillna("printed")
    return origins.stated(frame, "printed", origin)


# ------------------------------------------------------------------ rules


def number_of_the_paper(e: Evidence) -> Iterator[Finding | None]:
    """Is a printed number the one that the abstract of its paper reports?

    A first capacity that differs by the printed ICE is the other half of the cycle, and the next
    rule has it.
    """
    for pair in pairs(e):
        if pair.kind != NUMBER:
            continue
        if pair.outcome != DIFFERS or _is_the_charge(pair):
            yield None
            continue
        value = pair.report["value"]
        apart = f"{pair.printed:g} - {value:g} = {pair.printed - value:+.4g}"
        why = "Copied from another place of the paper, or a slip."
        yield _finding(pair, "inconsistent", calculation=apart, explanation=why)


def half_of_the_first_cycle(e: Evidence) -> Iterator[Finding | None]:
    """Is a first capacity of a table the first charge of its paper, without saying so?"""
    every = pairs(e)
    of_row = [pair for pair in every if pair.of_table and pair.column in OPEN]
    for pair in of_row:
        own = [p for p in every if p.report["reference"] == pair.report["reference"]]
        discharge = next((p.report for p in own if p.report["quantity"] == DISCHARGE), None)
        charge = pair.report["quantity"] == CHARGE or _is_the_charge(pair)
        if discharge is None or not charge:
            continue
        taken_up, given_back = HALVES[pair.source["ion"]]
        first, out = discharge["value"], pair.printed
        last = next(p.report["value"] for p in own if p.column == "capacity_retention")
        ice = cycling.coulombic_efficiency_percent(out, first)
        of_first, of_second = (cycling.retention_percent(last, half) for half in (first, out))
        yield _finding(
            pair,
            "ambiguous",
            computed=f"first charge ({given_back}); the first discharge ({taken_up}) is "
            f"{quantity(first, 'mAh g-1')}",
            calculation=f"{out:g} / {first:g} = {ice:.1f} %, printed ICE "
            f"{pair.source['ice_percent']:g} %; {last:g} / {first:g} = {of_first:.1f} %, "
            f"{last:g} / {out:g} = {of_second:.1f} %",
            explanation="The heading of the column does not say which half of the first cycle is "
            f"meant. After cycling {of_first:.1f} % of the first discharge are left, or "
            f"{of_second:.1f} % of the first charge: a reader who compares rows has to know which.",
        )


def words_of_the_paper(e: Evidence) -> Iterator[Finding | None]:
    """Are method and material of a row those that the abstract of its paper describes?"""
    for pair in pairs(e):
        if pair.kind != WORDS:
            continue
        yield None if pair.outcome == AGREES else _finding(
            pair, GRAVITY[pair.column], calculation=f"{pair.text} against {pair.report['words']}",
            explanation=pair.comparison["reason"],
        )  # fmt: skip


def retention_of_the_paper(e: Evidence) -> Iterator[Finding | None]:
    """Is a retention that a paper reports the quotient of the capacities printed from it?"""
    for pair in pairs(e):
        if pair.kind != QUOTIENT:
            continue
        row, share = pair.source, pair.report["value"]
        first, last = row["initial_capacity_mAh_g"], row["final_capacity_mAh_g"]
        start = 100 * last / share
        yield (
            None
            if pair.outcome == AGREES
            else _finding(
                pair,
                "ambiguous",
                computed=f"{share:g} %, counted from about {start:,.0f} mAh/g",
                calculation=f"{last:g} / {first:g} = {pair.printed:.1f} %; "
                f"{last:g} / {share:g} % = {start:,.0f}",
                explanation="The paper counts from a capacity that the table does not print, "
                "probably at the current of cycling; the first capacity of the row is at another.",
            )
        )


def _is_the_charge(pair: Pair) -> bool:
    """Whether a printed first capacity is the reported first discharge times the printed ICE."""
    if not pair.of_table or pair.report["quantity"] != DISCHARGE:
        return False
    ice = cycling.coulombic_efficiency_percent(pair.printed, pair.report["value"])
    return bool(abs(ice - pair.source["ice_percent"]) <= tolerances.STATED_PERCENT)


def _finding(
    pair: Pair, severity: Severity, calculation: str, explanation: str, computed: str = ""
) -> Finding:
    """A finding on a pair; what is computed is what the paper reports, unless it is stated."""
    paper = f"{pair.report['part']} of [{pair.report['reference']}]"
    return Finding(
        key=_key(pair),
        severity=severity,
        place=pair.place,
        chapter=CHAPTERS[pair.source["element"]],
        printed=pair.text + (" (computed)" if pair.kind == QUOTIENT else ""),
        computed=f"{paper}: {computed or pair.reported}",
        calculation=calculation,
        explanation=explanation,
        references=(pair.report["reference"],),
    )


def _key(pair: Pair) -> str:
    """The name of a pair within its rule."""
    if not pair.of_table:
        return f"claim {pair.source['claim']:g}"
    column = pair.column.replace("_", " ")
    return f"table {pair.source['table']} row {pair.source['row']} {column}"


RULES = (
    number_of_the_paper,
    half_of_the_first_cycle,
    words_of_the_paper,
    retention_of_the_paper,
)
