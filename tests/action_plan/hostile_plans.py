"""Plan files made to do harm, by what is wrong with them: small to keep, costly or misleading to read."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable
from functools import partial

import openpyxl

HEADER = "id,priority,priority_name,action"
NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def book(rows: list[list[object]]) -> bytes:
    """A workbook as Excel writes it."""
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


GOOD = [["id", "priority", "priority_name", "action"], ["A-1", 1, "First", "Text"]]


def parts(**changed: bytes | None) -> bytes:
    """A workbook with parts of it exchanged, added or (None) left out; __ stands for /, _x_ for a dot."""
    out = io.BytesIO()
    changes = {name.replace("__", "/").replace("_x_", "."): content for name, content in changed.items()}
    with (
        zipfile.ZipFile(io.BytesIO(book(GOOD))) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in {*old.namelist(), *changes}:
            content = changes.get(name, b"" if name not in old.namelist() else old.read(name))
            if content is not None:
                new.writestr(name, content)
    return out.getvalue()


def sheet(rows: str, more: str = "") -> bytes:
    """A workbook whose first sheet has these rows, as XML."""
    xml = f'<?xml version="1.0"?>{more}<worksheet {NS}><sheetData>{rows}</sheetData></worksheet>'
    return parts(xl__worksheets__sheet1_x_xml=xml.encode())


def cell(at: str, text: str) -> str:
    return f'<c r="{at}" t="inlineStr"><is><t>{text}</t></is></c>'


def head(row: int = 1) -> str:
    names = zip("ABCD", HEADER.split(","), strict=True)
    return f'<row r="{row}">' + "".join(cell(f"{column}{row}", name) for column, name in names) + "</row>"


def csv_of(*lines: str) -> bytes:
    return "\n".join([HEADER, *lines]).encode("utf-8", "surrogatepass")


def far_rows(column: str, count: int) -> bytes:
    """Rows with one cell, far to the right."""
    return sheet("".join(f'<row r="{n}">{cell(f"{column}{n}", "x")}</row>' for n in range(1, count + 1)))


def bomb(megabytes: int) -> bytes:
    """A sheet that unpacks to so much, of spaces."""
    return sheet(head() + " " * (megabytes * 1_000_000))


def lying_bomb() -> bytes:
    """A bomb whose archive says that it is small."""
    content = bytearray(bomb(80))
    real = (80_000_000).to_bytes(4, "little")[2:]
    for at in range(len(content) - 4):
        size = int.from_bytes(content[at : at + 4], "little")
        if 80_000_000 <= size < 80_001_000 and content[at + 2 : at + 4] == real:
            content[at : at + 4] = (1000).to_bytes(4, "little")
    return bytes(content)


def laughs() -> bytes:
    """Entities of entities of entities."""
    entities = '<!ENTITY a0 "ha">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    return sheet(head() + f'<row r="2">{cell("A2", "&a9;")}</row>', f"<!DOCTYPE x [{entities}]>")


def outside() -> bytes:
    """An entity that is a file of the server."""
    return sheet(
        f'<row r="1">{cell("A1", "&f;")}</row>', '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/hostname">]>'
    )


def many_parts(count: int) -> bytes:
    return parts(**{f"xl__extra{n}": b"" for n in range(count)})


def strings(count: int, length: int) -> bytes:
    """A table of shared strings nobody refers to."""
    items = f"<si><t>{'x' * length}</t></si>" * count
    return parts(xl__sharedStrings_x_xml=f'<?xml version="1.0"?><sst {NS}>{items}</sst>'.encode())


def wide_text(length: int) -> bytes:
    """A cell of text whose last letter makes four bytes of every other in memory."""
    return sheet(head() + f'<row r="2">{cell("A2", "x" * length + chr(0x1F600))}</row>')


def styles(count: int) -> bytes:
    fonts = "<font><b/></font>" * count
    return parts(
        xl__styles_x_xml=f'<?xml version="1.0"?><styleSheet {NS}><fonts>{fonts}</fonts></styleSheet>'.encode()
    )


def nested(depth: int) -> bytes:
    return sheet("<row>" * depth + "</row>" * depth)


def zip_of(contents: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in contents.items():
            archive.writestr(name, content)
    return out.getvalue()


def cut(content: bytes, share: float) -> bytes:
    return content[: int(len(content) * share)]


def flipped(content: bytes, every: int) -> bytes:
    changed = bytearray(content)
    changed[::every] = bytes(byte ^ 0x55 for byte in changed[::every])
    return bytes(changed)


def self_extracting() -> bytes:
    """A zip that is a quine's cousin: its only part unpacks to a great many zeros at each level."""
    packed = zlib.compress(b"\0" * 9_000_000, 9)
    return parts(xl__worksheets__sheet1_x_xml=packed * 100)


Made = Callable[[], bytes]

