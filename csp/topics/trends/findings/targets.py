"""Whether a target is met, and whether the usual range can be relied on to meet it."""

from __future__ import annotations

from collections.abc import Collection

from csp.core import wording
from csp.topics.trends.findings.control import quote_range
from csp.topics.trends.rules import Control, TargetCheck


def describe_target(control: Control, check: TargetCheck) -> str:
    """A target in words: what the latest 12 months came to, and what is to be expected.

    "Target 500 a year (42 a month): met, 470 in the 12 months to Dec 2020. Hit or miss by month: 36 to 80
    is usual."
    """
    goal = f"Target {wording.count(check.yearly)} a year ({wording.count(check.monthly)} a month)"
    end = wording.month(control.months[-1])
    if check.total is None:
        text = f"{goal}: the 12 months to {end} are not complete."
    else:
        verdict = "met" if check.is_met else "missed"
        text = f"{goal}: {verdict}, {wording.count(check.total)} in the 12 months to {end}."
    if check.assurance == "unknown":
        return text
    adjusted = ", adjusted for season" if control.factors else ""
    usual = f"{quote_range(check.low, check.high)} a month is usual{adjusted}"
    words = {
        "met": f"Met by every usual month: {usual}.",
        "missed": f"Missed by every usual month until something changes: {usual}.",
        "either": f"Hit or miss by month: {usual}.",
    }
    return f"{text} {words[check.assurance]}"


def describe_unknown_targets(targets: Collection[str], measures: Collection[str]) -> str:
    """What the settings name that is no crime type: a slip of the pen would else be a target of nothing."""
    unknown = [code for code in targets if code not in measures]
    if not unknown:
        return ""
    verb = "is no measure" if len(unknown) == 1 else "are no measures"
    return f"area.toml has a target for {wording.list_words(unknown)}, which {verb} of measures.yml."


def name_target(check: TargetCheck) -> str:
    """The words at the line of a target on the chart."""
    return f"Target {wording.count(check.monthly)}"
