"""An agency's form that came back: what its answers would change in the plan. Pure, and stores nothing.

A form says which plan, agency and version of each action it was made with (agency_form.STAMP), so that one
of another plan, answers to other people's actions and what has changed since it was sent can be told.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from csp.core import wording
from csp.core.errors import UserError
from csp.topics.action_plan.store import check
from csp.topics.action_plan.store.agency_form import (
    ASKED,
    STAMP,
    TOLD,
    FormSource,
    Stamp,
    pick_own_actions,
    read_stamp,
)
from csp.topics.action_plan.store.agency_records import Agency, Directory
from csp.topics.action_plan.store.cells import unescape
from csp.topics.action_plan.store.entry_records import Held, Measure
from csp.topics.action_plan.store.measure_values import check_values
from csp.topics.action_plan.store.plan_cells import simplify_status
from csp.topics.action_plan.store.plan_diff import ActionChange, PlanDiff, RowFault, read_stored
from csp.topics.action_plan.store.plan_file.grid import Grid, GridRow, Row
from csp.topics.action_plan.store.plan_file.layout import name_column
from csp.topics.action_plan.store.records import ActionRow, UpdateDraft
from csp.topics.action_plan.store.status import Quarter, Status
from csp.topics.action_plan.store.updates import check_quarter, check_report

_COUNTED = re.compile(r"counted \d{1,2}")
_NEEDED = (*TOLD[:1], "quarter", *ASKED)


@dataclass(frozen=True)
class FormDiff:
    """What a form would change, and whose it is; None where it does not say, or the directory has no such."""

    agency: Agency | None
    diff: PlanDiff


@dataclass(frozen=True)
class _FormRow:
    """A row of a form: its number, its cells by header, its stamp, what the file calls its columns."""

    line: int
    cells: Mapping[str, str]
    stamp: Stamp | None
    columns: Mapping[str, str]


class _RowError(UserError):
    """What is wrong with a row, and the header of the column that it is in."""

    def __init__(self, sentence: str, header: str) -> None:
        super().__init__(sentence)
        self.header = header


def find_form(grids: Sequence[Grid]) -> list[Row]:
    """The rows of the sheet with the answers, the header first; the first sheet where none is a form's."""
    for grid in grids:
        rows = grid.list_rows()
        if set(_NEEDED) <= set(_list_headers(rows)):
            return rows
    return grids[0].list_rows()


def compare_form(
    name: str, rows: Sequence[Row], source: FormSource, directory: Directory | None = None
) -> FormDiff:
    """What a form that came back would change: an update for every row with an answer.

    An answer that is in the record already, because the form was read before, is the same. A number or a
    note without a status keeps the status that the action has. Raises UserError for a file that is no form,
    or that of another plan.
    """
    form_rows = _read_rows(name, rows)
    stamps = [row.stamp for row in form_rows if row.stamp]
    label = source.listing.plan.label
    for stamp in stamps:
        if stamp.plan != label:
            plan = check.quoted(stamp.plan)[1:-1]
            raise UserError(
                f"{name} is a form of the plan {plan}, not of {label}: choose that plan, then the file."
            )
    agency = directory.find(stamps[0].agency) if directory and stamps else None
    own = {action.ref for action in pick_own_actions(source.listing, agency)} if agency else set[str]()
    by_ref = {action.ref.casefold(): action for action in source.listing.actions}
    changed: list[ActionChange] = []
    faults, same, lines = [], 0, dict[int, int]()
    for row in form_rows:
        ref = row.cells["id"]
        try:
            action = _find_action(ref, by_ref)
            update = _read_answer(row, action, source)
            if update is not None and agency is not None and action.ref not in own:
                raise _RowError(
                    f"{action.ref} is not an action of {agency.name}: leave its answer out.", "id"
                )
            if update is not None and action.id in lines:
                raise _RowError(
                    f"{action.ref} is answered in row {lines[action.id]} as well: keep one.", "id"
                )
        except _RowError as fault:
            faults.append(RowFault(row.line, "", ref, row.columns.get(fault.header, ""), str(fault)))
            continue
        if update is None or _is_on_record(update, action, source):
            same += 1
            continue
        lines[action.id] = row.line
        remarks = _list_remarks(row.stamp, action)
        changed.append(ActionChange(row.line, action, read_stored(action), {}, update, remarks))
    notes = _list_notes(changed, source)
    return FormDiff(agency, PlanDiff(tuple(changed), (), same, (), tuple(faults), notes))


def _list_headers(rows: Sequence[Row]) -> list[str]:
    return [cell.strip().lower() for cell in rows[0][1]]


