"""What follows from a meeting's record: its agenda, its references, its minutes, the tables as shown."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pyarrow.parquet as pq
import pytest
from docx import Document as Docx
from pypdf import PdfReader

from csp.core.errors import UserError
from csp.core.provenance import Provenance
from csp.core.table import Cell, Column, Row, Table
from csp.shell import meeting as meeting_screen
from csp.topics.action_plan.store.meeting_records import (
    AgendaItem,
    Meeting,
    MeetingDraft,
    MeetingEntry,
    MeetingRecord,
    ShownTable,
    Turn,
)
from csp.topics.action_plan.store.records import ActionRow, Plan
from csp.topics.meeting import findings
from csp.topics.meeting.files import FILES
from csp.topics.meeting.minutes import MinutesSource, build_minutes
from csp.topics.meeting.rules import links
from csp.topics.meeting.rules.agenda import (
    SINCE_PAGE,
    arrange_agenda,
    begin_agenda,
    group_by_item,
    set_item,
)
from csp.topics.meeting.snapshot import is_published, read_shown, write_parquet
from csp.topics.meeting.tables import build_new_tiles
from csp.topics.report.document import Bullets, Paragraph, TableBlock

NOW = datetime(2021, 4, 20, 10, tzinfo=UTC)
AGENDA = (AgendaItem("a", "Overview", "Overview"), AgendaItem("b", "Any other business"))
# Of an action that was raised: what the minutes say of it.
RAISED = {
    **{"id": 7, "plan_id": 1, "ref": "AS-18", "priority": 3, "text": "Light the path", "version": 1},
    **{"agencies": ("Kent Police",), "due": "30 September 2021", "due_date": date(2021, 9, 30), "marks": ()},
}
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
    agenda = set_item(set_item(AGENDA, "", "x", ""), "", "", "Wards?ward=Park")
    assert len({item.key for item in agenda}) == 4
    assert [item.title for item in agenda[2:]] == ["x", "Wards"]


def test_an_item_is_given_another_page_or_title_and_says_what_is_missing():
    assert set_item(AGENDA, "a", "", "County")[0] == AGENDA[0]._replace(page="County")
    assert set_item(AGENDA, "a", " How we stand ", None)[0] == AGENDA[0]._replace(title="How we stand")
    with pytest.raises(UserError, match="Choose a page"):
        set_item(AGENDA, "", "x", None)


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
    (kept,) = by_key["figures"]
    assert isinstance(kept, TableBlock)
    assert [[cell.text for cell in row.cells][:2] for row in kept.table.rows] == [
        ["Overview", "All crime fell."]
    ]
    # What people typed is text, whatever it looks like.
    (recorded,) = [block for block in by_key["items"] if isinstance(block, Bullets)]
    assert "\\*\\*bold" in recorded.items[0]


def test_a_table_is_read_back_as_it_was_shown_and_its_file_has_its_values():
    table = Table(
        "Wards",
        (Column("Ward", numeric=False), Column("Count"), Column("Share"), Column("Since")),
        (
            Row("p", (Cell("Park", "Park"), Cell("1,234", 1234), Cell("+9.1%", 9.06, "worse"), Cell("new"))),
            Row("c", (Cell("Capel", "Capel"), Cell("50", 50), Cell("−1.0%", -1.0, "better"), Cell("7", 7))),
        ),
    )
    about = Provenance(
        page="Wards", finding="It rose.", context={"Period": "2020"}, filters={"Period": "2020"}
    )
    content = write_parquet(table, about, is_published=True)
    assert content == write_parquet(table, about, is_published=True)
    assert is_published(content)
    assert not is_published(write_parquet(table, about, is_published=False))
    shown, words = read_shown(content)
    assert [[(cell.text, cell.tone) for cell in row.cells] for row in shown.rows] == [
        [(cell.text, cell.tone) for cell in row.cells] for row in table.rows
    ]
    assert (words["finding"], words["filters"], shown.caption) == ("It rose.", {"Period": "2020"}, "Wards")
    columns = pq.read_table(io.BytesIO(content)).to_pydict()
    assert columns["Count"] == [1234.0, 50.0]
    assert columns["Share (%)"] == [9.1, -1.0]
    # A word in a column of figures makes it a column of words.
    assert columns["Since"] == ["new", "7"]
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


def test_two_meetings_of_one_day_and_title_are_told_apart():
    one, other = record_of().meeting, replace(record_of().meeting, id=2)
    labels = findings.label_meetings([one, other])
    assert list(labels) == ["20 Apr 2021: Spring meeting", "20 Apr 2021: Spring meeting (2)"]
    assert [meeting.id for meeting in labels.values()] == [1, 2]


def test_a_meeting_that_was_left_open_says_so_the_next_day_alone():
    meeting = record_of(closed=False).meeting
    assert findings.explain_open_overnight(meeting, date(2021, 4, 20)) == ""
    assert "Open since 20 Apr 2021" in findings.explain_open_overnight(meeting, date(2021, 4, 21))
    assert findings.explain_open_overnight(record_of().meeting, date(2021, 4, 21)) == ""


@pytest.mark.parametrize(
    ("new", "words"),
    [
        (
            findings.NewSince(up=1, down=4, warnings=9, new=2, gone=1, changed=3, added=0, overdue=2),
            "5 crime types changed clearly; since the meeting of 20 Apr 2021, "
            "2 warnings are new and 3 actions changed.",
        ),
        (
            findings.NewSince(
                up=0, down=1, warnings=1, new=None, gone=None, changed=None, added=0, overdue=None
            ),
            "1 crime type changed clearly and there is 1 warning.",
        ),
        (
            findings.NewSince(up=0, down=0, warnings=0, new=0, gone=0, changed=0, added=0, overdue=0),
            "No crime type changed clearly; since the meeting of 20 Apr 2021, "
            "no warning is new and no action changed.",
        ),
    ],
)
def test_what_is_new_is_one_sentence_and_its_tiles_say_the_same(new, words):
    meeting = record_of().meeting
    assert findings.write_new(new, meeting, meeting.draft.day) == words
    tiles = {tile["id"]: tile["figure"] for tile in build_new_tiles(new)}
    assert tiles["changed"] == str(new.up + new.down)
    assert tiles["warnings"] == ("–" if new.new is None else str(new.new))


TYPES = ("All crime", "Robbery", "Drug possession & supply")


@pytest.mark.parametrize(
    ("page", "text", "line"),
    [
        ("Trends", "", "Trends"),
        ("Trends", "type=Robbery&tab=Year+by+year", "Trends?type=Robbery&tab=Year by year"),
        (links.BY_LINK, "http://localhost:8501/trends?type=Robbery&meeting=on", "Trends?type=Robbery"),
        (links.BY_LINK, "https://kent.example/csp/wards?ward=Park&ward=St+John%27s", None),
        ("Wards", "https://kent.example/csp/", "Overview"),
        ("Wards", "/county", "County"),
        (links.BY_LINK, "", ""),
        (links.NO_PAGE, "", ""),
        ("Crime types", "?type=Drug+possession+%26+supply", "Crime types?type=Drug possession %26 supply"),
    ],
)
def test_an_item_is_named_by_a_page_or_by_a_link_of_one(page, text, line):
    answer = links.read_line(page, text, TYPES)
    if page == links.BY_LINK and not text:
        assert answer is None
    elif line is None:
        assert answer == "Wards?ward=Park&ward=St John's"
    else:
        assert answer == line
        # The screen of the meeting opens it with the values that were meant.
        assert meeting_screen.read_agenda([line])[1] == [] or not line


@pytest.mark.parametrize(
    ("page", "text", "sentence"),
    [
        ("Trends", "Robbery please", "not written like type=Robbery"),
        ("Trends", "type=Robbry", "“Robbry” is no crime type"),
        (links.BY_LINK, "type=Robbery", "not the link of a page"),
        (links.BY_LINK, "https://example.org/robots", "leads to no page"),
    ],
)
def test_a_link_that_leads_nowhere_is_one_sentence(page, text, sentence):
    with pytest.raises(UserError, match=sentence) as caught:
        links.read_line(page, text, TYPES)
    assert str(caught.value).count(". ") == 0


def test_what_an_item_opens_is_said_in_words():
    lines = ("Trends?type=Robbery&tab=Year by year", "County", "", SINCE_PAGE)
    assert [links.describe_line(line) for line in lines] == [
        "Trends: Robbery, Year by year",
        "County",
        "No page",
        "Figures, warnings and actions that changed",
    ]


def test_minutes_read_back_from_word_and_from_pdf_say_what_the_record_says():
    action = ActionRow(**{**dict.fromkeys(ActionRow._fields), **RAISED})
    plan = Plan(
        1, "2021-22", date(2021, 4, 1), date(2022, 3, 31), "", "A", NOW, None, 1, {3: "Anti-social behaviour"}
    )
    entries = (
        entry(1, "Ask for the CCTV"),
        MeetingEntry(2, "b", "action", "Light the path", 7, "AS-18", None, "A. Officer", NOW),
    )
    shown = (ShownTable(1, "a", "Crime types", "All crime fell by 778 (−9.0%) to 7,830.", NOW),)
    source = MinutesSource(record_of(*entries), {7: (action, plan)}, shown, "Partnership", "", NOW)
    document = build_minutes(source)
    files = {name: write(document) for name, (write, _, _) in FILES.items()}
    word = Docx(io.BytesIO(files["Word"]))
    tables = [[[cell.text for cell in row.cells] for row in table.rows] for table in word.tables]
    paragraphs = " ".join(each.text for each in word.paragraphs)
    pages = PdfReader(io.BytesIO(files["PDF"])).pages
    pdf = " ".join(" ".join(page.extract_text() for page in pages).split())
    for words in ("Present: Kent Police.", "Apologies: KFRS.", "Overview (30 min)"):
        assert words in paragraphs
        assert words in pdf
    wanted = [
        ["Overview", "Ask for the CCTV"],
        ["AS-18", "Light the path", "3 Anti-social behaviour", "Kent Police", "30 Sep 2021"],
        ["Overview", "All crime fell by 778 (−9.0%) to 7,830."],
        ["Minutes kept by", "A. Officer"],
    ]
    rows = [row for table in tables for row in table]
    for cells in wanted:
        assert any(row[: len(cells)] == cells for row in rows), cells
        for cell in cells:
            assert cell in pdf
