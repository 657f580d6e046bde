"""What a file in a layout of its own would change in a plan: a council's own table, or our Word export. Pure.

Such files are read freely (plan_file), so a cell counts as edited only where it means something else: words
are compared without their line ends, days as days, agencies as they are parted.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from csp.topics.action_plan.store.plan_cells import simplify_status
from csp.topics.action_plan.store.plan_diff import PlanDiff, ReadFile, compare_file
from csp.topics.action_plan.store.plan_file.agencies import arrange_agencies
from csp.topics.action_plan.store.plan_file.layout import Layout, name_column
from csp.topics.action_plan.store.plan_file.reading import PlanReading, Target, read_plan
from csp.topics.action_plan.store.plan_file.source import Source
from csp.topics.action_plan.store.plan_file.timing import read_timing
from csp.topics.action_plan.store.plan_file.titles import find_meanings, simplify_title
from csp.topics.action_plan.store.plan_import import PreviewRow
from csp.topics.action_plan.store.records import ActionDraft, ActionRow, Listing
from csp.topics.action_plan.store.status import Status, parse_due

# The titles of our Word export: in such a file nothing has to be guessed.
WORD_TITLES = ("action", "agencies", "measure", "outcome")
# What other councils call the statuses.
_STATUSES = {
    **{status.value: status for status in Status},
    **{"green": Status.ON_TRACK, "amber": Status.AT_RISK, "red": Status.OFF_TRACK, "blue": Status.COMPLETE},
    **{"completed": Status.COMPLETE, "done": Status.COMPLETE},
}
# Titles of what people write about progress; other columns that report it are known by their headers alone.
_NOTES = {
    *("progress", "progress update", "progress to date", "update", "updates", "latest update", "comments"),
    *("comment", "commentary", "notes", "note", "outcome", "outcomes"),
}
_OUTCOME = re.compile(
    rf"\W*(?P<status>{'|'.join(Status)})\b(?:[ \t]*\((?P<quarter>Q[1-4] [^()\n]*(?:\([^()\n]*\))?)\))?"
    r"[ \t:.,;-]*(?P<note>.*)",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True)
class ReadingDiff:
    """What a file would change; reading: how it was read, where it is in a layout of its own."""

    reading: PlanReading | None
    diff: PlanDiff


def is_own_word(source: Source) -> bool:
    """Whether a source has the columns of our Word export."""
    titles = source.rows[source.header].row.cells
    return tuple(map(simplify_title, titles)) == WORD_TITLES


def compare_source(source: Source, layout: Layout, listing: Listing, known: Collection[str]) -> ReadingDiff:
    """What a source would change in a plan. listing: as of plan_diff.compare_table(). Stores nothing."""
    refs = [action.ref for action in listing.actions]
    target = Target(listing.plan.priorities, refs, known, listing.actions)
    reading = read_plan(source, layout, target)
    by_ref = {action.ref: action for action in listing.actions}
    actions = {
        (row.place, row.line): by_ref[row.draft.ref]
        for row in reading.preview.rows
        if row.draft.ref in by_ref
    }
    rows = tuple(
        _settle_row(row, actions[row.place, row.line], layout, known)
        if (row.place, row.line) in actions
        else row
        for row in reading.preview.rows
    )
    given = {"ref", "text", "priority", *layout.columns}
    given |= {"agencies"} if "lead" in given else set()
    notes = () if is_own_word(source) else _drop_progress(reading.preview.notes)
    preview = replace(reading.preview, rows=rows, notes=notes)
    progress = _read_progress(source, layout, actions)
    file = ReadFile(preview, given, actions, progress, {}, _name_columns(source, layout))
    return ReadingDiff(replace(reading, preview=preview), compare_file(file, listing))


def _drop_progress(notes: Sequence[str]) -> tuple[str, ...]:
    return tuple(note for note in notes if not note.startswith("Progress is not imported"))


def _name_columns(source: Source, layout: Layout) -> dict[str, str]:
    header = source.rows[layout.header].row if layout.header is not None else None
    names = {name: name_column(header, column) for name, column in layout.columns.items()}
    return {**names, "agencies": names.get("agencies") or names.get("lead", "")}


def _settle_row(row: PreviewRow, action: ActionRow, layout: Layout, known: Collection[str]) -> PreviewRow:
    """A row with what means the same as in the plan written as it is there."""
    draft = row.draft
    if row.errors:
        return row
    stored = {name: getattr(action, name) for name in ActionDraft.__dataclass_fields__}
    kept: dict[str, Any] = {
        name: value
        for name, value in stored.items()
        if isinstance(value, str) and _join(value) == _join(str(getattr(draft, name)))
    }
    if _read_due(action.due) == _read_due(draft.due):
        kept["due"] = action.due
    if arrange_agencies("; ".join(action.agencies), "", known, layout.apart)[0] == draft.agencies:
        kept["agencies"] = action.agencies
    return replace(row, draft=replace(draft, **kept))


def _join(text: str) -> str:
    return " ".join(text.split())


def _read_due(text: str) -> date | str:
    due = read_timing(text).due
    try:
        return parse_due(due) or _join(due)
    except ValueError:
        return due


def _read_progress(
    source: Source, layout: Layout, actions: Mapping[tuple[str, int], ActionRow]
) -> dict[tuple[str, int], dict[str, str]]:
    """What the columns of status and of progress say of each row, where they say anything new."""
    if layout.header is None:
        return {}
    titles = source.rows[layout.header].row.cells
    columns: dict[str, int] = {}
    for at, title in enumerate(titles):
        meaning = next(iter(find_meanings(title)), None)
        is_note, is_status = (
            simplify_title(title) in _NOTES,
            meaning is not None and meaning.field == "status",
        )
        if (is_note or is_status) and at not in layout.columns.values():
            columns.setdefault("progress" if is_note else "status", at)
    progress = {}
    for each in source.rows[layout.header + 1 :] if columns else ():
        place = (each.place, each.row.line)
        cells = {kind: each.row.get(at) for kind, at in columns.items()}
        progress[place] = _read_report(cells, actions.get(place))
    return progress


def _read_report(cells: Mapping[str, str], action: ActionRow | None) -> dict[str, str]:
    """Status, quarter and note, each only where it is given."""
    text = cells.get("progress", "").strip()
    match = _OUTCOME.fullmatch(text)
    report = {"note": text}
    if match:
        report = {name: (match[name] or "").strip() for name in ("status", "quarter", "note")}
    word = _STATUSES.get(simplify_status(cells.get("status", "")))
    if word is not None:
        report["status"] = word.value
    latest = action.latest if action else None
    if latest is not None and _join(report["note"]) == _join(latest.note):
        report["note"] = latest.note
    if action is not None and simplify_status(report.get("status", "")) == action.status:
        # What stands already is said by nobody anew.
        report["status"] = action.status.value if latest else ""
    return {name: value for name, value in report.items() if value}
