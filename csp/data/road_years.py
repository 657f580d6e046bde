"""What of road collisions, casualties and vehicles is loaded in a store, source by source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pyarrow.compute as pc
import pyarrow.parquet as pq

from csp.core.status import LoadedRoads
from csp.data.soundness import Condition

KINDS = ("collisions", "casualties", "vehicles")
SAMPLE = "sample"  # the source of what comes with the dashboard


def list_roads(condition: Condition) -> list[LoadedRoads]:
    """The tables of each source that have a sound file, collisions before what belongs to them."""
    rows = [row for row in condition.rows if row["replaced_at"] is None and row["kind"] in KINDS]
    roads = []
    for source in sorted({row["source"] for row in rows}):
        years = _read_years(condition, [row for row in rows if row["source"] == source])
        for kind in KINDS:
            of_kind = [row for row in rows if row["source"] == source and row["kind"] == kind]
            if of_kind:
                roads.append(_describe(source, kind, of_kind, years))
    return roads


def _read_years(condition: Condition, rows: Sequence[Mapping[str, Any]]) -> dict[int, tuple[bool, date]]:
    """Of each year of collisions whether any is provisional, and the day of the latest."""
    years = {}
    for row in rows:
        if row["kind"] == "collisions":
            table = pq.read_table(condition.store.path(row["data_file"]), columns=["date", "provisional"])
            provisional, last = pc.any(table["provisional"]).as_py(), pc.max(table["date"]).as_py()
            years[int(row["force"])] = (bool(provisional), last)
    return years


def _describe(
    source: str, kind: str, rows: Sequence[Mapping[str, Any]], read: Mapping[int, tuple[bool, date]]
) -> LoadedRoads:
    years = sorted(int(row["force"]) for row in rows)
    days = [row["imported_at"].date() for row in rows if row["imported_at"]]
    is_placed = kind == "collisions"
    return LoadedRoads(
        source,
        kind,
        tuple(years),
        tuple(year for year in years if year in read and read[year][0]),
        max((read[year][1] for year in years if year in read), default=None) if is_placed else None,
        sum(int(row["rows_stored"]) for row in rows),
        sum(int(row["without_ward"]) for row in rows) if is_placed else None,
        None if source == SAMPLE else max(days, default=None),
    )
