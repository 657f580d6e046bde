"""The page Meeting, and the strip that takes down what is decided while pages are shown."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest

from csp.core import settings
from csp.data import database
from csp.data.store import Store
from csp.imports.formats.police import import_street
from csp.shell import people, widgets
from csp.topics.action_plan.findings.values import write_moment
from csp.topics.action_plan.store import meeting_entries, meetings
from csp.topics.action_plan.store.meeting_records import AgendaItem, EntryDraft, MeetingDraft
from csp.topics.meeting.fetch import collect_minutes, fetch_shown
from csp.topics.meeting.findings import NOT_ON_AGENDA
from csp.topics.meeting.snapshot import read_shown
from csp.topics.report.arrangement import Arrangement, Part
from csp.topics.report.build import build_document
from csp.topics.report.document import TableBlock
from csp.topics.report.texts import Texts
from tests.pages.action_plan.screens import listing

AGENDA = (
    AgendaItem("since", "What is new", "Meeting?meeting_tab=Since the last meeting"),
    AgendaItem("robbery", "Robbery this year", "Crime types?type=Robbery"),
    AgendaItem("county", "The county", "County"),
    AgendaItem("aob", "Any other business"),
)


def plan_one(board, **changed):
    draft = MeetingDraft(**{"title": "Spring meeting", "day": date(2021, 4, 20), "agenda": AGENDA, **changed})
    return meetings.plan_meeting(board, draft, who="A. Officer")


def open_one(board, **changed):
    return meetings.open_meeting(board, plan_one(board, **changed).id, who="A. Officer")


def decide(board, meeting, text, item="robbery"):
    meeting_entries.record_entry(board, meeting.id, EntryDraft(item, uuid4().hex, text), who="A. Officer")


def sit_down(visit, page, meeting, name="A. Officer", **query):
    """The page on the meeting's screen of whoever keeps the minutes."""
    screen = visit(page, meeting="on", **query)
    screen.app.session_state[people.NAME_KEY] = name
    screen.app.session_state["meeting_keeps"] = meeting.id
    return screen.run()


def button(screen, label):
    (match,) = [each for each in screen.app.button if each.label == label]
    return match


def field(screen, label):
    fields = [*screen.app.text_area, *screen.app.text_input, *screen.app.selectbox, *screen.app.multiselect]
    (match,) = [each for each in fields if each.label == label]
    return match


@pytest.mark.usefixtures("recorded_alone")
def test_without_a_meeting_the_page_says_so_and_the_screen_follows_the_settings(visit):
    screen = visit("meeting")
    assert screen.says("No meeting has been planned yet.")
    assert screen.says("Jan to Dec 2020 against Jan to Dec 2019. Sample data: ")
    assert re.fullmatch(r"\d+ crime types changed clearly; since .+ no action changed\.", screen.title)
    assert visit("county", meeting="on").component("meeting_frame")["clock"] is None


def test_a_meeting_is_planned_with_the_agenda_of_the_settings(visit, board):
    screen = visit("meeting")
    screen.app.session_state[people.NAME_KEY] = "A. Officer"
    screen.run()
    screen.app.text_input(key="new_title-0").set_value("Spring meeting")
    screen.app.date_input(key="new_day-0").set_value(date(2021, 4, 20))
    button(screen, "Plan it").click()
    screen.run()
    (planned,) = meetings.list_meetings(board)
    titles = [item.title for item in planned.draft.agenda]
    assert titles[:3] == ["Since the last meeting", "Overview", "County"]
    assert screen.title == "Spring meeting, 20 Apr 2021: 9 items on the agenda."


def test_the_agenda_on_record_takes_the_place_of_the_settings(visit, board):
    open_one(board)
    frame = visit("county", meeting="on").component("meeting_frame")
    assert frame["pages"] == [item.title for item in AGENDA]
    assert frame["at"] == 2
    assert visit("trends", meeting="on").component("meeting_frame")["at"] == -0.5


def test_a_screen_that_keeps_no_minutes_writes_nothing_and_shows_what_is_decided(visit, board):
    meeting = open_one(board)
    decide(board, meeting, "Ask for the CCTV", "county")
    screen = visit("county", meeting="on")
    assert screen.says("Decision: Ask for the CCTV")
    assert meetings.read_record(board, meeting.id).turns == ()
    assert meeting_entries.list_tables(board, meeting.id) == ()


