"""What the page hands to the tab Where."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from csp.core.road_records.near_miss import NearMiss
from csp.core.road_records.school import School
from csp.shell import theme


@dataclass(frozen=True)
class WhereContext:
    """The source of collisions ("sample" or "dft") with its credit, and the day that the years end with.

    schools and near_misses: all that are loaded, of any period.
    """

    source: str
    credit: str
    end: date
    mode: theme.Mode
    schools: tuple[School, ...] = ()
    near_misses: tuple[NearMiss, ...] = ()
