"""One agency of the directory: its names and kind edited, and some of its names split off."""

from __future__ import annotations

from dataclasses import dataclass, replace

import streamlit as st

from csp.core.errors import UserError
from csp.core.markup import bold
from csp.shell import drafts, messages
from csp.shell.people import Person
from csp.topics.action_plan import fetch
from csp.topics.action_plan.findings import agencies as findings
from csp.topics.action_plan.forms.writing import drop_write, form_key, write
from csp.topics.action_plan.store import agencies
from csp.topics.action_plan.store.agency_records import KINDS, Agency, AgencyDraft
from csp.topics.action_plan.store.errors import AgencyConflict
from csp.topics.action_plan.store.records import Listing

_CONFLICT = "agency_conflict"


@dataclass(frozen=True)
class UnstoredEdit:
    """An edit that was not stored, because somebody else had changed the agency first."""

    draft: AgencyDraft
    conflict: AgencyConflict


def draw_edit(agency: Agency, author: Person) -> None:
    """The form for an agency's names and kind, or the choice that a conflict has left open."""
    messages.subheader(f"Edit {agency.name}")
    unstored: UnstoredEdit | None = st.session_state.get(_CONFLICT)
    if unstored and unstored.conflict.latest.key == agency.key:
        _draw_choice(unstored, agency, author)
        return
    key = form_key(f"agency-{agency.key}")
    version = drafts.version_seen(f"{key}-short", agency.version)
    kinds = {findings.describe_kind(kind): kind for kind in KINDS}
    with st.form(key):
        left, right = st.columns(2)
        left.text_input("Short name", agency.name, key=f"{key}-short")
        right.selectbox("Kind", kinds, index=KINDS.index(agency.draft.kind), key=f"{key}-kind")
        st.text_input(
            "Full name",
            agency.draft.full_name,
            key=f"{key}-full",
            help="What the short name stands for: it is said wherever the short one is pointed at.",
        )
        st.form_submit_button("Store", type="primary", on_click=_send, args=(key, agency, version, author))


def _send(key: str, agency: Agency, version: int, author: Person) -> None:
    short, full, word = (st.session_state[f"{key}-{field}"] for field in ("short", "full", "kind"))
    kinds = {findings.describe_kind(kind): kind for kind in KINDS}
    _store(AgencyDraft(short, full, kinds[word]), agency.key, version, author)


def _store(draft: AgencyDraft, key: str, version: int, author: Person) -> None:
    st.session_state.pop(_CONFLICT, None)
    write(lambda: _edit(draft, key, version, author))


def _edit(draft: AgencyDraft, key: str, version: int, author: Person) -> str:
    """Store an edit; the sentence about it, or "" where a conflict leaves a choice to be made."""
    try:
        new = agencies.edit_agency(
            fetch.fetch_board(), key, draft, expected_version=version, who=author.name, role=author.role
        )
    except AgencyConflict as conflict:
        st.session_state[_CONFLICT] = UnstoredEdit(draft, conflict)
        return ""
    # Whoever looks at an agency goes on looking at it under its new name.
    st.session_state["list_of"] = new.name
    return f"Stored: {findings.describe_draft(new.draft)}."


def _draw_choice(unstored: UnstoredEdit, agency: Agency, author: Person) -> None:
    """What the other person stored, what this one typed, and the two ways on."""
    messages.warning(str(unstored.conflict), icon="group")
    messages.paragraph(bold("Stored while you were writing"))
    messages.paragraph(findings.describe_draft(agency.draft))
    messages.paragraph(bold("Yours, not stored yet"))
    messages.paragraph(findings.describe_draft(unstored.draft))
    keep, drop = st.columns(2)
    # The version on the screen when the choice is made: a third change is shown in turn.
    keep.button(
        "Store mine",
        type="primary",
        on_click=_store,
        args=(unstored.draft, agency.key, agency.version, author),
        width="stretch",
    )
    drop.button("Drop mine", on_click=_drop, args=(agency,), width="stretch")


def _drop(agency: Agency) -> None:
    st.session_state.pop(_CONFLICT, None)
    drop_write(f"Yours was dropped: {agency.name} is as the other person left it.")


def draw_split(agency: Agency, listing: Listing, author: Person) -> None:
    """Some of an agency's names made an agency of their own, with what that would do."""
    if len(agency.draft.aliases) == 1:
        return
    messages.subheader(f"Split {agency.name}")
    key = form_key(f"split-{agency.key}")
    names = st.multiselect(
        "Names of another agency", agency.draft.aliases, key=key, placeholder="Choose some of its names"
    )
    if not names:
        return
    short = st.text_input("Short name of the other", names[0], key=f"{key}-{names[0]}")
    draft = AgencyDraft(short, "", agency.draft.kind, tuple(names))
    actions = sum(not set(names).isdisjoint(action.agencies) for action in listing.actions)
    messages.paragraph(findings.describe_split(agency, draft, actions, listing.plan.label))
    st.button("Split", type="primary", on_click=write, args=(lambda: _split(agency, draft, author),))


def _split(agency: Agency, draft: AgencyDraft, author: Person) -> str:
    try:
        agencies.split_agency(
            fetch.fetch_board(),
            agency.key,
            replace(draft, short_name=draft.short_name.strip()),
            expected_version=agency.version,
            who=author.name,
            role=author.role,
        )
    except AgencyConflict as conflict:
        raise UserError(findings.describe_conflict(conflict.latest, str(conflict))) from conflict
    return f"Split: {draft.short_name} is an agency of its own now."
