"""The tables of a Word document (.docx) as text, each with the heading above it, merged cells filled."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from itertools import islice
from xml.etree.ElementTree import Element, parse

from csp.core.word_tables import DOCUMENT, get_attribute, get_tag, list_parts, read_paragraph, read_row
from csp.topics.action_plan.store.plan_file.banners import names_priority
from csp.topics.action_plan.store.plan_file.grid import (
    MOST_COLUMNS,
    MOST_GRIDS,
    Filler,
    Grid,
    GridRow,
    collect_rows,
)

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
    for block in list_parts(body, {"p", "tbl"}) if body is not None else ():
        if get_tag(block) == "p":
            heading = _read_heading(block) or heading
            continue
        # A table may stand in the cell of another, which is no more than a frame around it.
        for table in islice((each for each in block.iter() if get_tag(each) == "tbl"), MOST_GRIDS):
            rows = collect_rows(name, _read_table(table))
            if rows and len(grids) < MOST_GRIDS:
                grids.append(Grid(f"Table {len(grids) + 1}", "table", rows, heading))
    return grids


def _read_heading(paragraph: Element) -> str:
    """The text of a paragraph that is a heading: by its style, by its words, or bold and short; else ""."""
    text = " ".join(read_paragraph(paragraph).split())
    if not text or len(text) > _LONGEST_HEADING:
        return ""
    style = get_attribute(paragraph.find("{*}pPr/{*}pStyle"), "val")
    runs = [run for run in paragraph.findall("{*}r") if "".join(run.itertext()).strip()]
    is_bold = bool(runs) and all(_is_on(run.find("{*}rPr/{*}b")) for run in runs)
    return text if _HEADING.match(style) or names_priority(text) or is_bold else ""


def _is_on(switch: Element | None) -> bool:
    return switch is not None and get_attribute(switch, "val") not in ("0", "false", "off")


def _read_table(table: Element) -> Iterator[GridRow]:
    filler = Filler()
    open_cells: dict[int, str] = {}
    for line, row in enumerate(list_parts(table, {"tr"}), 1):
        cells, going_on, spans = read_row(row, MOST_COLUMNS)
        open_cells = {column: text for column, text in open_cells.items() if column in going_on}
        for column, text in open_cells.items():
            filler.begin(column, 1, text)
        yield filler.fill(line, cells, max(spans, default=1))
        # A cell that begins here may go on below: only the next row says whether it does.
        open_cells |= {
            column: text for column, text in enumerate(cells) if text.strip() and column not in going_on
        }
