"""What a reader may move: each control for Vega, for the page and for JupyterLab."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from anodes.data.fields import explorer_title as title
from anodes.data.parsing import compounds

if TYPE_CHECKING:
    import ipywidgets


@dataclass(frozen=True)
class Number:
    """A slider, or with `typed` a field to type into; its heading is that of `data.fields`.

    A field takes decimals unless its step is 1; an `optional` one may be empty: its value is NaN.
    A `limit` is one of the rows that are listed, and no formula reads it.
    """

    name: str
    low: float
    high: float
    step: float
    start: float
    typed: bool = False
    optional: bool = False
    limit: bool = False

    def bind(self) -> dict[str, Any]:
        """The control as Vega binds it, for where neither kernel nor page steers."""
        kind = "number" if self.typed else "range"
        limits = {"min": self.low, "max": self.high, "step": self.step}
        return {"input": kind, "name": f"{title(self.name)}: ", **limits}

    def described(self) -> dict[str, Any]:
        """The control as the page writes it."""
        limits = {"low": self.low, "high": self.high, "step": self.step, "start": self.start}
        kind = "typed" if self.typed else "slider"
        described = {"name": self.name, "label": title(self.name), "kind": kind, **limits}
        marks = {"optional": self.optional, "limit": self.limit}
        return described | {name: True for name, marked in marks.items() if marked}

    def widget(self) -> ipywidgets.Widget:
        """The control as JupyterLab shows it."""
        import ipywidgets

        limits = {"min": self.low, "max": self.high, "step": self.step, "value": self.start}
        if self.typed:
            return ipywidgets.BoundedFloatText(**limits)
        digits = max(0, -math.floor(math.log10(self.step)))
        return ipywidgets.FloatSlider(readout_format=f".{digits}f", **limits)


@dataclass(frozen=True)
class Choice:
    """One of several values, each with the words that a reader sees."""

    name: str
    options: Mapping[str, str]
    start: str
    limit: ClassVar[bool] = False

    def bind(self) -> dict[str, Any]:
        """The control as Vega binds it."""
        values, labels = list(self.options), list(self.options.values())
        return {
            "input": "select",
            "name": f"{title(self.name)}: ",
            "options": values,
            "labels": labels,
        }

    def described(self) -> dict[str, Any]:
        """The control as the page writes it."""
        options = [list(pair) for pair in self.options.items()]
        described = {"name": self.name, "label": title(self.name), "kind": "choice"}
        return {**described, "options": options, "start": self.start}

    def widget(self) -> ipywidgets.Widget:
        """The control as JupyterLab shows it."""
        import ipywidgets

        options = [(label, value) for value, label in self.options.items()]
        return ipywidgets.Dropdown(options=options, value=self.start)


def one_of(name: str, values: Iterable[str], start: str = "") -> Choice:
    """A choice whose values are their own words; the first is the start if none is named."""
    options = {value: compounds(value) for value in values}
    return Choice(name, options, start or next(iter(options)))
