"""Formulas traced: ordinary Python comes in, the text of a Vega expression goes out.

A formula is called once with `Traced` values, and each operator writes itself down. What Python
would settle at once, such as `if` or `max()`, cannot be written down: it raises `TracingError`,
which says what to use instead. `is None` and `isinstance()` cannot be noticed: use `maths.valid`.
"""

from __future__ import annotations

import json
import math
import operator
from collections.abc import Callable, Iterable
from functools import reduce
from typing import Any, NoReturn, Protocol


class TracingError(TypeError):
    """A formula uses what has no counterpart in an expression of the page."""


class Maths(Protocol):
    """The functions that formulas need beside the operators."""

    def asin(self, value: Any, /) -> Any:  # noqa: ANN401
        """The angle of a sine, in radians."""

    def log(self, value: Any, /) -> Any:  # noqa: ANN401
        """The natural logarithm."""

    def where(self, condition: Any, yes: Any, no: Any, /) -> Any:  # noqa: ANN401
        """One of two values, both of which are computed."""

    def valid(self, value: Any, /) -> Any:  # noqa: ANN401
        """Whether a value is there."""


class NumericMath:
    """`Maths` of numbers."""

    asin = staticmethod(math.asin)
    log = staticmethod(math.log)

    @staticmethod
    def where(condition: object, yes: object, no: object) -> object:
        """One of two values; both are computed."""
        return yes if condition else no

    @staticmethod
    def valid(value: object) -> bool:
        """Whether a value is there."""
        return value is not None and value == value


class VegaMath:
    """`Maths` of traced values."""

    @staticmethod
    def asin(value: object) -> Traced:
        """The angle of a sine, in radians."""
        return call("asin", value)

    @staticmethod
    def log(value: object) -> Traced:
        """The natural logarithm."""
        return call("log", value)

    @staticmethod
    def where(condition: object, yes: object, no: object) -> Traced:
        """One of two values; the page computes both."""
        return call("if", condition, yes, no)

    @staticmethod
    def valid(value: object) -> Traced:
        """Whether a value is there."""
        return call("isValid", value)


def call(function: str, *arguments: object) -> Traced:
    """A call of a function of Vega's expression language."""
    return Traced(f"{function}({','.join(map(written, arguments))})")


def written(value: object) -> str:
    """A traced formula as the text of a Vega expression; a plain number or word is one too.

    Raises `TracingError` for what is neither.
    """
    if isinstance(value, Traced):
        return value.text
    plain = _plain(value)
    if plain is None or isinstance(plain, str | float | int):
        return json.dumps(plain)
    raise TracingError(
        f"found a value of type {type(value).__name__} in a formula; expected a number, a text, "
        "a control's value or a column of a row"
    )


def _plain(value: Any) -> object:  # noqa: ANN401
    """A scalar of NumPy as Python's own, all else as it is."""
    return value.item() if getattr(value, "ndim", None) == 0 else value


def _binary(symbol: str) -> tuple[Callable[..., Traced], Callable[..., Traced]]:
    """An operator for a traced value to its left, and for one to its right only."""

    def left(self: Traced, other: object) -> Traced:
        return Traced(f"({self.text} {symbol} {written(other)})")

    def right(self: Traced, other: object) -> Traced:
        return Traced(f"({written(other)} {symbol} {self.text})")

    return left, right


def _logical(symbol: str) -> tuple[Callable[..., Traced], Callable[..., Traced]]:
    """As `_binary`, for conditions only: & and | bind more strongly than a comparison."""
    left, right = _binary(symbol)

    def checked(join: Callable[..., Traced]) -> Callable[..., Traced]:
        def joined(self: Traced, other: object) -> Traced:
            plain = _plain(other)
            if not isinstance(plain, Traced | bool):
                raise TracingError(
                    f"& and | join conditions, and {other!r} is none: put each comparison in "
                    "brackets, as in (a == b) & (c > d)"
                )
            return join(self, plain)

        return joined

    return checked(left), checked(right)


def _refusal(found: str, instead: str) -> Callable[..., NoReturn]:
    """A method that refuses what Python would settle at once, and says what to use."""

    def refuse(self: Traced, *_: object) -> NoReturn:
        raise TracingError(
            f"{found} cannot be used on the traced expression {self.text[:80]}: {instead}"
        )

    return refuse


