"""What an action holds beside its wording, on its page: added, changed, removed, and met by two at once."""

from __future__ import annotations

import re
from datetime import date

import pytest

from csp.topics.action_plan.store import entries, meeting_entries, meetings, reading
from csp.topics.action_plan.store.entry_records import (
    Comment,
    Coverage,
    Evidence,
    Measure,
    Milestone,
    Schedule,
    make_single_key,
)
from csp.topics.action_plan.store.meeting_records import AgendaItem, EntryDraft, MeetingDraft
from csp.topics.action_plan.store.simulation import show_simulation
from tests.pages.action_plan.screens import (
    action,
    as_editor,
    errors,
    history,
    labels,
    named,
    press,
    read_successes,
    report,
    settings_with,
    title,
)
from tests.pages.markdown import read

REF = "DA-02"
MEASURES, MILESTONES, COMMENTS = "Measures", "Milestones and evidence", "Comments"


def read_details(board, ref=REF):
    return entries.read_details(board, action(board, ref).id)


def hold(board, content, key="", version=0, who="B. Officer"):
    own = key or entries.new_key()
    return entries.store_held(board, action(board, REF).id, own, content, expected_version=version, who=who)


def open_tab(visit, tab, name="A. Chair", ref=REF):
    return as_editor(visit("action", action=ref, action_tab=tab), name)


def write(screen, **typed):
    """Fill fields by the end of their keys: write(screen, name="Calls", target="40")."""
    fields = [*screen.app.text_input, *screen.app.text_area, *screen.app.date_input]
    for field, value in typed.items():
        # Not those of the form of an update.
        keys = rf"report-.*-{field}"
        (box,) = (each for each in fields if re.fullmatch(keys, each.key or ""))
        box.set_value(value)
    return screen


def open_part(screen, board, name, stored=0):
    """Open a popover, of which a closed one has nothing. stored: how much the session has stored."""
    screen.app.session_state[f"{name}-{action(board, REF).id}-{stored}"] = True
    return screen.run()


def read_heads(screen):
    return [item["head"] for item in screen.component("history")["items"]]


def test_a_measure_is_added_given_a_number_and_drawn_with_its_target(visit, board):
    screen = press(open_tab(visit, MEASURES), "Add a measure")
    write(screen, name="Partners told", unit="partners", target="40", baseline="1,000")
    press(screen, "Add")
    assert read_successes(screen) == ["Stored: measure added, Partners told."]
    first, added = read_details(board).measures
    assert added.content == Measure("Partners told", "partners", "at least", 40.0, "quarterly", 1000.0)
    report(board, REF, quarter="2021 Q4", values={first.key: 7, added.key: 31})
    assert title(screen.run()).endswith("; men supported through CDAP 7, partners told 31 (target missed).")
    assert screen.texts("measures")[added.key][1:5] == [
        "31",
        "Q3 2021/22 (Oct to Dec)",
        "at least 40 partners",
        "✕ missed",
    ]
    assert screen.words(1)["title"] == "Partners told: 31 in Q3 2021/22, target at least 40: missed"
    heads = read_heads(visit("action", action=REF))
    assert heads[:2] == ["Q3 2021/22 (Oct to Dec): On track", "Measure added: Partners told"]


