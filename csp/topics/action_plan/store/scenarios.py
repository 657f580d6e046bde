"""What the what-if pages keep: named rules, recorded decisions, public concern and what else is judged."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from csp.core import wording
from csp.core.errors import UserError
from csp.core.roles import Role, check_editor
from csp.core.typed_text import check_line, check_prose
from csp.topics.action_plan.store import check, schema
from csp.topics.action_plan.store.errors import Conflict
from csp.topics.action_plan.store.records import Concern, Decision, Judgement, Scenario
from csp.topics.action_plan.store.store import Board


def list_stored_scenarios(board: Board) -> tuple[Scenario, ...]:
    """Every saved scenario by name, the baseline first."""
    with board.read() as connection:
        rows = _find_scenarios(connection)
    return tuple(sorted(rows, key=lambda scenario: (not scenario.is_baseline, scenario.name.casefold())))


def _find_scenarios(connection: Connection, *conditions: Any) -> list[Scenario]:
    columns = [getattr(schema.Scenario, field) for field in Scenario._fields]
    return [Scenario._make(row) for row in connection.execute(select(*columns).where(*conditions))]


def save_scenario(
    board: Board,
    name: str,
    rule: str,
    *,
    expected_version: int | None,
    who: str,
    role: Role | None = None,
) -> Scenario:
    """Saves a rule (a JSON object, kept with its keys in order) under a name.

    expected_version is None for a new name and otherwise the version that is replaced.
    Raises Conflict where the name is taken or was saved by somebody else since, Denied,
    or UserError for a name or rule that cannot be kept.
    """
    author = check_editor(who, role)
    title = check_line(name, "The name of the rule", check.NAME, required=True)
    checked, at, table = check.rule(rule), board.now(), schema.Scenario
    with board.write() as connection:
        if expected_version is None:
            values = {"name": title, "rule": checked, "who": author, "created_at": at, "changed_at": at}
            try:
                with connection.begin_nested():
                    connection.execute(insert(table).values(**values, is_baseline=False, version=1))
            except IntegrityError as error:
                raise _make_refusal(connection, title) from error
        else:
            _advance_version(connection, title, expected_version, rule=checked, who=author, changed_at=at)
        return _find_scenarios(connection, table.name == title)[0]


def set_baseline(
    board: Board, name: str, *, expected_version: int, who: str, role: Role | None = None
) -> Scenario:
    """Makes a scenario the baseline that others are compared with, in place of the one before."""
    check_editor(who, role)
    table = schema.Scenario
    with board.write() as connection:
        # In the order of ids, so that two who set different baselines wait and do not lock each other out.
        connection.execute(select(table.id).order_by(table.id).with_for_update()).all()
        connection.execute(
            update(table).where(table.is_baseline, table.name != name).values(is_baseline=False)
        )
        _advance_version(connection, name, expected_version, is_baseline=True)
        return _find_scenarios(connection, table.name == name)[0]


def delete_scenario(
    board: Board, name: str, *, expected_version: int, who: str, role: Role | None = None
) -> None:
    """Deletes a scenario for good. Raises Conflict where it was saved by somebody else since, or Denied."""
    check_editor(who, role)
    with board.write() as connection:
        _advance_version(connection, name, expected_version)
        connection.execute(delete(schema.Scenario).where(schema.Scenario.name == name))


def _advance_version(connection: Connection, name: str, expected_version: int, **values: object) -> None:
    """Moves a scenario on by one version with new values, if it still is at the one expected."""
    table: Any = schema.Scenario
    result = connection.execute(
        update(table)
        .where(table.name == name, table.version == expected_version)
        .values(version=table.version + 1, **values)
    )
    if result.rowcount != 1:
        raise _make_refusal(connection, name)


def _make_refusal(connection: Connection, name: str) -> UserError:
    scenarios = _find_scenarios(connection, schema.Scenario.name == name)
    if not scenarios:
        return UserError("This saved rule has been deleted: save it under a name of its own.")
    return Conflict(
        f'{scenarios[0].who} saved "{name}" in the meantime: look at it, then choose.', scenarios[0].version
    )


def record_decision(
    board: Board, candidate: str, decision: str, reason: str, *, who: str, role: Role | None = None
) -> Decision:
    """Records what the partnership decided about a candidate priority. Kept for good, with name and time.

    decision is retained, raised, dropped or adopted. Raises Denied or UserError.
    """
    name = check_editor(who, role)
    if decision not in schema.DECISIONS:
        raise UserError(f"A decision is one of {wording.list_words(schema.DECISIONS)}.")
    values: dict[str, Any] = {
        "candidate": check_line(candidate, "The candidate", check.LINE, required=True),
        "decision": decision,
        "reason": check_prose(reason, "The reason", check.NOTE, required=True),
        "who": name,
        "at": board.now(),
    }
    with board.write() as connection:
        row = insert(schema.Decision).values(values).returning(schema.Decision.id)
        return Decision(connection.execute(row).scalar_one(), **values)


def list_decisions(board: Board) -> tuple[Decision, ...]:
    """Every recorded decision, the latest first."""
    table = schema.Decision
    columns = [getattr(table, field) for field in Decision._fields]
    with board.read() as connection:
        rows = connection.execute(select(*columns).order_by(table.at.desc(), table.id.desc()))
        return tuple(Decision._make(row) for row in rows)


def record_concern(
    board: Board, candidate: str, level: int, *, who: str, role: Role | None = None
) -> Concern:
    """Records public concern about a candidate from 1 (little) to 5 (much). Raises Denied or UserError."""
    name = check_editor(who, role)
    _check_level(level, "Public concern")
    values: dict[str, Any] = {
        "candidate": check_line(candidate, "The candidate", check.LINE, required=True),
        "level": level,
        "who": name,
        "at": board.now(),
    }
    with board.write() as connection:
        row = insert(schema.Concern).values(values).returning(schema.Concern.id)
        return Concern(connection.execute(row).scalar_one(), **values)


def _check_level(level: object, what: str) -> None:
    if isinstance(level, bool) or not isinstance(level, int) or not 1 <= level <= 5:
        raise UserError(f"{what} is a whole number from 1 to 5.")


def read_concerns(board: Board) -> dict[str, Concern]:
    """The latest entry of each candidate, {candidate: entry}."""
    table = schema.Concern
    columns = [getattr(table, field) for field in Concern._fields]
    with board.read() as connection:
        rows = connection.execute(select(*columns).order_by(table.at, table.id))
        return {row.candidate: Concern._make(row) for row in rows}


def record_judgement(
    board: Board, candidate: str, what: str, level: int, *, who: str, role: Role | None = None
) -> Judgement:
    """Records what is judged of a candidate, from 1 (little) to 5 (much). Raises Denied or UserError.

    what: impact, capacity or capability; of the last two, how much is lacking.
    """
    name = check_editor(who, role)
    if what not in schema.JUDGED:
        raise UserError(f"What is judged is one of {wording.list_words(schema.JUDGED)}.")
    _check_level(level, "What is judged")
    values: dict[str, Any] = {
        "candidate": check_line(candidate, "The candidate", check.LINE, required=True),
        "what": what,
        "level": level,
        "who": name,
        "at": board.now(),
    }
    with board.write() as connection:
        row = insert(schema.Judgement).values(values).returning(schema.Judgement.id)
        return Judgement(connection.execute(row).scalar_one(), **values)


def read_judgements(board: Board) -> dict[tuple[str, str], Judgement]:
    """The latest entry of each candidate and of what is judged, {(candidate, what): entry}."""
    table = schema.Judgement
    columns = [getattr(table, field) for field in Judgement._fields]
    with board.read() as connection:
        rows = connection.execute(select(*columns).order_by(table.at, table.id))
        return {(row.candidate, row.what): Judgement._make(row) for row in rows}
