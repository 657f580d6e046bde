"""The periods of which counts by ward are published."""

from __future__ import annotations

from datetime import date

from csp.core.filters import Period
from csp.core.published_periods import list_periods

CALENDAR, FINANCIAL = 1, 4


def run(first, months):
    return Period(first, months).each()


def test_whole_years_and_the_run_to_the_latest_quarter_with_the_year_before():
    months = run(date(2018, 1, 1), 31)  # to July 2020
    assert list_periods(months, CALENDAR) == (
        Period(date(2019, 7, 1), 12),
        Period(date(2019, 1, 1), 12),
        Period(date(2018, 7, 1), 12),
        Period(date(2018, 1, 1), 12),
    )


def test_years_begin_as_the_partnership_has_them():
    months = run(date(2018, 1, 1), 36)
    starts = [(period.start, period.months) for period in list_periods(months, FINANCIAL)]
    assert (date(2018, 4, 1), 12) in starts
    assert (date(2019, 4, 1), 12) in starts
    assert (date(2020, 4, 1), 12) not in starts


def test_another_month_publishes_no_other_run():
    """Else who keeps what was published each month could subtract one run from the next."""
    quarter = list_periods(run(date(2019, 1, 1), 18), CALENDAR)
    assert list_periods(run(date(2019, 1, 1), 19), CALENDAR) == quarter
    assert list_periods(run(date(2019, 1, 1), 20), CALENDAR) == quarter
    assert list_periods(run(date(2019, 1, 1), 21), CALENDAR) != quarter


def test_fewer_than_12_months_are_a_run_of_their_own():
    assert list_periods(run(date(2018, 10, 1), 5), CALENDAR) == (Period(date(2018, 10, 1), 3),)
    assert list_periods((), CALENDAR) == ()
