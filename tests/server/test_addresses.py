"""What the server answers to anybody: headers, hostile addresses, names that are not its own."""

from __future__ import annotations

import itertools
import socket
from urllib.parse import urlsplit

import httpx
import pytest
from websockets.exceptions import InvalidStatus

from csp.server.headers import build_policy, list_fixed_headers
from tests.server.wire import ask, draw, words

ORDINARY = (
    "/",
    "/wards?place=Park",
    "/favicon.png",
    "/manifest.json",
    "/_stcore/health",
    "/_stcore/host-config",
    "/static/nothing.js",
    "/media/nothing.csv",
    "/nothing",
    "/_stcore/metrics",
    "/log-in",
    "/auth/login",
    "/auth/logout",
    "/oauth2callback?code=x&state=y",
    "/..%2f..%2fetc/passwd",
    "//evil.example.org",
    "/_stcore/upload_file/x/y",
    "/component/x/y",
    "/_stcore/stream",
)
CLOSED = (
    "/_stcore/metrics",
    "/_stcore/metrics?families=cache_memory_bytes",
    "/_stcore/script-health-check",
    "/_stcore/agent/openapi.json",
    "/_stcore/agent/interact",
    "/_stcore/agent/mcp",
    "/component/x/index.html",
    "/_stcore/metrics/",
    "/app/static/app.py",
)

_PREFIXES = (
    "/",
    "/static/",
    "/media/",
    "/_stcore/",
    "/_stcore/bidi-components/",
    "/component/",
    "/app/static/",
    "/wards/",
    "/_stcore/upload_file/",
)
_TRICKS = (
    "../app.py",
    "..%2fapp.py",
    "%2e%2e/app.py",
    "%2e%2e%2fapp.py",
    "..%252fapp.py",
    "..\\app.py",
    "..%5capp.py",
    "....//app.py",
    "/etc/passwd",
    "%2fetc%2fpasswd",
    "\\\\host\\share",
    "C:/Windows/win.ini",
    "x%00.py",
    "%c0%ae%c0%ae/app.py",
    ".streamlit/secrets.toml",
    "data/board/board.sqlite",
    "..;/app.py",
    "%0d%0aX-Evil:1",
    "x" * 3000,
    "%ff%fe",
    "index.html/../../../app.py",
    "<script>alert(1)</script>",
    "{{7*7}}",
    "~root",
    "%",
    "data/reference/area.toml",
    ".git/config",
)
HOSTILE = [prefix + trick for prefix, trick in itertools.product(_PREFIXES, _TRICKS)]
SECRET = ("import streamlit", "root:x:", "cookie_secret", "[partnership]", "SQLite format", "Traceback")


@pytest.fixture
def web(dashboard):
    with httpx.Client(base_url=dashboard.address, timeout=30, trust_env=False) as client:
        yield client


def raw(address, path, method="GET", headers=()):
    """The answer to a path that is sent as it stands, without the client putting it right."""
    parts = urlsplit(address)
    lines = [f"{method} {path} HTTP/1.1", f"Host: {parts.netloc}", "Connection: close", *headers]
    with socket.create_connection((parts.hostname, parts.port), timeout=30) as connection:
        connection.sendall("\r\n".join([*lines, "", ""]).encode("latin-1"))
        with connection.makefile("rb") as file:
            return file.read().decode("latin-1")


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "POST", "PUT", "DELETE", "PATCH", "TRACE"])
def test_every_answer_has_the_headers(web, method):
    for path in ORDINARY:
        answer = web.request(method, path)
        for name, value in list_fixed_headers():
            assert answer.headers.get_list(name.decode()) == [value.decode()], (method, path, name)
        assert "access-control-allow-origin" not in answer.headers or path.startswith("/_stcore/upload_file")


def test_the_policy_lets_no_other_host_in():
    sources = [source for rule in build_policy().split("; ") for source in rule.split()[1:]]
    schemes = {source for source in sources if not source.startswith("'")}
    assert schemes <= {"data:", "blob:"}
    assert "'unsafe-inline'" not in next(
        rule for rule in build_policy().split("; ") if rule.startswith("script-src")
    )


@pytest.mark.parametrize("path", CLOSED)
@pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS"])
def test_what_serves_nobody_who_reads_is_closed(web, path, method):
    answer = web.request(method, path)
    assert answer.status_code in (400, 404, 405)
    assert "families" not in answer.text
    assert "openapi" not in answer.text


def test_a_hostile_address_gives_nothing_away(dashboard):
    for path in HOSTILE:
        answer = raw(dashboard.address, path.replace("\\", "%5c") if " " in path else path)
        status = int(answer.split(" ", 2)[1])
        assert status < 500, path
        assert not [secret for secret in SECRET if secret in answer.partition("\r\n\r\n")[2]], path
        assert "x-evil" not in answer.partition("\r\n\r\n")[0].lower()
    assert "Traceback" not in dashboard.read_log()


