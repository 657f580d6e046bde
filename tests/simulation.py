"""Simulated updates for tests: most are about what people have recorded, and some about the living board."""

from __future__ import annotations

from csp.topics.action_plan.store import reading, seed
from csp.topics.action_plan.store.simulation import show_simulation
from csp.topics.action_plan.store.store import default_url, open_board


def remove_simulated() -> None:
    """Remove the simulated updates of every published plan in the database that the environment names."""
    board = open_board(default_url())
    for plan in reading.list_plans(board):
        if plan.who == seed.AUTHOR:
            show_simulation(board, plan.id, shown=False, who="A. Tester")
    board.close()
