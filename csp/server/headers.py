"""The headers of every answer: nothing of another host gets in, and no other page frames this one.

The policy is the tightest with which every page works (tests/e2e/test_every_page.py fails
on a violation). What it has to let in, and why:

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
        # An address holds what the reader looks at: no other site is told.
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
    """ASGI middleware, the outermost: sets the headers, and turns what fails inside into one sentence."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        begun = False

        async def headed(message: Message) -> None:
            nonlocal begun
            if message["type"] == "websocket.close" and not begun:
                begun = True
                await refuse_socket(scope, headed_start, 403)
                return
            await headed_start(message)

        async def headed_start(message: Message) -> None:
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
            await self.app(scope, receive, headed)
        except Exception:
            _LOG.exception("An answer failed.")
            if begun:
                return
            if scope["type"] == "http":
                await answer(scope, receive, headed_start, 500, BROKEN)
            else:
                await refuse_socket(scope, headed_start, 500)
