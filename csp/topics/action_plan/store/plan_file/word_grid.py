"""The tables of a Word document (.docx) as text, each with the heading above it, merged cells filled.

The document's text is one XML file in a zip archive. It is read as such, without python-docx: that would load
pictures and follow links, and it looks through the whole table for every cell. What was deleted under "Track
changes" is not text; the numbers that Word sets before paragraphs by itself are not in the file.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from itertools import islice
from xml.etree.ElementTree import Element, parse

from csp.topics.action_plan.store.plan_file.banners import names_priority
from csp.topics.action_plan.store.plan_file.grid import (
    MOST_COLUMNS,
    MOST_GRIDS,
    Filler,
    Grid,
    GridRow,
    collect_rows,
)

DOCUMENT = re.compile(r"word/document\d{0,2}\.xml")
# What stands around blocks, rows and cells: content controls, tracked changes, marks of other programs.
_WRAPPERS = {"sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"}
# What holds text twice, or text that is no longer part of the document.
_PASSED_OVER = {"del", "moveFrom", "Fallback", "pPr", "rPr"}
_HEADING = re.compile(r"heading\s?\d|title|subtitle", re.IGNORECASE)
_LONGEST_HEADING = 200


def read_word(name: str, content: bytes) -> list[Grid]:
    """The tables that hold anything. Raises UserError, and whatever zipfile and the XML reader do."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        path = next(path for path in archive.namelist() if DOCUMENT.fullmatch(path))
        with archive.open(path) as part:
            body = parse(part).getroot().find("{*}body")
    grids: list[Grid] = []
    heading = ""
    for block in _list_parts(body, {"p", "tbl"}) if body is not None else ():
        if _tag(block) == "p":
            heading = _read_heading(block) or heading
            continue
        # A table may stand in the cell of another, which is no more than a frame around it.
        for table in islice((each for each in block.iter() if _tag(each) == "tbl"), MOST_GRIDS):
            rows = collect_rows(name, _read_table(table))
            if rows and len(grids) < MOST_GRIDS:
                grids.append(Grid(f"Table {len(grids) + 1}", "table", rows, heading))
    return grids


def _tag(element: Element) -> str:
    """The name of an element without its namespace: documents are written in one of two."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _attribute(element: Element | None, name: str) -> str:
    values = element.attrib if element is not None else {}
    return next((value for key, value in values.items() if key.rpartition("}")[2] == name), "")


def _list_parts(parent: Element, tags: set[str]) -> Iterator[Element]:
    """The parts of some kinds, in order, also where they stand in a wrapper."""
    waiting = list(reversed(parent))
    while waiting:
        element = waiting.pop()
        if _tag(element) in tags:
            yield element
        elif _tag(element) in _WRAPPERS:
            waiting += reversed(element)


def _read_heading(paragraph: Element) -> str:
    """The text of a paragraph that is a heading: by its style, by its words, or bold and short; else ""."""
    text = " ".join(_read_paragraph(paragraph).split())
    if not text or len(text) > _LONGEST_HEADING:
        return ""
    style = _attribute(paragraph.find("{*}pPr/{*}pStyle"), "val")
    runs = [run for run in paragraph.findall("{*}r") if "".join(run.itertext()).strip()]
    is_bold = bool(runs) and all(_is_on(run.find("{*}rPr/{*}b")) for run in runs)
    return text if _HEADING.match(style) or names_priority(text) or is_bold else ""


def _is_on(switch: Element | None) -> bool:
    return switch is not None and _attribute(switch, "val") not in ("0", "false", "off")


def _read_table(table: Element) -> Iterator[GridRow]:
    filler = Filler()
    open_cells: dict[int, str] = {}
    for line, row in enumerate(_list_parts(table, {"tr"}), 1):
        cells, going_on, spans = _read_row(row)
        open_cells = {column: text for column, text in open_cells.items() if column in going_on}
        for column, text in open_cells.items():
            filler.begin(column, 1, text)
        yield filler.fill(line, cells, max(spans, default=1))
        # A cell that begins here may go on below: only the next row says whether it does.
        open_cells |= {
            column: text for column, text in enumerate(cells) if text.strip() and column not in going_on
        }


def _read_row(row: Element) -> tuple[list[str], set[int], list[int]]:
    """The cells of a row, the columns of those that go on from above, and how wide the merged ones are."""
    before = _attribute(row.find("{*}trPr/{*}gridBefore"), "val")
    cells = [""] * min(int(before or 0), MOST_COLUMNS)
    going_on, spans = set(), []
    for cell in _list_parts(row, {"tc"}):
        merge = cell.find("{*}tcPr/{*}vMerge")
        is_below = merge is not None and _attribute(merge, "val") != "restart"
        width = int(_attribute(cell.find("{*}tcPr/{*}gridSpan"), "val") or 1)
        if is_below:
            going_on.add(len(cells))
        if width > 1:
            spans.append(width)
        cells.append("" if is_below else read_cell(cell))
        cells += [""] * (min(width, MOST_COLUMNS + 1) - 1)
        if len(cells) > MOST_COLUMNS:
            break
    return cells, going_on, spans


def read_cell(cell: Element) -> str:
    """The text of a cell, its paragraphs under each other; tables in it are read as paragraphs."""
    lines = [_read_paragraph(paragraph) for paragraph in cell.iter() if _tag(paragraph) == "p"]
    return "\n".join(line.strip() for line in lines if line.strip())


def _read_paragraph(paragraph: Element) -> str:
    parts: list[str] = []
    waiting = list(reversed(paragraph))
    while waiting:
        element = waiting.pop()
        tag = _tag(element)
        if tag == "t":
            parts.append((element.text or "").replace("\u00a0", " "))
        elif tag in _SIGNS:
            parts.append(_SIGNS[tag])
        # A paragraph within, as of a text box, is read by itself.
        elif tag not in _PASSED_OVER and tag != "p":
            waiting += reversed(element)
    return "".join(parts)


_SIGNS = {"br": "\n", "cr": "\n", "tab": " ", "noBreakHyphen": "-"}
