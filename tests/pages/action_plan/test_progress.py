"""What the page of an action shows of its progress."""

from __future__ import annotations

from datetime import date

from csp.topics.action_plan.store import actions
from tests.pages import recount
from tests.pages.action_plan.screens import action, actions_draft, report

CRIME = "Its crime type"


def test_before_and_after_are_those_of_the_sample_and_no_cause_is_claimed(visit, board):
    record = action(board, "DA-01")
    draft = actions_draft(record, started=date(2020, 1, 1))
    actions.edit_action(board, record.id, draft, expected_version=record.version, who="A. Chair")
    screen = visit("action", action="DA-01", action_tab=CRIME)
    population = {
        row["year"]: int(row["population"])
        for row in recount.reference("population.csv")
        if row["area_code"] == recount.HOME
    }
    after, before = (recount.count("domestic_abuse", recount.year(y)) for y in (2020, 2019))
    # 2,252 against 2,164 (published): the published note puts p at 0.165.
    rates = f"{1000 * after / population['2020']:.2f} per 1,000 in Jan to Dec 2020 against "
    assert rates + f"{1000 * before / population['2019']:.2f} in Jan to Dec 2019" in screen.text
    assert "no clear change. An association, not a cause" in screen.text
    title = screen.words(len(screen.charts()) - 1)["title"]
    assert "no clear change since the start" in title


def test_an_action_that_started_after_the_last_month_loaded_says_so(visit):
    screen = visit("action", action_tab=CRIME)
    assert "started on 1 Apr 2021, and the last month loaded is Dec 2020" in screen.text


def test_an_action_on_road_casualties_says_that_none_are_loaded(visit):
    screen = visit("action", action="RS-01", action_tab=CRIME)
    assert screen.says("Road casualties are not among the crime types loaded")


def test_measure_values_are_drawn_with_their_baseline_and_target(visit, board):
    record = action(board, "DA-01")
    draft = actions_draft(record, baseline=10, target=50)
    actions.edit_action(board, record.id, draft, expected_version=record.version, who="A. Chair")
    report(board, "DA-01", quarter="2021 Q3", measure_value=20)
    report(board, "DA-01", quarter="2021 Q4", measure_value=45)
    title = visit("action", action="DA-01", action_tab="Its measure").words(0)["title"]
    assert title == "DA-01: 45 in Q3 2021/22 (Oct to Dec), 5 below its target of 50"
