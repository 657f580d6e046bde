"""Whether the street files in a store are of the area of the settings, and what to say where they are not."""

from __future__ import annotations

from collections.abc import Iterable

import pyarrow as pa
import pyarrow.parquet as pq

from csp.core import settings
from csp.core.own_months import describe_missing_months
from csp.data.store import Store
from csp.imports.manifest import Row
from csp.imports.months import street_months


def explain_missing_months(rows: Iterable[Row], store: Store) -> str:
    """Why the street files of a store count nowhere; "" where they do, or there is none.

    rows: of its manifest.
    """
    area = settings.area()
    street = street_months(rows)
    own = [row for row in street if row["force"] == area.force_slug]
    # The latest first: nearly always it has rows of home, and no other file is opened.
    districts = settings.read_districts()[area.home].within or (area.home,)
    holds_home = any(holds(store, row, code) for row in reversed(own) for code in districts)
    return describe_missing_months(area, {row["force"] for row in street}, holds_home)


def holds(store: Store, row: Row, district: str) -> bool:
    """Whether a month has a row of a district. A file that cannot be read is told elsewhere."""
    try:
        counts = pq.read_table(
            store.path(row["counts_file"]),
            columns=["district_code"],
            filters=[("district_code", "=", district)],
            partitioning=None,
        )
    except (OSError, pa.ArrowException):
        return True
    return bool(counts.num_rows)
