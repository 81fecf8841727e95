"""A printed table cell becomes quantities.

The review writes "1,222 mAh g-1 after 200 cycles at 500 mA g-1", "1,380 mAh g-1 at 0.5C",
"> 300" or "2.52 × 10^4". Each function here reads one such form and nothing else; what
it cannot read raises one `NotationError` that quotes the text and says what was expected.
Units are converted by pint, never by a factor typed here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, Literal

from anodes.physics.unreadable import UnreadableError

if TYPE_CHECKING:
    import pint

CAPACITY_UNIT = "mAh g-1"
GRAVIMETRIC_UNIT = "A g-1"
AREAL_UNIT = "mA cm-2"

CAPACITY_AT_FORM = (
    "a capacity at a current, such as '1,222 mAh g-1 at 0.5 A g-1' or '944 mAh g-1 at C/20'"
)
CAPACITY_AFTER_FORM = (
    "a capacity after cycles at a current, such as '1,222 mAh g-1 after 200 cycles at 500 mA g-1'"
)
CURRENT_FORM = "a current such as '500 mA g-1', '0.2 mA cm-2', '0.5C' or 'C/20'"

MOST_CELLS = 1024  # of each form that are known once they were read; the tables have 60 rows

_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"


class NotationError(UnreadableError):
    """A printed cell that cannot be read."""


@dataclass(frozen=True)
class PrintedNumber:
    """A printed number; `qualifier` is '', '~', '>' or '<'."""

    value: float
    qualifier: str = ""


Basis = Literal["gravimetric", "areal", "c_rate"]


@dataclass(frozen=True)
class Current:
    """A current in the basis in which it was printed.

    `value` is in A per gram of active material ("gravimetric"), mA per cm2 of electrode
    ("areal"), or multiples of the 1 C current ("c_rate").
    """

    value: float
    basis: Basis


@dataclass(frozen=True)
class Capacity:
    """A specific capacity in mAh/g, the current it was measured at, and after how many cycles."""

    value: float
    current: Current
    cycles: int | None = None


@dataclass(frozen=True)
class Alloy:
    """A binary alloying product: `ion_atoms` of the working ion with `host_atoms` of the host."""

    ion: str
    ion_atoms: int
    host: str
    host_atoms: int

    @property
    def ions_per_host(self) -> float:
        """x in A_xM, ions per host atom."""
        return self.ion_atoms / self.host_atoms


@cache
def registry() -> pint.UnitRegistry[Any]:
    """The one pint registry; built on first use because it takes a fifth of a second."""
    import pint

    return pint.UnitRegistry()


@cache
def conversion_factor(printed_unit: str, to_unit: str) -> float:
    """The factor from one printed unit to another, both written like 'mAh g-1'.

    Raises `NotationError` for an unknown unit or one of another dimension.
    """
    import pint

    try:
        return registry().Quantity(1.0, pint_unit(printed_unit)).to(pint_unit(to_unit)).magnitude
    except (pint.PintError, AttributeError, ValueError) as error:
        raise NotationError(printed_unit, f"a unit that can be converted to {to_unit}") from error


def number(text: str) -> PrintedNumber:
    """Read '4200', '3,200', '> 300' or '2.52 × 10^4'."""
    match = re.fullmatch(rf"([~<>]?)\s*({_NUMBER})(?:\s*×\s*10\^(-?\d+))?", text.strip())
    if match is None:
        raise NotationError(text, "a number such as '3,200', '> 300' or '2.52 × 10^4'")
    qualifier, mantissa, exponent = match.groups()
    return PrintedNumber(float(f"{mantissa.replace(',', '')}e{exponent or 0}"), qualifier)


@lru_cache(MOST_CELLS)
def percent(text: str) -> float | None:
    """Read '76.5%' as 76.5; an empty cell is None, because nothing was printed."""
    if not text.strip():
        return None
    match = re.fullmatch(rf"({_NUMBER})\s*%", text.strip())
    if match is None:
        raise NotationError(text, "a percentage such as '76.5%', or an empty cell")
    return number(match[1]).value


def current(text: str) -> Current:
    """Read '500 mA g-1', '2.5A g-1', '0.2 mA cm-2', '0.5C' or 'C/20'."""
    text = text.strip()
    if match := re.fullmatch(rf"C/({_NUMBER})", text):
        return Current(1 / number(match[1]).value, "c_rate")
    if match := re.fullmatch(rf"({_NUMBER})\s*C", text):
        return Current(number(match[1]).value, "c_rate")
    match = re.fullmatch(rf"({_NUMBER})\s*([A-Za-zµ].*)", text)
    if match is None:
        raise NotationError(text, CURRENT_FORM)
    value, unit = number(match[1]).value, match[2]
    bases: dict[str, Basis] = {GRAVIMETRIC_UNIT: "gravimetric", AREAL_UNIT: "areal"}
    for to_unit, basis in bases.items():
        try:
            return Current(_tidy(value * conversion_factor(unit, to_unit)), basis)
        except NotationError:
            continue
    raise NotationError(text, CURRENT_FORM)


@lru_cache(MOST_CELLS)
def initial_capacity(text: str) -> Capacity:
    """Read '1,222 mAh g-1 at 0.5 A g-1': the first-cycle capacity and its current."""
    match = re.fullmatch(r"(.+?)\s+at\s+(.+)", text.strip())
    if match is None:
        raise NotationError(text, CAPACITY_AT_FORM)
    return Capacity(*_whole(text, CAPACITY_AT_FORM, match[1], match[2]))


@lru_cache(MOST_CELLS)
def parse_capacity_after_cycles(text: str) -> Capacity:
    """Read '1,222 mAh g-1 after 200 cycles at 500 mA g-1': capacity, cycles, current."""
    match = re.fullmatch(rf"(.+?)\s+after\s+({_NUMBER})\s+cycles\s+at\s+(.+)", text.strip())
    if match is None or "." in match[2]:
        raise NotationError(text, CAPACITY_AFTER_FORM)
    capacity, at = _whole(text, CAPACITY_AFTER_FORM, match[1], match[3])
    return Capacity(capacity, at, int(number(match[2]).value))


@lru_cache(MOST_CELLS)
def alloy(text: str) -> Alloy:
    """Composition of a binary alloy from its formula.

    Parameters
    ----------
    text
        Formula of two elements, the working ion (Li or Na) first, as the review writes it.

    Returns
    -------
    Alloy
        With ion, ion_atoms, host, host_atoms, and ions_per_host, the x of A_xM.

    Raises
    ------
    NotationError
        A `ValueError`, for any other text.

    Examples
    --------
    >>> from anodes import data
    >>> data.alloy("Li15Si4").ions_per_host
    3.75
    """
    import periodictable

    form = "whole numbers of two elements, the working ion (Li or Na) first, such as 'Li15Si4'"
    try:
        atoms = periodictable.formula(text.strip()).atoms
    except Exception as error:  # pyparsing raises its own kinds
        raise NotationError(text, form) from error
    whole = all(count == int(count) > 0 for count in atoms.values())
    if len(atoms) != 2 or not whole or not re.match(r"(Li|Na)(?![a-z])", text.strip()):
        raise NotationError(text, form)
    counts = {str(element): int(count) for element, count in atoms.items()}
    ion = text.strip()[:2]
    host = next(element for element in counts if element != ion)
    return Alloy(ion, counts[ion], host, counts[host])


TYPESET = {
    "degC": "°C", "um": "µm", "angstrom": "Å", "deg": "°", "degree": "°", "C_rate": "C",
}  # fmt: skip


@cache
def typeset(unit: str) -> str:
    """Unit as a page writes it.

    Parameters
    ----------
    unit
        Unit in plain letters, such as 'mAh g-1', 'degC' or '1'.

    Returns
    -------
    str
        With raised exponents and signs; empty for the unit '1'.

    Examples
    --------
    >>> from anodes import data
    >>> data.typeset("mAh g-1")
    'mAh g⁻¹'
    """
    signs = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
    raised = re.sub(r"(?<=[A-Za-z])-?\d", lambda match: match[0].translate(signs), unit)
    words = re.sub(r"[A-Za-z_]+", lambda match: TYPESET.get(match[0], match[0]), raised)
    return "" if unit == "1" else words


PLAIN = str.maketrans(
    dict(zip("⁻⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉−–", "-01234567890123456789--", strict=True))
    | {"µ": "u", "°": "degree ", "±": "+/-", "β": "beta", "θ": "-theta", "Å": "angstrom"}
    | {"\N{NO-BREAK SPACE}": " ", "\N{NARROW NO-BREAK SPACE}": " ", "≥": ">=", "≤": "<="}
)


def plain_heading(heading: str) -> str:
    """A heading in letters that every spreadsheet reads, for a file.

    Parameters
    ----------
    heading
        As a page writes it.

    Returns
    -------
    str
        In ASCII.

    Raises
    ------
    NotationError
        For a sign without a plain spelling in `PLAIN`.

    Examples
    --------
    >>> from anodes.data import parsing
    >>> parsing.plain_heading("price (USD kg⁻¹)"), parsing.plain_heading("± of V/V₀")
    ('price (USD kg-1)', '+/- of V/V0')
    """
    text = heading.translate(PLAIN)
    if not text.isascii():
        raise NotationError(heading, "signs that `PLAIN` in anodes/data/parsing.py spells in ASCII")
    return text


FORMULA_DIGITS = re.compile(  # not those of units, powers of ten and space groups (I4_1/amd)
    r"(?:(?<=[A-HJ-Z])|(?<=[A-HJ-Z][a-z])|(?<=\)))\d+(?:\.\d+)?(?![\d_₀-₉])|(?<=I)\d+(?![\d_₀-₉/])"
)


def formula(text: str) -> str:
    """Chemical formulae in a text as a page writes them.

    Parameters
    ----------
    text
        A formula in plain letters, such as 'Na15Sn4', or words with formulae.

    Returns
    -------
    str
        With the digits that follow an element's symbol or a bracket lowered.

    Examples
    --------
    >>> from anodes import data
    >>> data.formula("Na15Sn4"), data.formula("agrees for Na1.6Ge")
    ('Na₁₅Sn₄', 'agrees for Na₁.₆Ge')
    """
    return FORMULA_DIGITS.sub(lambda match: match[0].translate(LOWERED), text)


LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_ATOMS = r"[A-Z][a-z]?(?:\d+(?:\.\d+)?|[xyz])?"
COMPOUND = re.compile(  # at least two elements, or a gas of one
    rf"(?<![\w.])(?:{_ATOMS}|\((?:{_ATOMS})+\)\d*){{2,}}(?!\w)|\b[HNOF]2\b"
)
SCREW_AXIS = re.compile(r"\b([ABCFIPR])([2346])_([1-5])(?![\d_])")  # in a space group, as I4_1/amd


def compounds(text: str) -> str:
    """Formulae of compounds and space groups in any words as a page writes them.

    Other than `formula` it lowers no digits but those of a compound of known elements, or of a
    gas of one, so that names such as 'Table S2' and '2B1' stay.

    Parameters
    ----------
    text
        Words that may hold formulae.

    Returns
    -------
    str
        With the digits of these formulae lowered.

    Examples
    --------
    >>> from anodes.data import parsing
    >>> parsing.compounds("SiO2@C of Table S2, R3m or I4_1/amd")
    'SiO₂@C of Table S2, R3m or I4₁/amd'
    """
    lowered = COMPOUND.sub(lambda match: _compound(match[0]), text)
    return SCREW_AXIS.sub(
        lambda match: f"{match[1]}{match[2]}{match[3].translate(LOWERED)}", lowered
    )


def _compound(word: str) -> str:
    """A formula with its digits lowered, if all of its symbols are elements."""
    symbols = set(re.findall("[A-Z][a-z]?", word))
    return formula(word) if symbols <= _elements() else word


@cache
def _elements() -> frozenset[str]:
    """The symbols of the elements."""
    import periodictable

    return frozenset(element.symbol for element in periodictable.elements)


def sign(qualifier: str) -> str:
    """A qualifier of a number as a page writes it: '<=' as one sign, the others as they are."""
    return "≤" if qualifier == "<=" else qualifier


def _whole(cell: str, form: str, capacity: str, at: str) -> tuple[float, Current]:
    """Read both parts of a cell; an error in either quotes the whole cell."""
    match = re.fullmatch(rf"({_NUMBER})\s*(\S.*)", capacity)
    try:
        if match is None:
            raise NotationError(capacity, form)
        factor = conversion_factor(match[2], CAPACITY_UNIT)
        return _tidy(number(match[1]).value * factor), current(at)
    except NotationError as error:
        raise NotationError(cell, f"{form} ({error.text!r} was not understood)") from error


def is_unit(spelling: str) -> bool:
    """Whether pint reads a text as a unit."""
    import pint

    try:
        registry().Unit(spelling)
    except (pint.PintError, TypeError, ValueError, AttributeError):
        return False
    return True


def pint_unit(printed: str) -> str:
    """'mAh g-1' -> 'mA*h*g**-1': the review's way of writing a unit, in pint's."""
    factors = []
    for token in printed.split():
        match = re.fullmatch(r"([A-Za-zµ]+)(-?\d+)?", token)
        if match is None:
            raise ValueError(f"not a unit: {printed!r}")
        symbol = re.sub(r"^([mk]?[AW])h$", r"\1*h", match[1])
        factors.append(f"({symbol})**{match[2] or 1}")
    return "*".join(factors)


def _tidy(value: float) -> float:
    """Drop the binary noise of a unit conversion: 0.42 stays 0.42."""
    return float(f"{value:.12g}")
