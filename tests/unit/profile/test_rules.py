"""The rules of the crime-type profile, against loops over made cases and figures worked out by hand."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

from csp.comparison.standings import Basis
from csp.core.change import Change, judge_changes
from csp.core.filters import Period
from csp.core.population import Populations
from csp.topics.profile import rules
from csp.topics.profile.rules import FlaggedCounts
from csp.topics.wards.rules import count_by_ward
from tests.unit.data.made_cases import (
    BEFORE,
    MEASURES_FILE,
    NOW,
    counted,
    measure,
    selected,
    some_cases,
)

HOME = "E07000116"


def basis(**changes):
    people = {(HOME, 2019): 118_724, (HOME, 2020): 118_939}
    return replace(
        Basis(
            home=HOME,
            districts=(HOME,),
            populations=Populations(people),
            years=(2020, 2019),
            comparable=True,
            whole_home=True,
            small_base=50,
            significance=0.05,
            vocabulary="recorded",
        ),
        **changes,
    )


# Parts.


def parts_of(code, source="sample"):
    vocabulary = MEASURES_FILE.sources[source].vocabulary
    return rules.list_parts(measure(code), MEASURES_FILE.offered(source), MEASURES_FILE, vocabulary)


def test_a_type_with_sub_types_has_them_as_its_parts():
    assert [p.code for p in parts_of("drug_offences")] == ["drug_trafficking", "drug_possession"]
    assert [p.code for p in parts_of("asb")] == [
        "asb_rowdy",
        "asb_personal",
        "asb_environmental",
        "asb_other",
    ]
    assert all(p.opens == p.code for p in parts_of("asb"))


def test_an_aggregate_has_the_offences_of_the_source_as_its_parts():
    assert len(parts_of("all_crime")) == 18
    assert len(parts_of("all_crime", "police")) == 13
    assert [p.label for p in parts_of("violent_crime")] == [
        "Violence against the person",
        "Sexual offences",
        "Robbery",
    ]
    assert {p.code: p.opens for p in parts_of("violent_crime")} == {
        "violence_against_the_person": "violence_against_the_person",
        "sexual_offences": "sexual_offences",
        "robbery": "robbery",
    }


def test_a_type_that_is_one_offence_has_no_parts():
    assert parts_of("shoplifting") == ()
    assert parts_of("asb", "police") == ()
    assert parts_of("drug_offences", "police") == ()


@pytest.mark.parametrize("source", ["sample", "police"])
def test_the_parts_of_every_type_share_out_its_offences(source):
    vocabulary = MEASURES_FILE.sources[source].vocabulary
    for crime_type in MEASURES_FILE.offered(source):
        parts = parts_of(crime_type.code, source)
        offences = [offence for part in parts for offence in part.offences]
        assert len(offences) == len(set(offences))
        assert not parts or set(offences) == set(crime_type.offences[vocabulary]), crime_type.code


def drug_rows(trafficking, possession):
    """Cases with these counts (2020, 2019)."""
    return [
        {
            "month": date(year, 5, 1),
            "ward_code": "W1",
            "offence": offence,
            "flag": None,
            "outcome": None,
            "n": n,
        }
        for offence, counts in (("drug_trafficking", trafficking), ("drug_possession", possession))
        for year, n in zip((2020, 2019), counts, strict=True)
    ]


def rows_of(code, rows, flag=None, listed=None, **changes):
    cases = selected(rows, code)
    flagged = FlaggedCounts(flag, cases.tally("offence", flag.code)) if flag else None
    counts = cases.tally("offence")
    return rules.build_part_rows(
        parts_of(code), counts, measure(code), basis(**changes), (1.0, 1.0), listed or {}, flagged
    )


def test_a_part_that_is_a_listed_type_has_its_verdict_and_another_is_judged_with_them_all():
    # 66 against 100 has a p of 0.009: clear by itself, and with one other that is not.
    rows = drug_rows((66, 100), (153, 126))
    _, alone = rows_of("drug_offences", rows)
    assert alone.change.is_real
    others = {f"other_{k}": Change(50, 50, p=0.9) for k in range(8)}
    _, among = rows_of("drug_offences", rows, listed=others)
    assert (among.change.p, among.change.is_real) == (alone.change.p, False)
    # It takes part itself: its own row is not counted twice.
    itself = {"drug_trafficking": alone.change, "drug_possession": Change(153, 126, p=0.9)}
    _, listed = rows_of("drug_offences", rows, listed=itself)
    (clear, _) = judge_changes([66, 153], [100, 126], basis().change_rules)
    assert listed.change == clear


def test_the_published_drug_offences_split_into_their_parts():
    possession, trafficking = rows_of("drug_offences", drug_rows((66, 80), (153, 126)))
    change = possession.change
    assert (possession.code, change.now, change.before, change.difference) == (
        "drug_possession",
        153,
        126,
        27,
    )
    assert change.pct == pytest.approx(21.43, abs=0.005)
    assert change.p == pytest.approx(0.1065, abs=5e-5)  # design/methods.md
    assert (trafficking.change.now, trafficking.change.before, trafficking.change.is_real) == (66, 80, False)


def test_parts_add_up_to_the_whole_for_every_type():
    rows = some_cases()
    for code in ("all_crime", "victim_based_crime", "asb", "drug_offences", "hate_crime"):
        parts = rows_of(code, rows)
        assert sum(row.change.now for row in parts) == counted(rows, code, NOW.each())
        assert sum(row.change.before for row in parts) == counted(rows, code, BEFORE.each())
        assert [row.change.now for row in parts] == sorted((row.change.now for row in parts), reverse=True)


def test_the_tagged_share_of_each_part_is_kept_apart():
    rows = some_cases()
    parts = {row.code: row for row in rows_of("asb", rows, MEASURES_FILE.flags["covid"])}
    for code in ("asb_rowdy", "asb_personal"):
        tagged = [row for row in rows if row["flag"] == "covid"]
        assert parts[code].flagged_now == counted(tagged, code, NOW.each())
        assert parts[code].flagged_before == counted(tagged, code, BEFORE.each())
        assert parts[code].flag_label == "COVID-tagged"


def test_without_a_comparison_parts_have_counts_alone():
    for row in rows_of("drug_offences", drug_rows((66, 80), (153, 126)), comparable=False):
        change = row.change
        assert (change.before, change.difference, change.pct, change.p, change.is_real) == (
            None,
            None,
            None,
            None,
            False,
        )


# Outcomes.


def test_outcomes_are_counted_most_frequent_first_and_those_without_any_last():
    rows = some_cases()
    outcomes = rules.count_outcomes(selected(rows, "shoplifting").tally("outcome"))
    for outcome in outcomes:
        word = None if outcome.label == rules.NO_OUTCOME_LABEL else outcome.label
        of_it = [row for row in rows if row["outcome"] == word]
        assert outcome.now == counted(of_it, "shoplifting", NOW.each())
        assert outcome.before == counted(of_it, "shoplifting", BEFORE.each())
    assert outcomes[-1].label == rules.NO_OUTCOME_LABEL
    assert all(a.now >= b.now for a, b in pairwise(outcomes[:-1]))


def test_a_district_without_a_case_has_no_outcomes():
    assert rules.count_outcomes(selected([]).tally("outcome")) == []


def test_a_source_that_gives_no_outcome_has_none():
    rows = [{**row, "outcome": None} for row in some_cases()]
    assert rules.count_outcomes(selected(rows, "shoplifting").tally("outcome")) == []


# Seasons and the trend.

THREE_YEARS = [date(year, month, 1) for year in (2018, 2019, 2020) for month in range(1, 13)]


def test_a_season_has_every_month_and_totals_of_the_years():
    rng = random.Random(5)
    counts = {month: rng.randint(20, 90) for month in THREE_YEARS}
    season = rules.build_season(counts, rules.SeasonRules(THREE_YEARS))
    assert season.years == (2018, 2019, 2020)
    for month, n in counts.items():
        assert season.counts[month.month - 1, season.years.index(month.year)] == n
    assert season.totals == tuple(sum(counts[m] for m in THREE_YEARS if m.year == y) for y in season.years)
    levels = {y: sum(counts[m] for m in THREE_YEARS if m.year == y) / 12 for y in season.years}
    for i in range(12):
        usual = sum(counts[date(y, i + 1, 1)] / levels[y] for y in season.years) / 3
        assert season.usual[i] == pytest.approx(usual)


def test_fewer_than_two_years_are_too_few_to_say_what_is_usual():
    counts = {month: 90 if month.month == 3 else 40 for month in THREE_YEARS}
    season = rules.build_season(counts, rules.SeasonRules(THREE_YEARS[:23]))
    assert (season.usual, season.p, season.complete) == (None, None, 23)
    two_years = rules.build_season(counts, rules.SeasonRules(THREE_YEARS[:24]))
    assert two_years.usual.index(max(two_years.usual)) == 2


def test_months_that_do_not_differ_have_no_season():
    rng = random.Random(8)
    counts = {month: rng.randint(30, 50) for month in THREE_YEARS}
    season = rules.build_season(counts, rules.SeasonRules(THREE_YEARS, dispersion=2.3))
    assert season.usual is None
    assert season.p > 0.05
    # As many a month as make no season, however they lie.
    few = {month: 9 if month.month == 3 else 0 for month in THREE_YEARS}
    assert rules.build_season(few, rules.SeasonRules(THREE_YEARS)).usual is None


def test_the_months_of_a_named_span_shape_no_season():
    counts = {month: 90 if month.month == 3 else 40 for month in THREE_YEARS}
    lockdown = [date(2020, 3, 1), date(2020, 4, 1)]
    seasons = [
        rules.build_season(
            counts | dict.fromkeys(lockdown, n), rules.SeasonRules(THREE_YEARS, exceptional=lockdown)
        )
        for n in (0, 500)
    ]
    assert seasons[0].usual == pytest.approx(seasons[1].usual)
    assert (seasons[0].complete, seasons[0].exceptional) == (34, 2)


def test_a_loaded_month_without_a_case_is_0_and_one_not_loaded_is_missing():
    loaded = [date(2020, 1, 1), date(2020, 2, 1)]
    season = rules.build_season({date(2020, 1, 1): 7}, rules.SeasonRules(loaded))
    assert [row[0] for row in season.presence] == ["counted", "counted", *["missing"] * 10]
    assert season.counts[:2, 0].tolist() == [7, 0]
    assert not season.is_complete(2020)


def test_an_incomplete_month_is_marked_and_shapes_no_season():
    levels = {month: 90 if month.month == 3 else 40 for month in THREE_YEARS}
    spoilt = [date(2019, 12, 1)]
    seasons = [
        rules.build_season(levels | dict.fromkeys(spoilt, n), rules.SeasonRules(THREE_YEARS, spoilt))
        for n in (4, 400)
    ]
    season = seasons[0]
    assert season.presence[11] == ("counted", "incomplete", "counted")
    assert not season.is_complete(2019)
    assert season.is_complete(2020)
    assert season.complete == 35
    assert season.usual == pytest.approx(seasons[1].usual)


def test_the_trend_is_36_months_or_starts_with_the_first_one_loaded():
    assert rules.find_trend_period(date(2020, 12, 1), THREE_YEARS) == Period(date(2018, 1, 1), 36)
    assert rules.find_trend_period(date(2020, 12, 1), THREE_YEARS[10:]) == Period(date(2018, 11, 1), 26)
    assert rules.find_trend_period(date(2020, 12, 1), []) == Period(date(2020, 12, 1), 1)


def test_a_trend_has_gaps_for_months_not_loaded():
    months = THREE_YEARS[:4]
    counts = {months[0]: 9, months[2]: 3}
    assert rules.build_series(counts, months, months[:3], [months[2]]) == ([9.0, 0.0, 3.0, None], [2])


# Wards, and the way round.


def wards_of(counts, **changes):
    names = {"W1": "One", "W2": "Two", "W3": "Three"}
    rows = [
        {"measure": "robbery", "ward_code": code, "now": now, "before": before}
        for code, (now, before) in counts.items()
    ]
    people = {(code, year): 5000 for code in names for year in (2019, 2020)} | {
        (HOME, 2019): 15_000,
        (HOME, 2020): 15_000,
    }
    home_basis = basis(populations=Populations(people), **changes)
    return count_by_ward(pd.DataFrame(rows), ["robbery"], names, home_basis, "Home")


def test_the_menu_of_types_is_a_ring():
    offered = MEASURES_FILE.offered("sample")
    codes = [m.code for m in offered]
    for i, code in enumerate(codes):
        previous, following = rules.find_types_beside(offered, code)
        assert previous.code == codes[i - 1]
        assert following.code == codes[(i + 1) % len(codes)]
    assert np.array_equal(sorted({rules.find_types_beside(offered, c)[1].code for c in codes}), sorted(codes))
