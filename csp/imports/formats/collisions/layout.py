"""Recognising the files of road collisions of the Department for Transport, by their headings.

Source: https://www.data.gov.uk/dataset/cb7ae6f0-4be6-4935-9277-47e5ce24a11f/road-accidents-safety-data.
There are three layouts: Accident_Index and capitals (to 2020), accident_index with year and reference
(2021 to 2023), and collision_index (since 2024). Spellings vary within each.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from csp.core.errors import UserError

DOWNLOAD = "https://www.data.gov.uk (Road Safety Data)"
MOST_COLUMNS = 100

_KEYS = {
    "key": ("collision_index", "accident_index", "acc_index"),
    "key_year": ("collision_year", "accident_year"),
    "reference": ("collision_ref_no", "collision_reference", "accident_ref_no", "accident_reference"),
    "status": ("status",),
}
# What each column is called, the name that is preferred first; kind -> column -> headings.
HEADINGS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "collisions": {
        **_KEYS,
        "longitude": ("longitude",),
        "latitude": ("latitude",),
        "severity": ("collision_severity", "accident_severity"),
        "enhanced_severity": ("enhanced_severity_collision", "enhanced_collision_severity"),
        "adjusted_serious": (
            "collision_adjusted_severity_serious",
            "collision_adjusted_serious",
            "accident_adjusted_severity_serious",
        ),
        "adjusted_slight": (
            "collision_adjusted_severity_slight",
            "collision_adjusted_slight",
            "accident_adjusted_severity_slight",
        ),
        "vehicles": ("number_of_vehicles",),
        "casualties": ("number_of_casualties",),
        "date": ("date",),
        "day_of_week": ("day_of_week",),
        "time": ("time",),
        "district_number": ("local_authority_district",),
        "district": ("local_authority_ons_district",),
        "road_class": ("first_road_class", "1st_road_class"),
        "road_number": ("first_road_number", "1st_road_number"),
        "road_type": ("road_type",),
        "speed_limit": ("speed_limit",),
        "junction_historic": ("junction_detail_historic",),
        "junction": ("junction_detail",),
        "light": ("light_conditions",),
        "weather": ("weather_conditions",),
        "surface": ("road_surface_conditions",),
        "area_type": ("urban_or_rural_area",),
        "lsoa": ("lsoa_of_collision_location", "lsoa_of_accident_location"),
    },
    "casualties": {
        **_KEYS,
        "vehicle": ("vehicle_reference",),
        "casualty": ("casualty_reference",),
        "severity": ("casualty_severity",),
        "enhanced_severity": ("enhanced_casualty_severity", "enhanced_severity_casualty"),
        "adjusted_serious": ("casualty_adjusted_severity_serious", "casualty_adjusted_serious"),
        "adjusted_slight": ("casualty_adjusted_severity_slight", "casualty_adjusted_slight"),
        "casualty_type": ("casualty_type",),
        "age": ("age_of_casualty",),
        "age_band": ("age_band_of_casualty",),
        "sex": ("sex_of_casualty",),
        "home_imd": ("casualty_imd_decile",),
    },
    "vehicles": {
        **_KEYS,
        "vehicle": ("vehicle_reference",),
        "vehicle_type": ("vehicle_type",),
        "driver_age_band": ("age_band_of_driver",),
        "driver_sex": ("sex_of_driver",),
    },
}
# Without these a file is of no use; those that tell the kind come first.
NEEDED = {
    "collisions": ("severity", "key", "date"),
    "casualties": ("severity", "key", "vehicle", "casualty", "casualty_type"),
    "vehicles": ("vehicle_type", "key", "vehicle"),
}
# The words of each kind in sentences: one row, and several.
WORDS = {
    "collisions": ("collision", "collisions"),
    "casualties": ("casualty", "casualties"),
    "vehicles": ("vehicle", "vehicles"),
}


@dataclass(frozen=True)
class Layout:
    """A recognised file: its kind, its headings as they stand, and the place of each column that is read."""

    kind: str
    headings: Sequence[str]
    places: Mapping[str, int]

    @property
    def used(self) -> list[int]:
        """The places of the columns that are read, in their order: the cells of a row that is kept."""
        return sorted(set(self.places.values()))

    def has(self, *columns: str) -> bool:
        return all(column in self.places for column in columns)


def recognise(headings: Sequence[str], shown: str) -> Layout:
    """The layout of a file. Raises UserError for one that is none of the three kinds, or lacks a column."""
    plain = [re.sub(r"[^a-z0-9]+", "_", heading.lower()).strip("_") for heading in headings]
    kind = next(
        (kind for kind in HEADINGS if set(HEADINGS[kind][NEEDED[kind][0]]) & set(plain)),
        None,
    )
    if kind is None or len(headings) > MOST_COLUMNS:
        raise UserError(
            f"{shown} is no file of road collisions, casualties or vehicles. "
            f"Download the three from {DOWNLOAD} and give them as they are."
        )
    places: dict[str, int] = {}
    for column, spellings in HEADINGS[kind].items():
        spelling = next((each for each in spellings if each in plain), None)
        if spelling is None:
            continue
        if plain.count(spelling) > 1:
            raise UserError(f"{shown} names a column twice. Download it again from {DOWNLOAD}.")
        places[column] = plain.index(spelling)
    missing = [HEADINGS[kind][column][0] for column in NEEDED[kind] if column not in places]
    if kind == "collisions" and not places.keys() & {"longitude", "district", "district_number", "lsoa"}:
        missing.append("local_authority_ons_district")
    if missing:
        plural = "s" if len(missing) > 1 else ""
        raise UserError(
            f"{shown} is not a whole {WORDS[kind][0]} file: it has no column{plural} {', '.join(missing)}. "
            f"Download it again from {DOWNLOAD}."
        )
    return Layout(kind, headings, places)


def calls_itself_provisional(name: str) -> bool:
    """Whether a file calls itself provisional, as that of a half year does until the year is published."""
    return bool(re.search("provisional|unvalidated", name, re.IGNORECASE))
