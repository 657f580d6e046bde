"""The lines of a text file, whatever parts its cells and in whichever characters a spreadsheet saved it.

Most files are in UTF-8, older ones in the characters of Windows, and a file put together from several systems
is in both at once: a byte that is no UTF-8 is read as the character that Windows has for it, as a note says.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from csp.core import csv_text
from csp.core.errors import UserError
from csp.imports import tables
from csp.imports.partner.formats.bounds import (
    MOST_COLUMNS,
    MOST_LINE_CHARACTERS,
    RawLine,
    Reading,
    check_width,
    cut_head,
)
from csp.imports.results import Progress

DELIMITERS = (*csv_text.DELIMITERS, "|")
_BLOCK_BYTES = 1 << 20
_TOLD_EVERY = 20_000
_WINDOWS = "csp-windows"
# A letter of UTF-8 beyond ASCII: without one, a file that is no UTF-8 is one of Windows throughout.
_UTF8_LETTER = re.compile(rb"[\xc3-\xf4][\x80-\xbf]")


def _read_as_windows(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.start + 1].decode("cp1252"), error.start + 1


codecs.register_error(_WINDOWS, _read_as_windows)


@dataclass(frozen=True)
class Characters:
    """How the bytes of a text file are read: the encoding, what is done about others, and a note on it."""

    encoding: str
    errors: str = "strict"
    note: str = ""


def find_characters(path: Path, shown: str) -> Characters:
    """In which characters a file is. Reads the whole of it. Raises UserError for what is no text."""
    with path.open("rb") as file:
        head = file.read(4)
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        if _is_text(path, "utf-16", "strict"):
            return Characters("utf-16")
        raise _make_refusal(shown)
    if _is_text(path, "utf-8-sig", "strict"):
        return Characters("utf-8-sig")
    if not _is_text(path, "utf-8-sig", _WINDOWS):
        raise _make_refusal(shown)
    kind = "partly in UTF-8 and partly in" if _holds_utf8(path) else "in"
    return Characters("utf-8-sig", _WINDOWS, f"{shown} was saved {kind} the characters of Windows.")


def _is_text(path: Path, encoding: str, errors: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)(errors)
    with path.open("rb") as file:
        try:
            while block := file.read(_BLOCK_BYTES):
                if csv_text.holds_controls(decoder.decode(block)):
                    return False
            decoder.decode(b"", final=True)
        except UnicodeError:
            return False
    return True


def _holds_utf8(path: Path) -> bool:
    with path.open("rb") as file:
        return any(_UTF8_LETTER.search(block) for block in iter(lambda: file.read(_BLOCK_BYTES), b""))


def _make_refusal(shown: str) -> UserError:
    return UserError(f"{shown} is not a table of text: save it as CSV (UTF-8) or .xlsx and choose that file.")


@contextmanager
def _open_text(path: Path, shown: str) -> Iterator[tuple[io.BufferedReader, io.TextIOWrapper]]:
    characters = find_characters(path, shown)
    with (
        path.open("rb") as raw,
        io.TextIOWrapper(raw, characters.encoding, characters.errors, newline="") as text,
    ):
        yield raw, text


def iterate_lines(path: Path, shown: str, progress: Progress | None = None) -> Iterator[RawLine]:
    """Every line of a file, blank ones too, cells stripped, None where blank. Raises UserError for no text.

    A line is one of a spreadsheet: a cell with a line break in it does not begin another.
    """
    size = path.stat().st_size
    with _open_text(path, shown) as (raw, text):
        head = text.read(1 << 16)
        delimiter = csv_text.split_separator_line(head)[1] or csv_text.find_delimiter(head, DELIMITERS)
        text.seek(0)
        pieces = _cut_lines(text, shown)
        if csv_text.split_separator_line(head)[1]:
            next(pieces)
        reader = csv.reader(pieces, delimiter=delimiter, strict=True)
        number = 0
        try:
            for number, row in enumerate(reader, 1):
                if len(row) > MOST_COLUMNS:
                    check_width(row, number, shown)
                if progress is not None and number % _TOLD_EVERY == 0:
                    progress(shown, raw.tell(), size)
                yield number, [cell.strip() or None for cell in row]
        except csv.Error as error:
            raise UserError(
                f"{shown} cannot be read as CSV from line {number + 1:,} ({tables.describe_fault(error)}): "
                "save it again as CSV (UTF-8) and choose that file."
            ) from error


def _cut_lines(text: io.TextIOWrapper, shown: str) -> Iterator[str]:
    for line in iter(lambda: text.readline(MOST_LINE_CHARACTERS), ""):
        if len(line) >= MOST_LINE_CHARACTERS:
            raise UserError(
                f"{shown} has a line of more than {MOST_LINE_CHARACTERS:,} characters, as no table has: save "
                "the table again as CSV, each row on a line of its own."
            )
        yield line


def read_text(path: Path, shown: str) -> Reading:
    """The one table of a text file. Raises UserError as iterate_lines() does."""
    note = find_characters(path, shown).note
    sheet = cut_head("", 0, iterate_lines(path, shown), shown)
    return Reading("csv", (sheet,) if sheet.rows else (), (note,) if note else ())
