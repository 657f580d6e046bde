"""What an action's record says: statuses, quarters, what is in force, what is overdue. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Protocol, TypeVar

from csp.core import wording

# Partnership plans whose label spans two years run from April where the partnership
# itself reports by calendar year: the plan follows the councils' financial year.
FINANCIAL_START = wording.FINANCIAL_YEAR_START


class Status(StrEnum):
    """The declared status of an action; the value is what is stored."""

    NOT_STARTED = "not started"
    ON_TRACK = "on track"
    AT_RISK = "at risk"
    OFF_TRACK = "off track"
    COMPLETE = "complete"
    STOPPED = "stopped"

    @property
    def rag(self) -> Rag:
        return RAG[self]

    @property
    def finished(self) -> bool:
        """Nothing more is expected: complete or stopped."""
        return self in {Status.COMPLETE, Status.STOPPED}


@dataclass(frozen=True)
class Rag:
    """How a status is shown: a colour by name, and always its word and a shape as well."""

    colour: str
    word: str
    shape: str


RAG = {
    Status.NOT_STARTED: Rag("grey", "Not started", "○"),
    Status.ON_TRACK: Rag("green", "On track", "●"),
    Status.AT_RISK: Rag("amber", "At risk", "▲"),
    Status.OFF_TRACK: Rag("red", "Off track", "■"),
    Status.COMPLETE: Rag("blue", "Complete", "✔"),
    Status.STOPPED: Rag("grey", "Stopped", "✕"),
}


@dataclass(frozen=True, order=True)
class Quarter:
    """Three months of the partnership's year. Quarters are compared by their first day."""

    start: date
    year_start: int = field(compare=False)
    """First month (1 to 12) of the partnership's year: it names the quarter, and no more."""

    @classmethod
    def of(cls, day: date, year_start: int) -> Quarter:
        """The quarter that a day lies in."""
        months = day.year * 12 + day.month - 1
        return cls._from_months(months - (months - (year_start - 1)) % 3, year_start)

    @classmethod
    def _from_months(cls, months: int, year_start: int) -> Quarter:
        return cls(date(months // 12, months % 12 + 1, 1), year_start)

    @classmethod
    def parse(cls, text: str, year_start: int) -> Quarter:
        """The quarter of a label, or of one as it was written before: "2021 Q2", "2021-22 Q1".

        The number of a former label counts from the partnership's first month. Raises ValueError
        for anything else, and for three months that are no quarter of the partnership's year.
        """
        former = re.fullmatch(r"([12]\d{3})(?:[-/](\d\d))? ?Q([1-4])", text.strip(), re.ASCII)
        if former:
            return cls._parse_former(int(former[1]), former[2], int(former[3]), year_start)
        start = _parse_quarter_start(text.strip())
        quarter = cls.of(start, year_start)
        if quarter.start != start:
            raise ValueError(text)
        return quarter

    @classmethod
    def _parse_former(cls, year: int, second: str | None, number: int, year_start: int) -> Quarter:
        expected = None if year_start == 1 else f"{(year + 1) % 100:02d}"
        if second != expected:
            raise ValueError(f"{year} {second}")
        return cls._from_months(year * 12 + year_start - 1 + 3 * (number - 1), year_start)

    @property
    def label(self) -> str:
        """As read and typed: "Q4 2021/22 (Jan to Mar)"."""
        return wording.quarter(self.start)

    @property
    def former_label(self) -> str:
        """As links made before hold it: "2021 Q2", or "2021-22 Q1" where the partnership's year spans two."""
        first = self.start.year if self.start.month >= self.year_start else self.start.year - 1
        year = f"{first}" if self.year_start == 1 else f"{first}-{(first + 1) % 100:02d}"
        return f"{year} Q{(self.start.month - self.year_start) % 12 // 3 + 1}"

    @property
    def months(self) -> str:
        """The months it covers: "Apr to Jun 2021", "Nov 2020 to Jan 2021"."""
        return wording.period(self.start, self.end)

    @property
    def end(self) -> date:
        """Its last day."""
        return self.shift(1).start - timedelta(days=1)

    def shift(self, by: int) -> Quarter:
        """The quarter so many quarters later (earlier where negative)."""
        return self._from_months(self.start.year * 12 + self.start.month - 1 + 3 * by, self.year_start)


_SHORT_MONTHS = "|".join(wording.SHORT_MONTH_NAMES)
_NUMBERED = re.compile(r"Q([1-4]) ([12]\d{3})/\d\d(?: \(.*\))?", re.ASCII)
_BY_MONTHS = re.compile(rf"({_SHORT_MONTHS})(?: (\d{{4}}))? to (?:{_SHORT_MONTHS}) (\d{{4}})", re.ASCII)


def _parse_quarter_start(text: str) -> date:
    """The first day of a quarter from its label: "Q4 2021/22 (Jan to Mar)", "Nov 2021 to Jan 2022".

    The months in brackets may be left out. Raises ValueError for anything else.
    """
    if match := _NUMBERED.fullmatch(text):
        months = int(match[2]) * 12 + FINANCIAL_START - 1 + 3 * (int(match[1]) - 1)
    elif match := _BY_MONTHS.fullmatch(text):
        months = int(match[2] or match[3]) * 12 + wording.SHORT_MONTH_NAMES.index(match[1])
    else:
        raise ValueError(text)
    start = date(months // 12, months % 12 + 1, 1)
    label = wording.quarter(start)
    if text not in (label, label.partition(" (")[0]):
        raise ValueError(text)
    return start


def list_quarters(first: date, last: date, year_start: int) -> tuple[Quarter, ...]:
    """Every quarter that has a day from first to last, in order."""
    quarter, quarters = Quarter.of(first, year_start), []
    while quarter.start <= last:
        quarters.append(quarter)
        quarter = quarter.shift(1)
    return tuple(quarters)


def find_plan_quarter(start: date, end: date, today: date, year_start: int) -> Quarter:
    """The quarter a plan is reported in today: today's, but never outside the plan's own period."""
    return Quarter.of(min(max(today, start), end), year_start)


def parse_plan_period(label: str, year_start: int) -> tuple[date, date]:
    """First and last day of the year a plan's label names, "2021" or "2021-22".

    A label of two years starts in the partnership's first month, or in April where the
    partnership's own year is the calendar year. Raises ValueError for other labels.
    """
    match = re.fullmatch(r"([12]\d{3})(?:[-/](\d\d))?", label.strip(), re.ASCII)
    if not match or (match[2] is not None and int(match[2]) != (int(match[1]) + 1) % 100):
        raise ValueError(label)
    month = 1 if match[2] is None else (year_start if year_start != 1 else FINANCIAL_START)
    year = int(match[1])
    return date(year, month, 1), date(year + 1, month, 1) - timedelta(days=1)


_NAMED = re.compile(r"(?:(\d{1,2})(?:st|nd|rd|th)? )?([A-Za-z]{3,9})\.?,? (\d{4})")
_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)


def parse_due(text: str) -> date | None:
    """The date a due text gives, or None for words such as "ongoing".

    Reads 2021-09-30, 30/09/2021, 30 September 2021 and September 2021 (its last day).
    Raises ValueError for what is plainly meant as a date and is none, such as 31/02/2021
    or a year of two digits.
    """
    text = " ".join(text.split())
    if match := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", text, re.ASCII):
        return date(*map(int, match.groups()))
    if match := re.fullmatch(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})", text, re.ASCII):
        day, month, year = map(int, match.groups())
        return date(year, month, day)
    if re.fullmatch(r"\d+([-/.]\d+)*", text):
        raise ValueError(text)
    match = _NAMED.fullmatch(text)
    months = [n for n, name in enumerate(_MONTHS, 1) if match and name.startswith(match[2].lower())]
    # Three letters tell every month from the others, so that Sep and Sept are both read.
    if not match or not months:
        return None
    return _named_date(match[1], months[0], int(match[3]))


def _named_date(day: str | None, month: int, year: int) -> date:
    if day is None:
        return Quarter._from_months(year * 12 + month, 1).start - timedelta(days=1)
    return date(year, month, int(day))


def is_overdue(due: date | None, today: date, status: Status) -> bool:
    """Whether the day it was due has passed while the action is neither complete nor stopped."""
    return due is not None and due < today and not status.finished


def lacks_update(reported: str | None, status: Status) -> bool:
    """Whether an unfinished action has nothing reported for the quarter in question."""
    return reported is None and not status.finished


class Entry(Protocol):
    """What a reading needs of an update."""

    @property
    def id(self) -> str: ...
    @property
    def version(self) -> int: ...
    @property
    def quarter(self) -> Quarter: ...
    @property
    def corrects(self) -> str | None: ...


E = TypeVar("E", bound=Entry)


def list_in_force(history: Sequence[E]) -> list[E]:
    """The updates in force, earliest first; the last of them gives the action's status.

    A correction takes the place of the update that it names, which stays in the history.
    Updates are read in the order of the quarters they report on, then as they were
    entered: a missed quarter that is filled in later does not move the action back.
    """
    by_id = {update.id: update for update in history}
    corrected = {update.corrects for update in history}

    def place(update: E) -> int:
        while update.corrects is not None:
            update = by_id[update.corrects]
        return update.version

    updates = (update for update in history if update.id not in corrected)
    return sorted(updates, key=lambda update: (update.quarter, place(update)))
