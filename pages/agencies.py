"""What each agency has to do and how it stands, with a list for each to take away."""

import streamlit as st

from csp.shell import frame, messages, navigation, screen, widgets
from csp.topics.action_plan import controls, fetch
from csp.topics.action_plan.findings import headlines
from csp.topics.action_plan.rules import counts
from csp.topics.action_plan.store import agency_export
from csp.topics.action_plan.tables.agencies import build_action_list, build_agency_table

# 1. What is asked for
frame.filters_if_any()
navigation.follow()
top = st.container()
plan = controls.choose_plan()
listing = fetch.fetch_listing(plan)

# 2. and 3. The rules
workloads = counts.list_workloads(listing)
names = [work.agency for work in workloads]
tallies = [counts.tally(work.actions) for work in workloads]
mode = screen.mode()

# 4. The picture
with top:
    controls.draw_header(headlines.write_agencies_headline(workloads, len(listing.actions)), listing)
if not workloads:
    messages.caption("Name agencies with the actions on the page Plans.")
    st.stop()
screen.drop_stale_choice("list_of", names)
at = names.index(st.selectbox("Agency", names, key="list_of", bind="query-params"))
work = workloads[at]
table = build_action_list(work, listing)
sentence = headlines.describe_agency(work, tallies[at])
messages.paragraph(sentence)
widgets.table(table, key="agency_list", mode=mode, on_pick=controls.open_action(plan))
buttons = st.columns([2, 2, 2, 4])
with buttons[0]:
    screen.download(table, f"{work.agency} action plan {plan.label}")
buttons[1].download_button(
    "Download Word",
    data=lambda: agency_export.to_word(listing, work.agency, work.actions),
    file_name=f"{agency_export.make_file_name(work.agency, plan.label)}.docx",
    icon=":material/description:",
    on_click="ignore",
)
with buttons[2]:
    widgets.print_list(table, f"{work.agency}: action plan {plan.label}", sentence, key="print_list")

messages.subheader("Every agency")
every = build_agency_table(workloads, tallies, work.agency)
widgets.table(every, key="agencies", mode=mode, on_pick=lambda name: st.session_state.update(list_of=name))
screen.download(every, f"agencies {plan.label}")
