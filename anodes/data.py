"""The only reader of `data/`: typed, tidy frames, corrections applied and marked, problems told.

Reading is cheap and always checks what it parses; `problems()` checks everything against
`datapackage.json`, the only schema, with frictionless. Both speak in `Problem`s: file, line,
column, what was found, what was expected. All problems are collected before anything is said.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from anodes import notation, theory
from anodes.columns import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    import pandas as pd

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "data"
REFERENCES = ROOT / "references.bib"

HOST_TABLES = {1: "Li", 2: "Na"}
ELECTRODE_TABLES = {3: "Li", 4: "Li", 5: "Na"}  # the ion in each table's title
CORRECTIONS = "data/review/corrections.csv"

STATED_HERE = "stated in the review for this paper"
STATED_FOR_HOST = "stated in the review for another paper on this host"
THEORETICAL = "theoretical capacity printed in the review"


@dataclass(frozen=True)
class Problem:
    """One thing wrong in a file; `line` counts as a text editor does, the header being 1."""

    file: str
    line: int | None
    column: str | None
    found: str
    expected: str

    def __str__(self) -> str:
        place = [self.file]
        place += [f"line {self.line}"] if self.line else []
        place += [f"column {self.column}"] if self.column else []
        return f"{', '.join(place)}: found {self.found}; expected {self.expected}"


class DataError(ValueError):
    """Data that cannot be used; `problems` lists every reason, not just the first."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(set(problems), key=lambda p: (p.file, p.line or 0, p.column or ""))
        count = len(self.problems)
        lines = "\n".join(f"  {problem}" for problem in self.problems)
        super().__init__(
            f"{count} problem{'s' * (count != 1)} in the data:\n{lines}\n"
            "Mend the named cells and try again; nothing was written."
        )


# ---------------------------------------------------------------- reading


@cache
def descriptor(root: Path = ROOT) -> dict[str, Any]:
    """The Frictionless Data Package descriptor `data/datapackage.json`."""
    return json.loads((root / "data" / "datapackage.json").read_text(encoding="utf-8"))


def schema(name: str, root: Path = ROOT) -> dict[str, Any]:
    """The Table Schema of one resource."""
    return next(r["schema"] for r in descriptor(root)["resources"] if r["name"] == name)


def read(name: str, root: Path = ROOT) -> pd.DataFrame:
    """One resource as a frame, typed by its schema; a text column keeps its cells as printed.

    Raises `DataError` for a missing or unreadable file, a missing column or a text in a number.
    """
    import pandas as pd

    resource = next(r for r in descriptor(root)["resources"] if r["name"] == name)
    path = f"data/{resource['path']}"
    try:
        frame = pd.read_csv(root / path, dtype=str, keep_default_na=False, encoding="utf-8")
    except (OSError, UnicodeDecodeError, ValueError) as error:
        found = f"a file that cannot be read ({error})"
        raise DataError([Problem(path, None, None, found, "a CSV file in UTF-8")]) from error

    fields = resource["schema"]["fields"]
    missing = [field["name"] for field in fields if field["name"] not in frame]
    if missing:
        header = ", ".join(frame.columns)
        raise DataError(
            Problem(path, 1, name, f"the header {header}", "this column in it") for name in missing
        )

    problems: list[Problem] = []
    typed = {}
    for field in fields:
        column = frame[field["name"]]
        typed[field["name"]] = column
        if field["type"] not in ("integer", "number"):
            continue
        numbers = pd.to_numeric(column.replace("", None), errors="coerce")
        for index in column.index[(column != "") & numbers.isna()]:
            found = repr(column[index])
            problems.append(Problem(path, index + 2, field["name"], found, f"a {field['type']}"))
        whole = field["type"] == "integer" and numbers.notna().all()
        typed[field["name"]] = numbers.astype("int64") if whole else numbers.astype("float64")
    if problems:
        raise DataError(problems)
    return pd.DataFrame(typed)


# ---------------------------------------------------------------- tidy frames


