"""Figures of the same thing from two places, as tables."""

from __future__ import annotations

from collections.abc import Sequence

from csp.core import wording
from csp.core.table import UNKNOWN, Cell, Column, Row, Table
from csp.topics.data_status.findings.reconciliation import REASONS, begin, describe_difference
from csp.topics.data_status.rules.reconciliation import Difference, Reconciled


def build_comparisons(pairs: Sequence[Reconciled], selected: str) -> Table:
    """What is held against what, a row each. selected: the name of the one that is shown in full."""
    columns = (
        Column("What", numeric=False, wrap=True),
        Column("Against", numeric=False, wrap=True),
        Column("Months", numeric=False),
        Column("Crime types"),
        Column("That agree"),
        Column("Largest difference", numeric=False, wrap=True),
    )
    return Table(
        "Figures held against each other",
        columns,
        tuple(_build_comparison(pair, selected) for pair in pairs),
        clickable="Click to see every crime type",
    )


def _build_comparison(pair: Reconciled, selected: str) -> Row:
    total, differing = len(pair.differences), pair.differing
    most = f"{differing[0].label}: {describe_difference(differing[0])}" if differing else "none"
    second = begin(pair.second)
    cells = (
        Cell(pair.first, pair.first),
        Cell(second, second),
        Cell(pair.months, pair.months),
        Cell(wording.count(total), total),
        Cell(wording.count(total - len(differing)), total - len(differing)),
        Cell(most, most, "" if differing else "quiet"),
    )
    return Row(pair.name, cells, selected=pair.name == selected)


def build_differences(pair: Reconciled) -> Table:
    """Every crime type of one comparison, the largest difference first."""
    columns = (
        Column("Crime type", numeric=False),
        Column(pair.first),
        Column(begin(pair.second)),
        Column("Difference", in_file=("Difference", "Difference, %")),
        Column("Likely reason", numeric=False, wrap=True),
    )
    same = [each for each in pair.differences if not each.change]
    return Table(pair.name, columns, tuple(_build_difference(each) for each in (*pair.differing, *same)))


def _build_difference(difference: Difference) -> Row:
    first, second, change = difference.first, difference.second, difference.change
    reason = REASONS[difference.reason]
    share = 100 * change / first if first else None
    text = f"{wording.count(change, sign=True)} ({wording.share(second, first)})" if change else "the same"
    file_cells: tuple[float | str, ...] = (change, wording.MISSING if share is None else share)
    cells = (
        Cell(difference.label, difference.label),
        Cell(wording.count(first), first),
        Cell(wording.count(second), second),
        Cell(text, abs(change), "" if change else "quiet", in_file=file_cells),
        Cell(reason, reason) if reason else UNKNOWN,
    )
    return Row(difference.label, cells)
