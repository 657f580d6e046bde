"""One street file in DuckDB: loaded as text, judged row by row, and written as the files of a store.

The statements are those of csp.imports.street_sql; csp.imports.placing says where a row lies.
"""

from __future__ import annotations

import glob
import hashlib
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from csp.core import measures, settings
from csp.core.characters import printable
from csp.core.errors import UserError
from csp.core.stored_names import check_name
from csp.imports import street_sql
from csp.imports.layout import DOWNLOAD, REQUIRED, first_day
from csp.imports.manifest import Row, Writer
from csp.imports.placing import Geography, keep_table, list_place_tables, place_rows, prepare_places
from csp.imports.sql import quote

# One thread reads and places a file while another hashes or writes: each has its own
# DuckDB connection, because a file of a month is too small for DuckDB to split.
THREADS = max(1, min(4, os.cpu_count() or 1))

# For all threads together, beyond what outlines and Python take. A month of the largest
# force needs a tenth of it; a file of millions of rows is worked on through the disk.
MEMORY_MB = 640

# No month of a force is as large. DuckDB may split such a file, others it cannot.
LARGE_BYTES = 64 << 20

# A share of faulty rows that makes the figures of a month too low.
FAULTS_SAID = 0.02

COUNTS = ("rows_read", "rows_stored", "rows_declined", "without_location", "outside_area", "without_ward")


@dataclass(frozen=True)
class StreetFile:
    """A file whose rows are in table raw: its name, whose and of when it is ("2018-10"), and its bytes.

    headers: what the file calls each column, by its name in table raw. is_own: whether its force is that of
    the settings.
    """

    name: str
    force: str
    month: str
    sha256: str
    headers: Mapping[str, str]

    @property
    def is_own(self) -> bool:
        return self.force == settings.area().force_slug


def list_tables(geography: Geography) -> dict[str, pa.Table]:
    """What every thread's database is made of: offence, and what placing needs."""
    offences = measures.read_catalogue().offences["street"].values()
    columns = {
        "label": [offence.label for offence in offences],
        "code": [offence.code for offence in offences],
    }
    return {"given_offence": pa.table(columns), **list_place_tables(geography)}


def connect(tables: Mapping[str, pa.Table], spill: Path) -> duckdb.DuckDBPyConnection:
    """A database in memory with table offence and what placing needs, which spills past its limit.

    tables: list_tables().
    """
    connection = duckdb.connect()
    connection.execute(f"SET memory_limit = '{MEMORY_MB // THREADS}MB'")
    connection.execute(f"SET temp_directory = {quote(spill.as_posix())}")
    keep_table(connection, "offence", tables["given_offence"])
    prepare_places(connection, tables)
    return connection


def name_columns(columns: Sequence[str]) -> dict[str, str]:
    """What the file calls each column, by its name in table raw.

    Only the columns that are read keep their names there: any other may be called as a column
    of DuckDB's own (rowid), as another but for its case, or not at all.
    """
    return {
        name if name in REQUIRED else f"extra_{place}": printable(name) or f"column {place}"
        for place, name in enumerate(columns, start=1)
    }


