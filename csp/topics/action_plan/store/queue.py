"""Writers of an SQLite board take turns in the order they came.

SQLite's own waiting is a lottery that new writers win: each waiter sleeps longer and longer, and
whoever looks at the right moment goes first. Of twenty writers some were refused after 30 s.
So the writers of a process queue here, first come, first served, and only the first of them
asks SQLite, again and again after short random waits: it competes with one writer of each
other process and not with all of them.
"""

from __future__ import annotations

import random
import sqlite3
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

# Milliseconds between two attempts: about as long as a write takes.
SHORTEST_MS, LONGEST_MS = 0.5, 4.0


class BusyError(Exception):
    """No turn came in time."""


class Queue:
    """Turns for the threads of one process, first come, first served."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._waiting: deque[threading.Event] = deque()
        self._taken = False

    @property
    def waiting(self) -> int:
        """How many wait."""
        with self._guard:
            return len(self._waiting)

    @contextmanager
    def turn(self, patience_s: float) -> Iterator[None]:
        """Waits for its turn, and holds it. Raises BusyError after patience_s seconds."""
        self._take(patience_s)
        try:
            yield
        finally:
            self._pass_on()

    def _take(self, patience_s: float) -> None:
        with self._guard:
            if not self._taken:
                self._taken = True
                return
            mine = threading.Event()
            self._waiting.append(mine)
        if mine.wait(patience_s):
            return
        with self._guard:
            # The turn may have come at the last moment.
            if not mine.is_set():
                self._waiting.remove(mine)
                raise BusyError

    def _pass_on(self) -> None:
        """The turn goes to whoever has waited longest, and is free only where nobody waits."""
        with self._guard:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._taken = False


_queues: dict[Path, Queue] = {}
_queues_guard = threading.Lock()


def queue_of(file: Path) -> Queue:
    """The queue of this process for a board's file, the same for every connection to it."""
    with _queues_guard:
        return _queues.setdefault(file.resolve(), Queue())


def insist(begin: Callable[[], object], patience_s: float) -> None:
    """Calls begin until SQLite does not say that another process writes. Raises its error in the end."""
    until = time.monotonic() + patience_s
    while True:
        try:
            begin()
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > until:
                raise
            time.sleep(random.uniform(SHORTEST_MS, LONGEST_MS) / 1000)
        else:
            return
