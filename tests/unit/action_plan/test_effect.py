"""Did an action work: the weighted displacement difference of a plan's action, on counts made by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from math import sqrt

import pytest

from csp.core.filters import Period
from csp.core.harm import HarmWeights
from csp.core.scope import Scope
from csp.statistics.displacement import Effect
from csp.topics.action_plan.findings import effect as findings
from csp.topics.action_plan.rules.effect import (
    Places,
    Sides,
    choose_places,
    choose_sides,
    measure_action,
    propose_place,
    sum_months,
    weigh_effect,
)
from csp.topics.action_plan.tables.effect import build_effect_table

BEFORE, AFTER = Period(date(2019, 1, 1), 2).each(), Period(date(2020, 1, 1), 2).each()
SIDES = Sides(BEFORE, AFTER)
NAMES = {"t": "Park", "c": "Culverden", "d": "Broadwater", "e": "Sherwood"}


def counts_of(**places):
    """Counts by place, each (before, after), spread over the two months of each side."""
    return {
        place: {BEFORE[0]: before - 1, BEFORE[1]: 1, AFTER[0]: after - 1, AFTER[1]: 1}
        for place, (before, after) in places.items()
    }


def measure(places=None, sides=SIDES, phi=1.0, **counts):
    return measure_action(counts_of(**counts), places or Places("t", "c"), sides, phi)


def test_the_published_check_values_come_out():
    effect = measure(t=(20, 10), c=(20, 20)).effect
    assert (effect.estimate, effect.error) == (-10, pytest.approx(8.3666, abs=1e-4))
    assert effect.limits(0.9) == (pytest.approx(-23.76, abs=0.01), pytest.approx(3.76, abs=0.01))


def test_the_published_check_values_with_displacement_come_out():
    places = Places("t", "c", ("d",), ("e",))
    effect = measure(places, t=(207, 110), c=(308, 318), d=(178, 157), e=(150, 140)).effect
    assert (effect.estimate, effect.error) == (-118, pytest.approx(39.598, abs=1e-3))
    assert [round(limit) for limit in effect.limits()] == [-196, -40]


def test_phi_widens_the_limits_and_with_them_what_could_be_seen():
    narrow, wide = (measure(t=(300, 200), c=(300, 290), phi=phi) for phi in (1.0, 4.0))
    assert narrow.effect.is_clear
    assert not wide.effect.is_clear
    assert wide.smallest == pytest.approx(2 * narrow.smallest)
    assert narrow.smallest == pytest.approx(1.959964 * sqrt(300 + 200 + 300 + 290), abs=1e-3)
    assert wide.smallest_pct == pytest.approx(100 * wide.smallest / 300)


def test_before_the_start_only_what_could_be_seen_is_said():
    planned = measure(sides=Sides(BEFORE), t=(300, 0), c=(280, 0), phi=2.0)
    assert planned.effect is None
    assert planned.smallest == pytest.approx(1.959964 * sqrt(2.0 * 2 * (300 + 280)), abs=1e-3)


def test_the_months_around_a_start_are_compared_where_both_sides_are_there():
    scope = Scope(AFTER, BEFORE, (), (), (), ())
    assert choose_sides(scope, ()) == SIDES
    alone = Scope(AFTER, (), (), BEFORE, (), ())
    assert choose_sides(alone, AFTER) == choose_sides(None, AFTER) == Sides(AFTER)


def test_the_nearest_in_level_is_proposed_by_ratio():
    assert propose_place({"a": 50, "b": 190, "c": 0}, 100, ["a", "b", "c"]) == "b"
    assert propose_place({"a": 50, "b": 200}, 100, ["b", "a"]) == "b"
    assert propose_place({"a": 0}, 100, ["a"]) == ""


LEVELS = {"t": 100, "near": 60, "like": 101, "far": 900, "d": 40, "e": 45}


@pytest.mark.parametrize(
    ("picked", "moved", "expected"),
    [
        ("", (), Places("t", "near")),  # a neighbour goes before the like one that is none
        ("like", (), Places("t", "like")),
        ("gone", (), Places("t", "near")),
        ("d", ("d",), Places("t", "near", ("d",), ("e",))),  # a place serves once
        ("", ("near",), Places("t", "far", ("near",), ("e",))),
    ],
)
def test_the_comparison_is_the_one_picked_else_a_proposal(picked, moved, expected):
    offered = ("near", "like", "far", "d", "e")
    assert choose_places(LEVELS, "t", offered, ("near", "far"), picked, moved) == expected


def test_without_a_place_that_records_any_there_is_no_comparison():
    assert choose_places({"t": 5}, "t", ("a", "b"), ("a",)) is None


def test_a_month_without_a_row_counts_as_none():
    assert sum_months({"t": {BEFORE[0]: 3}}, ("t", "c"), BEFORE) == 3


def test_the_sentences_of_a_clear_effect():
    answer = measure(t=(308, 107), c=(318, 310))
    headline = findings.write_headline(answer, "Shoplifting", NAMES)
    assert headline == (
        "Shoplifting: a clear effect; 193 fewer than if it had gone as in Culverden "
        "(95% limits: 256 to 130 fewer)."
    )
    assert findings.describe_smallest(answer) == ""
    assert findings.describe_places(answer, NAMES, proposed=True) == (
        "Park beside Culverden, proposed because it was the nearest in level; "
        "Jan to Feb 2020 after Jan to Feb 2019."
    )


def test_the_sentences_where_no_effect_is_clear_say_what_could_have_been_seen():
    answer = measure(t=(100, 95), c=(100, 98))
    assert findings.write_headline(answer, "Robbery", NAMES) == (
        "Robbery: no clear effect; 3 fewer than if it had gone as in Culverden "
        "(95% limits: 42 fewer to 36 more)."
    )
    assert findings.describe_smallest(answer) == (
        "The smallest effect that could have been seen is 39 (39% of 100)."
    )


def test_a_limit_that_is_nearly_none_is_said_as_0():
    # 20 fewer, with a standard error of the root of 42 + 22 + 20 + 20.
    assert findings.write_headline(measure(t=(42, 22), c=(20, 20)), "Robbery", NAMES) == (
        "Robbery: a clear effect; 20 fewer than if it had gone as in Culverden (95% limits: 40 fewer to 0)."
    )


def test_a_planned_action_says_why_and_what_could_be_seen():
    planned = measure(sides=Sides(BEFORE), t=(300, 0), c=(280, 0))
    assert findings.write_headline(planned, "Robbery", NAMES) == (
        "Robbery: in 2 months an effect of 67 (22% of 300) or more could be seen, beside Culverden."
    )
    assert "no start" in findings.explain_planned(None, BEFORE[0])
    assert findings.explain_planned(date(2021, 4, 1), BEFORE[0]).startswith("The action starts on 1 Apr 2021")


def test_another_level_is_said():
    other = measure(t=(100, 90), c=(151, 140))
    assert not other.is_like_level
    assert findings.describe_level(other, NAMES).startswith("Culverden recorded 151 where Park recorded 100")
    assert findings.describe_level(measure(t=(100, 90), c=(150, 140)), NAMES) == ""


def test_few_counts_are_not_judged():
    few = measure(t=(4, 4), c=(50, 40))
    assert few.too_few
    assert findings.write_headline(few, "Robbery", NAMES).endswith(
        "too few recorded to say whether the action works."
    )
    assert not measure(t=(40, 4), c=(50, 40)).too_few


def test_the_table_has_a_row_for_each_place_and_both_sides():
    places = Places("t", "c", ("d",), ("e",))
    table = build_effect_table(measure(places, t=(40, 30), c=(50, 60), d=(20, 20), e=(9, 8)), NAMES)
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["Park", "Where the action works", "40", "30", "▼ 10", "−25.0%"],
        ["Culverden", "Compared with", "50", "60", "▲ 10", "+20.0%"],
        ["Broadwater", "Where crime may have moved to", "20", "20", "0", "0.0%"],
        ["Sherwood", "Compared with that", "9", "8", "▼ 1", "−11.1%"],
    ]
    planned = build_effect_table(measure(sides=Sides(BEFORE), t=(40, 30), c=(50, 60)), NAMES)
    assert [len(row.cells) for row in planned.rows] == [len(planned.columns)] * 2 == [3, 3]


def test_harm_weighs_the_effect_of_each_offence():
    answer = measure(t=(30, 18), c=(30, 29), phi=2.0)
    before = {("t", "rape"): 10, ("t", "theft"): 20, ("c", "rape"): 10, ("c", "theft"): 20}
    after = {("t", "rape"): 6, ("t", "theft"): 12, ("c", "rape"): 11, ("c", "theft"): 18}
    effect = weigh_effect(before, after, answer, {"rape": 1000.0, "theft": 2.0})
    assert effect.estimate == 1000 * (-4 - 1) + 2 * (-8 + 2)
    variance = 1000**2 * 2 * (10 + 6 + 10 + 11) + 2**2 * 2 * (20 + 12 + 20 + 18)
    assert effect.error == pytest.approx(sqrt(variance))
    assert weigh_effect(before, after, answer, {}) is None


WEIGHTS = HarmWeights("derived from the Cambridge Crime Harm Index", "median", {})


def test_the_effect_by_harm_says_what_it_is_weighted_by():
    answer = measure(t=(100, 95), c=(100, 98))
    assert findings.describe_harm(Effect(-1240, 900), answer, WEIGHTS) == (
        "By harm, in days of prison: no clear effect; 1,240 fewer (95% limits: 3,004 fewer to 524 more), "
        "derived from the Cambridge Crime Harm Index, median."
    )
    average = findings.describe_harm(Effect(-1240, 900), answer, replace(WEIGHTS, statistic="mean"))
    assert average.endswith("derived from the Cambridge Crime Harm Index, average.")
    assert findings.describe_harm(None, answer, WEIGHTS) == "By harm: this crime type has no score."
    planned = measure(sides=Sides(BEFORE), t=(300, 0), c=(280, 0))
    assert findings.describe_harm(None, planned, WEIGHTS) == "Harm is weighed once the action has started."
