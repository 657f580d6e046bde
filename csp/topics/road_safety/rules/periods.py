"""Years from July to June, in which the partnership counts collisions. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from csp.core import wording
from csp.statistics.types import Bools

FIRST_MONTH = 7


@dataclass(frozen=True, order=True)
class Period:
    """Days from the first to the last, both within."""

    start: date
    end: date

    @property
    def label(self) -> str:
        """ "Jul 2019 to Jun 2020"."""
        return wording.period(self.start, self.end)

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.end - self.start).days + 1

    def mark(self, days: pd.Series[pd.Timestamp]) -> Bools:
        """Which of some dates lie within."""
        when = pd.to_datetime(days)
        return ((when >= pd.Timestamp(self.start)) & (when <= pd.Timestamp(self.end))).to_numpy(dtype=bool)


def make_year(first: int) -> Period:
    """The year from July of a calendar year to June of the next."""
    return Period(date(first, FIRST_MONTH, 1), date(first + 1, FIRST_MONTH, 1) - timedelta(days=1))


def list_whole_years(first: date, last: date) -> tuple[Period, ...]:
    """The years from July to June that lie between two days altogether, oldest first."""
    years = (make_year(year) for year in range(first.year - 1, last.year + 1))
    return tuple(year for year in years if first <= year.start and year.end <= last)


def move_years(day: date, years: int) -> date:
    """The same day some years on, or back; 29 February becomes 28."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def find_year_before(period: Period) -> Period:
    """The same days a year earlier; what ends with a month ends with it a year earlier too."""
    return Period(
        move_years(period.start, -1), move_years(period.end + timedelta(days=1), -1) - timedelta(days=1)
    )


def list_years_back(end: date, years: int) -> tuple[Period, ...]:
    """The latest years that end with a day, oldest first: 3 years to 30 Jun 2020 are those from Jul 2017."""
    after = end + timedelta(days=1)
    return tuple(
        Period(move_years(after, -back), move_years(after, 1 - back) - timedelta(days=1))
        for back in range(years, 0, -1)
    )


def join_periods(periods: Iterable[Period]) -> Period:
    """From the first day of the earliest to the last of the latest."""
    each = sorted(periods)
    return Period(each[0].start, each[-1].end)
