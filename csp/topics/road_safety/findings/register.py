"""The words of the register of near misses: its form, its list, and what became of a write. Pure."""

from __future__ import annotations

from csp.core import wording
from csp.core.road_records.near_miss import HAPPENINGS, MODES, OTHERS, NearMiss

ABOUT_THE_TEXT = (
    "An injury or damage is for the police. A text that seems to hold a name, number plate, telephone number "
    "or address is not stored."
)
ABOUT_THE_MAP = (
    "Click near it, then the place itself, to 25 metres; or choose a place and go on from it by the arrows. "
    "Roads are straight lines between named places."
)
CLICK_AGAIN = "The map is near enough now: click the place itself."
NO_PLACE = "Say where it was: click it on the map, or type its latitude and longitude."
TOO_COARSE = (
    "The place is not known well enough: give latitude and longitude to four decimals (10 metres), or click "
    "it on the map."
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
NOT_IN_PUBLIC = "Near misses are not published: each is the report of one person."
NO_SCHOOLS_IN_PUBLIC = "Collisions around schools are not published: they are few at any of them."
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


def write_middle(name: str) -> str:
    """Why the middle of a named place is not where a near miss was."""
    return f"This is the middle of {name}: move it to where it was, on the map or by the arrows."


def write_stored(is_new: bool, register: int) -> str:
    """What became of a near miss that was stored. register: how many there are now."""
    act = "in the register" if is_new else "changed"
    return (
        f"Stored: the near miss is {act}, which holds {wording.plural(register, 'near miss', 'near misses')}."
    )


def describe_author(who: str, day: str, version: int) -> str:
    """Who stored what is shown, and in which version."""
    return f"Version {version}, by {who} on {day}"
