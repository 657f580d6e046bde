"""Answers of the server's own: one sentence, on a small page for people and as text for programs."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

BROKEN = "This could not be answered: the reason is in the dashboard's log."

_PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark; }}
body {{ font: 17px/1.5 system-ui, sans-serif; margin: 12vh auto 0; max-width: 34rem; padding: 0 1.5rem;
        color: light-dark({light.text}, {dark.text});
        background: light-dark({light.background}, {dark.background}); }}
h1 {{ font-size: 1.5rem; }}
a.button {{ display: inline-block; margin: 0 .6rem .6rem 0; padding: .6rem 1.2rem; border-radius: 4px;
            text-decoration: none; color: light-dark({light.background}, {dark.background});
            background: light-dark({light.home}, {dark.home}); }}
a.button:focus-visible {{ outline: 3px solid; outline-offset: 2px; }}
</style>
<main>
<h1>{title}</h1>
<p>{sentence}</p>
{links}
</main>
</html>
"""


def build_page(
    title: str, sentence: str, links: Sequence[tuple[str, str]] = (), status: int = 200
) -> HTMLResponse:
    """A small page that needs no script. links are (words, address) pairs, drawn as buttons."""
    from csp.shell import theme  # noqa: PLC0415 it knows the maps, which take a second to import

    buttons = "\n".join(
        f'<a class="button" href="{escape(address, quote=True)}">{escape(words)}</a>'
        for words, address in links
    )
    body = _PAGE.format(
        title=escape(title),
        sentence=escape(sentence),
        links=f"<p>{buttons}</p>",
        light=theme.LIGHT,
        dark=theme.DARK,
    )
    return HTMLResponse(body, status, headers={"cache-control": "no-store"})


def build_text(sentence: str, status: int) -> Response:
    """A sentence as plain text."""
    return PlainTextResponse(sentence, status, headers={"cache-control": "no-store"})


async def answer(scope: Scope, receive: Receive, send: Send, status: int, sentence: str) -> None:
    """Answer a request with a sentence as plain text."""
    await build_text(sentence, status)(scope, receive, send)


async def refuse_socket(scope: Scope, send: Send, status: int) -> None:
    """Refuse the handshake of a websocket that has not been accepted yet."""
    if "websocket.http.response" not in scope.get("extensions", {}):
        await send({"type": "websocket.close", "code": 1008})
        return
    await send({"type": "websocket.http.response.start", "status": status, "headers": []})
    await send({"type": "websocket.http.response.body", "body": b""})
