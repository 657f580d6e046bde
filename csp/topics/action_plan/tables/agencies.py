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
    build_count_cell,
    build_due_cell,
    build_marks_cell,
    build_outcome_cell,
    build_sentence_column,
    build_text_cell,
)


def build_agency_table(workloads: Sequence[Workload], tallies: Sequence[Tally], selected: str) -> Table:
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
            Column("Update due", help="Unfinished and nothing reported this quarter."),
        ),
        rows=tuple(
            Row(
                work.agency.name,
                (
                    build_text_cell(work.agency.name, work.agency.draft.full_name),
                    build_count_cell(len(work.actions)),
                    build_count_cell(len(work.leads)),
                    *(build_count_cell(tally.count(state), TONES[state.rag.colour]) for state in Status),
                    build_count_cell(tally.overdue, "red"),
                    build_count_cell(tally.no_update),
                ),
                selected=work.agency.name == selected,
            )
            for work, tally in zip(workloads, tallies, strict=True)
        ),
        clickable="Click for this agency's list",
    )


def build_action_list(work: Workload, listing: Listing) -> Table:
    """What one agency has in the plan, on one page: the actions it leads first."""
    rows = [(action, "Lead") for action in work.leads] + [
        (action, f"With {action.lead}") for action in work.supports
    ]
    return Table(
        caption=f"Actions of {work.agency.name}",
        columns=(
            Column("Reference", numeric=False),
            build_sentence_column("Action"),
            build_sentence_column("Role"),
            build_sentence_column("Measure"),
            build_sentence_column("Outcome"),
            Column("Due", numeric=False),
            Column("Last four quarters", numeric=False),
        ),
        rows=tuple(
            Row(
                a.ref,
                (
                    build_text_cell(a.ref),
                    build_text_cell(a.text),
                    build_text_cell(part),
                    build_text_cell(a.measure),
                    build_outcome_cell(a),
                    build_due_cell(a),
                    build_marks_cell(a, listing.quarters),
                ),
            )
            for a, part in rows
        ),
        clickable=OPEN_ACTION,
    )
