"""The police force area tables of ONS by community safety partnership.

C1 lists the partnerships of several districts, C2 and C5 have the counts of a year and of the year before,
C4 the rates and the people and households behind them.

Source: https://www.ons.gov.uk, "Crime in England and Wales: Police Force Area data tables", the workbook or
one sheet of it as CSV. C3 (changes) is passed over: a change is worked out from the counts.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from csp.core.characters import quote
from csp.core.codes import is_code
from csp.core.recorded_crime import NO_DAY, TOTAL, Level, simplify
from csp.core.wording import MONTH_NAMES
from csp.imports.formats.recorded.figures import Key, Period, Place, Value, end_of_year, read_value
from csp.imports.reference import Declined
from csp.imports.tables import Line

_YEAR_ENDING = re.compile(
    rf"(?:year ending|ye)[-_ ]*({'|'.join(name[:3] for name in MONTH_NAMES)})[a-z]*[-_ ]*(20[0-9]{{2}})",
    re.IGNORECASE,
)
LINES_BEFORE_HEADER = 30
# What the columns of a place are called, simplified.
PLACES = {
    "force_code": ("policeforceareacode",),
    "force": ("policeforceareaname",),
    "partnership_code": ("communitysafetypartnershipcode",),
    "partnership": ("communitysafetypartnershipname",),
    "district": ("localauthoritycode",),
}
_OF_PLACES = ("policeforce", "communitysafety", "localauthority")
UNASSIGNED = "unassigned"


@dataclass
class Tables:
    """What the sheets of a file hold. combined: the districts of partnerships that have several, by name."""

    figures: dict[Key, Value] = field(default_factory=dict)
    declined: list[Declined] = field(default_factory=list)
    combined: dict[str, list[str]] = field(default_factory=dict)
    latest: date | None = None
    has_table: bool = False
    lacks_year: bool = False
    has_changes: bool = False


def find_end(text: str) -> date | None:
    """The last day of the year that a title is of; None where it names none, or several."""
    ends = {(int(match[2]), _month(match[1])) for match in _YEAR_ENDING.finditer(text)}
    if len(ends) != 1:
        return None
    year, month = ends.pop()
    return date(year, month, monthrange(year, month)[1])


def read_sheet(
    name: str, lines: Sequence[Line], file: str, offences: Mapping[str, str], tables: Tables
) -> None:
    """Adds what a sheet holds to the tables; nothing where it is none of C1 to C5."""
    found = next(
        (
            (at, places)
            for at, (_, cells) in enumerate(lines[:LINES_BEFORE_HEADER])
            if (places := _find_places(cells)) is not None
        ),
        None,
    )
    if found is None:
        return
    at, places = found
    titles = " ".join(cell for _, cells in lines[:at] for cell in cells if cell)
    headings = [simplify(cell) for cell in lines[at][1]]
    is_rate = "crimerate" in simplify(titles) or any("populationfigures" in each for each in headings)
    columns = {
        place: column
        for place, heading in enumerate(headings)
        if (column := _read_heading(heading, is_rate, offences))
    }
    if not columns:
        _read_combined(lines[at + 1 :], places, tables)
        return
    tables.has_table = True
    if "percentagechange" in simplify(titles):
        tables.has_changes = True
        return
    end = find_end(titles) or find_end(name) or find_end(file)
    if end is None:
        tables.lacks_year = True
        return
    if not is_rate:
        tables.latest = max(filter(None, (tables.latest, end)))
    number, cells = lines[at]
    tables.declined += [
        (f"{name} {number}".strip(), f"{quote(cells[place])}: not an offence of recorded_offences.csv")
        for place, heading in enumerate(headings)
        if heading and place not in columns and not heading.startswith(_OF_PLACES)
    ]
    _read_rows(name, lines[at + 1 :], places, columns, end_of_year(end), tables)


def _find_places(cells: Sequence[str]) -> dict[str, int] | None:
    """Where the columns of a place stand in a header; None for any other line."""
    names = [simplify(cell) for cell in cells]
    places = {
        column: names.index(name) for column, aliases in PLACES.items() for name in aliases if name in names
    }
    return places if {"force", "partnership", "district"} <= places.keys() else None


def _month(name: str) -> int:
    return [month[:3].lower() for month in MONTH_NAMES].index(name.lower()) + 1


def _read_heading(heading: str, is_rate: bool, offences: Mapping[str, str]) -> tuple[str, str] | None:
    """The offence and the measure of a column of figures."""
    if heading.startswith("populationfigures"):
        return "total", "people"
    if heading.startswith("householdfigures"):
        return "total", "households"
    plain = re.sub("per(?:population|households?)$", "", heading)
    offence = offences.get(plain)
    if offence is None:
        return None
    if not is_rate:
        return offence, "offences"
    return offence, "per_1000_households" if "household" in heading else "per_1000_people"


def _read_combined(lines: Sequence[Line], places: Mapping[str, int], tables: Tables) -> None:
    """Table C1, where a partnership stands beside the first of its districts alone."""
    partnership = ""
    for _, cells in lines:
        if len(cells) <= max(places.values()):
            continue
        partnership = cells[places["partnership"]] or partnership
        district = cells[places["district"]]
        if partnership and is_code("district", district):
            tables.combined.setdefault(simplify(partnership), []).append(district)


def _read_rows(
    name: str,
    lines: Sequence[Line],
    places: Mapping[str, int],
    columns: Mapping[int, tuple[str, str]],
    period: Period,
    tables: Tables,
) -> None:
    for number, cells in lines:
        if len([cell for cell in cells if cell]) <= 1:
            continue  # a note under the table
        label = f"{name} {number}".strip()
        place = _read_place({column: cells[at].strip() for column, at in places.items() if at < len(cells)})
        if place is None:
            tables.declined.append((label, "names no police force"))
            continue
        for at, (offence, measure) in columns.items():
            value = read_value(cells[at]) if at < len(cells) else None
            key = Key("ons", place, period, offence, measure)
            if value is None:
                tables.declined.append((label, f"{offence}: not a figure"))
            elif key in tables.figures and tables.figures[key] != value:
                tables.declined.append((label, f"{offence}: named twice"))
            else:
                tables.figures[key] = value


def _read_place(cells: Mapping[str, str]) -> Place | None:
    force, partnership = cells.get("force", ""), cells.get("partnership", "")
    if not force:
        return None
    district = cells.get("district", "")
    if not partnership:
        return Place("force", force, cells.get("force_code", ""), "", "", "")
    level: Level = "unassigned" if simplify(partnership).startswith(UNASSIGNED) else "partnership"
    districts = district if is_code("district", district) else ""
    return Place(
        level, force, cells.get("force_code", ""), partnership, cells.get("partnership_code", ""), districts
    )


def list_combined(tables: Tables) -> dict[Key, Value]:
    """The districts of the partnerships of table C1 alone, as rows without a figure: they wait for C2."""
    period = Period(NO_DAY, 0)
    return {
        Key(
            "ons", Place("partnership", "", "", name, "", ";".join(codes)), period, TOTAL, "districts"
        ): Value(None)
        for name, codes in tables.combined.items()
    }


def put_districts(tables: Tables) -> dict[Key, Value]:
    """The figures, with the districts of partnerships that have several, as table C1 names them."""
    figures: dict[Key, Value] = {}
    for key, value in tables.figures.items():
        districts = tables.combined.get(simplify(key.place.partnership), [])
        place = key.place if key.place.districts else key.place._replace(districts=";".join(districts))
        figures[key._replace(place=place)] = value
    return figures
