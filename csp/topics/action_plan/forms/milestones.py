"""The milestones of an action, ticked by one click, and its links to evidence."""

from __future__ import annotations

from datetime import date
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from csp.core.markup import bold, join, link, plain
from csp.shell import messages
from csp.shell.typed import Form
from csp.topics.action_plan.findings import milestones as words
from csp.topics.action_plan.findings.held import name_content, write_stored
from csp.topics.action_plan.findings.values import write_day
from csp.topics.action_plan.forms import held
from csp.topics.action_plan.forms.held import Holder, Write
from csp.topics.action_plan.rules.held_changes import find_tickers
from csp.topics.action_plan.rules.milestones import is_late, order_milestones, tick
from csp.topics.action_plan.store.entry_records import ActionDetails, Evidence, Held, Milestone
from csp.topics.action_plan.store.records import ActionView


def draw_milestones(
    details: ActionDetails, versions: tuple[Held[Any], ...], today: date, holder: Holder | None
) -> None:
    """The milestones by their days, each with a tick. versions: of everything that the action holds."""
    messages.subheader("Milestones")
    if holder is not None:
        _draw_milestone_form(details, holder)
    milestones = order_milestones(details.milestones)
    messages.caption(words.count_milestones(milestones, today) if milestones else words.NO_MILESTONE)
    tickers = find_tickers(versions)
    for each in milestones:
        _draw_milestone(each, tickers.get(each.key, ""), today, holder)


def _draw_milestone(each: Held[Milestone], ticker: str, today: date, holder: Holder | None) -> None:
    content = each.content
    box, state, edit = st.columns([6, 6, 1.4], vertical_alignment="center")
    # Another version is another box: what it shows is what is stored.
    box.checkbox(
        plain(content.text),
        content.done_on is not None,
        key=f"tick-{each.key}-{each.version}",
        disabled=holder is None,
        on_change=held.send,
        args=(Milestone, lambda: _make_tick(holder, each, today)),
    )
    sentence = words.describe_milestone(content, ticker, today)
    messages.paragraph(bold(sentence) if is_late(content, today) else sentence, place=state)
    if holder is not None:
        _draw_edit(edit, holder, each)


def _draw_edit(place: DeltaGenerator, holder: Holder, each: Held[Any]) -> None:
    place.button(
        "Edit",
        key=f"edit-{each.key}",
        type="tertiary",
        help=plain(name_content(each.content)),
        on_click=held.open_for,
        args=(holder, type(each.content), each.key),
    )


def _make_tick(holder: Holder | None, each: Held[Milestone], today: date) -> Write:
    assert holder is not None  # a box that nobody may tick is disabled
    content = tick(each.content, today)
    return Write(holder, Milestone, each.key, content, each.version, words.write_ticked(content))


def _draw_milestone_form(details: ActionDetails, holder: Holder) -> None:
    key = held.find_open(holder, Milestone)
    if not key:
        _draw_adding(holder, Milestone, "Add a milestone")
        return
    stored = held.pick(details.milestones, key)
    content = stored.content if stored else Milestone("")
    values = {
        "text": content.text,
        "due": held.write_day(content.due),
        "done_on": held.write_day(content.done_on),
    }
    form = held.begin_form(holder, Milestone, key, stored.version if stored else 0, values)
    with st.container(border=True):
        st.text_input("Milestone", form.read("text"), placeholder="Training agreed", **form.bind("text"))
        due, done = st.columns(2)
        held.draw_day(due, form, "due", "Due")
        if stored:
            held.draw_day(done, form, "done_on", "Done on")
        held.draw_buttons(
            holder, Milestone, stored, form, lambda: _make_milestone(holder, key, form, is_new=stored is None)
        )


def _make_milestone(holder: Holder, key: str, form: Form, is_new: bool) -> Write:
    content = Milestone(form.read("text"), held.read_day(form, "due"), held.read_day(form, "done_on"))
    return Write(holder, Milestone, key, content, form.version, write_stored(content, is_new), form.name)


def _draw_adding(holder: Holder, kind: type[Milestone | Evidence], label: str) -> None:
    st.button(
        plain(label),
        key=f"add_{kind.__name__.lower()}",
        icon=":material/add:",
        on_click=held.open_for,
        args=(holder, kind),
    )


def draw_evidence(details: ActionDetails, view: ActionView, holder: Holder | None) -> None:
    """The links to evidence: those that the action holds, and those that came with its updates."""
    messages.subheader("Evidence")
    if holder is not None:
        _draw_evidence_form(details, holder)
    if not details.evidence:
        messages.caption(words.NO_EVIDENCE)
    for each in details.evidence:
        _draw_link(each, holder)
    own = {each.content.link for each in details.evidence}
    given = [entry.update for entry in view.in_force() if entry.update.evidence_link]
    for update in given:
        if update.evidence_link not in own:
            source = f"with the update for {update.quarter.label}, {update.who}"
            messages.paragraph(join([link(update.evidence_link, update.evidence_link), source], " · "))


def _draw_link(each: Held[Evidence], holder: Holder | None) -> None:
    content = each.content
    line, edit = st.columns([12, 1.4], vertical_alignment="top")
    with line:
        messages.paragraph(
            join(
                [link(content.title or content.link, content.link), f"{write_day(each.at)}, {each.who}"],
                " · ",
            )
        )
    if holder is not None:
        _draw_edit(edit, holder, each)


def _draw_evidence_form(details: ActionDetails, holder: Holder) -> None:
    key = held.find_open(holder, Evidence)
    if not key:
        _draw_adding(holder, Evidence, "Add a link")
        return
    stored = held.pick(details.evidence, key)
    content = stored.content if stored else Evidence("", "")
    values = {"title": content.title, "link": content.link}
    form = held.begin_form(holder, Evidence, key, stored.version if stored else 0, values)
    with st.container(border=True):
        st.text_input("Title", form.read("title"), placeholder="Minutes of 2 Nov", **form.bind("title"))
        st.text_input("Address", form.read("link"), placeholder="https://", **form.bind("link"))
        held.draw_buttons(
            holder, Evidence, stored, form, lambda: _make_evidence(holder, key, form, is_new=stored is None)
        )


def _make_evidence(holder: Holder, key: str, form: Form, is_new: bool) -> Write:
    content = Evidence(form.read("title"), form.read("link"))
    return Write(holder, Evidence, key, content, form.version, write_stored(content, is_new), form.name)
