"""The fields of an update: drawn on the page of an action and in the side panel, read, and kept while begun.

Typing asks the server nothing. What a field holds reaches it with the next click, whatever that is, and is
kept for the session, so that an action which was left half reported is found so again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil
from uuid import uuid4

import streamlit as st

from csp.core.markup import plain
from csp.shell import drafts
from csp.shell.people import Person
from csp.topics.action_plan.findings.values import cut_text, write_figure, write_status
from csp.topics.action_plan.store import status
from csp.topics.action_plan.store.records import ActionRow, ActionView, Update, UpdateDraft
from csp.topics.action_plan.store.status import Quarter, Status

_STATUSES = {each.rag.word: each for each in Status}
_VALUE = "value-"
_LAST = "update_last_form"
NOTE_HINT = "What was done, and what came of it"
# In pixels: three lines.
_NOTE_HEIGHT = 80
# Letters of a measure's name that stand over its field, on several lines if need be.
_MOST_NAME = 120


@dataclass(frozen=True)
class Form:
    """A form as it was begun: its author started from this version of the action, whatever there is now.

    key is what the keys of its fields begin with; update_id that of the update it would make; corrects the
    id of the one it would stand in for. initial is what its fields held at first, by their names. is_given:
    what they hold was put there, by a restored connection or by undoing. status is the action's own.
    """

    key: str
    update_id: str
    action_id: int
    ref: str
    version: int
    author: Person
    corrects: str | None
    initial: Mapping[str, str]
    is_given: bool
    status: Status

    def key_of(self, field: str) -> str:
        return f"{self.key}-{field}"

    def read(self) -> dict[str, str]:
        """What its fields hold, by their names."""
        state = st.session_state
        return {name: str(state.get(self.key_of(name), value)) for name, value in self.initial.items()}

    @property
    def is_touched(self) -> bool:
        """Whether it holds anything but what it began with."""
        return self.read() != dict(self.initial)

    def read_draft(self) -> UpdateDraft:
        """The update that its fields hold."""
        typed = self.read()
        values = {name.removeprefix(_VALUE): typed[name] for name in typed if name.startswith(_VALUE)}
        quarter, note, link = (typed[name] for name in ("quarter", "note", "link"))
        return UpdateDraft(quarter, _STATUSES[typed["status"]].value, note, None, link, self.corrects, values)


def _name_id(action_id: int, corrects: str | None) -> str:
    """Where the session keeps the id of the update that a form would make."""
    return f"update-{action_id}-{corrects or 'new'}{drafts.WRITTEN}"


def open_form(view: ActionView, this: Quarter, author: Person, corrected: Update | None = None) -> Form:
    """The form of an action, new or as it was left. this: the quarter that is reported on now."""
    corrects = corrected.id if corrected else None
    update_id = st.session_state.setdefault(_name_id(view.action.id, corrects), uuid4().hex)
    key = f"update-{update_id}"
    begun: Form | None = st.session_state.get(f"{key}-begun")
    initial = begun.initial if begun else _list_initial(view, this, corrected)
    # A measure that somebody added since has a field as well.
    added = {f"{_VALUE}{each.key}": "" for each in view.measures}
    form = Form(
        key=key,
        update_id=update_id,
        action_id=view.action.id,
        ref=view.action.ref,
        version=drafts.version_seen(f"{key}-note", view.action.version),
        author=author,
        corrects=corrects,
        initial={**added, **initial},
        is_given=bool(st.session_state.get(f"{key}{drafts.GIVEN}")),
        status=view.action.status,
    )
    st.session_state[f"{key}-begun"] = st.session_state[_LAST] = form
    return form


def _list_initial(view: ActionView, this: Quarter, corrected: Update | None) -> dict[str, str]:
    entry = next((each for each in view.history if corrected and each.update.id == corrected.id), None)
    values = {each.key: entry.values.get(each.key) if entry else None for each in view.measures}
    return {
        "status": (corrected.status if corrected else view.action.status).rag.word,
        "quarter": corrected.quarter.label if corrected else next(iter(list_quarters(view, this))),
        "note": corrected.note if corrected else "",
        "link": corrected.evidence_link if corrected else "",
        **{f"{_VALUE}{key}": "" if value is None else f"{value:.12g}" for key, value in values.items()},
    }


def list_quarters(view: ActionView, this: Quarter) -> dict[str, Quarter]:
    """The quarters that can be reported on, the latest first."""
    every = status.list_quarters(view.plan.start, this.start, this.year_start)
    return {quarter.label: quarter for quarter in reversed(every)}


def draw_fields(form: Form, view: ActionView, hint: str = NOTE_HINT) -> None:
    """Status, the number of every measure and the note. draw_more() has the rest.

    hint stands in the note while it is empty.
    """
    st.session_state[drafts.DRAWN] = form.key
    first: Mapping[str, str] = {} if form.is_given else form.initial
    _draw_status(form, first)
    _draw_values(form, view, first)
    st.text_area(
        "Note",
        first.get("note", ""),
        key=form.key_of("note"),
        height=_NOTE_HEIGHT,
        placeholder=hint,
        on_change="ignore",
        persist_state="session",
    )


def draw_more(form: Form, view: ActionView, this: Quarter) -> None:
    """Quarter and link to evidence, folded away. this: the quarter that is reported on now."""
    first: Mapping[str, str] = {} if form.is_given else form.initial
    label = f"{form.read()['quarter']}, link to evidence"
    with st.expander(plain(label), key=form.key_of("more"), expanded=bool(form.initial["link"])):
        _draw_quarter(form, list(list_quarters(view, this)), first)
        st.text_input(
            "Link to evidence",
            first.get("link", ""),
            key=form.key_of("link"),
            placeholder="https://",
            on_change="ignore",
            persist_state="session",
        )


def _draw_status(form: Form, first: Mapping[str, str]) -> None:
    st.radio(
        "Status",
        [plain(word) for word in _STATUSES],
        index=list(_STATUSES).index(first["status"]) if "status" in first else 0,
        key=form.key_of("status"),
        format_func=lambda word: write_status(_STATUSES[word]),
        horizontal=True,
        label_visibility="collapsed",
        on_change="ignore",
        persist_state="session",
    )


def _draw_quarter(form: Form, quarters: list[str], first: Mapping[str, str]) -> None:
    """Asks the server at once, because its label says what is chosen also while it is folded away."""
    st.selectbox(
        "Quarter",
        quarters,
        index=quarters.index(first["quarter"]) if first.get("quarter") in quarters else 0,
        key=form.key_of("quarter"),
        persist_state="session",
    )


def _draw_values(form: Form, view: ActionView, first: Mapping[str, str]) -> None:
    """A field for the number of every measure, two of them beside each other."""
    # Row by row, so that the Tab key goes through them as they are read.
    rows = [st.columns(2) for _ in range(ceil(len(view.measures) / 2))] if len(view.measures) > 1 else []
    places = [place for row in rows for place in row] or [st.container()]
    for at, measure in enumerate(view.measures):
        name = f"{_VALUE}{measure.key}"
        unit = f" ({measure.content.unit})" if measure.content.unit else ""
        label = f"{measure.content.name}{unit}"
        # Without a sign for help, which would be one more stop of the Tab key.
        places[at].text_input(
            plain(cut_text(label, _MOST_NAME)),
            first.get(name, ""),
            key=form.key_of(name),
            placeholder=_hint(view, measure.key),
            on_change="ignore",
            persist_state="session",
        )


def _hint(view: ActionView, measure: str) -> str:
    latest = next((entry for entry in reversed(view.in_force()) if measure in entry.values), None)
    if latest is None:
        return "A number"
    simulated = ", simulated" if latest.update.is_simulated else ""
    return f"Last time {write_figure(latest.values[measure])}{simulated}"


def make_detached(action: ActionRow, author: Person, version: int) -> Form:
    """The form of an update that was given without any: it holds nothing, and its author has seen version."""
    new = uuid4().hex
    return Form(f"update-{new}", new, action.id, action.ref, version, author, None, {}, False, action.status)


def forget(form: Form) -> None:
    """In a callback: the action's next form is an empty one."""
    if st.session_state.get(name := _name_id(form.action_id, form.corrects)) == form.update_id:
        del st.session_state[name]
    for key in [key for key in st.session_state if str(key).startswith(form.key)]:
        del st.session_state[key]