NO_TRUTH = (
    "the page decides, when a reader moves a control. Instead of if: maths.where(condition, yes, "
    "no); of and, or: & and | with brackets around each comparison; of not: maths.where(condition, "
    "False, True); of max(a, b): maths.where(a > b, a, b), and of min(a, b) alike; of a < b < c: "
    "(a < b) & (b < c); of x in names: any_of(x, names)"
)
NO_NUMBER = (
    "the page computes its value. Use the operators + - * / **, or a function of maths "
    "(asin, log, where, valid); a root is x ** 0.5"
)
NO_ROUNDING = "do not round in a formula: readings are rounded when they are shown"
NO_TEXT = "use written(x) in a picture, and maths.where() to choose between texts"
NO_SERIES = "it is one value; for the rows of a table use Counts, for constants use a Lookup"


class Traced:
    """A value that the page computes: a control's, a column's, or a formula of them.

    Operators give further traced values. All else that needs the value now raises `TracingError`.
    """

    __slots__ = ("text",)
    __array_ufunc__ = None  # so that a number of NumPy leaves its operators to this class

    def __init__(self, text: str) -> None:
        self.text = text

    def __repr__(self) -> str:
        return f"Traced({self.text!r})"

    __add__, __radd__ = _binary("+")
    __sub__, __rsub__ = _binary("-")
    __mul__, __rmul__ = _binary("*")
    __truediv__, __rtruediv__ = _binary("/")
    __lt__ = _binary("<")[0]
    __le__ = _binary("<=")[0]
    __gt__ = _binary(">")[0]
    __ge__ = _binary(">=")[0]
    __eq__ = _binary("===")[0]  # type: ignore[assignment]
    __ne__ = _binary("!==")[0]  # type: ignore[assignment]
    __and__, __rand__ = _logical("&&")
    __or__, __ror__ = _logical("||")

    def __pow__(self, other: object) -> Traced:
        return call("pow", self, other)

    def __rpow__(self, other: object) -> Traced:
        return call("pow", other, self)

    def __neg__(self) -> Traced:
        return Traced(f"(-{self.text})")

    def __pos__(self) -> Traced:
        return Traced(f"(+{self.text})")

    __bool__ = _refusal("if, and, or, not, bool(), max(), min(), in or a < b < c", NO_TRUTH)
    __invert__ = _refusal("~", "~True is -2 in Python; use maths.where(condition, False, True)")
    __abs__ = _refusal("abs()", "use maths.where(x < 0, -x, x)")
    __round__ = _refusal("round()", NO_ROUNDING)
    __floor__ = _refusal("math.floor()", NO_ROUNDING)
    __ceil__ = _refusal("math.ceil()", NO_ROUNDING)
    __trunc__ = _refusal("math.trunc()", NO_ROUNDING)
    __float__ = _refusal("float() or a function of math", NO_NUMBER)
    __int__ = _refusal("int()", NO_NUMBER)
    __complex__ = _refusal("complex() or a function of cmath", NO_NUMBER)
    __index__ = _refusal("range(), an index or a whole number of math", NO_NUMBER)
    __mod__ = __rmod__ = _refusal("%", "its sign differs between Python and the page")
    __floordiv__ = __rfloordiv__ = _refusal("//", NO_ROUNDING)
    __divmod__ = __rdivmod__ = _refusal("divmod()", NO_ROUNDING)
    __str__ = __format__ = _refusal("str() or an f-string", NO_TEXT)
    __iter__ = _refusal("for, sum() or list()", NO_SERIES)
    __len__ = _refusal("len()", NO_SERIES)
    __contains__ = _refusal("in", NO_SERIES)
    __hash__ = _refusal("the key of a dict or a set", NO_SERIES)


class TracedRow:
    """Any row of a chart's data; its columns are traced values, named by a text or a control."""

    def __init__(self, columns: Iterable[str]) -> None:
        self.columns = tuple(columns)

    def __getitem__(self, name: str | Traced) -> Traced:
        """The value of a column; raises `KeyError` for a name that is no column."""
        if isinstance(name, str) and name not in self.columns:
            raise KeyError(f"{name!r} is no column: there are {list(self.columns)}")
        return Traced(f"datum[{written(name)}]")


def any_of(value: Any, names: Iterable[str]) -> Any:  # noqa: ANN401
    """Whether a value, traced or not, is one of some names."""
    return reduce(operator.or_, (value == name for name in names))
