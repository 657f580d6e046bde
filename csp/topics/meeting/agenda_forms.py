"""What of a meeting is arranged before it: its day and who comes, its items, and when it begins and ends."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import streamlit as st

from csp.core import settings
from csp.core.elements import OrderEntry
from csp.core.markup import plain
from csp.shell import drafts, meeting, messages, widgets
from csp.shell.pages import PAGES
from csp.shell.people import Person
from csp.topics.action_plan import fetch as plan_data
from csp.topics.action_plan.store import meetings, reading
from csp.topics.action_plan.store.meeting_records import Meeting, MeetingDraft
from csp.topics.meeting.fetch import keep_minutes
from csp.topics.meeting.rules.agenda import add_item, arrange_agenda, begin_agenda

TOPIC = "meeting_arranged"
NO_PAGE = "No page"
MINUTES = "Minutes"
"""The tab that has them."""
_ROUND = "meeting_round"


def _key(name: str) -> str:
    """The key of a form's control: a form that was stored starts afresh under another."""
    return f"{name}-{st.session_state.get(_ROUND, 0)}"


def _write(work: Callable[[], str]) -> None:
    """In a callback: do a write and say what became of it."""
    if messages.attempt(TOPIC, work):
        st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1


def draw_new_meeting(author: Person) -> None:
    """The form for a new meeting; its agenda begins as the settings have it."""

    def store() -> str:
        lines = settings.area().agenda
        titles = [entry.page.title if entry else "" for entry in meeting.find_entries(lines)]
        draft = MeetingDraft(
            title=str(st.session_state[_key("new_title")]),
            day=st.session_state[_key("new_day")],
            agenda=begin_agenda(lines, titles),
        )
        planned = meetings.plan_meeting(plan_data.fetch_board(), draft, who=author.name, role=author.role)
        st.session_state["held"] = planned.id
        return f"Stored: {planned.draft.title} is planned. Its agenda is that of the settings."

    with st.expander("Plan a meeting"), st.form(_key("new_meeting"), border=False):
        title, day, send = st.columns([4, 2, 2], vertical_alignment="bottom")
        title.text_input("Title", key=_key("new_title"), placeholder="Quarterly meeting")
        day.date_input("Day", key=_key("new_day"), format="DD/MM/YYYY")
        send.form_submit_button("Plan it", on_click=_write, args=(store,))


def draw_order(held: Meeting, author: Person | None) -> None:
    """The items in their order, by drag or by keyboard; renamed in place, and left out by unticking."""
    if author is None or held.closed_at is not None:
        messages.numbered(item.title for item in held.draft.agenda)
        return

    def change(rows: list[dict[str, Any]]) -> None:
        agenda = arrange_agenda(held.draft.agenda, rows)
        _write(lambda: _save(held, replace(held.draft, agenda=agenda), held.version, author, "the agenda"))

    entries: list[OrderEntry] = [
        {"id": item.key, "included": True, "title": item.title, "usual": item.title, "about": item.page}
        for item in held.draft.agenda
    ]
    widgets.order_list(entries, "Agenda", key=f"agenda_{held.id}", on_change=change)
    _draw_new_item(held, author)


def _draw_new_item(held: Meeting, author: Person) -> None:
    pages = [page.title for page in PAGES if page.file != meeting.PAGE]

    def store() -> str:
        page, query = str(st.session_state[_key("item_page")]), str(st.session_state[_key("item_query")])
        title = str(st.session_state[_key("item_title")]).strip()
        line = "" if page == NO_PAGE else "?".join(filter(None, [page, query.strip().lstrip("?")]))
        agenda = add_item(held.draft.agenda, title or page, line)
        draft = replace(held.draft, agenda=agenda)
        return _save(held, draft, held.version, author, title or page)

    with st.form(_key("new_item"), border=True):
        page, title, query, send = st.columns([2, 3, 4, 2], vertical_alignment="bottom")
        page.selectbox("Page", [NO_PAGE, *pages], index=1, key=_key("item_page"))
        title.text_input("Title", key=_key("item_title"), placeholder="As the page")
        query.text_input(
            "Filters and tab",
            key=_key("item_query"),
            placeholder="type=Robbery&tab=Year by year",
            help="As the address of the page has them, behind the question mark.",
        )
        send.form_submit_button("Add the item", on_click=_write, args=(store,))


def _save(held: Meeting, draft: MeetingDraft, version: int, author: Person, what: str) -> str:
    meetings.edit_meeting(
        plan_data.fetch_board(),
        held.id,
        draft,
        expected_version=version,
        who=author.name,
        role=author.role,
    )
    return f"Stored: {what}."


def draw_details(held: Meeting, author: Person) -> None:
    """The form for the title, the day, who comes and who sends apologies, and the notes."""
    key, draft = f"meeting-{held.id}-{st.session_state.get(_ROUND, 0)}", held.draft
    version = drafts.version_seen(f"{key}-title", held.version)
    known = [*reading.list_agencies(plan_data.fetch_board())]

    def store() -> str:
        values: dict[str, Any] = {
            field: st.session_state[f"{key}-{field}"] for field in ("title", "day", "notes")
        }
        people: dict[str, Any] = {
            name: tuple(st.session_state[f"{key}-{name}"]) for name in ("attendees", "apologies")
        }
        return _save(held, replace(draft, **values, **people), version, author, "the meeting")

    with st.form(key, border=True):
        title, day = st.columns([4, 2])
        title.text_input("Title", draft.title, key=f"{key}-title")
        day.date_input("Day", draft.day, key=f"{key}-day", format="DD/MM/YYYY")
        for label, name, names in (
            ("Present", "attendees", draft.attendees),
            ("Apologies", "apologies", draft.apologies),
        ):
            st.multiselect(
                plain(label),
                list(dict.fromkeys([*known, *names])),
                [*names],
                key=f"{key}-{name}",
                accept_new_options=True,
                placeholder="Choose an agency, or type a name",
            )
        st.text_area("Notes", draft.notes, key=f"{key}-notes", height=90)
        st.form_submit_button("Save the meeting", on_click=_write, args=(store,))


def draw_begin_and_end(held: Meeting, author: Person) -> None:
    """The buttons that open a meeting, show it on this screen, and close it."""
    with st.container(horizontal=True):
        if held.is_open:
            st.button(
                "Show it on this screen",
                type="primary",
                icon=":material/slideshow:",
                on_click=_show,
                args=(held,),
            )
            st.button(
                "Close the meeting", icon=":material/stop_circle:", on_click=_close, args=(held, author)
            )
        else:
            label = "Open it again" if held.closed_at else "Open the meeting"
            st.button(
                plain(label),
                type="secondary" if held.closed_at else "primary",
                icon=":material/play_circle:",
                on_click=_open,
                args=(held, author),
            )


def _open(held: Meeting, author: Person) -> None:
    def work() -> str:
        meetings.open_meeting(plan_data.fetch_board(), held.id, who=author.name, role=author.role)
        keep_minutes(held.id)
        if held.closed_at is None:
            _show(held)
        return ""

    _write(work)


def _show(held: Meeting) -> None:
    """In a callback: begin the meeting's screen with its first item."""
    keep_minutes(held.id)
    meeting.begin_at(held.draft.agenda[0].page)


def _close(held: Meeting, author: Person) -> None:
    def work() -> str:
        meetings.close_meeting(plan_data.fetch_board(), held.id, who=author.name, role=author.role)
        st.session_state["meeting_tab"] = MINUTES
        return "The meeting is closed. Its minutes can be downloaded below."

    _write(work)
