"""The text of any file that the dashboard gives out, as somebody who searches it would find it."""

from __future__ import annotations

import html
import io
import re
import zipfile

import pyarrow.parquet as pq

from tests.unit.report.pdf_reading import open_pdf, read_structure

TAGS = re.compile(r"<[^>]+>")
PACKED = (".docx", ".xlsx", ".zip")


def read_file(name, content):
    """name: of the file, with its ending. content: bytes, text, or what makes them."""
    if name.endswith(".png"):
        return ""  # The SVG of the same chart has its words.
    content = content() if callable(content) else content
    if name.endswith(".pdf"):
        return read_pdf(content)
    if name.endswith(PACKED):
        return read_packed(content)
    if name.endswith(".parquet"):
        table = pq.read_table(io.BytesIO(content))
        return f"{table.schema.metadata} {table.to_pylist()}"
    return content if isinstance(content, str) else content.decode("utf-8-sig")


def read_pdf(content):
    """What a screen reader is told, words for the pictures among it, and what stands about the file."""
    pdf = open_pdf(content)
    parts = read_structure(pdf).find("P", "LBody", "H1", "H2", "H3", "TH", "TD", "Figure", "Caption", "Link")
    return "\n".join([str(pdf.open_metadata()), *(f"{part.text} {part.alt}" for part in parts)])


def read_packed(content):
    """Every part of a Word or Excel file, its header and properties too, without the marks between words."""
    texts = []
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            part = archive.read(name)
            if name.endswith((".xml", ".rels")):
                texts.append(html.unescape(TAGS.sub("", re.sub(r"</w:p>|</si>|</c>", "\n", part.decode()))))
                # Words for pictures stand in the marks.
                texts += map(html.unescape, re.findall(r'\b(?:descr|title|name)="([^"]*)"', part.decode()))
            elif name.endswith((".parquet", ".csv")):
                texts.append(read_file(name, part))
    return "\n".join(texts)
