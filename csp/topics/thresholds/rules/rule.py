"""A rule: the line beyond which the partnership would act."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Literal, get_args

from csp.core.measures import Catalogue, Measure

Watch = Literal["types", "ward_types", "roads"]
Against = Literal[
    "same months last year",
    "mean of the three previous",
    "the county's rate",
    "the middle of the peers",
    "control limits",
]
Unit = Literal["%", "sd"]
Direction = Literal["up", "down", "both"]

WINDOWS = (1, 3, 12)
HIGHEST_LIMIT = 1000.0
HIGHEST_LEAST = 100_000


@dataclass(frozen=True)
class Rule:
    """What is watched, over what, against what, and how far from it is too far.

    watch: crime types of the whole borough, or crime types in each ward, or the people hurt on the
    borough's roads, of whom nothing is left out and all lines are watched.
    months: length of the window that ends with the month looked at (1, 3 or 12).
    limit and unit: a % of the baseline, or standard deviations; a cell is flagged beyond it, not on it.
    least: the larger of the count and its baseline must reach it, so that a fall to few still counts.
    significant: the difference must be a clear change, judged over the listed crime types of its place.
    exclude: flag codes whose rows are not counted. measures: codes watched; none means all in the data.
    Raises ValueError for a value that no control can give.
    """

    watch: Watch = "ward_types"
    months: int = 12
    against: Against = "same months last year"
    limit: float = 30.0
    unit: Unit = "%"
    direction: Direction = "up"
    least: int = 20
    significant: bool = True
    exclude: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        choices = (
            (self.watch, get_args(Watch)),
            (self.months, WINDOWS),
            (self.against, get_args(Against)),
            (self.unit, get_args(Unit)),
            (self.direction, get_args(Direction)),
        )
        for value, allowed in choices:
            if value not in allowed:
                raise ValueError(f"{value!r} is not one of {', '.join(map(str, allowed))}.")
        if not (isfinite(self.limit) and 0 <= self.limit <= HIGHEST_LIMIT):
            raise ValueError(f"A limit lies between 0 and {HIGHEST_LIMIT:g}.")
        if not 0 <= self.least <= HIGHEST_LEAST:
            raise ValueError(f"A least count lies between 0 and {HIGHEST_LEAST}.")

    @property
    def on_roads(self) -> bool:
        """Whether it watches the people hurt on the roads, and no crime."""
        return self.watch == "roads"


def default_measures(catalogue: Catalogue, source: str) -> tuple[str, ...]:
    """The crime types to watch: every measure that is no total of others and no part of a type.

    An offence group that this would leave unwatched (violence against the
    person is only ever in a total) brings in the smallest measure that holds it.
    """
    offered, vocabulary = catalogue.offered(source), catalogue.sources[source].vocabulary
    types = [m for m in offered if m.parent is None]
    plain = [m for m in types if m.flag is None]
    parts = {m.code: frozenset(m.offences[vocabulary]) for m in plain}
    codes = {m.code for m in types if m.flag or not any(other < parts[m.code] for other in parts.values())}
    watched = frozenset[str]().union(*(parts[code] for code in codes if code in parts))
    for offence in catalogue.offences[vocabulary]:
        if offence not in watched:
            codes |= {m.code for m in _smallest_with(offence, plain, parts)}
    return tuple(m.code for m in offered if m.code in codes)


def _smallest_with(
    offence: str, plain: Sequence[Measure], parts: Mapping[str, frozenset[str]]
) -> list[Measure]:
    holding = [m for m in plain if offence in parts[m.code]]
    return [min(holding, key=lambda m: len(parts[m.code]))] if holding else []
