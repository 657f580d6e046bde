"""How the text of each column of a file becomes a value: expressions of SQL for PARSE, by kind of file."""

from __future__ import annotations

from collections.abc import Mapping

from csp.core import collision_codes
from csp.imports.formats.collisions import sql
from csp.imports.formats.collisions.layout import HEADINGS, Layout

# Fewer wrong days of the week may be slips of the pen; a country's other order gives most of them.
WRONG_DAYS_FROM, WRONG_DAYS_SHARE = 5, 0.05

OLDEST, LATEST = 1979, 2100
# Great Britain in longitude and latitude: what lies elsewhere is a slip, or 0, 0.
WEST, EAST, SOUTH, NORTH = -9.0, 3.0, 49.0, 61.5
# Ages of bands, as the published list has them: a band begins at the age below.
BAND_STARTS = {1: 0, 2: 6, 3: 11, 4: 16, 5: 21, 6: 26, 7: 36, 8: 46, 9: 56, 10: 66, 11: 76}
# Letters of numbered roads by class: motorway, A(M), A, B. C roads have no published numbers.
ROADS = {1: ("M", ""), 2: ("A", "(M)"), 3: ("A", ""), 4: ("B", "")}
# Codes of junctions to 2023, and those since.
JUNCTIONS = {3: 13, 6: 16, 7: 17, 8: 18, 9: 19}
# What a row says of itself in files of a half year.
PROVISIONAL = "coalesce(regexp_matches(lower(status_text), '^(unvalid|provis)'), false)"
# The hour where a column of dates holds the time too.
HOUR_OF_DATE = "CASE WHEN contains(date_text, ':') THEN date_part('hour', moment) END"
# Road type "roundabout": since 2024 nothing else says that a junction is one.
ROUNDABOUT, AT_ROUNDABOUT = 1, 1

# What makes a casualty or a vehicle unusable, the words for it, what names it once, and the words for twice.
FAULTS: Mapping[str, Mapping[str, str]] = {
    "casualties": {
        "unread": "vehicle IS NULL OR casualty IS NULL OR severity IS NULL",
        "fault": "casualty number, vehicle number or severity is not known",
        "keys": "vehicle, casualty",
        "twice": "casualty named twice",
    },
    "vehicles": {
        "unread": "vehicle IS NULL",
        "fault": "vehicle number is not known",
        "keys": "vehicle",
        "twice": "vehicle named twice",
    },
}


def build_columns(layout: Layout, provisional: bool) -> dict[str, str]:
    """The columns of a file as text, the moment and the values made of them, for the statement PARSE.

    provisional: the file calls itself so, whatever its rows say.
    """
    cells = {place: number for number, place in enumerate(layout.used, start=1)}
    texts = ", ".join(
        f"{_text(cells.get(layout.places.get(column, -1)))} AS {column}_text"
        for column in HEADINGS[layout.kind]
        if column != "key"
    )
    values = _build_collision(layout) if layout.kind == "collisions" else _build_other(layout.kind)
    values["provisional"] = "true" if provisional else PROVISIONAL
    return {
        "columns": texts,
        "moment": sql.MOMENT if layout.kind == "collisions" else "NULL",
        "values": ", ".join(f"{expression} AS {name}" for name, expression in values.items()),
    }


def _text(number: int | None) -> str:
    """A cell by its number among those kept, None for a column that the file does not have."""
    if number is None:
        return "NULL::VARCHAR"
    cell = f"trim(cells[{number}])"
    return f"CASE WHEN {cell} NOT IN ({sql.in_list(sql.MISSING)}) THEN {cell} END"


def _build_collision(layout: Layout) -> dict[str, str]:
    return {
        **_build_codes("severity", "enhanced_severity", "road_class", "road_type", "speed_limit"),
        **_build_codes("light", "weather", "surface", "area_type"),
        **_build_shares(),
        "district": "CASE WHEN regexp_full_match(district_text, '[EWSN][0-9]{8}') THEN district_text END",
        "district_number": "district_number_text",
        "lsoa": "lsoa_text",
        **_build_point(),
        "date": (f"CASE WHEN date_part('year', moment) BETWEEN {OLDEST} AND {LATEST} THEN moment::DATE END"),
        "hour": f"coalesce({_build_hour()}, {HOUR_OF_DATE})",
        "day_of_week": _build_number("day_of_week", 1, 7),
        "casualties": _build_number("casualties", 0, 9_999),
        "vehicles": _build_number("vehicles", 0, 9_999),
        "road": _build_road(),
        "junction": _build_junction(layout.has("junction_historic")),
    }