def test_a_measure_is_changed_and_removed_which_asks(visit, board):
    (measure,) = read_details(board).measures
    screen = open_tab(visit, MEASURES)
    screen.app.session_state[f"held-measure-{action(board, REF).id}-written"] = measure.key
    press(write(screen.run(), target="12"), "Store the change")
    (changed,) = read_details(board).measures
    assert (changed.content.target, changed.content.name) == (12.0, measure.content.name)
    screen.app.session_state[f"held-measure-{action(board, REF).id}-written"] = measure.key
    assert "Remove this measure? Its record stays in the history." in screen.run().text
    press(screen, "Yes, remove it")
    assert read_details(board).measures == ()
    assert screen.says("Nothing is counted of this action yet")
    # Without a measure no number can be given, and the form offers to add one.
    assert not [each for each in screen.app.text_input if "-value-" in (each.key or "")]
    press(screen, "Add a measure, to give a number")
    assert "What is counted" in labels(screen.app.text_input)
    heads = read_heads(visit("action", action=REF))
    name = measure.content.name
    assert heads[:2] == [f"Measure removed: {name}", f"Measure changed: {name}"]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"name": " "}, "The name of the measure is missing."),
        ({"target": "forty"}, 'The target "forty" is not a number.'),
        ({"baseline": "1e999"}, 'The baseline "1e999" is not a number.'),
    ],
)
def test_a_measure_that_cannot_be_stored_says_why_and_stays_as_typed(visit, board, typed, sentence):
    before = read_details(board).measures
    screen = press(open_tab(visit, MEASURES), "Add a measure")
    press(write(screen, **{"name": "Kept", **typed}), "Add")
    assert errors(screen) == [sentence]
    assert read_details(board).measures == before
    values = [each.value for each in screen.app.text_input]
    assert [typed.get("name", "Kept"), *typed.values()][-1] in values


def meet(visit, board):
    """Two people change a milestone from the same version: the first has stored, the second has sent."""
    held = hold(board, Milestone("Training agreed"))
    screen = open_tab(visit, MILESTONES)
    press(screen, "Edit")
    write(screen, text="Training booked")
    hold(board, Milestone("Training held"), held.key, 1)
    press(screen, "Store the change")
    return screen


def test_who_comes_second_sees_both_and_nothing_is_overwritten(visit, board):
    screen = meet(visit, board)
    (warning,) = (read(each.value) for each in screen.app.warning)
    assert warning == "B. Officer changed this while you were writing: look at it, then choose."
    assert "Training held (B. Officer, " in screen.text
    assert "Training booked" in screen.text
    assert [each.content.text for each in read_details(board).milestones] == ["Training held"]


def test_who_comes_second_can_keep_theirs_as_a_further_version(visit, board):
    press(meet(visit, board), "Keep mine, as a further version")
    (held,) = read_details(board).milestones
    assert (held.content.text, held.version, held.who) == ("Training booked", 3, "A. Chair")


def test_who_comes_second_can_drop_theirs(visit, board):
    screen = press(meet(visit, board), "Keep theirs")
    assert read_successes(screen) == ["Yours was dropped: it is as the other person left it."]
    assert [each.version for each in read_details(board).milestones] == [2]
    assert not screen.app.warning


def test_a_milestone_is_added_ticked_by_one_click_and_opened_again(visit, board):
    screen = press(open_tab(visit, MILESTONES), "Add a milestone")
    press(write(screen, text="Training agreed", due=date(2021, 11, 30)), "Add")
    assert "! Overdue: 30 Nov 2021" in screen.text
    assert screen.says("0 of 1 milestone is done; one is overdue.")
    screen.app.checkbox[0].check()
    screen.run()
    (held,) = read_details(board).milestones
    # The day on which the plan is seen.
    assert held.content == Milestone("Training agreed", date(2021, 11, 30), date(2021, 12, 6))
    assert "✔ Done on 6 Dec 2021, A. Chair" in screen.text
    screen.app.checkbox[0].uncheck()
    screen.run()
    assert [each.content.done_on for each in read_details(board).milestones] == [None]
    assert read_heads(visit("action", action=REF))[:2] == [
        "Milestone open again: Training agreed",
        "Milestone done: Training agreed",
    ]


