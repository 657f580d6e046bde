"""Text in and out of spreadsheets so that it is never a formula, and comes back as it was."""

from __future__ import annotations

from csp.tables.core import neutral


def escaped(text: str) -> str:
    """Text as exported: with an apostrophe in front where a spreadsheet would take it for a formula.

    Text that has such an apostrophe already gets another, so that unescaped() undoes it exactly.
    """
    bare = text.lstrip("'")
    return f"'{text}" if neutral(bare) != bare else text


def unescaped(cell: str) -> str:
    """What escaped() was given."""
    bare = cell.lstrip("'")
    return cell[1:] if len(bare) < len(cell) and neutral(bare) != bare else cell
