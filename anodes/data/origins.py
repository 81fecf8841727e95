"""What each value was made of: the origin belongs to the value, not to its column.

A frame with a column whose origin varies has a column `origins`: a text that names the cells of
its row and their origins ("initial_current_A_g: derived; initial_c_rate: printed"). It goes
wherever the row goes, through filters, sorting and joining.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from anodes.data.fields import ColumnError, Tables, column
from anodes.data.files import ROOT

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import pandas as pd

ORIGINS = {
    "printed": "in the review",
    "given": "set or brought by the reader",
    "corrected": "read from what replaces a printed cell",
    "derived": "computed by this book from other values",
    "judged": "our reading, with a reason in data/review",
    "sourced": "from another source, named in data/physics or data/papers",
    "assumed": "chosen without a source for an estimate",
}
VARIES = "varies"
COLUMN = "origins"


def origin_text(origins: Mapping[str, str]) -> str:
    """The origins of a row's cells as the text of the column `origins`."""
    return "; ".join(f"{name}: {origin}" for name, origin in origins.items())


def parse_origins(text: str) -> dict[str, str]:
    """The origins by column that a text of the column `origins` names."""
    return dict(part.split(": ") for part in text.split("; ") if part)


def origins_of(frame: pd.DataFrame, name: str, table: Tables = (), root: Path = ROOT) -> pd.Series:
    """The origin of each value of a column, missing where the value is.

    It is what the row states in `origins`, else what the column's description says. Raises
    `ColumnError` where the origin varies and the row does not state it.
    """
    import pandas as pd

    declared = column(name, table, root).origin
    stated = [
        parse_origins(text).get(name, declared) for text in frame.get(COLUMN, [""] * len(frame))
    ]
    found = pd.Series(stated, index=frame.index, dtype="object").where(frame[name].notna())
    if (found == VARIES).any():
        raise ColumnError(
            f"the origin of the values of {name!r} varies, and {(found == VARIES).sum()} rows do "
            f"not state it; expected a column {COLUMN!r} with, for example, "
            f"{origin_text({name: 'derived'})!r}"
        )
    return found


def without_missing(frame: pd.DataFrame) -> pd.DataFrame:
    """A frame whose rows state no origin of a value that is missing."""
    there = frame.notna()
    texts = [
        origin_text(
            {name: origin for name, origin in parse_origins(text).items() if row.get(name, True)}
        )
        for text, (_, row) in zip(frame[COLUMN], there.iterrows(), strict=True)
    ]
    return frame.assign(**{COLUMN: texts})


def stated(frame: pd.DataFrame, name: str, origin: pd.Series | str) -> pd.DataFrame:
    """A frame whose rows state the origin of one more column.

    Parameters
    ----------
    frame
        With the column.
    name
        The column whose values have the origin.
    origin
        One of `ORIGINS` for all rows, or a series with one for each; '' states nothing. A value
        that is missing has none.

    Returns
    -------
    DataFrame
        The frame with its column `origins` written anew.

    Raises
    ------
    ValueError
        For an origin that is none of `ORIGINS`.

    Examples
    --------
    >>> import pandas as pd
    >>> from anodes import data
    >>> frame = pd.DataFrame({"cycles": [100, 200]})
    >>> data.stated(frame, "cycles", "assumed")["origins"].tolist()
    ['cycles: assumed', 'cycles: assumed']
    """
    import pandas as pd

    before = frame.get(COLUMN, pd.Series("", index=frame.index))
    new = pd.Series(origin, index=frame.index)
    unknown = set(new) - {*ORIGINS, ""}
    if unknown:
        raise ValueError(f"origins {sorted(unknown)} of {name!r}; expected {list(ORIGINS)}")
    texts = [
        origin_text(parse_origins(text) | ({name: value} if value else {}))
        for text, value in zip(before, new, strict=True)
    ]
    return without_missing(frame.assign(**{COLUMN: texts}))
