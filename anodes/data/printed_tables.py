"""Tables 1 to 5 tidied: typed rows, corrections applied and marked, the place of every value.

A printed cell is read once, by `data.parsing`; what each value was made of stands in the column
`origins`. All unreadable cells are collected before a `DataError` is raised.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from anodes.data import origins, parsing
from anodes.data.domain import A_HOST
from anodes.data.fields import columns
from anodes.data.files import ROOT, DataError, Problem, once_a_state, read
from anodes.data.frames import Row, records
from anodes.physics import cycling, faraday

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import pandas as pd

HOST_TABLES = {1: "Li", 2: "Na"}
ELECTRODE_TABLES = {3: "Li", 4: "Li", 5: "Na"}  # the ion in each table's title
CORRECTIONS = "data/review/corrections.csv"

STATED_HERE = "stated in the review for this paper"
STATED_FOR_HOST = "stated in the review for another paper on this host"
THEORETICAL = "theoretical capacity printed in the review"
GIVEN = "given with the electrode"

KEY = ("table", "row")  # of an electrode
FULL_CELL = "//"  # 'anode//cathode' in the name of a material
MEASURED = (
    "initial_capacity_mAh_g",
    "initial_current_A_g",
    "initial_current_mA_cm2",
    "initial_c_rate",
    "ice_percent",
    "final_capacity_mAh_g",
    "cycles",
    "cycling_current_A_g",
    "cycling_current_mA_cm2",
    "cycling_c_rate",
)


@once_a_state
def hosts(root: Path = ROOT) -> pd.DataFrame:
    """Tables 1 and 2 of the review: a row for each host and ion, printed values as numbers.

    Parameters
    ----------
    root
        Project folder; by default that of this package.

    Returns
    -------
    DataFrame
        Eight rows; columns table, element, ion, alloying_product, ions_per_host,
        theoretical_capacity_mAh_g (per gram of pristine host), volumetric_capacity_mAh_cm3,
        volume_expansion_percent, conductivity_S_m, density_g_cm3 and expansion_qualifier.

    Raises
    ------
    DataError
        Lists every cell that cannot be read.

    Examples
    --------
    >>> from anodes import data
    >>> data.hosts().query("element == 'Si' and ion == 'Li'")["theoretical_capacity_mAh_g"].item()
    4200.0
    """
    import pandas as pd

    rows: list[Row] = []
    problems: list[Problem] = []
    for table, ion in HOST_TABLES.items():
        path = f"data/printed/table_{table}.csv"
        for index, printed in enumerate(records(read(f"table_{table}", root)), start=2):
            cell = _cells(path, index, printed, problems)
            alloy = cell("alloying_product", parsing.alloy)
            expansion = cell("volume_expansion", parsing.number)
            values = {
                "theoretical_capacity_mAh_g": cell("theoretical_capacity", parsing.number),
                "volumetric_capacity_mAh_cm3": cell("volumetric_capacity", parsing.number),
                "volume_expansion_percent": expansion,
                "conductivity_S_m": cell("conductivity", parsing.number),
                "density_g_cm3": cell("density", parsing.number),
            }
            rows.append(
                {
                    "table": table,
                    "element": printed["element"],
                    "ion": ion,
                    "alloying_product": printed["alloying_product"],
                    "ions_per_host": alloy and alloy.ions_per_host,
                    **{name: value and value.value for name, value in values.items()},
                    "expansion_qualifier": expansion and expansion.qualifier,
                }
            )
    if problems:
        raise DataError(problems)
    return pd.DataFrame(rows)


@once_a_state
def electrodes(root: Path = ROOT) -> pd.DataFrame:
    """The 60 electrodes of Tables 3 to 5 of the review, one row each.

    Printed cells are read after the replacements of `data/review/corrections.csv`; what arithmetic
    and Faraday's law add is derived.

    Parameters
    ----------
    root
        Project folder; by default that of this package.

    Returns
    -------
    DataFrame
        Columns as in the data dictionary, units in their names: origin (table, row, reference,
        place), material (material, method, family, element, ion), initial and final capacity with
        their currents, ice_percent, cycles, and what follows from them, such as retention_percent.
        The column printed_values names the values that come from a table cell, corrected the
        table cells that a correction replaces, notes gives the reasons, and origins says of each
        value what it was made of (`data.origins`). Missing values are NaN.

    Raises
    ------
    DataError
        Lists every cell that cannot be read.

    Examples
    --------
    >>> from anodes import data
    >>> frame = data.electrodes()
    >>> len(frame)
    60
    >>> frame["initial_capacity_mAh_g"].iloc[0].item()
    3200.0
    """
    return derive(_as_printed(root), root, own="printed")


@once_a_state
def provenance(root: Path = ROOT) -> pd.DataFrame:
    """Where each value of `electrodes` is printed, one value per row.

    Parameters
    ----------
    root
        Project folder; by default that of this package.

    Returns
    -------
    DataFrame
        Columns reference, table, row, value_of (a column of `electrodes`), value, cell (a column
        of the printed table), printed (the text of the table cell), origin (printed, or corrected
        where a correction changes or removes it), file and line. A value of `electrodes` that is
        missing here is in no table cell of its own; `value_origins` says what it was made of.

    Raises
    ------
    DataError
        For data that cannot be used.

    Examples
    --------
    >>> from anodes import data
    >>> first = data.provenance().query("value_of == 'initial_capacity_mAh_g'").iloc[0]
    >>> first["printed"]
    '3,200 mAh g-1 at 4.2 A g-1'
    """
    import pandas as pd

    tidy, described = _as_printed(root), columns("electrodes", root)
    pieces = []
    for table in ELECTRODE_TABLES:
        rows = tidy[tidy["table"] == table].reset_index(drop=True)
        cells = read(f"table_{table}", root)
        for order, (name, column) in enumerate(described.items()):
            if not column.cell or name not in rows:
                continue
            replaced = (
                rows["corrected"].str.split("; ").map(lambda names, c=column: c.cell in names)
            )
            siblings = [
                other for other, its in described.items()
                if other in rows and its.cell == column.cell
            ]  # fmt: skip
            emptied = replaced & rows[siblings].isna().all(axis="columns")
            piece = rows[["reference", "table", "row"]].assign(
                value_of=name,
                value=rows[name].astype(object),
                cell=column.cell,
                printed=cells.get(column.cell, f"Table {table}, title"),
                origin=(emptied | _says(rows, name, "corrected")).map(
                    {True: "corrected", False: "printed"}
                ),
                file=f"printed/table_{table}.csv",
                line=rows.index + 2,
                order=order,
            )
            pieces.append(piece[rows[name].notna() | emptied])
    found = pd.concat(pieces).sort_values(["table", "row", "order"], kind="stable")
    return found.drop(columns="order").reset_index(drop=True)


@once_a_state
def value_origins(root: Path = ROOT) -> pd.DataFrame:
    """What each value of `electrodes` was made of, one value per row.

    Parameters
    ----------
    root
        Project folder; by default that of this package.

    Returns
    -------
    DataFrame
        Columns table, row, column (of `electrodes`) and origin, one of `data.origins.ORIGINS`.

    Raises
    ------
    DataError
        For data that cannot be used.

    Examples
    --------
    Table 4 prints C-rates, so that its currents are derived:

    >>> from anodes import data
    >>> found = data.value_origins().query("table == 4 and row == 1").set_index("column")
    >>> found.loc["initial_c_rate", "origin"], found.loc["initial_current_A_g", "origin"]
    ('printed', 'derived')
    """
    import pandas as pd

    tidy = electrodes(root)
    values = [name for name in map(str, tidy) if name not in (*KEY, origins.COLUMN)]
    found = pd.DataFrame(
        {name: origins.origins_of(tidy, name, "electrodes", root) for name in values}
    )
    empty = (tidy[values] == "").astype(bool)  # a text without a word is no value
    found = tidy[list(KEY)].join(found.mask(empty))
    long = found.melt(list(KEY), var_name="column", value_name="origin").dropna(subset="origin")
    return long.sort_values(list(KEY), kind="stable", ignore_index=True)


def same_current_only(frame: pd.DataFrame) -> pd.DataFrame:
    """The electrodes whose initial and final capacity were measured at one current.

    Parameters
    ----------
    frame
        Electrodes with the column same_current.

    Returns
    -------
    DataFrame
        The rows in which same_current is true.

    Examples
    --------
    >>> from anodes import data
    >>> bool(data.same_current_only(data.electrodes())["same_current"].all())
    True
    """
    return frame[frame["same_current"]]


def derive(frame: pd.DataFrame, root: Path = ROOT, own: str = "given") -> pd.DataFrame:
    """Add what arithmetic gives to electrodes, in the order that `data/computed.json` has.

    Needs the columns element, ion, initial_capacity_mAh_g, final_capacity_mAh_g and cycles;
    what else is not there counts as missing. A 1 C current is taken from `one_c_A_g` if it
    stands there, else from the review's text for the same paper or the same host, else from the
    theoretical capacity; `one_c_basis` says which. `own` is the origin of what the frame holds;
    the column `origins` names it, and that of what is added, where the column does not.
    """
    brought, frame = frame, frame.copy()
    for name in (*MEASURED, "one_c_A_g"):
        if name not in frame:
            frame[name] = float("nan")
        elif name != "cycles":
            frame[name] = frame[name].astype("float64")
    if "reference" not in frame:
        frame["reference"] = None
    stated, theoretical = _stated_one_c(root), _theoretical(root)
    one_c = [_one_c_mA_g(key, stated, theoretical) for key in _keys(frame)]
    given = frame["one_c_A_g"].notna()
    of_given = frame.get("one_c_basis", GIVEN)
    frame["one_c_basis"] = [basis for _, basis in one_c]
    frame["one_c_basis"] = frame["one_c_basis"].mask(given, of_given)
    frame.loc[~given, "one_c_A_g"] = [
        value / 1000 for (value, _), there in zip(one_c, given, strict=True) if not there
    ]
    for part in ("initial", "cycling"):
        rate, current = f"{part}_c_rate", f"{part}_current_A_g"
        frame[current] = frame[current].fillna(frame[rate] * frame["one_c_A_g"])
        frame[rate] = frame[rate].fillna(faraday.c_rate(frame[current], frame["one_c_A_g"]))

    first, last = frame["initial_capacity_mAh_g"], frame["final_capacity_mAh_g"]
    frame["retention_percent"] = cycling.retention_percent(last, first)
    frame["fade_percent_per_cycle"] = cycling.fade_percent_per_cycle(last, first, frame["cycles"])
    frame["first_cycle_loss_percent"] = cycling.first_cycle_loss_percent(frame["ice_percent"])
    frame["capacity_utilization_percent"] = (
        100 * first / [theoretical[key[:2]] for key in _keys(frame)]
    )
    same = [
        cycling.at_one_current(frame[f"initial_{unit}"], frame[f"cycling_{unit}"])
        for unit in ("current_A_g", "current_mA_cm2")
    ]
    frame["same_current"] = same[0] | same[1]
    frame[origins.COLUMN] = _origins(brought, frame, own, root)
    described = columns("electrodes", root)
    return frame[[name for name in described if name in frame]]


ADDED = ("initial_current_A_g", "initial_c_rate", "cycling_current_A_g", "cycling_c_rate")


def _origins(brought: pd.DataFrame, frame: pd.DataFrame, own: str, root: Path) -> pd.Series:
    """The text of the column `origins` for each row, after `derive`.

    Many rows share few texts, so they are kept as categories.
    """
    import pandas as pd

    described, nowhere = columns("electrodes", root), pd.Series(False, index=frame.index)
    cells = {
        (name, own): brought[name].notna()
        for name in map(str, brought)
        if name in described and (described[name].origin == origins.VARIES or own != "printed")
    }
    for name in ADDED:
        cells[name, "derived"] = frame[name].notna() & ~cells.get((name, own), nowhere)
    added = ~cells.get(("one_c_A_g", own), nowhere)
    here = frame["one_c_basis"] == STATED_HERE
    cells["one_c_A_g", "printed"] = added & here
    cells["one_c_A_g", "assumed"] = added & ~here
    bits = [mask.astype("int64") * (1 << bit) for bit, mask in enumerate(cells.values())]
    codes = sum(bits, start=nowhere.astype("int64"))
    stated = brought.get(origins.COLUMN, pd.Series("", index=frame.index))
    texts = {
        (code, text): origins.origin_text(
            {name: origin for bit, (name, origin) in enumerate(cells) if code >> bit & 1}
            | origins.parse_origins(text)
        )
        for code, text in set(zip(codes, stated, strict=True))
    }
    found = [texts[key] for key in zip(codes, stated, strict=True)]
    return pd.Series(found, index=frame.index, dtype="category")


def _says(frame: pd.DataFrame, name: str, origin: str) -> pd.Series:
    """Whether each row states this origin for a column."""
    return frame[origins.COLUMN].map(lambda text: origins.parse_origins(text).get(name) == origin)


@once_a_state
def _as_printed(root: Path) -> pd.DataFrame:
    """The electrodes with their printed values only, corrections applied."""
    import pandas as pd

    fixes = _corrections(root)
    rows: list[Row] = []
    problems: list[Problem] = []
    for table, ion in ELECTRODE_TABLES.items():
        path = f"data/printed/table_{table}.csv"
        for index, printed in enumerate(records(read(f"table_{table}", root)), start=2):
            printed = {**printed, "ion": ion}
            replaced = fixes.get((table, printed["row"]), {})
            used = printed | {column: fix["used"] for column, fix in replaced.items()}
            values = _electrode(used, _cells(path, index, used, problems))
            rows.append(
                {
                    "table": table,
                    "row": used["row"],
                    "reference": used["reference"],
                    "place": f"Table {table}, row {used['row']}",
                    "ion": used["ion"],
                    **values,
                    "corrected": "; ".join(replaced),
                    "notes": " ".join(fix["reason"] for fix in replaced.values()),
                    origins.COLUMN: _changed(printed, used, values) if replaced else "",
                }
            )
    problems += _stale_corrections(root)
    families = read("methods", root).set_index("method")["family"]
    for row in rows:
        if row["method"] not in families.index:
            path = f"data/printed/table_{row['table']}.csv"
            expected = "a method listed in data/review/methods.csv (add it there with its family)"
            found = repr(row["method"])
            problems.append(Problem(path, row["row"] + 1, "method", found, expected))
    if problems:
        raise DataError(problems)
    frame = pd.DataFrame(rows)
    frame["family"] = frame["method"].map(families)
    measured = frame[[name for name in MEASURED if name in frame]].notna()
    frame["printed_values"] = [
        "; ".join(name for name, there in row.items() if there) for row in records(measured)
    ]
    return frame


def _changed(printed: dict[str, Any], used: dict[str, Any], values: dict[str, Any]) -> str:
    """The values that a correction changes, as the column `origins` writes them.

    A value that the replaced cell holds too is printed: a corrected current leaves the capacity.
    """
    read_there = printed | _electrode(printed, _cells("", 0, printed, []))
    of_now = {"ion": used["ion"], **values}
    changed = [
        name
        for name, value in of_now.items()
        if value is not None and value == value and value != read_there[name]
    ]
    return origins.origin_text(dict.fromkeys(changed, "corrected"))


def _electrode(
    cells: dict[str, Any], cell: Callable[[str, Callable[[str], Any]], Any]
) -> dict[str, Any]:
    """The tidy values of one electrode written as in Tables 3 to 5.

    `cell(column, parse)` reads one cell and returns None where it cannot.
    """
    nothing = parsing.Capacity(float("nan"), parsing.Current(float("nan"), "gravimetric"), 0)
    initial = cell("initial_capacity", parsing.initial_capacity) or nothing
    final = cell("capacity_retention", parsing.parse_capacity_after_cycles) or nothing
    return {
        "material": cells["structure"],
        "method": cells["method"],
        "element": cell("structure", _host),
        "initial_capacity_mAh_g": initial.value,
        **_current("initial", initial.current),
        "ice_percent": cell("ice", parsing.percent),
        "final_capacity_mAh_g": final.value,
        "cycles": final.cycles,
        **_current("cycling", final.current),
    }


def _cells(
    path: str, line: int, cells: dict[str, Any], problems: list[Problem]
) -> Callable[[str, Callable[[str], Any]], Any]:
    """A reader of one row's cells that notes what cannot be read and goes on."""

    def cell(column: str, parse: Callable[[str], Any]) -> Any:  # noqa: ANN401
        try:
            return parse(cells[column])
        except parsing.NotationError as error:
            problems.append(Problem(path, line, column, repr(error.text), error.expected))
            return None

    return cell


