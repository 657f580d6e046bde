"""The horizon list: what is ahead, under seven headings, and what the partnership means to do about it."""

from __future__ import annotations

import streamlit as st

from csp.core.markup import bold
from csp.shell import drafts, messages
from csp.shell.people import Person
from csp.shell.typed import open_form
from csp.topics.action_plan.store import report_entries
from csp.topics.action_plan.store.report_records import FACTORS, HorizonItem, Version
from csp.topics.report.authoring import saving, words
from csp.topics.report.authoring.removed import draw_removed_items
from csp.topics.report.authoring.report_being_written import ReportBeingWritten
from csp.topics.report.authoring.saving import Write

_EDITED, _NEW_KEY = (f"report-horizon-{name}{drafts.WRITTEN}" for name in ("edited", "new"))


def draw_horizon(report: ReportBeingWritten) -> None:
    """The items under their headings and, for an author, a form for another one."""
    items = report.kept.stored.horizon
    if not items:
        messages.caption(words.NO_HORIZON)
    edited = st.session_state.get(_EDITED, "")
    for factor in FACTORS:
        under = [each for each in items if each.content.factor == factor]
        if under:
            messages.paragraph(bold(factor.capitalize()))
        for each in under:
            if report.author and edited == each.key:
                _draw_form(report, report.author, each)
            else:
                _draw_item(report, each)
    if report.author and not edited:
        messages.paragraph(bold("Another item"))
        _draw_form(report, report.author, None)
    if report.author:
        draw_removed_items(report, report.author)


def _draw_item(report: ReportBeingWritten, item: Version[HorizonItem]) -> None:
    line, edit, remove = st.columns([8, 1, 1], vertical_alignment="center")
    messages.paragraph(item.content.text, line)
    if item.content.response:
        messages.caption(f"Response: {item.content.response}", place=line)
    if report.author is None:
        return
    edit.button(
        "Edit",
        key=f"horizon_edit_{item.key}",
        type="tertiary",
        on_click=st.session_state.update,
        kwargs={_EDITED: item.key},
    )
    done = "The item is taken out."
    write = Write(report.plan.id, item.key, item.content, item.version, report.author, done)
    remove.button(
        "Take out",
        key=f"horizon_remove_{item.key}",
        type="tertiary",
        on_click=saving.attempt_removal,
        args=(write,),
    )


def _draw_form(report: ReportBeingWritten, author: Person, item: Version[HorizonItem] | None) -> None:
    entry = item.key if item else st.session_state.setdefault(_NEW_KEY, report_entries.new_key())
    content = item.content if item else HorizonItem(FACTORS[0], "")
    values = {"text": content.text, "response": content.response, "factor": content.factor}
    form = open_form(f"horizon-{entry}", item.version if item else 0, values)
    after = _close if item else _forget_new

    def make() -> Write:
        content = HorizonItem(form.read("factor"), form.read("text"), form.read("response"))
        done = f"Stored under {content.factor}."
        return Write(report.plan.id, entry, content, form.version, author, done, form.name, after)

    with st.container(border=True):
        factor, text, response = st.columns([2, 4, 4])
        factor.selectbox(
            "Heading",
            FACTORS,
            index=FACTORS.index(form.read("factor")),
            format_func=str.capitalize,
            **form.bind("factor"),
        )
        text.text_area(
            "What is ahead, and what it may bring", form.read("text"), height=90, **form.bind("text")
        )
        response.text_area("What is to be done", form.read("response"), height=90, **form.bind("response"))
        author_line = words.describe_author(item) if item else ""
        saving.draw_store_row("Store" if item else "Add", form, make, author_line)


def _close() -> None:
    st.session_state.pop(_EDITED, None)


def _forget_new() -> None:
    st.session_state.pop(_NEW_KEY, None)