def hosts(root: Path = ROOT) -> pd.DataFrame:
    """Tables 1 and 2 tidied: a row for each host and ion, printed values as numbers.

    Columns as in `anodes.columns`, capacities per gram of pristine host. Raises `DataError`.
    """
    import pandas as pd

    rows, problems = [], []
    for table, ion in HOST_TABLES.items():
        path = f"data/printed/table_{table}.csv"
        for index, printed in enumerate(_records(read(f"table_{table}", root)), start=2):
            cell = _cells(path, index, printed, problems)
            alloy = cell("alloying_product", notation.alloy)
            expansion = cell("volume_expansion", notation.number)
            values = {
                "theoretical_capacity_mAh_g": cell("theoretical_capacity", notation.number),
                "volumetric_capacity_mAh_cm3": cell("volumetric_capacity", notation.number),
                "volume_expansion_percent": expansion,
                "conductivity_S_m": cell("conductivity", notation.number),
                "density_g_cm3": cell("density", notation.number),
            }
            rows.append(
                {
                    "table": table,
                    "element": printed["element"],
                    "ion": ion,
                    "alloying_product": printed["alloying_product"],
                    "guest_per_host": alloy and alloy.guest_per_host,
                    **{name: value and value.value for name, value in values.items()},
                    "expansion_qualifier": expansion and expansion.qualifier,
                }
            )
    if problems:
        raise DataError(problems)
    return pd.DataFrame(rows)


def electrodes(root: Path = ROOT) -> pd.DataFrame:
    """The 60 electrodes of Tables 3 to 5, tidied: one row each, units in the column names.

    Printed cells are read by `notation`, after the replacements of `corrections.csv`; what is
    replaced is named in `corrected` and explained in `notes`. Derived columns come from
    `theory`. Missing is NaN. Raises `DataError` listing every cell that cannot be read.
    """
    import pandas as pd

    fixes = _corrections(root)
    rows, problems = [], []
    for table, ion in ELECTRODE_TABLES.items():
        path = f"data/printed/table_{table}.csv"
        for index, printed in enumerate(_records(read(f"table_{table}", root)), start=2):
            printed = {**printed, "ion": ion}
            used = printed | {
                column: fix["used"]
                for column, fix in fixes.get((table, printed["row"]), {}).items()
            }
            cell = _cells(path, index, used, problems)
            rows.append(_electrode(table, used, cell, fixes.get((table, printed["row"]), {})))
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
    return _derive(frame, root)


def references(root: Path = ROOT) -> pd.DataFrame:
    """The review's reference list: reference (1 to 178), key, first author, title, year."""
    import pandas as pd

    rows = [
        {
            "reference": int(key[1:]),
            "key": key,
            "first_author": entry.persons["author"][0].last_names[0],
            "title": entry.fields["title"].strip("{}"),
            "journal": entry.fields["journal"],
            "year": entry.fields.get("year", ""),
        }
        for key, entry in _bibliography(root).entries.items()
        if re.fullmatch(r"r\d{3}", key)
    ]
    return pd.DataFrame(rows)


