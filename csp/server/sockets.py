"""What comes in by websocket: bounded in size and number, and understood, or one line in the log."""

from __future__ import annotations

import logging
from collections import Counter

from google.protobuf.message import DecodeError
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg

from csp import identity
from csp.server.answers import refuse_socket

_LOG = logging.getLogger(__name__)

# A click sends a few kilobytes; files go another way.
LARGEST_MESSAGE = 1_000_000
# What the pages of the dashboard send.
UNDERSTOOD = (
    "rerun_script",
    "stop_script",
    "file_urls_request",
    "app_heartbeat",
    "backend_operation_request",
)
# Of no use here: what every browser asks at the start, and emptying the caches of all readers.
IGNORED = ("load_git_info", "set_run_on_save", "clear_cache")

# Reasons for closing a websocket, as RFC 6455 numbers them.
_NOT_TEXT, _PROTOCOL, _TOO_BIG = 1003, 1002, 1009


def fault(message: Message) -> tuple[int, str] | None:
    """What is wrong with a message that has come in: the code to close with, and words for the log."""
    data = message.get("bytes")
    if data is None:
        return _NOT_TEXT, "text where a message in bytes was expected"
    if len(data) > LARGEST_MESSAGE:
        return _TOO_BIG, f"a message of {len(data):,} bytes; at most {LARGEST_MESSAGE:,} are taken"
    kind = kind_of(data)
    if kind in UNDERSTOOD or kind in IGNORED:
        return None
    return _PROTOCOL, f"a message that is not understood ({kind or 'not readable'})"


def kind_of(data: bytes) -> str | None:
    """The kind of a message, or None where it cannot be read."""
    parsed = BackMsg()
    try:
        parsed.ParseFromString(data)
    except (DecodeError, ValueError, RecursionError):
        return None
    kind: str | None = parsed.WhichOneof("type")
    return kind


class Sockets:
    """ASGI middleware: takes so many websockets from one address, and only messages that are in order."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._open: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "websocket":
            await self.app(scope, receive, send)
            return
        address = scope["client"][0] if scope.get("client") else ""
        most = identity.current().sessions_per_address
        if self._open[address] >= most:
            _LOG.warning("A websocket from %s was refused: %d are open, the most allowed.", address, most)
            await refuse_socket(scope, send, 429)
            return
        self._open[address] += 1
        try:
            await self.app(scope, self._checked(receive, send, address), send)
        finally:
            self._open[address] -= 1
            if not self._open[address]:
                del self._open[address]

    def _checked(self, receive: Receive, send: Send, address: str) -> Receive:
        async def checked() -> Message:
            while True:
                message = await receive()
                if message["type"] != "websocket.receive":
                    return message
                wrong = fault(message)
                if wrong is not None:
                    code, words = wrong
                    _LOG.warning("A websocket from %s was closed: it sent %s.", address, words)
                    await send({"type": "websocket.close", "code": code})
                    return {"type": "websocket.disconnect", "code": code}
                if kind_of(message["bytes"]) not in IGNORED:
                    return message

        return checked
