"""The formula sheet: one page of formulas, read from the docstrings of `anodes.physics`.

A row is a function: its summary names the quantity and, after a comma, the formula; parameters
whose description begins with a symbol of the formula explain it; what it returns names the unit.
The typical value is computed with the function from the data. So no formula is written twice, and
a symbol that no parameter explains stops the build.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from anodes.publish.formula_text import latex_of, symbols_of
from anodes.publish.formula_values import SHEET

if TYPE_CHECKING:
    from sphinx.application import Sphinx

PAGE = "chapters/formula-sheet"
MARK = "<!-- formulas -->"
SIGN = r"(?:N/P|[A-Z]{2,3}|rho|phi|lambda|[A-Za-z])(?:_\w+|\d)?(?!\w)"
CONSTANTS = {"F", "k", "e"}  # explained once, below the table


class Formula(NamedTuple):
    """A row of the sheet, as texts of the docstring."""

    quantity: str
    formula: str
    symbols: tuple[str, ...]
    unit: str


def register(app: Sphinx) -> None:
    """Write the formulas into their page before Sphinx reads it."""
    app.connect("source-read", _fill)


def _fill(app: Sphinx, name: str, source: list[str]) -> None:
    del app
    if name == PAGE:
        source[0] = source[0].replace(MARK, sheet())


def sheet() -> str:
    """The sheet as Markdown: a table for all groups. Raises `ValueError` as `formula_of` does."""
    lines = ["| quantity | formula | symbols | unit | for example |", "|---|---|---|---|---|"]
    for group, rows in SHEET.items():
        lines.append(f"| **{group}** | | | | |")
        lines += [_row(module, name, example) for (module, name), example in rows.items()]
    return "\n".join(lines)


def _row(module: str, name: str, example: Callable[[], str]) -> str:
    function = getattr(importlib.import_module(f"anodes.physics.{module}"), name)
    found = formula_of(function)
    cells = (found.quantity, f"${latex_of(found.formula)}$", "; ".join(found.symbols))
    return f"| {' | '.join(cells)} | {found.unit} | {example()} |"


def formula_of(function: Callable[..., object]) -> Formula:
    """Quantity, formula, symbols and unit of a function's docstring.

    Raises `ValueError` where the summary has no formula, or a symbol no parameter.
    """
    from numpydoc.docscrape import FunctionDoc

    doc = FunctionDoc(function)
    summary = " ".join(doc["Summary"]).removesuffix(".")
    quantity, formula = _split(summary)
    if not formula:
        raise ValueError(
            f"{function.__name__}: found the summary {summary!r}; expected a formula behind a comma"
        )
    unknown, explained = set(symbols_of(formula)) - CONSTANTS, []
    for parameter in doc["Parameters"]:
        words = re.split(r"[;.](?:\s|$)|: ", " ".join(parameter.desc))[0]
        text, own = _explained(parameter.name, words, unknown)
        unknown -= own
        explained += [text] if own else []
    if unknown:
        raise ValueError(
            f"{function.__name__}: found {sorted(unknown)} in the formula {formula!r}; expected a "
            "parameter whose description begins with each"
        )
    unit = re.split(r"[;.:](?:\s|$)|, as `", " ".join(doc["Returns"][0].desc))[0]
    return Formula(
        quantity, formula, tuple(map(_raised, explained)), _raised(unit.removeprefix("In "))
    )


def _raised(text: str) -> str:
    """Units and V0 as a page writes them."""
    powers = {"m2": "m²", "m3": "m³", "V0": "V₀"}
    return re.sub(r"(?<=[cm/])m[23]|V0|m2(?=/)", lambda m: powers[m[0]], text)


def _split(summary: str) -> tuple[str, str]:
    """The words of a summary and what is behind its last comma outside of brackets."""
    depth = 0
    for place in reversed(range(len(summary))):
        depth += {")": 1, "(": -1}.get(summary[place], 0)
        if summary[place] == "," and not depth:
            return summary[:place], summary[place + 1 :].strip()
    return summary, ""


def _explained(name: str, words: str, wanted: set[str]) -> tuple[str, set[str]]:
    """A parameter's words with their symbols typeset, and which of the wanted they explain."""
    start = re.match(rf"{SIGN}(?:(?:, | and ){SIGN})*(?=,| (?:of|in|with|=) |$)", words)
    named = set(re.split(r", | and |/", start[0])) if start else set()
    if start and (own := named & wanted):
        parts = re.split(r"(, | and )", start[0])
        texts = [part if place % 2 else f"${latex_of(part)}$" for place, part in enumerate(parts)]
        return "".join(texts) + words[start.end() :], own
    if own := set(name.split(", ")) & wanted:
        return f"${latex_of(name)}$: {words}", own
    return "", set()
