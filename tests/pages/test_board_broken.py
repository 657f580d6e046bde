"""A board that cannot be used: one sentence on the pages of the action plan, and the others as ever."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing

import pytest

from csp.topics.action_plan import fetch
from csp.topics.action_plan.store.store import open_board


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    file = tmp_path_factory.mktemp("sound") / "board.sqlite"
    open_board(f"sqlite:///{file}").close()
    return file


def _cut(file):
    os.truncate(file, file.stat().st_size // 2)


def _empty(file):
    os.truncate(file, 0)


def _folder(file):
    file.unlink()
    file.mkdir()


def _tamper(file):
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("DROP TRIGGER updates_no_update")


def _wrong_day(file):
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("UPDATE plans SET start = 'soon'")


@pytest.mark.parametrize(
    ("breaks", "says"),
    [
        (_cut, "damaged"),
        (_empty, "is empty"),
        (_folder, "is not a file"),
        (_tamper, "trigger updates_no_update is missing"),
        (_wrong_day, "holds a wrong start"),
    ],
)
def test_a_broken_board_is_one_sentence(visit, sound, tmp_path, monkeypatch, breaks, says):
    file = tmp_path / "board.sqlite"
    shutil.copy(sound, file)
    breaks(file)
    monkeypatch.setenv("CSP_BOARD", str(tmp_path))
    screen = visit("board")
    (error,) = screen.app.error
    assert says in error.value.replace("\\", "")
    assert "\n" not in error.value
    assert screen.go("plans").app.error[0].value == error.value
    overview = screen.go("overview")
    assert not overview.app.error
    assert overview.title


def test_a_page_about_crime_that_takes_long_still_says_that_the_plan_is_away(visit, tmp_path, monkeypatch):
    (tmp_path / "board.sqlite").mkdir()
    monkeypatch.setenv("CSP_BOARD", str(tmp_path))
    # The wait before the next try is over before the page says anything.
    monkeypatch.setattr(fetch, "_AWAY_SECONDS", 0.0)
    assert visit("priorities").says(fetch.AWAY)
