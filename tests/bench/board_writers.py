"""How long twenty writers wait: python tests/bench/board_writers.py [--url postgresql://...]

Twenty writers of fifty updates each: as threads of one process, as four processes of five, as
twenty processes, and as threads beside ten readers. A reader lists the plan ten
times a second, the way sessions do that draw a page. Prints how many were refused, and the median,
99th percentile and longest wait of a write as multiples of a reference from the same run: the
mean time that a bare loop over sqlite3 takes for a write of its own to a file on the same disk
(BEGIN IMMEDIATE, one row, COMMIT, synchronous=FULL, the write-ahead log). With twenty who write all the
time, nobody can wait less than twenty writes on average. Target: none refused, 99th percentile under 2 s.
"""

from __future__ import annotations

import argparse
import multiprocessing
import sqlite3
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))

from csp.core.errors import UserError  # noqa: E402
from csp.topics.action_plan.store import reading  # noqa: E402 - the package is found from ROOT
from csp.topics.action_plan.store.errors import Conflict  # noqa: E402
from csp.topics.action_plan.store.records import UpdateDraft  # noqa: E402
from csp.topics.action_plan.store.store import Board, open_board  # noqa: E402
from csp.topics.action_plan.store.update_steps import add_update  # noqa: E402

WRITERS, EACH, READERS = 20, 50, 10


def reference(folder: Path) -> float:
    """Seconds a write takes on its own, without the board."""
    with closing(sqlite3.connect(folder / "reference.sqlite", isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=WAL").fetchall()
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("CREATE TABLE t (a TEXT)")
        start = time.perf_counter()
        for _ in range(WRITERS * EACH):
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("INSERT INTO t VALUES (?)", ("x" * 500,))
            connection.execute("COMMIT")
        return (time.perf_counter() - start) / (WRITERS * EACH)


def write(board: Board, writer: int) -> list[float]:
    """Seconds that each write of one writer took; a negative number is one that was refused."""
    plan = reading.list_plans(board)[0]
    action = reading.list_actions(board, plan.id).actions[writer]
    version, waits = action.version, []
    for number in range(EACH):
        start = time.perf_counter()
        try:
            draft = UpdateDraft(quarter="2021 Q3", status="on track", note=f"{number}")
            stored, _ = add_update(board, action.id, draft, who="A", expected_version=version)
            version = stored.version
            waits.append(time.perf_counter() - start)
        except Conflict as conflict:
            version = conflict.version
        except UserError:
            waits.append(start - time.perf_counter())
    return waits


def in_threads(url: str, writers: list[int]) -> list[float]:
    board = open_board(url)
    try:
        with ThreadPoolExecutor(len(writers)) as pool:
            return [wait for waits in pool.map(lambda n: write(board, n), writers) for wait in waits]
    finally:
        board.close()


def in_processes(url: str, processes: int) -> list[float]:
    share = WRITERS // processes
    parts = [(url, list(range(start, start + share))) for start in range(0, WRITERS, share)]
    with multiprocessing.get_context("spawn").Pool(processes) as pool:
        return [wait for waits in pool.starmap(in_threads, parts) for wait in waits]


def beside_readers(url: str) -> list[float]:
    board, over = open_board(url), threading.Event()
    plan = reading.list_plans(board)[0]

    def read() -> None:
        while not over.is_set():
            reading.list_actions(board, plan.id)
            over.wait(0.1)

    readers = [threading.Thread(target=read) for _ in range(READERS)]
    for reader in readers:
        reader.start()
    try:
        return in_threads(url, list(range(WRITERS)))
    finally:
        over.set()
        for reader in readers:
            reader.join()
        board.close()


WAYS: dict[str, Callable[[str], list[float]]] = {
    "20 threads": lambda url: in_threads(url, list(range(WRITERS))),
    "4 processes of 5": lambda url: in_processes(url, 4),
    "20 processes": lambda url: in_processes(url, 20),
    f"20 threads, {READERS} readers": beside_readers,
}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--url", help="A database of the tests' own instead of SQLite files.")
    server = parser.parse_args().url
    with tempfile.TemporaryDirectory() as folder:
        for number, (name, run) in enumerate(WAYS.items()):
            url = server or f"sqlite:///{folder}/{number}/board.sqlite"
            open_board(url).close()
            unit, start = reference(Path(tempfile.mkdtemp(dir=folder))), time.perf_counter()
            waits = run(url)
            took = time.perf_counter() - start
            done = sorted(wait for wait in waits if wait >= 0)
            p50, p99, most = statistics.median(done), done[int(len(done) * 0.99)], done[-1]
            print(
                f"{name:24} {len(waits)} writes, {len(waits) - len(done)} refused; "
                f"p50 x{p50 / unit:.0f}, p99 x{p99 / unit:.0f}, longest x{most / unit:.0f} "
                f"of {unit * 1000:.2f} ms (p99 {p99:.2f} s, longest {most:.2f} s); {took:.1f} s in all"
            )


if __name__ == "__main__":
    main()
