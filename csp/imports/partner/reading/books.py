"""A partner's file as a book of sheets."""

from __future__ import annotations

from pathlib import Path

from csp.core.characters import printable
from csp.core.errors import UserError
from csp.core.partner.book import Book
from csp.imports import files
from csp.imports.partner.formats.bounds import Reading
from csp.imports.partner.formats.kinds import check_file, find_kind
from csp.imports.partner.formats.text import read_text
from csp.imports.partner.reading import sandbox


def read_book(path: Path) -> Book:
    """What a file holds: its sheets, of each the first lines and how many there are.

    Raises UserError for what cannot be read, is no table, or was made to do harm.
    """
    shown = printable(path.name)
    check_file(path, shown)
    with files.held_still(path, shown):
        reading = _read_heads(path, shown)
        digest = files.digest(path)
    if not any(sheet.rows for sheet in reading.sheets):
        raise UserError(f"{shown} is empty: check that it is the right file.")
    return Book(shown, reading.format, digest, reading.sheets, reading.notes)


def _read_heads(path: Path, shown: str) -> Reading:
    kind = find_kind(path, shown)
    return read_text(path, shown) if kind == "text" else sandbox.read_heads(path, kind, shown)
