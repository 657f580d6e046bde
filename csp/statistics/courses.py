"""The course of roads that are known only by the places recorded on them.

No map of roads is loaded. The places of one road are joined by the shortest net that joins them all (the
minimum spanning tree), which on a numbered road is near enough its course, without its bends.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from csp.statistics.types import Floats, Ints


@dataclass(frozen=True, eq=False)
class Course:
    """Straight pieces of road: where each starts and ends, [piece, 2] in metres."""

    starts: Floats
    ends: Floats

    @property
    def lengths(self) -> Floats:
        """In metres, of each piece."""
        return np.asarray(np.hypot(*(self.ends - self.starts).T))

    @property
    def length(self) -> float:
        """In metres, of all of them."""
        return float(self.lengths.sum())

    def find_places(self, along: Floats) -> Floats:
        """The places at so many metres along the course: [place, 2]."""
        upto = np.cumsum(self.lengths)
        piece = np.minimum(np.searchsorted(upto, along, side="right"), len(upto) - 1)
        share = 1 - (upto[piece] - along) / np.maximum(self.lengths[piece], 1e-9)
        return np.asarray(self.starts[piece] + share[:, None] * (self.ends[piece] - self.starts[piece]))


def join_places(points: Floats) -> Course:
    """The shortest net between points [point, 2] in metres, each place once; no piece for a single place.

    Prim's way: a row at a time, so that n places take n² steps and little memory.
    """
    places = np.unique(points, axis=0)
    if len(places) < 2:
        return Course(np.empty((0, 2)), np.empty((0, 2)))
    distance = np.full(len(places), np.inf)
    parent = np.zeros(len(places), dtype=np.int64)
    outside = np.ones(len(places), dtype=bool)
    order: list[int] = []
    last = 0
    for _ in range(len(places) - 1):
        outside[last] = False
        step = np.hypot(*(places - places[last]).T)
        nearer = outside & (step < distance)
        distance[nearer], parent[nearer] = step[nearer], last
        last = int(np.argmin(np.where(outside, distance, np.inf)))
        order.append(last)
    joined: Ints = np.array(order)
    return Course(places[parent[joined]], places[joined])


def space_places(course: Course, step: float) -> Floats:
    """A place in the middle of each full step along a course, [place, 2]; one at least where there is any."""
    if not course.length:
        return np.empty((0, 2))
    number = max(1, int(course.length // step))
    return course.find_places((np.arange(number) + 0.5) * course.length / number)


def draw_places(course: Course, number: int, random: np.random.Generator) -> Floats:
    """So many places drawn anywhere along a course alike, [place, 2]."""
    return course.find_places(random.uniform(0, course.length, number))
