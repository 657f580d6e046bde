"""Tables for reading from three metres: what a table says, as plain data. Pure.

A Table is drawn by csp.shell.widgets.table() as a real HTML table: text that scales, header
cells that sort, rows that can be reached by keyboard, a tooltip on any cell. The
canvas of st.dataframe has none of these, which is why it is not used here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from csp.core.sheet import build_sheet

Tone = Literal[
    "",
    "worse",
    "better",
    "neutral",
    "quiet",
    "home",
    "neighbour",
    "strong",
    "green",
    "amber",
    "red",
    "blue",
    "grey",
]


@dataclass(frozen=True)
class Column:
    """A column: its header, how it is set, and what to say about it on hover."""

    label: str
    numeric: bool = True
    help: str = ""
    sortable: bool = True
    group: str = ""
    emphasis: bool = False
    wrap: bool = False
    """Sentences: the text is broken into lines."""
    in_file: tuple[str, ...] = ()
    """The headers of a file that has more, or others, in place of this column."""


@dataclass(frozen=True)
class Cell:
    """A cell: the text read, the value sorted by and downloaded, and how it is set.

    fill and ink are hex colours of a shaded cell. spark is a series drawn as a small
    line, None where a month is missing; its last point is marked, and the points in
    incomplete (positions) are drawn as rings.
    """

    text: str
    value: float | str | None = None
    tone: Tone = ""
    tip: str = ""
    fill: str = ""
    ink: str = ""
    spark: tuple[float | None, ...] = ()
    incomplete: tuple[int, ...] = ()
    in_file: tuple[float | str, ...] = ()
    """What a file has under the headers of its column's in_file; the text of the cell where it is empty."""


# A figure that there is none of: nothing to compare with, no rank.
UNKNOWN = Cell("–", None, "quiet")


@dataclass(frozen=True)
class Row:
    """A row: an id sent back when it is clicked, its cells (the first is its header), and its marking."""

    id: str
    cells: tuple[Cell, ...]
    selected: bool = False
    indent: bool = False


@dataclass(frozen=True)
class Table:
    """A table with its caption, which is also its text alternative."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    upright: bool = False
    """Headers of the figures stand upright: for matrices with many narrow columns."""
    clickable: str = ""
    """What clicking a row does, for its tooltip; empty where it does nothing."""
    across: str = ""
    """Of a matrix: what its columns but the first stand for, such as "District"."""
    figure: str = ""
    """Of a matrix: what is in its cells."""

    def payload(self) -> dict[str, Any]:
        """The table as JSON-ready data, without empty fields so that little travels."""
        return {
            "caption": self.caption,
            "clickable": self.clickable,
            "upright": self.upright,
            "columns": [_lean(vars(column)) for column in self.columns],
            "rows": [
                {
                    **_lean({"id": row.id, "selected": row.selected, "indent": row.indent}),
                    "cells": [_cell(c) for c in row.cells],
                }
                for row in self.rows
            ],
        }

    def csv(self, context: Mapping[str, str] | None = None) -> str:
        """The table as CSV with the values behind the text; see csp.core.sheet.build_sheet()."""
        return build_sheet(self, context).to_csv()


def _lean(fields: dict[str, Any]) -> dict[str, Any]:
    # value == value leaves out nan, which JSON does not know. What only a file has is not sent.
    return {
        k: v
        for k, v in fields.items()
        if v == v and (v or (v == 0 and v is not False)) and k != "in_file"  # noqa: PLR0124
    }


def _cell(cell: Cell) -> dict[str, Any]:
    return _lean(vars(cell))


def tip_lines(lines: Sequence[str]) -> str:
    """Several sentences as one tooltip, a line each."""
    return "\n".join(line for line in lines if line)