@pytest.mark.parametrize(
    ("target", "headers"),
    [
        ("/", ["Host: evil.example.org"]),
        ("http://evil.example.org/", ["X-Forwarded-Host: evil.example.org"]),
        ("http://evil.example.org/log-in", []),
        ("/log-in", ["X-Forwarded-Host: evil.example.org", "Forwarded: host=evil.example.org"]),
        ("//evil.example.org/log-in/", []),
        ("/wards/", ["X-Original-URL: //evil.example.org", "X-Rewrite-URL: /_stcore/metrics"]),
        ("*", []),
        ("/_stcore/metrics", ["X-HTTP-Method-Override: PUT"]),
        ("/%5fstcore/metrics", []),
        ("/_stcore/./metrics", []),
        ("/_stcore//metrics", []),
        ("/_STCORE/metrics", []),
    ],
)
def test_a_request_that_names_two_places_is_answered_for_neither(dashboard, target, headers):
    answer = raw(dashboard.address, target, headers=headers)
    head, _, body = answer.partition("\r\n\r\n")
    assert "evil" not in head
    assert "evil" not in body
    assert "# TYPE" not in body


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("&".join(f"k{n}={n}" for n in range(500)), 200),
        ("type=" + "x" * 7000, 200),
        ("type=" + "x" * 9000, 414),
        ("type=%00&type=%ff&type=%f0%9f%92%a9", 200),
        ("type[]=1&type[$ne]=1&__proto__=1", 200),
    ],
)
def test_a_query_of_any_kind_is_answered(web, query, status):
    assert web.get(f"/?{query}").status_code == status


def test_a_query_of_a_thousand_names_draws_a_page(dashboard):
    with dashboard.reader() as reader, reader.socket() as stream:
        message = ask(query="&".join(f"k{n}={n}" for n in range(1000)))
        assert "All crime in Tunbridge" in words(draw(stream, message))


@pytest.mark.parametrize(
    "host",
    [
        "evil.example.org",
        "localhost.evil.example.org",
        "evil.example.org:8501",
        "127.0.0.1.evil.example.org",
        "localhost@evil.example.org",
        "evil.example.org#localhost",
        "evil.example.org/localhost",
        "",
        "[::1",
        "localhost:99999",
        "localhost:port",
        "2130706433",
        "0x7f.1",
    ],
)
def test_a_name_that_is_not_the_servers_own_is_not_answered(web, host):
    answer = web.get("/", headers={"Host": host})
    assert answer.status_code in (400, 421)
    assert "All crime" not in answer.text


@pytest.mark.parametrize("host", ["evil.example.org", "localhost.evil.example.org:8501", "2130706433"])
def test_a_page_that_gives_its_name_this_machines_address_opens_no_websocket(dashboard, host):
    """DNS rebinding: to the browser, page and websocket are of one origin."""
    with dashboard.reader() as reader:
        with pytest.raises(InvalidStatus) as refused:
            reader.socket(host=host, origin=f"http://{host}")
        assert refused.value.response.status_code == 403
        assert refused.value.response.headers["x-frame-options"] == "DENY"
        with reader.socket(host="127.0.0.1", origin="http://127.0.0.1") as stream:
            assert "All crime in Tunbridge" in words(draw(stream, ask()))


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]", "LOCALHOST.", "192.0.2.1:80"])
def test_its_own_names_and_addresses_in_digits_are_answered(web, host):
    assert web.get("/", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "origin",
    ["http://evil.example.org", "null", "http://localhost", "http://localhost:1", "https://127.0.0.1", "x"],
)
def test_a_page_of_another_site_opens_no_websocket(dashboard, origin):
    with dashboard.reader() as reader, pytest.raises(InvalidStatus) as refused:
        reader.socket(origin=origin)
    assert refused.value.response.status_code == 403
    assert refused.value.response.headers["x-frame-options"] == "DENY"


def test_a_websocket_elsewhere_is_refused(dashboard):
    for path in ("/", "/_stcore/metrics", "/_stcore/stream/x", "/wards/_stcore/stream", "//_stcore/stream"):
        with dashboard.reader() as reader, pytest.raises(InvalidStatus):
            reader.socket(path)


def test_it_listens_on_this_machine_alone(dashboard):
    port = urlsplit(dashboard.address).port
    own = {info[4][0] for info in socket.getaddrinfo(socket.gethostname(), port, socket.AF_INET)}
    for address in own - {"127.0.0.1"}:
        if address.startswith("127."):
            continue
        with pytest.raises(OSError, match="refused"):
            socket.create_connection((address, port), timeout=5)
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.2", port), timeout=5)
