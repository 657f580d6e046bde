"""What each agency has to do and how it stands, with a list for each to take away."""

from functools import partial

import streamlit as st

from csp.core.markup import plain
from csp.shell import frame, messages, navigation, screen, widgets
from csp.shell.tabs import draw_tabs
from csp.topics.action_plan import controls, fetch
from csp.topics.action_plan.findings import headlines
from csp.topics.action_plan.rules import counts
from csp.topics.action_plan.store import agency_export
from csp.topics.action_plan.tables.agencies import build_action_list, build_agency_table

# 1. What is asked for
frame.filters_if_any()
navigation.follow()
top = st.container()
first, second, _ = st.columns([3, 2, 4])
plan = controls.choose_plan(second)
listing = fetch.fetch_listing(plan)

# 2. and 3. The rules
workloads = counts.list_workloads(listing)
names = [work.agency for work in workloads]
mode = screen.mode()

# 4. The picture
with top:
    controls.draw_header(headlines.write_agencies_headline(workloads, len(listing.actions)), listing)
if not workloads:
    messages.caption("Name agencies with the actions on the page Plans.")
    st.stop()
screen.drop_stale_choice("list_of", names)
work = workloads[names.index(first.selectbox("Agency", names, key="list_of", bind="query-params"))]
ONE, EVERY = "One agency", "Every agency"


def write_word(agency: str) -> bytes:
    """The list of an agency to send out: what people have recorded, and no simulated update."""
    recorded = fetch.fetch_recorded_listing(plan)
    of_agency = next(each for each in counts.list_workloads(recorded) if each.agency == agency)
    return agency_export.to_word(recorded, agency, of_agency.actions)


def draw_one() -> None:
    table = build_action_list(work, listing)
    sentence = headlines.describe_agency(work, counts.tally(work.actions))
    messages.paragraph(sentence)
    widgets.table(table, key="agency_list", mode=mode, on_pick=controls.open_action(plan))
    with st.container(horizontal=True):
        screen.download(table, f"{work.agency} action plan {plan.label}")
        st.download_button(
            "Download Word",
            data=partial(write_word, work.agency),
            file_name=f"{agency_export.make_file_name(work.agency, plan.label)}.docx",
            icon=":material/description:",
            on_click="ignore",
        )
        widgets.print_list(table, f"{work.agency}: action plan {plan.label}", sentence, key="print_list")


def draw_every() -> None:
    tallies = [counts.tally(each.actions) for each in workloads]
    table = build_agency_table(workloads, tallies, work.agency)
    widgets.table(table, key="agencies", mode=mode, on_pick=open_agency)
    screen.download(table, f"agencies {plan.label}")


def open_agency(name: str) -> None:
    """An agency clicked in the table of all is the one listed."""
    st.session_state.update(list_of=name, agency_tab=plain(ONE))


draw_tabs("agency_tab", {ONE: draw_one, EVERY: draw_every})
