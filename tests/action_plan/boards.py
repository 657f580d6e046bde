"""What tests of the board share besides fixtures."""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from typing import Any

from sqlalchemy import select, text

from csp.core.errors import UserError
from csp.topics.action_plan.store import reading, schema
from csp.topics.action_plan.store.records import ActionRow, Listing, Plan, Update, UpdateDraft
from csp.topics.action_plan.store.store import Board, open_board
from csp.topics.action_plan.store.update_steps import add_update

# Within the seeded plan, in its second quarter of four.
NOW = datetime(2021, 9, 15, 10, tzinfo=UTC)

OpenBoard = Callable[..., Board]

# The tables that each version brought, in the order in which they can be dropped.
TABLES_OF = {
    "0009": ("simulations", "withdrawals"),
    "0008": ("measure_values", "plan_entries"),
    "0007": ("agency_entries", "steps"),
    "0006": ("plan_areas",),
    "0005": ("near_misses",),
    "0004": ("meeting_tables", "meeting_turns", "meeting_entries", "meetings"),
    "0003": ("report_entries",),
    "0002": ("judgements",),
}


def go_back(board: Board, revision: str) -> None:
    """Takes the tables of later versions away, as a board of that version has none of them."""
    with board.write() as connection:
        for version, tables in TABLES_OF.items():
            for table in tables if version > revision else ():
                connection.execute(text(f"DROP TABLE {table}"))
                if connection.dialect.name == "postgresql":
                    connection.execute(text(f"DROP FUNCTION IF EXISTS {table}_append_only()"))
        connection.execute(text("UPDATE alembic_version SET version_num = :to"), {"to": revision})


def plan_of(board: Board) -> Plan:
    return reading.find_plan(board, "2021-22")


def listing_of(board: Board) -> Listing:
    return reading.list_actions(board, plan_of(board).id)


def action_of(board: Board, ref: str = "DA-01") -> ActionRow:
    return next(action for action in listing_of(board).actions if action.ref == ref)


def report(board: Board, action: ActionRow | int, **changed: Any) -> Update:
    """Adds an update: on track in July to September 2021 by A. Officer, but for what is changed."""
    action_id = action if isinstance(action, int) else action.id
    values = {"quarter": "2021 Q3", "status": "on track", "who": "A. Officer", **changed}
    if "expected_version" not in values:
        values["expected_version"] = reading.read_action(board, action_id).action.version
    fields = {field.name for field in dataclasses.fields(UpdateDraft)}
    draft = UpdateDraft(**{name: values.pop(name) for name in fields & values.keys()})
    update, _ = add_update(board, action_id, draft, **values)
    return update


def start_and_count(url: str) -> int:
    """Opens a board, in a process of its own, and counts its actions."""
    board = open_board(url)
    count = len(listing_of(board).actions)
    board.close()
    return count


def write_until_killed(url: str, says: Connection, seed: int) -> None:
    """Writes updates for ever, and says the id of each as soon as it is acknowledged."""
    board = open_board(url, clock=lambda: NOW)
    with board.read() as connection:
        rows = connection.execute(select(schema.Action.id, schema.Action.version)).all()
    versions = {row.id: row.version for row in rows}
    ids = list(versions)
    random.Random(seed).shuffle(ids)
    while True:
        for action_id in ids:
            update = report(board, action_id, note="x" * 500, expected_version=versions[action_id])
            says.send_bytes(update.id.encode())
            versions[action_id] = update.version


def write_in_threads(url: str, first: int, threads: int, each: int) -> list[str]:
    """Writes updates from threads of this process, each to an action of its own; returns what was refused."""
    board = open_board(url, clock=lambda: NOW)
    ids = [action.id for action in listing_of(board).actions[first : first + threads]]

    def write(action_id: int) -> list[str]:
        refused = []
        for version in range(1, each + 1):
            try:
                report(board, action_id, expected_version=version)
            except UserError as error:
                refused.append(str(error))
        return refused

    with ThreadPoolExecutor(threads) as pool:
        refusals = [sentence for sentences in pool.map(write, ids) for sentence in sentences]
    board.close()
    return refusals
