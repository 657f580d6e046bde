"""The sentences about the map: what it shows, why it cannot be drawn, and where a place lies."""

from __future__ import annotations

from collections.abc import Mapping

from csp.core.geography import Outlines, Place
from csp.core.measures import Measure

NO_WARDS = (
    "No row of this source has a ward yet. Import ward outlines with python -m csp import boundaries, or "
    "a lookup of LSOAs with python -m csp import lookup, and then the street files again."
)
NO_OUTLINES = (
    "No ward outlines of this district are loaded. Import them with python -m csp import boundaries; "
    "until then the tables below say the same."
)
NO_TILES = (
    "No arrangement of tiles is known for these wards. Give each a column and a row in "
    "data/reference/ward_tiles.csv."
)
NO_POINTS = "No street-level positions are loaded for this crime type and period."

# What the shades of a map of rates are, and what for.
SMOOTHED = "smoothed: the fewer recorded, the nearer to that of all wards"


def explain_no_streets(measure: Measure, place: str) -> str:
    """Why a place has no streets to list."""
    return f"No map point of {measure.label} in {place} in this period."


def describe_place(name: str, place: Place | None, home: str, districts: Mapping[str, str]) -> str:
    """Where the place looked for lies: "Langton Green (village) lies in Speldhurst and Bidborough."

    name: as the reader wrote it; districts: names by code.
    """
    if place is None:
        return f"No place called “{name}” is known. Add it to data/reference/places.csv."
    district = districts.get(place.district_code, "another district")
    kind = f" ({place.kind})" if place.kind else ""
    if place.district_code != home:
        return f"{place.name}{kind} lies in {district}, outside this map."
    if place.ward:
        return f"{place.name}{kind} lies in {place.ward}."
    return f"{place.name}{kind} lies in several wards." if kind else f"{place.name} lies in {district}."


def describe_map(
    look: str, shade: str, unit: str, period: str, span: str, radius_m: float, outlines: Outlines | None
) -> str:
    """What the shades of a view mean, and what its outlines are and where they come from.

    span: the period and what it is compared with.
    """
    meaning = {
        "Count": f"Recorded, {period}.",
        "Rate": f"Rate {unit}, {period}, {SMOOTHED}; the panel and the tables have it as recorded.",
        "Change": f"Change in % of the count, {span}.",
        "Clear change": f"Whether the rate has a clear change, {span}.",
    }[shade]
    if look == "Points":
        meaning = f"Recorded in each hexagon, {2 * radius_m:,.0f} m from corner to corner, {period}."
    return f"{meaning} {_describe_outlines(look, outlines)}"


def _describe_outlines(look: str, outlines: Outlines | None) -> str:
    if look == "Tiles" or outlines is None:
        return "One tile for each ward, all of one size, near to where the ward lies."
    if outlines.schematic:
        return (
            "Schematic outlines, drawn around named places: near the real ones, not equal to them. "
            "Import the real ones with python -m csp import boundaries."
        )
    return f"Ward outlines of {outlines.vintage}, ONS. Contains OS data © Crown copyright and database right."


def write_picture_words(
    measure: Measure, shade: str, unit: str, period: str, span: str, outlines: Outlines
) -> tuple[str, str]:
    """Title and subtitle of the map as a picture for papers."""
    meaning = {
        "Count": f"Recorded, {period}",
        "Rate": f"Rate {unit}, {period}, smoothed",
        "Change": f"Change in %, {span}",
        "Clear change": f"Clear changes of the rate, {span}",
    }[shade]
    kind = "schematic outlines" if outlines.schematic else f"ward outlines of {outlines.vintage}"
    return f"{measure.long_label} by ward", f"{meaning}; {kind}"


def explain_missing_map(look: str, outlines: Outlines | None) -> str:
    """Why a view of the map cannot be drawn, and how to get it."""
    if look == "Tiles":
        return NO_TILES
    return NO_OUTLINES if outlines is None else NO_POINTS