def test_who_keeps_the_minutes_notes_turns_and_the_tables_as_shown(visit, board):
    meeting = open_one(board)
    screen = sit_down(visit, "county", meeting)
    assert [turn.item for turn in meetings.read_record(board, meeting.id).turns] == ["county"]
    assert screen.run().component("meeting_frame")["clock"]["runs"]
    tables = meeting_entries.list_tables(board, meeting.id)
    assert {table.item for table in tables} == {"county"}
    by_caption = {table.caption: table for table in tables}
    drawn = screen.app.session_state["page_outputs"].tables
    for name, table in drawn.items():
        shown, about = read_shown(meeting_entries.read_table(board, by_caption[table.caption].id))
        assert about["finding"].replace("\u00a0", " ") == screen.title, name
        assert [row.cells[0].text for row in shown.rows] == [row.cells[0].text for row in table.rows]
    # The same page again adds nothing.
    screen.run()
    assert meeting_entries.list_tables(board, meeting.id) == tables


def test_a_decision_is_typed_in_place_and_seen_by_everyone(visit, board):
    meeting = open_one(board)
    screen = sit_down(visit, "county", meeting)
    field(screen, "Decision").set_value("Ask for the CCTV of the *High Street*")
    button(screen, "Record the decision").click()
    screen.run()
    (entry,) = meetings.read_record(board, meeting.id).entries
    assert (entry.kind, entry.item, entry.who) == ("decision", "county", "A. Officer")
    assert visit("county", meeting="on").says("Decision: Ask for the CCTV of the *High Street*")
    assert field(screen, "Decision").value == ""


def test_a_decision_may_be_about_an_action_which_it_names(visit, board):
    meeting = open_one(board)
    screen = sit_down(visit, "county", meeting)
    field(screen, "Decision").set_value("Go on until March")
    about = field(screen, "About the action")
    about.select(next(option for option in about.options if option.startswith("AS-15 ")))
    button(screen, "Record the decision").click()
    screen.run()
    (entry,) = meetings.read_record(board, meeting.id).entries
    assert (entry.kind, entry.ref) == ("decision", "AS-15")
    action_id = next(each.id for each in listing(board).actions if each.ref == "AS-15")
    (decided,) = meetings.list_decided_about(board, action_id)
    assert (decided.day, decided.text) == (meeting.draft.day, "Go on until March")
    recorded = visit("meeting", meeting_tab="Minutes").texts("recorded")
    assert "AS-15: Go on until March" in [cells[2] for cells in recorded.values()]


def test_an_action_is_an_action_of_the_plan_with_lead_and_date(visit, board):
    meeting = open_one(board)
    screen = sit_down(visit, "county", meeting)
    field(screen, "Action").set_value("Light the path")
    field(screen, "Priority").select("3 Anti-social and high-risk behaviour")
    field(screen, "Lead").select_index(0)
    field(screen, "Due").set_value("2021-12-31")
    button(screen, "Add it to the plan 2021-22").click()
    screen.run()
    (raised,) = [each for each in listing(board).actions if each.text == "Light the path"]
    assert (raised.ref, raised.priority, raised.due_date) == ("AS-18", 3, date(2021, 12, 31))
    assert raised.lead
    assert screen.says("Action AS-18: Light the path")


@pytest.mark.parametrize(("label", "send"), [("Decision", "Record the decision")])
def test_what_cannot_be_kept_is_said_where_it_was_typed_and_stays_there(visit, board, label, send):
    meeting = open_one(board)
    screen = sit_down(visit, "county", meeting)
    field(screen, label).set_value("   ")
    button(screen, send).click()
    screen.run()
    assert [error.value for error in screen.app.error] == ["The text is missing."]
    assert meetings.read_record(board, meeting.id).entries == ()


def test_an_item_without_a_page_shows_its_title_and_what_was_recorded(visit, board):
    meeting = open_one(board, agenda=(AGENDA[3],))
    decide(board, meeting, "Thank the wardens", "aob")
    screen = visit("meeting", meeting="on")
    assert screen.title == "Any other business"
    assert "Decision: Thank the wardens" in screen.text


