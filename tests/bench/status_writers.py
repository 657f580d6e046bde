"""How long storing a status takes in a large plan: python tests/bench/status_writers.py [--url postgresql://...]

Fills an empty board with 2,000 actions and 40,000 updates, then stores statuses: one writer alone, and
twenty threads that write all the time, each to actions of its own. Then times what a page reads beside the
list of actions: what every action holds, and the stamps that an unchanged board costs. Prints medians.
Target: a status is stored within 150 ms at the median with 20 writers, none refused.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from sqlalchemy import update

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))

from csp.core.errors import UserError  # noqa: E402 - the package is found from ROOT
from csp.topics.action_plan.store import entries, reading, schema  # noqa: E402
from csp.topics.action_plan.store.records import ActionRow, UpdateDraft  # noqa: E402
from csp.topics.action_plan.store.store import Board, open_board  # noqa: E402
from csp.topics.action_plan.store.update_steps import add_update  # noqa: E402
from tests.bench.board_store import AT, TODAY, UPDATES_EACH, fill, median_and_best_ms  # noqa: E402

WRITERS, EACH, TARGET_MS = 20, 25, 150


def write(board: Board, actions: list[ActionRow]) -> list[float]:
    """Milliseconds that each status took to be stored; a negative number is one that was refused."""
    waits = []
    for action in actions:
        start = time.perf_counter()
        try:
            draft = UpdateDraft("2021 Q4", "at risk", "Staff left.")
            add_update(board, action.id, draft, who="Bench", expected_version=action.version)
            waits.append((time.perf_counter() - start) * 1000)
        except UserError:
            waits.append((start - time.perf_counter()) * 1000)
    return waits


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--url", help="an empty PostgreSQL database; SQLite in a temporary folder without it")
    url = parser.parse_args().url
    with tempfile.TemporaryDirectory() as folder:
        board = open_board(url or f"sqlite:///{folder}/board.sqlite", clock=lambda: AT, seeded=False)
        plan = fill(board)
        with board.write() as connection:
            connection.execute(update(schema.Action).values(version=UPDATES_EACH + 1))
        actions = list(reading.list_actions(board, plan.id, TODAY).actions)
        alone = write(board, actions[:EACH])
        shares = [actions[(n + 1) * EACH : (n + 2) * EACH] for n in range(WRITERS)]
        with ThreadPoolExecutor(WRITERS) as pool:
            together = [wait for waits in pool.map(lambda own: write(board, own), shares) for wait in waits]
        (details, _), (stamps, _) = median_and_best_ms(
            7,
            lambda: entries.list_details(board, plan.id),
            lambda: (reading.read_stamp(board, plan.id), entries.read_stamp(board, plan.id)),
        )
        board.close()
    done = sorted(wait for wait in together if wait >= 0)
    median = statistics.median(done)
    print(f"{board.engine.dialect.name}: {len(actions):,} actions")
    print(
        f"a status alone {statistics.median(alone):.1f} ms; {WRITERS} writers: median {median:.0f} ms, "
        f"99th percentile {done[int(len(done) * 0.99)]:.0f} ms, {len(together) - len(done)} refused"
    )
    print(f"what every action holds {details:.0f} ms, stamps {stamps:.2f} ms")
    is_met = median < TARGET_MS and len(done) == len(together)
    print(f"{'met' if is_met else 'missed'}: target {TARGET_MS} ms")


if __name__ == "__main__":
    main()
