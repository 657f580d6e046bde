"""The rows of a Parquet file, by DuckDB, as the lines of a sheet; the first has the names of the columns."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb

from csp.imports.partner.formats.bounds import MOST_COLUMNS, RawLine, Tables, wide
from csp.imports.sql import quote

_ROWS_AT_ONCE = 2_000
_MEMORY = "400MB"


def open_parquet(path: Path, shown: str) -> Tables:
    """The one table of a Parquet file. Raises UserError, and what DuckDB does for a damaged file."""
    source = f"read_parquet({quote(path.as_posix())})"
    with duckdb.connect(config={"threads": 1, "memory_limit": _MEMORY}) as connection:
        described = connection.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()
    if len(described) > MOST_COLUMNS:
        raise wide(shown, len(described))
    return Tables("parquet", {0: ""}, lambda _: _iterate(source, described))


def _iterate(source: str, described: list[Any]) -> Iterator[RawLine]:
    yield 1, [str(name) for name, *_ in described]
    columns = ", ".join(f'"{name.replace(chr(34), chr(34) * 2)}"' for name, *_ in described)
    line = 1
    with duckdb.connect(config={"threads": 1, "memory_limit": _MEMORY}) as connection:
        rows = connection.execute(f"SELECT {columns} FROM {source}")
        while batch := rows.fetchmany(_ROWS_AT_ONCE):
            for line, row in enumerate(batch, line + 1):  # noqa: B020 the count goes on from batch to batch
                yield line, row
