"""The fatal four as a partner counts them: which periods are whole, what is compared, what is said."""

from __future__ import annotations

from datetime import date

import pytest

from csp.core.change import ChangeRules
from csp.core.road_records.road_factor import RoadFactor
from csp.topics.road_safety.findings.factors import write_factors
from csp.topics.road_safety.rules.factors import compare_factors
from csp.topics.road_safety.rules.periods import Period, make_year

RULES = ChangeRules(comparable=True, significance=0.05, small_base=50)
PERIODS = (make_year(2019), make_year(2018))


def count(factor, casualties, first=2019, start=None, end=None):
    year = make_year(first)
    return RoadFactor(start or year.start, end or year.end, factor, casualties, "Kent Police")


def compare(*factors, periods=PERIODS):
    return compare_factors(factors, periods, 1.0, RULES)


def test_quarters_and_years_of_a_factor_are_compared_with_the_year_before():
    half = date(2020, 1, 1)
    figures = compare(
        count("speed", 25, end=date(2019, 12, 31)),
        count("speed", 15, start=half),
        count("speed", 90, 2018),
        count("phone", 2),
        count("phone", 3, 2018),
    )
    assert [(p.label, p.change.now, p.change.before, p.few) for p in figures.parts] == [
        ("Speed", 40, 90, False),
        ("Phone in use", 2, 3, True),
    ]
    assert figures.sources == ("Kent Police",)
    assert write_factors(figures, "Dover") == (
        "Fatal four in Dover: Speed most often, 40 casualties; Speed fell by 50 (−55.6%) to 40, a clear "
        "change."
    )


@pytest.mark.parametrize(
    "factors",
    [
        [count("speed", 25, end=date(2019, 12, 31))],
        [count("speed", 25), count("speed", 26)],
        [count("speed", 25, end=date(2020, 7, 31))],
    ],
)
def test_a_period_with_a_day_missing_or_counted_twice_has_no_figures(factors):
    assert compare(*factors) is None


def test_factors_of_two_records_are_not_compared():
    now, before = Period(date(2024, 1, 1), date(2024, 12, 31)), Period(date(2023, 1, 1), date(2023, 12, 31))
    rows = [RoadFactor(each.start, each.end, "speed", 30, "A") for each in (now, before)]
    figures = compare(*rows, periods=(now, before))
    assert figures.parts[0].change.before is None
    assert write_factors(figures, "Dover").endswith("30 casualties; nothing to compare with.")


def test_where_no_factor_counts_anybody_nothing_is_said_to_be_most_often():
    assert write_factors(compare(count("phone", 0)), "Dover") == "Fatal four in Dover: none counted."
