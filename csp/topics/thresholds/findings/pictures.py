"""The titles and subtitles of the curve, the past warnings and the map."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from csp.core import wording
from csp.topics.thresholds.findings.flags import describe_window
from csp.topics.thresholds.findings.limit import count_warnings, describe_stretch
from csp.topics.thresholds.rules import Replay, Result, Rule

MONTHS_OF_A_YEAR = 12


def describe_curve(
    rule: Rule, limits: Sequence[float], counts: Sequence[int], window: str
) -> tuple[str, str]:
    """Title and subtitle of the curve: how many warnings at this limit, and where they are as many."""
    unit = "per cent" if rule.unit == "%" else "standard deviations"
    subtitle = f"Warnings at each limit ({unit}), {window}, all else as set"
    return describe_stretch(rule, limits, counts), subtitle


def describe_past_months(result: Replay) -> tuple[str, str]:
    """Title and subtitle of the chart of the past year."""
    wards = result.rule.watch == "ward_types" and len(result.measures) > 1
    each = ", each crime type in each ward counted" if wards else ""
    overlap = f"; {_name_windows(result.rule)} overlap" if result.rule.months > 1 else ""
    subtitle = f"Warnings in each month with the data it had then{each}; line: expected by luck{overlap}"
    if not result.months:
        return describe_past_year(result), subtitle
    return f"{count_warnings(int(result.flags.sum()))} in the past year, {describe_luck(result)}", subtitle


def describe_past_year(result: Replay) -> str:
    """How many warnings the rule would have given in the past year, and how many of them by luck.

    "In the past year this would have warned 43 times, about 20 by luck. Windows of 12 months overlap, so
    one change can warn in several months."
    """
    if not result.months:
        return "No month of the past year can be judged: not enough months before it."
    judged = len(result.months)
    when = "In the past year"
    if judged < MONTHS_OF_A_YEAR:
        when = f"In the {wording.plural(judged, 'month')} of the past year that can be judged"
    warnings = int(result.flags.sum())
    if not warnings:
        return f"{when} this would not have warned."
    times = "once" if warnings == 1 else f"{wording.count(warnings)} times"
    text = f"{when} this would have warned {times}, {describe_luck(result)}."
    if warnings == 1 or result.rule.months == 1:
        return text
    windows = _name_windows(result.rule)
    return f"{text} {windows[0].upper()}{windows[1:]} overlap, so one change can warn in several months."


def _name_windows(rule: Rule) -> str:
    return f"windows of {rule.months} months"


def describe_luck(result: Replay) -> str:
    """ "about 20 by luck": how many warnings there would be if nothing changed.

    What a count is held against varies as much as the count itself, and both vary more than chance
    alone would have it: the figure counts all of that.
    """
    return f"{_about(float(result.luck.sum()))} by luck"


def _about(expected: float) -> str:
    if expected < 0.05:
        return "next to none"
    return "fewer than 1" if expected < 1 else f"about {wording.count(expected)}"


def describe_map(result: Result, per_ward: Mapping[str, int], schematic: bool) -> tuple[str, str]:
    """Title and subtitle of the map: in how many wards there is a warning."""
    flagged = {code: n for code, n in per_ward.items() if n}
    note = "; schematic outlines" if schematic else ""
    subtitle = f"Crime types with a warning, {describe_window(result)}{note}"
    return f"Warnings in {wording.count(len(flagged))} of {len(per_ward)} wards", subtitle
