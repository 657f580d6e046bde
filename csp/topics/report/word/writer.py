"""A document as a Word file: its sections one after another, each block as its kind is written."""

from __future__ import annotations

import re

from csp.topics.report.document import (
    Block,
    Bullets,
    Document,
    Heading,
    Paragraph,
    Picture,
    Section,
    TableBlock,
    Tone,
)
from csp.topics.report.word import front, styles
from csp.topics.report.word.markup import add_markdown
from csp.topics.report.word.numbering import Numbering
from csp.topics.report.word.paper import Paper
from csp.topics.report.word.pictures import HIGHEST, write_picture
from csp.topics.report.word.tables import write_table, write_tiles
from csp.topics.report.word.template import open_template, save

_STYLES: dict[Tone, str] = {
    "body": "Normal",
    "lead": styles.LEAD,
    "note": styles.NOTE,
    "warning": styles.WARNING,
}
_OWN_NUMBER = re.compile(r"(?i)(annex|appendix|part)\s+\w+\b")
"""A title that has one: "Annex A: glossary"."""
_PARAGRAPHS = re.compile(r"\n\s*\n")


def write_docx(document: Document) -> bytes:
    """A report as a Word file on the template in force. Raises UserError where that cannot be read."""
    file, lacking = open_template()
    is_briefing = document.kind == "briefing"
    paper = Paper(file, Numbering(file), is_short=is_briefing)
    front.write_properties(file, document, lacking)
    front.write_margins(file, document)
    paper.turn(is_landscape=False)
    contents = None
    if is_briefing:
        front.write_title(paper, document.cover)
    else:
        front.write_cover(paper, document.cover)
        contents = front.start_contents(paper)
    for at, section in enumerate(document.sections):
        _write_section(paper, section, document, starts_page=at == 0 and not is_briefing)
    front.write_about(paper, document.about, is_briefing)
    if contents:
        front.fill_contents(paper, contents)
    return save(file)


def _write_section(paper: Paper, section: Section, document: Document, starts_page: bool) -> None:
    """starts_page: whether the section begins on a new page whatever stands before it."""
    paper.turn(section.landscape)
    is_numbered = document.kind != "briefing" and not _OWN_NUMBER.match(section.title)
    heading = paper.add_heading(section.title, 1, is_numbered)
    if starts_page:
        heading.paragraph_format.page_break_before = True
    if section.failure:
        paper.add_paragraph(styles.WARNING, section.failure)
    for block in section.blocks:
        _write_block(paper, block, HIGHEST[document.kind])


def _write_block(paper: Paper, block: Block, highest: float) -> None:
    """highest: the share of the height of a page that a picture may have."""
    if isinstance(block, Heading):
        paper.add_heading(block.text, block.level)
    elif isinstance(block, Paragraph):
        for text in filter(None, map(str.strip, _PARAGRAPHS.split(block.text))):
            add_markdown(paper.add_paragraph(_STYLES[block.tone]), text)
    elif isinstance(block, Bullets):
        _write_bullets(paper, block)
    elif isinstance(block, TableBlock):
        write_table(paper, block)
    elif isinstance(block, Picture):
        write_picture(paper, block, highest)
    else:
        write_tiles(paper, block)


def _write_bullets(paper: Paper, block: Bullets) -> None:
    numbers = paper.numbering.start_numbers() if block.numbered else 0
    for text in block.items:
        paragraph = paper.add_paragraph(styles.NUMBER if block.numbered else styles.BULLET)
        if block.numbered:
            paper.numbering.mark_number(paragraph, numbers)
        else:
            paper.numbering.mark_bullet(paragraph)
        add_markdown(paragraph, text)
