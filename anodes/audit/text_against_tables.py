"""Rules on the running text: against the tables, and against its own arithmetic."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anodes.analysis import tolerances
from anodes.audit.evidence import (
    Evidence,
    full_cell,
    on_claim,
    on_number,
    records_with_nan,
)
from anodes.audit.findings import Finding, Severity, cell_place, claim_place, numbers, quantity
from anodes.data import parsing
from anodes.data.frames import Row
from anodes.data.printed_tables import STATED_HERE
from anodes.physics import cycling, faraday

if TYPE_CHECKING:
    from collections.abc import Iterator


def row_against_text(e: Evidence) -> Iterator[Finding | None]:
    """Does the running text report the same of a row's test as the table?"""
    for row, claim in _met(e):
        check = _CHECKS.get(claim["quantity"])
        if check:
            yield from check(e, row, claim)


def _met(e: Evidence) -> Iterator[tuple[Row, Row]]:
    """Rows of the tables and claims on the same paper and ion."""
    told = [c for c in e.claims if not full_cell(c) and c["references"]]
    for row in e.electrodes:
        for claim in told:
            if str(row["reference"]) in claim["references"].split(";") and claim["ion"] in (
                row["ion"], "",
            ):  # fmt: skip
                yield row, claim


def _capacity(e: Evidence, row: Row, claim: Row) -> Iterator[Finding | None]:
    """A capacity of the text: after the row's cycles, at first, or without a cycle."""
    cycle = claim["cycle"]
    first = claim["quantity"].startswith("initial")
    if not first and cycle == cycle and cycle not in (None, row["cycles"]):
        return
    final = not first and cycle == row["cycles"]
    candidates = [row["final_capacity_mAh_g"]] if final else [row["initial_capacity_mAh_g"]]
    if not final and not first:
        candidates.append(row["final_capacity_mAh_g"])
    nearest = min(candidates, key=lambda value: abs(value - claim["value"]))
    apart = 100 * abs(claim["value"] / nearest - 1)
    if apart > tolerances.SAME_CAPACITY_PERCENT:
        told_otherwise = not tolerances.NEAR_CAPACITY_PERCENT < apart < tolerances.VOLUME_PERCENT
        if not (first or final) and told_otherwise:
            return  # rounding, or another test of the same paper
        by_ice = _is_ice(row, claim["value"], nearest)
        why = (
            f"{nearest:g} / {claim['value']:g} is the printed ICE: the text has the first "
            "lithiation (sodiation), the table the first delithiation (desodiation), and neither "
            "says so."
            if by_ice
            else "One of the two was rounded or read from another cycle; both are kept as printed."
        )
        small = apart <= tolerances.NEAR_CAPACITY_PERCENT
        yield _pair(e, row, claim, "capacity", nearest, "mAh g-1",
                    f"{claim['value']:g} - {nearest:g} = {claim['value'] - nearest:+.4g} mAh/g",
                    why, "ambiguous" if by_ice or small else "inconsistent")  # fmt: skip
    else:
        yield None
    if final or nearest == row["final_capacity_mAh_g"]:
        yield from _current(e, row, claim, "cycling")
    elif first:
        yield from _current(e, row, claim, "initial")


def _is_ice(row: Row, discharge: float, charge: float) -> bool:
    """Whether charge over discharge is the row's printed ICE."""
    ice = cycling.coulombic_efficiency_percent(charge, discharge)
    return bool(abs(ice - row["ice_percent"]) <= tolerances.STATED_PERCENT)


def _current(e: Evidence, row: Row, claim: Row, part: str) -> Iterator[Finding | None]:
    """The current of a claim against that of the row."""
    printed = row[f"{part}_current_A_g"]
    by_rate = f"{part}_c_rate" in row["printed_values"].split("; ")
    if not claim["current_unit"] or printed != printed:
        return
    if by_rate and claim["current_unit"] != "C" and row["one_c_basis"] != STATED_HERE:
        return  # amperes against a C-rate whose 1 C nobody states
    told = stated_current_A_g(e, claim)
    apart = 100 * abs(told / printed - 1)
    if apart <= tolerances.SAME_CURRENT_PERCENT:
        yield None
        return
    yield _pair(
        e, row, claim, "current", printed, "A g-1",
        f"{told:g} / {printed:g} = {told / printed:.3g}",
        "The same test seems to be meant: a decimal point or a prefix may be wrong.",
        "inconsistent", told=told,
    )  # fmt: skip


