"""What is loaded, as values: the months and years of each source, and the tables beside them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from csp.core.filters import Period

BUILT_IN = "built in"
"""The area of a table that comes with the dashboard."""


@dataclass(frozen=True)
class LoadedMonths:
    """The months of a force in a source, in order. rows: stored; without_ward: those of them in no ward.

    imported: the day of the latest import.
    """

    source: str
    force: str
    months: tuple[date, ...]
    gaps: tuple[date, ...]
    incomplete: tuple[date, ...]
    rows: int
    without_ward: int
    imported: date | None


@dataclass(frozen=True)
class Delivery:
    """One import of a month: the file by its name, its rows, when it came and from whom ("": not known).

    replaced: when a later import took its place, None while it is in force.
    """

    file: str
    read: int
    stored: int
    imported: datetime | None = None
    by: str = ""
    replaced: datetime | None = None


@dataclass(frozen=True)
class LoadedMonth:
    """A month of a force in a source, as it is in force; of some partners a quarter or a year.

    Rows: those of the file (read), those kept (stored), and of these the ones without a location (unplaced)
    and in a district but in no known ward (without_ward); outside: not kept, since they lie elsewhere.
    usual: the rows of a file around it, where it is incomplete; None where it is complete. deliveries: every
    import of it, the first one first. is_provisional: its source may yet revise it. span: how many months it
    has, the first of which is month. force: of a source without forces its own code.
    """

    source: str
    force: str
    month: date
    read: int
    stored: int
    unplaced: int
    without_ward: int
    outside: int
    usual: float | None
    deliveries: tuple[Delivery, ...]
    is_provisional: bool = False
    span: int = 1

    @property
    def period(self) -> Period:
        """Its months."""
        return Period(self.month, self.span)

    @property
    def is_incomplete(self) -> bool:
        """Whether its file has far fewer rows than those around it."""
        return self.usual is not None

    @property
    def latest(self) -> Delivery:
        """The import that is in force."""
        return self.deliveries[-1]


@dataclass(frozen=True)
class LoadedTable:
    """Outlines, population figures or a lookup: of which area, of which years (its vintage), and how many.

    imported: the day of the import; None for what is built in.
    """

    kind: str
    area: str
    years: tuple[int, ...]
    rows: int
    imported: date | None = None


@dataclass(frozen=True)
class LoadedRoads:
    """Road collisions, casualties or vehicles of a source, all calendar years together, in order.

    provisional: the years with provisional figures; rows: stored; imported: the day of the latest import,
    None for the sample. last, the day of the latest collision, and without_ward, how many lie in no ward,
    are None for casualties and vehicles: their collisions tell.
    """

    source: str
    kind: str
    years: tuple[int, ...]
    provisional: tuple[int, ...]
    last: date | None
    rows: int
    without_ward: int | None
    imported: date | None


@dataclass(frozen=True)
class Status:
    """All that is loaded, and how many imported files cannot be read and are left out.

    population_use: which table the population of the home district is of, "" where none is imported.
    """

    months: tuple[LoadedMonths, ...]
    roads: tuple[LoadedRoads, ...]
    tables: tuple[LoadedTable, ...]
    left_out: int
    population_use: str = ""
