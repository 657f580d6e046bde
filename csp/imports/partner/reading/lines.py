"""Every line of a partner's table, as text, in the order of the file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

import duckdb
import pyarrow as pa

from csp.core.partner.book import Book, Layout, Sheet
from csp.imports.partner.formats import text
from csp.imports.partner.formats.bounds import RawLine
from csp.imports.partner.formats.kinds import find_kind
from csp.imports.partner.reading import sandbox
from csp.imports.partner.reading.layouts import describe_body
from csp.imports.partner.reading.rows import Sorter, list_texts
from csp.imports.results import Progress

Line = tuple[int, tuple[str | None, ...]]
"""The number of a line in its sheet, from 1 as a spreadsheet shows it, and a text for each heading."""

_BATCH = 10_000


def read_lines(
    path: Path, book: Book, sheet: Sheet, layout: Layout, progress: Progress | None = None
) -> Iterator[Line]:
    """The lines of data, total rows among them: without blank lines, repeated headings and footnotes.

    A label that stands once for a block of lines stands in each of them; a line of figures without a label,
    which adds others up, is labelled "Total".

    A cell is text, None where blank: a whole number "12", another "0.5", a day "2024-03-01". Raises UserError
    for what read_book() did not see, such as a file that has changed since.
    """
    sorter = Sorter(sheet, layout, describe_body(sheet.rows, layout.first))
    return sorter.pick(_cut_lines(_iterate_lines(path, book, sheet, progress), layout))


def pick_head(sheet: Sheet, layout: Layout) -> list[Line]:
    """What read_lines() gives of the first lines of a sheet, which are at hand."""
    sorter = Sorter(sheet, layout, describe_body(sheet.rows, layout.first))
    lines = ((line, list_texts(row)) for line, row in enumerate(sheet.rows, 1))
    return list(sorter.pick(_cut_lines(lines, layout)))


def _cut_lines(lines: Iterable[RawLine], layout: Layout) -> Iterator[Line]:
    """The lines from the first to the last of the table, as many cells as there are headings."""
    width = len(layout.headings)
    blank = (None,) * width
    for line, cells in lines:
        if line <= layout.first:
            continue
        if layout.last is not None and line > layout.last + 1:
            return
        yield line, tuple(cells) if len(cells) == width else (*cells[:width], *blank[len(cells) :])


def _iterate_lines(
    path: Path, book: Book, sheet: Sheet, progress: Progress | None = None
) -> Iterator[RawLine]:
    kind = find_kind(path, book.file)
    if kind == "text":
        return text.iterate_lines(path, book.file, progress)
    return sandbox.iterate_lines(path, kind, book.file, sheet, progress)


def load_lines(
    connection: duckdb.DuckDBPyConnection, lines: Iterable[Line], width: int, table: str = "lines"
) -> int:
    """Writes lines into a table of their own: line BIGINT, then c0, c1 ... VARCHAR. Returns how many."""
    names = ["line", *(f"c{column}" for column in range(width))]
    types = [pa.int64(), *[pa.string()] * width]
    schema = pa.schema(list(zip(names, types, strict=True)))
    declared = ", ".join(f"{name} {'BIGINT' if name == 'line' else 'VARCHAR'}" for name in names)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {table} ({declared})")
    count = 0
    waiting = iter(lines)
    while batch := list(islice(waiting, _BATCH)):
        columns = zip(*(cells for _, cells in batch), strict=True)
        numbers = [number for number, _ in batch]
        arrays = [pa.array(values, kind) for values, kind in zip([numbers, *columns], types, strict=True)]
        connection.register("batch", pa.RecordBatch.from_arrays(arrays, schema=schema))
        connection.execute(f"INSERT INTO {table} SELECT * FROM batch")
        connection.unregister("batch")
        count += len(batch)
    return count
