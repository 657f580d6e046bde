"""Whose request it is: the login in Streamlit's cookie, unless it has ended.

Streamlit's cookie is signed and says when it was made, and that is all: whoever kept a copy
could use it for 30 days after logging out. So a log-out is written down where every
process of the server reads it, until the cookie would have ended by itself. Kept is a hash
of what the cookie says, which names nobody.

The list lies beside the board (logins.sqlite, or a table of the same PostgreSQL database)
and is no part of it: a board that is restored brings no login back to life.
"""

from __future__ import annotations

import hashlib
import json
import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from itsdangerous import BadSignature, URLSafeTimedSerializer
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
from starlette.requests import cookie_parser
from starlette.types import Scope
from streamlit import auth_util
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from csp import identity
from csp.access import MOST_HOURS, Login, login_of
from csp.board import store

_LOG = logging.getLogger(__name__)
FILE = "logins.sqlite"
PATIENCE_S = 10

_TABLE = Table(
    "ended_logins",
    MetaData(),
    Column("login", Text, primary_key=True),
    Column("until", BigInteger, nullable=False),
)


@dataclass(frozen=True)
class Session:
    """A login as a cookie brings it. who is None where the provider vouches for nothing that counts.

    key is a hash of what the cookie says; began and until are seconds since 1970.
    """

    who: Login | None
    key: str
    began: int
    until: int
    provider: str


def session_of(scope: Scope) -> Session | None:
    """The login of a request, or None where it has none, or one that has ended or run out.

    Reads the list of ended logins: not for the event loop. A list that cannot be read ends
    every login, because nobody can tell which of them are still good.
    """
    found = read_cookie(cookies_of(scope))
    if found is None or time.time() >= found.until:
        return None
    try:
        return None if is_ended(found.key) else found
    except (SQLAlchemyError, OSError):
        _LOG.exception("The list of ended logins cannot be read: nobody counts as logged in.")
        return None


def cookies_of(scope: Scope) -> dict[str, str]:
    """The cookies of a request."""
    lines = [value.decode("latin-1") for name, value in scope["headers"] if name == b"cookie"]
    return cookie_parser("; ".join(lines)) if lines else {}


def has_cookie(scope: Scope) -> bool:
    """Whether a request brings a login at all, good or bad."""
    return USER_COOKIE_NAME in cookies_of(scope)


def read_cookie(cookies: Mapping[str, str]) -> Session | None:
    """What Streamlit's cookie says, where its signature is good. Whether it has ended is not asked."""
    section = identity.auth_section()
    secret = str(section.get("cookie_secret", ""))
    if not secret or USER_COOKIE_NAME not in cookies:
        return None
    made: list[int] = []

    def read_one(name: str) -> bytes | None:
        if name not in cookies:
            return None
        try:
            value, at = URLSafeTimedSerializer(secret, salt=name).loads(cookies[name], return_timestamp=True)
        except BadSignature:
            return None
        made.append(int(at.timestamp()))
        return str(value).encode()

    whole = auth_util.get_cookie_with_chunks(read_one, USER_COOKIE_NAME)
    if whole is None:
        return None
    try:
        claims: Any = json.loads(whole)
    except ValueError:
        return None
    if not isinstance(claims, dict) or claims.get("is_logged_in") is not True:
        return None
    began = min(made)
    until = began + int(identity.current().login_hours * 3600)
    key = hashlib.sha256(whole).hexdigest()
    return Session(login_of(claims), key, began, until, str(claims.get("provider") or "default"))


# ------------------------------------------------------------------ the list of ended logins


@lru_cache(maxsize=4)
def _engine(url: str) -> Engine:
    file = store.file_of(url)
    if file is None:
        parsed = make_url(url).set(drivername="postgresql+psycopg")
        return create_engine(parsed, pool_pre_ping=True, pool_size=2, max_overflow=8)
    address = f"sqlite:///{file.with_name(FILE)}"
    return create_engine(address, connect_args={"timeout": PATIENCE_S, "check_same_thread": False})


def is_ended(key: str) -> bool:
    """Whether somebody has logged out of this login."""
    url = store.default_url()
    file = store.file_of(url)
    if file is not None and not file.with_name(FILE).exists():
        return False
    with _engine(url).connect() as connection:
        if file is None and not connection.dialect.has_table(connection, _TABLE.name):
            return False
        return connection.execute(select(_TABLE.c.login).where(_TABLE.c.login == key)).first() is not None


def end(session: Session) -> None:
    """Note that a login has ended; forget those that would have run out by themselves.

    Raises SQLAlchemyError or OSError where it cannot be written down.
    """
    file = store.file_of(store.default_url())
    if file is not None:
        file.parent.mkdir(parents=True, exist_ok=True)
    try:
        _note(session)
    except SQLAlchemyError:
        # Two processes that make the table at once: one of them comes too late, and finds it.
        _note(session)


def _note(session: Session) -> None:
    with _engine(store.default_url()).begin() as connection:
        _TABLE.create(connection, checkfirst=True)
        dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
        connection.execute(delete(_TABLE).where(_TABLE.c.until < int(time.time())))
        # As long as the cookie could be good under any setting: the hours may be raised meanwhile.
        row = dialect.insert(_TABLE).values(login=session.key, until=session.began + MOST_HOURS * 3600)
        connection.execute(row.on_conflict_do_nothing())