def like_for_like(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows whose initial and final capacity were measured at one current."""
    return frame[frame["same_current"]]


def headed(frame: pd.DataFrame, *names: str) -> pd.DataFrame:
    """The named columns for a page: readable heads with units, under what each number is.

    The first column becomes the row heads. The upper line of the head says printed, computed
    or judged for every column that `anodes.columns` knows.
    """
    import pandas as pd

    shown = frame[list(names)].set_index(names[0]).rename_axis(None)
    for name in shown.select_dtypes("bool"):
        shown[name] = shown[name].map({True: "yes", False: "no"})
    heads = [(COLUMNS[name].origin, COLUMNS[name].title) for name in shown]
    shown.columns = pd.MultiIndex.from_tuples(heads)
    return shown


# ---------------------------------------------------------------- checking


def problems(root: Path = ROOT) -> list[Problem]:
    """Everything wrong in `data/` and `references.bib`: schema, notation, cross-references."""
    schema_problems = list(_schema_problems(root))
    found: list[Problem] = []
    for check in (hosts, electrodes, references, _unknown_references):
        try:
            check(root)
        except DataError as error:
            found += error.problems
        except Exception:
            # A file too damaged to be read; what is wrong with it is in the schema's list.
            if not schema_problems:
                raise
    found += schema_problems  # after the readers, whose words are plainer for the same cell
    return DataError(_first_at_each_place(found)).problems


def _first_at_each_place(problems: list[Problem]) -> Iterator[Problem]:
    """One problem a cell; where a header is wrong, not also every row below it."""
    headless = {problem.file for problem in problems if problem.line == 1}
    places = set()
    for problem in problems:
        place = (problem.file, problem.line, problem.column)
        if place in places or (problem.file in headless and problem.line != 1):
            continue
        places.add(place)
        yield problem


def _unknown_references(root: Path) -> None:
    """Every cited number must stand in `references.bib`."""
    known = set(references(root)["reference"])
    unknown = []
    for name in [f"table_{table}" for table in ELECTRODE_TABLES]:
        for index, number in read(name, root)["reference"].items():
            if number not in known:
                path = f"data/printed/{name}.csv"
                expected = f"a key r{number:03} in {REFERENCES.name}"
                unknown.append(Problem(path, index + 2, "reference", repr(number), expected))
    if unknown:
        raise DataError(unknown)


def _schema_problems(root: Path) -> Iterator[Problem]:
    """What frictionless finds, in our words."""
    from frictionless import Package

    package = Package(str(root / "data" / "datapackage.json"))
    report = package.validate()
    for message in report.errors:
        yield Problem("data/datapackage.json", None, None, message.message, "a valid descriptor")
    for task in report.tasks:
        file = f"data/{Path(task.place).as_posix().removeprefix((root / 'data').as_posix() + '/')}"
        resource = next((r for r in package.resources if r.name == task.name), None)
        for error in task.errors:
            yield _translated(file, error, resource)


def _translated(file: str, error: Any, resource: Any) -> Problem:  # noqa: ANN401
    """One frictionless error as a `Problem`."""
    cell = getattr(error, "cell", None)
    column = getattr(error, "field_name", None) or getattr(error, "label", None) or None
    line = getattr(error, "row_number", None)
    found = repr(cell) if cell is not None else error.note or error.message
    expected = error.title.lower().removesuffix(" error")
    field = None
    if resource is not None and column and resource.schema.has_field(column):
        field = resource.schema.get_field(column)
    match error.type:
        case "missing-label":
            return Problem(file, 1, column, "a header without it", "this column in the header")
        case "type-error":
            found, expected = repr(cell), f"a {field.type}: {field.description}"
        case "constraint-error":
            found, expected = repr(cell), f"{_constraints(field)}: {field.description}"
        case "primary-key":
            found, expected = "a row that stands twice", "each row once"
        case "foreign-key":
            column = ", ".join(error.field_names)
            found = ", ".join(map(repr, error.field_cells))
            expected = f"a value that the table {error.reference_name!r} lists"
        case "source-error":
            found, expected = "an empty or unreadable file", "a CSV file with a header"
        case "encoding-error":
            found, expected = "bytes that are not UTF-8", "a file saved in UTF-8"
    return Problem(file, line, column, found, expected)


def _constraints(field: Any) -> str:  # noqa: ANN401
    words = {
        "required": "a value",
        "enum": "one of {}",
        "minimum": "at least {}",
        "maximum": "at most {}",
        "pattern": "the form {}",
        "unique": "a value that stands once",
    }
    return ", ".join(
        words[name].format(", ".join(map(str, value)) if isinstance(value, list) else value)
        for name, value in field.constraints.items()
        if name in words
    )


# ---------------------------------------------------------------- inner workings


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return frame.to_dict("records")


def _cells(
    path: str, line: int, cells: dict[str, Any], problems: list[Problem]
) -> Callable[[str, Callable[[str], Any]], Any]:
    """A reader of one row's cells that notes what cannot be read and goes on."""

    def cell(column: str, parse: Callable[[str], Any]) -> Any:  # noqa: ANN401
        try:
            return parse(cells[column])
        except notation.NotationError as error:
            problems.append(Problem(path, line, column, repr(error.text), error.expected))
            return None

    return cell


def _host(structure: str) -> str:
    """The host element that a structure's name holds: 'NP-Sb70' is antimony."""
    elements = set(re.findall("Si|Ge|Sn|Sb", structure))
    if len(elements) != 1:
        raise notation.NotationError(structure, "a name that holds one of Si, Ge, Sn, Sb")
    return elements.pop()


def _electrode(
    table: int,
    used: dict[str, Any],
    cell: Callable[[str, Callable[[str], Any]], Any],
    fixes: dict[str, dict[str, str]],
) -> dict[str, Any]:
    nothing = notation.Capacity(float("nan"), notation.Current(float("nan"), "gravimetric"), 0)
    initial = cell("initial_capacity", notation.initial_capacity) or nothing
    final = cell("capacity_retention", notation.capacity_retention) or nothing
    return {
        "table": table,
        "row": used["row"],
        "reference": used["reference"],
        "structure": used["structure"],
        "method": used["method"],
        "element": cell("structure", _host),
        "ion": used["ion"],
        "initial_capacity_mAh_g": initial.value,
        **_current("initial", initial.current),
        "ice_percent": cell("ice", notation.percent),
        "final_capacity_mAh_g": final.value,
        "cycles": final.cycles,
        **_current("cycling", final.current),
        "corrected": "; ".join(fixes),
        "notes": " ".join(fix["reason"] for fix in fixes.values()),
    }


def _current(prefix: str, current: notation.Current) -> dict[str, float]:
    """A current as the column of its own basis; the other bases stay empty."""
    columns = {"gravimetric": "current_A_g", "areal": "current_mA_cm2", "c_rate": "c_rate"}
    return {
        f"{prefix}_{column}": current.value if current.basis == basis else float("nan")
        for basis, column in columns.items()
    }


def _derive(frame: pd.DataFrame, root: Path) -> pd.DataFrame:
    """Add what arithmetic gives, and put the columns in the order of the dictionary."""
    frame["ice_percent"] = frame["ice_percent"].astype("float64")
    one_c = [_one_c(root, *key) for key in _keys(frame)]
    frame["one_c_A_g"] = [value / 1000 for value, _ in one_c]
    frame["one_c_basis"] = [basis for _, basis in one_c]
    for part in ("initial", "cycling"):
        rate, current = f"{part}_c_rate", f"{part}_current_A_g"
        frame[current] = frame[current].fillna(frame[rate] * frame["one_c_A_g"])
        frame[rate] = frame[rate].fillna(theory.c_rate(frame[current], frame["one_c_A_g"]))

    first, last = frame["initial_capacity_mAh_g"], frame["final_capacity_mAh_g"]
    frame["retention_percent"] = theory.retention_percent(last, first)
    frame["fade_percent_per_cycle"] = theory.fade_percent_per_cycle(last, first, frame["cycles"])
    frame["first_cycle_loss_percent"] = theory.first_cycle_loss_percent(frame["ice_percent"])
    frame["of_theory_percent"] = 100 * first / [_theoretical(root)[key[:2]] for key in _keys(frame)]
    same = [
        (frame[f"initial_{unit}"] - frame[f"cycling_{unit}"]).abs() <= 1e-9
        for unit in ("current_A_g", "current_mA_cm2")
    ]
    frame["same_current"] = same[0] | same[1]
    return frame[[name for name in COLUMNS if name in frame]]


def _keys(frame: pd.DataFrame) -> Iterator[tuple[str, str, int]]:
    return zip(frame["element"], frame["ion"], frame["reference"], strict=True)


@cache
def _theoretical(root: Path) -> dict[tuple[str, str], float]:
    """(element, ion) -> theoretical capacity in mAh/g as Tables 1 and 2 print it."""
    frame = hosts(root)
    return {
        (row["element"], row["ion"]): row["theoretical_capacity_mAh_g"] for row in _records(frame)
    }


def _one_c(root: Path, element: str, ion: str, reference: int) -> tuple[float, str]:
    """The 1 C current in mA/g for a paper, and what it rests on."""
    stated = _stated_one_c(root)
    if (element, ion, reference) in stated:
        return stated[element, ion, reference], STATED_HERE
    for (host, guest, _), value in stated.items():
        if (host, guest) == (element, ion):
            return value, STATED_FOR_HOST
    return _theoretical(root)[element, ion], THEORETICAL


@cache
def _stated_one_c(root: Path) -> dict[tuple[str, str, int], float]:
    return {
        (row["element"], row["ion"], row["reference"]): row["one_c_mA_g"]
        for row in _records(read("one_c", root))
    }


def _corrections(root: Path) -> dict[tuple[int, int], dict[str, dict[str, str]]]:
    """(table, row) -> column -> correction."""
    fixes: dict[tuple[int, int], dict[str, dict[str, str]]] = {}
    for fix in _records(read("corrections", root)):
        fixes.setdefault((fix["table"], fix["row"]), {})[fix["column"]] = fix
    return fixes


def _stale_corrections(root: Path) -> Iterator[Problem]:
    """A correction must quote the cell it replaces, or it would correct something else."""
    for line, fix in enumerate(_records(read("corrections", root)), start=2):
        table = read(f"table_{fix['table']}", root)
        cells = table[table["row"] == fix["row"]].assign(ion=ELECTRODE_TABLES.get(fix["table"]))
        known = len(cells) == 1 and fix["column"] in cells
        printed = str(cells[fix["column"]].iloc[0]) if known else "no such cell"
        if printed != fix["printed"]:
            expected = f"the cell as it is printed: {printed!r}"
            yield Problem(CORRECTIONS, line, "printed", repr(fix["printed"]), expected)


def _bibliography(root: Path) -> Any:  # noqa: ANN401
    from pybtex.database import parse_file

    try:
        return parse_file(str(root / REFERENCES.name), bib_format="bibtex")
    except Exception as error:  # pybtex and the file system each raise their own
        problem = Problem(REFERENCES.name, None, None, str(error), "a BibTeX file in UTF-8")
        raise DataError([problem]) from error
