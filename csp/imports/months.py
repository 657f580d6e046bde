"""What the manifest says about months: which are in force, look incomplete, or were placed long ago. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from csp.core.coverage import find_incomplete_months
from csp.imports.manifest import Row, geography_stamp
from csp.imports.street_sql import SOURCE


def incomplete(rows: Iterable[Row]) -> set[tuple[str, date]]:
    """(force, month) of the months in force that look incomplete. rows: of the manifest."""
    by_force: dict[str, dict[date, int]] = {}
    for row in street_months(rows):
        by_force.setdefault(row["force"], {})[row["month"]] = row["rows_read"]
    return {(force, month) for force, months in by_force.items() for month in find_incomplete_months(months)}


def stale_months(rows: Sequence[Row]) -> int:
    """How many months were placed with other outlines or lookups than those in force.

    rows: of the manifest, all kinds.
    """
    stamp = geography_stamp(rows)
    return sum(row["geography"] != stamp for row in street_months(rows))


def stale_sentence(months: int) -> str:
    """What to tell people about months placed with earlier geography; "" for none."""
    if not months:
        return ""
    one = months == 1
    return (
        f"{months} {'month was' if one else 'months were'} placed with earlier outlines or lookups: "
        f"run import police on {'its file' if one else 'their files'} again to place the rows anew."
    )


def street_months(rows: Iterable[Row]) -> list[Row]:
    """The manifest rows of street files that are in force."""
    return [
        row
        for row in rows
        if row["kind"] == "incidents" and row["source"] == SOURCE and row["replaced_at"] is None
    ]
