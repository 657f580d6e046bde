"""The titles and subtitles of the curve, the replay and the map."""

from __future__ import annotations

from collections.abc import Mapping

from csp.core import wording
from csp.topics.thresholds.findings.flags import describe_window
from csp.topics.thresholds.findings.rule import describe_limit
from csp.topics.thresholds.rules import Replay, Result, Rule


def describe_curve(rule: Rule, now: int, half: int, twice: int, window: str) -> tuple[str, str]:
    """Title and subtitle of the curve: how many are flagged at this limit, at half of it and at twice."""
    title = f"{wording.count(now)} flagged at {describe_limit(rule)}"
    if rule.limit:
        title += f", {wording.count(half)} at half of it, {wording.count(twice)} at twice"
    unit = "%" if rule.unit == "%" else "standard deviations"
    return title, f"Number flagged at each limit ({unit}), {window}, all else as set"


def describe_replay(result: Replay) -> tuple[str, str]:
    """Title and subtitle of the replay."""
    subtitle = "Flagged in each month with the data it had then; lines: expected by chance"
    if float(result.chance.sum()) != float(result.chance_both.sum()):
        subtitle += ", dashed with chance in the baselines counted too"
    return describe_replayed_flags(result), subtitle


def describe_replayed_flags(result: Replay) -> str:
    """How often the limit would have flagged something, and how often by chance alone.

    "This limit would have flagged 41 ward-months in the 22 months from Mar 2019 to Dec 2020;
    about 12 by chance, about 20 if chance in the baselines is counted too."
    """
    if not result.months:
        return "No month can be replayed: there are not enough whole months before any of them."
    wards = result.rule.watch == "ward_types"
    unit = "ward-month" if wards else "type-month"
    each = " (each crime type counted)" if wards and len(result.measures) > 1 else ""
    span = wording.period(result.months[0], result.months[-1])
    n = len(result.months)
    when = f"in {span}" if n == 1 else f"in the {n} months from {span}"
    flags = wording.plural(int(result.flags.sum()), unit)
    return f"This limit would have flagged {flags}{each} {when}; {describe_chance(result)}."


def describe_chance(result: Replay) -> str:
    """ "about 12 by chance, about 20 if chance in the baselines is counted too"; the second where it differs.

    A baseline that is a single count varies by chance as much as the count that is
    compared with it. Taking the baseline as certain understates chance, by a factor
    of ten for a high limit, so both figures are given.
    """
    certain, both = _about(float(result.chance.sum())), _about(float(result.chance_both.sum()))
    if certain == both:
        return f"{certain} by chance"
    return f"{certain} by chance, {both} if chance in the baselines is counted too"


def _about(expected: float) -> str:
    if expected < 0.05:
        return "next to none"
    return "fewer than 1" if expected < 1 else f"about {wording.count(expected)}"


def describe_map(result: Result, per_ward: Mapping[str, int], schematic: bool) -> tuple[str, str]:
    """Title and subtitle of the map: in how many wards anything is flagged, and where most."""
    flagged = {code: n for code, n in per_ward.items() if n}
    note = "; schematic outlines" if schematic else ""
    subtitle = f"Crime types flagged in each ward, {describe_window(result)}{note}"
    return f"Flagged in {wording.count(len(flagged))} of {len(per_ward)} wards", subtitle