def load_raw(
    connection: duckdb.DuckDBPyConnection, path: Path, columns: Iterable[str], delimiter: str = ","
) -> None:
    """Reads a file as text into table raw, rows in the order of the file. Any ragged row is an error."""
    threads = THREADS if path.stat().st_size > LARGE_BYTES else 1
    names = [quote(name) for name in columns]
    connection.execute(f"SET threads = {threads}")
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE raw AS
        SELECT *
        FROM read_csv(
            {quote(glob.escape(path.absolute().as_posix()))},
            columns = {{{", ".join(f"{name}: 'VARCHAR'" for name in names)}}},
            header = true,
            auto_detect = false,
            delim = {quote(delimiter)},
            quote = '"',
            escape = '"',
            force_not_null = [{", ".join(names)}]
        )
        """
    )


def judge_rows(
    connection: duckdb.DuckDBPyConnection, file: StreetFile, geography: Geography, shown: str
) -> tuple[dict[str, int], str]:
    """Places and judges the rows of table raw; how many there are of each of COUNTS, and their districts.

    Raises UserError where most of them have longitude and latitude exchanged.
    """
    place_rows(connection, geography, file.force)
    connection.execute(street_sql.KINDS.format(month=file.month, outcome=street_sql.OUTCOME))
    connection.execute(street_sql.LOCATE)
    connection.execute(street_sql.JUDGE.format(astray=street_sql.decline_astray(file.is_own)))
    row = connection.execute(street_sql.COUNT).fetchone()
    assert row is not None
    counts = dict(zip(COUNTS, row[: len(COUNTS)], strict=True))
    assert counts["rows_read"] == counts["rows_stored"] + counts["rows_declined"], counts
    exchanged, located, districts = row[len(COUNTS) :]
    if exchanged > located / 2:
        raise UserError(
            f"{shown} has latitudes in the column Longitude and longitudes in the column Latitude, in "
            f"{exchanged:,} of {located:,} rows with a point. Exchange the two headings, or download it "
            "again."
        )
    return counts, districts


def check_faults(connection: duckdb.DuckDBPyConnection, counts: Mapping[str, int], shown: str) -> list[str]:
    """Sentences for people to know about rows that were declined for a fault of their own.

    Raises UserError where most rows have one and none is left: the file would replace a month by nothing.
    """
    row = connection.execute(street_sql.MAIN_FAULT.format(astray=street_sql.ASTRAY)).fetchone()
    assert row is not None
    reason, faulty, reasons = row
    read = counts["rows_read"]
    why = f"mainly {reason}" if reasons > 1 else reason
    if not counts["rows_stored"] and faulty > read / 2:
        raise UserError(
            f"{shown} holds no row that can be used ({faulty:,} of {read:,}: {why}). Download it again "
            f"from {DOWNLOAD}."
        )
    if faulty < read * FAULTS_SAID:
        return []
    were = "was" if faulty == 1 else "were"
    return [f"{shown}: {faulty:,} of {read:,} rows {were} declined, and so not counted ({why})."]


def write_parts(
    connection: duckdb.DuckDBPyConnection,
    file: StreetFile,
    counts: Mapping[str, int],
    stamp: str,
    writer: Writer,
) -> tuple[Row, dict[Path, str]]:
    """Writes the rows that were judged; the manifest row, and the name in the store of each part written.

    stamp: of the geography that placed the rows.
    """
    digest = hashlib.sha256(f"{file.sha256} {stamp}".encode()).hexdigest()[:16]
    place = f"source={street_sql.SOURCE}/force={file.force}/year={file.month[:4]}"
    data = f"{place}/{file.month}-{digest}.parquet"
    names = {"data_file": f"incidents/{data}", "counts_file": f"monthly_counts/{data}"}
    if counts["rows_declined"]:
        names["rejects_file"] = f"rejects/{file.month}-{file.force}-{digest}.csv"
    parts: dict[Path, str] = {}
    for column, name in names.items():
        part = writer.part(Path(name).suffix)
        connection.execute(_choose_statement(connection, file, column, quote(part.as_posix())))
        parts[part] = check_name(name)
    row: dict[str, Any] = {
        "kind": "incidents",
        "source": street_sql.SOURCE,
        "force": file.force,
        "month": first_day(file.month),
        "file": file.name,
        "sha256": file.sha256,
        "geography": stamp,
        "replaced_at": None,
        "rejects_file": None,
    }
    return {**row, **counts, **names}, parts


def _choose_statement(
    connection: duckdb.DuckDBPyConnection, file: StreetFile, column: str, target: str
) -> str:
    """The statement that writes the file in a column of the manifest. target: the path, as a literal."""
    if column == "data_file":
        return street_sql.WRITE_INCIDENTS.format(month=file.month, target=target)
    if column == "counts_file":
        return street_sql.WRITE_COUNTS.format(month=file.month, target=target)
    cells = street_sql.rejected_columns(file.headers)
    connection.execute(street_sql.REJECTED.format(**cells))
    are_plain = connection.execute(street_sql.ARE_PLAIN).fetchone() == (True,)
    statement = street_sql.WRITE_PLAIN_REJECTS if are_plain else street_sql.WRITE_REJECTS
    return statement.format(**cells, target=target)
