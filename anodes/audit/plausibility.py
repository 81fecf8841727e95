"""What is improbable in a reader's electrodes although each cell can be read.

The comparisons and their limits are those that the audit makes on Tables 3 to 5, and the
duration of a test, which follows from its cycles, capacity and current.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from anodes import data
from anodes.analysis import tolerances
from anodes.audit import limits
from anodes.audit.evidence import records_with_nan
from anodes.audit.findings import quantity
from anodes.audit.sentences import SENTENCES, say
from anodes.data.files import ROOT
from anodes.physics import faraday

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    import pandas as pd

    Row = dict[str, Any]

FIRST, LAST = "initial_capacity_mAh_g", "final_capacity_mAh_g"
CURRENTS = ("initial_current_A_g", "cycling_current_A_g")
INSERTION = {"Li": ("lithiation", "delithiation"), "Na": ("sodiation", "desodiation")}
BLOCK = 1000  # rows that are looked at together, so that a large file needs little memory
HOURS_A_YEAR = 24 * 365.25
LEAST_OF_THEORY = 0.01  # of the theoretical capacity; less is almost none
LONGEST_TEST_YEARS = 10.0  # of cycling day and night; the longest test of Tables 3 to 5 is a half


@dataclass(frozen=True)
class Notice:
    """One improbable value or row of a reader's file; not an error.

    `line` counts as a text editor does, the header being 1; `column` is empty where the whole
    row is meant. `meaning` says what would explain it.
    """

    line: int
    column: str
    found: str
    calculation: str
    meaning: str

    @property
    def place(self) -> str:
        """'line 3, column cycles'."""
        return f"line {self.line}" + (f", column {self.column}" if self.column else "")

    def __str__(self) -> str:
        parts = {name: getattr(self, name) for name in ("found", "calculation", "meaning")}
        return say("notice", place=self.place, **parts)


def notices(
    electrodes: pd.DataFrame, lines: Sequence[int] | None = None, root: Path = ROOT
) -> list[Notice]:
    """What in electrodes that `check_electrodes` accepts is improbable, with the calculation.

    The limits are those of the audit; nothing here is an error. `lines` are the lines of the file
    that the electrodes begin in; without them a notice counts as in a file without empty lines.
    """
    return list(each_notice(electrodes, lines, root))


def each_notice(
    electrodes: pd.DataFrame, lines: Sequence[int] | None = None, root: Path = ROOT
) -> Iterator[Notice]:
    """The notices one by one, in the order of the file: a large file has many."""
    lines = lines or range(2, len(electrodes) + 2)
    hosts = {(host["element"], host["ion"]): host for host in records_with_nan(data.hosts(root))}
    same_as = _first_of_equals(electrodes)
    for start in range(0, len(electrodes), BLOCK):
        rows = records_with_nan(electrodes.iloc[start : start + BLOCK])
        for index, row in enumerate(rows, start=start):
            line = lines[index]
            if same_as[index] != index:
                yield _repeated(line, lines[same_as[index]])
            host = hosts[row["element"], row["ion"]]
            yield from _small(line, row, host)
            yield from _capacities(line, row, host)
            yield from _course(line, row)
            yield from _currents(line, row)


def _first_of_equals(electrodes: pd.DataFrame) -> list[int]:
    """For each row the first row with the same values in all columns, missing ones included."""
    groups = electrodes.groupby(list(electrodes), dropna=False, sort=False).ngroup()
    first: dict[int, int] = {}
    return [first.setdefault(group, index) for index, group in enumerate(groups)]


def _repeated(line: int, first: int) -> Notice:
    return Notice(
        line,
        "",
        say("same as", first=first),
        say("all equal", line=line, first=first),
        say("entered again"),
    )


def _capacities(line: int, row: Row, host: Row) -> Iterator[Notice]:
    """A capacity above or at the theoretical one of the host's product."""
    if above := limits.excess(row[FIRST], host):
        back = row[FIRST] * row["ice_percent"] / 100
        calculation = _theory(above) + (_given_back(row, back) if back == back else "")
        meaning = say("stored") if limits.excess(back, host) else above["explanation"]
        yield Notice(line, FIRST, above["printed"], calculation, meaning)
    if above := limits.excess(row[LAST], host):
        yield Notice(line, LAST, above["printed"], _theory(above), say("stored"))
    if equal := limits.repeated_theory(row, host):
        calculation = f"{equal['computed']}; {equal['calculation']}"
        yield Notice(line, FIRST, equal["printed"], calculation, say("theory entered"))


