"""Scenarios: rules with a name. Four are built in, others are saved with the action plan."""

from __future__ import annotations

from dataclasses import dataclass

from csp.topics.thresholds.rules.evaluate import Result
from csp.topics.thresholds.rules.replay import Replay
from csp.topics.thresholds.rules.rule import Rule


@dataclass(frozen=True)
class Scenario:
    """A rule with a name and one sentence on what it is for."""

    name: str
    meaning: str
    rule: Rule


# Tuned on the sample. These three watch crime types in wards and rises only, so that they can be compared.
CAUTIOUS = Scenario(
    "Cautious",
    "A year against the year before, half as many again from a fair base, only clear changes, "
    "COVID-tagged reports left out: few warnings, and little doubt about any of them.",
    Rule(limit=50.0, least=50, exclude=("covid",)),
)
BALANCED = Scenario(
    "Balanced",
    "A year against the year before, up by more than 30% and only clear changes: "
    "warnings that would stand up in a meeting.",
    Rule(),
)
SENSITIVE = Scenario(
    "Sensitive",
    "Three months against the same months last year, half as many again, clear change or not: "
    "speaks early, with many false alarms.",
    Rule(months=3, limit=50.0, significant=False),
)
# A clear change of so few is a large one, so the limit hardly matters while only clear changes count.
ROADS = Scenario(
    "Roads",
    "The people hurt on the district's roads in a year against the year before, and of these the killed or "
    "seriously injured: up by more than 10% and a clear change.",
    Rule(watch="roads", limit=10.0),
)
SCENARIOS = (CAUTIOUS, BALANCED, SENSITIVE, ROADS)


@dataclass(frozen=True)
class KeptScenario:
    """A scenario on offer: one that is built in, or one that was saved.

    saved_by: who saved it and when, "" for one that is built in. version: of the saved
    record, None where there is none; one that is built in is saved as it is to become the baseline.
    """

    name: str
    meaning: str
    rule: Rule
    saved_by: str
    is_baseline: bool
    version: int | None


@dataclass(frozen=True)
class ScenarioResult:
    """What a scenario comes to now and in the replay."""

    scenario: KeptScenario
    result: Result
    replay: Replay


def find_baseline(scenarios: tuple[KeptScenario, ...]) -> KeptScenario:
    """The scenario that others are compared with; there is always one."""
    return next(each for each in scenarios if each.is_baseline)
