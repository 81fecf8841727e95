"""Formulas of docstrings, which are plain text, as LaTeX."""

from __future__ import annotations

import re

GREEK = ("rho", "phi", "lambda", "theta")
FUNCTIONS = {"min": r"\min", "max": r"\max", "ln": r"\ln", "sin": r"\sin", "asin": r"\arcsin"}
SYMBOL = re.compile(r"[A-Za-z]+\d?(?:_(?:\([^()]*\)|\w+))?")


def symbols_of(formula: str) -> list[str]:
    """The symbols right of the equals sign, each once; no function, no index and no word.

    >>> symbols_of("p_min = 1 - 1/R")
    ['R']
    >>> symbols_of("sum_i V_i (C_i - C_(i-1))")
    ['V_i', 'C_i']
    """
    right = _times(formula.rpartition("=")[2]).replace(r"\times", " ")
    found = [re.sub(r"_\(.*\)", "_i", symbol) for symbol in SYMBOL.findall(right)]
    plain = [symbol for symbol in found if symbol not in FUNCTIONS and not _is_word(symbol)]
    return list(dict.fromkeys(symbol for symbol in plain if symbol not in ("sqrt", "sum_i")))


def latex_of(formula: str) -> str:
    r"""A formula of a docstring as LaTeX.

    >>> latex_of("100 (1 - (C_N/C_0)^(1/N))")
    '100 (1 - (C_{N}/C_{0})^{1/N})'
    >>> latex_of("a / sqrt(h^2 + k^2 + l^2)")
    'a / \\sqrt{h^2 + k^2 + l^2}'
    """
    text = re.sub(r"\^\(([^()]*)\)", r"^{\1}", _times(formula))
    text = re.sub(r"sqrt\(([^()]*)\)", r"\\sqrt{\1}", text).replace("%", r"\%")
    parts = re.split(r"(\\(?:sqrt|times))", text)  # commands stay as they are
    return "".join(
        part if part in (r"\sqrt", r"\times") else SYMBOL.sub(_typeset, part) for part in parts
    )


def _times(formula: str) -> str:
    """`x` between two factors is a multiplication if a number or an efficiency follows it."""
    return re.sub(r"(?<=[)\w]) x (?=\d|CE)", r" \\times ", formula)


def _typeset(match: re.Match[str]) -> str:
    name, _, index = match[0].partition("_")
    if name == "sum":
        return rf"\sum_{index} "
    if digit := re.fullmatch(r"([A-Za-z])(\d)", name):
        name, index = digit.groups()
    if name in FUNCTIONS:
        return FUNCTIONS[name]
    letters = rf"\{name}" if name in GREEK else name if len(name) == 1 else rf"\mathrm{{{name}}}"
    if not index:
        return letters
    index = index.strip("()")
    plain = len(index) == 1 or re.search(r"[-+]", index)
    return f"{letters}_{{{index}}}" if plain else rf"{letters}_{{\mathrm{{{index}}}}}"


def _is_word(symbol: str) -> bool:
    """Whether it is a word of the language, such as the thickness of a stack."""
    return len(symbol) > 4 and symbol.isalpha() and symbol.islower() and symbol not in GREEK
