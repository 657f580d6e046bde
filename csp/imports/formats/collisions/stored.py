"""What the store has of collisions already, by year."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pyarrow.compute as pc
import pyarrow.parquet as pq

from csp.imports.formats.collisions.sql import ORPHAN
from csp.imports.manifest import Row, Writer


def count_orphans(rejects: Path | None) -> int:
    """How many of the declined rows in a file of them have no collision."""
    if rejects is None:
        return 0
    with rejects.open(encoding="utf-8", newline="") as file:
        return sum(row["reason"] == ORPHAN for row in csv.DictReader(file))


class StoredYears:
    """The years in force in a store when an import begins."""

    def __init__(self, writer: Writer) -> None:
        self.writer = writer

    def find_whole(self, kind: str, sha: str) -> list[Row]:
        """The rows in force of a file, by its digest; [] unless all it ever gave are in force and sound."""
        years = {row["force"] for row in self.writer.rows if row["kind"] == kind and row["sha256"] == sha}
        rows = [row for row in self.writer.current(kind) if row["sha256"] == sha]
        whole = {row["force"] for row in rows} == years and all(map(self.writer.is_sound, rows))
        return rows if whole else []

    def locate(self, kind: str) -> dict[int, Path]:
        """The sound file of each year."""
        return {
            int(row["force"]): Path(self.writer.store.path(row["data_file"]))
            for row in self.writer.current(kind)
            if self.writer.is_sound(row)
        }


def count_districts(path: Path) -> dict[str, int]:
    """How many collisions of a file of the store lie in each district."""
    return dict(Counter(pq.read_table(path, columns=["district_code"])["district_code"].to_pylist()))


def is_provisional(path: Path) -> bool:
    """Whether the collisions of a file of the store are provisional, a part of them at least."""
    column = pq.read_table(path, columns=["provisional"])["provisional"]
    return bool(pc.any(column).as_py())
