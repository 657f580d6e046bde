"""The tables that are edited while a new year is put together. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from csp.core.elements import EditColumn, EditRow
from csp.topics.action_plan.findings.values import label_priority, write_status
from csp.topics.action_plan.rules.new_year import Choice, Edits, YearRow


def list_carried_columns(priorities: Mapping[int, str]) -> list[EditColumn]:
    """The columns of unfinished actions: what becomes of each, and its words."""
    choices = [(choice.value, choice.value) for choice in Choice]
    return [
        {"id": "ref", "label": "Reference", "kind": "read", "width": "6rem"},
        {
            "id": "choice",
            "label": "What becomes of it",
            "kind": "choice",
            "width": "8rem",
            "options": choices,
            "many": True,
            "reset": Choice.CARRY.value,
            "edited": Choice.ADAPT.value,
        },
        {"id": "text", "label": "Wording", "kind": "long", "width": "minmax(14rem, 2fr)"},
        {
            "id": "reason",
            "label": "Reason for retiring",
            "kind": "text",
            "width": "",
            "only": {"choice": Choice.RETIRE.value},
            "under": "choice",
            "many": True,
        },
        {"id": "lead", "label": "Lead", "kind": "text", "width": "minmax(8rem, 0.8fr)", "many": True},
        {"id": "due", "label": "Due", "kind": "text", "width": "7.5rem", "many": True},
        {"id": "measure", "label": "Measure", "kind": "long", "width": "minmax(9rem, 1fr)"},
        _make_priority_column(priorities, many=True),
    ]


def _make_priority_column(priorities: Mapping[int, str], many: bool) -> EditColumn:
    return {
        "id": "priority",
        "label": "Priority",
        "kind": "choice",
        "width": "minmax(8rem, 0.8fr)",
        "options": [(str(number), label_priority(number, name)) for number, name in priorities.items()],
        "many": many,
    }


def build_carried_rows(rows: Sequence[YearRow], start: date) -> list[EditRow]:
    """A row for each unfinished action as it is chosen now. start: the first day of the new year."""
    return [_build_carried_row(row, start) for row in rows]


def _build_carried_row(row: YearRow, start: date) -> EditRow:
    action = row.action
    notes = {"ref": write_status(action.status)}
    if action.due_date is not None and action.due_date < start:
        notes["due"] = "Before the new year"
    if len(action.agencies) > 1:
        notes["lead"] = f"With {', '.join(action.agencies[1:])}"
    return {
        "id": str(action.id),
        "values": {
            "ref": action.ref,
            "choice": row.choice.value,
            "text": row.text,
            "lead": row.lead,
            "due": row.due,
            "measure": row.measure,
            "priority": row.priority,
            "reason": row.reason,
        },
        "before": {
            "text": action.text,
            "lead": action.lead,
            "due": action.due,
            "measure": action.measure,
            "priority": str(action.priority),
        },
        "notes": notes,
    }


def list_new_columns(priorities: Mapping[int, str]) -> list[EditColumn]:
    """The columns of actions that are new."""
    return [
        _make_priority_column(priorities, many=False),
        {"id": "text", "label": "Wording", "kind": "long", "width": "minmax(16rem, 2.4fr)"},
        {"id": "lead", "label": "Lead", "kind": "text", "width": "minmax(8rem, 1fr)"},
        {"id": "due", "label": "Due", "kind": "text", "width": "8rem"},
        {"id": "measure", "label": "Measure", "kind": "long", "width": "minmax(9rem, 1.2fr)"},
        {"id": "ref", "label": "Reference", "kind": "text", "width": "7rem"},
    ]


def build_new_rows(edits: Edits) -> list[EditRow]:
    """A row for each that was typed in, in their order."""
    rows = [cells for _, cells in edits.items() if any(text.strip() for text in cells.values())]
    return [
        {"id": f"new-{number}", "values": dict(cells), "before": {}, "notes": {}}
        for number, cells in enumerate(rows, 1)
    ]
