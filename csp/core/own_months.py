"""What is said where the street files that are loaded are not of the area of the settings. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from csp.core import wording
from csp.core.settings import Area

# Of more forces the sentence names so many.
MOST_NAMED = 3


def describe_missing_months(area: Area, forces: Collection[str], holds_home: bool) -> str:
    """Why the street files of some forces count nowhere; "" where none is loaded or they do count.

    forces: the short names of the forces whose months are loaded. holds_home: whether they have any row of
    the home district.
    """
    if not forces or (area.force_slug in forces and holds_home):
        return ""
    if area.force_slug in forces:
        return (
            f"The street files of {area.force} that are loaded have no row of {area.home_name}, so they "
            "count nowhere: rows outside the area of the settings are left out as a file is read. Import the "
            "files again: python -m csp import police PATH."
        )
    names = sorted(forces)
    others = names if len(names) <= MOST_NAMED else [*names[:MOST_NAMED], f"{len(names) - MOST_NAMED} more"]
    return (
        f"Street files of {wording.list_words(others)} are loaded and none of {area.force} "
        f"({area.force_slug}), the force of {area.home_name}, so they count nowhere. Fetch its files with "
        f'python -m csp setup "{area.home_name}", or import them: python -m csp import police PATH.'
    )


def describe_no_months(area: Area, has_sample: bool) -> str:
    """Why there is no recorded crime at all, and what to do. has_sample: there is one, of another area."""
    if not has_sample:
        return (
            f"No months of {area.force} are loaded. Run python -m csp sample for the sample, "
            "or import street files with python -m csp import police."
        )
    return (
        f"No months of {area.force} ({area.force_slug}) are loaded, and the sample that comes with the "
        f"dashboard holds nothing of {area.home_name}. Fetch some with python -m csp setup "
        f'"{area.home_name}", or download them from https://data.police.uk/data/ and import them: '
        "python -m csp import police PATH."
    )


def describe_left_out(names: Sequence[str]) -> str:
    """Which peers are left out of comparisons, since no recorded crime of theirs is loaded; "" for none."""
    if not names:
        return ""
    listed = wording.list_words(names) if len(names) <= MOST_NAMED else f"{len(names)} districts"
    return (
        f"No recorded crime of {listed} is loaded, so they are left out of every comparison."
        if len(names) > 1
        else f"No recorded crime of {listed} is loaded, so it is left out of every comparison."
    )


def describe_left_out_in_part(missing: Mapping[str, Sequence[date]]) -> str:
    """Which peers are left out of comparisons for months of theirs that are not loaded; "" for none.

    missing: by the name of the peer, in order.
    """
    if not missing:
        return ""
    names, months = list(missing), sorted({month for each in missing.values() for month in each})
    listed = wording.list_words(names) if len(names) <= MOST_NAMED else f"{len(names)} districts"
    several = len(names) > 1
    which = wording.list_words([wording.month(month) for month in months])
    if len(months) > MOST_NAMED:
        which = f"{len(months)} months ({wording.month(months[0])} to {wording.month(months[-1])})"
    verb, of = ("are", "them") if several else ("is", "it")
    forces = "their forces" if several else "its force"
    return (
        f"{listed} {verb} left out of every comparison: {which} {'are' if len(months) > 1 else 'is'} not "
        f"loaded of {of}, and would count as 0. Import what is missing of {forces}."
    )
