"""An explorer in JupyterLab: controls of ipywidgets, and a picture that stays alive."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, partial
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from anodes.data.fields import EXPLORERS
from anodes.data.fields import explorer_title as title
from anodes.viz.bundles import bundle
from anodes.viz.explorers.base import Explorer, shown
from anodes.viz.tables import in_digits, table_html

if TYPE_CHECKING:
    from collections.abc import Collection

    import anywidget
    import ipywidgets
    import pandas as pd

    from anodes.viz.explorers.inputs import Readings


def box(explorer: Explorer) -> ipywidgets.VBox:
    """The explorer's question, controls, readings, picture and table, each following the controls.

    The picture has its tooltips, and a selection in it narrows the table, which can be sorted.
    """
    import ipywidgets

    controls = {control.name: control.widget() for control in explorer.controls}
    readings, rows = ipywidgets.HTML(), _Rows(explorer)
    described = explorer.rows.described() if explorer.rows else {}
    picture = _live_picture()(spec=explorer.steered, rows=described)
    follow = partial(_follow, explorer, controls, readings, picture, rows)
    for control in controls.values():
        control.observe(follow, "value")
    picture.observe(lambda change: rows.narrow(change["new"]), "listed")
    follow()
    question = ipywidgets.HTML(f"<strong>{escape(explorer.question)}</strong>")
    lines = [_line(name, control) for name, control in controls.items()]
    return ipywidgets.VBox([question, *lines, readings, picture, *rows.order_line, rows.table])


def _follow(
    explorer: Explorer,
    controls: Mapping[str, ipywidgets.Widget],
    readings: ipywidgets.HTML,
    picture: anywidget.AnyWidget,
    rows: _Rows,
    _: object = None,
) -> None:
    """Readings, picture and table as the controls say."""
    chosen = {name: control.value for name, control in controls.items()}
    readings.value = _reading_list(explorer.shown(explorer.readings(**chosen)))
    picture.signals = chosen
    if explorer.rows:
        rows.show(explorer.kept(**chosen))


class _Rows:
    """The table below the picture: which rows it lists, and by which column they are sorted."""

    def __init__(self, explorer: Explorer) -> None:
        import ipywidgets

        self.explorer, self.table = explorer, ipywidgets.HTML()
        self.order_line: list[ipywidgets.Widget] = []
        if explorer.rows is None:
            return
        self.listed = explorer.rows.frame
        heads = [(title(name), name) for name in explorer.rows.shown]
        self.column = ipywidgets.Dropdown(
            options=[("as in the review", ""), *heads], description="Rows sorted by",
            style={"description_width": "initial"},
        )  # fmt: skip
        self.falling = ipywidgets.Checkbox(description="largest first", indent=False)
        for widget in (self.column, self.falling):
            widget.observe(lambda _: self.show(self.listed), "value")
        self.order_line = [ipywidgets.HBox([self.column, self.falling])]

    def narrow(self, keys: Collection[str]) -> None:
        """List the rows that the picture lists."""
        if linked := self.explorer.rows:
            self.show(linked.frame[linked.frame[linked.key].astype(str).isin(keys)])

    def show(self, rows: pd.DataFrame) -> None:
        """List these rows; those without a value of the column that sorts come last."""
        self.listed = rows
        if self.column.value:
            rows = rows.sort_values(
                self.column.value, ascending=not self.falling.value, kind="stable",
                key=_sortable,
            )  # fmt: skip
        listed = in_digits(rows[list(self.explorer.table.columns)], EXPLORERS)
        self.table.value = table_html(listed.rename(columns=title), index=False)


def _sortable(values: pd.Series) -> pd.Series:
    """Words without regard to capitals, the numbers in them by their size; numbers as they are."""
    if values.dtype.kind in "ifb":
        return values
    return values.str.lower().str.replace(r"\d+", lambda match: match[0].zfill(8), regex=True)


def _line(name: str, control: ipywidgets.Widget) -> ipywidgets.HBox:
    """A control beside its heading."""
    import ipywidgets

    return ipywidgets.HBox([ipywidgets.Label(title(name), layout={"width": "16rem"}), control])


def _reading_list(readings: Readings) -> str:
    lines = (
        f"<tr><th style='text-align:left;padding-right:1rem'>{escape(title(name))}</th>"
        f"<td>{escape(shown(name, value))}</td></tr>"
        for name, value in readings.items()
    )
    return f"<table>{''.join(lines)}</table>"


@cache
def _live_picture() -> type[anywidget.AnyWidget]:
    """The widget class of a picture that follows signals and says which rows it lists."""
    import anywidget
    import traitlets

    script = Path(__file__).with_name("explorer_view.js").read_text(encoding="utf-8")

    class LivePicture(anywidget.AnyWidget):
        _esm = bundle("explorer_view.js", script)
        spec = traitlets.Dict().tag(sync=True)
        signals = traitlets.Dict().tag(sync=True)
        rows = traitlets.Dict().tag(sync=True)
        listed: traitlets.List[Any] = traitlets.List().tag(sync=True)

    return LivePicture
