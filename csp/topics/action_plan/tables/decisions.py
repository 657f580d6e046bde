"""What meetings have decided about an action. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from csp.core.table import Cell, Column, Row, Table
from csp.topics.action_plan.findings.values import write_day
from csp.topics.action_plan.store.meeting_records import Decided
from csp.topics.action_plan.tables.cells import build_sentence_column, build_text_cell

_APART = "/"


def build_decided_table(decided: Sequence[Decided], ref: str) -> Table:
    """One row a decision, the latest first; a click on one leads to its meeting, see read_meeting()."""
    return Table(
        caption=f"Decisions of meetings about {ref}",
        columns=(
            Column("Day", numeric=False, sortable=False),
            build_sentence_column("Item", sortable=False),
            build_sentence_column("Decision", sortable=False),
        ),
        rows=tuple(
            Row(
                f"{each.meeting_id}{_APART}{at}",
                (
                    Cell(write_day(each.day), each.day.isoformat()),
                    build_text_cell(each.item),
                    build_text_cell(each.text),
                ),
            )
            for at, each in reversed([*enumerate(decided)])
        ),
        clickable="Click to open the meeting",
    )


def read_meeting(row: str) -> int:
    """The id of the meeting of a row of build_decided_table()."""
    return int(row.split(_APART, maxsplit=1)[0])
