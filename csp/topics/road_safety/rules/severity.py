"""Casualties by severity, adjusted, with rates and verdicts. Pure.

Forces that record injuries in CRASH or a like system call more of them serious, so "serious" is not the same
count before and after a force changed over. The published adjustment gives each casualty a probability of
having been serious under such a system; its sums are used wherever serious injuries are compared, and named
"adjusted". Deaths need none.

Sums by month are those of the store: casualties with the columns month (its first day), severity (1 fatal,
2 serious, 3 slight, as recorded), casualties, adjusted_serious, adjusted_slight and adjusted (how many have
an adjustment); collisions with month, severity and collisions. A casualty without an adjustment is in the
sums as it was recorded.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np
import pandas as pd

from csp import statistics
from csp.core.change import Change, ChangeRules, judge_changes
from csp.core.collision_codes import Severity
from csp.core.population import Populations
from csp.statistics.rates import PER
from csp.statistics.types import Floats
from csp.topics.road_safety.rules.dispersion import RoadDispersion
from csp.topics.road_safety.rules.periods import Period
from csp.topics.road_safety.rules.standings import Standing, rank_places

FATAL, SERIOUS, SLIGHT = "fatal", "serious", "slight"
ALL, KILLED_OR_SERIOUS, COLLISIONS = "casualties", "killed_or_serious", "collisions"
# Judged with each other; the sums of them are judged with these and themselves.
SEVERITIES = (FATAL, SERIOUS, SLIGHT)
LINES = (*SEVERITIES, ALL, KILLED_OR_SERIOUS, COLLISIONS)
PER_SERIOUS = 100_000
Adjustment = Literal["adjusted", "partly adjusted", "as recorded"]


@dataclass(frozen=True)
class Severities:
    """Collisions, and the people killed, seriously and slightly injured in them, recorded and adjusted.

    adjusted: how many of the people have a published adjustment; of the others the recorded severity stands
    in the adjusted sums.
    """

    collisions: int = 0
    fatal: int = 0
    serious: int = 0
    slight: int = 0
    adjusted_serious: float = 0.0
    adjusted_slight: float = 0.0
    adjusted: int = field(default=0, compare=False)

    @property
    def adjustment(self) -> Adjustment:
        """Whether the severities are adjusted: all, none or some of them."""
        if not self.adjusted:
            return "as recorded"
        return "adjusted" if self.adjusted >= self.casualties else "partly adjusted"

    @property
    def casualties(self) -> int:
        """Everybody killed or injured."""
        return self.fatal + self.serious + self.slight

    @property
    def killed_or_serious(self) -> float:
        """Killed or seriously injured, by adjusted severity where there is one."""
        return self.fatal + self.adjusted_serious

    def count(self, line: str) -> int:
        """The figure of one of LINES as a whole number, adjusted ones rounded: 42.5 -> 43."""
        figures = {
            FATAL: self.fatal,
            SERIOUS: self.adjusted_serious,
            SLIGHT: self.adjusted_slight,
            ALL: self.casualties,
            KILLED_OR_SERIOUS: self.killed_or_serious,
            COLLISIONS: self.collisions,
        }
        return int(np.floor(round(figures[line], 6) + 0.5))  # sums of probabilities are not exact


@dataclass(frozen=True)
class PlaceFigures:
    """One place in two periods: a verdict for each of LINES, rates, and its standing among the places by
    both.

    rate, rate_before: casualties per 1,000 people; serious_rate, serious_rate_before: killed or seriously
    injured (adjusted) per 100,000. nan, and no standing, without a population; before is also nan where
    there is nothing to compare with.
    """

    code: str
    name: str
    now: Severities
    before: Severities
    changes: Mapping[str, Change]
    rate: float
    rate_before: float
    serious_rate: float
    serious_rate_before: float
    standing: Standing | None = None
    serious_standing: Standing | None = None


def find_adjustment(figures: Iterable[Severities]) -> Adjustment:
    """Whether the severities of several periods are adjusted: "partly adjusted" where these differ."""
    adjustments = {each.adjustment for each in figures if each.casualties}
    return adjustments.pop() if len(adjustments) == 1 else "partly adjusted" if adjustments else "as recorded"


def sum_severities(collisions: pd.DataFrame) -> Severities:
    """The casualties of single collisions, such as those of a hot spot.

    collisions: fatal, serious, slight, casualties_adjusted_serious and casualties_adjusted_slight; nan where
    there is no adjustment (the recorded severity then stands), or no casualty is listed.
    """
    people = {name: collisions[name].astype(np.float64) for name in SEVERITIES}
    serious, slight = (
        collisions[f"casualties_adjusted_{name}"].astype(np.float64).fillna(people[name])
        for name in (SERIOUS, SLIGHT)
    )
    return Severities(
        collisions=len(collisions),
        fatal=int(people[FATAL].sum()),
        serious=int(people[SERIOUS].sum()),
        slight=int(people[SLIGHT].sum()),
        adjusted_serious=float(serious.sum()),
        adjusted_slight=float(slight.sum()),
    )


def sum_months(
    casualties: pd.DataFrame,
    collisions: pd.DataFrame | None,
    period: Period,
    column: str = "district_code",
) -> dict[str, Severities]:
    """The casualties of each place in whole months, by the codes of a column; a place without any is absent.

    collisions: None where they are not asked for, as by ward; there are then 0 of them.
    """
    people = casualties[period.mark(casualties["month"])]
    numbers = {} if collisions is None else _count_collisions(collisions, period, column)
    sums = {str(code): rows for code, rows in people.groupby(column)}
    return {
        code: _read_sums(sums.get(code, people.iloc[:0]), numbers.get(code, 0))
        for code in sorted({*sums, *numbers})
    }


def _count_collisions(collisions: pd.DataFrame, period: Period, column: str) -> dict[str, int]:
    counts = collisions[period.mark(collisions["month"])].groupby(column)["collisions"].sum()
    return {str(code): int(n) for code, n in counts.items()}


def _read_sums(rows: pd.DataFrame, collisions: int) -> Severities:
    fatal, serious, slight = (
        int(rows.loc[rows["severity"] == code, "casualties"].sum()) for code in Severity
    )
    # Whoever was killed was neither seriously nor slightly injured, whatever a file says of it.
    hurt = rows[rows["severity"] != Severity.FATAL]
    return Severities(
        collisions=collisions,
        fatal=fatal,
        serious=serious,
        slight=slight,
        adjusted_serious=float(hurt["adjusted_serious"].sum()),
        adjusted_slight=float(hurt["adjusted_slight"].sum()),
        adjusted=int(rows["adjusted"].sum()),
    )


def judge_severities(
    now: Severities,
    before: Severities,
    people: tuple[float, float],
    dispersion: RoadDispersion,
    rules: ChangeRules,
) -> dict[str, Change]:
    """A verdict for each of LINES: killed, seriously and slightly injured are judged with each other.

    Adjusted sums are rounded, since the test is of whole numbers. people: the population now and before.
    """
    judged = ChangeRules(
        rules.comparable, rules.significance, rules.small_base, tuple(line in SEVERITIES for line in LINES)
    )
    changes = judge_changes(
        [now.count(line) for line in LINES],
        [before.count(line) for line in LINES],
        judged,
        people,
        dispersion=np.array([dispersion.of(line) for line in LINES]),
    )
    return dict(zip(LINES, changes, strict=True))


def compare_places(
    sums: tuple[Mapping[str, Severities], Mapping[str, Severities]],
    places: Mapping[str, str],
    populations: Populations,
    periods: tuple[Period, Period],
    dispersion: RoadDispersion,
    rules: ChangeRules,
) -> tuple[PlaceFigures, ...]:
    """The figures of each place, in the order of places (names by code). sums, periods: now and before.

    A period is set against the population of the year it ends in.
    """
    figures = []
    for code, name in places.items():
        now, before = (each.get(code, Severities()) for each in sums)
        people = tuple(populations.of(code, period.end.year)[0] for period in periods)
        changes = judge_severities(now, before, (people[0], people[1]), dispersion, rules)
        people_before = people[1] if rules.comparable else float("nan")
        figures.append(
            PlaceFigures(
                code=code,
                name=name,
                now=now,
                before=before,
                changes=changes,
                rate=statistics.rate(now.casualties, people[0]),
                rate_before=statistics.rate(before.casualties, people_before),
                serious_rate=compute_serious_rate(now, people[0]),
                serious_rate_before=compute_serious_rate(before, people_before),
            )
        )
    people_now = np.array([populations.of(code, periods[0].end.year)[0] for code in places])
    return _rank(figures, people_now, dispersion, rules.significance)


def compute_serious_rate(figures: Severities, people: float) -> float:
    """Killed or seriously injured (adjusted) per 100,000 people; nan without a population."""
    return statistics.rate(figures.killed_or_serious, people) * PER_SERIOUS / PER


def _rank(
    figures: Sequence[PlaceFigures], people: Floats, dispersion: RoadDispersion, significance: float
) -> tuple[PlaceFigures, ...]:
    """With their standings by both rates, among the places with a population."""
    names = [each.name for each in figures]
    by_line = [
        rank_places(
            names,
            [each.now.count(line) for each in figures],
            np.array([getattr(each, rate) for each in figures]),
            people,
            dispersion.of(line),
            significance,
        )
        for line, rate in ((ALL, "rate"), (KILLED_OR_SERIOUS, "serious_rate"))
    ]
    return tuple(
        replace(each, standing=standing, serious_standing=serious)
        for each, standing, serious in zip(figures, *by_line, strict=True)
    )
