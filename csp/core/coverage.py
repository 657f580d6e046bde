"""Which months of a force's uploads look incomplete. Pure: counts in, months out.

Forces upload month by month, and some uploads are cut short: one force's 2018-12 holds 8,438
rows where its neighbours hold about 17,000. Read as it stands that is the best December
on record. So a month far below its neighbours is marked, kept, and left for the user to
leave out.

The rule compares a month with the median of the complete months up to half a year either
side. The median, because one more odd month beside it must not decide; half a year,
because recorded crime drifts over years; at least two such neighbours, because one alone
says nothing about which of the two is odd. Below 0.8 of it counts as incomplete: seasons
and lockdowns move a whole force by up to a fifth, missing uploads by far more.

The lowest month is marked first and then no longer counts as a neighbour. Otherwise a bad
month hides the next one by dragging the median down: that force's 2018-11 (13,818) stands at
0.81 of its neighbours while December is among them, and at 0.78 once it is not.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from statistics import median

NEIGHBOUR_MONTHS = 6
FEWEST_NEIGHBOURS = 2
LOWEST_COMPLETE_RATIO = 0.8


def find_incomplete_months(rows: Mapping[date, int]) -> set[date]:
    """The months of one force that look incomplete.

    rows: rows read per month (first day of it), every loaded month of the force.
    Months that are not loaded are not in the result: they are missing, not incomplete.
    """
    flagged: set[date] = set()
    while True:
        ratios = {month: _ratio(month, rows, flagged) for month in rows if month not in flagged}
        low = {month: ratio for month, ratio in ratios.items() if ratio < LOWEST_COMPLETE_RATIO}
        if not low:
            return flagged
        flagged.add(min(low, key=lambda month: (low[month], month)))


def find_usual(month: date, rows: Mapping[date, int], incomplete: Collection[date]) -> float | None:
    """The rows that are usual around a month: the median of its complete neighbours, None where too few."""
    neighbours = [
        count
        for other, count in rows.items()
        if other != month
        and other not in incomplete
        and abs(_index(other) - _index(month)) <= NEIGHBOUR_MONTHS
    ]
    return median(neighbours) if len(neighbours) >= FEWEST_NEIGHBOURS else None


def _ratio(month: date, rows: Mapping[date, int], flagged: set[date]) -> float:
    """Rows of a month over the median of its complete neighbours; 1 where there are too few to tell."""
    usual = find_usual(month, rows, flagged)
    return rows[month] / usual if usual else 1.0


def _index(month: date) -> int:
    return month.year * 12 + month.month - 1


def find_gaps(months: Sequence[date]) -> list[date]:
    """The months that are not there between the first and the last. months: first days, in order."""
    there = set(months)
    every = range(_index(months[0]), _index(months[-1]) + 1) if months else ()
    return [month for month in map(_first_day, every) if month not in there]


def list_provisional(months: Collection[date], number: int) -> frozenset[date]:
    """The latest months of a source that may yet revise so many of them."""
    return frozenset(sorted(months)[-number:]) if number > 0 else frozenset()


def group_runs(months: Sequence[date]) -> list[tuple[date, date]]:
    """Months in order as runs without a gap, each by its first and last month."""
    runs: list[tuple[date, date]] = []
    for month in months:
        if runs and _index(runs[-1][1]) + 1 == _index(month):
            runs[-1] = (runs[-1][0], month)
        else:
            runs.append((month, month))
    return runs


def _first_day(index: int) -> date:
    return date(index // 12, index % 12 + 1, 1)
