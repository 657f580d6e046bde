"""What hot spots, luck and schemes come to in words and tables."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from csp.statistics.displacement import BeforeAfter, measure_effect
from csp.statistics.regression_to_mean import SitePrior, judge_before_after
from csp.topics.road_safety.findings import hot_spots as words
from csp.topics.road_safety.findings import schemes as scheme_words
from csp.topics.road_safety.rules.cluster_rules import ClusterRule, make_own_rule
from csp.topics.road_safety.rules.hot_spots import HotSpot
from csp.topics.road_safety.rules.luck import Luck
from csp.topics.road_safety.rules.periods import Period
from csp.topics.road_safety.rules.schemes import Place, PlaceCounts, Scheme, SchemeEffect, SchemeSides
from csp.topics.road_safety.tables.hot_spots import build_hot_spot_table, build_scheme_table

RULE = ClusterRule("a", "4 in 3 years within 50 m", 4, 3, 50, 50, source="Somebody, 2020")
SPOT = HotSpot(1, 0.26, 51.13, 50, 9, (2, 3, 4), 0, 2, 3, 20.2, "A26", "W1", ("a", "b"))
LUCK = Luck(found=2, expected=6.4, usual=9, p=0.01, fullest=6, draws=100)
YEARS = Period(date(2017, 7, 1), date(2020, 6, 30))


def test_hot_spots_beside_luck():
    spots = [SPOT, replace(SPOT, rank=2, collisions=4, road="", score=3.0)]
    assert words.write_headline(spots, RULE, LUCK, YEARS, "Dover") == (
        "Dover: 2 hot spots by the rule 4 in 3 years within 50 m, Jul 2017 to Jun 2020, clearly more than by "
        "luck (about 6)."
    )
    assert words.write_headline(spots, RULE, replace(LUCK, p=0.4), YEARS, "Dover").endswith(
        ", not clearly more than by luck (about 6, up to 9)."
    )
    none = words.write_headline([], RULE, LUCK, YEARS, "Dover")
    assert none.endswith("Jul 2017 to Jun 2020; about 6 by luck.")
    assert words.describe_fullest(spots, LUCK) == (
        "One has more than the 6 collisions that luck reaches at one place."
    )
    assert words.describe_fullest(spots[1:], LUCK).startswith("None have more")
    assert words.name_spot(spots[1], {"W1": "Park"}) == "unnumbered road, Park"
    assert words.describe_source(RULE) == "Rule of Somebody, 2020."
    assert words.describe_source(make_own_rule(4, 3, 50)) == "A rule of your own."


def test_the_table_of_hot_spots():
    table = build_hot_spot_table([SPOT], RULE, LUCK, {"W1": "Park"}, ("2017/18", "2018/19", "2019/20"))
    assert [column.label for column in table.columns][1:5] == ["Collisions", "2017/18", "2018/19", "2019/20"]
    assert [cell.text for cell in table.rows[0].cells] == [
        *("1. A26, Park", "9", "2", "3", "4", "2", "3", "20.2", "● yes"),
    ]
    unscored = build_hot_spot_table([replace(SPOT, score=None)], RULE, LUCK, {}, ("a", "b", "c"))
    assert "Score" not in [column.label for column in unscored.columns]


def make_effect(before: int, after: int) -> SchemeEffect:
    site, beside = PlaceCounts(before, after), PlaceCounts(8, 7)
    prior = SitePrior(2.0, 4.0, 50)
    return SchemeEffect(
        Scheme("20 mph", Place(0.26, 51.13), 50, date(2018, 7, 1)),
        SchemeSides(Period(date(2016, 7, 1), date(2018, 6, 30)), Period(date(2018, 7, 1), date(2020, 6, 30))),
        Place(0.3, 51.1),
        (site, beside),
        1.0,
        measure_effect(BeforeAfter(before, after), BeforeAfter(8, 7)),
        11.1,
        prior,
        judge_before_after(prior, before, after),
    )


def test_a_scheme_beside_what_would_have_come_anyway():
    effect = make_effect(8, 2)
    assert scheme_words.write_headline(effect) == (
        "20 mph: 2 collisions after 8; no clear effect, 5.0 fewer than if it had gone as at a like site "
        "(95% limits: 14.8 fewer to 4.8 more)."
    )
    assert scheme_words.describe_regression(effect) == (
        "Anyway, 5.0 were to be expected after 8 (like sites have 2.0): of the fall of 6, 3.0 would have "
        "come by itself; 2 is 3.0 fewer than expected, no clear change."
    )
    assert scheme_words.describe_regression(make_effect(8, 6)).endswith(
        ": the whole fall of 2 would have come by itself; 6 is 1.0 more than expected, no clear change."
    )
    assert scheme_words.describe_smallest(effect) == (
        "The smallest effect that could have been seen is 11.1 collisions, more than there were: here not "
        "even a fall to none would show."
    )
    assert (
        scheme_words.describe_periods(effect) == "1 Jul 2018 to 30 Jun 2020 after 1 Jul 2016 to 30 Jun 2018"
    )


def test_a_rise_and_a_scheme_without_a_comparison():
    assert scheme_words.describe_regression(make_effect(8, 12)) == (
        "Anyway, 5.0 were to be expected after 8 (like sites have 2.0); 12 is 7.0 more than expected, a "
        "clear change."
    )
    alone = replace(make_effect(3, 1), effect=None, smallest=None, comparison=None, regression=None)
    assert scheme_words.write_headline(alone) == "20 mph: 1 collision after 3; no comparison."
    assert scheme_words.describe_regression(alone) == scheme_words.NO_PRIOR
    assert scheme_words.describe_smallest(alone) == ""
    assert scheme_words.describe_level(alone) == ""
    assert build_scheme_table(alone).rows[0].cells[4].text == "–"


def test_a_comparison_that_is_not_of_like_level_is_named():
    assert scheme_words.describe_level(make_effect(8, 2)) == ""
    assert scheme_words.describe_level(make_effect(3, 2)) == (
        "The site compared with had 8 before, the scheme 3: not a like level, so part of what moves both "
        "alike counts as effect."
    )


def test_the_table_of_a_scheme():
    table = build_scheme_table(make_effect(8, 2))
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["The scheme", "8", "2", "−6", "5.0"],
        ["A like site", "8", "7", "−1", "–"],
    ]
