"""Electrodes that a reader brings in a CSV file, checked against the schema of the book's own.

`check_electrodes` gives them completed like the review's. Encoding, separator and decimal comma are
read where only one reading is possible, and stated. Whatever a
file holds, the answer is a sentence with line and column; a file with a million problems takes no
more memory than its numbers.
"""

from __future__ import annotations

import difflib
import math
import re
import sys
import warnings
from array import array
from collections import Counter
from collections.abc import Callable, MutableSequence
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any, NamedTuple

from anodes.data import numerals, origins, printed_tables, spreadsheet
from anodes.data.fields import CAPACITY, CURRENT, Column, columns, fields_of
from anodes.data.files import LISTED, ROOT, SEPARATORS, DataError, Problem, counted, read
from anodes.data.quoting import QUOTED, escaped, quoted
from anodes.validation import schema

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    import pandas as pd


PLAIN_NUMBER = r"[+-]?[0-9]+(\.[0-9]*)?([eE][+-]?[0-9]+)?"
PLAIN = re.compile(rf"{PLAIN_NUMBER}|true|false", re.I | re.ASCII)
AGREEMENT = 0.005  # relative; a computed column that a reader brings may be rounded
REPEATED = 1e-9  # relative; what differs more than that is another number
OWN_COLUMNS = 100  # of a reader's own in one file
NAMED = 8  # columns that a sentence names
NOT_KNOWN = "a column of the tidy electrodes"
LESS_LIKE = "a column of your own needs a name that is less like it"
KEPT = "Columns of your own are kept as they are, and their values are not checked"
REPLACED = "Your values of computed columns agree within 0.5 %, and the computed ones replace them"
MISSING = "nothing, because a value that it is computed from is missing"
NO_BASIS = "the 1 C current in one_c_A_g, or nothing: the 1 C that is used without it is"
ORIGINS_TEXT = rf"(?:[A-Za-z0-9_]+: (?:{'|'.join(origins.ORIGINS)})(?:; |$))*"
TEXT = Column("", "", "", "", "given", "")  # a column of which nothing is known
WHOLE_DIGITS = 15  # a spreadsheet keeps no more
CONTROL = re.compile(  # of terminals and of the direction of writing; line ends may be in a text
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
SHEET_ERROR = re.compile(  # '#VALUE!', '#WERT!', '#¡VALOR!', 'Err:502'
    r"#(?:[¡¿]?[^\W\d_]+[!?]|¡?DIV/0!|N/[AD]|NV)|(?:Err|Fehler|Erreur):[0-9]{3}", re.I
)
OTHER_UNITS = {  # what is often entered in place of a column's unit, with the factor to it
    CAPACITY: ("Ah/g", 1000),
    CURRENT: ("mA/g", 0.001),
    "%": ("a fraction of 1", 100),
}
VALUES: dict[str, Callable[[str], Any]] = {
    "string": sys.intern,  # a large file has few hosts, ions and methods
    "number": lambda cell: float(cell or "nan"),
    "integer": lambda cell: int(cell) if cell else None,
    "boolean": lambda cell: cell.lower() in ("true", "1") if cell else None,
}
Values = MutableSequence[Any]  # of a column: an array of numbers, or a list
Pair = tuple[Any, Any]  # arrays: the numbers of a column as brought, and as computed
DTYPES = {"string": "str", "number": "float64", "integer": "Int64", "boolean": "boolean"}
WORDS = {  # the form of a text that this package reads again, and what is expected
    origins.COLUMN: (
        ORIGINS_TEXT,
        "names of columns with their origins, such as 'ice_percent: given; cycles: given', "
        "or nothing",
    )
}


class ManyProblems(DataError):
    """More problems than are worth listing: `problems` are the first, `more` counts the others.

    `more` has their number by column.
    """

    def __init__(self, first: Iterable[Problem], more: Mapping[str, int]) -> None:
        super().__init__(first)
        self.more = dict(more)
        listed, others = len(self.problems), sum(more.values())
        lines = "\n".join(f"  {problem}" for problem in self.problems)
        self.args = (
            f"{listed + others:,} problems in the data; the first {listed}:\n{lines}\n"
            f"  and {others:,} more: {counted(more)}\nMend what is named and check again.",
        )


class Assumed(UserWarning):
    """How a reader's file was read where it does not state it."""


class Reading(NamedTuple):
    """Electrodes of a reader: completed, with the line that each begins in.

    `assumed` says in sentences how the file was read where it does not state it.
    """

    electrodes: pd.DataFrame
    lines: list[int]
    assumed: list[str]


class Tally:
    """The problems of one file: the first in full, the others counted, so that memory is small."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self.more: Counter[str] = Counter()

    @property
    def full(self) -> bool:
        """Whether further problems are only counted."""
        return len(self.problems) == LISTED

    def add(
        self, line: int | None, column: str | None, found: str, expected: str, counted_as: str = ""
    ) -> None:
        """Keep or count a problem."""
        if self.full:
            self.more[counted_as or column or "whole rows"] += 1
        else:
            self.problems.append(Problem(self.file, line, column, found, expected))

    def stop(self) -> None:
        """Raise a `DataError` if there is a problem."""
        if self.more:
            raise ManyProblems(self.problems, self.more)
        if self.problems:
            raise DataError(self.problems)


def check_electrodes(text: str, file: str = "your file", root: Path = ROOT) -> pd.DataFrame:
    """A reader's electrodes, completed like `data.electrodes`.

    Semicolons, tabs or vertical bars may separate the columns, and then the numbers may have
    decimal commas.

    Parameters
    ----------
    text
        CSV with columns of the tidy electrodes; material, element, ion, initial_capacity_mAh_g,
        final_capacity_mAh_g and cycles are required. A computed column may be present and must
        then agree with what is computed here within half a percent. Columns of your own are kept;
        their names must be unlike those of the tidy electrodes.
    file
        Name that messages give the text.
    root
        Project folder; by default that of this package.

    Returns
    -------
    DataFrame
        A row for each electrode, with the columns of `data.electrodes` that apply, and then
        those of your own as text.

    Raises
    ------
    DataError
        With every problem; `ManyProblems` where they are too many to list.

    Warns
    -----
    Assumed
        How the file was read where it does not state it.

    Examples
    --------
    >>> from anodes import validation
    >>> mine = validation.check_electrodes(validation.template())
    >>> mine["retention_percent"].item()
    60.0
    """
    reading = read_electrodes(text, file, root)
    _warn(reading.assumed)
    return reading.electrodes


def read_file(path: Path, root: Path = ROOT) -> Reading:
    """A reader's file read. Raises as `check_electrodes` does, and for what is no text."""
    file = escaped(str(path))
    text, assumed = spreadsheet.decoded(spreadsheet.read_bytes(path), file)
    reading = read_electrodes(text, file, root)
    return reading._replace(assumed=[*assumed, *reading.assumed])


def read_electrodes(text: str, file: str = "your file", root: Path = ROOT) -> Reading:
    """The electrodes as `check_electrodes` gives them, with their lines and what was assumed.

    Raises as `check_electrodes` does.
    """
    tally = Tally(escaped(file))
    checks = _cell_checks(root)
    separator = spreadsheet.separator(text, columns("electrodes"))
    rows = spreadsheet.numbered_rows(text, tally.file, separator)
    line, header = _header(rows, tally.file)
    own = _check_header(header, line, tally)
    checks |= dict.fromkeys(own, _own_check())
    commas = numerals.DecimalCommas() if separator != "," else None
    values, lines = _typed_columns(rows, header, checks, tally, commas)
    if not lines and not tally.problems:
        tally.add(line + 1, None, "no row below the header", "an electrode in each row")
    tally.stop()

    frame = _frame(values)
    brought = frame.drop(columns=own)
    described = columns("electrodes")
    given = [
        name for name in map(str, brought) if described[name].origin != "derived"
    ]  # to be computed
    derived = printed_tables.derive(brought[given], root)
    computed = _computed_pairs(brought, derived)
    _check_computed(computed, lines, tally)
    _check_basis(brought, derived, lines, tally)
    tally.stop()
    assumed = [] if commas is None else [_separated(separator), *commas.assumed()]
    assumed += _kept(own) + _replaced(computed)
    return Reading(derived.join(frame[own]), lines, assumed)


def _kept(own: list[str]) -> list[str]:
    """The sentence on the columns of a reader's own, where there are some."""
    return [f"{KEPT}: {_names(own)}."] if own else []


def _replaced(computed: Mapping[str, Pair]) -> list[str]:
    """The sentence on columns whose values the computed ones replace, where there are some."""
    import numpy as np

    names = [
        name
        for name, (theirs, ours) in computed.items()
        if columns("electrodes")[name].origin == "derived"  # a rate stays as it was given
        and np.any(np.abs(theirs - ours) > REPEATED * np.abs(ours))
    ]
    return [f"{REPLACED}: {_names(names)}."] if names else []


def _names(names: list[str]) -> str:
    """The first names of columns, and how many others there are."""
    shown = ", ".join(escaped(name, QUOTED) for name in names[:NAMED])
    return shown + (f" and {len(names) - NAMED} more" if len(names) > NAMED else "")


def _separated(separator: str) -> str:
    return f"The columns are separated by {SEPARATORS[separator]}, as the header shows."


def _warn(assumed: list[str]) -> None:
    """Let somebody who checks a text in Python read what was assumed of it."""
    for sentence in assumed:
        warnings.warn(sentence, Assumed, stacklevel=3)


def read_text(path: Path) -> str:
    """A reader's file as text: UTF-8, UTF-16, or else read as Windows-1252, with a warning.

    Parameters
    ----------
    path
        Of a CSV file.

    Returns
    -------
    str
        The decoded text.

    Raises
    ------
    DataError
        Where it cannot be read or its encoding is not clear.

    Warns
    -----
    Assumed
        In which encoding the file was read, if not in UTF-8.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> from anodes import validation
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     mine = Path(folder) / "mine.csv"
    ...     _ = mine.write_text(validation.template(), encoding="utf-8")
    ...     validation.read_text(mine) == validation.template()
    True
    """
    text, assumed = spreadsheet.decoded(spreadsheet.read_bytes(path), escaped(str(path)))
    _warn(assumed)
    return text


def accepted() -> dict[str, Any]:
    """How a reader's file is read, for those who read one without this package.

    The expressions are those of this reader, and are read alike by Python and JavaScript: each
    for a whole table cell, upper and lower case alike, digits 0 to 9.
    """
    return {
        "encodings": ["utf-8", "windows-1252"],  # UTF-8 with a byte order mark or without
        "separators": [",", *SEPARATORS],  # the one by which most columns are known; else a comma
        "lineEnds": ["\n", "\r\n", "\r"],
        "plainNumber": PLAIN_NUMBER,
        "decimalComma": {
            "unlessSeparator": ",",
            "pattern": numerals.DECIMAL_COMMA.pattern,
            "orThousands": numerals.COMMA_OR_GROUP.pattern,
            "pointOrThousands": numerals.POINT_OR_GROUP.pattern,
            "rule": "A comma that may group thousands (orThousands) is a decimal comma only where "
            "another cell of the file has one that cannot. Where none has, each such cell is asked "
            "about: 1234, or 1.234? Where one has, a point that may group thousands "
            "(pointOrThousands) is asked about.",
        },
    }


def template() -> str:
    """CSV text to fill in: the columns of a reader's file, and one made-up row to write over.

    Returns
    -------
    str
        Two lines.

    Examples
    --------
    >>> from anodes import validation
    >>> validation.template().splitlines()[0].split(",")[:3]
    ['material', 'element', 'ion']
    """
    example = {
        "material": "My porous Si (made up)",
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


def _header(rows: Iterator[tuple[int, list[str]]], file: str) -> tuple[int, list[str]]:
    """The header and its line. Raises `DataError` where no column of ours is in it."""
    line, header = next(rows, (1, []))
    if not header:
        raise DataError([Problem(file, 1, None, "nothing", spreadsheet.SAVE)])
    described = columns("electrodes")
    known = any(name in described for name in header)
    alike = sum(bool(_like(name)) for name in header[:LISTED])
    if len(_width(header)) < 2 or not (known or alike > 1):
        raise DataError([spreadsheet.header_problem(file, line, header, described)])
    return line, header


def _width(header: list[str]) -> range:
    """The numbers of columns up to the last that has a name."""
    return range(max((place for place, name in enumerate(header, 1) if name), default=0))


def _like(name: str) -> str:
    """The column that a name may stand for, or ''."""
    written = name[:QUOTED].lower().replace(" ", "_")
    return next(iter(difflib.get_close_matches(written, columns("electrodes"))), "")


def _check_header(header: list[str], line: int, tally: Tally) -> list[str]:
    """The columns of the reader's own; whatever else is not known is a problem."""

    def add(name: str, found: str, expected: str) -> None:
        tally.add(line, escaped(name, QUOTED), found, expected, "the header")

    described = columns("electrodes")
    own: list[str] = []
    for name, count in Counter(header).items():
        if name and count > 1:
            add(name, f"{count} columns of this name", "one")
        if name and name not in described:
            if expected := _instead(name, len(own), tally.full):
                add(name, "a column that is not known", expected)
            else:
                own.append(name)
    for name, column in described.items():
        if column.limits.get("required") and name not in header:
            add(name, "no such column", f"a column {name}: {column.definition}")
    return own


def _instead(name: str, others: int, counted_only: bool) -> str:
    """What is expected in place of an unknown column; '' where it may be of the reader's own.

    `others` is the number of those. A name that is like one of the book's is no such column: a
    slip in the name would hide all its values from the check.
    """
    if others == OWN_COLUMNS:
        return f"{NOT_KNOWN}, or at most {OWN_COLUMNS} of your own"
    if counted_only:
        return NOT_KNOWN
    if like := _like(name):
        return f"{like}, perhaps; {LESS_LIKE}"
    return _own_check()(name)


@lru_cache(maxsize=1)
def _own_check() -> Callable[[str], str]:
    """What is expected of a name or cell that the reader keeps; '' where every program can."""
    return lru_cache(maxsize=512)(partial(_expected, TEXT, lambda cell: "", None))


def _typed_columns(
    rows: Iterator[tuple[int, list[str]]], header: list[str],
    checks: dict[str, Callable[[str], str]], tally: Tally, commas: numerals.DecimalCommas | None,
) -> tuple[dict[str, Values], list[int]]:  # fmt: skip
    """The values of the known columns, complete only if no cell was refused, and the lines.

    A row with a cell too many can mean anything: it is one problem, and its cells are none.
    """
    places = {name: header.index(name) for name in header if name in checks}
    kinds = {name: columns("electrodes").get(name, TEXT).type for name in places}
    values: dict[str, Values] = {
        name: array("d") if kind == "number" else [] for name, kind in kinds.items()
    }
    lines: list[int] = []
    named = len(_width(header))
    try:
        for line, cells in rows:
            lines.append(line)
            if not _fits(cells, header, named, line, tally):
                continue
            for name, place in places.items():
                kind = kinds[name]
                cell = _as_in_english(cells[place], kind, line, name, commas)
                if expected := checks[name](cell):
                    expected = numerals.with_comma(expected, cell) if commas else expected
                    tally.add(line, name, quoted(cells[place]), expected)
                elif not tally.problems:
                    values[name].append(VALUES[kind](cell))
    except DataError as error:  # quotation marks, or a cell without end: the rest has no rows
        for problem in error.problems:
            tally.add(problem.line, problem.column, problem.found, problem.expected)
    if commas:
        _refuse_ambiguous(commas, tally)
    return values, lines


def _as_in_english(
    cell: str, kind: str, line: int, name: str, commas: numerals.DecimalCommas | None
) -> str:
    """A cell with a decimal point, or true and false, where the spreadsheet has its country's."""
    if kind == "number" and commas:
        return commas.with_point(line, name, cell)
    return spreadsheet.IN_ENGLISH.get(cell.lower(), cell) if kind == "boolean" else cell


def _refuse_ambiguous(commas: numerals.DecimalCommas, tally: Tally) -> None:
    """Add a problem for each cell that can be two numbers."""
    for line, column, cell, expected in commas.ambiguous():
        tally.add(line, column, quoted(cell), expected)
    tally.more.update(commas.more())


def _fits(cells: list[str], header: list[str], named: int, line: int, tally: Tally) -> bool:
    """Whether a row has a cell for each column, of which `named` columns reach to the last name.

    A cell beyond the header is a problem even if it is empty: with an empty last column a decimal
    comma gives one, and all that is to the right of it is in the wrong column.
    """
    if not named <= len(cells) <= len(header):
        tally.add(line, None, *_another_width(cells, named))
        return False
    for place, cell in enumerate(cells):
        if cell and not header[place]:
            expected = "nothing, or a name of this column in the header"
            tally.add(line, f"number {place + 1}", quoted(cell), expected)
    return True


def _another_width(cells: list[str], width: int) -> tuple[str, str]:
    """What is found in a row of another width than the header, and what is expected."""
    if spreadsheet.CONFLICT.match(cells[0]):
        return f"a conflict marker of Git, {quoted(cells[0])}", spreadsheet.ONE_VERSION
    advice = (
        "write 0.2 for 0,2, and put a text that has a separator in quotation marks"
        if len(cells) > width
        else "an empty value needs its separator too"
    )
    found = f"{len(cells)} value{'s' * (len(cells) != 1)}"
    return found, f"{width} values, as the header; {advice}"


def listed_values(root: Path = ROOT) -> dict[str, tuple[str, set[str]]]:
    """For each column whose values a file lists: that file and the values."""
    return {
        "family": ("review/families.csv", set(read("families", root)["family"])),
        "reference": (
            "printed/citations.csv",
            set(read("citations", root)["reference"].astype(str)),
        ),
    }


def _cell_checks(root: Path) -> dict[str, Callable[[str], str]]:
    """For each column of the electrodes what it expects of a cell; '' where it accepts it."""
    listed = listed_values(root)
    described = columns("electrodes")
    by_schema = schema.cell_checks(fields_of("electrodes"))
    return {
        name: lru_cache(maxsize=512)(partial(_expected, described[name], check, listed.get(name)))
        for name, check in by_schema.items()
    }


def _expected(
    column: Column, by_schema: Callable[[str], str], listed: tuple[str, set[str]] | None, cell: str
) -> str:
    """What a column expects of a cell; '' where it accepts it."""
    if code := CONTROL.search(cell):
        return f"text without control codes such as U+{ord(code[0]):04X}"
    if cell.startswith("="):
        return "the value that the formula gives: a CSV file computes nothing"
    if SHEET_ERROR.fullmatch(cell):
        return "a value: the spreadsheet could not compute this one"
    kind = column.type
    if problem := by_schema(cell):
        return _advised(problem, _advice(column, by_schema, cell))
    if cell and kind != "string" and not _is_plain(cell, kind):
        return _advised("plain digits, or nothing", _advice(column, by_schema, cell))
    if cell and listed and cell not in listed[1]:
        return f"one that {listed[0]} lists, or nothing"
    pattern, words = WORDS.get(column.name, (".*", ""))
    return words if not re.fullmatch(pattern, cell, re.DOTALL) else ""


def _advice(column: Column, by_schema: Callable[[str], str], cell: str) -> str:
    """What to write in place of a refused number, as far as the cell shows it; else ''."""
    if column.type not in ("number", "integer"):
        return ""
    if advice := numerals.advice(cell, whole=column.type == "integer"):
        return advice
    unit, factor = OTHER_UNITS.get(column.unit, ("", 1))
    if not unit or not _is_plain(cell, column.type):
        return ""
    other = f"{float(cell) * factor:.12g}"
    return "" if by_schema(other) else f"if {cell} is {unit}, write {other}"


def _advised(problem: str, advice: str) -> str:
    """What is expected, with the advice after it: as a sentence after a definition."""
    if advice and problem.endswith("."):
        return f"{problem} {advice[0].upper()}{advice[1:]}."
    return f"{problem}; {advice}" if advice else problem


def _is_plain(cell: str, kind: str) -> bool:
    """Whether every program reads the number alike; Python also reads '1_500' and 'inf'."""
    if not PLAIN.fullmatch(cell):
        return False
    if kind == "integer":
        return len(cell) <= WHOLE_DIGITS
    return kind == "boolean" or math.isfinite(float(cell))


def _frame(values: dict[str, Values]) -> pd.DataFrame:
    import pandas as pd

    described = columns("electrodes")
    return pd.DataFrame(
        {
            name: pd.Series(cells, dtype=DTYPES[described.get(name, TEXT).type])
            for name, cells in values.items()
        }
    )


def _computed_pairs(brought: pd.DataFrame, derived: pd.DataFrame) -> dict[str, Pair]:
    """The numbers of each computed column that a reader brings, and what the book computes."""
    described = columns("electrodes")
    pairs = {}
    for name in map(str, brought.columns):
        rate = name.endswith("_c_rate")
        if name == origins.COLUMN or (described[name].origin != "derived" and not rate):
            continue  # a reader's values are given, whatever their file says of their origin
        ours = derived[name]
        if rate:  # what is given, or the current over 1 C
            ours = derived[name.replace("c_rate", "current_A_g")] / derived["one_c_A_g"]
        theirs = brought[name].astype("Float64").to_numpy("float64", na_value=float("nan"))
        pairs[name] = (theirs, ours.to_numpy("float64"))
    return pairs


def _check_computed(computed: Mapping[str, Pair], lines: list[int], tally: Tally) -> None:
    """Computed columns that a reader brings must be what the book computes.

    Where it computes nothing because something is missing, the value would be lost.
    """
    import numpy as np

    described = columns("electrodes")
    differs = {
        name: (np.abs(theirs - ours) > AGREEMENT * np.abs(ours))
        | (np.isnan(ours) & ~np.isnan(theirs))
        for name, (theirs, ours) in computed.items()
    }
    apart = np.any(list(differs.values()), axis=0) if differs else []
    for index in np.flatnonzero(apart):
        for name, (theirs, ours) in computed.items():
            if differs[name][index]:
                expected = (
                    MISSING if math.isnan(ours[index]) else f"{_shown(name, ours[index])}, computed"
                )
                stated = _shown(name, theirs[index])
                tally.add(lines[index], name, stated, f"{expected}: {described[name].definition}")


def _check_basis(
    brought: pd.DataFrame, derived: pd.DataFrame, lines: list[int], tally: Tally
) -> None:
    """What a 1 C current rests on must be said of the current that the reader brings."""
    if "one_c_basis" not in brought:
        return
    ours, theirs = derived["one_c_basis"], brought["one_c_basis"]
    lost = (theirs != "") & (theirs != ours)
    for index in lost[lost].index:
        tally.add(lines[index], "one_c_basis", quoted(theirs[index]), f"{NO_BASIS} {ours[index]}")


def _shown(name: str, value: float) -> str:
    return (
        str(bool(value)).lower()
        if columns("electrodes")[name].type == "boolean"
        else f"{value:.5g}"
    )
