"""The headers of every answer: pages load nothing from another host, and no other site may frame them.

The policy is the strictest under which every page works (tests/e2e/test_every_page.py fails
on a violation). What it has to allow, and why:

    script-src   'wasm-unsafe-eval': maps read their layers with a WebAssembly module.
                 blob: a component of our own is a script that Streamlit hands over as a blob.
                 One hash: the only script that stands in Streamlit's page itself.
    style-src    'unsafe-inline': Streamlit and Vega style by rules and attributes made on the spot.
    img-src      data: the icon of the browser's tab.
    font-src     data: fonts that stand in a style sheet.
"""

from __future__ import annotations

import base64
import hashlib
import logging
import re
from functools import lru_cache
from pathlib import Path

import streamlit
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from csp.server.answers import BROKEN, answer, refuse_socket

_LOG = logging.getLogger(__name__)
_INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)


@lru_cache(maxsize=1)
def build_policy() -> str:
    """The Content-Security-Policy of every answer."""
    page = Path(streamlit.__file__).parent / "static" / "index.html"
    scripts = _INLINE.findall(page.read_text(encoding="utf-8"))
    hashes = [base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts]
    allowed = " ".join(f"'sha256-{digest}'" for digest in hashes)
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'self' 'wasm-unsafe-eval' blob: {allowed}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )


@lru_cache(maxsize=1)
def list_fixed_headers() -> tuple[tuple[bytes, bytes], ...]:
    """Every header that is the same on all answers."""
    headers = {
        "content-security-policy": build_policy(),
        "x-frame-options": "DENY",
        "x-content-type-options": "nosniff",
        # An address shows what the reader looks at, so it is not sent to other sites.
        "referrer-policy": "same-origin",
        "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), "
        "display-capture=()",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "x-permitted-cross-domain-policies": "none",
    }
    return tuple((name.encode(), value.encode()) for name, value in headers.items())


def _set_fixed(headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    ours = {name for name, _ in list_fixed_headers()}
    return [*((name, value) for name, value in headers if name.lower() not in ours), *list_fixed_headers()]


class Headers:
    """ASGI middleware, the outermost: sets the headers, and answers with one sentence where the app fails."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        begun = False

        async def send_or_refuse(message: Message) -> None:
            nonlocal begun
            if message["type"] == "websocket.close" and not begun:
                begun = True
                await refuse_socket(scope, send_with_headers, 403)
                return
            await send_with_headers(message)

        async def send_with_headers(message: Message) -> None:
            nonlocal begun
            if message["type"] in (
                "http.response.start",
                "websocket.accept",
                "websocket.http.response.start",
            ):
                begun = True
                message = {**message, "headers": _set_fixed(list(message.get("headers", [])))}
            await send(message)

        try:
            await self.app(scope, receive, send_or_refuse)
        except Exception:
            _LOG.exception("An answer failed.")
            if begun:
                return
            if scope["type"] == "http":
                await answer(scope, receive, send_with_headers, 500, BROKEN)
            else:
                await refuse_socket(scope, send_with_headers, 500)
