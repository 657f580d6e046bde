"""Ward outlines: GeoJSON of the ONS Open Geography Portal, any year (properties WDyyCD, WDyyNM).

Source: https://geoportal.statistics.gov.uk, "Wards ... Boundaries" in WGS84. Stored per
district, so that each district has the outlines imported for it last.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import shapely
from shapely.errors import ShapelyError

from csp.core.characters import printable_name, quote
from csp.core.codes import EXAMPLES, is_code
from csp.core.errors import UserError
from csp.data.store import Store
from csp.imports import limits
from csp.imports.files import Candidate
from csp.imports.importer import Importer
from csp.imports.manifest import Writer
from csp.imports.reconciliation import reconcile_tables
from csp.imports.reference import Declined, Piece, Reader, import_tables
from csp.imports.results import Progress, Summary

SCHEMA = pa.schema(
    [
        ("ward_code", pa.string()),
        ("ward", pa.string()),
        ("district_code", pa.string()),
        ("year", pa.int32()),
        ("geometry", pa.binary()),  # WKB, polygon or multipolygon, longitude and latitude
    ]
)

WARD_CODE = re.compile(r"WD([0-9][0-9])CD", re.IGNORECASE | re.ASCII)
WARD_NAME = re.compile(r"WD[0-9][0-9]NM", re.IGNORECASE | re.ASCII)
DISTRICT_CODE = re.compile(r"LAD([0-9][0-9])CD", re.IGNORECASE | re.ASCII)
DISTRICT_IN_NAME = re.compile(r"(E0[6-9][0-9]{6}|W06[0-9]{6}|S12[0-9]{6}|N09[0-9]{6})(?![0-9])")

# West, south, east and north of the United Kingdom, generously, in degrees.
UNITED_KINGDOM = (-11.0, 49.0, 3.0, 62.0)

# What shapely and Python raise for a geometry that is none.
NO_GEOMETRY = (
    *(ShapelyError, KeyError, TypeError, ValueError, AttributeError),
    *(IndexError, OverflowError, RecursionError),
)

Feature = Mapping[str, Any]

_NO_FEATURE: Feature = {"properties": {}}
_NO_FIGURES = "it consists of brackets and holds hardly a figure."


def import_boundaries(
    paths: Iterable[Path], store: Store | None = None, progress: Progress | None = None
) -> Summary:
    """Imports ward outlines from GeoJSON files, folders and zip archives; one result per district.

    Raises UserError when nothing can be done at all (see ImportFiles).
    """
    return import_tables(
        "boundaries",
        ".geojson",
        _reader,
        paths=paths,
        store=store,
        progress=progress,
        largest=limits.OUTLINE_BYTES,
    )


def _reader(writer: Writer) -> Reader:
    def read(path: Path, candidate: Candidate) -> list[Piece]:
        features = _features(path, candidate.shown)
        in_name = DISTRICT_IN_NAME.search(candidate.name)
        named = in_name[1] if in_name else None
        return _pieces(features, named, _districts_of_wards(writer), candidate.shown)

    return read


def _districts_of_wards(writer: Writer) -> dict[str, str]:
    """Ward to district of the imported lookups that are sound, for files that name no district."""
    pairs: dict[str, str] = {}
    for row in filter(writer.is_sound, writer.current("lookup")):
        table = pq.read_table(writer.store.path(row["data_file"]), columns=["ward_code", "district_code"])
        pairs |= dict(zip(table["ward_code"].to_pylist(), table["district_code"].to_pylist(), strict=True))
    return {ward: district for ward, district in pairs.items() if is_code("district", district)}


def _features(path: Path, shown: str) -> list[Feature]:
    """The features of a file, each with a mapping of properties. Raises UserError for another file."""
    features = _list_of_features(path, shown)
    codes = [key for feature in features for key in feature["properties"] if WARD_CODE.fullmatch(key)]
    if not codes:
        raise UserError(
            f"{shown} holds no ward outlines: no feature has a property WDyyCD. Download the ward file."
        )
    return features


def _list_of_features(path: Path, shown: str) -> list[Feature]:
    content = path.read_bytes()
    if len(content) > limits.MB and _brackets(content) > len(content) // limits.CHARACTERS_A_BRACKET:
        raise UserError(f"{shown} is not GeoJSON of outlines: {_NO_FIGURES} Check that it is the right file.")
    try:
        raw = json.loads(content.decode("utf-8-sig"), parse_constant=_refuse_constant)
    except UnicodeDecodeError as error:
        raise UserError(f"{shown} is not UTF-8 text, so it is not GeoJSON. Download it again.") from error
    except RecursionError as error:
        raise UserError(
            f"{shown} is not GeoJSON of outlines: it is nested far deeper. Check that it is the right file."
        ) from error
    except ValueError as error:
        raise UserError(
            f"{shown} cannot be read as GeoJSON, it may be cut short. Download it again."
        ) from error
    features = raw.get("features") if isinstance(raw, dict) else None
    if not isinstance(features, list):
        raise UserError(
            f"{shown} cannot be read as GeoJSON: it has no list of features. Download the ward file."
        )
    if len(features) > limits.OUTLINE_FEATURES:
        raise UserError(
            f"{shown} holds {len(features):,} features, more than there are wards. Download the ward file."
        )
    # One without properties is read all the same, to be declined and counted.
    return [
        feature if isinstance(feature, dict) and isinstance(feature.get("properties"), dict) else _NO_FEATURE
        for feature in features
    ]


def _brackets(content: bytes) -> int:
    return content.count(b"[") + content.count(b"{")


def _refuse_constant(name: str) -> float:
    """JSON knows neither NaN nor Infinity, whatever Python's reader makes of them."""
    raise ValueError(name)


