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


def asked(whole_months=False, years=1):
    period = Period(JAN, 3)
    return Filters("police", "asb", (), period, period.shift(-years), (), whole_months)


def test_everything_loaded_counts_every_month_on_both_sides():
    found = resolve_months(asked(), ALL, ())
    assert (found.months, found.before) == ((JAN, FEB, MAR), BEFORE)
    assert found.comparable
    assert (found.missing, found.missing_before, found.incomplete, found.left_out) == ((),) * 4


def test_a_month_of_the_period_that_is_not_loaded_takes_no_part_on_either_side():
    found = resolve_months(asked(), ALL - {FEB}, ())
    assert (found.months, found.before) == ((JAN, MAR), (BEFORE[0], BEFORE[2]))
    assert found.missing == (FEB,)
    assert found.comparable


def test_a_month_to_compare_with_that_is_not_loaded_ends_the_comparison():
    found = resolve_months(asked(), ALL - {BEFORE[1]}, ())
    assert (found.months, found.before) == ((JAN, FEB, MAR), ())
    assert found.missing_before == (BEFORE[1],)
    assert not found.comparable


def test_a_month_missing_on_both_sides_is_no_reason_to_end_the_comparison():
    found = resolve_months(asked(), ALL - {FEB, BEFORE[1]}, ())
    assert (found.months, found.before) == ((JAN, MAR), (BEFORE[0], BEFORE[2]))
    assert found.missing_before == ()


def test_an_incomplete_month_is_counted_and_named():
    found = resolve_months(asked(), ALL, {BEFORE[2], FEB})
    assert len(found.months) == 3
    assert found.incomplete == (BEFORE[2], FEB)
    assert found.left_out == ()


def test_an_incomplete_month_is_left_out_on_both_sides_when_asked_for():
    found = resolve_months(asked(whole_months=True), ALL, {BEFORE[2], FEB})
    assert (found.months, found.before) == ((JAN,), (BEFORE[0],))
    assert found.left_out == (FEB, MAR)
    assert found.incomplete == ()


def test_an_incomplete_month_that_is_not_in_force_is_not_named():
    assert resolve_months(asked(), ALL, {date(2018, 12, 1)}).incomplete == ()


def test_nothing_loaded_counts_nothing():
    found = resolve_months(asked(), (), ())
    assert (found.months, found.before) == ((), ())
    assert found.missing == (JAN, FEB, MAR)
    assert not found.comparable


months_found = st.sets(st.sampled_from(sorted(ALL)))


@given(months_found, months_found, st.booleans())
def test_both_sides_are_the_same_calendar_months_or_there_is_no_comparison(loaded, incomplete, whole):
    found = resolve_months(asked(whole_months=whole), loaded, incomplete)
    if found.comparable:
        assert [m.month for m in found.months] == [m.month for m in found.before]
    assert {*found.months, *found.before} <= loaded
    assert not {*found.months} & {*found.missing, *found.left_out}
    assert len(found.months) + len(found.missing) + len(found.left_out) == 3
    if whole:
        assert not {*found.months, *found.before} & incomplete
