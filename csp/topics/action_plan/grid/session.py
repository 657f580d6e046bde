"""What somebody has typed into the grid and ticked, and not stored yet.

Streamlit's editor keeps what is typed by the position of its rows, and forgets it when rows, columns or the
page change. So every edit is taken over into a session of our own, by action and column, and given back to an
editor that is drawn anew. The editor keeps its key and its input for as long as its rows stay the same: one
that got its own edits back as input would drop every second of them. What is typed in the moment of a
click on Save reaches the server after it; so saving leaves the editor as it is.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import streamlit as st

from csp.shell import drafts
from csp.topics.action_plan.rules.grid import COLUMNS, CellEdit, GridRow, RowEdit, Value, is_same, take_edits
from csp.topics.action_plan.store.errors import Conflict
from csp.topics.action_plan.store.plan_diff import ActionChange
from csp.topics.action_plan.store.records import Plan

TICK = "tick"
Cell = tuple[int, str]
"""The id of an action, and a column."""


@dataclass
class Session:
    """The edits and ticks of one reader in one plan.

    rows are all of the plan's as they were drawn last; order the ids of those in the editor of this key.
    given are the cells with which this editor began, settled those of it that are stored since. Somebody
    else was first: conflicts are of what is typed, overtaken of what is ticked.
    """

    plan_id: int
    key: str = ""
    order: tuple[int, ...] = ()
    rows: Mapping[int, GridRow] = field(default_factory=dict)
    edits: dict[int, RowEdit] = field(default_factory=dict)
    ticked: frozenset[int] = frozenset()
    given: dict[Cell, Value] = field(default_factory=dict)
    given_ticks: frozenset[int] = frozenset()
    settled: dict[Cell, Value] = field(default_factory=dict)
    conflicts: dict[int, Conflict] = field(default_factory=dict)
    overtaken: dict[int, Conflict] = field(default_factory=dict)
    source: tuple[object, object] | None = None
    is_just_saved: bool = False

    def restart(self) -> None:
        """Have the editor drawn anew, with the edits and ticks that there are."""
        self.key = f"grid-{uuid4().hex}"
        self.given = {
            (action_id, column): cell.typed
            for action_id, edit in self.edits.items()
            for column, cell in edit.cells.items()
        }
        self.given_ticks = self.ticked
        self.settled = {}

    def settle(self) -> None:
        """What is typed has been stored: it is no edit any more, while the editor goes on showing it."""
        for action_id, edit in self.edits.items():
            self.settled |= {(action_id, column): cell.typed for column, cell in edit.cells.items()}
        self.edits, self.conflicts, self.is_just_saved = {}, {}, True

    def follow(self, changes: Iterable[ActionChange]) -> None:
        """One's own change to several actions is stored: what is typed into them goes on from there."""
        for change in changes:
            edit = self.edits.get(change.action.id) if change.action else None
            if edit and change.action and edit.version == change.action.version:
                steps = bool(change.fields) + bool(change.update)
                self.edits[change.action.id] = RowEdit(edit.version + steps, edit.cells)

    def drop(self) -> None:
        """What is typed is given up."""
        self.edits, self.conflicts = {}, {}
        self.restart()

    def tick(self, ids: Iterable[int]) -> None:
        """Tick these actions and no others."""
        self.ticked = frozenset(ids)
        self.restart()


def find_session(plan: Plan) -> Session:
    """The session of a plan; one that was lost with its connection begins with what the browser has kept."""
    session: Session | None = st.session_state.get(_name(plan.id))
    if session is None:
        session = Session(plan.id, edits=_read_sheet(str(st.session_state.get(_sheet(plan.id), ""))))
        session.restart()
        st.session_state[_name(plan.id)] = session
    return session


def _name(plan_id: int) -> str:
    return f"grid_session-{plan_id}"


def _sheet(plan_id: int) -> str:
    return f"grid-{plan_id}{drafts.SHEET}"


def harvest(session: Session) -> None:
    """Take over what the editor of this session holds. Also in a callback, before anything else is drawn."""
    typed: dict[int, dict[str, Value]] = {}
    for (action_id, column), value in _read_editor(session).items():
        cell = (action_id, column)
        if column == TICK:
            ids = {action_id}
            session.ticked = session.ticked | ids if value else session.ticked - ids
        elif cell not in session.settled or not is_same(session.settled[cell], value):
            session.settled.pop(cell, None)
            typed.setdefault(action_id, {})[column] = value
    session.edits = take_edits(session.edits, session.rows, typed)
    remember(session)


def _read_editor(session: Session) -> dict[Cell, Value]:
    """What the editor of this session holds, by action and column."""
    state = st.session_state.get(session.key)
    rows: Mapping[int, Mapping[str, Any]] = state["edited_rows"] if state else {}
    return {
        (session.order[position], column): value
        for position, values in rows.items()
        if position < len(session.order)
        for column, value in values.items()
    }


def remember(session: Session) -> None:
    """Have the browser keep what is typed, for the case that the connection is lost."""
    if session.edits:
        st.session_state[_sheet(session.plan_id)] = _write_sheet(session.edits)
    else:
        st.session_state.pop(_sheet(session.plan_id), None)


def is_shown(session: Session) -> bool:
    """Whether the editor shows what this session holds, and nothing else.

    It does not where the page was left and opened again, or where somebody changed what was saved here.
    """
    held = _read_editor(session)
    shown = session.given | held
    ids = set(session.order)
    ticks = {action_id: bool(value) for (action_id, column), value in held.items() if column == TICK}
    if any(ticks.get(each, each in session.given_ticks) != (each in session.ticked) for each in ids):
        return False
    for (action_id, column), value in session.settled.items():
        if action_id in session.rows and not is_same(session.rows[action_id].cells[column], value):
            return False
    return all(
        (action_id, column) in shown and is_same(shown[action_id, column], cell.typed)
        for action_id, edit in session.edits.items()
        if action_id in ids
        for column, cell in edit.cells.items()
    )


def _write_sheet(edits: Mapping[int, RowEdit]) -> str:
    sheet = {}
    for action_id, edit in edits.items():
        cells = {column: [cell.seen, cell.typed] for column, cell in edit.cells.items()}
        sheet[str(action_id)] = [edit.version, cells]
    return json.dumps(sheet)


def _read_sheet(text: str) -> dict[int, RowEdit]:
    """Edits as a browser gives them back; none where they cannot have been ours."""
    try:
        sheet = json.loads(text)
        return {int(key): _read_edit(*value) for key, value in sheet.items()}
    except (ValueError, TypeError, AttributeError):
        return {}


def _read_edit(version: object, cells: Mapping[str, Any]) -> RowEdit:
    pairs = {column: CellEdit(*_read_values(values)) for column, values in cells.items() if column in COLUMNS}
    if not isinstance(version, int) or not pairs:
        raise ValueError(version)
    return RowEdit(version, pairs)


def _read_values(values: object) -> tuple[Value, Value]:
    match values:
        case [str() | int() | float() | None as seen, str() | int() | float() | None as typed]:
            return seen, typed
    raise ValueError(values)
