"""One action in full: its wording, its history, its measure, and the crime measure it acts on."""

import streamlit as st

from csp import widgets
from csp.core import settings, wording
from csp.core.markup import bold, plain
from csp.core.measures import read_catalogue
from csp.shell import frame, messages, screen
from csp.shell.chart import Words
from csp.topics.action_plan import action_form, board_view, charts, findings, tables
from csp.topics.action_plan.store import reading

# 1. What is asked for
asked = frame.filters_if_any()
board_view.follow()
mode = screen.mode()
top = st.container()
first, previous, following, last, _ = st.columns([2, 1.4, 1.4, 2, 3], vertical_alignment="bottom")
plan = board_view.choose_plan(last)
listing = board_view.listing(plan, retired=True)
refs = [action.ref for action in listing.actions]
if not refs:
    with top:
        board_view.header("The plan has no actions yet.", listing, asked)
    messages.caption("Add one, or import a plan, on the page Plans.")
    st.stop()
screen.drop_stale_choice("action", refs)
ref = first.selectbox("Action", refs, key="action", bind="query-params")
at = refs.index(ref)
for place, arrow, to in ((previous, "arrow_back", at - 1), (following, "arrow_forward", at + 1)):
    if 0 <= to < len(refs):
        name, choice = refs[to], {"action": refs[to]}
        place.button(plain(name), icon=f":material/{arrow}:", on_click=st.session_state.update, kwargs=choice)

# 2. The data
shown = reading.action(board_view.board(), listing.actions[at].id)
action = shown.action
known = read_catalogue() if asked else None
linked = known.measures.get(action.linked_measure) if known else None
# 3. The rules
values = [
    (entry.update.quarter, entry.update.measure_value)
    for entry in shown.in_force()
    if entry.update.measure_value is not None
]

# 4. The picture
with top:
    board_view.header(findings.action_headline(shown, listing.today), listing, asked)
text, form = st.columns([6, 5], gap="large")
with text:
    messages.paragraph(bold(action.text))
    widgets.table(tables.facts(shown, linked.label if linked else ""), key="facts", mode=mode)
with form:
    messages.subheader("Add an update")
    editor = None
    closed = findings.why_closed(shown)
    if closed:
        messages.note(closed)
    else:
        editor = board_view.editor()
        if editor:
            action_form.draw(shown, listing.quarter, editor)
with text:
    messages.subheader("History")
    widgets.timeline(
        tables.timeline(shown, editor is not None),
        key="history",
        mode=mode,
        on_pick=action_form.start_correction,
    )
with form:
    if values:
        words = Words(
            findings.values_title(ref, values, action.target),
            findings.cut(action.measure) or "Measure value by quarter",
            f"As reported, action plan {plan.label}",
        )
        screen.chart(charts.measure_values(values, action.baseline, action.target, words, mode), key="values")
        screen.download(tables.measure_values(values, action.baseline, action.target), f"{ref} measure")
    else:
        messages.caption(
            "No measure value has been reported yet: give one with an update to see it by quarter here."
        )

messages.subheader("The crime type it acts on")
if asked is None or known is None:
    messages.note("Recorded crime cannot be shown: the sidebar says why.")
elif linked is None:
    messages.note(findings.no_link(action.linked_measure))
elif linked not in known.offered(asked.source):
    messages.note(f"{linked.long_label}: not in this source. Choose another source in the sidebar.")
else:
    area, source = settings.area(), known.sources[asked.source]
    crime = board_view.linked_crime(action, linked.code, asked, charts.MONTHS)
    for caveat in crime.caveats:
        messages.note(caveat)
    said = findings.no_test(action.started, crime.last)
    if crime.found:
        said = findings.test_sentence(linked.long_label, crime.found, area.significance)
    messages.paragraph(said)
    months = crime.trend.each()
    words = Words(
        findings.test_title(linked.label, crime.found, area.significance),
        f"Recorded per month, {area.home_name}, {wording.period(months[0], months[-1])}; hollow: incomplete",
        source.credit,
    )
    picture = charts.linked_series(
        months, crime.counts, crime.hollow, action.started, crime.found, words, mode
    )
    screen.chart(picture, key="linked")
    screen.download(
        tables.crime_months(linked.label, months, crime.counts, "not shown"), f"{linked.label} by month"
    )
