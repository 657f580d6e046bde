"""Ten layouts in which partners send the same counts: what is read of each has to be equal."""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from xml.sax.saxutils import escape

import docx
import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq

MONTHS = [date(2023 + (3 + at) // 12, (3 + at) % 12 + 1, 1) for at in range(12)]
"""April 2023 to March 2024."""
WARDS = {"Park": "E05005141", "Sherwood": "E05005146", "St John's": "E05005145"}
OFFENCES = {
    "Shoplifting": "shoplifting",
    "Robbery": "robbery",
    "Residential burglary": "burglary_residential",
}
DISTRICT = "Tunbridge Wells"
NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

Cell = str | int | float | date | None
Row = Sequence[Cell]


def count(month: date, ward: str, offence: str) -> int:
    """The true count: small, some of them 0, and one above a thousand."""
    at = MONTHS.index(month), list(WARDS).index(ward), list(OFFENCES).index(offence)
    return 1204 if at == (2, 0, 0) else (at[0] * 7 + at[1] * 5 + at[2] * 3) % 11


TRUE = {(m, w, o): count(m, w, o) for m in MONTHS for w in WARDS for o in OFFENCES}
BY_QUARTER = {
    (first, ward, offence): sum(TRUE[month, ward, offence] for month in MONTHS[at : at + 3])
    for at, first in enumerate(MONTHS)
    if at % 3 == 0
    for ward in WARDS
    for offence in OFFENCES
}


def _sum(
    months: Iterable[date] = MONTHS, wards: Iterable[str] = WARDS, offences: Iterable[str] = OFFENCES
) -> int:
    wards, offences = list(wards), list(offences)
    return sum(TRUE[month, ward, offence] for month in months for ward in wards for offence in offences)


def _name(month: date) -> str:
    return f"{NAMES[month.month - 1]}-{month.year % 100}"


def _write_csv(path: Path, rows: Iterable[Row], delimiter: str = ",", encoding: str = "utf-8-sig") -> None:
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)


def write_long(path: Path) -> None:
    """A row for each count, with a comma in thousands."""
    rows = [(_name(m), DISTRICT.upper(), w, o, f"{n:,}") for (m, w, o), n in TRUE.items()]
    _write_csv(path, [("Month", "District", "Ward", "Offence", "Count"), *rows])


def write_semicolons(path: Path) -> None:
    """In the characters of Windows, with the financial year and the month in columns of their own."""
    rows = [("2023/24", NAMES[m.month - 1], f"{w} Ward", o, n or "–") for (m, w, o), n in TRUE.items()]
    _write_csv(path, [("Financial Year", "Month", "Ward", "Crime type", "Number"), *rows], ";", "cp1252")


def write_wide_months(path: Path) -> None:
    """A workbook with titles, months of Excel as columns, total row and column, and footnotes."""
    rows: list[Row] = [
        (f"Recorded crime in {DISTRICT}",),
        ("Data provided by partners; provisional and may undergo further revision",),
        (),
        ("Ward", "Offence", *(datetime(m.year, m.month, 1) for m in MONTHS), "Total"),  # noqa: DTZ001
    ]
    for ward in WARDS:
        for offence in OFFENCES:
            rows.append(
                (ward, offence, *(TRUE[m, ward, offence] for m in MONTHS), _sum(MONTHS, [ward], [offence]))
            )
    rows += [
        ("Total", "", *(_sum([m]) for m in MONTHS), _sum()),
        (),
        ("Source: force systems, extracted on 3 May 2024",),
    ]
    book = openpyxl.Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(list(row))
    for cell in sheet[4]:
        cell.number_format = "mmm-yy"
    book.save(path)


def write_two_headers(path: Path) -> None:
    """A workbook with the financial year merged over its months, and each ward merged beside its offences."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["", "", "2023/24", *[""] * 11])
    sheet.append(["Ward", "Offence group", *(NAMES[m.month - 1] for m in MONTHS)])
    for ward in WARDS:
        for offence in OFFENCES:
            sheet.append([ward, offence, *(TRUE[m, ward, offence] for m in MONTHS)])
    sheet.merge_cells("C1:N1")
    for at in range(len(WARDS)):
        sheet.merge_cells(start_row=3 + 3 * at, end_row=5 + 3 * at, start_column=1, end_column=1)
    book.save(path)


def write_wide_offences(path: Path) -> None:
    """A spreadsheet of LibreOffice with the offences as columns, their total beside them."""
    rows: list[Row] = [("Month", "Ward", *OFFENCES, "All crime")]
    rows += [(m, w, *(TRUE[m, w, o] for o in OFFENCES), _sum([m], [w])) for m in MONTHS for w in WARDS]
    namespace = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'<?xml version="1.0"?><office:document-content xmlns:office="{namespace}:office:1.0" '
        f'xmlns:table="{namespace}:table:1.0" xmlns:text="{namespace}:text:1.0">'
        "<office:body><office:spreadsheet>"
        f'<table:table table:name="Crime">{"".join(map(_write_ods_row, rows))}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", f'<m:manifest xmlns:m="{namespace}:manifest:1.0"/>')
        archive.writestr("content.xml", content)


def _write_ods_row(row: Row) -> str:
    return f"<table:table-row>{''.join(map(_write_ods_cell, row))}</table:table-row>"


def _write_ods_cell(cell: Cell) -> str:
    kind = ""
    if isinstance(cell, date):
        kind = f' office:value-type="date" office:date-value="{cell.isoformat()}"'
    elif isinstance(cell, int):
        kind = f' office:value-type="float" office:value="{cell}"'
    else:
        kind = ' office:value-type="string"'
    return f"<table:table-cell{kind}><text:p>{escape(str(cell))}</text:p></table:table-cell>"


def write_records(path: Path) -> None:
    """A row for each crime, on days with a time, beside columns that say nothing of it."""
    rows = [
        (f"{at % 28 + 1:02d}/{m.month:02d}/{m.year} {at % 24:02d}:30", o.upper(), w, "Public place")
        for (m, w, o), n in TRUE.items()
        for at in range(n)
    ]
    _write_csv(path, [("Date of offence", "Offence", "Ward name", "Kind of place"), *rows])


def write_document(path: Path) -> None:
    """A table in a letter, with the offence and the ward in words and the months as columns."""
    document = docx.Document()
    document.add_paragraph(f"As agreed, the figures of {DISTRICT}.")
    table = document.add_table(rows=0, cols=2 + len(MONTHS))
    rows = [("Type of crime", "Ward", *(f"{NAMES[m.month - 1]} {m.year}" for m in MONTHS))]
    rows += [(o, w, *(f"{TRUE[m, w, o]:,}" for m in MONTHS)) for w in WARDS for o in OFFENCES]
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    document.save(str(path))


def write_parquet(path: Path) -> None:
    """A table of a database, with the codes of districts and wards."""
    keys = list(TRUE)
    pq.write_table(
        pa.table(
            {
                "month": pa.array([m for m, _, _ in keys], pa.date32()),
                "lad_code": ["E07000116"] * len(keys),
                "ward_code": [WARDS[w] for _, w, _ in keys],
                "offence_type": [o for _, _, o in keys],
                "offences": pa.array([float(n) for n in TRUE.values()], pa.float64()),
            }
        ),
        path,
    )


def write_quarters(path: Path) -> None:
    """A workbook of the quarters of the financial year."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Financial year", "Quarter", "Community Safety Partnership", "Ward", "Offence", "Offences"])
    for (first, ward, offence), n in BY_QUARTER.items():
        quarter = MONTHS.index(first) // 3 + 1
        sheet.append(["2023/24", f"Q{quarter}", DISTRICT, ward, offence, n])
    book.save(path)


