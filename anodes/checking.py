"""Everything that can be wrong with the data, told by file, line and column.

`problems()` checks the book's own files: their schemas, the notation of the printed cells,
what one file says about another, and checksums. `check` holds a file of electrodes that a
reader brings against the schema of the book's own.
"""

from __future__ import annotations

import csv
import difflib
import io
import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from anodes import schemas, tables
from anodes.columns import COLUMNS, ELECTRODE_COLUMNS, schema_field
from anodes.files import DESCRIPTOR, ROOT, DataError, Problem, checksum, descriptor, read
from anodes.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    import pandas as pd

SAVE = "a table with commas between its columns, saved as CSV UTF-8 (comma delimited)"
PLAIN = re.compile(r"[+-]?[0-9]+(\.[0-9]*)?([eE][+-]?[0-9]+)?|true|false", re.I | re.ASCII)
AGREEMENT = 0.005  # relative; a computed column that a reader brings may be rounded


# ---------------------------------------------------------------- the book's own data


def problems(root: Path = ROOT) -> list[Problem]:
    """Everything wrong in `data/` and `references.bib`; [] if nothing is."""
    by_schema = list(schemas.package_problems(root))
    found: list[Problem] = []
    for rule in RULES:
        found += _broken(rule, root, tolerant=bool(by_schema))
    found += by_schema  # after the readers, whose words are plainer for the same cell
    damaged = {problem.file for problem in found}
    found += [problem for problem in _changed_files(root) if problem.file not in damaged]
    return DataError(_first_at_each_place(found)).problems


def seal(root: Path = ROOT, printed: bool = False) -> list[str]:
    """Write size and checksum of the data files into the descriptor; the files that changed.

    The files in `printed/` keep their checksums unless `printed` is true: the review does not
    change.
    """
    path = root / DESCRIPTOR
    package = json.loads(path.read_text(encoding="utf-8"))
    changed = []
    for resource in package["resources"]:
        content = (root / "data" / resource["path"]).read_bytes()
        mark = checksum(content)
        if mark.items() <= resource.items() or (_is_printed(resource) and not printed):
            continue
        changed.append(f"data/{resource['path']}")
        resource |= mark
    if changed:
        text = json.dumps(package, ensure_ascii=False, indent=2) + "\n"
        path.write_text(text, encoding="utf-8")
        descriptor.cache_clear()
    return changed


def _is_printed(resource: dict[str, Any]) -> bool:
    return resource["path"].startswith("printed/")


def _changed_files(root: Path) -> Iterator[Problem]:
    for resource in descriptor(root)["resources"]:
        path = f"data/{resource['path']}"
        file = root / path
        if file.exists() and resource.get("hash") != checksum(file.read_bytes())["hash"]:
            remedy = "`python -m anodes seal` if the change is meant"
            if _is_printed(resource):
                remedy = (
                    "restore it, for the review does not change; what we read differently belongs "
                    "in data/review/corrections.csv"
                )
            yield Problem(path, None, None, "content unlike its checksum", remedy)


def _broken(rule: Callable[[Path], Iterator[Problem]], root: Path, tolerant: bool) -> list[Problem]:
    """The problems that a rule yields or raises.

    `tolerant` where the schema has said that a file is damaged: a rule may stumble over it.
    """
    try:
        return list(rule(root))
    except DataError as error:
        return error.problems
    except Exception:
        if not tolerant:
            raise
        return []


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


# ---------------------------------------------------------------- a reader's electrodes


def check(text: str, file: str = "your file", root: Path = ROOT) -> pd.DataFrame:
    """The electrodes of a reader's CSV text, completed like `tables.electrodes`.

    Its columns are those of the tidy electrodes; `structure`, `element`, `ion`,
    `initial_capacity_mAh_g`, `final_capacity_mAh_g` and `cycles` must be there. A computed
    column may be there and must then be what the book computes, to half a per cent. `file` is
    the name that problems are told under. Raises `DataError` with every problem.
    """
    import pandas as pd

    header, rows, lines = _csv(text, file)
    fields = {name: schema_field(name) for name in ELECTRODE_COLUMNS}
    known = [header.index(name) for name in dict.fromkeys(header) if name in fields]
    cells = [[row[place] for place in known] for row in rows]
    names = [header[place] for place in known]
    in_rows = [
        *schemas.row_problems(file, names, cells, [fields[name] for name in names]),
        *_odd_numbers(file, names, cells, fields),
        *_unknown_keys(file, names, cells, root),
    ]
    one_a_cell = {(problem.line, problem.column): problem for problem in reversed(in_rows)}
    _stop(*_header_problems(file, header, fields), *_placed(one_a_cell.values(), lines))

    texts = pd.DataFrame(cells, columns=names, dtype=str)
    brought = pd.DataFrame({name: _typed(texts[name], fields[name]["type"]) for name in names})
    given = [name for name in brought if COLUMNS[name].origin != "computed" or COLUMNS[name].cell]
    derived = tables.derive(brought[given], root)
    _stop(*_placed(_disagreements(file, brought, derived), lines))
    return derived


def _stop(*problems: Problem) -> None:
    if problems:
        raise DataError(problems)


