"""The report as a Word file: real headings, captions, contents and tables, on a template of one's own."""

from csp.topics.report.word.template import check_template
from csp.topics.report.word.writer import write_docx

__all__ = ["check_template", "write_docx"]
