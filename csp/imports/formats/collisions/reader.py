"""One file of collisions, casualties or vehicles in DuckDB: streamed, judged, and written year by year.

The statements are those of csp.imports.formats.collisions.sql.
"""

from __future__ import annotations

import glob
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from csp.core import areas, collision_codes, settings
from csp.core.characters import printable
from csp.data.store import CASUALTIES, COLLISIONS, VEHICLES
from csp.imports.formats.collisions import parsing, sql
from csp.imports.formats.collisions.layout import HEADINGS, Layout
from csp.imports.months import DFT
from csp.imports.placing import Geography, keep_table
from csp.imports.sql import quote
from csp.imports.tables import find_delimiter

MEMORY_MB = 640
MIXED_LINES = "reached an invalid state"  # what DuckDB says of a file whose lines end in two ways
SCHEMAS = {"collisions": COLLISIONS, "casualties": CASUALTIES, "vehicles": VEHICLES}
ORDERS = {
    "collisions": "district_code, date, collision_key",
    "casualties": "collision_key, vehicle, casualty",
    "vehicles": "collision_key, vehicle",
}


@dataclass(frozen=True)
class Counts:
    """What became of the rows of one year of a file. rejected: of the declined, those that are listed."""

    year: int
    rows_read: int
    rows_stored: int
    rows_declined: int
    outside_area: int
    without_location: int
    without_ward: int
    orphans: int
    rejected: int


