"""The rules of the crime-type profile: parts of a type, its outcomes, its seasons. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from csp import statistics
from csp.comparison.rows import MeasureRow
from csp.comparison.standings import Basis, Standings
from csp.core import disclosure
from csp.core.change import judge_changes
from csp.core.filters import TREND_MONTHS, Filters, Period
from csp.core.measures import Catalogue, Flag, Measure
from csp.core.scope import Scope
from csp.topics.wards.rules import Figures, Wards, ward_figures

Codes = npt.NDArray[np.int32]
Mask = npt.NDArray[np.bool_]
NO_OUTCOME, NO_OUTCOME_LABEL = "", "No outcome given"


@dataclass(frozen=True)
class Cases:
    """Every recorded incident of one district, summed by month, ward, offence, flag and outcome.

    Held as positions in lists of words, because one comes with every click: picking and
    adding up 200,000 groups takes about a millisecond. An absent word is "".
    """

    words: Mapping[str, tuple[Any, ...]]
    codes: Mapping[str, Codes]
    n: npt.NDArray[np.int64]

    @classmethod
    def of(cls, frame: pd.DataFrame) -> Cases:
        """From month, ward_code, offence, flag, outcome (null: none) and n."""
        words, codes = {}, {}
        for column in ("month", "ward_code", "offence", "flag", "outcome"):
            values = frame[column].dt.date if column == "month" else frame[column].fillna("")
            found, unique = pd.factorize(values)
            words[column], codes[column] = tuple(unique), found.astype(np.int32)
        return cls(words, codes, frame["n"].to_numpy(dtype=np.int64))

    def within(self, column: str, wanted: Collection[Any]) -> Mask:
        """Which groups have one of the wanted words."""
        known = np.fromiter((w in wanted for w in self.words[column]), bool, len(self.words[column]))
        chosen: Mask = known[self.codes[column]]
        return chosen

    def tally(self, column: str, chosen: Mask) -> dict[Any, int]:
        """The sum for each word of a column over the chosen groups; words without any are absent."""
        sums = np.bincount(self.codes[column][chosen], self.n[chosen], len(self.words[column]))
        return {w: int(n) for w, n in zip(self.words[column], sums, strict=True) if n}


@dataclass(frozen=True)
class Both:
    """The cases of one measure under the filters: all of them, and those of the two periods."""

    cases: Cases
    counted: Mask
    now: Mask
    before: Mask

    def tally(self, column: str, flag: str | None = None) -> tuple[dict[Any, int], dict[Any, int]]:
        """Sums by word in both periods; of the cases with one flag alone where it is given."""
        now, before = self.now, self.before
        if flag is not None:
            tagged = self.cases.within("flag", [flag])
            now, before = now & tagged, before & tagged
        return self.cases.tally(column, now), self.cases.tally(column, before)

    def by_month(self) -> dict[date, int]:
        """Counts by first day of the month, over every month loaded; a month without any is absent."""
        counts: dict[date, int] = self.cases.tally("month", self.counted)
        return counts

    def flagged(self, flag: str) -> tuple[int, int]:
        """How many carry a flag, in both periods."""
        now, before = self.tally("flag")
        return now.get(flag, 0), before.get(flag, 0)


def both(cases: Cases, measure: Measure, vocabulary: str, filters: Filters, scope: Scope) -> Both:
    """The cases that a measure counts in the chosen wards, in the two periods."""
    counted = cases.within("offence", measure.offences[vocabulary])
    counted &= ~cases.within("flag", filters.exclude)
    if filters.wards:
        counted &= cases.within("ward_code", filters.wards)
    if measure.flag:
        counted &= cases.within("flag", [measure.flag])
    now, before = (counted & cases.within("month", months) for months in (scope.months, scope.before))
    return Both(cases, counted, now, before)


# ------------------------------------------------------------------ wards


def shown_wards(wards: Wards, measure: str) -> tuple[Figures, ...]:
    """The wards whose count may be shown."""
    return tuple(row for row in ward_figures(wards, measure) if not row.change.suppressed_now)


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


def part_rows(
    split: Sequence[Part],
    pair: Both,
    measure: Measure,
    basis: Basis,
    people: tuple[float, float],
    flag: Flag | None = None,
) -> list[MeasureRow]:
    """A row per part that has any case, with its change and the share that carries a flag, most first.

    The changes of the parts are judged together. people: of the place, in both periods; nan
    where not known: bare counts are compared then.
    """
    sides = pair.tally("offence")
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
    if flag:
        tagged = pair.tally("offence", flag.code)
        of_part = {part.code: [_sum(side, part) for side in tagged] for part in split}
        rows = [replace(row, **_tagged(of_part[row.code], flag, basis)) for row in rows]
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


def outcomes(pair: Both, suppress: bool) -> list[Outcome]:
    """The outcomes of a measure, most frequent first, cases without any last; [] where there are none."""
    now, before = pair.tally("outcome")
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
