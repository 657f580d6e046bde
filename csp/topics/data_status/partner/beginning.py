"""The tab "Bring in" before a file is chosen: the way in, and what is there from before."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

from csp.core.errors import UserError
from csp.core.markup import plain
from csp.core.measures import describe_own_fault, read_catalogue
from csp.data import partner_history
from csp.imports.partner.formats.kinds import ENDINGS
from csp.imports.partner.mapping.declaring import list_declared
from csp.shell import chosen_file, messages
from csp.shell.chosen_file import Uploader
from csp.topics.data_status.partner import declaring, findings, measures, outcome, profiles
from csp.topics.data_status.partner.opening import begin, keep_draft
from csp.topics.data_status.partner.upload import LARGEST_EXTRACT_MB, keep_upload

_UPLOADER = Uploader("partner_file", findings.UPLOAD_LABEL, ENDINGS, LARGEST_EXTRACT_MB)
BROUGHT_IN, PROFILES, SOURCES, MEASURES = "Brought in", "Profiles", "Sources", "Measures"
_PARTS = [BROUGHT_IN, PROFILES, SOURCES, MEASURES]
# Of a long list the tab shows these first: the latest.
_LATEST = 6


def draw() -> None:
    """The uploader, and beside it what was brought in before, profiles, sources and measures.

    A form that is open has all of the page.
    """
    if declaring.is_open():
        declaring.draw_form(None)
        return
    if measures.is_open():
        measures.draw_form()
        return
    if fault := describe_own_fault():
        messages.error(fault)
    left, right = st.columns([3, 5], gap="large")
    with left:
        messages.paragraph(findings.INTRODUCTION)
        choose_file()
    parts: Mapping[str, Callable[[], None]] = {
        BROUGHT_IN: _draw_steps,
        PROFILES: profiles.draw,
        SOURCES: declaring.draw,
        MEASURES: measures.draw,
    }
    with right:
        part = st.segmented_control(
            "What is there",
            _PARTS,
            default=BROUGHT_IN if list_declared() else SOURCES,
            format_func=plain,
            key="partner_part",
            required=True,
            label_visibility="collapsed",
            bind="query-params",
        )
        parts[part]()


def choose_file() -> None:
    """The uploader. A file that arrives is read, and takes the place of any other."""
    if refusal := chosen_file.choose(_UPLOADER, _read):
        messages.error(refusal)


def _read(name: str, content: bytes) -> str:
    """What is wrong with a file that has arrived; "" where it is now the session's."""
    try:
        upload = keep_upload(name, content)
        try:
            keep_draft(begin(upload))
        except BaseException:
            upload.remove()
            raise
    except UserError as error:
        return str(error)
    return ""


def _draw_steps() -> None:
    """What was brought in and removed, the latest first, with the way back."""
    sources = read_catalogue().sources
    steps = [step for source in list_declared() for step in partner_history.list_deliveries(source)]
    steps.sort(key=lambda step: step.moment, reverse=True)
    if not steps:
        messages.caption(findings.NOTHING_BROUGHT_IN)
        return
    for step in steps[:_LATEST]:
        label, what, button = st.columns([3, 6, 3], vertical_alignment="center")
        source = sources.get(step.source)
        messages.paragraph(source.label if source else step.source, label)
        described = findings.describe_step(step.action, step.file, step.by, step.moment, step.figures)
        messages.caption(described, place=what)
        with button:
            outcome.draw_way_back(step)
    if len(steps) > _LATEST:
        messages.caption(f"The latest {_LATEST} of {len(steps)}; the others are on the tab Revisions.")
