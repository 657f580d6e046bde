"""A report written as a PDF, and a briefing made to fit on one side."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain
from pathlib import Path

from csp.shell.drawing import draw_apart
from csp.topics.report.document import Document
from csp.topics.report.pdf.content import Data, describe_document
from csp.topics.report.pdf.letters import spell_out
from csp.topics.report.pdf.row_headers import mark_row_headers
from csp.topics.report.pdf.typesetting import compile_pdf

_SHRINKS = (1.0, 0.94, 0.88, 0.82)
"""Of a briefing, until it fits; the last one has text of 8.6 pt."""
_KEPT = 0.75
"""The share of the rows of its longest table that is kept where that is not enough."""


def write_pdf(document: Document) -> bytes:
    """The report as PDF/UA-1: tagged, with bookmarks, its language and title, and its fonts embedded.

    A briefing has one side: its text is made smaller, and then its longest table shorter, until it fits.
    """
    import pikepdf  # noqa: PLC0415 6 MB that only reports need

    with draw_apart():
        data = describe_document(document)
    if document.kind != "briefing":
        return _finish(_set(data))
    written = b""
    for attempt in _make_fit(data):
        written = _set(attempt)
        with pikepdf.open(io.BytesIO(written)) as pdf:
            if len(pdf.pages) == 1:
                break
    return _finish(written)


def _set(data: Data) -> bytes:
    # The names of signs have no letter that JSON would read as its own.
    return compile_pdf(_read_program(), {"report": spell_out(json.dumps(data, ensure_ascii=False))})


def _finish(written: bytes) -> bytes:
    """Add what Typst cannot say."""
    import pikepdf  # noqa: PLC0415

    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(written)) as pdf:
        mark_row_headers(pdf)
        pdf.save(out, deterministic_id=True)
    return out.getvalue()


def _make_fit(data: Data) -> Iterator[Data]:
    """The same, smaller and smaller, and then with fewer and fewer rows in its longest table."""
    for shrink in _SHRINKS:
        data["shrink"] = shrink
        yield data
    while _shorten(data):
        yield data


def _shorten(data: Data) -> bool:
    """Leave out rows at the end of the longest table, and say so below; whether there was one."""
    sections = chain.from_iterable(part["sections"] for part in data["parts"])
    blocks = chain.from_iterable(section["blocks"] for section in sections)
    tables = [block for block in blocks if block["is"] == "table" and len(block["grid"]["rows"]) > 1]
    if not tables:
        return False
    table = max(tables, key=lambda table: len(table["grid"]["rows"]))
    rows = table["grid"]["rows"]
    table["left_out"] += len(rows) - int(len(rows) * _KEPT)
    del rows[int(len(rows) * _KEPT) :]
    return True


@lru_cache(maxsize=1)
def _read_program() -> str:
    return Path(__file__).with_name("report.typ").read_text(encoding="utf-8")
