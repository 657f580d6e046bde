"""What the address of a page may choose in public mode: one ward, a published period."""

from __future__ import annotations

from datetime import date

import pytest

from csp.core.errors import UserError
from csp.core.filters import YEAR_BEFORE, Period
from csp.shell.filter_periods import find_comparisons, find_first_period, list_ends, list_lengths
from csp.shell.filter_values import LinkFinder
from csp.shell.pages import WARDS

YEARS = tuple(Period(date(year, 1, 1), 12) for year in (2020, 2019))
LATEST = Period(date(2020, 4, 1), 12)
MONTHS = [date(year, month, 1) for year in (2019, 2020, 2021) for month in range(1, 13)][:27]


def find_ward(*names):
    finder = LinkFinder(frozenset({WARDS}), {WARDS: names})
    return finder.find_one(WARDS, ["Park", "Culverden"], "Ward", "all of Home")


def test_a_link_may_name_one_ward():
    assert find_ward("Park") == ["Park"]
    assert find_ward() == []
    with pytest.raises(
        UserError, match="One ward at a time is published: keep one of “Park” and “Culverden”"
    ):
        find_ward("Park", "Culverden")


def test_published_periods_alone_are_offered_where_there_are_any():
    published = (LATEST, *YEARS)
    assert list(list_ends(MONTHS, published)) == ["Mar 2021", "Dec 2020", "Dec 2019"]
    assert list(list_lengths(date(2020, 12, 1), published)) == ["12 months"]
    assert find_first_period(MONTHS, 1, published) == YEARS[0]
    assert find_first_period(MONTHS, 4, published) == LATEST
    offered, nearest = find_comparisons(YEARS[0], MONTHS, published)
    assert (offered, nearest) == ({YEAR_BEFORE: YEARS[1]}, YEAR_BEFORE)


def test_a_page_opens_with_a_published_period_where_its_own_year_is_not_one():
    assert find_first_period(MONTHS, 1, (LATEST,)) == LATEST


def test_outside_public_mode_every_loaded_month_is_offered():
    assert len(list_ends(MONTHS, ())) == len(MONTHS)
    assert len(list_lengths(MONTHS[-1], ())) == 12
    assert find_first_period(MONTHS, 1, ()) == YEARS[0]
