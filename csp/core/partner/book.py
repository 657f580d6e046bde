"""A partner's file as it stands: sheets of cells, and where the table is in one of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

Value = str | int | float | date | bool | None
"""A cell. Text is stripped, a blank cell is None, a date has no time of day."""


@dataclass(frozen=True)
class Sheet:
    """One sheet of a workbook, the one table of a text file, or one table of a document.

    rows: its first lines, as many as a layout is told from, each as long as the widest of them. lines: how
    many lines the whole sheet has. number: the place of the sheet in its file, from 0. tail: the last lines
    that say anything, as many as may be footnotes, where they are not among rows.
    """

    name: str
    number: int
    rows: tuple[tuple[Value, ...], ...]
    lines: int
    tail: tuple[tuple[Value, ...], ...] = ()


@dataclass(frozen=True)
class Book:
    """A file that was read: its name without a folder, its format (csv, xlsx), its digest and its sheets.

    notes: sentences on how it was read, for people to know ("The macros of this workbook were not run.").
    """

    file: str
    format: str
    sha256: str
    sheets: tuple[Sheet, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Layout:
    """Where the table of a sheet is. Lines are counted from 0, columns too.

    headings: one text a column, "" for none; headings of two rows are joined by " / ", a merged one is
    repeated. header: the lines of the headings, first and last. first: the first line of the data. last: the
    last one, None where the sheet goes on beyond the lines that were looked at. totals: lines that add others
    up. total_columns: columns that add others up. notes: the texts above and below the table (titles,
    footnotes). filled: columns in which a label stands once for the block of lines below it. provisional:
    whether the file says that its figures may be revised.
    """

    headings: tuple[str, ...]
    header: tuple[int, int]
    first: int
    last: int | None
    totals: tuple[int, ...] = ()
    total_columns: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()
    filled: tuple[int, ...] = ()
    provisional: bool = False
