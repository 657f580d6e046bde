"""The types that the statistics take and return."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pandas as pd

    Vector: TypeAlias = Sequence[float] | NDArray[Any] | pd.Series[Any]

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]
Bools: TypeAlias = NDArray[np.bool_]


def floats(values: Any) -> Floats:
    """Any numbers as float64; None and pandas' NA become nan."""
    to_numpy = getattr(values, "to_numpy", None)
    if to_numpy is not None:
        return np.asarray(to_numpy(dtype=np.float64, na_value=np.nan))
    return np.asarray(values, dtype=np.float64)
