"""The cells of the grid as a data frame, and how its columns look: text left, numbers right."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from csp.topics.action_plan.findings.grid import COLUMN_WORDS, COUNTED
from csp.topics.action_plan.findings.values import cut_text
from csp.topics.action_plan.grid.session import TICK, Cell
from csp.topics.action_plan.rules.grid import (
    COLUMNS,
    DUE,
    LEAD,
    LINKED,
    NOTE,
    NUMBER,
    PARTNERS,
    REPORTING,
    STATUS,
    TEXT,
    GridRow,
    Value,
)
from csp.topics.action_plan.store import check
from csp.topics.action_plan.store.status import Status

REF, WHAT_IS_COUNTED = "ref", "counted"
# Pixels: together with the scroll bar they fit a window of 1366.
WIDTHS = {
    REF: 76,
    TICK: 52,
    TEXT: 190,
    LEAD: 94,
    PARTNERS: 106,
    STATUS: 122,
    NOTE: 150,
    NUMBER: 94,
    WHAT_IS_COUNTED: 82,
    DUE: 92,
    REPORTING: 106,
    LINKED: 104,
}
ROW_PX = 35
MOST_ROWS_IN_VIEW = 13
_SHAPES = {state.rag.word: state.rag.shape for state in Status}


def build_frame(
    rows: Sequence[GridRow], given: Mapping[Cell, Value], ticked: Collection[int], with_ticks: bool
) -> pd.DataFrame:
    """The rows by reference, a column for each cell, with the cells that were typed before in them."""
    columns: dict[str, list[Any]] = {TICK: [row.action.id in ticked for row in rows]} if with_ticks else {}
    for column in COLUMNS:
        columns[column] = [given.get((row.action.id, column), row.cells[column]) for row in rows]
        if column == NUMBER:
            columns[WHAT_IS_COUNTED] = [_name_measures(row) for row in rows]
    types = dict.fromkeys(columns, "str") | {NUMBER: "float64"} | ({TICK: "bool"} if with_ticks else {})
    index = pd.Index([row.action.ref for row in rows], name=REF, dtype="str")
    return pd.DataFrame(columns, index=index).astype(types)


def _name_measures(row: GridRow) -> str:
    if len(row.measures) > 1:
        return f"{len(row.measures)} measures"
    return cut_text(row.measures[0].content.name) if row.measures else ""


def configure_columns(measures: Mapping[str, str], can_edit: bool) -> dict[str, Any]:
    """How the columns look and what they take. measures: the code of each crime type by its label."""
    labels = {code: label for label, code in measures.items()}

    def configure_text(column: str, help_text: str | None = None, most: int | None = None) -> Any:
        return st.column_config.TextColumn(
            COLUMN_WORDS[column], width=WIDTHS[column], help=help_text, max_chars=most
        )

    return {
        "_index": st.column_config.TextColumn("Reference", width=WIDTHS[REF], pinned=True, disabled=True),
        TICK: st.column_config.CheckboxColumn(
            "✓",
            width=WIDTHS[TICK],
            pinned=True,
            disabled=not can_edit,
            help="Change what is ticked at once.",
        ),
        TEXT: configure_text(TEXT, most=check.TEXT),
        LEAD: configure_text(LEAD, "Another spelling of an agency of the directory becomes that agency."),
        PARTNERS: configure_text(PARTNERS, "Parted by semicolons."),
        STATUS: st.column_config.SelectboxColumn(
            COLUMN_WORDS[STATUS],
            width=WIDTHS[STATUS],
            options=[*_SHAPES],
            format_func=lambda word: f"{_SHAPES.get(str(word), '')} {word}",
            required=True,
        ),
        NOTE: configure_text(NOTE, "What is reported for the quarter of the board.", check.NOTE),
        NUMBER: st.column_config.NumberColumn(
            COLUMN_WORDS[NUMBER],
            width=WIDTHS[NUMBER],
            format="localized",
            help="Of an action with one measure; where it has several, give them on its page.",
        ),
        WHAT_IS_COUNTED: st.column_config.TextColumn(
            COUNTED, width=WIDTHS[WHAT_IS_COUNTED], disabled=True, help="What the number counts."
        ),
        DUE: configure_text(DUE, "2021-09-30, or words.", check.NAME),
        REPORTING: configure_text(REPORTING, "How often, in words: quarterly.", check.NAME),
        LINKED: st.column_config.SelectboxColumn(
            COLUMN_WORDS[LINKED],
            width=WIDTHS[LINKED],
            options=[*labels],
            format_func=lambda code: labels.get(str(code), str(code)),
            help="The crime type that the action acts on.",
        ),
    }


def find_height(rows: int) -> int:
    """Pixels: all rows of a short grid, and as many of a long one as fit a small laptop."""
    return ROW_PX * (1 + min(max(rows, 1), MOST_ROWS_IN_VIEW)) + 3
