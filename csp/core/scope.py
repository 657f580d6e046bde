"""Which months are counted: those of the period that are loaded, and those they can be compared with."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from csp.core.filters import Filters


@dataclass(frozen=True)
class Scope:
    """The months in force, as first days.

    months and before are the same calendar months of two years and always of the
    same number, or before is empty: then there is nothing to compare with, because
    at least one of the months before is not loaded.
    """

    months: tuple[date, ...]
    before: tuple[date, ...]
    missing: tuple[date, ...]
    """Months of the period that are not loaded."""
    missing_before: tuple[date, ...]
    """Months of the comparison that are not loaded although their counterparts are."""
    incomplete: tuple[date, ...]
    """Months counted on either side although their upload looks incomplete."""
    left_out: tuple[date, ...]
    """Months of the period left out because they or their counterparts are incomplete."""

    @property
    def comparable(self) -> bool:
        return bool(self.before)


def resolve_months(
    filters: Filters,
    loaded: Collection[date],
    incomplete: Collection[date],
    partly_incomplete: Collection[date] = (),
) -> Scope:
    """Resolve the period and its comparison against what is loaded.

    incomplete: months whose upload looks incomplete. partly_incomplete: those in which only the crime
    type in force does, in a district; they are left out like the others.

    Like is compared with like: a month of the period that is not loaded takes no
    part on either side; where a month to compare with is not loaded there is no
    comparison at all, rather than one of 12 months with 11.
    """
    pairs = dict(zip(filters.period.each(), filters.comparison.each(), strict=True))
    here = [month for month in pairs if month in loaded]
    doubtful = {*incomplete, *partly_incomplete}
    left_out = [m for m in here if filters.whole_months and not doubtful.isdisjoint((m, pairs[m]))]
    months = [month for month in here if month not in left_out]
    before = [pairs[month] for month in months]
    missing_before = [month for month in before if month not in loaded]
    if missing_before:
        before = []
    return Scope(
        months=tuple(months),
        before=tuple(before),
        missing=tuple(month for month in pairs if month not in loaded),
        missing_before=tuple(missing_before),
        incomplete=tuple(month for month in (*before, *months) if month in incomplete),
        left_out=tuple(left_out),
    )
