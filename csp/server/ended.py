"""The list of ended logins: a log-out is written down where every process of the server reads it.

It holds a hash of each cookie, which names nobody, until the cookie would have ended by itself.
The list lies beside the action plan's database (logins.sqlite, or a table of the same PostgreSQL
database) and is no part of it: restoring the action plan from a backup must not bring an ended
login back to life.
"""

from __future__ import annotations

import time
from functools import lru_cache

from sqlalchemy import (
    BigInteger,
    Column,
    Engine,
    MetaData,
    Table,
    Text,
    create_engine,
    delete,
    make_url,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import SQLAlchemyError

from csp.core.access import MOST_HOURS
from csp.server.logins import Session
from csp.topics.action_plan.store import store

FILE = "logins.sqlite"
PATIENCE_S = 10
# What reading or writing the list may raise.
TROUBLE = (SQLAlchemyError, OSError)

_TABLE = Table(
    "ended_logins",
    MetaData(),
    Column("login", Text, primary_key=True),
    Column("until", BigInteger, nullable=False),
)


@lru_cache(maxsize=4)
def _engine(url: str) -> Engine:
    file = store.find_file(url)
    if file is None:
        parsed = make_url(url).set(drivername="postgresql+psycopg")
        return create_engine(parsed, pool_pre_ping=True, pool_size=2, max_overflow=8)
    address = f"sqlite:///{file.with_name(FILE)}"
    return create_engine(address, connect_args={"timeout": PATIENCE_S, "check_same_thread": False})


def is_ended(key: str) -> bool:
    """Whether somebody has logged out of this login."""
    url = store.default_url()
    file = store.find_file(url)
    if file is not None and not file.with_name(FILE).exists():
        return False
    with _engine(url).connect() as connection:
        if file is None and not connection.dialect.has_table(connection, _TABLE.name):
            return False
        return connection.execute(select(_TABLE.c.login).where(_TABLE.c.login == key)).first() is not None


def end(session: Session) -> None:
    """Note that a login has ended; forget those that would have run out by themselves.

    Raises one of TROUBLE where it cannot be written down.
    """
    file = store.find_file(store.default_url())
    if file is not None:
        file.parent.mkdir(parents=True, exist_ok=True)
    try:
        _note(session)
    except SQLAlchemyError:
        # When two processes create the table at once, one of them fails; the table is then there.
        _note(session)


def _note(session: Session) -> None:
    with _engine(store.default_url()).begin() as connection:
        _TABLE.create(connection, checkfirst=True)
        dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
        connection.execute(delete(_TABLE).where(_TABLE.c.until < int(time.time())))
        # For as long as the cookie could be valid under any setting: login_hours may be raised meanwhile.
        row = dialect.insert(_TABLE).values(login=session.key, until=session.began + MOST_HOURS * 3600)
        connection.execute(row.on_conflict_do_nothing())
