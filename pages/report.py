"""Report: the committee paper of the filters in force, arranged and written by the partnership."""

from functools import partial

import streamlit as st

from csp.comparison import resolve
from csp.core import settings
from csp.shell import frame, messages, navigation, people, screen, widgets
from csp.shell.tabs import draw_tabs
from csp.topics.action_plan.fetch import find_since, is_away, note_away
from csp.topics.report import build
from csp.topics.report.authoring import (
    arranging,
    cover_form,
    gathering,
    horizon_form,
    making,
    order,
    paragraphs,
    review_form,
    saving,
    words,
)
from csp.topics.report.authoring.report_being_written import ReportBeingWritten
from csp.topics.report.authoring.survey_table import build_survey_table
from csp.topics.report.fetch import read_day

# 1. What is asked for
filters = frame.filters()
navigation.follow()
scope, mode, today = resolve.resolve_scope(filters), screen.mode(), read_day()
top = st.container()
row = st.container(horizontal=True, vertical_alignment="bottom")
kind = arranging.choose_kind(row)
usual = find_since(today)
since = arranging.choose_day(kind, usual.day, row)

# 2. The data
kept = gathering.fetch_kept(filters, kind, since)
listed, plan = gathering.list_crime_labels(filters.source), kept.plan

# 3. The rules
sections = arranging.read_sections(kept, listed)
arrangement, texts = order.arrange(sections, kind, since), kept.build_texts()
titles = order.name_sections(sections, kind, listed)
included = {part.key: titles[part.key] for part in arrangement.parts}
filled = paragraphs.fill_paragraphs(kept.stored.paragraphs, kept.write_fields)
changed = paragraphs.count_changed(filled, included)
period = resolve.describe_span(filters, scope)

# 4. The picture
with top:
    detail = f"{settings.area().home_name}, {period}."
    notes = [] if plan or is_away() else [words.NO_PLAN]
    notes += [] if is_away() else words.explain_day(since, usual)
    screen.header(words.write_headline(kind, len(included), changed), detail, filters, scope, notes)
    note_away()
making.draw_files(
    kind,
    resolve.describe_periods(filters, scope)[0],
    (filters, arrangement, texts, today),
    partial(build.build_document, filters, arrangement, texts, today=today),
    row,
)
saving.show_outcome()
parts, below = st.container(), st.container()
with below:
    author = people.editor() if plan else None


def draw_sections() -> None:
    arranging.draw_sections(kind, sections, kept.stored.order, listed, plan, author)


def draw_survey() -> None:
    if not kept.survey:
        messages.caption(words.NO_SURVEY)
        return
    table = build_survey_table(kept.survey)
    widgets.table(table, key="survey", mode=mode)
    screen.download(table, "survey figures")


bodies = {"Sections": draw_sections}
if plan is not None:
    report = ReportBeingWritten(kept, plan, titles, included, period, author)
    bodies |= {
        "Paragraphs": partial(paragraphs.draw_paragraphs, report, filled),
        "Cover": partial(cover_form.draw_cover, report),
    }
    if kind == "assessment":
        bodies |= {
            "Last year's plan": partial(review_form.draw_review, report),
            "Horizon scan": partial(horizon_form.draw_horizon, report),
        }
if kind == "assessment":
    bodies |= {"Survey": draw_survey}
screen.drop_stale_choice("report_tab", bodies)
with parts:
    if not saving.draw_choice(titles):
        draw_tabs("report_tab", bodies)
