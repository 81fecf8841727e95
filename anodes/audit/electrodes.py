"""Rules on electrodes: limits, the arithmetic of a row, and table against running text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anodes import notation, theory, tolerances
from anodes.audit.evidence import CHAPTERS, Evidence, Row, full_cell, records
from anodes.audit.findings import Finding, Severity, cell_place, claim_place, numbers, quantity
from anodes.tables import STATED_HERE

if TYPE_CHECKING:
    from collections.abc import Iterator

CELLS = {"initial_capacity": "initial capacity", "capacity_retention": "capacity retention"}


def impossible_efficiency(e: Evidence) -> Iterator[Finding | None]:
    """Is every coulombic efficiency at most 100 %?"""
    for row in e.printed:
        value = notation.percent(row["ice"])
        if value is None or value <= 100:
            yield None
            continue
        yield Finding(
            key=f"table {row['table']} row {row['row']}",
            severity="impossible",
            place=cell_place(row["table"], row["row"], "ICE"),
            chapter=CHAPTERS[row["element"]],
            printed=row["ice"],
            computed="at most 100 %",
            calculation=f"first charge / first discharge = {value / 100:g}: more charge out than "
            "went in",
            explanation=f"The ratio may have been taken the other way round (100/{value:g} = "
            f"{10000 / value:.1f} %), or a digit was added; neither is used here.",
            references=(row["reference"],),
            printed_number=value,
            computed_number=100.0,
            unit="%",
        )
    for claim in e.told("coulombic_efficiency", "initial_coulombic_efficiency"):
        yield None if claim["value"] <= 100 else _of_claim(
            e, claim, "impossible", "at most 100 %", f"{claim['value']:g} > 100",
            "More charge cannot come out than went in.",
        )  # fmt: skip


def absurd_current(e: Evidence) -> Iterator[Finding | None]:
    """Is any current so high that a full charge would last less than two minutes?"""
    for row in e.printed:
        one_c = e.one_c_A_g(row["element"], row["ion"], row["reference"])
        currents = {name: _ampere(cell, one_c) for name, cell in _read(row).items()}
        for name, current in currents.items():
            if not current or theory.c_rate(current, one_c) <= tolerances.FASTEST_C_RATE:
                yield None
                continue
            other = next(value for key, value in currents.items() if key != name)
            lost = other and abs(current / other / tolerances.GRAM_PREFIX - 1) < 1e-9
            yield Finding(
                key=f"table {row['table']} row {row['row']}",
                severity="impossible" if lost else "ambiguous",
                place=cell_place(row["table"], row["row"], CELLS[name]),
                chapter=CHAPTERS[row["element"]],
                printed=row[name],
                computed=f"{theory.c_rate(current, one_c):.1f} C",
                calculation=f"{current:g} A/g / {one_c:g} A/g = "
                f"{theory.c_rate(current, one_c):.1f} C, a full charge in "
                f"{60 * theory.minutes_of_charge(1000 * one_c, current):.0f} s",
                explanation=f"The same row has {other:g} A/g, a thousandth of it: mA was printed "
                "as A."
                if lost
                else "To be read with care.",
                references=(row["reference"],),
                printed_number=current,
                computed_number=current / tolerances.GRAM_PREFIX if lost else float("nan"),
                unit="A g-1",
            )
    for claim in e.told("rate_capacity", "reversible_capacity"):
        if claim["current_unit"] != "C":
            continue
        if claim["current"] <= tolerances.FASTEST_C_RATE:
            yield None
            continue
        key = (claim["element"], claim["ion"], numbers(claim["references"])[0])
        one_c = e.one_c_A_g(*key)
        seconds = 60 * theory.minutes_of_charge(claim["value"], claim["current"] * one_c)
        slow = [c for c in e.told("reversible_capacity")
                if c["references"] == claim["references"] and c["current_unit"] == "C"]  # fmt: skip
        share = (
            f" and {100 * claim['value'] / slow[0]['value']:.0f} % of the capacity at "
            f"{slow[0]['current']:g} C"
            if slow
            else ""
        )
        yield _of_claim(
            e, claim, "ambiguous",
            f"{claim['current'] * one_c:.1f} A/g for {seconds:.0f} s{share}",
            f"{claim['current']:g} x {one_c:g} A/g = {claim['current'] * one_c:.1f} A/g; "
            f"{claim['value']:g} mAh/g / that = {seconds:.0f} s",
            "Fast for particles of micrometres; a decimal point (5.0 C) or another meaning of C "
            "would explain it, and only the paper can tell.",
        )  # fmt: skip


def above_theory(e: Evidence) -> Iterator[Finding | None]:
    """Does a capacity exceed what the richest printed product can hold?"""
    limits = {(h["element"], h["ion"]): h for h in records(e.hosts)}
    allowed = 1 + tolerances.THEORY_PERCENT / 100
    for row in e.electrodes:
        host = limits[row["element"], row["ion"]]
        for name, cell in (("initial_capacity_mAh_g", "initial capacity"),
                           ("final_capacity_mAh_g", "capacity retention")):  # fmt: skip
            limit = host["theoretical_capacity_mAh_g"]
            if row[name] <= limit * allowed:
                yield None
                continue
            yield Finding(
                key=f"table {row['table']} row {row['row']}",
                severity="ambiguous",
                place=cell_place(row["table"], row["row"], cell),
                chapter=CHAPTERS[row["element"]],
                printed=quantity(row[name], "mAh g-1"),
                computed=f"{quantity(limit, 'mAh g-1')} for {host['alloying_product']}",
                calculation=_per_atom(row[name], row["element"], row["ion"], host),
                explanation="A first discharge also reduces electrolyte and fills carbon: to be "
                "read with care, which is not the same as wrong.",
                references=(row["reference"],),
                printed_number=row[name],
                computed_number=limit,
                unit="mAh g-1",
            )
    for claim in _capacity_claims(e):
        host = limits.get((claim["element"], claim["ion"]))
        if host is None or claim["value"] <= host["theoretical_capacity_mAh_g"] * allowed:
            yield None
            continue
        limit = host["theoretical_capacity_mAh_g"]
        alloying = claim["quantity"] in ("initial_discharge_capacity", "initial_capacity")
        per_atom = _per_atom(claim["value"], claim["element"], claim["ion"], host)
        test = (claim["references"], claim["material"])
        ices = [c for c in e.told("initial_coulombic_efficiency")
                if (c["references"], c["material"]) == test]  # fmt: skip
        if ices and not alloying:
            back = claim["value"] * ices[0]["value"] / 100
            per_atom += f"; {claim['value']:g} x {ices[0]['value']:g} % = {back:.0f} mAh/g"
        yield _of_claim(
            e, claim, "ambiguous" if alloying else "inconsistent",
            f"{quantity(limit, 'mAh g-1')} for {host['alloying_product']}",
            per_atom,
            "A first discharge also reduces electrolyte and oxide: to be read with care, which is "
            "not the same as wrong."
            if alloying
            else "What a charge gives back was stored. Either the printed number is the first "
            "discharge, or more than one material stores (oxide, carbon, a rest of the synthesis), "
            "or the composition goes beyond the product that the table names.",
            computed_number=limit,
        )  # fmt: skip


def equal_to_theory(e: Evidence) -> Iterator[Finding | None]:
    """Is a measured capacity the theoretical one to the last digit?"""
    limits = {(h["element"], h["ion"]): h for h in records(e.hosts)}
    for row in e.electrodes:
        host = limits[row["element"], row["ion"]]
        limit = host["theoretical_capacity_mAh_g"]
        if row["initial_capacity_mAh_g"] != limit:
            yield None
            continue
        current = row["initial_current_A_g"]
        yield Finding(
            key=f"table {row['table']} row {row['row']}",
            severity="ambiguous",
            place=cell_place(row["table"], row["row"], "initial capacity"),
            chapter=CHAPTERS[row["element"]],
            printed=f"{quantity(limit, 'mAh g-1')} at {current:g} A/g",
            computed=f"theory for {host['alloying_product']}: {limit:g} mAh/g; 1 C: "
            f"{limit / 1000:g} A/g",
            calculation=f"{limit:g} - {limit:g} = 0; {current:g} / {limit / 1000:g} = "
            f"{current / (limit / 1000):g} C",
            explanation="Capacity and current both repeat the theory. It may be measured, or the "
            "definition of 1 C may have come into the wrong column.",
            references=(row["reference"],),
            printed_number=limit,
            computed_number=limit,
            unit="mAh g-1",
        )


def growing_capacity(e: Evidence) -> Iterator[Finding | None]:
    """Does a capacity grow with cycling although the current does not fall?"""
    for row in e.electrodes:
        first, last = row["initial_capacity_mAh_g"], row["final_capacity_mAh_g"]
        eased = row["cycling_current_A_g"] < row["initial_current_A_g"] * (1 - 1e-9)
        grown = 100 * (last / first - 1)
        if grown <= tolerances.GROWTH_PERCENT or eased:
            yield None
            continue
        yield Finding(
            key=f"table {row['table']} row {row['row']}",
            severity="ambiguous",
            place=cell_place(row["table"], row["row"]),
            chapter=CHAPTERS[row["element"]],
            printed=f"{quantity(first, 'mAh g-1')} at first, {quantity(last, 'mAh g-1')} after "
            f"{row['cycles']:.0f} cycles",
            computed=f"retention {100 * last / first:.1f} % "
            + ("at one current" if row["same_current"] else "at a higher current"),
            calculation=f"{last:g} / {first:g} = {last / first:.3f}",
            explanation="Slow wetting of pores and activation make capacities grow; a first value "
            "after a formation cycle, or from another electrode, would do so too.",
            references=(row["reference"],),
            printed_number=last,
            computed_number=first,
            unit="mAh g-1",
        )


def last_equals_first(e: Evidence) -> Iterator[Finding | None]:
    """Is the capacity after cycling the first one to the last digit?"""
    for row in e.electrodes:
        if row["final_capacity_mAh_g"] != row["initial_capacity_mAh_g"]:
            yield None
            continue
        ice = row["ice_percent"]
        value = quantity(row["initial_capacity_mAh_g"], "mAh g-1")
        yield Finding(
            key=f"table {row['table']} row {row['row']}",
            severity="ambiguous",
            place=cell_place(row["table"], row["row"]),
            chapter=CHAPTERS[row["element"]],
            printed=f"{value} at first and after {row['cycles']:.0f} cycles",
            computed="retention 100.0 %",
            calculation=f"{row['final_capacity_mAh_g']:g} / {row['initial_capacity_mAh_g']:g} = 1"
            + (f"; with an ICE of {ice:g} % one of them would be "
               f"{row['initial_capacity_mAh_g'] * ice / 100:,.0f}" if ice == ice else ""),
            explanation="One number was probably entered in both cells.",
            references=(row["reference"],),
        )  # fmt: skip


def different_currents(e: Evidence) -> Iterator[Finding | None]:
    """Does a column that is headed capacity retention compare like with like?"""
    for chapter in CHAPTERS.values():
        rows = [row for row in e.electrodes if CHAPTERS[row["element"]] == chapter]
        unlike = [row for row in rows if not row["same_current"]]
        if not unlike:
            yield None
            continue
        worst = max(unlike, key=lambda row: _speed_up(row))
        first, later = worst["initial_current_A_g"], worst["cycling_current_A_g"]
        yield Finding(
            key=chapter,
            severity="ambiguous",
            place=f"Table {worst['table']}, initial capacity and capacity retention",
            chapter=chapter,
            printed=f"{len(unlike)} of {len(rows)} rows with two currents",
            computed=f"only {len(rows) - len(unlike)} quotients are retentions",
            calculation=f"[{worst['reference']}]: {first:g} A/g at first, {later:g} A/g while "
            f"cycling, a factor of {later / first:.0f}",
            explanation="Papers report a slow first cycle and fast cycling; the column then "
            "mixes rate and fading, and is not a ranking.",
            references=tuple(row["reference"] for row in unlike),
        )


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
        yield Finding(
            key=f"table {row['table']} row {row['row']}",
            severity="ambiguous",
            place=cell_place(row["table"], row["row"]),
            chapter=CHAPTERS[row["element"]],
            printed=f"{row['initial_current_mA_cm2']:g} mA/cm2",
            computed="no current per gram without the loading",
            calculation="I/m = (I/A) / (m/A): m/A is not printed",
            explanation="The paper states currents per area; the table mixes both kinds in one "
            "column.",
            references=(row["reference"],),
        )


def row_against_text(e: Evidence) -> Iterator[Finding | None]:
    """Does the running text tell of a row's test what the table tells?"""
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
        if not (first or final) and apart > tolerances.SAME_CURRENT_PERCENT:
            return  # another test of the same paper
        by_ice = _is_ice(row, claim["value"], nearest)
        why = (
            f"{nearest:g} / {claim['value']:g} is the printed ICE: the text gives the first "
            "discharge, the table the first charge, and neither says so."
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
    ice = theory.coulombic_efficiency_percent(charge, discharge)
    return abs(ice - row["ice_percent"]) <= tolerances.STATED_PERCENT


def _current(e: Evidence, row: Row, claim: Row, part: str) -> Iterator[Finding | None]:
    """The current of a claim against that of the row."""
    printed = row[f"{part}_current_A_g"]
    if not claim["current_unit"] or printed != printed:
        return
    told = current_A_g(e, claim)
    apart = 100 * abs(told / printed - 1)
    if apart <= tolerances.SAME_CURRENT_PERCENT:
        yield None
        return
    by_rate = row[f"{part}_c_rate"]
    explanation = (
        f"They agree if 1 C was {1000 * told / by_rate:,.0f} mA/g, which the review does not say."
        if apart < 20
        else "A factor of ten: one of the two lost or gained a digit; the same test is meant."
    )
    yield _pair(e, row, claim, "current", printed, "A g-1",
                f"{told:g} / {printed:g} = {told / printed:.3g}", explanation,
                "ambiguous" if apart < 20 else "inconsistent", told=told)  # fmt: skip


def current_A_g(e: Evidence, claim: Row) -> float:
    """The current of a claim in A/g; a C-rate with the 1 C of its paper."""
    if claim["current_unit"] != "C":
        return claim["current"] * notation.conversion_factor(claim["current_unit"], "A g-1")
    reference = numbers(claim["references"])[0]
    one_c = e.one_c_A_g(claim["element"], claim["ion"], reference)
    return theory.current_A_g(claim["current"], one_c)


def _rate(e: Evidence, row: Row, claim: Row) -> Iterator[Finding | None]:
    """A rate capacity of the text that the table has as an initial capacity."""
    if claim["value"] != row["initial_capacity_mAh_g"]:
        return
    yield _pair(e, row, claim, "initial capacity", row["initial_capacity_mAh_g"], "mAh g-1",
                f"{row['final_capacity_mAh_g']:g} after {row['cycles']:.0f} cycles / "
                f"{claim['value']:g} = {row['final_capacity_mAh_g'] / claim['value']:.2f}",
                "The text gives this number as what is left at the highest current; the table has "
                "it as the initial capacity, so that the capacity seems to grow.",
                "inconsistent", computed="what a high rate leaves, no first capacity")  # fmt: skip


def _efficiency(e: Evidence, row: Row, claim: Row) -> Iterator[Finding | None]:
    ice = row["ice_percent"]
    if ice != ice:
        return
    if abs(ice - claim["value"]) <= 0.05:
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
                f"Counted from another capacity than the row's first.{currents}",
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


def direction_of_first_capacity(e: Evidence) -> Iterator[Finding | None]:
    """Is it clear whether an initial capacity is that of the charge or of the discharge?

    With the ICE each reading gives the other capacity. A charge must not be below what the
    electrode still gives after cycling at one current or faster; a discharge is not bounded.
    """
    for chapter in CHAPTERS.values():
        own = [row for row in e.electrodes if CHAPTERS[row["element"]] == chapter]
        rows = [row for row in own if row["ice_percent"] == row["ice_percent"]]
        decided = [row for row in rows if _must_be_charge(row)]
        if len(decided) == len(rows):
            yield None
            continue
        shown = "; ".join(
            f"[{row['reference']}] {row['initial_capacity_mAh_g']:g} x {row['ice_percent']:g} % = "
            f"{row['initial_capacity_mAh_g'] * row['ice_percent'] / 100:,.0f} < "
            f"{row['final_capacity_mAh_g']:g}"
            for row in decided[:3]
        )
        yield Finding(
            key=chapter,
            severity="ambiguous",
            place=f"Table {rows[0]['table']}, initial capacity",
            chapter=chapter,
            printed="initial capacity, without charge or discharge",
            computed=f"{len(decided)} of {len(rows)} rows must be charges, the others may be "
            "either",
            calculation=f"read as discharge the charge would be below the later capacity: {shown}"
            if shown
            else "no row is decided by its ICE and its later capacity",
            explanation="Papers print both; a table that mixes them compares what goes in with "
            "what comes out.",
            references=tuple(row["reference"] for row in rows if row not in decided),
        )


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
            place=f"Table {rows[0]['table']}, currents",
            chapter=chapter,
            printed=f"C-rates in {len(rows)} rows, 1 C for {len(rows) - len(open_ones)} of them",
            computed=f"1 C of {worst['one_c_A_g']:g} A/g taken for the others",
            calculation=f"[{worst['reference']}]: {worst['cycling_c_rate']:g} C x "
            f"{worst['one_c_A_g']:g} A/g = {worst['cycling_current_A_g']:g} A/g, if the "
            "definition of the one paper holds for all",
            explanation="Authors take 1 C from one or the other final phase, or from a round "
            "number; currents then differ by a tenth or more.",
            references=tuple(row["reference"] for row in open_ones),
        )


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
        quotient = theory.retention_percent(end[0]["value"], others[0]["value"])
        if abs(quotient - claim["value"]) <= tolerances.STATED_PERCENT:
            yield None
            continue
        start = 100 * end[0]["value"] / claim["value"]
        yield _of_claim(
            e, claim, "ambiguous", f"counted from {start:,.0f} mAh/g, which is not printed",
            f"{end[0]['value']:g} / {others[0]['value']:g} = {quotient:.1f} %; "
            f"{end[0]['value']:g} / {claim['value']:g} % = {start:,.0f} mAh/g",
            "The retention is counted from a cycle at its own current, and only the capacity at "
            "another current is printed.",
        )  # fmt: skip


