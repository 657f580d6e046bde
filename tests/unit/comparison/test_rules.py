"""Every measure in every district, over two periods: against loops and plain arithmetic."""

from __future__ import annotations

import math
from dataclasses import replace
from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from scipy import stats

from csp.comparison.rules import build_measure_rows, rank_districts
from csp.comparison.standings import Basis
from csp.core.measures import read_catalogue
from csp.core.population import Populations

HOME, A, B, C = "E07000116", "E07000111", "E07000115", "E07000110"
DISTRICTS = (A, HOME, B, C)
PEOPLE = {HOME: 100_000, A: 50_000, B: 200_000, C: 100_000}
MEASURES = ("all_crime", "asb", "drug_trafficking", "shoplifting")


def basis(**changes):
    figures = {(code, year): n + 1000 * (year - 2020) for code, n in PEOPLE.items() for year in (2019, 2020)}
    return replace(
        Basis(
            home=HOME,
            districts=DISTRICTS,
            populations=Populations(figures),
            years=(2020, 2019),
            comparable=True,
            whole_home=True,
            small_base=50,
            significance=0.05,
            vocabulary="recorded",
        ),
        **changes,
    )


def counted(rows):
    return pd.DataFrame(rows, columns=["measure", "district_code", "now", "before"])


NOTHING_FLAGGED = pd.DataFrame({"measure": [], "flag": [], "now": [], "before": []})
COUNTS = [
    ("all_crime", HOME, 1000, 1200),
    ("all_crime", A, 500, 500),
    ("all_crime", B, 1000, 900),
    ("all_crime", C, 3000, 1),
    ("asb", HOME, 40, 49),
    ("asb", A, 300, 300),
    ("asb", B, 9, 9),
    ("drug_trafficking", HOME, 5, 0),
    ("shoplifting", C, 7, 7),
    ("unknown", HOME, 9, 9),
    ("all_crime", "E06000035", 9_999, 9_999),
]


def rows_of(counts=COUNTS, flagged=NOTHING_FLAGGED, flag=None, home_population=None, **changes):
    base = basis(**changes)
    table = rank_districts(counted(counts), MEASURES, base)
    measures = [read_catalogue().measures[code] for code in MEASURES]
    return {
        row.code: row for row in build_measure_rows(table, measures, base, flagged, flag, home_population)
    }


def by_hand(counts, side, year):
    """measure -> {district: rate as a fraction} with every district of the peer group in it."""
    given_counts = {(measure, district): sides[side] for measure, district, *sides in counts}
    people = {code: n + 1000 * (year - 2020) for code, n in PEOPLE.items()}
    return {
        measure: {
            code: Fraction(1000 * given_counts.get((measure, code), 0), people[code]) for code in DISTRICTS
        }
        for measure in MEASURES
    }


def differs(frame, one, other):
    """Whether two rates differ clearly: the test of two counts by hand, binomial and mid-p."""
    k, m = int(frame.loc[one, "now"]), int(frame.loc[other, "now"])
    tails = stats.binom(k + m, PEOPLE[one] / (PEOPLE[one] + PEOPLE[other]))
    half = tails.pmf(k) / 2
    return 2 * min(tails.cdf(k) - half, tails.sf(k) + half) < 0.05


def check(counts):
    table = rank_districts(counted(counts), MEASURES, basis())
    now, before = by_hand(counts, 0, 2020), by_hand(counts, 1, 2019)
    for measure in MEASURES:
        frame = table.frame(measure).set_index("district_code")
        assert list(frame.index) == list(DISTRICTS)
        for code in DISTRICTS:
            figures, rate = frame.loc[code], now[measure][code]
            assert figures["rate"] == pytest.approx(float(rate))
            assert figures["rate_before"] == pytest.approx(float(before[measure][code]))
            assert figures["rank"] == 1 + sum(other < rate for other in now[measure].values())
            assert figures["rank_before"] == 1 + sum(
                o < before[measure][code] for o in before[measure].values()
            )
            assert figures["tied"] == (list(now[measure].values()).count(rate) > 1)
            assert figures["volume_rank"] == 1 + sum(n < figures["now"] for n in frame["now"])
            assert figures["low"] <= figures["rate"] <= figures["high"]
            others = [other for other in DISTRICTS if other != code]
            clear = {other: differs(frame, code, other) for other in others}
            below, above = (
                sum(clear[o] and sign * (frame.loc[o, "rate"] - figures["rate"]) > 0 for o in others)
                for sign in (-1, 1)
            )
            assert 1 + below <= figures["rank_best"] <= figures["rank"]
            assert figures["rank"] <= figures["rank_worst"] <= len(DISTRICTS) - above
            rivals = table.find_rivals(measure, code)
            assert set(rivals) == {other for other in others if not clear[other]}
            assert list(frame.loc[rivals, "rate"]) == sorted(frame.loc[rivals, "rate"])


