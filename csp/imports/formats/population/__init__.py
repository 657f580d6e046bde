"""Population: mid-year estimates of ONS, Nomis or NISRA by district or ward, or area_code, year, population.

Sources: https://www.ons.gov.uk, "Estimates of the population for England and Wales" (MYE2, MYE4 and MYE5 of
the workbook, or a sheet of it as CSV), the ward editions, https://www.nomisweb.co.uk (a download or an answer
of its interface), https://www.nisra.gov.uk. Figures are people of both sexes and all ages.

A table adds to those that are loaded: another year or area stands beside them, and the same one counts as the
later import has it. One rule goes before: ONS revises earlier years with each edition, so a series of years
never replaces figures of a series that goes further. (Mid-2020 of one borough was 118,939 in the edition of
that year and is 115,271 in that of mid-2023.)
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pyarrow as pa

from csp.core.errors import UserError
from csp.core.stored_names import build_stem
from csp.data.editions import Key
from csp.data.store import POPULATION, Store
from csp.imports.files import Candidate
from csp.imports.formats.population.context import Surroundings, is_of_one_sex
from csp.imports.formats.population.editions import Editions
from csp.imports.formats.population.figures import find_fault, read_people
from csp.imports.formats.population.sheets import NO_YEAR, NOT_SAID, Figure, SheetFigures, read_sheet
from csp.imports.importer import Importer
from csp.imports.manifest import Writer
from csp.imports.reconciliation import reconcile_tables
from csp.imports.reference import Declined, Piece, Reader, import_tables
from csp.imports.results import Progress, Summary
from csp.imports.superseding import list_covered, name_table
from csp.imports.tables import read_lines
from csp.imports.workbooks import SUFFIXES, is_workbook, read_sheets

# Columns beyond hold single ages; the wards of England and Wales are 7,600.
MOST_COLUMNS = 120
MOST_LINES = 20_000
# So many areas of a year named twice with two figures, and more than half of all, are parts of a whole.
FEW = 2


def import_population(
    paths: Iterable[Path], store: Store | None = None, progress: Progress | None = None
) -> Summary:
    """Imports population tables from CSV files and workbooks; a row is one area in one year.

    Raises UserError as ImportFiles says.
    """
    return import_tables(
        "population", (".csv", *SUFFIXES), _reader, paths=paths, store=store, progress=progress
    )


def _reader(writer: Writer) -> Reader:
    def read(path: Path, candidate: Candidate) -> list[Piece]:
        sheets = _read_sheets(path, candidate)
        figures, declined = _judge(sheets, candidate.shown)
        editions = Editions(writer, candidate.name)
        kept, older = editions.hold_back_older(figures)
        if not kept:
            raise UserError(editions.refuse_older(candidate.shown))
        data = {
            "area_code": [area for area, _ in kept],
            "year": [year for _, year in kept],
            "population": list(kept.values()),
        }
        return [
            Piece(
                name_table(build_stem(Path(candidate.name).stem) or "population", editions.keys, kept),
                pa.table(data, schema=POPULATION),
                [*declined, *older],
                replaces=list_covered(editions.keys, kept),
                note=editions.describe(kept),
                remarks=editions.describe_home(kept),
            )
        ]

    return read


def _read_sheets(path: Path, candidate: Candidate) -> list[SheetFigures]:
    """The sheets of a file that hold a table of population, those with most figures first."""
    stem = Path(candidate.name).stem
    if is_workbook(path):
        named = read_sheets(
            path, candidate.shown, MOST_COLUMNS, MOST_LINES, is_wanted=lambda name: not is_of_one_sex(name)
        )
    else:
        named = iter([("", read_lines(path, candidate.shown))])
    sheets = [read_sheet(lines, Surroundings(name, stem), candidate.shown) for name, lines in named]
    tables = [sheet for sheet in sheets if sheet.has_table]
    if not tables:
        raise UserError(
            f"{candidate.shown} is not a population table: it needs a column of codes (Code or WDyyCD) "
            "and one for each year (Mid-2020), or the columns area_code, year and population."
        )
    return sorted(tables, key=lambda sheet: -len(sheet.figures))


def _judge(sheets: list[SheetFigures], shown: str) -> tuple[dict[Key, int], list[Declined]]:
    """The people of each area and year, and what was declined. Raises UserError where nothing can be used."""
    stored: dict[Key, int] = {}
    declined: list[Declined] = []
    twice: set[Key] = set()
    for place, sheet in enumerate(sheets):
        before = dict(stored)
        declined += sheet.declined
        for figure in sheet.figures:
            reason = find_fault(figure.area, figure.year, figure.people)
            if reason:
                declined.append(_decline(figure, reason))
                continue
            key, people = (figure.area, int(figure.year)), read_people(figure.people)
            if key not in stored:
                stored[key] = people
            elif place and before.get(key) == people:
                continue  # a workbook repeats the totals of one sheet on the next
            else:
                twice |= {key} if stored[key] != people else set()
                declined.append(_decline(figure, "area and year named twice"))
    if len(twice) >= FEW and len(twice) > len(stored) / 2:
        raise UserError(
            f"{shown} gives several figures for the same area and year ({min(twice)[0]}), so they may be "
            "parts of it, and none is said to be of everybody. Download the table of all persons at all ages."
        )
    if not stored:
        raise UserError(_refuse_empty(sheets, declined, shown))
    return stored, declined


def _decline(figure: Figure, reason: str) -> Declined:
    return figure.line, f"{figure.area[:20]} {figure.year[:20]}: {reason}"


def _refuse_empty(sheets: list[SheetFigures], declined: list[Declined], shown: str) -> str:
    lacks = sum((sheet.lacks for sheet in sheets), Counter[str]())
    parts = [lack for lack in lacks if lack not in (NO_YEAR, NOT_SAID)]
    if not any(sheet.figures for sheet in sheets) and lacks:
        if parts:
            return (
                f"{shown} holds figures {' and '.join(sorted(parts))} and none of everybody. Download the "
                "table of all persons at all ages (MYE4 or MYE5 of ONS; Total and All Ages at Nomis)."
            )
        stem, dot, suffix = shown.rpartition(": ")[2].rpartition(".")
        if NOT_SAID in lacks:
            untold, year = (", nor of which year", "-mid2024") if NO_YEAR in lacks else ("", "")
            return (
                f"{shown} does not say that its figures are numbers of people{untold}. If so, write it in "
                f"its name, such as {stem}-population{year}{dot}{suffix}, and import it again."
            )
        return (
            f"{shown} does not say of which year its figures are. Put the year into its name, such as "
            f"{stem}-mid2024{dot}{suffix}, and import it again."
        )
    why = f": {declined[0][1]} (line {declined[0][0]})" if declined else ""
    return f"{shown} holds no population figure{why}. Check that it is the right table."


IMPORTER = Importer(
    name="population",
    help="Population by district or ward: tables of ONS or Nomis (csv, xlsx), or area_code, year, people.",
    kind="population",
    suffix=".csv",
    also=SUFFIXES,
    run=import_population,
    reconcile=reconcile_tables("Population", "Table"),
)
