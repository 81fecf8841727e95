"""Explorers: a question, a few controls, formulas and a picture, written once and alive twice.

The formulas are ordinary Python over `anodes.physics`. In JupyterLab ipywidgets call them with
numbers. For a page without a kernel they are called once with traced values instead: what comes
back is the same formula as a Vega expression, which the page evaluates while a reader moves its
native controls. So a formula is written once, and nothing on the page is ever dead.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from anodes.data.fields import EXPLORERS, digits
from anodes.data.fields import explorer_title as title
from anodes.data.frames import records
from anodes.viz.explorers.controls import Choice, Number
from anodes.viz.explorers.inputs import LISTED, Counts, LinkedTable, Lookup, Readings, Values
from anodes.viz.explorers.tracing import Maths, NumericMath, Traced, VegaMath, written
from anodes.viz.interactive import NOTEBOOK_WIDTH, VEGA_MIME, VEGA_SCHEMA, in_colab
from anodes.viz.specs import rounded_spec
from anodes.viz.tables import plain_table

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    import altair as alt
    import ipywidgets
    import pandas as pd

Formulas = Callable[[Values, Maths], Readings]
Curve = Callable[[str, float, float, float], "alt.Chart"]
Picture = Callable[[Values, Curve, Maths], "alt.Chart | alt.LayerChart"]


@dataclass(frozen=True, eq=False)
class Explorer:
    """Controls, formulas and a picture that answer a question, on a page and in JupyterLab.

    `formulas(values, maths)` gives the readings by name; `maths` has the functions of `Maths`.
    `picture(signals, curve, maths)` gives an Altair chart; its signals are the parameters of that
    name, and `curve(control, start, stop, step)` is a chart whose rows run along a control, with
    every reading computed for each (as `_<reading>`). `hidden` readings serve the picture only.
    `counts` adds readings that count rows; the picture cannot use them.
    The table behind the picture holds `rows`, or else the readings `along` values of a control.
    """

    question: str
    controls: Sequence[Number | Choice]
    formulas: Formulas
    picture: Picture
    description: str
    lookups: Sequence[Lookup] = ()
    counts: Counts | None = None
    rows: LinkedTable | None = None
    along: tuple[str, Sequence[float]] = ("", ())
    hidden: Sequence[str] = ()
    height: int = 260

    @property
    def inputs(self) -> list[str]:
        """The names of the controls that formulas read: all but limits of the rows listed."""
        return [control.name for control in self.controls if not control.limit]

    def values(self, **chosen: float | str) -> Values:
        """The controls' values, those not chosen at their start, and the constants they name.

        Raises `ValueError` that names each value which is no control's or not one of its values.
        """
        start = {control.name: control.start for control in self.controls}
        if problems := list(self._problems(start | chosen)):
            raise ValueError("; ".join(problems))
        values = Values(start | chosen)
        return values | {lookup.name: lookup.chosen(values) for lookup in self.lookups}

    def _problems(self, chosen: Mapping[str, object]) -> Iterable[str]:
        """A line for each name or value that the controls do not have."""
        controls = {control.name: control for control in self.controls}
        if wrong := sorted(set(chosen) - set(controls)):
            yield f"no control is called {wrong}: there are {sorted(controls)}"
        for name, control in controls.items():
            if isinstance(control, Choice) and chosen[name] not in control.options:
                yield f"{name} is one of {list(control.options)}, not {chosen[name]!r}"
            if isinstance(control, Number) and isinstance(chosen[name], str):
                yield f"{name} is a number, not {chosen[name]!r}"

    def readings(self, **chosen: float | str) -> Readings:
        """Every reading for the chosen values of controls, the others at their start.

        Raises `ValueError` as `values` does.
        """
        values = self.values(**chosen)
        counted = self.counts.readings(values, NumericMath()) if self.counts else {}
        return self.formulas(values, NumericMath()) | counted

    def each(self, frame: pd.DataFrame) -> pd.DataFrame:
        """The readings for each row of a frame that has a column for each of the `inputs`."""
        import pandas as pd

        rows = [self.readings(**row) for row in records(frame[self.inputs])]
        made = pd.DataFrame(rows, index=frame.index)
        counts = self.counts.readings(self.values(), NumericMath()) if self.counts else {}
        return made.astype(dict.fromkeys(counts, "Int64"))

    def kept(self, **chosen: float | str) -> pd.DataFrame:
        """The rows that the controls let stay; raises `ValueError` for an explorer without rows."""
        if self.rows is None:
            raise ValueError("this explorer has no rows")
        return self.rows.kept(self.values(**chosen), NumericMath())

    def shown(self, readings: Readings) -> Readings:
        """The readings that a reader sees."""
        return {name: value for name, value in readings.items() if name not in self.hidden}

    @cached_property
    def table(self) -> pd.DataFrame:
        """The numbers behind the picture, the controls at their start."""
        import pandas as pd

        if self.rows:
            return self.rows.frame[list(self.rows.shown)]
        control, values = self.along
        readings = [self.shown(self.readings(**{control: value})) for value in values]
        return pd.DataFrame(readings, index=pd.Index(values, name=control)).reset_index()

    @cached_property
    def spec(self) -> dict[str, Any]:
        """The Vega-Lite chart: parameters for controls, constants and readings, then the picture.

        What the page needs for native controls rides along as `usermeta`. Raises `TracingError`
        where a formula cannot be traced, and `ValueError` where the picture lacks the layer of the
        linked table.
        """
        signals = self._signals()
        expressions = {
            name: written(value) for name, value in self.formulas(signals, VegaMath()).items()
        }
        spec = self._drawn(signals | {name: Traced(name) for name in expressions}).to_dict()
        if self.rows:
            _must_list(spec, self.rows.layer)
        _quiet(spec)
        controls = [
            {"name": control.name, "value": control.start, "bind": control.bind()}
            for control in self.controls
        ]
        known = [parameter for lookup in self.lookups for parameter in lookup.parameters()]
        readings = [{"name": name, "expr": text} for name, text in expressions.items()]
        spec["params"] = [*controls, *known, *readings, *spec.get("params", [])]
        spec["usermeta"] = {"explorer": self._described()}
        return rounded_spec({**spec, "$schema": VEGA_SCHEMA})

    def _signals(self) -> Values:
        controls = Values({control.name: Traced(control.name) for control in self.controls})
        return controls | {lookup.name: lookup.traced() for lookup in self.lookups}

    def _drawn(self, signals: Values) -> Any:  # noqa: ANN401
        """The picture, with the layer of the counts."""
        chart: Any = self.picture(signals, self._curve(), VegaMath())
        if self.counts:
            chart = chart + self.counts.traced(signals, VegaMath())
        return chart.properties(
            width=NOTEBOOK_WIDTH, height=self.height, description=self.description
        )

    def _curve(self) -> Curve:
        import altair as alt

        signals = self._signals()

        def curve(control: str, start: float, stop: float, step: float) -> alt.Chart:
            place = f"_{control}"
            along = signals | {control: Traced(f"datum[{written(place)}]")}
            traced = self.formulas(along, VegaMath())
            readings = {f"_{name}": written(value) for name, value in traced.items()}
            rows = alt.sequence(start, stop + step / 2, step, as_=place)
            return alt.Chart(rows).transform_calculate(**readings)

        return curve

    def _described(self) -> dict[str, Any]:
        counted = self.counts.readings(self.values(), NumericMath()) if self.counts else {}
        readings = [
            {"name": name, "label": title(name), "start": shown(name, value)}
            | {"digits": digits(name, EXPLORERS).described()}
            | ({"layer": self.counts.layer} if self.counts and name in counted else {})
            for name, value in self.shown(self.readings()).items()
        ]
        described = {
            "question": self.question,
            "controls": [control.described() for control in self.controls],
            "readings": readings,
            "table": plain_table(self.table, EXPLORERS),
        }
        return described | ({"rows": self.rows.described()} if self.rows else {})

    @property
    def steered(self) -> dict[str, Any]:
        """The chart without Vega's own controls, for a place that has controls of its own."""
        own = {control.name for control in self.controls}
        plain = {name: part for name, part in self.spec.items() if name != "$schema"}
        return unbound(plain, own)

    def widget(self) -> ipywidgets.VBox:
        """The explorer for JupyterLab: each move of a control calls the formulas in Python."""
        from anodes.viz.explorers.widgets import box

        return box(self)

    def _ipython_display_(self) -> None:
        """In Colab the widget is displayed: it lets widgets of others draw there, not in results.

        Raises `NotImplementedError` elsewhere, by which IPython asks for the bundle.
        """
        if not in_colab():
            raise NotImplementedError
        from IPython.display import display

        display(self.widget())

    def _repr_mimebundle_(
        self, include: Iterable[str] | None = None, exclude: Iterable[str] | None = None
    ) -> dict[str, Any]:
        """The widget for JupyterLab; without a kernel the chart with Vega's own controls."""
        del include, exclude
        live = self.widget()._repr_mimebundle_() or {}
        return {**live, VEGA_MIME: self.spec, "text/plain": self.description}


