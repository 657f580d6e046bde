"""The charts of an action: another action is other data, and never another specification."""

from __future__ import annotations

from datetime import date

import pytest

from csp.core.change import Change
from csp.core.filters import Period
from csp.shell.chart import Words
from csp.topics.action_plan import charts
from csp.topics.action_plan.rules.linked_crime import BeforeAfter
from csp.topics.action_plan.store.status import Quarter

MONTHS = Period(date(2018, 1, 1), 36).each()
ONE, OTHER = Words("One", "Recorded", "A source"), Words("Another", "Rate", "Another source")


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_an_action_without_values_has_the_specification_of_one_with_them(mode):
    values = [(Quarter(date(2020, month, 1), 4), float(month)) for month in (1, 4, 7)]
    full = charts.build_value_chart(values, 2.0, 12.0, ONE, mode)
    empty = charts.build_value_chart([], None, None, OTHER, mode)
    assert full.specification is empty.specification
    assert full.data["settings"] == [{"least": 0.0, "most": 12.0}]
    assert empty.data == {"values": [], "levels": [], "settings": [{"least": 0.0, "most": 1.0}]}


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_a_series_without_a_start_has_the_specification_of_one_with_a_comparison(mode):
    counts = [float(i) for i in range(36)]
    sides = BeforeAfter(
        120, 100, tuple(MONTHS[24:30]), tuple(MONTHS[12:18]), 1.2, 1.0, Change(120, 100), False
    )
    full = charts.build_series_chart(MONTHS, counts, [3], date(2021, 4, 1), sides, ONE, mode)
    bare = charts.build_series_chart(MONTHS, [None] * 36, [], None, None, OTHER, mode)
    assert full.specification is bare.specification
    assert len(full.data["sides"]) == 2
    (settings,) = full.data["settings"]
    assert (settings["first"].date(), settings["last"].date()) == (date(2018, 1, 1), date(2021, 4, 1))
    assert settings["top"] == 35.0
    assert bare.data["months"] == bare.data["sides"] == bare.data["starts"] == []
