"""The rows of a CSV or Excel file as text, within fixed bounds. What they mean is plan_import's business.

Files come from anywhere: nothing a file says of its own size is believed. The bounds are far
beyond any plan; plan_worker adds a limit of time and memory for files that people upload.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from csp.core.errors import UserError

# What server.maxUploadSize in .streamlit/config.toml says too, in its megabytes of 1024 x 1024 bytes.
LARGEST_FILE_MB = 10
LARGEST_UNPACKED, MOST_PARTS = 60_000_000, 500
MOST_ROWS, MOST_COLUMNS, MOST_TEXT = 5_000, 100, 5_000_000

# The number of a row in its file, and its cells.
Row = tuple[int, list[str]]


def read_rows(name: str, content: bytes) -> list[Row]:
    """The rows of a file that hold anything, the header first; cells are text.

    Raises UserError for a file that cannot be read, is empty, or is larger than any plan.
    """
    if len(content) > LARGEST_FILE_MB * 1024 * 1024:
        raise UserError(
            f"{name} is larger than {LARGEST_FILE_MB} MB: a plan is much smaller, choose another file."
        )
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise UserError(f"{name} is in the old Excel format: save it as .xlsx or CSV.")
    rows = _read_excel(name, content) if content.startswith(b"PK") else _read_csv(name, content)
    if not rows and content.startswith(b"PK"):
        raise UserError(f"{name} is empty: its first sheet has nothing in its first {MOST_COLUMNS} columns.")
    if not rows:
        raise UserError(f"{name} is empty.")
    return rows


def _drop_empty(name: str, lines: Iterable[Row]) -> list[Row]:
    """The lines that hold anything, without the empty cells at their ends."""
    rows, text = [], 0
    for line, cells in lines:
        while cells and not cells[-1].strip():
            cells.pop()
        if not cells:
            continue
        if len(cells) > MOST_COLUMNS:
            raise UserError(f"{name} has {len(cells):,} columns; a plan has at most {MOST_COLUMNS}.")
        rows.append((line, cells))
        text += sum(map(len, cells))
        # One more than the rows of a plan: the header.
        if len(rows) > MOST_ROWS + 1:
            raise UserError(f"{name} has more rows than a plan, which has at most {MOST_ROWS:,}.")
        if text > MOST_TEXT:
            raise UserError(f"{name} holds more text than any plan: choose another file.")
    return rows


def _read_csv(name: str, content: bytes) -> list[Row]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        # What Excel on Windows writes where it is not asked for UTF-8.
        text = content.decode("cp1252", errors="replace")
    reader = csv.reader(io.StringIO(text, newline=""))
    try:
        return _drop_empty(name, ((reader.line_num, row) for row in reader))
    except csv.Error as error:
        raise UserError(f"{name} cannot be read as CSV: save it again as CSV (UTF-8) or .xlsx.") from error


def _read_excel(name: str, content: bytes) -> list[Row]:
    """The first sheet. Formulas are read as the values that were last worked out for them."""
    try:
        _check_archive(name, content)
        sheets = zip(
            _read_sheet(content, data_only=True), _read_sheet(content, data_only=False), strict=False
        )
        lines = (
            (line, [_to_text(*pair) for pair in zip(values, formulas, strict=False)])
            for line, (values, formulas) in enumerate(sheets, 1)
        )
        return _drop_empty(name, lines)
    except (UserError, MemoryError):
        raise
    except Exception as error:  # the reader fails in many ways on a damaged file, none of them documented
        raise UserError(f"{name} cannot be read as an Excel workbook: save it again as .xlsx.") from error


def _check_archive(name: str, content: bytes) -> None:
    """Raises UserError for a workbook that would unpack to more than any plan."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
    # zipfile reads no more of a part than this, whatever else its bytes would unpack to.
    if sum(part.file_size for part in parts) > LARGEST_UNPACKED or len(parts) > MOST_PARTS:
        raise UserError(f"{name} is too large once unpacked: a plan is much smaller.")


def _read_sheet(content: bytes, data_only: bool) -> Iterable[tuple[Any, ...]]:
    """Rows of values, each cut after the first column that is too many: a cell may be anywhere."""
    import openpyxl  # type: ignore[import-untyped]  # noqa: PLC0415 slow to import, and pages show plans without it

    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=data_only)
    try:
        sheet = book.worksheets[0]
        yield from sheet.iter_rows(values_only=True, max_row=MOST_ROWS + 2, max_col=MOST_COLUMNS + 1)
    finally:
        book.close()


# Stands for a formula whose value the file does not have; refused by every check on text.
_NO_VALUE = "\x00"


def _to_text(value: Any, formula: Any) -> str:
    if value is None:
        return _NO_VALUE if isinstance(formula, str) and formula.startswith("=") else ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value.isoformat() if isinstance(value, date) else str(value)
