"""Ward outlines: GeoJSON of the ONS Open Geography Portal, any year (properties WDyyCD, WDyyNM).

Source: https://geoportal.statistics.gov.uk, "Wards ... Boundaries" in WGS84. Stored per
district, so that each district has the outlines imported for it last.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import shapely
from shapely.errors import ShapelyError

from csp.errors import UserError
from csp.imports.files import Candidate
from csp.imports.manifest import Writer
from csp.imports.reference import Declined, Piece, Reader, import_tables
from csp.imports.results import Progress, Summary
from csp.store import Store

SCHEMA = pa.schema(
    [
        ("ward_code", pa.string()),
        ("ward", pa.string()),
        ("district_code", pa.string()),
        ("year", pa.int32()),
        ("geometry", pa.binary()),  # WKB, polygon or multipolygon, longitude and latitude
    ]
)

WARD_CODE = re.compile(r"^WD(\d\d)CD$", re.IGNORECASE)
DISTRICT_CODE = re.compile(r"^LAD(\d\d)CD$", re.IGNORECASE)
DISTRICT_IN_NAME = re.compile(r"(E0[6-9]\d{6}|W06\d{6}|S12\d{6}|N09\d{6})")

# West, south, east and north of the United Kingdom, generously, in degrees.
UNITED_KINGDOM = (-11.0, 49.0, 3.0, 62.0)


def import_boundaries(
    paths: Iterable[Path], store: Store | None = None, progress: Progress | None = None
) -> Summary:
    """Imports ward outlines from GeoJSON files, folders and zip archives; one result per district.

    Raises UserError when nothing can be done at all (see police.import_street).
    """
    return import_tables("boundaries", ".geojson", _reader, paths=paths, store=store, progress=progress)


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
        table = pq.read_table(writer.store.root / row["data_file"], columns=["ward_code", "district_code"])
        pairs |= dict(zip(table["ward_code"].to_pylist(), table["district_code"].to_pylist(), strict=True))
    return pairs


def _features(path: Path, shown: str) -> list[dict[str, Any]]:
    try:
        raw = json.loads(path.read_text(encoding="utf-8-sig"))
        features: list[dict[str, Any]] = raw["features"]
        codes = [key for feature in features for key in feature["properties"] if WARD_CODE.match(key)]
    except (ValueError, KeyError, TypeError) as error:
        raise UserError(
            f"{shown} cannot be read as GeoJSON, it may be cut short. Download it again."
        ) from error
    if not codes:
        raise UserError(
            f"{shown} holds no ward outlines: no feature has a property WDyyCD. Download the ward file."
        )
    return features


def _pieces(
    features: list[dict[str, Any]], named: str | None, lookup: Mapping[str, str], shown: str
) -> list[Piece]:
    """One piece per district that has an outline; what is declined elsewhere goes with the first."""
    wards: dict[str, list[dict[str, Any]]] = {}
    declined: dict[str, list[Declined]] = {}
    for feature in features:
        ward = _ward(feature["properties"])
        code = ward["ward_code"]
        district = _property(feature["properties"], DISTRICT_CODE)[0] or named or lookup.get(code)
        geometry = _geometry(feature, shown)
        if code is None or geometry is None:
            reason = "no outline" if code else "no ward code"
            declined.setdefault(district or "", []).append((code or "", reason))
        elif district is None:
            raise UserError(
                f"{shown} does not say which district its wards are in. "
                "Name it after the district's code (E07000116.geojson), or import a lookup first."
            )
        else:
            wards.setdefault(district, []).append({**ward, "district_code": district, "geometry": geometry})
    if not wards:
        raise UserError(f"{shown} holds no outline. Download it again.")
    first = min(wards)
    for district in set(declined) - set(wards):
        declined.setdefault(first, []).extend(declined.pop(district))
    return [
        Piece(district, pa.Table.from_pylist(rows, schema=SCHEMA), declined.get(district, ()))
        for district, rows in sorted(wards.items())
    ]


def _ward(properties: Mapping[str, Any]) -> dict[str, Any]:
    code, year = _property(properties, WARD_CODE)
    name = next(
        (value for key, value in properties.items() if re.match(r"^WD\d\dNM$", key, re.IGNORECASE)), None
    )
    return {"ward_code": code, "ward": name or code, "year": year}


def _property(properties: Mapping[str, Any], pattern: re.Pattern[str]) -> tuple[str | None, int | None]:
    """The value of the latest property that matches, and its year."""
    found = [
        (2000 + int(match[1]), value)
        for key, value in properties.items()
        if (match := pattern.match(key)) and value
    ]
    if not found:
        return None, None
    year, value = max(found)
    return str(value), year


def _geometry(feature: Mapping[str, Any], shown: str) -> bytes | None:
    """The outline as valid WKB, None where there is none. Raises UserError unless in degrees."""
    if not feature.get("geometry"):
        return None
    try:
        shape = shapely.force_2d(shapely.geometry.shape(feature["geometry"]))
    except (ShapelyError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise UserError(f"{shown} holds an outline that cannot be read. Download it again.") from error
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
        p for p in shapely.get_parts(shapely.make_valid(shape)) if p.geom_type in ("Polygon", "MultiPolygon")
    ]
    wkb: bytes = shapely.to_wkb(shapely.union_all(parts))
    return wkb if parts else None
