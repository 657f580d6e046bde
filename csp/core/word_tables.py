"""Tables of a Word document (.docx) as text: the parts of its XML that say something.

The document's text is one XML file in a zip archive. It is read as such, without python-docx: that would load
pictures and follow links, and it looks through the whole table for every cell. What was deleted under "Track
changes" is not text; the numbers that Word sets before paragraphs by itself are not in the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

DOCUMENT = re.compile(r"word/document\d{0,2}\.xml")
# What stands around blocks, rows and cells: content controls, tracked changes, marks of other programs.
_WRAPPERS = {"sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"}
# What holds text twice, or text that is no longer part of the document.
_PASSED_OVER = {"del", "moveFrom", "Fallback", "pPr", "rPr"}
_SIGNS = {"br": "\n", "cr": "\n", "tab": " ", "noBreakHyphen": "-"}


def get_tag(element: Element) -> str:
    """The name of an element without its namespace: documents are written in one of two."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def get_attribute(element: Element | None, name: str) -> str:
    """An attribute by its name without the namespace, "" where there is none."""
    values = element.attrib if element is not None else {}
    return next((value for key, value in values.items() if key.rpartition("}")[2] == name), "")


def list_parts(parent: Element, tags: set[str]) -> Iterator[Element]:
    """The parts of some kinds, in order, also where they stand in a wrapper."""
    waiting = list(reversed(parent))
    while waiting:
        element = waiting.pop()
        if get_tag(element) in tags:
            yield element
        elif get_tag(element) in _WRAPPERS:
            waiting += reversed(element)


def read_row(row: Element, most_columns: int) -> tuple[list[str], set[int], list[int]]:
    """The cells of a row, the columns of those that go on from above, and how wide the merged ones are."""
    before = get_attribute(row.find("{*}trPr/{*}gridBefore"), "val")
    cells = [""] * min(int(before or 0), most_columns)
    going_on, spans = set(), []
    for cell in list_parts(row, {"tc"}):
        merge = cell.find("{*}tcPr/{*}vMerge")
        is_below = merge is not None and get_attribute(merge, "val") != "restart"
        width = int(get_attribute(cell.find("{*}tcPr/{*}gridSpan"), "val") or 1)
        if is_below:
            going_on.add(len(cells))
        if width > 1:
            spans.append(width)
        cells.append("" if is_below else read_cell(cell))
        cells += [""] * (min(width, most_columns + 1) - 1)
        if len(cells) > most_columns:
            break
    return cells, going_on, spans


def read_cell(cell: Element) -> str:
    """The text of a cell, its paragraphs under each other; tables in it are read as paragraphs."""
    lines = [read_paragraph(paragraph) for paragraph in cell.iter() if get_tag(paragraph) == "p"]
    return "\n".join(line.strip() for line in lines if line.strip())


def read_paragraph(paragraph: Element) -> str:
    """The text of a paragraph, line breaks kept."""
    parts: list[str] = []
    waiting = list(reversed(paragraph))
    while waiting:
        element = waiting.pop()
        tag = get_tag(element)
        if tag == "t":
            parts.append((element.text or "").replace("\u00a0", " "))
        elif tag in _SIGNS:
            parts.append(_SIGNS[tag])
        # A paragraph within, as of a text box, is read by itself.
        elif tag not in _PASSED_OVER and tag != "p":
            waiting += reversed(element)
    return "".join(parts)
