"""The open data tables of the Home Office: offences by partnership, or by force, by subgroup and quarter.

Source: https://www.gov.uk/government/statistics/police-recorded-crime-open-data-tables, a sheet saved as CSV
or workbook. A row is one offence code; those of a subgroup are added up. A count may be below 0: records
that were cancelled or moved to another quarter.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from csp.core.recorded_crime import Level, simplify
from csp.imports.formats.recorded.figures import Key, Period, Place, Value, read_value
from csp.imports.reference import Declined
from csp.imports.tables import Line

COLUMNS = {
    "year": ("financialyear",),
    "quarter": ("financialquarter", "quarter", "quarters"),
    "force": ("forcename", "policeforce", "force"),
    "partnership": ("cspname", "communitysafetypartnershipname", "communitysafetypartnership"),
    "group": ("offencegroup",),
    "subgroup": ("offencesubgroup",),
    "count": ("numberofoffences", "offences", "offencecount"),
    "note": ("qualitynote",),
}
NEEDED = {"year", "force", "count"}
LINES_BEFORE_HEADER = 20
_YEAR = re.compile("(20[0-9]{2})[-/](?:20)?([0-9]{2})")
# The first month of each quarter of a financial year.
_FIRST_MONTH = {1: 4, 2: 7, 3: 10, 4: 1}


@dataclass
class Sums:
    """The figures of a sheet, and of how many of its rows they are the sums."""

    figures: dict[Key, Value] = field(default_factory=dict)
    declined: list[Declined] = field(default_factory=list)
    rows: int = 0
    has_table: bool = False


def read_sheet(name: str, lines: Sequence[Line], offences: Mapping[str, str], sums: Sums) -> None:
    """Adds the rows of a sheet to the sums; nothing where it is no table of open data."""
    for at, (_, cells) in enumerate(lines[:LINES_BEFORE_HEADER]):
        places = _find_columns(cells)
        if places.keys() >= NEEDED and {"group", "subgroup"} & places.keys():
            sums.has_table = True
            for number, row in lines[at + 1 :]:
                texts = {column: row[place] if place < len(row) else "" for column, place in places.items()}
                _add_row(f"{name} {number}".strip(), texts, offences, sums)
            return


def _find_columns(cells: Sequence[str]) -> dict[str, int]:
    names = [simplify(cell) for cell in cells]
    return {
        column: names.index(name) for column, aliases in COLUMNS.items() for name in aliases if name in names
    }


def _add_row(label: str, texts: Mapping[str, str], offences: Mapping[str, str], sums: Sums) -> None:
    named = texts.get("subgroup") or texts.get("group", "")
    offence = offences.get(simplify(named))
    period = _read_period(texts["year"], texts.get("quarter", ""))
    value = read_value(texts["count"])
    if not any(texts.values()):
        return
    reason = (
        "no financial year and quarter"
        if period is None
        else "not an offence of recorded_offences.csv"
        if offence is None
        else "no police force"
        if not texts["force"]
        else "not a number of offences"
        if value is None or value.number is None or not value.number.is_integer()
        else ""
    )
    if reason or period is None or offence is None or value is None:
        sums.declined.append((label, reason))
        return
    key = Key("home_office", _read_place(texts), period, offence, "offences")
    before = sums.figures.get(key, Value(0.0))
    sums.figures[key] = _judge(key, Value((before.number or 0) + (value.number or 0)), texts.get("note", ""))
    sums.rows += 1


def _read_place(texts: Mapping[str, str]) -> Place:
    partnership = texts.get("partnership", "")
    if not partnership:
        return Place("force", texts["force"], "", "", "", "")
    level: Level = "unassigned" if simplify(partnership).startswith("unassigned") else "partnership"
    return Place(level, texts["force"], "", partnership, "", "")


def _judge(key: Key, value: Value, note: str) -> Value:
    """A figure with the note that stands beside it: one that names its partnership says it cannot be used."""
    if not note:
        return value
    named = key.place.level == "partnership" and simplify(key.place.partnership) in simplify(note)
    return Value(value.number, note, not named)


def _read_period(year: str, quarter: str) -> Period | None:
    """A quarter of a financial year, several that follow on another, or the whole of it."""
    match = _YEAR.fullmatch(year.strip())
    quarters = [int(each) for each in re.findall("[1-4]", quarter)] or [1, 2, 3, 4]
    if match is None or (int(match[1]) + 1) % 100 != int(match[2]):
        return None
    if quarters != list(range(quarters[0], quarters[0] + len(quarters))):
        return None
    first = _FIRST_MONTH[quarters[0]]
    return Period(date(int(match[1]) + (quarters[0] == 4), first, 1), 3 * len(quarters))
