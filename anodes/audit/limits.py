"""Rules on Tables 3 to 5: what no electrode can do, and what deserves a second look."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from anodes.analysis import tolerances
from anodes.audit.evidence import (
    Evidence,
    full_cell,
    on_number,
    on_row,
    records_with_nan,
)
from anodes.audit.findings import Finding, numbers, quantity
from anodes.audit.sentences import say
from anodes.data import parsing
from anodes.data.frames import Row
from anodes.physics import faraday

if TYPE_CHECKING:
    from collections.abc import Iterator


Parts = dict[str, Any]  # of a finding, without its place

CELLS = {"initial_capacity": "initial capacity", "capacity_retention": "capacity retention"}


def impossible_efficiency(e: Evidence) -> Iterator[Finding | None]:
    """Is every coulombic efficiency at most 100 %?"""
    for row in e.printed:
        value = parsing.percent(row["ice"])
        if value is None:
            continue
        if value <= 100:
            yield None
            continue
        yield on_row(
            row,
            severity="impossible",
            column="ICE",
            printed=row["ice"],
            computed="at most 100 %",
            calculation=f"first delithiation / lithiation = {value / 100:g}: without lithium in "
            "the electrode at the start no more can come out than went in",
            explanation=f"The ratio may have been taken the other way round (100/{value:g} = "
            f"{10000 / value:.1f} %), or a digit was added; neither is used here.",
            printed_number=value,
            computed_number=100.0,
            unit="%",
        )
    for claim in e.told("coulombic_efficiency", "initial_coulombic_efficiency"):
        yield None if claim["value"] <= 100 else on_number(
            e, claim, "impossible", "at most 100 %", f"{claim['value']:g} > 100",
            "More charge cannot come out than went in.",
        )  # fmt: skip


def absurd_current(e: Evidence) -> Iterator[Finding | None]:
    """Would any current pass the theoretical capacity in less than two minutes?"""
    for row in e.printed:
        yield from _absurd_currents_of_row(e, row)
    for claim in e.told("rate_capacity", "reversible_capacity"):
        if claim["current_unit"] == "C":
            slow = claim["current"] <= tolerances.FASTEST_C_RATE
            yield None if slow else _absurd_rate(e, claim)


def _absurd_currents_of_row(e: Evidence, row: Row) -> Iterator[Finding | None]:
    """The two currents of a row of Tables 3 to 5; a prefix that was lost explains some."""
    one_c = e.one_c_A_g(row["element"], row["ion"], row["reference"])
    currents = {name: _ampere(cell, one_c) for name, cell in _read(row).items()}
    for name, current in currents.items():
        too_fast = fast(current, one_c) if current else None
        if too_fast is None:
            yield None
            continue
        other = next(value for key, value in currents.items() if key != name)
        lost = other and abs(current / other / tolerances.GRAM_PREFIX - 1) < 1e-9
        kept = _capacity_of(row, "capacity_retention") / _capacity_of(row, "initial_capacity")
        yield on_row(
            row,
            severity="ambiguous",
            column=CELLS[name],
            printed=row[name],
            **too_fast,
            explanation=f"The same row has {other:g} A/g. {100 * kept:.0f} % of its capacity at a "
            "thousand times that current is improbable for micrometre-sized particles; mA was "
            "probably printed as A."
            if lost
            else "Improbable for micrometre-sized particles, but no law excludes it.",
            printed_number=current,
            computed_number=current / tolerances.GRAM_PREFIX if lost else float("nan"),
            unit="A g-1",
        )


def _absurd_rate(e: Evidence, claim: Row) -> Finding:
    """A C-rate of the text that would empty the electrode too fast."""
    one_c = e.one_c_A_g(claim["element"], claim["ion"], numbers(claim["references"])[0])
    seconds = 60 * faraday.minutes_of_charge(claim["value"], claim["current"] * one_c)
    slow = [c for c in e.told("reversible_capacity")
            if c["references"] == claim["references"] and c["current_unit"] == "C"]  # fmt: skip
    share = (
        f" and {100 * claim['value'] / slow[0]['value']:.0f} % of the capacity "
        + (f"after {slow[0]['cycle']:g} cycles " if slow[0]["cycle"] else "")
        + f"at {slow[0]['current']:g} C"
        if slow
        else ""
    )
    return on_number(
        e, claim, "ambiguous",
        f"{claim['current'] * one_c:.1f} A/g for {seconds:.0f} s{share}",
        f"{claim['current']:g} x {one_c:g} A/g = {claim['current'] * one_c:.1f} A/g; "
        f"{claim['value']:g} mAh/g / that = {seconds:.0f} s",
        "Improbable for micrometre-sized particles, but no law excludes it. A decimal point "
        "(5.0 C) or another meaning of C would explain it; the paper decides.",
    )  # fmt: skip


def fast(current: float, one_c: float) -> Parts | None:
    """A current as a C-rate, both in A/g; None where that is slow enough."""
    rate = faraday.c_rate(current, one_c)
    if not rate > tolerances.FASTEST_C_RATE:
        return None
    seconds = 60 * faraday.minutes_of_charge(1000 * one_c, current)
    return {
        "computed": f"{rate:.1f} C",
        "calculation": say("fast", current=current, one_c=one_c, rate=rate, seconds=seconds),
    }


def _read(row: Row) -> dict[str, parsing.Current]:
    return {
        "initial_capacity": parsing.initial_capacity(row["initial_capacity"]).current,
        "capacity_retention": parsing.parse_capacity_after_cycles(
            row["capacity_retention"]
        ).current,
    }


def _capacity_of(row: Row, cell: str) -> float:
    """The capacity in a printed cell, in mAh/g."""
    if cell == "initial_capacity":
        return parsing.initial_capacity(row[cell]).value
    return parsing.parse_capacity_after_cycles(row[cell]).value


def _ampere(current: parsing.Current, one_c: float) -> float:
    """A current in A/g; 0 where it is per area."""
    factor = {"gravimetric": 1.0, "c_rate": one_c, "areal": 0.0}[current.basis]
    return current.value * factor


def above_theory(e: Evidence) -> Iterator[Finding | None]:
    """Does a capacity exceed what the richest printed product can hold?"""
    limits = {(h["element"], h["ion"]): h for h in records_with_nan(e.hosts)}
    for row in e.electrodes:
        other = limits[row["element"], "Na" if row["ion"] == "Li" else "Li"]
        yield from _row_above_theory(row, limits[row["element"], row["ion"]], other)
    for claim in _capacity_claims(e):
        host = limits.get((claim["element"], claim["ion"]))
        above = host and claim["value"] > host["theoretical_capacity_mAh_g"] * ABOVE_THEORY
        yield _claim_above_theory(e, claim, host) if host and above else None


ABOVE_THEORY = 1 + tolerances.THEORY_PERCENT / 100
FIRST_DISCHARGE = ("initial_discharge_capacity", "initial_capacity")


def _row_above_theory(row: Row, host: Row, other: Row) -> Iterator[Finding | None]:
    """The two capacities of a row; `other` is the row's host with the ion that it does not have."""
    moved = (
        f"; the row is read as {row['ion']}, with {other['ion']} it would be "
        f"{other['theoretical_capacity_mAh_g']:g} mAh/g"
        if "ion" in row["corrected"].split("; ")
        else ""
    )
    for name, cell in (("initial_capacity_mAh_g", "initial capacity"),
                       ("final_capacity_mAh_g", "capacity retention")):  # fmt: skip
        parts = excess(row[name], host)
        if parts is None:
            yield None
            continue
        parts["calculation"] += moved
        yield on_row(row, severity="ambiguous", column=cell, **parts)


