"""Near misses: what they are, and where they gather without collisions. Pure.

They are reported by whoever wants to, so they have no rate and no trend that means anything, and they are
never added to collisions. What they can do is point at a place before somebody is hurt there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from csp.core.road_records.near_miss import HAPPENINGS, NearMiss
from csp.statistics.gathering import count_near, find_gatherings, find_nearest
from csp.statistics.projection import project
from csp.topics.road_safety.rules.periods import Period

RADIUS = 50
LEAST = 3


@dataclass(frozen=True)
class NearMissPlace:
    """A place where near misses gather.

    name: of the place of the gazetteer nearest to it, metres: how far away that is. happenings: what happened
    most often first, by code. collisions: within the same radius in the period compared with.
    """

    longitude: float
    latitude: float
    name: str
    metres: int
    reports: int
    happenings: tuple[str, ...]
    collisions: int


def find_places(
    misses: Sequence[NearMiss],
    collisions: pd.DataFrame,
    period: Period,
    gazetteer: pd.DataFrame,
    radius: int = RADIUS,
    least: int = LEAST,
) -> tuple[NearMissPlace, ...]:
    """The places with at least so many near misses within a radius in metres, in a period of both.

    collisions: date, longitude, latitude; of all severities. gazetteer: place, longitude, latitude. Places
    without a collision come first, then the fuller ones, then from west to east.
    """
    within = sorted(
        (miss for miss in misses if period.start <= miss.date <= period.end),
        key=lambda miss: (miss.longitude, miss.latitude, miss.date, miss.happenings, miss.text),
    )
    points = project([miss.longitude for miss in within], [miss.latitude for miss in within])
    gatherings = find_gatherings(points, radius, least)
    if not gatherings:
        return ()
    middles = points[[each.centre for each in gatherings]]
    hurt = collisions[period.mark(collisions["date"])]
    numbers = count_near(project(hurt["longitude"], hurt["latitude"]), middles, radius)
    distances, nearest = find_nearest(middles, project(gazetteer["longitude"], gazetteer["latitude"]))
    places = [
        NearMissPlace(
            longitude=within[each.centre].longitude,
            latitude=within[each.centre].latitude,
            name=str(gazetteer["place"].iloc[nearest[i]]) if nearest[i] >= 0 else "",
            metres=round(distances[i]) if nearest[i] >= 0 else 0,
            reports=each.members.size,
            happenings=order_happenings([within[at] for at in each.members]),
            collisions=int(numbers[i]),
        )
        for i, each in enumerate(gatherings)
    ]
    return tuple(sorted(places, key=lambda p: (p.collisions > 0, -p.reports, p.longitude, p.latitude)))


def order_happenings(misses: Sequence[NearMiss]) -> tuple[str, ...]:
    """What happened, the most often first; as often, in the order of the vocabulary."""
    counts = count_happenings(misses)
    return tuple(sorted((code for code in counts if counts[code]), key=lambda code: -counts[code]))


def count_happenings(misses: Sequence[NearMiss]) -> Mapping[str, int]:
    """How many near misses had each happening, in the order of the vocabulary; one may have several."""
    counts = Counter(code for miss in misses for code in miss.happenings)
    return {code: counts[code] for code in HAPPENINGS}


def count_modes(misses: Sequence[NearMiss]) -> Mapping[str, int]:
    """How many near misses each way of travelling had, most first."""
    return dict(sorted(Counter(miss.mode for miss in misses).items(), key=lambda each: (-each[1], each[0])))
