"""The figures of one sheet or CSV file: of everybody in an area in a year, with what they were told from.

A figure of one sex, of some ages or in per cent is never taken for that of everybody: it is declined where
the table has both, and the table is refused where it has nothing else.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from csp.core.codes import is_code
from csp.imports.formats.population.context import NO_PEOPLE, OF_DENSITY, Context, Surroundings, read_year
from csp.imports.formats.population.headings import (
    ALL_AGES,
    ALL_SEXES,
    VALUES,
    Header,
    join_words,
    read_header,
)
from csp.imports.reference import Declined
from csp.imports.tables import Line, wrong_width

# Published tables may start with a title and notes.
LINES_BEFORE_HEADER = 40
NO_YEAR, NOT_SAID, OF_AGES = "no year", "not said of what", "of some ages"
FEW_FRACTIONS, MOST_WHOLE = 2, 10
_NUMBER = re.compile("[0-9]")
_FRACTION = re.compile("[.][0-9]*[1-9]")


class Figure(NamedTuple):
    """A cell of a table, all of it as text. line: its number, after the name of the sheet in a workbook."""

    line: str
    area: str
    year: str
    people: str


@dataclass
class SheetFigures:
    """What a sheet holds: the figures of everybody, the rows that are of a part, and which parts these are.

    lacks: why figures cannot be used, with how often that is met.
    """

    has_table: bool = False
    figures: list[Figure] = field(default_factory=list)
    declined: list[Declined] = field(default_factory=list)
    lacks: Counter[str] = field(default_factory=Counter)


def read_sheet(lines: Sequence[Line], surroundings: Surroundings, shown: str) -> SheetFigures:
    """The figures of a sheet, which may hold several tables, one under the other, as Nomis writes them.

    Raises UserError for a row that is cut short.
    """
    sheet = SheetFigures()
    header: Header | None = None
    context = Context()
    for at, line in enumerate(lines):
        if header is None and at >= LINES_BEFORE_HEADER:
            break
        is_new = read_header(line[1])
        if is_new is not None:
            header, context = is_new, surroundings.judge()
            surroundings.forget()
            sheet.has_table = True
            _note_lacks(header, context, sheet)
        elif header is None or _is_note(line[1], header):
            surroundings.add(line)
        else:
            _read_row(line, header, context, (sheet, surroundings.sheet, shown))
    _leave_out_shares(sheet)
    return sheet


def _leave_out_shares(sheet: SheetFigures) -> None:
    """Takes the figures back where many have a fraction: they are median ages or rates below a year.

    Some of them are whole numbers, which would be stored as so many people.
    """
    fractions = sum(_FRACTION.search(figure.people) is not None for figure in sheet.figures)
    if fractions >= FEW_FRACTIONS and fractions > len(sheet.figures) / MOST_WHOLE:
        sheet.lacks[NO_PEOPLE] += 1
        sheet.figures.clear()


def _note_lacks(header: Header, context: Context, sheet: SheetFigures) -> None:
    lack = _find_lack(header, context)
    if lack:
        sheet.lacks[lack] += 1
    if lack in ("", NOT_SAID) and header.year is None and not header.years and context.year is None:
        sheet.lacks[NO_YEAR] += 1


def _find_lack(header: Header, context: Context) -> str:
    """Why no figure of a table is a number of everybody, "" where figures are.

    What stands around a table of people may speak of other things beside: of density, of births.
    """
    if context.part and not (header.names_people and context.part in (NO_PEOPLE, OF_DENSITY)):
        return context.part
    if not header.figures:
        return OF_AGES if header.by_age else "of one sex"
    is_untold = header.is_of_anything or (header.is_bare and context.has_title)
    return NOT_SAID if is_untold and not context.names_people else ""


def _is_note(cells: Sequence[str], header: Header) -> bool:
    """Whether a line under a table belongs to no area: a source, a footnote, the title of the next table."""
    filled = [place for place, cell in enumerate(cells) if cell]
    if len(filled) <= 1:
        return True
    code = cells[header.code] if header.code < len(cells) else ""
    if is_code("area", code):
        return False
    places = header.figures or tuple(range(header.code + 1, header.width))
    return not any(place < len(cells) and _NUMBER.search(cells[place]) for place in places)


def _read_row(line: Line, header: Header, context: Context, place: tuple[SheetFigures, str, str]) -> None:
    """Adds the figures of a row to its sheet; place: the sheet, its name, and that of the file."""
    sheet, name, shown = place
    number, cells = line
    if _find_lack(header, context):
        return  # such a table is left out whole: its rows are none that were declined
    if len(cells) < header.width or any(cells[header.width :]):
        raise wrong_width(shown, number, len(cells), header.width)
    label = f"{name} {number}".strip()
    area = cells[header.code]
    part = _find_part(cells, header)
    if part:
        sheet.lacks[part] += 1
        sheet.declined.append((label, f"{area[:20]}: {part}, not everybody"))
        return
    for year, people in _list_cells(cells, header, context.year):
        sheet.figures.append(Figure(label, area, year, people))


def _list_cells(cells: Sequence[str], header: Header, year: str | None) -> Iterator[tuple[str, str]]:
    if header.year is not None and header.total is not None:
        yield read_year(cells[header.year]), cells[header.total]
    elif header.years:
        for place, named in header.years.items():
            yield named, cells[place]
    elif header.total is not None and year is not None:
        yield year, cells[header.total]


def _find_part(cells: Sequence[str], header: Header) -> str:
    """Which part of the people a row counts, "" for everybody."""
    for place, whole, words in (
        (header.measure, VALUES, "in per cent"),
        (header.sex, ALL_SEXES, "of one sex"),
        (header.age, ALL_AGES, OF_AGES),
    ):
        if place is not None and join_words(cells[place]) not in whole:
            return words
    if any(join_words(cells[place]) not in ALL_SEXES | ALL_AGES for place in header.categories):
        return "of some people"
    return ""
