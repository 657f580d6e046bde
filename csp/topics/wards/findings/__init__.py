"""The sentences of the ward map: which ward stands out, and how the chosen ones compare. Pure."""

from csp.topics.wards.findings.headlines import describe_rank, headline, place_headline
from csp.topics.wards.findings.maps import (
    NO_OUTLINES,
    NO_POINTS,
    NO_WARDS,
    explain_missing_map,
    map_sentence,
    picture_words,
    place_sentence,
)
from csp.topics.wards.findings.mix import mix_words
from csp.topics.wards.findings.notes import caveats, matrix_caption
from csp.topics.wards.findings.trend import trend_words

__all__ = [
    "NO_OUTLINES",
    "NO_POINTS",
    "NO_WARDS",
    "caveats",
    "describe_rank",
    "explain_missing_map",
    "headline",
    "map_sentence",
    "matrix_caption",
    "mix_words",
    "picture_words",
    "place_headline",
    "place_sentence",
    "trend_words",
]
