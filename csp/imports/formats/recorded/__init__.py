"""Recorded crime by community safety partnership, as ONS (tables C1 to C5) and the Home Office publish it.

The Crime Severity Score of ONS comes the same way.

It gives every partnership of England and Wales true figures for a year, or a quarter, where street files
have map points. It is a vocabulary of its own (csp.core.recorded_crime) and never added to another source. A
figure that the publisher calls unusable is kept and marked with the publisher's reason.

Files stand side by side, as those of population do: of two that have the same figure the later edition
counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from csp.core import recorded_crime
from csp.core.characters import printable_name
from csp.core.errors import UserError
from csp.core.stored_names import build_stem
from csp.data.store import RECORDED_CRIME, Store
from csp.imports.files import Candidate
from csp.imports.formats.recorded import home_office, ons, remarks, severity
from csp.imports.formats.recorded.figures import Key, Value, apply_caveats
from csp.imports.importer import Importer
from csp.imports.manifest import Writer
from csp.imports.reconciliation import reconcile_tables
from csp.imports.reference import Declined, Piece, Reader, import_tables
from csp.imports.results import Progress, Summary
from csp.imports.superseding import list_covered, name_table
from csp.imports.tables import Line, read_lines
from csp.imports.workbooks import SUFFIXES, is_workbook, read_sheets

KIND = "recorded_crime"
MOST_COLUMNS = 60
# A financial year of the Home Office by partnership, offence code and quarter has 180,000 rows.
MOST_LINES = 300_000

# What makes a figure the same as another one, in the order of the columns of the store.
IDENTITY = ("source", "level", "force", "partnership", "start", "months", "offence", "measure")


def import_recorded(
    paths: Iterable[Path], store: Store | None = None, progress: Progress | None = None
) -> Summary:
    """Imports recorded crime from CSV files and workbooks. Raises UserError as ImportFiles says."""
    return import_tables(KIND, (".csv", *SUFFIXES), _reader, paths=paths, store=store, progress=progress)


def _reader(writer: Writer) -> Reader:
    def read(path: Path, candidate: Candidate) -> list[Piece]:
        publication = _read_publication(path, candidate)
        caveats = recorded_crime.read_caveats()
        figures = dict(_mark(publication.figures, caveats))
        loaded = _read_loaded(writer)
        identities = [_identify(key) for key in figures]
        later = [name for name, (edition, _) in loaded.items() if edition > publication.edition]
        known = {name: each for name, (_, each) in loaded.items()}
        older = {name: each for name, each in known.items() if name not in later}
        if any(set(identities) <= known[name] for name in later):
            raise UserError(
                f"{candidate.shown} is an older edition of figures that are loaded. Nothing is to do."
            )
        return [
            Piece(
                name_table(build_stem(Path(candidate.name).stem) or "recorded", known, identities),
                _build_table(figures, publication.edition),
                publication.declined,
                replaces=list_covered(older, identities),
                note=publication.note,
                remarks=remarks.describe(figures),
            )
        ]

    return read


@dataclass(frozen=True)
class Publication:
    """The figures of a file; edition: the last day that it is about, by which editions are told apart."""

    figures: Mapping[Key, Value]
    declined: list[Declined]
    edition: date
    note: str


def _read_publication(path: Path, candidate: Candidate) -> Publication:
    names = recorded_crime.read_names()
    tables, sums, scores = ons.Tables(), home_office.Sums(), severity.Scores()
    for name, lines in _read_sheets(path, candidate):
        ons.read_sheet(name, lines, candidate.name, names, tables)
        home_office.read_sheet(name, lines, names, sums)
        severity.read_sheet(name, lines, candidate.name, names, scores)
    if tables.figures:
        edition = tables.latest or max(key.period.end for key in tables.figures)
        return Publication(ons.put_districts(tables), tables.declined, edition, "")
    if sums.figures:
        edition = max(key.period.end for key in sums.figures)
        note = f"{sums.rows:,} rows added up to {len(sums.figures):,} figures"
        return Publication(sums.figures, sums.declined, edition, note)
    if scores.figures:
        edition = max(key.period.end for key in scores.figures)
        return Publication(scores.figures, scores.declined, edition, "")
    if tables.combined:
        return Publication(ons.list_combined(tables), tables.declined, recorded_crime.NO_DAY, "")
    tables.lacks_year |= scores.lacks_year
    sums.declined += scores.declined
    raise UserError(_refuse(candidate.shown, tables, sums))


def _read_sheets(path: Path, candidate: Candidate) -> Iterator[tuple[str, list[Line]]]:
    if is_workbook(path):
        return read_sheets(path, candidate.shown, MOST_COLUMNS, MOST_LINES)
    return iter([("", read_lines(path, candidate.shown))])


def _refuse(shown: str, tables: ons.Tables, sums: home_office.Sums) -> str:
    """The sentence for a file without a figure."""
    if tables.lacks_year:
        return (
            f"{shown} does not say of which year its figures are. Keep the title above the table, or put the "
            "year into the name of the file (year-ending-december-2024), and import it again."
        )
    if tables.has_changes:
        return (
            f"{shown} holds changes and no counts, and changes are worked out from counts. Give the table of "
            "counts (C2) instead."
        )
    declined = [*tables.declined, *sums.declined]
    if declined:
        line, reason = declined[0]
        return f"{shown} holds no figure that can be used: {reason} (line {line}). Check the file."
    return (
        f"{shown} is no table of recorded crime by community safety partnership: it needs the columns of "
        "tables C1, C2, C4 or C5 of ONS, or Financial Year, Force Name, Offence Subgroup and Number of "
        "Offences of the Home Office, or a code and a Crime Severity Score."
    )


def _mark(figures: Mapping[Key, Value], caveats: list[recorded_crime.Caveat]) -> Iterator[tuple[Key, Value]]:
    """The figures, each with what its publisher says of it."""
    of_places: dict[tuple[str, str, str], list[recorded_crime.Caveat]] = {}
    for key, value in figures.items():
        place = key.source, key.place.force, key.place.partnership
        if place not in of_places:
            of_places[place] = [caveat for caveat in caveats if caveat.concerns(*place)]
        yield key, apply_caveats(key, value, of_places[place])


def _identify(key: Key) -> tuple[object, ...]:
    place, period = key.place, key.period
    whose = key.source, place.level, printable_name(place.force), printable_name(place.partnership)
    return (*whose, period.start, period.months, key.offence, key.measure)


def _read_loaded(writer: Writer) -> dict[str, tuple[date, set[tuple[object, ...]]]]:
    """The edition of each table in force, and what it holds, by its name."""
    loaded = {}
    for row in filter(writer.is_sound, writer.current(KIND)):
        columns = pq.read_table(writer.store.path(row["data_file"])).to_pydict()
        held = set(zip(*(columns[name] for name in IDENTITY), strict=True))
        loaded[row["force"]] = max(columns["edition"]), held
    return loaded


def _build_table(figures: Mapping[Key, Value], edition: date) -> pa.Table:
    rows = [
        {
            "source": key.source,
            "level": key.place.level,
            "force": printable_name(key.place.force),
            "force_code": key.place.force_code,
            "partnership": printable_name(key.place.partnership),
            "partnership_code": key.place.partnership_code,
            "districts": key.place.districts,
            "start": key.period.start,
            "months": key.period.months,
            "offence": key.offence,
            "measure": key.measure,
            "value": value.number,
            "remark": value.remark,
            "is_usable": value.is_usable and value.number is not None,
            "edition": edition,
        }
        for key, value in figures.items()
    ]
    return pa.Table.from_pylist(rows, schema=RECORDED_CRIME)


IMPORTER = Importer(
    name="recorded",
    help="Recorded crime by partnership: tables C1 to C5 or severity scores of ONS, Home Office open data.",
    kind=KIND,
    suffix=".csv",
    also=SUFFIXES,
    run=import_recorded,
    reconcile=reconcile_tables("Recorded crime by partnership", "Table"),
)
