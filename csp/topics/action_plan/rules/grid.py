"""The grid: the actions of a plan as cells that people type into, and what was changed there. Pure.

What is typed is kept cell by cell with the value that its author saw and the version of the action, apart
from the grid on the screen: rows that a filter hides keep their edits, and so does a grid that is drawn anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from csp.core.errors import UserError
from csp.topics.action_plan.rules.agency_matching import AgencyMatcher
from csp.topics.action_plan.store import check
from csp.topics.action_plan.store.actions import list_differences
from csp.topics.action_plan.store.entry_records import Held, Measure
from csp.topics.action_plan.store.plan_diff import ActionChange, read_stored
from csp.topics.action_plan.store.records import ActionDraft, ActionRow, Update, UpdateDraft
from csp.topics.action_plan.store.status import Quarter, Status
from csp.topics.action_plan.store.updates import check_report

Value = str | float | None
TEXT, LEAD, PARTNERS, DUE, REPORTING = "text", "lead", "partners", "due", "reporting"
STATUS, NOTE, LINKED, NUMBER = "status", "note", "linked_measure", "number"
COLUMNS = (TEXT, LEAD, PARTNERS, STATUS, NOTE, NUMBER, DUE, REPORTING, LINKED)
"""What can be edited, in the order of the screen: what changes every quarter stands before what stays."""
PROGRESS = frozenset({STATUS, NOTE, NUMBER})
JOINT = "; "
_WORDS = {state.rag.word: state for state in Status}


class GridRow(NamedTuple):
    """An action as the grid shows it: its cells by column, and the measures that a number could be of."""

    action: ActionRow
    cells: Mapping[str, Value]
    measures: tuple[Held[Measure], ...]


@dataclass(frozen=True)
class CellEdit:
    """A cell that was typed into: the value that its author saw there, and what is there now."""

    seen: Value
    typed: Value


@dataclass(frozen=True)
class RowEdit:
    """What was typed into the cells of an action, by column; version is the one its author saw."""

    version: int
    cells: Mapping[str, CellEdit]


Edits = Mapping[int, RowEdit]
"""By the id of the action."""


class Fault(NamedTuple):
    """A cell that cannot be stored as it is, and why."""

    ref: str
    column: str
    sentence: str


@dataclass(frozen=True)
class GridDiff:
    """What edits of the grid change. With any faults nothing can be stored.

    readings: what was typed for an agency that goes by another name in the plan, {typed: name}; newcomers
    are names of agencies that no plan has used yet.
    """

    changes: tuple[ActionChange, ...] = ()
    faults: tuple[Fault, ...] = ()
    readings: Mapping[str, str] = field(default_factory=dict)
    newcomers: tuple[str, ...] = ()


class Clash(NamedTuple):
    """A cell that two people changed: what was there, and what each of them wrote."""

    column: str
    seen: Value
    theirs: Value
    mine: Value


def read_row(action: ActionRow, measures: tuple[Held[Measure], ...], quarter: Quarter) -> GridRow:
    """An action as cells. Note and number are those that somebody reported for the quarter."""
    latest = find_report(action, quarter)
    return GridRow(
        action,
        {
            TEXT: action.text,
            LEAD: action.lead,
            PARTNERS: JOINT.join(action.agencies[1:]),
            STATUS: action.status.rag.word,
            NOTE: latest.note if latest else "",
            NUMBER: latest.measure_value if latest and len(measures) == 1 else None,
            DUE: action.due,
            REPORTING: action.reporting,
            LINKED: action.linked_measure,
        },
        measures,
    )


def find_report(action: ActionRow, quarter: Quarter) -> Update | None:
    """The latest report on an action, if somebody gave it and it is of the quarter."""
    latest = action.latest
    return latest if latest and latest.quarter == quarter and not latest.is_simulated else None


def is_same(one: Value, other: Value) -> bool:
    """Whether two values are one to a reader: blanks around a text and the ends of its lines say nothing."""
    return _normalise(one) == _normalise(other)


def _normalise(value: Value) -> Value:
    if isinstance(value, str):
        return "\n".join(line.rstrip() for line in value.strip().splitlines())
    return "" if value is None else value


def take_edits(
    edits: Edits, rows: Mapping[int, GridRow], typed: Mapping[int, Mapping[str, Value]]
) -> dict[int, RowEdit]:
    """Edits with what was typed since, {action: {column: value}}, into rows as they were shown.

    A cell that is as its author first saw it is no edit any more.
    """
    taken = dict(edits)
    for action_id, values in typed.items():
        row, edit = rows[action_id], taken.get(action_id)
        cells = dict(edit.cells) if edit else {}
        for column, value in values.items():
            seen = cells[column].seen if column in cells else row.cells[column]
            if is_same(seen, value):
                cells.pop(column, None)
            else:
                cells[column] = CellEdit(seen, value)
        if cells:
            taken[action_id] = RowEdit(edit.version if edit else row.action.version, cells)
        else:
            taken.pop(action_id, None)
    return taken


def count_cells(edits: Edits) -> int:
    """How many cells were typed into."""
    return sum(len(edit.cells) for edit in edits.values())


def build_diff(rows: Iterable[GridRow], edits: Edits, quarter: Quarter, matcher: AgencyMatcher) -> GridDiff:
    """What edits change in the actions of rows, as they are stored now."""
    changes: list[ActionChange] = []
    faults: list[Fault] = []
    readings: dict[str, str] = {}
    newcomers: dict[str, None] = {}
    for row in rows:
        edit = edits.get(row.action.id)
        if edit is None:
            continue
        reader = _RowReader(row, {name: cell.typed for name, cell in edit.cells.items()}, quarter)
        draft, update = reader.read_draft(matcher), reader.read_update()
        faults += reader.faults
        readings |= reader.readings
        newcomers |= {name: None for name in draft.agencies if reader.names and not matcher.is_known(name)}
        stored = read_stored(row.action)
        action = row.action._replace(version=edit.version)
        fields = list_differences(stored, draft)
        if fields or update:
            changes.append(ActionChange(0, action, draft, fields, update))
    return GridDiff(tuple(changes), tuple(faults), readings, tuple(newcomers))


class _RowReader:
    """Reads what was typed into one row; faults are noted by column and do not end the reading."""

    def __init__(self, row: GridRow, typed: Mapping[str, Value], quarter: Quarter) -> None:
        self._row, self._typed, self._quarter = row, typed, quarter
        self.faults: list[Fault] = []
        self.readings: dict[str, str] = {}
        self.names = not typed.keys().isdisjoint((LEAD, PARTNERS))

    def _note(self, column: str, error: UserError) -> None:
        self.faults.append(Fault(self._row.action.ref, column, str(error)))

    def _get(self, column: str) -> str:
        value = self._typed.get(column, self._row.cells[column])
        return "" if value is None else str(value)

    def read_draft(self, matcher: AgencyMatcher) -> ActionDraft:
        """The action as it should be; a field with a fault stays as it is stored."""
        draft = read_stored(self._row.action)
        for name in (TEXT, DUE, REPORTING, LINKED):
            if name in self._typed:
                try:
                    draft = replace(draft, **{name: check.field(name, self._get(name))})
                except UserError as error:
                    self._note(name, error)
        if self.names:
            try:
                draft = replace(draft, agencies=self._read_agencies(matcher))
            except UserError as error:
                self._note(PARTNERS if PARTNERS in self._typed else LEAD, error)
        return draft

    def _read_agencies(self, matcher: AgencyMatcher) -> tuple[str, ...]:
        lead = self._get(LEAD).strip()
        partners = [name.strip() for name in self._get(PARTNERS).replace("\n", ";").split(";")]
        typed = [name for name in (lead, *partners) if name]
        if typed and not lead:
            raise UserError("An action with partners has a lead: name it in the column Lead.")
        names = [self._match(name, matcher) for name in typed]
        agencies: tuple[str, ...] = check.field("agencies", tuple(names))
        return agencies

    def _match(self, typed: str, matcher: AgencyMatcher) -> str:
        if ";" in typed or typed in self._row.action.agencies:
            return typed
        name = matcher.match(typed)
        if name != typed:
            self.readings[typed] = name
        return name

    def read_update(self) -> UpdateDraft | None:
        """What is reported anew for the quarter; None where none of its columns was typed into."""
        if PROGRESS.isdisjoint(self._typed):
            return None
        report = find_report(self._row.action, self._quarter)
        update = UpdateDraft(
            self._quarter,
            _WORDS.get(self._get(STATUS), self._row.action.status),
            self._get(NOTE).strip(),
            self._read_number(),
            report.evidence_link if report else "",
        )
        try:
            check_report(update, self._quarter.year_start)
        except UserError as error:
            self._note(NOTE, error)
        return update

    def _read_number(self) -> float | None:
        number = self._typed.get(NUMBER, self._row.cells[NUMBER])
        measures = len(self._row.measures)
        try:
            if NUMBER in self._typed and number is not None and measures != 1:
                raise UserError(_explain_number(measures))
            return check.number(number, "The number")
        except UserError as error:
            self._note(NUMBER, error)
            return None


def _explain_number(measures: int) -> str:
    if not measures:
        return "A number needs a measure: say first what is counted of this action, on its page."
    return f"This action has {measures} measures: give the number of each with an update, on its page."


def list_clashes(edit: RowEdit, now: GridRow) -> list[Clash]:
    """The cells that somebody else changed while they were typed into, and not to the same."""
    return [
        Clash(column, cell.seen, now.cells[column], cell.typed)
        for column, cell in edit.cells.items()
        if not is_same(now.cells[column], cell.seen) and not is_same(now.cells[column], cell.typed)
    ]


def rebase_edit(edit: RowEdit, now: GridRow, kept: Sequence[str]) -> RowEdit | None:
    """An edit begun anew from the action as it is now, None where nothing of it is left.

    kept are the columns that two people changed in which this one's value is to stay.
    """
    given_up = {clash.column for clash in list_clashes(edit, now)} - set(kept)
    cells = {
        column: CellEdit(now.cells[column], cell.typed)
        for column, cell in edit.cells.items()
        if column not in given_up and not is_same(now.cells[column], cell.typed)
    }
    return RowEdit(now.action.version, cells) if cells else None
