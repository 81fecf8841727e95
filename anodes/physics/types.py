"""What the formulas take: one number, or an array or a column of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

Real = TypeVar("Real", float, "NDArray[np.float64]", "pd.Series[float]")
