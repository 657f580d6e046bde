"""The actions that act on a crime type. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from csp.core.table import Column, Row, Table
from csp.topics.action_plan.findings.values import cut_text
from csp.topics.action_plan.store.records import ActionRow
from csp.topics.action_plan.tables.cells import (
    OPEN_ACTION,
    build_due_cell,
    build_reported_status_cell,
    build_sentence_column,
    build_text_cell,
    build_updated_cell,
)


def build_linked_table(actions: Sequence[ActionRow], labels: Mapping[str, str]) -> Table:
    """One row an action, with the crime type it acts on and its status. labels: of crime types by code."""
    return Table(
        caption="Actions that act on this crime type",
        columns=(
            Column("Reference", numeric=False),
            Column("Status", numeric=False),
            build_sentence_column("Action"),
            build_sentence_column("Acts on"),
            build_sentence_column("Lead"),
            Column("Due", numeric=False),
            build_sentence_column("Last update"),
        ),
        rows=tuple(
            Row(
                action.ref,
                (
                    build_text_cell(action.ref),
                    build_reported_status_cell(action),
                    build_text_cell(cut_text(action.text), tip=action.text),
                    build_text_cell(labels[action.linked_measure]),
                    build_text_cell(action.lead),
                    build_due_cell(action),
                    build_updated_cell(action),
                ),
            )
            for action in actions
        ),
        clickable=OPEN_ACTION,
    )
