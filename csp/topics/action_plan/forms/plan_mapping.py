"""How a council's own plan is read: what was guessed, to be corrected, beside the actions to be stored.

Every correction is seen at once in the rows. Nothing is stored here; the form around it stores the preview.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import streamlit as st

from csp.core.markup import bold, plain
from csp.shell import messages, screen, widgets
from csp.topics.action_plan.findings.importing import (
    FIELD_LABELS,
    FROM_HEADINGS,
    NOT_IN_FILE,
    describe_left_out,
    describe_storing,
    label_header,
    write_reading_headline,
)
from csp.topics.action_plan.plan_upload import PlanFile
from csp.topics.action_plan.store.plan_diff import PlanDiff
from csp.topics.action_plan.store.plan_file.header import DEEPEST
from csp.topics.action_plan.store.plan_file.layout import (
    FIELDS,
    Layout,
    name_column,
    propose_columns,
    propose_layout,
)
from csp.topics.action_plan.store.plan_file.source import Source, list_left_out
from csp.topics.action_plan.store.plan_import import Preview
from csp.topics.action_plan.store.records import Listing
from csp.topics.action_plan.tables.plan import build_reading_table

CHANGES, ROWS = "What changes", "Every row as it was read"
# Fields that few plans have a column for: they are asked for where there is none behind a fold.
RARE = ("reporting", "priority_name", "started", "baseline", "target", "linked_measure")


def draw_mapping(file: PlanFile, offer: Callable[[Preview], None]) -> None:
    """What was read of a file for a new plan, with the controls that correct it.

    offer: draws the button that stores a preview.
    """
    top = st.container()
    left, right = st.columns([2, 7])
    with left:
        source = _choose_source(file)
        layout = _choose_layout(file, source)
    reading = file.read(source, layout)
    with right:
        widgets.table(build_reading_table(reading.preview), key="preview", mode=screen.mode())
    with top:
        words, button = st.columns([5, 2], vertical_alignment="center")
        with words:
            messages.paragraph(bold(write_reading_headline(reading, source, layout)))
            left_out = list_left_out(file.sources, source)
            sentences = filter(None, (describe_storing(reading, left_out), *reading.preview.notes))
            messages.caption(" ".join(sentences))
        with button:
            preview = _choose_rows(file, reading.preview)
            if preview is not None:
                offer(preview)


def draw_compared_mapping(
    file: PlanFile,
    listing: Listing,
    draw_result: Callable[[PlanDiff], None],
    draw_tables: Callable[[PlanDiff], None],
) -> None:
    """What a file in a layout of its own would change in a plan, with the controls that correct the reading.

    draw_result: draws the finding and the button that stores it; draw_tables: faults and changes.
    """
    top = st.container()
    left, right = st.columns([2, 7])
    with left:
        source = _choose_source(file)
        layout = _choose_layout(file, source)
    compared = file.compare(listing, source, layout)
    reading = compared.reading
    with top:
        draw_result(compared.diff)
        if reading is not None:
            left_out = describe_left_out(list_left_out(file.sources, source))
            messages.caption(f"{write_reading_headline(reading, source, layout)} {left_out}")
    with right:
        shown = st.segmented_control(
            "Show", [CHANGES, ROWS], default=CHANGES, key=f"compare_show-{file.number}", required=True
        )
        if shown == ROWS and reading is not None:
            widgets.table(build_reading_table(reading.preview), key="preview", mode=screen.mode())
        else:
            draw_tables(compared.diff)


def _choose_rows(file: PlanFile, preview: Preview) -> Preview | None:
    """The rows to store: all of them, or those without a fault where somebody wants it so."""
    if not preview.error_count:
        return preview if preview.rows else None
    good = tuple(row for row in preview.rows if not row.errors)
    if good and st.checkbox("Leave out the rows that have a fault", key=f"map_leave-{file.number}"):
        used = {int(row.draft.priority) for row in good}
        names = {number: name for number, name in preview.priorities.items() if number in used}
        return replace(preview, rows=good, priorities=names)
    return None


def _choose_source(file: PlanFile) -> Source:
    """The sheet or table that is read; not asked for where there is one."""
    if len(file.sources) == 1:
        return file.sources[0]
    by_name = {f"{at}": source for at, source in enumerate(file.sources)}
    at = st.selectbox(
        "Read from",
        list(by_name),
        key=f"map_source-{file.number}",
        format_func=lambda each: plain(by_name[each].name),
    )
    return by_name[at]


def _choose_layout(file: PlanFile, source: Source) -> Layout:
    proposed = propose_layout(source)
    stem = f"{file.number}-{file.sources.index(source)}"
    rows = [at for at, each in enumerate(source.rows[:DEEPEST]) if not each.is_title]
    choices = [*rows, -1]
    at = st.selectbox(
        "Header",
        choices,
        index=choices.index(-1 if proposed.header is None else proposed.header),
        key=f"map_header-{stem}",
        format_func=lambda each: plain(label_header(source, None if each < 0 else each)),
    )
    header = None if at < 0 else at
    guessed = propose_columns(source, header)
    columns = _choose_columns(source, header, guessed, f"{stem}-{at}")
    apart = st.checkbox(
        "Part names joined by “and”",
        value=True,
        key=f"map_apart-{stem}",
        help="And at commas, slashes and &. Fire and Rescue and other known names stay whole; line ends and "
        "semicolons always part agencies.",
    )
    return Layout(header, columns, apart)


def _choose_columns(
    source: Source, header: int | None, guessed: Mapping[str, int], stem: str
) -> dict[str, int]:
    """The column of each field. Those that were not found come first: there is something to do."""
    common = sorted(
        (name for name in FIELDS if name not in RARE or name in guessed), key=lambda n: n in guessed
    )
    columns = {name: _choose_column(source, header, name, guessed.get(name), stem) for name in common}
    with st.expander("Other columns"):
        for name in FIELDS:
            if name not in columns:
                columns[name] = _choose_column(source, header, name, None, stem)
    return {name: column for name, column in columns.items() if column is not None}


def _choose_column(
    source: Source, header: int | None, name: str, guessed: int | None, stem: str
) -> int | None:
    titles = source.rows[header].row if header is not None else None
    width = max(len(each.row.cells) for each in source.rows)
    choices = [-1, *range(width)]
    without = FROM_HEADINGS if name == "priority" else NOT_IN_FILE
    column = st.selectbox(
        plain(FIELD_LABELS[name]),
        choices,
        index=choices.index(-1 if guessed is None else guessed),
        key=f"map_{name}-{stem}",
        format_func=lambda each: plain(without if each < 0 else name_column(titles, each)),
    )
    return None if column < 0 else column
