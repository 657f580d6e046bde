"""Opens the database of the action plan: an SQLite file, or PostgreSQL for several app servers.

    CSP_BOARD         the folder of board.sqlite (data/board where it is not set)
    CSP_DATABASE_URL  postgresql://user:password@host/database, instead of the file

Either is brought up to date when it is opened, and gets the published plans where it has none, by
one process at a time.

An acknowledged write survives the end of the process and of the power: SQLite runs with a
write-ahead log that is flushed to disk at every commit. Its file has to lie on a disk of
the machine; a network share cannot carry the log.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, select, text
from sqlalchemy.exc import ArgumentError, DatabaseError, IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from csp.core import settings
from csp.core.errors import UserError
from csp.topics.action_plan.store import (
    agency_directory,
    migrations,
    plan_areas,
    schema,
    seed,
    soundness,
)
from csp.topics.action_plan.store.queue import BusyError, insist, queue_of

FILE = "board.sqlite"
# Long enough for a queue of writers, each of a few milliseconds; short enough for a page to say so.
PATIENCE_S = 30
# Any number that other programs on the same PostgreSQL database do not take for their locks.
ADVISORY_LOCK = 0x435350_01

BUSY = "The board is busy or being restored: try again in a minute. Nothing was stored."
AWAY = "The board's database did not answer: try again in a minute. Nothing was stored."
RESTORE = "Stop the dashboard and put a backup in its place: python -m csp board restore FILE."

_WRITES = "board_writes"


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Board:
    """The opened database. One serves a whole process: its connections are shared by all threads."""

    engine: Engine
    clock: Callable[[], datetime] = _now

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One transaction that sees one state of the database, whatever is stored meanwhile."""
        one_state = {} if self.engine.dialect.name == "sqlite" else {"isolation_level": "REPEATABLE READ"}
        engine = self.engine.execution_options(**one_state)
        with _explain_errors(engine), engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One transaction that is stored whole or not at all, on disk when the block is left.

        On SQLite it is a writer from its first statement: a reader that turns writer could
        be refused for what happened in between. Writers take turns in the order they came.
        """
        engine = self.engine.execution_options(**{_WRITES: True})
        turn = queue_of(self.file).turn(PATIENCE_S) if self.file else nullcontext()
        try:
            with _explain_errors(self.engine), turn, engine.connect() as connection, connection.begin():
                yield connection
        except IntegrityError as error:
            # Two people at once: every rule is checked first, so only a race gets here.
            raise UserError(
                "Somebody else stored the same thing at the same moment: open it again. Nothing was stored."
            ) from error

    def now(self) -> datetime:
        return self.clock()

    def today(self) -> date:
        """The day on the clock of the server."""
        return self.clock().astimezone().date()

    @property
    def year_start(self) -> int:
        """First month of the partnership's year."""
        return settings.year_start()

    @property
    def file(self) -> Path | None:
        """The SQLite file, or None on PostgreSQL."""
        return _database_file(self.engine.url)

    def close(self) -> None:
        """Closes every connection; a closed board opens them again when it is used."""
        self.engine.dispose()


@contextmanager
def _explain_errors(engine: Engine) -> Iterator[None]:
    """Turns the errors of a database that is busy, away or damaged into sentences."""
    try:
        yield
    except (BusyError, PoolTimeout) as error:
        raise UserError(BUSY) from error
    except (DatabaseError, sqlite3.DatabaseError) as error:
        sentence = _explain(engine, error)
        if sentence is None:
            raise
        raise UserError(sentence) from error


def _explain(engine: Engine, error: Exception) -> str | None:
    """A sentence about an error that people can do something about; None for any other."""
    message = str(getattr(error, "orig", error))
    if engine.dialect.name != "sqlite":
        return AWAY if isinstance(error, OperationalError) else None
    if "locked" in message:
        return BUSY
    if any(word in message for word in ("malformed", "not a database", "decode")):
        return f"{FILE} is damaged ({message}). Nothing was stored. {RESTORE}"
    if any(word in message for word in ("unable to open", "readonly", "disk")):
        return f"The board's file cannot be used ({message}): see to its folder and the space on its disk."
    return None


def default_url() -> str:
    """The address of the database, by the environment."""
    url = os.environ.get("CSP_DATABASE_URL", "").strip()
    return url or URL.create("sqlite", database=str(folder() / FILE)).render_as_string()


def folder() -> Path:
    """The folder of the SQLite file: data/board, or the one CSP_BOARD names."""
    return Path(os.environ.get("CSP_BOARD") or settings.ROOT / "data" / "board")


def open_board(url: str | None = None, clock: Callable[[], datetime] = _now, seeded: bool = True) -> Board:
    """Opens the database at a URL, or the one default_url() names, ready for use.

    The first opening builds the tables and, where seeded, stores the home district's plans of
    data/reference/plans; a later one brings the tables of an earlier version up to date.
    Raises UserError where the database cannot be reached or is of a later version.
    """
    parsed = _parse_url(url or default_url())
    board = Board(_make_engine(parsed), clock)
    try:
        _prepare(board, seeded)
    except BaseException:
        board.close()
        raise
    return board


