"""What a page shows, resolved against what is loaded."""

from __future__ import annotations

import math
from datetime import date

import pytest

from csp.comparison import resolve as view
from csp.core import settings
from csp.core.errors import UserError
from csp.core.filters import Filters, Period
from csp.data import database, queries

HOME, MAIDSTONE = "E07000116", "E07000110"
CULVERDEN, PARK, RUSTHALL = "E05005134", "E05005141", "E05005144"
MONTHS = [date(2019, m, 1) for m in range(1, 13)] + [date(2020, m, 1) for m in range(1, 13)]
LOW = date(2020, 3, 1)


@pytest.fixture(autouse=True)
def store(extracts, write_store, tmp_path, monkeypatch):
    """Two whole years of one offence; March 2020 looks incomplete."""
    monkeypatch.delenv("CSP_AREA", raising=False)
    monkeypatch.setattr(settings, "SAMPLE", tmp_path / "no sample")
    monkeypatch.setattr(database, "_LOOK_AGAIN", -1.0)
    rows = [
        {
            "source": "police",
            "month": month,
            "district_code": HOME,
            "ward_code": CULVERDEN,
            "offence": "robbery",
            "n": month.month,
        }
        for month in MONTHS
    ]
    read = {("police", "kent", month): 9_000 if month == LOW else 17_000 for month in MONTHS}
    return write_store(extracts.root, rows, rows_read=read)


def make_filters(last=date(2020, 12, 1), months=12, **changes):
    period = Period.ending(last, months)
    return Filters(
        **{
            "source": "police",
            "measure": "robbery",
            "wards": (),
            "period": period,
            "comparison": period.shift(-1),
            "exclude": (),
            **changes,
        }
    )


def test_the_scope_is_that_of_the_source_and_force_in_force():
    scope = view.resolve_scope(make_filters())
    assert len(scope.months) == len(scope.before) == 12
    assert scope.incomplete == (LOW,)


def test_a_period_without_a_single_month_left_is_told_in_one_sentence():
    with pytest.raises(UserError, match=r"^No complete month is left of Mar 2020\. Choose another period"):
        view.resolve_scope(make_filters(LOW, 1, whole_months=True))
    assert view.resolve_scope(make_filters(LOW, 1)).months == (LOW,)


def test_periods_are_said_with_how_much_of_them_counts():
    filters = make_filters()
    assert view.describe_periods(filters, view.resolve_scope(filters)) == (
        "Jan to Dec 2020",
        "Jan to Dec 2019",
    )
    filters = make_filters(whole_months=True)
    assert view.describe_periods(filters, view.resolve_scope(filters)) == (
        "Jan to Dec 2020 (11 of 12 months)",
        "Jan to Dec 2019 (11 of 12 months)",
    )


def test_both_periods_are_said_in_one_phrase_and_one_where_there_is_no_comparison():
    filters = make_filters()
    assert (
        view.describe_span(filters, view.resolve_scope(filters)) == "Jan to Dec 2020 against Jan to Dec 2019"
    )
    filters = make_filters(date(2019, 12, 1))
    assert view.describe_span(filters, view.resolve_scope(filters)) == "Jan to Dec 2019"


@pytest.mark.parametrize(
    ("wards", "place"),
    [
        ((), "Tunbridge Wells"),
        ((PARK,), "Park"),
        ((PARK, CULVERDEN), "Park and Culverden"),
        ((PARK, CULVERDEN, RUSTHALL), "3 wards of Tunbridge Wells"),
    ],
)
def test_the_place_is_the_district_or_its_wards(wards, place):
    assert view.describe_place(make_filters(wards=wards)) == place


def test_the_unit_of_a_rate_says_over_how_many_months_unless_it_is_a_year():
    assert view.describe_rate_unit(view.resolve_scope(make_filters())) == "per 1,000"
    assert view.describe_rate_unit(view.resolve_scope(make_filters(months=3))) == "per 1,000 in 3 months"
    assert view.describe_rate_unit(view.resolve_scope(make_filters(months=1))) == "per 1,000 in 1 month"
    assert (
        view.describe_rate_unit(view.resolve_scope(make_filters(whole_months=True)))
        == "per 1,000 in 11 months"
    )


def test_wards_share_their_populations_and_the_whole_district_has_its_own():
    figures = queries.populations()
    one, other = (figures.of(ward, 2020)[0] for ward in (PARK, CULVERDEN))
    now, before = view.sum_ward_populations(make_filters(wards=(PARK, CULVERDEN)))
    assert now == one + other
    assert before == sum(figures.of(ward, 2019)[0] for ward in (PARK, CULVERDEN))
    assert view.sum_ward_populations(make_filters()) is None


def test_a_ward_without_a_population_leaves_the_patch_without_a_rate():
    now, before = view.sum_ward_populations(make_filters(wards=(PARK, "E05999999")))
    assert math.isnan(now)
    assert math.isnan(before)


def test_a_population_of_another_year_is_named_once_for_each_year_that_needs_it():
    filters = make_filters()
    assert view.describe_populations(filters, view.resolve_scope(filters)) == []
    wards = make_filters(wards=(PARK, CULVERDEN), comparison=Period(date(2018, 1, 1), 12))
    scope = view.resolve_scope(make_filters())
    assert view.describe_populations(wards, scope) == [
        "Rates of 2018 use the population of 2017, the nearest on file."
    ]


def test_a_month_without_a_row_counts_0_where_it_is_loaded_and_nothing_where_it_is_not():
    trend = Period(date(2018, 12, 1), 26)
    series, incomplete = view.fetch_monthly_series(make_filters(), HOME, trend, ["robbery", "shoplifting"])
    assert series["robbery"] == [None, *range(1, 13), *range(1, 13), None]
    assert series["shoplifting"] == [None, *[0.0] * 24, None]
    assert incomplete == {code: [trend.each().index(LOW)] for code in series}


def test_the_basis_is_that_of_the_settings_and_of_the_filters():
    filters = make_filters(wards=(PARK,))
    basis = view.build_basis(filters, view.resolve_scope(filters))
    area = settings.area()
    assert (basis.home, basis.districts, basis.small_base) == (area.home, area.peers, area.small_base)
    assert (basis.years, basis.comparable, basis.whole_home) == ((2020, 2019), True, False)
    assert (basis.vocabulary, basis.is_public) == ("street", False)


def test_pages_that_compare_districts_drop_the_wards_and_nothing_else():
    assert view.drop_wards(make_filters(wards=(PARK,))) == make_filters()