def test_closing_gives_minutes_and_the_figures_stay(visit, board):
    meeting = open_one(board, attendees=("Kent Police",), apologies=("KFRS",))
    sit_down(visit, "county", meeting)
    decide(board, meeting, "Ask for the CCTV", "county")
    screen = visit("meeting", meeting_tab="Minutes")
    screen.app.session_state[people.NAME_KEY] = "A. Officer"
    button(screen.run(), "Close the meeting").click()
    screen.run()
    assert meetings.read_open(board) is None
    assert screen.title == "Spring meeting, 20 Apr 2021: 1 decision and no action raised."
    assert screen.says("Present: Kent Police. Apologies: KFRS.")
    assert [cells[2] for cells in screen.texts("recorded").values()] == ["–", "–", "Ask for the CCTV", "–"]
    kept = visit("meeting", meeting_tab="Figures as shown")
    first = meeting_entries.list_tables(board, meeting.id)[0]
    assert kept.component(f"shown_{first.id}")["caption"] == first.caption


def test_a_viewer_reads_the_record_and_changes_nothing(visit, board, tmp_path, monkeypatch):
    text = settings.area_file().read_text(encoding="utf-8") + '\n[board]\nviewers = ["V. Viewer"]\n'
    (tmp_path / "area.toml").write_text(text, encoding="utf-8")
    monkeypatch.setenv("CSP_AREA", str(tmp_path / "area.toml"))
    meeting = open_one(board)
    screen = sit_down(visit, "meeting", meeting, "V. Viewer")
    assert not screen.app.text_area
    assert meetings.read_record(board, meeting.id).turns == ()
    assert not visit("meeting").app.text_input(key="name_typed").value


def test_the_quarterly_review_begins_at_the_last_meeting(visit, board):
    meeting = open_one(board)
    meetings.close_meeting(board, meeting.id, who="A. Officer")
    assert visit("quarter").app.date_input(key="since").value == date(2021, 4, 20)


@pytest.mark.usefixtures("recorded_alone")
def test_turning_from_one_item_of_a_page_to_another_of_the_same_page(visit, board):
    open_one(board, agenda=(AGENDA[0], AGENDA[3]))
    screen = visit("meeting", meeting_tab="Since the last meeting")
    screen.app.session_state["meeting"] = "on"
    screen.app.session_state["meeting_at"] = 0
    assert screen.run().title.endswith("no action changed.")
    screen.app.session_state["meeting_at"] = 1
    assert screen.run().title == "Any other business"


@pytest.mark.usefixtures("recorded_alone")
def test_the_meeting_is_opened_and_its_first_item_shown(visit, board):
    planned = plan_one(board)
    screen = visit("meeting")
    screen.app.session_state[people.NAME_KEY] = "A. Officer"
    button(screen.run(), "Open the meeting").click()
    screen.run()
    assert screen.title.endswith("no action changed.")
    assert [turn.item for turn in meetings.read_record(board, planned.id).turns] == ["since"]


def test_what_a_meeting_decided_is_in_the_annex_of_the_report(board):
    meeting = open_one(board)
    decide(board, meeting, "Ask for the CCTV")
    decided = meetings.list_decided(board, date(2021, 4, 1))
    assert [(each.day, each.item, each.text) for each in decided] == [
        (date(2021, 4, 20), "Robbery this year", "Ask for the CCTV")
    ]
    assert meetings.list_decided(board, date(2021, 5, 1)) == ()


@pytest.mark.parametrize("page", ["priorities", "quarter", "action", "what_if"])
def test_the_strip_stands_beside_every_form_of_a_page(visit, board, page):
    meeting = open_one(board)
    decide(board, meeting, "Thank the wardens", "")
    screen = visit(page, meeting="on")
    assert screen.says(NOT_ON_AGENDA)
    assert "Keep the minutes here" not in [each.label for each in screen.app.button]
    screen.app.session_state[people.NAME_KEY] = "A. Officer"
    button(screen.run(), "Keep the minutes here").click()
    assert field(screen.run(), "Decision").value == ""


