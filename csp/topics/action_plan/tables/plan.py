"""The whole plan as a table, a file of actions beside it, and its counts by priority. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from csp.core.table import Cell, Column, Row, Table
from csp.topics.action_plan.findings.values import cut
from csp.topics.action_plan.store.plan_import import Preview
from csp.topics.action_plan.store.records import ActionRow, Listing
from csp.topics.action_plan.tables.cells import (
    OPEN_ACTION,
    due_cell,
    marks_cell,
    outcome_cell,
    sentence_column,
    text_cell,
)

MOST_ROWS = 300


def plan_table(listing: Listing, actions: Sequence[ActionRow]) -> Table:
    """The plan as in the document, with the outcome filled and the last four quarters as marks."""
    span = f"{listing.quarters[0].label} to {listing.quarters[-1].label}"
    return Table(
        caption=f"Action plan {listing.plan.label}",
        columns=(
            Column("Reference", numeric=False),
            sentence_column("Action"),
            sentence_column("Agencies", help="The lead is named first."),
            sentence_column("Measure"),
            sentence_column("Outcome", help="The latest update in force, its day and author."),
            Column("Last four quarters", numeric=False, help=f"Status reported for {span}; – is none."),
            Column("Due", numeric=False),
        ),
        rows=tuple(
            Row(
                action.ref,
                (
                    text_cell(action.ref),
                    text_cell(action.text),
                    text_cell(", ".join(action.agencies)),
                    text_cell(action.measure),
                    outcome_cell(action),
                    marks_cell(action, listing.quarters),
                    due_cell(action),
                ),
            )
            for action in actions
        ),
        clickable=OPEN_ACTION,
    )


def first_rows(table: Table) -> Table:
    """As many rows as a screen can do with; of a plan of thousands the rest is in the download."""
    return replace(table, rows=table.rows[:MOST_ROWS])


def import_preview(preview: Preview) -> Table:
    """The rows of a file as they would be stored, each with what is wrong with it; wrong ones first."""
    ordered = sorted(preview.rows, key=lambda row: (not row.errors, row.line))
    return Table(
        caption="Preview of the file",
        columns=(
            Column("Line"),
            sentence_column("Fault"),
            Column("Reference", numeric=False),
            Column("Priority"),
            sentence_column("Action"),
            sentence_column("Agencies"),
            sentence_column("Measure"),
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
                    text_cell(row.draft.ref),
                    text_cell(str(row.draft.priority)),
                    text_cell(cut(row.draft.text)),
                    text_cell(", ".join(row.draft.agencies)),
                    text_cell(cut(row.draft.measure)),
                    text_cell(row.draft.due),
                ),
            )
            for row in ordered[:MOST_ROWS]
        ),
    )
