"""The Word file while it is written: its end, to which everything is added, and what is counted along."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from docx.document import Document as File
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.section import Section
from docx.shared import Length, Pt
from docx.table import Table
from docx.text.paragraph import Paragraph

from csp.topics.report.word.markup import add_bookmark, add_field, add_text
from csp.topics.report.word.numbering import Numbering
from csp.topics.report.word.styles import CAPTION, CONTENTS_TITLE, HEADINGS, NOTE

Counted: TypeAlias = Literal["Table", "Figure"]
_SPACE_BELOW_TABLE = Pt(10)
_SHORT_BEFORE, _SHORT_AFTER = Pt(8), Pt(3)
_OWN_SPACE = (NOTE, CAPTION, CONTENTS_TITLE, *HEADINGS)


@dataclass(frozen=True)
class Entry:
    """A line of the contents: the bookmark of a heading, its words, level, and number, "" for none."""

    bookmark: str
    text: str
    level: int
    number: str


@dataclass
class Paper:
    """A file that is written from its first page to its last."""

    file: File
    numbering: Numbering
    is_short: bool = False
    """Whether it has to fit on one page: headings then take less room."""
    entries: list[Entry] = field(default_factory=list)
    sections: int = 0
    _counts: dict[Counted, int] = field(default_factory=dict)
    _is_after_table: bool = False

    @property
    def section(self) -> Section:
        """The section of pages that is being written."""
        return self.file.sections[-1]

    @property
    def width(self) -> Length:
        """Between the margins of the page."""
        section = self.section
        return Length((section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0))

    @property
    def height(self) -> Length:
        """Between the margins of the page."""
        section = self.section
        return Length((section.page_height or 0) - (section.top_margin or 0) - (section.bottom_margin or 0))

    def add_paragraph(self, style: str, text: str = "") -> Paragraph:
        """A paragraph of a style with a plain text; one below a table stands off from it."""
        paragraph = self.file.add_paragraph(style=style)
        if text:
            add_text(paragraph, text)
        if self._is_after_table and style not in _OWN_SPACE:
            paragraph.paragraph_format.space_before = _SPACE_BELOW_TABLE
        self._is_after_table = False
        return paragraph

    def add_heading(self, text: str, level: int, is_numbered: bool = False) -> Paragraph:
        """A heading, which the contents list to the second level."""
        paragraph = self.add_paragraph(HEADINGS[level - 1], text)
        if self.is_short:
            paragraph.paragraph_format.space_before = _SHORT_BEFORE
            paragraph.paragraph_format.space_after = _SHORT_AFTER
        bookmark = f"_Toc{len(self.entries) + 1:08d}"
        add_bookmark(paragraph, bookmark, len(self.entries) + 1)
        if level == 1:
            self.numbering.mark_heading(paragraph, is_numbered)
            self.sections += is_numbered
        number = str(self.sections) if level == 1 and is_numbered else ""
        self.entries.append(Entry(bookmark, text, level, number))
        return paragraph

    def add_caption(self, kind: Counted, text: str) -> Paragraph:
        """A caption with the next number of its kind, which Word keeps right when others are added."""
        self._counts[kind] = self._counts.get(kind, 0) + 1
        paragraph = self.add_paragraph(CAPTION, f"{kind} ")
        add_field(paragraph, f"SEQ {kind} \\* ARABIC", str(self._counts[kind]))
        add_text(paragraph, f": {text}")
        return paragraph

    def count(self, kind: Counted) -> int:
        """How many captions of a kind there are."""
        return self._counts.get(kind, 0)

    def add_table(self, rows: int, columns: int, style: str) -> Table:
        """An empty table. Word would join it to one straight above."""
        if self._is_after_table:
            self.add_paragraph(NOTE)
        table: Table = self.file.add_table(rows, columns, style=style)
        self._is_after_table = True
        return table

    @property
    def is_begun(self) -> bool:
        """Whether anything is written yet: the page of the end is always there."""
        return len(self.file.element.body) > 1

    def turn(self, is_landscape: bool) -> None:
        """Go on upon pages that lie on their side, or that stand; nothing where they do already."""
        section = self.section
        if is_landscape == (section.orientation == WD_ORIENT.LANDSCAPE):
            return
        width, height = section.page_width, section.page_height
        if self.is_begun:
            section = self.file.add_section(WD_SECTION.NEW_PAGE)
            # Only the first page of the paper may have a header of its own.
            section.different_first_page_header_footer = False
            self._shrink_break()
            self._is_after_table = False
        section.orientation = WD_ORIENT.LANDSCAPE if is_landscape else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = height, width

    def _shrink_break(self) -> None:
        """The paragraph that ends a section of pages, as low as it can be: it must not fill a page alone."""
        paragraph = self.file.paragraphs[-1]
        paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(0)
        paragraph.paragraph_format.line_spacing = Pt(1)
