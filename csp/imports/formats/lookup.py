"""Lookup of LSOAs to wards and districts (best fit), as published by ONS for any year, or by NISRA.

Source: https://geoportal.statistics.gov.uk, "LSOA (2011) to Ward to Local Authority District (best fit)
Lookup"; https://www.nisra.gov.uk for Northern Ireland, whose small areas are super output areas (2001) and
data zones (2021). A lookup of 2011 LSOAs and one of 2021 LSOAs can be in force side by side.

Best fit gives each LSOA to one ward. Other lookups have a row for each part of an LSOA: of output areas, of
postcodes, or where the boundaries cross. To take one of its wards would be to guess, so they are refused.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Mapping, Sequence, Set
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from csp.core.characters import printable_name, quote
from csp.core.codes import Kind, is_code
from csp.core.errors import UserError
from csp.data.store import Store
from csp.imports.files import Candidate
from csp.imports.importer import Importer
from csp.imports.manifest import Row, Writer
from csp.imports.placing import LOOKUP_COLUMNS
from csp.imports.reconciliation import reconcile_tables
from csp.imports.reference import Declined, Piece, Reader, import_tables
from csp.imports.results import Progress, Summary
from csp.imports.superseding import list_covered, name_table
from csp.imports.tables import read_table, wrong_width

# Column of the store -> headings without what parts their words; the year is that of the areas.
_EDITION = "(?P<year>[0-9]{2}|20[0-9]{2})"
PATTERNS = {
    name: re.compile(pattern, re.IGNORECASE | re.ASCII)
    for name, pattern in {
        "lsoa_code": f"LSOA{_EDITION}CD|(?:SOA|DZ){_EDITION.replace('year', 'ni')}(?:CD|CODE)?",
        "ward_code": f"WD{_EDITION}CD|WARD{_EDITION.replace('year', 'ni')}(?:CD|CODE)?",
        "ward": f"WD{_EDITION}NM|WARD{_EDITION.replace('year', 'ni')}(?:NM|NAME)",
        "district_code": f"LAD{_EDITION}CD|LGD{_EDITION.replace('year', 'ni')}(?:CD|CODE)?",
        "district": f"LAD{_EDITION}NM|LGD{_EDITION.replace('year', 'ni')}(?:NM|NAME)",
    }.items()
}
POSTCODE = re.compile("pcds?|pcd[278]|postcode", re.IGNORECASE)
CODES: dict[str, Kind] = {"lsoa_code": "lsoa", "ward_code": "ward", "district_code": "district"}
# Names that a lookup may do without; the code then stands for the name.
NAMES = {"ward": "ward_code", "district": "district_code"}


def import_lookup(
    paths: Iterable[Path], store: Store | None = None, progress: Progress | None = None
) -> Summary:
    """Imports lookups from CSV files; one result per file. Raises UserError as ImportFiles says."""
    return import_tables("lookup", ".csv", _reader, paths=paths, store=store, progress=progress)


def _reader(writer: Writer) -> Reader:
    def read(path: Path, candidate: Candidate) -> list[Piece]:
        edition, table, declined = _read(path, candidate)
        loaded = {
            row["force"]: set(_read_lsoas(writer, row))
            for row in filter(writer.is_sound, writer.current("lookup"))
            if re.fullmatch(rf"{edition}(-[0-9]+)?", row["force"])
        }
        lsoas = set(table["lsoa_code"].to_pylist())
        name = name_table(edition, loaded, lsoas)
        return [Piece(name, table, declined, list_covered(loaded, lsoas), _describe(loaded, lsoas))]

    return read


def _read_lsoas(writer: Writer, row: Row) -> list[str]:
    path = writer.store.path(row["data_file"])
    lsoas: list[str] = pq.read_table(path, columns=["lsoa_code"])["lsoa_code"].to_pylist()
    return lsoas


def _describe(loaded: Mapping[str, Set[str]], lsoas: Set[str]) -> str:
    """How many of the LSOAs are new beside the lookups of the same edition, and how many were in one."""
    again = len(lsoas & set().union(*loaded.values()))
    if not loaded or again == len(lsoas):
        return ""
    added = len(lsoas) - again
    noun = "LSOA" if added == 1 else "LSOAs"
    return f"adds {added:,} {noun}" + (f", replaces {again:,}" if again else "")


def _read(path: Path, candidate: Candidate) -> tuple[str, pa.Table, list[Declined]]:
    """The edition of the small areas (lsoa2021), the rows of the store, and what was declined."""
    rows = read_table(path, candidate.shown)
    head = rows[0]
    rows.reverse()  # so that each is given up once it is read: the lookup of every output area is large
    rows.pop()
    places, year = _find_columns(head, candidate.shown)
    stored: dict[str, dict[str, str]] = {}
    several: dict[str, str] = {}
    declined: list[Declined] = []
    line = 1
    while rows:
        cells = rows.pop()
        line += 1
        if len(cells) != len(head):
            raise wrong_width(candidate.shown, line, len(cells), len(head))
        row = {name: cells[place] for name, place in places.items()}
        reason = "a NUL character" if any("\0" in cell for cell in cells) else _find_fault(row)
        first = stored.get(row["lsoa_code"])
        if not reason and first is not None:
            reason = "LSOA named twice"
            if first["ward_code"] != row["ward_code"] or first["district_code"] != row["district_code"]:
                several.setdefault(row["lsoa_code"], row["ward_code"])
        if reason:
            declined.append((str(line), reason))
        else:
            named = {name: row.get(name) or row[code] for name, code in NAMES.items()}
            stored[row["lsoa_code"]] = {
                name: sys.intern(printable_name({**row, **named}[name])) for name in LOOKUP_COLUMNS.names
            }
    _refuse(candidate.shown, stored, several, declined)
    columns = {name: [row[name] for row in stored.values()] for name in LOOKUP_COLUMNS.names}
    return f"lsoa{year}", pa.table(columns, schema=LOOKUP_COLUMNS), declined


def _refuse(
    shown: str, stored: dict[str, dict[str, str]], several: dict[str, str], declined: Sequence[Declined]
) -> None:
    """Raises UserError for a file of which nothing can be used, and for one that is not best fit."""
    if several:
        lsoa, ward = next(iter(several.items()))
        raise UserError(
            f"{shown} is not a best-fit lookup: it gives {len(several):,} of {len(stored):,} LSOAs to "
            f"several wards ({lsoa} to {stored[lsoa]['ward_code']} and {ward}). Download the one with "
            "best fit in its name."
        )
    if not stored:
        why = f": {declined[0][1]} (line {declined[0][0]})" if declined else ""
        raise UserError(f"{shown} holds no usable row{why}. Download it again.")


def _find_columns(head: Sequence[str], shown: str) -> tuple[dict[str, int], str]:
    """Where each column stands, of several years the newest, and the edition of the small areas: "ni2021"."""
    columns = [re.sub("[ _-]", "", column) for column in head]
    newest: dict[str, tuple[int, int]] = {}
    edition = ""
    for place, column in enumerate(columns):
        for name, pattern in PATTERNS.items():
            match = pattern.fullmatch(column)
            if match is None:
                continue
            year = int((match["ni"] or match["year"])[-2:])
            if name not in newest or year > newest[name][0]:
                newest[name] = year, place
                edition = f"{'ni' if match['ni'] else ''}{2000 + year}" if name == "lsoa_code" else edition
    if any(POSTCODE.fullmatch(column) for column in columns):
        raise UserError(
            f"{shown} is a directory of postcodes, of which an LSOA has many, in several wards. Download the "
            "best-fit lookup of LSOA to ward to district."
        )
    missing = [name for name in PATTERNS if name not in newest and name not in NAMES]
    if missing:
        named = {"lsoa_code": "LSOAyyCD", "ward_code": "WDyyCD", "district_code": "LADyyCD"}
        raise UserError(
            f"{shown} is not a lookup of LSOAs to wards: "
            f"it has no column {', '.join(named[name] for name in missing)}. "
            "Download the ONS lookup of LSOA to ward to district."
        )
    return {name: place for name, (_, place) in newest.items()}, edition


def _find_fault(row: dict[str, str]) -> str | None:
    for column, kind in CODES.items():
        if not is_code(kind, row[column]):
            return f"not a code of ONS: {quote(row[column])}"
    return None


IMPORTER = Importer(
    name="lookup",
    help="Lookup of LSOAs to wards and districts of ONS, for places without outlines.",
    kind="lookup",
    suffix=".csv",
    run=import_lookup,
    reconcile=reconcile_tables("LSOA lookup", "Table"),
)
