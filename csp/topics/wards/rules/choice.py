"""What a choice of wards does: which wards a click leaves chosen, and which map points belong to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd


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
