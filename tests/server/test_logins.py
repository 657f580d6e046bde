"""Logging in and out against a log-in service that behaves, and one that does not."""

from __future__ import annotations

import html
import json
import random
import re
import time
from urllib.parse import quote, urlsplit

import httpx
import pytest
from itsdangerous import URLSafeTimedSerializer
from websockets.exceptions import InvalidStatus

from csp.shell.pages import PAGES
from tests.server.test_addresses import HOSTILE
from tests.server.wire import ask, draw, kinds, words

USER = "_streamlit_user"
PLACES = [f"/{spec.file}" for spec in PAGES] + [
    "/",
    "/?type=Shoplifting",
    "/wards/",
    "/index.html",
    "/media/x.csv",
    "/_stcore/host-config",
    "/_stcore/health",
    "/_stcore/health/",
    "/_stcore/health/../stream",
    "/_stcore/stream",
    "/Static/x",
    "/_stcore/upload_file/x/y",
    "/static",
    "/favicon.png",
    "/manifest.json",
    "/favicon.png/../wards",
    "/log-in/x",
    "/auth",
    "/auth/login/x",
    "/oauth2callbackx",
    "/_stcore/bidi-components/x",
    "//",
    "/%2e/wards",
    "/wards;x=/static/",
]
SENTENCE = "You could not be logged in"
FORGERIES = (
    "expired",
    "future",
    "audience",
    "issuer",
    "nonce",
    "unsigned",
    "symmetric",
    "client secret",
    "signature",
    "changed",
    "no token",
    "down at token",
    "down at keys",
    "denied",
)


def is_over(messages):
    """Whether nothing was drawn, and the page was sent to start anew."""
    return kinds(messages)[-1] == "auth_redirect" and "delta" not in kinds(messages)


@pytest.fixture
def reader(closed, provider):  # noqa: ARG001 the provider behaves until it is told otherwise
    with closed.reader() as one:
        yield one


def test_a_reader_logs_in_and_reads(reader):
    assert reader.log_in().status_code == 200
    assert USER in reader.cookies
    with reader.socket() as socket:
        text = words(draw(socket, ask()))
    assert "All crime in Tunbridge" in text
    assert "officer@example.gov.uk" in text


@pytest.mark.parametrize("fault", FORGERIES)
def test_what_a_provider_did_not_sign_for_this_log_in_logs_nobody_in(reader, provider, fault):
    provider.fault = fault
    answer = reader.log_in()
    assert answer.status_code == 502
    assert SENTENCE in answer.text
    assert not reader.cookies.get(USER)
    with pytest.raises(InvalidStatus):
        reader.socket()


def test_a_provider_that_is_down_gets_a_sentence_and_not_more(reader, provider):
    provider.fault = "down"
    answer = reader.log_in()
    assert answer.status_code == 502
    assert SENTENCE in answer.text
    provider.reset()
    assert reader.log_in().status_code == 200


def test_a_login_holds_while_the_provider_is_down(reader, provider):
    reader.log_in()
    provider.fault = "down"
    with reader.socket() as socket:
        assert "All crime in Tunbridge" in words(draw(socket, ask()))
    assert reader.get("/auth/logout").status_code == 302
    with pytest.raises(InvalidStatus):
        reader.socket()


def test_a_provider_changes_its_key(reader, provider):
    reader.log_in()
    provider.change_key()
    with reader.socket() as socket:
        assert "All crime in Tunbridge" in words(draw(socket, ask()))
    reader.log_out()
    assert reader.log_in().status_code == 200
    assert USER in reader.cookies


def test_a_code_counts_once_and_only_in_the_browser_that_asked_for_it(closed, reader, provider):
    before = dict(reader.web.cookies)
    reader.log_in()
    used = provider.last_callback
    reader.log_out()
    for cookies in (dict(reader.web.cookies), before):
        again = httpx.get(f"{closed.address}{used}", cookies=cookies, trust_env=False)
        assert USER not in again.cookies
    # The browser of an attacker who asks with the state of their own, and a code of somebody else.
    with closed.reader() as attacker:
        attacker.get("/log-in?with=default", follow_redirects=True)
        attacker.log_out()
        answer = attacker.get(used)
        assert USER not in attacker.cookies
        assert SENTENCE in answer.text


