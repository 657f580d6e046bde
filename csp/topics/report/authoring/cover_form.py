"""The cover of a report: its title, the line below it, and who signs it off."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from csp.core.markup import plain
from csp.shell import drafts, messages
from csp.topics.action_plan.store.report_records import ReportCover, Signature
from csp.topics.report.arrangement import TITLES
from csp.topics.report.authoring import saving, words
from csp.topics.report.authoring.report_being_written import ReportBeingWritten
from csp.topics.report.authoring.saving import Write

_SIGNATURES_HELP = "One to a line: the office; the name; the day. Chair; A. Chair; 1 May 2022"


def draw_cover(report: ReportBeingWritten) -> None:
    """A form for what stands on the cover; what stands there, for a reader."""
    stored = report.kept.stored.cover
    content = stored.content if stored else ReportCover()
    if report.author is None:
        for line in words.describe_content(content, {}) or [TITLES[report.kept.kind]]:
            messages.paragraph(line)
        return
    author, key = report.author, saving.form_key(f"cover-{report.kept.kind}")
    version = drafts.version_seen(f"{key}-title", stored.version if stored else 0)

    def make() -> Write:
        title, subtitle, lines = (
            str(st.session_state[f"{key}-{name}"]) for name in ("title", "subtitle", "signatures")
        )
        cover = ReportCover(title, subtitle, read_signatures(lines))
        return Write(report.plan.id, report.kept.kind, cover, version, author, "The cover is stored.")

    with st.form(key, border=True):
        left, right = st.columns(2, gap="medium")
        left.text_input("Title", content.title, key=f"{key}-title", placeholder=TITLES[report.kept.kind])
        left.text_input("Line below it", content.subtitle, key=f"{key}-subtitle")
        right.text_area(
            "Signed off by",
            write_signatures(content.signatures),
            key=f"{key}-signatures",
            height=120,
            help=plain(_SIGNATURES_HELP),
        )
        st.form_submit_button("Store", on_click=saving.attempt, args=(make,))
    if stored:
        messages.caption(words.describe_author(stored))


def write_signatures(signatures: Sequence[Signature]) -> str:
    """Those who sign, one to a line, as read_signatures() reads them."""
    return "\n".join("; ".join((s.office, s.name, s.day)).rstrip("; ") for s in signatures)


def read_signatures(lines: str) -> tuple[Signature, ...]:
    """Those who sign, from lines of office; name; day."""
    rows = [[part.strip() for part in line.split(";", 2)] for line in lines.splitlines() if line.strip()]
    return tuple(Signature(*row) for row in rows)