def test_counts_rates_and_ranks_of_every_district_are_those_of_plain_arithmetic():
    check(COUNTS)


figures = st.integers(0, 60)
some_counts = st.lists(
    st.tuples(st.sampled_from(MEASURES), st.sampled_from(DISTRICTS), figures, figures),
    unique_by=lambda r: r[:2],
)


@hypothesis_settings(max_examples=30, deadline=None, database=None)
@given(some_counts)
def test_any_counts_rank_as_fractions_do(counts):
    check(counts)


def test_districts_with_the_same_rate_share_a_rank_and_the_next_is_left_out():
    table = rank_districts(
        counted([("asb", A, 50, 0), ("asb", HOME, 100, 0), ("asb", C, 200, 0)]), ("asb",), basis()
    )
    frame = table.frame("asb").set_index("district_code")
    assert frame["rank"].to_dict() == {B: 1, A: 2, HOME: 2, C: 4}
    assert frame["tied"].to_dict() == {B: False, A: True, HOME: True, C: False}


def test_a_district_that_is_no_peer_and_a_measure_not_asked_for_count_nowhere():
    table = rank_districts(counted(COUNTS), MEASURES, basis())
    assert table.now.sum() == sum(row[2] for row in COUNTS[:-2])


def test_a_district_without_a_population_has_no_rate_and_takes_no_rank():
    figures = basis().populations.figures
    unknown = Populations({key: n for key, n in figures.items() if key[0] != B})
    frame = rank_districts(counted(COUNTS), MEASURES, basis(populations=unknown)).frame("all_crime")
    frame = frame.set_index("district_code")
    assert math.isnan(frame.loc[B, "rate"])
    assert frame.loc[B, "rank"] == frame.loc[B, "rank_best"] == 0
    assert frame["rank"].to_dict() == {A: 1, HOME: 1, B: 0, C: 3}


# Rows of the crime type table.


def test_a_row_has_the_change_of_its_counts_and_says_where_the_base_is_small():
    rows = rows_of()
    crime, asb, drugs = (rows[code].change for code in ("all_crime", "asb", "drug_trafficking"))
    assert (crime.difference, crime.pct, crime.small_base) == (-200, pytest.approx(-100 / 6), False)
    assert (asb.difference, asb.small_base) == (-9, True)
    assert (drugs.difference, drugs.pct, drugs.small_base) == (5, None, True)


@pytest.mark.parametrize(("before", "small"), [(49, True), (50, False)])
def test_a_base_is_small_below_the_configured_number(before, small):
    assert rows_of([("asb", HOME, 10, before)])["asb"].change.small_base is small


def test_rates_are_over_the_population_of_each_year():
    row = rows_of()["all_crime"]
    assert row.rate_now == pytest.approx(1000 * 1000 / 100_000)
    assert row.rate_before == pytest.approx(1000 * 1200 / 99_000)


def test_the_districts_that_a_rate_cannot_be_told_from_are_named():
    base = basis()
    table = rank_districts(
        counted([("asb", HOME, 40, 0), ("asb", A, 20, 0), ("asb", C, 9000, 0)]), ("asb",), base
    )
    asb = read_catalogue().measures["asb"]
    (row,) = build_measure_rows(table, [asb], base, NOTHING_FLAGGED, names={A: "Ashford", C: "Dover"})
    assert row.rivals == ("Ashford",)
    assert row.rank_worst - row.rank_best == len(row.rivals)


