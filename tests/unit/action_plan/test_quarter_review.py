"""The close of a quarter: what is open about an action, whom it is asked of, and in which words."""

from __future__ import annotations

from datetime import date

import pytest

from csp.topics.action_plan.findings import reviews
from csp.topics.action_plan.findings.reminder import (
    ReminderTerms,
    describe_group,
    join_reminders,
    write_reminder,
)
from csp.topics.action_plan.findings.since import describe_day, describe_start
from csp.topics.action_plan.rules.movement import Movement
from csp.topics.action_plan.rules.quarter_review import (
    Matter,
    group_by_agency,
    group_by_priority,
    list_review_items,
    pick_matter,
    propose_reviews,
)
from csp.topics.action_plan.rules.since import Since, count_since
from csp.topics.action_plan.store.agency_records import Agency, AgencyDraft, Directory
from csp.topics.action_plan.store.entry_records import ActionDetails, Held, Measure, Schedule
from csp.topics.action_plan.store.meeting_records import Meeting, MeetingDraft
from csp.topics.action_plan.store.status import Quarter, Status
from csp.topics.action_plan.tables.quarter import build_review_groups, find_cap
from tests.unit.action_plan.test_rules import T0, Q, action, listing

TEAM = Agency(
    "k1", 1, AgencyDraft("CST", "Community Safety Team", "council", ("CSU", "CST")), False, None, "x", T0
)
DIRECTORY = Directory((TEAM,))
TODAY = date(2021, 12, 1)
LATE = date(2021, 11, 1)


def held(content, number=1):
    return Held(1, number, "a" * 32, 1, content, False, "x", T0)


def review(*actions, details=None, movements=(), quarter=Q[3]):
    return list_review_items(listing(*actions), quarter, details or {}, movements)


def test_an_action_is_due_overdue_past_its_review_or_changed_or_several_of_these():
    reported = (None, None, None, Status.ON_TRACK)
    late = action(2, Status.ON_TRACK, reported, due_date=LATE, overdue=True)
    done = action(3, Status.COMPLETE)
    items = review(
        action(1, Status.ON_TRACK),
        late,
        done,
        details={1: ActionDetails(schedule=Schedule(LATE)), 3: ActionDetails(schedule=Schedule(LATE))},
        movements=[Movement(done, None, (), ())],
    )
    assert [item.matters for item in items] == [
        {Matter.UPDATE_DUE, Matter.REVIEW_DUE, Matter.TO_DO},
        {Matter.OVERDUE, Matter.TO_DO},
        {Matter.CHANGED},
    ]
    assert [(item.next_review, item.is_proposed) for item in items] == [
        (LATE, False),
        (date(2021, 12, 31), True),
        (None, False),
    ]


def test_an_action_that_has_left_the_plan_is_among_the_changes_alone():
    gone = action(9, retired_at=T0)
    (item,) = review(movements=[Movement(gone, None, (), ())])
    assert (item.action.id, item.matters) == (9, {Matter.CHANGED})


def test_an_earlier_quarter_asks_for_what_was_not_reported_then():
    marks = (None, Status.ON_TRACK, None, Status.ON_TRACK)
    (item,) = review(action(1, Status.ON_TRACK, marks), quarter=Q[2])
    assert Matter.UPDATE_DUE in item.matters
    (item,) = review(action(1, Status.ON_TRACK, marks), quarter=Q[1])
    assert not item.matters


def test_one_agency_under_several_names_is_one_group_and_nobody_comes_last():
    items = review(
        action(1, agencies=()),
        action(2, agencies=("Fire",)),
        action(3, agencies=("CSU", "Fire")),
        action(4, agencies=("CST",)),
    )
    groups = group_by_agency(items, DIRECTORY)
    assert [(group.title, [item.action.id for item in group.items]) for group in groups] == [
        ("CST", [3, 4]),
        ("Fire", [2]),
        ("", [1]),
    ]
    assert [group.agency for group in groups] == [TEAM, None, None]


def test_priorities_are_in_the_order_of_the_plan_and_empty_ones_are_left_out():
    items = review(action(1, priority=2), action(2, priority=1), action(3, priority=2))
    groups = group_by_priority(items, {1: "One", 2: "Two", 3: "Three"})
    assert [(group.title, len(group.items)) for group in groups] == [("1 One", 1), ("2 Two", 2)]


def test_a_list_has_what_it_is_about_alone():
    items = review(action(1, Status.COMPLETE, agencies=("CST",)), action(2, agencies=("Fire",)))
    groups = pick_matter(group_by_agency(items, DIRECTORY), Matter.UPDATE_DUE)
    assert [group.title for group in groups] == ["Fire"]


def terms(*actions, simulated=False, author="A. Chair"):
    return ReminderTerms(listing(*actions), Q[3], date(2021, 12, 15), author, simulated)


def write(*actions, details=None, **changed):
    (group,) = group_by_agency(review(*actions, details=details), DIRECTORY)
    return write_reminder(group, terms(*actions, **changed))


