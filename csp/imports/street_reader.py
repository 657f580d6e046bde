"""Reading street files ahead in threads, and handing them back in the order they were given."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from csp.core.errors import UserError
from csp.imports import files
from csp.imports.accounts import refuse_unreadable
from csp.imports.files import Candidate
from csp.imports.layout import (
    NOT_UTF8,
    check_columns,
    csv_sentence,
    file_name,
    first_day,
    force_and_month,
    name_columns_as_published,
    other_kind,
)
from csp.imports.manifest import Row, Writer
from csp.imports.months import street_months
from csp.imports.placing import load_geography
from csp.imports.results import Refused
from csp.imports.street_file import (
    THREADS,
    StreetFile,
    check_faults,
    connect,
    judge_rows,
    list_tables,
    load_raw,
    name_columns,
    write_parts,
)
from csp.imports.tables import NotUtf8Error, check_last_line, find_delimiter, header, write_utf8

# Enough that no thread waits while what others have read is published.
AHEAD = 2 * THREADS + 1


@dataclass(frozen=True)
class Prepared:
    """A file read, placed and written as parts, ready to be published."""

    row: Row
    files: Mapping[Path, str]
    remarks: Sequence[str] = ()


@dataclass(frozen=True)
class Unchanged:
    """A file whose bytes are in the store already, placed with the geography in force."""

    row: Row


@dataclass(frozen=True)
class Beside:
    """A file that belongs beside street files: its kind, to be counted and passed over."""

    kind: str


Result = Prepared | Unchanged | Beside | Refused


def is_same_edition(row: Row, other: Row) -> bool:
    """Whether two manifest rows come of the same bytes, placed with the same geography."""
    return bool(row["sha256"] == other["sha256"] and row["geography"] == other["geography"])


class StreetReader:
    """The reading side of one import. Each thread has a database of its own."""

    def __init__(self, writer: Writer) -> None:
        self.writer = writer
        self.geography = load_geography(writer)
        self.tables = list_tables(self.geography)
        self.stamp = writer.geography()
        self.in_force = {(row["force"], row["month"]): row for row in street_months(writer.rows)}
        self.local = threading.local()

    def results(self, candidates: Sequence[Candidate]) -> Iterator[tuple[Candidate, Result]]:
        """Each file with what became of it. At most AHEAD are read ahead, to bound memory and disk."""
        waiting: deque[tuple[Candidate, Future[Result]]] = deque()
        with ThreadPoolExecutor(THREADS) as pool:
            try:
                for candidate in candidates:
                    waiting.append((candidate, pool.submit(self.prepare, candidate)))
                    if len(waiting) > AHEAD:
                        first, future = waiting.popleft()
                        yield first, self._recheck(first, future.result())
                for first, future in waiting:
                    yield first, self._recheck(first, future.result())
            finally:
                pool.shutdown(cancel_futures=True)

    def _recheck(self, candidate: Candidate, result: Result) -> Result:
        """Reads a file anew where one before it in this run has replaced the month it was unchanged from."""
        if not isinstance(result, Unchanged):
            return result
        key = result.row["force"], result.row["month"]
        row = self.writer.find("incidents", *key)
        if row is not None and is_same_edition(row, result.row):
            return result
        del self.in_force[key]
        return self.prepare(candidate)

    def prepare(self, candidate: Candidate) -> Result:
        """Reads one file into parts; never raises for a bad file."""
        part = self.writer.part(".csv")
        try:
            return self._read_anyhow(candidate, candidate.fetch(part))
        except UserError as error:
            return Refused(candidate.shown, str(error))
        except duckdb.Error as error:
            # A fatal error leaves a database that answers nothing any more.
            self.local.__dict__.pop("connection", None)
            return Refused(candidate.shown, csv_sentence(candidate.shown, str(error)))
        except OSError as error:
            return refuse_unreadable(candidate, error)
        finally:
            part.unlink(missing_ok=True)

    def _connection(self) -> duckdb.DuckDBPyConnection:
        """The thread's own database, with the places of the files it has read so far."""
        if not hasattr(self.local, "connection"):
            self.local.connection = connect(self.tables, self.writer.part(".spill"))
        connection: duckdb.DuckDBPyConnection = self.local.connection
        return connection

    def _read_anyhow(self, candidate: Candidate, path: Path) -> Result:
        """Reads a file as it is, or as UTF-8 where a spreadsheet has saved it in other characters."""
        try:
            return self._read(candidate, path, path)
        except NotUtf8Error:
            pass
        except duckdb.Error as error:
            if NOT_UTF8 not in str(error):
                raise
        text = self.writer.part(".csv")
        try:
            remark = write_utf8(path, text, candidate.shown)
            result = self._read(candidate, path, text)
        finally:
            text.unlink(missing_ok=True)
        if isinstance(result, Prepared):
            return replace(result, remarks=(remark, *result.remarks))
        return result

    def _read(self, candidate: Candidate, path: Path, text: Path) -> Result:
        """Reads the text of a file; path: where the file itself is."""
        columns = name_columns_as_published(header(text, candidate.shown))
        other = other_kind(columns)
        if other and candidate.inside:
            return Beside(other)
        check_columns(columns, other, candidate.shown)
        check_last_line(text, candidate.shown)
        named = file_name(candidate.name)
        headers = name_columns(columns)
        with files.held_still(path, candidate.shown):
            sha256 = files.digest(path)
            row = self.in_force.get((named[0], first_day(named[1]))) if named is not None else None
            if row and self._is_in_force(row, sha256):
                return Unchanged(row)
            connection = self._connection()
            load_raw(connection, text, headers, find_delimiter(text, candidate.shown))
        force, month = force_and_month(connection, named, candidate.shown)
        file = StreetFile(candidate.name, force, month, sha256, headers)
        counts, districts = judge_rows(connection, file, self.geography, candidate.shown)
        remarks = check_faults(connection, counts, candidate.shown)
        row, parts = write_parts(connection, file, counts, self.stamp, self.writer)
        for part in parts:
            self.writer.keep(part)
        return Prepared({**row, "districts": districts}, parts, remarks)

    def _is_in_force(self, row: Row, sha256: str) -> bool:
        """Whether a month in force is of these bytes, placed as rows are now, and undamaged."""
        same = row["sha256"] == sha256 and row["geography"] == self.stamp
        return same and self.writer.is_sound(row)
