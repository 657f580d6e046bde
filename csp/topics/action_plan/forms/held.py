"""What the forms for what an action holds share: which is open, how it is stored, and two who write at once.

A form keeps what was typed until it is stored (csp.shell.typed). Where somebody else has stored a later
version first, both are shown and the writer chooses.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.elements.lib.mutable_popover_container import PopoverContainer

from csp.core.markup import bold, plain
from csp.shell import drafts, messages
from csp.shell.people import Person
from csp.shell.typed import Form, open_form, start_afresh
from csp.topics.action_plan.fetch import fetch_board
from csp.topics.action_plan.findings.held import ask_removal, describe_content, describe_held, write_removed
from csp.topics.action_plan.store import entries
from csp.topics.action_plan.store.entry_records import Content, Coverage, Held, Schedule, make_single_key
from csp.topics.action_plan.store.errors import HeldConflict
from csp.topics.action_plan.store.records import ActionRow

_CONFLICT, _STORED = "held_conflict", "held_stored"
C = TypeVar("C", Coverage, Schedule)
# The days that a plan could have.
FIRST_DAY, LAST_DAY = date(1950, 1, 1), date(2150, 12, 31)


@dataclass(frozen=True)
class Holder:
    """An action whose forms are drawn, and who is at them. names: of wards and crime types by their codes."""

    action_id: int
    author: Person
    names: Mapping[str, str]


@dataclass(frozen=True)
class Write:
    """Something to store of an action under a key, over the version that its author saw; 0 for a new one.

    content: None takes it out. done: what is said once it is stored. form: that it was typed into.
    """

    holder: Holder
    kind: type[Content]
    key: str
    content: Content | None
    version: int
    done: str
    form: str = ""


@dataclass(frozen=True)
class Unstored:
    """A write that was not done, because somebody else had stored a later version."""

    write: Write
    conflict: HeldConflict


def name_form(holder: Holder, kind: type[Content], key: str) -> str:
    """The name of the form for one thing that an action holds."""
    return f"{kind.__name__.lower()}-{holder.action_id}-{key}"


def _name_open(holder: Holder, kind: type[Content]) -> str:
    return f"held-{kind.__name__.lower()}-{holder.action_id}{drafts.WRITTEN}"


def open_for(holder: Holder, kind: type[Content], key: str = "") -> None:
    """In a callback: draw the form for something that an action holds, or with "" for something new."""
    st.session_state[_name_open(holder, kind)] = key or entries.new_key()


def close(holder: Holder, kind: type[Content]) -> None:
    """In a callback: draw no form of a kind."""
    st.session_state.pop(_name_open(holder, kind), None)


def find_open(holder: Holder, kind: type[Content]) -> str:
    """The key of what the open form of a kind is about, "" where none is open."""
    return str(st.session_state.get(_name_open(holder, kind), ""))


def begin_form(
    holder: Holder, kind: type[Content], key: str, version: int, values: Mapping[str, str]
) -> Form:
    """The form for something under a key. version and values: of what is stored now."""
    return open_form(name_form(holder, kind, key), version, values)


def _name_topic(kind: type[Content]) -> str:
    return f"held-{kind.__name__.lower()}"


def send(kind: type[Content], make: Callable[[], Write]) -> None:
    """In a callback: store what a form of a kind holds; it stays as typed where that is refused."""
    messages.attempt(_name_topic(kind), lambda: _store(make()))


def _store(write: Write) -> str:
    """Do a write; the sentence about it, or "" where a conflict leaves a choice to be made."""
    board, holder = fetch_board(), write.holder
    who, role = holder.author.name, holder.author.role
    try:
        if write.content is None:
            entries.remove_held(
                board, holder.action_id, write.key, expected_version=write.version, who=who, role=role
            )
        else:
            entries.store_held(
                board,
                holder.action_id,
                write.key,
                write.content,
                expected_version=write.version,
                who=who,
                role=role,
            )
    except HeldConflict as conflict:
        st.session_state[_CONFLICT] = Unstored(write, conflict)
        return ""
    _end(write)
    return write.done


def _end(write: Write) -> None:
    st.session_state.pop(_CONFLICT, None)
    st.session_state[_STORED] = _count_stored() + 1
    if write.form:
        start_afresh(write.form)
        close(write.holder, write.kind)


def draw_outcome(holder: Holder, *kinds: type[Content]) -> bool:
    """What became of the last write of some kinds.

    Where somebody else was first, what both wrote and the two ways on; True then: no form goes below it.
    """
    for kind in kinds:
        messages.show_outcome(_name_topic(kind))
    unstored: Unstored | None = st.session_state.get(_CONFLICT)
    if unstored is None or unstored.write.kind not in kinds:
        return False
    if unstored.write.holder.action_id != holder.action_id:
        return False
    write, conflict = unstored.write, unstored.conflict
    messages.warning(str(conflict), icon="group")
    messages.paragraph(bold("Theirs, stored while you were writing"))
    messages.paragraph(describe_held(conflict.latest, holder.names))
    messages.paragraph(bold("Yours, not stored yet"))
    messages.paragraph(describe_content(write.content, holder.names) if write.content else "Taken out")
    keep, drop = st.columns(2)
    label = "Keep mine, as a further version" if write.content else "Take it out all the same"
    # A third change is shown in turn: what is stored over is the version on the screen.
    over = replace(write, version=conflict.latest.version)
    is_gone = conflict.latest.removed and write.content is None
    if not is_gone:
        keep.button(
            plain(label),
            key="held_keep",
            type="primary",
            width="stretch",
            on_click=send,
            args=(write.kind, lambda: over),
        )
    drop.button("Keep theirs", key="held_drop", width="stretch", on_click=_drop, args=(write,))
    return True


def _count_stored() -> int:
    return int(st.session_state.get(_STORED, 0))


def draw_part(label: str, name: str, icon: str, action_id: int) -> PopoverContainer:
    """A part that opens, of which a closed one has nothing; it closes once something is stored."""
    key = f"{name}-{action_id}-{_count_stored()}"
    return st.popover(plain(label), key=key, icon=f":material/{icon}:", on_change="rerun")


def _drop(write: Write) -> None:
    _end(write)
    messages.keep_outcome(_name_topic(write.kind), "Yours was dropped: it is as the other person left it.")


def draw_buttons(
    holder: Holder, kind: type[Content], held: Held[Any] | None, form: Form, make: Callable[[], Write]
) -> None:
    """Under the fields of a form: store, remove what is stored already, which asks, and close."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            "Store the change" if held else "Add",
            key=form.key_of("store"),
            type="primary",
            on_click=send,
            args=(kind, make),
        )
        if held:
            with st.popover("Remove", icon=":material/delete:"):
                messages.paragraph(ask_removal(held.content))
                st.button(
                    "Yes, remove it",
                    key=form.key_of("remove"),
                    on_click=send,
                    args=(kind, lambda: _make_removal(holder, held, form)),
                )
        st.button(
            "Close", key=form.key_of("close"), type="tertiary", on_click=_close, args=(holder, kind, form)
        )


