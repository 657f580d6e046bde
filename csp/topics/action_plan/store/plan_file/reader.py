"""Which reader a file is for, and the guard against files that are made to do harm."""

from __future__ import annotations

import io
import zipfile

from csp.core.errors import UserError
from csp.core.word_tables import DOCUMENT
from csp.topics.action_plan.store.plan_file import opendocument_grid, word_grid
from csp.topics.action_plan.store.plan_file.excel_grid import read_excel
from csp.topics.action_plan.store.plan_file.grid import (
    LARGEST_FILE_MB,
    LARGEST_UNPACKED,
    MOST_COLUMNS,
    MOST_PARTS,
    MOST_TEXT,
    Grid,
)
from csp.topics.action_plan.store.plan_file.text_grid import read_text

# The endings that a page offers.
ENDINGS = ("csv", "txt", "xlsx", "ods", "docx")
_EXCEL, _WORD, _OPEN = "an Excel workbook", "a Word document", "an OpenDocument spreadsheet"
_SAVE_AGAIN = {_EXCEL: ".xlsx", _WORD: ".docx", _OPEN: ".ods or .xlsx"}


def read_grids(name: str, content: bytes) -> list[Grid]:
    """The sheets or tables of a file that hold anything, at least one.

    Raises UserError for a file that cannot be read, is empty, or is larger than any plan.
    """
    if len(content) > LARGEST_FILE_MB * 1024 * 1024:
        raise UserError(
            f"{name} is larger than {LARGEST_FILE_MB} MB: a plan is much smaller, choose another file."
        )
    _check_kind(name, content)
    kind = _find_kind(name, content) if content.startswith(b"PK") else ""
    grids = _read_archive(name, content, kind) if kind else read_text(name, content)
    if sum(len(cell) for grid in grids for row in grid.rows for cell in row.cells) > MOST_TEXT:
        raise UserError(f"{name} holds more text than any plan: choose another file.")
    if grids:
        return grids
    if kind == _WORD:
        raise UserError(f"{name} has no table: an action plan is read from the tables of a document.")
    if kind:
        raise UserError(f"{name} is empty: its first sheet has nothing in its first {MOST_COLUMNS} columns.")
    raise UserError(f"{name} is empty.")


def _check_kind(name: str, content: bytes) -> None:
    """Raises UserError for a file of a kind that cannot be read here, with what to do."""
    if content.startswith(b"%PDF"):
        raise UserError(f"{name} is a PDF, which keeps no tables: open it in Word and save it as .docx.")
    if content.startswith(b"{\\rtf"):
        raise UserError(f"{name} is a document in rich text: open it in Word and save it as .docx.")
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        if name.lower().endswith((".docx", ".xlsx")):
            raise UserError(f"{name} is protected by a password: save it without one and choose it again.")
        if name.lower().endswith(".doc"):
            raise UserError(f"{name} is in the old Word format: save it as .docx.")
        raise UserError(f"{name} is in the old Excel format: save it as .xlsx or CSV.")


def _find_kind(name: str, content: bytes) -> str:
    """What an archive is, by what it holds; by its name where it is damaged."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            paths = {part.filename for part in parts}
            kind = archive.read("mimetype")[:100] if "mimetype" in paths and len(parts) < MOST_PARTS else b""
    except Exception:  # as below: whatever is wrong with it, the reader that it is given to says so
        return _WORD if name.lower().endswith(".docx") else _EXCEL
    # zipfile reads no more of a part than this, whatever else its bytes would unpack to.
    if sum(part.file_size for part in parts) > LARGEST_UNPACKED or len(parts) > MOST_PARTS:
        raise UserError(f"{name} is too large once unpacked: a plan is much smaller.")
    if "xl/workbook.bin" in paths:
        raise UserError(f"{name} is a binary workbook (.xlsb): save it as .xlsx or CSV.")
    if kind.startswith(b"application/vnd.oasis.opendocument.text"):
        raise UserError(f"{name} is an OpenDocument text: save it as .docx.")
    if any(map(DOCUMENT.fullmatch, paths)):
        return _WORD
    return _OPEN if kind.startswith(opendocument_grid.SPREADSHEET) else _EXCEL


_READERS = {_EXCEL: read_excel, _WORD: word_grid.read_word, _OPEN: opendocument_grid.read_opendocument}


def _read_archive(name: str, content: bytes, kind: str) -> list[Grid]:
    try:
        return _READERS[kind](name, content)
    except (UserError, MemoryError):
        raise
    except Exception as error:  # the readers fail in many ways on a damaged file, none of them documented
        raise UserError(f"{name} cannot be read as {kind}: save it again as {_SAVE_AGAIN[kind]}.") from error
