"""One session of a Community Speed Watch: where, when, how many vehicles, how many over the limit. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from csp.core.errors import UserError
from csp.core.road_records.cells import Row, read_day, read_optional_whole, read_place, read_text, read_whole

COLUMNS = ("site", "date", "minutes", "limit", "vehicles", "over", "longitude", "latitude")
NEEDED = ("site", "date", "vehicles", "over")
LIMITS = (20, 30, 40, 50, 60, 70)
MOST_VEHICLES = 100_000


@dataclass(frozen=True)
class SpeedWatchSession:
    """A session at a site; minutes, the limit in mph and the place: None where nobody wrote them down."""

    site: str
    date: date
    vehicles: int
    over: int
    minutes: int | None = None
    limit: int | None = None
    place: tuple[float, float] | None = None


def check_session(row: Row, today: date) -> SpeedWatchSession:
    """The session of a row, its columns by name; those beyond NEEDED may be missing.

    Raises UserError, one sentence. No vehicle is described in it: number plates have no column.
    """
    vehicles = read_whole(row, "vehicles", (0, MOST_VEHICLES))
    over = read_whole(row, "over", (0, MOST_VEHICLES))
    if over > vehicles:
        raise UserError(f"over is {over:,} of {vehicles:,} vehicles. Correct the two.")
    limit = read_optional_whole(row, "limit", (LIMITS[0], LIMITS[-1]))
    if limit is not None and limit not in LIMITS:
        raise UserError(f"limit is {limit} and none of {', '.join(map(str, LIMITS))} mph.")
    return SpeedWatchSession(
        site=read_text(row, "site"),
        date=read_day(row, "date", today),
        vehicles=vehicles,
        over=over,
        minutes=read_optional_whole(row, "minutes", (1, 24 * 60)),
        limit=limit,
        place=read_place(row, required=False),
    )
