"""What a partner's file is, by its first bytes and never by its name alone; and why one is not read."""

from __future__ import annotations

import re
import stat
from pathlib import Path
from typing import Literal

from csp.core.errors import UserError
from csp.imports import limits
from csp.imports.partner.formats.bounds import FILE_BYTES
from csp.imports.tables import find_packing, is_web_page

Kind = Literal["text", "archive", "old", "parquet", "page"]
"""text: CSV. archive: zip, of which the worker tells more. old: .xls. page: a web page named .xls."""

# The endings that a page offers.
ENDINGS = ("csv", "tsv", "txt", "xlsx", "xlsm", "xlsb", "xls", "ods", "parquet", "docx")
_PAGE_ENDINGS = (".xls", ".xlsx", ".htm", ".html")
_MARKUP = re.compile(rb"\s*<(?:table|meta|div|style|body|head)\b|MIME-Version:", re.IGNORECASE)
_SHEET_OF_XML = re.compile(rb"\s*<\?xml.{0,400}(?:Workbook|mso-application)", re.IGNORECASE | re.DOTALL)
_DATA = re.compile(rb'\s*(?:\{\s*"|\[\s*[\[{])')
_IMAGES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*", b"RIFF")
_OLD_WORKBOOK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# What a container of Microsoft's holds, by the names of its parts, which are in UTF-16.
_PROTECTED, _DOCUMENT, _MESSAGE = (
    name.encode("utf-16-le") for name in ("EncryptedPackage", "WordDocument", "__substg1.0")
)
_SAVE = "save the table as .xlsx or CSV (UTF-8) and choose that file."


def check_file(path: Path, shown: str) -> None:
    """Raises UserError for what is no file, and for one larger than any extract."""
    try:
        status = path.stat()
    except FileNotFoundError as error:
        raise UserError(f"{shown} does not exist: check the path.") from error
    except (OSError, ValueError) as error:
        raise UserError(f"{shown} could not be read: check the path.") from error
    if stat.S_ISDIR(status.st_mode):
        raise UserError(f"{shown} is a folder: choose one file in it.")
    if not stat.S_ISREG(status.st_mode):
        raise UserError(f"{shown} is not a file but a device, a pipe or a socket: choose a file.")
    if status.st_size > FILE_BYTES:
        raise UserError(
            f"{shown} is larger than {limits.megabytes(FILE_BYTES)}, the most that is read: cut it into "
            "files of fewer months and choose one after the other."
        )


def find_kind(path: Path, shown: str) -> Kind:
    """Which reader a file is for. Raises UserError for one that is empty, or of a kind that none reads."""
    with path.open("rb") as file:
        head = file.read(limits.FIRST_LINE_BYTES)
    if not head.removeprefix(b"\xef\xbb\xbf").strip():
        raise UserError(f"{shown} is empty: check that it is the right file.")
    if head.startswith(b"PK"):
        return "archive"
    if head.startswith(b"PAR1"):
        return "parquet"
    if head.startswith(_OLD_WORKBOOK):
        _check_container(path, shown)
        return "old"
    if is_web_page(head) or _MARKUP.match(head.removeprefix(b"\xef\xbb\xbf")):
        return _check_page(head, path, shown)
    _check_other(head, shown)
    return "text"


def _check_container(path: Path, shown: str) -> None:
    with path.open("rb") as file:
        content = file.read(8 * limits.MB)
    if _PROTECTED in content:
        raise UserError(f"{shown} is protected by a password: save it without one and choose it again.")
    if _DOCUMENT in content:
        raise UserError(f"{shown} is in the old Word format: save it as .docx and choose that file.")
    if _MESSAGE in content:
        raise UserError(f"{shown} is an e-mail: save the file that is attached to it and choose that.")


def _check_page(head: bytes, path: Path, shown: str) -> Kind:
    if _SHEET_OF_XML.match(head):
        raise UserError(f"{shown} is a workbook saved as XML: open it in Excel, {_SAVE}")
    if head.lstrip()[:13].lower() == b"mime-version:":
        raise UserError(f"{shown} is a web page with its pictures: open it in Excel, {_SAVE}")
    if path.suffix.lower() in _PAGE_ENDINGS:
        return "page"
    raise UserError(
        f"{shown} is a web page, not a table: download the file again, or ask for the table as .xlsx or CSV."
    )


def _check_other(head: bytes, shown: str) -> None:
    if head.startswith(b"%PDF"):
        raise UserError(f"{shown} is a PDF, which keeps no tables: ask for the table as .xlsx or CSV.")
    if head.startswith(b"{\\rtf"):
        raise UserError(
            f"{shown} is a document in rich text: open it in Word, save it as .docx, choose that."
        )
    if head.startswith(_IMAGES):
        raise UserError(f"{shown} is a picture: ask for the table as .xlsx or CSV.")
    if _DATA.match(head.removeprefix(b"\xef\xbb\xbf")):
        raise UserError(f"{shown} is JSON, not a table: ask for the table as .xlsx or CSV.")
    packing = find_packing(head)
    if packing:
        raise UserError(f"{shown} is packed ({packing}): unpack it and choose the file inside.")
