"""Public mode: the periods of which counts by ward are published. Pure.

Answers about any period could be subtracted from one another until a single month is left, so a finite set
is published: whole years of the partnership's kind, and the run of months that ends with the latest quarter.
It ends with no other month, so that who keeps what was published each month has no more to subtract.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from csp.core.filters import MAX_MONTHS, Period, add_months

QUARTER = 3


def list_periods(months: Collection[date], year_start: int) -> tuple[Period, ...]:
    """The periods published of a source that holds these months, the latest first.

    year_start: the first month of the partnership's year, 1 to 12. A period is published where all of its
    months are loaded.
    """
    if not months:
        return ()
    first, latest = min(months), max(months)
    years = (Period(date(year, year_start, 1), MAX_MONTHS) for year in range(first.year, latest.year + 1))
    periods = {*years, *_list_latest(months, year_start)}
    whole = [period for period in periods if period.loaded(months) == period.months]
    return tuple(sorted(whole, key=lambda period: (period.end, period.months), reverse=True))


def _list_latest(months: Collection[date], year_start: int) -> list[Period]:
    """The run of at most 12 months that ends with the latest quarter, and the same months a year before."""
    ends = [month for month in months if (month.month - year_start) % QUARTER == QUARTER - 1]
    if not ends:
        return []
    latest, run = max(ends), 1
    while run < MAX_MONTHS and add_months(latest, -run) in months:
        run += 1
    period = Period.ending(latest, run)
    return [period, period.shift(-1)]
