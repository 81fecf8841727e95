"""A CSV file as a spreadsheet saves it: bytes to text, text to rows.

What spreadsheets add and nobody means is passed over: a byte-order mark, a line `sep=,`, empty
lines and empty columns at the right. What they save instead of CSV is named.
"""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING

from anodes.files import DataError, Problem
from anodes.quoting import escaped, quoted

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

SAVE = "a table with commas between its columns, saved as CSV UTF-8 (comma delimited)"
LARGEST = 50_000_000  # bytes; a table of a million electrodes
LONGEST = 32_767  # characters; no cell of a spreadsheet holds more
LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
SEPARATOR = re.compile(r"sep=(.?)", re.IGNORECASE)
SEPARATORS = {";": "semicolons", "\t": "tabs", "|": "vertical bars"}
OTHER_FORMATS = {
    b"PK\x03\x04": "a zip archive, such as a workbook of a spreadsheet (.xlsx, .ods)",
    b"\xd0\xcf\x11\xe0": "a workbook of an old spreadsheet (.xls)",
    b"%PDF": "a PDF document",
    b"\xff\xfe": "text in UTF-16",
    b"\xfe\xff": "text in UTF-16",
}
csv.field_size_limit(2**31 - 1)  # frictionless does the same; LONGEST is checked here


def read_bytes(path: Path) -> bytes:
    """The content of a reader's file. Raises `DataError` if it is too large or unreadable."""
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except FileNotFoundError:
        raise _refused(path, "no such file", "the path of a CSV file") from None
    except IsADirectoryError:
        raise _refused(path, "a folder", "the path of a CSV file") from None
    except (OSError, ValueError) as error:  # a NUL in a path is a ValueError
        found = getattr(error, "strerror", None) or str(error)
        raise _refused(path, found, "a file that can be read") from error
    if len(content) > LARGEST:
        raise _refused(path, f"more than {LARGEST:,} bytes", "a smaller file: divide the table")
    return content


def decoded(content: bytes, file: str) -> str:
    """The bytes of a file as text, without a byte-order mark. Raises `DataError`."""
    for signature, kind in OTHER_FORMATS.items():
        if content.startswith(signature):
            raise DataError([Problem(file, None, None, kind, SAVE)])
    if b"\0" in content:
        line = content[: content.index(b"\0")].count(b"\n") + 1
        raise DataError([Problem(file, line, None, "a byte 0, which no text file holds", SAVE)])
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        found = f"the byte 0x{content[error.start]:02X}, which is not UTF-8"
        raise DataError([Problem(file, line, None, found, SAVE)]) from error


def records(text: str, file: str) -> Iterator[tuple[int, list[str]]]:
    """The line that each row begins in and its cells without outer spaces; no empty row.

    Raises `DataError` where quotation marks do not pair, or a cell is longer than a
    spreadsheet's.
    """
    reader = csv.reader((match[0] for match in LINE.finditer(text)), strict=True)
    begin, first = 1, True
    while True:
        try:
            row = next(reader, None)
        except csv.Error as error:
            found = f"quotation marks that do not pair ({error})"
            expected = "a closing quotation mark for each opening one"
            raise DataError([Problem(file, begin, None, found, expected)]) from error
        if row is None:
            return
        cells = [cell.strip() for cell in row]
        if any(len(cell) > LONGEST for cell in cells):
            raise DataError([_too_long(file, begin, cells)])
        if any(cells) and not (first and _names_commas(cells)):
            yield begin, cells
        first = first and not any(cells)
        begin = reader.line_num + 1


def header_problem(file: str, line: int, header: list[str], known: Collection[str]) -> Problem:
    """Why a header of one column is none: another separator, or no table."""
    text = ",".join(header)
    named = SEPARATOR.fullmatch(text)
    for separator, name in SEPARATORS.items():
        parts = {part.strip() for part in text.split(separator)}
        if named and named[1] == separator:
            return Problem(file, line, None, f"{quoted(text)}, {name} between the columns", SAVE)
        if len(parts & set(known)) > 1:
            return Problem(file, line, None, f"{name} between the columns: {quoted(text)}", SAVE)
    return Problem(file, line, None, quoted(text), SAVE)


def _names_commas(cells: list[str]) -> bool:
    """Whether a first line is `sep=,`, by which a file tells Excel its separator."""
    return ",".join(cells).rstrip(",").lower() == "sep="


def _too_long(file: str, line: int, cells: list[str]) -> Problem:
    longest = max(cells, key=len)
    expected = (
        f"at most {LONGEST:,} characters, as in a spreadsheet, and a closing quotation mark for "
        "each opening one"
    )
    return Problem(file, line, None, f"the table cell {quoted(longest)}", expected)


def _refused(path: Path, found: str, expected: str) -> DataError:
    return DataError([Problem(escaped(str(path)), None, None, found, expected)])
