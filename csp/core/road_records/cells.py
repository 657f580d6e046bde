"""The cells that the records have in common: days, whole numbers, places. Pure.

Each function gives the value of a cell or raises a UserError of one sentence that names the column, which the
caller puts the line in front of.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from csp.core.characters import quote
from csp.core.errors import UserError
from csp.core.typed_text import check_line

EARLIEST = date(2000, 1, 1)
# Great Britain and Northern Ireland, in degrees.
LONGITUDES, LATITUDES = (-8.7, 1.9), (49.8, 61.0)
LONGEST_NAME = 120
_DAYS = (
    re.compile(r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)"),
    re.compile(r"(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>\d{4})"),
)
_DEGREES = re.compile(r"-?\d{1,3}(?:\.\d{1,15})?")

Row = Mapping[str, str]


def list_missing(columns: tuple[str, ...], header: list[str]) -> list[str]:
    """The columns that a file's first line lacks."""
    names = {name.strip().lower() for name in header}
    return [column for column in columns if column not in names]


def read_text(row: Row, column: str, required: bool = True) -> str:
    """A name on one line."""
    return check_line(row.get(column, ""), column, LONGEST_NAME, required)


def read_day(row: Row, column: str, today: date) -> date:
    """A day as 2026-11-26 or 26/11/2026, since 2000 and not after today."""
    text = row.get(column, "").strip()
    for pattern in _DAYS:
        if parts := pattern.fullmatch(text):
            try:
                day = date(*(int(parts[name]) for name in ("year", "month", "day")))
            except ValueError:
                break
            if not EARLIEST <= day <= today:
                raise UserError(f"{column} is {quote(text)}: it has to lie between 2000 and today.")
            return day
    raise UserError(f"{column} is {quote(text)} and not a day such as 2026-11-26 or 26/11/2026.")


def read_whole(row: Row, column: str, reach: tuple[int, int]) -> int:
    """A whole number within reach, both ends included."""
    value = read_optional_whole(row, column, reach)
    if value is None:
        raise UserError(f"{column} is missing.")
    return value


def read_optional_whole(row: Row, column: str, reach: tuple[int, int]) -> int | None:
    """The same, or None for an empty cell."""
    text = row.get(column, "").strip()
    if not text:
        return None
    if not re.fullmatch(r"[0-9]{1,9}", text) or not reach[0] <= int(text) <= reach[1]:
        raise UserError(f"{column} is {quote(text)} and not a whole number from {reach[0]} to {reach[1]:,}.")
    return int(text)


def read_place(row: Row, required: bool = True) -> tuple[float, float] | None:
    """longitude and latitude in degrees, within the United Kingdom; None where both are empty and may be."""
    texts = [row.get(column, "").strip() for column in ("longitude", "latitude")]
    if not required and not any(texts):
        return None
    for column, text, reach in zip(("longitude", "latitude"), texts, (LONGITUDES, LATITUDES), strict=True):
        if not _DEGREES.fullmatch(text):
            raise UserError(f"{column} is {quote(text)} and not a number of degrees such as 0.263 or 51.132.")
        if not reach[0] <= float(text) <= reach[1]:
            raise UserError(f"{column} is {quote(text)}, which is not in the United Kingdom.")
    return float(texts[0]), float(texts[1])
