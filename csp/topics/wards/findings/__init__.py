"""The sentences of the ward map: which ward stands out, and how the chosen ones compare. Pure."""

from csp.topics.wards.findings.headlines import (
    describe_highest,
    describe_rank,
    name_ranked,
    write_headline,
    write_place_headline,
)
from csp.topics.wards.findings.maps import (
    NO_OUTLINES,
    NO_POINTS,
    NO_WARDS,
    describe_map,
    describe_place,
    explain_missing_map,
    explain_no_streets,
    write_picture_words,
)
from csp.topics.wards.findings.mix import LEAST_EXCESS, write_mix_words
from csp.topics.wards.findings.near import describe_point
from csp.topics.wards.findings.notes import describe_matrix, list_caveats
from csp.topics.wards.findings.trend import write_trend_words

__all__ = [
    "LEAST_EXCESS",
    "NO_OUTLINES",
    "NO_POINTS",
    "NO_WARDS",
    "describe_highest",
    "describe_map",
    "describe_matrix",
    "describe_place",
    "describe_point",
    "describe_rank",
    "explain_missing_map",
    "explain_no_streets",
    "list_caveats",
    "name_ranked",
    "write_headline",
    "write_mix_words",
    "write_picture_words",
    "write_place_headline",
    "write_trend_words",
]
