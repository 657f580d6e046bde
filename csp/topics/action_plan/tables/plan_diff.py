"""What a file would change in a plan, cell by cell, before and after; and what is wrong in it. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from csp.core.table import UNKNOWN, Cell, Column, Row, Table
from csp.topics.action_plan.findings.plan_diff import (
    FIELD_NAMES,
    write_before,
    write_update,
    write_value,
)
from csp.topics.action_plan.findings.values import cut_text
from csp.topics.action_plan.store.plan_diff import ActionChange, PlanDiff, RowFault
from csp.topics.action_plan.store.records import Plan
from csp.topics.action_plan.tables.cells import build_sentence_column, build_text_cell

# Rows of a file of thousands that a page shows; the headline counts them all.
MOST_ROWS = 300
# Letters of a text that are shown; from how many on two are cut to where they differ, and what stays around.
MOST_TEXT, LONG_TEXT, AROUND = 600, 160, 40
# Of an action that is new, what is shown of it.
_OF_NEW = ("priority", "text", "agencies", "due", "measure")


def build_diff_table(diff: PlanDiff, plan: Plan, measures: Mapping[str, str]) -> Table:
    """Every cell that would change, action by action: what it is now, and what it becomes.

    measures: the names of the plan's measures by their keys.
    """
    rows = [row for change in diff.changes[:MOST_ROWS] for row in _list_rows(change, plan, measures)]
    has_remarks = any(change.remarks for change in diff.changes)
    return Table(
        caption="What the file changes",
        columns=(
            Column("Action", numeric=False, sortable=False),
            Column("Row", sortable=False, help="Of the file."),
            Column("What", numeric=False, sortable=False),
            build_sentence_column("Now", sortable=False),
            build_sentence_column("Will be", sortable=False),
            *([build_sentence_column("To know", sortable=False)] if has_remarks else ()),
        ),
        rows=tuple(_build_row(row, has_remarks) for row in rows[:MOST_ROWS]),
    )


def _list_rows(
    change: ActionChange, plan: Plan, measures: Mapping[str, str]
) -> list[tuple[ActionChange, int, str, str, str]]:
    """The rows of one action: (change, the number of the row among them, what, before, after)."""
    if change.action is None:
        parts = [
            (FIELD_NAMES[name], "", write_value(name, getattr(change.draft, name), plan)) for name in _OF_NEW
        ]
        cells = [("New action", "", "\n".join(after for _, _, after in parts if after))]
    else:
        cells = [
            (FIELD_NAMES[name], write_value(name, before, plan), write_value(name, after, plan))
            for name, (before, after) in change.fields.items()
        ]
    if change.update:
        cells.append(("Update", write_before(change), write_update(change.update, measures)))
    return [(change, at, *cell) for at, cell in enumerate(cells)]


def _build_row(row: tuple[ActionChange, int, str, str, str], has_remarks: bool) -> Row:
    change, at, what, *texts = row
    before, after = _cut_alike(*texts)
    ref = change.action.ref if change.action else change.draft.ref
    text = cut_text(change.action.text if change.action else change.draft.text)
    place = f"{change.place}, {change.line}" if change.place else str(change.line)
    remarks = "\n".join(change.remarks) if at == 0 else ""
    return Row(
        f"{change.place}/{change.line}/{at}",
        (
            # An action is named in its first row alone, so that the eye sees where the next begins.
            Cell(ref if at == 0 else "", ref, tip=text),
            Cell(place if at == 0 else "", change.line),
            Cell(what, what, "strong" if change.action is None and at == 0 else ""),
            _build_value_cell(before),
            _build_value_cell(after) if after else Cell("taken away", "", "quiet"),
            *([build_text_cell(remarks)] if has_remarks else ()),
        ),
    )


def _build_value_cell(text: str) -> Cell:
    return Cell(text if len(text) <= MOST_TEXT else f"{text[:MOST_TEXT]}…", text) if text else UNKNOWN


def _cut_alike(before: str, after: str) -> tuple[str, str]:
    """Two long texts without most of what they begin and end with alike, so that the difference is seen."""
    shorter = min(len(before), len(after))
    if shorter < LONG_TEXT:
        return before, after
    first = next((at for at in range(shorter) if before[at] != after[at]), shorter)
    last = next((at for at in range(1, shorter - first) if before[-at] != after[-at]), shorter - first)
    begin = before.rfind(" ", 0, max(0, first - AROUND)) + 1
    cuts = []
    for text in (before, after):
        end = text.find(" ", min(len(text), len(text) - last + AROUND))
        kept = text[begin : end if end >= 0 else None]
        cuts.append(f"{'…' if begin else ''}{kept}{'…' if end >= 0 else ''}")
    return cuts[0], cuts[1]


def build_fault_table(faults: Sequence[RowFault]) -> Table:
    """What is wrong in a file, a sentence a row, by row and column of the file."""
    return Table(
        caption="Faults in the file",
        columns=(
            Column("Row", numeric=False, sortable=False),
            Column("Column", numeric=False, sortable=False),
            Column("Action", numeric=False, sortable=False),
            build_sentence_column("What is wrong", sortable=False),
        ),
        rows=tuple(
            Row(
                f"{fault.place}/{fault.line}/{at}",
                (
                    build_text_cell(f"{fault.place}, {fault.line}" if fault.place else str(fault.line)),
                    build_text_cell(fault.column),
                    build_text_cell(fault.ref[:20]),
                    Cell(f"■ {fault.sentence}", fault.sentence, "red"),
                ),
            )
            for at, fault in enumerate(faults[:MOST_ROWS])
        ),
    )
