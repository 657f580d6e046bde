"""Street-level crime files of data.police.uk (YYYY-MM-force-street.csv) into incidents and monthly counts.

Source of the layout: https://data.police.uk/about/#columns. A file holds one force and
month. Rows that are identical to one another are separate incidents, so they are grouped
into n and never dropped; the Crime ID is not a key (blank for anti-social behaviour and
for British Transport Police).
"""

from __future__ import annotations

import glob
import hashlib
import os
import shutil
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa

from csp.core import measures, settings
from csp.core.characters import printable
from csp.core.errors import UserError
from csp.core.stored_names import check_name
from csp.data.store import Store
from csp.imports import files, limits, street_sql
from csp.imports.files import Candidate
from csp.imports.layout import (
    REQUIRED,
    check_columns,
    csv_sentence,
    file_name,
    first_day,
    force_and_month,
    other_kind,
)
from csp.imports.manifest import Row, Writer, writing
from csp.imports.months import incomplete, stale_months, street_months
from csp.imports.placing import Geography, keep_table, load_geography, place_rows, prepare_places
from csp.imports.results import Loaded, Progress, Refused, Summary
from csp.imports.tables import check_last_line, header

# One thread reads and places a file while another hashes or writes: each has its own
# DuckDB connection, because a file of a month is too small for DuckDB to split.
THREADS = max(1, min(4, os.cpu_count() or 1))

# For all threads together, beyond what outlines and Python take. A month of the largest
# force needs a tenth of it; a file of millions of rows is worked on through the disk.
MEMORY_MB = 640

# No month of a force is as large. DuckDB may split such a file, others it cannot.
LARGE_BYTES = 64 << 20


@dataclass(frozen=True)
class Prepared:
    """A file read, placed and written as parts, ready to be published."""

    row: Row
    files: Mapping[Path, str]


@dataclass(frozen=True)
class Unchanged:
    """A file whose bytes are in the store already, placed with the geography in force."""

    row: Row


@dataclass(frozen=True)
class Beside:
    """A file that belongs beside street files: its kind, to be counted and passed over."""

    kind: str


Result = Prepared | Unchanged | Beside | Refused


def import_street(
    paths: Iterable[Path], store: Store | None = None, progress: Progress | None = None
) -> Summary:
    """Imports street files from CSV files, folders and zip archives, one commit per file.

    store defaults to the user's extracts. A file that cannot be used is refused with one
    sentence and changes nothing; the others still go in. Raises UserError when nothing
    can be done at all: another import is running, or the folder cannot be written.
    """
    store = store or Store(settings.own_extracts())
    with ExitStack() as stack, writing(store) as writer:
        free = shutil.disk_usage(store.root).free
        found = files.discover(paths, ".csv", free, stack, limits.STREET_BYTES)
        summary = Summary(refused=found.refused, skipped=found.skipped)
        run = _Run(writer)
        done, total = 0, sum(c.size for c in found.candidates)
        for candidate, read in run.results(found.candidates):
            result = run.again(candidate, read)
            try:
                _settle(candidate, result, writer, summary)
            except OSError as error:
                summary.refused.append(_not_stored(candidate, error))
            done += candidate.size
            if progress is not None:
                progress(candidate.name, done, total)
        summary.incomplete = incomplete(writer.rows)
        summary.stale_months = stale_months(writer.rows)
        summary.foreign = writer.foreign
    return summary


def _settle(candidate: Candidate, result: Result, writer: Writer, summary: Summary) -> None:
    """Publishes what was prepared, and writes down what became of the file."""
    if isinstance(result, Refused):
        summary.refused.append(result)
    elif isinstance(result, Beside):
        summary.skipped[result.kind] += 1
    elif isinstance(result, Unchanged):
        summary.loaded.append(_loaded(candidate, result.row, "unchanged", writer))
    else:
        before = writer.find("incidents", result.row["force"], result.row["month"])
        if before is not None and _same(before, result.row) and writer.is_sound(before):
            # The same bytes twice in one run: the first of the two has gone in meanwhile.
            for part in result.files:
                part.unlink()
            summary.loaded.append(_loaded(candidate, before, "unchanged", writer))
            return
        writer.publish([result.row], result.files)
        summary.loaded.append(_loaded(candidate, result.row, "replaced" if before else "new", writer))


