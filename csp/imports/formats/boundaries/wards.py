"""The wards of one file by district: one edition of each, each ward once, and why the others are declined."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import shapely

from csp.core.characters import printable_name, quote
from csp.core.codes import EXAMPLES, is_code
from csp.imports.formats.boundaries.geojson import Feature
from csp.imports.formats.boundaries.shapes import read_outline
from csp.imports.reference import Declined

# As ONS names them, or the land survey of Northern Ireland, whose wards are those of 2014.
WARD_CODE = re.compile(r"WD([0-9][0-9])CD|WARD(?:20)?([0-9][0-9])?_?(?:CD|CODE)", re.IGNORECASE | re.ASCII)
WARD_NAME = re.compile(r"WD[0-9][0-9]NM|WARD(?:20)?(?:[0-9][0-9])?_?(?:NM|NAME)", re.IGNORECASE | re.ASCII)
DISTRICT_CODE = re.compile(
    r"LAD([0-9][0-9])CD|LGD(?:20)?([0-9][0-9])?_?(?:CD|CODE)", re.IGNORECASE | re.ASCII
)
DISTRICT_OUTLINE = re.compile(r"(?:LAD|LTLA|LGD)[0-9]*_?(?:CD|CODE)", re.IGNORECASE | re.ASCII)
_YEAR_OF_NORTHERN_IRELAND = "14"

NO_DISTRICT = "no district is named"
# Two outlines of one ward that share more of the smaller one than this are the same ward drawn twice.
SHARED = 0.5

Row = dict[str, Any]


@dataclass
class Wards:
    """The wards of a file, and what was declined, by district: "" where none is known."""

    rows: dict[str, list[Row]] = field(default_factory=dict)
    declined: dict[str, list[Declined]] = field(default_factory=dict)
    converted: int = 0

    def decline(self, district: str | None, code: str | None, reason: str) -> None:
        """Notes a feature of which no outline is kept."""
        self.declined.setdefault(district or "", []).append((code or "", reason))


def sort_features(features: Iterable[Feature], named: str | None, lookup: Mapping[str, str]) -> Wards:
    """The wards of the features. named: the district the file is named after; lookup: that of each ward."""
    wards = Wards()
    for feature in features:
        ward = _read_ward(feature["properties"])
        code = ward["ward_code"]
        given = _find_property(feature["properties"], DISTRICT_CODE)[0]
        district = given or named or lookup.get(code)
        reason = _find_fault(feature["properties"], code, given)
        if reason or district is None:
            wards.decline(district, code, reason or NO_DISTRICT)
            continue
        outline = read_outline(feature, code)
        if outline.reason:
            wards.decline(district, code, outline.reason)
            continue
        wards.converted += outline.is_converted
        wards.rows.setdefault(district, []).append(
            {**ward, "district_code": district, "shape": outline.shape}
        )
    for district, rows in wards.rows.items():
        wards.rows[district] = _join_parts(district, _keep_newest(district, rows, wards), wards)
    return wards


def _keep_newest(district: str, rows: list[Row], wards: Wards) -> list[Row]:
    """The wards of the newest edition: the map draws one, and a row may lie in no other."""
    newest = max(row["year"] for row in rows)
    for row in rows:
        if row["year"] < newest:
            reason = f"of the wards of {row['year']}: those of {newest} are kept"
            wards.decline(district, row["ward_code"], reason)
    return [row for row in rows if row["year"] == newest]


def _join_parts(district: str, rows: list[Row], wards: Wards) -> list[Row]:
    """Each ward once: a twin is dropped, a further part, such as an island, joined to the first."""
    joined: dict[str, Row] = {}
    for row in rows:
        first = joined.setdefault(row["ward_code"], row)
        if first is row:
            continue
        smaller = min(first["shape"].area, row["shape"].area)
        if shapely.intersection(first["shape"], row["shape"]).area > SHARED * smaller:
            wards.decline(district, row["ward_code"], "the ward stands in the file twice")
        else:
            first["shape"] = shapely.union(first["shape"], row["shape"])
            wards.decline(district, row["ward_code"], "a further part of a ward, joined to its first one")
    return list(joined.values())


def _find_fault(properties: Mapping[str, Any], code: str | None, district: str | None) -> str | None:
    """Why a feature is declined whatever its outline is."""
    if code is None:
        return "no ward code"
    if not is_code("ward", code):
        return f"{quote(code)} is not a ward code of ONS such as {EXAMPLES['ward']}"
    if district is not None and not is_code("district", district):
        return f"{quote(district)} is not a district code of ONS such as {EXAMPLES['district']}"
    if "\0" in _find_name(properties):
        return "a NUL character in the ward's name"
    return None


def _read_ward(properties: Mapping[str, Any]) -> Row:
    code, year = _find_property(properties, WARD_CODE)
    return {"ward_code": code, "ward": printable_name(_find_name(properties)) or code, "year": year}


def _find_name(properties: Mapping[str, Any]) -> str:
    """The ward's name; "" where there is none or it is no text."""
    for key, value in properties.items():
        if WARD_NAME.fullmatch(key):
            return value if isinstance(value, str) else ""
    return ""


def _find_property(properties: Mapping[str, Any], pattern: re.Pattern[str]) -> tuple[str | None, int | None]:
    """The value of the latest property that matches, as text, and its year; None for a blank one."""
    values = [
        (
            2000 + int(match[1] or match[2] or _YEAR_OF_NORTHERN_IRELAND),
            value.strip() if isinstance(value, str) else f"{type(value).__name__} {value!r:.60}",
        )
        for key, value in properties.items()
        if (match := pattern.fullmatch(key)) and value is not None
    ]
    filled = [(year, value) for year, value in values if value]
    if not filled:
        return None, None
    year, value = max(filled)
    return value, year
