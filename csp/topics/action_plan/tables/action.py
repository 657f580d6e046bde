"""One action: what the plan says of it, its measure by quarter, and the crime it acts on by month. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from csp.core import wording
from csp.core.table import Cell, Column, Row, Table
from csp.topics.action_plan.findings.values import (
    describe_due,
    label_priority,
    write_day,
    write_figure,
    write_status,
)
from csp.topics.action_plan.store.records import ActionRow, ActionView
from csp.topics.action_plan.store.status import Quarter
from csp.topics.action_plan.tables.cells import build_figure_cell, build_sentence_column, build_text_cell


def build_fact_table(view: ActionView, linked: str) -> Table:
    """What the plan says of one action, as pairs of a name and its text."""
    action = view.action
    pairs = [
        ("Priority", label_priority(action.priority, view.plan.priorities[action.priority])),
        ("Status", write_status(action.status)),
        ("Lead agency", action.lead),
        ("With", ", ".join(action.agencies[1:])),
        ("Measure", action.measure),
        ("Reported", action.reporting),
        ("Start", write_day(action.started) if action.started else ""),
        ("Due", f"! Overdue: {describe_due(action)}" if action.overdue else describe_due(action)),
        ("Baseline and target", _levels(action)),
        ("Crime type", linked),
        ("Acts on", "" if linked else wording.capitalise(action.linked_measure.replace("_", " "))),
    ]
    return Table(
        caption=f"What the plan says of {action.ref}",
        columns=(
            Column("Plan", numeric=False, sortable=False),
            build_sentence_column(view.plan.label, sortable=False),
        ),
        rows=tuple(
            Row(name, (build_text_cell(name), build_text_cell(text)))
            for name, text in pairs
            if text and text != wording.MISSING
        ),
    )


def _levels(action: ActionRow) -> str:
    if action.baseline is None and action.target is None:
        return ""
    return f"{write_figure(action.baseline)} to {write_figure(action.target)}"


def build_value_table(
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
                (build_text_cell(quarter.label), *(build_figure_cell(n) for n in (value, baseline, target))),
            )
            for quarter, value in values
        ),
    )


def build_crime_table(
    label: str, months: Sequence[date], counts: Sequence[float | None], hidden: str
) -> Table:
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