def write_subtypes(path: Path) -> None:
    """Months as columns by offence and sub-type, as the Metropolitan Police publishes them."""
    groups = {
        "Shoplifting": ("THEFT", "SHOPLIFTING"),
        "Robbery": ("ROBBERY", "ROBBERY OF PERSONAL PROPERTY"),
        "Residential burglary": ("BURGLARY", "BURGLARY - RESIDENTIAL"),
    }
    rows = [
        (*groups[o], w, WARDS[w], DISTRICT, *(TRUE[m, w, o] for m in MONTHS)) for w in WARDS for o in OFFENCES
    ]
    headings = ("MajorText", "MinorText", "WardName", "WardCode", "LookUp_BoroughName")
    _write_csv(path, [(*headings, *(f"{m:%Y%m}" for m in MONTHS)), *rows])


LAYOUTS: Mapping[str, Callable[[Path], None]] = {
    "long.csv": write_long,
    "semicolons.csv": write_semicolons,
    "wide months.xlsx": write_wide_months,
    "two headers.xlsx": write_two_headers,
    "wide offences.ods": write_wide_offences,
    "records.csv": write_records,
    "letter.docx": write_document,
    "table.parquet": write_parquet,
    "quarters.xlsx": write_quarters,
    "subtypes.csv": write_subtypes,
}
"""How each is written, by the name of the file."""
