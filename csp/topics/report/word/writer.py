"""A document as a Word file: its sections one after another, each block as its kind is written."""

from __future__ import annotations

import re

from csp.shell.drawing import draw_apart
from csp.topics.report.contents import count_levels, is_numbered
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
from csp.topics.report.word import fitting, front, styles
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
_PARAGRAPHS = re.compile(r"\n\s*\n")


def write_docx(document: Document) -> bytes:
    """A report as a Word file on the template in force. Raises UserError where that cannot be read."""
    with draw_apart():
        return _write(document)


def _write(document: Document) -> bytes:
    file, lacking = open_template()
    is_briefing, has_cover = document.kind == "briefing", document.kind == "assessment"
    paper = Paper(file, Numbering(file), is_short=is_briefing)
    front.write_properties(file, document, lacking)
    front.write_margins(file, document)
    paper.turn(is_landscape=False)
    if is_briefing:
        fitting.make_compact(paper)
    if has_cover:
        front.write_cover(paper, document.cover)
    else:
        front.write_opening(paper, document.cover)
    levels = count_levels(document)
    contents = front.start_contents(paper, starts_page=has_cover) if levels else None
    for at, section in enumerate(document.sections):
        _write_section(paper, section, document, starts_page=at == 0 and has_cover)
    front.write_about(paper, document.about, is_short=not has_cover)
    if contents:
        front.fill_contents(paper, contents, levels)
    if is_briefing:
        fitting.fit_one_side(paper)
    return save(file)


def _write_section(paper: Paper, section: Section, document: Document, starts_page: bool) -> None:
    """starts_page: whether the section begins on a new page whatever stands before it."""
    paper.turn(section.landscape)
    heading = paper.add_heading(section.title, 1, is_numbered(document, section))
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
