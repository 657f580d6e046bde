"""The gate for reading: who is not a reader gets a page that lets them log in, and nothing else.

It stands before Streamlit: no page, no websocket, no download and no upload passes for
somebody who may not read, so no page has to remember to ask. A login that has ended is
taken out of the request: what lies behind the gate then sees nobody logged in. A websocket
stays open for hours, so the right to read is checked again before every message is passed on: a click
in a window that somebody left open neither reads nor writes once the login is over.
"""

from __future__ import annotations

import logging
from collections.abc import MutableMapping
from typing import Any

from anyio import to_thread
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.runtime_util import serialize_forward_msg
from streamlit.web.server.starlette.starlette_server_config import TOKENS_COOKIE_NAME, USER_COOKIE_NAME

from csp.server import doors, logins
from csp.server.answers import build_text, refuse_socket
from csp.server.logins import Session
from csp.shell import identity

_LOG = logging.getLogger(__name__)

# Addresses open to anybody: whether the server lives, Streamlit's own scripts, and the way in.
OPEN = ("/_stcore/health", doors.LOG_IN, doors.START, doors.CALLBACK, doors.LOG_OUT)
SCRIPTS = ("/static/", "/favicon.png", "/manifest.json")
# Addresses that a program asks for, not a person: they get a sentence instead of a page.
_FOR_PROGRAMS = ("/_stcore/", "/media/")

LOG_IN_FIRST = "Log in to read this dashboard."


class Gate:
    """ASGI middleware: lets readers through, and everybody where anyone may read."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket") or is_open(scope["path"]):
            await self.app(scope, receive, send)
            return
        session = await _session(scope)
        if session is None and logins.has_cookie(scope):
            scope = drop_login(scope)
        if not identity.may_read(session.who if session else None):
            await _refuse(scope, receive, send, session)
        elif scope["type"] == "websocket":
            began_with = session.key if session else None
            await self.app(scope, _judge_each_message(scope, began_with, receive, send), send)
        else:
            await self.app(scope, receive, send)


def is_open(path: str) -> bool:
    """Whether an address holds nothing of the data."""
    return path in OPEN or path.startswith(SCRIPTS)


async def _session(scope: Scope) -> Session | None:
    if not logins.has_cookie(scope):
        return None
    return await to_thread.run_sync(logins.session_of, scope)


def drop_login(scope: Scope) -> MutableMapping[str, Any]:
    """The request as it would be of somebody who has not logged in."""
    cookies = "; ".join(
        f"{name}={value}"
        for name, value in logins.cookies_of(scope).items()
        if not name.startswith((USER_COOKIE_NAME, TOKENS_COOKIE_NAME))
    )
    headers = [(name, value) for name, value in scope["headers"] if name != b"cookie"]
    return {**scope, "headers": [*headers, (b"cookie", cookies.encode("latin-1"))]}


async def _refuse(scope: Scope, receive: Receive, send: Send, session: Session | None) -> None:
    if scope["type"] == "websocket":
        await refuse_socket(scope, send, 401)
        return
    for_people = scope["method"] in ("GET", "HEAD") and not scope["path"].startswith(_FOR_PROGRAMS)
    if for_people:
        query = scope.get("query_string", b"").decode("latin-1")
        address = f"{scope['path']}?{query}" if query else scope["path"]
        await doors.build_log_in_page(session, page=address)(scope, receive, send)
    else:
        await build_text(LOG_IN_FIRST, 401)(scope, receive, send)


def _judge_each_message(scope: Scope, began_with: str | None, receive: Receive, send: Send) -> Receive:
    """receive() that checks the right to read before every message; without it the page starts anew.

    began_with is the key of the login that the websocket was opened with: Streamlit goes on taking it
    for that login, so one that has ended since closes it even where anyone may read.
    """

    async def judged() -> Message:
        message = await receive()
        if message["type"] != "websocket.receive":
            return message
        session = await _session(scope)
        same = (session.key if session else None) == began_with
        if same and identity.may_read(session.who if session else None):
            return message
        _LOG.info("A websocket was closed: who opened it may read no more.")
        leave = ForwardMsg()
        leave.auth_redirect.url = "/"
        await send({"type": "websocket.send", "bytes": serialize_forward_msg(leave)})
        await send({"type": "websocket.close", "code": 1008})
        return {"type": "websocket.disconnect", "code": 1008}

    return judged
