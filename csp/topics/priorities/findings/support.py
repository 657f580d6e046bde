"""The evidence on one candidate in sentences, each a plain reading of its figures. Pure."""

from __future__ import annotations

from csp.core import wording
from csp.core.change_words import describe_change
from csp.topics.priorities.rules import Evidence, Ranking

JUDGED = {
    "impact": "impact",
    "concern": "public concern",
    "capacity": "lack of capacity",
    "capability": "lack of capability",
}
"""What people judge of a candidate, in the order of the form."""


def describe_support(ranking: Ranking, i: int) -> list[str]:
    """The evidence of one candidate, in the order of the score; nothing without figures."""
    e = ranking.evidence[i]
    if e.volume is None:
        return []
    sentences = (
        _describe_volume(ranking, i),
        _describe_harm(e),
        _describe_judgements(e),
        _describe_rank(e),
        _describe_change(e),
        _describe_wards(e),
        _describe_confidence(e),
        _describe_overlap(e),
    )
    return [text for text in sentences if text]


def describe_harm(e: Evidence) -> str:
    """Days as a cell has them, or why there are none."""
    return e.harm_missing or wording.MISSING if e.harm is None else wording.count(round(e.harm))


def _describe_volume(ranking: Ranking, i: int) -> str:
    volumes = [e.volume for e in ranking.evidence if e.volume is not None]
    e = ranking.evidence[i]
    place = 1 + sum(v > (e.volume or 0) for v in volumes)
    most = "the most" if place == 1 else f"the {wording.ordinal(place)} most"
    most = f"joint {most.removeprefix('the ')}" if volumes.count(e.volume or 0) > 1 else most
    return f"{wording.count(e.volume or 0)} in the period, {most} of {len(volumes)} candidates."


def _describe_harm(e: Evidence) -> str:
    if e.harm is None:
        return f"Harm: {e.harm_missing or 'not known'}, so it counts as the middle."
    return f"Harm: {describe_harm(e)} days, {wording.rate(e.harm / (e.volume or 1))} for each."


def _describe_judgements(e: Evidence) -> str:
    values = {name: getattr(e.judged, field) for field, name in JUDGED.items()}
    entered = [f"{name} {value:g} of 5" for name, value in values.items() if value is not None]
    blank = [name for name, value in values.items() if value is None]
    parts = [f"Judged by people: {wording.list_words(entered)}."] if entered else []
    if blank:
        parts.append(f"Blank, which counts as the middle: {wording.list_words(blank)}.")
    return " ".join(parts)


def _describe_rank(e: Evidence) -> str:
    if not e.rank:
        return ""
    place = wording.rank(e.rank, e.areas)
    if not e.rank_before:
        return f"By rate {place}."
    before = wording.standing(e.rank_before, e.areas)
    return f"By rate {place}, {'as' if e.rank == e.rank_before else before + ' in the period'} before."


def _describe_change(e: Evidence) -> str:
    if e.change is None or e.change.before is None:
        return ""
    words = describe_change(e.change) if e.change.difference else "no change"
    follows = "; the number follows police activity, so it counts as the middle" if e.neutral else ""
    return f"Against the period before: {words}{follows}."


def _describe_wards(e: Evidence) -> str:
    if e.wards_flagged is None or not e.wards:
        return ""
    return f"Warnings in {e.wards_flagged} of {wording.plural(e.wards, 'ward')} under the current rule."


def _describe_confidence(e: Evidence) -> str:
    width = wording.whole_pct(100 * (1 - e.precision))
    complete = wording.whole_pct(100 * e.complete)
    return (
        f"Confidence: {complete} of the months are complete, {wording.plural(e.months, 'month')} counted, "
        f"the count known to ±{width}."
    )


def _describe_overlap(e: Evidence) -> str:
    if not e.cuts_across:
        return ""
    return "It cuts across other types: some of it is recorded under them as well."
