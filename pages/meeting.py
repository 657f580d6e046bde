"""The meeting: its agenda, what is new since the last one, what was decided, and the figures as shown."""

from functools import cache, partial

import streamlit as st

from csp.core.markup import plain
from csp.shell import frame, meeting, messages, navigation, people, screen
from csp.shell.tabs import draw_tabs
from csp.topics.action_plan import controls
from csp.topics.action_plan import fetch as plan_data
from csp.topics.action_plan.store import meetings
from csp.topics.action_plan.store.meeting_records import MeetingRecord
from csp.topics.meeting import agenda_forms, findings, sections
from csp.topics.meeting.details_form import draw_details
from csp.topics.meeting.fetch import fetch_open, fetch_plan_in_force, find_since
from csp.topics.meeting.rules.agenda import SINCE, SINCE_PAGE
from csp.topics.meeting.saving import CHOICE, TOPIC
from csp.topics.meeting.since import NO_FILTERS, count_new, draw_since

AGENDA, FIGURES = "Agenda", "Figures as shown"

# 1. What is asked for
filters = frame.filters_if_any()
navigation.follow()
board, mode = plan_data.fetch_board(), screen.mode()
in_room = meeting.is_on()
top = st.container()

# 2. The data: the meeting that is chosen, else the one that is open, else the latest
every = findings.label_meetings(meetings.list_meetings(board))
current = fetch_open()
record: MeetingRecord | None = current
row = st.container(horizontal=True, vertical_alignment="bottom")
if every and not in_room:
    screen.drop_stale_choice(CHOICE, every)
    ids = [each.id for each in every.values()]
    choice = row.selectbox(
        "Meeting",
        every,
        index=ids.index(current.meeting.id) if current else 0,
        key=CHOICE,
        bind="query-params",
        format_func=plain,
        label_visibility="collapsed",
        width=420,
    )
    record = meetings.read_record(board, every[choice].id)
start = find_since(record.meeting if record else None, board.today())
last, since = start.meeting, start.day


@cache
def read_new() -> findings.NewSince | None:
    """What is new, for the title and the tiles; None where recorded crime cannot be read."""
    return None if filters is None else count_new(filters, since)


# 3. The picture
def draw_new() -> None:
    new, start = read_new(), findings.describe_last_meeting(last, since)
    if filters is None or new is None:
        messages.caption(start)
        messages.note(NO_FILTERS)
    else:
        draw_since(filters, since, start, new, mode, folded=not in_room)


def write_new_title(title: str) -> str:
    new = read_new()
    return title if new is None else findings.write_new(new, last, since)


def draw_room() -> None:
    """On the meeting's screen: the item that it is at, and nothing to choose from."""
    here = meeting.find_here()
    item = record.meeting.draft.agenda[here] if record and here is not None else None
    if item and item.page == SINCE_PAGE:
        messages.title(write_new_title(item.title))
        draw_new()
    elif record:
        sections.draw_item(record, item)
    else:
        messages.title(findings.NO_MEETING)


def draw_desk() -> None:
    """Before and after: everything that is arranged, recorded and kept."""
    author = people.editor()
    messages.show_outcome(TOPIC)
    if author is not None:
        with row:
            if record is not None:
                agenda_forms.draw_begin_and_end(record.meeting, author)
            agenda_forms.draw_new_meeting(author)
    if record is None:
        with top:
            messages.title(write_new_title(findings.NO_MEETING))
            messages.caption(findings.NO_MEETING)
        draw_tabs("meeting_tab", {SINCE: draw_new})
        return
    held, plan = record.meeting, fetch_plan_in_force()
    with top:
        messages.title(findings.write_title(record))
        messages.caption(" ".join([findings.describe_state(held), *findings.describe_people(held)]))
        overnight = findings.explain_open_overnight(held, board.today())
        if overnight:
            messages.note(overnight)

    def draw_agenda() -> None:
        agenda_forms.draw_order(held, author)
        if author is not None and held.closed_at is None:
            draw_details(held, author)
            agenda_forms.draw_deletion(held, author)

    open_action = controls.open_action(plan) if plan else lambda _: None
    draw_tabs(
        "meeting_tab",
        {
            AGENDA: draw_agenda,
            SINCE: draw_new,
            agenda_forms.MINUTES: partial(sections.draw_minutes, record, author, filters, mode, open_action),
            FIGURES: partial(sections.draw_figures, record, mode),
        },
    )


if in_room:
    draw_room()
else:
    draw_desk()
