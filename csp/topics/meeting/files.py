"""The kinds of file that minutes are written as: by their name, what writes them, ending and type."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from csp.topics.report.document import Document
from csp.topics.report.pdf import write_pdf
from csp.topics.report.word import write_docx

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

FILES: Mapping[str, tuple[Callable[[Document], bytes], str, str]] = {
    "Word": (write_docx, "docx", WORD),
    "PDF": (write_pdf, "pdf", "application/pdf"),
}
