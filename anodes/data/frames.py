"""Rows of frames as mappings by column, for computations that take one row at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from collections.abc import Hashable

    import pandas as pd

Row = dict[str, Any]


def records(frame: pd.DataFrame) -> list[Row]:
    """The rows of a frame as mappings."""
    return cast("list[Row]", frame.to_dict("records"))


def record(frame: pd.DataFrame, label: Hashable) -> Row:
    """The row of a frame with that label of its index. Raises `KeyError` where there is none."""
    row = cast("pd.Series[Any]", frame.loc[cast("str", label)])
    return cast("Row", row.to_dict())
