"""Text of partners in any characters, with any delimiter, and what the worker gives for other kinds."""

from __future__ import annotations

import io

import docx
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from csp.core.errors import UserError
from csp.imports.partner.formats import cells
from csp.imports.partner.reading import find_layout, pick_head, read_book, read_lines
from tests.unit.imports.partner.binary_workbook import write_binary_workbook
from tests.unit.imports.partner.old_workbook import write_old_workbook

ROWS = [(2, ("2024-03", "Café", "1,234")), (3, ("2024-04", "St John’s", "3"))]


def read(path):
    book = read_book(path)
    layout = find_layout(book.sheets[0])
    return list(read_lines(path, book, book.sheets[0], layout)), book


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_text_is_read_whatever_a_spreadsheet_saved_it_as(tmp_path, encoding, delimiter, end):
    lines = (["Month", "Ward", "Count"], ["2024-03", "Café", '"1,234"'], ["2024-04", "St John’s", "3"])
    path = tmp_path / "extract.csv"
    path.write_bytes(end.join(delimiter.join(line) for line in lines).encode(encoding))
    assert read(path)[0] == ROWS


def test_the_line_of_excel_that_names_the_delimiter_is_none_of_the_table(tmp_path):
    path = tmp_path / "extract.csv"
    path.write_text("sep=;\nMonth;Ward;Count\n2024-03;Café;1,234\n2024-04;St John’s;3\n", encoding="utf-8")
    assert read(path)[0] == ROWS


def test_a_cell_with_a_line_break_does_not_begin_another_line(tmp_path):
    path = tmp_path / "extract.csv"
    path.write_text('Month,Ward,Count\n2024-03,"Park\nand Ride",5\n2024-04,Sherwood,3\n')
    assert [line for line, _ in read(path)[0]] == [2, 3]


def test_progress_is_told_and_ends_at_the_size_of_the_file(tmp_path):
    path = tmp_path / "extract.csv"
    path.write_text("Day,Ward,Count\n" + "2024-03-01,Park,5\n" * 45_000)
    book = read_book(path)
    told = []
    lines = read_lines(
        path, book, book.sheets[0], find_layout(book.sheets[0]), lambda *said: told.append(said)
    )
    assert sum(1 for _ in lines) == 45_000
    done = [bytes_done for _, bytes_done, _ in told]
    assert done == sorted(done)
    assert {total for *_, total in told} == {path.stat().st_size}
    assert len(told) == 2


def test_a_file_that_changes_while_it_is_read_is_refused(tmp_path, monkeypatch):
    path = tmp_path / "extract.csv"
    path.write_text("Month,Ward,Count\n2024-03,Park,5\n")
    digest = "csp.imports.partner.reading.books.files.digest"
    monkeypatch.setattr(digest, lambda changed: changed.write_text("another") or "")
    with pytest.raises(UserError, match="changed while it was read"):
        read_book(path)


def test_the_lines_at_hand_are_those_of_the_whole_file(tmp_path):
    path = tmp_path / "extract.csv"
    path.write_text(
        "Report\n\nWard,Offence,Count\nPark,Burglary,1\n,Theft,2\nSherwood,Burglary,3\n,Theft,4\n\n"
        "Source: the council\n"
    )
    lines, book = read(path)
    assert pick_head(book.sheets[0], find_layout(book.sheets[0])) == lines
    assert lines[1] == (5, ("Park", "Theft", "2"))


def test_days_and_numbers_of_parquet_are_read_as_text(tmp_path):
    path = tmp_path / "extract.parquet"
    columns = {
        "Day": pa.array(["2024-03-01", None]).cast(pa.date32()),
        "Ward": pa.array(["Park", "Sherwood"]),
        "Count": pa.array([5, 3], pa.int32()),
        "Share": pa.array([0.5, 2.0]),
    }
    pq.write_table(pa.table(columns), path)
    lines, book = read(path)
    assert book.format == "parquet"
    assert lines == [(2, ("2024-03-01", "Park", "5", "0.5")), (3, (None, "Sherwood", "3", "2"))]


@pytest.mark.parametrize(
    ("file", "write"), [("a.xls", write_old_workbook), ("a.xlsb", write_binary_workbook)]
)
def test_workbooks_of_old_and_binary_kinds_are_read(tmp_path, file, write):
    path = tmp_path / file
    path.write_bytes(write([["Month", "Ward", "Count"], ["2024-03", "Café", 5], ["2024-04", "Park", 0.5]]))
    lines, book = read(path)
    assert (book.format, book.sheets[0].name) == (file[2:], "Calls")
    assert lines == [(2, ("2024-03", "Café", "5")), (3, ("2024-04", "Park", "0.5"))]


def test_a_table_of_a_word_document_is_named_by_what_stands_above_it(tmp_path):
    made = docx.Document()
    made.add_paragraph("Figures are provisional.")
    made.add_paragraph("Calls by ward")
    table = made.add_table(3, 3)
    for row, texts in zip(
        table.rows, [["Ward", "Offence", "Count"], ["Park", "A", "1"], ["", "B", "2"]], strict=True
    ):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    table.cell(1, 0).merge(table.cell(2, 0))
    out = io.BytesIO()
    made.save(out)
    path = tmp_path / "extract.docx"
    path.write_bytes(out.getvalue())
    lines, book = read(path)
    assert book.sheets[0].name == "Table 1: Calls by ward"
    assert lines == [(2, ("Park", "A", "1")), (3, ("Park", "B", "2"))]


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, None), ("Park", "Park"), (True, "TRUE"), (12, "12"), (0.5, "0.5"), (1e300, "1e+300")],
)
def test_values_become_text(value, text):
    assert cells.to_text(cells.to_value(value)) == text
