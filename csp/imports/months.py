"""What the manifest says about months, and about years of road collisions. Pure.

Which are in force, look incomplete, or were placed long ago.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date

from csp.core import settings
from csp.core.coverage import find_incomplete_months, group_runs
from csp.core.wording import list_words
from csp.imports.manifest import Row, geography_stamp
from csp.imports.street_sql import SOURCE

# The source of the road collisions that are imported.
DFT = "dft"


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


def stamp_beside(sha256: str) -> str:
    """What casualties and vehicles were matched with: the collisions of the year, and the districts.

    sha256: of the file of those collisions.
    """
    codes = " ".join(sorted(settings.list_stored()))
    return hashlib.sha256(f"{sha256} {codes}".encode()).hexdigest()[:16]


def list_stale_years(rows: Sequence[Row]) -> list[str]:
    """The years of road collisions placed with other outlines, or with casualties of another edition."""
    current = [row for row in rows if row["source"] == DFT and row["replaced_at"] is None]
    placed = geography_stamp(rows)
    digests = {row["force"]: row["sha256"] for row in current if row["kind"] == "collisions"}
    stale = {
        row["force"]
        for row in current
        if row["geography"]
        != (placed if row["kind"] == "collisions" else stamp_beside(digests.get(row["force"], "")))
    }
    return sorted(stale)


def stale_years_sentence(years: Sequence[str]) -> str:
    """What to tell people about years of collisions that are to be imported again; "" for none."""
    if not years:
        return ""
    return (
        f"Road collisions of {list_words(list(years))} were placed with earlier outlines or lookups, or are "
        "of another edition than their casualties: run import collisions on the collision, casualty and "
        "vehicle files again."
    )


def street_months(rows: Iterable[Row]) -> list[Row]:
    """The manifest rows of street files that are in force."""
    return [
        row
        for row in rows
        if row["kind"] == "incidents" and row["source"] == SOURCE and row["replaced_at"] is None
    ]


def months_text(months: Sequence[date]) -> str:
    """Months in order as ranges: "2018-10 to 2019-02, 2024-01"."""
    return ", ".join(
        f"{first:%Y-%m}" if first == last else f"{first:%Y-%m} to {last:%Y-%m}"
        for first, last in group_runs(months)
    )
