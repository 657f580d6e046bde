"""Work done by a process that may do less: without rights, or with a disk that is full."""

from __future__ import annotations

import os
import resource
import signal
import tempfile
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path

import typer

from csp.core.errors import UserError
from csp.topics.action_plan.store import backup, cli
from csp.topics.action_plan.store.store import open_board
from tests.action_plan.boards import action_of, report

NOBODY = 65534


def drop_rights() -> None:
    """Be nobody, where the tests run as root, whom no permission binds.

    Nobody may not read the folders of Python itself where those are root's own, so whatever
    a board needs is imported by way of another board first.
    """
    with tempfile.TemporaryDirectory() as folder:
        board = open_board(f"sqlite:///{folder}/board.sqlite")
        report(board, action_of(board))
        board.close()
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)


def fill_disk(room: int) -> None:
    """From here on no file can be longer than so many bytes."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))


def say(says: Connection, work: Callable[..., object], *arguments: object) -> None:
    """In the process: does the work and says the sentence of its UserError, else "done"."""
    try:
        work(*arguments)
    except UserError as error:
        says.send(str(error))
    except BaseException as error:
        says.send(repr(error))
        raise
    else:
        says.send("done")


def open_as_nobody(url: str) -> None:
    drop_rights()
    open_board(url)


def write_as_nobody(url: str) -> None:
    drop_rights()
    board = open_board(url)
    report(board, action_of(board))


def back_up_to_full_disk(url: str, target: Path) -> None:
    board = open_board(url)
    fill_disk(40_000)
    backup.back_up(board, target)


def restore_to_full_disk(url: str, source: Path) -> None:
    fill_disk(40_000)
    backup.restore_backup(source, url)


def write_to_full_disk(url: str) -> None:
    board = open_board(url)
    fill_disk(200_000)
    for _ in range(1000):
        report(board, action_of(board), note="x" * 3000)


def export_to_full_disk(folder: str, target: str) -> None:
    os.environ["CSP_BOARD"] = folder
    open_board().close()
    fill_disk(4_000)
    try:
        cli.export(Path(target))
    except typer.Exit as ended:
        raise UserError(f"ended with {ended.exit_code}") from ended
