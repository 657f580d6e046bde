"""The borough beside other areas: counts or rates by month, or over twelve months to each."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from csp.core.filters import MAX_MONTHS, Filters, Period, add_months
from csp.core.population import Populations
from csp.core.settings import Area
from csp.topics.trends.rules.months import Floats, Series, window_period


@dataclass(frozen=True)
class Line:
    """One area over the window: figures per month, None where there is none, and what is incomplete."""

    name: str
    role: str
    values: Series
    incomplete: frozenset[int]


@dataclass(frozen=True)
class Comparison:
    """What the figures of a chart of areas are: per 1,000 people or counts, of how many months each."""

    rate: bool
    span: int
    months: tuple[date, ...]
    """The window."""
    loaded: frozenset[date]
    incomplete: frozenset[date]

    @classmethod
    def of(
        cls,
        filters: Filters,
        loaded: Collection[date],
        incomplete: Collection[date],
        rate: bool,
        rolling: bool,
    ) -> Comparison:
        """The figures of the window that ends with the period; incomplete months count as not loaded where
        only whole months are asked for."""
        left_out = frozenset(incomplete) if filters.whole_months else frozenset()
        return cls(
            rate,
            MAX_MONTHS if rolling else 1,
            window_period(filters.period.end).each(),
            frozenset(loaded) - left_out,
            frozenset(incomplete) - left_out,
        )

    @property
    def decimals(self) -> int:
        """Of a figure as it is said: a month's rate is small."""
        return 0 if not self.rate else 2 if self.span == 1 else 1

    @property
    def years(self) -> tuple[int, ...]:
        """The year whose population a figure is over: that of the middle of its months."""
        return tuple(Period.ending(month, self.span).year for month in self.months)

    @property
    def counted(self) -> Period:
        """Every month that goes into the figures."""
        return Period(add_months(self.months[0], 1 - self.span), len(self.months) + self.span - 1)


def area_counts(frame: pd.DataFrame, districts: Sequence[str], column: str, comparison: Comparison) -> Floats:
    """Counts as a matrix of districts by comparison.counted months; nan where a month is not loaded.

    frame: queries.trend_by_district(). column: "n", or "n_whole" for whole districts.
    """
    months = comparison.counted.each()
    counts = np.zeros((len(districts), len(months)))
    row = {code: i for i, code in enumerate(districts)}
    down = np.array([row.get(code, -1) for code in frame["district_code"].tolist()], dtype=np.int64)
    across = frame["month"].to_numpy().astype("datetime64[M]").astype(int) - _number(months[0])
    inside = (down >= 0) & (across >= 0) & (across < len(months))
    counts[down[inside], across[inside]] = frame[column].to_numpy()[inside]
    counts[:, [month not in comparison.loaded for month in months]] = np.nan
    return counts


def _number(month: date) -> int:
    return (month.year - 1970) * 12 + month.month - 1


def compute_figures(counts: Floats, people: Floats, comparison: Comparison) -> Floats:
    """The figures of the window from counts of comparison.counted months and people per month of the window.

    A total of several months needs every one of them.
    """
    totals: Floats = np.lib.stride_tricks.sliding_window_view(counts, comparison.span, axis=-1).sum(axis=-1)
    if not comparison.rate:
        return totals
    has_people = np.isfinite(people) & (people > 0)
    rates: Floats = np.divide(1000 * totals, people, out=np.full(totals.shape, np.nan), where=has_people)
    return rates


def count_people(populations: Populations, areas: Sequence[str], years: Sequence[int]) -> Floats:
    """The population of areas together in each of the years; nan where one of them has none."""
    by_year = {year: sum(populations.of(area, year)[0] for area in areas) for year in set(years)}
    return np.array([by_year[year] for year in years], dtype=np.float64)


def list_borrowed_years(
    populations: Populations, areas: Sequence[str], comparison: Comparison
) -> list[tuple[int, int]]:
    """The years without a population of their own, each with the year whose figure stands in for it."""
    if not comparison.rate:
        return []
    years = {
        year
        for year, month in zip(comparison.years, comparison.months, strict=True)
        if month in comparison.loaded
    }
    used = {(year, populations.of(area, year)[1]) for area in areas for year in years}
    return sorted((year, other) for year, other in used if other is not None and other != year)


def draw_line(name: str, role: str, values: Floats, comparison: Comparison) -> Line:
    """An area's figures as a line; a total is incomplete where one of its months is."""
    incomplete = [
        i
        for i, month in enumerate(comparison.months)
        if any(m in comparison.incomplete for m in Period.ending(month, comparison.span).each())
    ]
    figures = tuple(float(v) if np.isfinite(v) else None for v in values)
    return Line(name, role, figures, frozenset(i for i in incomplete if figures[i] is not None))


@dataclass(frozen=True)
class Places:
    """The areas of the comparison: home (its codes: wards, or the district), its neighbours and the county.

    county are the districts that make it up; codes and names of districts are in names.
    """

    home: str
    home_name: str
    home_codes: tuple[str, ...]
    neighbours: tuple[str, ...]
    county: tuple[str, ...]
    county_name: str
    names: Mapping[str, str]

    @classmethod
    def of(cls, area: Area, wards: tuple[str, ...], home_name: str) -> Places:
        """The areas of the settings, home narrowed to wards where there are any."""
        neighbours = tuple(code for code in area.neighbours if code in area.peers)
        return cls(
            area.home, home_name, wards or (area.home,), neighbours, area.peers, area.county, area.names
        )


def area_lines(
    frame: pd.DataFrame, places: Places, populations: Populations, comparison: Comparison
) -> tuple[Line, ...]:
    """Home, each neighbour and the county, in that order.

    The county is whole whatever home is narrowed to. Its count is the mean of its
    districts: beside their sum, no district could be read.
    """
    years = comparison.years
    area_codes = (places.home, *places.neighbours)
    counts = area_counts(frame, area_codes, "n", comparison)
    codes = (places.home_codes, *((code,) for code in places.neighbours))
    names = (places.home_name, *(places.names[code] for code in places.neighbours))
    people = np.array([count_people(populations, areas, years) for areas in codes])
    roles = ("home", *("neighbour" for _ in places.neighbours))
    lines = [
        draw_line(name, role, values, comparison)
        for name, role, values in zip(names, roles, compute_figures(counts, people, comparison), strict=True)
    ]
    whole = area_counts(frame, places.county, "n_whole", comparison).sum(axis=0)
    if not comparison.rate:
        whole = whole / len(places.county)
    total = compute_figures(whole, count_people(populations, places.county, years), comparison)
    name = places.county_name if comparison.rate else f"{places.county_name} average"
    return (*lines, draw_line(name, "county", total, comparison))