class CollisionReader:
    """A database in memory that reads the files of one import, collisions before what belongs to them."""

    def __init__(self, geography: Geography, spill: Path, new_part: Callable[[], Path]) -> None:
        self.geography = geography
        self.new_part = new_part
        self.connection = duckdb.connect()
        self.connection.execute(f"SET memory_limit = '{MEMORY_MB}MB'")
        self.connection.execute(f"SET temp_directory = {quote(spill.as_posix())}")
        self.codes = sorted({*settings.list_stored(), *geography.similar})
        # A council takes in what happened in those that went into it.
        self.former = areas.list_former(settings.read_districts(), self.codes)
        own = {code: code for code in self.codes} | self.former
        numbers = collision_codes.read_district_numbers()
        self.numbers = {number: own[code] for number, code in numbers.items() if code in own}
        self.other_numbers = numbers.keys() - self.numbers.keys()
        self._keep_places()

    def _keep_places(self) -> None:
        numbered = {
            "district_number": pa.array(list(self.numbers), pa.string()),
            "district_code": pa.array(list(self.numbers.values()), pa.string()),
        }
        tables = {
            "outline": self.geography.outlines,
            "lookup": self.geography.lookup,
            "peer": pa.table({"district_code": pa.array(self.codes, pa.string())}),
            "numbered": pa.table(numbered),
            "former": pa.table(
                {
                    "former_code": pa.array(list(self.former), pa.string()),
                    "district_code": pa.array(list(self.former.values()), pa.string()),
                }
            ),
        }
        for name, table in tables.items():
            keep_table(self.connection, name, table)
        self.connection.execute("CREATE TEMP TABLE marks (mark UBIGINT)")
        self.connection.execute("CREATE TEMP TABLE marked (year SMALLINT)")

    def close(self) -> None:
        self.connection.close()

    def read(self, path: Path, layout: Layout, collisions: Mapping[int, Path]) -> tuple[int, int, int]:
        """Streams a file into table seen: how many rows it has, how many keys a spreadsheet spoilt, its year.

        collisions: for casualties and vehicles, the stored collisions by year. The year is that of most
        rows, 0 where no row tells.
        """
        try:
            return self._read(path, layout, collisions)
        except duckdb.InvalidInputException as error:
            # Its reader stops where lines end in two ways, as after a cut by hand.
            if MIXED_LINES not in str(error):
                raise
        even = self.new_part()
        try:
            _even_lines(path, even)
            return self._read(even, layout, collisions)
        finally:
            even.unlink(missing_ok=True)

    def _read(self, path: Path, layout: Layout, collisions: Mapping[int, Path]) -> tuple[int, int, int]:
        # Columns that nothing asks for are not even turned into text, which is half of the work.
        texts = {
            column: f"trim(c{layout.places[column]})" if column in layout.places else "''"
            for column in HEADINGS[layout.kind]
        }
        cells = ", ".join(f"c{place}" for place in layout.used)
        given = {
            **texts,
            "key_sql": sql.KEY.format(**texts),
            "cells": f"[{cells}]",
            "file": _scan(path, len(layout.headings), find_delimiter(path, path.name)),
        }
        if layout.kind == "collisions":
            statement = sql.READ_COLLISIONS.format(
                **given,
                codes=sql.in_list([*self.codes, *self.former]),
                numbers=sql.in_list(self.numbers),
                other_numbers=sql.in_list(self.other_numbers),
            )
        else:
            self._keep_area(collisions)
            statement = sql.READ_OTHERS.format(**given)
        self.connection.execute(statement)
        row = self.connection.execute(sql.HAS_ROWS).fetchone()
        assert row is not None
        return row[0], row[1], row[2] or 0

    def _keep_area(self, collisions: Mapping[int, Path]) -> None:
        """Table area: the keys of the collisions that casualties and vehicles may belong to."""
        self.connection.execute("CREATE OR REPLACE TEMP TABLE area (collision_key VARCHAR)")
        for path in collisions.values():
            self.connection.execute(
                "INSERT INTO area SELECT collision_key FROM "
                f"read_parquet({quote(path.as_posix())}, hive_partitioning = false)"
            )

    def judge(self, layout: Layout, year: int, provisional: bool) -> list[Counts]:
        """Parses, places and judges the rows of table seen; year: of rows that do not tell theirs."""
        columns = parsing.build_columns(layout, provisional)
        self.connection.execute(sql.PARSE.format(**columns, year=year))
        without = dict.fromkeys(sql.WITHOUT_PLACE, "0")
        if layout.kind == "collisions":
            without = sql.WITHOUT_PLACE
            self._place()
            self.connection.execute(sql.JUDGE_COLLISIONS)
        else:
            self.connection.execute(sql.JUDGE_OTHERS.format(**parsing.FAULTS[layout.kind]))
        self.connection.execute("DROP TABLE parsed")
        self.connection.execute(sql.COUNT.format(year=year, **without))
        return [Counts(*row) for row in self.connection.fetchall()]

    def _place(self) -> None:
        """Table hit: the outline that each collision lies in."""
        rows = self.connection.execute("SELECT record, longitude, latitude FROM parsed").fetchnumpy()
        points = [
            np.ma.filled(np.ma.asarray(rows[axis], dtype=np.float64), np.nan)
            for axis in ("longitude", "latitude")
        ]
        hits = pa.table({"record": np.asarray(rows["record"]), "outline": self.geography.find(*points)})
        self.connection.execute("DROP TABLE IF EXISTS hit")
        keep_table(self.connection, "hit", hits)

    def has_wrong_days(self) -> bool:
        """Whether many dates do not fall on the days of the week that the file names beside them."""
        row = self.connection.execute(sql.WRONG_DAYS).fetchone()
        assert row is not None
        return bool(row[0] >= parsing.WRONG_DAYS_FROM and row[0] > parsing.WRONG_DAYS_SHARE * row[1])

    def sum_stated(self, path: Path) -> int:
        """How many casualties the collisions of a file of the store count."""
        row = self.connection.execute(
            f"SELECT coalesce(sum(casualties), 0)::BIGINT "
            f"FROM read_parquet({quote(path.as_posix())}, hive_partitioning = false)"
        ).fetchone()
        assert row is not None
        return int(row[0])

    def find_main_reason(self) -> str:
        """Why most of the rows of the area were declined, "" where none was."""
        row = self.connection.execute(sql.MAIN_REASON).fetchone()
        return str(row[0]) if row else ""

    def count_districts(self, year: int, collisions: Path | None) -> dict[str, int]:
        """How many rows of a year were kept in each district.

        collisions: the file of the collisions that casualties and vehicles belong to, None for collisions.
        """
        rows = f"(SELECT * FROM judged WHERE reason IS NULL AND year = {year})"
        if collisions is None:
            counts = self.connection.execute(f"SELECT district_code, count(*) FROM {rows} GROUP BY ALL")
        else:
            counts = self._count_beside(rows, collisions)
        return dict(counts.fetchall())

    def count_stored_districts(self, path: Path, collisions: Path) -> dict[str, int]:
        """How many casualties or vehicles of a stored file lie in each district, by its collisions."""
        rows = f"read_parquet({quote(path.as_posix())}, hive_partitioning = false)"
        return dict(self._count_beside(rows, collisions).fetchall())

    def _count_beside(self, rows: str, collisions: Path) -> duckdb.DuckDBPyConnection:
        statement = sql.COUNT_DISTRICTS.format(rows=rows, collisions=quote(collisions.as_posix()))
        return self.connection.execute(statement)

    def is_provisional(self, year: int) -> bool:
        """Whether any row of a year that was kept is provisional."""
        row = self.connection.execute(
            "SELECT coalesce(bool_or(provisional), false) FROM judged WHERE reason IS NULL AND year = $year",
            {"year": year},
        ).fetchone()
        return row == (True,)

    def remember(self, years: Sequence[int]) -> None:
        """Keeps the marks of every collision of the file, so that a casualty without any is told apart."""
        self.connection.execute(sql.ADD_MARKS)
        self.connection.executemany("INSERT INTO marked VALUES ($1)", [[year] for year in years])

    def write(self, kind: str, year: int, part: Path) -> None:
        """Writes the rows of a year that were kept as Parquet, by place and date."""
        columns = ", ".join(
            f"'{DFT}' AS source" if field.name == "source" else _typed(field) for field in SCHEMAS[kind]
        )
        target = quote(part.as_posix())
        self.connection.execute(
            sql.WRITE.format(columns=columns, year=year, order=ORDERS[kind], target=target)
        )

    def write_rejects(self, layout: Layout, year: int, part: Path) -> None:
        """Writes what was read of the declined rows of a year, each with its line and the reason."""
        headings = {
            f"cells[{place}]": printable(heading) or f"column {place}"
            for place, heading in enumerate((layout.headings[used] for used in layout.used), start=1)
        }
        target = quote(part.as_posix())
        self.connection.execute(
            sql.WRITE_REJECTS.format(year=year, target=target, **sql.rejected_columns(headings))
        )


