"""Tables and tiles of the report as tables of Word: real header rows, repeated on every page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Length, RGBColor
from docx.table import Table as WordTable
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from csp.core.table import Cell, Column, Row
from csp.shell.widgets.component import text_colours
from csp.topics.report.document import TableBlock, Tile, Tiles
from csp.topics.report.word import styles
from csp.topics.report.word.markup import add_lines, clean, make_element
from csp.topics.report.word.paper import Paper
from csp.topics.report.word.widths import PADDING, SIZE, Widths, fit_width, measure, share_width

_TILES_A_LINE = 4
_KEPT_TOGETHER, _SENTENCES_TOGETHER = 16, 6
"""Of rows: a table of at most as many stays on one page, and one that has sentences."""
_UPRIGHT_WIDTH = "xxx"
"""As wide as a line of letters is high."""
_INDENT = Cm(0.4)
_COLOURS = text_colours("light")


def write_table(paper: Paper, block: TableBlock) -> None:
    """A table with its caption above and its notes below. Small lines within cells are left out."""
    table = block.table
    shown = [i for i in range(len(table.columns)) if not any(row.cells[i].spark for row in table.rows)]
    paper.add_caption("Table", block.caption)
    if shown:
        columns = [table.columns[i] for i in shown]
        cells = [tuple(row.cells[i] for i in shown) for row in table.rows]
        headers = name_columns(columns)
        widths = _choose_widths(block, shown, headers, cells, paper.width.cm)
        made = _start_table(paper, len(cells) + 1, widths)
        _describe(made, block.caption, table.caption)
        style = styles.SMALL_CELL if widths.is_small else styles.CELL
        _fill_header(made, columns, headers, style, table.upright)
        has_sentences, notes = any(column.wrap for column in columns), block.notes
        is_together = len(cells) <= (_SENTENCES_TOGETHER if has_sentences else _KEPT_TOGETHER)
        for at, (row, row_cells) in enumerate(zip(table.rows, cells, strict=True), start=1):
            _fill_row(_list_cells(made, at), columns, row, row_cells, style)
            if is_together and (at < len(cells) or notes):
                _keep_with_next(made, at)
        _keep_with_next(made, 0)
    for note in block.notes:
        paper.add_paragraph(styles.NOTE, note)


def name_columns(columns: Sequence[Column]) -> list[str]:
    """The headers of a table, with their groups where two would be called alike without."""
    times = Counter(column.label for column in columns)
    return [
        f"{column.group}: {column.label}" if column.group and times[column.label] > 1 else column.label
        for column in columns
    ]


def write_list(
    paper: Paper,
    headers: Sequence[str],
    rows: Sequence[Sequence[str]],
    caption: str,
    shares: Sequence[float],
    height: Length | None = None,
) -> None:
    """A short table of plain texts without a number, such as who signs. caption: for those who hear it read.

    shares: of the width of the page, a column each. height: of a row at least, to be written in by hand.
    """
    widths = share_width(shares, paper.width.cm)
    made = _start_table(paper, len(rows) + 1, widths)
    _describe(made, caption, caption)
    columns = [Column(header, numeric=False) for header in headers]
    _fill_header(made, columns, headers, styles.CELL, is_upright=False)
    for at, texts in enumerate(rows, start=1):
        _fill_row(_list_cells(made, at), columns, Row("", ()), tuple(map(Cell, texts)), styles.CELL)
        if height:
            made._tbl.tr_lst[at].get_or_add_trPr().append(
                make_element("w:trHeight", val=_to_twips(height), hRule="atLeast")
            )
    for at in range(len(rows)):
        _keep_with_next(made, at)


def write_tiles(paper: Paper, block: Tiles) -> None:
    """Headline figures side by side: a table whose headers say what they are."""
    if not block.tiles:
        return
    across = block.count_across(_TILES_A_LINE)
    lines = [block.tiles[at : at + across] for at in range(0, len(block.tiles), across)]
    made = _start_table(paper, 3 * len(lines), share_width([1] * across, paper.width.cm))
    _describe(made, "Key figures", "; ".join(f"{tile.label}: {tile.figure}" for tile in block.tiles))
    for at, line in enumerate(lines):
        _fill_tiles(made, 3 * at, line)
    _repeat_header(made)
    for at in range(len(made._tbl.tr_lst) - 1):
        _keep_with_next(made, at)


def _fill_tiles(made: WordTable, at: int, tiles: Sequence[Tile]) -> None:
    left_over = len(_list_cells(made, at)) - len(tiles)
    for row in range(at, at + 3) if left_over else ():
        # The last one is as wide as what would stay empty.
        cells = _list_cells(made, row)
        cells[-1 - left_over].merge(cells[-1])
    looks = (styles.TILE_LABEL, styles.TILE_FIGURE, styles.TILE_DETAIL)
    for row, style in enumerate(looks):
        for cell, tile in zip(_list_cells(made, at + row), tiles, strict=False):
            text = (tile.label, tile.figure, tile.detail)[row]
            _fill_cell(cell, text, style)


def _choose_widths(
    block: TableBlock,
    shown: Sequence[int],
    headers: Sequence[str],
    cells: Sequence[Sequence[Cell]],
    width: float,
) -> Widths:
    if len(block.widths) == len(block.table.columns) and all(block.widths[i] > 0 for i in shown):
        return share_width([block.widths[i] for i in shown], width)
    columns = []
    for at, header in enumerate(headers):
        is_upright = block.table.upright and at > 0
        columns.append([_UPRIGHT_WIDTH if is_upright else header, *(row[at].text for row in cells)])
    return fit_width(columns, width)


def _start_table(paper: Paper, rows: int, widths: Widths) -> WordTable:
    made = paper.add_table(rows, len(widths.columns), styles.TABLE)
    made.autofit = False
    properties = made._tbl.tblPr
    width = properties.find(qn("w:tblW"))
    width.set(qn("w:type"), "dxa")
    width.set(qn("w:w"), str(_to_twips(Cm(sum(widths.columns)))))
    for column, each in zip(made._tbl.tblGrid.gridCol_lst, widths.columns, strict=True):
        column.w = Cm(each)
    for row in made._tbl.tr_lst:
        # A row is not parted by the end of a page.
        row.get_or_add_trPr().append(make_element("w:cantSplit"))
        for cell, each in zip(row.tc_lst, widths.columns, strict=True):
            cell.width = Cm(each)
    return made


def _describe(made: WordTable, title: str, words: str) -> None:
    """What a table is, for those who hear it read."""
    made._tbl.tblPr.append(make_element("w:tblCaption", val=clean(title)))
    made._tbl.tblPr.append(make_element("w:tblDescription", val=clean(words)))


def _fill_header(
    made: WordTable, columns: Sequence[Column], headers: Sequence[str], style: str, is_upright: bool
) -> None:
    for at, (cell, column, header) in enumerate(zip(_list_cells(made, 0), columns, headers, strict=True)):
        paragraph = _fill_cell(cell, header, style, is_right=column.numeric and not (is_upright and at))
        for run in paragraph.runs:
            run.bold = True
        properties = cell._tc.get_or_add_tcPr()
        if is_upright and at:
            properties.append(make_element("w:textDirection", val="btLr"))
        properties.append(make_element("w:vAlign", val="center" if is_upright and at else "bottom"))
    if is_upright:
        height = Cm(max((measure(each, SIZE, is_bold=True) for each in headers[1:]), default=0) + PADDING)
        made._tbl.tr_lst[0].get_or_add_trPr().append(
            make_element("w:trHeight", val=_to_twips(height), hRule="exact")
        )
    _repeat_header(made)


def _repeat_header(made: WordTable) -> None:
    """The first row is the header of its columns on every page that the table runs over."""
    made._tbl.tr_lst[0].get_or_add_trPr().append(make_element("w:tblHeader"))


def _fill_row(
    word_cells: Sequence[_Cell], columns: Sequence[Column], row: Row, cells: Sequence[Cell], style: str
) -> None:
    for at, (word_cell, column, cell) in enumerate(zip(word_cells, columns, cells, strict=True)):
        paragraph = _fill_cell(word_cell, cell.text, style, is_right=column.numeric)
        if row.indent and at == 0:
            paragraph.paragraph_format.left_indent = _INDENT
        _set_tone(paragraph, word_cell, column, cell)


def _set_tone(paragraph: Paragraph, word_cell: _Cell, column: Column, cell: Cell) -> None:
    """The colours of the page; a sign or a word always says the same."""
    colour = cell.ink if cell.fill else _COLOURS.get(cell.tone, "")
    for run in paragraph.runs:
        if column.emphasis or cell.tone == "strong":
            run.bold = True
        if colour:
            run.font.color.rgb = RGBColor.from_string(_to_hex(colour))
    if cell.fill:
        shade = make_element("w:shd", val="clear", color="auto", fill=_to_hex(cell.fill))
        word_cell._tc.get_or_add_tcPr().append(shade)


def _fill_cell(cell: _Cell, text: str, style: str, is_right: bool = False) -> Paragraph:
    paragraph: Paragraph = cell.paragraphs[0]
    paragraph.style = style
    if is_right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    add_lines(paragraph, text)
    return paragraph


def _list_cells(made: WordTable, at: int) -> list[_Cell]:
    """The cells of a row; python-docx looks through the whole table for each."""
    return [_Cell(cell, made) for cell in made._tbl.tr_lst[at].tc_lst]


def _keep_with_next(made: WordTable, at: int) -> None:
    """No page ends between a row and the next one."""
    for cell in _list_cells(made, at):
        cell.paragraphs[0].paragraph_format.keep_with_next = True


def _to_twips(length: Length) -> Any:
    return round(length.twips)


def _to_hex(colour: str) -> str:
    return colour.lstrip("#").upper()
