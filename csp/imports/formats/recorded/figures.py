"""A figure of recorded crime as it goes into the store, and the cells of publications that stand for one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from math import isfinite
from typing import NamedTuple

from csp.core.recorded_crime import Caveat, Level, Publisher

_WHOLE = re.compile(r"-?(?:[0-9]{1,10}|[0-9]{1,3}(?:,[0-9]{3}){1,3})")
_DECIMAL = re.compile(r"-?[0-9]{1,10}(?:\.[0-9]{1,20})?(?:[eE]-?[0-9]{1,3})?")
# What publishers write in place of a figure, and what it means.
SHORTHAND = {
    "[x]": "not available",
    "[u]": "not shown, since fewer than 50 offences are behind it",
    "[u1]": "not shown, since few people live there",
    "[z]": "not applicable",
    ":": "not available",
    "..": "not available",
    "-": "not available",
    "": "not available",
}


class Place(NamedTuple):
    """Of whom a figure is. districts: the codes of a partnership's districts, with a semicolon between."""

    level: Level
    force: str
    force_code: str
    partnership: str
    partnership_code: str
    districts: str


class Period(NamedTuple):
    """The time of a figure: its first day, and so many months."""

    start: date
    months: int

    @property
    def end(self) -> date:
        """The last day."""
        month = self.start.month - 1 + self.months
        return date(self.start.year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


class Key(NamedTuple):
    """What a figure counts; of each there is one in force."""

    source: Publisher
    place: Place
    period: Period
    offence: str
    measure: str


class Value(NamedTuple):
    """A figure, None where the publisher has none; what is to be known of it; whether it can be used."""

    number: float | None
    remark: str = ""
    is_usable: bool = True


def read_value(cell: str) -> Value | None:
    """A cell as a figure: "6,999 ", "-1", "12.5", "[x]"; None for what is neither figure nor shorthand."""
    text = cell.strip()
    if text.lower() in SHORTHAND:
        return Value(None, SHORTHAND[text.lower()])
    if _WHOLE.fullmatch(text):
        return Value(float(text.replace(",", "")))
    if _DECIMAL.fullmatch(text) and isfinite(float(text)):
        return Value(float(text))
    return None


def end_of_year(period_end: date) -> Period:
    """The twelve months that end on a day."""
    return Period((period_end - timedelta(days=364)).replace(day=1), 12)


def apply_caveats(key: Key, value: Value, caveats: Iterable[Caveat]) -> Value:
    """A figure with what its publisher says of it. caveats: those of its place."""
    for caveat in caveats:
        if caveat.covers(key.offence, key.period.start, key.period.end):
            return Value(value.number, caveat.reason, value.is_usable and caveat.is_usable)
    return value
