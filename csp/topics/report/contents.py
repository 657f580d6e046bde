"""What PDF and Word agree on: which titles are numbered, and which headings contents list. Pure."""

from __future__ import annotations

import re

from csp.topics.report.document import Document, Heading, Section

_OWN_NUMBER = re.compile(r"(?i)(annex|appendix|part)\s+\w+\b")
"""A title that has one: "Annex A: glossary"."""
_LEAST_SECTIONS = 5
"""Of a paper without a cover, before contents help to find one."""
_LINES = 36
"""Of contents that take one page."""


def is_numbered(document: Document, section: Section) -> bool:
    """Whether the title of a section gets a number: those of a briefing and "Annex A" do not."""
    return document.kind != "briefing" and not _OWN_NUMBER.match(section.title)


def count_levels(document: Document) -> int:
    """How many levels of headings the contents name, 0 where there are none: two where a page is enough."""
    if document.kind == "briefing" or (document.kind == "since" and len(document.sections) < _LEAST_SECTIONS):
        return 0
    blocks = [block for section in document.sections for block in section.blocks]
    headings = sum(isinstance(block, Heading) and block.level == 2 for block in blocks)
    return 2 if headings + len(document.sections) <= _LINES else 1
