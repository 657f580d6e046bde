"""What each agency has to do and how it stands, with a list for each to take away."""

import streamlit as st

from csp import widgets
from csp.shell import frame, messages, screen
from csp.topics.action_plan import board_view, findings, tables
from csp.topics.action_plan import rules as action_plan
from csp.topics.action_plan.store import agency_export

# 1. What is asked for
asked = frame.filters_if_any()
board_view.follow()
top = st.container()
plan = board_view.choose_plan()
listing = board_view.listing(plan)

# 2. and 3. The rules
found = action_plan.workloads(listing)
names = [work.agency for work in found]
tallies = [action_plan.tally(work.actions) for work in found]
mode = screen.mode()

# 4. The picture
with top:
    board_view.header(findings.agencies_headline(found, len(listing.actions)), listing, asked)
if not found:
    messages.caption("Name agencies with the actions on the page Plans.")
    st.stop()
screen.drop_stale_choice("list_of", names)
wanted = st.selectbox("List of", names, key="list_of", bind="query-params")
work = found[names.index(wanted)]
table = tables.agency_list(work, listing)
detail = findings.agency_sentence(work, tallies[names.index(wanted)])
messages.paragraph(detail)
widgets.table(table, key="agency_list", mode=mode, on_pick=board_view.open_action(plan))
buttons = st.columns([2, 2, 2, 4])
with buttons[0]:
    screen.download(table, f"{work.agency} action plan {plan.label}")
buttons[1].download_button(
    "Download Word",
    data=lambda: agency_export.to_word(listing, work.agency, work.actions),
    file_name=f"{agency_export.file_name(work.agency, plan.label)}.docx",
    icon=":material/description:",
    on_click="ignore",
)
with buttons[2]:
    widgets.print_list(table, f"{work.agency}: action plan {plan.label}", detail, key="print_list")

messages.subheader("Every agency")
every = tables.agencies(found, tallies, work.agency)
widgets.table(every, key="agencies", mode=mode, on_pick=lambda name: st.session_state.update(list_of=name))
screen.download(every, f"agencies {plan.label}")
