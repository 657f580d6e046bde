"""Whose request it is: the login in Streamlit's cookie, unless it has ended.

Streamlit's cookie is signed and says when it was made, but nothing in it says that its owner has
logged out: a copy of it would stay valid for 30 days. So every request is looked up in the list of
ended logins.
"""

from __future__ import annotations

import hashlib
import json
import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from itsdangerous import BadSignature, URLSafeTimedSerializer
from starlette.requests import cookie_parser
from starlette.types import Scope
from streamlit import auth_util
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from csp.core.access import Login, login_of
from csp.shell import identity

_LOG = logging.getLogger(__name__)
SIGNED_WITHIN_S = 1


@dataclass(frozen=True)
class Session:
    """A login as a cookie brings it. who is None where the provider vouches for nothing that counts.

    key is a hash of what the cookie says; began and until are seconds since 1970.
    """

    who: Login | None
    key: str
    began: int
    until: int


def session_of(scope: Scope) -> Session | None:
    """The login of a request, or None where it has none, or one that has ended or run out.

    Reads the list of ended logins: not for the event loop. A list that cannot be read ends
    every login, because nobody can tell which of them are still good.
    """
    session = read_cookie(cookies_of(scope))
    if session is None or time.time() >= session.until:
        return None
    from csp.server import ended  # noqa: PLC0415 the database's library takes half a second to import

    try:
        return None if ended.is_ended(session.key) else session
    except ended.TROUBLE:
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
    """The login in Streamlit's cookie, where its signature is good. It may have ended: see session_of()."""
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
    # Streamlit cuts a long cookie into pieces, each signed by itself: pieces of two log-ins are no login.
    if whole is None or max(made) - min(made) > SIGNED_WITHIN_S:
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
    return Session(login_of(claims), key, began, until)
