"""Explorers: a question, a few controls, formulas and a picture, written once and alive twice.

The formulas are ordinary Python over `anodes.physics`. In JupyterLab ipywidgets call them with
numbers. For a page without a kernel they are called once with Altair parameters instead: what
comes back is the same formula as a Vega expression, which the page evaluates while a reader
moves its native controls. So a formula is written once, and nothing on the page is ever dead.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from html import escape
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from anodes.data.fields import EXPLORERS
from anodes.data.fields import explorer_title as title
from anodes.viz.bundles import bundle
from anodes.viz.interactive import NOTEBOOK_WIDTH, VEGA_MIME, VEGA_SCHEMA
from anodes.viz.specs import rounded_spec
from anodes.viz.tables import plain_rows, plain_table, table_html

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    import altair as alt
    import anywidget
    import ipywidgets
    import pandas as pd

Values = SimpleNamespace  # the controls' values, and a namespace of constants for each `Facts`
Readings = dict[str, Any]  # numbers or words by name; expressions while a formula is traced
JOIN = "|"  # between the keys of a row of facts
DIGITS = 4  # significant digits of a reading


@dataclass(frozen=True)
class Number:
    """A slider, or with `typed` a field to type into; its heading is that of `data.fields`."""

    name: str
    low: float
    high: float
    step: float
    start: float
    typed: bool = False

    def bind(self) -> dict[str, Any]:
        """The control as Vega binds it, for where neither kernel nor page steers."""
        kind = "number" if self.typed else "range"
        limits = {"min": self.low, "max": self.high, "step": self.step}
        return {"input": kind, "name": f"{title(self.name)}: ", **limits}

    def described(self) -> dict[str, Any]:
        """The control as the page writes it."""
        limits = {"low": self.low, "high": self.high, "step": self.step, "start": self.start}
        kind = "typed" if self.typed else "slider"
        return {"name": self.name, "label": title(self.name), "kind": kind, **limits}

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
    options = {value: value for value in values}
    return Choice(name, options, start or next(iter(options)))


@dataclass(frozen=True)
class Facts:
    """Constants that a formula takes from the row that the choices `keys` name together.

    The columns of the frame are `keys` and the constants; formulas read `values.<name>.<column>`.
    """

    name: str
    keys: tuple[str, ...]
    frame: pd.DataFrame

    @cached_property
    def rows(self) -> dict[str, dict[str, Any]]:
        """The constants by their keys, joined."""
        plain = plain_rows(self.frame)
        records = [dict(zip(self.frame.columns, row, strict=True)) for row in plain]
        return {JOIN.join(str(row[key]) for key in self.keys): row for row in records}


@dataclass(frozen=True)
class Rows:
    """A table below the picture with the rows whose marks are strong in one of its layers.

    `keep` says of a row (a mapping) whether the controls let it stay: with numbers in JupyterLab,
    traced as a test of the layer on the page. `key` is the column that names a row, `shown` are
    the columns of the table.
    """

    frame: pd.DataFrame
    shown: Sequence[str]
    key: str
    layer: str
    keep: Callable[[Any, Values, Any], Any]


class Plain:
    """The functions that formulas need beside the operators, for numbers."""

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


def traced() -> SimpleNamespace:
    """The functions of `Plain` as Vega knows them."""
    import altair as alt

    names = alt.expr
    return SimpleNamespace(asin=names.asin, log=names.log, where=names.if_, valid=names.isValid)


Formulas = Callable[[Values, Any], Readings]
Curve = Callable[[str, float, float, float], "alt.Chart"]
Picture = Callable[[Values, Curve, Any], "alt.Chart | alt.LayerChart"]


@dataclass(frozen=True)
class Explorer:
    """Controls, formulas and a picture that answer a question, on a page and in JupyterLab.

    `formulas(values, maths)` gives the readings by name; `maths` has the functions of `Plain`.
    `picture(signals, curve, maths)` gives an Altair chart; its signals are the parameters of that
    name, and `curve(control, start, stop, step)` is a chart whose rows run along a control, with
    every reading computed for each (as `_<reading>`). `hidden` readings serve the picture only.
    The table behind the picture holds `rows`, or else the readings `along` values of a control.
    """

    question: str
    controls: Sequence[Number | Choice]
    formulas: Formulas
    picture: Picture
    description: str
    facts: Sequence[Facts] = ()
    rows: Rows | None = None
    along: tuple[str, Sequence[float]] = ("", ())
    hidden: Sequence[str] = ()
    height: int = 260

    def values(self, **chosen: float | str) -> Values:
        """The controls' values, those not chosen at their start, and the constants they name.

        Raises `ValueError` for a name that is no control and for a choice that is not offered.
        """
        start = {control.name: control.start for control in self.controls}
        if wrong := sorted(set(chosen) - set(start)):
            raise ValueError(f"no control is called {wrong}: there are {sorted(start)}")
        values = Values(**start | chosen)
        for control in self.controls:
            value = getattr(values, control.name)
            if isinstance(control, Choice) and value not in control.options:
                raise ValueError(f"{control.name} is one of {list(control.options)}, not {value!r}")
        for facts in self.facts:
            key = JOIN.join(str(getattr(values, name)) for name in facts.keys)
            setattr(values, facts.name, SimpleNamespace(**facts.rows[key]))
        return values

    def readings(self, **chosen: float | str) -> Readings:
        """Every reading for the chosen values of controls, the others at their start."""
        return self.formulas(self.values(**chosen), Plain)

    def each(self, frame: pd.DataFrame) -> pd.DataFrame:
        """The readings for each row of a frame that has a column for each control."""
        import pandas as pd

        names = [control.name for control in self.controls]
        rows = [self.readings(**row) for row in frame[names].to_dict("records")]
        return pd.DataFrame(rows, index=frame.index)

    def kept(self, **chosen: float | str) -> pd.DataFrame:
        """The rows that the controls let stay; raises `ValueError` for an explorer without rows."""
        if self.rows is None:
            raise ValueError("this explorer has no rows")
        values = self.values(**chosen)
        records = self.rows.frame.to_dict("records")
        stay = [bool(self.rows.keep(row, values, Plain)) for row in records]
        return self.rows.frame[stay]

    @cached_property
    def table(self) -> pd.DataFrame:
        """The numbers behind the picture, the controls at their start."""
        import pandas as pd

        if self.rows:
            return self.rows.frame[list(self.rows.shown)]
        control, values = self.along
        readings = [self._shown(self.readings(**{control: value})) for value in values]
        return pd.DataFrame(readings, index=pd.Index(values, name=control)).reset_index()

    @cached_property
    def spec(self) -> dict[str, Any]:
        """The Vega-Lite chart: parameters for controls, constants and readings, then the picture.

        What the page needs for native controls rides along as `usermeta`.
        """
        import altair as alt

        signals = self._signals()
        expressions = {name: written(value) for name, value in self._traced(signals).items()}
        for name in expressions:
            setattr(signals, name, alt.param(name=name))
        chart = self.picture(signals, self._curve(signals), traced())
        spec = chart.properties(
            width=NOTEBOOK_WIDTH, height=self.height, description=self.description
        ).to_dict()
        _quiet(spec)
        controls = [
            {"name": control.name, "value": control.start, "bind": control.bind()}
            for control in self.controls
        ]
        readings = [{"name": name, "expr": text} for name, text in expressions.items()]
        known = [parameter for facts in self.facts for parameter in _known(facts)]
        spec["params"] = [*controls, *known, *readings, *spec.get("params", [])]
        spec["usermeta"] = {"explorer": self._described()}
        return rounded_spec({**spec, "$schema": VEGA_SCHEMA})

    @property
    def steered(self) -> dict[str, Any]:
        """The chart without Vega's own controls, for a place that has controls of its own."""
        own = {control.name for control in self.controls}
        plain = {name: part for name, part in self.spec.items() if name != "$schema"}
        return unbound(plain, own)

    def widget(self) -> ipywidgets.VBox:
        """The explorer for JupyterLab: each move of a control calls the formulas in Python.

        The picture stays alive: it has its tooltips, and a selection in it narrows the table.
        """
        import ipywidgets

        boxes = {control.name: control.widget() for control in self.controls}
        readings, table = ipywidgets.HTML(), ipywidgets.HTML()
        marked = {"layer": self.rows.layer, "field": self.rows.key} if self.rows else {}
        picture = _live_picture()(spec=self.steered, rows=marked)

        def follow(_: object = None) -> None:
            chosen = {name: box.value for name, box in boxes.items()}
            readings.value = _reading_list(self._shown(self.readings(**chosen)))
            picture.signals = chosen
            if self.rows:
                table.value = self._listed(self.kept(**chosen))

        def narrow(change: dict[str, Any]) -> None:
            keys = self.rows.frame[self.rows.key].astype(str)
            table.value = self._listed(self.rows.frame[keys.isin(change["new"])])

        lines = []
        for control in self.controls:
            boxes[control.name].observe(follow, "value")
            label = ipywidgets.Label(title(control.name), layout={"width": "16rem"})
            lines.append(ipywidgets.HBox([label, boxes[control.name]]))
        picture.observe(narrow, "strong")
        follow()
        question = ipywidgets.HTML(f"<strong>{escape(self.question)}</strong>")
        return ipywidgets.VBox([question, *lines, readings, picture, table])

    def _listed(self, rows: pd.DataFrame) -> str:
        """The columns that the table below the picture shows, as HTML."""
        shown_rows = rows[list(self.rows.shown)].rename(columns=title)
        return table_html(shown_rows, index=False)

    def _repr_mimebundle_(
        self, include: Iterable[str] | None = None, exclude: Iterable[str] | None = None
    ) -> dict[str, Any]:
        """The widget for JupyterLab; without a kernel the chart with Vega's own controls."""
        del include, exclude
        live = self.widget()._repr_mimebundle_() or {}
        return {**live, VEGA_MIME: self.spec, "text/plain": self.description}

    def _signals(self) -> Values:
        import altair as alt

        names = [*(control.name for control in self.controls), *(f.name for f in self.facts)]
        return Values(**{name: alt.param(name=name) for name in names})

    def _traced(self, signals: Values) -> Readings:
        return self.formulas(signals, traced())

    def _curve(self, signals: Values) -> Curve:
        import altair as alt

        def curve(control: str, start: float, stop: float, step: float) -> alt.Chart:
            place = f"_{control}"
            along = Values(**vars(signals) | {control: alt.datum[place]})
            readings = {f"_{name}": written(x) for name, x in self._traced(along).items()}
            rows = alt.sequence(start, stop + step / 2, step, as_=place)
            return alt.Chart(rows).transform_calculate(**readings)

        return curve

    def _shown(self, readings: Readings) -> Readings:
        return {name: value for name, value in readings.items() if name not in self.hidden}

    def _described(self) -> dict[str, Any]:
        readings = [
            {"name": name, "label": title(name), "start": shown(value)}
            for name, value in self._shown(self.readings()).items()
        ]
        described = {
            "question": self.question,
            "controls": [control.described() for control in self.controls],
            "readings": readings,
            "table": plain_table(self.table, EXPLORERS),
        }
        if self.rows:
            key = list(self.table.columns).index(self.rows.key)
            described["rows"] = {"layer": self.rows.layer, "key": key, "field": self.rows.key}
        return described