def _not_stored(candidate: Candidate, error: OSError) -> Refused:
    sentence = f"{candidate.shown} could not be read or stored: {error.strerror or error}."
    return Refused(candidate.shown, sentence)


def _same(row: Row, other: Row) -> bool:
    return bool(row["sha256"] == other["sha256"] and row["geography"] == other["geography"])


def _loaded(candidate: Candidate, row: Row, result: str, writer: Writer) -> Loaded:
    return Loaded(
        file=candidate.shown,
        force=row["force"],
        month=row["month"],
        rows_read=row["rows_read"],
        rows_stored=row["rows_stored"],
        rows_declined=row["rows_declined"],
        without_location=row["without_location"],
        outside_area=row["outside_area"],
        without_ward=row["without_ward"],
        result=result,  # type: ignore[arg-type]
        rejects=Path(writer.store.path(row["rejects_file"])) if row["rejects_file"] else None,
    )


class _Run:
    """One import: reads files ahead in threads, hands them back in order."""

    def __init__(self, writer: Writer) -> None:
        self.writer = writer
        self.geography = load_geography(writer)
        self.stamp = writer.geography()
        self.in_force = {(row["force"], row["month"]): row for row in street_months(writer.rows)}
        self.local = threading.local()

    def results(self, candidates: Sequence[Candidate]) -> Iterator[tuple[Candidate, Result]]:
        """Each file with what became of it. At most THREADS + 1 are read ahead, to bound memory and disk."""
        waiting: deque[tuple[Candidate, Future[Result]]] = deque()
        with ThreadPoolExecutor(THREADS) as pool:
            try:
                for candidate in candidates:
                    waiting.append((candidate, pool.submit(self.prepare, candidate)))
                    if len(waiting) > THREADS:
                        first, future = waiting.popleft()
                        yield first, future.result()
                for first, future in waiting:
                    yield first, future.result()
            finally:
                pool.shutdown(cancel_futures=True)

    def again(self, candidate: Candidate, result: Result) -> Result:
        """Reads a file anew where one before it in this run has replaced the month it was unchanged from."""
        if not isinstance(result, Unchanged):
            return result
        key = result.row["force"], result.row["month"]
        now = self.writer.find("incidents", *key)
        if now is not None and _same(now, result.row):
            return result
        del self.in_force[key]
        return self.prepare(candidate)

    def prepare(self, candidate: Candidate) -> Result:
        """Reads one file into parts; never raises for a bad file."""
        part = self.writer.part(".csv")
        try:
            return self._read(candidate, candidate.fetch(part))
        except UserError as error:
            return Refused(candidate.shown, str(error))
        except duckdb.Error as error:
            # A fatal error leaves a database that answers nothing any more.
            self.local.__dict__.pop("connection", None)
            return Refused(candidate.shown, csv_sentence(candidate.shown, str(error)))
        except OSError as error:
            return _not_stored(candidate, error)
        finally:
            part.unlink(missing_ok=True)

    def connection(self) -> duckdb.DuckDBPyConnection:
        """The thread's own database, with the places it has met so far."""
        if not hasattr(self.local, "connection"):
            self.local.connection = _connect(self.geography, self.writer.part(".spill"))
        connection: duckdb.DuckDBPyConnection = self.local.connection
        return connection

    def _read(self, candidate: Candidate, path: Path) -> Result:
        columns = header(path, candidate.shown)
        other = other_kind(columns)
        if other and candidate.inside:
            return Beside(other)
        check_columns(columns, other, candidate.shown)
        check_last_line(path, candidate.shown)
        named = file_name(candidate.name)
        headers = _headers(columns)
        with files.held_still(path, candidate.shown):
            sha = files.digest(path)
            known = self.in_force.get((named[0], first_day(named[1]))) if named is not None else None
            if known and self._is_in(known, sha):
                return Unchanged(known)
            connection = self.connection()
            connection.execute(f"SET threads = {THREADS if path.stat().st_size > LARGE_BYTES else 1}")
            _load(connection, path, list(headers))
        force, month = force_and_month(connection, named, candidate.shown)
        return self._write(connection, candidate, headers, force, month, sha)

    def _is_in(self, known: Row, sha: str) -> bool:
        """Whether a month in force is of these bytes, placed as rows are now, and undamaged."""
        same = known["sha256"] == sha and known["geography"] == self.stamp
        return same and self.writer.is_sound(known)

    def _write(
        self,
        connection: duckdb.DuckDBPyConnection,
        candidate: Candidate,
        headers: Mapping[str, str],
        force: str,
        month: str,
        sha: str,
    ) -> Prepared:
        connection.execute(street_sql.KINDS.format(month=month, outcome=street_sql.OUTCOME))
        connection.execute(street_sql.LOCATE)
        if connection.execute(street_sql.HAS_UNPLACED).fetchone() == (True,):
            place_rows(connection, self.geography)
            connection.execute(street_sql.LOCATE)
        connection.execute(street_sql.JUDGE)
        counts = _counts(connection)
        digest = hashlib.sha256(f"{sha} {self.stamp}".encode()).hexdigest()[:16]
        folder = f"source={street_sql.SOURCE}/force={force}/year={month[:4]}/{month}-{digest}.parquet"
        names = {"data_file": f"incidents/{folder}", "counts_file": f"monthly_counts/{folder}"}
        statements = {"data_file": street_sql.WRITE_INCIDENTS, "counts_file": street_sql.WRITE_COUNTS}
        if counts["rows_declined"]:
            names["rejects_file"] = f"rejects/{month}-{force}-{digest}.csv"
            statements["rejects_file"] = street_sql.WRITE_REJECTS
        parts: dict[Path, str] = {}
        for column, statement in statements.items():
            part = self.writer.part(Path(names[column]).suffix)
            target = part.as_posix().replace("'", "''")
            columns = street_sql.rejected_columns(headers)
            connection.execute(statement.format(month=month, target=target, **columns))
            parts[part] = check_name(names[column])
        identity = {
            "kind": "incidents",
            "source": street_sql.SOURCE,
            "force": force,
            "month": first_day(month),
        }
        stamps = {"file": candidate.name, "sha256": sha, "geography": self.stamp, "replaced_at": None}
        return Prepared(
            {**identity, **stamps, **counts, **names, "rejects_file": names.get("rejects_file")}, parts
        )


