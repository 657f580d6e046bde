"""Ward outlines: GeoJSON of the ONS Open Geography Portal, any year (properties WDyyCD, WDyyNM).

Source: https://geoportal.statistics.gov.uk, "Wards ... Boundaries", in WGS84 or on the National Grid. Stored
per district, so that each district has the outlines imported for it last; further wards of the same year
stand beside those that are loaded, for a service gives the wards of a district in pages. Each feature is
stored, converted or declined by itself: one that cannot be used keeps no other out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import shapely

from csp.core.codes import is_code
from csp.core.errors import UserError
from csp.core.wording import plural
from csp.data.store import Store
from csp.imports import limits
from csp.imports.files import Candidate
from csp.imports.formats.boundaries.geojson import Collection, read_collection
from csp.imports.formats.boundaries.parts import find_parts
from csp.imports.formats.boundaries.shapes import GET_DEGREES, NO_OUTLINE
from csp.imports.formats.boundaries.wards import (
    DISTRICT_OUTLINE,
    NO_DISTRICT,
    WARD_CODE,
    Row,
    Wards,
    sort_features,
)
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

# So many features a page services of ArcGIS give at most, unless they are set otherwise.
SERVICE_LIMITS = (1000, 2000)

DISTRICT_IN_NAME = re.compile(r"(E0[6-9][0-9]{6}|W06[0-9]{6}|S12[0-9]{6}|N09[0-9]{6})(?![0-9])")


def import_boundaries(
    paths: Iterable[Path], store: Store | None = None, progress: Progress | None = None
) -> Summary:
    """Imports ward outlines from GeoJSON files, folders and zip archives; one result per district.

    Raises UserError when nothing can be done at all (see ImportFiles).
    """
    return import_tables(
        "boundaries",
        (".geojson", ".json"),
        _reader,
        paths=paths,
        store=store,
        progress=progress,
        largest=limits.OUTLINE_BYTES,
    )


def _reader(writer: Writer) -> Reader:
    def read(path: Path, candidate: Candidate) -> list[Piece]:
        collection = read_collection(path, candidate.shown)
        if not any(WARD_CODE.fullmatch(key) for each in collection.features for key in each["properties"]):
            raise UserError(_refuse_no_ward(collection, candidate.shown))
        in_name = DISTRICT_IN_NAME.search(candidate.name)
        wards = sort_features(
            collection.features, in_name[1] if in_name else None, _read_districts_of_wards(writer)
        )
        return _build_pieces(wards, collection, candidate.shown, writer)

    return read


def _refuse_no_ward(collection: Collection, shown: str) -> str:
    keys = {key for each in collection.features for key in each["properties"]}
    is_of_districts = any(DISTRICT_OUTLINE.fullmatch(key) for key in keys)
    what = "outlines of districts, not of wards" if is_of_districts else "no ward outlines"
    return f"{shown} holds {what}: no feature has a property WDyyCD. Download the ward file."


def _read_districts_of_wards(writer: Writer) -> dict[str, str]:
    """Ward to district of the imported lookups that are sound, for files that name no district."""
    pairs: dict[str, str] = {}
    for row in filter(writer.is_sound, writer.current("lookup")):
        table = pq.read_table(writer.store.path(row["data_file"]), columns=["ward_code", "district_code"])
        pairs |= dict(zip(table["ward_code"].to_pylist(), table["district_code"].to_pylist(), strict=True))
    return {ward: district for ward, district in pairs.items() if is_code("district", district)}


def _build_pieces(wards: Wards, collection: Collection, shown: str, writer: Writer) -> list[Piece]:
    """One piece per district that has an outline; what is declined elsewhere goes with the first."""
    if not wards.rows:
        raise UserError(_refuse(shown, [each for declined in wards.declined.values() for each in declined]))
    first = min(wards.rows)
    declined = {district: list(each) for district, each in wards.declined.items()}
    for elsewhere in set(declined) - set(wards.rows):
        declined.setdefault(first, []).extend(declined.pop(elsewhere))
    pieces = []
    for district, rows in sorted(wards.rows.items()):
        beside = find_parts(writer, district, rows)
        notes = (beside.describe(rows), _describe(declined.get(district, ())))
        pieces.append(
            Piece(
                beside.name,
                pa.Table.from_pylist([_to_row(ward) for ward in rows], schema=SCHEMA),
                declined.get(district, ()),
                replaces=beside.replaced,
                note="; ".join(filter(None, notes)),
                remarks=_list_remarks(wards, collection, shown) if district == first else (),
            )
        )
    return pieces


def _to_row(ward: Row) -> Row:
    return {**{name: ward.get(name) for name in SCHEMA.names}, "geometry": shapely.to_wkb(ward["shape"])}


def _describe(declined: Sequence[Declined]) -> str:
    """Why most of the declined features of a district are, where there are any."""
    if not declined:
        return ""
    (reason, count), *others = Counter(reason for _, reason in declined).most_common()
    more = sum(each for _, each in others)
    return f"{count:,} {reason}" + (f", {more:,} for other reasons" if more else "")


def _list_remarks(wards: Wards, collection: Collection, shown: str) -> tuple[str, ...]:
    remarks = []
    if wards.converted:
        were = "outline was" if wards.converted == 1 else "outlines were"
        remarks.append(
            f"{shown}: {wards.converted:,} {were} on the National Grid, and converted to longitude and "
            "latitude (within 5 m)."
        )
    features = plural(len(collection.features), "feature")
    if collection.is_cut:
        remarks.append(
            f"{shown} is one page of several: the service stopped at its limit, after {features}, so wards "
            "are missing. Import the other pages as well, or ask it for one district at a time."
        )
    elif len(collection.features) in SERVICE_LIMITS:
        remarks.append(
            f"{shown} holds {features}, a number at which services stop, so wards may be missing. Check that "
            "it is not one page of several."
        )
    return tuple(remarks)


def _refuse(shown: str, declined: Sequence[Declined]) -> str:
    """The sentence for a file of which no outline can be used."""
    reasons = Counter(reason for _, reason in declined)
    ((reason, _),) = reasons.most_common(1)
    if reason == NO_OUTLINE:
        return f"{shown} holds no outline. Download it again."
    if reason == NO_DISTRICT:
        return (
            f"{shown} does not say which district its wards are in. "
            "Name it after the district's code (E07000041.geojson), or import a lookup first."
        )
    advice = "" if GET_DEGREES in reason else " Download the ward file of ONS."
    return f"{shown} holds no outline that can be used: {reason}.{advice}"


IMPORTER = Importer(
    name="boundaries",
    help="Ward outlines of ONS, any year: GeoJSON in longitude and latitude, or on the National Grid.",
    kind="boundaries",
    suffix=".geojson",
    also=(".json",),
    run=import_boundaries,
    reconcile=reconcile_tables("Ward outlines", "District"),
    after=("lookup",),  # which tells the district of a ward where a file does not
)
