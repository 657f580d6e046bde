"""What-if thresholds: a rule, what it flags, how often it would have flagged something, and by luck."""

from csp.topics.thresholds.rules.cells import Cells, Extent, build
from csp.topics.thresholds.rules.evaluate import Result, curve, evaluate
from csp.topics.thresholds.rules.flat import Flat, find_flats, find_stretch
from csp.topics.thresholds.rules.replay import Replay, replay
from csp.topics.thresholds.rules.rule import Rule, Watch, default_measures
from csp.topics.thresholds.rules.scenarios import (
    BALANCED,
    CAUTIOUS,
    ROADS,
    SCENARIOS,
    SENSITIVE,
    KeptScenario,
    Scenario,
    ScenarioResult,
    find_baseline,
)

__all__ = [
    "BALANCED",
    "CAUTIOUS",
    "ROADS",
    "SCENARIOS",
    "SENSITIVE",
    "Cells",
    "Extent",
    "Flat",
    "KeptScenario",
    "Replay",
    "Result",
    "Rule",
    "Scenario",
    "ScenarioResult",
    "Watch",
    "build",
    "curve",
    "default_measures",
    "evaluate",
    "find_baseline",
    "find_flats",
    "find_stretch",
    "replay",
]
