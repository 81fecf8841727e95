"""Everything that can be wrong with the data, reported by file, line and column.

`problems()` checks the book's own files: the descriptor, the files as such, their schemas, the
notation of the printed cells, what one file says about another, what must be there, and
checksums. `seal` stores new checksums of data without any other problem. `check` compares a file
of electrodes that a reader brings with the schema of the book's own.
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
from anodes.completeness import RULES as COMPLETENESS
from anodes.files import (
    DESCRIPTOR,
    REFERENCES,
    ROOT,
    DataError,
    Problem,
    checksum,
    descriptor,
    header_of,
    header_problems,
    parse_descriptor,
    read,
    write_atomically,
)
from anodes.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator
    from pathlib import Path

    import pandas as pd

Marked = dict[str, Any]  # a resource of the descriptor, or what `_mark` says of its file

SAVE = "a table with commas between its columns, saved as CSV UTF-8 (comma delimited)"
PLAIN = re.compile(r"[+-]?[0-9]+(\.[0-9]*)?([eE][+-]?[0-9]+)?|true|false", re.I | re.ASCII)
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
CARRIAGE_RETURNS = "line ends of Windows (CRLF)"
LINE_FEEDS = (
    "line ends LF, as .gitattributes asks for: save the file so, or run "
    "`git config core.autocrlf input` and check the file out again"
)
AGREEMENT = 0.005  # relative; a computed column that a reader brings may be rounded


# ---------------------------------------------------------------- the book's own data


def problems(root: Path = ROOT) -> list[Problem]:
    """Everything wrong in `data/` and `references.bib`; [] if nothing is."""
    return _problems(root, _change)


def seal(root: Path = ROOT, printed: bool = False, fewer_rows: bool = False) -> list[str]:
    """Store size, checksum and number of rows of the data files; the files that have changed.

    The data are validated first. Raises `DataError` with every problem, and writes nothing, where
    there is one beside new content. A new content of a file in `printed/` is a problem unless
    `printed` is true, because the review does not change; fewer rows than the descriptor states
    are one unless `fewer_rows` is true, because a lost row is seldom meant.
    """

    def unmeant(resource: Marked, mark: Marked) -> Iterator[Problem]:
        return _unmeant_change(resource, mark, printed, fewer_rows)

    if found := _problems(root, unmeant):
        raise DataError(found)
    path = root / DESCRIPTOR
    before = path.read_bytes()
    package = parse_descriptor(before)
    changed = []
    for resource in package["resources"]:
        mark = _mark(root, resource)
        if not mark.items() <= resource.items():
            changed.append(f"data/{resource['path']}")
            resource |= mark
    if changed:
        text = json.dumps(package, ensure_ascii=False, indent=2) + "\n"
        write_atomically(path, text.encode("utf-8"), expected=before)
    return changed


def _problems(root: Path, changes: Callable[[Marked, Marked], Iterator[Problem]]) -> list[Problem]:
    """Every problem of the data; `changes` yields those of a file unlike the descriptor's mark."""
    try:
        of_files = list(file_problems(root))
    except DataError as error:  # without a descriptor there is nothing to compare with
        return error.problems
    damaged = {problem.file for problem in of_files if problem.found != CARRIAGE_RETURNS}
    by_schema = list(schemas.package_problems(root, damaged))
    by_rule = _rule_problems(root, damaged, others=bool(of_files or by_schema))
    found = [*of_files, *by_rule, *by_schema]  # rules first: plainer words for the same cell
    known = {problem.file for problem in found}
    if DESCRIPTOR not in known:  # a descriptor that cannot be used has no checksums
        for resource in descriptor(root)["resources"]:
            if f"data/{resource['path']}" not in known:
                found += changes(resource, _mark(root, resource))
    return DataError(_first_at_each_place(found)).problems


def _mark(root: Path, resource: Marked) -> Marked:
    """Size, checksum and number of rows of a resource as it is now."""
    content = (root / "data" / resource["path"]).read_bytes()
    return checksum(content) | {"rows": len(read(resource["name"], root))}


