"""Which months are loaded, incomplete or missing: of a force, of a district, of a crime type. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from csp.core.filters import TREND_MONTHS, Period, add_months
from csp.core.status import LoadedMonth

State = Literal["loaded", "provisional", "incomplete", "missing"]


@dataclass(frozen=True)
class Upload:
    """What is loaded of one force in one source: its months, and those that are incomplete or provisional."""

    loaded: frozenset[date] = frozenset()
    incomplete: frozenset[date] = frozenset()
    provisional: frozenset[date] = frozenset()

    @classmethod
    def of(cls, months: Sequence[LoadedMonth]) -> Upload:
        """That of some months of a source."""
        return cls(
            frozenset(each.month for each in months),
            frozenset(each.month for each in months if each.is_incomplete),
            frozenset(each.month for each in months if each.is_provisional),
        )


@dataclass(frozen=True)
class CoverageRow:
    """A row of the calendar: what it is of, and by month its state and count (None where it is missing)."""

    label: str
    states: tuple[State, ...]
    counts: tuple[int | None, ...]


@dataclass(frozen=True)
class Coverage:
    """The calendar: its months, its rows, and what the counts are of ("Rows", "All crime")."""

    months: tuple[date, ...]
    rows: tuple[CoverageRow, ...]
    figure: str

    def count(self, state: State) -> int:
        """How many cells have a state."""
        return sum(row.states.count(state) for row in self.rows)


@dataclass(frozen=True)
class Line:
    """What one row of the calendar is made of. incomplete: further months, in which it is so by itself."""

    label: str
    upload: Upload
    counts: Mapping[date, int] = field(default_factory=dict)
    incomplete: Collection[date] = frozenset()


def build_coverage(lines: Sequence[Line], months: Sequence[date], figure: str) -> Coverage:
    """The calendar of some lines. A month that is loaded and has no count has none recorded: 0."""
    return Coverage(tuple(months), tuple(_build_row(line, months) for line in lines), figure)


def _build_row(line: Line, months: Sequence[date]) -> CoverageRow:
    states = tuple(_judge(line, month) for month in months)
    counts = tuple(
        None if state == "missing" else line.counts.get(month, 0)
        for state, month in zip(states, months, strict=True)
    )
    return CoverageRow(line.label, states, counts)


def _judge(line: Line, month: date) -> State:
    upload = line.upload
    if month not in upload.loaded:
        return "missing"
    if month in upload.incomplete or month in line.incomplete:
        return "incomplete"
    return "provisional" if month in upload.provisional else "loaded"


def list_windows(months: Collection[date]) -> list[Period]:
    """Spans of at most 36 months that show every month from the first to the last, the latest span first."""
    if not months:
        return []
    first, last = min(months), max(months)
    windows = []
    while last >= first:
        length = min(TREND_MONTHS, (last.year - first.year) * 12 + last.month - first.month + 1)
        windows.append(Period.ending(last, length))
        last = add_months(last, -length)
    return windows
