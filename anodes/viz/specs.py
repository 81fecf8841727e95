"""Vega-Lite specifications with numbers that every machine agrees on."""

from __future__ import annotations

import json
import re
from typing import Any

from anodes.data.parsing import compounds
from anodes.physics.rounding import DIGITS, rounded

SPOKEN = ("material", "method")  # fields that are words only, with formulae in them
LITERAL = re.compile(r"(?<![\w.])\d+\.\d+(?:e[+-]?\d+)?(?![\w.])")  # a float in an expression


def rounded_spec(spec: dict[str, Any]) -> dict[str, Any]:
    """A Vega-Lite spec with its floats rounded, those in expressions too.

    Its data sets are named by their order. Altair names them by a digest of their numbers as
    computed, which would differ although the rounded numbers are the same.
    """
    data = spec.get("datasets", {})
    names = {old: f"data-{place}" for place, old in enumerate(data, start=1)}
    plain = _renamed({key: part for key, part in spec.items() if key != "datasets"}, names)
    if data:
        plain["datasets"] = {names[old]: rounded(_in_words(rows)) for old, rows in data.items()}
    return plain


def _in_words(rows: Any) -> Any:  # noqa: ANN401
    """Rows in which what nobody computes with has the subscripts that a reader expects."""
    return [
        row | {name: compounds(row[name]) for name in SPOKEN if isinstance(row.get(name), str)}
        for row in rows
    ]


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
