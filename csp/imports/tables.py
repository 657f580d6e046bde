"""Reading CSV files: the header of any, and the whole of a small table, within limits.

A small table is read however a spreadsheet saved it (csp.core.csv_text). A large file, which the database
reads, has to be UTF-8, so one that a spreadsheet saved in other characters is written anew first; what parts
its cells is told by its first line.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from pathlib import Path

from csp.core import csv_text
from csp.core.errors import UserError
from csp.imports import limits

# Packed files, by their first bytes.
_PACKED = {
    b"\x1f\x8b": "gzip",
    b"BZh": "bzip2",
    b"7z\xbc\xaf": "7-zip",
    b"\xfd7zXZ": "xz",
    b"Rar!": "rar",
    b"\x28\xb5\x2f\xfd": "zstd",
}
_TAR, _TAR_AT = b"ustar", 257
# What it is called that a file is in, in the sentence for people to know.
_CALLED = {
    "cp1252": "in the characters of Windows",
    "utf-16": "in UTF-16",
    "utf-8-sig": 'with a line "sep=" of Excel',
}
_BLOCK_BYTES = 1 << 20
# A log-in page or a message of a service, saved under the name of the file that it stands for.
_WEB_PAGE = re.compile(rb"\s*<(?:!doctype|html|\?xml)", re.IGNORECASE)
_OLD_WORKBOOK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

# The number of a line in the file, the first being 1, and its cells.
Line = tuple[int, list[str]]


class NotUtf8Error(UserError):
    """A file that the database cannot read as it is; write_utf8() may write one that it can."""


def write_utf8(path: Path, target: Path, shown: str) -> str:
    """Writes a text file anew in UTF-8, without Excel's line that names what parts its cells.

    Returns a sentence for people to know. Raises UserError for a file that is no text.
    """
    with path.open("rb") as file:
        head = file.read(limits.FIRST_LINE_BYTES)
    for encoding in csv_text.find_encodings(head):
        try:
            _recode(path, target, encoding)
        except UnicodeError:
            continue
        return f"{shown} was saved by a spreadsheet, {_CALLED[encoding]}, and read all the same."
    raise wrong_encoding(shown)


def _recode(path: Path, target: Path, encoding: str) -> None:
    """Raises UnicodeError for bytes that are no text of the encoding."""
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as source, target.open("w", encoding="utf-8", newline="") as file:
        is_first = True
        while block := source.read(_BLOCK_BYTES):
            text = decoder.decode(block)
            if csv_text.holds_controls(text):
                raise UnicodeError
            file.write(csv_text.split_separator_line(text)[0] if is_first else text)
            is_first = False
        file.write(decoder.decode(b"", final=True))


def header(path: Path, shown: str) -> list[str]:
    """The column names of a CSV file's first line, stripped of blanks.

    Raises UserError for an empty file, for one that is not text in UTF-8 (a byte order
    mark is fine), and for a workbook or an archive.
    """
    first = _first_line(path, shown)
    try:
        names = next(csv.reader(io.StringIO(first), delimiter=csv_text.find_delimiter(first)), [])
    except csv.Error as error:
        raise _not_csv(shown, error) from error
    return [name.strip() for name in names]


def find_delimiter(path: Path, shown: str) -> str:
    """What parts the cells of a CSV file, as its first line tells. Raises UserError as header() does."""
    return csv_text.find_delimiter(_first_line(path, shown))


def _first_line(path: Path, shown: str) -> str:
    head = _head(path, shown).removeprefix(codecs.BOM_UTF8)
    first, *rest = re.split(rb"\r\n|\n|\r", head, maxsplit=1)
    if b"\0" in first:
        raise wrong_encoding(shown)
    _check_first_line(head, bool(rest), shown)
    if csv_text.has_separator_line(first):
        raise wrong_encoding(shown)
    try:
        return first.decode("utf-8")
    except UnicodeDecodeError as error:
        raise wrong_encoding(shown) from error


def _check_first_line(head: bytes, ends: bool, shown: str) -> None:
    if not ends and len(head) >= limits.FIRST_LINE_BYTES - 3:
        raise UserError(
            f"{shown} has a first line of more than {limits.FIRST_LINE_BYTES:,} characters, so it has no "
            "header. Check that it is the right file."
        )


def _head(path: Path, shown: str) -> bytes:
    """The first bytes of a file that may be a table. Raises UserError for one that is empty or no text."""
    with path.open("rb") as file:
        head = file.read(limits.FIRST_LINE_BYTES)
    _check_kind(head, shown)
    if not head.removeprefix(codecs.BOM_UTF8).strip():
        raise UserError(f"{shown} is empty. Download it again.")
    return head


def _check_kind(head: bytes, shown: str) -> None:
    if head.startswith(b"PK\x03\x04"):
        raise UserError(f"{shown} is a workbook or an archive, not a CSV file. Save it as CSV (UTF-8) first.")
    if head.startswith(_OLD_WORKBOOK):
        raise UserError(
            f"{shown} is a workbook of an old kind (.xls), or one with a password. Save it as CSV (UTF-8) "
            "first."
        )
    if is_web_page(head):
        raise UserError(
            f"{shown} is a web page, not a CSV file: the site may have answered with a page instead of the "
            "file. Download it again."
        )
    packing = find_packing(head)
    if packing:
        raise UserError(f"{shown} is packed ({packing}), not a CSV file. Unpack it and give the file inside.")


def find_packing(head: bytes) -> str:
    """How a file that begins so is packed, "" where it is not, or as zip."""
    if head[_TAR_AT:].startswith(_TAR):
        return "tar"
    return next((kind for start, kind in _PACKED.items() if head.startswith(start)), "")


def is_web_page(head: bytes) -> bool:
    """Whether the first bytes of a file are those of a web page."""
    return _WEB_PAGE.match(head.removeprefix(codecs.BOM_UTF8)) is not None


def check_last_line(path: Path, shown: str) -> None:
    """Raises UserError where the last line is longer than any: DuckDB leaves out one beyond its buffer."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - limits.LINE_BYTES))
        tail = file.read(limits.LINE_BYTES)
    if len(tail) == limits.LINE_BYTES and not re.search(rb"[\r\n].", tail, re.DOTALL):
        raise UserError(f"{shown} is cut short or damaged: its last line has no end. Download it again.")


