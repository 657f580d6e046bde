"""A partner's file on its way in: read once, mapped as often as somebody changes their mind, checked, stored.

What the command line and the page have in common. The table of the file lies in a database in memory that
spills to the disk, so that a million rows stay within bounds.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import duckdb

from csp.core import settings
from csp.core.partner.book import Layout, Sheet
from csp.core.partner.declaration import Declaration
from csp.core.partner.findings import Finding, Result
from csp.core.partner.personal import PersonalColumn, points_at_person
from csp.core.partner.profile import Profile, Role
from csp.core.temporary import TemporaryFolder
from csp.data.store import Store
from csp.imports.manifest import Writer
from csp.imports.partner.checks import Terms, check_extract
from csp.imports.partner.mapping.known import Known
from csp.imports.partner.mapping.names import Match, match_words
from csp.imports.partner.mapping.tidying import TIDY, Tidied, list_words, load_sheet, tidy
from csp.imports.partner.reading import load_lines, read_book, read_lines
from csp.imports.partner.scanning import PLACING, guard_profile, scan_columns
from csp.imports.partner.storing import Delivery, Stored, store_extract
from csp.imports.placing import Geography, load_geography

_RAW, _HEAD = "raw", "head"
_MEMORY = "512MB"
# Rows that are shown as they would be stored.
_LOOKED_AT = 8
Share = Callable[[float], None]
"""Called with the share of the work that is done, 0 to 1."""


@dataclass(frozen=True)
class FirstRow:
    """A row as it would be stored, in the dashboard's codes; "" for what it does not say.

    line: in the file. number: None where it is none. period: as the file has it.
    """

    line: int
    start: date | None
    months: int | None
    period: str
    district_code: str
    ward_code: str
    offence_code: str
    flag_code: str
    number: float | None


@dataclass(frozen=True)
class Reading:
    """How a table is read: where it is, what it says, and what its names may be."""

    layout: Layout
    profile: Profile
    known: Known


@dataclass(frozen=True)
class Preview:
    """The first rows of a table as they would be stored. notes: sentences on what could not be used."""

    first: tuple[FirstRow, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Prospect:
    """What an import by a profile would do. notes: sentences on what could not be used."""

    reading: Reading
    terms: Terms
    result: Result
    notes: tuple[str, ...]
    first: tuple[FirstRow, ...]


class Intake:
    """A file on its way in. Used by one thread at a time; close() lets go of its rows.

    personal: the columns of the table that is loaded which seem to hold personal data.
    Raises UserError for a file that cannot be read.
    """

    def __init__(self, path: Path, store: Store | None = None) -> None:
        self.path = path
        self.store = store
        self.book = read_book(path)
        self._spill = TemporaryFolder()
        spill = str(self._spill.path)
        self._connection = duckdb.connect(
            ":memory:", config={"memory_limit": _MEMORY, "temp_directory": spill, "threads": 2}
        )
        self._connection.execute("SET enable_progress_bar = false")
        self.personal: tuple[PersonalColumn, ...] = ()
        self._loaded: tuple[int, Layout] | None = None
        self._tidied: tuple[str, Reading] | None = None
        self._geography: Geography | None = None

    def close(self) -> None:
        """Let go of the rows."""
        self._connection.close()
        self._spill.remove()

    def load(self, sheet: Sheet, layout: Layout, share: Share | None = None) -> None:
        """Read every line of a table, once for each sheet and layout. Raises UserError as read_lines()."""
        if self._loaded == (sheet.number, layout):
            return
        self._loaded = self._tidied = None

        def report(_: str, done: int, total: int) -> None:
            if share is not None and total:
                share(min(done / total, 1.0))

        lines = read_lines(self.path, self.book, sheet, layout, report)
        load_lines(self._connection, lines, len(layout.headings), _RAW)
        self.personal = scan_columns(self._connection, layout, _RAW)
        self._loaded = (sheet.number, layout)

    def guard(self, reading: Reading) -> tuple[Reading, tuple[Finding, ...]]:
        """How the table is read without its personal data, and what is said of it.

        Whatever is made of the table is made by this: a column that seems to hold personal data is not read,
        unless an editor keeps it (Profile.kept).
        """
        profile, findings = guard_profile(reading.profile, self.personal)
        return replace(reading, profile=profile), findings

    def list_words(self, reading: Reading) -> Mapping[Role, Mapping[str, int]]:
        """The partner's words of the table that is loaded, with the number of their rows.

        A telephone number or the like is no word: nobody is asked about it, and no profile keeps it.
        """
        guarded, _ = self.guard(reading)
        words = list_words(self._connection, reading.layout, guarded.profile, _RAW)
        return {
            role: {word: rows for word, rows in counted.items() if not points_at_person(word)}
            for role, counted in words.items()
        }

    def match(self, reading: Reading) -> tuple[Match, ...]:
        """Those words with ours, the unmapped ones first."""
        return match_words(self.list_words(reading), reading.profile, reading.known)

    def preview(self, sheet: Sheet, reading: Reading) -> Preview:
        """The first rows of a sheet as they would be stored, told from the lines that are at hand."""
        load_sheet(self._connection, sheet, reading.layout, _HEAD)
        tidied = self._tidy(reading, _HEAD)
        return Preview(self._list_first(tidied), tidied.notes)

    def prepare(self, reading: Reading, declaration: Declaration) -> Prospect:
        """What an import of the table that is loaded would do. Nothing is stored."""
        guarded, of_file = self.guard(reading)
        tidied = self._tidy(reading, _RAW)
        terms = make_terms(guarded.profile, declaration, of_file)
        result = check_extract(self._connection, TIDY, terms, self.store)
        return Prospect(reading, terms, result, tidied.notes, self._list_first(tidied))

    def keep(self, prospect: Prospect, by: str) -> Stored:
        """Store what prepare() has found. Raises UserError as store_extract() does."""
        if self._tidied != (_RAW, prospect.reading):
            self._tidy(prospect.reading, _RAW)
        is_provisional = prospect.reading.layout.provisional
        delivery = Delivery(self.book.file, self.book.sha256, by, is_provisional)
        return store_extract(self._connection, TIDY, prospect.terms, delivery, self.store)

    def _tidy(self, reading: Reading, raw: str) -> Tidied:
        self._tidied = None
        profile = self.guard(reading)[0].profile
        geography = self._load_geography() if _is_placed(profile) else None
        tidied = tidy(self._connection, reading.layout, profile, reading.known, geography, raw)
        self._tidied = (raw, reading)
        return tidied

    def _load_geography(self) -> Geography:
        if self._geography is None:
            self._geography = load_geography(Writer(self.store or Store(settings.own_extracts())))
        return self._geography

    def _list_first(self, tidied: Tidied) -> tuple[FirstRow, ...]:
        rows = self._connection.execute(
            f"SELECT line, start, months, coalesce(period, ''), coalesce(district_code, ''), "
            f"coalesce(ward_code, ''), coalesce(offence_code, ''), coalesce(flag_code, ''), number "
            f"FROM {TIDY} ORDER BY line, start LIMIT {min(_LOOKED_AT, tidied.rows)}"
        ).fetchall()
        return tuple(FirstRow(*row) for row in rows)


def _is_placed(profile: Profile) -> bool:
    """Whether rows are placed by points or codes of small areas."""
    return any(column.role in PLACING for column in profile.columns)


def make_terms(profile: Profile, declaration: Declaration, of_file: Sequence[Finding] = ()) -> Terms:
    """What a table that is read by a profile has to keep to."""
    has_counts = any(column.role in ("count", "wide") for column in profile.columns)
    is_whole = has_counts and not any(column.role == "leave out" for column in profile.columns)
    return Terms(declaration, has_counts, is_whole, of_file=tuple(of_file))
