"""A plan that was saved as text: CSV with commas, semicolons or tabs, in any letters that Excel writes."""

from __future__ import annotations

import csv
import io

from csp.core import csv_text
from csp.core.errors import UserError
from csp.topics.action_plan.store.plan_file.grid import Grid, GridRow, collect_rows


def read_text(name: str, content: bytes) -> list[Grid]:
    """The one table of a text. Raises UserError for what cannot be read or is larger than any plan."""
    text = _decode(content)
    text, delimiter = csv_text.split_separator_line(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter or csv_text.find_delimiter(text))
    try:
        rows = collect_rows(name, (GridRow(reader.line_num, tuple(cells)) for cells in reader))
    except csv.Error as error:
        raise UserError(f"{name} cannot be read as CSV: save it again as CSV (UTF-8) or .xlsx.") from error
    return [Grid(name, "file", rows)] if rows else []


def _decode(content: bytes) -> str:
    head = content[:200]
    # Text in UTF-16 that has lost its mark of order: every other byte of European letters is nothing.
    for start, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        every_other = head[start::2]
        if len(every_other) > 9 and not any(every_other) and any(head[1 - start :: 2]):
            return content.decode(encoding, errors="replace")
    text = csv_text.decode(content)
    # A control character somewhere does not take the whole file: the row that holds it has a fault.
    return content.decode("cp1252", errors="replace") if text is None else text