def stated_current_A_g(e: Evidence, claim: Row) -> float:
    """The current of a claim in A/g; a C-rate with the 1 C of its paper."""
    current = float(claim["current"])
    if claim["current_unit"] != "C":
        return current * parsing.conversion_factor(claim["current_unit"], "A g-1")
    reference = numbers(claim["references"])[0]
    one_c = e.one_c_A_g(claim["element"], claim["ion"], reference)
    return faraday.current_A_g(current, one_c)


def _rate(e: Evidence, row: Row, claim: Row) -> Iterator[Finding | None]:
    """A rate capacity of the text that the table has as an initial capacity."""
    if claim["value"] != row["initial_capacity_mAh_g"]:
        return
    yield on_claim(
        e,
        claim,
        key=f"initial capacity table {row['table']} row {row['row']}",
        severity="ambiguous",
        place=f"{cell_place(row['table'], row['row'], 'initial capacity')}; {claim_place(claim)}",
        printed=f"{quantity(claim['value'], claim['unit'])}: table as initial capacity, text as "
        "capacity at a high current",
        computed="no retention can be taken from this row",
        calculation=f"{row['final_capacity_mAh_g']:g} at {row['cycling_current_A_g']:g} A/g / "
        f"{claim['value']:g} at {row['initial_current_A_g']:g} A/g = "
        f"{row['final_capacity_mAh_g'] / claim['value']:.2f}",
        explanation="The text does not call it a first capacity; with a later one at a lower "
        "current the capacity only seems to grow.",
    )


def _efficiency(e: Evidence, row: Row, claim: Row) -> Iterator[Finding | None]:
    ice = row["ice_percent"]
    if ice != ice:
        return
    if abs(ice - claim["value"]) <= tolerances.ICE_POINTS:
        yield None
        return
    apart = f"{claim['value']:g} - {ice:g} = {claim['value'] - ice:+.1f} points"
    yield _pair(e, row, claim, "ICE", ice, "%", apart, "Two tests, or a slip.", "inconsistent")


def _retention(e: Evidence, row: Row, claim: Row) -> Iterator[Finding | None]:
    """A retention stated in the text against the quotient of the row's capacities."""
    if claim["cycle"] != row["cycles"]:
        return
    computed = row["retention_percent"]
    if abs(computed - claim["value"]) <= tolerances.STATED_PERCENT:
        yield None
        return
    currents = "" if row["same_current"] else (
        f" The row's currents differ ({row['initial_current_A_g']:g} and "
        f"{row['cycling_current_A_g']:g} A/g), so it may count from another cycle."
    )  # fmt: skip
    yield _pair(e, row, claim, "retention", computed, "%",
                f"{row['final_capacity_mAh_g']:g} / {row['initial_capacity_mAh_g']:g} = "
                f"{computed:.1f} %",
                f"Probably counted from another capacity than the row's first.{currents}",
                "inconsistent" if row["same_current"] else "ambiguous")  # fmt: skip


def _cycles_run(e: Evidence, row: Row, claim: Row) -> Iterator[Finding | None]:
    if claim["value"] == row["cycles"]:
        yield from _current(e, row, claim, "cycling")


_CHECKS = {
    "initial_capacity": _capacity,
    "initial_charge_capacity": _capacity,
    "reversible_capacity": _capacity,
    "rate_capacity": _rate,
    "initial_coulombic_efficiency": _efficiency,
    "capacity_retention": _retention,
    "cycles_run": _cycles_run,
}


def stated_retention(e: Evidence) -> Iterator[Finding | None]:
    """Is a retention in the text the quotient of the two capacities in the text?"""
    for claim in e.told("capacity_retention"):
        pair = text_pair(e, claim)
        if pair is None:
            continue
        first, last = pair
        computed = cycling.retention_percent(last, first)
        if abs(computed - claim["value"]) <= tolerances.STATED_PERCENT:
            yield None
            continue
        yield on_number(e, claim, "inconsistent", f"{computed:.1f} %",
                        f"{last:g} / {first:g} = {computed:.1f} %",
                        "Counted from another capacity than the one printed with it.",
                        computed_number=computed)  # fmt: skip


def text_pair(e: Evidence, claim: Row) -> tuple[float, float] | None:
    """First and last capacity in the text for a stated retention; None unless there is one pair."""
    if full_cell(claim) or not claim["references"]:
        return None
    own = [c for c in e.claims
           if (c["references"], c["unit"]) == (claim["references"], "mAh g-1")
           and not full_cell(c)]  # fmt: skip
    last = [c for c in own if c["cycle"] == claim["cycle"]]
    first = [c for c in own if _starts(c, claim)]
    if len(last) != 1 or len(first) != 1:
        return None
    return first[0]["value"], last[0]["value"]


