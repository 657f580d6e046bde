"""Removing a month of a source, or all of it. What is removed is kept until it is undone or replaced."""

from __future__ import annotations

from datetime import date, datetime

from csp.data.store import Store


def remove_source(source: str, by: str = "", store: Store | None = None) -> datetime:
    """Removes all months, quarters and years of a source. Returns the moment that undo_import() takes.

    Raises UserError where it holds nothing, and as store_extract() does.
    """
    raise NotImplementedError


def remove_month(source: str, month: date, by: str = "", store: Store | None = None) -> datetime:
    """Removes a month of a source, as remove_source() does. month: its first day."""
    raise NotImplementedError