def test_who_came_and_a_further_item_are_typed_on_the_page(visit, board):
    planned = plan_one(board)
    screen = visit("meeting")
    screen.app.session_state[people.NAME_KEY] = "A. Officer"
    screen.run()
    field(screen, "Present").set_value(["Kent Police"])
    button(screen, "Save the meeting").click()
    screen.run()
    assert screen.says("Present: Kent Police.")
    screen.app.text_input(key="item_title-0").set_value("Robbery over three years")
    screen.app.text_input(key="item_link-0").set_value("http://localhost/trends?type=Robbery")
    button(screen, "Save the item").click()
    screen.run()
    (meeting,) = meetings.list_meetings(board)
    assert meeting.draft.agenda[-1] == ("item-1", "Robbery over three years", "Trends?type=Robbery")
    assert meeting.draft.attendees == ("Kent Police",)
    assert meeting.version == planned.version + 2
    # What is wrong is said, and stays where it was typed.
    screen.app.text_input(key="item_link-1").set_value("http://localhost/trends?type=Robbry")
    button(screen, "Save the item").click()
    screen.run()
    assert [error.value for error in screen.app.error] == ["“Robbry” is no crime type of this dashboard."]
    assert screen.app.text_input(key="item_link-1").value.endswith("Robbry")
    assert meetings.list_meetings(board) == (meeting,)


def test_who_came_is_saved_beside_an_agenda_that_somebody_else_orders_meanwhile(visit, board):
    planned = plan_one(board)
    screen = visit("meeting")
    screen.app.session_state[people.NAME_KEY] = "A. Officer"
    screen.run()
    field(screen, "Present").set_value(["Kent Police"])
    others = replace(planned.draft, agenda=AGENDA[::-1])
    meetings.edit_meeting(board, planned.id, others, expected_version=planned.version, who="B. Other")
    button(screen, "Save the meeting").click()
    screen.run()
    (meeting,) = meetings.list_meetings(board)
    assert (meeting.draft.attendees, meeting.draft.agenda) == (("Kent Police",), AGENDA[::-1])
    # The same field is somebody's: it is said, and both are there to see.
    field(screen, "Notes").set_value("Mine")
    others = replace(meeting.draft, notes="Theirs")
    meetings.edit_meeting(board, planned.id, others, expected_version=meeting.version, who="B. Other")
    button(screen, "Save the meeting").click()
    screen.run()
    assert [error.value for error in screen.app.error] == [
        "Somebody else changed this meeting in the meantime: look at it, then save yours again."
    ]
    assert meetings.list_meetings(board)[0].draft.notes == "Theirs"
    assert field(screen, "Notes").value == "Mine"


def test_a_meeting_planned_in_error_is_deleted_and_one_that_was_opened_cannot_be(visit, board):
    kept, planned = plan_one(board), plan_one(board, title="Planned in error", day=date(2021, 5, 1))
    screen = visit("meeting")
    screen.app.session_state[people.NAME_KEY] = "A. Officer"
    screen.run()
    assert screen.title.startswith("Planned in error")
    button(screen, "Delete it").click()
    screen.run()
    assert [each.id for each in meetings.list_meetings(board)] == [kept.id]
    assert screen.title.startswith("Spring meeting")
    meetings.open_meeting(board, kept.id, who="A. Officer")
    assert "Delete it" not in [each.label for each in screen.run().app.button]
    assert planned.id != kept.id


def test_of_two_who_keep_the_minutes_one_may_look_back_without_turning_the_meeting_back(visit, board):
    meeting = open_one(board)
    first, second = sit_down(visit, "profile", meeting), sit_down(visit, "county", meeting)
    for screen in (first, second, first, second, first):
        screen.run()
    turns = [turn.item for turn in meetings.read_record(board, meeting.id).turns]
    assert turns == ["robbery", "county"]


def test_what_was_seen_then_is_answered_after_the_data_is_revised(
    visit, board, street, tmp_path, monkeypatch
):
    """A month is imported, shown at a meeting, and imported anew with other figures."""
    monkeypatch.setenv("CSP_EXTRACTS", str(tmp_path / "extracts"))

    def import_month(month, burglaries):
        rows = [{"Month": month}] * burglaries + [{"Month": month, "Crime type": "Shoplifting"}] * 7
        path = street(rows, name=f"{month}-kent-street.csv", folder=f"given-{month}-{burglaries}")
        assert import_street([path], Store(tmp_path / "extracts")).ok
        database.forget_stamp()

    import_month("2018-10", 20)
    import_month("2019-10", 31)
    meeting = open_one(board, agenda=(AgendaItem("all", "Burglary", "Overview?type=Burglary"),))
    seen = sit_down(visit, "overview", meeting, type="Burglary")
    assert seen.texts("crime_types")["burglary"][1:4] == ["31", "20", "+11"]
    meetings.close_meeting(board, meeting.id, who="A. Officer")
    import_month("2019-10", 45)
    now = visit("overview", type="Burglary")
    assert now.texts("crime_types")["burglary"][1:4] == ["45", "20", "+25"]
    then = visit("meeting", meeting_tab="Figures as shown")
    (table,) = [
        each
        for each in meeting_entries.list_tables(board, meeting.id)
        if each.caption.startswith("Crime types")
    ]
    kept = read_shown(meeting_entries.read_table(board, table.id))[0]
    assert [cell.text for row in kept.rows for cell in row.cells if row.cells[0].text == "Burglary"][1:4] == [
        "31",
        "20",
        "+11",
    ]
    assert then.says(f"Shown on {write_moment(table.at)}. {seen.title}")
    shown = [cells for cells in then.texts(f"shown_{table.id}").values() if cells[0] == "Burglary"]
    assert shown[0][1:4] == ["31", "20", "+11"]


