"""The charts of an action: another action is other data, and never another specification."""

from __future__ import annotations

from datetime import date

import pytest

from csp.core.change import Change
from csp.core.filters import Period
from csp.shell.chart import Words
from csp.topics.action_plan import charts
from csp.topics.action_plan.rules.linked_crime import BeforeAfter
from csp.topics.action_plan.rules.measures import MeasurePoint, judge_value
from csp.topics.action_plan.store.entry_records import Measure
from csp.topics.action_plan.store.status import Quarter

MONTHS = Period(date(2018, 1, 1), 36).each()
ONE, OTHER = Words("One", "Recorded", "A source"), Words("Another", "Rate", "Another source")


def list_points(measure, *numbers):
    first = Quarter(date(2020, 1, 1), 4)
    return [
        MeasurePoint(first.shift(at), number, judge_value(measure, number), "0")
        for at, number in enumerate(numbers)
    ]


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_an_action_without_values_has_the_specification_of_one_with_them(mode):
    measure = Measure("Calls", "calls", "at least", 12.0, "", 2.0)
    full = charts.build_value_chart(list_points(measure, 1.0, 4.0, 7.0), measure, ONE, mode)
    empty = charts.build_value_chart([], Measure("Other"), OTHER, mode)
    assert full.specification is empty.specification
    assert full.data["settings"] == [{"least": 0.0, "most": 12.0}]
    assert empty.data == {"values": [], "levels": [], "settings": [{"least": 0.0, "most": 1.0}]}


@pytest.mark.parametrize("sense", ["at least", "at most"])
def test_each_quarter_says_hit_or_miss_by_shape_and_in_words(sense):
    target, numbers = 40.0, (39.0, 40.0, 41.0)
    measure = Measure("Calls", "calls", sense, target)
    chart = charts.build_value_chart(list_points(measure, *numbers), measure, ONE, "light")
    hits = [n >= target if sense == "at least" else n <= target for n in numbers]
    marks = ["✔ met" if hit else "✕ missed" for hit in hits]
    labels = [f"{n:g} {mark}" for n, mark in zip(numbers, marks, strict=True)]
    assert [row["label"] for row in chart.data["values"]] == labels
    assert [row["verdict"] == "hit" for row in chart.data["values"]] == hits
    (level,) = chart.data["levels"]
    assert (level["value"], level["label"]) == (target, f"Target {sense} 40")


def test_of_many_quarters_the_last_are_shown_and_hit_or_miss_by_its_shape_alone():
    measure = Measure("Calls", "", "at least", 5.0)
    chart = charts.build_value_chart(list_points(measure, *map(float, range(12))), measure, ONE, "light")
    expected = [f"{n} {'✔' if n >= 5 else '✕'}" for n in range(4, 12)]
    assert [row["label"] for row in chart.data["values"]] == expected


def test_without_a_target_nothing_is_hit_or_missed():
    measure = Measure("Calls")
    chart = charts.build_value_chart(list_points(measure, 3.0), measure, ONE, "light")
    assert [(row["label"], row["verdict"], row["said"]) for row in chart.data["values"]] == [("3", "", "3")]
    assert chart.data["levels"] == []


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_a_series_without_a_start_has_the_specification_of_one_with_a_comparison(mode):
    counts = [float(i) for i in range(36)]
    sides = BeforeAfter(120, 100, tuple(MONTHS[24:30]), tuple(MONTHS[12:18]), 1.2, 1.0, Change(120, 100))
    full = charts.build_series_chart(MONTHS, counts, [3], date(2021, 4, 1), sides, ONE, mode)
    bare = charts.build_series_chart(MONTHS, [None] * 36, [], None, None, OTHER, mode)
    assert full.specification is bare.specification
    assert len(full.data["sides"]) == 2
    (settings,) = full.data["settings"]
    assert (settings["first"].date(), settings["last"].date()) == (date(2018, 1, 1), date(2021, 4, 1))
    assert settings["top"] == 35.0
    assert bare.data["months"] == bare.data["sides"] == bare.data["starts"] == []