def test_a_reminder_asks_for_the_status_each_number_and_what_was_done():
    late = action(
        1,
        text="Walk  the\nroute",
        agencies=("CSU",),
        due="1 November 2021",
        due_date=LATE,
        overdue=True,
    )
    measures = (
        held(Measure("Walks", "evenings")),
        held(Measure("Leaflets", "leaflets")),
        held(Measure("Calls")),
    )
    details = {1: ActionDetails(measures=measures, schedule=Schedule(date(2021, 10, 1)))}
    text = write(late, details=details)
    assert text.split("\n") == [
        "Dear Community Safety Team,",
        "",
        "You lead 1 action of the action plan 2021 of which something is due for "
        f"{Q[3].label}. Please answer by 15 Dec 2021.",
        "",
        "For each we ask for its status (not started, on track, at risk, off track, complete or stopped), "
        "the numbers named below, and what was done in the quarter.",
        "",
        f"{late.ref}  Walk the route",
        "Due: 1 Nov 2021, overdue by 30 days",
        "Review was due: 1 Oct 2021",
        "Status:",
        "Walks (evenings):",
        "Leaflets (leaflets):",
        "Calls:",
        "What was done:",
        "",
        "Thank you",
        "A. Chair",
        "",
    ]


def test_what_is_reported_is_not_asked_for_again():
    done = action(1, Status.ON_TRACK, (Status.ON_TRACK,) * 4, agencies=("CST",))
    open_one = action(2, Status.AT_RISK, (None, None, Status.AT_RISK, None), agencies=("CST",))
    text = write(done, open_one)
    assert "You lead 1 action " in text
    assert f"{done.ref}  " not in text
    assert write(done) == ""


def test_a_reminder_of_nobody_is_none_and_one_of_simulated_updates_says_so():
    assert write(action(1, agencies=())) == ""
    assert write(action(1, agencies=("CST",)), simulated=True).startswith("Made with simulated updates")
    assert write(action(1, agencies=("CST",)), author="").endswith("\nThank you\n")


def test_all_reminders_are_one_text_with_a_line_between():
    parts = join_reminders(["One\n", "", "Two\n"]).split("\n")
    assert (parts[0], parts[-1], len(parts)) == ("One", "Two", 5)


def test_what_is_open_in_a_group_is_counted():
    items = review(action(1, agencies=("CST",)), action(2, due_date=LATE, overdue=True, agencies=("CST",)))
    (group,) = group_by_agency(items, DIRECTORY)
    assert describe_group(group) == "1 overdue, 2 updates due"


@pytest.mark.parametrize(("total", "cap"), [(300, None), (301, 8)])
def test_of_very_many_actions_the_first_of_each_group_are_shown_and_all_are_counted(total, cap):
    actions = [action(n, Status.ON_TRACK) for n in range(1, total + 1)]
    groups = group_by_agency(review(*actions), DIRECTORY)
    assert find_cap(groups) == cap
    capped, whole = (
        build_review_groups(groups, Matter.TO_DO, listing(*actions), {}, False, most) for most in (cap, None)
    )
    assert sum(len(each.table.rows) for each in whole) == total
    assert [len(each.table.rows) for each in capped] == [
        min(cap or total, len(group.items)) for group in groups
    ]
    assert [each.note for each in capped] == [each.note for each in whole]


def test_reviews_are_proposed_where_none_is_set_and_the_action_is_unfinished():
    details = {2: ActionDetails(schedule=Schedule(LATE))}
    actions = [action(1), action(2), action(3, Status.STOPPED), action(4, retired_at=T0)]
    days = propose_reviews(listing(*actions), details)
    assert days == {1: date(2021, 12, 31)}
    sentence = reviews.describe_proposal(list(days.values()), 2)
    assert sentence.startswith("1 of 2 unfinished actions has no day for the next review. Proposed")
    assert "31 Dec 2021 for 1" in sentence
    assert propose_reviews(listing(*actions, today=date(2023, 1, 1)), details) == {}


@pytest.mark.parametrize(
    ("count", "skipped", "words"),
    [
        (1, 0, "Stored: 1 action now has a review day."),
        (55, 2, "Stored: 55 actions now have a review day. 2 had a day by now and keep it."),
    ],
)
def test_what_has_become_of_the_days_is_said(count, skipped, words):
    assert reviews.write_set(count, skipped) == words


MEETING = Meeting(1, MeetingDraft("Q2 meeting", date(2021, 9, 15), ()), "x", T0, T0, T0, 1)
QUARTER = Quarter(date(2021, 10, 1), 1)


def test_changes_count_since_the_last_meeting_else_since_the_quarter_began():
    met = count_since(MEETING, TODAY, QUARTER)
    assert (met.day, describe_start(met)) == (
        date(2021, 9, 15),
        "Changes are counted since the last meeting, Q2 meeting on 15 Sep 2021.",
    )
    nobody_met = count_since(None, TODAY, QUARTER)
    assert nobody_met == Since(date(2021, 10, 1))
    assert describe_start(nobody_met) == (
        "No meeting is recorded yet: changes are counted since the quarter began, 1 Oct 2021."
    )
    # The quarter of a plan that has not begun is yet to come.
    assert count_since(None, date(2021, 9, 1), QUARTER).day == date(2021, 9, 1)


@pytest.mark.parametrize(
    ("day", "usual", "words"),
    [
        (date(2021, 10, 1), Since(date(2021, 9, 15), MEETING), "since 1 Oct 2021, when the quarter began."),
        (date(2021, 11, 3), Since(date(2021, 9, 15), MEETING), "Changes are counted since 3 Nov 2021."),
        (
            date(2021, 11, 3),
            Since(date(2021, 10, 1)),
            "No meeting is recorded yet: changes are counted since 3 Nov",
        ),
        (
            date(2021, 9, 15),
            Since(date(2021, 9, 15), MEETING),
            "the last meeting, Q2 meeting on 15 Sep 2021.",
        ),
    ],
)
def test_the_page_says_since_when_changes_are_counted(day, usual, words):
    assert words in describe_day(day, usual, date(2021, 10, 1))
