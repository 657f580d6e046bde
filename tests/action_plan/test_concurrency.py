"""Nothing is lost and nothing is doubled: many writers at once, and writers that are killed."""

from __future__ import annotations

import random
import sqlite3
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from multiprocessing.context import ForkServerContext
from pathlib import Path

import pytest
from sqlalchemy import select

from csp.topics.action_plan.store import reading, schema
from csp.topics.action_plan.store.errors import Conflict
from csp.topics.action_plan.store.store import Board, open_board
from tests.action_plan.boards import OpenBoard, action_of, listing_of, report, write_until_killed

pytestmark = pytest.mark.slow

WRITERS, EACH = 20, 50
KILLS = 100


def test_twenty_writers_of_fifty_updates_store_a_thousand(url: str, open_at: OpenBoard) -> None:
    board = open_at(url)
    # Ten actions for twenty writers: every write has rivals.
    ids = [action.id for action in listing_of(board).actions[:10]]
    conflicts = Counter[str]()

    def write(writer: int) -> list[str]:
        mine = open_at(url) if writer % 5 == 0 else board
        chance = random.Random(writer)
        return [_insist(mine, chance.choice(ids), f"{writer}:{n}", conflicts) for n in range(EACH)]

    with ThreadPoolExecutor(WRITERS) as pool:
        acknowledged = [update_id for written in pool.map(write, range(WRITERS)) for update_id in written]
    views = [reading.read_action(board, action_id) for action_id in ids]
    stored = [entry.update for view in views for entry in view.history]
    assert sorted(update.id for update in stored) == sorted(acknowledged)
    assert Counter(update.note for update in stored) == {
        f"{writer}:{n}": 1 for writer in range(WRITERS) for n in range(EACH)
    }
    assert conflicts["met"] > 0, "the writers never met: the test shows nothing"
    for view in views:
        assert [entry.update.version for entry in view.history] == list(range(2, view.action.version + 1))


def _insist(board: Board, action_id: int, note: str, conflicts: Counter[str]) -> str:
    """Writes an update the way a person does who looks again after every conflict."""
    with board.read() as connection:
        seen = select(schema.Action.version).where(schema.Action.id == action_id)
        version = connection.execute(seen).scalar_one()
    while True:
        try:
            return report(board, action_id, note=note, expected_version=version).id
        except Conflict as conflict:
            conflicts["met"] += 1
            shown = [update.version for update in conflict.updates]
            if shown != list(range(version + 1, conflict.version + 1)):
                raise AssertionError(f"{shown} for {version} to {conflict.version}") from conflict
            version = conflict.version


def test_a_hundred_kills_lose_no_acknowledged_update(tmp_path: Path, processes: ForkServerContext) -> None:
    file = tmp_path / "board.sqlite"
    url = f"sqlite:///{file}"
    open_board(url).close()
    chance, acknowledged = random.Random(20211), list[str]()
    for kill in range(KILLS):
        acknowledged += _killed(processes, url, kill, chance)
    with closing(sqlite3.connect(file)) as connection:
        stored = [row[0] for row in connection.execute("SELECT id FROM updates")]
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        half_done = connection.execute(
            "SELECT a.id FROM actions a LEFT JOIN updates u ON u.action_id = a.id "
            "GROUP BY a.id HAVING a.version <> 1 + count(u.id)"
        ).fetchall()
    assert half_done == []
    assert set(acknowledged) <= set(stored)
    # What was stored without being acknowledged was in flight: one write for each kill at most.
    assert len(stored) - len(acknowledged) <= KILLS
    assert len(acknowledged) >= KILLS


def _killed(processes: ForkServerContext, url: str, seed: int, chance: random.Random) -> list[str]:
    """Kills a writer at a random moment; returns the updates acknowledged to it.

    It is awaited for a few writes and killed within about the time of the next one, so that
    kills fall into writes however busy the machine is.
    """
    heard, says = processes.Pipe(duplex=False)
    writer = processes.Process(target=write_until_killed, args=(url, says, seed))
    writer.start()
    says.close()
    words, waited = [], 0.0
    for _ in range(chance.randint(1, 4)):
        start = time.perf_counter()
        words.append(heard.recv_bytes().decode())
        waited = time.perf_counter() - start
    time.sleep(chance.uniform(0, min(waited, 0.05)))
    writer.kill()
    writer.join()
    with closing(heard):
        try:
            while heard.poll(0):
                words.append(heard.recv_bytes().decode())
        except (EOFError, OSError):  # the end, maybe in the middle of a word
            pass
    return words


def test_the_second_of_two_sessions_sees_the_change_of_the_first(url: str, open_at: OpenBoard) -> None:
    one, two = open_at(url), open_at(url)
    seen = action_of(one)
    first = report(
        one, seen, status="at risk", note="by the first", who="First", expected_version=seen.version
    )
    with pytest.raises(Conflict, match="First") as caught:
        report(two, seen, status="complete", who="Second", expected_version=seen.version)
    assert caught.value.updates == (first,)
    assert action_of(two).latest == first
    second = report(two, seen, status="complete", who="Second", expected_version=caught.value.version)
    history = [entry.update for entry in reading.read_action(one, seen.id).history]
    assert history == [first, second]


def test_a_form_sent_twice_is_stored_once(board: Board) -> None:
    action, form = action_of(board), "0123456789abcdef0123456789abcdef"

    def send(_: int) -> str:
        return report(board, action, update_id=form, expected_version=action.version).id

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(send, range(4))) == [form] * 4
    assert len(reading.read_action(board, action.id).history) == 1
