"""Log-in and log-out: the log-in page, and what Streamlit's own log-in and log-out lack.

Streamlit talks to the provider (Authlib checks signature, issuer, audience, nonce, state
and expiry of what comes back). Added here: a page with a sentence where that fails, log-out
that holds on the server's side, Secure cookies where the dashboard is reached by https, and
that no other site logs anybody out. The provider's own tokens stay out of the browser:
Streamlit would keep them in a second cookie, and nothing here uses them.
"""

from __future__ import annotations

import logging
import re
from urllib.parse import quote, unquote, urlsplit

from anyio import to_thread
from starlette.datastructures import Headers, MutableHeaders, QueryParams
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import auth_util
from streamlit.web.server.starlette.starlette_server_config import TOKENS_COOKIE_NAME, USER_COOKIE_NAME

from csp.server import logins
from csp.server.answers import build_page
from csp.server.logins import Session
from csp.shell import identity

_LOG = logging.getLogger(__name__)

LOG_IN = "/log-in"
# The cookie, and its life in seconds, that holds the page somebody came for while they log in, so
# that a link to a page still leads to it.
PAGE_COOKIE, PAGE_COOKIE_S = "csp_wanted", 600
LONGEST_PAGE = 2_000
# An address of a page of the dashboard: nothing in it can lead to another host.
_PAGE = re.compile(r"/[a-z_]*(\?[!-\[\]-~]*)?")
# Streamlit's own addresses.
START, CALLBACK, LOG_OUT = "/auth/login", "/oauth2callback", "/auth/logout"

TITLE = "Community safety dashboard"
FAILED = (
    "You could not be logged in: the log-in service did not answer, or what it answered did not hold. "
    "Try again; if it stays so, tell whoever runs the dashboard: the reason is in its log."
)
# A browser sends its cookies in one line, and a websocket with a line of more than 8 kB is never answered.
LARGEST_LOGIN = 7_000
TOO_LARGE = (
    "You could not be logged in: the log-in service tells more about you than can be kept. Tell whoever "
    "runs the dashboard, so that it tells less (such as no list of groups)."
)
NOT_OUT = (
    "You could not be logged out, because the list of log-outs cannot be written. Close the browser, "
    "and tell whoever runs the dashboard: the reason is in its log."
)


def build_log_in_page(
    session: Session | None, sentence: str = "", status: int = 401, page: str = ""
) -> Response:
    """The page of somebody who may not read: log in, or, where that is done, what to do.

    page is the address on the dashboard that a log-in leads to.
    """
    if session is not None:
        return build_page(TITLE, describe_refusal(session), [("Log out", LOG_OUT)], 403)
    return build_page(TITLE, sentence or "Log in to read this dashboard.", _list_ways_in(page), status)


def _list_ways_in(page: str = "") -> list[tuple[str, str]]:
    then = f"&then={quote(page)}" if _is_page(page) else ""
    return [
        (f"Log in with {name}" if name else "Log in", f"{LOG_IN}?with={quote(provider)}{then}")
        for name, provider in identity.providers().items()
    ]


def _is_page(address: str) -> bool:
    return bool(_PAGE.fullmatch(address)) and len(address) < LONGEST_PAGE


def describe_refusal(session: Session) -> str:
    """Why a login does not get in, and what its owner can do."""
    if session.who is None:
        return (
            "Your login gives no verified e-mail address and no subject, so the dashboard does not know "
            "who you are. Log out and use another login, or tell whoever runs the dashboard."
        )
    return (
        f"You are logged in as {session.who.name}, which is not among the readers of this dashboard. "
        f"Ask whoever runs it to add “{session.who.entry}” to readers under [access] of the settings file."
    )


async def _log_in(request: Request) -> Response:
    """Start a log-in: Streamlit's own address wants a token that lasts two minutes."""
    provider = request.query_params.get("with", "default")
    if provider not in identity.providers().values():
        return build_page(TITLE, "There is no such way to log in.", _list_ways_in(), 404)
    token = auth_util.encode_provider_token(provider)
    answer = RedirectResponse(f"{START}?provider={quote(token)}", 302, {"cache-control": "no-store"})
    page = request.query_params.get("then", "")
    if _is_page(page):
        answer.set_cookie(PAGE_COOKIE, quote(page), max_age=PAGE_COOKIE_S, httponly=True, samesite="lax")
    else:
        answer.delete_cookie(PAGE_COOKIE)
    return answer


