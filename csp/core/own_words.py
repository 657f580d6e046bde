"""What is said of areas of one's own, and of a district that is no more. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from csp.core import wording
from csp.core.areas import District

# Of more wards the sentence names so many.
MOST_NAMED = 5


def describe_ended_home(home: District, successor: District | None, has_later: bool) -> str:
    """When home ended, what it went into, and what is shown of the months after its last day."""
    later = (
        "later months are counted where files still name it or its wards"
        if has_later
        else "no file names it or its wards after that day, so no later month is shown"
    )
    return f"{_say_ended(home, successor.name if successor else '')}; {later}."


def suggest_successor(home: District, successor: District | None) -> str:
    """When home ended and what to write instead, where it went into another."""
    ended = _say_ended(home, successor.name if successor else "")
    return f'{ended}; write home = "{successor.name}" to count all of that.' if successor else f"{ended}."


def describe_ended_peer(peer: District) -> str:
    """Why a peer that has ended is left out."""
    ended = _say_ended(peer, "")
    return f"{ended} and no file names it or its wards after that day, so it is left out of every comparison."


def _say_ended(district: District, successor: str) -> str:
    day = f" on {wording.day(district.valid_to)}" if district.valid_to else ""
    return f"{district.name} ended{day}{f' and went into {successor}' if successor else ''}"


def describe_unknown_wards(name: str, wards: Sequence[str], number: int) -> str:
    """Which of the wards of an area of one's own are on file nowhere, so that it counts without them.

    wards: those, with their districts. number: how many wards it names.
    """
    more = len(wards) - MOST_NAMED
    listed = wording.list_words([*wards[:MOST_NAMED], f"{more} more"] if more > 0 else wards)
    verb = "is" if len(wards) == 1 else "are"
    return (
        f"{len(wards)} of the {wording.plural(number, 'ward')} of {name} {verb} on file nowhere and not "
        f"counted: {listed}. Import the outlines of their districts, or write the names in districts.csv as "
        "the outlines have them."
    )
