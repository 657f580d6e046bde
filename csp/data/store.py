"""The store on disk: which Parquet files hold what, and which of them are current.

A store is a folder with manifest.parquet and the immutable files it names. The
manifest is the only file that is ever replaced, by rename, so a reader sees the
whole of the old state or the whole of the new one, whatever happens to the writer.
The manifest before it stays beside it, for the day on which the current one cannot be read.

    .csp-store                 says that the folder is the dashboard's own (csp.ownership)
    manifest.parquet
    manifest.previous.parquet
    incidents/source=police/force=essex/year=2018/2018-10-<digest>.parquet
    monthly_counts/source=police/force=essex/year=2018/2018-10-<digest>.parquet
    collisions/2024-<digest>.parquet, casualties/2024-..., vehicles/2024-...  by calendar year
    boundaries/E07000041-<digest>.parquet, population/..., lookup/..., harm/..., survey/...
    recorded_crime/<file>-<digest>.parquet
    near_misses/..., speed_watch/..., schools/..., road_costs/..., road_factors/...  (csp.data.partner_tables)
    monthly_counts/source=helpline/force=helpline/year=2024/2024-01-<digest>.parquet  of a partner
    partner_figures/helpline-12-2024-04-<digest>.parquet  a quarter or year of a partner
    rejects/...
    ward_counts/...  in the store that public mode shows, which has neither incidents nor rejects
    undone.parquet            the rows of the manifest that were undone and can be brought back

data/sample is a store of the same shape, read-only; data/extracts is the user's.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import pyarrow as pa
import pyarrow.parquet as pq

from csp.core.stored_names import check_name

MANIFEST = "manifest.parquet"
PREVIOUS = "manifest.previous.parquet"
UNDONE = "undone.parquet"
MARKER = ".csp-store"

INCIDENTS = pa.schema(
    [
        ("source", pa.string()),
        ("month", pa.date32()),
        ("district_code", pa.string()),
        ("ward_code", pa.string()),
        ("offence", pa.string()),
        ("flag", pa.string()),
        ("longitude", pa.float64()),
        ("latitude", pa.float64()),
        ("location", pa.string()),
        ("outcome", pa.string()),
        ("n", pa.int32()),
    ]
)

# One row a road collision. Codes are those of data/reference/collision_codes.csv; null is "not published" or
# "not known". adjusted_*: the probability that a severity recorded in the older way would be this one now.
COLLISIONS = pa.schema(
    [
        ("source", pa.string()),  # dft, sample
        ("collision_key", pa.string()),  # year and police reference, as published: 2024461234567
        ("date", pa.date32()),
        ("hour", pa.int8()),
        ("district_code", pa.string()),
        ("ward_code", pa.string()),
        ("longitude", pa.float64()),
        ("latitude", pa.float64()),
        ("severity", pa.int8()),  # of the collision: that of its worst injury
        ("enhanced_severity", pa.int8()),
        ("adjusted_serious", pa.float64()),
        ("adjusted_slight", pa.float64()),
        ("casualties", pa.int16()),  # as the collision itself says; those that are listed are in CASUALTIES
        ("vehicles", pa.int16()),
        ("speed_limit", pa.int16()),
        ("road", pa.string()),  # A26, A1(M); null where the road has no number
        ("road_class", pa.int8()),
        ("road_type", pa.int8()),
        ("junction", pa.int8()),
        ("light", pa.int8()),
        ("weather", pa.int8()),
        ("surface", pa.int8()),
        ("area_type", pa.int8()),
        ("provisional", pa.bool_()),
    ]
)
# One row a person hurt. The place and the time are those of the collision, which the views join.
CASUALTIES = pa.schema(
    [
        ("source", pa.string()),
        ("collision_key", pa.string()),
        ("vehicle", pa.int16()),
        ("casualty", pa.int16()),
        ("severity", pa.int8()),
        ("enhanced_severity", pa.int8()),
        ("adjusted_serious", pa.float64()),
        ("adjusted_slight", pa.float64()),
        ("road_user", pa.string()),  # a group of casualty_type, as collision_codes.csv has it
        ("casualty_type", pa.int16()),
        ("age", pa.int16()),
        ("age_band", pa.int8()),
        ("sex", pa.int8()),
        ("home_imd", pa.int8()),
    ]
)
VEHICLES = pa.schema(
    [
        ("source", pa.string()),
        ("collision_key", pa.string()),
        ("vehicle", pa.int16()),
        ("vehicle_type", pa.int16()),
        ("driver_age_band", pa.int8()),
        ("driver_sex", pa.int8()),
    ]
)
# In a published store alone: people hurt by ward and whole year, as public mode shows them.
WARD_CASUALTIES = pa.schema(
    [
        ("source", pa.string()),
        ("line", pa.string()),  # slight, killed_or_serious
        ("start", pa.date32()),
        ("ward_code", pa.string()),
        ("casualties", pa.int64()),
    ]
)

MONTHLY_COUNTS = pa.schema(
    [
        ("source", pa.string()),
        ("month", pa.date32()),
        ("district_code", pa.string()),
        ("ward_code", pa.string()),
        ("offence", pa.string()),
        ("flag", pa.string()),
        ("n", pa.int64()),
    ]
)

# What public mode shows by ward: a question a row, with the count that is shown (csp.imports.publishing).
WARD_COUNTS = pa.schema(
    [
        ("source", pa.string()),
        ("district_code", pa.string()),
        ("ward_code", pa.string()),
        ("measure", pa.string()),  # null in a row of an offence
        ("offence", pa.string()),  # null in a row of a measure
        ("flag", pa.string()),  # null for all rows of a measure, and for an offence's rows without a flag
        ("first_month", pa.date32()),
        ("months", pa.int32()),
        ("excluded", pa.string()),  # the flag that is left out, "" for none
        ("n", pa.int64()),
    ]
)

# What partners count by the quarter or the year. A figure a row.
PARTNER_FIGURES = pa.schema(
    [
        ("source", pa.string()),
        ("district_code", pa.string()),
        ("ward_code", pa.string()),
        ("offence", pa.string()),
        ("flag", pa.string()),
        ("start", pa.date32()),
        ("months", pa.int32()),
        ("n", pa.int64()),
    ]
)

POPULATION = pa.schema([("area_code", pa.string()), ("year", pa.int32()), ("population", pa.int64())])

# Recorded crime as it is published by partnership: never added to another source. A figure a row.
RECORDED_CRIME = pa.schema(
    [
        ("source", pa.string()),  # ons, home_office
        ("level", pa.string()),  # partnership, unassigned (of a force, in no partnership), force
        ("force", pa.string()),
        ("force_code", pa.string()),  # "" where the publication has names alone; so with the codes below
        ("partnership", pa.string()),  # "" of a whole force
        ("partnership_code", pa.string()),
        (
            "districts",
            pa.string(),
        ),  # codes with a semicolon between; one may be of several partnerships
        ("start", pa.date32()),
        ("months", pa.int8()),
        ("offence", pa.string()),  # of data/reference/recorded_offences.csv
        ("measure", pa.string()),  # offences, per_1000_people, per_1000_households, people, households
        ("value", pa.float64()),  # null where the publisher has none
        ("remark", pa.string()),  # what the publisher says of it, "" for nothing
        ("is_usable", pa.bool_()),
        ("edition", pa.date32()),  # the last day that the publication is about: a later edition counts
    ]
)

# The areas similar to each area, 1 = the most similar.
PEERS = pa.schema(
    [("area_code", pa.string()), ("peer_code", pa.string()), ("peer", pa.string()), ("position", pa.int32())]
)

# How far each of them is, in a file of a workbook that says so: a column more.
DISTANCE = pa.field("distance", pa.float64())

HARM_WEIGHTS = pa.schema(
    [
        ("harm_index", pa.string()),
        ("subgroup", pa.string()),
        ("median_days", pa.float64()),
        ("mean_days", pa.float64()),
    ]
)

# per_cent: of those asked, who are base, null where that is not said. position: the order of the file.
SURVEY = pa.schema(
    [
        ("survey", pa.string()),
        ("area", pa.string()),
        ("period", pa.string()),
        ("question", pa.string()),
        ("answer", pa.string()),
        ("per_cent", pa.float64()),
        ("base", pa.int64()),
        ("position", pa.int32()),
    ]
)

# One row per imported file and month. A row with replaced_at set is history: it
# keeps the counts of an earlier edition of the month and names no data any more, but for those
# of a partner (is_of_partner), whose counts are kept to show how the figures moved, and to undo.
MANIFEST_SCHEMA = pa.schema(
    [
        ("kind", pa.string()),  # incidents, collisions, casualties, vehicles, boundaries, ...
        ("source", pa.string()),  # sample, police, dft; null for reference tables
        # Slug; of reference tables the area or table, of collisions the year, of a partner's months the
        # source, of its quarters and years the source and how many months they have: "helpline-12".
        ("force", pa.string()),
        ("month", pa.date32()),
        ("file", pa.string()),  # name as given by the user, without folders
        ("sha256", pa.string()),
        ("geography", pa.string()),  # stamp of the outlines and lookup that placed the rows
        ("rows_read", pa.int64()),
        ("rows_stored", pa.int64()),
        ("rows_declined", pa.int64()),
        ("without_location", pa.int64()),  # of the stored
        ("outside_area", pa.int64()),  # of the declined
        ("without_ward", pa.int64()),  # of the stored, those in a district but in no known ward
        ("sequence", pa.int64()),  # counts the imports: what orders editions, whatever the clock said
        ("imported_at", pa.timestamp("us", tz="UTC")),
        ("replaced_at", pa.timestamp("us", tz="UTC")),
        ("data_file", pa.string()),  # relative to the store; for incidents the incidents file
        ("counts_file", pa.string()),  # monthly_counts, for incidents only
        ("rejects_file", pa.string()),
        ("data_seal", pa.string()),  # size and SHA-256 of the file as it was written: "84706:31fb70ea..."
        ("counts_seal", pa.string()),
        ("rejects_seal", pa.string()),
        # For incidents the codes of the districts that the stored rows lie in, with a semicolon between; null
        # where they are not known.
        ("districts", pa.string()),
        ("imported_by", pa.string()),  # the name of the editor, or of the user of the command line
        ("replaced_by", pa.string()),
        ("provisional", pa.bool_()),  # whether a partner's file says that its figures are provisional
    ]
)
# Columns that lists of files of earlier versions do not have; nor have those before them a count of imports
# and seals.
_LATER = frozenset({"districts", "imported_by", "replaced_by", "provisional"})
# The columns that name files, each with the column of its seal.
SEALS = {"data_file": "data_seal", "counts_file": "counts_seal", "rejects_file": "rejects_seal"}
FILE_COLUMNS = tuple(SEALS)

# Which list of files a reader has: the current one, the one before it, or none, both being damaged.
Listing = Literal["current", "previous", "lost"]


@dataclass(frozen=True)
class Store:
    """One store folder. An empty or missing folder is an empty store."""

    root: Path

    def read(self) -> tuple[pa.Table, Listing]:
        """Every row of the manifest, history included, and which manifest they are of.

        Where the manifest cannot be read they are those of the manifest before it, and none
        where that cannot be read either.
        """
        if not is_started(self.root):
            return MANIFEST_SCHEMA.empty_table(), "current"
        for name, listing in ((MANIFEST, "current"), (PREVIOUS, "previous")):
            table = read_manifest(self.root / name)
            if table is not None:
                return table, listing  # type: ignore[return-value]
        return MANIFEST_SCHEMA.empty_table(), "lost"

    def paths(self, rows: list[dict[str, Any]], column: str = "data_file") -> list[str]:
        """Absolute paths of the files that manifest rows name in a column, each once, oldest import first."""
        named = sorted((row["sequence"], row[column]) for row in rows if row[column])
        return [self.path(name) for name in dict.fromkeys(name for _, name in named)]

    def path(self, name: str) -> str:
        """Where a file that the manifest names lies. Raises UserError for a name that leads elsewhere."""
        return (self.root / check_name(name)).as_posix()

    def stamp(self) -> str:
        """Changes exactly when the manifest is replaced: part of every cache key."""
        for name in (MANIFEST, PREVIOUS):
            try:
                stat = (self.root / name).stat()
            except OSError:
                continue
            return f"{stat.st_mtime_ns}-{stat.st_size}-{stat.st_ino}"
        return "lost" if is_started(self.root) else "empty"


def is_started(root: Path) -> bool:
    """Whether anything was ever imported into a folder: it then has a marker or a manifest."""
    return any((root / name).exists() for name in (MANIFEST, PREVIOUS, MARKER))


def is_of_partner(row: Mapping[str, Any]) -> bool:
    """Whether a manifest row is of a partner's extract: counts that were never incidents here."""
    return row["kind"] == "partner_figures" or (
        row["kind"] == "incidents" and row["data_file"] is None and row["counts_file"] is not None
    )


