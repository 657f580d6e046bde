"""A file beside the plan in the database: read, and compared with it. Stores nothing."""

from __future__ import annotations

from collections.abc import Sequence

from csp.topics.action_plan.store import reading
from csp.topics.action_plan.store.plan_base import read_bases
from csp.topics.action_plan.store.plan_diff import PlanDiff, compare_table
from csp.topics.action_plan.store.plan_file.agencies import read_known_names
from csp.topics.action_plan.store.plan_file.grid import Row
from csp.topics.action_plan.store.plan_file.layout import propose_layout
from csp.topics.action_plan.store.plan_file.source import check_tables, list_sources
from csp.topics.action_plan.store.plan_import import is_own_layout
from csp.topics.action_plan.store.plan_worker import read_upload
from csp.topics.action_plan.store.reading_diff import compare_source
from csp.topics.action_plan.store.records import Listing, Plan
from csp.topics.action_plan.store.row_matching import find_stale
from csp.topics.action_plan.store.store import Board


def compare_rows(board: Board, name: str, rows: Sequence[Row], listing: Listing) -> PlanDiff:
    """What the rows of a file in our layout change, against the plan as it was when the file was written.

    listing: the plan with all of its actions, retired ones too. Raises UserError for another header.
    """
    actions = {action.id: action for action in listing.actions}
    bases = read_bases(board, actions, find_stale(rows, listing))
    return compare_table(name, rows, listing, bases)


def compare_upload(board: Board, plan: Plan, name: str, content: bytes) -> PlanDiff:
    """What a file changes in a plan where every guess about its layout is taken.

    Raises UserError for a file that cannot be read or has no table of actions.
    """
    listing = reading.list_actions(board, plan.id, retired=True)
    grids = read_upload(name, content)
    rows = grids[0].list_rows()
    if is_own_layout(rows):
        return compare_rows(board, name, rows, listing)
    sources = list_sources(grids)
    check_tables(name, sources)
    return compare_source(sources[0], propose_layout(sources[0]), listing, read_known_names()).diff