def wrong_encoding(shown: str) -> NotUtf8Error:
    """The sentence for a file that is not UTF-8."""
    return NotUtf8Error(
        f"{shown} is not UTF-8 text: a spreadsheet may have saved it. Download it again, or save it as CSV "
        "(UTF-8)."
    )


def wrong_width(shown: str, line: int, cells: int, columns: int) -> UserError:
    """The sentence for a row of a small table that is not as wide as its header."""
    return UserError(
        f"{shown} is cut short or damaged at line {line}, or a note stands there: the header has {columns} "
        f"columns and this line {cells}. Delete the note, or download it again."
    )


def read_table(path: Path, shown: str) -> list[list[str]]:
    """Every row of a small CSV file that says anything, header first, cells stripped. At least one row.

    For reference tables, not street files. Raises UserError as read_lines() does.
    """
    return [cells for _, cells in read_lines(path, shown)]


def read_lines(path: Path, shown: str) -> list[Line]:
    """The lines of a small CSV file that say anything, each with its number, cells stripped. At least one.

    Raises UserError for a file that is empty, blank, no text, or cannot be read as CSV, and for one
    larger than any such table.
    """
    _check_size(path, shown)
    text, delimiter = _read_text(path, shown)
    lines: list[Line] = []
    size = 0
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for row in reader:
            size += len(row)
            _check_extent(len(row), size, shown)
            cells = [cell.strip() for cell in row]
            if any(cells):
                lines.append((reader.line_num, cells))
    except csv.Error as error:
        raise _not_csv(shown, error) from error
    if not lines:
        raise UserError(f"{shown} is blank: it holds no word and no figure. Download it again.")
    return lines


def _check_size(path: Path, shown: str) -> None:
    if path.stat().st_size > limits.TABLE_BYTES:
        raise UserError(
            f"{shown} is larger than {limits.megabytes(limits.TABLE_BYTES)}, more than any such table. "
            "Check that it is the right file."
        )


def _read_text(path: Path, shown: str) -> tuple[str, str]:
    """The text of a small table, and what parts its cells. Raises UserError for what is no text."""
    head = _head(path, shown)
    _check_first_line(head, bool(re.search(rb"[\r\n]", head)), shown)
    text = csv_text.decode(path.read_bytes())
    if text is None or "\0" in text.partition("\n")[0]:
        raise wrong_encoding(shown)
    text, delimiter = csv_text.split_separator_line(text)
    return text, delimiter or csv_text.find_delimiter(text)


def _check_extent(columns: int, cells: int, shown: str) -> None:
    if columns > limits.TABLE_COLUMNS:
        raise UserError(
            f"{shown} has {columns:,} columns, and no table of areas has more than "
            f"{limits.TABLE_COLUMNS:,}. Check that it is the right file."
        )
    if cells > limits.TABLE_CELLS:
        raise UserError(
            f"{shown} has more than {limits.TABLE_CELLS:,} cells, more than any table of areas. "
            "Check that it is the right file."
        )


def _not_csv(shown: str, error: csv.Error) -> UserError:
    """The sentence for what Python's csv module says."""
    return UserError(f"{shown} cannot be read as CSV ({describe_fault(error)}). Download it again.")


def describe_fault(error: csv.Error) -> str:
    """What Python's csv module says, without its advice to programmers."""
    message = str(error)
    if "field larger" in message:
        return "a cell of it holds more than 131,072 characters, so a quotation mark may never be closed"
    if "unexpected end" in message:
        return "a quotation mark is never closed"
    if "new-line" in message:
        return "its lines end in different ways"
    if "expected after" in message:
        return "a quotation mark stands in the middle of a cell"
    return message
