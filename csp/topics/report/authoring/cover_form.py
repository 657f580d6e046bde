"""The cover of a report: its title, the line below it, and who signs it off."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from csp.core.markup import plain
from csp.shell import messages
from csp.shell.typed import open_form
from csp.topics.action_plan.store.report_records import ReportCover, Signature
from csp.topics.report.arrangement import TITLES
from csp.topics.report.authoring import saving, words
from csp.topics.report.authoring.report_being_written import ReportBeingWritten
from csp.topics.report.authoring.saving import Write

_SIGNATURES_HELP = "One to a line: the office; the name; the day. The name and the day may be left out."
_SIGNATURES_EXAMPLE = "Chair of the partnership; A. Chair; 1 May 2022"


def draw_cover(report: ReportBeingWritten) -> None:
    """A form for what stands on the cover; what stands there, for a reader."""
    stored = report.kept.stored.cover
    content = stored.content if stored else ReportCover()
    if report.author is None:
        for line in words.describe_content(content, {}) or [TITLES[report.kept.kind]]:
            messages.paragraph(line)
        return
    author, version = report.author, stored.version if stored else 0
    values = {
        "title": content.title,
        "subtitle": content.subtitle,
        "signatures": write_signatures(content.signatures),
    }
    form = open_form(f"cover-{report.kept.kind}", version, values)

    def make() -> Write:
        title, subtitle, lines = map(form.read, values)
        cover = ReportCover(title, subtitle, read_signatures(lines))
        done = "The cover is stored."
        return Write(report.plan.id, report.kept.kind, cover, form.version, author, done, form.name)

    left, right = st.columns(2, gap="medium")
    left.text_input("Title", form.read("title"), placeholder=TITLES[report.kept.kind], **form.bind("title"))
    left.text_input(
        "Line below it",
        form.read("subtitle"),
        placeholder=report.kept.context.page.place,
        **form.bind("subtitle"),
    )
    right.text_area(
        "Signed off by",
        form.read("signatures"),
        height=124,
        placeholder=_SIGNATURES_EXAMPLE,
        help=plain(_SIGNATURES_HELP),
        **form.bind("signatures"),
    )
    saving.draw_store_row("Store", form, make, words.describe_author(stored) if stored else "")


def write_signatures(signatures: Sequence[Signature]) -> str:
    """Those who sign, one to a line, as read_signatures() reads them."""
    return "\n".join("; ".join((s.office, s.name, s.day)).rstrip("; ") for s in signatures)


def read_signatures(lines: str) -> tuple[Signature, ...]:
    """Those who sign, from lines of office; name; day."""
    rows = [[part.strip() for part in line.split(";", 2)] for line in lines.splitlines() if line.strip()]
    return tuple(Signature(*row) for row in rows)
