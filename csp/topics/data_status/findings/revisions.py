"""The words about months that were delivered more than once."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from csp.core import wording
from csp.core.coverage import group_runs
from csp.topics.data_status.rules.revisions import Moved

NONE = "No month was delivered more than once, so nothing was revised."
NOT_PUBLISHED = "How months moved between deliveries is not published."
NO_CELLS = "No figure of this source was changed by a later delivery."
HISTORY = (
    "Of each delivery the number of rows is kept; of partners' extracts every figure is, so that each one "
    "that moved is listed."
)


MOST = 200
"""How many figures that moved are shown; a file has them all."""


def write_revisions(moved: Sequence[Moved]) -> str:
    """How many months were delivered again, and which of them moved most."""
    if not moved:
        return NONE
    most = moved[0]
    were = "was" if len(moved) == 1 else "were"
    again = f"{wording.plural(len(moved), 'month')} {were} delivered more than once"
    if not most.change:
        return f"{again}, each with the same number of rows."
    before, now = most.figures[0], most.figures[-1]
    size = wording.plural(abs(most.change), "row")
    side = "more" if most.change > 0 else "fewer"
    size = size.replace(" ", f" {side} ", 1)
    return f"{again}. {wording.month(most.month)} moved most: {size} ({wording.share(now, before)})."


def write_cells(revised: int, shared: int | None, source: str) -> str:
    """How many figures of a partner's extract moved. shared: how many two deliveries have both, if known."""
    of = f" of {wording.count(shared)}" if shared else ""
    figures = "figure was" if revised == 1 and not of else "figures were"
    return f"{wording.count(revised)}{of} {figures} revised by later deliveries of {source}."


def describe_provisional(source: str, months: Collection[date]) -> str:
    """Which months of a source it may yet revise."""
    spans = [wording.period(first, last) for first, last in group_runs(sorted(months))]
    are = "is" if len(months) == 1 else "are"
    return f"{source}: {wording.list_words(spans)} {are} provisional: the source may yet revise the figures."
