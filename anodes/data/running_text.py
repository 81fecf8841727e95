"""The numbers in the running text of the review: claims, and the capacities among them."""

from __future__ import annotations

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


def claims(root: Path = ROOT) -> pd.DataFrame:
    """Every number of the running text and the captions of the review, with our reading of it.

    Parameters
    ----------
    root
        Project folder; by default that of this package.

    Returns
    -------
    DataFrame
        The columns of `data/printed/claims.csv`, among them claim, section, material, quantity,
        value and unit as printed; then reading, empty where the print leaves nothing open.

    Raises
    ------
    DataError
        For data that cannot be used.

    Examples
    --------
    >>> from anodes import data
    >>> data.claims()["quantity"].value_counts()["porosity"].item() > 0
    True
    """
    frame = read("claims", root)
    readings = read("readings", root).set_index("claim")["reading"]
    return frame.assign(reading=frame["claim"].map(readings).fillna(""))


def claims_of_reference(reference: int | None = None, root: Path = ROOT) -> pd.DataFrame:
    """Numbers that text and captions report from one reference, in printed order.

    Parameters
    ----------
    reference
        Number in the review's list; without it, the numbers from all references.
    root
        Project folder; by default that of this package.

    Returns
    -------
    DataFrame
        Indexed by claim; columns material, quantity, value (text with qualifier and unit),
        current, cycle, figure, section (its heading) and reading. Nothing is converted.

    Raises
    ------
    DataError
        For data that cannot be used.

    Examples
    --------
    >>> from anodes import data
    >>> data.claims_of_reference(162)["quantity"].str.fullmatch("diffraction_angle").sum().item()
    6
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
    """Numbers that the sections of one chapter report, for a table.

    Parameters
    ----------
    chapter
        Name of a chapter, such as 'silicon'.
    root
        Project folder; by default that of this package.

    Returns
    -------
    DataFrame
        Columns claim, those of `claims_of_reference`, and references (joined by commas).

    Raises
    ------
    DataError
        For data that cannot be used.

    Examples
    --------
    >>> from anodes import data
    >>> len(data.claims_of_chapter("tin")) < len(data.claims())
    True
    """
    names = {short for short, place in sections(root).items() if place == chapter}
    frame = claims_of_reference(root=root)[claims(root)["section"].isin(names).to_numpy()]
    cited = claims(root).set_index("claim")["references"].str.replace(";", ", ")
    return frame.assign(references=cited[frame.index]).reset_index()


@once_a_state
def capacities(root: Path = ROOT) -> pd.DataFrame:
    """Every specific capacity of an anode in tables, text and captions, one per row.

    Theoretical capacities and full cells are left out.

    Parameters
    ----------
    root
        Project folder; by default that of this package.

    Returns
    -------
    DataFrame
        Columns reference, paper, material, element, ion, quantity, cycle (1 for an initial
        capacity, missing where none is reported), capacity_mAh_g, current_A_g (missing where none
        is reported; a C-rate is converted with the 1 C current of its paper or host) and place.

    Raises
    ------
    DataError
        For data that cannot be used.

    Examples
    --------
    >>> from anodes import data
    >>> data.capacities().query("reference == 48")["capacity_mAh_g"].max().item()
    3200.0
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
