"""Where points gather: circles of a given radius that hold a least number of points.

A circle is centred on a point, as the search of accident software is ("at least 4 within a radius of 50
metres"). The fullest comes first, its points are taken out, and the rest is searched again, so that no
point counts twice and no circle grows along a busy road, as chains of near points (DBSCAN) would.
"""

from __future__ import annotations

from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING

import numpy as np
import scipy  # its parts are imported when they are first used

from csp.statistics.types import Floats, Ints, floats

if TYPE_CHECKING:
    from csp.statistics.types import Vector


@dataclass(frozen=True, eq=False)
class Gathering:
    """A circle of points: the position of the one in its middle, and of all of them, itself included."""

    centre: int
    members: Ints


def find_gatherings(
    points: Floats, radii: Vector | float, least: int, weights: Vector | float = 0.0
) -> list[Gathering]:
    """The circles with at least so many points, fullest first; points [point, 2] in metres.

    radii: of the circle around each point, whose edge belongs to it. weights: of two circles that are
    equally full the heavier comes first, then the one whose middle lies further west, then further
    south, then the earlier one in points. Points with nan have no place and take no part.
    """
    placed = np.flatnonzero(np.isfinite(points).all(axis=1))
    if placed.size < least:
        return []
    near = _find_neighbours(points[placed], np.broadcast_to(floats(radii), len(points))[placed], least)
    weight = np.broadcast_to(floats(weights), len(points))[placed]
    order = np.argsort(np.lexsort((placed, points[placed, 1], points[placed, 0])))
    free = np.ones(placed.size, dtype=bool)

    def measure(centre: int) -> tuple[int, float, int, int]:
        inside = near[centre][free[near[centre]]]
        return -inside.size, -float(weight[inside].sum()), int(order[centre]), centre

    heap = [measure(centre) for centre in near]
    heapify(heap)
    gatherings = []
    while heap:
        centre = heappop(heap)[-1]
        if not free[centre]:
            continue
        # Taking points out only makes circles poorer, so a first place that still holds is final.
        now = measure(centre)
        if -now[0] < least:
            continue
        if heap and heap[0] < now:
            heappush(heap, now)
            continue
        members = near[centre][free[near[centre]]]
        free[members] = False
        gatherings.append(Gathering(int(placed[centre]), placed[members]))
    return gatherings


def count_near(points: Floats, places: Floats, radius: float) -> Ints:
    """How many points lie within a radius of each place, its edge included; all in metres."""
    known = points[np.isfinite(points).all(axis=1)]
    if not len(known) or not len(places):
        return np.zeros(len(places), dtype=np.int64)
    tree = scipy.spatial.cKDTree(known)
    return np.asarray(tree.query_ball_point(places, radius, return_length=True), dtype=np.int64)


def find_nearest(points: Floats, places: Floats) -> tuple[Floats, Ints]:
    """The distance of each point to the nearest place, and which that is; a point with nan: nan and -1."""
    distances, nearest = np.full(len(points), np.nan), np.full(len(points), -1, dtype=np.int64)
    known = np.isfinite(points).all(axis=1)
    if known.any() and len(places):
        distances[known], nearest[known] = scipy.spatial.cKDTree(places).query(points[known])
    return distances, nearest


def _find_neighbours(points: Floats, radii: Floats, least: int) -> dict[int, Ints]:
    """The positions of the points around each point that has enough of them, itself among them, rising."""
    tree = scipy.spatial.cKDTree(points)
    full = np.flatnonzero(tree.query_ball_point(points, radii, return_length=True) >= least)
    lists = tree.query_ball_point(points[full], radii[full], return_sorted=True)
    return {int(centre): np.asarray(each, dtype=np.int64) for centre, each in zip(full, lists, strict=True)}
