"""The numbers of a measure by quarter, and whether they hit its target. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from csp.topics.action_plan.store.entry_records import Held, Measure
from csp.topics.action_plan.store.records import SIMULATED, ActionView, Entry
from csp.topics.action_plan.store.status import Quarter

Verdict = Literal["hit", "miss", ""]


@dataclass(frozen=True)
class MeasurePoint:
    """The number of a measure for a quarter, whether it hits the target ("" without one), and its update."""

    quarter: Quarter
    value: float
    verdict: Verdict
    update_id: str


def judge_value(measure: Measure, value: float) -> Verdict:
    """Whether a number hits the target of its measure; "" where there is none. As much as the target hits."""
    if measure.target is None or not measure.sense:
        return ""
    is_hit = value >= measure.target if measure.sense == "at least" else value <= measure.target
    return "hit" if is_hit else "miss"


def list_series(entries: Iterable[Entry], key: str, measure: Measure) -> list[MeasurePoint]:
    """The numbers of a measure, a quarter each, the earliest first.

    entries: the updates in force, as ActionView.in_force() orders them. Where several of a quarter give a
    number, the one entered last counts; one without a number takes nothing away.
    """
    points = {
        entry.update.quarter: MeasurePoint(
            entry.update.quarter, entry.values[key], judge_value(measure, entry.values[key]), entry.update.id
        )
        for entry in entries
        if key in entry.values
    }
    return [points[quarter] for quarter in sorted(points)]


@dataclass(frozen=True)
class MeasureStanding:
    """A measure of an action with its numbers by quarter, the earliest first."""

    held: Held[Measure]
    points: tuple[MeasurePoint, ...]

    @property
    def measure(self) -> Measure:
        return self.held.content

    @property
    def latest(self) -> MeasurePoint | None:
        return self.points[-1] if self.points else None

    @property
    def is_simulated(self) -> bool:
        """Whether its numbers show beside the sample and nobody reported them."""
        return any(point.update_id.startswith(SIMULATED) for point in self.points)


def list_standings(view: ActionView) -> list[MeasureStanding]:
    """The measures of an action in order, each with its numbers."""
    entries = view.in_force()
    return [
        MeasureStanding(held, tuple(list_series(entries, held.key, held.content))) for held in view.measures
    ]
