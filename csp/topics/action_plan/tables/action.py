"""One action: what the plan says of it, and the crime it acts on by month. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from csp.core import wording
from csp.core.table import Cell, Column, Row, Table
from csp.topics.action_plan.findings.values import describe_due, label_priority, write_day, write_status
from csp.topics.action_plan.store.records import ActionView
from csp.topics.action_plan.tables.cells import build_sentence_column, build_text_cell


@dataclass(frozen=True)
class Beside:
    """What is said of an action beside the plan's own words: its next review, on what it acts and where."""

    next_review: str = ""
    acts_on: str = ""


def build_fact_table(view: ActionView, beside: Beside) -> Table:
    """What the plan says of one action, as pairs of a name and its text."""
    action = view.action
    rhythm = f" ({action.reporting})" if action.reporting and action.measure else action.reporting
    pairs = [
        ("Priority", label_priority(action.priority, view.plan.priorities[action.priority])),
        ("Status", write_status(action.status)),
        ("Lead agency", action.lead),
        ("With", ", ".join(action.agencies[1:])),
        ("Measure" if action.measure else "Reported", f"{action.measure}{rhythm}"),
        ("Start", write_day(action.started) if action.started else ""),
        ("Due", f"! Overdue: {describe_due(action)}" if action.overdue else describe_due(action)),
        ("Next review", beside.next_review),
        ("Acts on", beside.acts_on),
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
