"""Reading CSV files: the header of any, and the whole of a small table, within limits."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

from csp.core.errors import UserError
from csp.imports import limits

# Packed files, by their first bytes.
PACKED = {b"\x1f\x8b": "gzip", b"BZh": "bzip2", b"7z\xbc\xaf": "7-zip", b"\xfd7zXZ": "xz", b"Rar!": "rar"}


def header(path: Path, shown: str) -> list[str]:
    """The column names of a CSV file's first line, stripped of blanks.

    Raises UserError for an empty file, for one that is not text in UTF-8 (a byte order
    mark is fine), and for a workbook or an archive.
    """
    with path.open("rb") as file:
        head = file.read(limits.FIRST_LINE_BYTES)
    _check_kind(head, shown)
    head = head.removeprefix(b"\xef\xbb\xbf")
    if not head.strip():
        raise UserError(f"{shown} is empty. Download it again.")
    first, *rest = re.split(rb"\r\n|\n|\r", head, maxsplit=1)
    if b"\0" in first:
        raise wrong_encoding(shown)
    if not rest and len(head) >= limits.FIRST_LINE_BYTES - 3:
        raise UserError(
            f"{shown} has a first line of more than {limits.FIRST_LINE_BYTES:,} characters, so it has no "
            "header. Check that it is the right file."
        )
    try:
        return [column.strip() for column in next(csv.reader(io.StringIO(first.decode("utf-8"))), [])]
    except UnicodeDecodeError as error:
        raise wrong_encoding(shown) from error
    except csv.Error as error:
        raise _not_csv(shown, error) from error


def _check_kind(head: bytes, shown: str) -> None:
    if head.startswith(b"PK\x03\x04"):
        raise UserError(f"{shown} is a workbook or an archive, not a CSV file. Save it as CSV (UTF-8) first.")
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise wrong_encoding(shown)
    for start, kind in PACKED.items():
        if head.startswith(start):
            raise UserError(
                f"{shown} is packed ({kind}), not a CSV file. Unpack it and give the file inside."
            )


def check_last_line(path: Path, shown: str) -> None:
    """Raises UserError where the last line is longer than any: DuckDB leaves out one beyond its buffer."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - limits.LINE_BYTES))
        tail = file.read(limits.LINE_BYTES)
    if len(tail) == limits.LINE_BYTES and not re.search(rb"[\r\n].", tail, re.DOTALL):
        raise UserError(f"{shown} is cut short or damaged: its last line has no end. Download it again.")


def wrong_encoding(shown: str) -> UserError:
    """The sentence for a file that is not UTF-8."""
    return UserError(f"{shown} is not UTF-8 text. Download it again, or save it as CSV (UTF-8).")


def wrong_width(shown: str, line: int, cells: int, columns: int) -> UserError:
    """The sentence for a row of a small table that is not as wide as its header."""
    return UserError(
        f"{shown} is cut short or damaged at line {line}, or a note stands there: the header has {columns} "
        f"columns and this line {cells}. Delete the note, or download it again."
    )


def read_table(path: Path, shown: str) -> list[list[str]]:
    """Every row of a small CSV file that says anything, header first, cells stripped. At least one row.

    For reference tables, not street files. Raises UserError as header() does, for a file that
    cannot be read as CSV or is larger than any such table, and for one that is blank.
    """
    header(path, shown)
    rows: list[list[str]] = []
    cells = 0
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.reader(_bounded(file, shown), strict=True):
                cells += len(row)
                _check_extent(len(row), cells, shown)
                stripped = [cell.strip() for cell in row]
                if any(stripped):
                    rows.append(stripped)
    except UnicodeDecodeError as error:
        raise wrong_encoding(shown) from error
    except csv.Error as error:
        raise _not_csv(shown, error) from error
    if not rows:
        raise UserError(f"{shown} is blank: it holds no word and no figure. Download it again.")
    return rows


def _bounded(lines: Iterator[str], shown: str) -> Iterator[str]:
    """The lines of a file, as long as all of it is no more than a table holds."""
    size = 0
    for line in lines:
        size += len(line)
        if size > limits.TABLE_BYTES:
            raise UserError(
                f"{shown} is larger than {limits.megabytes(limits.TABLE_BYTES)}, more than any such table. "
                "Check that it is the right file."
            )
        yield line


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
    """The sentence for what Python's csv module says, without its advice to programmers."""
    message = str(error)
    if "field larger" in message:
        fault = "a cell of it holds more than 131,072 characters, so a quotation mark may never be closed"
    elif "unexpected end" in message:
        fault = "a quotation mark is never closed"
    elif "new-line" in message:
        fault = "its lines end in different ways"
    elif "expected after" in message:
        fault = "a quotation mark stands in the middle of a cell"
    else:
        fault = message
    return UserError(f"{shown} cannot be read as CSV ({fault}). Download it again.")
