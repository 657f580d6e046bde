"""The actions that act on a crime type. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from csp.core.table import Column, Row, Table
from csp.topics.action_plan.findings.linked_crime import name_places
from csp.topics.action_plan.findings.values import cut_text
from csp.topics.action_plan.rules.coverage import NOTHING, list_crime_types
from csp.topics.action_plan.store.entry_records import ActionDetails
from csp.topics.action_plan.store.records import ActionRow
from csp.topics.action_plan.tables.cells import (
    OPEN_ACTION,
    build_due_cell,
    build_reported_status_cell,
    build_sentence_column,
    build_text_cell,
    build_updated_cell,
)


def build_linked_table(
    actions: Sequence[ActionRow],
    details: Mapping[int, ActionDetails],
    labels: Mapping[str, str],
    wards: Mapping[str, str],
) -> Table:
    """One row an action, with the crime types it acts on, where, and its status.

    details: what each action holds, by its id; labels: of crime types, and wards: names, by code.
    """
    return Table(
        caption="Actions here",
        columns=(
            Column("Reference", numeric=False),
            Column("Status", numeric=False),
            build_sentence_column("Action"),
            build_sentence_column("Acts on"),
            build_sentence_column("Where"),
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
                    build_text_cell(_name_types(action, details.get(action.id, NOTHING), labels)),
                    build_text_cell(name_places(details.get(action.id, NOTHING).coverage.wards, wards)),
                    build_text_cell(action.lead),
                    build_due_cell(action),
                    build_updated_cell(action),
                ),
            )
            for action in actions
        ),
        clickable=OPEN_ACTION,
    )


def _name_types(action: ActionRow, details: ActionDetails, labels: Mapping[str, str]) -> str:
    codes = list_crime_types(action, details)
    return ", ".join(labels.get(code, code.replace("_", " ").capitalize()) for code in codes)
