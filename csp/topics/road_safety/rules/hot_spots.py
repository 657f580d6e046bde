"""Hot spots: places where collisions gather, by a rule. Pure.

collisions is a frame with a row for each collision and the columns collision_key, date, longitude, latitude,
severity (1 fatal, 2 serious, 3 slight), area_type (1 urban, 2 rural, 3 or none unknown), road and ward_code
(none where there is none), and vulnerable: whether a pedestrian or cyclist was hurt in it
(frames.mark_people()).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd

from csp.core.collision_codes import Severity
from csp.statistics.gathering import Gathering, find_gatherings
from csp.statistics.projection import project
from csp.statistics.types import Bools, Floats, Ints
from csp.topics.road_safety.rules.cluster_rules import SCORED_YEARS, ClusterRule
from csp.topics.road_safety.rules.periods import Period, join_periods, list_years_back

FATAL, SERIOUS, SLIGHT = Severity
RURAL = 2


@dataclass(frozen=True)
class HotSpot:
    """A place where a rule's number of collisions is reached, by the collision in its middle.

    yearly: collisions of each year of the rule, oldest first. serious: with somebody killed or seriously
    injured. vulnerable: in which a pedestrian or cyclist was hurt. score: None where the rule has none.
    road: the one that most of them are on, "" where none has a number. keys: of the collisions, sorted.
    """

    rank: int
    longitude: float
    latitude: float
    radius: int
    collisions: int
    yearly: tuple[int, ...]
    fatal: int
    serious: int
    vulnerable: int
    score: float | None
    road: str
    ward_code: str
    keys: tuple[str, ...]


def identify_spot(spot: HotSpot) -> str:
    """A hot spot in an address or a click, by its middle: "0.260640,51.144600"."""
    return f"{spot.longitude:.6f},{spot.latitude:.6f}"


def cover_years(rule: ClusterRule, end: date) -> Period:
    """The days that a rule looks at, if they end with a day."""
    return join_periods(list_years_back(end, rule.years))


def compute_score(yearly: tuple[int, ...], serious: int, vulnerable: int) -> float:
    """The score of Worcestershire (its Transport Safety Policy, 2.5.1): (3c + b - a)(1 + (s + v)/t).

    a, b and c: collisions of the first, second and third year; s: those with somebody killed or seriously
    injured; v: collisions in which a pedestrian or cyclist was hurt; t: all collisions of the three years. So
    the latest year weighs most, a site that improves can fall below 0, and severity at most triples it. The
    copy of the policy that was found prints the last bracket as (s + v/t), by which one serious collision
    would weigh as much among ten as among three; here both are shares of t.
    """
    a, b, c = yearly
    return (3 * c + b - a) * (1 + (serious + vulnerable) / (a + b + c))


def find_hot_spots(collisions: pd.DataFrame, rule: ClusterRule, end: date) -> tuple[HotSpot, ...]:
    """The hot spots of a rule in its years up to a day, first by the rule's own order.

    Equal ones follow by collisions, then by those with somebody killed or seriously injured, then by the
    place of their middle, from west to east and from south to north: rows in any order give the same list.
    Every collision of the years counts, of all severities, and in one hot spot at most.
    """
    years = list_years_back(end, rule.years)
    rows = collisions[join_periods(years).mark(collisions["date"])]
    rows = rows.sort_values("collision_key", kind="stable").reset_index(drop=True)
    points = project(rows["longitude"], rows["latitude"])
    radii = choose_radii(rows["area_type"], rule)
    columns = _Columns(
        year=sum((year.mark(rows["date"]) * at for at, year in enumerate(years)), np.zeros(len(rows), int)),
        severity=rows["severity"].to_numpy(dtype=np.int64),
        vulnerable=rows["vulnerable"].to_numpy(dtype=bool),
        roads=rows["road"].fillna("").tolist(),
        wards=rows["ward_code"].fillna("").tolist(),
        keys=rows["collision_key"].tolist(),
        places=rows[["longitude", "latitude"]].to_numpy(dtype=np.float64),
    )
    gatherings = find_gatherings(points, radii, rule.least, columns.severity <= SERIOUS)
    spots = [
        (points[each.centre], _describe(columns, each, rule, int(radii[each.centre]))) for each in gatherings
    ]
    spots.sort(key=lambda each: (*_order(each[1], rule), *each[0]))
    return tuple(replace(spot, rank=rank) for rank, (_, spot) in enumerate(spots, start=1))


@dataclass(frozen=True, eq=False)
class _Columns:
    """The collisions of a rule's years as arrays, which hundreds of hot spots are read from. year: from 0."""

    year: Ints
    severity: Ints
    vulnerable: Bools
    roads: list[str]
    wards: list[str]
    keys: list[str]
    places: Floats


def choose_radii(area_types: pd.Series[int], rule: ClusterRule) -> Floats:
    """The radius around each collision: rural where that is known, else urban."""
    rural: Bools = np.asarray(area_types.eq(RURAL).fillna(False), dtype=bool)
    return np.where(rural, rule.radius_rural, rule.radius_urban).astype(np.float64)


def _order(spot: HotSpot, rule: ClusterRule) -> tuple[float, ...]:
    first = (-(spot.score or 0.0),) if rule.ranked_by == "score" else ()
    return (*first, -spot.collisions, -spot.serious)


def _describe(columns: _Columns, gathering: Gathering, rule: ClusterRule, radius: int) -> HotSpot:
    members = gathering.members
    yearly = tuple(np.bincount(columns.year[members], minlength=rule.years).tolist())
    serious = int((columns.severity[members] <= SERIOUS).sum())
    vulnerable = int(columns.vulnerable[members].sum())
    longitude, latitude = columns.places[gathering.centre].tolist()
    return HotSpot(
        rank=0,
        longitude=longitude,
        latitude=latitude,
        radius=radius,
        collisions=members.size,
        yearly=yearly,
        fatal=int((columns.severity[members] == FATAL).sum()),
        serious=serious,
        vulnerable=vulnerable,
        score=compute_score(yearly, serious, vulnerable) if rule.years == SCORED_YEARS else None,
        road=_find_commonest([columns.roads[at] for at in members]),
        ward_code=_find_commonest([columns.wards[at] for at in members]),
        keys=tuple(columns.keys[at] for at in members),
    )


def _find_commonest(names: list[str]) -> str:
    """The commonest name, the first in the alphabet of several; "" where there is none."""
    counts = Counter(name for name in names if name)
    return min(counts, key=lambda name: (-counts[name], name)) if counts else ""
