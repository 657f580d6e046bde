"""Whether a plan shows simulated updates: turned on and off by people, each time on record."""

from __future__ import annotations

from sqlalchemy import insert, select

from csp.core.roles import Role, check_editor
from csp.topics.action_plan.store import lookups, schema, seed, writing
from csp.topics.action_plan.store.step_schema import Simulation as Row
from csp.topics.action_plan.store.store import Board


def is_simulation_shown(board: Board, plan_id: int) -> bool:
    """Whether simulated updates show where the sample is loaded: until somebody removes them."""
    query = select(Row.shown).where(Row.plan_id == plan_id).order_by(Row.id.desc()).limit(1)
    with board.read() as connection:
        return bool(connection.execute(query).scalar() in (None, True))


def list_published_actions(board: Board, plan_id: int) -> frozenset[int]:
    """The ids of the actions that a plan was published with; what people have added is not among them."""
    edit, action = schema.RecordedEdit, schema.Action
    query = (
        select(edit.action_id)
        .join(action, action.id == edit.action_id)
        .where(action.plan_id == plan_id, edit.what == "added", edit.who == seed.AUTHOR)
    )
    with board.read() as connection:
        return frozenset(connection.execute(query).scalars())


def show_simulation(board: Board, plan_id: int, shown: bool, *, who: str, role: Role | None = None) -> None:
    """Removes the simulated updates of a plan, or brings them back. Raises Denied or UserError."""
    name = check_editor(who, role)
    with board.write() as connection:
        writing.check_open(lookups.find_plan(connection, schema.Plan.id == plan_id, plan_id))
        row = {"plan_id": plan_id, "shown": shown, "who": name, "at": board.now()}
        connection.execute(insert(Row).values(row))
