"""The workload of the agencies."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.pages.action_plan.screens import PLAN, title


@pytest.mark.usefixtures("recorded_alone")
def test_the_workload_of_each_agency_is_that_of_the_plan(visit):
    screen = visit("agencies", agency_tab="Every agency")
    named_in = [[a.strip() for a in row["agencies"].split(";")] for row in PLAN]
    every, leads = Counter(a for names in named_in for a in names), Counter(names[0] for names in named_in)
    shown = {agency: (int(cells[1]), int(cells[2])) for agency, cells in screen.texts("agencies").items()}
    assert shown == {agency: (n, leads[agency]) for agency, n in every.items()}
    busiest, most = every.most_common(1)[0]
    assert f"{busiest} has most to do: {most} unfinished actions of 57" in title(screen)


def test_the_list_of_an_agency_has_its_actions_the_led_ones_first(visit):
    rows = visit("agencies", list_of="Look Ahead").texts("agency_list")
    led = [row["id"] for row in PLAN if row["agencies"].split(";")[0].strip() == "Look Ahead"]
    assert list(rows)[: len(led)] == led
    assert [cells[2] for cells in rows.values()][: len(led) + 1] == ["Lead"] * len(led) + ["With DA Forum"]