def _host(structure: str) -> str:
    """The host element that a structure's name holds: 'NP-Sb70' is antimony."""
    elements: set[str] = set(re.findall(A_HOST, structure))
    if len(elements) != 1:
        raise parsing.NotationError(structure, "a name that holds one of Si, Ge, Sn, Sb")
    return elements.pop()


def _current(prefix: str, current: parsing.Current) -> dict[str, float]:
    """A current as the column of its own basis; the other bases stay empty."""
    columns = {"gravimetric": "current_A_g", "areal": "current_mA_cm2", "c_rate": "c_rate"}
    return {
        f"{prefix}_{column}": current.value if current.basis == basis else float("nan")
        for basis, column in columns.items()
    }


def _keys(frame: pd.DataFrame) -> Iterator[tuple[str, str, int]]:
    return zip(frame["element"], frame["ion"], frame["reference"], strict=True)


@once_a_state
def _theoretical(root: Path) -> dict[tuple[str, str], float]:
    """(element, ion) -> theoretical capacity in mAh/g as Tables 1 and 2 print it."""
    frame = hosts(root)
    return {
        (row["element"], row["ion"]): row["theoretical_capacity_mAh_g"] for row in records(frame)
    }


def one_c_constants(root: Path = ROOT) -> dict[str, Any]:
    """What `one_c_mA_g` looks up, for those who compute without this package.

    `stated` has rows of element, ion, reference and mA/g, `theory` of element, ion and mAh/g;
    `bases` names what a 1 C rests on: stated for the paper, for its host, theory, or given.
    """
    return {
        "stated": [[*key, value] for key, value in _stated_one_c(root).items()],
        "theory": [[*key, value] for key, value in _theoretical(root).items()],
        "bases": [STATED_HERE, STATED_FOR_HOST, THEORETICAL, GIVEN],
    }


