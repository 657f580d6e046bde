"""The cells of figures that a publisher has not, or calls unusable, the same in every table. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from csp.core import wording
from csp.core.recorded_years import Figure
from csp.core.table import Cell, Row, Table

UNUSABLE, NO_FIGURE = "not usable", "no figure"


def name_missing(figure: Figure) -> str:
    """What stands in place of a count: "not usable" where the publisher calls it so."""
    return UNUSABLE if figure.is_unusable else NO_FIGURE


def build_missing_cell(figure: Figure) -> Cell:
    """A cell without a count; its tooltip has the publisher's reason."""
    return Cell(name_missing(figure), None, "quiet", tip=f"{wording.capitalise(figure.reason.rstrip('.'))}.")


def build_count_cell(figure: Figure) -> Cell:
    """A count, or why there is none."""
    if figure.count is None:
        return build_missing_cell(figure)
    return Cell(wording.count(figure.count), figure.count, tip=figure.remark)


def write_remarks(table: Table, column: int, figures: Mapping[str, Figure]) -> Table:
    """The table with what is to be known of a column of counts as one column more of its files.

    figures: by the id of a row. Where nothing is to be known of any, the files have no such column.
    """
    remarks = {code: figure.reason or figure.remark for code, figure in figures.items()}
    if not any(remarks.values()):
        return table
    heading = table.columns[column]
    columns = list(table.columns)
    columns[column] = replace(heading, in_file=(heading.label, f"{heading.label}: remark"))

    def add(row: Row) -> Row:
        cells = list(row.cells)
        count = cells[column]
        written = count.text if count.value is None else count.value
        cells[column] = replace(count, in_file=(written, remarks.get(row.id, "")))
        return replace(row, cells=tuple(cells))

    return replace(table, columns=tuple(columns), rows=tuple(map(add, table.rows)))