def _claim_above_theory(e: Evidence, claim: Row, host: Row) -> Finding:
    """A capacity of the text above theory, with what else the review prints of that electrode."""
    limit = host["theoretical_capacity_mAh_g"]
    discharge = claim["quantity"] in FIRST_DISCHARGE
    richer = [c for c in e.told("composition")
              if (c["element"], c["ion"]) == (claim["element"], claim["ion"])]  # fmt: skip
    reach = max((faraday.specific_capacity(c["value"], c["element"]) for c in richer), default=0)
    held = claim["value"] <= reach * ABOVE_THEORY
    parts = [_per_atom(claim["value"], claim["element"], claim["ion"], host)]
    parts += _charge_after(e, claim) if discharge else _charge_if_discharge(e, claim)
    if held and not discharge:
        parts.append(f"{richer[0]['material']} of the text holds {reach:.0f} mAh/g")
    return on_number(
        e, claim, "ambiguous" if discharge or held else "inconsistent",
        f"{quantity(limit, 'mAh g-1')} for {host['alloying_product']}",
        "; ".join(parts),
        "A first lithiation or sodiation also reduces electrolyte and oxide, so the value may "
        "be right; it is no storage capacity."
        if discharge
        else "More than the product that the table names, but near the composition that the "
        "text names elsewhere: the composition at the end of sodiation is open."
        if held
        else "What a delithiation releases was stored. Either the printed value is the first "
        "lithiation, or more than one material stores (oxide, carbon, a residue of the "
        "synthesis), or the composition goes beyond the product that the table names.",
        computed_number=limit,
    )  # fmt: skip


