"""Makes text from files safe to print and to store, so that no character in it steers a terminal or a page.

A name in a file may hold control characters (an escape sequence empties a terminal or
renames its window), marks that turn the direction of writing (a file name then reads
backwards) and halves of surrogate pairs, which no file and no terminal can write. Any text of
a file that a user may read passes through printable() once: at its import, or when printed.
"""

from __future__ import annotations

import re

# A regular expression that Python and DuckDB (RE2) read alike: the control characters, the
# line and paragraph separators, the marks of direction, and other marks that have no shape.
CONTROLS = (
    r"[\x00-\x1f\x7f-\x9f\x{061c}\x{200b}\x{200e}\x{200f}\x{2028}-\x{202e}"
    r"\x{2060}-\x{2069}\x{feff}\x{fff9}-\x{fffb}\x{e0000}-\x{e007f}]"
)
# The ones among them that separate words: they become a space.
SPACES = r"[\t\n\x0b\x0c\r\x{85}\x{2028}\x{2029}]+"

LONGEST_QUOTE = 60
# The longest name of a street or an area that a page has room for; published ones have half of it.
LONGEST_NAME = 200


def for_python(pattern: str) -> str:
    r"""A pattern with RE2's \x{2028} written as the character itself, as Python needs it."""
    return re.sub(r"\\x\{([0-9a-f]+)\}", lambda match: chr(int(match[1], 16)), pattern)


_CONTROLS = re.compile(for_python(CONTROLS))
_SPACES = re.compile(for_python(SPACES))
_HALVES = re.compile("[\ud800-\udfff]")


def printable(text: str) -> str:
    """Text without control characters, on one line; half a surrogate pair becomes a replacement mark."""
    if text.isascii() and text.isprintable():
        return text
    return _HALVES.sub("\ufffd", _CONTROLS.sub("", _SPACES.sub(" ", text)))


def printable_sql(column: str) -> str:
    """printable() of a column of text, as an expression of DuckDB's SQL."""
    spaced = f"regexp_replace({column}, '{SPACES}', ' ', 'g')"
    cleaned = f"regexp_replace({spaced}, '{CONTROLS}', '', 'g')"
    # Nearly every name is clean, and one search costs less than two replacements.
    return f"CASE WHEN regexp_matches({column}, '{CONTROLS}') THEN {cleaned} ELSE {column} END"


def name_sql(column: str) -> str:
    """A column of names as DuckDB's SQL stores it: printable, and no longer than any name."""
    return f"left({printable_sql(column)}, {LONGEST_NAME})"


def printable_name(text: str) -> str:
    """printable(), without blanks around it and no longer than any name."""
    return printable(text).strip()[:LONGEST_NAME]


def quote(text: str) -> str:
    """Text of a file inside a sentence: printable, in quotation marks, cut after 60 characters."""
    plain = printable(text)
    return f'"{plain[:LONGEST_QUOTE]}…"' if len(plain) > LONGEST_QUOTE else f'"{plain}"'