def read_text(path: Path) -> str:
    """A reader's file as text. Raises `DataError` where it cannot be read or is not UTF-8."""
    file = str(path)
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        problem = Problem(file, None, None, error.strerror or str(error), "a file to read")
        raise DataError([problem]) from error
    except UnicodeDecodeError as error:
        raise DataError([Problem(file, None, None, "bytes that are not UTF-8", SAVE)]) from error


def template() -> str:
    """A CSV text with the columns that a reader fills, and one made-up row to write over."""
    example = {
        "structure": "My porous Si (made up)",
        "element": "Si",
        "ion": "Li",
        "initial_capacity_mAh_g": "2500",
        "initial_current_A_g": "0.2",
        "ice_percent": "85",
        "final_capacity_mAh_g": "1500",
        "cycles": "200",
        "cycling_current_A_g": "0.2",
        "notes": "",
    }
    return ",".join(example) + "\n" + ",".join(example.values()) + "\n"


def _csv(text: str, file: str) -> tuple[list[str], list[list[str]], list[int]]:
    """Header, rows and the line that each row begins in, of a CSV text as a spreadsheet saves it.

    Empty lines are passed over. Raises `DataError`.
    """
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    records, begin = [], 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                records.append((begin, [cell.strip() for cell in cells]))
            begin = reader.line_num + 1
    except csv.Error as error:
        found = f"quotation marks that do not pair ({error})"
        _stop(Problem(file, begin, None, found, "a closing quotation mark for each opening one"))
    if not records:
        _stop(Problem(file, 1, None, "nothing", SAVE))
    (_, header), *rows = records
    if len(header) < 2:
        _stop(Problem(file, 1, None, repr(text.splitlines()[0]), SAVE))
    if not rows:
        _stop(Problem(file, 2, None, "no row below the header", "an electrode in each row"))
    _stop(
        *(
            Problem(file, line, None, f"{len(cells)} cells", f"{len(header)} cells, as the header")
            for line, cells in rows
            if len(cells) != len(header)
        )
    )
    return header, [cells for _, cells in rows], [line for line, _ in rows]


def _placed(problems: Iterable[Problem], lines: list[int]) -> Iterator[Problem]:
    """Problems counted by row (the first being 2), at the lines where the rows begin."""
    for problem in problems:
        line = lines[problem.line - 2] if problem.line and problem.line > 1 else problem.line
        yield replace(problem, line=line)


def _header_problems(
    file: str, header: list[str], fields: dict[str, dict[str, Any]]
) -> Iterator[Problem]:
    for name in sorted({name for name in header if header.count(name) > 1}):
        yield Problem(file, 1, name, f"{header.count(name)} columns of this name", "one")
    for name in header:
        if name not in fields:
            like = difflib.get_close_matches(name, fields, n=1)
            hint = f"{like[0]}, perhaps" if like else "a column of the tidy electrodes"
            yield Problem(file, 1, name, "a column that is not known", hint)
    for name, field in fields.items():
        if field.get("constraints", {}).get("required") and name not in header:
            meaning = f"a column {name}: {field['description']}"
            yield Problem(file, 1, name, "no such column", meaning)


def _odd_numbers(
    file: str, names: list[str], rows: list[list[str]], fields: dict[str, dict[str, Any]]
) -> Iterator[Problem]:
    """Numbers that Python would read and other programs would not: '1_500', 'inf'."""
    for line, row in enumerate(rows, start=2):
        for name, cell in zip(names, row, strict=True):
            if cell and fields[name]["type"] != "string" and not PLAIN.fullmatch(cell):
                yield Problem(file, line, name, repr(cell), "plain digits, or an empty cell")


def _unknown_keys(
    file: str, names: list[str], rows: list[list[str]], root: Path
) -> Iterator[Problem]:
    """Families and references that the book does not list; an empty cell is none."""
    listed = {
        "family": ("review/families.csv", set(read("families", root)["family"])),
        "reference": (
            "printed/citations.csv",
            set(read("citations", root)["reference"].astype(str)),
        ),
    }
    for line, row in enumerate(rows, start=2):
        for name, cell in zip(names, row, strict=True):
            table, values = listed.get(name, ("", {cell}))
            if cell and cell not in values:
                yield Problem(file, line, name, repr(cell), f"one that {table} lists, or nothing")


def _typed(texts: pd.Series, kind: str) -> pd.Series:
    """Cells that the schema has accepted, as numbers where it says so."""
    import pandas as pd

    if kind == "boolean":
        return texts.str.lower().isin(["true", "1"])
    if kind == "string":
        return texts
    numbers = pd.to_numeric(texts.replace("", None))
    return numbers.astype("Int64") if kind == "integer" else numbers.astype("float64")


def _disagreements(file: str, brought: pd.DataFrame, derived: pd.DataFrame) -> Iterator[Problem]:
    """Computed columns that a reader brings and that are not what the book computes."""
    for name in brought:
        if COLUMNS[name].origin != "computed":
            continue
        ours = derived[name]
        if COLUMNS[name].cell:  # a C-rate: what is printed, or the current over 1 C
            ours = derived[name.replace("c_rate", "current_A_g")] / derived["one_c_A_g"]
        for index, (theirs, value) in enumerate(zip(brought[name], ours, strict=True)):
            there = theirs == theirs and value == value
            if there and abs(theirs - value) > AGREEMENT * abs(value):
                meaning = f"{value:.5g}, computed: {COLUMNS[name].definition}"
                yield Problem(file, index + 2, name, f"{theirs:.5g}", meaning)
