"""A rule in words."""

from __future__ import annotations

from collections.abc import Mapping

from csp.core import wording
from csp.topics.thresholds.rules import Rule

_MOVES = {"up": "up", "down": "down", "both": "up or down"}
_PLACES = {"ward_types": "in each ward", "types": "in the district"}
ROADS = "Road casualties, and the killed or seriously injured among them, in the district"
_AGAINST = {
    "same months last year": "the same months last year",
    "mean of the three previous": "the average of the three periods before",
    "the county's rate": "the county's rate",
    "the middle of the peers": "the middle rate of the peers",
    "control limits": "the average of the months before (control limits)",
}


def describe_rule(rule: Rule, flags: Mapping[str, str], measures: Mapping[str, str]) -> str:
    """The whole rule in one sentence. flags, measures: labels by code.

    "Crime types in each ward over 12 months, against the same months last year: up by more
    than 30%, at least 20, only clear changes."
    """
    watched = wording.list_words([measures.get(code, code) for code in rule.measures[:3]])
    if len(rule.measures) > 3:
        watched = f"{len(rule.measures)} crime types"
    parts = [describe_limit_and_direction(rule)]
    if rule.least:
        parts.append(f"at least {wording.count(rule.least)}")
    parts.append("only clear changes" if rule.significant else "clear or not")
    if rule.exclude:
        named = wording.list_words([flags.get(code, code) for code in rule.exclude])
        parts.append(f"without {named} reports")
    over = "one month" if rule.months == 1 else f"{rule.months} months"
    what = ROADS if rule.on_roads else f"{watched or 'Crime types'} {_PLACES[rule.watch]}"
    return f"{what} over {over}, against {_AGAINST[rule.against]}: {', '.join(parts)}."


def describe_limit_and_direction(rule: Rule) -> str:
    """ "up by more than 30%" """
    return f"{_MOVES[rule.direction]} by more than {describe_limit(rule)}"


def describe_limit(rule: Rule) -> str:
    """ "30%" or "3 standard deviations" """
    return write_limit(rule.limit, rule.unit)


def write_limit(limit: float, unit: str) -> str:
    """A limit with its unit."""
    if unit == "%":
        return f"{limit:g}%"
    return f"{limit:g} standard deviation{'' if limit == 1 else 's'}"
