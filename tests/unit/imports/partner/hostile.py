"""Partners' files that are made to do harm, or are not what they say they are, by what is wrong with each.

    python -m tests.unit.imports.partner.hostile

prints each with the sentence that it ends in, or with what was read of it.
"""

from __future__ import annotations

import io
import os
import sys
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

import docx
import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq

from csp.core import wording
from csp.core.errors import UserError
from csp.imports.partner.reading import find_layout, read_book, read_lines
from tests.unit.imports.partner.binary_workbook import write_binary_workbook

GOOD = [["Month", "Ward", "Count"], ["2024-03", "Park", 5], ["2024-04", "Sherwood", 3]]
ROWS = [("2024-03", "Park", "5"), ("2024-04", "Sherwood", "3")]
CSV = b"Month,Ward,Count\n2024-03,Park,5\n2024-04,Sherwood,3\n"
NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
ODS = "urn:oasis:names:tc:opendocument:xmlns:"

Rows = list[tuple[str | None, ...]]


@dataclass(frozen=True)
class Hostile:
    """A file: its name, what is in it, and what it ends in: a part of the sentence, or its lines and a note.

    make: gives the bytes, or makes whatever lies at the path itself and gives None.
    """

    file: str
    make: Callable[[Path], bytes | None]
    ends: str | Rows
    note: str = ""