@cache
def _live_picture() -> type[anywidget.AnyWidget]:
    """The widget class of a picture that follows signals and says which rows it shows strongly."""
    import anywidget
    import traitlets

    script = Path(__file__).with_name("explorer_view.js").read_text(encoding="utf-8")

    class LivePicture(anywidget.AnyWidget):
        _esm = bundle("explorer_view.js", script)
        spec = traitlets.Dict().tag(sync=True)
        signals = traitlets.Dict().tag(sync=True)
        rows = traitlets.Dict().tag(sync=True)
        strong = traitlets.List().tag(sync=True)

    return LivePicture


def unbound(spec: dict[str, Any], names: Collection[str]) -> dict[str, Any]:
    """A spec in which Vega makes no controls of its own for the parameters of these names."""
    parameters = [
        {key: value for key, value in parameter.items() if key != "bind"}
        if parameter["name"] in names
        else parameter
        for parameter in spec["params"]
    ]
    return spec | {"params": parameters}


def _known(facts: Facts) -> list[dict[str, Any]]:
    """The constants as a parameter, and the row that the choices name as another."""
    key = f" + '{JOIN}' + ".join(facts.keys)
    table = f"{facts.name}_rows"
    return [
        {"name": table, "value": facts.rows},
        {"name": facts.name, "expr": f"{table}[{key}]"},
    ]


