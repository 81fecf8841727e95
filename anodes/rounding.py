"""Numbers as they are stored: with the digits that they mean, and that every machine agrees on.

The last digits of a computed float depend on the version of Python, the processor and the
libraries of mathematics, far behind what is printed or measured. What goes into an output, a
figure's table or a file is rounded here, so that it is the same wherever it was computed.
"""

from __future__ import annotations

import json
import operator
import re
from functools import reduce
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

DIGITS = 10  # significant; the longest constant of the book (the cell edge of silicon) has as many
LITERAL = re.compile(r"(?<![\w.])\d+\.\d+(?:e[+-]?\d+)?(?![\w.])")  # a float in an expression


def total(values: Iterable[Any]) -> Any:  # noqa: ANN401
    """The sum of numbers, arrays or traced expressions, added one after another.

    Python's own `sum` adds floats in another way from version 3.12 on.
    """
    return reduce(operator.add, values, 0)


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


def rounded_spec(spec: dict[str, Any]) -> dict[str, Any]:
    """A Vega-Lite spec with its floats rounded, those in expressions too.

    Its data sets are named by their order. Altair names them by a digest of their numbers as
    computed, which would differ although the rounded numbers are the same.
    """
    data = spec.get("datasets", {})
    names = {old: f"data-{place}" for place, old in enumerate(data, start=1)}
    plain = _renamed({key: part for key, part in spec.items() if key != "datasets"}, names)
    if data:
        plain["datasets"] = {names[old]: rounded(rows) for old, rows in data.items()}
    return plain


def _renamed(part: Any, names: dict[str, str]) -> Any:  # noqa: ANN401
    """A part of a spec with its numbers rounded and its data sets under their new names."""
    if isinstance(part, dict):
        return {key: _renamed(value, names) for key, value in part.items()}
    if isinstance(part, list):
        return [_renamed(value, names) for value in part]
    if isinstance(part, str):
        return names.get(part) or LITERAL.sub(_shorter, part)
    return rounded(part)


def _shorter(literal: re.Match[str]) -> str:
    digits = re.sub(r"e.*|\D", "", literal[0]).lstrip("0")
    return json.dumps(rounded(float(literal[0]))) if len(digits) > DIGITS else literal[0]
