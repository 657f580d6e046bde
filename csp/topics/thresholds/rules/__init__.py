"""What-if thresholds: a rule, what it flags and why, how often it would have spoken, and by chance. Pure."""

from csp.topics.thresholds.rules.baseline import REASONS
from csp.topics.thresholds.rules.cells import Cells, build
from csp.topics.thresholds.rules.evaluate import (
    Result,
    count_against,
    curve,
    evaluate,
    explain,
    limit_words,
    new_and_gone,
    versus,
)
from csp.topics.thresholds.rules.figures import (
    Adjustment,
    OffenceCounts,
    Peers,
    WhatIf,
    adjust,
    what_if,
    what_if_sentence,
)
from csp.topics.thresholds.rules.replay import Replay, replay, replay_sentence
from csp.topics.thresholds.rules.rule import (
    BALANCED,
    CAUTIOUS,
    SCENARIOS,
    SENSITIVE,
    Rule,
    Scenario,
    default_measures,
)

__all__ = [
    "BALANCED",
    "CAUTIOUS",
    "REASONS",
    "SCENARIOS",
    "SENSITIVE",
    "Adjustment",
    "Cells",
    "OffenceCounts",
    "Peers",
    "Replay",
    "Result",
    "Rule",
    "Scenario",
    "WhatIf",
    "adjust",
    "build",
    "count_against",
    "curve",
    "default_measures",
    "evaluate",
    "explain",
    "limit_words",
    "new_and_gone",
    "replay",
    "replay_sentence",
    "versus",
    "what_if",
    "what_if_sentence",
]