def _build_other(kind: str) -> dict[str, str]:
    if kind == "vehicles":
        return {
            "vehicle": _build_number("vehicle", 0, 9_999),
            **_build_codes("vehicle_type", "driver_sex"),
            "driver_age_band": sql.code_sql("driver_age_band", collision_codes.read_labels("age_band")),
        }
    users = collision_codes.read_road_users()
    cases = " ".join(f"WHEN {code} THEN '{user}'" for code, user in users.items())
    age = _build_number("age", 0, 120)
    bands = " ".join(
        f"WHEN {age} >= {start} THEN {band}" for band, start in sorted(BAND_STARTS.items(), reverse=True)
    )
    band = sql.code_sql("age_band", collision_codes.read_labels("age_band"))
    return {
        "vehicle": _build_number("vehicle", 0, 9_999),
        "casualty": _build_number("casualty", 0, 9_999),
        **_build_codes("severity", "enhanced_severity", "casualty_type", "sex", "home_imd"),
        **_build_shares(),
        "road_user": f"CASE try_cast(casualty_type_text AS SMALLINT) {cases} ELSE 'other' END",
        "age": age,
        "age_band": f"coalesce({band}, CASE {bands} END)",
    }


def _build_codes(*fields: str) -> dict[str, str]:
    return {field: sql.code_sql(field, collision_codes.read_labels(field)) for field in fields}


def _build_shares() -> dict[str, str]:
    """The probabilities that a severity is serious or slight as injuries are now coded."""
    return {
        name: (
            f"CASE WHEN try_cast({name}_text AS DOUBLE) BETWEEN 0 AND 1 "
            f"THEN try_cast({name}_text AS DOUBLE) END"
        )
        for name in ("adjusted_serious", "adjusted_slight")
    }


def _build_number(name: str, least: int, most: int) -> str:
    number = f"try_cast({name}_text AS INTEGER)"
    return f"CASE WHEN {number} BETWEEN {least} AND {most} THEN {number} END"


def _build_point() -> dict[str, str]:
    """Longitude and latitude, both or neither."""
    inside = (
        f"try_cast(longitude_text AS DOUBLE) BETWEEN {WEST} AND {EAST} "
        f"AND try_cast(latitude_text AS DOUBLE) BETWEEN {SOUTH} AND {NORTH}"
    )
    return {
        axis: f"CASE WHEN {inside} THEN try_cast({axis}_text AS DOUBLE) END"
        for axis in ("longitude", "latitude")
    }


def _build_hour() -> str:
    hour = "try_cast(regexp_extract(time_text, '^([0-9]{1,2}):[0-9]{2}', 1) AS TINYINT)"
    return f"CASE WHEN {hour} BETWEEN 0 AND 23 THEN {hour} END"


def _build_road() -> str:
    number = _build_number("road_number", 1, 9_999)
    cases = " ".join(
        f"WHEN {code} THEN '{letter}' || {number} || '{end}'" for code, (letter, end) in ROADS.items()
    )
    return f"CASE try_cast(road_class_text AS SMALLINT) {cases} END"


def _build_junction(has_historic: bool) -> str:
    """The code since 2024; roundabouts and slip roads keep their own, which the conversion of 2024 loses.

    has_historic: the file is of the layout since 2024, with the code of earlier years beside the new one.
    """
    codes = collision_codes.read_labels("junction")

    def convert(name: str) -> str:
        number = f"try_cast({name}_text AS SMALLINT)"
        cases = " ".join(f"WHEN {old} THEN {new}" for old, new in JUNCTIONS.items())
        return f"CASE {number} {cases} ELSE {sql.code_sql(name, codes)} END"

    new = convert("junction")
    if not has_historic:
        return new
    at_roundabout = f"try_cast(road_type_text AS SMALLINT) = {ROUNDABOUT} AND coalesce({new}, 0) = 0"
    since_2024 = f"CASE WHEN {at_roundabout} THEN {AT_ROUNDABOUT} ELSE {new} END"
    return f"coalesce({convert('junction_historic')}, {since_2024})"