def _quiet(spec: dict[str, Any]) -> None:
    """Marks that tell nothing of their own are not read aloud."""
    for layer in spec.get("layer", ()):
        _quiet(layer)
        if "mark" in layer and "tooltip" not in layer.get("encoding", {}):
            layer["mark"]["aria"] = False


def written(expression: object) -> str:
    """A traced formula as the text of a Vega expression; a plain number or word is one too."""
    import altair as alt

    if isinstance(expression, alt.Parameter):
        return expression.name
    if isinstance(expression, str | float | int):
        return json.dumps(expression)
    return repr(getattr(expression, "expr", expression))


def shown(value: object) -> str:
    """A reading as a reader sees it: words as they are, numbers with four significant digits.

    `explorers.js` writes them the same way.
    """
    if isinstance(value, str):
        return value
    number = float(value)
    if not math.isfinite(number):
        return "–"
    if number == 0:
        return "0"
    decimals = max(0, DIGITS - 1 - math.floor(math.log10(abs(number))))
    text = f"{number:,.{decimals}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _reading_list(readings: Readings) -> str:
    lines = (
        f"<tr><th style='text-align:left;padding-right:1rem'>{escape(title(name))}</th>"
        f"<td>{escape(shown(value))}</td></tr>"
        for name, value in readings.items()
    )
    return f"<table>{''.join(lines)}</table>"
