"""The Crime Severity Score of ONS: a table of districts and scores, or a long one of areas and periods.

A score is published by partnership. Tables that others have put on districts have a district of several
partnerships in several rows, and districts of one partnership with the same score.

Source: https://www.ons.gov.uk, "Crime Severity Score (Experimental Statistics)", a sheet as CSV or workbook.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from csp.core.characters import quote
from csp.core.codes import is_code
from csp.core.recorded_crime import TOTAL, simplify
from csp.imports.formats.recorded.figures import Key, Period, Place, Value, end_of_year, read_value
from csp.imports.formats.recorded.ons import find_end
from csp.imports.reference import Declined
from csp.imports.tables import Line

MEASURE = "severity_score"
LINES_BEFORE_HEADER = 20
_SCORE = "crimeseverityscore"
_CODES = ("ltlacode", "ladcd", "ladcode", "localauthoritycode", "areacode", "code")
_LONG = ("areacode", "areaname", "period", "value", "indicator", "group")
_PARTNERSHIP = re.compile("[EW]22[0-9]{6}")
_YEAR = re.compile("(20[0-9]{2})/([0-9]{2})")


@dataclass
class Scores:
    """What the sheets of a file hold. lacks_year: a table is there and nothing says of which year it is."""

    figures: dict[Key, Value] = field(default_factory=dict)
    declined: list[Declined] = field(default_factory=list)
    lacks_year: bool = False


def read_sheet(
    name: str, lines: Sequence[Line], file: str, offences: Mapping[str, str], scores: Scores
) -> None:
    """Adds the scores of a sheet; nothing where it is no table of them."""
    for at, (_, cells) in enumerate(lines[:LINES_BEFORE_HEADER]):
        names = [simplify(cell) for cell in cells]
        if set(_LONG) <= set(names):
            columns = {column: names.index(column) for column in _LONG}
            for number, row in lines[at + 1 :]:
                texts = {column: row[place].strip() for column, place in columns.items() if place < len(row)}
                _add_long(f"{name} {number}".strip(), texts, offences, scores)
            return
        code = next((names.index(each) for each in _CODES if each in names), None)
        if code is not None and _SCORE in names:
            titles = " ".join(cell for _, row in lines[:at] for cell in row if cell)
            end = find_end(titles) or find_end(name) or find_end(file)
            if end is None:
                scores.lacks_year = True
                return
            _read_districts(name, lines[at + 1 :], (code, names.index(_SCORE)), end_of_year(end), scores)
            return


def _read_districts(
    name: str, lines: Sequence[Line], columns: tuple[int, int], period: Period, scores: Scores
) -> None:
    numbers: dict[str, int] = {}
    for number, cells in lines:
        if not any(cells):
            continue
        label = f"{name} {number}".strip()
        code, score = (cells[at].strip() if at < len(cells) else "" for at in columns)
        value = read_value(score)
        if not is_code("district", code):
            scores.declined.append((label, f"not a code of a district: {quote(code)}"))
            continue
        if value is None or (value.number is not None and value.number < 0):
            scores.declined.append((label, f"not a score: {quote(score)}"))
            continue
        # Its partnerships are not named: they are told apart by their order.
        numbers[code] = numbers.get(code, 0) + 1
        place = Place("partnership", "", "", f"{code} {numbers[code]}", "", code)
        scores.figures[Key("ons", place, period, TOTAL, MEASURE)] = value


def _add_long(label: str, texts: Mapping[str, str], offences: Mapping[str, str], scores: Scores) -> None:
    if simplify(texts.get("indicator", "")) != _SCORE:
        return
    code, offence = texts["areacode"], offences.get(simplify(texts.get("group", "")))
    year, value = _YEAR.fullmatch(texts["period"]), read_value(texts["value"])
    if not _PARTNERSHIP.fullmatch(code):
        reason = f"{texts['areaname']} is no partnership"
    elif year is None or (int(year[1]) + 1) % 100 != int(year[2]):
        reason = f"not a financial year: {quote(texts['period'])}"
    elif offence is None:
        reason = f"{quote(texts['group'])}: not an offence of recorded_offences.csv"
    elif value is None or value.number is None or value.number < 0:
        reason = f"not a score: {quote(texts['value'])}"
    else:
        place = Place("partnership", "", "", texts["areaname"], code, "")
        scores.figures[Key("ons", place, Period(date(int(year[1]), 4, 1), 12), offence, MEASURE)] = value
        return
    scores.declined.append((label, reason))