ROUTES: list[BaseRoute] = [Route(LOG_IN, _log_in, methods=["GET"])]


class Doors:
    """ASGI middleware around Streamlit's own log-in and log-out."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] not in (START, CALLBACK, LOG_OUT):
            await self.app(scope, receive, send)
            return
        if scope["path"] == LOG_OUT:
            refused = await _end_login(scope)
            if refused is not None:
                await refused(scope, receive, send)
                return
        answer = HeldAnswer(send)
        await self.app(scope, receive, answer)
        if _failed(scope, answer):
            await build_log_in_page(None, FAILED, 502)(scope, receive, send)
            return
        if answer.size_of_login() > LARGEST_LOGIN:
            _LOG.warning(
                "A login of %d bytes was refused: %d can be kept.", answer.size_of_login(), LARGEST_LOGIN
            )
            await build_log_in_page(None, TOO_LARGE, 502)(scope, receive, send)
            return
        page = unquote(logins.cookies_of(scope).get(PAGE_COOKIE, ""))
        if answer.logs_in() and _is_page(page):
            answer.lead_to(page)
        await answer.release()


class HeldAnswer:
    """The answer of the app behind the middleware, held back until it is judged.

    Cookies become Secure where they can, and none hands out the provider's tokens.
    """

    def __init__(self, send: Send) -> None:
        self._send = send
        self._messages: list[Message] = []

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            cookies = headers.getlist("set-cookie")
            del headers["set-cookie"]
            for cookie in filter(_may_be_set, cookies):
                secure = _by_https() and "secure" not in _flags(cookie)
                headers.append("set-cookie", f"{cookie}; Secure" if secure else cookie)
        self._messages.append(message)

    @property
    def status(self) -> int:
        """The status, 500 where nothing was answered."""
        return int(self._messages[0]["status"]) if self._messages else 500

    def logs_in(self) -> bool:
        """Whether the answer hands out a login."""
        return self.size_of_login() > 0

    def size_of_login(self) -> int:
        """The length of the cookies of a login that is handed out, 0 where none is."""
        headers = Headers(raw=self._messages[0]["headers"])
        cookies = (cookie.partition(";")[0].partition("=") for cookie in headers.getlist("set-cookie"))
        return sum(
            len(name) + len(value)
            for name, _, value in cookies
            if name.startswith(USER_COOKIE_NAME) and value.strip('"')
        )

    def lead_to(self, address: str) -> None:
        """Lead to a page of the dashboard instead of its first."""
        MutableHeaders(scope=self._messages[0])["location"] = address

    async def release(self) -> None:
        """Send the answer on."""
        for message in self._messages:
            await self._send(message)


def _may_be_set(cookie: str) -> bool:
    """Whether a cookie may go out: one of the provider's tokens only to be deleted."""
    name, _, value = cookie.partition(";")[0].partition("=")
    return not name.startswith(TOKENS_COOKIE_NAME) or not value.strip('"')


def _flags(cookie: str) -> set[str]:
    return {flag.strip().lower() for flag in cookie.split(";")[1:]}


def _by_https() -> bool:
    return urlsplit(str(identity.auth_section().get("redirect_uri", ""))).scheme == "https"


def _failed(scope: Scope, answer: HeldAnswer) -> bool:
    """Whether a log-in came to nothing. A provider also comes back here after a log-out, with no code."""
    if answer.status >= 400:
        return True
    parameters = QueryParams(scope["query_string"])
    return scope["path"] == CALLBACK and bool({"code", "error"} & set(parameters)) and not answer.logs_in()


async def _end_login(scope: Scope) -> Response | None:
    """End the login of a request on the server's side; an answer where that cannot be done."""
    if Headers(scope=scope).get("sec-fetch-site") in ("cross-site", "same-site"):
        return RedirectResponse("/", 302)
    session = logins.read_cookie(logins.cookies_of(scope))
    if session is None:
        return None
    from csp.server import ended  # noqa: PLC0415 the database's library takes half a second to import

    try:
        await to_thread.run_sync(ended.end, session)
    except ended.TROUBLE:
        _LOG.exception("A log-out could not be written down.")
        return build_page(TITLE, NOT_OUT, [("Try again", LOG_OUT)], 500)
    return None
