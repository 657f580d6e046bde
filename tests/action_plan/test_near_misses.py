"""The register of near misses: versions, two who write at once, what is refused, what stays."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from sqlalchemy import insert

from csp.core.errors import UserError
from csp.core.road_records.near_miss import NearMiss, check_near_miss, write_near_miss_row
from csp.core.roles import Denied
from csp.topics.action_plan.store.errors import NearMissConflict
from csp.topics.action_plan.store.near_miss_schema import NearMissEntry
from csp.topics.action_plan.store.near_misses import (
    TypedNearMiss,
    list_near_miss_versions,
    list_near_misses,
    new_key,
    remove_near_miss,
    store_near_miss,
)
from csp.topics.action_plan.store.store import Board
from tests.action_plan.boards import NOW, OpenBoard
from tests.action_plan.near_misses import A_NEAR_MISS

KEY, OTHER = "a" * 32, "b" * 32


def store(board: Board, key: str = KEY, version: int = 0, who: str = "A", **changed: str) -> TypedNearMiss:
    return store_near_miss(board, key, {**A_NEAR_MISS, **changed}, expected_version=version, who=who)


def test_what_is_stored_is_there_after_a_restart_in_every_version(url: str, open_at: OpenBoard) -> None:
    board = open_at(url)
    first = store(board)
    assert first == TypedNearMiss(
        KEY,
        1,
        NearMiss(
            date(2021, 9, 14), 0.263, 51.132, ("close_pass", "view"), "cycling", "car", 8, "At the bend"
        ),
        False,
        "A",
        NOW,
    )
    board.close()
    again = open_at(url)
    second = store(again, version=1, who="B", hour="", other="", text="")
    other = store(again, OTHER)
    assert list_near_misses(again) == (second, other)
    assert list_near_miss_versions(again, KEY) == (second, first)


def test_a_row_is_written_as_it_is_read() -> None:
    miss = check_near_miss(A_NEAR_MISS, date(2021, 9, 15))
    assert check_near_miss(write_near_miss_row(miss), date(2021, 9, 15)) == miss
    assert write_near_miss_row(miss)["longitude"] == "0.263000"


def test_who_comes_second_is_told_and_the_same_form_twice_is_stored_once(board: Board) -> None:
    assert store(board) == store(board)
    theirs = store(board, version=1, who="B", text="Theirs")
    with pytest.raises(NearMissConflict, match="B changed this while you were writing") as caught:
        store(board, version=1, who="C", text="Mine")
    assert caught.value.latest == theirs
    store(board, version=2, who="C", text="Mine")
    assert [each.near_miss.text for each in list_near_miss_versions(board, KEY)] == [
        "Mine",
        "Theirs",
        "At the bend",
    ]


def test_of_many_who_write_at_once_one_is_stored(board: Board) -> None:
    def write(number: int) -> str:
        try:
            store(board, text=f"Number {number}", who=f"Writer {number}")
        except UserError:
            return "refused"
        return "stored"

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(write, range(6)))
    assert answers.count("stored") == 1
    assert len(list_near_miss_versions(board, KEY)) == 1


def test_one_is_taken_out_and_put_back_and_its_versions_stay(board: Board) -> None:
    first = store(board)
    removed = remove_near_miss(board, KEY, expected_version=1, who="B")
    assert (removed.removed, removed.near_miss) == (True, first.near_miss)
    assert list_near_misses(board) == ()
    assert list_near_misses(board, removed=True) == (removed,)
    back = store(board, version=2)
    assert list_near_misses(board) == (back,)
    assert len(list_near_miss_versions(board, KEY)) == 3
    with pytest.raises(UserError, match="not in the register"):
        remove_near_miss(board, OTHER, expected_version=1, who="A")
    with pytest.raises(NearMissConflict):
        remove_near_miss(board, KEY, expected_version=1, who="A")


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"text": "Mr Smith did it"}, "looks like a name"),
        ({"text": "a@b.uk"}, "e-mail address"),
        ({"date": "2021-09-16"}, "between 2000 and today"),
        ({"longitude": "51", "latitude": "0"}, "not in the United Kingdom"),
        ({"happenings": ""}, "say what happened"),
        ({"mode": "flying"}, "none of"),
    ],
)
def test_what_cannot_be_kept_is_told_in_a_sentence_and_never_stored(
    file_board: Board, changed: dict[str, str], words: str
) -> None:
    with pytest.raises(UserError, match=words):
        store(file_board, **changed)
    assert list_near_miss_versions(file_board, KEY) == ()


def test_a_viewer_and_a_forged_form_are_refused(file_board: Board) -> None:
    with pytest.raises(Denied):
        store_near_miss(file_board, KEY, A_NEAR_MISS, expected_version=0, who="A", role="viewer")
    with pytest.raises(UserError, match="open the page again"):
        store(file_board, "../x")
    with pytest.raises(UserError, match="not in the register"):
        store(file_board, new_key(), version=3)


@pytest.mark.parametrize("body", ["[]", "{}", '{"date": 5}', json.dumps({**A_NEAR_MISS, "mode": "tank"})])
def test_a_row_that_the_dashboard_cannot_have_written_is_told(file_board: Board, body: str) -> None:
    row = {"key": KEY, "version": 1, "removed": False, "body": body, "who": "A", "at": NOW}
    with file_board.write() as connection:
        connection.execute(insert(NearMissEntry).values(row))
    with pytest.raises(UserError, match="register of near misses cannot be read"):
        list_near_misses(file_board)


def test_what_is_later_taken_for_personal_data_is_masked_as_it_is_read(file_board: Board) -> None:
    body = json.dumps({**A_NEAR_MISS, "text": "Mr Smith did it"})
    row = {"key": KEY, "version": 1, "removed": False, "body": body, "who": "A", "at": NOW}
    with file_board.write() as connection:
        connection.execute(insert(NearMissEntry).values(row))
    assert [each.near_miss.text for each in list_near_misses(file_board)] == ["[name removed] did it"]
