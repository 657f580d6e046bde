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
    is_held = any(holds_home(store, row) for row in reversed(own))
    return describe_missing_months(area, {row["force"] for row in street}, is_held)


def holds_home(store: Store, row: Row) -> bool:
    """Whether a month has a row of home, or of a district that home is made of or has wards of.

    A file that cannot be read is told elsewhere.
    """
    home = settings.area().home
    try:
        counts = pq.read_table(
            store.path(row["counts_file"]),
            columns=["district_code"],
            filters=[("district_code", "in", settings.read_districts()[home].within or (home,))],
            partitioning=None,
        )
    except (OSError, pa.ArrowException):
        return True
    return bool(counts.num_rows)
