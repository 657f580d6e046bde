"""What of a meeting is arranged before it: a new one, its items, and when it begins and ends."""

from __future__ import annotations

from typing import Any

import streamlit as st

from csp.core import settings
from csp.core.elements import OrderEntry
from csp.core.markup import plain
from csp.core.measures import read_catalogue
from csp.shell import meeting, messages, widgets
from csp.shell.pages import PAGES
from csp.shell.people import Person
from csp.topics.action_plan import fetch as plan_data
from csp.topics.action_plan.store import meetings
from csp.topics.action_plan.store.meeting_records import Meeting, MeetingDraft
from csp.topics.meeting import findings
from csp.topics.meeting.fetch import keep_minutes
from csp.topics.meeting.rules.agenda import arrange_agenda, begin_agenda, set_item
from csp.topics.meeting.rules.links import BY_LINK, NO_PAGE, describe_line, read_line
from csp.topics.meeting.saving import choose_meeting, form_key, save_part, write

NEW_ITEM = "A further item"
HOW_TO_LINK = "Open the page as the meeting is to see it, copy its link from the menu Share, paste it here"
MINUTES = "Minutes"
"""The tab that has them."""


def draw_new_meeting(author: Person) -> None:
    """The form for a new meeting; its agenda begins as the settings have it."""

    def store() -> str:
        lines = settings.area().agenda
        titles = [entry.page.title if entry else "" for entry in meeting.find_entries(lines)]
        draft = MeetingDraft(
            title=str(st.session_state[form_key("new", "title")]),
            day=st.session_state[form_key("new", "day")],
            agenda=begin_agenda(lines, titles),
        )
        planned = meetings.plan_meeting(plan_data.fetch_board(), draft, who=author.name, role=author.role)
        choose_meeting(planned.id)
        return f"Stored: {planned.draft.title} is planned. Its agenda is that of the settings."

    with (
        st.popover("Plan a meeting", icon=":material/add:", key=form_key("new", "popover")),
        st.form(form_key("new"), border=False),
    ):
        st.text_input("Title", key=form_key("new", "title"), placeholder="Quarterly meeting")
        st.date_input("Day", key=form_key("new", "day"), format="DD/MM/YYYY")
        st.form_submit_button("Plan it", on_click=write, args=(store, "new"))


def draw_order(held: Meeting, author: Person | None) -> None:
    """The items in their order, by drag or by keyboard; renamed in place, and left out by unticking."""
    if author is None or held.closed_at is not None:
        messages.numbered(item.title for item in held.draft.agenda)
        return

    def change(rows: list[dict[str, Any]]) -> None:
        agenda = arrange_agenda(held.draft.agenda, rows)
        write(lambda: save_part(held, {"agenda": agenda}, "the agenda", author))

    entries: list[OrderEntry] = [
        {"id": item.key, "included": True, "title": item.title, "usual": item.title, "about": about}
        for item, about in ((each, describe_line(each.page)) for each in held.draft.agenda)
    ]
    widgets.order_list(entries, "Agenda", key=f"agenda_{held.id}", on_change=change)
    _draw_item_form(held, author)


def _draw_item_form(held: Meeting, author: Person) -> None:
    """The form for a further item, and for what one that there is opens."""
    agenda = held.draft.agenda
    titles = {item.key: f"{number}. {item.title}" for number, item in enumerate(agenda, 1)}
    pages = [BY_LINK, NO_PAGE, *(page.title for page in PAGES if page.file != meeting.PAGE)]

    def store() -> str:
        of, page, title, link = (
            str(st.session_state[form_key("item", name)]) for name in ("of", "page", "title", "link")
        )
        labels = [measure.label for measure in read_catalogue().measures.values()]
        line = read_line(page, link, labels)
        return save_part(held, {"agenda": set_item(agenda, of, title, line)}, "the agenda", author)

    with st.form(form_key("item"), border=True):
        of, page, title = st.columns(3)
        of.selectbox(
            "Item",
            [NEW_ITEM, *titles],
            key=form_key("item", "of"),
            format_func=lambda key: plain(titles.get(str(key), str(key))),
        )
        page.selectbox("Page", pages, key=form_key("item", "page"))
        title.text_input("Title", key=form_key("item", "title"), placeholder="As the page, or as it was")
        link, send = st.columns([4, 1], vertical_alignment="bottom")
        link.text_input("Link", key=form_key("item", "link"), placeholder=HOW_TO_LINK)
        send.form_submit_button("Save the item", on_click=write, args=(store, "item"))


def draw_begin_and_end(held: Meeting, author: Person) -> None:
    """The buttons that open a meeting, show it on this screen, and close it."""
    if held.is_open:
        st.button(
            "Show it on this screen",
            type="primary",
            icon=":material/slideshow:",
            on_click=_show,
            args=(held,),
        )
        st.button("Close the meeting", icon=":material/stop_circle:", on_click=_close, args=(held, author))
        return
    label = "Open it again" if held.closed_at else "Open the meeting"
    st.button(
        plain(label),
        type="secondary" if held.closed_at else "primary",
        icon=":material/play_circle:",
        on_click=_open,
        args=(held, author),
    )


def draw_deletion(held: Meeting, author: Person) -> None:
    """The way to delete a meeting that was planned in error; one that was opened stays in the record."""
    if held.opened_at is not None:
        return

    def work() -> str:
        meetings.delete_meeting(plan_data.fetch_board(), held.id, who=author.name, role=author.role)
        return f"Deleted: {held.draft.title}."

    with st.popover("Delete this meeting", icon=":material/delete:"):
        messages.paragraph(findings.explain_deletion(held))
        st.button("Delete it", on_click=write, args=(work,))


def _open(held: Meeting, author: Person) -> None:
    def work() -> str:
        opened = meetings.open_meeting(plan_data.fetch_board(), held.id, who=author.name, role=author.role)
        keep_minutes(held.id)
        if held.closed_at is None:
            # As it is by now: the agenda may have been put in order since this page was drawn.
            _show(opened)
        return ""

    write(work)


def _show(held: Meeting) -> None:
    """In a callback: begin the meeting's screen with its first item."""
    keep_minutes(held.id)
    meeting.begin_at(held.draft.agenda[0].page)


def _close(held: Meeting, author: Person) -> None:
    def work() -> str:
        meetings.close_meeting(plan_data.fetch_board(), held.id, who=author.name, role=author.role)
        st.session_state["meeting_tab"] = MINUTES
        return "The meeting is closed. Its minutes stand below, as Word and PDF."

    write(work)
