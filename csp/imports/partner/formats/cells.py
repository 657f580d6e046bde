"""The cells of partners' files as values, as text, and on their way between two processes."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from csp.core.partner.book import Value

# Beyond it a float does not tell two whole numbers apart.
_WHOLE_BELOW = 1e15


def to_value(cell: Any) -> Value:
    """What a reader of workbooks or of Parquet gives for a cell, as a value."""
    if isinstance(cell, str):
        return cell.strip() or None
    if isinstance(cell, Decimal):
        return to_value(float(cell))
    if isinstance(cell, float):
        return _to_number(cell)
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, time | timedelta | bytes | list | dict):
        return str(cell).strip() or None
    return cell  # type: ignore[no-any-return] # None, a bool, a whole number or a day


def _to_number(number: float) -> Value:
    if number != number:  # noqa: PLR0124 only "not a number" differs from itself
        return None
    return int(number) if number.is_integer() and abs(number) < _WHOLE_BELOW else number


def to_text(value: Value) -> str | None:
    """A value as text: "12", "0.5", "2024-03-01", "TRUE"; None where there is none."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).upper()
    return value.isoformat() if isinstance(value, date) else repr(value)


def encode(value: Value) -> Any:
    """A value as JSON holds it: a day is a list of its text."""
    return [value.isoformat()] if isinstance(value, date) else value


def decode(value: Any) -> Value:
    """What encode() was given."""
    return date.fromisoformat(value[0]) if isinstance(value, list) else value
