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
    import anywidget
    import ipywidgets
    import pandas as pd

    from anodes.viz.explorers.inputs import Readings


def box(explorer: Explorer) -> ipywidgets.VBox:
    """The explorer's question, controls, readings, picture and table, each following the controls.

    The picture has its tooltips, and a selection in it narrows the table.
    """
    import ipywidgets

    controls = {control.name: control.widget() for control in explorer.controls}
    readings, table = ipywidgets.HTML(), ipywidgets.HTML()
    described = explorer.rows.described() if explorer.rows else {}
    picture = _live_picture()(spec=explorer.steered, rows=described)
    follow = partial(_follow, explorer, controls, readings, picture, table)
    for control in controls.values():
        control.observe(follow, "value")
    picture.observe(partial(_narrow, explorer, table), "listed")
    follow()
    question = ipywidgets.HTML(f"<strong>{escape(explorer.question)}</strong>")
    lines = [_line(name, control) for name, control in controls.items()]
    return ipywidgets.VBox([question, *lines, readings, picture, table])


def _follow(
    explorer: Explorer,
    controls: Mapping[str, ipywidgets.Widget],
    readings: ipywidgets.HTML,
    picture: anywidget.AnyWidget,
    table: ipywidgets.HTML,
    _: object = None,
) -> None:
    """Readings, picture and table as the controls say."""
    chosen = {name: control.value for name, control in controls.items()}
    readings.value = _reading_list(explorer.shown(explorer.readings(**chosen)))
    picture.signals = chosen
    if explorer.rows:
        table.value = _table_of(explorer, explorer.kept(**chosen))


def _narrow(explorer: Explorer, table: ipywidgets.HTML, change: Mapping[str, Any]) -> None:
    """The table shows the rows that the picture lists."""
    if explorer.rows:
        keys = explorer.rows.frame[explorer.rows.key].astype(str)
        table.value = _table_of(explorer, explorer.rows.frame[keys.isin(change["new"])])


def _table_of(explorer: Explorer, rows: pd.DataFrame) -> str:
    """Rows with the columns of the table below the picture, as HTML."""
    listed = in_digits(rows[list(explorer.table.columns)], EXPLORERS)
    return table_html(listed.rename(columns=title), index=False)


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