def _charge_after(e: Evidence, claim: Row) -> list[str]:
    """The charges that text and table print beside a first discharge of the text."""
    charges = [c["value"] for c in e.told("initial_charge_capacity")
               if c["references"] == claim["references"]]  # fmt: skip
    parts = [f"the delithiation printed beside it is {charge:g} mAh/g" for charge in charges[:1]]
    for row in e.electrodes:
        same = (str(row["reference"]), row["ion"]) == (claim["references"], claim["ion"])
        if same and row["ice_percent"] == row["ice_percent"]:
            charge = row["initial_capacity_mAh_g"]
            parts.append(
                f"{charge:g} of the table / {claim['value']:g} = "
                f"{100 * charge / claim['value']:.0f} %, the table's ICE is "
                f"{row['ice_percent']:g} %"
            )
    return parts


def _charge_if_discharge(e: Evidence, claim: Row) -> list[str]:
    """What the printed efficiency makes of a capacity of the text if that is the discharge."""
    test = (claim["references"], claim["material"])
    ices = [c["value"] for c in e.told("initial_coulombic_efficiency")
            if (c["references"], c["material"]) == test]  # fmt: skip
    return [
        f"if it is the lithiation, the delithiation gives {claim['value']:g} x {ice:g} % = "
        f"{claim['value'] * ice / 100:.0f} mAh/g"
        for ice in ices[:1]
    ]


def excess(capacity: float, host: Row) -> Parts | None:
    """What is above the theory of a host's product, a row of Tables 1 and 2; None if nothing."""
    limit = host["theoretical_capacity_mAh_g"]
    if not capacity > limit * (1 + tolerances.THEORY_PERCENT / 100):
        return None
    return {
        "printed": quantity(capacity, "mAh g-1"),
        "computed": say(
            "limit", capacity=quantity(limit, "mAh g-1"), product=host["alloying_product"]
        ),
        "calculation": _per_atom(capacity, host["element"], host["ion"], host),
        "explanation": say("reduces"),
        "printed_number": capacity,
        "computed_number": limit,
        "unit": "mAh g-1",
    }


def _capacity_claims(e: Evidence) -> list[Row]:
    """Specific capacities of anodes in text and captions, theory and full cells left out."""
    return [
        c for c in e.claims
        if c["unit"] == "mAh g-1" and c["quantity"] != "theoretical_capacity"
        and not full_cell(c)
    ]  # fmt: skip


def _per_atom(capacity: float, element: str, ion: str, host: Row) -> str:
    x = faraday.ions_per_host(capacity, element)
    return say(
        "per atom", value=capacity, x=x, ion=ion, element=element,
        product=host["alloying_product"], ions=host["ions_per_host"],
    )  # fmt: skip


