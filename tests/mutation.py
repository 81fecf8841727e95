"""Mutants of the data: one cell changed as a slip of the pen, a unit or the eye would change it.

Which cells are changed follows from the names of table and column alone, so that two runs make
the same mutants. A change that means the same as the original is no mutant.
"""

from __future__ import annotations

import csv
import io
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from anodes.data import files

UNITS = {  # a unit and what it is mistaken for
    "mAh g-1": "mAh cm-3", "mAh cm-3": "mAh g-1", "mAh cm-2": "mAh g-1", "mAh/g": "mAh/cm3",
    "mA g-1": "A g-1", "A g-1": "mA g-1", "mA cm-2": "A cm-2", "Wh kg-1": "W kg-1",
    "W kg-1": "Wh kg-1", "S/m": "S/cm", "ohm cm": "ohm m", "ohm m": "ohm cm", "g/cm3": "kg/m3",
    "degC": "K", "C": "A g-1", "mV": "V", "V": "mV", "nm": "um", "um": "nm", "cm": "mm",
    "angstrom": "nm", "h": "min", "min": "h", "s": "min", "MPa": "kPa", "M": "%", "%": "M",
    "deg": "rad", "mass": "atom", "atom": "mass", "A": "nm", "K": "degC", "cycles": "h",
}  # fmt: skip
SPELLED = "|".join(sorted(map(re.escape, UNITS), key=len, reverse=True))
UNIT = re.compile(rf"(?:(?<=\d )|(?<=[\d;]))(?:{SPELLED})(?![\w-])|^(?:{SPELLED})$")
NUMBER = re.compile(r"(?<![\w.^])(?<!\w-)\d[\d,]*(?:\.\d+)?")
ELEMENTS = {"Si": "Ge", "Ge": "Sn", "Sn": "Sb", "Sb": "Sn", "Li": "Na", "Na": "Li", "Mg": "Al"}
ELEMENT = re.compile(r"(?<![A-Z])(?:" + "|".join(ELEMENTS) + r")(?![a-z])")
WORD = re.compile(r"[A-Za-z]{4,}")
PROSE = 4  # words from which on a cell is prose
TRIES = 40  # of a kind, before another one is tried


@dataclass(frozen=True)
class Mutant:
    """One change of a file; `row` is its line in a text editor, `column` is '' for a lost row."""

    table: str
    path: str
    row: int
    column: str
    kind: str
    before: str
    after: str
    content: str


@dataclass(frozen=True)
class Table:
    """A file as its cells, and the fields of its schema by name."""

    name: str
    path: str
    header: list[str]
    rows: list[list[str]]
    fields: dict[str, dict[str, Any]]

    def column(self, name: str) -> list[str]:
        place = self.header.index(name)
        return [row[place] for row in self.rows]

    def changed(self, name: str, cells: dict[int, str]) -> str:
        """The text of the file with other cells in a column, by row."""
        place = self.header.index(name)
        rows = [list(row) for row in self.rows]
        for row, cell in cells.items():
            rows[row][place] = cell
        return as_csv([self.header, *rows])


def tables(root: Path = files.ROOT) -> Iterator[Table]:
    """Every table that the descriptor names."""
    for resource in files.descriptor(root)["resources"]:
        path = f"data/{resource['path']}"
        with (root / path).open(encoding="utf-8", newline="") as file:
            header, *rows = csv.reader(file)
        fields = {field["name"]: field for field in resource["schema"]["fields"]}
        yield Table(resource["name"], path, header, rows, fields)


def mutants(table: Table, count: int) -> Iterator[Mutant]:
    """So many mutants of each filled column, and as many lost rows."""
    for column in table.header:
        yield from _of_column(table, column, count)
    rng = random.Random(f"{table.name}, rows")
    for row in sorted(rng.sample(range(len(table.rows)), min(count, len(table.rows)))):
        rest = [*table.rows[:row], *table.rows[row + 1 :]]
        before, content = ",".join(table.rows[row]), as_csv([table.header, *rest])
        yield Mutant(table.name, table.path, row + 2, "", "row", before, "", content)


def _of_column(table: Table, column: str, count: int) -> Iterator[Mutant]:
    rng = random.Random(f"{table.name}, {column}")
    kinds = list(KINDS)
    rng.shuffle(kinds)
    known: set[tuple[int, str]] = set()
    turn = 0
    while len(known) < count and kinds:
        kind = kinds[turn % len(kinds)]
        made = _one(table, column, kind, rng, known)
        if made is None:
            kinds.remove(kind)
            continue
        turn += 1
        known.add((made.row, made.after))
        yield made


def _one(
    table: Table, column: str, kind: str, rng: random.Random, known: set[tuple[int, str]]
) -> Mutant | None:
    """A new mutant of a kind; None where the kind does not fit the column."""
    cells = table.column(column)
    filled = [row for row, cell in enumerate(cells) if cell]
    for _ in range(TRIES if filled else 0):
        row = rng.choice(filled)
        change = KINDS[kind](Cell(table, column, row, cells), rng)
        if change is None:
            continue
        after = change[row]
        if (row + 2, after) in known or not _differs(table.fields[column], cells, change):
            continue
        content = table.changed(column, change)
        return Mutant(table.name, table.path, row + 2, column, kind, cells[row], after, content)
    return None