def unbound(spec: dict[str, Any], names: Collection[str]) -> dict[str, Any]:
    """A spec in which Vega makes no controls of its own for the parameters of these names."""
    parameters = [
        {key: value for key, value in parameter.items() if key != "bind"}
        if parameter["name"] in names
        else parameter
        for parameter in spec["params"]
    ]
    return spec | {"params": parameters}


def _must_list(spec: dict[str, Any], name: str) -> None:
    """Raise `ValueError` unless a layer of this name says of its rows whether they are listed."""
    for layer in spec.get("layer", [spec]):
        fields = [step.get("as") for step in layer.get("transform", ())]
        if layer.get("name") == name and LISTED in fields:
            return
    raise ValueError(
        f"the picture has no layer {name!r} whose rows have the field {LISTED!r}: draw it with "
        "LinkedTable.marked()"
    )


def _quiet(spec: dict[str, Any]) -> None:
    """Marks that tell nothing of their own are not read aloud."""
    for layer in spec.get("layer", ()):
        _quiet(layer)
        if "mark" in layer and "tooltip" not in layer.get("encoding", {}):
            layer["mark"]["aria"] = False


def shown(name: str, value: object) -> str:
    """A reading as a reader sees it: words as they are, numbers with the digits of their column.

    `explorers.js` writes them the same way.
    """
    if isinstance(value, str):
        return value
    return digits(name, EXPLORERS).text(float(cast("float", value)))
