"""Hot spots: places where collisions gather, by a rule. Pure.

collisions is a frame with a row for each collision and the columns collision_key, date, longitude, latitude,
severity (1 fatal, 2 serious, 3 slight), area_type (1 urban, 2 rural, 3 or none unknown), road and ward_code
(none where there is none), and vulnerable: whether a pedestrian or cyclist was hurt in it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd

from csp.statistics.gathering import Gathering, find_gatherings
from csp.statistics.projection import project
from csp.statistics.types import Bools, Floats
from csp.topics.road_safety.rules.cluster_rules import SCORED_YEARS, ClusterRule
from csp.topics.road_safety.rules.periods import Period, join_periods, list_years_back

FATAL, SERIOUS, SLIGHT = 1, 2, 3
RURAL = 2
VULNERABLE = ("pedestrian", "cyclist")


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


def mark_vulnerable(collisions: pd.DataFrame, casualties: pd.DataFrame) -> pd.DataFrame:
    """The collisions with the column vulnerable, from the road users hurt in them (casualties)."""
    hurt = casualties.loc[casualties["road_user"].isin(VULNERABLE), "collision_key"]
    return collisions.assign(vulnerable=collisions["collision_key"].isin(hurt).to_numpy())


def cover_years(rule: ClusterRule, end: date) -> Period:
    """The days that a rule looks at, if they end with a day."""
    return join_periods(list_years_back(end, rule.years))


def compute_score(yearly: tuple[int, ...], serious: int, vulnerable: int) -> float:
    """The score of Worcestershire (Transport Safety Policy of the county, 2.5.1): (3c + b - a)(1 + (s + v)/t).

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
    serious = (rows["severity"] <= SERIOUS).to_numpy(dtype=bool)
    radii = choose_radii(rows["area_type"], rule)
    gatherings = find_gatherings(points, radii, rule.least, serious)
    spots = [
        (
            tuple(points[gathering.centre]),
            _describe(rows, gathering, rule, years, int(radii[gathering.centre])),
        )
        for gathering in gatherings
    ]
    spots.sort(key=lambda each: (*_order(each[1], rule), *each[0]))
    return tuple(replace(spot, rank=rank) for rank, (_, spot) in enumerate(spots, start=1))


def choose_radii(area_types: pd.Series[int], rule: ClusterRule) -> Floats:
    """The radius around each collision: rural where that is known, else urban."""
    rural: Bools = np.asarray(area_types.eq(RURAL).fillna(False), dtype=bool)
    return np.where(rural, rule.radius_rural, rule.radius_urban).astype(np.float64)


def _order(spot: HotSpot, rule: ClusterRule) -> tuple[float, ...]:
    first = (-(spot.score or 0.0),) if rule.ranked_by == "score" else ()
    return (*first, -spot.collisions, -spot.serious)


def _describe(
    rows: pd.DataFrame, gathering: Gathering, rule: ClusterRule, years: tuple[Period, ...], radius: int
) -> HotSpot:
    members, centre = rows.iloc[gathering.members], rows.iloc[gathering.centre]
    yearly = tuple(int(year.mark(members["date"]).sum()) for year in years)
    serious = int((members["severity"] <= SERIOUS).sum())
    vulnerable = int(members["vulnerable"].sum())
    return HotSpot(
        rank=0,
        longitude=float(centre["longitude"]),
        latitude=float(centre["latitude"]),
        radius=radius,
        collisions=len(members),
        yearly=yearly,
        fatal=int((members["severity"] == FATAL).sum()),
        serious=serious,
        vulnerable=vulnerable,
        score=compute_score(yearly, serious, vulnerable) if rule.years == SCORED_YEARS else None,
        road=_find_commonest(members["road"]),
        ward_code=_find_commonest(members["ward_code"]),
        keys=tuple(members["collision_key"]),
    )


def _find_commonest(values: pd.Series[str]) -> str:
    """The commonest text, the first in the alphabet of several; "" where there is none."""
    counts = values.dropna().value_counts()
    return min(counts[counts == counts.max()].index) if len(counts) else ""
