"""The numbers in the running text of the review: claims, and the capacities among them."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Any

from anodes.data import origins, parsing
from anodes.data.citations import headings, sections
from anodes.data.files import ROOT, once_a_state, read
from anodes.data.frames import Row, records
from anodes.data.printed_tables import FULL_CELL, electrodes, one_c_mA_g
from anodes.data.reference_list import paper_names

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
    origins.COLUMN,
)
NAMED = {"one_c_current": "1 C current"}


@once_a_state
def claims(root: Path = ROOT) -> pd.DataFrame:
    """Every number of the running text and the captions of the review, with our reading of it.

    Parameters
    ----------
    root
        Project folder; by default that of this package.

    Returns
    -------
    DataFrame
        The columns of `data/printed/claims.csv`, among them claim (its number), section, material,
        quantity, value and unit as printed; then name, which `claim` takes, and reading, empty
        where the print leaves nothing open.

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
    readings = read("readings", root).set_index("name")["reading"]
    names = frame["claim"].map(read("claim_names", root).set_index("claim")["name"])
    read_as = frame.assign(reading=names.map(readings).fillna(""))
    read_as.insert(1, "name", names)
    return read_as


def claim(name: str | None = None, root: Path = ROOT, **columns: str | float) -> dict[str, Any]:
    """The one number of the running text with a name, or with given values of columns.

    Parameters
    ----------
    name
        Its name in `data/review/claim_names.csv`.
    root
        Project folder; by default that of this package.
    **columns
        Values of columns of `claims`, for instance `quantity="ligament_size"`; `reference=51` for
        a claim that cites this reference, alone or with others.

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
    >>> from anodes import data
    >>> data.claim("an2019-energy-density")["value"]
    502.0
    """
    frame = claims(root)
    wanted: dict[str, str | float] = columns if name is None else {"name": name, **columns}
    if unknown := [column for column in wanted if column not in (*frame, "reference")]:
        known = f"expected one of reference, {', '.join(map(str, frame))}"
        raise LookupError(f"claims have no column {', '.join(unknown)}; {known}")
    found = frame
    for column, value in wanted.items():
        found = found[_is(found, column, value)]
    if len(found) == 1:
        return records(found)[0]
    near = list(found["name"]) or difflib.get_close_matches(name or "", frame["name"], 5, 0.5)
    asked = ", ".join(f"{column} = {value!r}" for column, value in wanted.items())
    listed = f": {', '.join(near[:5])}" if near else ""
    raise LookupError(f"{len(found)} claims have {asked}; exactly one is expected{listed}")


def _is(frame: pd.DataFrame, column: str, value: str | float) -> list[bool]:
    """Whether each claim has a value in a column, or a reference among its references."""
    if column == "reference":
        return [str(value) in cited.split(";") for cited in frame["references"]]
    return list(frame[column] == value)


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
        Indexed by name, as `claim` takes it; columns material, quantity, value (text with
        qualifier and unit), current, cycle, figure, section (its heading) and reading. Nothing is
        converted.

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
        frame = frame[_is(frame, "reference", reference)]
    return frame.set_index("name").assign(
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
        Columns name, those of `claims_of_reference` with the quantity in words, and references
        (joined by commas).

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
    cited = claims(root).set_index("name")["references"].str.replace(";", ", ")
    words = frame["quantity"].str.replace("_", " ")
    return frame.assign(quantity=words, references=cited[frame.index]).reset_index()


@once_a_state
def capacities(root: Path = ROOT) -> pd.DataFrame:
    """Every specific capacity of an anode in tables, text and captions, one per row.

    Theoretical capacities, full cells and numbers without a cited paper are left out.

    Parameters
    ----------
    root
        Project folder; by default that of this package.

    Returns
    -------
    DataFrame
        Columns reference, paper, material, element, ion, quantity, cycle (1 for an initial
        capacity, missing where none is reported), capacity_mAh_g, current_A_g (missing where none
        is reported; a C-rate is converted with the 1 C current of its paper or host), place and
        origins.

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
            quantity=f"{which} capacity in the table",
            cycle=table["cycles"] if which == "final" else 1,
            capacity_mAh_g=table[f"{which}_capacity_mAh_g"],
            current_A_g=table[f"{current}_current_A_g"],
            origins=_renamed(
                table,
                ion="ion",
                capacity_mAh_g=f"{which}_capacity_mAh_g",
                current_A_g=f"{current}_current_A_g",
            ),
        )
        for which, current in (("initial", "initial"), ("final", "cycling"))
    ]
    told = _told_capacities(root)
    frame = pd.concat([*parts, told], ignore_index=True)
    frame["paper"] = paper_names(frame["reference"], root)
    return frame[list(CAPACITY_COLUMNS)].sort_values("reference", kind="stable", ignore_index=True)


def _renamed(table: pd.DataFrame, **sources: str) -> list[str]:
    """The text of the column `origins` for columns that repeat others of the electrodes."""
    found = {
        name: origins.origins_of(table, source, "electrodes") for name, source in sources.items()
    }
    there = {name: each.notna() for name, each in found.items()}
    return [
        origins.origin_text(
            {name: each[index] for name, each in found.items() if there[name][index]}
        )
        for index in table.index
    ]


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
        current_A_g=[amperes(row, row["references"], root) for row in records(frame)],
        place=frame["section"].map(headings(root)),
        origins=[
            origins.origin_text({"current_A_g": current_origin(row)} if row["current_unit"] else {})
            for row in records(frame)
        ],
    )


def current_origin(claim: Row) -> str:
    """What `amperes` makes of a claim's current: a C-rate needs a 1 C, other units do not."""
    return "derived" if claim["current_unit"] == "C" else "printed"


def amperes(claim: Row, reference: int, root: Path) -> float:
    """The current of a paper's claim in A/g, missing where there is none."""
    if not claim["current_unit"]:
        return float("nan")
    current = float(claim["current"])
    if claim["current_unit"] == "C":
        return current * one_c_mA_g(claim["element"], claim["ion"], reference, root)[0] / 1000
    return current * parsing.conversion_factor(claim["current_unit"], parsing.GRAVIMETRIC_UNIT)


def written_values(frame: pd.DataFrame, value: str, unit: str) -> list[str]:
    """'> 2,000 mAh g⁻¹': number, qualifier and unit as one text; '' where there is no number."""
    qualifiers = frame["qualifier"] if value == "value" else [""] * len(frame)
    return [
        "\N{NO-BREAK SPACE}".join(
            filter(None, (parsing.sign(sign), f"{number:,.10g}", parsing.typeset(name)))
        )
        if number == number
        else ""
        for sign, number, name in zip(qualifiers, frame[value], frame[unit], strict=True)
    ]
