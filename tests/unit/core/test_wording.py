"""How numbers are said: the forms the pages promise."""

from __future__ import annotations

from datetime import date

import pytest

from csp.core import wording


@pytest.mark.parametrize(
    ("value", "text"),
    [(7830, "7,830"), (0, "0"), (-778, "−778"), (1_234_567, "1,234,567"), (float("nan"), "–")],
)
def test_counts_have_commas_and_a_true_minus(value, text):
    assert wording.count(value) == text


def test_a_count_can_carry_its_sign():
    assert (wording.count(91, sign=True), wording.count(0, sign=True)) == ("+91", "0")


@pytest.mark.parametrize(
    ("value", "text"), [(-9.04, "−9.0%"), (2.5, "2.5%"), (1234.56, "1,234.6%"), (float("nan"), "–")]
)
def test_percentages_have_one_decimal_and_no_space(value, text):
    assert wording.pct(value) == text


@pytest.mark.parametrize(("value", "text"), [(2.5, "+2.5%"), (-9.04, "−9.0%"), (0.0, "0.0%"), (0.04, "0.0%")])
def test_percentages_can_carry_their_sign(value, text):
    assert wording.pct(value, sign=True) == text


def test_what_rounds_to_zero_has_no_minus():
    assert wording.pct(-0.04) == "0.0%"


@pytest.mark.parametrize(("value", "text"), [(2.25, "2.3%"), (2.35, "2.4%"), (-2.25, "−2.3%")])
def test_halves_are_rounded_away_from_zero_as_on_a_calculator(value, text):
    assert wording.pct(value) == text


def test_no_number_is_written_with_a_hyphen():
    texts = [wording.count(-5), wording.pct(-5.0), wording.change(3, 8), wording.difference(-5)]
    assert not any("-" in text for text in texts)


def test_rates_have_one_decimal():
    assert wording.rate(65.83) == "65.8"
    assert wording.rate(float("nan")) == "–"


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (1, "1st"),
        (2, "2nd"),
        (3, "3rd"),
        (4, "4th"),
        (11, "11th"),
        (12, "12th"),
        (13, "13th"),
        (21, "21st"),
        (111, "111th"),
    ],
)
def test_ordinals(number, text):
    assert wording.ordinal(number) == text


def test_ranks():
    assert wording.rank(1, of=12) == "lowest of 12"
    assert wording.rank(2, of=12, tied=True) == "joint 2nd lowest of 12"
    assert wording.rank(17, of=20) == "4th highest of 20"
    assert wording.rank(3) == "3rd lowest"
    assert wording.rank(None) == wording.rank(0) == "not ranked"


def test_a_rank_says_how_sure_it_is():
    assert wording.rank_with_range(1, 1, 3) == "ranked 1st; could be 1st to 3rd"
    words = "ranked joint 2nd of 12; could be 1st to 3rd (1st = lowest)"
    assert wording.rank_with_range(2, 1, 3, of=12, tied=True) == words
    assert wording.rank_with_range(12, 12, 12, of=12) == "highest of 12"
    assert wording.rank_with_range(12, 12, 12) == "12th lowest"
    assert wording.rank_with_range(None, 0, 0) == "not ranked"


@pytest.mark.parametrize(
    ("best", "worst", "words"),
    [
        (2, 4, "2nd to 4th lowest"),
        (1, 4, "lowest to 4th lowest"),
        (9, 12, "highest to 4th highest"),
        (8, 11, "2nd to 5th highest"),
        (5, 9, "5th lowest to 4th highest"),
        (1, 12, "lowest to highest"),
        (3, 3, "3rd lowest"),
    ],
)
def test_a_range_of_ranks_begins_at_its_nearer_end(best, worst, words):
    assert wording.standing_range(best, worst, 12) == words


@pytest.mark.parametrize(
    ("now", "before", "text"),
    [
        (7830, 8608, "▼ 778 (−9.0%)"),
        (3662, 3571, "▲ 91 (+2.5%)"),
        (5, 0, "▲ 5 (from 0)"),
        (0, 8, "▼ 8 (−100.0%)"),
        (7, 7, "no change"),
        (0, 0, "no change"),
    ],
)
def test_changes_name_difference_and_percent_together(now, before, text):
    assert wording.change(now, before) == text


def test_a_small_base_is_marked():
    assert wording.change(24, 10, small_base=50) == "▲ 14 (+140.0%, small base)"
    assert wording.change(24, 50, small_base=50) == "▼ 26 (−52.0%)"


