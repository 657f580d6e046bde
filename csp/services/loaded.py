"""What the store holds already, and therefore is not fetched again."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from csp.data import soundness
from csp.data.editions import read_editions
from csp.data.store import FILE_COLUMNS, Store
from csp.imports.manifest import Row, geography_stamp, manifest_rows
from csp.imports.months import street_months


class Loaded:
    """The store as it is at one moment. Raises UserError for a list of imports that cannot be read."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.rows: list[Row] = [row for row in manifest_rows(store) if row["replaced_at"] is None]
        damaged = soundness.find_faults(store, self.rows, FILE_COLUMNS, whole=True)
        self.sound = [row for row in self.rows if not any(row[column] in damaged for column in FILE_COLUMNS)]

    def find_outlined(self) -> set[str]:
        """The districts that have outlines."""
        return {row["force"] for row in self._list_kind("boundaries")}

    def list_wards(self, district: str) -> list[str]:
        """The codes of the wards of a district that have outlines."""
        wards: set[str] = set()
        for row in self._list_kind("boundaries"):
            if row["force"] == district:
                path = Path(self.store.path(row["data_file"]))
                wards |= set(pq.read_table(path, columns=["ward_code"])["ward_code"].to_pylist())
        return sorted(wards)

    def find_populated(self) -> set[str]:
        """The areas that have a figure of population from any table that was imported."""
        editions = read_editions(self.store, self._list_kind("population"))
        return {area for edition in editions for area, _ in edition.figures}

    def find_months(self) -> dict[tuple[str, date], Row]:
        """The street files in force by force and month."""
        return {(row["force"], row["month"]): row for row in street_months(self.sound)}

    def find_placed(self) -> set[tuple[str, date]]:
        """The street files whose rows lie where the outlines and settings of now have them."""
        stamp = geography_stamp(self.rows)
        return {key for key, row in self.find_months().items() if row["geography"] == stamp}

    def _list_kind(self, kind: str) -> list[dict[str, Any]]:
        return [row for row in self.sound if row["kind"] == kind]
