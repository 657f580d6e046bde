"""Periods, comparisons and what a page opens on."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csp.core.filters import (
    YEAR_BEFORE,
    Filters,
    Period,
    add_months,
    find_default_comparison,
    find_default_period,
    list_comparisons,
    list_published_comparisons,
)

months_of = st.dates(date(1990, 1, 1), date(2090, 12, 1)).map(lambda day: day.replace(day=1))


def run_of(first, n):
    """n months from a first one, counted up by hand."""
    year, month, months = first.year, first.month, []
    for _ in range(n):
        months.append(date(year, month, 1))
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return months


WHOLE = run_of(date(2018, 1, 1), 36)
# The real extracts: five months of one winter, two of another.
REAL = [*run_of(date(2018, 10, 1), 5), date(2024, 1, 1), date(2024, 2, 1)]


@given(months_of, st.integers(-400, 400))
def test_months_are_counted_over_year_ends_in_both_directions(month, n):
    later = add_months(month, n)
    assert later.day == 1
    assert (later.year - month.year) * 12 + later.month - month.month == n
    assert add_months(later, -n) == month


@given(months_of, st.integers(1, 12))
def test_a_period_by_its_end_holds_that_many_months_and_ends_there(last, n):
    period = Period.ending(last, n)
    assert period.each() == tuple(run_of(period.start, n))
    assert period.end == period.each()[-1] == last


def test_a_period_of_a_year_may_cross_the_year_end():
    period = Period.ending(date(2020, 10, 1), 12)
    assert (period.start, period.end) == (date(2019, 11, 1), date(2020, 10, 1))
    assert period.shift(-1).each()[0] == date(2018, 11, 1)


@pytest.mark.parametrize(
    ("start", "months", "year"),
    [
        (date(2020, 1, 1), 12, 2020),
        (date(2019, 4, 1), 12, 2019),  # financial 2019/20: its middle is September 2019
        (date(2019, 11, 1), 12, 2020),
        (date(2019, 7, 1), 12, 2019),  # its middle is the turn of the year: December counts
        (date(2019, 12, 1), 2, 2019),
        (date(2019, 12, 1), 3, 2020),
        (date(2019, 12, 1), 1, 2019),
    ],
)
def test_the_population_year_of_a_period_is_that_of_its_middle(start, months, year):
    assert Period(start, months).year == year


def test_how_many_months_of_a_period_are_loaded():
    assert Period.ending(date(2019, 2, 1), 12).loaded(REAL) == 5
    assert Period.ending(date(2020, 2, 1), 12).loaded(REAL) == 0


def test_filters_can_be_a_cache_key():
    filters = Filters("sample", "asb", (), Period(WHOLE[0], 12), Period(WHOLE[0], 12), ())
    assert len({filters, Filters(**vars(filters))}) == 1


def test_a_page_opens_on_the_latest_whole_year():
    assert find_default_period(WHOLE, 1) == Period(date(2020, 1, 1), 12)


@pytest.mark.parametrize(
    ("year_start", "first"),
    [(1, date(2020, 1, 1)), (4, date(2019, 4, 1)), (11, date(2019, 11, 1)), (7, date(2019, 7, 1))],
)
def test_the_latest_whole_year_is_of_the_partnerships_kind(year_start, first):
    assert find_default_period(WHOLE, year_start) == Period(first, 12)


def test_a_year_that_ends_with_the_latest_month_is_whole():
    assert find_default_period(run_of(date(2018, 4, 1), 24), 4) == Period(date(2019, 4, 1), 12)


def test_without_a_whole_year_a_page_opens_on_the_latest_run_of_months():
    assert find_default_period(REAL, 1) == Period(date(2024, 1, 1), 2)
    assert find_default_period(REAL[:5], 1) == Period(date(2018, 10, 1), 5)
    assert find_default_period([date(2024, 2, 1)], 1) == Period(date(2024, 2, 1), 1)


def test_a_run_is_at_most_12_months():
    assert find_default_period(run_of(date(2019, 3, 1), 15), 1) == Period(date(2019, 6, 1), 12)


def test_a_year_with_a_hole_is_not_whole():
    holed = [month for month in WHOLE if month != date(2020, 3, 1)]
    assert find_default_period(holed, 1) == Period(date(2020, 4, 1), 9)


def test_no_months_at_all_is_the_callers_mistake():
    with pytest.raises(ValueError, match="no months"):
        find_default_period([], 1)


def test_the_12_months_before_come_first_and_then_the_same_months_of_earlier_years():
    offered = list_comparisons(Period(date(2020, 1, 1), 12), WHOLE)
    assert list(offered) == [YEAR_BEFORE, "Same months of 2018"]
    assert offered[YEAR_BEFORE] == Period(date(2019, 1, 1), 12)
    assert offered["Same months of 2018"] == Period(date(2018, 1, 1), 12)


def test_only_years_with_a_loaded_month_are_offered_and_the_year_before_always():
    offered = list_comparisons(Period.ending(date(2024, 2, 1), 2), REAL)
    assert list(offered) == [YEAR_BEFORE, "Same months of 2019"]
    offered = list_comparisons(Period.ending(date(2024, 2, 1), 12), REAL)
    assert list(offered) == [YEAR_BEFORE, "Same months of 2019"]


def test_a_period_over_a_year_end_is_named_by_the_year_it_ends_in():
    offered = list_comparisons(Period.ending(date(2020, 6, 1), 12), run_of(date(2016, 1, 1), 60))
    assert offered["Same months of 2018"] == Period(date(2017, 7, 1), 12)


def test_the_real_months_open_on_winter_2024_against_winter_2019():
    period = find_default_period(REAL, 1)
    assert period.each() == (date(2024, 1, 1), date(2024, 2, 1))
    label = find_default_comparison(period, REAL)
    assert label == "Same months of 2019"
    assert list_comparisons(period, REAL)[label].each() == (date(2019, 1, 1), date(2019, 2, 1))


def test_the_nearest_comparison_that_is_loaded_in_full_is_the_default():
    assert find_default_comparison(Period(date(2020, 1, 1), 12), WHOLE) == YEAR_BEFORE
    without_2019 = [month for month in WHOLE if month.year != 2019]
    assert find_default_comparison(Period(date(2020, 1, 1), 12), without_2019) == "Same months of 2018"


def test_where_no_comparison_is_whole_the_year_before_is_asked_for():
    assert find_default_comparison(Period(date(2018, 10, 1), 5), REAL) == YEAR_BEFORE
    assert list_comparisons(Period(date(2018, 1, 1), 1), []) == {YEAR_BEFORE: Period(date(2017, 1, 1), 1)}


def test_a_comparison_of_which_a_part_is_loaded_is_not_the_default():
    period = Period(date(2024, 1, 1), 2)
    assert find_default_comparison(period, [*REAL, date(2023, 2, 1)]) == "Same months of 2019"


def test_in_public_mode_earlier_years_are_compared_with_where_they_are_published():
    years = [Period(date(year, 1, 1), 12) for year in (2020, 2019, 2018)]
    latest = Period(date(2020, 4, 1), 12)
    offered = list_published_comparisons(years[0], [latest, *years])
    assert offered == {YEAR_BEFORE: years[1], "Same months of 2018": years[2]}
    assert list_published_comparisons(years[2], [latest, *years]) == {YEAR_BEFORE: years[2].shift(-1)}
