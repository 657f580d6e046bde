"""Whatever file is given for a plan's or an agency's form, there is a difference or a sentence."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from csp.core.errors import UserError
from csp.topics.action_plan.findings.plan_diff import describe_diff, describe_fault
from csp.topics.action_plan.store import agencies, entries, plan_comparing, reading
from csp.topics.action_plan.store.agency_answers import compare_form, find_form
from csp.topics.action_plan.store.agency_form import ASKED, STAMP, TOLD, FormSource
from csp.topics.action_plan.store.plan_diff import PlanDiff
from csp.topics.action_plan.store.plan_file.grid import Grid
from csp.topics.action_plan.store.plan_file.layout import propose_layout
from csp.topics.action_plan.store.plan_file.reader import read_grids
from csp.topics.action_plan.store.plan_file.source import check_tables, list_sources
from csp.topics.action_plan.store.plan_import import is_own_layout
from csp.topics.action_plan.store.plan_progress import COLUMNS
from csp.topics.action_plan.store.reading_diff import compare_source
from csp.topics.action_plan.store.store import Board
from tests.action_plan.boards import plan_of
from tests.action_plan.hostile_plans import HOSTILE, book

pytestmark = pytest.mark.slow

# What people and programs put into cells where something else was asked for.
ODD = (
    *("", "=1+1", "x" * 5000, "9" * 400, "1e999", "-0", "١", "🙂" * 50, "\u202eolleh", "31/02/2021"),
    *("|", "1|x"),
)


def hold_cells(headers: Sequence[str], first: str) -> bytes:
    """A sheet with every odd text in every column, each in a row of its own."""
    rows: list[list[object]] = [list(headers)]
    for at in range(len(headers)):
        for text in ODD:
            row: list[object] = [first if n == 0 else "" for n in range(len(headers))]
            row[at] = text
            rows.append(row)
    return book(rows)


def check_difference(compare: Callable[[], PlanDiff]) -> None:
    """Nothing but a UserError is raised, and every sentence can be shown on one line."""
    try:
        diff = compare()
    except UserError as error:
        sentences = [str(error)]
    else:
        sentences = [describe_diff(diff), *diff.notes, *map(describe_fault, diff.faults)]
    for sentence in sentences:
        sentence.encode()
        assert sentence
        assert len(sentence) < 1500


def test_hostile_files_are_compared_or_refused(file_board: Board) -> None:
    plan = plan_of(file_board)
    listing = reading.list_actions(file_board, plan.id, retired=True)
    source = FormSource(listing, entries.list_details(file_board, plan.id), {})
    directory = agencies.read_directory(file_board)

    def compare_plan(grids: Sequence[Grid]) -> PlanDiff:
        rows = grids[0].list_rows()
        if is_own_layout(rows):
            return plan_comparing.compare_rows(file_board, "f", rows, listing)
        sources = list_sources(grids)
        check_tables("f", sources)
        return compare_source(sources[0], propose_layout(sources[0]), listing, ()).diff

    files = [make() for make in HOSTILE.values()]
    files.append(hold_cells(COLUMNS, "DA-01"))
    files.append(hold_cells((*TOLD, *ASKED, "counted 1", "number 1", STAMP), "DA-01"))
    compared = 0
    for content in files:
        try:
            grids = read_grids("f.xlsx", content)
        except UserError:
            continue
        compared += 1
        check_difference(lambda grids=grids: compare_plan(grids))  # type: ignore[misc]
        check_difference(lambda grids=grids: compare_form("f", find_form(grids), source, directory).diff)  # type: ignore[misc]
    assert compared > len(files) / 4
