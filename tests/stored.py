"""What lies in a store, as tests look at it: the rows of its manifest that are in force, and their files."""

from __future__ import annotations

from typing import Any

import pyarrow.parquet as pq

from csp.data.store import Store


def rows_in_force(store: Store, kind: str) -> list[dict[str, Any]]:
    """The manifest rows of a kind that nothing has replaced."""
    return [row for row in store.read()[0].to_pylist() if row["kind"] == kind and row["replaced_at"] is None]


def files_in_force(store: Store, kind: str, column: str = "data_file") -> list[str]:
    """Absolute paths of the files of those rows, each once, in the order of their import."""
    return store.paths(rows_in_force(store, kind), column)


def read_rows(store: Store, kind: str, column: str = "data_file") -> list[dict[str, Any]]:
    """The rows of those files."""
    return [row for file in files_in_force(store, kind, column) for row in pq.read_table(file).to_pylist()]
