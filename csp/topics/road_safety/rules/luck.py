"""How many hot spots a rule would find by luck: the same collisions, drawn anew along the roads used. Pure.

The model, plainly. Roads are known only by the collisions on them, so the course of a road is the net that
joins the places recorded on it in all the years loaded (csp.statistics.courses); roads without a number, and
those with few places, are taken together by ward, without links of more than 500 m. Each road keeps the
number of collisions it has in the years of the rule, which is how often it is used here, and each of them
falls anywhere along its course alike. Draws are seeded, so the same data have the same luck.

What the model leaves out: traffic and junctions along one road. More hot spots than by luck say that
collisions gather at places, not why they do. How near it comes, on drawn collisions that fall anywhere on a
grid of streets: 16 expected where 17 are found (200 m apart, 400 collisions of three years) and 36 where 38
are (500 m apart), but 16 where 8 are on streets 100 m apart, and there 10 where 9 are once three times as
many years are loaded; drawn along the roads of the sample themselves, 35 where 29 are. So in dense streets,
and where few collisions are loaded, luck is overstated, and "more than chance" is on the safe side.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from csp.statistics.courses import Course, draw_places, join_places
from csp.statistics.gathering import count_gatherings, find_gatherings, find_nearest
from csp.statistics.projection import project
from csp.statistics.types import Floats, Ints
from csp.topics.road_safety.rules.cluster_rules import ClusterRule
from csp.topics.road_safety.rules.hot_spots import SERIOUS, choose_radii, cover_years

DRAWS = 100
SEED = 13
# A road with fewer places has no course that says anything.
LEAST_PLACES = 5
# Metres; a longer link between places of several roads would cross the fields between two villages.
LONGEST_LINK = 500.0
# A count that luck reaches in at most so many draws is more than luck.
RARE = 0.05


@dataclass(frozen=True)
class Luck:
    """What a rule finds, and what it would find if collisions fell anywhere along the roads they are on.

    expected: the mean over the draws. usual: what 95 of 100 draws do not exceed. p: the share of draws,
    the data counted as one of them, with at least as many as were found. fullest: the most collisions
    in one circle that 95 of 100 draws do not exceed.
    """

    found: int
    expected: float
    usual: int
    p: float
    fullest: int
    draws: int

    @property
    def is_more(self) -> bool:
        """Whether there are more hot spots than luck would bring about."""
        return self.p <= RARE


@dataclass(frozen=True, eq=False)
class RoadNet:
    """The roads used: which road each collision is on, and the course of each road."""

    names: tuple[str, ...]
    courses: tuple[Course, ...]
    road_of: Ints


def find_road_net(collisions: pd.DataFrame, points: Floats) -> RoadNet:
    """The roads of all the collisions loaded. points: their places in metres, [collision, 2]."""
    names = _name_roads(collisions, points)
    kept = tuple(sorted(names.unique()))
    road_of = names.map({name: i for i, name in enumerate(kept)}).to_numpy(dtype=np.int64)
    placed = np.isfinite(points).all(axis=1)
    numbered = set(collisions["road"].dropna())
    courses = tuple(
        join_places(points[placed & (road_of == i)], np.inf if name in numbered else LONGEST_LINK)
        for i, name in enumerate(kept)
    )
    return RoadNet(kept, courses, road_of)


def _name_roads(collisions: pd.DataFrame, points: Floats) -> pd.Series[str]:
    """The road of each collision; its ward where the road has few places; "" where the ward has few too."""
    roads, wards = (collisions[column].fillna("").astype(str) for column in ("road", "ward_code"))
    by_road = roads.where(_have_places(roads, points), "")
    rest = (by_road == "").to_numpy()
    by_ward = wards.where(rest, "")
    enough = _have_places(by_ward, np.where(rest[:, None], points, np.nan))
    return by_road.where(~rest, by_ward.where(enough, ""))


def _have_places(names: pd.Series[str], points: Floats) -> pd.Series[bool]:
    """Whether the road, or the ward, of each collision has places enough for a course."""
    places = pd.DataFrame({"name": names.to_numpy(), "x": points[:, 0], "y": points[:, 1]}).dropna()
    sizes = places.drop_duplicates().groupby("name").size()
    return names.map(sizes).fillna(0) >= LEAST_PLACES


def estimate_luck(
    collisions: pd.DataFrame,
    rule: ClusterRule,
    end: date,
    draws: int = DRAWS,
    seed: int = SEED,
    net: RoadNet | None = None,
) -> Luck:
    """How many hot spots of a rule there are in its years up to a day, and how many by luck.

    collisions: all that are loaded, of every year, as hot_spots has them. A collision keeps the radius
    of the place on the net that it is drawn nearest to (urban or rural). net: that of the collisions in their
    order, where it is at hand.
    """
    places = project(collisions["longitude"], collisions["latitude"])
    net = find_road_net(collisions, places) if net is None else net
    # Draws are in the order of the keys, so that the same collisions have the same luck.
    ordered = np.argsort(collisions["collision_key"].to_numpy(dtype=str), kind="stable")
    placed = ordered[np.isfinite(places[ordered]).all(axis=1)]
    rows, points, road_of = collisions.iloc[placed], places[placed], net.road_of[placed]
    within = cover_years(rule, end).mark(rows["date"])
    radii = choose_radii(rows["area_type"], rule)
    serious = (rows["severity"] <= SERIOUS).to_numpy(dtype=bool)
    found = len(find_gatherings(points[within], radii[within], rule.least, serious[within]))
    numbers = np.bincount(road_of[within], minlength=len(net.names))
    drawn = _draw(net.courses, road_of, numbers, points, draws, np.random.default_rng(seed))
    counts, fullest = count_gatherings(drawn, _find_radii(drawn, points, radii), rule.least)
    return Luck(
        found=found,
        expected=float(np.mean(counts)),
        usual=int(np.quantile(counts, 1 - RARE, method="higher")),
        p=float((1 + (counts >= found).sum()) / (1 + draws)),
        fullest=int(np.quantile(fullest, 1 - RARE, method="higher")),
        draws=draws,
    )


def _find_radii(drawn: Floats, points: Floats, radii: Floats) -> Floats | float:
    """The radius around each place drawn, [draw, place]: that of the collision recorded nearest to it."""
    one = float(radii[0]) if len(radii) else 0.0
    if np.all(radii == one):
        return one
    return np.asarray(radii[find_nearest(drawn.reshape(-1, 2), points)[1]].reshape(drawn.shape[:2]))


def _draw(
    courses: Sequence[Course],
    road_of: Ints,
    numbers: Ints,
    points: Floats,
    draws: int,
    random: np.random.Generator,
) -> Floats:
    """As many places along each road as it has collisions, [draw, place, 2]; a lone place keeps them."""
    each = [
        draw_places(course, draws * int(number), random)
        if course.length
        else np.repeat(points[road_of == road][:1], draws * number, axis=0)
        for road, (course, number) in enumerate(zip(courses, numbers, strict=True))
    ]
    split = [places.reshape(draws, -1, 2) for places in each]
    return np.concatenate([np.empty((draws, 0, 2)), *split], axis=1)
