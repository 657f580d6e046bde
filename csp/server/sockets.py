"""Checks what comes in by websocket: its size and number, and whether it is a message of the pages."""

from __future__ import annotations

import logging
from collections import Counter
from dataclasses import dataclass

from google.protobuf.message import DecodeError
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg

from csp.server.answers import refuse_socket
from csp.shell import identity

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
# Of the operations besides runs, those that only fetch: another would write files beside the dashboard.
FETCHES = ("deferred_file", "dataframe_chunk")
# Of no use here: what every browser sends at the start, and the request to empty the caches of all readers.
IGNORED = ("load_git_info", "set_run_on_save", "clear_cache")

# Reasons for closing a websocket, as RFC 6455 numbers them.
_NOT_TEXT, _PROTOCOL, _TOO_BIG = 1003, 1002, 1009


@dataclass(frozen=True)
class Received:
    """A message that has come in. wrong: the code to close with and words for the log, or None."""

    kind: str | None
    wrong: tuple[int, str] | None = None


def judge(data: bytes | None) -> Received:
    """What a message is, and what is wrong with it. None stands for a message in text."""
    if data is None:
        return Received(None, (_NOT_TEXT, "text where a message in bytes was expected"))
    if len(data) > LARGEST_MESSAGE:
        words = f"a message of {len(data):,} bytes; at most {LARGEST_MESSAGE:,} are taken"
        return Received(None, (_TOO_BIG, words))
    parsed = BackMsg()
    try:
        parsed.ParseFromString(data)
    except (DecodeError, ValueError, RecursionError):
        return Received(None, (_PROTOCOL, "a message that cannot be read"))
    kind = parsed.WhichOneof("type")
    operation = parsed.backend_operation_request.WhichOneof("payload") or kind
    if kind not in UNDERSTOOD + IGNORED or (kind == "backend_operation_request" and operation not in FETCHES):
        return Received(kind, (_PROTOCOL, f"a message that is not understood ({operation})"))
    if not all(widget.id for widget in parsed.rerun_script.widget_states.widgets):
        return Received(kind, (_PROTOCOL, "the value of a control without a name"))
    return Received(kind)


class Sockets:
    """ASGI middleware: limits the websockets of one address, and passes only sound messages on."""

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
            await self.app(scope, self._check_messages(receive, send, address), send)
        finally:
            self._open[address] -= 1
            if not self._open[address]:
                del self._open[address]

    def _check_messages(self, receive: Receive, send: Send, address: str) -> Receive:
        async def receive_checked() -> Message:
            while True:
                message = await receive()
                if message["type"] != "websocket.receive":
                    return message
                received = judge(message.get("bytes"))
                if received.wrong is not None:
                    code, words = received.wrong
                    _LOG.warning("A websocket from %s was closed: it sent %s.", address, words)
                    await send({"type": "websocket.close", "code": code})
                    return {"type": "websocket.disconnect", "code": code}
                if received.kind not in IGNORED:
                    return message

        return receive_checked
