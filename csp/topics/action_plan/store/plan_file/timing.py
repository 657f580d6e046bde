"""Dates and rhythms as plans write them: "March 2026", "Q2 2025/26", "31/03/26", "Quarterly". Pure.

Days come before months. What is no date stays as the words it is; what is meant as one and does not exist is
told in a remark. Nothing is invented: "Q3" without a year is no date, nor is "Dec 25", a day or a month.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import NamedTuple

from csp.core import wording
from csp.core.errors import UserError
from csp.topics.action_plan.store import check
from csp.topics.action_plan.store.status import parse_due

_RHYTHMS = (
    *("daily", "weekly", "fortnightly", "monthly", "bi-monthly", "bimonthly", "quarterly", "half-yearly"),
    *("six-monthly", "twice a year", "twice yearly", "biannually", "biannual", "termly", "annually"),
    *("annual", "yearly", "each month", "every month", "each quarter", "every quarter", "per quarter"),
    *("each week", "every week", "each year", "every year"),
)
_RHYTHM = re.compile(
    rf"(?<![\w-])(?:{'|'.join(sorted(_RHYTHMS, key=len, reverse=True))})(?![\w-])", re.IGNORECASE
)
_LEADING = re.compile(
    r"^(?:(?:by|before|until|to|due|target|complete(?:d)? by|the|end|of|in)\b[\s:]*)+", re.IGNORECASE
)
_WEEKDAY = re.compile(r"^(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,?\s+", re.IGNORECASE)
_NUMBERS = re.compile(r"(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4}|\d{2})", re.ASCII)
_ISO = re.compile(r"(\d{4}-\d{1,2}-\d{1,2})(?:[ T]\d{1,2}:\d{2}.*)?", re.ASCII)
_MONTHS = {name[:3].lower(): number for number, name in enumerate(wording.MONTH_NAMES, 1)}
_MONTH = r"([A-Za-z]{3,9})\.?"
_DAY_MONTH = re.compile(
    rf"(\d{{1,2}})(?:st|nd|rd|th)?[\s-]+(?:of\s+)?{_MONTH},?[\s-]+'?(\d{{4}}|\d{{2}})",
    re.ASCII | re.IGNORECASE,
)
_MONTH_DAY = re.compile(rf"{_MONTH}\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})", re.ASCII | re.IGNORECASE)
_MONTH_YEAR = re.compile(
    rf"{_MONTH},?(?:\s*-\s*(\d{{4}}|\d{{2}})|\s*['\u2019](\d{{2}})|\s+(\d{{4}})|\s*/\s*(\d{{4}}))", re.ASCII
)
_QUARTER_WORD = r"(?:q(?:uarter|tr)?\.?\s*)([1-4])"
_YEARS = r"\(?\s*(?:20)?(\d{2})\s*[/-]\s*(?:20)?(\d{2})\s*\)?"
_QUARTER = re.compile(rf"{_QUARTER_WORD}(?:\s+of)?[\s,-]*{_YEARS}", re.ASCII | re.IGNORECASE)
_QUARTER_LAST = re.compile(rf"{_YEARS}[\s,-]*{_QUARTER_WORD}", re.ASCII | re.IGNORECASE)
_YEAR = re.compile(r"20\d\d(?:[-/](?:20)?\d\d)?", re.ASCII)


class Timing(NamedTuple):
    """When an action is due and how often it is reported on, as stored; remarks on what was read freely."""

    due: str
    reporting: str
    remarks: tuple[str, ...] = ()


def read_timing(text: str) -> Timing:
    """What a cell says of the time: a day as 2026-03-31, a month as March 2026, else its words."""
    words = " ".join(text.replace("\u00a0", " ").split()).strip(" .;,")
    if words.lower() in ("", "-", "–", "—", "n/a", "na", "tbc", "tba", "none"):
        return Timing("", "")
    rhythms = _RHYTHM.findall(words)
    if rhythms and not _RHYTHM.sub("", words).strip(" ,;/-–&.").replace("reporting", "").strip():
        return Timing("", rhythms[0].lower())
    due, remark = _read_due(words)
    return Timing(due, rhythms[0].lower() if rhythms else "", (remark,) if remark else ())


def read_day(text: str) -> date | None:
    """The day that a cell gives, or None where it gives none."""
    due, _ = _read_due(" ".join(text.split()))
    try:
        return parse_due(due)
    except ValueError:
        return None


def _read_due(words: str) -> tuple[str, str]:
    """The due text as stored, and a remark where there is one."""
    bare = _WEEKDAY.sub("", _LEADING.sub("", words).strip())
    try:
        day = _read_full_day(bare)
        if day is not None:
            return day.isoformat(), ""
        months = _read_month(bare)
        if months:
            return months, ""
        quarter = _read_quarter_end(bare)
    except ValueError:
        return "", f"{check.quoted(words)} is not a date that exists: no due date is stored."
    if quarter is not None:
        return quarter.isoformat(), f"{check.quoted(words)} is read as its last day, {wording.day(quarter)}."
    if _YEAR.fullmatch(words):
        return _keep_words(f"in {words}")
    return _keep_words(words)


def _keep_words(words: str) -> tuple[str, str]:
    """Words in the place of a date, as far as they can be stored."""
    if len(words) > check.NAME:
        return "", f"Too long for a due date, so not stored: {check.quoted(words)}."
    try:
        check.due(words)
    except UserError:
        return "", f"{check.quoted(words)} cannot be read as a date: no due date is stored."
    has_figures = any(char.isdigit() for char in words)
    return words, f"{check.quoted(words)} is kept as words: it gives no one day." if has_figures else ""


def _read_full_day(text: str) -> date | None:
    """The day of a text that names one. Raises ValueError where that does not exist."""
    if match := _ISO.fullmatch(text):
        year, month, day = map(int, match[1].split("-"))
        return date(year, month, day)
    if match := _NUMBERS.fullmatch(text):
        return date(_read_year(match[3]), int(match[2]), int(match[1]))
    if (match := _DAY_MONTH.fullmatch(text)) and (month := _read_name(match[2])):
        return date(_read_year(match[3]), month, int(match[1]))
    if (match := _MONTH_DAY.fullmatch(text)) and (month := _read_name(match[1])):
        return date(int(match[3]), month, int(match[2]))
    return None


def _read_month(text: str) -> str:
    """A month with its year, as "March 2026"; "" where a text names none."""
    match = _MONTH_YEAR.fullmatch(text)
    month = _read_name(match[1]) if match else 0
    if not match or not month:
        return ""
    year = next(group for group in match.groups()[1:] if group)
    return f"{wording.MONTH_NAMES[month - 1]} {_read_year(year)}"


def _read_quarter_end(text: str) -> date | None:
    """The last day of a quarter of a financial year. Raises ValueError for two years that do not follow."""
    if match := _QUARTER.fullmatch(text):
        number, first, second = map(int, match.groups())
    elif match := _QUARTER_LAST.fullmatch(text):
        first, second, number = map(int, match.groups())
    else:
        return None
    if second != (first + 1) % 100:
        raise ValueError(text)
    months = (2000 + first) * 12 + wording.FINANCIAL_YEAR_START - 1 + 3 * number
    return date(months // 12, months % 12 + 1, 1) - timedelta(days=1)


def _read_name(name: str) -> int:
    """The number of a month from its name or the beginning of it; 0 where it is none."""
    month = _MONTHS.get(name[:3].lower(), 0)
    return month if month and wording.MONTH_NAMES[month - 1].lower().startswith(name.lower()) else 0


def _read_year(digits: str) -> int:
    return int(digits) if len(digits) == 4 else 2000 + int(digits)
