"""The embedded sample: three simulated years that reproduce the published table of 2020 exactly.

Crimes are of January 2018 to December 2020, road collisions of July 2017 to June 2020, of which
csp.sample.collisions says more.

The same bytes every time: seeded chance, sorted rows, no clock, fixed writer options.
It is always of one borough and the 11 other districts of its county, whatever area.toml says.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from csp.data import store
from csp.imports import ownership
from csp.imports.fixed_files import make_parquet, place_file
from csp.imports.ownership import SAMPLE
from csp.sample import collisions
from csp.sample.assumptions import HOME, YEARS
from csp.sample.collisions.tables import write_collisions
from csp.sample.districts import yearly
from csp.sample.points import wards
from csp.sample.rows import Row, district_rows, home_rows, sort_key, totals

SOURCE = FORCE = "sample"
IMPORTED_AT = dt.datetime(2021, 3, 1, tzinfo=dt.UTC)  # fixed: the clock would change the bytes


@dataclass(frozen=True)
class Written:
    """What write() left in the folder: rows of crimes, the incidents they stand for, road collisions, and
    bytes on disk."""

    rows: int
    incidents: int
    collisions: int
    size: int


def write(folder: Path) -> Written:
    """Write the sample as a store (csp.data.store) into a folder, replacing the sample that is there.

    Takes a few seconds. Data files come first and the manifest last, so a reader sees the old
    sample or the new one. Raises ValueError where a published figure would be missed, and
    UserError, before anything is written, for a folder that is somebody else's.
    """
    ownership.check(folder, SAMPLE)
    rows = build()
    manifest: list[dict[str, Any]] = []
    for year in YEARS:
        manifest += _write_year(folder, year, [row for row in rows if row.month.year == year])
    roads = collisions.build()
    manifest += write_collisions(folder, roads, SOURCE, IMPORTED_AT)
    place_file(folder / store.MANIFEST, store.manifest_bytes(manifest))
    place_file(folder / store.MARKER, SAMPLE.marker.encode())
    files = {row[key] for row in manifest for key in ("data_file", "counts_file") if row.get(key)}
    ownership.sweep(folder, SAMPLE, files)
    size = sum(path.stat().st_size for path in folder.rglob("*.parquet"))
    return Written(rows=len(rows), incidents=sum(row.n for row in rows), collisions=len(roads), size=size)


def build() -> list[Row]:
    """All rows of the sample, sorted by district and month."""
    places = wards()
    rows: list[Row] = []
    for total in totals(yearly()):
        rows += home_rows(total, places) if total.district == HOME else district_rows(total)
    return sorted(rows, key=sort_key)


def _write_year(folder: Path, year: int, rows: list[Row]) -> list[dict[str, Any]]:
    """Write the two files of a year; return its manifest rows, one a month."""
    incidents = make_parquet(_incidents(rows))
    counts = make_parquet(_monthly_counts(rows))
    digest = hashlib.sha256(incidents).hexdigest()
    names = {
        table: f"{table}/source={SOURCE}/force={FORCE}/year={year}/{year}-{digest[:8]}.parquet"
        for table in ("incidents", "monthly_counts")
    }
    place_file(folder / names["incidents"], incidents)
    place_file(folder / names["monthly_counts"], counts)
    seals = {
        "data_seal": f"{len(incidents)}:{digest}",
        "counts_seal": f"{len(counts)}:{hashlib.sha256(counts).hexdigest()}",
    }
    months = sorted({row.month for row in rows})
    return [{**_manifest_row(month, rows, digest, names), **seals} for month in months]


def _manifest_row(month: dt.date, rows: list[Row], digest: str, names: dict[str, str]) -> dict[str, Any]:
    stored = sum(row.n for row in rows if row.month == month)
    return {
        "kind": "incidents",
        "source": SOURCE,
        "force": FORCE,
        "month": month,
        "file": "embedded sample",
        "sha256": digest,
        "geography": None,
        "rows_read": stored,
        "rows_stored": stored,
        "rows_declined": 0,
        "without_location": 0,
        "outside_area": 0,
        "without_ward": sum(row.n for row in rows if row.month == month and row.ward_code is None),
        "sequence": 1,
        "imported_at": IMPORTED_AT,
        "replaced_at": None,
        "data_file": names["incidents"],
        "counts_file": names["monthly_counts"],
        "rejects_file": None,
    }


def _incidents(rows: list[Row]) -> pa.Table:
    columns = dict(zip(Row._fields, zip(*rows, strict=True), strict=True))
    arrays = [
        pa.array([SOURCE] * len(rows) if field.name == "source" else columns[field.name], field.type)
        for field in store.INCIDENTS
    ]
    return pa.Table.from_arrays(arrays, schema=store.INCIDENTS)


def _monthly_counts(rows: list[Row]) -> pa.Table:
    counts: Counter[tuple[str, str, str, str, str]] = Counter()
    for row in rows:
        month = row.month.isoformat()
        counts[(row.district_code, month, row.offence, row.flag or "", row.ward_code or "")] += row.n
    records = [
        {
            "source": SOURCE,
            "month": dt.date.fromisoformat(month),
            "district_code": district,
            "ward_code": ward or None,
            "offence": offence,
            "flag": flag or None,
            "n": n,
        }
        for (district, month, offence, flag, ward), n in sorted(counts.items())
    ]
    return pa.Table.from_pylist(records, schema=store.MONTHLY_COUNTS)
