"""One action: what the plan says of it, its measure by quarter, and the crime it acts on by month. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from csp.core import wording
from csp.core.table import Cell, Column, Row, Table
from csp.topics.action_plan.findings.values import day, due, figure, priority_label, state
from csp.topics.action_plan.store.records import ActionRow, ActionView
from csp.topics.action_plan.store.status import Quarter
from csp.topics.action_plan.tables.cells import figure_cell, sentence_column, text_cell


def facts(view: ActionView, linked: str) -> Table:
    """What the plan says of one action, as pairs of a name and its text."""
    action = view.action
    pairs = [
        ("Priority", priority_label(action.priority, view.plan.priorities[action.priority])),
        ("Status", state(action.status)),
        ("Lead agency", action.lead),
        ("With", ", ".join(action.agencies[1:])),
        ("Measure", action.measure),
        ("Reported", action.reporting),
        ("Start", day(action.started) if action.started else ""),
        ("Due", f"! Overdue: {due(action)}" if action.overdue else due(action)),
        ("Baseline and target", _levels(action)),
        ("Crime type", linked or action.linked_measure.replace("_", " ")),
    ]
    return Table(
        caption=f"What the plan says of {action.ref}",
        columns=(
            Column("Plan", numeric=False, sortable=False),
            sentence_column(view.plan.label, sortable=False),
        ),
        rows=tuple(
            Row(name, (text_cell(name), text_cell(text)))
            for name, text in pairs
            if text and text != wording.MISSING
        ),
    )


def _levels(action: ActionRow) -> str:
    if action.baseline is None and action.target is None:
        return ""
    return f"{figure(action.baseline)} to {figure(action.target)}"


def measure_values(
    values: Sequence[tuple[Quarter, float]], baseline: float | None, target: float | None
) -> Table:
    """The values of an action's measure by quarter, beside its baseline and target."""
    return Table(
        caption="Measure by quarter",
        columns=(
            Column("Quarter", numeric=False),
            Column("Measure"),
            Column("Baseline"),
            Column("Target"),
        ),
        rows=tuple(
            Row(
                quarter.label,
                (text_cell(quarter.label), *(figure_cell(n) for n in (value, baseline, target))),
            )
            for quarter, value in values
        ),
    )


def crime_months(label: str, months: Sequence[date], counts: Sequence[float | None], hidden: str) -> Table:
    """The series of the linked crime measure. hidden is what stands in place of a count that is not there."""
    return Table(
        caption=f"{label} by month",
        columns=(Column("Month", numeric=False), Column(label)),
        rows=tuple(
            Row(
                month.isoformat(),
                (
                    Cell(wording.month(month), month.isoformat()),
                    Cell(hidden, None, "quiet") if n is None else Cell(wording.count(n), n),
                ),
            )
            for month, n in zip(months, counts, strict=True)
        ),
    )
