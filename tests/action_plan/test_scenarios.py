"""Scenarios, recorded decisions and public concern."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from csp.core.errors import UserError
from csp.core.roles import Denied
from csp.topics.action_plan.store import scenarios
from csp.topics.action_plan.store.errors import Conflict
from csp.topics.action_plan.store.store import Board
from tests.action_plan.boards import NOW, OpenBoard

RULE = '{"limit": 20, "watch": ["asb"]}'


def test_a_scenario_survives_a_restart(url: str, open_at: OpenBoard) -> None:
    board = open_at(url)
    saved = scenarios.save_scenario(board, "Cautious", RULE, expected_version=None, who="A")
    board.close()
    assert scenarios.list_stored_scenarios(open_at(url)) == (saved,)
    assert (saved.rule, saved.version, saved.created_at) == (RULE, 1, NOW)


def test_a_name_is_taken_once_and_a_change_names_the_version_it_replaces(board: Board) -> None:
    scenarios.save_scenario(board, "Cautious", RULE, expected_version=None, who="First")
    with pytest.raises(Conflict, match="First"):
        scenarios.save_scenario(board, "Cautious", "{}", expected_version=None, who="Second")
    changed = scenarios.save_scenario(board, "Cautious", "{}", expected_version=1, who="Second")
    assert (changed.version, changed.rule) == (2, "{}")
    with pytest.raises(Conflict) as caught:
        scenarios.delete_scenario(board, "Cautious", expected_version=1, who="First")
    assert caught.value.version == 2
    scenarios.delete_scenario(board, "Cautious", expected_version=2, who="First")
    assert scenarios.list_stored_scenarios(board) == ()
    with pytest.raises(UserError, match="deleted"):
        scenarios.save_scenario(board, "Cautious", "{}", expected_version=2, who="Second")


def test_there_is_one_baseline_whoever_sets_it(board: Board) -> None:
    names = [f"Scenario {number}" for number in range(4)]
    for name in names:
        scenarios.save_scenario(board, name, RULE, expected_version=None, who="A")
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda name: scenarios.set_baseline(board, name, expected_version=1, who="A"), names))
    saved = scenarios.list_stored_scenarios(board)
    assert [scenario.is_baseline for scenario in saved] == [True, False, False, False]
    scenarios.set_baseline(board, "Scenario 2", expected_version=found_version(board, "Scenario 2"), who="A")
    assert scenarios.list_stored_scenarios(board)[0].name == "Scenario 2"


def found_version(board: Board, name: str) -> int:
    return next(each.version for each in scenarios.list_stored_scenarios(board) if each.name == name)


@pytest.mark.parametrize(
    "rule",
    [
        *("", "[1]", "{", '{"a": NaN}', '{"a": "\\u0000"}', '{"a": "' + "x" * 20_000 + '"}'),
        *('{"a": 1e999}', '{"a": "\\ud800"}', '{"\\udc00": 1}', '{"a": "\\u001b[2J"}', '{"a": "\ud800"}'),
        *('{"a":' * 100_000, "[" * 100_000, '{"a":' + "[" * 9_000 + "]" * 9_000 + "}"),
        '{"a": ' + "9" * 10_000 + "}",
    ],
    ids=lambda rule: rule[:12].encode("ascii", "backslashreplace").decode(),
)
def test_a_rule_that_cannot_be_kept_is_refused(file_board: Board, rule: str) -> None:
    with pytest.raises(UserError):
        scenarios.save_scenario(file_board, "Name", rule, expected_version=None, who="A")
    assert scenarios.list_stored_scenarios(file_board) == ()


def test_decisions_are_kept_in_order_with_reason_and_name(board: Board) -> None:
    first = scenarios.record_decision(board, "asb", "retained", "It grew.", who="Chair")
    second = scenarios.record_decision(board, "asb", "dropped", "<b>It</b> fell.", who="Chair")
    assert scenarios.list_decisions(board) == (second, first)
    assert (second.reason, second.at) == ("<b>It</b> fell.", NOW)


def test_the_latest_concern_of_each_candidate_counts(board: Board) -> None:
    scenarios.record_concern(board, "asb", 2, who="A")
    scenarios.record_concern(board, "burglary", 5, who="A")
    scenarios.record_concern(board, "asb", 4, who="B")
    assert {name: each.level for name, each in scenarios.read_concerns(board).items()} == {
        "asb": 4,
        "burglary": 5,
    }


WRITES: list[Callable[[Board], object]] = [
    lambda board: scenarios.save_scenario(board, "N", RULE, expected_version=None, who="A", role="viewer"),
    lambda board: scenarios.set_baseline(board, "N", expected_version=1, who="A", role="viewer"),
    lambda board: scenarios.delete_scenario(board, "N", expected_version=1, who="A", role="viewer"),
    lambda board: scenarios.record_decision(board, "asb", "retained", "x", who="A", role="viewer"),
    lambda board: scenarios.record_concern(board, "asb", 3, who="A", role="viewer"),
    lambda board: scenarios.record_judgement(board, "asb", "impact", 3, who="A", role="viewer"),
]


@pytest.mark.parametrize("write", WRITES)
def test_a_viewer_saves_nothing(file_board: Board, write: Callable[[Board], object]) -> None:
    with pytest.raises(Denied):
        write(file_board)


@pytest.mark.parametrize("level", [0, 6, 2.5, True, "3"])
def test_concern_is_a_whole_number_from_one_to_five(file_board: Board, level: int) -> None:
    with pytest.raises(UserError, match="from 1 to 5"):
        scenarios.record_concern(file_board, "asb", level, who="A")


def test_a_decision_is_one_of_four_and_has_a_reason(file_board: Board) -> None:
    with pytest.raises(UserError, match="retained, raised, dropped and adopted"):
        scenarios.record_decision(file_board, "asb", "maybe", "x", who="A")
    with pytest.raises(UserError, match="reason is missing"):
        scenarios.record_decision(file_board, "asb", "raised", " ", who="A")


def test_the_latest_judgement_of_each_candidate_counts(board: Board) -> None:
    scenarios.record_judgement(board, "asb", "impact", 2, who="A")
    scenarios.record_judgement(board, "asb", "capacity", 5, who="A")
    scenarios.record_judgement(board, "asb", "impact", 4, who="B")
    entries = scenarios.read_judgements(board)
    assert {key: (entry.level, entry.who) for key, entry in entries.items()} == {
        ("asb", "impact"): (4, "B"),
        ("asb", "capacity"): (5, "A"),
    }


@pytest.mark.parametrize(("what", "level"), [("impact", 0), ("impact", 6), ("impact", True), ("mood", 3)])
def test_what_is_judged_is_one_of_three_and_a_whole_number_from_one_to_five(
    file_board: Board, what: str, level: int
) -> None:
    with pytest.raises(UserError, match="What is judged is"):
        scenarios.record_judgement(file_board, "asb", what, level, who="A")
