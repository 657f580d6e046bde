"""The tables of a meeting: its items with the time they took, and what was decided and raised. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from csp.comparison.key_figures import build_tile
from csp.core import wording
from csp.core.elements import Tile
from csp.core.table import UNKNOWN, Cell, Column, Row, Table
from csp.topics.action_plan.findings.values import label_priority, write_moment
from csp.topics.action_plan.store.meeting_records import Meeting, MeetingEntry, ShownTable
from csp.topics.action_plan.store.records import ActionRow, Plan
from csp.topics.action_plan.tables.cells import (
    OPEN_ACTION,
    build_due_cell,
    build_sentence_column,
    build_status_cell,
    build_text_cell,
)
from csp.topics.meeting.findings import APART, NewSince, describe_author, write_decision, write_time
from csp.topics.meeting.rules.agenda import ItemRecord


def build_new_tiles(new: NewSince) -> list[Tile]:
    """How much is new since the last meeting, for a room to read."""

    def write(number: int | None) -> str:
        return wording.MISSING if number is None else wording.count(number)

    warnings = (
        "month not loaded" if new.gone is None else f"{write(new.gone)} gone, {write(new.warnings)} in all"
    )
    added = f"{write(new.added)} added" if new.changed is not None else "no plan to read"
    of_plan = new.remark or "of the plan in force"
    return [
        build_tile("changed", "Changed clearly", write(new.up + new.down), f"{new.up} up, {new.down} down"),
        build_tile("warnings", "New warnings", write(new.new), warnings),
        build_tile("actions", "Actions changed", write(new.changed), new.remark or added),
        build_tile("overdue", "Actions overdue", write(new.overdue), of_plan),
    ]


def build_record_table(items: Sequence[ItemRecord]) -> Table:
    """What was recorded at each item, the items in their order."""
    rows = []
    for number, group in enumerate(items, 1):
        title = f"{number}. {group.item.title}" if group.item.title else APART
        rows.append(_record_row(str(number), title, group))
    return Table(
        caption="What was recorded",
        columns=(
            build_sentence_column("Item", sortable=False),
            Column("Time taken", sortable=False),
            build_sentence_column("Decisions", sortable=False),
            build_sentence_column("Actions raised", sortable=False),
            build_sentence_column("Notes", sortable=False),
        ),
        rows=tuple(rows),
    )


def _record_row(id: str, title: str, group: ItemRecord) -> Row:
    minutes = Cell(write_time(group.seconds), group.seconds)
    actions = [f"{entry.ref} {entry.text}" for entry in group.pick("action")]
    return Row(
        id,
        (
            build_text_cell(title),
            minutes,
            _build_lines(write_decision(entry) for entry in group.pick("decision")),
            _build_lines(actions),
            _build_lines(entry.text for entry in group.pick("note")),
        ),
    )


def _build_lines(texts: Iterable[str]) -> Cell:
    return build_text_cell("\n".join(texts))


def build_decision_table(items: Sequence[ItemRecord]) -> Table:
    """The decisions in the order of the agenda, with who took them down."""
    return Table(
        caption="Decisions",
        columns=(
            build_sentence_column("Item"),
            build_sentence_column("Decision"),
            build_sentence_column("Recorded by"),
        ),
        rows=tuple(
            Row(
                str(entry.id),
                (
                    build_text_cell(group.item.title),
                    build_text_cell(write_decision(entry)),
                    build_text_cell(describe_author(entry)),
                ),
            )
            for group in items
            for entry in group.pick("decision")
        ),
    )


def build_action_table(
    entries: Sequence[MeetingEntry], actions: Mapping[int, tuple[ActionRow, Plan]]
) -> Table:
    """The actions that were raised, as they stand in the plan now. actions: by id, with their plan."""
    return Table(
        caption="Actions raised",
        columns=(
            Column("Reference", numeric=False),
            build_sentence_column("Action"),
            build_sentence_column("Priority"),
            build_sentence_column("Lead"),
            Column("Due", numeric=False),
            Column("Status", numeric=False),
        ),
        rows=tuple(_action_row(entry, actions.get(entry.action_id or 0)) for entry in entries),
        clickable=OPEN_ACTION,
    )


def _action_row(entry: MeetingEntry, stored: tuple[ActionRow, Plan] | None) -> Row:
    if stored is None:
        cells = (build_text_cell(entry.ref), build_text_cell(entry.text), *(UNKNOWN,) * 4)
        return Row(entry.ref, cells)
    action, plan = stored
    return Row(
        action.ref,
        (
            build_text_cell(action.ref),
            build_text_cell(action.text),
            build_text_cell(label_priority(action.priority, plan.priorities[action.priority])),
            build_text_cell(action.lead),
            build_due_cell(action),
            build_status_cell(action.status),
        ),
    )


def build_shown_table(meeting: Meeting, tables: Sequence[ShownTable]) -> Table:
    """What the pages said as they were shown, in that order, and how many tables of each are kept."""
    groups: dict[tuple[str, str], list[ShownTable]] = {}
    for table in tables:
        groups.setdefault((table.item, table.finding), []).append(table)
    return Table(
        caption="Figures as shown",
        columns=(
            build_sentence_column("Item"),
            build_sentence_column("What the page said"),
            Column("Shown", numeric=False),
            Column("Tables kept"),
        ),
        rows=tuple(
            Row(
                str(shown[0].id),
                (
                    build_text_cell(meeting.find_title(item) or APART),
                    build_text_cell(finding),
                    build_text_cell(write_moment(shown[0].at)),
                    Cell(str(len(shown)), len(shown)),
                ),
            )
            for (item, finding), shown in groups.items()
        ),
    )


def build_signature_table(people: Sequence[tuple[str, str]]) -> Table:
    """Room for those who sign. people: their office and, where it is known, their name."""
    return Table(
        caption="Signed",
        columns=(
            Column("Office", numeric=False),
            Column("Name and signature", numeric=False),
            Column("Date", numeric=False),
        ),
        rows=tuple(Row(office, (Cell(office), Cell(name), Cell(""))) for office, name in people),
    )
