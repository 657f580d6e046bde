"""Meetings: planned, held, closed; what is recorded at them stays as it was written."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from multiprocessing.context import ForkServerContext
from pathlib import Path
from uuid import uuid4

import pytest

from csp.core.errors import UserError
from csp.core.roles import Denied
from csp.topics.action_plan.store import backup, meeting_entries, meetings
from csp.topics.action_plan.store.errors import Conflict
from csp.topics.action_plan.store.meeting_records import AgendaItem, Decided, EntryDraft, Turn, measure_times
from csp.topics.action_plan.store.records import ActionDraft
from csp.topics.action_plan.store.references import find_next_reference
from csp.topics.action_plan.store.store import Board, open_board
from tests.action_plan.boards import NOW, OpenBoard, action_of, listing_of, plan_of
from tests.action_plan.meetings import AGENDA, decide_until_killed, draft_of, keep, open_a_meeting


def form() -> str:
    return uuid4().hex


def decide(board: Board, meeting_id: int, text: str, item: str = "a", sent: str = "") -> int:
    return meeting_entries.record_entry(board, meeting_id, EntryDraft(item, sent or form(), text), who="A").id


def test_a_meeting_survives_a_restart_with_its_agenda_and_who_came(url: str, open_at: OpenBoard) -> None:
    board = open_at(url)
    draft = draft_of(attendees=("Kent Police", "DAVSS", "Kent Police"), apologies=("KFRS",), notes="Room 1")
    planned = meetings.plan_meeting(board, draft, who="A. Officer")
    board.close()
    (meeting,) = meetings.list_meetings(open_at(url))
    assert meeting == planned
    assert (meeting.draft.agenda, meeting.draft.attendees) == (AGENDA, ("Kent Police", "DAVSS"))
    assert (meeting.who, meeting.at, meeting.version, meeting.is_open) == ("A. Officer", NOW, 1, False)


def test_an_agenda_that_is_put_in_another_order_keeps_what_was_recorded_at_its_items(board: Board) -> None:
    meeting = open_a_meeting(board)
    decide(board, meeting.id, "Meet again in May.", "b")
    turned = replace(meeting.draft, agenda=(AGENDA[1]._replace(title="Robbery again"), AGENDA[0]))
    meetings.edit_meeting(board, meeting.id, turned, expected_version=meeting.version, who="A")
    record = meetings.read_record(board, meeting.id)
    assert [item.key for item in record.meeting.draft.agenda] == ["b", "a"]
    assert record.meeting.find_title(record.entries[0].item) == "Robbery again"


def test_of_two_who_edit_a_meeting_at_once_the_second_is_told(board: Board) -> None:
    meeting = meetings.plan_meeting(board, draft_of(), who="A")
    meetings.edit_meeting(board, meeting.id, draft_of(notes="First"), expected_version=1, who="A")
    with pytest.raises(Conflict) as caught:
        meetings.edit_meeting(board, meeting.id, draft_of(notes="Second"), expected_version=1, who="B")
    assert caught.value.version == 2
    assert meetings.list_meetings(board)[0].draft.notes == "First"


def test_one_meeting_is_open_at_a_time_whoever_opens_one(board: Board) -> None:
    planned = [meetings.plan_meeting(board, draft_of(title=f"M{n}"), who="A") for n in range(4)]

    def open_one(number: int) -> str:
        try:
            meetings.open_meeting(board, number, who="A")
        except UserError as error:
            return str(error)
        return "open"

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(open_one, [meeting.id for meeting in planned]))
    assert answers.count("open") == 1
    record = meetings.read_open(board)
    assert record is not None
    assert record.meeting.is_open
    meetings.close_meeting(board, record.meeting.id, who="A")
    assert meetings.read_open(board) is None
    assert meetings.open_meeting(board, planned[0].id, who="A").is_open


def test_entries_are_kept_in_order_and_a_form_sent_twice_is_one(board: Board) -> None:
    meeting = open_a_meeting(board)
    sent = form()
    first = decide(board, meeting.id, "  Keep it.  ", sent=sent)
    assert decide(board, meeting.id, "Keep it.", sent=sent) == first
    # A form that a browser brings back after its server was gone holds something new.
    assert decide(board, meeting.id, "Mend it.", sent=sent) != first
    note = EntryDraft("", form(), "Late start", "note")
    meeting_entries.record_entry(board, meeting.id, note, who="B")
    record = meetings.read_record(board, meeting.id)
    assert [(e.kind, e.text, e.item, e.who, e.at) for e in record.entries] == [
        ("decision", "Keep it.", "a", "A", NOW),
        ("decision", "Mend it.", "a", "A", NOW),
        ("note", "Late start", "", "B", NOW),
    ]
    assert [e.text for e in record.list_in_force("decision")] == ["Keep it.", "Mend it."]


def test_an_entry_is_corrected_once_in_its_place_also_after_the_meeting(board: Board) -> None:
    meeting = open_a_meeting(board)
    first = decide(board, meeting.id, "Meet in May.")
    decide(board, meeting.id, "Thank all.")
    meetings.close_meeting(board, meeting.id, who="A")
    mended = meeting_entries.correct_entry(board, first, "Meet in June.", form=form(), who="B")
    meeting_entries.correct_entry(board, mended.id, "Meet in July.", form=form(), who="B")
    with pytest.raises(UserError, match="correct the correction"):
        meeting_entries.correct_entry(board, first, "Never.", form=form(), who="B")
    record = meetings.read_record(board, meeting.id)
    assert [e.text for e in record.list_in_force()] == ["Meet in July.", "Thank all."]
    assert len(record.entries) == 4
    with pytest.raises(UserError, match="not open"):
        decide(board, meeting.id, "Too late.")


def test_an_action_that_is_raised_is_an_action_of_the_plan(board: Board) -> None:
    meeting, plan = open_a_meeting(board), plan_of(board)
    draft = ActionDraft("AS-18", 3, "Light the path", ("Kent Police",), due="2021-12-31")
    sent = form()
    for _ in range(2):
        entry = meeting_entries.raise_action(
            board, meeting.id, plan.id, draft, place=EntryDraft("b", sent), who="A. Officer"
        )
    (action,) = [each for each in listing_of(board).actions if each.ref == "AS-18"]
    assert (entry.action_id, entry.ref, entry.text, entry.item) == (action.id, "AS-18", "Light the path", "b")
    assert (action.lead, action.due_date) == ("Kent Police", date(2021, 12, 31))
    with pytest.raises(UserError, match="already"):
        meeting_entries.raise_action(
            board, meeting.id, plan.id, draft, place=EntryDraft("b", form()), who="A"
        )
    assert len(meetings.read_record(board, meeting.id).entries) == 1


def test_an_action_is_not_added_where_no_meeting_is_open(board: Board) -> None:
    planned, plan = meetings.plan_meeting(board, draft_of(), who="A"), plan_of(board)
    with pytest.raises(UserError, match="not open"):
        meeting_entries.raise_action(
            board, planned.id, plan.id, ActionDraft("AS-18", 3, "No"), place=EntryDraft("a", form()), who="A"
        )
    assert len(listing_of(board).actions) == 57


def test_turning_to_the_same_item_twice_is_one_turn(url: str, open_at: OpenBoard) -> None:
    meeting = open_a_meeting(open_at(url))
    for minutes, item in ((0, "a"), (1, "a"), (5, "b"), (7, "a")):
        meeting_entries.turn_to(open_at(url, NOW + timedelta(minutes=minutes)), meeting.id, item, who="A")
    board = open_at(url, NOW + timedelta(minutes=10))
    record = meetings.read_record(board, meeting.id)
    assert record.turns == tuple(
        Turn(item, NOW + timedelta(minutes=n)) for n, item in ((0, "a"), (5, "b"), (7, "a"))
    )
    times = {item: time.seconds // 60 for item, time in record.measure_times(board.now()).items()}
    assert times == {"a": 8, "b": 2}
    meetings.close_meeting(board, meeting.id, who="A")
    closed = meetings.read_record(board, meeting.id)
    assert closed.measure_times(board.now() + timedelta(days=1)) == record.measure_times(board.now())
    # The days until it is opened again are nobody's.
    meetings.open_meeting(board, meeting.id, who="A")
    later = open_at(url, NOW + timedelta(days=7))
    meeting_entries.turn_to(later, meeting.id, "b", who="A")
    again = meetings.read_record(later, meeting.id)
    assert again.measure_times(NOW + timedelta(days=7, minutes=1))["b"] == timedelta(minutes=3)


def test_a_meeting_that_was_left_open_overnight_has_not_sat_all_night() -> None:
    turns = [Turn("a", NOW), Turn("b", NOW + timedelta(minutes=20))]
    written = [NOW + timedelta(minutes=5), NOW + timedelta(minutes=50)]
    times = measure_times(turns, NOW + timedelta(hours=15), written)
    assert times == {"a": timedelta(minutes=20), "b": timedelta(minutes=30)}
    assert measure_times(turns, NOW + timedelta(hours=15))["b"] == timedelta()
    # A long item is one.
    assert measure_times(turns, NOW + timedelta(hours=3), written)["b"] == timedelta(minutes=160)


def test_no_turn_is_no_time_and_a_clock_set_back_takes_none_away() -> None:
    assert measure_times((), NOW) == {}
    assert measure_times([Turn("a", NOW)], NOW - timedelta(hours=1)) == {"a": timedelta()}


def test_a_table_is_kept_as_it_was_shown_and_the_same_one_once(board: Board) -> None:
    meeting = open_a_meeting(board)
    for content in (b"PAR1 first PAR1", b"PAR1 first PAR1", b"PAR1 revised PAR1"):
        keep(board, meeting, content)
    tables = meeting_entries.list_tables(board, meeting.id)
    assert [(t.item, t.caption, t.finding) for t in tables] == [("a", "A table", "It fell.")] * 2
    contents = [meeting_entries.read_table(board, table.id) for table in tables]
    assert contents == [b"PAR1 first PAR1", b"PAR1 revised PAR1"]
    meetings.close_meeting(board, meeting.id, who="A")
    with pytest.raises(UserError, match="not open"):
        keep(board, meeting, b"PAR1 later PAR1")


def test_viewers_record_nothing(board: Board) -> None:
    meeting = open_a_meeting(board)
    for write in (
        lambda: meetings.plan_meeting(board, draft_of(), who="V", role="viewer"),
        lambda: meetings.close_meeting(board, meeting.id, who="V", role="viewer"),
        lambda: meeting_entries.turn_to(board, meeting.id, "a", who="V", role="viewer"),
    ):
        with pytest.raises(Denied):
            write()


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"agenda": ()}, "no item"),
        ({"agenda": (AGENDA[0], AGENDA[0])}, "the same one"),
        ({"agenda": (AgendaItem("a", " "),)}, "is missing"),
        ({"agenda": tuple(AgendaItem(str(n), "x") for n in range(41))}, "at most 40"),
        ({"title": ""}, "is missing"),
        ({"title": "a\nb"}, "one line"),
        ({"attendees": ("a\x00",)}, "control character"),
        ({"attendees": ("KFRS",), "apologies": ("KFRS",)}, '"KFRS" is named as present and with apologies'),
        ({"notes": "x" * 4001}, "4,001"),
    ],
)
def test_what_cannot_be_kept_is_one_sentence(file_board: Board, changed: dict, sentence: str) -> None:
    with pytest.raises(UserError, match=sentence):
        meetings.plan_meeting(file_board, draft_of(**changed), who="A")
    assert meetings.list_meetings(file_board) == ()


def test_a_meeting_is_deleted_until_it_was_opened_and_stays_after(board: Board) -> None:
    planned, opened = meetings.plan_meeting(board, draft_of(), who="A"), open_a_meeting(board)
    meetings.delete_meeting(board, planned.id, who="A")
    assert [meeting.id for meeting in meetings.list_meetings(board)] == [opened.id]
    for write in (meetings.delete_meeting, meetings.open_meeting, meetings.close_meeting):
        with pytest.raises(UserError, match="not in the record"):
            write(board, planned.id, who="A")
    for _ in range(2):
        with pytest.raises(UserError, match="stays in the record"):
            meetings.delete_meeting(board, opened.id, who="A")
        meetings.close_meeting(board, opened.id, who="A")


def test_two_who_keep_the_minutes_at_once_lose_nothing(url: str, open_at: OpenBoard) -> None:
    first = open_at(url)
    meeting, plan = open_a_meeting(first), plan_of(first)
    before = {action.ref for action in listing_of(first).actions}
    keepers = [(name, open_at(url)) for name in ("First", "Second")]

    def keep_minutes(keeper: tuple[str, Board]) -> None:
        name, board = keeper
        for number in range(5):
            decision = EntryDraft("a", form(), f"{name} {number}")
            meeting_entries.record_entry(board, meeting.id, decision, who=name)
            raised = ActionDraft("", 3, f"{name} {number}", ("Kent Police",))
            place = EntryDraft("b", form())
            meeting_entries.raise_action(board, meeting.id, plan.id, raised, place=place, who=name)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(keep_minutes, keepers))
    texts = {f"{name} {number}" for name, _ in keepers for number in range(5)}
    record = meetings.read_record(first, meeting.id)
    assert {entry.text for entry in record.list_in_force("decision")} == texts
    raised = record.list_in_force("action")
    assert {entry.text for entry in raised} == texts
    added = {action.ref: action.text for action in listing_of(first).actions if action.ref not in before}
    assert added == {entry.ref: entry.text for entry in raised}
    assert set(added) == {f"AS-{number}" for number in range(18, 28)}


def test_kills_lose_no_acknowledged_decision(tmp_path: Path, processes: ForkServerContext) -> None:
    url = f"sqlite:///{tmp_path / 'board.sqlite'}"
    board = open_board(url)
    meeting = open_a_meeting(board)
    board.close()
    acknowledged: list[str] = []
    for kill in range(3):
        heard, says = processes.Pipe(duplex=False)
        writer = processes.Process(target=decide_until_killed, args=(url, meeting.id, says, kill))
        writer.start()
        says.close()
        acknowledged += [heard.recv_bytes().decode() for _ in range(5)]
        writer.kill()
        writer.join()
        heard.close()
    board = open_board(url)
    stored = {entry.text for entry in meetings.read_record(board, meeting.id).entries}
    board.close()
    assert set(acknowledged) <= stored


@pytest.mark.parametrize(
    ("priorities", "reference"),
    [
        ({"AS-17": 3, "AS-02": 3, "DA-40": 1}, "AS-18"),
        ({"AS-9": 3}, "AS-10"),
        ({"AS-009": 3}, "AS-010"),
        ({"DA-40": 1}, "P3-01"),
        ({"P3-01": 1}, "P3-02"),
        ({"word": 3}, "P3-01"),
    ],
)
def test_the_next_reference_goes_on_in_the_form_of_its_priority(priorities: dict, reference: str) -> None:
    assert find_next_reference(priorities, 3) == reference


def test_the_last_meeting_is_the_latest_closed_one_until_a_day(board: Board) -> None:
    for day in (date(2021, 6, 1), date(2021, 9, 1)):
        meeting = open_a_meeting(board, day=day)
        meetings.close_meeting(board, meeting.id, who="A")
    open_a_meeting(board, day=date(2021, 9, 14))
    for before, expected in ((date(2021, 9, 15), 9), (date(2021, 8, 1), 6)):
        last = meetings.find_last_closed(board, before)
        assert last is not None
        assert last.draft.day.month == expected
    assert meetings.find_last_closed(board, date(2021, 1, 1)) is None


def test_a_backup_has_the_meetings(file_board: Board, tmp_path: Path, open_at: OpenBoard) -> None:
    meeting = open_a_meeting(file_board)
    decide(file_board, meeting.id, "Keep it.")
    keep(file_board, meeting, b"PAR1 first PAR1")
    backup.back_up(file_board, tmp_path / "copy.sqlite")
    restored = tmp_path / "other" / "board.sqlite"
    backup.restore_backup(tmp_path / "copy.sqlite", f"sqlite:///{restored}")
    record = meetings.read_open(open_at(f"sqlite:///{restored}"))
    assert record is not None
    assert [entry.text for entry in record.entries] == ["Keep it."]


def test_a_decision_about_an_action_is_found_from_it_with_day_and_item(board: Board) -> None:
    meeting = open_a_meeting(board)
    action = action_of(board)
    draft = EntryDraft("b", "0" * 32, "Ask for money.", action_id=action.id)
    entry = meeting_entries.record_entry(board, meeting.id, draft, who="A")
    assert (entry.kind, entry.ref) == ("decision", "DA-01")
    meeting_entries.record_entry(board, meeting.id, EntryDraft("a", "1" * 32, "About nothing."), who="A")
    meeting_entries.correct_entry(board, entry.id, "Ask for more money.", form="2" * 32, who="A")
    decided = (Decided(meeting.draft.day, "Robbery", "Ask for more money.", meeting.id),)
    assert meetings.list_decided_about(board, action.id) == decided
    assert meetings.list_decided_about(board, action_of(board, "DA-02").id) == ()
    gone = EntryDraft("a", "3" * 32, "x", action_id=9999)
    with pytest.raises(UserError, match="not on the board"):
        meeting_entries.record_entry(board, meeting.id, gone, who="A")
