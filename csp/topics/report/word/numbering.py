"""How headings and lists are numbered in a Word file: by Word, so that an author may add to them.

A style that is numbered in the template stays as it is there; others get what is written down here.
"""

from __future__ import annotations

from typing import Any

from docx.document import Document
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from csp.topics.report.word.markup import make_element
from csp.topics.report.word.styles import BULLET, HEADINGS, NUMBER

_INDENTS = {BULLET: 360, NUMBER: 440, HEADINGS[0]: 680}
"""In twentieths of a point, from the mark to its text; two figures fit."""
_MARKS = {BULLET: ("bullet", "•"), NUMBER: ("decimal", "%1."), HEADINGS[0]: ("decimal", "%1")}
_NO_LIST = 0


class Numbering:
    """The lists of one file."""

    def __init__(self, file: Document) -> None:
        self._file = file
        self._root = file.part.numbering_part.element
        self._kinds: dict[str, int] = {}

    def mark_bullet(self, paragraph: Paragraph) -> None:
        """Give a paragraph the mark of a list whose order says nothing."""
        if self._find_list(BULLET) is None:
            _set_list(paragraph, self._add_list(BULLET))

    def start_numbers(self) -> int:
        """Begin a list that counts from 1; gives its identity for mark_number()."""
        own = self._find_list(NUMBER)
        kind = self._find_kind(own) if own is not None else None
        numbers = self._root.add_num(self._add_kind(NUMBER) if kind is None else kind)
        numbers.add_lvlOverride(ilvl=0).add_startOverride(1)
        return int(numbers.numId)

    def mark_number(self, paragraph: Paragraph, numbers: int) -> None:
        """Give a paragraph the next number of a list."""
        _set_list(paragraph, numbers)

    def mark_heading(self, paragraph: Paragraph, is_numbered: bool) -> None:
        """Give the heading of a section its number, or take away what the template would number it by."""
        own = self._find_list(HEADINGS[0])
        if is_numbered and own is None:
            _set_list(paragraph, self._add_list(HEADINGS[0]))
        elif not is_numbered and own is not None:
            _set_list(paragraph, _NO_LIST)

    def _find_list(self, style_name: str) -> int | None:
        """The list that a style stands in by itself, or by what it is based on."""
        style: Any = self._file.styles[style_name]
        while style is not None:
            number = style.element.find(f"{qn('w:pPr')}/{qn('w:numPr')}/{qn('w:numId')}")
            if number is not None:
                return int(number.val) or None
            style = style.base_style
        return None

    def _find_kind(self, number: int) -> int | None:
        for numbers in self._root.num_lst:
            if numbers.numId == number:
                return int(numbers.abstractNumId.val)
        return None

    def _add_list(self, style_name: str) -> int:
        """The one list of a kind that is not begun anew, such as the headings."""
        if style_name not in self._kinds:
            self._kinds[style_name] = self._root.add_num(self._add_kind(style_name)).numId
        return self._kinds[style_name]

    def _add_kind(self, style_name: str) -> int:
        """Write down how a kind of list is numbered; gives its identity."""
        tag = qn("w:abstractNum")
        kinds = self._root.findall(tag)
        identity = 1 + max((int(kind.get(qn("w:abstractNumId"))) for kind in kinds), default=-1)
        form, text = _MARKS[style_name]
        indent = _INDENTS[style_name]
        level, paragraph = make_element("w:lvl", ilvl=0), make_element("w:pPr")
        paragraph.append(make_element("w:ind", left=indent, hanging=indent))
        level.extend(
            [
                make_element("w:start", val=1),
                make_element("w:numFmt", val=form),
                make_element("w:lvlText", val=text),
                make_element("w:lvlJc", val="left"),
                paragraph,
            ]
        )
        kind = make_element("w:abstractNum", abstractNumId=identity)
        kind.extend([make_element("w:multiLevelType", val="singleLevel"), level])
        # Word reads the kinds before the lists.
        self._root.insert(len(kinds), kind)
        return identity


def _set_list(paragraph: Paragraph, number: int) -> None:
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = 0
    properties.get_or_add_numId().val = number
