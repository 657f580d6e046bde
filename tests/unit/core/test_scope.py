"""Which months are counted: like with like, or no comparison."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from csp.core.filters import Filters, Period
from csp.core.scope import resolve_months

JAN, FEB, MAR = (date(2020, m, 1) for m in (1, 2, 3))
BEFORE = tuple(date(2019, m, 1) for m in (1, 2, 3))
ALL = {JAN, FEB, MAR, *BEFORE}


def make_filters(whole_months=False, years=1):
    period = Period(JAN, 3)
    return Filters("police", "asb", (), period, period.shift(-years), (), whole_months)


def test_everything_loaded_counts_every_month_on_both_sides():
    scope = resolve_months(make_filters(), ALL, ())
    assert (scope.months, scope.before) == ((JAN, FEB, MAR), BEFORE)
    assert scope.comparable
    assert (scope.missing, scope.missing_before, scope.incomplete, scope.left_out) == ((),) * 4


def test_a_month_of_the_period_that_is_not_loaded_takes_no_part_on_either_side():
    scope = resolve_months(make_filters(), ALL - {FEB}, ())
    assert (scope.months, scope.before) == ((JAN, MAR), (BEFORE[0], BEFORE[2]))
    assert scope.missing == (FEB,)
    assert scope.comparable


def test_a_month_to_compare_with_that_is_not_loaded_ends_the_comparison():
    scope = resolve_months(make_filters(), ALL - {BEFORE[1]}, ())
    assert (scope.months, scope.before) == ((JAN, FEB, MAR), ())
    assert scope.missing_before == (BEFORE[1],)
    assert not scope.comparable


def test_a_month_missing_on_both_sides_is_no_reason_to_end_the_comparison():
    scope = resolve_months(make_filters(), ALL - {FEB, BEFORE[1]}, ())
    assert (scope.months, scope.before) == ((JAN, MAR), (BEFORE[0], BEFORE[2]))
    assert scope.missing_before == ()


def test_an_incomplete_month_is_counted_and_named():
    scope = resolve_months(make_filters(), ALL, {BEFORE[2], FEB})
    assert len(scope.months) == 3
    assert scope.incomplete == (BEFORE[2], FEB)
    assert scope.left_out == ()


def test_a_month_in_which_only_the_crime_type_is_incomplete_is_left_out_like_the_others():
    scope = resolve_months(make_filters(whole_months=True), ALL, {BEFORE[2]}, {FEB})
    assert scope == resolve_months(make_filters(whole_months=True), ALL, {BEFORE[2], FEB})
    assert resolve_months(make_filters(), ALL, {BEFORE[2]}, {FEB}).incomplete == (BEFORE[2],)


def test_an_incomplete_month_is_left_out_on_both_sides_when_asked_for():
    scope = resolve_months(make_filters(whole_months=True), ALL, {BEFORE[2], FEB})
    assert (scope.months, scope.before) == ((JAN,), (BEFORE[0],))
    assert scope.left_out == (FEB, MAR)
    assert scope.incomplete == ()


def test_an_incomplete_month_that_is_not_in_force_is_not_named():
    assert resolve_months(make_filters(), ALL, {date(2018, 12, 1)}).incomplete == ()


def test_nothing_loaded_counts_nothing():
    scope = resolve_months(make_filters(), (), ())
    assert (scope.months, scope.before) == ((), ())
    assert scope.missing == (JAN, FEB, MAR)
    assert not scope.comparable


months_found = st.sets(st.sampled_from(sorted(ALL)))


@given(months_found, months_found, st.booleans())
def test_both_sides_are_the_same_calendar_months_or_there_is_no_comparison(loaded, incomplete, whole):
    scope = resolve_months(make_filters(whole_months=whole), loaded, incomplete)
    if scope.comparable:
        assert [m.month for m in scope.months] == [m.month for m in scope.before]
    assert {*scope.months, *scope.before} <= loaded
    assert not {*scope.months} & {*scope.missing, *scope.left_out}
    assert len(scope.months) + len(scope.missing) + len(scope.left_out) == 3
    if whole:
        assert not {*scope.months, *scope.before} & incomplete
