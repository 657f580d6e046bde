"""A binary workbook (.xlsb), byte by byte, since no package that is installed writes one."""

from __future__ import annotations

import io
import struct
import zipfile

_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def write_binary_workbook(rows: list[list[str | int | float]], far: tuple[int, int] | None = None) -> bytes:
    """A workbook with one sheet, "Calls", of text and numbers; far: the place of one more cell, from 0."""
    sheet = _record(0x81) + _record(0x94, struct.pack("<IIII", 0, len(rows) - 1, 0, len(rows[0]) - 1))
    sheet += _record(0x91)
    for line, cells in enumerate(rows):
        sheet += _record(0x00, struct.pack("<I", line) + b"\0" * 21)
        for column, cell in enumerate(cells):
            at = struct.pack("<II", column, 0)
            sheet += (
                _record(6, at + _text(cell))
                if isinstance(cell, str)
                else _record(5, at + struct.pack("<d", cell))
            )
    if far:
        sheet += _record(0x00, struct.pack("<I", far[0]) + b"\0" * 21)
        sheet += _record(6, struct.pack("<II", far[1], 0) + _text("x"))
    sheet += _record(0x92) + _record(0x82)
    book = (
        _record(0x83)
        + _record(0x8F)
        + _record(0x9C, struct.pack("<II", 0, 1) + _text("rId1") + _text("Calls"))
    )
    book += _record(0x90) + _record(0x84)
    link = f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.bin"/>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", f'<Types xmlns="{_TYPES}"/>')
        archive.writestr("xl/workbook.bin", book)
        archive.writestr(
            "xl/_rels/workbook.bin.rels", f'<Relationships xmlns="{_LINKS}">{link}</Relationships>'
        )
        archive.writestr("xl/worksheets/sheet1.bin", sheet)
    return out.getvalue()


def _text(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def _record(kind: int, content: bytes = b"") -> bytes:
    number = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    return number + bytes([len(content)]) + content