def _connect(geography: Geography, spill: Path) -> duckdb.DuckDBPyConnection:
    """A database in memory with table offence and what placing needs, which spills past its limit."""
    connection = duckdb.connect()
    connection.execute(f"SET memory_limit = '{MEMORY_MB // THREADS}MB'")
    connection.execute(f"SET temp_directory = {_text(spill.as_posix())}")
    prepare_places(connection, geography)
    offences = measures.read_catalogue().offences["street"].values()
    table = pa.table({"label": [o.label for o in offences], "code": [o.code for o in offences]})
    keep_table(connection, "offence", table)
    return connection


def _headers(columns: Sequence[str]) -> dict[str, str]:
    """What the file calls each column, by its name in table raw.

    Only the columns that are read keep their names there: any other may be called as a column
    of DuckDB's own (rowid), as another but for its case, or not at all.
    """
    return {
        name if name in REQUIRED else f"extra_{place}": printable(name) or f"column {place}"
        for place, name in enumerate(columns, start=1)
    }


def _load(connection: duckdb.DuckDBPyConnection, path: Path, columns: Sequence[str]) -> None:
    """Reads a file as text into table raw, rows in the order of the file. Any ragged row is an error."""
    types = ", ".join(f"{_text(name)}: 'VARCHAR'" for name in columns)
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE raw AS
        SELECT *
        FROM read_csv(
            {_text(glob.escape(path.absolute().as_posix()))},
            columns = {{{types}}},
            header = true,
            auto_detect = false,
            delim = ',',
            quote = '"',
            escape = '"',
            force_not_null = [{", ".join(_text(name) for name in columns)}]
        )
        """
    )


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _counts(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    names = ("rows_read", "rows_stored", "rows_declined", "without_location", "outside_area", "without_ward")
    row = connection.execute(street_sql.COUNT).fetchone()
    assert row is not None
    counts = dict(zip(names, row, strict=True))
    assert counts["rows_read"] == counts["rows_stored"] + counts["rows_declined"], counts
    return counts
