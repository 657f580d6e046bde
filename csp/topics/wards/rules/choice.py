"""What a choice of wards does: which wards a click leaves chosen, and which map points belong to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

_METRE = 0.00001
"""About a metre in degrees."""


@dataclass(frozen=True, eq=False)
class MapPoints:
    """The map points of a district, most first: longitude, latitude, ward_code, location, n.

    Compared by identity rather than by its arrays, so that it can be a cache key at no cost.
    """

    frame: pd.DataFrame

    def narrow(self, wards: Sequence[str]) -> pd.DataFrame:
        """Those of the wards chosen; all of them where none is."""
        return self.frame[self.frame["ward_code"].isin(list(wards))] if wards else self.frame


def pick_ward(wards: Sequence[str], code: str, add: bool) -> tuple[str, ...]:
    """The wards chosen after a click on one: it alone; with add, it as well. A second click takes it out.

    wards: the codes of those chosen before the click; code: that of the ward clicked.
    """
    if add:
        return tuple(ward for ward in wards if ward != code) if code in wards else (*wards, code)
    return () if tuple(wards) == (code,) else (code,)


def identify_point(longitude: float, latitude: float) -> str:
    """The id of a map point: where it lies, to about a metre."""
    return f"{longitude:.5f},{latitude:.5f}"


def find_point(points: pd.DataFrame, key: str) -> tuple[float, float, str] | None:
    """The longitude, latitude and location of the point of an id; None where it is not among the points."""
    longitude, _, latitude = key.partition(",")
    try:
        at = float(longitude), float(latitude)
    except ValueError:
        return None
    near = points[
        ((points["longitude"] - at[0]).abs() < _METRE) & ((points["latitude"] - at[1]).abs() < _METRE)
    ]
    return None if near.empty else (*at, str(near["location"].iloc[0]))
