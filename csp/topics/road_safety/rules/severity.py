"""Casualties by severity, adjusted, with rates and verdicts. Pure.

Forces that record injuries in CRASH or a like system call more of them serious, so "serious" is not the same
count before and after a force changed over. The published adjustment gives each casualty a probability of
having been serious under such a system; its sums are used wherever serious injuries are compared, and named
"adjusted". Deaths need none. The record files are open data, row by row, so nothing of them is suppressed.

The frame of collisions has, beside the columns of hot_spots, the casualties of each collision: fatal,
serious, slight, casualties_adjusted_serious and casualties_adjusted_slight (nan where the source has no
adjustment: the recorded severity then stands).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from csp import statistics
from csp.core.change import Change, ChangeRules, judge_changes
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


@dataclass(frozen=True)
class Severities:
    """Collisions, and the people killed, seriously and slightly injured in them, recorded and adjusted."""

    collisions: int = 0
    fatal: int = 0
    serious: int = 0
    slight: int = 0
    adjusted_serious: float = 0.0
    adjusted_slight: float = 0.0

    @property
    def casualties(self) -> int:
        """Everybody killed or injured."""
        return self.fatal + self.serious + self.slight

    @property
    def killed_or_serious(self) -> float:
        """Killed or seriously injured, by adjusted severity."""
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


def sum_severities(collisions: pd.DataFrame) -> Severities:
    """The casualties of some collisions."""
    return _read_sums(len(collisions), _fill_adjusted(collisions).sum())


def sum_by(collisions: pd.DataFrame, column: str) -> dict[str, Severities]:
    """The casualties by the values of a column, such as district_code; rows without one are left out."""
    rows = _fill_adjusted(collisions).assign(collisions=1, key=collisions[column])
    sums = rows.dropna(subset=["key"]).groupby("key").sum()
    return {str(key): _read_sums(int(row["collisions"]), row) for key, row in sums.iterrows()}


def _fill_adjusted(collisions: pd.DataFrame) -> pd.DataFrame:
    recorded = collisions[[FATAL, SERIOUS, SLIGHT]].astype(np.float64)
    adjusted = {
        f"adjusted_{severity}": collisions[f"casualties_adjusted_{severity}"]
        .astype(np.float64)
        .fillna(recorded[severity])
        for severity in (SERIOUS, SLIGHT)
    }
    return recorded.assign(**adjusted)


def _read_sums(collisions: int, sums: pd.Series[float]) -> Severities:
    return Severities(
        collisions,
        int(sums[FATAL]),
        int(sums[SERIOUS]),
        int(sums[SLIGHT]),
        float(sums["adjusted_serious"]),
        float(sums["adjusted_slight"]),
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
    collisions: pd.DataFrame,
    places: Mapping[str, str],
    populations: Populations,
    periods: tuple[Period, Period],
    dispersion: RoadDispersion,
    rules: ChangeRules,
    column: str = "district_code",
) -> tuple[PlaceFigures, ...]:
    """The figures of each place, in the order of places (names by code). periods: now and before.

    A period is set against the population of the year it ends in. column: whose codes the places have.
    """
    sums = [sum_by(collisions[period.mark(collisions["date"])], column) for period in periods]
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