def _make_removal(holder: Holder, held: Held[Any], form: Form) -> Write:
    done = write_removed(held.content)
    return Write(holder, type(held.content), held.key, None, form.version, done, form.name)


def _close(holder: Holder, kind: type[Content], form: Form) -> None:
    """In a callback: what was typed into a form is dropped."""
    start_afresh(form.name)
    close(holder, kind)


def pick(stored: Sequence[Held[Any]], key: str) -> Held[Any] | None:
    """What is stored under a key, if anything is."""
    return next((held for held in stored if held.key == key), None)


def read_day(form: Form, field: str) -> date | None:
    """A day of a form; one that was emptied the control hands over as None."""
    text = form.read(field)
    return date.fromisoformat(text) if text not in ("", "None") else None


def draw_day(place: DeltaGenerator, form: Form, field: str, label: str) -> None:
    """A field for a day, which may be empty."""
    place.date_input(
        plain(label),
        read_day(form, field),
        min_value=FIRST_DAY,
        max_value=LAST_DAY,
        format="DD/MM/YYYY",
        **form.bind(field),
    )


def write_day(day: date | None) -> str:
    """A day as a form keeps it."""
    return day.isoformat() if day else ""


def find_single(action: ActionRow, kind: type[C]) -> tuple[str, int, C]:
    """What an action has one of: its key, its latest version (0 where there is none) and the content."""
    key = make_single_key(kind, action.id) or ""
    versions = entries.list_versions(fetch_board(), action.plan_id, key)
    if not versions:
        return key, 0, kind()
    return key, versions[0].version, kind() if versions[0].removed else versions[0].content