def read_district(force: str) -> str:
    """The district of outlines by their name in the list of files, where a part has a number behind it."""
    return force.partition("-")[0]


def read_manifest(path: Path) -> pa.Table | None:
    """The rows of a manifest file, with the columns of MANIFEST_SCHEMA; None where it cannot be read.

    A manifest of an earlier version names no districts and nobody who imported, one of a still earlier one
    has no count of imports and no seals: its rows count in their order.
    """
    try:
        content = path.read_bytes() if path.is_file() else b""
        sealed = _is_as_sealed(content)
        if sealed is False:
            return None
        table = pq.read_table(pa.BufferReader(content), page_checksum_verification=True)
        missing = [field for field in MANIFEST_SCHEMA if field.name not in table.column_names]
        if {field.name for field in missing} - _LATER not in (set(), {"sequence", *SEALS.values()}):
            return None
        for field in missing:
            table = table.append_column(field, pa.nulls(len(table), field.type))
        table = table.select(MANIFEST_SCHEMA.names).cast(MANIFEST_SCHEMA)
        table.validate(full=True)
        if sealed is None and any(len(table[seal].drop_null()) for seal in SEALS.values()):
            return None
    except (OSError, ValueError, pa.ArrowException):
        return None
    counted = table["sequence"].to_pylist()
    at = MANIFEST_SCHEMA.get_field_index("sequence")
    numbers = [i if number is None else number for i, number in enumerate(counted)]
    return table.set_column(at, MANIFEST_SCHEMA.field(at), pa.array(numbers, pa.int64()))