# By name, how the file is made. None of them is a plan.
HOSTILE: dict[str, Made] = {
    "nothing": bytes,
    "only a mark of order": lambda: b"\xef\xbb\xbf",
    "NULs": lambda: b"\0" * 100_000,
    "NUL in a header": lambda: b"id,priority,action\0\n1,2,3",
    "UTF-16": lambda: csv_of("A-1,1,First,Text").decode().encode("utf-16"),
    "binary": lambda: bytes(range(256)) * 1000,
    "lone quote": lambda: b'"' * 999_999,
    "one line without end": lambda: b"x" * 900_000,
    "commas": lambda: b"," * 500_000,
    "line ends": lambda: b"\n" * 500_000,
    "5,000 columns": lambda: b",".join(b"c%d" % n for n in range(5000)) + b"\n1",
    "5,000 columns in a row": lambda: csv_of("A-1,1,First,Text" + ",x" * 5000),
    "same header": lambda: b"id,id,priority,action\n1,1,1,1",
    "header of 100,000 letters": lambda: b"x" * 100_000 + b",id\n1,2",
    "100,000 rows": lambda: csv_of(*["A,1,First,x"] * 100_000),
    "digits without end": lambda: csv_of(f"A-1,{'9' * 100_000},First,Text"),
    "other digits": lambda: csv_of("A-1,١,First,Text", "A-2,²,First,Text", "A-3,𝟙,First,Text"),
    "minus zero": lambda: csv_of("A-1,-0,First,Text", "A-2,1e0,First,x", "A-3,0x1,First,x"),
    "formula as reference": lambda: csv_of("=1+1,1,First,Text", "'=1+1,1,First,Text"),
    "path as reference": lambda: csv_of("../../etc/passwd,1,First,Text"),
    "control characters": lambda: csv_of("A-1,1,First,Te\x1b[2Jxt", "A-2,1,Fir\x07st,Text"),
    "lone surrogate": lambda: csv_of("A-1,1,First,\ud800"),
    "turned text": lambda: csv_of("A\u202e-1,1,First,Text"),
    "action of a million letters": lambda: csv_of("A-1,1,First," + "x" * 100_000),
    "agencies without end": lambda: b"id,priority,priority_name,action,agencies\nA,1,F,x," + b"a;" * 50_000,
    "date of nobody": lambda: b"id,priority,priority_name,action,due\nA,1,F,x,99/99/9999\nB,1,F,x,0000-00-00",
    "number that is none": lambda: b"id,priority,priority_name,action,target\nA,1,F,x,1e999\nB,1,F,x,nan",
    "old Excel": lambda: b"\xd0\xcf\x11\xe0" + b"\0" * 10_000,
    "zip of nothing": lambda: b"PK\x05\x06" + b"\0" * 18,
    "zip cut short": lambda: cut(book(GOOD), 0.5),
    "zip without its end": lambda: cut(book(GOOD), 0.97),
    "zip with flipped bytes": lambda: flipped(book(GOOD), 97),
    "zip of no workbook": lambda: zip_of({"a.txt": b"x"}),
    "zip of paths": lambda: zip_of({"../../evil": b"x", "/etc/evil": b"x"}),
    "thousands of parts": partial(many_parts, 2_000),
    "bomb": partial(bomb, 80),
    "bomb that says it is small": lying_bomb,
    "bomb below the limit": partial(bomb, 5),
    "packed twice": self_extracting,
    "shared strings": partial(strings, 5_000, 60),
    "styles": partial(styles, 4_000),
    "billion laughs": laughs,
    "file of the server": outside,
    "no sheet": lambda: parts(xl__worksheets__sheet1_x_xml=None),
    "no styles": lambda: parts(xl__styles_x_xml=b""),
    "no workbook": lambda: parts(xl__workbook_x_xml=None),
    "sheet that is no XML": lambda: parts(xl__worksheets__sheet1_x_xml=b"not xml"),
    "sheet cut short": lambda: parts(xl__worksheets__sheet1_x_xml=f"<worksheet {NS}><sheetData>".encode()),
    "rows in rows": partial(nested, 5_000),
    "far to the right": partial(far_rows, "XFD", 5000),
    "beyond the last column": partial(far_rows, "ZZZZ", 100),
    "row a million": lambda: sheet(f'<row r="1048576">{cell("A1048576", "x")}</row>'),
    "row of twenty digits": lambda: sheet(f'<row r="{"9" * 20}">{cell("A1", "x")}</row>'),
    "row below zero": lambda: sheet(f'<row r="-5">{cell("A1", "x")}</row>'),
    "rows without number": lambda: sheet("<row/>" * 20_000),
    "many cells in a row": lambda: sheet('<row r="1">' + "<c/>" * 20_000 + "</row>"),
    "dimension that lies": lambda: parts(
        xl__worksheets__sheet1_x_xml=(
            f'<worksheet {NS}><dimension ref="A1:XFD1048576"/><sheetData/></worksheet>'.encode()
        )
    ),
    "string that is not there": lambda: sheet('<row r="1"><c r="A1" t="s"><v>99999</v></c></row>'),
    "date beyond time": lambda: book([[*GOOD[0], "due"], ["A-1", 1, "First", "Text", 1e300]]),
    "number of 4,300 digits": lambda: sheet(head() + f'<row r="2"><c r="A2"><v>{"9" * 5000}</v></c></row>'),
    "formula without a value": lambda: book([GOOD[0], ["=A9", "=1", "=B1", "=HYPERLINK(1)"]]),
    "errors": lambda: sheet(head() + '<row r="2"><c r="A2" t="e"><v>#REF!</v></c></row>'),
}
