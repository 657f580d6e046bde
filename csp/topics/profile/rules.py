"""The rules of the crime-type profile: parts of a type, its outcomes, its seasons. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from csp import statistics
from csp.comparison.rows import MeasureRow
from csp.comparison.standings import Basis, Standings
from csp.core import disclosure
from csp.core.change import judge_changes
from csp.core.filters import TREND_MONTHS, Period
from csp.core.measures import Catalogue, Flag, Measure
from csp.topics.wards.rules import Figures, Wards, compute_ward_figures

NO_OUTCOME, NO_OUTCOME_LABEL = "", "No outcome given"


Counts = tuple[Mapping[str, int], Mapping[str, int]]
"""Counts by word (an offence, an outcome): in the period, and in its comparison."""


# ------------------------------------------------------------------ wards


def shown_wards(wards: Wards, measure: str) -> tuple[Figures, ...]:
    """The wards whose count may be shown."""
    return tuple(row for row in compute_ward_figures(wards, measure) if not row.change.suppressed_now)


# ------------------------------------------------------------------ parts


@dataclass(frozen=True)
class Part:
    """A part of a crime type: the offence groups it adds up, and the crime type that it opens, if any."""

    code: str
    label: str
    offences: tuple[str, ...]
    opens: str | None


def parts(
    measure: Measure, offered: Sequence[Measure], known: Catalogue, vocabulary: str
) -> tuple[Part, ...]:
    """What a crime type adds up: its sub-types, else the offence groups of the source; () where it is one."""
    children = [m for m in offered if m.parent == measure.code]
    if children:
        return tuple(Part(m.code, m.label, m.offences[vocabulary], m.code) for m in children)
    codes = measure.offences[vocabulary]
    if len(codes) < 2:
        return ()
    alone = {m.offences[vocabulary]: m.code for m in reversed(offered) if not m.flag}
    return tuple(
        Part(code, known.offences[vocabulary][code].label, (code,), alone.get((code,))) for code in codes
    )


@dataclass(frozen=True)
class FlaggedCounts:
    """What of a crime type carries a flag, by offence."""

    flag: Flag
    counts: Counts


def part_rows(
    split: Sequence[Part],
    counts: Counts,
    measure: Measure,
    basis: Basis,
    people: tuple[float, float],
    flagged: FlaggedCounts | None = None,
) -> list[MeasureRow]:
    """A row per part that has any case, with its change and the share that carries a flag, most first.

    counts: by offence. The changes of the parts are judged together. people: of the place, in
    both periods; nan where not known: bare counts are compared then.
    """
    sides = counts
    split = [part for part in split if any(_sum(side, part) for side in sides)]
    now, before = (np.array([_sum(side, part) for part in split], dtype=np.int64) for side in sides)
    suppressed = statistics.suppress(now) & basis.suppress, statistics.suppress(before) & basis.suppress
    changes = judge_changes(now, before, basis.change_rules, people, suppressed)
    rows = [
        MeasureRow(
            code=part.code,
            label=part.label,
            noun=part.label,
            polarity=measure.polarity,
            kind=measure.kind,
            change=change,
        )
        for part, change in zip(split, changes, strict=True)
    ]
    if flagged:
        of_part = {part.code: [_sum(side, part) for side in flagged.counts] for part in split}
        rows = [replace(row, **_tagged(of_part[row.code], flagged.flag, basis)) for row in rows]
    return sorted(rows, key=lambda row: -row.change.now)


def _sum(side: Mapping[str, int], part: Part) -> int:
    return sum(side.get(offence, 0) for offence in part.offences)


def population(table: Standings, district: str) -> tuple[float, float]:
    """The population of a district in both periods; nan where there is none on file."""
    j = table.districts.index(district)
    return float(table.population[j]), float(table.population_before[j])


def _tagged(counts: Sequence[int], flag: Flag, basis: Basis) -> dict[str, Any]:
    now, before = counts
    small = basis.suppress and (disclosure.is_small(now) or disclosure.is_small(before))
    if small or not (now or before):
        return {}
    return {"flagged_now": now, "flagged_before": before, "flag_label": flag.label}


# ------------------------------------------------------------------ outcomes


@dataclass(frozen=True)
class Outcome:
    """One outcome and how many cases have it; hidden in public mode where that is too few."""

    label: str
    now: int
    before: int
    hidden: bool = False


def outcomes(counts: Counts, suppress: bool) -> list[Outcome]:
    """The outcomes of a measure, most frequent first, cases without any last; [] where there are none."""
    now, before = counts
    known = sorted({*now, *before} - {NO_OUTCOME}, key=lambda o: (-now.get(o, 0), -before.get(o, 0), o))
    if not known:
        return []
    listed = [*known, NO_OUTCOME] if NO_OUTCOME in {*now, *before} else known
    sides = [[side.get(o, 0) for o in listed] for side in (now, before)]
    hidden = (statistics.suppress(sides[0]) | statistics.suppress(sides[1])) & suppress
    return [
        Outcome(o or NO_OUTCOME_LABEL, sides[0][i], sides[1][i], bool(hidden[i]))
        for i, o in enumerate(listed)
    ]


# ------------------------------------------------------------------ seasons

Presence = Literal["counted", "incomplete", "missing", "hidden"]


@dataclass(frozen=True)
class Season:
    """Counts by calendar month (12 rows) and year, with what each is, the year's totals, and the usual shape.

    usual is how far each calendar month lies from an average month (1.1 is 10 % above), None
    for fewer than three complete years.
    """

    years: tuple[int, ...]
    counts: npt.NDArray[np.int64]
    presence: tuple[tuple[Presence, ...], ...]
    usual: tuple[float, ...] | None

    @property
    def totals(self) -> tuple[int, ...]:
        """What each year adds up to, incomplete months included."""
        return tuple(int(n) for n in self.counts.sum(axis=0))

    def full(self, year: int) -> bool:
        """Whether every month of a year is loaded and complete."""
        at = self.years.index(year)
        return not any(row[at] in ("missing", "incomplete") for row in self.presence)


def trend(end: date, loaded: Collection[date]) -> Period:
    """The 36 months up to a month, or as many of them as there are from the first one loaded."""
    longest = Period.ending(end, TREND_MONTHS)
    first = min((m for m in longest.each() if m in loaded), default=end)
    return Period(first, longest.each()[::-1].index(first) + 1)


def series(
    counts: Mapping[date, int],
    months: Sequence[date],
    loaded: Collection[date],
    incomplete: Collection[date],
    suppress: bool,
) -> tuple[list[float | None], list[int]]:
    """Counts of some months, None where not loaded or hidden, and the positions of incomplete ones."""
    values = [
        None if m not in loaded or (suppress and disclosure.is_small(counts.get(m, 0))) else counts.get(m, 0)
        for m in months
    ]
    return [None if n is None else float(n) for n in values], [
        i for i, m in enumerate(months) if m in incomplete
    ]


def season(
    counts: Mapping[date, int], loaded: Collection[date], incomplete: Collection[date], suppress: bool
) -> Season:
    """Counts by month of the calendar and year, over every month loaded.

    counts: by first day of the month; a loaded month that is absent is 0.
    """
    years = tuple(range(min(loaded).year, max(loaded).year + 1))
    months = [[date(year, month, 1) for year in years] for month in range(1, 13)]
    table = np.array(
        [[counts.get(m, 0) if m in loaded else 0 for m in row] for row in months], dtype=np.int64
    )
    # The totals of the years are shown, so each year hides what would give a small month away.
    hidden = np.column_stack([statistics.suppress(column) for column in table.T]) & suppress

    def is_(i: int, j: int) -> Presence:
        month = months[i][j]
        if month not in loaded:
            return "missing"
        return "hidden" if hidden[i, j] else "incomplete" if month in incomplete else "counted"

    presence = tuple(tuple(is_(i, j) for j in range(len(years))) for i in range(12))
    return Season(years, table, presence, _usual(table, months, presence))


def _usual(
    table: npt.NDArray[np.int64], months: list[list[date]], presence: Sequence[Sequence[Presence]]
) -> tuple[float, ...] | None:
    used = [
        (m, float(table[i, j]))
        for j in range(table.shape[1])
        for i, m in enumerate(row[j] for row in months)
        if presence[i][j] == "counted"
    ]
    try:
        factors = statistics.seasonal_factors([n for _, n in used], [m for m, _ in used])
    except ValueError:
        return None
    return tuple(factors[month] for month in range(1, 13))


# ------------------------------------------------------------------ going round


def beside(offered: Sequence[Measure], code: str) -> tuple[Measure, Measure]:
    """The crime types before and after one in the menu; the first follows the last."""
    at = [m.code for m in offered].index(code)
    return offered[at - 1], offered[(at + 1) % len(offered)]
