"""Text in the SQL statements of the imports."""

from __future__ import annotations


def quote(text: str) -> str:
    """A text as a literal of SQL, such as the name of a file to write."""
    return "'" + text.replace("'", "''") + "'"