def _starts(claim: Row, retention: Row) -> bool:
    """A capacity of a first cycle, or without a cycle, at the retention's current."""
    if claim["quantity"] == "rate_capacity" or claim["cycle"] == retention["cycle"]:
        return False
    same = (claim["current"], claim["current_unit"]) == (
        retention["current"], retention["current_unit"],
    )  # fmt: skip
    return same or not claim["current_unit"] or not retention["current_unit"]


def retention_without_start(e: Evidence) -> Iterator[Finding | None]:
    """Is the capacity printed from which a stated retention is counted?

    Judged where the text prints an end and one other capacity at another current, so that a
    reader would divide the two.
    """
    told = [c for c in e.claims if not full_cell(c) and c["references"]]
    for claim in e.told("capacity_retention"):
        own = [c for c in told
               if c["references"] == claim["references"] and c["unit"] == "mAh g-1"
               and c["quantity"] != "rate_capacity"]  # fmt: skip
        end = [c for c in own if c["cycle"] == claim["cycle"]]
        others = [c for c in own if c not in end]
        if len(end) != 1 or len(others) != 1:
            continue
        quotient = cycling.retention_percent(end[0]["value"], others[0]["value"])
        if abs(quotient - claim["value"]) <= tolerances.STATED_PERCENT:
            yield None
            continue
        start = 100 * end[0]["value"] / claim["value"]
        yield on_number(
            e, claim, "ambiguous", f"counted from {start:,.0f} mAh/g, which is not printed",
            f"{end[0]['value']:g} / {others[0]['value']:g} = {quotient:.1f} %; "
            f"{end[0]['value']:g} / {claim['value']:g} % = {start:,.0f} mAh/g",
            "The retention is probably counted from a cycle at its own current, and only the "
            "capacity at another current is printed.",
        )  # fmt: skip


def stated_one_c(e: Evidence) -> Iterator[Finding | None]:
    """Is a stated 1 C the theoretical capacity in one hour?"""
    limits = {(h["element"], h["ion"]): h for h in records_with_nan(e.hosts)}
    for claim in e.told("one_c_current"):
        if full_cell(claim):
            continue
        limit = limits[claim["element"], claim["ion"]]["theoretical_capacity_mAh_g"]
        yield None if claim["value"] == limit else on_number(
            e, claim, "inconsistent", quantity(limit, "mA g-1"),
            f"{claim['value']:g} / {limit:g} = {claim['value'] / limit:.3f}",
            "Another definition of 1 C was used.", computed_number=limit,
        )  # fmt: skip


def panel_cycles(e: Evidence) -> Iterator[Finding | None]:
    """Do text and caption give the swelling of one panel for the same cycle?"""
    for claim in e.told("electrode_swelling"):
        for caption in e.told("cycles_run"):
            if caption["figure"] != claim["figure"] or claim["cycle"] != claim["cycle"]:
                continue
            if claim["cycle"] == caption["value"]:
                yield None
                continue
            apart = caption["value"] - claim["cycle"]
            yield on_claim(
                e,
                claim,
                key=f"figure {claim['figure']}",
                severity="inconsistent",
                place=f"{claim_place(claim)}; its caption",
                printed=f"text: {claim['value']:g} % in cycle {claim['cycle']:g}; caption: after "
                f"{caption['value']:g} cycles",
                computed="one electrode, one cycle",
                calculation=f"{caption['value']:g} - {claim['cycle']:g} = {apart:g} cycles apart",
                explanation="Cross sections after the first lithiation and after many cycles "
                "answer different questions; only the paper says which one is shown.",
            )


def _pair(
    e: Evidence, row: Row, claim: Row, name: str, printed: float, unit: str, calculation: str,
    explanation: str, severity: Severity, *, told: float | None = None, computed: str = "",
) -> Finding:  # fmt: skip
    """Text and table differ on one quantity of one test; `told` is the text's current in A/g."""
    value = claim["value"] if told is None else told
    said = (claim["value"], claim["unit"]) if told is None else (
        claim["current"], claim["current_unit"],
    )  # fmt: skip
    return Finding(
        key=f"{name} table {row['table']} row {row['row']}",
        severity=severity,
        place=f"{cell_place(row['table'], row['row'], name)}; {claim_place(claim)}",
        chapter=e.chapters[claim["section"]],
        printed=f"text {quantity(*said)}; table {quantity(float(f'{printed:.4g}'), unit)}"
        + (" (computed)" if name == "retention" else ""),
        computed=computed or f"text over table {value / printed:.4g}",
        calculation=calculation,
        explanation=explanation,
        references=(row["reference"],),
        printed_number=value,
        computed_number=printed,
        unit=unit,
    )


RULES = (
    row_against_text,
    stated_retention,
    retention_without_start,
    stated_one_c,
    panel_cycles,
)
