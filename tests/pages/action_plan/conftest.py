"""An action plan of its own for each test."""

from __future__ import annotations

import pytest

from csp.topics.action_plan.store.store import default_url, open_board


@pytest.fixture(autouse=True)
def _own_board(tmp_path, monkeypatch):
    monkeypatch.setenv("CSP_BOARD", str(tmp_path / "board"))


@pytest.fixture
def board():
    opened = open_board(default_url())
    yield opened
    opened.close()
