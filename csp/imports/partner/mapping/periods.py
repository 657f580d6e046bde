"""The months, quarters and years of partners' files, however they are written: "Mar-24", "Q4 2021/22".

Dates have the day first, as people in the UK write them. A text may say a part alone ("Q4", "Apr"), which
another column completes: read_part() reads it, join_parts() puts the parts of a row together.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

from csp.core.filters import Period, add_months
from csp.core.partner.profile import Role
from csp.core.wording import FINANCIAL_YEAR_START, SHORT_MONTH_NAMES

_FIRST_YEAR, _LAST_YEAR = 1990, 2100
_MONTHS = {name.lower(): number for number, name in enumerate(SHORT_MONTH_NAMES, start=1)}
_MONTH = re.compile(
    r"\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
    r"(?:uary|ruary|ch|il|e|y|ust|t|tember|ober|ember)?\b\.?(?:\s*['/-]?\s*(\d{4}|\d{2})\b(?!\s*[/-]\s*\d))?"
)
_MONTH_TOGETHER = re.compile(r"\b([a-z]{3,9})(\d{4}|\d{2})\b")
_YEAR_OF_TWO = re.compile(r"\b(\d{4}|\d{2})\s*(?:/|-|to)\s*(\d{4}|\d{2})\b")
_YEAR_TOGETHER = re.compile(r"^(?:fy)?((?:19|20)\d{2})(\d{2})$")
_SHORT_YEAR = re.compile(r"\bfy\s*'?(\d{4}|\d{2})\b")
_YEAR = re.compile(r"\b((?:19|20)\d{2})\b")
_QUARTER = re.compile(r"\b(?:q|qtr|quarter)\s*([1-4])\b|\b([1-4])(?:st|nd|rd|th)\s+(?:qtr|quarter)\b")
_UNTIL = re.compile(r"\b(?:year|yr|12 months)\s+(?:ending|ended|end|to)\b|\bye\b")
_FILLING = re.compile(
    r"\b(?:to|and|until|the|of|for|in|financial|calendar|fiscal|year|years|yr|fy|quarter|qtr|month|period"
    r"|count|counts|number|no|offences|incidents|crimes|records|recorded|total for)\b|[\W_]+"
)
_TIME = re.compile(r"[t\s,]+\d{1,2}:\d{2}.*$")
_DAY_TEXT = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)?[\s/-]+([a-z]{3,9})\.?[\s/,-]+(\d{4}|\d{2})\b")
_NUMBERS = re.compile(r"^(\d{1,4})[/.-](\d{1,2}|\d{4})(?:[/.-](\d{1,4}))?$")
_SERIAL_DAY = date(1899, 12, 30)  # the day 0 of a spreadsheet


@dataclass(frozen=True)
class Part:
    """What a text says of time: whole, or a part of it.

    year: a calendar year or, where is_financial, the one in which a financial year begins. month: 1 to 12.
    quarter: 1 to 4. is_day: whether the text is a day.
    """

    whole: Period | None = None
    year: int | None = None
    is_financial: bool = False
    month: int | None = None
    quarter: int | None = None
    is_day: bool = False


NOTHING = Part()


@lru_cache(maxsize=1 << 14)  # the same few hundreds of months stand in a million rows
def read_part(text: str, role: Role = "month", month_first: bool = False) -> Part | None:
    """What a text says of time; None where it says nothing, or anything else besides.

    role: of its column, which tells "2011-12", the financial year, from December 2011.
    """
    plain = _TIME.sub("", text.strip().casefold().replace("–", "-").replace("—", "-"))
    if not plain or len(plain) > 60:
        return None
    if not re.search(r"[a-z]", plain):
        part = _read_numbers(plain, role, month_first)
        if part is not None:
            return part
    day = _DAY_TEXT.search(plain)
    if (
        day
        and (number := _MONTHS.get(day[2][:3]))
        and (when := _make_day(_full(day[3]), number, int(day[1])))
    ):
        return _at_day(when)
    return _read_words(plain)


def _read_numbers(plain: str, role: Role, month_first: bool) -> Part | None:
    """Dates and months in figures alone."""
    if plain.removesuffix(".0").isdecimal():
        return _read_number(plain.removesuffix(".0"), role)
    match = _NUMBERS.match(plain)
    if match is None:
        return None
    first, second, third = match[1], match[2], match[3]
    if third is None:
        return _read_pair(first, second, role)
    if len(first) == 4:
        when = _make_day(int(first), int(second), int(third))
    else:
        day, month = (second, first) if month_first else (first, second)
        when = _make_day(_full(third), int(month), int(day))
    return _at_day(when) if when else None


def _read_number(plain: str, role: Role) -> Part | None:
    """A month, a quarter or a day as one number: 4, 202404, 20240415, or the day of a spreadsheet."""
    joined = _YEAR_TOGETHER.match(plain)
    part: Part | None = None
    if len(plain) == 5 and role in ("month", "date") and 30000 <= int(plain) < 60000:
        part = _at_day(_SERIAL_DAY + timedelta(days=int(plain)))
    elif len(plain) == 8 and (when := _make_day(int(plain[:4]), int(plain[4:6]), int(plain[6:]))):
        part = _at_day(when)
    elif joined:
        part = _read_pair(joined[1], joined[2], role)
    elif role == "month" and len(plain) < 3 and 1 <= int(plain) <= 12:
        part = Part(month=int(plain))
    elif role == "quarter" and plain in ("1", "2", "3", "4"):
        part = Part(quarter=int(plain))
    elif len(plain) == 4 and _FIRST_YEAR <= int(plain) <= _LAST_YEAR:
        part = Part(year=int(plain))
    return part


def _read_pair(first: str, second: str, role: Role) -> Part | None:
    """Two numbers: the two years of a financial year, or a year and a month in either order."""
    if len(second) == 4 and len(first) < 3:
        return _at_month(int(second), int(first)) if 1 <= int(first) <= 12 else None
    is_year = int(second[-2:]) == (int(first[-2:]) + 1) % 100 and (len(first) == 4 or role == "year")
    may_be_month = len(first) == 4 and len(second) < 4 and 1 <= int(second) <= 12
    if is_year and (role == "year" or not may_be_month):
        return Part(year=_full(first), is_financial=True)
    if may_be_month:
        return _at_month(int(first), int(second))
    return None


def _read_words(plain: str) -> Part | None:
    """Months by their names, quarters and years, in any order, with nothing else beside them."""
    rest = re.sub(r"\b(\d{1,2})/(\d{4})\b", r"\2-\1", plain) if _MONTH.search(plain) is None else plain
    rest = _MONTH_TOGETHER.sub(lambda m: f"{m[1]} {m[2]}" if m[1][:3] in _MONTHS else m[0], rest)
    is_until = _UNTIL.search(rest) is not None
    rest = _UNTIL.sub(" ", rest)
    quarter = _QUARTER.search(rest)
    rest = _QUARTER.sub(" ", rest)
    part = replace(NOTHING, quarter=int(quarter[1] or quarter[2]) if quarter else None)
    part, rest = _take_year(part, rest)
    months = [(_MONTHS[m[1]], _full(m[2]) if m[2] else None) for m in _MONTH.finditer(rest)]
    rest = _MONTH.sub(" ", rest)
    if part.year is None and (year := _YEAR.search(rest)):
        part, rest = replace(part, year=int(year[1])), _YEAR.sub(" ", rest, count=1)
    if _FILLING.sub("", rest):
        return None
    return _join_words(part, months, is_until)


def _take_year(part: Part, rest: str) -> tuple[Part, str]:
    """The financial year in a text, and the text without it."""
    short = _SHORT_YEAR.search(rest)
    for pair in _YEAR_OF_TWO.finditer(rest):
        if (int(pair[1][-2:]) + 1) % 100 == int(pair[2][-2:]):
            year = replace(part, year=_full(pair[1]), is_financial=True)
            return year, rest[: pair.start()] + " " + rest[pair.end() :]
    if short:
        # FY22 is the year that ends in 2022.
        year = replace(part, year=_full(short[1]) - 1, is_financial=True)
        return year, rest[: short.start()] + " " + rest[short.end() :]
    return part, rest


def _join_words(part: Part, months: list[tuple[int, int | None]], is_until: bool) -> Part | None:
    """A part with the months that a text names, each with its year where it has one."""
    if not months:
        return _complete(part) if part != NOTHING else None
    if len(months) == 1:
        return _join_month(part, *months[0], is_until)
    return _join_range(part, months[0], months[-1]) if len(months) == 2 and not is_until else None


def _join_month(part: Part, month: int, of_year: int | None, is_until: bool) -> Part | None:
    year = of_year or part.year
    if is_until:
        return replace(NOTHING, whole=Period.ending(date(year, month, 1), 12)) if year else None
    return None if part.quarter is not None else _complete(replace(part, month=month, year=year))


def _join_range(part: Part, start: tuple[int, int | None], end: tuple[int, int | None]) -> Part | None:
    """A quarter or a year by its first and its last month."""
    (first, first_year), (last, last_year) = start, end
    length = (last - first) % 12 + 1
    if length == 3 and first % 3 == 1 and last_year is None and part.year is None:
        # Which of two years the months are of, another column says.
        return replace(part, month=first, quarter=0)
    year = first_year or (last_year - (last < first) if last_year else part.year)
    if year is None or length not in (3, 12):
        return None
    if part.is_financial and not first_year and not last_year:
        year += first < FINANCIAL_YEAR_START
    return replace(NOTHING, whole=Period(date(year, first, 1), length))


def _complete(part: Part) -> Part:
    """A part with its month or its year as a whole where nothing is left open."""
    if part.year is None or part.quarter is not None or part.month is None:
        return part
    year = part.year + (part.is_financial and part.month < FINANCIAL_YEAR_START)
    return replace(NOTHING, whole=Period(date(year, part.month, 1), 1))


def join_parts(parts: Iterable[Part | None], calendar_quarters: bool = False) -> Period | None:
    """The months of a row from what its columns say; None where they say too little or what cannot be.

    A whole month, quarter or year counts alone. calendar_quarters: whether Q1 of a plain year such as 2023
    begins in January; Q1 of a financial year begins in April.
    """
    said = [part for part in parts if part is not None]
    whole = [part.whole for part in said if part.whole]
    if whole:
        return min(whole, key=lambda period: period.months)
    year = next((part for part in said if part.year is not None), None)
    month = next((part.month for part in said if part.month is not None), None)
    quarter = next((part.quarter for part in said if part.quarter is not None), None)
    if year is None or year.year is None:
        return None
    is_financial = year.is_financial or (quarter not in (None, 0) and not calendar_quarters)
    if month is not None:
        length = 3 if quarter == 0 else 1
        first = year.year + (year.is_financial and month < FINANCIAL_YEAR_START)
        return Period(date(first, month, 1), length)
    start = date(year.year, FINANCIAL_YEAR_START if is_financial else 1, 1)
    if quarter is not None:
        return Period(add_months(start, 3 * (quarter - 1)), 3)
    return Period(start, 12)


def measure_span(text: str) -> int | None:
    """How many months a heading is of, 1, 3 or 12, even where it does not say of which year."""
    part = read_part(text)
    if part is None:
        return None
    if part.whole:
        return part.whole.months
    return 3 if part.quarter is not None else 1 if part.month is not None else 12


def _at_day(when: date) -> Part:
    return replace(_at_month(when.year, when.month), is_day=True)


def _at_month(year: int, month: int) -> Part:
    return replace(NOTHING, whole=Period(date(year, month, 1), 1))


def _make_day(year: int, month: int, day: int) -> date | None:
    try:
        when = date(year, month, day)
    except ValueError:
        return None
    return when if _FIRST_YEAR <= year <= _LAST_YEAR else None


def _full(year: str) -> int:
    """A year of two figures in full: 24 -> 2024."""
    return int(year) if len(year) > 2 else 2000 + int(year)