def leave_untouched(action_id: int) -> None:
    """Forget the form that was drawn last, if it is another action's and nobody has typed into it.

    Opened again it then starts from what the record says by that time.
    """
    last: Form | None = st.session_state.get(_LAST)
    if last is not None and last.action_id != action_id:
        del st.session_state[_LAST]
        if not last.is_touched:
            forget(last)


def follow_own_change(action_id: int, before: int, after: int) -> None:
    """In a callback: what the person at the screen has done to an action is not new to its form.

    before and after: versions of the action. A form into which nobody typed starts from what holds now.
    """
    form = _find_begun(action_id)
    if form is not None and not form.is_touched:
        forget(form)
    elif form is not None:
        drafts.raise_version(form.key_of("note"), before, after)


def _find_begun(action_id: int) -> Form | None:
    """The form for a new update that was begun of an action."""
    update_id = st.session_state.get(_name_id(action_id, None))
    begun: Form | None = st.session_state.get(f"update-{update_id}-begun")
    return begun


def put_back(form: Form, typed: Mapping[str, str]) -> None:
    """In a callback: the action's next form holds what was typed into one that is stored.

    A form into which something was typed since stays as it is.
    """
    begun = None if form.corrects else _find_begun(form.action_id)
    if begun is not None and begun.is_touched:
        return
    update_id = uuid4().hex
    key = f"update-{update_id}"
    st.session_state[_name_id(form.action_id, form.corrects)] = update_id
    st.session_state[f"{key}{drafts.GIVEN}"] = True
    for name, value in typed.items():
        st.session_state[f"{key}-{name}"] = value