def test_a_state_that_was_kept_does_not_make_a_code_good_again(closed, reader):
    start = reader.get("/log-in?with=default")
    redirect = reader.get(start.headers["location"])
    cookies = dict(reader.cookies)
    with httpx.Client(trust_env=False) as web:
        back = web.get(redirect.headers["location"]).headers["location"]
    assert reader.get(back.removeprefix(closed.address)).status_code == 302
    again = httpx.get(back, cookies=cookies, trust_env=False)
    assert again.status_code == 502
    assert USER not in again.cookies


def test_nobody_is_sent_to_another_host(closed, reader):
    hostile = "//evil.example.org", "https://evil.example.org/", "/\\evil.example.org"
    for where in hostile:
        for path in ("/log-in", "/auth/login", "/auth/logout", "/oauth2callback"):
            for name in ("next", "redirect_uri", "redirect", "state", "provider", "with", "code"):
                answer = reader.get(path, params={name: where})
                assert "evil" not in answer.headers.get("location", "")
    redirect = reader.get(reader.get("/log-in?with=default").headers["location"])
    callback = httpx.URL(redirect.headers["location"]).params["redirect_uri"]
    assert callback == f"{closed.address}/oauth2callback"


def test_a_link_leads_where_it_says_once_its_reader_has_logged_in(reader):
    page = reader.get("/wards", params={"place": "Park & Ride", "type": "Shoplifting"})
    (link,) = re.findall(r'href="(/log-in[^"]*)"', page.text)
    answer = reader.get(html.unescape(link), follow_redirects=True)
    assert answer.status_code == 200
    assert str(answer.url).endswith("/wards?place=Park+%26+Ride&type=Shoplifting")


@pytest.mark.parametrize(
    "hostile",
    [
        "//evil.example.org",
        "/\\evil.example.org",
        "/%2fevil.example.org",
        "https://evil.example.org",
        "/.evil",
        "/ /evil.example.org",
        "/wards/../x",
        "/wards\r\nX-Evil: 1",
        "/wards#//evil",
        "/@evil.example.org",
        "/wards?x=\\evil",
        "javascript:alert(1)",
        "/" + "x" * 3000,
    ],
)
def test_a_link_leads_to_no_other_host_after_logging_in(closed, reader, hostile):
    cookies = {"csp_wanted": quote(hostile)}
    reader.get("/log-in", params={"with": "default", "then": hostile})
    assert "csp_wanted" not in reader.cookies
    start = reader.get("/log-in?with=default")
    redirect = reader.get(start.headers["location"])
    back = httpx.get(redirect.headers["location"], trust_env=False).headers["location"]
    answer = httpx.get(back, cookies={**reader.cookies, **cookies}, trust_env=False)
    assert answer.headers["location"] == "/"
    assert back.startswith(closed.address)


def test_a_log_out_ends_the_login_of_a_kept_cookie(closed, reader):
    reader.log_in()
    copied = dict(reader.cookies)
    with closed.reader() as thief:
        thief.web.cookies.update(copied)
        assert thief.get("/").status_code == 200
        with thief.socket() as socket:
            assert "officer@example.gov.uk" in words(draw(socket, ask()))
        reader.log_out()
        assert thief.get("/").status_code == 401
        assert thief.get("/media/x").status_code == 401
        with pytest.raises(InvalidStatus) as refused:
            thief.socket()
        assert refused.value.response.status_code == 401


def test_a_window_left_open_ends_with_the_login(reader):
    reader.log_in()
    with reader.socket() as socket:
        draw(socket, ask())
        reader.log_out()
        answer = draw(socket, ask())
    assert is_over(answer)
    assert answer[-1].auth_redirect.url == "/"


def test_two_log_ins_of_one_person_end_each_by_itself(closed, reader):
    reader.log_in()
    with closed.reader() as other:
        other.log_in()
        reader.log_out()
        assert reader.get("/").status_code == 401
        assert other.get("/").status_code == 200


def test_another_site_logs_nobody_out(reader):
    reader.log_in()
    reader.get("/auth/logout", headers={"Sec-Fetch-Site": "cross-site"})
    assert reader.get("/").status_code == 200


