"""The report as a PDF: tagged, with bookmarks and its own fonts, written by Typst from the content model."""

from csp.topics.report.pdf.writer import write_pdf

__all__ = ["write_pdf"]
