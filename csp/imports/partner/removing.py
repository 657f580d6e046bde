"""Removing a month of a source, or all of it. What is removed is kept, so that it can be undone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from csp.core import settings
from csp.core.errors import UserError
from csp.core.wording import month_in_full
from csp.data.store import Store
from csp.imports.manifest import Row, retire, writing


def remove_source(source: str, by: str | None = None, store: Store | None = None) -> datetime:
    """Removes all months, quarters and years of a source. Returns the moment that undo_import() takes.

    source: of partners, or "police" or another that is imported. by: the name of an editor, None for the user
    of the command line. What is removed stays on the disk until it is imported again. Raises UserError where
    the source holds nothing, and as store_extract() does.
    """
    return _remove(source, lambda _: True, "Nothing of this source is stored.", by, store)


def remove_month(
    source: str, month: date, by: str | None = None, store: Store | None = None, force: str | None = None
) -> datetime:
    """Removes a month of a source, or the quarter and year that begin with it, as remove_source() does.

    force: the slug of one force, None for every force of the source.
    """
    sentence = f"Nothing of this source is stored of {month_in_full(month)}."
    return _remove(
        source, lambda row: row["month"] == month and force in (None, row["force"]), sentence, by, store
    )


def _remove(
    source: str, is_meant: Callable[[Row], bool], nothing: str, by: str | None, store: Store | None
) -> datetime:
    def is_removed(row: Row) -> bool:
        return row["source"] == source and row["replaced_at"] is None and is_meant(row)

    with writing(store or Store(settings.own_extracts()), by=by) as writer:
        if not any(map(is_removed, writer.rows)):
            raise UserError(nothing)
        moment = writer.moment()
        rows = [retire(row, moment, writer.by, keep=True) if is_removed(row) else row for row in writer.rows]
        writer.commit(rows)
    return moment
