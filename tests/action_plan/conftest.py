"""Boards to test on: SQLite always, PostgreSQL where there is a server to be had.

CSP_TEST_DATABASE_URL names a database the tests may make schemas in. Without it a private
server is started from the system's packages and thrown away afterwards. Where neither is
to be had the tests on PostgreSQL are skipped, but where CI is set they fail instead.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, text

from csp.topics.action_plan.store.store import Board, find_file, open_board
from tests.action_plan.boards import NOW, OpenBoard
from tests.deployment import running_postgresql


def _without_server(reason: str) -> None:
    if os.environ.get("CI", "").lower() in {"1", "true"}:
        pytest.fail(f"{reason}; the tests on PostgreSQL have to run here")
    pytest.skip(reason)


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The URL of a PostgreSQL database that the tests may use."""
    if address := os.environ.get("CSP_TEST_DATABASE_URL"):
        yield address.replace("postgresql://", "postgresql+psycopg://", 1)
        return
    try:
        with running_postgresql() as url:
            if url is None:
                _without_server("no PostgreSQL: neither CSP_TEST_DATABASE_URL nor the package postgresql")
            assert url is not None
            yield url
    except RuntimeError as error:
        _without_server(f"PostgreSQL does not start: {error}")


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'board' / 'board.sqlite'}"


@pytest.fixture
def postgresql_url(server: str) -> Iterator[str]:
    """A schema of its own in the database of the server, dropped afterwards."""
    schema = f"test_{uuid4().hex}"
    admin = create_engine(server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE SCHEMA {schema}"))
    joint = "&" if "?" in server else "?"
    yield f"{server}{joint}options=-csearch_path%3D{schema}"
    with admin.connect() as connection:
        connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
    admin.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> str:
    """The URL of an empty database of either kind."""
    address: str = request.getfixturevalue(f"{request.param}_url")
    return address


@pytest.fixture
def open_at() -> Iterator[OpenBoard]:
    """open_at(url, now=NOW) opens a board whose clock stands still, and closes it after the test."""
    opened: list[Board] = []

    def at(url: str, now: datetime = NOW, seeded: bool = True) -> Board:
        opened.append(open_board(url, clock=lambda: now, seeded=seeded))
        return opened[-1]

    yield at
    for board in opened:
        board.close()


@pytest.fixture(scope="session")
def seeded_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite board as it is after the first start, to be copied and never opened."""
    file = tmp_path_factory.mktemp("seeded") / "board.sqlite"
    open_board(f"sqlite:///{file}", clock=lambda: NOW).close()
    return file


def _copy_seeded(seeded_file: Path, url: str) -> None:
    file = find_file(url)
    if file is not None:
        file.parent.mkdir(parents=True)
        shutil.copy(seeded_file, file)


@pytest.fixture
def board(url: str, open_at: OpenBoard, seeded_file: Path) -> Board:
    """The seeded board of either database in September 2021."""
    _copy_seeded(seeded_file, url)
    return open_at(url)


@pytest.fixture
def file_board(sqlite_url: str, open_at: OpenBoard, seeded_file: Path) -> Board:
    """The seeded board on SQLite, for what does not depend on the database."""
    _copy_seeded(seeded_file, sqlite_url)
    return open_at(sqlite_url)
