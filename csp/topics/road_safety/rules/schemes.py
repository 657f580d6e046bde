"""Did a scheme on the road work: collisions around it before and after, beside a comparison. Pure.

Two answers, since each is blind to what the other sees. The weighted displacement difference sets the change
at the scheme against that at a site of like level, and counts what moved to the ring around it. Empirical
Bayes says how many the site would have had anyway, since sites are chosen after a bad spell. At the
40 fullest hot spots of York in the three years from 2005, 2008 and 2011, of which no scheme is known,
collisions fell by 42 to 52 % in the next three; the first answer called none of them an effect, the second
2 to 4. It still expects a few too many at the fullest places, because a hot spot's circle is laid where most
lie within it and those of the like sites are not.

The frame of collisions is that of hot_spots; of it, the date and the place are read.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from math import log

import numpy as np
import pandas as pd

from csp.statistics.courses import space_places
from csp.statistics.displacement import BeforeAfter, Effect, measure_effect, smallest_visible_effect
from csp.statistics.gathering import count_near, find_nearest
from csp.statistics.projection import project
from csp.statistics.regression_to_mean import RegressionEffect, SitePrior, estimate_prior, judge_before_after
from csp.statistics.types import Floats
from csp.topics.road_safety.rules.luck import RoadNet, find_road_net
from csp.topics.road_safety.rules.periods import Period, find_year_before, move_years

MOST_YEARS = 5
LIKE_LEVEL = 1.5


@dataclass(frozen=True)
class Place:
    """A place on the map, in degrees."""

    longitude: float
    latitude: float


@dataclass(frozen=True)
class Scheme:
    """Something built or begun at a place on a day, that works within a radius in metres.

    ring: the radius up to which collisions may have moved, None where that is not looked at.
    """

    name: str
    place: Place
    radius: int
    started: date
    ring: int | None = None


@dataclass(frozen=True)
class SchemeSides:
    """The days before and after a start, of equal lengths."""

    before: Period
    after: Period


@dataclass(frozen=True)
class PlaceCounts:
    """Collisions before and after, within the radius of a place or in the ring around it."""

    before: int
    after: int


@dataclass(frozen=True)
class SchemeEffect:
    """What came of a scheme.

    comparison: where it is compared with, None where no site could be proposed; there is then no difference.
    rows: the scheme, the comparison, and where there are rings those of both. smallest: the smallest
    difference that could be seen. prior and regression: beside like sites along the roads used, the second
    None where those are too few.
    """

    scheme: Scheme
    sides: SchemeSides
    comparison: Place | None
    rows: tuple[PlaceCounts, ...]
    phi: float
    effect: Effect | None
    smallest: float | None
    prior: SitePrior
    regression: RegressionEffect | None

    @property
    def is_like_level(self) -> bool:
        """Whether the comparison had about as many before the start: within half as many again."""
        before = [row.before for row in self.rows[:2]]
        return len(before) == 2 and max(before) <= LIKE_LEVEL * min(before)


def choose_scheme_sides(started: date, first: date, last: date) -> SchemeSides | None:
    """The whole years since a start and as many before it; None where the days loaded do not reach.

    first and last: the days that are loaded. After less than a year, the days since then and the same days a
    year before, so that a season is on both sides.
    """
    years = 0
    while years < MOST_YEARS and move_years(started, years + 1) - timedelta(days=1) <= last:
        if move_years(started, -(years + 1)) < first:
            break
        years += 1
    if years:
        day_before = started - timedelta(days=1)
        after = Period(started, move_years(started, years) - timedelta(days=1))
        return SchemeSides(Period(move_years(started, -years), day_before), after)
    after = Period(started, last)
    if started > last or find_year_before(after).start < first:
        return None
    return SchemeSides(find_year_before(after), after)


def measure_scheme(
    collisions: pd.DataFrame,
    scheme: Scheme,
    sides: SchemeSides,
    phi: float = 1.0,
    comparison: Place | None = None,
    net: RoadNet | None = None,
) -> SchemeEffect:
    """A scheme beside a comparison that was picked, else the site of like level that is proposed.

    collisions: all that are loaded, of every year. phi: how many times its mean a count of collisions varies.
    net: that of the collisions, where it is at hand.
    """
    points = project(collisions["longitude"], collisions["latitude"])
    before, after = (points[side.mark(collisions["date"])] for side in (sides.before, sides.after))
    site = _find_place(scheme.place)
    candidates = list_sites(find_road_net(collisions, points) if net is None else net, scheme.radius)
    prior = estimate_prior(count_near(before, candidates, scheme.radius))
    level = int(count_near(before, site, scheme.radius)[0])
    comparison = comparison or _propose(collisions, candidates, before, scheme, level)
    beside = _find_place(comparison) if comparison else None
    places = [site] if beside is None else [site, beside]
    rows = [_count(before, after, place, 0, scheme.radius) for place in places]
    if scheme.ring is not None and beside is not None:
        rows += [_count(before, after, place, scheme.radius, scheme.ring) for place in places]
    return SchemeEffect(
        scheme=scheme,
        sides=sides,
        comparison=comparison,
        rows=tuple(rows),
        phi=phi,
        effect=_compare(rows, phi) if len(rows) > 1 else None,
        smallest=_find_smallest(rows, phi) if len(rows) > 1 else None,
        prior=prior,
        regression=_judge(prior, rows[0], len(before), len(after)),
    )


def _find_place(place: Place) -> Floats:
    return project([place.longitude], [place.latitude])


def list_sites(net: RoadNet, radius: int) -> Floats:
    """Places along the roads used, a circle beside the other: the sites a scheme is like."""
    return np.concatenate([np.empty((0, 2)), *(space_places(course, 2 * radius) for course in net.courses)])


def _count(before: Floats, after: Floats, place: Floats, inner: int, outer: int) -> PlaceCounts:
    """Collisions around a place, further than inner where that is not 0."""
    counts = [
        int(count_near(side, place, outer)[0]) - (int(count_near(side, place, inner)[0]) if inner else 0)
        for side in (before, after)
    ]
    return PlaceCounts(*counts)


def _propose(
    collisions: pd.DataFrame, candidates: Floats, before: Floats, scheme: Scheme, level: int
) -> Place | None:
    """The site nearest in level, of several the nearest on the ground, clear of the scheme; None for none.

    It is named by the collision recorded nearest to it. A site chosen for a level like the scheme's has had
    the same bad spell, and falls by itself as the scheme's does.
    """
    rows = collisions.dropna(subset=["longitude", "latitude"])
    places = project(rows["longitude"], rows["latitude"])
    nearest = np.unique(find_nearest(candidates, places)[1])
    distances = np.hypot(*(places[nearest] - _find_place(scheme.place)).T)
    levels = count_near(before, places[nearest], scheme.radius)
    usable = np.flatnonzero((distances > 2 * max(scheme.radius, scheme.ring or 0)) & (levels > 0))
    if not usable.size or level <= 0:
        return None
    apart = np.abs(np.log(levels[usable]) - log(level))
    row = rows.iloc[nearest[usable[np.lexsort((distances[usable], apart))[0]]]]
    return Place(float(row["longitude"]), float(row["latitude"]))


def _compare(rows: list[PlaceCounts], phi: float) -> Effect:
    each = [BeforeAfter(row.before, row.after, phi) for row in rows]
    return measure_effect(each[0], each[1], (each[2], each[3]) if len(each) > 2 else None)


def _find_smallest(rows: list[PlaceCounts], phi: float) -> float:
    covered, beside = (sum(row.before for row in rows[at::2]) for at in (0, 1))
    return smallest_visible_effect(covered, beside, phi)


def _judge(prior: SitePrior, site: PlaceCounts, all_before: int, all_after: int) -> RegressionEffect | None:
    """The scheme's own circle beside like sites; what happened elsewhere is all the rest that is loaded."""
    rest_before, rest_after = all_before - site.before, all_after - site.after
    if not prior.is_known or not rest_before:
        return None
    return judge_before_after(prior, site.before, site.after, trend=rest_after / rest_before)
