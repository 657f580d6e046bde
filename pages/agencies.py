"""Which agencies a plan names, what each has to do and how it stands, with a list and a form for each."""

import streamlit as st

from csp.core.markup import plain
from csp.shell import frame, messages, navigation, people, screen
from csp.shell.tabs import draw_tabs, open_for_old_link
from csp.topics.action_plan import agency_page, controls, fetch
from csp.topics.action_plan.findings import agencies as findings
from csp.topics.action_plan.findings import headlines
from csp.topics.action_plan.forms import agency_edit, agency_merge, answers, writing
from csp.topics.action_plan.rules import counts

EVERY, ONE, ANSWERS, MERGE = "Every agency", "One agency", "Answers", "Merge and edit"

# 1. What is asked for
frame.filters_if_any()
navigation.follow()
top = st.container()
first, second, _ = st.columns([3, 2, 4])
plan = controls.choose_plan(second)
listing, directory = fetch.fetch_listing(plan), fetch.fetch_directory()
with top:
    controls.end_if_empty(listing)

# 2. and 3. The rules
workloads = counts.list_workloads(listing, directory)
by_name = {work.agency.name: work for work in reversed(workloads)}
names = list(dict.fromkeys(work.agency.name for work in workloads))
mode = screen.mode()

# 4. The picture
with top:
    controls.draw_header(headlines.write_agencies_headline(workloads, len(listing.actions)), listing)
if not workloads:
    messages.caption("Name agencies with the actions on the page Plans.")
    st.stop()
open_for_old_link("agency_tab", ONE, ["list_of"])
agency_page.follow_former_names(names, directory)
name = first.selectbox(
    "Agency", names, key="list_of", bind="query-params", label_visibility="collapsed", width="stretch"
)
work = by_name[name]


def open_agency(name: str) -> None:
    """An agency clicked in the table of all is the one listed."""
    st.session_state.update(list_of=name, agency_tab=plain(ONE))


def draw_every() -> None:
    agency_page.draw_tables(workloads, name, plan, mode, open_agency)
    proposals = agency_merge.list_proposals(directory, agency_merge.list_directory_steps())
    if sentence := findings.describe_proposals(proposals, MERGE):
        messages.note(sentence)


def draw_one() -> None:
    agency_page.draw_agency(work, listing, directory, mode)


def draw_merging() -> None:
    writing.show_outcome()
    editor = people.editor()
    left, right = st.columns([6, 5], gap="large")
    if editor:
        with left:
            agency_merge.draw_merging(listing, directory, editor)
        with right:
            agency_edit.draw_edit(work.agency, editor)
            agency_edit.draw_split(work.agency, listing, editor)
    with right if editor else left:
        agency_page.draw_history(work.agency, mode)


draw_tabs(
    "agency_tab",
    {
        EVERY: draw_every,
        ONE: draw_one,
        ANSWERS: lambda: answers.draw_answers(plan, people.editor()),
        MERGE: draw_merging,
    },
)
