"""What stands around Streamlit's own log-in, by itself."""

from __future__ import annotations

import asyncio
import re
from html import unescape

import pytest
from streamlit.testing.v1 import AppTest

from csp.server.doors import CALLBACK, HeldAnswer, build_log_in_page
from csp.shell import identity
from csp.shell.frame import BROKEN


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_cookie_is_secure_where_the_dashboard_is_reached_by_https(monkeypatch, scheme):
    section = {"redirect_uri": f"{scheme}://safety.example.gov.uk{CALLBACK}"}
    monkeypatch.setattr(identity, "auth_section", lambda: section)
    sent = []

    async def send(message):
        sent.append(message)

    async def answer():
        reply = HeldAnswer(send)
        cookies = [(b"set-cookie", b"_streamlit_user=x; HttpOnly"), (b"set-cookie", b"b=; Secure; Path=/")]
        await reply({"type": "http.response.start", "status": 302, "headers": cookies})
        await reply({"type": "http.response.body", "body": b""})
        await reply.release()

    asyncio.run(answer())
    cookies = [value.decode().lower() for name, value in sent[0]["headers"] if name == b"set-cookie"]
    assert [cookie.count("; secure") for cookie in cookies] == [int(scheme == "https"), 1]
    assert [message["type"] for message in sent] == ["http.response.start", "http.response.body"]


def test_every_log_in_service_has_its_button(monkeypatch):
    monkeypatch.setattr(identity, "auth_section", lambda: {"redirect_uri": "", "entra": {}, "keycloak": {}})
    shown = bytes(build_log_in_page(None, page="/wards?place=<b>").body).decode()
    links = [unescape(link) for link in re.findall(r'href="([^"]*)"', shown)]
    assert links == [f"/log-in?with={name}&then=/wards%3Fplace%3D%3Cb%3E" for name in ("entra", "keycloak")]
    assert "<b>" not in shown


FAILED_CLICKS = """
from csp.core.errors import UserError
from csp.server import report_error

assert report_error(ValueError("/a/path and a secret")) is True
assert report_error(UserError("Choose another month.")) is True
"""


def test_a_click_that_fails_gets_one_sentence():
    app = AppTest.from_string(FAILED_CLICKS).run(timeout=60)
    assert [error.value for error in app.error] == [BROKEN, "Choose another month."]
    assert not app.exception
