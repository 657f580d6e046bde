"""What was taken out of a report: kept, and put back at a click."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

import streamlit as st

from csp.core.markup import plain
from csp.shell import messages
from csp.shell.people import Person
from csp.topics.action_plan.fetch import fetch_board
from csp.topics.action_plan.store import report_entries
from csp.topics.action_plan.store.report_records import AuthorParagraph, Content, HorizonItem, Version
from csp.topics.report.authoring import saving, words
from csp.topics.report.authoring.preview import show_text
from csp.topics.report.authoring.report_being_written import ReportBeingWritten
from csp.topics.report.authoring.saving import Write

T = TypeVar("T", bound=Content)


def draw_removed_paragraphs(report: ReportBeingWritten, author: Person) -> None:
    """The paragraphs of this kind of report that were taken out."""
    removed = report_entries.list_removed(fetch_board(), report.plan.id, AuthorParagraph)
    of_kind = [each for each in removed if each.content.report == report.kept.kind]
    _draw(report, author, of_kind, lambda each: messages.paragraph(show_text(each.content.text)))


def draw_removed_items(report: ReportBeingWritten, author: Person) -> None:
    """The items of the horizon list that were taken out."""
    removed = report_entries.list_removed(fetch_board(), report.plan.id, HorizonItem)

    def show(item: Version[HorizonItem]) -> None:
        for line in words.describe_content(item.content, {}):
            messages.paragraph(line)

    _draw(report, author, removed, show)


def _draw(
    report: ReportBeingWritten,
    author: Person,
    removed: Sequence[Version[T]],
    show: Callable[[Version[T]], None],
) -> None:
    if not removed:
        return
    with st.expander(plain(f"Taken out ({len(removed)})")):
        for each in removed:
            messages.caption(words.describe_author(each))
            show(each)
            write = Write(report.plan.id, each.key, each.content, each.version, author, "Put back.")
            st.button(
                "Put back",
                key=f"restore_{each.key}",
                on_click=saving.attempt,
                args=(lambda write=write: write,),
            )