def test_a_login_runs_out(closed, reader):
    reader.log_in()
    with reader.socket() as socket:
        draw(socket, ask())
        with closed.changed(more="login_hours = 0.0001"):
            # A third of a second, and the cookie counts whole ones.
            time.sleep(1.1)
            assert is_over(draw(socket, ask()))
            assert reader.get("/").status_code == 401


def test_whoever_is_taken_off_the_readers_reads_no_more(closed, reader):
    reader.log_in()
    with reader.socket() as socket:
        draw(socket, ask())
        with closed.changed(("@example.gov.uk", "@example.org")):
            assert is_over(draw(socket, ask()))
            assert "officer@example.gov.uk" in reader.get("/").text
            assert reader.get("/").status_code == 403


def test_a_window_of_somebody_without_a_login_ends_when_logins_are_asked_for(dashboard):
    with dashboard.reader() as nobody, nobody.socket() as socket:
        assert "All crime in Tunbridge" in words(draw(socket, ask()))
        with dashboard.changed(more='readers = "login"'):
            assert is_over(draw(socket, ask()))
            assert nobody.get("/").status_code == 401


def test_a_slip_in_the_settings_opens_nothing(closed, reader):
    for slip in ("readers = [", 'reader = "anyone"', "readers = 5"):
        with closed.changed(more=f"\n{slip}"):
            assert reader.get("/").status_code == 401


def test_where_anyone_may_read_an_ended_login_reads_on_as_nobody(closed, reader):
    with closed.changed(('["@example.gov.uk"]', '"anyone"')):
        reader.log_in()
        copied = dict(reader.cookies)
        with reader.socket() as socket:
            assert "Logged in as" in words(draw(socket, ask()))
        reader.log_out()
        with closed.reader() as thief:
            thief.web.cookies.update(copied)
            assert USER in thief.cookies
            with thief.socket() as socket:
                text = words(draw(socket, ask("action", "action=DA-01")))
    assert "officer@example.gov.uk" not in text
    assert "Log in to record updates" in text


def test_a_program_with_a_cookie_and_no_page_of_the_dashboard_draws_nothing(reader):
    """Streamlit takes a login only together with the token that its own page sends."""
    reader.log_in()
    for origin, token in ((None, True), (reader.address, False)):
        with reader.socket(origin=origin, token=token) as socket:
            text = words(draw(socket, ask()))
        assert "All crime" not in text
        assert "Log in to read this dashboard" in text


def test_who_is_not_logged_in_gets_no_address_but_the_way_in(reader):
    answers = {path: reader.get(path) for path in (*PLACES, *HOSTILE)}
    # What is not there under /static/ is answered with Streamlit's empty page, which holds nothing.
    empty = {path for path, answer in answers.items() if '<div id="root"></div>' in answer.text}
    assert all(path.startswith("/static/") for path in empty)
    got = {path for path, answer in answers.items() if answer.status_code == 200} - empty
    assert {urlsplit(path).path for path in got} <= {"/_stcore/health", "/favicon.png", "/manifest.json"}
    assert not [path for path, answer in answers.items() if "Tunbridge" in answer.text]
    for method in ("PUT", "DELETE", "POST"):
        for path in ("/_stcore/upload_file/x/y", "/media/x", "/"):
            assert reader.web.request(method, path).status_code in (401, 405)


@pytest.mark.parametrize(
    ("person", "status"),
    [
        ({"sub": "1", "email": "guest@example.gov.uk", "email_verified": True}, 200),
        ({"sub": "1", "email": "guest@example.gov.uk"}, 403),
        ({"sub": "1", "email": "guest@example.gov.uk", "email_verified": "true"}, 403),
        ({"sub": "1", "email": "guest@example.gov.uk.evil.example", "email_verified": True}, 403),
        ({"sub": "1", "email": "guest@evil.example@example.gov.uk", "email_verified": True}, 403),
        ({"sub": "1", "email": "guest@example.gov.u\u212a", "email_verified": True}, 403),
        ({"sub": "1", "name": "officer@example.gov.uk"}, 403),
        ({"sub": "officer@example.gov.uk"}, 403),
        ({"sub": "1", "preferred_username": "officer@example.gov.uk", "upn": "officer@example.gov.uk"}, 403),
    ],
)
def test_only_a_verified_address_is_a_reader(reader, provider, person, status):
    provider.person = person
    reader.log_in()
    assert reader.get("/").status_code == status


