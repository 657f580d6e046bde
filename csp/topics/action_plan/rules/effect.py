"""Did an action work: the change where it works, less the change in a comparison. Pure.

The months since its start are set against the same months a year before, so a season is on both sides.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import log

from csp.core import disclosure
from csp.core.scope import Scope
from csp.statistics import displacement
from csp.statistics.displacement import Effect

LIKE_LEVEL = 1.5

Counts = Mapping[str, Mapping[date, int]]
"""Counts of one crime type by place and month."""
OffenceCounts = Mapping[tuple[str, str], int]
"""Counts by place and offence over the months of one side."""


@dataclass(frozen=True)
class Places:
    """Where the action works and what it is compared with, by the codes of the places.

    moved: where crime may have moved to; moved_beside: what each of those is compared with.
    """

    covered: str
    beside: str
    moved: tuple[str, ...] = ()
    moved_beside: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sides:
    """The months since the start and those a year before; after is empty before the action has started."""

    before: tuple[date, ...]
    after: tuple[date, ...] = ()


@dataclass(frozen=True)
class PlaceCount:
    """What some places together recorded on both sides; after is 0 before the action has started."""

    places: tuple[str, ...]
    before: int
    after: int


@dataclass(frozen=True)
class ActionEffect:
    """What came of an action, or what could be seen of it once it has started.

    rows: where it works, the comparison and, where they are asked for, where crime may have moved to
    and the comparison of that. effect is None before the start. smallest: the smallest effect that
    could be seen, as a count. too_few: fewer than 5 are recorded where it works or in its comparison,
    on both sides.
    """

    places: Places
    sides: Sides
    rows: tuple[PlaceCount, ...]
    phi: float
    effect: Effect | None
    smallest: float
    too_few: bool

    @property
    def is_like_level(self) -> bool:
        """Whether the comparison recorded about as many before the start: within half as many again.

        What moves both places alike, such as a lockdown, only then takes as many from one as from the other.
        """
        covered, beside = (row.before for row in self.rows[:2])
        return max(covered, beside) <= LIKE_LEVEL * min(covered, beside)

    @property
    def smallest_pct(self) -> float | None:
        """The smallest effect in % of what was recorded where the action works; None where that is 0."""
        before = self.rows[0].before
        return 100 * self.smallest / before if before else None


def choose_sides(around: Scope | None, latest: Sequence[date]) -> Sides:
    """The months around a start, where those can be compared; else the latest months, as they are before it.

    around: None where the action has no start among the months that are loaded.
    """
    if around is not None and around.months and around.before:
        return Sides(around.before, around.months)
    return Sides(tuple(latest))


def sum_months(counts: Counts, places: Collection[str], months: Collection[date]) -> int:
    """What places record in some months; a month without a row is 0."""
    return sum(n for place in places for month, n in counts.get(place, {}).items() if month in months)


def propose_place(levels: Mapping[str, int], level: int, candidates: Sequence[str]) -> str:
    """The candidate whose level is nearest by ratio, the first of several; "" where none records any."""
    usable = [code for code in candidates if levels.get(code, 0) > 0]
    if not usable or level <= 0:
        return usable[0] if usable else ""
    return min(usable, key=lambda code: abs(log(levels[code] / level)))


def choose_places(
    levels: Mapping[str, int],
    covered: str,
    offered: Sequence[str],
    preferred: Sequence[str],
    picked: str = "",
    moved: Sequence[str] = (),
) -> Places | None:
    """The comparison that was picked, else a proposal; None where no place can be compared with.

    levels: what each place recorded before the start. offered: what may be picked, of which preferred is
    proposed first. moved: where crime may have moved to; each of these gets the nearest in level as
    its comparison, and no place serves twice.
    """
    taken = {covered, *moved}
    free = [code for code in offered if code not in taken]
    beside = picked if picked in free else ""
    for candidates in (preferred, offered):
        allowed = [code for code in candidates if code in free]
        beside = beside or propose_place(levels, levels.get(covered, 0), allowed)
    if not beside:
        return None
    free.remove(beside)
    pairs = []
    for place in moved:
        other = propose_place(levels, levels.get(place, 0), free)
        if other:
            free.remove(other)
            pairs.append((place, other))
    return Places(covered, beside, tuple(place for place, _ in pairs), tuple(other for _, other in pairs))


def measure_action(counts: Counts, places: Places, sides: Sides, phi: float) -> ActionEffect:
    """The weighted displacement difference around the start; before it the smallest effect alone.

    The sides have as many months each, so that no counts need scaling. phi: how many times its mean a
    count varies.
    """
    groups: list[tuple[str, ...]] = [(places.covered,), (places.beside,)]
    if places.moved:
        groups += [places.moved, places.moved_beside]
    rows = tuple(
        PlaceCount(group, sum_months(counts, group, sides.before), sum_months(counts, group, sides.after))
        for group in groups
    )
    each = [displacement.BeforeAfter(row.before, row.after, phi) for row in rows]
    effect = None
    if sides.after:
        moved = (each[2], each[3]) if places.moved else None
        effect = displacement.measure_effect(each[0], each[1], moved)
        smallest = effect.limits()[1] - effect.estimate
    else:
        covered, beside = (sum(row.before for row in rows[at::2]) for at in (0, 1))
        smallest = displacement.smallest_visible_effect(covered, beside, phi)
    return ActionEffect(
        places,
        sides,
        rows,
        phi,
        effect,
        smallest,
        any(disclosure.is_too_few(max(row.before, row.after)) for row in rows[:2]),
    )


def weigh_effect(
    before: OffenceCounts, after: OffenceCounts, effect: ActionEffect, days: Mapping[str, float]
) -> Effect | None:
    """The effect in days of harm: that of each offence times its weight; None where none has a weight.

    before, after: the offences of the crime type. Each varies as the crime type does.
    """
    groups = [row.places for row in effect.rows]
    weighed = []
    for offence, weight in days.items():
        each = [
            displacement.BeforeAfter(
                sum(before.get((place, offence), 0) for place in group),
                sum(after.get((place, offence), 0) for place in group),
                effect.phi,
            )
            for group in groups
        ]
        moved = (each[2], each[3]) if effect.places.moved else None
        weighed.append((weight, displacement.measure_effect(each[0], each[1], moved)))
    return displacement.sum_effects(weighed) if weighed else None