def test_a_verdict_has_one_word():
    assert wording.verdict(True) == "a clear change"
    assert wording.verdict(False) == "no clear change"


@pytest.mark.parametrize(
    ("p", "text"),
    [
        (0.2847, "about 28 in 100 comparisons"),
        (0.0065, "about 7 in 1,000 comparisons"),
        (1e-9, "fewer than 1 in 1,000 comparisons"),
        (float("nan"), "an unknown share of comparisons"),
    ],
)
def test_odds_are_said_without_a_p_value(p, text):
    assert wording.odds(p) == text


@pytest.mark.parametrize(
    ("start", "end", "text"),
    [
        (date(2020, 1, 1), date(2020, 12, 1), "Jan to Dec 2020"),
        (date(2019, 11, 1), date(2020, 10, 1), "Nov 2019 to Oct 2020"),
        (date(2020, 4, 1), date(2020, 4, 30), "Apr 2020"),
        (date(2019, 4, 1), date(2020, 4, 1), "Apr 2019 to Apr 2020"),
    ],
)
def test_periods(start, end, text):
    assert wording.period(start, end) == text


def test_months_do_not_depend_on_the_language_of_the_machine():
    assert [wording.month(date(2020, m, 1)) for m in (1, 4, 12)] == ["Jan 2020", "Apr 2020", "Dec 2020"]


@pytest.mark.parametrize(
    ("words", "text"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_lists_of_words(words, text):
    assert wording.list_words(words) == text


def test_plurals():
    assert wording.plural(1, "crime") == "1 crime"
    assert wording.plural(0, "crime") == "0 crimes"
    assert wording.plural(1310, "robbery", "robberies") == "1,310 robberies"


def test_small_numbers_are_words_in_running_text():
    assert [wording.number(n) for n in (0, 2, 10, 11, 1200)] == ["no", "two", "ten", "11", "1,200"]


@pytest.mark.parametrize(
    ("value", "tied", "words"),
    [
        (1, False, "lowest"),
        (2, False, "2nd lowest"),
        (10, False, "10th lowest"),
        (11, False, "10th highest"),
        (19, False, "2nd highest"),
        (20, False, "highest"),
        (1, True, "joint lowest"),
        (17, True, "joint 17th lowest"),
    ],
)
def test_a_standing_counts_from_the_nearer_end(value, tied, words):
    assert wording.standing(value, 20, tied) == words


def test_a_standing_in_the_middle_of_an_odd_number_counts_from_the_lowest():
    assert [wording.standing(value, 5) for value in (3, 4)] == ["3rd lowest", "2nd highest"]


def test_up_to_three_areas_that_are_similar_are_named():
    assert wording.similar_to([]) == ""
    assert wording.similar_to(["Sevenoaks", "Tonbridge and Malling"]) == (
        "similar to Sevenoaks and Tonbridge and Malling"
    )
    assert wording.similar_to(["Ashford", "Dover", "Swale"]) == "similar to Ashford, Dover and Swale"
    assert wording.similar_to(list("abcde")) == "similar to five others"


def test_none_recorded_names_what_and_where():
    words = "no possession of weapons recorded in Capel"
    assert wording.none_recorded("possession of weapons", "Capel") == words


def test_whole_percentages():
    assert [wording.whole_pct(value) for value in (18.5, -9.04, 0.4, float("nan"))] == [
        "19%",
        "−9%",
        "0%",
        "–",
    ]
    assert wording.whole_pct(18.4, sign=True) == "+18%"


@pytest.mark.parametrize(
    ("start", "words"),
    [
        (date(2022, 1, 1), "Q4 2021/22 (Jan to Mar)"),
        (date(2021, 4, 1), "Q1 2021/22 (Apr to Jun)"),
        (date(1999, 10, 1), "Q3 1999/00 (Oct to Dec)"),
        (date(2021, 11, 1), "Nov 2021 to Jan 2022"),
        (date(2022, 2, 1), "Feb to Apr 2022"),
    ],
)
def test_quarters_are_those_of_the_financial_year(start, words):
    assert wording.quarter(start) == words


def test_what_a_reader_has_named_is_quoted_and_cut():
    assert wording.quote_words(["Park", "x" * 50]) == f"“Park” and “{'x' * 39}…”"


def test_a_text_is_cut_between_words():
    note = "Source: provisional figures of the helpline"
    assert wording.cut_text(note, len(note)) == note
    assert wording.quote_words([note]) == "“Source: provisional figures of the…”"
