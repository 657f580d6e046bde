"""Cells of files that a spreadsheet opens, so that none is ever a formula. Pure.

One rule for every file: the downloads of pages, the tables of declined rows, the exports
of the action plan. A spreadsheet runs a cell that starts with = + - or @, also behind
blanks, and reads the full-width forms alike; an apostrophe in front makes it text.
A number keeps its sign and stays a number.
"""

from __future__ import annotations

import re

from csp.core.characters import for_python

# Both read alike by Python and DuckDB (RE2). \x{2003} and its like are blanks, \x{ff1d} is a
# full-width equals sign.
FORMULA = (
    r"^(?:[\t\r\n]|[\x00-\x20\x{85}\x{a0}\x{1680}\x{2000}-\x{200f}\x{2028}-\x{202f}\x{205f}\x{2060}\x{3000}\x{feff}]*"
    r"[=+\-@\x{ff1d}\x{ff0b}\x{ff0d}\x{ff20}])"
)
NUMBER = r"^[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?$"

_FORMULA = re.compile(for_python(FORMULA))
_NUMBER = re.compile(NUMBER.replace("$", r"\Z"))


def starts_formula(text: str) -> bool:
    """Whether a cell begins as a formula does; a number with a sign does too."""
    return _FORMULA.match(text) is not None


def neutralise(text: str) -> str:
    """Text, such as a name, as a cell that no spreadsheet takes for a formula."""
    return f"'{text}" if starts_formula(text) else text


def neutralise_cell(text: str) -> str:
    """A cell of a file as neutralise() has it, unless it is a number: -0.263 stays one."""
    return text if _NUMBER.match(text) else neutralise(text)


def neutralise_sql(column: str) -> str:
    """neutralise_cell() of a column of text, as an expression of DuckDB's SQL."""
    return (
        f"CASE WHEN regexp_matches({column}, '{FORMULA}') AND NOT regexp_matches({column}, '{NUMBER}') "
        f"THEN '''' || {column} ELSE {column} END"
    )
