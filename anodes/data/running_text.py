"""The numbers in the running text of the review: claims, and the capacities among them."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Any

from anodes.data import parsing
from anodes.data.citations import headings, sections
from anodes.data.files import ROOT, once_a_state, read
from anodes.data.printed_tables import FULL_CELL, electrodes, one_c_mA_g
from anodes.data.reference_list import references

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

CAPACITY_COLUMNS = (
    "reference",
    "paper",
    "material",
    "element",
    "ion",
    "quantity",
    "cycle",
    "capacity_mAh_g",
    "current_A_g",
    "place",
)
NAMED = {"one_c_current": "1 C current"}


@once_a_state
def claims(root: Path = ROOT) -> pd.DataFrame:
    """Every number of the running text and the captions, with our reading where one is needed.

    The columns of `data/printed/claims.csv`, then `reading` and `name`; values in the printed unit.
    """
    frame = read("claims", root)
    readings = read("readings", root).set_index("claim")["reading"]
    names = read("claim_names", root).set_index("claim")["name"]
    return frame.assign(
        reading=frame["claim"].map(readings).fillna(""), name=frame["claim"].map(names)
    )


def claim(name: str | None = None, root: Path = ROOT, **columns: str | float) -> dict[str, Any]:
    """The one number of the running text with a name, or with given values of columns.

    Parameters
    ----------
    name
        Its name in `data/review/claim_names.csv`.
    columns
        Values of columns of `claims`, for instance `quantity="ligament_size"`.

    Returns
    -------
    dict
        The row of `claims` by column; `value` in the printed unit.

    Raises
    ------
    LookupError
        Unless exactly one claim is found; the message lists what was found, or names like it.

    Examples
    --------
    >>> claim("an2019-energy-density")["value"]
    502.0
    """
    frame = claims(root)
    wanted = columns if name is None else {"name": name} | columns
    found = frame
    for column, value in wanted.items():
        found = found[found[column] == value]
    if len(found) == 1:
        return found.iloc[0].to_dict()
    near = list(found["name"]) or difflib.get_close_matches(name or "", frame["name"], 5, 0.5)
    asked = ", ".join(f"{column} = {value!r}" for column, value in wanted.items())
    listed = f": {', '.join(near[:5])}" if near else ""
    raise LookupError(f"{len(found)} claims have {asked}; exactly one is expected{listed}")


def claims_of_reference(reference: int | None = None, root: Path = ROOT) -> pd.DataFrame:
    """What text and captions say of one reference (or of all), readable, in printed order.

    Columns: material, quantity, value with its qualifier and unit, current, cycle, figure, the
    heading of the section, and our reading; nothing is converted. The index is the claim.
    """
    frame = claims(root)
    if reference is not None:
        cited = frame["references"].str.split(";")
        frame = frame[[str(reference) in numbers for numbers in cited]]
    return frame.set_index("claim").assign(
        value=written_values(frame, "value", "unit"),
        current=written_values(frame, "current", "current_unit"),
        cycle=frame["cycle"].astype("string").fillna("").to_numpy(),
        section=frame["section"].map(headings(root)).to_numpy(),
    )[["material", "quantity", "value", "current", "cycle", "figure", "section", "reading"]]


def claims_of_chapter(chapter: str, root: Path = ROOT) -> pd.DataFrame:
    """`claims_of_reference` of all sections of a chapter, with readable heads, for a grid."""
    names = {short for short, place in sections(root).items() if place == chapter}
    frame = claims_of_reference(root=root)[claims(root)["section"].isin(names).to_numpy()]
    cited = claims(root).set_index("claim")["references"].str.replace(";", ", ")
    return frame.assign(references=cited[frame.index]).reset_index()


@once_a_state
def capacities(root: Path = ROOT) -> pd.DataFrame:
    """Every specific capacity of an anode in tables, text and captions, one a row.

    Columns: reference, paper, material, element, ion, quantity, cycle (1 for an initial
    capacity, missing where none is given), capacity_mAh_g, current_A_g (missing where none is
    given; a C-rate is converted with the 1 C of `data.one_c_mA_g`) and place. Theoretical
    capacities and full cells are left out.
    """
    import pandas as pd

    table = electrodes(root)
    parts = [
        table.assign(
            material=table["material"],
            quantity=f"{which} capacity in the table",
            cycle=table["cycles"] if which == "final" else 1,
            capacity_mAh_g=table[f"{which}_capacity_mAh_g"],
            current_A_g=table[f"{current}_current_A_g"],
        )
        for which, current in (("initial", "initial"), ("final", "cycling"))
    ]
    told = _told_capacities(root)
    frame = pd.concat([*parts, told], ignore_index=True)
    names = references(root).set_index("reference")["first_author"]
    frame["paper"] = [f"[{number}] {names[number]}" for number in frame["reference"]]
    return frame[list(CAPACITY_COLUMNS)].sort_values("reference", kind="stable", ignore_index=True)


@once_a_state
def _told_capacities(root: Path) -> pd.DataFrame:
    """The capacities of `claims` with their currents in A/g."""
    frame = claims(root)
    names = frame["quantity"].str.endswith("_capacity") & (frame["unit"] == parsing.CAPACITY_UNIT)
    own = (frame["quantity"] != "theoretical_capacity") & (frame["references"] != "")
    anode = (frame["element"] != "") & ~frame["material"].str.contains(FULL_CELL, regex=False)
    frame = frame[names & own & anode].assign(references=frame["references"].str.split(";"))
    frame = frame.explode("references").astype({"references": "int64"})
    first = frame["quantity"].str.startswith("initial")
    return frame.assign(
        reference=frame["references"],
        quantity=frame["quantity"].str.replace("_", " ") + " in the text",
        cycle=frame["cycle"].mask(first, 1),
        capacity_mAh_g=frame["value"],
        current_A_g=[amperes(row, root) for row in frame.to_dict("records")],
        place=frame["section"].map(headings(root)),
    )


def amperes(claim: dict[str, Any], root: Path) -> float:
    """A claim's current in A/g, missing where there is none."""
    if not claim["current_unit"]:
        return float("nan")
    if claim["current_unit"] == "C":
        key = (claim["element"], claim["ion"], claim["references"])
        return claim["current"] * one_c_mA_g(*key, root)[0] / 1000
    return claim["current"] * parsing.conversion_factor(
        claim["current_unit"], parsing.GRAVIMETRIC_UNIT
    )


def written_values(frame: pd.DataFrame, value: str, unit: str) -> list[str]:
    """'> 2,000 mAh g⁻¹': number, qualifier and unit as one text; '' where there is no number."""
    qualifiers = frame["qualifier"] if value == "value" else [""] * len(frame)
    return [
        "\N{NO-BREAK SPACE}".join(filter(None, (sign, f"{number:,.10g}", parsing.typeset(name))))
        if number == number
        else ""
        for sign, number, name in zip(qualifiers, frame[value], frame[unit], strict=True)
    ]
