"""A workbook of the old kind (.xls, BIFF8), byte by byte, since no package that is installed writes one."""

from __future__ import annotations

import struct

_SECTOR, _END, _FAT, _FREE = 512, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF


def write_old_workbook(rows: list[list[str | int | float]]) -> bytes:
    """A workbook with one sheet, "Calls", of text and numbers."""
    begin = struct.pack("<HHHHII", 0x0600, 0x0005, 0, 1997, 0, 6)
    end = _record(0x000A, b"")
    sheet = _record(0x0809, begin[:2] + b"\x10\x00" + begin[4:])
    for line, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            at = struct.pack("<HHH", line, column, 0)
            if isinstance(cell, str):
                text = struct.pack("<HB", len(cell), 1) + cell.encode("utf-16-le")
                sheet += _record(0x0204, at + text)
            else:
                sheet += _record(0x0203, at + struct.pack("<d", cell))
    name = struct.pack("<BB", 5, 0) + b"Calls"
    head = _record(0x0809, begin)
    place = len(head) + 4 + 6 + len(name) + len(end)
    listed = _record(0x0085, struct.pack("<IBB", place, 0, 0) + name)
    return _put_in_container(head + listed + end + sheet + end)


def _record(kind: int, content: bytes) -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def _put_in_container(stream: bytes) -> bytes:
    """The compound file whose one stream, "Workbook", begins in sector 2; 0 is the FAT, 1 the names."""
    stream = stream.ljust(4096, b"\0")
    stream += b"\0" * (-len(stream) % _SECTOR)
    count = len(stream) // _SECTOR
    table = [_FAT, _END, *range(3, 2 + count), _END]
    fat = struct.pack("<128I", *table, *[_FREE] * (128 - len(table)))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16
    header += struct.pack(
        "<HHHHHHIIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 0, 0, 1, 1, 0, 4096, _END, 0, _END, 0
    )
    header += struct.pack("<109I", 0, *[_FREE] * 108)
    names = _entry("Root Entry", 5, 1, _END, 0) + _entry("Workbook", 2, _FREE, 2, len(stream))
    return header + fat + names.ljust(_SECTOR, b"\0") + stream


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    written = name.encode("utf-16-le") + b"\0\0"
    links = struct.pack("<BBIII", kind, 1, _FREE, _FREE, child)
    return (
        written.ljust(64, b"\0")
        + struct.pack("<H", len(written))
        + links
        + b"\0" * 36
        + struct.pack("<IQ", start, size)
    )
