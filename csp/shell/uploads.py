"""What the server takes in as an uploaded file: what a page has asked a session for, and nothing else.

Streamlit takes a file from every session that is open, whatever its page shows, and keeps all of
them until the session ends. Here a page that draws an uploader says so with expect(), and
settle() at the end of each run takes that back where none was drawn. UploadGuard refuses every
other file before a byte of it is read, takes one at a time, and keeps one per session: the newer
replaces the older. A page that asks for several files at once says how many, and how large each may be:
server.maxUploadSize, which Streamlit keeps, is the largest that any page takes.

Nothing here imports Streamlit before a request needs its store of files.
"""

from __future__ import annotations

import asyncio
import threading
from collections import OrderedDict
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass, field
from typing import Any

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
ASGIApp = Callable[[Message, Receive, Send], Awaitable[None]]

# Seconds a file may take to arrive for each 10 MB that it may have, and sessions that may have an uploader
# at once.
SLOWEST_S, MOST_SESSIONS = 60.0, 1_000
_MEGABYTE = 1024 * 1024
# What a browser writes around a file: its name, its type and the marks between the parts.
_AROUND = 64 * 1024


@dataclass
class _Uploader:
    """An uploader on somebody's screen: whether the run going on has drawn it, and the ids of its files.

    most: the files that it takes, each of at most largest_mb megabytes; arriving: those under way.
    """

    drawn: bool = False
    most: int = 1
    largest_mb: int = 0
    arriving: int = 0
    files: list[str] = field(default_factory=list)


_uploaders: OrderedDict[str, _Uploader] = OrderedDict()
_guard = threading.Lock()


def expect(session: str, most: int = 1, largest_mb: int = 10) -> None:
    """A page draws an uploader for this session, for a person who may use it.

    most: files at once, each of at most largest_mb megabytes of 1024 x 1024 bytes. A page that draws two
    uploaders takes what the larger one takes.
    """
    with _guard:
        uploader = _uploaders.setdefault(session, _Uploader())
        if uploader.drawn:
            most, largest_mb = max(most, uploader.most), max(largest_mb, uploader.largest_mb)
        uploader.drawn, uploader.most, uploader.largest_mb = True, most, largest_mb
        _uploaders.move_to_end(session)
        while len(_uploaders) > MOST_SESSIONS:
            _uploaders.popitem(last=False)


def settle(session: str) -> None:
    """The run of a page is over: a session whose page drew no uploader may send no file."""
    with _guard:
        uploader = _uploaders.get(session)
        if uploader is None:
            return
        gone = not uploader.drawn
        uploader.drawn = False
        if gone:
            del _uploaders[session]
    if gone:
        for file in uploader.files:
            _remove(session, file)


def release(session: str, file: str) -> None:
    """Let go of a file that has been read."""
    with _guard:
        uploader = _uploaders.get(session)
        if uploader is not None and file in uploader.files:
            uploader.files.remove(file)
    _remove(session, file)


def _remove(session: str, file: str) -> None:
    from streamlit.runtime import exists, get_instance  # noqa: PLC0415 see the top

    if exists():
        # The store in memory, the only one that Streamlit has: the protocol does not name its remove_file.
        store: Any = get_instance().uploaded_file_mgr
        store.remove_file(session_id=session, file_id=file)


class UploadGuard:
    """Middleware that lets PUT through for an expected file only; all other requests pass as they are.

    slowest_s: seconds that a file of up to 10 MB may take to arrive; a larger one may take longer in
    proportion. No route of the dashboard but the upload of files is asked with PUT.
    """

    def __init__(self, app: ASGIApp, slowest_s: float = SLOWEST_S) -> None:
        self.app = app
        self.slowest_s = slowest_s

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "PUT":
            await self.app(scope, receive, send)
            return
        session, file = _addressed(scope["path"])
        status, older, largest_mb = _begin(session)
        if status:
            await _refuse(send, status)
            return
        for each in older:
            _remove(session, each)
        stored = False
        try:
            stored = await self._take(scope, receive, send, largest_mb)
        finally:
            if not _end(session, file if stored else None):
                _remove(session, file)

    async def _take(self, scope: Message, receive: Receive, send: Send, largest_mb: int) -> bool:
        """Whether the file was taken."""
        answered, arrived = 0, 0

        async def count() -> Message:
            nonlocal arrived
            message = await receive()
            arrived += len(message.get("body", b""))
            if arrived > largest_mb * _MEGABYTE + _AROUND:
                raise _TooLargeError
            return message

        async def answer(message: Message) -> None:
            nonlocal answered
            if message["type"] == "http.response.start":
                answered = message["status"]
            await send(message)

        try:
            async with asyncio.timeout(self.slowest_s * max(1, largest_mb / 10)):
                await self.app(scope, count, answer)
        except TimeoutError:
            if not answered:
                await _refuse(send, 408)
        except _TooLargeError:
            if not answered:
                await _refuse(send, 413)
        return 200 <= answered < 300


def _addressed(path: str) -> tuple[str, str]:
    """The session and the file of .../upload_file/SESSION/FILE; "" for any other address."""
    parts = path.split("/")
    if len(parts) < 4 or parts[-3] != "upload_file":
        return "", ""
    return parts[-2], parts[-1]


class _TooLargeError(Exception):
    """A file is larger than its page takes."""


def _begin(session: str) -> tuple[int, list[str], int]:
    """0 where a file may come, with those it replaces and the most MB; else the status of the refusal."""
    with _guard:
        uploader = _uploaders.get(session)
        if uploader is None:
            return 403, [], 0
        if uploader.arriving >= uploader.most:
            return 429, [], 0
        uploader.arriving += 1
        kept = max(0, uploader.most - uploader.arriving)
        count = max(0, len(uploader.files) - kept)
        older, uploader.files = uploader.files[:count], uploader.files[count:]
        return 0, older, uploader.largest_mb


def _end(session: str, file: str | None) -> bool:
    """Note what became of a file; False where its page has been left while it arrived."""
    with _guard:
        uploader = _uploaders.get(session)
        if uploader is None:
            return False
        uploader.arriving -= 1
        if file is not None:
            uploader.files.append(file)
        return True


_WORDS = {
    403: b"This page has not asked for a file.",
    408: b"The file took too long to arrive.",
    413: b"The file is too large.",
    429: b"Another file is arriving: one at a time.",
}


async def _refuse(send: Send, status: int) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": _WORDS[status]})