def test_a_link_to_evidence_is_named_and_checked(visit, board):
    screen = press(open_tab(visit, MILESTONES), "Add a link")
    press(write(screen, title="Minutes", link="javascript:alert(1)"), "Add")
    assert errors(screen) == [
        'The evidence link "javascript:alert(1)" is not an address that starts with https://.'
    ]
    assert read_details(board).evidence == ()
    press(write(screen, link="https://example.org/minutes"), "Add")
    assert [each.content for each in read_details(board).evidence] == [
        Evidence("Minutes", "https://example.org/minutes")
    ]
    assert any("[Minutes](<https://example.org/minutes>)" in each.value for each in screen.app.main.markdown)


def test_a_comment_needs_no_status_and_is_no_update(visit, board):
    version = action(board, REF).version
    screen = open_tab(visit, COMMENTS)
    press(screen, "Add the comment")
    assert errors(screen) == ["The comment is missing."]
    press(write(screen, text="First line\nsecond *line*"), "Add the comment")
    press(write(screen, text="Another"), "Add the comment")
    items = screen.component("comments")["items"]
    assert [(item["head"], item["note"]) for item in items] == [
        ("A. Chair", "Another"),
        ("A. Chair", "First line\nsecond *line*"),
    ]
    assert (action(board, REF).version, history(board, REF)) == (version, ())


def test_what_was_typed_is_there_after_a_look_at_another_tab(visit, board):
    screen = write(open_tab(visit, COMMENTS), text="Half a thought").run()
    screen.app.session_state["action_tab"] = "History"
    screen.run()
    screen.app.session_state["action_tab"] = COMMENTS
    press(screen.run(), "Add the comment")
    assert [each.content.text for each in read_details(board).comments] == ["Half a thought"]


def test_who_changes_a_comment_is_named_beside_who_wrote_it(visit, board):
    held = hold(board, Comment("Well dnoe"))
    screen = open_tab(visit, COMMENTS)
    screen.app.session_state[f"held-comment-{action(board, REF).id}-written"] = held.key
    press(write(screen.run(), text="Well done"), "Store the change")
    (item,) = screen.component("comments")["items"]
    assert (item["head"], item["note"]) == ("B. Officer", "Well done")
    assert "(changed by A. Chair, " in item["by"]


def test_wards_and_crime_types_are_chosen_and_lead_to_their_pages(visit, board):
    screen = open_tab(visit, "What it acts on")
    assert screen.says("In the whole district: no ward is named.")
    open_part(screen, board, "coverage")
    wards, types = (
        named(screen.app.multiselect, label) for label in ("Wards it covers", "Further crime types")
    )
    wards.set_value(["Park"])
    types.set_value(["Shoplifting"])
    press(screen, "Store")
    coverage = read_details(board).coverage
    assert (len(coverage.wards), coverage.crime_types) == (1, ("shoplifting",))
    assert screen.texts("facts")["Acts on"][1] == "Domestic abuse incidents and Shoplifting, in Park"
    # The series of either can be looked at.
    named(screen.app.selectbox, "Crime type shown").select("Shoplifting")
    assert screen.run().words(0)["title"].startswith("Shoplifting: ")
    other = press(screen, "Park")
    assert other.filters()["ward"] == ["Park"]


def test_the_day_of_the_next_review_is_set_and_follows_the_rhythm_again(visit, board):
    screen = open_tab(visit, MEASURES)
    # The update for the quarter that ends in December is in.
    assert screen.texts("facts")["Next review"][1] == "31 Mar 2022, proposed quarterly"
    open_part(screen, board, "next_review")
    press(write(screen, day=date(2021, 12, 1)), "Set this day")
    assert read_details(board).schedule == Schedule(date(2021, 12, 1))
    assert screen.texts("facts")["Next review"][1] == "! Overdue: 1 Dec 2021"
    assert "Set this day" not in labels(screen.app.button)
    press(open_part(screen, board, "next_review", 1), "Set the day proposed: 31 Mar 2022")
    assert screen.texts("facts")["Next review"][1] == "31 Mar 2022"
    key = make_single_key(Schedule, action(board, REF).id)
    assert len(entries.list_versions(board, action(board, REF).plan_id, key)) == 2


