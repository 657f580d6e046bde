"""Which months count as incomplete uploads."""

from __future__ import annotations

from datetime import date

from csp.core.coverage import find_incomplete_months

KENT = {
    date(2018, 10, 1): 19396,
    date(2018, 11, 1): 13818,
    date(2018, 12, 1): 8438,
    date(2019, 1, 1): 17792,
    date(2019, 2, 1): 16291,
    date(2024, 1, 1): 14466,
    date(2024, 2, 1): 13953,
}


def year(*counts: int) -> dict[date, int]:
    return {date(2020, month, 1): count for month, count in enumerate(counts, start=1)}


def test_kents_cut_short_uploads_are_marked_and_nothing_else():
    assert find_incomplete_months(KENT) == {date(2018, 11, 1), date(2018, 12, 1)}


def test_november_alone_is_within_the_usual_range_while_december_is_a_neighbour():
    # 13,818 / median(19,396, 8,438, 17,792, 16,291) = 0.811: only leaving out December shows it.
    level = {**KENT, date(2018, 12, 1): 17000}
    assert find_incomplete_months(level) == {date(2018, 11, 1)}
    assert 13818 / ((16291 + 17792) / 2) > 0.8


def test_a_fall_of_a_fifth_in_two_months_is_not_an_incomplete_upload():
    assert find_incomplete_months(year(100, 100, 100, 80, 80, 100, 100, 100)) == set()


def test_a_little_more_than_a_fifth_is():
    assert find_incomplete_months(year(1000, 1000, 1000, 799, 1000, 1000)) == {date(2020, 4, 1)}


def test_one_neighbour_cannot_tell_which_of_the_two_is_odd():
    assert find_incomplete_months(year(100, 10)) == set()
    assert find_incomplete_months(year(100, 10, 100)) == {date(2020, 2, 1)}


def test_months_more_than_half_a_year_away_do_not_count_as_neighbours():
    far = {date(2020, 1, 1): 10, date(2020, 8, 1): 100, date(2020, 9, 1): 100}
    near = {date(2020, 1, 1): 10, date(2020, 6, 1): 100, date(2020, 7, 1): 100}
    assert find_incomplete_months(far) == set()
    assert find_incomplete_months(near) == {date(2020, 1, 1)}


def test_several_bad_months_do_not_hide_each_other():
    # With three low months of seven the plain median of neighbours would still be high, with four not.
    rows = year(100, 20, 100, 30, 100, 40, 100)
    assert find_incomplete_months(rows) == {date(2020, 2, 1), date(2020, 4, 1), date(2020, 6, 1)}


def test_a_busy_month_does_not_make_its_neighbours_incomplete():
    assert find_incomplete_months(year(100, 100, 200, 100, 100)) == set()


def test_no_months_and_empty_months_are_fine():
    assert find_incomplete_months({}) == set()
    assert find_incomplete_months(year(0, 0, 0)) == set()
    assert find_incomplete_months(year(100, 0, 100)) == {date(2020, 2, 1)}