def _small(line: int, row: Row, host: Row) -> Iterator[Notice]:
    """A capacity that is almost none, as one in Ah/g is."""
    theoretical = host["theoretical_capacity_mAh_g"]
    for name in (FIRST, LAST):
        share = row[name] / theoretical
        if share < LEAST_OF_THEORY:
            in_prefix = row[name] * tolerances.GRAM_PREFIX
            calculation = say("share", value=row[name], theory=theoretical, share=share)
            meaning = say("in prefix", value=in_prefix)
            yield Notice(line, name, quantity(row[name], "mAh g-1"), calculation, meaning)


def _theory(above: limits.Parts) -> str:
    return say("theory", limit=above["computed"], per_atom=above["calculation"])


def _given_back(row: Row, back: float) -> str:
    """What the ICE makes of a first capacity, if that is what was put in."""
    put_in, taken_out = INSERTION[row["ion"]]
    return say(
        "given back", put_in=put_in, taken_out=taken_out, value=row[FIRST],
        ice=row["ice_percent"], back=back,
    )  # fmt: skip


def _course(line: int, row: Row) -> Iterator[Notice]:
    """A capacity that grows, or does not change at all."""
    if grown := limits.growth(row):
        meaning = say("lower gives more") if limits.eased(row) else grown["explanation"]
        calculation = f"{grown['calculation']}; {grown['computed']}"
        yield Notice(line, LAST, grown["printed"], calculation, meaning)
    if equal := limits.unchanged(row):
        calculation = f"{equal['calculation']}; {equal['computed']}"
        yield Notice(line, LAST, equal["printed"], calculation, equal["explanation"])


def _currents(line: int, row: Row) -> Iterator[Notice]:
    """A current that charges the electrode within two minutes, or makes a test last for years."""
    for name in CURRENTS:
        if fast := limits.fast(row[name], row["one_c_A_g"]):
            meaning = say("fast for particles", current=row[name] / tolerances.GRAM_PREFIX)
            found = say("current", current=row[name])
            yield Notice(line, name, found, fast["calculation"], meaning)
    smaller = min(row[FIRST], row[LAST])
    hours = 2 * row["cycles"] * faraday.minutes_of_charge(smaller, row[CURRENTS[1]]) / 60
    years = hours / HOURS_A_YEAR
    if years > LONGEST_TEST_YEARS:
        cycles, current = row["cycles"], row[CURRENTS[1]]
        found = say("cycles at", cycles=cycles, current=quantity(current, "A g-1"))
        calculation = say(
            "duration", cycles=cycles, capacity=smaller / 1000, current=current,
            hours=hours, years=years,
        )  # fmt: skip
        yield Notice(line, CURRENTS[1], found, calculation, say("no test"))


def notice_rules(root: Path = ROOT) -> dict[str, Any]:
    """Sentences, limits and hosts of the notices, for those who compute without this package."""
    hosts = [
        {
            "element": host["element"],
            "ion": host["ion"],
            "theory": host["theoretical_capacity_mAh_g"],
            "product": host["alloying_product"],
            "ions": host["ions_per_host"],
            "oneIon": faraday.specific_capacity(1.0, host["element"]),
        }
        for host in records_with_nan(data.hosts(root))
    ]
    return {
        "sentences": SENTENCES,
        "hosts": hosts,
        "insertion": INSERTION,
        "units": {"capacity": data.typeset("mAh g-1"), "current": data.typeset("A g-1")},
        "theoryPercent": tolerances.THEORY_PERCENT,
        "growthPercent": tolerances.GROWTH_PERCENT,
        "fastest": tolerances.FASTEST_C_RATE,
        "gramPrefix": tolerances.GRAM_PREFIX,
        "leastOfTheory": LEAST_OF_THEORY,
        "longestYears": LONGEST_TEST_YEARS,
        "hoursAYear": HOURS_A_YEAR,
    }
