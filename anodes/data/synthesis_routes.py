"""The synthesis routes that the review describes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anodes.data.domain import A_HOST
from anodes.data.files import ROOT, read

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd


def routes(root: Path = ROOT) -> pd.DataFrame:
    """The synthesis routes of the text with the family of their kind.

    Added are family, element (the first host that the product names, '' if none) and the ends of
    the printed temperature, low_degC and high_degC (one number twice, missing where none is).
    """
    families = read("kinds", root).set_index("kind")["family"]
    frame = read("routes", root)
    host = frame["product"].str.extract(f"({A_HOST})", expand=False).fillna("")
    ends = frame["temperature_degC"].str.extract(r"^(?P<low>\d+)(?:-(?P<high>\d+))?$").astype(float)
    return frame.assign(
        family=frame["kind"].map(families),
        element=host,
        low_degC=ends["low"],
        high_degC=ends["high"].fillna(ends["low"]),
    )
