"""The sentences of the Trends page: what the control chart says, where home stands beside others. Pure."""

from csp.topics.trends.findings.areas import comparison_title, figure_words, populations
from csp.topics.trends.findings.control import (
    RULE_WORDS,
    SHAPES,
    charted,
    control_title,
    explanation,
    explanations,
    headline,
    limits_sentence,
    months_words,
    season_sentence,
    sign_sentences,
    usual_words,
)
from csp.topics.trends.findings.notes import notes
from csp.topics.trends.findings.types import MULTIPLES_READ, multiples_title, verdict_words
from csp.topics.trends.findings.years import years_title, years_words

__all__ = [
    "MULTIPLES_READ",
    "RULE_WORDS",
    "SHAPES",
    "charted",
    "comparison_title",
    "control_title",
    "explanation",
    "explanations",
    "figure_words",
    "headline",
    "limits_sentence",
    "months_words",
    "multiples_title",
    "notes",
    "populations",
    "season_sentence",
    "sign_sentences",
    "usual_words",
    "verdict_words",
    "years_title",
    "years_words",
]