# No other file could hold the checksum of the manifest, so it stands in the manifest's own metadata:
# the SHA-256 of the file as it is with zeros in place of the checksum.
_SEAL_KEY = "csp_seal"
_NO_SEAL = b"0" * 64
_SEALED = re.compile(rb"csp_seal.{1,8}?([0-9a-f]{64})", re.DOTALL)


def manifest_bytes(rows: list[dict[str, Any]]) -> bytes:
    """A manifest as a Parquet file that shows when a bit of it is flipped. The same rows, the same bytes."""
    table = pa.Table.from_pylist(rows, schema=MANIFEST_SCHEMA)
    sink = pa.BufferOutputStream()
    named = table.replace_schema_metadata({_SEAL_KEY: _NO_SEAL})
    pq.write_table(named, sink, compression="zstd", write_page_checksum=True)
    content = bytes(sink.getvalue().to_pybytes())
    digest = hashlib.sha256(content).hexdigest().encode()
    place = _SEALED.search(content)
    assert place
    return content[: place.start(1)] + digest + content[place.end(1) :]


def _is_as_sealed(content: bytes) -> bool | None:
    """Whether a manifest is as it was written; None where it does not say, as those of earlier versions."""
    for place in _SEALED.finditer(content):
        if place[1] != _NO_SEAL:
            as_hashed = content[: place.start(1)] + _NO_SEAL + content[place.end(1) :]
            return hashlib.sha256(as_hashed).hexdigest().encode() == place[1]
    return None
