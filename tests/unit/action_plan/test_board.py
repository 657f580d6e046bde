"""Which cards the board shows, what they say, and the counts above them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from csp.topics.action_plan.rules import selection
from csp.topics.action_plan.rules.deadlines import find_next_deadline, is_due_soon
from csp.topics.action_plan.rules.selection import (
    Knowledge,
    Selection,
    count_conditions,
    pick_in_condition,
    pick_selected,
)
from csp.topics.action_plan.store.agency_records import Agency, AgencyDraft, Directory
from csp.topics.action_plan.store.entry_records import ActionDetails, Coverage, Held, Milestone, Schedule
from csp.topics.action_plan.store.status import Status
from csp.topics.action_plan.tables.board import MANY, MOST_PER_CELL, build_cards
from csp.topics.action_plan.tables.count_strip import build_count_strip
from tests.unit.action_plan.test_rules import T0, action, listing

TODAY = date(2021, 12, 1)
TEAM = AgencyDraft("Team", "Community Safety Team", "council", ("CST", "Safety Officer"))
DIRECTORY = Directory((Agency("k", 1, TEAM, False, None, "A", T0),))


def milestone(due, done_on=None):
    return Held(1, 1, "m", 1, Milestone("Leaflets printed", due, done_on), False, "A", T0)


def know(details=None, **changed):
    return Knowledge(TODAY, {1: details} if details else {}, DIRECTORY, **changed)


@pytest.mark.parametrize(
    ("filters", "met"),
    [
        (Selection(), True),
        (Selection(priority=2), False),
        (Selection(agency="Other"), True),
        (Selection(agency="Oth"), False),
        (Selection(statuses=frozenset({Status.AT_RISK})), True),
        (Selection(statuses=frozenset({Status.COMPLETE})), False),
        (Selection(crime_types=frozenset({"asb", "robbery"})), True),
        (Selection(crime_types=frozenset({"drug_offences"})), True),
        (Selection(crime_types=frozenset({"burglary"})), False),
        (Selection(ward="W1"), True),
        (Selection(ward="W2"), False),
    ],
)
def test_every_filter_has_to_be_met(filters, met):
    details = ActionDetails(coverage=Coverage(wards=("W1",), crime_types=("drug_offences",)))
    one = action(1, Status.AT_RISK, linked_measure="asb")
    assert pick_selected([one], filters, know(details)) == ([one] if met else [])


def test_the_names_of_an_agency_count_together():
    first, second, other = (
        action(n, agencies=(name,)) for n, name in enumerate(("CST", "Safety Officer", "X"))
    )
    assert pick_selected([first, second, other], Selection(agency="Team"), know()) == [first, second]


def test_words_that_were_found_nowhere_show_nothing_and_none_show_all():
    actions = [action(1), action(2)]
    assert pick_selected(actions, Selection(), know(found=frozenset())) == []
    assert pick_selected(actions, Selection(), know(found=frozenset({2}))) == actions[1:]
    assert pick_selected(actions, Selection(), know()) == actions


def test_each_condition_counts_what_it_shows():
    actions = [
        action(1, overdue=True),
        action(2, no_update=True),
        action(3, due_date=TODAY + timedelta(30)),
        action(4, Status.COMPLETE),
        action(5, due_date=TODAY + timedelta(31)),
    ]
    knowledge = know(changed=frozenset({4, 5}))
    counts = count_conditions(actions, knowledge)
    expected = {
        selection.OVERDUE: [1],
        selection.NO_UPDATE: [2],
        selection.DUE_SOON: [3],
        selection.CHANGED: [4, 5],
        selection.OPEN: [1, 2, 3, 5],
    }
    for only, ids in expected.items():
        assert [each.id for each in pick_in_condition(actions, only, knowledge)] == ids
        assert counts[only] == len(ids)
    assert pick_in_condition(actions, "", knowledge) == actions


@pytest.mark.parametrize(
    ("details", "due", "expected"),
    [
        (ActionDetails(), None, None),
        (ActionDetails(), date(2021, 11, 30), None),
        (ActionDetails(), TODAY, ("due", TODAY)),
        (
            ActionDetails(schedule=Schedule(date(2021, 12, 5))),
            date(2021, 12, 24),
            ("review", date(2021, 12, 5)),
        ),
        (ActionDetails(milestones=(milestone(date(2021, 12, 9)),)), None, ("milestone", date(2021, 12, 9))),
        (ActionDetails(milestones=(milestone(date(2021, 12, 9), done_on=TODAY),)), None, None),
        (ActionDetails(milestones=(milestone(None),)), None, None),
    ],
)
def test_what_is_due_next_is_the_first_day_that_people_have_set(details, due, expected):
    found = find_next_deadline(action(1, due_date=due), details, TODAY)
    assert (found and (found.what, found.day)) == expected


def test_nothing_is_due_of_a_finished_action():
    assert not is_due_soon(action(1, Status.STOPPED, due_date=TODAY), ActionDetails(), TODAY)


def build(actions, group="Ungrouped", knowledge=None, **changed):
    return build_cards(listing(*actions), actions, group, knowledge or know(), **changed)


def test_a_very_full_board_shows_the_first_cards_of_each_column_and_counts_the_rest():
    (lane,) = build([action(number) for number in range(501)])["lanes"]
    assert lane["counts"] == {"not started": 501}
    assert [card["ref"] for card in lane["cells"]["not started"]] == [f"A-{n}" for n in range(MOST_PER_CELL)]


def test_a_very_full_board_of_many_lanes_stays_a_board():
    lanes = build([action(n, agencies=(f"Agency {n % 90}",)) for n in range(900)], "By agency")["lanes"]
    assert len(lanes) == 90
    assert sum(len(cards) for lane in lanes for cards in lane["cells"].values()) <= MANY
    assert all(lane["counts"] == {"not started": 10} for lane in lanes)


@pytest.mark.parametrize("group", ["Ungrouped", "By priority", "By agency"])
def test_every_column_is_there_however_few_the_cards(group):
    for actions in ([], [action(1)], [action(2, Status.STOPPED)]):
        board = build(actions, group)
        assert [column["word"] for column in board["statuses"]] == [
            *("Not started", "On track", "At risk", "Off track", "Complete", "Stopped")
        ]
        assert len(board["lanes"]) == 1


def test_names_of_one_agency_are_one_lane_and_a_card_says_the_agency_once():
    lanes = build(
        [action(1, agencies=("CST", "Safety Officer")), action(2, agencies=("Safety Officer",))], "By agency"
    )
    (lane,) = lanes["lanes"]
    assert lane["title"] == "Team"
    card = lane["cells"]["not started"][0]
    assert card["lead"] == "Team"
    assert "Agencies: Community Safety Team" in card["tip"]


def strip(only="", last_meeting=None, **counts):
    blank = dict.fromkeys(selection.CONDITIONS, 0)
    return build_count_strip(listing(), {**blank, **counts}, only, last_meeting)["entries"]


def test_what_changed_since_a_meeting_names_its_day_and_is_not_guessed_where_none_is_on_record():
    changed = strip()[3]
    assert (changed["label"], changed["figure"], changed["note"]) == (
        selection.CHANGED,
        "",
        "none is on record",
    )
    assert "record one on the page Meeting" in changed["tip"]
    changed = strip(last_meeting=date(2021, 11, 12), **{selection.CHANGED: 3})[3]
    assert (changed["figure"], changed["note"]) == ("3", "on 12 Nov 2021")


def test_a_condition_of_former_links_can_be_let_go():
    assert [each["id"] for each in strip()] == list(selection.CONDITIONS[:4])
    assert [(each["id"], each["selected"]) for each in strip(selection.OPEN)][4:] == [(selection.OPEN, True)]
