"""The titles and subtitles of the curve, the past warnings and the map."""

from __future__ import annotations

from collections.abc import Mapping

from csp.core import wording
from csp.topics.thresholds.findings.flags import describe_window
from csp.topics.thresholds.findings.rule import describe_limit
from csp.topics.thresholds.rules import Replay, Result, Rule


def describe_curve(rule: Rule, now: int, half: int, twice: int, window: str) -> tuple[str, str]:
    """Title and subtitle of the curve: how many warnings at this limit, at half of it and at twice."""
    title = f"{wording.plural(now, 'warning')} at {describe_limit(rule)}"
    if rule.limit:
        title += f", {wording.count(half)} at half of it, {wording.count(twice)} at twice"
    unit = "per cent" if rule.unit == "%" else "standard deviations"
    return title, f"Warnings at each limit ({unit}), {window}, all else as set"


def describe_replay(result: Replay) -> tuple[str, str]:
    """Title and subtitle of the past warnings."""
    subtitle = "Warnings in each month with the data it had then; line: expected by chance"
    return describe_replayed_flags(result), subtitle


def describe_replayed_flags(result: Replay) -> str:
    """How many warnings the limit would have given, and how many of them by chance alone.

    "This limit would have given 41 warnings in the 22 months from Mar 2019 to Dec 2020; about 20 by
    chance."
    """
    if not result.months:
        return "No past warnings: no month has enough whole months before it."
    wards = result.rule.watch == "ward_types"
    each = " (each crime type in a ward counted)" if wards and len(result.measures) > 1 else ""
    span = wording.period(result.months[0], result.months[-1])
    n = len(result.months)
    when = f"in {span}" if n == 1 else f"in the {n} months from {span}"
    warnings = wording.plural(int(result.flags.sum()), "warning")
    return f"This limit would have given {warnings}{each} {when}; {describe_chance(result)}."


def describe_chance(result: Replay) -> str:
    """ "about 20 by chance": how many warnings chance alone would give.

    What a count is held against varies by chance as much as the count. Taking it as certain would
    understate chance, by a factor of ten for a high limit, so the figure counts both.
    """
    return f"{_about(float(result.chance_both.sum()))} by chance"


def _about(expected: float) -> str:
    if expected < 0.05:
        return "next to none"
    return "fewer than 1" if expected < 1 else f"about {wording.count(expected)}"


def describe_map(result: Result, per_ward: Mapping[str, int], schematic: bool) -> tuple[str, str]:
    """Title and subtitle of the map: in how many wards there is a warning."""
    flagged = {code: n for code, n in per_ward.items() if n}
    note = "; schematic outlines" if schematic else ""
    subtitle = f"Crime types with a warning in each ward, {describe_window(result)}{note}"
    return f"Warnings in {wording.count(len(flagged))} of {len(per_ward)} wards", subtitle
