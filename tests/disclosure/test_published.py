"""What csp publish writes, and what public mode answers from it."""

from __future__ import annotations

from datetime import date

import pytest

from csp.core import settings
from csp.core.filters import Filters, Period
from csp.core.scope import Scope
from csp.data import queries

YEAR = Period(date(2020, 1, 1), 12)


def view(measure="robbery", wards=(), period=YEAR):
    filters = Filters("sample", measure, wards, period, period.shift(-1), ())
    return filters, Scope(period.each(), period.shift(-1).each(), (), (), (), ())


@pytest.mark.usefixtures("published")
def test_whole_years_are_published_and_no_single_month():
    assert queries.is_published()
    assert queries.published_periods() == (YEAR, YEAR.shift(-1), YEAR.shift(-2))
    home = settings.area().home
    month = Period(date(2020, 6, 1), 1)
    frame = queries.by_ward(*view(period=month), home)
    assert set(frame["ward_code"]) == {""}
