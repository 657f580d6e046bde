"""The minutes of a meeting as a document of the report, for Word and PDF. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from csp.core import wording
from csp.topics.action_plan.store.meeting_records import MeetingRecord, ShownTable
from csp.topics.action_plan.store.records import ActionRow, Plan
from csp.topics.meeting import findings
from csp.topics.meeting.rules.agenda import ItemRecord, group_by_item
from csp.topics.meeting.tables import (
    build_action_table,
    build_decision_table,
    build_shown_table,
    build_signature_table,
)
from csp.topics.report.document import (
    Block,
    Bullets,
    Cover,
    Document,
    Heading,
    Paragraph,
    Section,
    TableBlock,
)
from csp.topics.report.inline import escape


@dataclass(frozen=True)
class MinutesSource:
    """What minutes are written from.

    actions: those that were raised, by id, with their plan. tables: what was shown. partnership: whose
    meeting it was. sample: what to say of simulated data. now: the moment of writing.
    """

    record: MeetingRecord
    actions: Mapping[int, tuple[ActionRow, Plan]]
    tables: Sequence[ShownTable]
    partnership: str
    sample: str
    now: datetime


def build_minutes(source: MinutesSource) -> Document:
    """The minutes: who came, what was decided and raised at each item, and which figures were shown."""
    meeting = source.record.meeting
    draft, items = meeting.draft, group_by_item(source.record, source.now)
    keeper = next((entry.who for entry in reversed(source.record.entries)), meeting.who)
    sections = (
        Section("meeting", "The meeting", _describe_meeting(source, items)),
        Section("items", "Items of the agenda", tuple(_list_blocks(items))),
        Section("decisions", "Decisions", _put_decisions(items)),
        Section("actions", "Actions raised", _put_actions(source)),
        Section("figures", "Figures as shown", _put_figures(source)),
        Section("agreed", "Agreed as a true record", _put_signatures(keeper)),
    )
    return Document(
        kind="since",
        cover=Cover(
            title=findings.write_minutes_title(meeting),
            subtitle=wording.capitalise(findings.count_entries(source.record)),
            partnership=source.partnership,
            period=findings.write_span(meeting, source.now),
            day=draft.day,
            source="The partnership's own record, kept in this dashboard",
            sample=source.sample,
        ),
        sections=sections,
        about=(("Meeting", draft.title), ("Held", findings.write_span(meeting, source.now))),
    )


def _say(sentences: Iterable[str]) -> tuple[Block, ...]:
    return tuple(Paragraph(escape(text)) for text in sentences if text)


def _describe_meeting(source: MinutesSource, items: Sequence[ItemRecord]) -> tuple[Block, ...]:
    meeting = source.record.meeting
    agenda = [f"{each.item.title} ({findings.write_time(each.seconds)})" for each in items if each.item.key]
    return (
        Paragraph(escape(f"{wording.capitalise(findings.count_entries(source.record))}."), "lead"),
        *_say(findings.describe_people(meeting)),
        Bullets(tuple(escape(line) for line in agenda), numbered=True),
        *_say(meeting.draft.notes.split("\n\n")),
    )


def _list_blocks(items: Sequence[ItemRecord]) -> Iterable[Block]:
    """The items at which something was recorded, each under a heading."""
    recorded = [group for group in items if group.entries]
    if not recorded:
        yield Paragraph(findings.NO_ENTRY)
    for group in recorded:
        yield Heading(group.item.title or findings.APART)
        yield Bullets(tuple(escape(findings.describe_entry(entry)) for entry in group.entries))


def _put_decisions(items: Sequence[ItemRecord]) -> tuple[Block, ...]:
    table = build_decision_table(items)
    widths = (0.2, 0.48, 0.32)
    return (
        (TableBlock(table, table.caption, (), widths),) if table.rows else _say(["No decision was recorded."])
    )


def _put_actions(source: MinutesSource) -> tuple[Block, ...]:
    table = build_action_table(source.record.list_in_force("action"), source.actions)
    if not table.rows:
        return _say(["No action was raised."])
    notes = ("As they stand in the plan on the day of these minutes.",)
    return (TableBlock(table, table.caption, notes, (0.12, 0.28, 0.18, 0.14, 0.14, 0.14)),)


def _put_figures(source: MinutesSource) -> tuple[Block, ...]:
    """What each page said at its item; the tables behind it are kept with the meeting."""
    if not source.tables:
        return _say([findings.NO_TABLE])
    table = build_shown_table(source.record.meeting, source.tables)
    return (TableBlock(table, table.caption, (findings.KEPT_TABLES,), (0.18, 0.48, 0.24, 0.1)),)


def _put_signatures(keeper: str) -> tuple[Block, ...]:
    """Who signs the minutes; the chair does so at the next meeting."""
    table = build_signature_table((("Chair", ""), ("Minutes kept by", keeper)))
    return (TableBlock(table, table.caption, (), (0.3, 0.45, 0.25)),)
