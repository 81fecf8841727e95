"""Numbers as spreadsheets of other countries write them: what is one number, and what may be two.

`DecimalCommas` reads decimal commas in a table whose columns something else separates;
`advice` says how to write a cell that is no plain number.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING

from anodes.data.files import LISTED
from anodes.data.quoting import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    Place = tuple[int, str, str]  # line, column, cell

LONGEST = 40  # characters; a longer cell is no number that somebody mistyped
DECIMAL_COMMA = re.compile(r"[+-]?(?:\d+|[1-9]\d{0,2}(?:\.\d{3})+),\d+(?:e[+-]?\d+)?", re.I | re.A)
COMMA_OR_GROUP = re.compile(r"[+-]?[1-9]\d{0,2},\d{3}", re.ASCII)  # 1,234
POINT_OR_GROUP = re.compile(r"[+-]?[1-9]\d{0,2}\.\d{3}", re.ASCII)  # 1.234
PLAIN = re.compile(r"[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?", re.I | re.A)
GROUPS = re.compile(r"[+-]?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?", re.ASCII)
GROUP_SIGN = re.compile(r"(?<=\d)[ _'\u2019\xa0\u2009\u202f](?=\d{3}(?!\d))")
DATE = re.compile(
    r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}|\d{1,2}[-. ]+[^\W\d_]{3,9}\.?|[^\W\d_]{3,9}[-. ]+\d{1,4}"
)
A_DATE = (
    "a spreadsheet may have made a date of a number such as 3.5: give the column the format of "
    "numbers and enter it again"
)


class DecimalCommas:
    """The decimal commas of one table, read as points and counted.

    A comma that may as well group thousands ('1,234') is a decimal comma only in a table that has
    one elsewhere ('0,2'), and there a point that may group them ('1.234') can be either:
    `ambiguous` has the cells that nothing decides.
    """

    def __init__(self) -> None:
        self.count = 0
        self._certain: Place | None = None
        self._commas = _Places()
        self._points = _Places()

    def with_point(self, line: int, column: str, cell: str) -> str:
        """A cell of a column of numbers, with a decimal point where it has a decimal comma."""
        if "," not in cell:
            if POINT_OR_GROUP.fullmatch(cell):
                self._points.add(line, column, cell)
            return cell
        if not DECIMAL_COMMA.fullmatch(cell):
            return cell
        self.count += 1
        if COMMA_OR_GROUP.fullmatch(cell):
            self._commas.add(line, column, cell)
        elif self._certain is None:
            self._certain = line, column, cell
        return pointed(cell)

    def ambiguous(self) -> Iterator[tuple[int, str, str, str]]:
        """Line, column, cell and what is expected, for the first cells that can be two numbers."""
        if self._certain is None:
            for line, column, cell in self._commas.first:
                other = f"{cell}0 if the comma is a decimal comma"
                yield line, column, cell, f"one number: write {cell.replace(',', '')}, or {other}"
            return
        for line, column, cell in self._points.first:
            other = f"{cell.replace('.', ',')} for a decimal; {self._reason()}"
            yield line, column, cell, f"one number: write {cell.replace('.', '')}, or {other}"

    def more(self) -> Counter[str]:
        """How many further cells can be two numbers, by column."""
        return self._points.more if self._certain else self._commas.more

    def assumed(self) -> list[str]:
        """What was assumed, in a sentence; [] where there was no decimal comma."""
        if self._certain is None:
            return []
        line, column, cell = self._certain
        return [
            f"Decimal commas were read as points in {self.count:,} table cell(s): {quoted(cell)} "
            f"in line {line}, column {column}, as {pointed(cell)}."
        ]

    def _reason(self) -> str:
        line, column, cell = self._certain or (0, "", "")
        return f"the file has decimal commas ({quoted(cell)} in line {line}, column {column})"


class _Places:
    """The first cells of a kind, and how many more there are by column."""

    def __init__(self) -> None:
        self.first: list[Place] = []
        self.more: Counter[str] = Counter()

    def add(self, line: int, column: str, cell: str) -> None:
        if len(self.first) < LISTED:
            self.first.append((line, column, cell))
        else:
            self.more[column] += 1


def pointed(cell: str) -> str:
    """'1.234,5' as '1234.5'."""
    return cell.replace(".", "").replace(",", ".")


def advice(cell: str, whole: bool) -> str:
    """How to write a cell that is no plain number, 'write 1234.5'; '' where nobody can say.

    `whole` for a column of whole numbers.
    """
    if len(cell) > LONGEST:
        return ""
    if DATE.fullmatch(cell):
        return A_DATE
    text = _plain_signs(cell)
    if COMMA_OR_GROUP.fullmatch(text) and not whole:
        decimal = text.replace(",", ".")
        return f"write {text.replace(',', '')}, or {decimal} if the comma is a decimal comma"
    if GROUPS.fullmatch(text):
        text = text.replace(",", "")
    elif whole and POINT_OR_GROUP.fullmatch(text):
        text = text.replace(".", "")
    elif DECIMAL_COMMA.fullmatch(text):
        text = pointed(text)
    text = _whole(text) if whole else text
    return f"write {text}" if PLAIN.fullmatch(text) and text != cell else ""


def with_comma(expected: str, cell: str) -> str:
    """What is expected of a cell in a table with decimal commas: the number advised has one too.

    The spreadsheet that saved the table takes 12.5 for a text, or for the 12th of May.
    """
    text = _plain_signs(cell) if len(cell) <= LONGEST else ""
    if not DECIMAL_COMMA.fullmatch(text):
        return expected
    advised = re.compile(rf"(?<=rite ){re.escape(pointed(text))}(?=\.?$)")
    return advised.sub(text.replace(".", ""), expected)


def _plain_signs(cell: str) -> str:
    """A cell with ASCII digits and signs, without what groups digits or marks a text or a share."""
    digits = (str(unicodedata.decimal(sign, sign)) for sign in cell)
    text = "".join(digits).translate({0x2212: "-", 0xFF0E: ".", 0xFF0C: ","})
    text = GROUP_SIGN.sub("", text.lstrip("'").rstrip("% \xa0\u202f"))
    return re.sub(r"^([+-]?)\.(?=\d)", r"\g<1>0.", text)


def _whole(text: str) -> str:
    """'1e3' and '200.0' as '1000' and '200'; other texts as they are."""
    try:
        value = float(text)
    except ValueError:
        return text
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else text