def _read_rows(name: str, rows: Sequence[Row]) -> list[_FormRow]:
    headers = _list_headers(rows)
    missing = [header for header in _NEEDED if header not in headers]
    if missing:
        raise UserError(
            f"{name} is not an agency's form: it has no column {wording.list_words(missing)}. Forms "
            "are made on the page Agencies, one for each."
        )
    header = GridRow(rows[0][0], tuple(rows[0][1]))
    columns = {title: name_column(header, at) for at, title in enumerate(headers)}
    form_rows = []
    for line, written in rows[1:]:
        cells = [unescape(cell).strip() for cell in written]
        row = dict(zip(headers, [*cells, *[""] * (len(headers) - len(cells))], strict=False))
        form_rows.append(_FormRow(line, row, read_stamp(row.get(STAMP, "")), columns))
    return form_rows


def _find_action(ref: str, by_ref: Mapping[str, ActionRow]) -> ActionRow:
    action = by_ref.get(ref.casefold())
    if action is None:
        raise _RowError(f"The plan has no action {check.quoted(ref)[1:-1]}.", "id")
    if action.retired_at is not None:
        raise _RowError(f"{action.ref} has been retired: reinstate it, or leave its row out.", "id")
    return action


def _read_answer(row: _FormRow, action: ActionRow, source: FormSource) -> UpdateDraft | None:
    """The update that a row answers with, None where nothing is filled in. Raises _RowError."""
    numbers = _read_numbers(row, source.list_measures(action))
    typed, note, link = (row.cells[header] for header in ASKED)
    if not (typed or note or link or numbers):
        return None
    word = simplify_status(typed)
    state = word if word in set(Status) else typed or action.status.value
    quarter = row.cells["quarter"] or source.listing.quarter.label
    year_start = source.listing.quarter.year_start
    stated = UpdateDraft(source.listing.quarter, Status.ON_TRACK)
    for header, field, value in (
        (ASKED[0], "status", state),
        (ASKED[1], "note", note),
        (ASKED[2], "evidence_link", link),
        ("quarter", "quarter", quarter),
    ):
        try:
            checked = check_report(UpdateDraft(**{**vars(stated), field: value}), year_start)
            if field == "quarter":
                check_quarter(checked["quarter"], source.listing.plan, source.listing.today, year_start)
        except UserError as error:
            raise _RowError(str(error), header) from error
    return UpdateDraft(quarter, state, note, None, link, None, numbers)


def _read_numbers(row: _FormRow, measures: Sequence[Held[Measure]]) -> dict[str, float | str]:
    """The numbers of a row by the key of their measure, which is told by its name."""
    keys = {" ".join(measure.content.name.split()): measure.key for measure in measures}
    numbers: dict[str, float | str] = {}
    for header in filter(_COUNTED.fullmatch, row.cells):
        at = header.replace("counted", "number")
        typed = row.cells.get(at, "")
        if not typed:
            continue
        name = " ".join(row.cells[header].split())
        if name not in keys:
            raise _RowError(f"A number is of {check.quoted(name)}, which is not counted of this action.", at)
        try:
            check.number(typed, "The measure value")
        except UserError as error:
            raise _RowError(str(error), at) from error
        numbers[keys[name]] = typed
    return numbers


def _is_on_record(update: UpdateDraft, action: ActionRow, source: FormSource) -> bool:
    """Whether the latest report says the same already."""
    latest = action.latest
    if latest is None:
        return False
    stored = source.values.get(latest.id, {})
    said = (latest.quarter.label, latest.status.value, latest.note.strip(), latest.evidence_link)
    answered = (update.quarter, update.status, update.note, update.evidence_link)
    return said == answered and dict(stored) == check_values(update)[1]


def _list_remarks(stamp: Stamp | None, action: ActionRow) -> tuple[str, ...]:
    """What has come to an action since its form was sent."""
    if stamp is None or stamp.version >= action.version:
        return ()
    latest = action.latest
    if latest is not None and latest.action_id == action.id and latest.version > stamp.version:
        day = wording.day(latest.at.astimezone())
        said = f"{latest.status.rag.word.lower()} by {latest.who}, {day}"
        return (f"Reported on since the form was sent: {said}. This answer comes after it.",)
    return ("Edited since the form was sent.",)


def _list_notes(changes: Sequence[ActionChange], source: FormSource) -> tuple[str, ...]:
    """That answers are of an earlier quarter, where they are."""
    this = source.listing.quarter
    quarters = {check.quarter(c.update.quarter, this.year_start) for c in changes if c.update}
    older: list[Quarter] = sorted(quarter for quarter in quarters if quarter < this)
    if not older:
        return ()
    names = wording.list_words([quarter.label for quarter in older])
    return (f"This form is of {names}: its answers are stored for that quarter; today's is {this.label}.",)
