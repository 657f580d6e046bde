"""What the server says when it starts, what it refuses to start with, and that it calls nobody."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import replace

import pytest
from streamlit import config
from streamlit.runtime.secrets import secrets_singleton
from streamlit.web import skills

from csp.core import settings
from csp.core.access import AccessError
from csp.server import setup
from tests.e2e.browser import ROOT, free_port, serving
from tests.server.conftest import settings_file
from tests.server.provider import Provider, secrets_file
from tests.server.wire import Reader, ask, draw, words

AUTH = secrets_file(Provider("https://login.example.org"))
NETWORK, LOOPBACK = "0.0.0.0", "127.0.0.1"


@pytest.fixture
def environment(tmp_path):
    """What a server of a test is started with; nothing of the machine's own."""
    (tmp_path / "extracts").mkdir()
    return {
        "CSP_AREA": str(settings_file(tmp_path, "")),
        "CSP_EXTRACTS": str(tmp_path / "extracts"),
        "CSP_BOARD": str(tmp_path / "board"),
    }


@pytest.fixture
def begin(tmp_path, monkeypatch):
    """The check that stands before every start: begin(access, auth, address) -> the notices."""
    monkeypatch.setenv("CSP_AREA", str(tmp_path / "area.toml"))
    secrets = tmp_path / "secrets.toml"
    options = {"secrets.files": [str(secrets)]}
    configured = config.get_option
    monkeypatch.setattr(config, "get_option", lambda key: options.get(key, configured(key)))

    def run(access="", auth="", address="127.0.0.1", **changed):
        settings_file(tmp_path, access)
        if auth:
            secrets.write_text(auth, encoding="utf-8")
        options.update({"server.address": address, **changed})
        secrets_singleton._reset()
        return setup.check()

    yield run
    secrets_singleton._reset()


@pytest.mark.parametrize(
    ("access", "auth", "address", "sentence"),
    [
        ("", "", NETWORK, "no login is configured"),
        ("", "", "::", "no login is configured"),
        ("", "", "192.0.2.1", "no login is configured"),
        ('hosts = ["safety.example.gov.uk"]', "", LOOPBACK, "no login is configured"),
        ('readers = "login"', "", LOOPBACK, "none is configured"),
        ('readers = ["@example.gov.uk"]', "", LOOPBACK, "none is configured"),
        ('reader = "login"', "", LOOPBACK, "has no entry reader"),
        ('editors = "anyone"', AUTH, LOOPBACK, "without logins"),
        ("", AUTH.replace("0123456789abcdef", "a"), LOOPBACK, "can be guessed"),
        ("", AUTH.replace("0123456789abcdef" * 4, "short"), LOOPBACK, "can be guessed"),
        ("", re.sub(r"cookie_secret.*", "", AUTH), LOOPBACK, "can be guessed"),
        ("", re.sub(r"redirect_uri.*", "", AUTH), LOOPBACK, "redirect_uri"),
        ("", AUTH.replace("http://localhost", "http://safety.example.gov.uk"), LOOPBACK, "by https"),
        ("", AUTH.replace("/oauth2callback", "/"), LOOPBACK, "redirect_uri"),
        ("", AUTH.replace("https://login", "http://login"), LOOPBACK, "https://"),
        ("", re.sub(r"client_secret.*", "", AUTH), LOOPBACK, "has no client_secret"),
        ("", re.sub(r"client_id.*", "", AUTH), LOOPBACK, "no log-in service"),
        ("", f"{AUTH}\n[auth.my_own]\nclient_id = '1'\n", LOOPBACK, "has no client_secret"),
        ("", "[auth\n", LOOPBACK, "cannot be read"),
    ],
)
def test_what_would_be_open_by_accident_or_could_let_anybody_in_does_not_start(
    begin, access, auth, address, sentence
):
    with pytest.raises(AccessError) as refused:
        begin(access, auth, address)
    assert sentence in str(refused.value)
    assert "0123456789abcdef" not in str(refused.value)


