"""Which periods can be shown of what is loaded."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from csp.topics.road_safety.findings.page import describe_rest
from csp.topics.road_safety.rules.loaded import Loaded, find_loaded
from csp.topics.road_safety.rules.periods import Period, find_year_before, make_year


def a_year(year, first=None, last=None, listed=10.0, provisional=False, source="dft"):
    return {
        "source": source,
        "year": year,
        "first": pd.Timestamp(first or f"{year}-01-03"),
        "last": pd.Timestamp(last or f"{year}-12-30"),
        "listed": listed,
        "provisional": provisional,
    }


def find(*years):
    return find_loaded(pd.DataFrame(years), "dft")


def labels(loaded):
    return [period.label for period in loaded.periods]


def test_years_from_july_come_first_the_latest_on_top_then_calendar_years():
    loaded = find(a_year(2019), a_year(2020), a_year(2018))
    assert labels(loaded) == [
        "Jul 2019 to Jun 2020",
        "Jul 2018 to Jun 2019",
        "Jan to Dec 2020",
        "Jan to Dec 2019",
        "Jan to Dec 2018",
    ]
    assert [year.label for year in loaded.years] == ["Jul 2018 to Jun 2019", "Jul 2019 to Jun 2020"]


def test_of_one_calendar_year_that_year_is_shown():
    loaded = find(a_year(2024))
    assert labels(loaded) == ["Jan to Dec 2024"]
    assert [year.label for year in loaded.years] == ["Jan to Dec 2024"]
    assert not loaded.has(find_year_before(loaded.periods[0]))


def test_a_gap_ends_a_stretch_and_no_year_spans_it():
    loaded = find(a_year(2017), a_year(2019), a_year(2020, last="2020-06-28"))
    assert loaded.spans == (
        Period(date(2017, 1, 1), date(2017, 12, 31)),
        Period(date(2019, 1, 1), date(2020, 6, 30)),
    )
    assert labels(loaded) == ["Jul 2019 to Jun 2020", "Jan to Dec 2019", "Jan to Dec 2017"]
    assert loaded.has(make_year(2019))
    assert not loaded.has(make_year(2018))


def test_months_after_the_latest_whole_year_are_the_rest():
    assert find(a_year(2019), a_year(2020, last="2020-06-28")).find_rest() is None
    loaded = find(a_year(2019), a_year(2020))
    assert loaded.find_rest() == Period(date(2020, 7, 1), date(2020, 12, 31))
    assert describe_rest(loaded).startswith("Jul to Dec 2020: loaded, but no whole year from July to June")
    assert find(a_year(2024)).find_rest() is None
    assert describe_rest(find(a_year(2024))) == ""


def test_a_year_without_its_casualties_is_named_and_left_out():
    loaded = find(a_year(2019), a_year(2020, listed=float("nan")))
    assert loaded.without_people == (2020,)
    assert labels(loaded) == ["Jan to Dec 2019"]


def test_a_provisional_year_is_named_where_a_period_touches_it():
    loaded = find(a_year(2019), a_year(2020, provisional=True))
    assert loaded.list_provisional([make_year(2019)]) == (2020,)
    assert loaded.list_provisional([make_year(2018)]) == ()


@pytest.mark.parametrize("rows", [[a_year(2019, source="sample")], [a_year(2019, listed=float("nan"))]])
def test_without_a_year_there_is_no_period(rows):
    assert find(*rows).periods == ()


@pytest.mark.parametrize(
    ("first", "start", "end"),
    [(2019, date(2016, 1, 1), date(2020, 12, 31)), (2012, date(2010, 1, 1), date(2013, 6, 30))],
)
def test_the_months_drawn_are_the_latest_years_or_those_up_to_the_period(first, start, end):
    loaded = find(*(a_year(year) for year in range(2010, 2021)))
    assert loaded.find_window(make_year(first), 5) == Period(start, end)


def test_nothing_loaded_has_no_period():
    assert Loaded().periods == Loaded().years == ()