def file_problems(root: Path) -> Iterator[Problem]:
    """Files that are missing, not described, or not tables with the header of their schema.

    Raises `DataError` where the descriptor cannot be used.
    """
    described = {f"data/{r['path']}": r for r in descriptor(root)["resources"]}
    for path, resource in described.items():
        names = [field["name"] for field in resource["schema"]["fields"]]
        yield from _table_problems(root, path, names)
    for file in sorted((root / "data").rglob("*.csv")):
        path = file.relative_to(root).as_posix()
        if path not in described:
            expected = f"a resource for it in {DESCRIPTOR}, or no such file"
            yield Problem(path, None, None, "a file that is not described", expected)
    for path in (DESCRIPTOR, REFERENCES):
        if (root / path).is_file() and b"\r" in (root / path).read_bytes():
            yield Problem(path, None, None, CARRIAGE_RETURNS, LINE_FEEDS)


def _table_problems(root: Path, path: str, names: list[str]) -> Iterator[Problem]:
    """What keeps a file from being read as a table with these columns, and its line ends."""
    table = "a CSV file in UTF-8 with the header of its schema"
    try:
        content = (root / path).read_bytes()
        text = content.decode("utf-8")
    except OSError as error:
        found = f"no file that can be read ({error.strerror})"
        yield Problem(path, None, None, found, f"{table}; restore it: `git restore {path}`")
        return
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        yield Problem(path, line, None, "bytes that are not UTF-8", "a file saved in UTF-8")
        return
    if odd := CONTROL.search(text):
        line, found = text[: odd.start()].count("\n") + 1, f"a control character, {odd[0]!r}"
        yield Problem(path, line, None, found, "text without control characters")
    elif not text.strip():
        yield Problem(path, None, None, "an empty file", f"{table}; `git restore {path}`")
    elif text.startswith("\N{BYTE ORDER MARK}"):
        yield Problem(path, 1, None, "a byte order mark", "UTF-8 without one")
    else:
        yield from header_problems(path, header_of(text), names)
    if "\r" in text:
        yield Problem(path, None, None, CARRIAGE_RETURNS, LINE_FEEDS)


def _rule_problems(root: Path, damaged: Collection[str], others: bool) -> list[Problem]:
    """The problems that the rules yield or raise, without those of damaged files.

    A rule may be impossible to apply to data in which another one finds the reason; where none
    does and there are no `others`, that itself is the problem.
    """
    found: list[Problem] = []
    failed = []
    for rule in (*RULES, *COMPLETENESS):
        try:
            found += rule(root)
        except DataError as error:
            found += error.problems
        except Exception as error:  # whatever the data have made it stumble over
            name = rule.__name__.strip("_").replace("_", " ")
            what = f"data to which the rule '{name}' cannot be applied ({error!r})"
            failed.append(Problem("data", None, None, what, "what `git diff data` shows, undone"))
    found = [problem for problem in found if problem.file not in damaged]
    return found if found or others else failed


def _is_printed(resource: Marked) -> bool:
    return resource["path"].startswith("printed/")


def _change(resource: Marked, mark: Marked) -> Iterator[Problem]:
    """The problem of a file whose content is not what its resource states, with what to do."""
    meant = list(_unmeant_change(resource, mark, printed=False, fewer_rows=False))
    if not meant and not mark.items() <= resource.items():
        path, expected = (
            f"data/{resource['path']}",
            "`python -m anodes seal` if the change is meant",
        )
        meant.append(Problem(path, None, None, "content unlike its checksum", expected))
    yield from meant


def _unmeant_change(
    resource: Marked, mark: Marked, printed: bool, fewer_rows: bool
) -> Iterator[Problem]:
    """The problem of a change that needs an explicit word: of a printed file, or a lost row."""
    path, stated = f"data/{resource['path']}", resource.get("rows")
    if not printed and _is_printed(resource) and resource.get("hash") != mark["hash"]:
        expected = (
            f"the file as it was, because the review does not change: restore it (`git restore "
            f"{path}`); what we read differently belongs in data/review/corrections.csv"
        )
        yield Problem(path, None, None, "content unlike its checksum", expected)
    elif not fewer_rows and isinstance(stated, int) and mark["rows"] < stated:
        expected = (
            f"the {stated} rows that {DESCRIPTOR} states: restore the others, or run "
            "`python -m anodes seal --fewer-rows` if they were removed on purpose"
        )
        yield Problem(path, None, None, f"{mark['rows']} rows", expected)


def _first_at_each_place(problems: list[Problem]) -> Iterator[Problem]:
    """One problem a cell; where a header is wrong, not also every row below it."""
    headless = {problem.file for problem in problems if problem.line == 1}
    places = set()
    for problem in problems:
        what = "" if problem.line else problem.found  # a file may lack more than one thing
        place = (problem.file, problem.line, problem.column, what)
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
