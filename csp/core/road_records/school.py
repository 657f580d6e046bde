"""One school: its name and its place. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from csp.core.road_records.cells import Row, read_place, read_text

COLUMNS = ("school", "longitude", "latitude", "phase")
NEEDED = ("school", "longitude", "latitude")


@dataclass(frozen=True)
class School:
    """A school. phase: "primary" or whatever its list calls it; "" where it does not."""

    name: str
    longitude: float
    latitude: float
    phase: str = ""


def check_school(row: Row) -> School:
    """The school of a row, its columns by name. Raises UserError, one sentence."""
    longitude, latitude = read_place(row) or (0.0, 0.0)
    return School(read_text(row, "school"), longitude, latitude, read_text(row, "phase", required=False))
