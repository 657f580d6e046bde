"""The cells and columns that several tables of the action plan share. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from csp.core import wording
from csp.core.table import UNKNOWN, Cell, Column, Tone, tip_lines
from csp.topics.action_plan.findings.values import (
    NEVER,
    cut_text,
    describe_report,
    write_day,
    write_figure,
    write_status,
)
from csp.topics.action_plan.store.records import ActionRow
from csp.topics.action_plan.store.status import Quarter, Status

OPEN_ACTION = "Click to open this action"
"""What clicking a row does in every table of actions."""

TONES: Mapping[str, Tone] = {"green": "green", "amber": "amber", "red": "red", "blue": "blue", "grey": "grey"}
"""The tone of a cell by the colour of its status."""


def build_sentence_column(label: str, help: str = "", sortable: bool = True) -> Column:
    """A column of sentences, broken into lines."""
    return Column(label, numeric=False, help=help, sortable=sortable, wrap=True)


def build_text_cell(text: str, tip: str = "") -> Cell:
    """Text as it is, a dash where there is none."""
    return Cell(text, text, tip=tip) if text else UNKNOWN


def build_count_cell(n: int, tone: Tone = "") -> Cell:
    """A count, in its tone where it is not 0."""
    return Cell(wording.count(n), n, tone) if n else Cell("0", 0, "quiet")


def build_figure_cell(value: float | None) -> Cell:
    """A measure value, a dash where there is none."""
    return UNKNOWN if value is None else Cell(write_figure(value), value)


def build_status_cell(status: Status, tip: str = "") -> Cell:
    """A status as its shape, word and tone."""
    return Cell(write_status(status), status.value, TONES[status.rag.colour], tip=tip)


def build_reported_status_cell(action: ActionRow) -> Cell:
    """The status of an action; the tooltip says who reported it, and when."""
    return build_status_cell(action.status, describe_report(action.latest))


def build_marks_cell(action: ActionRow, quarters: Sequence[Quarter]) -> Cell:
    """The shapes of the statuses reported for the last quarters, oldest first, with words as tooltip."""
    pairs = list(zip(quarters, action.marks, strict=True))
    words = [f"{quarter.label}: {mark or 'nothing reported'}" for quarter, mark in pairs]
    shapes = "  ".join(mark.rag.shape if mark else wording.MISSING for _, mark in pairs)
    return Cell(shapes, "; ".join(words), tip=tip_lines(words))


def build_due_cell(action: ActionRow) -> Cell:
    """When an action is due, sorted by its day; red where it is overdue."""
    if action.overdue and action.due_date:
        return Cell(f"! {write_day(action.due_date)}", action.due_date.isoformat(), "red", tip="Overdue")
    if action.due_date:
        return Cell(write_day(action.due_date), action.due_date.isoformat())
    return Cell(action.due, action.due) if action.due else UNKNOWN


def build_updated_cell(action: ActionRow) -> Cell:
    """Who reported last on an action, and when."""
    if action.latest is None:
        return Cell(NEVER, None, "quiet")
    # Sorted by the day, whatever the reader's words for it are.
    return Cell(describe_report(action.latest), action.latest.at.isoformat(timespec="minutes"))


def build_outcome_cell(action: ActionRow) -> Cell:
    """The column the printed plan leaves empty: the status, its quarter and the note."""
    status, latest = build_reported_status_cell(action), action.latest
    if latest is None:
        return status
    head, by = f"{status.text}, {latest.quarter.label}", f"{write_day(latest.at)}, {latest.who}"
    full = "\n".join(part for part in (head, latest.note, by) if part)
    brief = "\n".join(part for part in (head, cut_text(latest.note, 240), by) if part)
    return Cell(brief, full, status.tone)


def build_full_outcome_cell(action: ActionRow) -> Cell:
    """The same with the whole note, for paper."""
    cell = build_outcome_cell(action)
    return cell if action.latest is None else replace(cell, text=str(cell.value))
