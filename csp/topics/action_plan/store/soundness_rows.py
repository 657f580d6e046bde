"""Whether the rows of a database of the action plan hold what the dashboard writes.

SQLite takes nearly any value in any column. So this asks what SQLite does not: that a
number is one, that a date exists, that JSON is an object, and that nothing leads in a circle.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache
from math import isfinite
from typing import Any


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and "\x00" not in value


def _is_whole(value: Any) -> bool:
    return isinstance(value, int)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and isfinite(value)


def _make_date_check(parse: Callable[[str], object], pattern: str) -> Callable[[Any], bool]:
    """A check of text that is written like the pattern and that parse can read."""
    form = re.compile(pattern, re.ASCII)

    @lru_cache(maxsize=4096)
    def is_date(value: Any) -> bool:
        try:
            return isinstance(value, str) and bool(form.fullmatch(value)) and bool(parse(value))
        except ValueError:
            return False

    return is_date


_is_day = _make_date_check(date.fromisoformat, r"\d{4}-\d\d-\d\d")

# What a column has to hold, by the type it is declared with.
TYPES: dict[str, Callable[[Any], bool]] = {
    "TEXT": _is_text,
    "VARCHAR": _is_text,
    "INTEGER": _is_whole,
    "BOOLEAN": lambda value: value in (0, 1),
    "BLOB": lambda value: isinstance(value, bytes),
    "DOUBLE": _is_number,
    "DATE": _is_day,
    "DATETIME": _make_date_check(datetime.fromisoformat, r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}"),
}


def _parse_object(value: Any) -> dict[str, Any] | None:
    try:
        parsed = json.loads(value)
    except (ValueError, RecursionError):
        return None
    return parsed if isinstance(parsed, dict) else None


def _is_object(value: Any) -> bool:
    return _parse_object(value) is not None


def _is_names(value: Any) -> bool:
    return _is_list(value, lambda name: isinstance(name, str))


def _is_agenda(value: Any) -> bool:
    """Whether it is a list of items as meetings.py writes them."""
    return _is_list(
        value,
        lambda item: (
            isinstance(item, dict)
            and set(item) == {"key", "title", "page"}
            and all(isinstance(each, str) for each in item.values())
        ),
    )


def _is_list(value: Any, is_member: Callable[[Any], bool]) -> bool:
    try:
        parsed = json.loads(value)
    except (ValueError, RecursionError):
        return False
    return isinstance(parsed, list) and all(is_member(each) for each in parsed)


def _is_parquet(value: Any) -> bool:
    return len(value) > 8 and value[:4] == value[-4:] == b"PAR1"


@lru_cache(maxsize=4096)
def _is_marks(value: Any) -> bool:
    """Whether it is what writing.refresh() writes: statuses by the first day of their quarter."""
    marks = _parse_object(value)
    return marks is not None and all(
        _is_day(day) and isinstance(status, str) for day, status in marks.items()
    )


# What some columns of text have to hold as well.
_CONTENTS: dict[tuple[str, str], Callable[[Any], bool]] = {
    ("actions", "marks"): _is_marks,
    ("agency_entries", "body"): _is_object,
    ("changes", "fields"): _is_object,
    ("meetings", "agenda"): _is_agenda,
    ("meetings", "attendees"): _is_names,
    ("meetings", "apologies"): _is_names,
    ("meeting_tables", "content"): _is_parquet,
    ("near_misses", "body"): _is_object,
    ("plan_entries", "body"): _is_object,
    ("report_entries", "body"): _is_object,
    ("scenarios", "rule"): _is_object,
    ("steps", "body"): _is_object,
}


def find_row_fault(connection: sqlite3.Connection) -> str | None:
    """The first column that holds what it must not, as the middle of a sentence, or None."""
    names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
    for (table,) in names:
        columns = connection.execute(f'PRAGMA table_info("{table}")').fetchall()
        for _, name, declared, required, _, key in columns:
            # NOT NULL is SQLite's to check, except in a primary key, where it allows it.
            may_lack = not required and not key
            rules = (TYPES.get(declared.partition("(")[0]), _CONTENTS.get((table, name)))
            checks = [rule for rule in rules if rule]
            for (value,) in connection.execute(f'SELECT DISTINCT "{name}" FROM "{table}"'):
                if value is None and may_lack:
                    continue
                if not all(check(value) for check in checks):
                    return f"its table {table} holds a wrong {name}"
    return None


# Each finds rows that lead to themselves, or to nothing.
_CIRCLES = {
    "updates": (
        "SELECT 1 FROM updates a JOIN updates b ON b.id = a.corrects WHERE b.version >= a.version LIMIT 1"
    ),
    "measure_values": (
        "SELECT 1 FROM measure_values v WHERE NOT EXISTS (SELECT 1 FROM plan_entries e JOIN updates u "
        "ON u.action_id = e.action_id WHERE u.id = v.update_id AND e.key = v.measure) LIMIT 1"
    ),
    "meeting_entries": "SELECT 1 FROM meeting_entries WHERE corrects >= id LIMIT 1",
    "actions": (
        "SELECT 1 FROM actions WHERE carried_from >= id OR carried_record >= id "
        "OR (latest IS NOT NULL AND latest NOT IN (SELECT id FROM updates)) LIMIT 1"
    ),
}


def find_link_fault(connection: sqlite3.Connection) -> str | None:
    """The first table with a row that leads to itself, or to nothing, likewise."""
    # A database of an earlier version has not all of the tables.
    names = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    for table, query in _CIRCLES.items():
        if table in names and connection.execute(query).fetchone():
            return f"its table {table} has a row that leads nowhere"
    return None
