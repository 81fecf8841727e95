"""What the chapters use: the review's numbers as typed, tidy frames.

The tables come from `anodes.tables`; here are the running text, the figures, the routes and
the references. Every function raises `DataError` for data that cannot be used.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from anodes import notation
from anodes.columns import COLUMNS
from anodes.files import ROOT, DataError, Problem, bibliography, descriptor, once_a_state, read
from anodes.tables import FULL_CELL, electrodes, hosts, like_for_like, one_c_mA_g, places

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

SEARCH = "https://search.crossref.org/?q="
NAMED = {"one_c_current": "1 C current"}
FIGURES_OF = {
    "introduction": range(1, 5),
    "synthesis": range(5, 9),
    "silicon": range(9, 13),
    "germanium": range(13, 15),
    "tin": range(15, 17),
    "antimony": range(17, 19),
}

__all__ = [
    "FIGURES_OF",
    "DataError",
    "Problem",
    "address",
    "amperes",
    "capacities",
    "claims",
    "descriptor",
    "electrodes",
    "figures",
    "headed",
    "hosts",
    "like_for_like",
    "panels",
    "places",
    "read",
    "references",
    "routes",
    "sections",
    "statements",
    "told",
]


def claims(root: Path = ROOT) -> pd.DataFrame:
    """Every number of the running text and the captions, with our reading where one is needed.

    The columns of `data/printed/claims.csv`, then `reading`; values in the printed unit.
    """
    frame = read("claims", root)
    readings = read("readings", root).set_index("claim")["reading"]
    return frame.assign(reading=frame["claim"].map(readings).fillna(""))


def statements(reference: int | None = None, root: Path = ROOT) -> pd.DataFrame:
    """What text and captions say of one reference (or of all), readable, in printed order.

    Columns: material, quantity, value with its qualifier and unit, current, cycle, figure, the
    heading of the section, and our reading; nothing is converted. The index is the claim.
    """
    frame = claims(root)
    if reference is not None:
        cited = frame["references"].str.split(";")
        frame = frame[[str(reference) in numbers for numbers in cited]]
    return frame.set_index("claim").assign(
        value=_written(frame, "value", "unit"),
        current=_written(frame, "current", "current_unit"),
        cycle=frame["cycle"].astype("string").fillna("").to_numpy(),
        section=frame["section"].map(_headings(root)).to_numpy(),
    )[["material", "quantity", "value", "current", "cycle", "figure", "section", "reading"]]


def told(chapter: str, root: Path = ROOT) -> pd.DataFrame:
    """`statements` of all sections of a chapter, with readable heads, for a grid."""
    names = {short for short, place in sections(root).items() if place == chapter}
    frame = statements(root=root)[claims(root)["section"].isin(names).to_numpy()]
    cited = claims(root).set_index("claim")["references"].str.replace(";", ", ")
    return frame.assign(references=cited[frame.index]).reset_index()


@once_a_state
def capacities(root: Path = ROOT) -> pd.DataFrame:
    """Every specific capacity of an anode in tables, text and captions, one a row.

    Columns: reference, paper, material, element, ion, quantity, cycle (1 for an initial
    capacity, missing where none is given), capacity_mAh_g, current_A_g (missing where none is
    given; a C-rate is converted with the 1 C of `tables.one_c_mA_g`) and place. Theoretical
    capacities and full cells are left out.
    """
    import pandas as pd

    table = electrodes(root)
    parts = [
        table.assign(
            material=table["structure"],
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
    names = frame["quantity"].str.endswith("_capacity") & (frame["unit"] == notation.CAPACITY_UNIT)
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
        place=frame["section"].map(_headings(root)),
    )


def sections(root: Path = ROOT) -> dict[str, str]:
    """The chapter of this book for each section of the review, by the section's short name."""
    frame = read("sections", root)
    return dict(zip(frame["section"], frame["chapter"], strict=True))


def _headings(root: Path) -> pd.Series:
    """The printed heading of each section, by its short name."""
    return read("sections", root).set_index("section")["heading"]


def amperes(claim: dict[str, Any], root: Path) -> float:
    """A claim's current in A/g, missing where there is none."""
    if not claim["current_unit"]:
        return float("nan")
    if claim["current_unit"] == "C":
        key = (claim["element"], claim["ion"], claim["references"])
        return claim["current"] * one_c_mA_g(*key, root)[0] / 1000
    return claim["current"] * notation.conversion_factor(
        claim["current_unit"], notation.GRAVIMETRIC_UNIT
    )


def figures(root: Path = ROOT) -> pd.DataFrame:
    """The 85 panels of Figures 1 to 18: what each shows and where ours is, or why there is none."""
    return read("figures", root)


