"""What a table of actions that was edited would change in a plan: 3 changed, 1 new, 53 the same. Pure.

A plan that is written as a file, edited and read again is compared action by action. A column that the file
has not says nothing; an action that it has not stays as it is. What differs in the columns of progress
becomes a new update, because an update is never changed.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from csp.core.errors import UserError
from csp.topics.action_plan.store import plan_import
from csp.topics.action_plan.store.cells import unescape
from csp.topics.action_plan.store.plan_file.grid import Row
from csp.topics.action_plan.store.plan_import import HEADERS, OUTCOME, PreviewRow
from csp.topics.action_plan.store.plan_progress import list_outcome
from csp.topics.action_plan.store.records import ActionDraft, ActionRow, Listing, UpdateDraft
from csp.topics.action_plan.store.updates import check_report

# Of OUTCOME the columns that people fill in; who and when is what the record says.
PROGRESS = ("status", "quarter", "note", "measure_value", "evidence_link")
FIELDS = tuple(field.name for field in dataclasses.fields(ActionDraft))


@dataclass(frozen=True)
class ActionChange:
    """What a row changes: action is None for a new one; draft the whole of it as it should be.

    line is that of a file, 0 where there is none. fields: {name: (before, after)} of what differs in the
    action itself, and the reason for it; update: what is reported anew.
    """

    line: int
    action: ActionRow | None
    draft: ActionDraft
    fields: Mapping[str, tuple[object, object]] = dataclasses.field(default_factory=dict)
    update: UpdateDraft | None = None
    reason: str = ""


@dataclass(frozen=True)
class PlanDiff:
    """What a file would change. missing are references that the plan has and the file has not.

    errors: {line: what is wrong there}; with any, nothing can be applied. notes say what was passed over.
    """

    changed: tuple[ActionChange, ...] = ()
    new: tuple[ActionChange, ...] = ()
    same: int = 0
    missing: tuple[str, ...] = ()
    errors: Mapping[int, Sequence[str]] = dataclasses.field(default_factory=dict)
    notes: tuple[str, ...] = ()

    @property
    def changes(self) -> tuple[ActionChange, ...]:
        return self.changed + self.new


def compare_table(name: str, rows: Sequence[Row], listing: Listing) -> PlanDiff:
    """What the rows of a file, the header first, would change in a plan. Stores nothing.

    listing: the plan with all of its actions, retired ones too. Raises UserError for another header.
    """
    preview = plan_import.check_rows(name, rows, listing.plan.priorities)
    headers = [cell.strip().lower().replace(" ", "_") for cell in rows[0][1]]
    given = {HEADERS[header] for header in headers if header in HEADERS}
    progress = {line: _read_progress(headers, cells) for line, cells in rows[1:]}
    by_ref = {action.ref: action for action in listing.actions}
    changed, new, same, errors = [], [], 0, {}
    for row in preview.rows:
        if row.errors:
            errors[row.line] = row.errors
            continue
        action = by_ref.get(row.draft.ref)
        if action is None:
            new.append(ActionChange(row.line, None, row.draft))
        elif action.retired_at is not None:
            errors[row.line] = (f"{action.ref} has been retired: reinstate it, or leave its row out.",)
        else:
            try:
                change = _compare_row(row, action, given, progress[row.line], listing)
            except UserError as error:
                errors[row.line] = (str(error),)
                continue
            if change.fields or change.update:
                changed.append(change)
            else:
                same += 1
    in_file = {row.draft.ref for row in preview.rows}
    missing = tuple(a.ref for a in listing.actions if a.retired_at is None and a.ref not in in_file)
    notes = tuple(note for note in preview.notes if not note.startswith("Progress"))
    return PlanDiff(tuple(changed), tuple(new), same, missing, errors, notes)


def read_stored(action: ActionRow) -> ActionDraft:
    """An action as it is stored, in the shape in which it is typed."""
    return ActionDraft(**{name: getattr(action, name) for name in FIELDS})


def _read_progress(headers: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    """The columns of progress that a row has, by name."""
    named = zip(headers, [*cells, *[""] * (len(headers) - len(cells))], strict=False)
    return {header: unescape(cell).strip() for header, cell in named if header in PROGRESS}


def _compare_row(
    row: PreviewRow, action: ActionRow, given: set[str], progress: Mapping[str, str], listing: Listing
) -> ActionChange:
    stored = read_stored(action)
    draft = dataclasses.replace(
        row.draft, **{name: getattr(stored, name) for name in FIELDS if name not in given}
    )
    pairs = {name: (getattr(stored, name), getattr(draft, name)) for name in FIELDS}
    fields = {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
    return ActionChange(row.line, action, draft, fields, _read_update(action, progress, listing))


def _read_update(action: ActionRow, progress: Mapping[str, str], listing: Listing) -> UpdateDraft | None:
    """What is reported anew, where the columns of progress are not as the plan was written with.

    The quarter of an earlier report, left as it was, is no answer for today's: then what was left as it was
    in the other columns is of that report too. Raises UserError for what cannot be stored.
    """
    written = dict(zip(OUTCOME, list_outcome(action), strict=True))
    before = {name: written[name].strip() for name in PROGRESS}
    now = {name: progress.get(name, before[name]) for name in PROGRESS}
    if now == before:
        return None
    if now["quarter"] in ("", before["quarter"]) and before["quarter"] != listing.quarter.label:
        now["quarter"] = listing.quarter.label
        kept = ("note", "measure_value", "evidence_link")
        now.update({name: "" for name in kept if now[name] == before[name]})
    status = now["status"].lower() or action.status.value
    update = UpdateDraft(now["quarter"], status, now["note"], now["measure_value"], now["evidence_link"])
    check_report(update, listing.quarter.year_start)
    return update