def one_c_mA_g(
    element: str, ion: str, reference: int | None, root: Path = ROOT
) -> tuple[float, str]:
    """The 1 C current in mA/g for a paper on a host, and what it rests on."""
    return _one_c_mA_g((element, ion, reference), _stated_one_c(root), _theoretical(root))


def _one_c_mA_g(
    key: tuple[str, str, int | None],
    stated: dict[tuple[str, str, int], float],
    theoretical: dict[tuple[str, str], float],
) -> tuple[float, str]:
    """`one_c_mA_g` of element, ion and reference, for whoever asks for many."""
    if key in stated:
        return stated[key], STATED_HERE
    for (host, ion, _), value in stated.items():
        if (host, ion) == key[:2]:
            return value, STATED_FOR_HOST
    return theoretical[key[:2]], THEORETICAL


@once_a_state
def _stated_one_c(root: Path) -> dict[tuple[str, str, int], float]:
    """(element, ion, reference) -> 1 C in mA/g as the text states it for a half cell."""
    claims = read("claims", root)
    half_cell = ~claims["material"].str.contains(FULL_CELL, regex=False)
    stated = claims[(claims["quantity"] == "one_c_current") & half_cell]
    return {
        (row["element"], row["ion"], int(reference)): row["value"]
        for row in records(stated)
        for reference in row["references"].split(";")
    }


def _corrections(root: Path) -> dict[tuple[int, int], dict[str, dict[str, str]]]:
    """(table, row) -> column -> correction."""
    fixes: dict[tuple[int, int], dict[str, dict[str, str]]] = {}
    for fix in records(read("corrections", root)):
        fixes.setdefault((fix["table"], fix["row"]), {})[fix["column"]] = fix
    return fixes


def _stale_corrections(root: Path) -> Iterator[Problem]:
    """A correction must quote the cell it replaces, or it would correct something else."""
    for line, fix in enumerate(records(read("corrections", root)), start=2):
        table = read(f"table_{fix['table']}", root)
        cells = table[table["row"] == fix["row"]].assign(ion=ELECTRODE_TABLES.get(fix["table"]))
        known = len(cells) == 1 and fix["column"] in cells
        printed = str(cells[fix["column"]].iloc[0]) if known else "no such cell"
        if printed != fix["printed"]:
            expected = f"the cell as it is printed: {printed!r}"
            yield Problem(CORRECTIONS, line, "printed", repr(fix["printed"]), expected)