def _differs(field: dict[str, Any], cells: list[str], change: dict[int, str]) -> bool:
    """Whether a change is one of meaning: 0.50 for 0.5 is none."""
    if field["type"] in ("number", "integer"):
        try:
            return any(Decimal(cells[row]) != Decimal(cell) for row, cell in change.items())
        except ArithmeticError:
            return True
    return any(
        " ".join(cells[row].split()) != " ".join(cell.split()) for row, cell in change.items()
    )


# ------------------------------------------------------------------ kinds


@dataclass(frozen=True)
class Cell:
    """A filled cell of a column with what stands around it."""

    table: Table
    column: str
    row: int
    cells: list[str]

    @property
    def text(self) -> str:
        return self.cells[self.row]

    @property
    def field(self) -> dict[str, Any]:
        return self.table.fields[self.column]

    @property
    def is_number(self) -> bool:
        return self.field["type"] in ("number", "integer")


Change = dict[int, str] | None


def _digit(cell: Cell, rng: random.Random) -> Change:
    places = [place for place, mark in enumerate(cell.text) if mark in "0123456789"]
    if not places:
        return None
    place = rng.choice(places)
    digit = rng.choice([other for other in "123456789" if other != cell.text[place]])
    return {cell.row: cell.text[:place] + digit + cell.text[place + 1 :]}


def _magnitude(cell: Cell, rng: random.Random) -> Change:
    found = list(NUMBER.finditer(cell.text))
    if not found:
        return None
    number = rng.choice(found)
    value = Decimal(number[0].replace(",", ""))
    moved = value * 10 if value == value.to_integral_value() and cell.field["type"] == "integer" else (
        value * Decimal(rng.choice(["10", "0.1"]))
    )  # fmt: skip
    comma = "," if "," in number[0] and moved >= 1000 else ""
    text = f"{moved.normalize():{comma}f}"
    return {cell.row: cell.text[: number.start()] + text + cell.text[number.end() :]}


def _sign(cell: Cell, rng: random.Random) -> Change:
    if cell.is_number:
        text = cell.text[1:] if cell.text.startswith("-") else f"-{cell.text}"
        return {cell.row: text}
    signs = list(re.finditer(r"(?<=[e^ ])-(?=\d)", cell.text))
    if not signs:
        return None
    sign = rng.choice(signs)
    return {cell.row: cell.text[: sign.start()] + cell.text[sign.end() :]}


def _unit(cell: Cell, rng: random.Random) -> Change:
    found = [] if cell.is_number else list(UNIT.finditer(cell.text))
    if not found:
        return None
    unit = rng.choice(found)
    return {cell.row: cell.text[: unit.start()] + UNITS[unit[0]] + cell.text[unit.end() :]}


def _swap(cell: Cell, rng: random.Random) -> Change:
    others = [row for row, text in enumerate(cell.cells) if text and text != cell.text]
    if not others:
        return None
    other = rng.choice(others)
    return {cell.row: cell.cells[other], other: cell.text}


def _other(cell: Cell, rng: random.Random) -> Change:
    if cell.field.get("constraints", {}).get("unique"):
        return None  # `swap` is what can be legal in such a column
    legal = cell.field.get("constraints", {}).get("enum", cell.cells)
    others = sorted({str(text) for text in legal if text} - {cell.text})
    return {cell.row: rng.choice(others)} if others else None


def _element(cell: Cell, rng: random.Random) -> Change:
    found = list(ELEMENT.finditer(cell.text))
    if not found:
        return None
    element = rng.choice(found)
    return {
        cell.row: cell.text[: element.start()] + ELEMENTS[element[0]] + cell.text[element.end() :]
    }


def _text(cell: Cell, rng: random.Random) -> Change:
    """Another word in prose, a lost letter in a name."""
    found = [] if cell.is_number else list(WORD.finditer(cell.text))
    if not found:
        return None
    word = rng.choice(found)
    if len(cell.text.split()) < PROSE:
        place = rng.randrange(word.start() + 1, word.end())
        return {cell.row: cell.text[:place] + cell.text[place + 1 :]}
    words = sorted(set(WORD.findall(" ".join(cell.cells))) - {word[0]})
    if not words:
        return None
    return {cell.row: cell.text[: word.start()] + rng.choice(words) + cell.text[word.end() :]}


KINDS: dict[str, Callable[[Cell, random.Random], Change]] = {
    "digit": _digit,
    "magnitude": _magnitude,
    "sign": _sign,
    "unit": _unit,
    "swap": _swap,
    "other": _other,
    "element": _element,
    "text": _text,
}


def as_csv(rows: list[list[str]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()
