"""What a table of actions that was edited would change in a plan: 3 changed, 1 new, 53 the same. Pure.

A plan that is written as a file, edited and read again is compared action by action. A column that the file
has not says nothing; an action that it has not stays as it is. What differs in the columns of progress
becomes a new update, because an update is never changed. What somebody else stored since the file was
written is no edit of the file's, so it stays (plan_base).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from csp.core.errors import UserError
from csp.topics.action_plan.store import check, plan_import
from csp.topics.action_plan.store.cells import unescape
from csp.topics.action_plan.store.plan_cells import simplify_status
from csp.topics.action_plan.store.plan_file.grid import Row
from csp.topics.action_plan.store.plan_import import HEADERS, OUTCOME, PROGRESS_IS_LEFT, Preview, PreviewRow
from csp.topics.action_plan.store.plan_progress import list_outcome
from csp.topics.action_plan.store.records import ActionDraft, ActionRow, Listing, UpdateDraft
from csp.topics.action_plan.store.row_matching import match_table
from csp.topics.action_plan.store.status import Status
from csp.topics.action_plan.store.updates import check_quarter, check_report

# Of OUTCOME the columns that people fill in; who and when is what the record says.
PROGRESS = ("status", "quarter", "note", "measure_value", "evidence_link")
FIELDS = tuple(field.name for field in dataclasses.fields(ActionDraft))


class RowFault(NamedTuple):
    """A sentence on a row: its number, the sheet or table it is in ("" in a file of one), its action's
    reference, the column as the file calls it ("" where it is the row as a whole).
    """

    line: int
    place: str
    ref: str
    column: str
    sentence: str


@dataclass(frozen=True)
class ActionChange:
    """What a row changes: action is None for a new one; draft the whole of it as it should be.

    line is that of a file, 0 where there is none. fields: {name: (before, after)} of what differs in the
    action itself, and the reason for it; update: what is reported anew. remarks: what a reader has to know
    of it. place: the sheet or table of the row, "" in a file of one.
    """

    line: int
    action: ActionRow | None
    draft: ActionDraft
    fields: Mapping[str, tuple[object, object]] = dataclasses.field(default_factory=dict)
    update: UpdateDraft | None = None
    remarks: tuple[str, ...] = ()
    place: str = ""
    reason: str = ""


@dataclass(frozen=True)
class PlanDiff:
    """What a file would change. missing are references that the plan has and the file has not.

    faults: what is wrong in it; with any, nothing can be applied. notes say what was passed over.
    """

    changed: tuple[ActionChange, ...] = ()
    new: tuple[ActionChange, ...] = ()
    same: int = 0
    missing: tuple[str, ...] = ()
    faults: tuple[RowFault, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def changes(self) -> tuple[ActionChange, ...]:
        return self.changed + self.new

    @property
    def errors(self) -> dict[int, tuple[str, ...]]:
        """{line: what is wrong there}."""
        errors: dict[int, tuple[str, ...]] = {}
        for fault in self.faults:
            errors[fault.line] = (*errors.get(fault.line, ()), fault.sentence)
        return errors

    @property
    def faulty_rows(self) -> int:
        return len({(fault.place, fault.line) for fault in self.faults})


@dataclass(frozen=True)
class ReadFile:
    """The rows of a file as they are compared, whatever it was laid out like.

    given: the fields that it has; actions: {(place, line): the action that a row is of, if any}; progress:
    {(place, line): {column: cell}}; remarks likewise; columns: what the file calls a field or a column.
    """

    preview: Preview
    given: Collection[str]
    actions: Mapping[tuple[str, int], ActionRow]
    progress: Mapping[tuple[str, int], Mapping[str, str]] = dataclasses.field(default_factory=dict)
    remarks: Mapping[tuple[str, int], tuple[str, ...]] = dataclasses.field(default_factory=dict)
    columns: Mapping[str, str] = dataclasses.field(default_factory=dict)


def compare_table(
    name: str, rows: Sequence[Row], listing: Listing, bases: Mapping[int, ActionRow] | None = None
) -> PlanDiff:
    """What the rows of a file, the header first, would change in a plan. Stores nothing.

    listing: the plan with all of its actions, retired ones too. bases: {id: the action as it was when its row
    was written}, of those that row_matching.find_stale() names. Raises UserError for another header.
    """
    matched = match_table(rows, listing, bases or {})
    preview = plan_import.check_rows(name, matched.rows, listing.plan.priorities)
    headers = plan_import.list_headers(rows)
    return compare_file(
        ReadFile(
            preview,
            {HEADERS[header] for header in headers if header in HEADERS},
            {("", line): action for line, action in matched.actions.items()},
            {("", line): _read_progress(headers, cells) for line, cells in matched.rows[1:]},
            {("", line): remarks for line, remarks in matched.remarks.items()},
            plan_import.name_columns(rows),
        ),
        listing,
    )


def compare_file(file: ReadFile, listing: Listing) -> PlanDiff:
    """What a file that was read would change in a plan. Stores nothing."""
    changed, new, same = [], [], 0
    faults: list[RowFault] = []
    for row in file.preview.rows:
        action = file.actions.get((row.place, row.line))
        progress = file.progress.get((row.place, row.line), {})
        wrong = _list_faults(row, action, file.columns)
        if wrong:
            faults += wrong
            continue
        try:
            change = _compare_row(row, action, file, progress, listing)
        except _ProgressError as fault:
            faults.append(_make_fault(row, file.columns.get(fault.column, ""), str(fault)))
            continue
        if action is None:
            new.append(change)
        elif change.fields or change.update:
            changed.append(change)
        else:
            same += 1
    in_file = {action.id for action in file.actions.values()}
    missing = tuple(a.ref for a in listing.actions if a.retired_at is None and a.id not in in_file)
    notes = tuple(note for note in file.preview.notes if note != PROGRESS_IS_LEFT)
    return PlanDiff(tuple(changed), tuple(new), same, missing, tuple(faults), notes)


def read_stored(action: ActionRow) -> ActionDraft:
    """An action as it is stored, in the shape in which it is typed."""
    return ActionDraft(**{name: getattr(action, name) for name in FIELDS})


def _read_progress(headers: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    """The columns of progress that a row has, by name."""
    named = zip(headers, [*cells, *[""] * (len(headers) - len(cells))], strict=False)
    return {header: unescape(cell).strip() for header, cell in named if header in PROGRESS}


def _list_faults(row: PreviewRow, action: ActionRow | None, columns: Mapping[str, str]) -> list[RowFault]:
    """What is wrong with a row itself, each with the column that it is in."""
    if action is not None and action.retired_at is not None:
        sentence = f"{action.ref} has been retired: reinstate it, or leave its row out."
        return [_make_fault(row, columns.get("ref", ""), sentence)]
    by_sentence = {sentence: field for field, sentence in check.find_faults(row.draft).items()}
    faults = []
    for sentence in row.errors:
        kind = "ref" if sentence.startswith("The reference") else "priority"
        faults.append(_make_fault(row, columns.get(by_sentence.get(sentence, kind), ""), sentence))
    return faults


def _make_fault(row: PreviewRow, column: str, sentence: str) -> RowFault:
    return RowFault(row.line, row.place, row.draft.ref, column, sentence)


def _compare_row(
    row: PreviewRow,
    action: ActionRow | None,
    file: ReadFile,
    progress: Mapping[str, str],
    listing: Listing,
) -> ActionChange:
    update = _read_update(action, progress, listing)
    remarks = (*row.remarks, *file.remarks.get((row.place, row.line), ()))
    if action is None:
        return ActionChange(row.line, None, row.draft, {}, update, remarks, row.place)
    stored = read_stored(action)
    kept = {name: getattr(stored, name) for name in FIELDS if name not in file.given}
    draft = dataclasses.replace(row.draft, **kept)
    pairs = {name: (getattr(stored, name), getattr(draft, name)) for name in FIELDS}
    fields = {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
    return ActionChange(row.line, action, draft, fields, update, remarks, row.place)


class _ProgressError(UserError):
    """What is wrong with what a row reports, and the column that it is in."""

    def __init__(self, sentence: str, column: str) -> None:
        super().__init__(sentence)
        self.column = column


def _read_update(
    action: ActionRow | None, progress: Mapping[str, str], listing: Listing
) -> UpdateDraft | None:
    """What is reported anew, where the columns of progress are not as the plan was written with.

    The quarter of an earlier report, left as it was, is no answer for today's: then what was left as it was
    in the other columns is of that report too. Raises _ProgressError for what cannot be stored.
    """
    written = dict(zip(OUTCOME, list_outcome(action) if action else [""] * len(OUTCOME), strict=True))
    before = {name: written[name].strip() for name in PROGRESS}
    now = {name: progress.get(name, before[name]) for name in PROGRESS}
    if now == before or not any(now.values()):
        return None
    if now["quarter"] in ("", before["quarter"]) and before["quarter"] != listing.quarter.label:
        now["quarter"] = listing.quarter.label
        kept = ("note", "measure_value", "evidence_link")
        now.update({name: "" for name in kept if now[name] == before[name]})
    stands = action.status if action else Status.NOT_STARTED
    word = simplify_status(now["status"])
    status = word if word in set(Status) else now["status"] or stands.value
    update = UpdateDraft(now["quarter"], status, now["note"], now["measure_value"], now["evidence_link"])
    _check_update(update, listing)
    return update


def _check_update(update: UpdateDraft, listing: Listing) -> None:
    """Raises _ProgressError for what cannot be stored, with the column."""
    year_start = listing.quarter.year_start
    stated = UpdateDraft(listing.quarter, Status.ON_TRACK)
    for column in PROGRESS:
        try:
            check_report(dataclasses.replace(stated, **{column: getattr(update, column)}), year_start)
        except UserError as error:
            raise _ProgressError(str(error), column) from error
    try:
        quarter = check.quarter(update.quarter, year_start)
        check_quarter(quarter, listing.plan, listing.today, year_start)
    except UserError as error:
        raise _ProgressError(str(error), "quarter") from error
