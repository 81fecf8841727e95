"""Numbers as they are stored and shown: with the digits that they mean, on every machine.

The last digits of a computed float depend on the version of Python, the processor and the
libraries of mathematics, far behind what is printed or measured. What goes into an output, a
figure's table or a file is rounded here, so that it is the same wherever it was computed.
"""

from __future__ import annotations

import math
import operator
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from typing import TYPE_CHECKING, Any, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

T = TypeVar("T")
MINUS = "\N{MINUS SIGN}"
MISSING = "\N{EN DASH}"  # what is shown where there is no number
SMALLEST = 1e-6  # what is smaller is written with an exponent
DIGITS = 10  # significant; the longest constant of the book (the cell edge of silicon) has as many


def total(values: Iterable[T]) -> T:
    """The sum of numbers, arrays or traced expressions, added one after another.

    Python's own `sum` adds floats in another way from version 3.12 on.
    """
    return reduce(operator.add, values, cast("T", 0))


def rounded(value: Any) -> Any:  # noqa: ANN401
    """A value with its floats rounded, those inside of dictionaries and lists too.

    Zero has no sign, and what is no float stays as it is.
    """
    if isinstance(value, float):
        return type(value)(f"{value:.{DIGITS}g}") + 0.0
    if isinstance(value, dict):
        return {name: rounded(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(rounded(part) for part in value)
    return value


def rounded_frame(frame: pd.DataFrame) -> pd.DataFrame:
    """A frame with its columns of floats rounded."""
    floats = frame.select_dtypes("float").columns
    return frame.assign(**{name: frame[name].map(rounded) for name in floats})


@dataclass(frozen=True)
class Digits:
    """How many digits of a number are shown: decimals, or significant digits, or all it has.

    Parameters
    ----------
    decimals
        Digits after the point.
    significant
        Significant digits, counted where no decimals are given.

    A number of significant digits is shown without zeros at its end, one with decimals keeps
    them, so that the numbers of a column have their points one above the other. From 1,000 on
    digits stand in groups of three, those of whole numbers too: 3,579 mAh g⁻¹, 5,000 cycles.

    Examples
    --------
    >>> Digits(decimals=1).text(65.625), Digits(significant=3).text(0.047619), Digits().text(65.6)
    ('65.6', '0.0476', '65.6')
    """

    decimals: int | None = None
    significant: int | None = None

    def text(self, value: float) -> str:
        """The number with a minus sign, groups of three, and these digits; a dash if there is none.

        Half a digit is the same half on every machine, because the value is rounded before.
        """
        if not math.isfinite(value):
            return MISSING
        text = self._ascii(rounded(value))
        sign = text.startswith("-") and any(digit in text for digit in "123456789")
        return (MINUS if sign else "") + text.removeprefix("-")

    def described(self) -> dict[str, int]:
        """`{"decimals": 1}` or `{"significant": 3}`; empty where all digits are shown."""
        if self.decimals is not None:
            return {"decimals": self.decimals}
        return {} if self.significant is None else {"significant": self.significant}

    def _ascii(self, value: float) -> str:
        if self.decimals is not None:
            return f"{value:,.{self.decimals}f}"
        kept = DIGITS if self.significant is None else self.significant
        if not value or abs(value) < SMALLEST:
            return f"{value:.{kept}g}"
        value = float(f"{value:.{kept}g}")
        text = f"{value:,.{max(0, kept - 1 - math.floor(math.log10(abs(value))))}f}"
        return text.rstrip("0").rstrip(".") if "." in text else text


def half_last_digit(value: float, zeros: int = 1) -> float:
    """Half a unit of the last digit that a printed number is taken to mean.

    Parameters
    ----------
    value
        A number as it is printed.
    zeros
        How many zeros at the end of a whole number may be places instead of digits.

    Returns
    -------
    float
        0.05 for 957.6 and 0.5 for 957. A whole number that ends in 0 may be rounded to tens, and
        is taken to be: 5 for 1,200; with `zeros=2`, to hundreds: 50. Nothing for zero.

    Examples
    --------
    >>> half_last_digit(957.6), half_last_digit(957.0), half_last_digit(1200.0)
    (0.05, 0.5, 5.0)
    """
    digits = Decimal(repr(value)).normalize()
    exponent = cast("int", digits.as_tuple().exponent)
    return float(Decimal(5).scaleb(min(exponent, zeros) - 1)) if value else 0.0
