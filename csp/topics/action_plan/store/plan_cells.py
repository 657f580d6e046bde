"""Whether two cells of a plan's file say the same, though an office program has written them otherwise. Pure.

Excel and LibreOffice write a day as they show it, a number without its zeros and line ends in their own way.
None of that is an edit, so a file that was only opened and saved changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from csp.core.errors import UserError
from csp.topics.action_plan.store import check
from csp.topics.action_plan.store.plan_file.timing import read_day, read_timing

_NOT_LETTERS = re.compile(r"[^a-z]+")


def is_same_cell(header: str, one: str, other: str) -> bool:
    """Whether two cells under a header of the dashboard's own exports say the same."""
    if squeeze(one) == squeeze(other):
        return True
    if header == "due" and _is_month(one, other):
        return True
    read = _READERS.get(header)
    if read is None or not one.strip() or not other.strip():
        return False
    try:
        value = read(one)
        return value is not None and value == read(other)
    except (UserError, ValueError):
        return False


def _is_month(one: str, other: str) -> bool:
    """Whether one names a month, of which the other is the first day: so spreadsheets take it."""
    for month, day in ((one, other), (other, one)):
        first = read_day(day)
        if first is not None and first.day == 1 and read_timing(month).due == f"{first:%B %Y}":
            return True
    return False


def squeeze(text: str) -> str:
    """Text without what is lost on the way through other programs: spaces at the ends of its lines."""
    return "\n".join(line.strip() for line in text.strip().splitlines())


def split_names(text: str) -> tuple[str, ...]:
    """Agencies that are parted by semicolons."""
    return tuple(name.strip() for name in text.split(";") if name.strip())


def simplify_status(text: str) -> str:
    """A status as people write it: "● On-track" -> "on track"."""
    return _NOT_LETTERS.sub(" ", text.lower()).strip()


def _read_quarter(text: str) -> str:
    return " ".join(text.partition("(")[0].lower().split())


_READERS: dict[str, Callable[[str], object]] = {
    "priority": check.priority,
    "agencies": split_names,
    "due": read_day,
    "started": read_day,
    "baseline": lambda text: check.number(text, "The baseline"),
    "target": lambda text: check.number(text, "The target"),
    "status": simplify_status,
    "quarter": _read_quarter,
    "measure_value": lambda text: check.number(text, "The measure value"),
}
