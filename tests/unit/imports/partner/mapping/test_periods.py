"""The times of partners' files, however they are written."""

from __future__ import annotations

from datetime import date

import pytest

from csp.core.filters import Period
from csp.imports.partner.mapping.periods import join_parts, measure_span, read_part

MARCH = Period(date(2024, 3, 1), 1)
LAST_QUARTER = Period(date(2022, 1, 1), 3)
YEAR = Period(date(2021, 4, 1), 12)


def read(*texts, roles=("month",), **choices):
    parts = [read_part(text, role) for text, role in zip(texts, roles, strict=True)]
    return join_parts(parts, **choices)


@pytest.mark.parametrize(
    "text",
    [
        *("Mar-24", "2024-03", "March 2024", "202403", "03/2024", "3/2024", "2024/03", "Mar24", "mar '24"),
        *("2024-03-15", "15/03/2024", "15.3.24", "15-Mar-24", "15th March 2024", "20240315", "2024/03/15"),
        *(
            "2024-03-15 13:22:01",
            "15/03/2024 08:05",
            "2024-03-15T13:22",
            "45352",
            "2024 Mar",
            "2023/24 / Mar",
        ),
        "Mar-24 count",
    ],
)
def test_a_month_or_a_day_is_read_however_it_is_written(text):
    assert read(text) == MARCH


@pytest.mark.parametrize(
    "text",
    ["Q4 2021/22", "2021/22 Q4", "Jan to Mar 2022", "Jan-Mar 22", "Q4 2021/22 (Jan – Mar)", "2021-22 Qtr 4"],
)
def test_a_quarter_is_that_of_the_financial_year(text):
    assert read(text) == LAST_QUARTER


@pytest.mark.parametrize(
    "text",
    [
        "2021/22",
        "2021-22",
        "2021-2022",
        "FY22",
        "FY 2021/22",
        "Year ending March 2022",
        "April 2021 - March 2022",
    ],
)
def test_a_financial_year_is_read_however_it_is_written(text):
    assert read(text, roles=("year",)) == YEAR


def test_a_plain_year_is_the_calendar_year():
    assert read("2021") == Period(date(2021, 1, 1), 12)
    assert read("12 months to Dec 2020") == Period(date(2020, 1, 1), 12)


def test_the_column_tells_a_financial_year_from_a_month():
    assert read("2011-12", roles=("year",)) == Period(date(2011, 4, 1), 12)
    assert read("2011-12", roles=("month",)) == Period(date(2011, 12, 1), 1)


def test_columns_complete_each_other():
    assert read("2021/22", "Q4", roles=("year", "quarter")) == LAST_QUARTER
    assert read("2021/22", "Jan to Mar", roles=("year", "quarter")) == LAST_QUARTER
    assert read("2023/24", "March", roles=("year", "month")) == MARCH
    assert read("2024", "3", roles=("year", "month")) == MARCH
    assert read("2022", "1", roles=("year", "quarter")) == Period(date(2022, 4, 1), 3)
    assert read("2022", "1", roles=("year", "quarter"), calendar_quarters=True) == LAST_QUARTER


def test_the_day_stands_first_unless_the_profile_says_otherwise():
    assert read("03/04/2024") == Period(date(2024, 4, 1), 1)
    assert join_parts([read_part("03/04/2024", "date", month_first=True)]) == MARCH
    assert read("03/15/2024") is None


@pytest.mark.parametrize(
    "text",
    ["", "Total 2021/22", "hello", "Sept", "2024-13", "31/02/2024", "Park", "Mar Apr May", "x" * 200, "99"],
)
def test_what_is_no_time_or_only_a_part_of_one_is_none(text):
    assert read(text) is None


def test_the_span_of_a_heading_is_told_without_its_year():
    spans = {text: measure_span(text) for text in ("Apr", "Q2", "2021/22", "202404", "Ward", "Apr to Jun")}
    assert spans == {"Apr": 1, "Q2": 3, "2021/22": 12, "202404": 1, "Ward": None, "Apr to Jun": 3}
