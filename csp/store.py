"""The store on disk: which Parquet files hold what, and which of them are current.

A store is a folder with manifest.parquet and the immutable files it names. The
manifest is the only file that is ever replaced, by rename, so a reader sees the
whole of the old state or the whole of the new one, whatever happens to the writer.

    manifest.parquet
    incidents/source=police/force=kent/year=2018/2018-10-<digest>.parquet
    monthly_counts/source=police/force=kent/year=2018/2018-10-<digest>.parquet
    boundaries/E07000116-<digest>.parquet, population/..., lookup/...
    rejects/...

data/sample is a store of the same shape, read-only; data/extracts is the user's.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from csp.stored_names import checked_name

MANIFEST = "manifest.parquet"

INCIDENTS = pa.schema(
    [
        ("source", pa.string()),
        ("month", pa.date32()),
        ("district_code", pa.string()),
        ("ward_code", pa.string()),
        ("offence", pa.string()),
        ("flag", pa.string()),
        ("longitude", pa.float64()),
        ("latitude", pa.float64()),
        ("location", pa.string()),
        ("outcome", pa.string()),
        ("n", pa.int32()),
    ]
)

MONTHLY_COUNTS = pa.schema(
    [
        ("source", pa.string()),
        ("month", pa.date32()),
        ("district_code", pa.string()),
        ("ward_code", pa.string()),
        ("offence", pa.string()),
        ("flag", pa.string()),
        ("n", pa.int64()),
    ]
)

POPULATION = pa.schema([("area_code", pa.string()), ("year", pa.int32()), ("population", pa.int64())])

# One row per imported file and month. A row with replaced_at set is history: it
# keeps the counts of an earlier edition of the month and names no data any more.
MANIFEST_SCHEMA = pa.schema(
    [
        ("kind", pa.string()),  # incidents, boundaries, population, lookup
        ("source", pa.string()),  # sample, police; null for reference tables
        ("force", pa.string()),  # slug of the force; for reference tables the area or table it covers
        ("month", pa.date32()),
        ("file", pa.string()),  # name as given by the user, without folders
        ("sha256", pa.string()),
        ("geography", pa.string()),  # stamp of the outlines and lookup that placed the rows
        ("rows_read", pa.int64()),
        ("rows_stored", pa.int64()),
        ("rows_declined", pa.int64()),
        ("without_location", pa.int64()),  # of the stored
        ("outside_area", pa.int64()),  # of the declined
        ("without_ward", pa.int64()),  # of the stored, those in a district but in no known ward
        ("imported_at", pa.timestamp("us", tz="UTC")),
        ("replaced_at", pa.timestamp("us", tz="UTC")),
        ("data_file", pa.string()),  # relative to the store; for incidents the incidents file
        ("counts_file", pa.string()),  # monthly_counts, for incidents only
        ("rejects_file", pa.string()),
    ]
)


@dataclass(frozen=True)
class Store:
    """One store folder. An empty or missing folder is an empty store."""

    root: Path

    def manifest(self) -> pd.DataFrame:
        """Every row of the manifest, history included, with the columns of MANIFEST_SCHEMA."""
        path = self.root / MANIFEST
        table = pq.read_table(path) if path.exists() else MANIFEST_SCHEMA.empty_table()
        frame: pd.DataFrame = table.to_pandas()
        return frame

    def current(self, kind: str) -> pd.DataFrame:
        """The manifest rows of one kind that are in force."""
        manifest = self.manifest()
        return manifest[(manifest["kind"] == kind) & manifest["replaced_at"].isna()]

    def files(self, kind: str, column: str = "data_file") -> list[str]:
        """Absolute paths of the current files of a kind, each once, in the order of their import."""
        rows = self.current(kind).sort_values(["imported_at", column])
        return [self.path(name) for name in dict.fromkeys(rows[column].dropna())]

    def path(self, name: str) -> str:
        """Where a file that the manifest names is. Raises UserError for a name that leads elsewhere."""
        return (self.root / checked_name(name)).as_posix()

    def stamp(self) -> str:
        """Changes exactly when the manifest is replaced: part of every cache key."""
        path = self.root / MANIFEST
        if not path.exists():
            return "empty"
        stat = path.stat()
        return f"{stat.st_mtime_ns}-{stat.st_size}-{stat.st_ino}"
