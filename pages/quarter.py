"""Before the meeting that closes a quarter: what is overdue, due and changed, and whom to remind of it."""

from datetime import date, timedelta

import streamlit as st

from csp.core.markup import plain
from csp.shell import frame, messages, navigation, people, screen, widgets
from csp.topics.action_plan import controls, fetch
from csp.topics.action_plan.fetch_review import ReviewTerms, fetch_review
from csp.topics.action_plan.findings import headlines
from csp.topics.action_plan.findings.since import describe_day
from csp.topics.action_plan.forms.review_days import draw_proposal
from csp.topics.action_plan.rules.quarter_review import MATTERS, Matter

SINCE_MEETING, SINCE_QUARTER = "Since the last meeting", "Since the quarter began"
BY_AGENCY, BY_PRIORITY = "By agency", "By priority"
TO_ANSWER = timedelta(days=14)

# 1. What is asked for
frame.filters_if_any()
navigation.follow()
top = st.container()
row = st.container(horizontal=True, vertical_alignment="bottom")
plan = controls.choose_plan(row.container(width=150))
listing = fetch.fetch_listing(plan)
with top:
    controls.end_if_empty(listing)
of_plan = [quarter for quarter in listing.quarters if quarter.end >= plan.start]
labels = {quarter.label: quarter for quarter in reversed(of_plan)}
screen.follow_renamed("close", {each.former_label: each.label for each in of_plan})
screen.drop_stale_choice("close", labels)
quarter = labels[
    row.selectbox("Quarter", labels, key="close", bind="query-params", help="The last four.", width=240)
]
usual = fetch.find_since(listing.today, listing.quarter)
day: date = row.date_input(
    "Changed since",
    usual.day,
    max_value=listing.today,
    key="since",
    bind="query-params",
    format="DD/MM/YYYY",
    help="What was recorded on that day or later counts as changed.",
    width=150,
)
for words, start in ((SINCE_MEETING, usual.day if usual.meeting else None), (SINCE_QUARTER, quarter.start)):
    if start is not None and day != start <= listing.today:
        row.button(plain(words), on_click=st.session_state.update, kwargs={"since": start})
reply_by: date = row.date_input(
    "Answers by", listing.today + TO_ANSWER, key="reply_by", format="DD/MM/YYYY", width=150
)
figures, bar = st.container(), st.container(horizontal=True, vertical_alignment="center")
matter = Matter(
    bar.segmented_control(
        "Actions",
        MATTERS,
        default=MATTERS[0],
        format_func=plain,
        key="quarter_tab",
        bind="query-params",
        required=True,
        label_visibility="collapsed",
    )
)
grouping = bar.segmented_control(
    "Grouped",
    [BY_AGENCY, BY_PRIORITY],
    default=BY_AGENCY,
    key="grouped",
    bind="query-params",
    required=True,
    label_visibility="collapsed",
)

# 2. and 3. The data and the rules
editor = people.find_editor()
terms = ReviewTerms(
    quarter=quarter,
    today=listing.today,
    since=day,
    reply_by=reply_by,
    author=editor.name if editor else "",
    matter=matter,
    is_by_agency=grouping == BY_AGENCY,
    is_simulated=fetch.is_simulated(plan),
)
review, mode = fetch_review(plan, terms), screen.mode()

# 4. The picture
with top:
    due, late, moved = (review.counts[each] for each in (Matter.UPDATE_DUE, Matter.OVERDUE, Matter.CHANGED))
    headline = headlines.write_quarter_headline(quarter, due, len(listing.actions), late, moved, day)
    controls.draw_header(headline, listing)
    messages.caption(f"{describe_day(day, usual, quarter.start)} {review.added}")
with figures:
    widgets.tiles(
        review.tiles,
        key="quarter_counts",
        mode=mode,
        on_pick=lambda name: st.session_state.update(quarter_tab=name),
    )
with bar:
    if review.reminders:
        widgets.copy_text(review.reminders, key="copy_reminders", label="Copy all reminders", width=190)
    draw_proposal(plan, review.proposed, len(listing.unfinished()))
if review.groups:
    if review.cap:
        messages.note(f"The first {review.cap} of each are shown: the download has them all.")
    widgets.table_groups(
        review.groups,
        review.shown,
        key="review",
        mode=mode,
        copy_label="Copy reminder",
        on_pick=controls.open_action(plan),
    )
    whole = (lambda: review.whole) if review.cap else None
    screen.download(review.shown, f"{matter.value} {quarter.label}".lower(), whole)
else:
    messages.caption(headlines.NOTHING_OF[matter])
