"""One action in full: its wording, its history, what it holds, and the crime it acts on."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from csp.core.filters import Filters
from csp.core.markup import bold
from csp.core.measures import Measure, read_catalogue
from csp.shell import frame, messages, navigation, people, screen, theme, widgets
from csp.shell.tabs import draw_tabs, translate_old_value
from csp.topics.action_plan import action_tabs, controls, fetch, sections
from csp.topics.action_plan.findings import headlines, linked_crime
from csp.topics.action_plan.findings.coverage import describe_acting
from csp.topics.action_plan.findings.reviews import describe_next_review
from csp.topics.action_plan.forms import coverage, measures, reviews, update
from csp.topics.action_plan.forms.held import Holder
from csp.topics.action_plan.rules.coverage import list_crime_types
from csp.topics.action_plan.store import entries
from csp.topics.action_plan.store.records import ActionRow
from csp.topics.action_plan.tables.action import Beside, build_fact_table
from csp.topics.meeting.saving import open_meeting
from csp.topics.road_safety import linked_casualties

MEASURES = "Measures"

# 1. What is asked for
filters = frame.filters_if_any()
navigation.follow()
mode = screen.mode()
top = st.container()
text, form = st.columns([6, 5], gap="large")
# Beside the form and not above it, so that its button is on the first screen.
places = text.columns([1.9, 1.4, 1.4, 2.3, 1.8], vertical_alignment="bottom")
first, previous, following, tools, last = places
plan = controls.choose_plan(last)
listing = fetch.fetch_listing(plan, retired=True)
with top:
    controls.end_if_empty(listing)
refs = [action.ref for action in listing.actions]
ref = controls.choose_action(refs, first, (previous, following))

# 2. The data
view = fetch.fetch_action(listing, listing.actions[refs.index(ref)].id)
action = view.action
details = entries.read_details(fetch.fetch_board(), action.id)
names = coverage.fetch_names(filters)

# 3. The rules
codes = list_crime_types(action, details)
beside = Beside(
    describe_next_review(action, details.schedule, plan, listing.today),
    describe_acting(details.coverage.wards, codes, names),
)

# 4. The picture
with top:
    controls.draw_header(headlines.write_action_headline(view, listing.today), listing, action)
holder = None
with form:
    messages.subheader("Add an update")
    closed = headlines.explain_closed(view)
    if closed:
        messages.note(closed)
    elif editor := people.editor():
        update.draw_update_form(view, listing.quarter, editor)
        holder = Holder(action.id, editor, names)
        measures.offer_first(view, holder, {"action_tab": MEASURES})
with text:
    messages.paragraph(bold(action.text))
    widgets.table(build_fact_table(view, beside), key="facts", mode=mode)
    if holder:
        reviews.draw_next_review(view, listing.today, holder, tools)
        controls.draw_way_to_editing(plan, ref)


def draw_linked() -> None:
    if filters:
        coverage.draw_coverage(action, details, filters, names, holder)
    draw_of_linked(sections.draw_linked_crime, linked_casualties.draw_linked_casualties)


def draw_of_linked(
    draw: Callable[[ActionRow, Measure, Filters, theme.Mode], None],
    draw_roads: Callable[[ActionRow, Filters, theme.Mode], None],
) -> None:
    """What rests on a crime type that the action acts on or on road casualties, or why it cannot be shown."""
    if filters is None:
        messages.note("Recorded crime cannot be shown: the reason is at the top of the page.")
        return
    code = coverage.choose_type(codes, names)
    catalogue = read_catalogue()
    linked = catalogue.measures.get(code)
    if code == linked_casualties.MEASURE:
        draw_roads(fetch.note_simulated_start(action, filters.source), filters, mode)
    elif linked is None:
        messages.note(linked_crime.NO_SERIES)
    elif linked not in catalogue.offered(filters.source):
        loaded = catalogue.sources[filters.source].label
        messages.note(f"{linked.long_label}: not in the source that is loaded, {loaded}.")
    else:
        draw(fetch.note_simulated_start(action, filters.source), linked, filters, mode)


shown = action_tabs.ShownAction(view, details, listing.today, names, holder, mode)
translate_old_value("action_tab", {"Its crime type": "What it acts on", "Its measure": MEASURES})
draw_tabs(
    "action_tab",
    {
        "History": partial(action_tabs.draw_history, shown, open_meeting),
        MEASURES: partial(action_tabs.draw_measures, shown),
        "Milestones and evidence": partial(action_tabs.draw_milestones, shown),
        "Comments": partial(action_tabs.draw_comments, shown),
        "What it acts on": draw_linked,
        "Did it work?": partial(draw_of_linked, sections.draw_effect, linked_casualties.draw_casualty_effect),
    },
)
