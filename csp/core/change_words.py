"""A change in words, the same on every page. Pure."""

from __future__ import annotations

import math

from csp.core import wording
from csp.core.change import Change


def describe_verdict(change: Change) -> str:
    """Whether the change is more than chance: "a clear change" or "no clear change"."""
    return wording.verdict(change.is_real)


def describe_smallest(change: Change, with_pct: bool = True) -> str:
    """The smallest change that could have been seen, beside one that is not clear: "±226 (6.3%)"; else "".

    It is that of a change judged by itself. Where the change is as large and the rows judged with it made
    the difference, it would contradict the verdict, so nothing is said.
    """
    if change.is_real or change.smallest is None or abs(change.difference or 0) >= change.smallest:
        return ""
    least = f"±{wording.count(math.ceil(change.smallest))}"
    return f"{least} ({wording.pct(100 * change.smallest / (change.before or 1))})" if with_pct else least


def describe_evidence(change: Change) -> str:
    """The verdict, with the smallest change that could have been seen where there is none.

    "a clear change"; "no clear change; the smallest we could have seen: ±226 (6.3%)"
    """
    smallest = describe_smallest(change)
    return f"{describe_verdict(change)}{f'; the smallest we could have seen: {smallest}' if smallest else ''}"


def describe_change(change: Change) -> str:
    """The change with its verdict, for a tooltip: "▼ 778 (−9.0%), a clear change"."""
    if change.before is None:
        return "nothing to compare with"
    if not change.difference:
        return wording.change(change.now, change.before)
    return f"{wording.change(change.now, change.before)}, {describe_evidence(change)}"


def describe_size(change: Change) -> str:
    """The way it went and by how many: "fell by 778". Raises ValueError where there is no change to show."""
    if change.difference is None:
        raise ValueError("There is no earlier count to compare with.")
    return f"{'rose' if change.difference > 0 else 'fell'} by {wording.count(abs(change.difference))}"


def describe_movement(change: Change) -> str:
    """A clause for a sentence: "fell by 778 (−9.0%) to 7,830, a clear change".

    Counts that are equal have no movement: the caller says so in words that suit its sentence.
    Raises ValueError where there is no change to show.
    """
    size, before = describe_size(change), change.before or 0
    # share() marks the % of a base below its limit, so a limit just above this base marks it.
    share = wording.share(change.now, before, small_base=before + 1 if change.small_base else 0)
    return f"{size} ({share}) to {wording.count(change.now)}, {describe_verdict(change)}"
