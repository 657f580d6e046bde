"""A new year from the plan before: carried over, adapted, retired, added, all of it in one go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from csp.core.errors import UserError
from csp.core.roles import Role, check_editor
from csp.core.typed_text import check_prose
from csp.topics.action_plan.store import check, lookups, schema, writing
from csp.topics.action_plan.store.carry_over import apply_carry_over, retire_unfinished
from csp.topics.action_plan.store.records import ActionDraft, Plan, PlanDraft
from csp.topics.action_plan.store.store import Board
from csp.topics.action_plan.store.stored_action import Writer


@dataclass(frozen=True)
class NewYear:
    """What a new year begins with.

    versions: of every action that is carried over or retired, as its author saw it. adapted: the whole of an
    action as it goes on, by the action; one that is not named goes on as it is. retired: the reasons.
    """

    plan: PlanDraft
    versions: Mapping[int, int]
    adapted: Mapping[int, ActionDraft] = field(default_factory=dict)
    retired: Mapping[int, str] = field(default_factory=dict)
    added: Sequence[ActionDraft] = ()


def begin_year(board: Board, year: NewYear, *, who: str, role: Role | None = None) -> Plan:
    """Stores the plan of a new year with its actions, all of it or nothing.

    Raises Conflict where somebody has changed an action since, Denied, or UserError for a year that has a
    plan, a bad value, or an action that cannot go on.
    """
    name, draft = check_editor(who, role), writing.check_plan(year.plan)
    adapted = {each: _check_draft(action) for each, action in year.adapted.items()}
    reasons = {each: _check_reason(reason) for each, reason in year.retired.items()}
    added = [_check_draft(action) for action in year.added]
    carried = {each: version for each, version in year.versions.items() if each not in reasons}
    with board.write() as connection:
        writer = Writer(connection, name, board.now(), board.today(), board.year_start)
        plan_id = writing.insert_plan(connection, draft, name, writer.at)
        plan = lookups.find_plan(connection, schema.Plan.id == plan_id)
        apply_carry_over(writer, plan, carried, adapted)
        retire_unfinished(writer, reasons, year.versions)
        writing.insert_actions(connection, plan_id, added, name, writer.at)
    return plan


def _check_draft(draft: ActionDraft) -> ActionDraft:
    """Raises UserError, with the reference of the action, for what cannot be stored."""
    try:
        return check.draft(draft)
    except UserError as error:
        raise UserError(f"{draft.ref.strip()}: {error}" if draft.ref.strip() else str(error)) from error


def _check_reason(reason: str) -> str:
    return check_prose(reason, "The reason", check.NOTE, required=True)