def test_a_measure_that_is_not_ranked_has_no_rank():
    rows = rows_of()
    assert rows["drug_trafficking"].rank_now is None
    assert rows["drug_trafficking"].rank_before is None
    assert (rows["shoplifting"].rank_now, rows["shoplifting"].tied_now) == (1, True)


def test_a_choice_of_wards_has_no_rank_and_the_rate_of_its_own_population():
    row = rows_of(whole_home=False, home_population=(10_000.0, 20_000.0))["all_crime"]
    assert (row.rank_now, row.rank_before, row.rank_best, row.rank_worst) == (None,) * 4
    assert (row.rate_now, row.rate_before) == (100.0, 60.0)


def test_without_a_comparison_nothing_is_said_of_before():
    row = rows_of(comparable=False)["all_crime"]
    change = row.change
    assert (change.before, change.difference, change.pct, change.p) == (None,) * 4
    assert (row.rate_before, row.rank_before) == (None, None)
    assert not change.is_real
    assert change.now == 1000
    assert row.rank_now == 2


def test_a_change_per_head_that_only_the_population_explains_is_no_signal():
    # Twice the people and twice the crimes is the same rate; the bare counts would be a signal.
    same = rows_of([("all_crime", HOME, 2000, 1000)], home_population=(20_000.0, 10_000.0))["all_crime"]
    assert same.change.p > 0.9
    assert not same.change.is_real
    bare = rows_of([("all_crime", HOME, 2000, 1000)], home_population=(math.nan, math.nan))["all_crime"]
    assert bare.change.is_real


def mid_p(now, before, share):
    """Twice the smaller tail of a binomial with half of the count's own probability, in exact fractions."""
    n = now + before
    of = [Fraction(math.comb(n, k)) * share**k * (1 - share) ** (n - k) for k in range(n + 1)]
    low = sum(of[:now]) + of[now] / 2
    return float(min(1, 2 * min(low, 1 - low)))


def test_p_is_the_conditional_binomial_mid_p_per_head():
    row = rows_of([("asb", HOME, 40, 70)])["asb"]
    assert row.change.p == pytest.approx(mid_p(40, 70, Fraction(100_000, 199_000)), rel=1e-9)


def test_signals_are_adjusted_over_the_rows_shown_together():
    # p about 0.04 alone: a signal among one row, not among four of which the others are noise.
    counts = [("asb", HOME, 130, 100)]
    p = mid_p(130, 100, Fraction(100_000, 199_000))
    assert 0.0125 < p < 0.06
    rows = rows_of([*counts, ("all_crime", HOME, 10, 10), ("shoplifting", HOME, 10, 10)])
    assert not rows["asb"].change.is_real
    alone = basis(significance=0.06)
    table = rank_districts(counted(counts), ("asb",), alone)
    (row,) = build_measure_rows(table, [read_catalogue().measures["asb"]], alone, NOTHING_FLAGGED)
    assert row.change.is_real


def test_the_flagged_part_is_told_of_the_flag_asked_for_alone():
    flagged = pd.DataFrame(
        {"measure": ["asb", "asb"], "flag": ["covid", "hate"], "now": [30, 1], "before": [4, 2]}
    )
    covid = read_catalogue().flags["covid"]
    row = rows_of(flagged=flagged, flag=covid)["asb"]
    assert (row.flagged_now, row.flagged_before, row.flag_label) == (30, 4, "COVID-tagged")
    assert rows_of(flagged=flagged, flag=covid)["all_crime"].flag_label is None
    assert rows_of(flagged=flagged)["asb"].flagged_now == 0


def test_the_parts_of_a_row_are_its_offences_and_those_of_a_flag_are_not_parts():
    assert rows_of()["asb"].parts == {"asb_rowdy", "asb_personal", "asb_environmental", "asb_other"}
    base = basis()
    table = rank_districts(counted([("hate_crime", HOME, 3, 3)]), ("hate_crime",), base)
    (row,) = build_measure_rows(table, [read_catalogue().measures["hate_crime"]], base, NOTHING_FLAGGED)
    assert row.parts == frozenset()