def _pieces(
    features: Sequence[Feature], named: str | None, lookup: Mapping[str, str], shown: str
) -> list[Piece]:
    """One piece per district that has an outline; what is declined elsewhere goes with the first."""
    wards: dict[str, list[dict[str, Any]]] = {}
    declined: dict[str, list[Declined]] = {}
    for feature in features:
        ward = _ward(feature["properties"])
        code = ward["ward_code"]
        given = _property(feature["properties"], DISTRICT_CODE)[0]
        district = given or named or lookup.get(code)
        reason = _reason(feature["properties"], code, given)
        geometry = None if reason else _geometry(feature, shown)
        if reason or geometry is None:
            of = district or ""
            declined.setdefault(of, []).append((code or "", reason or "no outline"))
        elif district is None:
            raise UserError(
                f"{shown} does not say which district its wards are in. "
                "Name it after the district's code (E07000041.geojson), or import a lookup first."
            )
        else:
            wards.setdefault(district, []).append({**ward, "district_code": district, "geometry": geometry})
    if not wards:
        raise UserError(
            _nothing_left(shown, [feature for features in declined.values() for feature in features])
        )
    first = min(wards)
    for elsewhere in set(declined) - set(wards):
        declined.setdefault(first, []).extend(declined.pop(elsewhere))
    return [
        Piece(district, pa.Table.from_pylist(rows, schema=SCHEMA), declined.get(district, ()))
        for district, rows in sorted(wards.items())
    ]


def _nothing_left(shown: str, declined: Sequence[Declined]) -> str:
    reasons = Counter(reason for _, reason in declined)
    (reason, _), *_others = reasons.most_common(1)
    if reason == "no outline":
        return f"{shown} holds no outline. Download it again."
    return f"{shown} holds no outline that can be used: {reason}. Download the ward file of ONS."


def _reason(properties: Mapping[str, Any], code: str | None, district: str | None) -> str | None:
    """Why a feature is declined whatever its outline is."""
    if code is None:
        return "no ward code"
    if not is_code("ward", code):
        return f"{quote(code)} is not a ward code of ONS such as {EXAMPLES['ward']}"
    if district is not None and not is_code("district", district):
        return f"{quote(district)} is not a district code of ONS such as {EXAMPLES['district']}"
    if "\0" in _name(properties):
        return "a NUL character in the ward's name"
    return None


def _ward(properties: Mapping[str, Any]) -> dict[str, Any]:
    code, year = _property(properties, WARD_CODE)
    return {"ward_code": code, "ward": printable_name(_name(properties)) or code, "year": year}


def _name(properties: Mapping[str, Any]) -> str:
    """The ward's name; "" where there is none or it is no text."""
    for key, value in properties.items():
        if WARD_NAME.fullmatch(key):
            return value if isinstance(value, str) else ""
    return ""


def _property(properties: Mapping[str, Any], pattern: re.Pattern[str]) -> tuple[str | None, int | None]:
    """The value of the latest property that matches, as text, and its year; None for a blank one."""
    values = [
        (
            2000 + int(match[1]),
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


def _geometry(feature: Feature, shown: str) -> bytes | None:
    """The outline as valid WKB, None where there is none. Raises UserError unless in degrees."""
    if not feature.get("geometry"):
        return None
    try:
        shape = shapely.force_2d(shapely.geometry.shape(feature["geometry"]))
        finite = bool(np.isfinite(shapely.get_coordinates(shape)).all())
    except NO_GEOMETRY as error:
        raise UserError(f"{shown} holds an outline that cannot be read. Download it again.") from error
    if not finite:
        raise UserError(f"{shown} holds an outline with a point that is nowhere. Download it again.")
    if shape.is_empty:
        return None
    west, south, east, north = shape.bounds
    box = UNITED_KINGDOM
    if west < box[0] or south < box[1] or east > box[2] or north > box[3]:
        raise UserError(
            f"{shown} is not in longitude and latitude. Download the same outlines in WGS84 (GCS) as GeoJSON."
        )
    # Only areas count: mending a self-crossing outline can leave stray lines behind.
    parts = [
        part
        for part in shapely.get_parts(shapely.make_valid(shape))
        if part.geom_type in ("Polygon", "MultiPolygon")
    ]
    wkb: bytes = shapely.to_wkb(shapely.union_all(parts))
    return wkb if parts else None


IMPORTER = Importer(
    name="boundaries",
    help="Ward outlines of ONS, any year: GeoJSON in longitude and latitude (WGS84).",
    kind="boundaries",
    suffix=".geojson",
    run=import_boundaries,
    reconcile=reconcile_tables("Ward outlines", "District"),
    after=("lookup",),  # which tells the district of a ward where a file does not
)
