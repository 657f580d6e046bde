"""Which kind of document a zip archive is, and the guard against one that unpacks to more than any table."""

from __future__ import annotations

import zipfile
from pathlib import Path

from csp.core.errors import UserError
from csp.imports import limits
from csp.imports.archives import ENCRYPTED

# Unpacked: a million rows of ten columns as Excel writes them are 500 MB of XML.
UNPACKED_BYTES = 1024 * limits.MB
MOST_PARTS = 2_000
_PACKED_RATIO, _PACKED_RATIO_FROM = 200, 32 * limits.MB
_SPREADSHEET = b"application/vnd.oasis.opendocument.spreadsheet"
_OPEN = b"application/vnd.oasis.opendocument."


def find_format(path: Path, shown: str) -> str:
    """xlsx, xlsm, xlsb, ods or docx. Raises UserError for any other archive, and for a bomb."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS:
                raise _too_large(shown)
            names = {part.filename for part in parts}
            mimetype = archive.read("mimetype")[:100] if "mimetype" in names else b""
    except UserError:
        raise
    except Exception as error:  # zipfile fails in many ways on a damaged archive
        raise UserError(f"{shown} is cut short or damaged: download it or ask for it again.") from error
    format_ = _name_format(names, mimetype, shown)
    _check_sizes(parts, shown)
    return format_


def _name_format(names: set[str], mimetype: bytes, shown: str) -> str:
    if "xl/workbook.bin" in names:
        return "xlsb"
    if "xl/workbook.xml" in names:
        return "xlsm" if "xl/vbaProject.bin" in names else "xlsx"
    if mimetype.startswith(_SPREADSHEET):
        return "ods"
    if any(name.startswith("word/document") for name in names):
        return "docx"
    if mimetype.startswith(_OPEN):
        raise UserError(f"{shown} is an OpenDocument text: save it as .docx and choose that file.")
    if any(name.endswith(".iwa") for name in names):
        raise UserError(f"{shown} is a document of Numbers: export it as Excel or CSV and choose that file.")
    if any(name.startswith("ppt/") for name in names):
        raise UserError(f"{shown} is a presentation: ask for the table as .xlsx or CSV.")
    if "[Content_Types].xml" in names:
        raise UserError(f"{shown} holds no sheet: open it, save it again as .xlsx and choose that file.")
    raise UserError(f"{shown} is a zip archive: unpack it and choose the file inside.")


def _check_sizes(parts: list[zipfile.ZipInfo], shown: str) -> None:
    """zipfile reads no more of a part than the archive says, whatever its bytes would unpack to."""
    if any(part.flag_bits & ENCRYPTED for part in parts):
        raise UserError(f"{shown} is protected by a password: save it without one and choose it again.")
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    if unpacked > UNPACKED_BYTES or (unpacked > _PACKED_RATIO_FROM and unpacked > _PACKED_RATIO * packed):
        raise _too_large(shown)


def _too_large(shown: str) -> UserError:
    return UserError(
        f"{shown} is too large once unpacked: check where it comes from, or save the sheet you need as CSV."
    )
