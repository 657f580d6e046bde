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


def count_gatherings(draws: Floats, radii: Floats | float, least: int) -> tuple[Ints, Ints]:
    """How many circles find_gatherings() finds in each draw without weights, and the most points in one.

    draws: [draw, place, 2] in metres, without nan. radii: of the circle around each place, [draw, place]. All
    draws at once, since a hundred of them are waited for: a circle that no other one with a point of its own
    comes before is what the search would take first there, whatever it takes elsewhere.
    """
    number, size = draws.shape[:2]
    if not draws.size:
        return np.zeros(number, dtype=np.int64), np.zeros(number, dtype=np.int64)
    reach = np.broadcast_to(floats(radii), draws.shape[:2]).ravel()
    points, draw_of = _set_apart(draws, float(reach.max())), np.repeat(np.arange(number), size)
    order = np.argsort(np.lexsort((points[:, 1], points[:, 0])))
    centres, members = _list_members(points, reach)
    counts, fullest = np.zeros(number, dtype=np.int64), np.zeros(number, dtype=np.int64)
    while True:
        inside = np.bincount(centres, minlength=len(points))
        full = inside[centres] >= least
        centres, members = centres[full], members[full]
        if not centres.size:
            return counts, fullest
        candidates = np.flatnonzero(inside >= least)
        place = np.zeros(len(points), dtype=np.int64)
        place[candidates[np.lexsort((order[candidates], -inside[candidates]))]] = np.arange(candidates.size)
        first = np.full(len(points), candidates.size)
        np.minimum.at(first, members, place[centres])
        holds = first[members] == place[centres]
        taken = candidates[
            np.bincount(centres[holds], minlength=len(points))[candidates] == inside[candidates]
        ]
        counts += np.bincount(draw_of[taken], minlength=number)
        np.maximum.at(fullest, draw_of[taken], inside[taken])
        is_taken = np.zeros(len(points), dtype=bool)
        is_taken[taken] = True
        gone = np.zeros(len(points), dtype=bool)
        gone[members[is_taken[centres]]] = True
        left = ~gone[centres] & ~gone[members]
        centres, members = centres[left], members[left]


def _set_apart(draws: Floats, radius: float) -> Floats:
    """The places of all draws, [place, 2], each draw so far east of the last that no circle joins two."""
    step = float(np.ptp(draws[:, :, 0])) + 3 * radius
    east = np.arange(len(draws))[:, None] * step
    return np.column_stack([(draws[:, :, 0] + east).ravel(), draws[:, :, 1].ravel()])


def _list_members(points: Floats, radii: Floats) -> tuple[Ints, Ints]:
    """The centre and the point, itself included, of every pair that lie within the centre's radius."""
    tree = scipy.spatial.cKDTree(points, balanced_tree=False, compact_nodes=False)
    pairs = tree.query_pairs(float(radii.max()), output_type="ndarray")
    each = np.arange(len(points))
    centres, members = (np.concatenate([pairs[:, i], pairs[:, 1 - i], each]) for i in (0, 1))
    if np.all(radii == radii[0]):
        return centres, members
    near = np.hypot(*(points[centres] - points[members]).T) <= radii[centres]
    return centres[near], members[near]


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
