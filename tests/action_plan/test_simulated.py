"""Simulated updates beside the sample: a plan in the middle of its year, never among real ones."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import func, select

from csp.core.errors import UserError
from csp.core.roles import Denied
from csp.topics.action_plan.rules.measures import list_series
from csp.topics.action_plan.rules.simulated import (
    AUTHOR,
    find_board_day,
    list_simulated,
    simulate_listing,
    simulate_view,
)
from csp.topics.action_plan.store import entries, plans, reading, schema
from csp.topics.action_plan.store.records import Listing
from csp.topics.action_plan.store.simulation import (
    is_simulation_shown,
    list_published_actions,
    show_simulation,
)
from csp.topics.action_plan.store.status import Status
from csp.topics.action_plan.store.store import Board
from tests.action_plan.boards import action_of, plan_of, report

TODAY = date(2026, 3, 1)


def simulate(board: Board) -> Listing:
    plan = plan_of(board)
    listing = reading.list_actions(board, plan.id, find_board_day(plan, TODAY, is_simulated=True))
    return simulate_listing(
        listing, entries.list_details(board, plan.id), list_published_actions(board, plan.id)
    )


def test_the_board_is_seen_on_a_fixed_day_of_the_plans_year(board: Board) -> None:
    plan = plan_of(board)
    assert find_board_day(plan, TODAY, is_simulated=True) == date(2021, 12, 6)
    assert find_board_day(plan, TODAY, is_simulated=False) == TODAY


def test_a_newcomer_sees_a_living_board(board: Board) -> None:
    listing = simulate(board)
    statuses = [action.status for action in listing.actions]
    assert set(statuses) >= set(Status) - {Status.STOPPED}
    assert any(action.overdue for action in listing.actions)
    assert any(action.due_date and action.status is Status.COMPLETE for action in listing.actions)
    assert 0 < sum(action.no_update for action in listing.actions) < len(listing.actions) // 3
    assert list_simulated(listing) == list(listing.actions)
    reported = [
        sum(mark is not None for mark in marks)
        for marks in zip(*[a.marks for a in listing.actions], strict=True)
    ]
    assert reported[:2] == [0, 0]
    assert reported[2] == len(listing.actions) > reported[3] > 40


def test_every_simulated_update_says_so_and_none_is_stored(board: Board) -> None:
    for action in simulate(board).actions:
        assert action.latest is not None
        assert (action.latest.who, action.latest.note[:10], action.latest.is_simulated) == (
            *(AUTHOR, "Simulated."),
            True,
        )
        assert action.latest.at.date() < date(2021, 12, 6)
    with board.read() as connection:
        assert connection.execute(select(func.count()).select_from(schema.Update)).scalar() == 0
    assert simulate(board) == simulate(board)


def test_an_action_has_a_simulated_history_with_a_series_of_its_measures(board: Board) -> None:
    plan = plan_of(board)
    listing = reading.list_actions(board, plan.id, find_board_day(plan, TODAY, is_simulated=True))
    published = list_published_actions(board, plan.id)
    for action in simulate(board).actions:
        view = simulate_view(reading.read_action(board, action.id, listing.today), listing, published)
        assert view.action == action
        assert view.in_force()[-1].update == action.latest
        if action.status not in (Status.NOT_STARTED, Status.OFF_TRACK) and not action.no_update:
            for measure in view.measures:
                assert len(list_series(view.in_force(), measure.key, measure.content)) == 2


def test_a_real_update_takes_the_place_of_all_that_is_simulated_of_its_action(board: Board) -> None:
    before = simulate(board)
    stored = report(board, action_of(board), note="A real one")
    after = simulate(board)
    assert after.actions[0].latest == stored
    assert after.actions[1:] == before.actions[1:]
    assert len(list_simulated(after)) == len(before.actions) - 1
    plan = plan_of(board)
    listing = reading.list_actions(board, plan.id, find_board_day(plan, TODAY, is_simulated=True))
    published = list_published_actions(board, plan.id)
    view = simulate_view(reading.read_action(board, action_of(board).id), listing, published)
    assert [entry.update for entry in view.history] == [stored]


def test_simulated_updates_are_removed_in_one_step_and_brought_back(board: Board) -> None:
    plan = plan_of(board)
    assert is_simulation_shown(board, plan.id)
    show_simulation(board, plan.id, shown=False, who="A")
    assert not is_simulation_shown(board, plan.id)
    show_simulation(board, plan.id, shown=True, who="A")
    assert is_simulation_shown(board, plan.id)


def test_viewers_and_closed_plans_are_refused(file_board: Board) -> None:
    plan = plan_of(file_board)
    with pytest.raises(Denied):
        show_simulation(file_board, plan.id, shown=False, who="A", role="viewer")
    plans.retire_plan(file_board, plan.id, expected_version=plan.version, who="A")
    with pytest.raises(UserError, match="is closed"):
        show_simulation(file_board, plan.id, shown=False, who="A")
    assert is_simulation_shown(file_board, plan.id)
