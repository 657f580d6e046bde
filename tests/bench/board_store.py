"""Speed of listing a board: python tests/bench/board_store.py [--url postgresql://...]

Fills an empty board with 2,000 actions and 40,000 updates, of which every tenth is a
correction, and times list_actions (one query, records built) against a bare SELECT of
the same 2,000 actions, as the driver returns them. Takes turns and prints the medians,
their ratio, the fastest runs and the time of stamp(), which is what an unchanged board costs. Target: a
listing in less than 50 ms.
"""

from __future__ import annotations

import argparse
import hashlib
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import insert, text

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))

from csp.topics.action_plan.store import reading, schema, writing  # noqa: E402 - the package is found from ROOT
from csp.topics.action_plan.store.records import ActionDraft, Plan, PlanDraft  # noqa: E402
from csp.topics.action_plan.store.status import Status  # noqa: E402
from csp.topics.action_plan.store.store import Board, open_board  # noqa: E402

ACTIONS, UPDATES_EACH = 2_000, 20
AT = datetime(2021, 12, 1, 12, tzinfo=UTC)
TODAY = date(2021, 12, 1)
TARGET_MS = 50


def fill(board: Board) -> Plan:
    """A plan of ACTIONS actions with UPDATES_EACH updates each, over five quarters."""
    drafts = [
        ActionDraft(
            ref=f"A-{number}",
            priority=number % 4 + 1,
            text=f"Action {number}: " + "what is to be done, by whom and where " * 3,
            agencies=(f"Agency {number % 30}", f"Agency {(number + 7) % 30}"),
            measure="What is counted",
            due="2021-11-30" if number % 5 == 0 else "",
        )
        for number in range(ACTIONS)
    ]
    priorities = {number: f"Priority {number}" for number in range(1, 5)}
    draft = PlanDraft("2021", date(2020, 10, 1), date(2021, 12, 31), priorities)
    with board.write() as connection:
        plan_id = writing.insert_plan(connection, draft, "Bench", AT)
        ids = writing.insert_actions(connection, plan_id, drafts, "Bench", AT)
        connection.execute(insert(schema.Update), [row for action_id in ids for row in _history(action_id)])
        for action_id in ids:
            writing.refresh(connection, action_id)
        if connection.dialect.name == "postgresql":
            connection.execute(text("ANALYZE"))
    return next(plan for plan in reading.list_plans(board) if plan.id == plan_id)


def _id(action_id: int, number: int) -> str:
    """Scattered as random ids are, and the same every time."""
    return hashlib.md5(f"{action_id}-{number}".encode(), usedforsecurity=False).hexdigest()


def _history(action_id: int) -> list[dict[str, object]]:
    states, rows = list(Status), []
    for number in range(UPDATES_EACH):
        version = number + 2
        corrects = number % 10 == 9
        month = number // 4 * 3 + 9
        rows.append(
            {
                "id": _id(action_id, number),
                "action_id": action_id,
                "version": version,
                "who": f"Officer {number % 5}",
                "at": AT,
                "quarter": date(2020 + month // 12, month % 12 + 1, 1),
                "status": states[(action_id + number) % 4],
                "note": "What was done since the last meeting. " * 3,
                "measure_value": float(number),
                "evidence_link": "",
                "corrects": _id(action_id, number - 1) if corrects else None,
            }
        )
    return rows


def median_and_best_ms(runs: int, *timed: Callable[[], object]) -> list[tuple[float, float]]:
    """The median and the fastest of each, in ms; they take turns, so that a busy machine slows all alike."""
    took: list[list[float]] = [[] for _ in timed]
    for _ in range(runs):
        for times, run in zip(took, timed, strict=True):
            start = time.perf_counter()
            run()
            times.append((time.perf_counter() - start) * 1000)
    return [(statistics.median(times), min(times)) for times in took]


def bare(board: Board, plan_id: int) -> int:
    with board.read() as connection:
        query = f"SELECT * FROM actions WHERE plan_id = {int(plan_id)}"
        return len(connection.exec_driver_sql(query).fetchall())


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--url", help="an empty PostgreSQL database; SQLite in a temporary folder without it")
    parser.add_argument("--runs", type=int, default=31)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        board = open_board(options.url or f"sqlite:///{folder}/board.sqlite", seeded=False)
        plan = fill(board)
        listing = reading.list_actions(board, plan.id, TODAY)
        (bare_ms, bare_best), (list_ms, list_best), (stamp_ms, _) = median_and_best_ms(
            options.runs,
            lambda: bare(board, plan.id),
            lambda: reading.list_actions(board, plan.id, TODAY),
            lambda: reading.read_stamp(board, plan.id),
        )
        board.close()
    print(
        f"{board.engine.dialect.name}: {len(listing.actions):,} actions, {ACTIONS * UPDATES_EACH:,} updates"
    )
    print(
        f"median:  bare SELECT {bare_ms:.1f} ms, list_actions {list_ms:.1f} ms, ratio {list_ms / bare_ms:.1f}"
    )
    print(f"fastest: bare SELECT {bare_best:.1f} ms, list_actions {list_best:.1f} ms")
    print(f"stamp {stamp_ms:.2f} ms")
    print(f"{'met' if list_ms < TARGET_MS else 'missed'}: target {TARGET_MS} ms")


if __name__ == "__main__":
    main()
