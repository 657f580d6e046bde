"""A briefing in Word on one side: only Word knows where lines end, so they are reckoned, rather too many."""

from __future__ import annotations

from math import ceil
from typing import Any

from docx.oxml.ns import qn
from docx.shared import Cm, Emu, Length, Pt
from docx.table import Table
from docx.text.paragraph import Paragraph

from csp.core import wording
from csp.topics.report.word import styles
from csp.topics.report.word.paper import Paper
from csp.topics.report.word.widths import PADDING, measure

_SHRINK, _SPACE = 0.83, 0.5
"""What is left of the letters of every style, and of the space between paragraphs."""
_MORE_SHRINK, _MORE_SHRINKS = 0.92, 2
"""What is left of both once more where that is not enough, and how often."""
_SMALLEST = 8.5
"""Of letters, in points."""
_MARGIN, _HEADER = Cm(1.2), Cm(0.6)
_LINE = 1.3
"""How high a line is, in the size of its letters."""
_CELL_EDGES = Pt(1)
_LOWEST, _HIGHEST = Cm(4.5), Cm(10)
"""Of a picture, which is as high as the rest leaves room."""


def make_compact(paper: Paper) -> None:
    """Narrow margins and smaller letters, whatever the template has; before anything is written."""
    section = paper.section
    for side in ("top_margin", "bottom_margin"):
        setattr(section, side, min(getattr(section, side) or _MARGIN, _MARGIN))
    section.header_distance = min(section.header_distance or _HEADER, _HEADER)
    section.footer_distance = min(section.footer_distance or _HEADER, _HEADER)
    _shrink(paper, _SHRINK, _SPACE)


def _shrink(paper: Paper, letters: float, space: float) -> None:
    """Make the letters of every style smaller, and the space above and below."""
    sizes = {spec.name: find_size(paper.file.styles[spec.name]) for spec in styles.SPECS if spec.size}
    for name, size in sizes.items():
        style = paper.file.styles[name]
        style.font.size = Pt(max(min(size, _SMALLEST), round(2 * size * letters) / 2))
        form = style.paragraph_format
        form.space_before, form.space_after = (
            Pt(space * (own.pt if own else 0)) for own in (form.space_before, form.space_after)
        )


def find_size(style: Any) -> float:
    """The size of the letters of a style or of what it is based on, in points."""
    while style is not None:
        if style.font.size is not None:
            return float(style.font.size.pt)
        style = style.base_style
    return styles.SPECS[0].size


def fit_one_side(paper: Paper) -> None:
    """Make the pictures as high as the rest leaves room; where it leaves none, have less of the rest.

    Letters are made smaller then, and after that the longest table shorter.
    """
    shapes = list(paper.file.inline_shapes)
    least = min(sum(shape.height for shape in shapes), len(shapes) * _LOWEST)
    for _ in range(_MORE_SHRINKS):
        if _find_room(paper) < least:
            _shrink(paper, _MORE_SHRINK, _MORE_SHRINK)
    _cut_longest(paper, least)
    share = min(max(_find_room(paper), least) / max(len(shapes), 1), _HIGHEST)
    for shape in shapes:
        scale = min(share / shape.height, paper.width / shape.width)
        shape.width, shape.height = Emu(round(shape.width * scale)), Emu(round(shape.height * scale))


def _find_room(paper: Paper) -> int:
    """The height that everything but the pictures leaves; below 0 where it has none itself."""
    rest = sum(_reckon_part(paper, part) for part in paper.file.element.body)
    return paper.height - _reckon_margins(paper) - rest


def _cut_longest(paper: Paper, least: int) -> None:
    """Take rows out of the longest table until there is room, and say below how many. Tiles stay."""
    tables = [Table(part, paper.file) for part in paper.file.element.body.iterchildren(qn("w:tbl"))]
    tables = [table for table in tables if _find_style(table) != styles.TILE_LABEL]
    longest = max(tables, key=lambda table: len(table._tbl.tr_lst), default=None)
    if longest is None:
        return
    left_out = 0
    room = _find_room(paper)
    while room < least and len(longest._tbl.tr_lst) > 2:
        last = longest._tbl.tr_lst[-1]
        room += _reckon_row(longest, last)
        longest._tbl.remove(last)
        left_out += 1
    if left_out:
        words = paper.add_paragraph(styles.NOTE, f"{wording.count(left_out)} more in the full report.")
        longest._tbl.addnext(words._p)


def _find_style(table: Table) -> str:
    """The style of what the first cell of a table holds."""
    style: Any = table.cell(0, 0).paragraphs[0].style
    return str(style.name)


def _reckon_margins(paper: Paper) -> Length:
    """What a header and a footer take beyond their margins."""
    header = sum(_reckon_text(line, paper.width) for line in paper.section.header.paragraphs)
    return Length(max(0, (paper.section.header_distance or 0) + header - (paper.section.top_margin or 0)))


def _reckon_part(paper: Paper, part: Any) -> int:
    """Without pictures."""
    if part.tag == qn("w:p"):
        return _reckon_text(Paragraph(part, paper.file), paper.width)
    if part.tag == qn("w:tbl"):
        table = Table(part, paper.file)
        return sum(_reckon_row(table, row) for row in part.tr_lst)
    return 0


def _reckon_row(table: Table, row: Any) -> int:
    """As high as the highest of its cells."""
    heights = [
        sum(_reckon_text(Paragraph(part, table), Length(cell.width - Cm(PADDING))) for part in cell.p_lst)
        for cell in row.tc_lst
    ]
    return max(heights, default=0) + 2 * _CELL_EDGES


def _reckon_text(paragraph: Paragraph, width: Length) -> int:
    """The lines of a paragraph, and the space above and below."""
    style: Any = paragraph.style
    size = find_size(style)
    own, by_style = paragraph.paragraph_format, style.paragraph_format
    before, after = (
        next((space for space in pair if space is not None), Pt(0))
        for pair in (
            (own.space_before, by_style.space_before),
            (own.space_after, by_style.space_after),
        )
    )
    needed = measure(paragraph.text, size, is_bold=bool(style.font.bold))
    lines = max(1, ceil(needed / max(width.cm, 1.0)))
    return int(lines * Pt(size) * _LINE + before + after)
