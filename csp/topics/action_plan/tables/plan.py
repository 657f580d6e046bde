"""The whole plan as a table, a file of actions beside it, and its counts by priority. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from csp.core.table import UNKNOWN, Cell, Column, Row, Table
from csp.topics.action_plan.findings.values import cut_text, label_priority
from csp.topics.action_plan.store.plan_import import Preview, PreviewRow
from csp.topics.action_plan.store.records import ActionRow, Listing
from csp.topics.action_plan.tables.cells import (
    OPEN_ACTION,
    build_due_cell,
    build_full_outcome_cell,
    build_marks_cell,
    build_outcome_cell,
    build_sentence_column,
    build_text_cell,
)

MOST_ROWS = 300


def build_plan_table(listing: Listing, actions: Sequence[ActionRow]) -> Table:
    """The plan as in the document, with the outcome filled and the last four quarters as marks."""
    span = f"{listing.quarters[0].label} to {listing.quarters[-1].label}"
    return Table(
        caption=f"Action plan {listing.plan.label}",
        columns=(
            Column("Reference", numeric=False),
            build_sentence_column("Action"),
            build_sentence_column("Agencies", help="The lead is named first."),
            build_sentence_column("Measure"),
            build_sentence_column("Outcome", help="The latest update in force, its day and author."),
            Column("Last four quarters", numeric=False, help=f"Status reported for {span}; – is none."),
            Column("Due", numeric=False),
        ),
        rows=tuple(
            Row(
                action.ref,
                (
                    build_text_cell(action.ref),
                    build_text_cell(action.text),
                    build_text_cell(", ".join(action.agencies)),
                    build_text_cell(action.measure),
                    build_outcome_cell(action),
                    build_marks_cell(action, listing.quarters),
                    build_due_cell(action),
                ),
            )
            for action in actions
        ),
        clickable=OPEN_ACTION,
    )


def build_priority_plan_table(listing: Listing, priority: int) -> Table:
    """The actions of one priority as a printed plan has them, with the outcome filled."""
    return Table(
        caption=f"Priority {label_priority(priority, listing.plan.priorities[priority])}",
        columns=tuple(build_sentence_column(name) for name in ("Action", "Agency", "Measure", "Outcome")),
        rows=tuple(
            Row(
                action.ref,
                (
                    build_text_cell(f"{action.ref}  {action.text}"),
                    build_text_cell(", ".join(action.agencies)),
                    build_text_cell(action.measure),
                    build_full_outcome_cell(action),
                ),
            )
            for action in listing.actions
            if action.priority == priority
        ),
    )


def build_preview_table(preview: Preview) -> Table:
    """The rows of a file as they would be stored, each with what is wrong with it; wrong ones first."""
    ordered = sorted(preview.rows, key=lambda row: (not row.errors, row.line))
    return Table(
        caption="Preview of the file",
        columns=(
            Column("Line"),
            build_sentence_column("Fault"),
            Column("Reference", numeric=False),
            Column("Priority"),
            build_sentence_column("Action"),
            build_sentence_column("Agencies"),
            build_sentence_column("Measure"),
            Column("Due", numeric=False),
        ),
        rows=tuple(
            Row(
                str(row.line),
                (
                    Cell(str(row.line), row.line),
                    Cell("\n".join(f"■ {e}" for e in row.errors), "; ".join(row.errors), "red")
                    if row.errors
                    else Cell("✔ none", "", "green"),
                    build_text_cell(row.draft.ref),
                    build_text_cell(str(row.draft.priority)),
                    build_text_cell(cut_text(row.draft.text)),
                    build_text_cell(", ".join(row.draft.agencies)),
                    build_text_cell(cut_text(row.draft.measure)),
                    build_text_cell(row.draft.due),
                ),
            )
            for row in ordered[:MOST_ROWS]
        ),
    )


def build_reading_table(preview: Preview) -> Table:
    """The actions of a file as they would be stored, with what is to be said of each; wrong ones first."""
    ordered = sorted(preview.rows, key=lambda row: bool(row.errors), reverse=True)[:MOST_ROWS]
    # Most files give no cause for a remark, and their actions then have the room.
    has_remarks = any(row.errors or row.remarks for row in ordered)
    remarks = build_sentence_column("Remarks", help="■ is a fault: the row cannot be stored with it.")
    return Table(
        caption="The actions as they will be stored",
        columns=(
            Column("Row", numeric=False),
            *([remarks] if has_remarks else []),
            Column("Reference", numeric=False),
            build_sentence_column("Action"),
            build_sentence_column("Agencies", help="The lead is named first."),
            Column("Due", numeric=False),
            build_sentence_column("Priority"),
            build_sentence_column("Measure"),
        ),
        rows=tuple(
            Row(
                f"{row.place}/{row.line}",
                (
                    build_text_cell(f"{row.place}, {row.line}" if row.place else str(row.line)),
                    *([_build_remark_cell(row)] if has_remarks else []),
                    build_text_cell(row.draft.ref),
                    build_text_cell(cut_text(row.draft.text)),
                    build_text_cell(", ".join(row.draft.agencies)),
                    build_text_cell("\n".join(filter(None, (row.draft.due, row.draft.reporting)))),
                    build_text_cell(_name_priority(row.draft.priority, preview)),
                    build_text_cell(cut_text(row.draft.measure)),
                ),
            )
            for row in ordered
        ),
    )


def _name_priority(number: int | str, preview: Preview) -> str:
    names = {str(each): label_priority(each, name) for each, name in preview.priorities.items()}
    return names.get(str(number), str(number))


def _build_remark_cell(row: PreviewRow) -> Cell:
    lines = [*(f"■ {error}" for error in row.errors), *row.remarks]
    return Cell("\n".join(lines), "; ".join(lines), "red" if row.errors else "") if lines else UNKNOWN
