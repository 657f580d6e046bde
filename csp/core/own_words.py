"""What is said of areas of one's own, and of a district that is no more. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from csp.core import wording

# Of more wards the sentence names so many.
MOST_NAMED = 5


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
