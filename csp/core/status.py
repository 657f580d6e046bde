"""What is loaded, as values: the months of each source, and the tables beside them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class LoadedMonths:
    """The months of a force in a source, in order. rows: stored; without_ward: those of them in no ward."""

    source: str
    force: str
    months: tuple[date, ...]
    gaps: tuple[date, ...]
    incomplete: tuple[date, ...]
    rows: int
    without_ward: int


@dataclass(frozen=True)
class LoadedTable:
    """Outlines or population figures: of which area, of which years, and how many."""

    kind: str
    area: str
    years: tuple[int, ...]
    rows: int


@dataclass(frozen=True)
class Status:
    """All that is loaded, and how many imported files cannot be read and are left out."""

    months: tuple[LoadedMonths, ...]
    tables: tuple[LoadedTable, ...]
    left_out: int
