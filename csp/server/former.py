"""Addresses that pages had before, led to the pages of today with all that a link said.

Streamlit knows a page by one address. A link that was copied earlier would end at its first page
with a box that says "Page not found", and lose its filters.
"""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from csp.shell.pages import PAGES, Former


def find_address(former: Former, home: bool, file: str, query: str) -> str:
    """Today's address for a former one, from the root of the dashboard: "what_if?limit=50".

    home: whether the page is the one that opens, which has no address of its own. query: as it was asked for.
    """
    names = dict(former.renames)
    pairs = [(names.get(name, name), value) for name, value in parse_qsl(query, keep_blank_values=True)]
    there = {name for name, _ in pairs}
    pairs = [(name, value) for name, value in former.adds if name not in there] + pairs
    parameters = urlencode(pairs)
    return f"{'./' if home else file}{f'?{parameters}' if parameters else ''}"


def _build_route(former: Former, home: bool, file: str) -> Route:
    async def lead(request: Request) -> Response:
        # Seen from the former address: so a proxy may serve the dashboard under any path.
        return RedirectResponse(
            find_address(former, home, file, request.url.query), 307, {"cache-control": "no-store"}
        )

    return Route(f"/{former.address}", lead, methods=["GET"])


ROUTES: list[BaseRoute] = [
    _build_route(former, page is PAGES[0], page.file) for page in PAGES for former in page.former
]