def panels(chapter: str, root: Path = ROOT) -> pd.DataFrame:
    """The panels of a chapter's figures, each with its source and with what is printed of it.

    Columns of `figures`, then label ('9B'), source (first author and year, '' for the review's
    own), address (where the source can be looked up) and printed (the numbers that text and
    caption give with this panel, as one text).
    """
    import pandas as pd

    numbers = FIGURES_OF[chapter]
    frame = figures(root)
    frame = frame[frame["figure"].isin(numbers)].reset_index(drop=True)
    known = references(root).set_index("reference")
    told = claims(root)
    labels = frame["figure"].astype(str) + frame["panel"].fillna("")
    cited = [None if pd.isna(number) else known.loc[number] for number in frame["source_reference"]]
    return frame.assign(
        label=labels,
        shows=frame["shows"].str.replace("g-1", "g⁻¹"),
        source=["" if row is None else f"{row['first_author']} {row['year']}" for row in cited],
        address=["" if row is None else address(row["title"], row["doi"]) for row in cited],
        printed=[_printed_with(label, told) for label in labels],
    )


def _printed_with(label: str, told: pd.DataFrame) -> str:
    """'reversible capacity 2,350 mAh g⁻¹ at 0.05 C; ...': the statements of one panel."""
    named = [label in figures.split(";") for figures in told["figure"]]
    rows = told[named]
    values, currents = _written(rows, "value", "unit"), _written(rows, "current", "current_unit")
    counts = rows["cycle"].astype(float)
    cycles = [f" after {n:,.0f} cycles" if n == n and n > 1 else "" for n in counts]
    parts = [
        f"{NAMED.get(quantity, quantity.replace('_', ' '))} {value}"
        f"{f' at {current}' if current else ''}{cycle}"
        for quantity, value, current, cycle in zip(
            rows["quantity"], values, currents, cycles, strict=True
        )
    ]
    return "; ".join(parts)


def address(title: str, doi: str = "") -> str:
    """Where a paper can be looked up: its DOI where one is known, else a search for its title."""
    return f"https://doi.org/{doi}" if doi else SEARCH + quote(title)


def routes(root: Path = ROOT) -> pd.DataFrame:
    """The synthesis routes of the text with the family of their kind.

    Added are family, element (the first host that the product names, '' if none) and the ends of
    the printed temperature, low_degC and high_degC (one number twice, missing where none is).
    """
    families = read("kinds", root).set_index("kind")["family"]
    frame = read("routes", root)
    host = frame["product"].str.extract(r"(Si|Ge|Sn|Sb)", expand=False).fillna("")
    ends = frame["temperature_degC"].str.extract(r"^(?P<low>\d+)(?:-(?P<high>\d+))?$").astype(float)
    return frame.assign(
        family=frame["kind"].map(families),
        element=host,
        low_degC=ends["low"],
        high_degC=ends["high"].fillna(ends["low"]),
    )


@once_a_state
def references(root: Path = ROOT) -> pd.DataFrame:
    """The review's reference list, 1 to 178, and where the review cites each entry.

    `complete` is false where the review prints no volume, page or year; `same_as` is the other
    number of a paper that is listed twice. A `doi` stands only where it was read somewhere.
    """
    import pandas as pd

    rows = []
    for key, entry in bibliography(root).entries.items():
        if not re.fullmatch(r"r\d{3}", key):
            continue
        marks = entry.fields.get("keywords", "")
        rows.append(
            {
                "reference": int(key[1:]),
                "key": key,
                "first_author": entry.persons["author"][0].last_names[0],
                "title": entry.fields["title"].strip("{}"),
                **{name: entry.fields.get(name, "") for name in ("journal", "year", "volume")},
                "pages": entry.fields.get("pages", "").replace("--", "–"),
                "doi": entry.fields.get("doi", ""),
                "complete": "incomplete" not in marks,
            }
        )
    frame = pd.DataFrame(rows)
    twins = frame[frame.duplicated("title", keep=False)].groupby("title")["reference"]
    other = {a: b for _, numbers in twins for a in numbers for b in numbers if a != b}
    frame["same_as"] = frame["reference"].map(other).astype("Int64")
    cited = read("citations", root).set_index("reference")["cited_in"]
    return frame.assign(cited_in=frame["reference"].map(cited).fillna(""))


def headed(frame: pd.DataFrame, *names: str) -> pd.DataFrame:
    """The named columns for a page: readable heads with units, under what each number is.

    A text may name several columns, with spaces between. The first column becomes the row heads.
    The upper line of the head says printed, computed or judged for every column that
    `anodes.columns` knows.
    """
    import pandas as pd

    first, *rest = [name for text in names for name in text.split()]
    shown = frame[[first, *rest]].set_index(first).rename_axis(None)
    for name in shown.select_dtypes("bool"):
        shown[name] = shown[name].map({True: "yes", False: "no"})
    heads = [(COLUMNS[name].origin, COLUMNS[name].title) for name in shown]
    shown.columns = pd.MultiIndex.from_tuples(heads)
    return shown


def _written(frame: pd.DataFrame, value: str, unit: str) -> list[str]:
    """'> 2,000 mAh g⁻¹': number, qualifier and unit as one text; '' where there is no number."""
    qualifiers = frame["qualifier"] if value == "value" else [""] * len(frame)
    return [
        "\N{NO-BREAK SPACE}".join(filter(None, (sign, f"{number:,.10g}", notation.typeset(name))))
        if number == number
        else ""
        for sign, number, name in zip(qualifiers, frame[value], frame[unit], strict=True)
    ]