@pytest.mark.usefixtures("board")
def test_the_wording_is_edited_on_the_page_of_plans(visit):
    screen = press(open_tab(visit, MEASURES), "Edit wording, agencies or due date")
    assert named(screen.app.text_input, "Reference").value == REF


def test_decisions_of_meetings_are_listed_and_lead_to_the_meeting(visit, board):
    draft = MeetingDraft("Partnership", date(2021, 11, 2), (AgendaItem("a", "Robbery"),))
    meeting = meetings.plan_meeting(board, draft, who="A. Chair")
    meetings.open_meeting(board, meeting.id, who="A. Chair")
    entry = EntryDraft("a", "0" * 32, "Ask for more money.", action_id=action(board, REF).id)
    meeting_entries.record_entry(board, meeting.id, entry, who="A. Chair")
    screen = visit("action", action=REF)
    assert [*screen.texts("decided").values()] == [["2 Nov 2021", "Robbery", "Ask for more money."]]
    assert [*screen.rows("decided")] == [f"{meeting.id}/0"]


def test_simulated_updates_say_so_and_cannot_be_corrected(visit, board):
    screen = open_tab(visit, "History", ref="DA-01")
    assert screen.says("Simulated updates: nobody reported them")
    items = screen.component("history")["items"]
    assert {item["by"].split(", ")[-1] for item in items} == {"Simulated updates", "Published plan"}
    assert items[-1]["head"] == "Added"
    assert not any("correct" in item for item in items)
    drawn = open_tab(visit, MEASURES, ref="DA-01").words(0)["subtitle"]
    assert drawn.endswith("Simulated updates, action plan 2021-22")
    show_simulation(board, reading.find_plan(board, "2021-22").id, False, who="A. Chair")
    assert "Simulated" not in str(open_tab(visit, "History", ref="DA-01").component("history"))


def test_a_viewer_reads_everything_and_changes_nothing(visit, board, tmp_path, monkeypatch):
    hold(board, Milestone("Training agreed"))
    hold(board, Comment("Well done."))
    settings_with(tmp_path, monkeypatch, 'editors = ["B. Officer"]')
    screen = open_tab(visit, MILESTONES, "A. Guest")
    assert [(box.label, box.disabled) for box in screen.app.checkbox] == [("Training agreed", True)]
    every = set(labels(screen.app.button))
    for tab in (MEASURES, COMMENTS, "What it acts on"):
        other = open_tab(visit, tab, "A. Guest")
        every |= set(labels(other.app.button))
        assert labels(other.app.text_area) == []
        assert "Wards it covers" not in labels(other.app.multiselect)
    changing = {
        "Add a measure",
        "Add a milestone",
        "Add a link",
        "Edit",
        "Store",
        "Set this day",
        "Add the comment",
    }
    assert not every & changing
    assert "correct" not in str(open_tab(visit, COMMENTS, "A. Guest").component("comments"))


def test_a_right_that_was_taken_away_after_the_form_was_drawn_refuses_it(visit, board, tmp_path, monkeypatch):
    screen = write(open_tab(visit, COMMENTS), text="Too late")
    settings_with(tmp_path, monkeypatch, 'viewers = ["A. Chair"]')
    press(screen, "Add the comment")
    assert read_details(board).comments == ()


def test_coverage_that_another_has_changed_is_not_overwritten(visit, board):
    screen = open_part(open_tab(visit, "What it acts on"), board, "coverage")
    named(screen.app.multiselect, "Further crime types").set_value(["Shoplifting"])
    screen.run()
    key = make_single_key(Coverage, action(board, REF).id)
    hold(board, Coverage((), ("robbery",)), key)
    press(screen, "Store")
    assert read_details(board).coverage.crime_types == ("robbery",)
    assert "crime types: Robbery" in screen.text
    press(screen, "Keep mine, as a further version")
    assert read_details(board).coverage.crime_types == ("shoplifting",)
