"""Text in and out of spreadsheets so that it is never a formula, and comes back as it was."""

from __future__ import annotations

from csp.core.spreadsheet import neutralise_cell, starts_formula


def escaped(text: str) -> str:
    """Text as exported: with an apostrophe in front where a spreadsheet would take it for a formula.

    Text that has such an apostrophe already gets another, so that unescaped() undoes it exactly.
    """
    bare = text.lstrip("'")
    if bare == text:
        return neutralise_cell(text)
    return f"'{text}" if starts_formula(bare) else text


def unescaped(cell: str) -> str:
    """What escaped() was given; exports of earlier releases, which marked numbers too, come back as well."""
    bare = cell.lstrip("'")
    return cell[1:] if len(bare) < len(cell) and starts_formula(bare) else cell
