"""The words of the register of near misses: its form, its list, and what became of a write. Pure."""

from __future__ import annotations

from csp.core import wording
from csp.core.road_records.near_miss import HAPPENINGS, MODES, OTHERS, NearMiss

ABOUT_THE_FORM = (
    "For what nearly happened. An injury or damage is for the police. Write no names, number plates, "
    "telephone numbers or addresses: a text that seems to hold one is not stored."
)
ABOUT_THE_MAP = (
    "Click where it was: the map moves there, and a second click puts the place to 25 metres. Roads are "
    "drawn as straight lines between named places. Latitude and longitude can be typed as well."
)
NO_MAP = (
    "Type latitude and longitude in degrees. With the ward outlines of the district there is a map to click: "
    "csp import boundaries PATH."
)
NOT_CHOSEN, NOT_KNOWN = "Not chosen", "Not known"
NO_REGISTER = "The register cannot be read now, so near misses that were typed in are left out."
EMPTY = "Nothing is in the register yet."
CONFLICT = "Yours is not stored yet: choose below."
NOT_STORED = "Not stored yet."
NOT_IN_PUBLIC = "In public mode near misses are not shown: one of them is the report of one person."
NO_SCHOOLS_IN_PUBLIC = "In public mode collisions around schools are not shown: they are few at any of them."
MASKED = "Where a text of an imported file seemed to point at a person, a mark stands in its place."


def describe_near_miss(miss: NearMiss) -> list[str]:
    """A near miss line by line, for the choice between two versions."""
    what = "; ".join(HAPPENINGS[code] for code in miss.happenings)
    return [
        f"{wording.day(miss.date)}, {write_hour(miss.hour)}",
        f"{what}. {MODES[miss.mode]}. The other: {wording.lower_first(OTHERS.get(miss.other, NOT_KNOWN))}.",
        write_place(miss),
        *([miss.text] if miss.text else []),
    ]


def write_hour(hour: int | None) -> str:
    """8 -> "from 8:00 to 9:00"; None -> "hour not known"."""
    return "hour not known" if hour is None else f"from {hour}:00 to {(hour + 1) % 24}:00"


def write_place(miss: NearMiss) -> str:
    """The place in degrees: "51.13200, 0.26300", as maps on the web take it."""
    return f"{miss.latitude:.5f}, {miss.longitude:.5f}"


def write_stored(is_new: bool, register: int) -> str:
    """What became of a near miss that was stored. register: how many there are now."""
    act = "in the register" if is_new else "changed"
    return (
        f"Stored: the near miss is {act}, which holds {wording.plural(register, 'near miss', 'near misses')}."
    )


def describe_author(who: str, day: str, version: int) -> str:
    """Who stored what is shown, and in which version."""
    return f"Version {version}, by {who} on {day}"