def test_public_mode_gives_out_what_was_shown_in_public_mode_alone(
    visit, board, published_sample, monkeypatch
):
    agenda = (AgendaItem("wards", "Robbery by ward", "Wards?type=Robbery"),)
    opening = {"type": "Robbery", "tab": "All wards"}
    meeting = open_one(board, agenda=agenda)
    sit_down(visit, "wards", meeting, **opening)
    true = list_counts(board, meeting)
    first = len(meeting_entries.list_tables(board, meeting.id))
    for name in ("CSP_AREA", "CSP_PUBLISHED"):
        monkeypatch.setenv(name, published_sample[name])
    held_back = visit("meeting", meeting_tab="Figures as shown")
    assert held_back.says("shown outside public mode: they are kept and not given out.")
    assert not [each for each in held_back.app.get("bidi_component") if "shown_" in each.proto.id]
    assert collect_minutes(meetings.read_record(board, meeting.id), None).tables == ()
    sit_down(visit, "wards", meeting, **opening)
    kept = meeting_entries.list_tables(board, meeting.id)
    assert len(kept) > first
    assert fetch_shown(meetings.read_record(board, meeting.id)) == (kept[first:], first)
    shown = list_counts(board, meeting, first)
    assert {"1", "2"} & {*true}
    assert not {"1", "2"} & {*shown}


def list_counts(board, meeting, first=0):
    """What wards recorded in the tables that were kept, from the first on: no changes, ranks and the like."""
    cells = []
    for table in meeting_entries.list_tables(board, meeting.id)[first:]:
        kept = read_shown(meeting_entries.read_table(board, table.id))[0]
        at = [i for i, column in enumerate(kept.columns) if column.label.startswith("Jan to Dec")]
        cells += [row.cells[i].text for row in kept.rows for i in at]
    return cells


def test_a_session_that_takes_the_place_of_a_lost_one_goes_on_with_the_minutes(visit, board, monkeypatch):
    """What the browser keeps is given to the new session, as it does after a server was gone."""
    meeting = open_one(board)
    kept = sit_down(visit, "county", meeting).component("keep")["values"]
    monkeypatch.setattr(widgets, "reconnect", lambda: kept)
    new = visit("county", meeting="on").run()
    (text,) = [each for each in new.app.text_area if each.label == "Decision"]
    assert text.key == f"{kept['meeting_form_decision']}-text"
    text.set_value("Ask for the CCTV")
    button(new, "Record the decision").click()
    new.run()
    (entry,) = meetings.read_record(board, meeting.id).entries
    assert (entry.text, entry.who) == ("Ask for the CCTV", "A. Officer")


def test_what_a_meeting_decided_is_written_into_the_report(visit, board):
    meeting = open_one(board)
    decide(board, meeting, "Ask for the CCTV", "county")
    meetings.close_meeting(board, meeting.id, who="A. Officer")
    texts = Texts(decisions=meetings.list_decided(board, date(2021, 4, 1)))
    filters = visit("overview").app.session_state["frame_filters"]
    document = build_document(filters, Arrangement("assessment", (Part("decisions"),)), texts)
    (section,) = document.sections
    tables = [block.table for block in section.blocks if isinstance(block, TableBlock)]
    rows = [[cell.text for cell in row.cells] for table in tables for row in table.rows]
    assert any("Ask for the CCTV" in row and "The county" in row for row in rows)