def _even_lines(path: Path, target: Path) -> None:
    """Writes a file anew with one way of ending lines."""
    with path.open("rb") as source, target.open("wb") as file:
        rest = b""
        while block := source.read(1 << 20):
            block = rest + block
            # A line feed may follow in the next block.
            rest = b"\r" if block.endswith(b"\r") else b""
            file.write(block.removesuffix(rest).replace(b"\r\n", b"\n"))
        file.write(rest)


def _scan(path: Path, columns: int, delimiter: str) -> str:
    """The reading of a file as text, every cell as it stands; a ragged row is an error."""
    names = [f"'c{place}'" for place in range(columns)]
    types = ", ".join(f"{name}: 'VARCHAR'" for name in names)
    return (
        f"read_csv({quote(glob.escape(path.absolute().as_posix()))}, columns = {{{types}}}, header = true, "
        f"""auto_detect = false, delim = {quote(delimiter)}, quote = '"', escape = '"', """
        f"force_not_null = [{', '.join(names)}])"
    )


_TYPES = {
    "int8": "TINYINT",
    "int16": "SMALLINT",
    "double": "DOUBLE",
    "date32[day]": "DATE",
    "bool": "BOOLEAN",
}


def _typed(field: pa.Field) -> str:
    return f"{field.name}::{_TYPES.get(str(field.type), 'VARCHAR')} AS {field.name}"
