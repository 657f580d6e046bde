"""Taking back a step of a source, an import or a removal, and taking that back.

The rows that a step replaced still name their files, so the list of files before it can be written again as
it was. What is undone is put on a list of its own first; a process killed before the list of files is
replaced leaves a step that is not undone, one killed after it a step that is
(csp.data.partner_history.list_undone).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from csp.core import settings
from csp.core.errors import UserError
from csp.core.wording import day, plural
from csp.data.partner_history import Step, find_moment, list_steps
from csp.data.store import Store
from csp.imports.manifest import Row, Writer, retire, writing


def undo_import(source: str, moment: datetime, store: Store | None = None, by: str | None = None) -> str:
    """Takes an import of a partner's file, or a removal, back: the list of files and the files are as before.

    moment: of Stored, of a removal, or of list_deliveries(). Nothing that was imported in between is lost.
    Returns a sentence. Raises UserError where a later step stands on it (naming that step), where it is not
    there, and where a file of before is damaged.
    """
    with writing(store or Store(settings.own_extracts()), by=by) as writer:
        step = _find_step(writer, source, moment)
        undone = [row for row in writer.rows if _is_of(row, source, "imported_at", moment)]
        restored = [row for row in writer.rows if _is_of(row, source, "replaced_at", moment)]
        if step.action == "removal":
            _check_free(writer, restored)
        _check_sound(writer, restored)
        rows = [
            _restore(row) if _is_of(row, source, "replaced_at", moment) else row
            for row in writer.rows
            if not _is_of(row, source, "imported_at", moment)
        ]
        writer.put_undone([*writer.undone, *(undone if step.action == "import" else restored)])
        writer.commit(rows)
    return f"{describe_step(step)} was undone."


def redo_import(source: str, store: Store | None = None, by: str | None = None) -> str:
    """Takes the last undo of a source back. Raises UserError where something of the source changed since."""
    with writing(store or Store(settings.own_extracts()), by=by) as writer:
        own = [row for row in writer.undone if row["source"] == source]
        if not own:
            raise UserError("Nothing of this source was undone, or something of it was changed since.")
        moment = min(map(find_moment, own))
        again = [row for row in own if find_moment(row) == moment]
        step = list_steps([], again, source)[0]
        _check_sound(writer, again)
        keys = {_key(row) for row in again}
        rows = [
            retire(row, moment, step.by, keep=True)
            if row["replaced_at"] is None and _key(row) in keys
            else row
            for row in writer.rows
        ]
        others = [row for row in writer.undone if row not in again]
        writer.commit([*rows, *again] if step.action == "import" else rows)
        writer.put_undone(others)
    return f"{describe_step(step)} is in force again."


def describe_step(step: Step) -> str:
    """A step in words: "The import of calls.csv on 26 Nov 2026 (3 periods)"."""
    what = f"import of {step.file}" if step.action == "import" else "removal"
    return f"The {what} on {day(step.moment.date())} ({plural(len(step.starts), 'period')})"


def _find_step(writer: Writer, source: str, moment: datetime) -> Step:
    """The step of a moment. Raises UserError where there is none, or a later one stands on it."""
    steps = list_steps(writer.rows, [], source)
    step = next((each for each in steps if each.moment == moment), None)
    if step is None:
        raise UserError("This step is not in force any more: it was undone, or imported again, already.")
    if not step.can_be_undone:
        raise UserError(f"{describe_step(steps[0])} came after it and stands on it. Undo that first.")
    return step


def _is_of(row: Row, source: str, column: str, moment: datetime) -> bool:
    return bool(row["source"] == source and row[column] == moment)


def _restore(row: Row) -> Row:
    """A row that was replaced or removed as it was while it was in force."""
    return {**row, "replaced_at": None, "replaced_by": None}


def _key(row: Row) -> tuple[object, ...]:
    return row["kind"], row["force"], row["month"]


def _check_free(writer: Writer, restored: Sequence[Row]) -> None:
    """Raises UserError where what was removed was imported again meanwhile."""
    in_force = {_key(row): row for row in writer.rows if row["replaced_at"] is None}
    taken = next((in_force[_key(row)] for row in restored if _key(row) in in_force), None)
    if taken is not None:
        raise UserError(
            f"{taken['file']} was imported since and has what was removed, so nothing was changed. Undo that "
            "import first."
        )


def _check_sound(writer: Writer, rows: Sequence[Row]) -> None:
    """Raises UserError where a file that is to be in force again is damaged."""
    damaged = next((row for row in rows if not writer.is_sound(row)), None)
    if damaged is not None:
        raise UserError(
            f"The figures of {damaged['file']} are damaged, so nothing was changed. Import that file again "
            "instead."
        )
