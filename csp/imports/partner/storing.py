"""Storing a partner's extract: counts by month, quarter or year, with what was delivered before kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import duckdb

from csp.core.partner.findings import Result
from csp.data.store import Store
from csp.imports.partner.checks import Terms
from csp.imports.results import Outcome


@dataclass(frozen=True)
class Delivery:
    """A file that is brought in: its name without a folder, the SHA-256 of its bytes, and who brings it in."""

    file: str
    sha256: str
    by: str = ""


@dataclass(frozen=True)
class StoredPeriod:
    """A month, quarter or year as it was stored. What is counted and not rows: declined ones by their figure."""

    start: date
    months: int
    read: int
    stored: int
    declined: int
    outside: int
    without_ward: int
    outcome: Outcome


@dataclass(frozen=True)
class Stored:
    """What an import did. moment: when, which is what undo_import() takes; None where nothing has changed."""

    source: str
    moment: datetime | None
    result: Result
    periods: tuple[StoredPeriod, ...]


def store_extract(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    terms: Terms,
    delivery: Delivery,
    store: Store | None = None,
) -> Stored:
    """Stores what passes the checks of a tidy table, in one step.

    A month that was delivered before is replaced, and what was delivered of it is kept for its revisions.
    Raises UserError where no row passes, while another import runs, and for a folder that cannot be written.
    """
    raise NotImplementedError
