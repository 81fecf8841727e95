"""A table of text as spreadsheets save it: bytes to text, text to rows.

What spreadsheets add and nobody means is passed over: a byte-order mark, a line `sep=,`, empty
lines and empty columns at the right. What depends on country and machine is read where only one
reading is possible, and stated: the encoding, and what separates the columns. What they save
instead of text is named.
"""

from __future__ import annotations

import codecs
import csv
import re
import stat
from typing import TYPE_CHECKING, NamedTuple

from anodes.data.files import SEPARATORS, DataError, Problem, line_at
from anodes.data.quoting import escaped, quoted

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

SAVE = (
    "a table of text with the names of its columns in the first line: in the spreadsheet, save it "
    "as CSV UTF-8"
)
A_CELL_EACH = (
    "a table cell for each column: in the spreadsheet, split the text into columns at its commas, "
    "then save it as CSV UTF-8"
)
TRUTH = {  # true and false as spreadsheets of other languages save them
    "true": ("wahr", "vrai", "verdadero", "verdadeiro", "vero", "waar", "prawda", "sant", "sand",
             "sann", "tosi", "pravda", "igaz"),
    "false": ("falsch", "faux", "falso", "onwaar", "fałsz", "falskt", "falsk", "usann", "epätosi",
              "nepravda", "hamis"),
}  # fmt: skip
IN_ENGLISH = {word: english for english, words in TRUTH.items() for word in words}
ONE_VERSION = "one of the two versions of these rows, without the lines that Git added"
LARGEST = 50_000_000  # bytes; a table of a million electrodes
LONGEST = 32_767  # characters; no cell of a spreadsheet holds more
NAMED_SIGNS = 8  # special characters that a message names
LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
STATED_SEPARATOR = re.compile(r"sep=[;|]?", re.IGNORECASE)  # ',' and tab are stripped before
CONFLICT = re.compile(r"^(?:<{7}|>{7}|\|{7}) .*|^={7}$", re.MULTILINE)
OTHER_FORMATS = {
    b"PK\x03\x04": "a zip archive, such as a workbook of a spreadsheet (.xlsx, .ods)",
    b"\xd0\xcf\x11\xe0": "a workbook of an old spreadsheet (.xls)",
    b"%PDF": "a PDF document",
    b"\x1f\x8b": "a compressed file (.gz)",
    b"version https://git-lfs": "a pointer of Git LFS, not the file (`git lfs pull` gets it)",
    b"<!doctype html": "a web page (HTML)",
    b"<html": "a web page (HTML)",
    b'{"': "JSON",
    b"{\n": "JSON",
    b"[{": "JSON",
    codecs.BOM_UTF32_LE: "text in UTF-32",
    codecs.BOM_UTF32_BE: "text in UTF-32",
}
UTF_16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
WESTERN = "cp1252"
# A character of several bytes as UTF-8 has it; in Windows-1252 such signs seldom meet.
SEVERAL_BYTES = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
csv.field_size_limit(2**31 - 1)  # frictionless does the same; LONGEST is checked here


class Text(NamedTuple):
    """A file's text, and in sentences what was assumed to read it."""

    text: str
    assumed: list[str]


def read_bytes(path: Path) -> bytes:
    """The content of a reader's file. Raises `DataError` if it is too large or unreadable."""
    if "\0" in str(path):  # each version of Python says so in other words
        raise _refused(path, "a null byte in the name", "the path of a CSV file")
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise _refused(path, "a folder", "the path of a CSV file")
        if not stat.S_ISREG(mode):  # a pipe may be waited for without end
            raise _refused(path, "a pipe or a device", "the path of a CSV file")
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except DataError:
        raise
    except FileNotFoundError:
        raise _refused(path, "no such file", "the path of a CSV file") from None
    except (OSError, ValueError) as error:  # a name that the file system cannot hold
        found = getattr(error, "strerror", None) or "a name that no file can have"
        raise _refused(path, found, "a file that can be read") from error
    if len(content) > LARGEST:
        raise _refused(path, f"more than {LARGEST:,} bytes", "a smaller file: divide the table")
    return content


def decoded(content: bytes, file: str) -> Text:
    """The bytes of a file as text, without a byte-order mark.

    UTF-8 first, UTF-16 where it shows, and else Windows-1252. Raises `DataError` for what is no
    text and for bytes that can be read in more than one way.
    """
    if kind := other_format(content):
        raise DataError([Problem(file, None, None, kind, SAVE)])
    if encoding := _utf_16(content):
        return _from_utf_16(content, encoding, file)
    if b"\0" in content:
        line = line_at(content, content.index(b"\0"))
        raise DataError([Problem(file, line, None, "a byte 0, which no text file holds", SAVE)])
    try:
        return Text(content.decode("utf-8-sig"), [])
    except UnicodeDecodeError as error:
        return _from_western(content, error, file)


def other_format(content: bytes) -> str:
    """What a file is that is no table of text, in words; '' where nothing shows it."""
    begin = content[:200].removeprefix(codecs.BOM_UTF8).lstrip().lower()
    kinds = (kind for sign, kind in OTHER_FORMATS.items() if begin.startswith(sign.lower()))
    return next(kinds, "")