def test_the_cookie_of_a_login_is_kept_from_scripts_and_from_other_sites(reader):
    answer = reader.get("/log-in?with=default", follow_redirects=True)
    cookies = [cookie for step in answer.history for cookie in step.headers.get_list("set-cookie")]
    ours = [
        cookie.lower() for cookie in cookies if cookie.startswith(("_streamlit_user", "_streamlit_session"))
    ]
    assert len(ours) >= 2
    assert all("httponly" in cookie and "samesite=lax" in cookie for cookie in ours)


def with_many_groups(provider):
    """Somebody of whom the provider tells so much that the cookie is cut into pieces."""
    provider.person["groups"] = [random.Random(n).randbytes(20).hex() for n in range(150)]


def test_a_login_in_several_cookies_reads_and_ends_like_any_other(closed, reader, provider):
    with_many_groups(provider)
    reader.log_in()
    pieces = [name for name in reader.cookies if name.startswith(f"{USER}_") and name[-1].isdigit()]
    assert len(pieces) > 1
    with reader.socket() as socket:
        assert "officer@example.gov.uk" in words(draw(socket, ask()))
    copied = dict(reader.cookies)
    reader.log_out()
    with closed.reader() as thief:
        thief.web.cookies.update(copied)
        assert thief.get("/").status_code == 401


def test_a_login_that_is_too_large_to_be_sent_back_gets_a_sentence(reader, provider):
    provider.person["groups"] = [random.Random(n).randbytes(20).hex() for n in range(400)]
    answer = reader.log_in()
    assert answer.status_code == 502
    assert "tells more about you than can be kept" in answer.text
    assert not [name for name in reader.cookies if name.startswith(USER)]


def test_the_tokens_of_the_provider_stay_out_of_the_browser(reader):
    reader.log_in()
    assert not [name for name in reader.cookies if "token" in name]


def test_pieces_of_two_logins_make_no_third_that_nobody_ended(closed, reader, provider):
    with_many_groups(provider)
    reader.log_in()
    first = dict(reader.cookies)
    # Each piece says in which second it was signed.
    time.sleep(2.1)
    with closed.reader() as other:
        other.log_in()
        second = dict(other.cookies)
        other.log_out()
    reader.log_out()
    mixed = {**first, f"{USER}_2": second[f"{USER}_2"]}
    with closed.reader() as thief:
        thief.web.cookies.update(mixed)
        assert thief.get("/").status_code == 401


@pytest.mark.parametrize("secret", ["", "another secret", "0123456789abcdef" * 3])
def test_a_cookie_that_somebody_else_signed_is_nobodys(reader, secret):
    claims = {"is_logged_in": True, "email": "officer@example.gov.uk", "email_verified": True}
    forged = URLSafeTimedSerializer(secret, salt=USER).dumps(json.dumps({**claims, "origin": reader.address}))
    reader.web.cookies.set(USER, forged)
    assert reader.get("/").status_code == 401


def test_a_cookie_with_one_letter_changed_is_nobodys(reader):
    reader.log_in()
    cookie = reader.cookies[USER]
    for at in range(0, len(cookie), max(1, len(cookie) // 40)):
        letter = "A" if cookie[at] != "A" else "B"
        changed = f"{cookie[:at]}{letter}{cookie[at + 1 :]}"
        reader.web.cookies.clear()
        answer = reader.get("/", headers={"Cookie": f"{USER}={changed}"})
        assert answer.status_code == 401, at


def test_a_login_whose_list_of_log_outs_cannot_be_read_does_not_count(closed, reader):
    reader.log_in()
    folder = closed.log.parent / "board"
    reader.get("/")
    with closed.reader() as other:
        other.log_in()
        other.log_out()
    whole = (folder / "logins.sqlite").read_bytes()
    (folder / "logins.sqlite").write_bytes(b"no database" * 1000)
    try:
        assert reader.get("/").status_code == 401
    finally:
        (folder / "logins.sqlite").write_bytes(whole)
    assert reader.get("/").status_code == 200


def test_the_log_names_no_secret(closed):
    assert not re.search(r"a secret of the tests|0123456789abcdef", closed.read_log())
