"""What an explorer's formulas read: values by name, constants to look up, and tables of rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, NoReturn

from anodes.data.frames import records
from anodes.viz.explorers.tracing import Maths, Traced, TracedRow, written
from anodes.viz.tables import plain_rows

if TYPE_CHECKING:
    import altair as alt
    import pandas as pd

JOIN = "|"  # between the keys of a row of constants
FEWEST = 3  # rows among which there is a rank
LISTED = "_listed"  # the field of a chart's data that says whether the linked table lists a row

Row = Mapping[str, Any] | TracedRow
Readings = dict[str, Any]  # numbers or texts by name; traced values on the way to the page


class Values:
    """Values by name, as attributes: those of the controls, and the constants of each `Lookup`.

    A name that is not there raises `AttributeError` and lists those that are; nothing can be set.
    `values | {name: value}` gives new values.
    """

    __slots__ = ("_known",)

    def __init__(self, known: Mapping[str, Any]) -> None:
        object.__setattr__(self, "_known", dict(known))

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401
        if name in Values.__slots__ or name not in self._known:
            raise AttributeError(f"there is no value {name!r}: formulas know {sorted(self)}")
        return self._known[name]

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"{name} cannot be set: values | {{{name!r}: ...}} gives new values")

    def __or__(self, others: Mapping[str, Any]) -> Values:
        return Values(self._known | dict(others))

    def __iter__(self) -> Iterator[str]:
        return iter(self._known)

    def __dir__(self) -> list[str]:
        return sorted(self)

    def __repr__(self) -> str:
        return f"Values({self._known!r})"


@dataclass(frozen=True, eq=False)
class Lookup:
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

    def chosen(self, values: Values) -> Values:
        """The constants for the values of controls; raises `ValueError` where no row has them."""
        keys = {key: str(getattr(values, key)) for key in self.keys}
        row = self.rows.get(JOIN.join(keys.values()))
        if row is None:
            place = ", ".join(f"{key} {value}" for key, value in keys.items())
            raise ValueError(f"the lookup {self.name!r} has no row for {place}")
        return Values(row)

    def traced(self) -> Values:
        """The constants as the page looks them up."""
        return Values({str(name): Traced(f"{self.name}.{name}") for name in self.frame.columns})

    def parameters(self) -> list[dict[str, Any]]:
        """The constants as a parameter of Vega, and the row that the choices name as another."""
        table, key = f"{self.name}_rows", f" + '{JOIN}' + ".join(self.keys)
        return [
            {"name": table, "value": self.rows},
            {"name": self.name, "expr": f"{table}[{key}]"},
        ]


def _records(frame: pd.DataFrame) -> list[dict[Any, Any]]:
    """The rows of a frame as Python's own values, a missing one as NaN."""
    return records(frame.astype(object).where(frame.notna(), float("nan")))


@dataclass(frozen=True, eq=False)
class LinkedTable:
    """A table below the picture, with those rows of one of its layers that the controls keep.

    `keep` says of a row whether the controls let it stay: of numbers in JupyterLab, traced as the
    field `LISTED` of the layer's data for the page. `key` is the column that names a row, `shown`
    are the columns of the table. The picture draws the layer with `marked`.
    """

    frame: pd.DataFrame
    shown: Sequence[str]
    key: str
    layer: str
    keep: Callable[[Row, Values, Maths], Any]

    def kept(self, values: Values, maths: Maths) -> pd.DataFrame:
        """The rows that the controls let stay."""
        return self.frame[[bool(self.keep(row, values, maths)) for row in _records(self.frame)]]

    def marked(self, chart: alt.Chart, signals: Values, maths: Maths, brush: str = "") -> alt.Chart:
        """The layer's chart, with the field `LISTED`; an interval `brush` narrows it further.

        An empty interval keeps every row, as it does in Vega-Lite.
        """
        test = written(self.keep(TracedRow(self.frame.columns), signals, maths))
        if brush:
            store = f'"{brush}_store"'  # Vega-Lite's own name for what an interval holds
            test += f" && (!length(data({store})) || vlSelectionTest({store}, datum))"
        return chart.transform_calculate(**{LISTED: test}).properties(name=self.layer)

    def described(self) -> dict[str, Any]:
        """What a page has to know of the table to list the rows of the layer."""
        key = list(self.shown).index(self.key)
        return {"layer": self.layer, "key": key, "field": self.key, "listed": LISTED}


@dataclass(frozen=True, eq=False)
class Counts:
    """Readings that say how many rows of a frame meet a condition.

    `conditions` gives the conditions of a row by the names of the readings: numbers in
    JupyterLab, traced for the page, where a layer of the picture that nobody sees sums them up.
    A missing value is NaN to them: test it by `maths.valid`.

    `ranks` says of a reading that it is a rank: which count of rows it is a rank among, and which
    controls it needs. Among two rows or fewer, or without a value of a control, there is no rank:
    NaN. A count whose name begins with _ serves for that only; it may also ask whether the
    reader's own value compares at all.
    """

    frame: pd.DataFrame
    conditions: Callable[[Row, Values, Maths], Readings]
    layer: str = "counts"
    ranks: Mapping[str, tuple[str, Sequence[str]]] = field(default_factory=dict)

    def readings(self, values: Values, maths: Maths) -> Readings:
        """The numbers of rows by name."""
        met = [self.conditions(row, values, maths) for row in _records(self.frame)]
        counts: dict[str, float] = (
            {name: sum(bool(row[name]) for row in met) for name in met[0]} if met else {}
        )
        for name, (among, needed) in self.ranks.items():
            known = all(maths.valid(getattr(values, control)) for control in needed)
            if not known or counts[among] < FEWEST:
                counts[name] = float("nan")
        return {name: count for name, count in counts.items() if not name.startswith("_")}

    def traced(self, signals: Values, maths: Maths) -> alt.Chart:
        """The layer whose only datum has the numbers of rows."""
        import altair as alt

        conditions = self.conditions(TracedRow(self.frame.columns), signals, maths)
        ones = {name: written(maths.where(met, 1, 0)) for name, met in conditions.items()}
        chart = (
            alt.Chart(self.frame, name=self.layer)
            .transform_calculate(**ones)
            .transform_aggregate(
                aggregate=[alt.AggregatedFieldDef(op="sum", field=n, **{"as": n}) for n in ones]
            )
        )
        ranks = {name: self._rank(name, signals, maths) for name in self.ranks}
        return (chart.transform_calculate(**ranks) if ranks else chart).mark_point(
            size=0, opacity=0
        )

    def _rank(self, name: str, signals: Values, maths: Maths) -> str:
        """The expression of a rank, of the counts and the controls that it needs."""
        among, needed = self.ranks[name]
        known = Traced(f"datum[{written(among)}]") >= FEWEST
        for control in needed:
            known = known & maths.valid(getattr(signals, control))
        return written(maths.where(known, Traced(f"datum[{written(name)}]"), Traced("NaN")))
