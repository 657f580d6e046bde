"""Population: ONS mid-year estimates by district or ward, or any table of area_code, year, population.

Sources: https://www.ons.gov.uk, "Estimates of the population for the UK" (Code, Name,
Geography, Mid-2020 ...) and the ward tables (WDyyCD ..., pop_mid2020 ...). Figures are people.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import pyarrow as pa

from csp.core.characters import quote
from csp.core.codes import is_code
from csp.core.errors import UserError
from csp.core.stored_names import build_stem
from csp.data.store import POPULATION, Store
from csp.imports.files import Candidate
from csp.imports.manifest import Writer
from csp.imports.reference import Declined, Piece, Reader, import_tables
from csp.imports.results import Progress, Summary
from csp.imports.tables import read_table, wrong_width

WARD = re.compile("WD[0-9][0-9]CD", re.IGNORECASE | re.ASCII)
DISTRICT = re.compile("code|LAD[0-9][0-9]CD", re.IGNORECASE | re.ASCII)
YEAR = re.compile("(?:pop[ _]?)?(?:mid[-_ ]?)?((?:19|20)[0-9][0-9])", re.IGNORECASE | re.ASCII)
CALENDAR_YEAR = re.compile("(?:19|20)[0-9][0-9]")
FIGURE = re.compile("[0-9]+")
THOUSANDS = re.compile("[0-9]{1,3}(?:,[0-9]{3})+")
LONG = ("area_code", "year", "population")

# More than all people there are: a figure of more digits is damage.
MOST_PEOPLE = 10_000_000_000

# Published tables may start with a title and notes.
LINES_BEFORE_HEADER = 20

# (line, area code, year, figure), all as text
Cell = tuple[int, str, str, str]


def import_population(
    paths: Iterable[Path], store: Store | None = None, progress: Progress | None = None
) -> Summary:
    """Imports population tables from CSV files; one result per file. A row is one area in one year.

    Raises UserError as police.import_street does.
    """
    return import_tables("population", ".csv", _reader, paths=paths, store=store, progress=progress)


def _reader(_writer: Writer) -> Reader:
    return _read


def _read(path: Path, candidate: Candidate) -> list[Piece]:
    rows = read_table(path, candidate.shown)
    table, cells = _cells(rows, candidate)
    stored: dict[tuple[str, int], int] = {}
    declined: list[Declined] = []
    for line, area, year, figure in cells:
        reason = _reason(area, year, figure, stored)
        if reason:
            declined.append((str(line), f"{area[:20]} {year[:20]}: {reason}"))
        else:
            stored[area, int(year)] = int(_digits(figure).lstrip("0") or "0")
    if not stored:
        why = f": {declined[0][1]} (line {declined[0][0]})" if declined else ""
        raise UserError(
            f"{candidate.shown} holds no population figure{why}. Check that it is the right table."
        )
    areas = [area for area, _ in stored]
    years = [year for _, year in stored]
    data = {"area_code": areas, "year": years, "population": list(stored.values())}
    return [Piece(table, pa.table(data, schema=POPULATION), declined)]


def _cells(rows: Sequence[Sequence[str]], candidate: Candidate) -> tuple[str, Iterator[Cell]]:
    """What the table is called, and its figures one by one. Raises UserError for another table."""
    for index, head in enumerate(rows[:LINES_BEFORE_HEADER]):
        names = [name.strip().lower() for name in head]
        if set(LONG) <= set(names):
            places = [names.index(name) for name in LONG]
            return build_stem(Path(candidate.name).stem) or "population", _long(
                rows, index, places, candidate.shown
            )
        years = {
            place: match[1] for place, name in enumerate(head) if (match := YEAR.fullmatch(name.strip()))
        }
        for table, pattern in (("wards", WARD), ("districts", DISTRICT)):
            code = next((place for place, name in enumerate(head) if pattern.fullmatch(name.strip())), None)
            if code is not None and years:
                return table, _wide(rows, index, code, years, candidate.shown)
    raise UserError(
        f"{candidate.shown} is not a population table: it needs a column of codes (Code or WDyyCD) "
        "and one for each year (Mid-2020), or the columns area_code, year and population."
    )


def _long(rows: Sequence[Sequence[str]], index: int, places: Sequence[int], shown: str) -> Iterator[Cell]:
    for line, row in enumerate(rows[index + 1 :], start=index + 2):
        _check_width(row, rows[index], line, shown)
        area, year, figure = (row[place] for place in places)
        yield line, area, year, figure


def _wide(
    rows: Sequence[Sequence[str]], index: int, code: int, years: dict[int, str], shown: str
) -> Iterator[Cell]:
    for line, row in enumerate(rows[index + 1 :], start=index + 2):
        _check_width(row, rows[index], line, shown)
        for place, year in years.items():
            yield line, row[code], year, row[place]


def _check_width(row: Sequence[str], head: Sequence[str], line: int, shown: str) -> None:
    if len(row) != len(head):
        raise wrong_width(shown, line, len(row), len(head))


def _reason(area: str, year: str, figure: str, stored: dict[tuple[str, int], int]) -> str | None:
    if not is_code("area", area):
        return f"not a code of ONS: {quote(area)}"
    if not CALENDAR_YEAR.fullmatch(year):
        return "not a year"
    if not figure:
        return "no population"
    if not FIGURE.fullmatch(_digits(figure)):
        return f"not a whole number of people: {quote(figure)}"
    if len(_digits(figure).lstrip("0")) >= len(str(MOST_PEOPLE)):
        return f"more people than there are: {quote(figure)}"
    return "area and year named twice" if (area, int(year)) in stored else None


def _digits(figure: str) -> str:
    """A figure without thousands separators, or unchanged where the commas are not those."""
    return figure.replace(",", "") if THOUSANDS.fullmatch(figure) else figure