def _parse_url(url: str) -> URL:
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError) as error:
        raise UserError("CSP_DATABASE_URL is not like postgresql://user:password@host/database.") from error
    if parsed.drivername in ("postgres", "postgresql"):
        parsed = parsed.set(drivername="postgresql+psycopg")
    if parsed.get_backend_name() not in ("sqlite", "postgresql"):
        raise UserError(f"The board runs on SQLite or PostgreSQL, not on {parsed.get_backend_name()}.")
    return parsed


def find_file(url: str) -> Path | None:
    """The SQLite file a URL names, or None for PostgreSQL. Raises UserError for other URLs."""
    return _database_file(_parse_url(url))


def _database_file(url: URL) -> Path | None:
    return Path(url.database) if url.get_backend_name() == "sqlite" and url.database else None


def _make_engine(url: URL) -> Engine:
    if url.get_backend_name() != "sqlite":
        # Far servers close idle connections: each is tried before it is used.
        return create_engine(url, pool_pre_ping=True, pool_size=5, max_overflow=25)
    engine = create_engine(
        url, pool_size=5, max_overflow=45, connect_args={"timeout": PATIENCE_S, "check_same_thread": False}
    )
    event.listen(engine, "connect", _set_up_connection)
    event.listen(engine, "begin", _begin)
    return engine


def _set_up_connection(connection: Any, _record: object) -> None:
    # The driver does not begin transactions by itself any more; _begin does it.
    connection.isolation_level = None
    # A cache of 16 MB holds all of a database with years of updates.
    pragmas = (
        "foreign_keys=ON",
        f"busy_timeout={PATIENCE_S * 1000}",
        "synchronous=FULL",
        "cache_size=-16000",
    )
    for pragma in pragmas:
        connection.execute(f"PRAGMA {pragma}").close()


def _begin(connection: Connection) -> None:
    if not connection.get_execution_options().get(_WRITES, False):
        connection.exec_driver_sql("BEGIN")
        return
    driver: Any = connection.connection.driver_connection
    driver.execute("PRAGMA busy_timeout=0").close()
    try:
        insist(lambda: driver.execute("BEGIN IMMEDIATE").close(), PATIENCE_S)
    except sqlite3.OperationalError as error:
        raise OperationalError("BEGIN IMMEDIATE", None, error) from error
    finally:
        driver.execute(f"PRAGMA busy_timeout={PATIENCE_S * 1000}").close()


def _prepare(board: Board, seeded: bool) -> None:
    """Builds or updates the tables and seeds, one process at a time, in one transaction."""
    with _lock_opening(board), board.write() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(select(text("pg_advisory_xact_lock(:lock)")).params(lock=ADVISORY_LOCK))
        migrations.bring_up_to_date(connection)
        if seeded and connection.execute(select(schema.Plan.id).limit(1)).first() is None:
            seed.store_plans(connection, board.now(), board.year_start)
        plan_areas.note_missing(connection)
        # A board of an earlier version has agencies and no directory of them.
        unheard = agency_directory.list_unheard(connection)
        agency_directory.add_names(connection, unheard, seed.AUTHOR, board.now())


@contextmanager
def _lock_opening(board: Board) -> Iterator[None]:
    """On SQLite holds a lock file, so that nobody else opens or restores the file meanwhile.

    BEGIN IMMEDIATE would do for the tables, but not for the change to write-ahead logging.
    """
    if board.file is None:
        yield
        return
    with file_lock(board.file), _explain_errors(board.engine):
        _check_file(board.file)
        with board.engine.connect() as connection:
            connection.connection.driver_connection.execute("PRAGMA journal_mode=WAL").close()  # type: ignore[union-attr]
        yield


def _check_file(file: Path) -> None:
    """Raises UserError for a file that is not sound, and where only the log of one is left."""
    log = Path(f"{file}-wal")
    if not file.exists() and not file.is_symlink():
        if log.exists() and log.stat().st_size:
            raise UserError(f"{log.name} is there without {file.name}, its board. {RESTORE}")
        return
    soundness.check_kind(file)
    if not file.stat().st_size:
        raise UserError(
            f"{file.name} is empty: it is no board any more. {RESTORE} To begin a new board, delete the file."
        )
    soundness.check_file(file, file.name, RESTORE, thorough=False)


@contextmanager
def file_lock(file: Path) -> Iterator[None]:
    """Holds the lock on opening or replacing an SQLite board."""
    lock = FileLock(file.with_name(f"{file.name}.lock"), timeout=PATIENCE_S)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout as error:
        raise UserError(
            "Another process is opening or restoring the board: try again in a minute."
        ) from error
    except OSError as error:
        raise UserError(
            f"The folder {file.parent} cannot be written to ({error.strerror}): see to its permissions "
            "and the space on its disk."
        ) from error
    try:
        yield
    finally:
        lock.release()
