"""A reader that is no browser: it talks to the dashboard as Streamlit's own page does."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from socket import create_connection
from types import TracebackType
from urllib.parse import urlsplit

import httpx
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

PATIENCE_S = 30


@dataclass
class Reader:
    """One browser's worth of cookies."""

    address: str
    web: httpx.Client = field(init=False)

    def __post_init__(self) -> None:
        self.web = httpx.Client(base_url=self.address, timeout=PATIENCE_S, trust_env=False)

    def __enter__(self) -> Reader:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.web.close()

    @property
    def cookies(self) -> dict[str, str]:
        """The cookies of the dashboard, by name; those that a thief has copied are of no host."""
        host = urlsplit(self.address).hostname or ""
        return {c.name: c.value or "" for c in self.web.cookies.jar if host in c.domain or not c.domain}

    def get(self, path: str, **options: object) -> httpx.Response:
        return self.web.get(path, **options)  # type: ignore[arg-type]

    def log_in(self) -> httpx.Response:
        """Log in by the button of the log-in page; the last answer."""
        return self.web.get("/log-in?with=default", follow_redirects=True)

    def log_out(self) -> httpx.Response:
        return self.web.get("/auth/logout", follow_redirects=True)

    def socket(
        self,
        path: str = "/_stcore/stream",
        origin: str | None = "",
        host: str = "",
        headers: Mapping[str, str] | None = None,
        source: str | None = None,
        token: bool = True,
    ) -> ClientConnection:
        """A websocket, from the address source; raises InvalidStatus where it is refused.

        Without the token, it is of a program that has a cookie and has not read the page.
        """
        self.web.get("/_stcore/health")
        cookies = self.cookies
        sent = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()), **(headers or {})}
        parts = urlsplit(self.address)
        more: dict[str, object] = {"source_address": (source, 0)} if source else {}
        if host:
            # The name is another, the server the same.
            more["sock"] = create_connection((parts.hostname or "", parts.port or 80), timeout=PATIENCE_S)
        protocols = ["streamlit", cookies.get("_streamlit_xsrf", "none")] if token else ["streamlit"]
        return connect(
            f"ws://{host or parts.netloc}{path}",
            origin=(self.address if origin == "" else origin),  # type: ignore[arg-type]
            additional_headers=sent,
            subprotocols=protocols,  # type: ignore[arg-type]
            max_size=None,
            proxy=None,
            open_timeout=PATIENCE_S,
            **more,  # type: ignore[arg-type]
        )


def ask(path: str = "", query: str = "") -> bytes:
    """The message of a browser that wants a page drawn."""
    message = BackMsg()
    message.rerun_script.query_string = query
    message.rerun_script.page_name = path
    return message.SerializeToString()


def draw(socket: ClientConnection, message: bytes) -> list[ForwardMsg]:
    """Send a message, and give everything that comes back until the script has finished."""
    socket.send(message)
    return listen(socket)


def listen(socket: ClientConnection) -> list[ForwardMsg]:
    """What comes in until a script has finished, the login is over or the other side closes."""
    messages = []
    try:
        while True:
            data = socket.recv(timeout=PATIENCE_S)
            assert isinstance(data, bytes)
            message = ForwardMsg()
            message.ParseFromString(data)
            messages.append(message)
            if message.WhichOneof("type") in ("script_finished", "auth_redirect"):
                return messages
    except ConnectionClosed:
        return messages


def kinds(messages: list[ForwardMsg]) -> list[str | None]:
    return [message.WhichOneof("type") for message in messages]


def words(messages: list[ForwardMsg]) -> str:
    """Everything said in a drawing, without the marks that keep Markdown off."""
    drawn = [message for message in messages if message.WhichOneof("type") == "delta"]
    text = "\n".join(str(message.delta) for message in drawn).replace("\\", "")
    return re.sub(r":color\[(.)\]", r"\1", text)
