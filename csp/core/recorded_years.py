"""The figures of a year by partnership, from what publishers have of years and of quarters. Pure.

A year is the twelve months that a publication is of, or four quarters that follow on another. A figure that
its publisher calls unusable is none, and neither is a sum of which a part is: it keeps the reason instead.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain

from csp.core.filters import MAX_MONTHS, Period, add_months
from csp.core.recorded_crime import TOTAL, Caveat, Offence, simplify
from csp.core.recorded_places import Group

QUARTER = 3
# Whose tables have the parts of a total alone. ONS has the totals: of a table of a few offences none is made.
ADDED_UP = ("home_office",)
NO_FIGURE = "no figure published"


@dataclass(frozen=True)
class Figure:
    """A count, None where there is none to use. reason: why. is_unusable: the publisher calls it so."""

    count: int | None
    reason: str = ""
    is_unusable: bool = False
    remark: str = ""
    """What the publisher says of a figure that can be used."""


@dataclass(frozen=True)
class Published:
    """A row as the store has it: of one partnership, or of those of a force that are in none."""

    force: str
    partnership: str
    start: date
    months: int
    offence: str
    measure: str
    value: float | None
    remark: str
    is_usable: bool


Cells = dict[tuple[date, int], dict[str, Figure]]


class Years:
    """The figures of a publisher by partnership and year. caveats: what it says of its figures."""

    def __init__(
        self,
        source: str,
        rows: Iterable[Published],
        offences: Mapping[str, Offence],
        caveats: Sequence[Caveat] = (),
    ) -> None:
        self._source, self._caveats = source, caveats
        self._places: dict[tuple[str, str], Cells] = {}
        people: dict[tuple[str, str, date], dict[str, float]] = {}
        for row in rows:
            place = row.force, row.partnership
            if row.offence == TOTAL and row.months == MAX_MONTHS and row.value:
                people.setdefault((*place, row.start), {})[row.measure] = row.value
            if row.measure == "offences":
                cells = self._places.setdefault(place, {}).setdefault((row.start, row.months), {})
                cells[row.offence] = _read_figure(row)
        self._people = {key: found for key, each in people.items() if (found := _find_people(each))}
        if source in ADDED_UP:
            for cells in chain.from_iterable(each.values() for each in self._places.values()):
                _add_up(cells, offences)
        periods = {period for each in self._places.values() for period in each}
        self.starts = sorted(start for start, _ in periods if _has_year(start, periods))

    def read(self, group: Group, offence: str, start: date) -> Figure:
        """The figure of a group in the year that begins on a day: the sum of its partnerships."""
        period = Period(start, MAX_MONTHS)
        reason = self._find_caveat(group, offence, period)
        present = self._list_present(group, period)
        figures = [self._read_place(place, offence, period) for place in present]
        unusable = next((figure for figure in figures if figure.is_unusable), None)
        if unusable:
            return unusable
        if reason:
            return Figure(None, reason, is_unusable=True)
        lacking = next((figure for figure in figures if figure.count is None), None)
        if not figures or lacking:
            return lacking or Figure(None, NO_FIGURE)
        if lack := _describe_lack(group, [name for _, name in present]):
            return Figure(None, lack)
        remarks = dict.fromkeys(figure.remark for figure in figures if figure.remark)
        total = sum(figure.count or 0 for figure in figures)
        if total < 0:
            return Figure(None, "fewer than none, since records were cancelled")
        return Figure(total, remark=" ".join(remarks))

    def read_people(self, group: Group, start: date) -> float | None:
        """The people that the publisher gives with a year for a group; None where a part has none."""
        present = self._list_present(group, Period(start, MAX_MONTHS))
        people = [self._people.get((*place, start)) for place in present]
        if not people or None in people or _describe_lack(group, [name for _, name in present]):
            return None
        return sum(each or 0 for each in people)

    def _list_present(self, group: Group, period: Period) -> list[tuple[str, str]]:
        """The partnerships of a group that have any figure in a year: some were merged or parted."""
        places = [(each.force, each.name) for each in group.partnerships]
        months = set(period.each())
        return [place for place in places if any(start in months for start, _ in self._places.get(place, ()))]

    def _find_caveat(self, group: Group, offence: str, period: Period) -> str:
        """Why a figure cannot be used that the publication may not even have; "" where nothing is said."""
        last = add_months(period.end, 1) - timedelta(days=1)
        names = {simplify(name) for name in (*group.names, *(each.name for each in group.partnerships))}
        for caveat in self._caveats:
            if caveat.source != self._source or caveat.is_usable or not caveat.partnership:
                continue
            if simplify(caveat.partnership) in names and caveat.covers(offence, period.start, last):
                return caveat.reason
        return ""

    def _read_place(self, place: tuple[str, str], offence: str, period: Period) -> Figure:
        cells = self._places.get(place, {})
        if whole := cells.get((period.start, MAX_MONTHS)):
            return whole.get(offence, Figure(None, NO_FIGURE))
        starts = [add_months(period.start, at) for at in range(0, MAX_MONTHS, QUARTER)]
        quarters = [cells.get((start, QUARTER)) for start in starts]
        parts = [each.get(offence) for each in quarters if each]
        if unusable := next((each for each in parts if each and each.count is None), None):
            return unusable
        known = [each for each in parts if each]
        if not known or not all(quarters):
            return Figure(None, NO_FIGURE)
        # An offence that nobody recorded in a quarter has no row there.
        remarks = dict.fromkeys(each.remark for each in known if each.remark)
        return Figure(sum(each.count or 0 for each in known), remark=" ".join(remarks))


def _find_people(total: Mapping[str, float]) -> float:
    """The people that a publisher's rates are of, 0 where it gives none.

    It rounds them to hundreds, so those that its rate of all crime was worked out with are nearer.
    """
    count, rate = total.get("offences"), total.get("per_1000_people")
    return 1000 * count / rate if count and rate else total.get("people", 0.0)


def _describe_lack(group: Group, present: Sequence[str]) -> str:
    """Which of a district's partnerships lack a figure; "" for none, and where others took their place."""
    names = {simplify(name): name for name in group.names}
    lacking = [name for code, name in names.items() if code not in map(simplify, present)]
    if not lacking or not set(map(simplify, present)) <= names.keys():
        return ""
    return f"{len(present)} of its {len(names)} partnerships have a figure"


def _has_year(start: date, periods: set[tuple[date, int]]) -> bool:
    quarters = {(add_months(start, at), QUARTER) for at in range(0, MAX_MONTHS, QUARTER)}
    return (start, MAX_MONTHS) in periods or quarters <= periods


def _read_figure(row: Published) -> Figure:
    if row.value is None:
        return Figure(None, row.remark or NO_FIGURE)
    if not row.is_usable:
        return Figure(None, row.remark or "called unusable by its publisher", is_unusable=True)
    return Figure(int(row.value), remark=row.remark)


def _add_up(cells: dict[str, Figure], offences: Mapping[str, Offence]) -> None:
    """Gives an offence that a publication lacks the sum of its parts, those of parts first."""
    children: dict[str, list[str]] = {}
    for offence in offences.values():
        if offence.within:
            children.setdefault(offence.within, []).append(offence.code)

    def complete(code: str) -> Figure | None:
        parts = [part for child in children.get(code, ()) if (part := complete(child))]
        if code not in cells and parts:
            lacking = next((part for part in parts if part.count is None), None)
            remarks = dict.fromkeys(part.remark for part in parts if part.remark)
            total = Figure(sum(part.count or 0 for part in parts), remark=" ".join(remarks))
            cells[code] = lacking or total
        return cells.get(code)

    complete(TOTAL)
