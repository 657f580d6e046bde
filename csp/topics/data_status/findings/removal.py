"""The words about removing a month or a source, and about bringing it back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from csp.core import wording
from csp.core.coverage import group_runs
from csp.core.status import LoadedMonth
from csp.topics.data_status.findings.months import name_period

_PAGES = "Overview, County, Trends, Wards and every figure that counts them are then without them."
_UNDO = "You can undo this here, also later."


def describe_month_removal(month: LoadedMonth, source: str) -> str:
    """What goes with one month."""
    name = name_period(month.month, month.span)
    rows = wording.plural(month.stored, "row")
    return f"{name} of {source} goes: {rows}. {_PAGES} {_UNDO}"


def describe_source_removal(months: Sequence[LoadedMonth], source: str) -> str:
    """What goes with all of a source."""
    every = sorted({month for each in months for month in each.period.each()})
    rows = wording.plural(sum(each.stored for each in months), "row")
    spans = ", ".join(wording.period(first, last) for first, last in group_runs(every))
    return (
        f"All of {source} goes: {wording.plural(len(every), 'month')} ({spans}), {rows}. {_PAGES} The "
        f"source is no longer in the list of sources. {_UNDO}"
    )


def write_removed(what: LoadedMonth | str) -> str:
    """That a month or a source is gone."""
    name = name_period(what.month, what.span) if isinstance(what, LoadedMonth) else "The source"
    return f"{name} is removed."


def describe_removed(starts: Sequence[date], source: str, by: str, moment: datetime) -> str:
    """What was removed, when and by whom: "Helpline: Jan to Mar 2024 were removed on 3 May 2026 by Ann"."""
    spans = ", ".join(wording.period(first, last) for first, last in group_runs(sorted(starts)))
    who = f" by {by}" if by else ""
    were = "was" if len(starts) == 1 else "were"
    return f"{source}: {spans} {were} removed on {wording.day(moment)}{who}."