def equal_to_theory(e: Evidence) -> Iterator[Finding | None]:
    """Is a measured capacity the theoretical one to the last digit?"""
    limits = {(h["element"], h["ion"]): h for h in records_with_nan(e.hosts)}
    for row in e.electrodes:
        parts = repeated_theory(row, limits[row["element"], row["ion"]])
        yield (
            None
            if parts is None
            else on_row(row, severity="ambiguous", column="initial capacity", **parts)
        )


def repeated_theory(row: Row, host: Row) -> Parts | None:
    """What says that a first capacity is the theoretical one of its host; None if it is not."""
    limit = host["theoretical_capacity_mAh_g"]
    if row["initial_capacity_mAh_g"] != limit:
        return None
    current, one_c = row["initial_current_A_g"], limit / 1000
    given = current == current
    in_one_c = say("current in 1 C", current=current, one_c=one_c, rate=current / one_c)
    return {
        "printed": quantity(limit, "mAh g-1")
        + (say("at current", current=current) if given else ""),
        "computed": say(
            "theory and 1 C", product=host["alloying_product"], theory=limit, one_c=one_c
        ),
        "calculation": say("no difference", theory=limit) + (in_one_c if given else ""),
        "explanation": "Capacity and current both repeat the theory. It may be measured, or the "
        "definition of 1 C may have come into the wrong column.",
        "printed_number": limit,
        "computed_number": limit,
        "unit": "mAh g-1",
    }


def growing_capacity(e: Evidence) -> Iterator[Finding | None]:
    """Does a capacity grow with cycling although the current does not fall?"""
    for row in e.electrodes:
        parts = None if eased(row) else growth(row)
        yield None if parts is None else on_row(row, severity="ambiguous", **parts)


def eased(row: Row) -> bool:
    """Whether the current of cycling is below that of the first cycle."""
    return bool(row["cycling_current_A_g"] < row["initial_current_A_g"] * (1 - 1e-9))


def growth(row: Row) -> Parts | None:
    """How much a capacity has grown with cycling; None if it has not, beyond scatter."""
    first, last = row["initial_capacity_mAh_g"], row["final_capacity_mAh_g"]
    if 100 * (last / first - 1) <= tolerances.GROWTH_PERCENT:
        return None
    return {
        "printed": say(
            "grown",
            first=quantity(first, "mAh g-1"),
            last=quantity(last, "mAh g-1"),
            cycles=row["cycles"],
        ),
        "computed": say("retention", percent=100 * last / first, currents=_currents(row)),
        "calculation": say("growth", last=last, first=first, ratio=last / first),
        "explanation": say("grows"),
        "printed_number": last,
        "computed_number": first,
        "unit": "mAh g-1",
    }


def _currents(row: Row) -> str:
    """How the current of cycling compares with that of the first cycle."""
    if row["same_current"]:
        return say("one current")
    if eased(row):
        return say("lower current")
    known = row["cycling_current_A_g"] > row["initial_current_A_g"]
    return say("higher current" if known else "unknown currents")


def last_equals_first(e: Evidence) -> Iterator[Finding | None]:
    """Is the capacity after cycling the first one to the last digit?"""
    for row in e.electrodes:
        parts = unchanged(row)
        yield None if parts is None else on_row(row, severity="ambiguous", **parts)


def unchanged(row: Row) -> Parts | None:
    """What says that a capacity is the same before and after cycling; None if it is not."""
    first, last = row["initial_capacity_mAh_g"], row["final_capacity_mAh_g"]
    if first != last:
        return None
    return {
        "printed": say("unchanged", first=quantity(first, "mAh g-1"), cycles=row["cycles"]),
        "computed": say("retention of all"),
        "calculation": say("quotient of one", last=last, first=first),
        "explanation": say("entered twice"),
    }


RULES = (
    impossible_efficiency,
    absurd_current,
    above_theory,
    equal_to_theory,
    growing_capacity,
    last_equals_first,
)
