"""Casualties by severity, adjusted, with rates, ranks and verdicts: recomputed by hand."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from csp import statistics
from csp.core.change import ChangeRules
from csp.core.population import Populations
from csp.statistics.dispersion import Dispersion
from csp.topics.road_safety.rules.dispersion import RoadDispersion, estimate_road_dispersion
from csp.topics.road_safety.rules.periods import (
    Period,
    find_year_before,
    list_whole_years,
    list_years_back,
    make_year,
)
from csp.topics.road_safety.rules.severity import (
    LINES,
    Severities,
    compare_places,
    sum_months,
    sum_severities,
)
from tests.unit.road_safety.made import make_collisions, sum_by_month

YEARS = (make_year(2019), make_year(2018))
RULES = ChangeRules(comparable=True, significance=0.05, small_base=50)
STEADY = RoadDispersion(Dispersion(1.0, 100), {})
COLLISIONS = pd.DataFrame(
    {
        "collision_key": list("abcd"),
        "date": pd.to_datetime(["2019-07-01", "2020-06-30", "2018-07-01", "2019-06-30"]),
        "district_code": ["D1", "D2", "D1", None],
        "fatal": [1, 0, 0, 0],
        "serious": [1, 1, 0, 2],
        "slight": [0, 2, 1, 0],
        "casualties_adjusted_serious": [1.0, 1.4, 0.25, np.nan],
        "casualties_adjusted_slight": [0.0, 1.6, 0.75, np.nan],
    }
)


def test_years_from_july_to_june():
    year = make_year(2019)
    assert (year.label, year.days) == ("Jul 2019 to Jun 2020", 366)
    assert find_year_before(year) == make_year(2018)
    assert find_year_before(Period(date(2020, 2, 1), date(2020, 2, 29))).end == date(2019, 2, 28)
    assert list_whole_years(date(2017, 7, 1), date(2020, 6, 29)) == (make_year(2017), make_year(2018))
    assert list_years_back(date(2020, 6, 30), 2) == (make_year(2018), make_year(2019))
    assert list_years_back(date(2020, 2, 29), 1)[0] == Period(date(2019, 3, 1), date(2020, 2, 29))
    assert make_year(2019).mark(COLLISIONS["date"]).tolist() == [True, True, False, False]


def test_sums_with_the_recorded_severity_where_none_is_adjusted():
    every = sum_severities(COLLISIONS)
    assert (every.collisions, every.fatal, every.serious, every.slight) == (4, 1, 4, 3)
    assert (every.adjusted_serious, every.adjusted_slight) == pytest.approx((4.65, 2.35))
    assert (every.casualties, every.killed_or_serious) == (8, pytest.approx(5.65))
    assert [every.count(line) for line in LINES] == [1, 5, 2, 8, 6, 4]
    assert sum_severities(COLLISIONS.iloc[:0]) == Severities()


def test_sums_by_month_are_those_of_the_collisions_in_them():
    collisions = make_collisions(3, 300)
    months = sum_by_month(collisions)
    for year in YEARS:
        sums = sum_months(*months, year)
        for district in ("E07000116", "E07000111"):
            rows = collisions[year.mark(collisions["date"]) & (collisions["district_code"] == district)]
            assert sums[district] == sum_severities(rows)
    assert sum_months(months[0], None, YEARS[0])["E07000116"].collisions == 0
    assert sum_months(*months, make_year(1990)) == {}


def test_whoever_was_killed_is_in_no_adjusted_sum():
    row = {"district_code": "D", "month": pd.Timestamp(2019, 7, 1), "severity": 1, "casualties": 2}
    casualties = pd.DataFrame([{**row, "adjusted_serious": 1.0, "adjusted_slight": 1.0, "adjusted": 2}])
    assert sum_months(casualties, None, YEARS[0]) == {"D": Severities(fatal=2)}


def sum_made(collisions: pd.DataFrame):
    months = sum_by_month(collisions)
    return tuple(sum_months(*months, year) for year in YEARS)


def test_rates_and_ranks_by_hand():
    people = Populations({("D1", 2020): 1000, ("D1", 2019): 500, ("D2", 2020): 4000})
    first, second, third = compare_places(
        sum_made(COLLISIONS), {"D1": "One", "D2": "Two", "D3": "Three"}, people, YEARS, STEADY, RULES
    )
    assert (first.rate, first.rate_before, first.serious_rate) == (2.0, 2.0, pytest.approx(200))
    assert (second.rate, second.serious_rate) == (0.75, pytest.approx(35))
    assert [each.standing.rank for each in (first, second)] == [2, 1]
    assert (second.serious_standing.rank, first.standing.of) == (1, 2)
    # Two and three casualties say little: each could have the other's place.
    assert (first.standing.best, first.standing.worst, first.standing.rivals) == (1, 2, ("Two",))
    assert (third.standing, third.now) == (None, Severities())
    assert np.isnan(third.rate)
    assert first.changes["casualties"].now == 2


def test_verdicts_are_those_of_the_change_rule():
    collisions = make_collisions(8, 600, (2018, 2020)).assign(district_code="D")
    # Half of the later year is taken out.
    collisions = collisions[(collisions["date"] < "2019-07-01") | (collisions.index % 2 == 0)]
    people = Populations({("D", 2020): 100, ("D", 2019): 100})
    (figures,) = compare_places(sum_made(collisions), {"D": "D"}, people, YEARS, STEADY, RULES)
    change = figures.changes["casualties"]
    assert change.p == pytest.approx(statistics.change_p(change.now, change.before))
    assert change.is_real
    assert figures.standing is None


def test_without_a_year_before_nothing_is_compared():
    people = Populations({("D1", 2020): 1000})
    rules = ChangeRules(False, 0.05, 50)
    (figures,) = compare_places(sum_made(COLLISIONS), {"D1": "One"}, people, YEARS, STEADY, rules)
    assert np.isnan(figures.rate_before)
    assert np.isnan(figures.serious_rate_before)
    assert figures.changes["casualties"].before is None


def test_people_vary_more_than_the_collisions_they_are_hurt_in():
    # One collision of two hurts 1, the other 3: E[n] = 2, E[n²] = 5.
    collisions = pd.DataFrame({"fatal": [0, 0, np.nan], "serious": [0, 1, np.nan], "slight": [1, 2, np.nan]})
    months = pd.DataFrame(
        {"district_code": ["D"], "month": pd.to_datetime(["2020-01-01"]), "collisions": [2]}
    )
    dispersion = estimate_road_dispersion(months, collisions)
    assert estimate_road_dispersion(months.iloc[:0], collisions.iloc[:0]).of("casualties") == 1
    assert not dispersion.collisions.is_known
    assert (dispersion.of("collisions"), dispersion.of("casualties"), dispersion.of("fatal")) == (1, 2.5, 1)
    wider = RoadDispersion(Dispersion(1.5, 40), dispersion.groups)
    assert wider.of("casualties") == pytest.approx(2.5 + 0.5 * 2)
    assert wider.of("collisions") == 1.5


def test_the_formula_of_people_against_drawn_sums():
    random = np.random.default_rng(2)
    # Collisions of φ 2 (negative binomial), each hurting 1, 2 or 5.
    numbers = random.negative_binomial(30, 0.5, 6000)
    sums = [random.choice([1, 2, 5], n, p=[0.7, 0.2, 0.1]).sum() for n in numbers]
    dispersion = RoadDispersion(Dispersion(2.0, 99), {"casualties": (1.6, 4.0)})
    assert np.var(sums) / np.mean(sums) == pytest.approx(dispersion.of("casualties"), rel=0.05)


def test_even_districts_have_a_dispersion_near_one():
    collisions = make_collisions(4, 4000, (2015, 2020))
    dispersion = estimate_road_dispersion(sum_by_month(collisions)[1], collisions)
    assert dispersion.collisions.is_known
    assert dispersion.collisions.phi == pytest.approx(1.0, abs=0.4)
