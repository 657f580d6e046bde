"""Actions as they were when a file was written, from the record of what came since.

A file that was written on Monday and comes back on Friday was edited against Monday's plan. What somebody
else changed in between is no edit of the file's, and must not be taken back by it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from csp.topics.action_plan.store import lookups, schema
from csp.topics.action_plan.store.records import ActionDraft, ActionRow, Entry, RecordedEdit, Update
from csp.topics.action_plan.store.status import list_in_force
from csp.topics.action_plan.store.store import Board

FIELDS = frozenset(ActionDraft.__dataclass_fields__)


def read_bases(
    board: Board, actions: Mapping[int, ActionRow], versions: Mapping[int, int]
) -> dict[int, ActionRow]:
    """Actions as they were at earlier versions. actions: as they are, by id; versions: {id: version}.

    Of each only what a file holds is as it was then: its fields, and the update that was the latest.
    """
    if not versions:
        return {}
    year_start = board.year_start
    bases = {}
    with board.read() as connection:
        edits = lookups.find_edits(connection, schema.RecordedEdit.action_id.in_(versions))
        entries = lookups.find_entries(connection, year_start, schema.Update.action_id.in_(versions))
        by_edit, by_entry = _group(edits), _group_entries(entries)
        for action_id, version in versions.items():
            own_edits = by_edit.get(action_id, [])
            latest = _find_latest(by_entry.get(action_id, []), own_edits, version)
            if latest is None and actions[action_id].carried_from is not None:
                ids = lookups.find_lineage(connection, action_id)[1:]
                earlier = lookups.find_entries(connection, year_start, schema.Update.action_id.in_(ids))
                latest = _find_last([e.update for e in earlier if e.withdrawn_at is None])
            fields = _find_fields(own_edits, version)
            bases[action_id] = actions[action_id]._replace(**fields, latest=latest, version=version)
    return bases


def _group(edits: Sequence[RecordedEdit]) -> dict[int, list[RecordedEdit]]:
    groups: dict[int, list[RecordedEdit]] = {}
    for edit in edits:
        groups.setdefault(edit.action_id, []).append(edit)
    return groups


def _group_entries(entries: Sequence[Entry]) -> dict[int, list[Entry]]:
    groups: dict[int, list[Entry]] = {}
    for entry in entries:
        groups.setdefault(entry.update.action_id, []).append(entry)
    return groups


def _find_fields(edits: Sequence[RecordedEdit], version: int) -> dict[str, Any]:
    """The fields that were edited after a version, as they were before."""
    fields: dict[str, Any] = {}
    for edit in sorted((e for e in edits if e.version > version), key=lambda e: -e.version):
        fields |= {name: before for name, (before, _) in edit.fields.items() if name in FIELDS}
    if "agencies" in fields:
        fields["agencies"] = tuple(fields["agencies"])
    if isinstance(fields.get("started"), str):
        fields["started"] = date.fromisoformat(fields["started"])
    return fields


def _find_latest(entries: Sequence[Entry], edits: Sequence[RecordedEdit], version: int) -> Update | None:
    """The update that was in force last at a version; one that was withdrawn later was so still."""
    later = {edit.at for edit in edits if edit.version > version and "withdrawn" in edit.fields}
    return _find_last(
        [
            entry.update
            for entry in entries
            if entry.update.version <= version and (entry.withdrawn_at is None or entry.withdrawn_at in later)
        ]
    )


def _find_last(updates: Sequence[Update]) -> Update | None:
    in_force = list_in_force(updates)
    return in_force[-1] if in_force else None
