"""The directory of agencies within a transaction of the caller's: filled from the names that plans use.

Each agency is kept version after version. The names in the plans stay as they were written; which of them
mean the same agency is what is kept here. People edit and merge agencies through agencies.py.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, func, insert, select, text

from csp.core import settings, wording
from csp.core.abbreviations import read_abbreviations
from csp.core.errors import UserError
from csp.core.typed_text import check_line
from csp.topics.action_plan.store import check, schema
from csp.topics.action_plan.store.agency_names import identify, propose_agencies
from csp.topics.action_plan.store.agency_records import KINDS, Agency, AgencyDraft, Directory
from csp.topics.action_plan.store.step_schema import AgencyEntry as Row


def add_names(connection: Connection, names: Iterable[str], who: str, at: datetime) -> None:
    """Finds an agency for every name that plans use and the directory has not heard of, or adds one."""
    directory = find_directory(connection)
    unheard = [name for name in names if directory.find(name) is None]
    if not unheard:
        return
    directory = lock_directory(connection)
    abbreviations = list_abbreviations()
    # Whoever types a name into a plan may take the one that the directory gives an agency.
    by_identity = {
        identify(name, abbreviations): agency
        for names in (_list_given_names, _list_aliases)
        for agency in directory.agencies
        for name in names(agency)
    }
    unheard = [name for name in unheard if directory.find(name) is None]
    # Of names that are given together several may be another of the same agency.
    added: dict[str, tuple[Agency, list[str]]] = {}
    for draft in propose_agencies(unheard, abbreviations):
        agency = by_identity.get(identify(draft.aliases[0], abbreviations))
        if agency is None:
            append_version(connection, start_agency(), draft, who, at)
        else:
            added.setdefault(agency.key, (agency, []))[1].extend(draft.aliases)
    for agency, aliases in added.values():
        new = replace(agency.draft, aliases=(*agency.draft.aliases, *aliases))
        append_version(connection, agency, new, who, at)


def _list_given_names(agency: Agency) -> list[str]:
    """What people call an agency in the directory."""
    return [name for name in (agency.draft.full_name, agency.draft.short_name) if name]


def _list_aliases(agency: Agency) -> tuple[str, ...]:
    return agency.draft.aliases


def list_unheard(connection: Connection) -> list[str]:
    """The names that plans use and the directory has not: those of a board of an earlier version."""
    directory = find_directory(connection)
    names = connection.execute(select(schema.Agency.name).order_by(schema.Agency.id)).scalars()
    return [name for name in names if directory.find(name) is None]


def list_abbreviations() -> dict[str, str]:
    """What the abbreviations of the partnership's area stand for; none while the settings cannot be used."""
    try:
        places = settings.area().places
        return {each.short: each.long for each in read_abbreviations(places)}
    except UserError:
        return {}


def find_directory(connection: Connection) -> Directory:
    """The agencies in force, within a transaction of the caller's."""
    last = select(func.max(Row.id)).group_by(Row.key)
    agencies = find_versions(connection, Row.id.in_(last), Row.removed.is_(False))
    return Directory(tuple(sorted(agencies, key=lambda agency: agency.name.casefold())))


def lock_directory(connection: Connection) -> Directory:
    """The agencies in force; whoever else would write to the directory waits."""
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"LOCK TABLE {Row.__tablename__} IN SHARE ROW EXCLUSIVE MODE"))
    return find_directory(connection)


def find_versions(connection: Connection, *conditions: Any) -> list[Agency]:
    """The versions that meet the conditions, oldest first."""
    rows = connection.execute(select(*Row.__table__.columns).where(*conditions).order_by(Row.id))
    return [
        Agency(row.key, row.version, _read_body(row.body), row.removed, row.step_id, row.who, row.at)
        for row in rows
    ]


@lru_cache(maxsize=4096)
def _read_body(body: str) -> AgencyDraft:
    """Raises UserError for a body that the dashboard cannot have written. Each is read once only."""
    try:
        fields = json.loads(body)
        return check_agency(AgencyDraft(**{**fields, "aliases": tuple(fields["aliases"])}))
    except (UserError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise UserError(
            "The directory of agencies cannot be read: put a backup in place of the board."
        ) from error


def start_agency() -> Agency:
    """What comes before the first version of a new agency."""
    return Agency(uuid4().hex, 0, AgencyDraft(""), True, None, "", datetime.min.replace(tzinfo=UTC))


def append_version(
    connection: Connection,
    latest: Agency,
    draft: AgencyDraft,
    who: str,
    at: datetime,
    step: int | None = None,
    removed: bool = False,
) -> Agency:
    """Stores the version of an agency that follows the latest."""
    new = Agency(latest.key, latest.version + 1, draft, removed, step, who, at)
    columns = {name: getattr(new, name) for name in ("key", "version", "removed", "step_id", "who", "at")}
    connection.execute(insert(Row).values(**columns, body=json.dumps(asdict(draft), ensure_ascii=False)))
    return new


def check_agency(draft: AgencyDraft) -> AgencyDraft:
    """A draft as it is stored. Raises UserError for the first fault."""
    if draft.kind not in KINDS:
        kinds = wording.list_words([kind for kind in KINDS if kind])
        raise UserError(f"The kind {check.quoted(draft.kind)} is not one of {kinds}.")
    return AgencyDraft(
        check_line(draft.short_name, "The short name", check.NAME, required=True),
        check_line(draft.full_name, "The full name", check.LONG_LINE),
        draft.kind,
        _check_aliases(draft.aliases),
    )


def _check_aliases(aliases: Sequence[str]) -> tuple[str, ...]:
    """Names as plans write them, each once."""
    checked = (check_line(alias, "A name of the agency", check.NAME, required=True) for alias in aliases)
    return tuple(dict.fromkeys(checked))
