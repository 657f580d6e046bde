"""What follows from a meeting's record: its agenda, its references, its minutes, the tables as shown."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, timedelta

import pyarrow.parquet as pq
import pytest

from csp.core.provenance import Provenance
from csp.core.table import HIDDEN, Cell, Column, Row, Table
from csp.topics.action_plan.store.meeting_records import (
    AgendaItem,
    Meeting,
    MeetingDraft,
    MeetingEntry,
    MeetingRecord,
    ShownTable,
    Turn,
)
from csp.topics.meeting import findings
from csp.topics.meeting.minutes import MinutesSource, build_minutes
from csp.topics.meeting.rules.agenda import add_item, arrange_agenda, begin_agenda, group_by_item
from csp.topics.meeting.snapshot import read_shown, write_parquet
from csp.topics.report.document import Bullets, Paragraph, TableBlock

NOW = datetime(2021, 4, 20, 10, tzinfo=UTC)
AGENDA = (AgendaItem("a", "Overview", "Overview"), AgendaItem("b", "Any other business"))
HOSTILE = "**bold** [x](javascript:alert(1)) #set page() <b>"


def entry(number, text, item="a", kind="decision", corrects=None):
    return MeetingEntry(number, item, kind, text, None, "", corrects, "A. Officer", NOW)


def record_of(*entries, closed=True):
    draft = MeetingDraft("Spring meeting", date(2021, 4, 20), AGENDA, ("Kent Police",), ("KFRS",))
    end = NOW + timedelta(minutes=90) if closed else None
    meeting = Meeting(1, draft, "A. Officer", NOW, NOW, end, 3)
    return MeetingRecord(meeting, entries, (Turn("a", NOW), Turn("b", NOW + timedelta(minutes=30))))


def test_a_new_agenda_has_what_is_new_and_the_pages_of_the_settings():
    agenda = begin_agenda(["Overview", "Robots", "Trends?type=Robbery"], ["Overview", "", "Trends"])
    assert [(item.title, item.page) for item in agenda] == [
        ("Since the last meeting", "Meeting?meeting_tab=Since the last meeting"),
        ("Overview", "Overview"),
        ("Trends", "Trends?type=Robbery"),
    ]
    assert len({item.key for item in agenda}) == 3


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([{"id": "b", "included": True, "title": ""}, {"id": "a", "included": True}], ["b", "a"]),
        ([{"id": "a", "included": False, "title": ""}], ["b"]),
        ([{"id": "x", "included": True}, {"id": "b", "included": True}, {"id": "b"}], ["b", "a"]),
        ([], ["a", "b"]),
    ],
)
def test_items_are_arranged_as_the_list_has_them_and_none_is_lost(rows, expected):
    assert [item.key for item in arrange_agenda(AGENDA, rows)] == expected


def test_an_item_that_is_renamed_keeps_its_key_and_a_new_one_gets_its_own():
    (renamed, _) = arrange_agenda(AGENDA, [{"id": "a", "included": True, "title": " How we stand "}])
    assert renamed == AGENDA[0]._replace(title="How we stand")
    agenda = add_item(add_item(AGENDA, "x", ""), "y", "")
    assert len({item.key for item in agenda}) == 4


def test_what_belongs_to_no_item_of_the_agenda_comes_last():
    groups = group_by_item(record_of(entry(1, "One"), entry(2, "Two", item="gone")), NOW)
    assert [(g.item.title, [e.text for e in g.entries]) for g in groups] == [
        ("Overview", ["One"]),
        ("Any other business", []),
        ("", ["Two"]),
    ]
    assert [g.seconds for g in groups] == [1800.0, 3600.0, None]


def test_minutes_say_who_came_what_was_decided_and_what_was_shown():
    record = record_of(entry(1, "Wrong"), entry(2, HOSTILE, corrects=1), entry(3, "Late start", kind="note"))
    shown = (ShownTable(1, "a", "Crime types", "All crime fell.", NOW),)
    document = build_minutes(MinutesSource(record, {}, shown, "Partnership", "Sample data.", NOW))
    by_key = {section.key: section.blocks for section in document.sections}
    assert document.kind == "since"
    assert document.cover.sample == "Sample data."
    texts = [block.text for block in by_key["meeting"] if isinstance(block, Paragraph)]
    assert texts == ["1 decision and no action raised.", "Present: Kent Police.", "Apologies: KFRS."]
    (agenda,) = [block for block in by_key["meeting"] if isinstance(block, Bullets)]
    assert agenda == Bullets(("Overview (30 min)", "Any other business (60 min)"), numbered=True)
    (decisions,) = by_key["decisions"]
    assert isinstance(decisions, TableBlock)
    assert [row.cells[1].text for row in decisions.table.rows] == [HOSTILE]
    (_, kept) = by_key["figures"]
    assert isinstance(kept, Bullets)
    assert kept.items[0].startswith("Overview: Crime types. Shown on ")
    assert kept.items[0].endswith("All crime fell.")
    # What people typed is text, whatever it looks like.
    (recorded,) = [block for block in by_key["items"] if isinstance(block, Bullets)]
    assert "\\*\\*bold" in recorded.items[0]


def test_a_table_is_read_back_as_it_was_shown_and_its_file_has_its_values():
    table = Table(
        "Wards",
        (Column("Ward", numeric=False), Column("Count"), Column("Share"), Column("Small")),
        (
            Row("p", (Cell("Park", "Park"), Cell("1,234", 1234), Cell("+9.1%", 9.06, "worse"), HIDDEN)),
            Row("c", (Cell("Capel", "Capel"), Cell("50", 50), Cell("−1.0%", -1.0, "better"), Cell("7", 7))),
        ),
    )
    about = Provenance(
        page="Wards", finding="It rose.", context={"Period": "2020"}, filters={"Period": "2020"}
    )
    content = write_parquet(table, about)
    assert content == write_parquet(table, about)
    shown, words = read_shown(content)
    assert [[(cell.text, cell.tone) for cell in row.cells] for row in shown.rows] == [
        [(cell.text, cell.tone) for cell in row.cells] for row in table.rows
    ]
    assert (words["finding"], words["filters"], shown.caption) == ("It rose.", {"Period": "2020"}, "Wards")
    columns = pq.read_table(io.BytesIO(content)).to_pydict()
    assert columns["Count"] == [1234.0, 50.0]
    assert columns["Share (%)"] == [9.1, -1.0]
    # A figure that was hidden is hidden in the file.
    assert columns["Small"] == ["hidden", "7"]
    assert columns["Period"] == ["2020", "2020"]


def test_times_are_words_for_people():
    assert [findings.write_time(n) for n in (None, 0, 29, 31, 3600)] == [
        "–",
        "under 1 min",
        "under 1 min",
        "1 min",
        "60 min",
    ]


def test_the_strip_says_the_latest_and_how_many_more():
    entries = [entry(1, "One"), entry(2, "Two"), entry(3, "aside", kind="note")]
    assert findings.describe_latest(entries) == "Decision: Two (and 1 more)"
    assert findings.describe_latest(entries[2:]) == "Nothing recorded"
