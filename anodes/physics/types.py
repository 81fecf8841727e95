"""What the formulas take: one number, or an array of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    import numpy as np

Real = TypeVar("Real", float, "np.ndarray")
