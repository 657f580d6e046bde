"""Step 2: what each column says, those to look at first, beside the first rows as they would be stored."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import cast, get_args

import streamlit as st

from csp.core import wording
from csp.core.markup import bold, join, plain
from csp.core.partner.profile import ColumnUse, Role
from csp.core.typed_text import check_line
from csp.shell import messages, screen, widgets
from csp.topics.data_status.partner import findings, outcome, tables
from csp.topics.data_status.partner.draft import Draft

_HEIGHT = 430
# A browser takes seconds to draw a thousand choices, and no table of figures has as many columns that are
# asked about; the others can be called up.
_MOST_DRAWN = 40


def draw(draft: Draft) -> None:
    """A choice for each column, and what the whole file says where no column does."""
    left, right = st.columns([4, 7], gap="medium")
    with left, st.container(height=_HEIGHT, border=False):
        for note in draft.guess.notes if draft.guess else ():
            messages.note(note)
        _draw_fixed(draft)
        columns = draft.profile.columns
        wide = [at for at, column in enumerate(columns) if column.role == "wide"]
        order = _order(draft)
        _draw_columns(draft, order[:_MOST_DRAWN])
        if len(order) > _MOST_DRAWN:
            _choose_further(draft, order[_MOST_DRAWN:])
        if wide:
            with st.expander(plain(findings.describe_wide([columns[at] for at in wide]))):
                _draw_columns(draft, wide)
        _draw_personal(draft)
        _draw_reading(draft)
    with right:
        prospect = draft.preview()
        messages.paragraph(bold("The first rows as they would be stored"))
        for note in prospect.notes:
            messages.note(note)
        table = tables.build_first_rows(prospect.first, draft.read_known())
        widgets.table(table, key="partner_rows", mode=screen.mode())


def _order(draft: Draft) -> list[int]:
    """The columns that are read and are not counts of months or types, those that nobody is sure of first."""
    columns, personal = draft.profile.columns, draft.list_personal()
    asked = [
        at
        for at, column in enumerate(columns)
        if column.role != "wide" and (at not in personal or draft.is_read(at))
    ]
    unsure = set(draft.list_unsure())
    called = {at: place for place, at in enumerate(draft.called)}
    # Where columns are many, those that are read come first: the others say nothing that is counted.
    is_crowded = len(asked) > _MOST_DRAWN
    return sorted(asked, key=lambda at: (called.get(at, len(called)), (at in unsure) == is_crowded))


def _draw_columns(draft: Draft, columns: Sequence[int]) -> None:
    """Choices side by side, two in a line."""
    for first in range(0, len(columns), 2):
        for place, at in zip(st.columns(2, gap="small"), columns[first : first + 2], strict=False):
            with place:
                _draw_column(draft, at)


def _choose_further(draft: Draft, columns: Sequence[int]) -> None:
    """Call up one of the columns for which there is no room."""
    key = draft.key("further")

    def call() -> None:
        draft.called.insert(0, int(st.session_state[key]))
        st.session_state[key] = None

    st.selectbox(
        plain(f"{wording.plural(len(columns), 'more column')}: which one is read?"),
        list(columns),
        index=None,
        key=key,
        placeholder=findings.NOT_ANSWERED,
        format_func=lambda at: plain(f"{at + 1}: {findings.name_column(draft.layout.headings[at], at)}"),
        on_change=call,
    )


def _draw_personal(draft: Draft) -> None:
    """The columns that seem to hold personal data, each with the way to read it all the same."""
    for at, what in draft.list_personal().items():
        heading = draft.layout.headings[at]
        reason = draft.profile.kept.get(heading, "")
        words, button = st.columns([5, 3], vertical_alignment="center")
        with words:
            messages.note(findings.describe_personal(heading, what, draft.is_placing(at), reason))
        if reason:
            key = draft.key(f"drop-{at}")
            button.button("Do not read it", key=key, on_click=draft.keep_column, args=(at, ""))
        elif not draft.is_placing(at):
            with button.popover("Read it…"):
                key = draft.key(f"keep-{at}")
                st.text_input("Why it holds no personal data, or is needed", key=key, max_chars=200)
                st.button("Read it all the same", key=f"{key}-do", on_click=_keep, args=(draft, at, key))


def _keep(draft: Draft, at: int, key: str) -> None:
    """In a callback: read a column for the reason that somebody gives."""

    def work() -> str:
        draft.keep_column(at, check_line(str(st.session_state[key]), "The reason", 200, required=True))
        return ""

    outcome.attempt(work)


def _draw_column(draft: Draft, at: int) -> None:
    """What one column says; why it is guessed so is said beside it."""
    column = draft.profile.columns[at]
    key = draft.key(f"column-{draft.sheet.number}-{draft.layout.header[0]}-{at}")
    roles = list(get_args(Role))
    label = findings.name_column(column.heading, at)
    st.selectbox(
        join([bold(label), tables.quote_examples(draft.sheet, draft.layout, at, draft.list_personal())]),
        roles,
        index=roles.index(column.role),
        key=key,
        format_func=lambda role: plain(findings.ROLE_LABELS[role]),
        help=plain(draft.explain(at)) if draft.explain(at) else None,
        on_change=lambda: _set_role(draft, at, cast(Role, st.session_state[key])),
    )


def _set_role(draft: Draft, at: int, role: Role) -> None:
    """In a callback: what a column says. A count whose heading nobody could read is of what it names."""
    column = draft.profile.columns[at]
    if role == "wide" and not column.stands_for:
        draft.set_column(at, ColumnUse(column.heading, role, column.heading))
        if not draft.profile.wide:
            draft.change(wide="offence")
        return
    draft.set_column(at, ColumnUse(column.heading, role, column.stands_for))
    if draft.profile.wide and not any(each.role == "wide" for each in draft.profile.columns):
        draft.change(wide="")


def _draw_fixed(draft: Draft) -> None:
    """What no column says and the whole file is of: its district, its type."""
    roles = {column.role for column in draft.profile.columns}
    known = draft.read_known()
    if not roles & {"area", "lsoa", "longitude", "postcode"}:
        own = {code: known.areas[code] for code in known.own if code in known.areas}
        _choose_fixed(draft, "area", "All rows are of", own)
    if not roles & {"month", "date", "year"} and draft.profile.wide != "month":
        _type_time(draft)
    if "offence" not in roles and draft.profile.wide != "offence":
        _choose_fixed(draft, "offence", "All rows are", dict(known.offences))


def _choose_fixed(draft: Draft, role: Role, label: str, labels: dict[str, str]) -> None:
    codes = ["", *labels]
    chosen = draft.profile.fixed.get(role, "")
    key = draft.key(f"fixed-{role}")
    st.selectbox(
        plain(label),
        codes,
        index=codes.index(chosen) if chosen in codes else 0,
        key=key,
        format_func=lambda code: plain(labels[code] if code else findings.NOT_ANSWERED),
        on_change=lambda: draft.set_fixed(role, str(st.session_state[key])),
    )


def _type_time(draft: Draft) -> None:
    """The month or the year that the whole file is of."""
    key = draft.key("fixed-time")
    fixed = draft.profile.fixed
    st.text_input(
        "All rows are of the month or year",
        fixed.get("month") or fixed.get("year", ""),
        key=key,
        placeholder="March 2024, or 2023/24",
        max_chars=20,
        on_change=lambda: draft.set_time(str(st.session_state[key]).strip()),
    )


def _draw_reading(draft: Draft) -> None:
    """How blank counts, dates and quarters are read, where the file has any."""
    roles = {column.role for column in draft.profile.columns}
    if roles & {"count", "wide"}:
        key, labels = draft.key("blanks"), findings.BLANKS
        st.radio(
            "A blank count is",
            list(labels),
            index=list(labels.values()).index(draft.profile.blanks),
            key=key,
            format_func=plain,
            horizontal=True,
            on_change=lambda: draft.change(blanks=labels[st.session_state[key]]),
        )
    for name, wanted in (("month_first", {"date", "month"}), ("calendar_quarters", {"quarter"})):
        if roles & wanted:
            key = draft.key(name)
            st.checkbox(
                plain(findings.READING_LABELS[name]),
                value=bool(getattr(draft.profile, name)),
                key=key,
                on_change=partial(_set_reading, draft, name),
            )


def _set_reading(draft: Draft, name: str) -> None:
    draft.change(**{name: bool(st.session_state[draft.key(name)])})
