"""One action in full: its wording, its history, its measure, and the crime measure it acts on."""

from collections.abc import Callable

import streamlit as st

from csp.core.filters import Filters
from csp.core.markup import bold, plain
from csp.core.measures import Measure, read_catalogue
from csp.shell import frame, messages, navigation, people, screen, theme, widgets
from csp.shell.chart import Words
from csp.shell.tabs import draw_tabs, translate_old_value
from csp.topics.action_plan import charts, controls, fetch, sections
from csp.topics.action_plan.findings import headlines, linked_crime
from csp.topics.action_plan.findings.values import cut_text
from csp.topics.action_plan.forms import update
from csp.topics.action_plan.rules.measures import list_series
from csp.topics.action_plan.store.records import ActionRow
from csp.topics.action_plan.tables.action import build_fact_table, build_value_table
from csp.topics.action_plan.tables.timeline import build_timeline
from csp.topics.road_safety import linked_casualties

# 1. What is asked for
filters = frame.filters_if_any()
navigation.follow()
mode = screen.mode()
top = st.container()
first, previous, following, last, _ = st.columns([2, 1.4, 1.4, 2, 3], vertical_alignment="bottom")
plan = controls.choose_plan(last)
listing = fetch.fetch_listing(plan, retired=True)
with top:
    controls.end_if_empty(listing)
refs = [action.ref for action in listing.actions]
screen.drop_stale_choice("action", refs)
ref = first.selectbox("Action", refs, key="action", bind="query-params")
at = refs.index(ref)
for place, arrow, to in ((previous, "arrow_back", at - 1), (following, "arrow_forward", at + 1)):
    if 0 <= to < len(refs):
        name, choice = refs[to], {"action": refs[to]}
        place.button(plain(name), icon=f":material/{arrow}:", on_click=st.session_state.update, kwargs=choice)

# 2. The data
view = fetch.fetch_action(listing, listing.actions[at].id)
action = view.action
crime_types = read_catalogue() if filters else None
linked = crime_types.measures.get(action.linked_measure) if crime_types else None
# 3. The rules
series = [
    (each.content, [(point.quarter, point.value) for point in points])
    for each in view.measures
    if (points := list_series(view.in_force(), each.key, each.content))
]

# 4. The picture
with top:
    controls.draw_header(headlines.write_action_headline(view, listing.today), listing)
text, form = st.columns([6, 5], gap="large")
with text:
    messages.paragraph(bold(action.text))
    widgets.table(build_fact_table(view, linked.label if linked else ""), key="facts", mode=mode)
editor = None
with form:
    messages.subheader("Add an update")
    closed = headlines.explain_closed(view)
    if closed:
        messages.note(closed)
    else:
        editor = people.editor()
        if editor:
            update.draw_update_form(view, listing.quarter, editor)


def draw_history() -> None:
    widgets.timeline(
        build_timeline(view, editor is not None),
        key="history",
        mode=mode,
        on_pick=update.start_correction,
    )


def draw_measure() -> None:
    if not series:
        messages.caption(
            "No measure value has been reported yet: give one with an update to see it by quarter here."
        )
    for at, (measure, values) in enumerate(series):
        words = Words(
            linked_crime.write_values_title(ref, values, measure.target),
            cut_text(measure.name),
            f"As reported, action plan {plan.label}",
        )
        chart = charts.build_value_chart(values, measure.baseline, measure.target, words, mode)
        screen.chart(chart, key=f"values-{at}" if at else "values")
        name = f"{ref} measure {at + 1}" if at else f"{ref} measure"
        screen.download(build_value_table(values, measure.baseline, measure.target), name)


def draw_linked() -> None:
    draw_of_linked(sections.draw_linked_crime, linked_casualties.draw_linked_casualties)


def draw_effect() -> None:
    draw_of_linked(sections.draw_effect, linked_casualties.draw_casualty_effect)


def draw_of_linked(
    draw: Callable[[ActionRow, Measure, Filters, theme.Mode], None],
    draw_roads: Callable[[ActionRow, Filters, theme.Mode], None],
) -> None:
    """What rests on the action's crime type or on road casualties, or why it cannot be shown."""
    if filters is None or crime_types is None:
        messages.note("Recorded crime cannot be shown: the reason is at the top of the page.")
    elif action.linked_measure == linked_casualties.MEASURE:
        draw_roads(action, filters, mode)
    elif linked is None:
        messages.note(linked_crime.NO_SERIES)
    elif linked not in crime_types.offered(filters.source):
        loaded = crime_types.sources[filters.source].label
        messages.note(f"{linked.long_label}: not in the source that is loaded, {loaded}.")
    else:
        draw(action, linked, filters, mode)


translate_old_value("action_tab", {"Its crime type": "What it acts on"})
draw_tabs(
    "action_tab",
    {
        "History": draw_history,
        "Its measure": draw_measure,
        "What it acts on": draw_linked,
        "Did it work?": draw_effect,
    },
)
