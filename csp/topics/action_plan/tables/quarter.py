"""Before the meeting that closes a quarter: counts by priority, what changed, whom to remind. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from csp.core.table import Cell, Column, Row, Table
from csp.topics.action_plan.findings.history import describe_edit, describe_movement
from csp.topics.action_plan.findings.values import cut_text, label_priority, write_day
from csp.topics.action_plan.rules.counts import Tally
from csp.topics.action_plan.rules.movement import Movement
from csp.topics.action_plan.store.records import ActionRow, Entry, Listing
from csp.topics.action_plan.store.status import Status
from csp.topics.action_plan.tables.cells import (
    OPEN_ACTION,
    TONES,
    build_count_cell,
    build_due_cell,
    build_reported_status_cell,
    build_sentence_column,
    build_text_cell,
    build_updated_cell,
)


def build_priority_table(listing: Listing, counts: Mapping[int, Tally], lacking: Mapping[int, int]) -> Table:
    """One row per priority: actions by status, and what is overdue or lacks an update."""
    columns = [Column(state.rag.shape + " " + state.rag.word) for state in Status]
    return Table(
        caption="Actions by priority",
        columns=(
            Column("Priority", numeric=False, wrap=True),
            Column("Actions"),
            *columns,
            Column("Overdue"),
            Column("Update due", help="Unfinished and nothing reported for the quarter."),
        ),
        rows=tuple(
            Row(
                str(number),
                (
                    build_text_cell(label_priority(number, listing.plan.priorities[number])),
                    build_count_cell(tally.total),
                    *(build_count_cell(tally.count(state), TONES[state.rag.colour]) for state in Status),
                    build_count_cell(tally.overdue, "red"),
                    build_count_cell(lacking.get(number, 0)),
                ),
            )
            for number, tally in counts.items()
        ),
        clickable="Click to see this priority on the board",
    )


def build_movement_table(movements: Sequence[Movement]) -> Table:
    """What came to each action since a date, the latest first."""
    ordered = sorted(movements, key=lambda move: move.latest, reverse=True)
    return Table(
        caption="What changed",
        columns=(
            Column("Reference", numeric=False),
            build_sentence_column("Action"),
            build_sentence_column("Status"),
            build_sentence_column("What was reported or done"),
            build_sentence_column("Lead"),
            build_sentence_column("When and who"),
        ),
        rows=tuple(_changed_row(move) for move in ordered),
        clickable=OPEN_ACTION,
    )


def _changed_row(move: Movement) -> Row:
    sentences = [_report_words(entry) for entry in move.updates]
    sentences += [describe_edit(edit) for edit in move.edits]
    # Whoever did the last of it.
    at, who = max([(e.update.at, e.update.who) for e in move.updates] + [(c.at, c.who) for c in move.edits])
    action = move.action
    return Row(
        action.ref,
        (
            build_text_cell(action.ref),
            build_text_cell(cut_text(action.text)),
            Cell(describe_movement(move), action.status.value, TONES[action.status.rag.colour]),
            build_text_cell("\n".join(sentences)),
            build_text_cell(action.lead),
            Cell(f"{write_day(at)}, {who}", at.isoformat(timespec="minutes")),
        ),
    )


def _report_words(entry: Entry) -> str:
    update = entry.update
    kind = "Correction for " if update.corrects else ""
    corrected = " (corrected since)" if entry.corrected_by else ""
    note = f": {cut_text(update.note, 240)}" if update.note else ""
    return f"{kind}{update.quarter.label}, {update.status}{corrected}{note}"


def build_reminder_table(actions: Sequence[ActionRow], caption: str) -> Table:
    """Actions to remind somebody of, by lead agency: who leads, the last update, when it is due."""
    ordered = sorted(actions, key=lambda action: (action.lead.casefold(), action.priority))
    return Table(
        caption=caption,
        columns=(
            Column("Reference", numeric=False),
            build_sentence_column("Action"),
            build_sentence_column("Lead"),
            Column("Status", numeric=False),
            build_sentence_column("Last update"),
            Column("Due", numeric=False),
        ),
        rows=tuple(
            Row(
                a.ref,
                (
                    build_text_cell(a.ref),
                    build_text_cell(cut_text(a.text)),
                    build_text_cell(a.lead),
                    build_reported_status_cell(a),
                    build_updated_cell(a),
                    build_due_cell(a),
                ),
            )
            for a in ordered
        ),
        clickable=OPEN_ACTION,
    )


def build_overdue_table(actions: Sequence[ActionRow], listing: Listing) -> Table:
    """Actions whose day has passed, the longest overdue first."""
    return Table(
        caption="Overdue actions",
        columns=(
            Column("Reference", numeric=False),
            build_sentence_column("Action"),
            build_sentence_column("Lead"),
            Column("Due", numeric=False),
            Column("Days late"),
            Column("Status", numeric=False),
            build_sentence_column("Last update"),
        ),
        rows=tuple(
            Row(
                a.ref,
                (
                    build_text_cell(a.ref),
                    build_text_cell(cut_text(a.text)),
                    build_text_cell(a.lead),
                    build_due_cell(a),
                    build_count_cell((listing.today - a.due_date).days if a.due_date else 0),
                    build_reported_status_cell(a),
                    build_updated_cell(a),
                ),
            )
            for a in actions
        ),
        clickable=OPEN_ACTION,
    )
