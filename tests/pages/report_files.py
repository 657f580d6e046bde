"""The tables and sentences of a report's files, read back each by a library that did not write them."""

from __future__ import annotations

import io

import docx
import openpyxl
from docx.document import Document as WordFile
from docx.table import Table
from docx.text.paragraph import Paragraph

from tests.unit.report.pdf_reading import open_pdf, read_structure


def read_word(content):
    """The tables as lists of rows of texts, and the other texts in their order."""
    file: WordFile = docx.Document(io.BytesIO(content))
    parts = list(file.iter_inner_content())
    tables = [
        [[cell.text for cell in row.cells] for row in part.rows] for part in parts if type(part) is Table
    ]
    return tables, [part.text for part in parts if type(part) is Paragraph]


def read_pdf(content):
    """The same by the structure of the file, which is what a screen reader is told."""
    structure = read_structure(open_pdf(content))
    tables = [
        [[cell.text for cell in row.find("TH", "TD")] for row in table.find("TR")]
        for table in structure.find("Table")
    ]
    texts = [element.text for element in structure.find("P", "LBody", "H1", "H2", "H3")]
    return tables, texts


def read_excel(content):
    """The same: a table stands below the lines above it, whose number differs."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    tables = []
    for sheet in book.worksheets:
        for table in sheet.tables.values():
            tables.append([[cell.value for cell in row] for row in sheet[table.ref]])
    (texts,) = [table for table in tables if table[0] == ["Section", "Heading", "Text"]]
    return tables, [str(row[2]) for row in texts[1:]]


READERS = {".docx": read_word, ".pdf": read_pdf, ".xlsx": read_excel}
