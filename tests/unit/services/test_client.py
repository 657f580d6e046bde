"""Whom the client asks, how often, and how long it waits."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from csp.core import settings
from csp.services import client as module
from csp.services.addresses import is_allowed
from csp.services.client import Client
from csp.services.errors import NotThereError, ServiceError, UnreachableError
from tests.services import answers

UPDATED = "/api/crime-last-updated"


@pytest.fixture
def client():
    waits = []
    asking = Client(pause=waits.append)
    asking.waits = waits
    return asking


@pytest.mark.parametrize(
    ("address", "allowed"),
    [
        ("https://data.police.uk/x", True),
        ("http://localhost:8000/x", True),
        ("http://127.0.0.1/x", True),
        ("http://data.police.uk/x", False),
        ("http://localhost.example.com/x", False),
        ("ftp://localhost/x", False),
        ("file:///etc/passwd", False),
        ("http://[broken/", False),
    ],
)
def test_only_https_or_this_machine_is_asked(address, allowed):
    assert is_allowed(address) == allowed


def test_the_delivered_addresses_are_all_https():
    text = (settings.REFERENCE / "services.toml").read_text(encoding="utf-8")
    addresses = [word for word in text.replace('"', " ").split() if "://" in word]
    assert len(addresses) >= 9
    assert all(address.startswith("https://") for address in addresses)


def test_a_redirection_to_plain_http_elsewhere_is_not_followed(client, server):
    server.faults[UPDATED] = [
        lambda handler: handler.reply(b"", 302, Location="http://data.police.example/archive.zip")
    ]
    with pytest.raises(ServiceError, match="not asked, because it is not https"):
        client.fetch("x", server.url + UPDATED)


def test_the_pause_that_a_service_asks_for_is_made(client, server):
    later = format_datetime(datetime.now(UTC) + timedelta(seconds=30), usegmt=True)
    server.faults[UPDATED] = [
        answers.ask_too_often("7"),
        answers.ask_too_often("100000"),
        answers.ask_too_often(later),
    ]
    assert b"2026-09-01" in client.fetch("x", server.url + UPDATED)
    assert client.waits[:2] == [7.0, module.LONGEST_PAUSE_S]
    assert 20 < client.waits[2] <= 30


def test_pauses_grow_and_end(client, server):
    server.faults[UPDATED] = [answers.be_out_of_order] * 9
    with pytest.raises(ServiceError, match=r"^x is out of order \(503\)$"):
        client.fetch("x", server.url + UPDATED)
    assert client.waits == [1.0, 2.0, 4.0]
    assert len(server.requests) == module.ATTEMPTS


def test_what_is_not_there_and_what_is_refused_is_asked_for_once(client, server):
    with pytest.raises(NotThereError, match="has nothing at"):
        client.fetch("x", server.url + "/nowhere")
    server.faults[UPDATED] = [lambda handler: handler.reply(b"", 403)]
    with pytest.raises(ServiceError, match=r"refuses the request \(403\)"):
        client.fetch("x", server.url + UPDATED)
    assert client.waits == []


def test_where_nobody_answers(client):
    with pytest.raises(UnreachableError, match="cannot be reached from this machine"):
        client.fetch("x", "http://127.0.0.1:9/")


def test_a_reply_without_end_is_broken_off(client, server, monkeypatch):
    monkeypatch.setattr(module, "LARGEST_REPLY", 10)
    with pytest.raises(ServiceError, match="sends more than anything of its kind"):
        client.fetch("x", server.url + UPDATED)


def test_the_program_says_what_it_is(client):
    assert client.session.headers["User-Agent"].startswith("community-safety-dashboard/")
