"""The list of ended logins, on both databases: and it is no part of the board."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from csp.core.access import MOST_HOURS
from csp.server import ended
from csp.server.logins import Session
from csp.topics.action_plan.store import store


@pytest.fixture(autouse=True)
def _in_force(url, monkeypatch, tmp_path):
    """The environment names the database of the test."""
    if url.startswith("sqlite"):
        monkeypatch.delenv("CSP_DATABASE_URL", raising=False)
        monkeypatch.setenv("CSP_BOARD", str(tmp_path / "board"))
    else:
        monkeypatch.setenv("CSP_DATABASE_URL", url)
    yield
    ended._engine(store.default_url()).dispose()


def session(key, began=None):
    began = int(time.time()) if began is None else began
    return Session(None, key, began, began + 3600)


def test_nothing_has_ended_before_the_first_log_out():
    assert not ended.is_ended("a")


def test_a_login_that_has_ended_has_ended_and_no_other():
    ended.end(session("a"))
    ended.end(session("a"))
    assert ended.is_ended("a")
    assert not ended.is_ended("b")


def test_an_ended_login_is_forgotten_when_its_cookie_is_no_good_under_any_setting():
    ended.end(session("old", int(time.time()) - MOST_HOURS * 3600 - 1))
    ended.end(session("long ago", int(time.time()) - MOST_HOURS * 3600 + 60))
    assert not ended.is_ended("old")
    assert ended.is_ended("long ago")


def test_log_outs_at_the_same_moment_are_all_kept():
    """The first log-outs ever make the table together, each on a connection of its own."""
    barrier = threading.Barrier(4)

    def end(process):
        barrier.wait()
        for n in range(10):
            ended.end(session(f"{process}-{n}"))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(end, range(4)))
    assert all(ended.is_ended(f"{process}-{n}") for process in range(4) for n in range(10))
