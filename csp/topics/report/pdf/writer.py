"""A report written as a PDF, and a briefing made to fit on one side."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

from csp.topics.report.document import Document
from csp.topics.report.pdf.content import describe_document
from csp.topics.report.pdf.letters import spell_out
from csp.topics.report.pdf.typesetting import compile_pdf


def write_pdf(document: Document) -> bytes:
    """The report as PDF/UA-1: tagged, with bookmarks, its language and title, and its fonts embedded."""
    # The names of signs have no letter that JSON would read as its own.
    report = spell_out(json.dumps(describe_document(document), ensure_ascii=False))
    return compile_pdf(_read_program(), {"report": report})


@lru_cache(maxsize=1)
def _read_program() -> str:
    return Path(__file__).with_name("report.typ").read_text(encoding="utf-8")
