"""The days of the next reviews, in words. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from csp.core import wording
from csp.topics.action_plan.findings.values import write_day


def describe_proposal(days: Sequence[date], unfinished: int) -> str:
    """ "57 of 57 unfinished actions have no day for their next review. Proposed: 31 Dec 2021 for 54, ..." """
    if not unfinished:
        return "No action of the plan is unfinished, so none needs a review."
    if not days:
        return "Every unfinished action has a day for its next review, or its plan has ended."
    counts = sorted(Counter(days).items())
    proposed = wording.list_words([f"{write_day(day)} for {count}" for day, count in counts])
    verb = "has" if len(days) == 1 else "have"
    return (
        f"{len(days)} of {wording.plural(unfinished, 'unfinished action')} {verb} no day for the next "
        f"review. Proposed by rhythm, quarterly where the plan names none: {proposed}. "
        "Each day can be changed on the page of its action."
    )


def name_setting(count: int) -> str:
    """The words of the button: "Set the review of 57 actions"."""
    return f"Set the review of {wording.plural(count, 'action')}"


def write_set(count: int, skipped: int) -> str:
    """What has become of it."""
    kept = f" {skipped} had a day by now and keep it." if skipped else ""
    return (
        f"Stored: {wording.plural(count, 'action')} now {'has' if count == 1 else 'have'} a review day.{kept}"
    )
