"""Sends what a run of a script has to say in few bursts instead of one message at a time.

The browser draws the page anew for whatever has come within 10 ms. A run that says its forty
messages over 60 ms is drawn six times, and drawing is most of what a click takes; on a busy
machine, where the run is spread wider, it is drawn most often. So a run's messages are held
until it has finished, or for HOLD_S where it takes longer, so that a slow page still comes in parts.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress

from google.protobuf.message import DecodeError
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

# Seconds. Most runs have finished by then.
HOLD_S = 0.15
# Bytes. The messages that begin and end a run are shorter.
SHORT = 8_000


class Bursts:
    """ASGI middleware: what the server says by websocket while a script runs is held and sent together."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "websocket":
            await self.app(scope, receive, send)
            return
        outgoing = _Outgoing(send)
        try:
            await self.app(scope, receive, outgoing.send)
        finally:
            outgoing.stop()


class _Outgoing:
    """What goes out by one websocket, in the order in which it was said."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._held: list[Message] = []
        self._running = False
        self._sending = asyncio.Lock()
        self._later: asyncio.Task[None] | None = None

    async def send(self, message: Message) -> None:
        kind = _kind(message)
        self._held.append(message)
        if kind == "new_session":
            self._running = True
        elif kind == "script_finished":
            self._running = False
        if not self._running or message["type"] != "websocket.send":
            await self._flush()
        elif self._later is None:
            self._later = asyncio.create_task(self._flush_later())

    async def _flush(self) -> None:
        async with self._sending:
            held, self._held = self._held, []
            for message in held:
                await self._send(message)

    async def _flush_later(self) -> None:
        await asyncio.sleep(HOLD_S)
        self._later = None
        # A browser that has gone is noticed by who listens to it.
        with suppress(OSError, RuntimeError):
            await self._flush()

    def stop(self) -> None:
        if self._later is not None:
            self._later.cancel()


def _kind(message: Message) -> str | None:
    """The kind of a message that begins or ends a run; of others their kind or None."""
    data = message.get("bytes")
    if not data or len(data) > SHORT:
        return None
    parsed = ForwardMsg()
    with suppress(DecodeError):
        parsed.ParseFromString(data)
    return parsed.WhichOneof("type")
