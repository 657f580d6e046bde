"""The close of a quarter."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from csp.topics.action_plan.store import actions, agencies, entries, meetings
from csp.topics.action_plan.store.entry_records import Schedule
from tests.action_plan.meetings import open_a_meeting
from tests.pages.action_plan.screens import (
    PLAN,
    action,
    as_editor,
    labels,
    listing,
    named,
    press,
    read_successes,
    report,
    title,
)


@pytest.fixture
def board(board, recorded_alone):  # noqa: ARG001
    """Without simulated updates, so that what the tests report is all there is."""
    return board


def groups(screen):
    """{title of a group: the references of its rows}."""
    return {
        group["title"]: [row["id"] for row in group["rows"]] for group in screen.component("review")["groups"]
    }


def rows(screen):
    """{reference: the texts of its cells} over all groups."""
    return {
        row["id"]: [cell.get("text", "") for cell in row["cells"]]
        for group in screen.component("review")["groups"]
        for row in group["rows"]
    }


def shown(screen):
    return set(rows(screen))


def reminder(screen, name):
    (text,) = [group["text"] for group in screen.component("review")["groups"] if group["title"] == name]
    return text


def figures(screen):
    return {tile["id"]: tile["figure"] for tile in screen.component("quarter_counts")["tiles"]}


def test_the_quarter_close_names_what_lacks_an_update_and_what_is_overdue(visit, board):
    report(board, "DA-01", quarter="2022 Q1")
    report(board, "DA-02", quarter="2021 Q4", status="complete")
    screen = visit("quarter")
    assert (
        "Q4 2021/22 (Jan to Mar): 55 of 57 actions have an update due and 3 are overdue; 2 changed since"
        in title(screen)
    )
    assert figures(screen) == {"Update due": "55", "Overdue": "3", "Review due": "0", "Changed": "2"}
    every = {row["id"] for row in PLAN}
    assert shown(screen) == every - {"DA-01", "DA-02"}
    assert shown(visit("quarter", quarter_tab="Update due")) == every - {"DA-01", "DA-02"}
    assert shown(visit("quarter", quarter_tab="Overdue")) == {"AS-03", "RS-05", "RS-07"}
    assert shown(visit("quarter", quarter_tab="Changed")) == {"DA-01", "DA-02"}


def test_names_of_one_agency_are_one_group_and_priorities_are_another_way_to_see_them(visit, board):
    screen = visit("quarter")
    leads = {each.lead for each in listing(board).actions}
    directory = agencies.read_directory(board)
    assert set(groups(screen)) == {directory.name(lead) for lead in leads}
    assert len(groups(screen)) < len(leads)
    by_priority = visit("quarter", grouped="By priority")
    names = listing(board).plan.priorities
    assert list(groups(by_priority)) == [f"{number} {name}" for number, name in names.items()]
    assert shown(by_priority) == shown(screen)
    assert not any(group["text"] for group in by_priority.component("review")["groups"])


def test_a_reminder_has_the_list_of_the_agency_and_what_is_asked(visit, board):
    late = action(board, "RS-07")
    agency = agencies.read_directory(board).find(late.lead)
    screen = visit("quarter")
    text = reminder(screen, agency.name)
    by = (board.today() + timedelta(days=14)).strftime("%-d %b %Y")
    assert text.startswith(f"Dear {agency.spelt_out},\n\nYou lead ")
    assert f"due for Q4 2021/22 (Jan to Mar). Please answer by {by}.\n" in text
    paragraph = next(part for part in text.split("\n\n") if part.startswith("RS-07  "))
    lines = paragraph.split("\n")
    measures = [held.content.name for held in entries.read_details(board, late.id).measures]
    days = (board.today() - late.due_date).days
    assert lines == [
        f"RS-07  {late.text}",
        f"Due: 30 Nov 2021, overdue by {days:,} days",
        "Status:",
        *(f"{name}:" for name in measures),
        "What was done:",
    ]
    own = {each.ref for each in listing(board).actions if each.lead in agency.draft.aliases}
    assert {part.split("  ")[0] for part in text.split("\n\n") if "What was done:" in part} == own
    assert "simulated" not in text
    whole = screen.component("copy_reminders")["text"]
    assert whole.count("Dear ") == len(groups(screen))
    assert text.rstrip("\n") in whole


def test_who_has_nothing_to_do_gets_no_reminder(visit, board):
    lone = next(
        each
        for each in listing(board).actions
        if [a.lead for a in listing(board).actions].count(each.lead) == 1 and each.due_date is None
    )
    name = agencies.read_directory(board).name(lone.lead)
    before = visit("quarter")
    report(board, lone.ref, quarter="2022 Q1")
    after = visit("quarter")
    if len(groups(before)[name]) == 1:
        assert name not in groups(after)
    assert f"{lone.ref}  " not in after.component("copy_reminders")["text"]
    changed = visit("quarter", quarter_tab="Changed")
    assert shown(changed) == {lone.ref}


def test_the_quarter_and_the_day_since_which_changes_count_can_be_chosen(visit, board):
    report(board, "DA-01", quarter="2022 Q1")
    screen = visit("quarter", close="2021 Q4", since=board.today().isoformat())
    assert "Q3 2021/22 (Oct to Dec): 57 of 57 actions have an update due" in title(screen)
    assert f"1 changed since {board.today().day} " in title(screen)
    assert screen.says("No meeting is recorded yet: changes are counted since")
    press(screen, "Since the quarter began")
    assert "changed since 1 Oct 2021." in title(screen)
    # A date later than today is no date of a meeting that was.
    assert "Q4 2021/22 (Jan to Mar)" in title(visit("quarter", since="2999-01-01"))


def test_changes_count_since_the_last_meeting_on_record(visit, board):
    screen = visit("quarter")
    assert screen.says("No meeting is recorded yet: changes are counted since the quarter began, 1 Jan 2022.")
    meeting = open_a_meeting(board)
    meetings.close_meeting(board, meeting.id, who="A. Officer")
    screen = visit("quarter")
    assert screen.app.date_input(key="since").value == meeting.draft.day
    assert screen.says(f"Changes are counted since the last meeting, {meeting.draft.title} on ")
    press(screen, "Since the quarter began")
    assert screen.app.date_input(key="since").value == date(2022, 1, 1)
    press(screen, "Since the last meeting")
    assert screen.app.date_input(key="since").value == meeting.draft.day


def test_a_change_of_status_says_from_what_to_what(visit, board):
    report(board, "DA-01", quarter="2021 Q3", status="at risk")
    report(board, "DA-01", quarter="2021 Q4", status="on track", note="Staff found")
    row = rows(visit("quarter", quarter_tab="Changed"))["DA-01"]
    assert row[2] == "first report → ● On track"
    assert row[3] == "Q2 2021/22 (Jul to Sep), at risk\nQ3 2021/22 (Oct to Dec), on track: Staff found"


def test_an_action_that_was_retired_is_among_the_changes_and_nowhere_else(visit, board):
    stored = action(board, "DA-01")
    actions.retire_action(board, stored.id, reason="Done", expected_version=stored.version, who="A. Chair")
    assert shown(visit("quarter", quarter_tab="Changed")) == {"DA-01"}
    assert "DA-01" not in shown(visit("quarter"))


@pytest.mark.usefixtures("board")
def test_the_seeding_of_the_plan_is_a_sentence_and_not_57_changes(visit):
    screen = visit("quarter", quarter_tab="Changed")
    assert screen.says("57 actions added to the plan")
    assert screen.says("Nothing was reported or changed.")
    assert "nothing changed since" in title(screen)


def test_old_links_with_former_names_of_choices_still_open_them(visit, board):
    report(board, "DA-01", quarter="2021 Q4")
    assert title(visit("quarter", close="2021 Q4")).startswith("Q3 2021/22 (Oct to Dec): ")
    assert title(visit("quarter", close="2021 Q3")).startswith("Q2 2021/22 (Jul to Sep): ")
    screen = visit("board", only="No update this quarter")
    assert named(screen.app.selectbox, "Show").value == "Update due this quarter"


def test_reviews_are_proposed_set_in_one_step_and_undone(visit):
    # Beside the sample the plan is seen on a day of its year.
    screen = as_editor(visit("quarter"))
    assert screen.says("have no day for the next review")
    (label,) = [each for each in labels(screen.app.button) if each.startswith("Set the review of")]
    press(screen, label)
    (sentence,) = read_successes(screen)
    assert sentence == f"Stored: {label.removeprefix('Set the review of ')} now have a review day."
    assert screen.says("Every unfinished action has a day for its next review")
    assert not any(row[6].startswith("(") for row in rows(screen).values())
    press(screen, "Undo the days just set")
    assert read_successes(screen) == ["Undone: the days are taken back."]
    assert all(row[6].startswith("(") for row in rows(screen).values() if row[6] != "–")


def test_a_review_that_is_past_is_named_and_asked_for(visit, board):
    stored = action(board, "DA-03")
    entries.store_held(board, stored.id, "", Schedule(date(2021, 10, 1)), expected_version=0, who="A. Chair")
    screen = visit("quarter", quarter_tab="Review due")
    assert rows(screen)["DA-03"][-1] == "! 1 Oct 2021"
    assert figures(screen)["Review due"] == "1"
    assert "Review was due: 1 Oct 2021" in visit("quarter").component("copy_reminders")["text"]


def test_a_reminder_from_simulated_updates_says_so(visit):
    text = visit("quarter").component("copy_reminders")["text"]
    assert text.startswith("Made with simulated updates, to try it out: not to be sent.\n")
