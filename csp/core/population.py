"""Mid-year populations, and what stands in for a year that is not on file. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Populations:
    """Mid-year population by area code and year."""

    figures: Mapping[tuple[str, int], int]

    def of(self, area: str, year: int) -> tuple[float, int | None]:
        """The population of an area in a year, or in the nearest year on file, and which year that is.

        (nan, None) where the area has none at all: it then has no rate. A population of 0 is none.
        """
        if people := self.figures.get((area, year)):
            return float(people), year
        years = [on_file for (code, on_file), people in self.figures.items() if code == area and people]
        if not years:
            return float("nan"), None
        nearest = min(years, key=lambda on_file: (abs(on_file - year), on_file))
        return float(self.figures[area, nearest]), nearest
