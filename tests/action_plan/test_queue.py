"""Writers take turns: first come, first served, and none is refused because others write too."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.context import ForkServerContext
from pathlib import Path

import pytest
from sqlalchemy import func, select

from csp.core.errors import UserError
from csp.topics.action_plan.store import schema, store
from csp.topics.action_plan.store.queue import BusyError, Queue, queue_of
from csp.topics.action_plan.store.store import Board, open_board
from tests.action_plan.boards import OpenBoard, listing_of, report, write_in_threads

PATIENCE_S = 60


def _until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE_S
    while not true():
        assert time.monotonic() < end
        time.sleep(0.001)


def test_turns_are_given_in_the_order_they_were_asked_for() -> None:
    queue, served = Queue(), list[int]()

    def serve(number: int) -> None:
        with queue.turn(PATIENCE_S):
            served.append(number)

    threads = [threading.Thread(target=serve, args=(number,)) for number in range(30)]
    with queue.turn(PATIENCE_S):
        for number, thread in enumerate(threads):
            thread.start()
            _until(lambda number=number: queue.waiting == number + 1)  # type: ignore[misc]
    for thread in threads:
        thread.join()
    assert served == list(range(30))


def test_who_gives_up_waiting_leaves_the_queue_and_holds_up_nobody() -> None:
    queue = Queue()
    with queue.turn(PATIENCE_S):
        with pytest.raises(BusyError), queue.turn(0.01):
            raise AssertionError("two turns at once")
        assert queue.waiting == 0
    with queue.turn(0.01):
        pass


def test_a_turn_that_fails_is_passed_on() -> None:
    queue = Queue()
    with pytest.raises(ZeroDivisionError), queue.turn(PATIENCE_S):
        raise ZeroDivisionError
    with queue.turn(0.01):
        pass


def test_writes_are_stored_in_the_order_they_were_asked_for(file_board: Board, open_at: OpenBoard) -> None:
    assert file_board.file is not None
    other = open_at(f"sqlite:///{file_board.file}")
    queue = queue_of(file_board.file)
    actions = [action.id for action in listing_of(file_board).actions[:20]]
    writers = [
        threading.Thread(target=report, args=(board, action), kwargs={"expected_version": 1})
        for action, board in zip(actions, [file_board, other] * 10, strict=True)
    ]
    with file_board.write():
        for number, writer in enumerate(writers):
            writer.start()
            _until(lambda number=number: queue.waiting == number + 1)  # type: ignore[misc]
    for writer in writers:
        writer.join()
    with file_board.read() as connection:
        # rowid is the order of insertion.
        stored = connection.exec_driver_sql("SELECT action_id FROM updates ORDER BY rowid").scalars().all()
    assert list(stored) == actions


def test_writers_of_several_processes_are_none_refused(
    sqlite_url: str, open_at: OpenBoard, processes: ForkServerContext
) -> None:
    board = open_at(sqlite_url)
    with processes.Pool(4) as pool:
        refused = pool.starmap(write_in_threads, [(sqlite_url, number * 5, 5, 5) for number in range(4)])
    assert refused == [[], [], [], []]
    with board.read() as connection:
        assert connection.execute(select(func.count()).select_from(schema.Update)).scalar_one() == 4 * 5 * 5


def test_a_board_that_stays_busy_is_said_in_a_sentence(
    file_board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "PATIENCE_S", 0.05)
    with file_board.write(), ThreadPoolExecutor(1) as pool:
        waits = pool.submit(report, file_board, listing_of(file_board).actions[0].id, expected_version=1)
        with pytest.raises(UserError, match=r"busy.*Nothing was stored"):
            waits.result()


def test_a_writer_of_another_program_is_waited_for_and_then_named(
    file_board: Board, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(store, "PATIENCE_S", 0.05)
    assert file_board.file is not None
    link = tmp_path / "same"
    link.symlink_to(file_board.file.parent)
    # By another name of its folder the file has the same queue.
    assert queue_of(link / file_board.file.name) is queue_of(file_board.file)
    stranger = open_board(f"sqlite:///{file_board.file}")
    with stranger.engine.connect() as connection:
        connection.connection.driver_connection.execute("BEGIN IMMEDIATE")  # type: ignore[union-attr]
        with pytest.raises(UserError, match=r"busy.*Nothing was stored"):
            report(file_board, listing_of(file_board).actions[0].id, expected_version=1)
        connection.connection.driver_connection.execute("ROLLBACK")  # type: ignore[union-attr]
    stranger.close()
    report(file_board, listing_of(file_board).actions[0].id, expected_version=1)
