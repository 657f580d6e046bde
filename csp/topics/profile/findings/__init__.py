"""The sentences of the crime-type profile: what a type is, its season, its parts, its outcomes. Pure."""

from csp.topics.profile.findings.measure import describe_measure, flag_sentence
from csp.topics.profile.findings.outcomes import explain_no_outcomes, outcome_caveat, outcome_words
from csp.topics.profile.findings.parts import explain_no_page, part_words
from csp.topics.profile.findings.ranks import NO_RANK_OF_WARDS, explain_no_rank
from csp.topics.profile.findings.season import season_sentence
from csp.topics.profile.findings.trend import a_month, trend_words
from csp.topics.profile.findings.wards import hidden_wards, map_words, ward_words

__all__ = [
    "NO_RANK_OF_WARDS",
    "a_month",
    "describe_measure",
    "explain_no_outcomes",
    "explain_no_page",
    "explain_no_rank",
    "flag_sentence",
    "hidden_wards",
    "map_words",
    "outcome_caveat",
    "outcome_words",
    "part_words",
    "season_sentence",
    "trend_words",
    "ward_words",
]