def workbook(rows: list[list[object]], merged: str = "", mac: bool = False) -> bytes:
    book = openpyxl.Workbook()
    if mac:
        book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    for row in rows:
        book.active.append(row)
    for cells in merged.split():
        book.active.merge_cells(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def change(parts: dict[str, bytes | None], base: bytes | None = None) -> bytes:
    """A workbook with parts exchanged, added or (None) left out."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(base or workbook(GOOD))) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in dict.fromkeys([*old.namelist(), *parts]):
            content = parts.get(name, b"" if name not in old.namelist() else old.read(name))
            if content is not None:
                new.writestr(name, content)
    return out.getvalue()


def sheet(rows: str, before: str = "") -> bytes:
    """A workbook with these rows of XML as its sheet."""
    xml = f'<?xml version="1.0"?>{before}<worksheet {NS}><sheetData>{rows}</sheetData></worksheet>'
    return change({"xl/worksheets/sheet1.xml": xml.encode()})


def text_cell(at: str, text: str) -> str:
    return f'<c r="{at}" t="inlineStr"><is><t>{text}</t></is></c>'


def good_rows() -> str:
    lines = []
    for number, row in enumerate(GOOD, 1):
        cells = "".join(text_cell(f"{'ABC'[at]}{number}", str(cell)) for at, cell in enumerate(row))
        lines.append(f'<row r="{number}">{cells}</row>')
    return "".join(lines)


def far_rows(count: int) -> bytes:
    return sheet("".join(f'<row r="{n}">{text_cell(f"XFD{n}", "x")}</row>' for n in range(1, count + 1)))


def stray_right() -> bytes:
    return sheet(good_rows().replace("</row>", f"{text_cell('XFD1', 'x')}</row>", 1))


def stray_below() -> bytes:
    return sheet(good_rows() + f'<row r="200000">{text_cell("A200000", "End of report")}</row>')


def lying_bomb() -> bytes:
    """A bomb whose archive says that it is small."""
    content = bytearray(sheet(good_rows() + " " * 80_000_000))
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as archive:
        real = archive.getinfo("xl/worksheets/sheet1.xml").file_size.to_bytes(4, "little")
    return bytes(content.replace(real, (1000).to_bytes(4, "little")))


def laughs() -> bytes:
    entities = '<!ENTITY a0 "ha">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    return sheet(good_rows().replace("Park", "&a9;"), f"<!DOCTYPE x [{entities}]>")


def file_of_the_server() -> bytes:
    before = '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/hostname">]>'
    return sheet(good_rows().replace("Park", "&f;"), before)


def errors() -> bytes:
    rows = good_rows().replace(text_cell("C2", "5"), '<c r="C2" t="e"><v>#REF!</v></c>')
    return sheet(rows)


def zip_of(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def spreadsheet(rows: str) -> bytes:
    """An OpenDocument spreadsheet with these rows of XML."""
    content = (
        f'<office:document-content xmlns:office="{ODS}office:1.0" xmlns:table="{ODS}table:1.0" '
        f'xmlns:text="{ODS}text:1.0"><office:body><office:spreadsheet><table:table table:name="A">{rows}'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    manifest = b'<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    return zip_of(
        {
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": manifest,
            "content.xml": content.encode(),
        }
    )


def open_row(cells: list[str], repeated: int = 1) -> str:
    written = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>'
        for cell in cells
    )
    return f'<table:table-row table:number-rows-repeated="{repeated}">{written}</table:table-row>'


def document(rows: list[list[str]]) -> bytes:
    made = docx.Document()
    made.add_heading("Calls by ward")
    if rows:
        table = made.add_table(len(rows), len(rows[0]))
        for row, cells in zip(table.rows, rows, strict=True):
            for cell, text in zip(row.cells, cells, strict=True):
                cell.text = text
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def parquet(columns: dict[str, list[object]]) -> bytes:
    out = io.BytesIO()
    pq.write_table(pa.table(columns), out)
    return out.getvalue()


def flip(content: bytes, every: int) -> bytes:
    changed = bytearray(content)
    changed[every::every] = bytes(byte ^ 0x55 for byte in changed[every::every])
    return bytes(changed)


def container(name: str) -> bytes:
    """The first bytes of an old file of Microsoft's with a part of this name."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000 + name.encode("utf-16-le") + b"\0" * 2000


def page(body: str) -> bytes:
    return f"<html><head><title>Report</title></head><body>{body}</body></html>".encode()


def make_link(target: str) -> Callable[[Path], None]:
    return lambda path: path.symlink_to(target)


def cells(rows: list[list[object]]) -> str:
    return "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)


def give(make: Callable[[], bytes] | bytes) -> Callable[[Path], bytes]:
    return lambda _: make if isinstance(make, bytes) else make()


WIDE = ",".join(f"c{n}" for n in range(10_000)).encode() + b"\n" + b",".join([b"1"] * 10_000)
BAD_WORD = "=cmd|' /C calc'!A0"

HOSTILE: dict[str, Hostile] = {
    "zip bomb as xlsx": Hostile(
        "a.xlsx", give(lambda: sheet(good_rows() + " " * 60_000_000)), "too large once unpacked"
    ),
    "zip bomb that says it is small": Hostile("a.xlsx", give(lying_bomb), "damaged"),
    "zip within a zip": Hostile(
        "a.xlsx", give(lambda: zip_of({"b.zip": zip_of({"c.csv": CSV})})), "is a zip archive: unpack it"
    ),
    "CSV packed as zip": Hostile(
        "a.csv", give(lambda: zip_of({"c.csv": CSV})), "is a zip archive: unpack it"
    ),
    "gzip named .csv": Hostile("a.csv", give(b"\x1f\x8b\x08" + b"\0" * 100), "is packed (gzip): unpack it"),
    "entities of entities": Hostile("a.xlsx", give(laughs), "damaged"),
    "entity that is a file of the server": Hostile("a.xlsx", give(file_of_the_server), "damaged"),
    "formulas without a saved result": Hostile(
        "a.xlsx",
        give(lambda: workbook([*GOOD, ["2024-05", "Park", "=C2+C3"]])),
        [*ROWS, ("2024-05", "Park", None)],
        "1 formula of a.xlsx has no saved result",
    ),
    "formula that calls a program (DDE)": Hostile(
        "a.csv", give(CSV + f'2024-05,"{BAD_WORD}",1\n'.encode()), [*ROWS, ("2024-05", BAD_WORD, "1")]
    ),
    "macros": Hostile(
        "a.xlsm",
        give(lambda: change({"xl/vbaProject.bin": b"\0" * 100})),
        ROWS,
        "The macros of a.xlsm are not run",
    ),
    "links to other workbooks": Hostile(
        "a.xlsx",
        give(lambda: change({"xl/externalLinks/externalLink1.xml": b"<externalLink/>"})),
        ROWS,
        "links to other workbooks, which are not followed",
    ),
    "cells with errors of Excel": Hostile(
        "a.xlsx",
        give(errors),
        [("2024-03", "Park", None), ROWS[1]],
        "1 cell of a.xlsx with an error of Excel",
    ),
    "10,000 columns": Hostile("a.csv", give(WIDE), "has 10,000 columns in line 1"),
    "10,000 columns in a workbook": Hostile(
        "a.xlsx",
        give(lambda: workbook([[f"c{n}" for n in range(10_000)], [1] * 10_000])),
        "has 10,000 columns",
    ),
    "a cell far to the right": Hostile("a.xlsx", give(stray_right), ROWS, "to the right of column 1,000"),
    "a cell far below": Hostile("a.xlsx", give(stray_below), ROWS),
    "5,000 cells far to the right": Hostile("a.xlsx", give(partial(far_rows, 5_000)), "has 16,384 columns"),
    "web page named .csv": Hostile("a.csv", give(page("<p>Log in</p>")), "is a web page, not a table"),
    "web page with a table named .xls": Hostile(
        "a.xls", give(page(f"<table>{cells(GOOD)}</table>")), ROWS, "is a web page saved as a workbook"
    ),
    "web page without a table named .xls": Hostile(
        "a.xls", give(page("<p>Log in</p>")), "is a web page without a table"
    ),
    "PDF named .csv": Hostile("a.csv", give(b"%PDF-1.7\n" + b"\0" * 500), "is a PDF, which keeps no tables"),
    "picture named .xlsx": Hostile("a.xlsx", give(b"\x89PNG\r\n\x1a\n" + b"\0" * 500), "is a picture"),
    "JSON named .csv": Hostile("a.csv", give(b'{"type": "FeatureCollection"}'), "is JSON, not a table"),
    "two encodings in one file": Hostile(
        "a.csv",
        give("Month,Ward,Count\n2024-03,Café,5\n".encode() + "2024-04,Zoë,3\n".encode("cp1252")),
        [("2024-03", "Café", "5"), ("2024-04", "Zoë", "3")],
        "partly in UTF-8 and partly in the characters of Windows",
    ),
    "characters of Windows": Hostile(
        "a.csv",
        give("Month;Ward;Count\n2024-03;St John’s – Zoë;5\n".encode("cp1252")),
        [("2024-03", "St John’s – Zoë", "5")],
        "in the characters of Windows",
    ),
    "UTF-16 with tabs": Hostile("a.txt", give(CSV.decode().replace(",", "\t").encode("utf-16")), ROWS),
    "NUL bytes": Hostile("a.csv", give(CSV.replace(b"Park", b"Pa\0rk")), "is not a table of text"),
    "random bytes": Hostile("a.csv", give(bytes(range(256)) * 50), "is not a table of text"),
    "merged headings": Hostile(
        "a.xlsx",
        give(
            lambda: workbook(
                [
                    ["Report"],
                    ["Ward", "2024/25", None],
                    [None, "Q1", "Q2"],
                    ["Park", 5, 6],
                    ["Sherwood", 3, 4],
                ],
                "A1:C1 A2:A3 B2:C2",
            )
        ),
        [("Park", "5", "6"), ("Sherwood", "3", "4")],
    ),
    "a million empty lines": Hostile("a.csv", give(CSV + b"\n" * 1_000_000), ROWS),
    "200,000 lines of empty cells": Hostile(
        "a.xlsx",
        give(
            lambda: sheet(
                good_rows() + "".join(f'<row r="{n}"><c r="A{n}" s="0"/></row>' for n in range(4, 200_000))
            )
        ),
        ROWS,
    ),
    "headings alone": Hostile("a.csv", give(b"Month,Ward,Count\n"), "has headings and no line of data"),
    "one column": Hostile("a.csv", give(b"Ward\nPark\nSherwood\n"), "has no table"),
    "empty": Hostile("a.csv", give(b""), "is empty"),
    "commas alone": Hostile("a.csv", give(b",,,\n" * 1000), "is empty"),
    "no headings": Hostile("a.csv", give(CSV.split(b"\n", 1)[1]), ROWS),
    "the same heading twice": Hostile("a.csv", give(CSV.replace(b"Ward", b"Month")), ROWS),
    "a line of 10 MB": Hostile("a.csv", give(CSV + b"x" * 10_000_000), "has a line of more than 2,000,000"),
    "a quotation mark that is never closed": Hostile(
        "a.csv", give(CSV + b'2024-05,"Park,1\n'), "a quotation mark is never closed"
    ),
    "a quotation mark that is never closed in a large file": Hostile(
        "a.csv",
        give(CSV + b'2024-05,"Park,1\n' + b"2024-06,Park,1\n" * 20_000),
        "quotation mark may never be closed",
    ),
    "workbook with a password": Hostile(
        "a.xlsx", give(container("EncryptedPackage")), "protected by a password"
    ),
    "document of old Word": Hostile("a.xls", give(container("WordDocument")), "in the old Word format"),
    "e-mail": Hostile("a.xls", give(container("__substg1.0_001A001E")), "is an e-mail"),
    "old workbook that is none": Hostile("a.xls", give(container("Nothing")), "is damaged"),
    "workbook cut short": Hostile("a.xlsx", give(lambda: workbook(GOOD)[:2000]), "cut short or damaged"),
    "workbook with flipped bytes": Hostile("a.xlsx", give(lambda: flip(workbook(GOOD), 97)), "damaged"),
    "workbook whose sheet is no XML": Hostile(
        "a.xlsx", give(lambda: change({"xl/worksheets/sheet1.xml": b"<worksheet><sheetData><row"})), "damaged"
    ),
    "workbook without its sheet": Hostile(
        "a.xlsx", give(lambda: change({"xl/worksheets/sheet1.xml": None})), "damaged"
    ),
    "a line of twenty digits": Hostile(
        "a.xlsx",
        give(lambda: sheet(good_rows() + f'<row r="{"9" * 20}">{text_cell("A" + "9" * 20, "x")}</row>')),
        "takes too much memory or time",
    ),
    "binary workbook that is none": Hostile(
        "a.xlsb", give(lambda: zip_of({"xl/workbook.bin": b"\1" * 500})), "damaged"
    ),
    "binary workbook with a cell far out": Hostile(
        "a.xlsb",
        give(lambda: write_binary_workbook(GOOD, far=(1_048_575, 16_383))),
        "takes too much memory or time",
    ),
    "Numbers": Hostile(
        "a.numbers", give(lambda: zip_of({"Index/Document.iwa": b"x"})), "is a document of Numbers"
    ),
    "spreadsheet that repeats a line of 500 cells a billion times": Hostile(
        "a.ods",
        give(lambda: spreadsheet(open_row(["Ward", "Count"]) + open_row(["x"] * 500, 10**9))),
        "damaged",
    ),
    "spreadsheet of OpenDocument": Hostile(
        "a.ods",
        give(lambda: spreadsheet("".join(open_row([str(each) for each in row]) for row in GOOD))),
        ROWS,
    ),
    "Word document": Hostile(
        "a.docx", give(lambda: document([[str(each) for each in row] for row in GOOD])), ROWS
    ),
    "Word document without a table": Hostile("a.docx", give(lambda: document([])), "has no table"),
    "Parquet cut short": Hostile("a.parquet", give(lambda: parquet({"a": [1], "b": [2]})[:-8]), "damaged"),
    "Parquet of 2,000 columns": Hostile(
        "a.parquet", give(lambda: parquet({f"c{n}": [n] for n in range(2_000)})), "has 2,000 columns"
    ),
    "days counted from 1904": Hostile(
        "a.xlsx",
        give(lambda: workbook([["Day", "Ward", "Count"], [date(2024, 3, 1), "Park", 5]], mac=True)),
        [("2024-03-01", "Park", "5")],
    ),
    "numbers as text": Hostile(
        "a.csv",
        give(b'Ward,Mar-24,Apr-24,May-24\nPark,"1,234","1.234,5",(3)\nSherwood,12%,<5,*\n'),
        [("Park", "1,234", "1.234,5", "(3)"), ("Sherwood", "12%", "<5", "*")],
    ),
    "folder": Hostile("a.csv", lambda path: path.mkdir(), "is a folder"),
    "device": Hostile("a.csv", make_link("/dev/zero"), "is not a file but a device"),
    "pipe": Hostile("a.csv", os.mkfifo, "is not a file but a device"),
    "link that leads nowhere": Hostile("a.csv", make_link("nowhere.csv"), "does not exist"),
    "link in a circle": Hostile("a.csv", make_link("a.csv"), "could not be read"),
}


def read_hostile(hostile: Hostile, folder: Path) -> tuple[Rows, tuple[str, ...]]:
    """The lines of a file as read, and the notes on it. Raises UserError where it is refused."""
    path = folder / hostile.file
    content = hostile.make(path)
    if content is not None:
        path.write_bytes(content)
    book = read_book(path)
    layout = find_layout(book.sheets[0])
    rows = [cells for _, cells in read_lines(path, book, book.sheets[0], layout)]
    return rows, book.notes


def main() -> None:
    for name, hostile in HOSTILE.items():
        with tempfile.TemporaryDirectory() as folder:
            try:
                rows, notes = read_hostile(hostile, Path(folder))
                said = " ".join((f"Read: {wording.plural(len(rows), 'line')}.", *notes))
            except UserError as error:
                said = str(error)
        sys.stdout.write(f"{name}: {said}\n")


if __name__ == "__main__":
    main()
