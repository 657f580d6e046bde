"""The tables of a page as they were shown at a meeting, as Parquet: what the room saw stays as it was.

A file has the values of a table, column by column, as its CSV has them, so that anybody can compute with
it; and in its metadata the table as it was read: caption, headers, the text of each cell, and what the page
said of it. Only what was shown is kept, so nothing that was hidden gets into a file. Pure.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping
from math import isnan
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from csp.core.provenance import Provenance
from csp.core.sheet import Entry, Figure, Sheet, build_sheet
from csp.core.table import Cell, Column, Row, Table
from csp.shell.chart import Chart

SHOWN = b"csp_shown"
# Rows of a chart beyond this are a picture of a cloud and no figures that a room reads.
MOST_POINTS = 2000
_WORDS = "words"


def write_parquet(table: Table, about: Provenance) -> bytes:
    """A table as a Parquet file. The same table of the same page is the same bytes."""
    sheet = build_sheet(table, about.context, long=False)
    columns = [pa.array(values) for values in map(_list_values, _turn(sheet))]
    schema = pa.schema(
        [pa.field(name, column.type) for name, column in zip(_name_columns(sheet), columns, strict=True)],
        metadata={SHOWN: json.dumps(_write_shown(table, about), sort_keys=True)},
    )
    file = io.BytesIO()
    pq.write_table(pa.Table.from_arrays(columns, schema=schema), file, compression="zstd")
    return file.getvalue()


def _turn(sheet: Sheet) -> list[list[Entry]]:
    return [[row[i] for row in sheet.rows] for i in range(len(sheet.headers))]


def _list_values(entries: list[Entry]) -> list[float] | list[str]:
    """Numbers where all of a column are; a column with a word in it, such as "hidden", is text."""
    figures = [entry for entry in entries if isinstance(entry, Figure)]
    if figures and len(figures) == len(entries):
        return [figure.value for figure in figures]
    return [entry.write() if isinstance(entry, Figure) else entry for entry in entries]


def _name_columns(sheet: Sheet) -> list[str]:
    """The headers, a second one of the same name told from the first."""
    names: list[str] = []
    for header in sheet.headers:
        same = sum(name == header or name.startswith(f"{header} (") for name in names)
        names.append(f"{header} ({same + 1})" if header in names else header)
    return names


def _write_shown(table: Table, about: Provenance) -> dict[str, Any]:
    # A line of months has no words of its own.
    lines = {i for row in table.rows for i, cell in enumerate(row.cells) if cell.spark}
    columns = [column for i, column in enumerate(table.columns) if i not in lines]
    rows = [[cell for i, cell in enumerate(row.cells) if i not in lines] for row in table.rows]
    return {
        "caption": table.caption,
        "page": about.page,
        "finding": about.finding,
        "filters": dict(about.filters),
        "notes": list(about.notes),
        "source": about.source,
        "columns": [
            {"label": column.label, "numeric": column.numeric, "wrap": column.wrap, "group": column.group}
            for column in columns
        ],
        "rows": [[{"text": cell.text, "tone": cell.tone} for cell in cells] for cells in rows],
    }


def read_shown(content: bytes) -> tuple[Table, Mapping[str, Any]]:
    """The table as it was read at the meeting, and what was said of it. Raises ValueError for other files."""
    metadata = pq.read_schema(io.BytesIO(content)).metadata or {}
    if SHOWN not in metadata:
        raise ValueError("no table that was shown at a meeting")
    shown = json.loads(metadata[SHOWN])
    columns = tuple(Column(**column) for column in shown["columns"])
    rows = tuple(
        Row(str(number), tuple(Cell(cell["text"], cell["text"], cell["tone"]) for cell in cells))
        for number, cells in enumerate(shown["rows"])
    )
    return Table(shown["caption"], columns, rows), shown


def list_chart_tables(chart: Chart) -> Iterator[Table]:
    """The rows behind a chart as tables: a page may show its figures in a chart alone."""
    for name, rows in chart.data.items():
        if name == _WORDS or not rows or len(rows) > MOST_POINTS:
            continue
        caption = f"{chart.words.title} (chart: {name})"
        columns = tuple(
            Column(field, numeric=isinstance(value, float | int)) for field, value in rows[0].items()
        )
        cells = [tuple(map(_cell, row.values())) for row in rows]
        yield Table(caption, columns, tuple(Row(str(i), each) for i, each in enumerate(cells)))


def _cell(value: object) -> Cell:
    if value is None or (isinstance(value, float) and isnan(value)):
        return Cell("")
    if isinstance(value, bool):
        return Cell("yes" if value else "no")
    return Cell(str(value), value) if isinstance(value, float | int) else Cell(str(value))
