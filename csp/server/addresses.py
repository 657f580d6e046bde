"""Which addresses the server answers, and under which host names.

Addresses that serve only whoever runs a server or writes an application are closed, because no
page of the dashboard uses them. A Host header with another name than this server's is refused:
otherwise another site could give its own name the address 127.0.0.1 and talk to a dashboard on
the reader's own machine (DNS rebinding). So is a websocket that a page of another site opens.
"""

from __future__ import annotations

import ipaddress
import logging
import socket
from functools import lru_cache
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from csp.server.answers import answer, refuse_socket
from csp.shell import identity

_LOG = logging.getLogger(__name__)

CLOSED = (
    "/_stcore/metrics",
    "/_stcore/script-health-check",
    "/_stcore/agent",
    "/component",
    "/app/static",
)
METHODS = ("GET", "HEAD", "OPTIONS", "PUT", "DELETE")
# Characters of an address. Streamlit puts it into the page; the address of a view is far shorter.
LONGEST = 8_000
NOT_HERE = "There is nothing at this address."
WRONG_HOST = (
    "The dashboard does not answer under this name. Open it under the name it was set up for, "
    "or add this one to hosts under [access] in the settings file."
)
TOO_LONG = "This address is too long: open the page without what follows the question mark."


def is_closed(path: str) -> bool:
    """Whether an address is one of those that no page needs."""
    return any(path == closed or path.startswith(f"{closed}/") for closed in CLOSED)


@lru_cache(maxsize=1)
def _own_name() -> str:
    return socket.gethostname().lower()


def is_own_host(host: str | None, hosts: frozenset[str]) -> bool:
    """Whether a Host header names this server.

    An IP address always does, because only a name can be made to point at somebody else's machine.
    """
    try:
        parts = urlsplit(f"//{host}")
        name, _ = (parts.hostname or "").lower().rstrip("."), parts.port
    except ValueError:
        return False
    if not host or not name or parts.path or parts.query or parts.fragment or parts.username is not None:
        return False
    if name in ("localhost", _own_name()) or name in hosts:
        return True
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def is_same_origin(origin: str | None, host: str | None) -> bool:
    """Whether a websocket is opened by a page of this server. Programs that are no browser send no Origin."""
    return origin is None or urlsplit(origin).netloc == host


class Addresses:
    """ASGI middleware: refuses requests that are not to be answered, before anything else sees them."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        refusal = _refusal(scope, headers)
        if refusal is None:
            await self.app(scope, receive, send)
        elif scope["type"] == "http":
            await answer(scope, receive, send, *refusal)
        else:
            _LOG.warning("A websocket was refused: Host %r, Origin %r.", *map(_short, _names(headers)))
            await refuse_socket(scope, send, 403)


def _names(headers: Headers) -> tuple[str | None, str | None]:
    return headers.get("host"), headers.get("origin")


def _short(text: str | None) -> str | None:
    return text[:100] if text else text


def _refusal(scope: Scope, headers: Headers) -> tuple[int, str] | None:
    host, origin = _names(headers)
    if not is_own_host(host, identity.hosts()):
        return 421, WRONG_HOST
    if scope["type"] == "websocket":
        wrong = scope["path"] != "/_stcore/stream" or not is_same_origin(origin, host)
        return (403, NOT_HERE) if wrong else None
    if is_closed(scope["path"]):
        return 404, NOT_HERE
    if scope["method"] not in METHODS:
        return 405, NOT_HERE
    if len(scope["path"]) + len(scope.get("query_string", b"")) > LONGEST:
        return 414, TOO_LONG
    return None
