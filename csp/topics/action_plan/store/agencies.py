"""Agencies read, edited, merged and split by people.

A merge changes no action: it says that several names of the plans mean one agency, and so it can be undone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, func, select

from csp.core.errors import UserError
from csp.core.roles import Role, check_editor
from csp.topics.action_plan.store.agency_directory import (
    append_version,
    check_agency,
    find_directory,
    find_versions,
    lock_directory,
    start_agency,
)
from csp.topics.action_plan.store.agency_records import Agency, AgencyDraft, Directory
from csp.topics.action_plan.store.errors import AgencyConflict
from csp.topics.action_plan.store.step_schema import AgencyEntry as Row
from csp.topics.action_plan.store.steps import Step, store_step
from csp.topics.action_plan.store.store import Board

MERGED, SPLIT, APART = "agencies merged", "agency split", "agencies kept apart"
STEPS = (MERGED, SPLIT, APART)
"""What a step that changed the directory is called in the record."""
GONE = "This agency is not in the directory any more: open the page again."


def read_directory(board: Board) -> Directory:
    """The agencies in force."""
    with board.read() as connection:
        return find_directory(connection)


def read_stamp(board: Board) -> int:
    """Changes with everything that is stored of agencies: part of a cache key."""
    with board.read() as connection:
        stamp: int = connection.execute(select(func.coalesce(func.max(Row.id), 0))).scalar_one()
    return stamp


def list_versions(board: Board, key: str) -> tuple[Agency, ...]:
    """Every version of an agency, the latest first."""
    with board.read() as connection:
        return tuple(reversed(find_versions(connection, Row.key == key)))


def list_former_names(board: Board) -> dict[str, str]:
    """The short names that agencies have or had, each with a name of the plan that it stood for.

    A link that names an agency as it was called before it was edited or merged finds it by the directory.
    """
    with board.read() as connection:
        versions = find_versions(connection)
    return {each.name: each.draft.aliases[0] for each in versions if each.draft.aliases}


def edit_agency(
    board: Board, key: str, draft: AgencyDraft, *, expected_version: int, who: str, role: Role | None = None
) -> Agency:
    """Stores an agency as it should be. Its aliases stay those it has: merge_agencies() and split_agency()
    move them.

    Raises AgencyConflict where somebody else stored a later version, Denied, or UserError.
    """
    name, checked = check_editor(who, role), check_agency(draft)
    with board.write() as connection:
        directory = lock_directory(connection)
        latest = _find_latest(directory, key)
        new = replace(checked, aliases=latest.draft.aliases)
        if latest.draft == new:
            return latest
        if latest.version != expected_version:
            raise AgencyConflict(latest)
        _check_name_is_free(directory, new.short_name, {key})
        return append_version(connection, latest, new, name, board.now())


def merge_agencies(
    board: Board, kept: str, others: Mapping[str, int], *, who: str, role: Role | None = None
) -> int:
    """Puts the names of other agencies under one that is kept; returns the step, by which it is undone.

    others: {key: the version seen}. Raises AgencyConflict, Denied or UserError; then nothing is stored.
    """
    name = check_editor(who, role)
    if not others or kept in others:
        raise UserError("Choose two agencies at least, and which of them stays.")
    with board.write() as connection:
        directory = lock_directory(connection)
        into = _find_latest(directory, kept)
        merged = [_find_latest(directory, key) for key in sorted(others)]
        for agency in merged:
            if agency.version != others[agency.key]:
                raise AgencyConflict(agency)
        at = board.now()
        names = [agency.name for agency in merged]
        step = store_step(connection, MERGED, name, at, {"kept": into.name, "merged": names})
        aliases = dict.fromkeys(alias for each in (into, *merged) for alias in each.draft.aliases)
        append_version(connection, into, replace(into.draft, aliases=tuple(aliases)), name, at, step)
        for agency in merged:
            append_version(connection, agency, agency.draft, name, at, step, removed=True)
    return step


def split_agency(
    board: Board,
    key: str,
    draft: AgencyDraft,
    *,
    expected_version: int,
    who: str,
    role: Role | None = None,
) -> int:
    """Makes an agency of its own of some of another's names, draft.aliases; returns the step.

    Raises AgencyConflict, Denied or UserError; then nothing is stored.
    """
    name, checked = check_editor(who, role), check_agency(draft)
    with board.write() as connection:
        directory = lock_directory(connection)
        latest = _find_latest(directory, key)
        if latest.version != expected_version:
            raise AgencyConflict(latest)
        left = tuple(alias for alias in latest.draft.aliases if alias not in checked.aliases)
        if not checked.aliases or not left or len(left) + len(checked.aliases) > len(latest.draft.aliases):
            raise UserError(f"Choose some of the names of {latest.name}, and leave it at least one.")
        _check_name_is_free(directory, checked.short_name, set())
        at = board.now()
        step = store_step(connection, SPLIT, name, at, {"kept": latest.name, "new": checked.short_name})
        append_version(connection, latest, replace(latest.draft, aliases=left), name, at, step)
        append_version(connection, start_agency(), checked, name, at, step)
    return step


def keep_apart(board: Board, names: Collection[str], *, who: str, role: Role | None = None) -> int:
    """Records that names of plans look like one agency and are several; returns the step.

    names: one of each agency. Nothing else changes; where the step is undone they are proposed again. Raises
    Denied or UserError.
    """
    name = check_editor(who, role)
    with board.write() as connection:
        directory = lock_directory(connection)
        agencies = {agency.key: agency for written in names if (agency := directory.find(written))}
        if len(agencies) < 2:
            raise UserError(GONE)
        body = {"names": sorted(names)}
        return store_step(connection, APART, name, board.now(), body)


def list_kept_apart(steps: Iterable[Step]) -> tuple[frozenset[str], ...]:
    """The names of plans that somebody said are several agencies, a set for each time.

    steps: of the record.
    """
    return tuple(
        frozenset(step.body["names"]) for step in steps if step.what == APART and step.undone_by is None
    )


def undo_agencies(connection: Connection, step: Step, undoing: int, who: str, at: datetime) -> None:
    """Puts the agencies that a step changed back to what they were before it, as a further version each.

    Raises UserError where one of them was changed since.
    """
    for changed in find_versions(connection, Row.step_id == step.id):
        versions = find_versions(connection, Row.key == changed.key)
        if versions[-1].version != changed.version:
            raise UserError(f"{changed.name} was changed since: undo that first, or edit it.")
        before = versions[-2] if len(versions) > 1 else None
        draft, removed = (before.draft, before.removed) if before else (changed.draft, True)
        append_version(connection, changed, draft, who, at, undoing, removed)


def _find_latest(directory: Directory, key: str) -> Agency:
    agency = next((each for each in directory.agencies if each.key == key), None)
    if agency is None:
        raise UserError(GONE)
    return agency


def _check_name_is_free(directory: Directory, name: str, besides: set[str]) -> None:
    """Raises UserError where another agency has a short name already."""
    for agency in directory.agencies:
        if agency.key not in besides and agency.name.casefold() == name.casefold():
            raise UserError(f"There is an agency {agency.name} already: merge the two instead.")
