"""The synthesis routes that the review describes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anodes.data.domain import A_HOST
from anodes.data.files import ROOT, once_a_state, read

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd


@once_a_state
def routes(root: Path = ROOT) -> pd.DataFrame:
    """The synthesis routes that the text of the review describes.

    Parameters
    ----------
    root
        Project folder; by default that of this package.

    Returns
    -------
    DataFrame
        The columns of `data/review/routes.csv`, then family, element (the first host that the
        product names, empty if none), low_degC and high_degC (the ends of the reported temperature
        in degrees Celsius, missing where none is reported).

    Raises
    ------
    DataError
        For data that cannot be used.

    Examples
    --------
    >>> from anodes import data
    >>> data.routes()["equation"].iloc[0]
    '2 Al + 6 HCl -> 2 AlCl3 + 3 H2'
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
