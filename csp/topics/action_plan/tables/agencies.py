"""What each agency has to do, and the list that one of them takes away. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from csp.core.table import Column, Row, Table
from csp.topics.action_plan.rules.counts import Tally, Workload
from csp.topics.action_plan.store.records import Listing
from csp.topics.action_plan.store.status import Status
from csp.topics.action_plan.tables.cells import (
    OPEN_ACTION,
    TONES,
    count_cell,
    due_cell,
    marks_cell,
    outcome_cell,
    sentence_column,
    text_cell,
)


def agencies(workloads: Sequence[Workload], tallies: Sequence[Tally], selected: str) -> Table:
    """One row per agency: how much it has, as lead and beside others, and how it stands."""
    states = [Column(f"{state.rag.shape} {state.rag.word}") for state in Status]
    return Table(
        caption="Agencies by what they have to do",
        columns=(
            Column("Agency", numeric=False),
            Column("Actions"),
            Column("As lead"),
            *states,
            Column("Overdue"),
            Column("No update", help="Unfinished and nothing reported this quarter."),
        ),
        rows=tuple(
            Row(
                work.agency,
                (
                    text_cell(work.agency),
                    count_cell(len(work.actions)),
                    count_cell(len(work.leads)),
                    *(count_cell(tally.count(state), TONES[state.rag.colour]) for state in Status),
                    count_cell(tally.overdue, "red"),
                    count_cell(tally.no_update),
                ),
                selected=work.agency == selected,
            )
            for work, tally in zip(workloads, tallies, strict=True)
        ),
        clickable="Click for this agency's list",
    )


def agency_list(work: Workload, listing: Listing) -> Table:
    """What one agency has in the plan, on one page: the actions it leads first."""
    rows = [(action, "Lead") for action in work.leads] + [
        (action, f"With {action.lead}") for action in work.supports
    ]
    return Table(
        caption=f"Actions of {work.agency}",
        columns=(
            Column("Reference", numeric=False),
            sentence_column("Action"),
            sentence_column("Part"),
            sentence_column("Measure"),
            sentence_column("Outcome"),
            Column("Due", numeric=False),
            Column("Last four quarters", numeric=False),
        ),
        rows=tuple(
            Row(
                a.ref,
                (
                    text_cell(a.ref),
                    text_cell(a.text),
                    text_cell(part),
                    text_cell(a.measure),
                    outcome_cell(a),
                    due_cell(a),
                    marks_cell(a, listing.quarters),
                ),
            )
            for a, part in rows
        ),
        clickable=OPEN_ACTION,
    )
