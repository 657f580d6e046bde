"""A change in words, the same on every page. Pure."""

from __future__ import annotations

from csp.core import wording
from csp.core.change import Change


def describe_verdict(change: Change) -> str:
    """Whether the change is more than chance: "a clear change" or "no clear change"."""
    return wording.verdict(change.is_real)


def describe_change(change: Change) -> str:
    """The change with its verdict, for a tooltip: "▼ 778 (−9.0%), a clear change"."""
    if change.before is None:
        return "nothing to compare with"
    if not change.difference:
        return wording.change(change.now, change.before)
    return f"{wording.change(change.now, change.before)}, {describe_verdict(change)}"


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
