"""Which action comes next for whoever goes through a board, and what its panel says of one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from csp.topics.action_plan.findings import panel
from csp.topics.action_plan.rules.turns import awaits_update, find_turn
from csp.topics.action_plan.store.entry_records import Held, Milestone
from csp.topics.action_plan.store.records import SIMULATED
from csp.topics.action_plan.store.status import Status
from tests.unit.action_plan.test_rules import T0, Q, action, listing, update

REPORTED, LACKING = {"status": Status.ON_TRACK}, {"no_update": True}
# lack their update.
FIVE = listing(*(action(n, **(LACKING if n in (2, 4) else REPORTED)) for n in range(1, 6)))
ORDER = [each.ref for each in FIVE.actions]


def simulated(number, status):
    latest = update(number, 2, T0, status)._replace(id=f"{SIMULATED}{number}")
    return action(number)._replace(latest=latest)


@pytest.mark.parametrize(
    ("ref", "previous", "following", "to_report"),
    [
        ("A-1", "", "A-2", "A-2"),
        ("A-2", "A-1", "A-3", "A-4"),
        ("A-3", "A-2", "A-4", "A-4"),
        ("A-4", "A-3", "A-5", "A-2"),
        ("A-5", "A-4", "", "A-2"),
    ],
)
def test_the_next_to_report_is_the_next_that_lacks_its_update_and_then_the_first(
    ref, previous, following, to_report
):
    turn = find_turn(FIVE, ref, ORDER)
    assert (turn.previous, turn.following, turn.to_report) == (previous, following, to_report)
    assert (turn.at, turn.total) == (ORDER.index(ref) + 1, 5)


def test_the_order_is_that_of_the_board():
    turn = find_turn(FIVE, "A-3", ["A-4", "A-3", "A-2"])
    assert (turn.previous, turn.following, turn.to_report) == ("A-4", "A-2", "A-2")


def test_what_has_left_the_board_has_the_turn_of_its_place():
    turn = find_turn(FIVE, "A-3", ["A-1", "A-2", "A-4"])
    assert (turn.at, turn.previous, turn.following, turn.to_report) == (0, "A-2", "A-4", "A-4")
    assert panel.describe_turn(turn) == "not among the cards shown, 2 to do"


def test_where_none_lacks_an_update_nothing_is_next_to_report():
    turn = find_turn(listing(action(1, Status.ON_TRACK), action(2, Status.COMPLETE)), "A-1", ["A-1", "A-2"])
    assert (turn.to_report, turn.lacking, turn.following) == ("", 0, "A-2")
    assert panel.describe_turn(turn) == "1 of 2"


def test_a_board_without_cards_leads_nowhere():
    turn = find_turn(FIVE, "A-3", [])
    assert (turn.previous, turn.following, turn.to_report, turn.total) == ("", "", "", 0)


def test_a_simulated_update_is_none_but_what_is_finished_needs_none():
    assert awaits_update(simulated(1, Status.ON_TRACK))
    assert not awaits_update(simulated(1, Status.COMPLETE))
    assert not awaits_update(action(1, Status.ON_TRACK))


def test_the_latest_update_is_told_with_its_note_its_numbers_and_its_author():
    latest = update(1, 2, T0, Status.AT_RISK)._replace(note="Staff left")
    assert (
        panel.describe_latest(latest, "Measure: 4")
        == "▲ At risk in Q2 2021/22 (Jul to Sep): Staff left. Measure: 4. (A, 1 Aug 2021)"
    )
    assert panel.describe_latest(None, "") == "Nothing reported yet."
    assert "(A" not in panel.describe_latest(latest._replace(id=f"{SIMULATED}1"), "")


def test_the_duty_names_the_lead_the_partners_and_the_day():
    late = action(1, due_date=date(2021, 9, 30), overdue=True)
    assert panel.describe_duty(late) == "Lead, with Other. Due: 30 Sep 2021, overdue."
    assert panel.describe_duty(action(1, agencies=())) == "No agency named. No due date."
    assert panel.describe_duty(action(1, agencies=("One",), due="Ongoing")) == "One. Due: Ongoing."


def test_the_next_milestones_are_those_not_reached_the_earliest_first():
    def hold(text, due=None, done_on=None):
        return Held(1, 1, text, 1, Milestone(text, due, done_on), False, "A", T0)

    held = [
        hold("leaflets"),
        hold("venue", date(2022, 1, 3)),
        hold("staff", done_on=date(2021, 5, 1)),
        hold("opening", date(2022, 2, 1)),
    ]
    assert panel.describe_milestones(held) == "Next: venue by 3 Jan 2022; opening by 1 Feb 2022; 1 more."
    assert panel.describe_milestones(held[2:3]) == ""


def test_when_all_have_their_update_it_is_said_of_what_was_counted():
    assert panel.write_all_reported(57, True, Q[3]) == "All 57 have their update for Q3 2021/22."
    assert panel.write_all_reported(12, False, Q[3]) == "All 12 shown have their update for Q3 2021/22."
    assert panel.write_all_reported(1, False, Q[3]) == "It has its update for Q3 2021/22."


def test_a_plan_of_retired_actions_alone_has_no_turns():
    assert find_turn(replace(FIVE, actions=()), "A-1", ORDER).total == 0
