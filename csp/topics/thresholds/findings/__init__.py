"""The sentences of the what-if thresholds: the rule, what it flags, the pictures, and notes."""

from csp.topics.thresholds.findings.flags import (
    REASONS,
    against_baseline,
    count_against,
    explain,
    headline,
    new_and_gone,
    not_judged,
    side_by_side,
    versus,
    window_words,
)
from csp.topics.thresholds.findings.notes import NO_WARDS, incomplete, matrix_caption, no_map, not_used
from csp.topics.thresholds.findings.pictures import (
    by_chance,
    curve_words,
    map_words,
    replay_sentence,
    replay_words,
)
from csp.topics.thresholds.findings.rule import limit_and_direction, limit_words, rule_words

__all__ = [
    "NO_WARDS",
    "REASONS",
    "against_baseline",
    "by_chance",
    "count_against",
    "curve_words",
    "explain",
    "headline",
    "incomplete",
    "limit_and_direction",
    "limit_words",
    "map_words",
    "matrix_caption",
    "new_and_gone",
    "no_map",
    "not_judged",
    "not_used",
    "replay_sentence",
    "replay_words",
    "rule_words",
    "side_by_side",
    "versus",
    "window_words",
]
