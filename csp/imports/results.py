"""What an import or a repair did, as data: the command line prints it, tests and pages read it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal

Outcome = Literal["new", "replaced", "unchanged"]

# Called as progress(name of the file just dealt with, bytes done, bytes in all).
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Loaded:
    """One file that went in, or that was in already. rows_read = rows_stored + rows_declined, always.

    force is the slug of the police force; for reference tables the district or table, for collisions the
    year. kind is the table of the store that its rows are in.
    rejects is the absolute path of the CSV of declined rows, None where there is none. note: what it changed,
    in a few words.
    """

    file: str
    force: str
    month: date | None
    rows_read: int
    rows_stored: int
    rows_declined: int
    without_location: int
    outside_area: int
    without_ward: int
    result: Outcome
    rejects: Path | None = None
    kind: str = ""
    note: str = ""

    @property
    def otherwise_declined(self) -> int:
        """Declined for a reason other than lying outside the configured area."""
        return self.rows_declined - self.outside_area


@dataclass(frozen=True)
class Refused:
    """A file of which nothing was stored, and the sentence that says why and what to do."""

    file: str
    sentence: str


@dataclass
class Summary:
    """The reconciliation of one import command.

    skipped counts files of a folder or zip that belong beside street files ("outcomes",
    "stop-and-search"). incomplete holds (force, month) of the store that look incomplete.
    stale_months counts months of the store placed with other outlines or lookups than
    those loaded now, stale_years names such years of road collisions. foreign names what lies
    in the store that no import has put there. not_counted says why the street files count
    nowhere. remarks are sentences about files that went in, for people to know.
    """

    loaded: list[Loaded] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)
    incomplete: set[tuple[str, date]] = field(default_factory=set)
    stale_months: int = 0
    stale_years: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)
    not_counted: str = ""
    remarks: list[str] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """False when any file was refused: the command then ends with exit code 1."""
        return not self.refused


@dataclass
class Repaired:
    """What a repair did, sentence by sentence, and the faults that are left."""

    done: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
