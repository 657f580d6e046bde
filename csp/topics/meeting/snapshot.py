"""The tables of a page as they were shown at a meeting, as Parquet: what the room saw stays as it was.

A file has the values of a table, column by column, as its CSV has them, so that anybody can compute with
it; and in its metadata the table as it was read: caption, headers, the text of each cell, and what the page
said of it. Only what was shown is kept. Pure.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from math import isnan
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from csp.core import wording
from csp.core.provenance import Provenance
from csp.core.sheet import Entry, Figure, Sheet, build_sheet
from csp.core.table import Cell, Column, Row, Table
from csp.shell.chart import Chart

SHOWN = b"csp_shown"
PUBLISHED = "published"
# Rows of a chart beyond this are a picture of a cloud and no figures that a room reads.
MOST_POINTS = 2000
_FIGURE = re.compile(r"[+-]?\d{1,3}(,?\d{3})*(\.\d+)?%?")


def write_parquet(table: Table, about: Provenance, is_published: bool) -> bytes:
    """A table as a Parquet file. The same table of the same page is the same bytes.

    is_published: whether it was shown in public mode, from published figures.
    """
    sheet = build_sheet(table, about.context, long=False)
    columns = [pa.array(values) for values in map(_list_values, _turn(sheet))]
    schema = pa.schema(
        [pa.field(name, column.type) for name, column in zip(_name_columns(sheet), columns, strict=True)],
        metadata={SHOWN: json.dumps({**_write_shown(table, about), PUBLISHED: is_published}, sort_keys=True)},
    )
    file = io.BytesIO()
    pq.write_table(pa.Table.from_arrays(columns, schema=schema), file, compression="zstd")
    return file.getvalue()


def _turn(sheet: Sheet) -> list[list[Entry]]:
    return [[row[i] for row in sheet.rows] for i in range(len(sheet.headers))]


def _list_values(entries: list[Entry]) -> list[float] | list[str]:
    """Numbers where all of a column are; a column with a word in it, such as "new", is text."""
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


def is_published(content: bytes) -> bool:
    """Whether a table was shown from published figures. Raises ValueError as read_shown() does."""
    return bool(read_shown(content)[1].get(PUBLISHED))


def list_chart_tables(chart: Chart) -> Iterator[Table]:
    """The figures of a chart as a table: a page may show them in a chart alone.

    They are what a reader is told who points at the marks, by the same names. Where a chart has marks of
    several kinds, those that are most.
    """
    tips = [
        (fields, rows)
        for fields in _list_tooltips(chart.specification)
        for rows in chart.data.values()
        if rows and all(name in rows[0] for name in fields)
    ]
    fields, rows = max(tips, key=lambda tip: len(tip[1]), default=({}, []))
    if not 0 < len(rows) <= MOST_POINTS:
        return
    # A line from one period to the next tells the same at both its ends.
    cells = [*dict.fromkeys(tuple(_write_cell(row[name]) for name in fields) for row in rows)]
    columns = tuple(
        Column(label, numeric=any(isinstance(row[i].value, float) for row in cells))
        for i, label in enumerate(fields.values())
    )
    yield Table(
        f"Chart: {chart.words.title}", columns, tuple(Row(str(i), row) for i, row in enumerate(cells))
    )


def _list_tooltips(part: Any) -> Iterator[dict[str, str]]:
    """The fields that the marks of a specification, or of a part of it, tell; each with what it is called."""
    if isinstance(part, list):
        for each in part:
            yield from _list_tooltips(each)
    elif isinstance(part, dict):
        for name, each in part.items():
            if name == "tooltip" and isinstance(each, list):
                yield {tip["field"]: _name_field(tip) for tip in each if "field" in tip}
            else:
                yield from _list_tooltips(each)


def _name_field(tip: Mapping[str, Any]) -> str:
    title = str(tip.get("title") or "title")
    # Vega's tooltip shows a field called "title" as the heading of the others.
    return wording.capitalise(tip["field"].replace("_", " ")) if title == "title" else title


def _write_cell(value: object) -> Cell:
    if value is None or (isinstance(value, float) and isnan(value)):
        return Cell("")
    if isinstance(value, datetime):
        return Cell(wording.month(value.date()))
    if isinstance(value, float | int):
        return Cell(f"{value:,.1f}".removesuffix(".0"), float(value))
    text = " ".join(str(value).split())
    plain = text.replace("\u2212", "-")
    return (
        Cell(text, float(plain.replace(",", "").removesuffix("%")))
        if _FIGURE.fullmatch(plain)
        else Cell(text)
    )
