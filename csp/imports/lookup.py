"""Lookup of LSOAs to wards and districts (best fit), as published by ONS for any year.

Source: https://geoportal.statistics.gov.uk, "LSOA (2011) to Ward to Local Authority
District Lookup". A lookup of 2011 LSOAs and one of 2021 LSOAs can be in force side by side.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

import pyarrow as pa

from csp.core.characters import printable_name, quote
from csp.core.codes import Kind, is_code
from csp.core.errors import UserError
from csp.data.store import Store
from csp.imports.files import Candidate
from csp.imports.manifest import Writer
from csp.imports.placing import LOOKUP_COLUMNS
from csp.imports.reference import Declined, Piece, Reader, import_tables
from csp.imports.results import Progress, Summary
from csp.imports.tables import read_table, wrong_width

# Column of the store -> columns of ONS; yy is the year of the areas.
PATTERNS = {
    name: re.compile(pattern, re.IGNORECASE | re.ASCII)
    for name, pattern in {
        "lsoa_code": "LSOA([0-9][0-9])CD",
        "ward_code": "WD[0-9][0-9]CD",
        "ward": "WD[0-9][0-9]NM",
        "district_code": "LAD[0-9][0-9]CD",
        "district": "LAD[0-9][0-9]NM",
    }.items()
}
CODES: dict[str, Kind] = {"lsoa_code": "lsoa", "ward_code": "ward", "district_code": "district"}


def import_lookup(
    paths: Iterable[Path], store: Store | None = None, progress: Progress | None = None
) -> Summary:
    """Imports lookups from CSV files; one result per file. Raises UserError as police.import_street does."""
    return import_tables("lookup", ".csv", _reader, paths=paths, store=store, progress=progress)


def _reader(_writer: Writer) -> Reader:
    return _read


def _read(path: Path, candidate: Candidate) -> list[Piece]:
    head, *rows = read_table(path, candidate.shown)
    places, year = _columns(head, candidate.shown)
    stored: list[dict[str, str]] = []
    declined: list[Declined] = []
    seen: set[str] = set()
    for line, cells in enumerate(rows, start=2):
        if len(cells) != len(head):
            raise wrong_width(candidate.shown, line, len(cells), len(head))
        row = {name: cells[place] for name, place in places.items()}
        reason = "a NUL character" if any("\0" in cell for cell in cells) else _reason(row, seen)
        if reason:
            declined.append((str(line), reason))
        else:
            seen.add(row["lsoa_code"])
            stored.append({name: printable_name(value) for name, value in row.items()})
    if not stored:
        why = f": {declined[0][1]} (line {declined[0][0]})" if declined else ""
        raise UserError(f"{candidate.shown} holds no usable row{why}. Download it again.")
    return [Piece(f"lsoa20{year}", pa.Table.from_pylist(stored, schema=LOOKUP_COLUMNS), declined)]


def _columns(head: Sequence[str], shown: str) -> tuple[dict[str, int], str]:
    places: dict[str, int] = {}
    year = ""
    for place, column in enumerate(head):
        for name, pattern in PATTERNS.items():
            match = pattern.fullmatch(column)
            if match and name not in places:
                places[name] = place
                year = match[1] if name == "lsoa_code" else year
    missing = [name for name in PATTERNS if name not in places]
    if missing:
        wanted = {"lsoa_code": "LSOAyyCD", "ward_code": "WDyyCD", "ward": "WDyyNM"}
        wanted |= {"district_code": "LADyyCD", "district": "LADyyNM"}
        raise UserError(
            f"{shown} is not a lookup of LSOAs to wards: "
            f"it has no column {', '.join(wanted[m] for m in missing)}. "
            "Download the ONS lookup of LSOA to ward to district."
        )
    return places, year


def _reason(row: dict[str, str], seen: set[str]) -> str | None:
    for column, kind in CODES.items():
        if not is_code(kind, row[column]):
            return f"not a code of ONS: {quote(row[column])}"
    # Best fit gives each LSOA one ward. A second one would double the rows placed there.
    return "LSOA named twice" if row["lsoa_code"] in seen else None