@pytest.mark.parametrize(
    "option", [{"server.baseUrlPath": "board"}, {"server.trustedUserHeaders": {"X-User": "email"}}], ids=str
)
def test_a_setting_that_leads_around_the_gate_does_not_start(begin, option):
    with pytest.raises(AccessError):
        begin(**option)


@pytest.mark.parametrize(
    ("access", "auth", "address", "sentence"),
    [
        ("", "", LOOPBACK, ""),
        ("", AUTH, LOOPBACK, "Nobody may change the action plan"),
        ('editors = ["officer@example.gov.uk"]', AUTH, LOOPBACK, ""),
        ('editors = ["officer@example.gov.uk"]', AUTH, NETWORK, ""),
        ('readers = "anyone"', "", NETWORK, "asks nobody for a login: whoever reaches it can read it."),
        ('readers = "anyone"\neditors = "anyone"', "", NETWORK, "also change the action plan"),
        ('hosts = ["safety.example.gov.uk"]\nreaders = "anyone"', "", LOOPBACK, "by hosts under [access]"),
        ('editors = ["officer@example.gov.uk"]', "", LOOPBACK, "cannot log in, and nobody may edit"),
    ],
)
def test_what_is_open_is_said_in_one_sentence(begin, access, auth, address, sentence):
    notices = begin(access, auth, address)
    assert sentence in " ".join(notices)
    assert bool(notices) == bool(sentence)


def test_a_public_dashboard_asks_nobody(begin, monkeypatch):
    begin()
    area = replace(settings.area(), is_public=True)
    monkeypatch.setattr(settings, "area", lambda: area)
    (notice,) = begin("", "", NETWORK)
    assert "asks nobody for a login" in notice


def test_the_command_of_the_readme_stops_with_the_sentence(environment, tmp_path):
    command = [
        sys.executable,
        "-m",
        "streamlit",
        "run",
        "app.py",
        f"--server.address={NETWORK}",
        "--server.headless=true",
    ]
    command += [f"--server.port={free_port()}", f"--secrets.files={tmp_path / 'none.toml'}"]
    done = subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    assert "no login is configured" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr


def test_a_start_and_a_page_call_nobody(environment, tmp_path):
    """Traced: every connection is to this machine, and no name is looked up."""
    if shutil.which("strace") is None:
        if os.environ.get("CI") == "true":
            pytest.fail("no strace")
        pytest.skip("no strace")
    trace = tmp_path / "trace"
    tracer = ("strace", "-f", "-qq", "-e", "trace=network", "-o", str(trace))
    settings_file(tmp_path, 'readers = "anyone"')
    # Open to a network, where Streamlit would look for the machine's own addresses.
    with (
        serving(ROOT, tmp_path / "log", environment, (f"--server.address={NETWORK}",), tracer) as address,
        Reader(address) as reader,
    ):
        with reader.socket() as socket:
            assert "All crime in Tunbridge" in words(draw(socket, ask()))
        for origin in ("http://evil.example.org", "http://192.0.2.1"):
            # Streamlit would ask a service on the internet whether this is the machine's own address.
            with pytest.raises(Exception, match="403"):
                reader.socket(origin=origin)
    calls = [
        line for line in trace.read_text(encoding="utf-8").splitlines() if re.search(r"sin6?_port", line)
    ]
    assert calls
    going_out = [line for line in calls if re.search(r"\b(connect|sendto|sendmsg|sendmmsg)\(", line)]
    assert [line for line in going_out if not re.search(r'"127\.|"::1"|::ffff:127\.', line)] == []
    assert [line for line in calls if re.search(r"htons\((53|853)\)", line)] == []


def test_a_start_says_where_the_dashboard_is_open_and_nothing_else(environment, tmp_path):
    with serving(ROOT, tmp_path / "log", environment) as address:
        output = (tmp_path / "log").read_text(encoding="utf-8")
    assert output.split() == f"The dashboard is open at {address}".split()


def test_streamlit_lays_no_card_for_developers_over_a_page(monkeypatch):
    configured = config.get_option
    monkeypatch.setattr(
        config, "get_option", lambda key: False if key == "server.headless" else configured(key)
    )
    assert skills.nudge_suppression_reason(str(ROOT)) == "welcome_hidden"