def stated_retention(e: Evidence) -> Iterator[Finding | None]:
    """Is a retention in the text the quotient of the two capacities in the text?"""
    for claim in e.told("capacity_retention"):
        pair = text_pair(e, claim)
        if pair is None:
            continue
        first, last = pair
        computed = theory.retention_percent(last, first)
        if abs(computed - claim["value"]) <= tolerances.STATED_PERCENT:
            yield None
            continue
        yield _of_claim(e, claim, "inconsistent", f"{computed:.1f} %",
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


def stated_one_c(e: Evidence) -> Iterator[Finding | None]:
    """Is a stated 1 C the theoretical capacity in one hour?"""
    limits = {(h["element"], h["ion"]): h for h in records(e.hosts)}
    for claim in e.told("one_c_current"):
        if full_cell(claim):
            continue
        limit = limits[claim["element"], claim["ion"]]["theoretical_capacity_mAh_g"]
        yield None if claim["value"] == limit else _of_claim(
            e, claim, "inconsistent", quantity(limit, "mA g-1"),
            f"{claim['value']:g} / {limit:g} = {claim['value'] / limit:.3f}",
            "Another definition of 1 C was used.", computed_number=limit,
        )  # fmt: skip


RULES = (
    impossible_efficiency, absurd_current, above_theory, equal_to_theory, growing_capacity,
    last_equals_first, different_currents, areal_current, row_against_text, stated_retention,
    retention_without_start,
    stated_one_c,
    direction_of_first_capacity,
    undefined_c_rate,
)  # fmt: skip


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


def _of_claim(
    e: Evidence, claim: Row, severity: Severity, computed: str, calculation: str,
    explanation: str, computed_number: float = float("nan"),
) -> Finding:  # fmt: skip
    return Finding(
        key=f"claim {claim['claim']}",
        severity=severity,
        place=claim_place(claim),
        chapter=e.chapters[claim["section"]],
        printed=quantity(claim["value"], claim["unit"], claim["qualifier"])
        + (f" at {quantity(claim['current'], claim['current_unit'])}"
           if claim["current_unit"] else "")
        + f" ({claim['quantity'].replace('_', ' ')}, {claim['material']})",
        computed=computed,
        calculation=calculation,
        explanation=explanation,
        references=numbers(claim["references"]),
        printed_number=claim["value"],
        computed_number=computed_number,
        unit=claim["unit"],
    )  # fmt: skip


def _per_atom(capacity: float, element: str, ion: str, host: Row) -> str:
    x = theory.guest_per_host(capacity, element)
    return (
        f"{capacity:g} mAh/g is {x:.2f} {ion} an atom of {element}; {host['alloying_product']} "
        f"has {host['guest_per_host']:g}"
    )


def _capacity_claims(e: Evidence) -> list[Row]:
    """Specific capacities of anodes in text and captions, theory and full cells left out."""
    return [
        c for c in e.claims
        if c["unit"] == "mAh g-1" and c["quantity"] != "theoretical_capacity"
        and not full_cell(c)
    ]  # fmt: skip


def _read(row: Row) -> dict[str, notation.Current]:
    return {
        "initial_capacity": notation.initial_capacity(row["initial_capacity"]).current,
        "capacity_retention": notation.capacity_retention(row["capacity_retention"]).current,
    }


def _ampere(current: notation.Current, one_c: float) -> float:
    """A current in A/g; 0 where it is per area."""
    factor = {"gravimetric": 1.0, "c_rate": one_c, "areal": 0.0}[current.basis]
    return current.value * factor
