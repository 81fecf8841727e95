"""Arithmetic wherever the review prints two of the numbers: retentions, efficiencies, currents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anodes.audit.evidence import Evidence, full_cell
from anodes.audit.text_against_tables import stated_current_A_g, text_pair
from anodes.data import origins
from anodes.data.frames import Row
from anodes.data.printed_tables import STATED_HERE
from anodes.physics import cycling

if TYPE_CHECKING:
    import pandas as pd


def retentions(e: Evidence | None = None) -> pd.DataFrame:
    """Stated retentions beside the quotient of the printed capacities, where both are there.

    Parameters
    ----------
    e
        Evidence; without it, that of the book's own data.

    Returns
    -------
    DataFrame
        Columns reference, material, cycle, stated_percent, same_current, place,
        from_capacities_percent and fade_percent_per_cycle (missing across two currents, because it
        would mix rate and fading). A retention has a row for the
        capacities of the text, and one for each row of the tables on the same test.

    Raises
    ------
    DataError
        For data that cannot be used.

    Examples
    --------
    >>> from anodes import audit
    >>> bool((audit.retentions()["stated_percent"] <= 100).all())
    True
    """
    import pandas as pd

    e = e or Evidence()
    rows = [row for claim in e.told("capacity_retention") for row in _quotients(e, claim)]
    frame = pd.DataFrame(rows)
    frame["from_capacities_percent"] = cycling.retention_percent(frame["last"], frame["first"])
    frame["fade_percent_per_cycle"] = cycling.fade_percent_per_cycle(
        frame["last"], frame["first"], frame["cycle"]
    )
    # across two currents a loss a cycle would mix rate and fading
    frame["fade_percent_per_cycle"] = frame["fade_percent_per_cycle"].where(frame["same_current"])
    frame["cycle"] = frame["cycle"].astype("int64")
    return frame.drop(columns=["first", "last"])


def _quotients(e: Evidence, claim: Row) -> list[Row]:
    if full_cell(claim) or not claim["references"]:
        return []
    key = {
        "reference": int(claim["references"]),
        "material": claim["material"],
        "cycle": claim["cycle"],
        "stated_percent": claim["value"],
    }
    found = []
    pair = text_pair(e, claim)
    if pair:
        found.append(
            key | {"first": pair[0], "last": pair[1], "same_current": True, "place": "text"}
        )
    for row in e.electrodes:
        test = (row["reference"], row["cycles"], row["ion"])
        if test == (key["reference"], claim["cycle"], claim["ion"]):
            first, last = row["initial_capacity_mAh_g"], row["final_capacity_mAh_g"]
            own = {"same_current": row["same_current"], "place": row["place"]}
            found.append(key | {"first": first, "last": last} | own)
    return found


def currents(e: Evidence | None = None) -> pd.DataFrame:
    """C-rates of the text in A/g, beside the current of the table for the same test.

    Parameters
    ----------
    e
        Evidence; without it, that of the book's own data.

    Returns
    -------
    DataFrame
        Columns reference, material, c_rate, one_c_A_g, text_A_g and table_A_g (missing where the
        table has no such test), and origins.

    Raises
    ------
    DataError
        For data that cannot be used.

    Examples
    --------
    >>> from anodes import audit
    >>> frame = audit.currents()
    >>> bool((abs(frame["c_rate"] * frame["one_c_A_g"] - frame["text_A_g"]) < 1e-9).all())
    True
    """
    import pandas as pd

    e = e or Evidence()
    rows = []
    for claim in e.claims:
        if claim["current_unit"] != "C" or full_cell(claim) or not claim["references"]:
            continue
        reference = int(claim["references"])
        one_c = e.one_c_A_g(claim["element"], claim["ion"], reference)
        own = [row for row in e.electrodes
               if (row["reference"], row["ion"]) == (reference, claim["ion"])
               and claim["value"] == row["final_capacity_mAh_g"]]  # fmt: skip
        rows.append(
            {
                "reference": reference,
                "material": claim["material"],
                "c_rate": claim["current"],
                "one_c_A_g": one_c,
                "text_A_g": stated_current_A_g(e, claim),
                "table_A_g": own[0]["cycling_current_A_g"] if own else float("nan"),
                origins.COLUMN: _current_origins(e, claim, own),
            }
        )
    return pd.DataFrame(rows).drop_duplicates(ignore_index=True)


def _current_origins(e: Evidence, claim: Row, rows: list[Row]) -> str:
    """Whether the 1 C is printed for this paper or assumed, and what the table's current is."""
    basis = e.one_c_basis(claim["element"], claim["ion"], int(claim["references"]))
    found = {"one_c_A_g": "printed" if basis == STATED_HERE else "assumed"}
    for row in rows[:1]:
        stated = origins.parse_origins(row[origins.COLUMN])
        found["table_A_g"] = stated.get("cycling_current_A_g", "printed")
    return origins.origin_text(found)
