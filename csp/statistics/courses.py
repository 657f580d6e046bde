"""The course of roads that are known only by the places recorded on them.

No map of roads is loaded. Places of one road are joined by the Gabriel graph (Gabriel and Sokal 1969): two
are linked where no third lies within the circle over the line between them. Along one road that is the
chain of its places, without its bends; in a town it is a net of about the length of the streets. The
shortest net that joins all the places is a third to a half of that, as it has no circuits.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy  # its parts are imported when they are first used

from csp.statistics.types import Floats, Ints

FEW = 4


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


def join_places(points: Floats, longest: float = np.inf) -> Course:
    """The net between points [point, 2] in metres, each place once; no piece for a single place.

    longest: links beyond so many metres are left out, unless no other is left.
    """
    places = np.unique(points, axis=0)
    pairs = _list_neighbours(places)
    starts, ends = places[pairs[:, 0]], places[pairs[:, 1]]
    lengths = np.hypot(*(ends - starts).T)
    if not len(pairs):
        return Course(starts, ends)
    # The two are the nearest to the middle between them, unless a third is as near.
    near, _ = scipy.spatial.cKDTree(places).query((starts + ends) / 2, k=3)
    linked = near[:, 2] > lengths / 2 * (1 + 1e-9)
    short = linked & (lengths <= longest)
    kept = short if short.any() else linked
    return Course(starts[kept], ends[kept])


def _list_neighbours(places: Floats) -> Ints:
    """The pairs among which the links are, [pair, 2]: sides of Delaunay's triangles, or every pair of few."""
    if len(places) <= FEW:
        return np.column_stack(np.triu_indices(len(places), k=1))
    # Places on one line have no triangle; moved by less than any record is exact, they have.
    triangles = scipy.spatial.Delaunay(places - places.mean(axis=0), qhull_options="QJ Pp").simplices
    sides = np.concatenate([triangles[:, [0, 1]], triangles[:, [1, 2]], triangles[:, [0, 2]]])
    return np.asarray(np.unique(np.sort(sides, axis=1), axis=0), dtype=np.int64)


def space_places(course: Course, step: float) -> Floats:
    """A place in the middle of each full step along a course, [place, 2]; one at least where there is any."""
    if not course.length:
        return np.empty((0, 2))
    number = max(1, int(course.length // step))
    return course.find_places((np.arange(number) + 0.5) * course.length / number)


def draw_places(course: Course, number: int, random: np.random.Generator) -> Floats:
    """So many places drawn anywhere along a course alike, [place, 2]."""
    return course.find_places(random.uniform(0, course.length, number))
