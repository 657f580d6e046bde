"""Where the table of a sheet is."""

from __future__ import annotations

from csp.core.partner.book import Layout, Sheet


def find_layout(sheet: Sheet) -> Layout:
    """Where the table of a sheet is: its headings, its data, its totals and the words around it."""
    at = next((line for line, row in enumerate(sheet.rows) if sum(cell is not None for cell in row) > 1), 0)
    headings = tuple("" if cell is None else str(cell) for cell in sheet.rows[at])
    return Layout(headings, (at, at), at + 1, None)
