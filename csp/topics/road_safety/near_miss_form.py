"""The form in which a near miss is written down, changed or taken out of the register.

What was typed stays until it is stored. Where somebody else has stored a later version first, both are shown
and the writer chooses.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

import streamlit as st

from csp.core import wording
from csp.core.errors import UserError
from csp.core.markup import bold, plain
from csp.core.road_records.cells import EARLIEST
from csp.core.road_records.near_miss import (
    HAPPENINGS,
    LONGEST_TEXT,
    MODES,
    OTHERS,
    write_near_miss_row,
)
from csp.shell import drafts, messages
from csp.shell.people import Person
from csp.shell.typed import Form, open_form, start_afresh
from csp.topics.action_plan.fetch import fetch_board
from csp.topics.action_plan.store import near_misses
from csp.topics.action_plan.store.errors import NearMissConflict
from csp.topics.action_plan.store.near_misses import TypedNearMiss
from csp.topics.road_safety.findings import register as words
from csp.topics.road_safety.near_miss_place import check_exactness, draw_place

TOPIC = "near_miss"
EDITED = f"near-miss-edited{drafts.WRITTEN}"
_NEW_KEY = f"near-miss-new{drafts.WRITTEN}"
_CONFLICT = "near_miss_conflict"
_EMPTY = dict.fromkeys(("date", "hour", "longitude", "latitude", "happenings", "mode", "other", "text"), "")


def draw_new_form(author: Person) -> None:
    """The form for a near miss that nobody has written down yet."""
    key = st.session_state.setdefault(_NEW_KEY, near_misses.new_key())
    _draw_form(author, key, 0, {**_EMPTY, "date": fetch_board().today().isoformat()})


def draw_edit_form(author: Person, stored: TypedNearMiss) -> None:
    """The form for one that is in the register, with a way to take it out."""
    _draw_form(author, stored.key, stored.version, {**_EMPTY, **write_near_miss_row(stored.near_miss)})
    messages.caption(words.describe_author(stored.who, wording.day(stored.at.date()), stored.version))
    take_out, close = st.columns([1, 4])
    take_out.button(
        "Remove it from the register",
        key=f"near_miss_remove_{stored.key}",
        on_click=_attempt_removal,
        args=(author, stored),
    )
    close.button("Close", key="near_miss_close", type="tertiary", on_click=close_form)
    _draw_versions(stored)


def _draw_versions(stored: TypedNearMiss) -> None:
    """What it said before, the latest first; nothing for one that was never changed."""
    earlier = near_misses.list_near_miss_versions(fetch_board(), stored.key)[1:]
    if not earlier:
        return
    with st.expander("Earlier versions", key="near_miss_versions"):
        for each in earlier:
            messages.caption(words.describe_author(each.who, wording.day(each.at.date()), each.version))
            messages.paragraph(" ".join(words.describe_near_miss(each.near_miss)))


def _draw_form(author: Person, key: str, version: int, values: Mapping[str, str]) -> None:
    form = open_form(f"near-miss-{key}", version, values)
    messages.show_outcome(TOPIC)
    if _draw_choice(author, key, form):
        return
    with st.container(border=True):
        what, where = st.columns(2, gap="medium")
        with what:
            _draw_fields(form)
            st.text_area(
                "In a few words, without names or number plates",
                form.read("text"),
                height=100,
                max_chars=LONGEST_TEXT,
                **form.bind("text"),
            )
            messages.caption(words.ABOUT_THE_TEXT)
            with st.container(horizontal=True, vertical_alignment="center"):
                st.button(
                    "Store the change" if version else "Add it to the register",
                    key=form.key_of("store"),
                    type="primary",
                    on_click=_attempt,
                    args=(author, key, form, form.version),
                )
                if form.is_changed:
                    messages.caption(words.NOT_STORED)
        with where:
            draw_place(form)


def _draw_fields(form: Form) -> None:
    """When it was, what happened, and who was there."""
    when, hour = st.columns(2)
    day, today = _read_day(form), fetch_board().today()
    when.date_input(
        "Date",
        min(date.fromisoformat(day), today) if day else None,
        min_value=EARLIEST,
        max_value=today,
        format="DD/MM/YYYY",
        **form.bind("date"),
    )
    _draw_select(hour, form, "hour", "Hour", {str(n): f"{n}:00" for n in range(24)}, words.NOT_KNOWN)
    mode, other = st.columns(2)
    _draw_select(mode, form, "mode", "Travelling how", MODES, words.NOT_CHOSEN)
    _draw_select(other, form, "other", "The other", OTHERS, words.NOT_CHOSEN)
    st.multiselect(
        "What happened; several may be true",
        [*HAPPENINGS],
        form.read_choices("happenings"),
        format_func=lambda code: HAPPENINGS[code],
        placeholder="Choose",
        **form.bind("happenings"),
    )


def _draw_select(
    place: st.delta_generator.DeltaGenerator,
    form: Form,
    field: str,
    label: str,
    choices: Mapping[str, str],
    empty: str,
) -> None:
    options = ["", *choices]
    held = form.read(field)
    place.selectbox(
        plain(label),
        options,
        index=options.index(held) if held in options else 0,
        format_func=lambda code: choices.get(code, empty),
        **form.bind(field),
    )


def _read_day(form: Form) -> str:
    """The date as 2026-11-26; "" where it was emptied, which the control hands over as None."""
    day = form.read("date")
    return "" if day == "None" else day


def _read_typed(form: Form) -> dict[str, str]:
    """What the form holds by the columns of a near miss."""
    return {**{field: form.read(field) for field in _EMPTY}, "date": _read_day(form)}


def _attempt(author: Person, key: str, form: Form, version: int) -> None:
    """In a callback: store what the form holds over a version; it stays as typed where that is refused."""

    def store() -> str:
        board = fetch_board()
        check_exactness(form)
        try:
            near_misses.store_near_miss(
                board,
                key,
                _read_typed(form),
                expected_version=version,
                who=author.name,
                role=author.role,
            )
        except NearMissConflict as conflict:
            st.session_state[_CONFLICT] = (key, conflict)
            raise UserError(words.CONFLICT) from conflict
        _end(form.name)
        return words.write_stored(not version, len(near_misses.list_near_misses(board)))

    messages.attempt(TOPIC, store)


def _attempt_removal(author: Person, stored: TypedNearMiss) -> None:
    """In a callback: take a near miss out; one that somebody has changed stays, and says so."""

    def remove() -> str:
        near_misses.remove_near_miss(
            fetch_board(), stored.key, expected_version=stored.version, who=author.name, role=author.role
        )
        _end(f"near-miss-{stored.key}")
        return "Removed from the register; the record of it stays."

    messages.attempt(TOPIC, remove)


def attempt_return(author: Person, removed: TypedNearMiss) -> None:
    """In a callback: put back what was taken out, as a further version."""

    def put_back() -> str:
        near_misses.store_near_miss(
            fetch_board(),
            removed.key,
            write_near_miss_row(removed.near_miss),
            expected_version=removed.version,
            who=author.name,
            role=author.role,
        )
        return "It is in the register again."

    messages.attempt(TOPIC, put_back)


def _end(name: str) -> None:
    start_afresh(name)
    st.session_state.pop(_CONFLICT, None)
    st.session_state.pop(_NEW_KEY, None)
    close_form()


def close_form() -> None:
    """In a callback: no near miss of the register is open."""
    st.session_state.pop(EDITED, None)


def _draw_choice(author: Person, key: str, form: Form) -> bool:
    """What somebody else stored first, with the two ways on. False where nobody has."""
    kept: tuple[str, NearMissConflict] | None = st.session_state.get(_CONFLICT)
    if kept is None or kept[0] != key:
        return False
    conflict: NearMissConflict = kept[1]
    latest = conflict.latest
    messages.warning(str(conflict), icon="group")
    messages.paragraph(bold("Theirs"))
    for line in words.describe_near_miss(latest.near_miss):
        messages.paragraph(line)
    drop, keep = st.columns(2)
    _draw_way(drop, "Keep theirs", lambda: _end(form.name))
    _draw_way(
        keep, "Keep mine, as a further version", lambda: _attempt_over(author, key, form, latest.version)
    )
    return True


def _draw_way(place: st.delta_generator.DeltaGenerator, label: str, act: Callable[[], None]) -> None:
    place.button(plain(label), width="stretch", on_click=act)


def _attempt_over(author: Person, key: str, form: Form, version: int) -> None:
    st.session_state.pop(_CONFLICT, None)
    _attempt(author, key, form, version)
