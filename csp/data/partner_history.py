"""Who imported what and when, and how the figures of a source moved from one delivery to the next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

import pandas as pd

from csp.data.store import Store


@dataclass(frozen=True)
class Step:
    """An import or a removal of a source. figures: what it added up to. by: "" where that is not known.

    is_last: whether it can be undone, being the last step of the source. is_undone: whether it was, and can
    be done again.
    """

    source: str
    action: Literal["import", "removal"]
    moment: datetime
    by: str
    file: str
    starts: tuple[date, ...]
    figures: int
    is_last: bool = False
    is_undone: bool = False


@dataclass(frozen=True)
class Imported:
    """A file that was imported, of any kind: when, by whom, and how many rows it had."""

    kind: str
    source: str
    file: str
    moment: datetime
    by: str
    rows_read: int
    rows_stored: int
    rows_declined: int


def list_deliveries(source: str, store: Store | None = None) -> list[Step]:
    """The steps of a source, the latest first, those that were undone among them."""
    raise NotImplementedError


def list_imports(store: Store | None = None) -> list[Imported]:
    """Every import that the list of files tells of, history included, the latest first; a file a row."""
    raise NotImplementedError


def list_revisions(source: str, store: Store | None = None) -> pd.DataFrame:
    """How figures moved: start, months, district_code, ward_code, offence, flag, before, after, earlier, later.

    A row for each cell that two deliveries in turn have differently. before, after: Int64, null where that
    delivery has no such cell. earlier, later: when they were imported. Cells without a ward have ward_code null.
    """
    raise NotImplementedError