def _utf_16(content: bytes) -> str:
    """The name of the UTF-16 that a content is in; '' where it is in none."""
    begin = content[:4]
    if begin[:2] in UTF_16:
        return UTF_16[begin[:2]]
    if len(begin) < 4 or len(content) % 2:
        return ""
    zeros = [not byte for byte in begin]  # of two letters of the first column's name
    if zeros == [False, True, False, True]:
        return "utf-16-le"
    return "utf-16-be" if zeros == [True, False, True, False] else ""


def _from_utf_16(content: bytes, encoding: str, file: str) -> Text:
    try:
        text = content.decode(encoding).removeprefix("\N{BYTE ORDER MARK}")
    except UnicodeDecodeError as error:
        before = content[: error.start - error.start % 2].decode(encoding, "replace")
        found = f"text in UTF-16 that is damaged ({error.reason})"
        raise DataError([Problem(file, line_at(before, len(before)), None, found, SAVE)]) from error
    return Text(text, ["The file is not in UTF-8. It was read as UTF-16."])


def _from_western(content: bytes, error: UnicodeDecodeError, file: str) -> Text:
    """The text of a content that is not UTF-8, if it can only be Windows-1252."""
    found = f"the byte 0x{content[error.start]:02X}, which is not UTF-8"
    other = SEVERAL_BYTES.search(content)
    if other:
        sign = other[0].decode("utf-8", "replace")
        found += (
            f", in a file with {quoted(sign)} in UTF-8 (line {line_at(content, other.start())})"
        )
    elif error.reason == "unexpected end of data":
        found += ": the last character is cut off"
    else:
        try:
            text = content.decode(WESTERN)
        except UnicodeDecodeError as neither:
            found = f"the byte 0x{content[neither.start]:02X}, neither UTF-8 nor Windows-1252"
            error = neither
        else:
            return Text(text, [_western_words(text)])
    problem = Problem(file, line_at(content, error.start), None, found, SAVE)
    raise DataError([problem]) from error


def _western_words(text: str) -> str:
    """How the special characters of a text in Windows-1252 were read."""
    lines: dict[str, int] = {}
    for match in re.finditer(r"[^\x00-\x7f]", text):
        if match[0] not in lines:
            lines[match[0]] = len(re.findall(r"\r\n|\r|\n", text[: match.start()])) + 1
        if len(lines) > NAMED_SIGNS:
            break
    named = [f"{quoted(sign)} in line {line}" for sign, line in lines.items()]
    more = " and others" if len(named) > NAMED_SIGNS else ""
    return (
        "The file is not in UTF-8. It was read as Windows-1252, with the special characters "
        f"{', '.join(named[:NAMED_SIGNS])}{more}. If one of them is wrong, save the file as CSV "
        "UTF-8."
    )


def separator(text: str, known: Collection[str]) -> str:
    """What stands between the columns of a table: the sign by which most names are `known`.

    A comma where no sign gives two of them.
    """
    header = next(filter(_is_header, (match[0] for match in LINE.finditer(text))), "")[:LONGEST]
    names = {}
    for sign in (",", *SEPARATORS):
        cells = next(csv.reader([header], delimiter=sign), [])
        names[sign] = len({cell.strip() for cell in cells} & {*known})
    best = max(names, key=lambda sign: names[sign])
    return best if names[best] > 1 else ","


def _is_header(line: str) -> bool:
    """Whether a first line is neither empty nor `sep=...`."""
    words = line.strip(' \t\r\n,;|"')
    return bool(words) and words.lower() != "sep="


def numbered_rows(text: str, file: str, between: str = ",") -> Iterator[tuple[int, list[str]]]:
    """The line that each row begins in and its cells without outer spaces; no empty row.

    `between` is the sign between the columns. Raises `DataError` where quotation marks do not
    pair, or a cell is longer than a spreadsheet's.
    """
    lines = (match[0] for match in LINE.finditer(text))
    reader = csv.reader(lines, delimiter=between, strict=True)
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
        if any(cells) and not (first and _states_separator(cells)):
            yield begin, cells
        first = first and not any(cells)
        begin = reader.line_num + 1


def header_problem(file: str, line: int, header: list[str], known: Collection[str]) -> Problem:
    """Why a header is none: a whole row is in one cell, or it names no column of ours."""
    text = ",".join(header).rstrip(",")
    if len(header) == 1 and len({name.strip() for name in text.split(",")} & {*known}) > 1:
        found = f"all columns in one table cell, {quoted(text)}"
        return Problem(file, line, None, found, A_CELL_EACH)
    if CONFLICT.match(text):
        return Problem(file, line, None, f"a conflict marker of Git, {quoted(text)}", ONE_VERSION)
    expected = (
        "names of columns such as material, element and ion, with commas, semicolons or tabs "
        f"between them; {SAVE}"
    )
    return Problem(file, line, None, quoted(text), expected)


def _states_separator(cells: list[str]) -> bool:
    """Whether a first line is `sep=,` or the like, by which a file tells Excel its separator."""
    return bool(STATED_SEPARATOR.fullmatch(",".join(cells).rstrip(",")))


def _too_long(file: str, line: int, cells: list[str]) -> Problem:
    longest = max(cells, key=len)
    expected = (
        f"at most {LONGEST:,} characters, as in a spreadsheet, and a closing quotation mark for "
        "each opening one"
    )
    return Problem(file, line, None, f"the table cell {quoted(longest)}", expected)


def _refused(path: Path, found: str, expected: str) -> DataError:
    return DataError([Problem(escaped(str(path)), None, None, found, expected)])
