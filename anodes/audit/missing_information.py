"""Rules on what Tables 3 to 5 leave unsaid: currents, directions, the meaning of 1 C."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anodes.analysis import tolerances
from anodes.audit.evidence import (
    Evidence,
    on_row,
)
from anodes.audit.findings import Finding
from anodes.data.domain import CHAPTERS
from anodes.data.frames import Row
from anodes.data.printed_tables import STATED_HERE

if TYPE_CHECKING:
    from collections.abc import Iterator


def different_currents(e: Evidence) -> Iterator[Finding | None]:
    """Does a column headed capacity retention compare capacities at one current?"""
    for chapter in CHAPTERS.values():
        rows = [row for row in e.electrodes if CHAPTERS[row["element"]] == chapter]
        unlike = [row for row in rows if not row["same_current"]]
        if not unlike:
            yield None
            continue
        worst = max(unlike, key=lambda row: _speed_up(row))
        slower = [row for row in unlike if 0 < _speed_up(row) < 1]
        back = "".join(f"; [{row['reference']}] the other way round" for row in slower)
        fixed = any("capacity_retention" in row["corrected"] for row in rows)
        yield Finding(
            key=chapter,
            severity="ambiguous",
            place=f"Table {worst['table']}, {chapter}, initial capacity and capacity retention",
            chapter=chapter,
            printed=f"rows with two currents: {len(unlike)} of {len(rows)}"
            + (", one current read as corrected" if fixed else ""),
            computed=f"rows whose quotient is a retention: {len(rows) - len(unlike)}",
            calculation=f"[{worst['reference']}]: {_current_of(worst, 'initial')} at first, "
            f"{_current_of(worst, 'cycling')} while cycling, a factor of {_speed_up(worst):.3g}"
            + back,
            explanation="Papers often report a slow first cycle and fast cycling; the column then "
            "mixes rate and fading, and is not a ranking.",
            references=tuple(row["reference"] for row in unlike),
        )


def _current_of(row: Row, part: str) -> str:
    """A current as the table prints it, in A/g or as a C-rate."""
    if f"{part}_c_rate" in row["printed_values"].split("; "):
        return f"{row[f'{part}_c_rate']:g} C"
    return f"{row[f'{part}_current_A_g']:g} A/g"


def _speed_up(row: Row) -> float:
    """Cycling current over first current; 0 where one of them is not per gram."""
    quotient = row["cycling_current_A_g"] / row["initial_current_A_g"]
    return quotient if quotient == quotient else 0.0


def areal_current(e: Evidence) -> Iterator[Finding | None]:
    """Can every current of a table be compared with the others?"""
    for row in e.electrodes:
        if row["initial_current_mA_cm2"] != row["initial_current_mA_cm2"]:
            yield None
            continue
        yield on_row(
            row,
            severity="ambiguous",
            printed=f"{row['initial_current_mA_cm2']:g} mA/cm2",
            computed="no current per gram without the loading",
            calculation="I/m = (I/A) / (m/A): m/A is not printed",
            explanation="This row gives its currents per area, the others give them per gram.",
        )


def direction_of_first_capacity(e: Evidence) -> Iterator[Finding | None]:
    """Is it clear whether an initial capacity is that of lithiation or delithiation?

    With the ICE a discharge gives the charge. Where that would lie below what the electrode still
    gives after cycling, at the same current or a higher one, the capacity is probably a charge;
    where the text names the direction it is clear.
    """
    named = {(int(c["references"]), c["value"]) for c in e.told("initial_charge_capacity")}
    for chapter in CHAPTERS.values():
        own = [row for row in e.electrodes if CHAPTERS[row["element"]] == chapter]
        rows = [row for row in own if row["ice_percent"] == row["ice_percent"]]
        clear = [r for r in rows if (r["reference"], r["initial_capacity_mAh_g"]) in named]
        probable = [r for r in rows if r not in clear and _must_be_charge(r)]
        open_ones = [r for r in rows if r not in clear and r not in probable]
        if not open_ones:
            yield None
            continue
        fading = [r for r in probable if r["final_capacity_mAh_g"] < r["initial_capacity_mAh_g"]]
        shown = "; ".join(
            f"[{row['reference']}] {row['initial_capacity_mAh_g']:g} x {row['ice_percent']:g} % = "
            f"{row['initial_capacity_mAh_g'] * row['ice_percent'] / 100:,.0f} < "
            f"{row['final_capacity_mAh_g']:g}"
            for row in sorted(fading, key=_excess)[-3:]
        )
        yield Finding(
            key=chapter,
            severity="ambiguous",
            place=f"Table {rows[0]['table']}, {chapter}, initial capacity",
            chapter=chapter,
            printed="initial capacity, without lithiation (sodiation) or delithiation",
            computed=f"rows with an ICE: {len(rows)}; probably delithiation: {len(probable)}; "
            f"delithiation by the text: {len(clear)}; open: {len(open_ones)}",
            calculation=f"read as lithiations their delithiation would have grown: {shown}"
            if shown
            else "no row is decided by its ICE and its later capacity",
            explanation="Papers print both; a table that mixes them compares what goes in with "
            "what comes out.",
            references=tuple(row["reference"] for row in open_ones),
        )


def _excess(row: Row) -> float:
    """By what factor the later capacity is above the charge that a discharge would leave."""
    grown = float(row["final_capacity_mAh_g"]) / float(row["initial_capacity_mAh_g"])
    return grown / float(row["ice_percent"])


def _must_be_charge(row: Row) -> bool:
    """Whether the charge that follows from reading a discharge is below the later capacity."""
    as_charge = row["initial_capacity_mAh_g"] * row["ice_percent"] / 100
    slower = row["cycling_current_A_g"] < row["initial_current_A_g"]
    grown = 1 + tolerances.GROWTH_PERCENT / 100
    return not slower and row["final_capacity_mAh_g"] > as_charge * grown


def undefined_c_rate(e: Evidence) -> Iterator[Finding | None]:
    """Is 1 C defined where a table prints C-rates?"""
    for chapter in CHAPTERS.values():
        rows = [row for row in e.electrodes
                if CHAPTERS[row["element"]] == chapter
                and "initial_c_rate" in row["printed_values"].split("; ")]  # fmt: skip
        open_ones = [row for row in rows if row["one_c_basis"] != STATED_HERE]
        if not open_ones:
            yield None
            continue
        worst = max(open_ones, key=lambda row: row["cycling_c_rate"])
        yield Finding(
            key=chapter,
            severity="ambiguous",
            place=f"Table {rows[0]['table']}, {chapter}, currents",
            chapter=chapter,
            printed=f"C-rates in {len(rows)} rows, 1 C for {len(rows) - len(open_ones)} of them",
            computed=f"1 C of {worst['one_c_A_g']:g} A/g taken for the others",
            calculation=f"[{worst['reference']}]: {worst['cycling_c_rate']:g} C x "
            f"{worst['one_c_A_g']:g} A/g = {worst['cycling_current_A_g']:g} A/g, if the "
            "definition of the one paper holds for all" + _implied(e, open_ones),
            explanation="Authors take 1 C from one or the other final phase, or from a round "
            "number; currents then differ by up to a sixth.",
            references=tuple(row["reference"] for row in open_ones),
        )


def _implied(e: Evidence, rows: list[Row]) -> str:
    """What 1 C must have been where the text gives the current of a row's C-rate."""
    for row in rows:
        for claim in e.told("reversible_capacity"):
            test = (str(row["reference"]), row["cycles"])
            if (claim["references"], claim["cycle"]) == test and claim["current_unit"] == "mA g-1":
                one_c = claim["current"] / row["cycling_c_rate"]
                return (
                    f"; for [{row['reference']}] the text gives {claim['current']:g} mA/g, so "
                    f"1 C was {one_c:,.0f} mA/g there"
                )
    return ""


RULES = (
    different_currents,
    areal_current,
    direction_of_first_capacity,
    undefined_c_rate,
)
