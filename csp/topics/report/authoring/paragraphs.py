"""The author's paragraphs: each as it will be read, marked where a figure of it has changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

import streamlit as st

from csp.core.markup import plain
from csp.shell import messages
from csp.shell.people import Person
from csp.topics.action_plan.store.report_records import AuthorParagraph, Version
from csp.topics.report import fields
from csp.topics.report.authoring import paragraph_editor, saving, words
from csp.topics.report.authoring.preview import show_text
from csp.topics.report.authoring.removed import draw_removed_paragraphs
from csp.topics.report.authoring.report_being_written import ReportBeingWritten
from csp.topics.report.authoring.saving import Write
from csp.topics.report.fields import FilledText
from csp.topics.report.places import Anchor, order_places

Stored = Version[AuthorParagraph]


@dataclass(frozen=True)
class FilledParagraph:
    """A paragraph with its figures of now."""

    stored: Stored
    filled: FilledText


def fill_paragraphs(
    paragraphs: Sequence[Stored],
    write_fields: Callable[[Sequence[str]], Mapping[str, str]],
) -> tuple[FilledParagraph, ...]:
    """Every paragraph with its fields written out. write_fields: what fields say now, by name."""
    says = write_fields(fields.list_fields(each.content.text for each in paragraphs))
    return tuple(
        FilledParagraph(each, fields.fill_fields(each.content.text, says, each.content.figures))
        for each in paragraphs
    )


def sort_paragraphs(
    paragraphs: Sequence[FilledParagraph],
    titles: Mapping[str, str],
    find_anchors: Callable[[str], Sequence[Anchor]],
) -> list[FilledParagraph]:
    """The paragraphs in the order in which they stand in the report.

    titles: of the sections by their keys, in their order. find_anchors: the places of a section.
    """
    sections = [*titles]
    places = {
        key: order_places({each.stored.content.place for each in paragraphs}, find_anchors(key))
        for key in {each.stored.content.section for each in paragraphs}
    }

    def find_place(each: FilledParagraph) -> tuple[int, int, int]:
        content = each.stored.content
        section = sections.index(content.section) if content.section in sections else len(sections)
        return section, places[content.section].index(content.place), content.position

    return sorted(paragraphs, key=find_place)


def draw_paragraphs(report: ReportBeingWritten, paragraphs: Sequence[FilledParagraph]) -> None:
    """The paragraphs and, for an author, what can be done with them."""
    author, kind = report.author, report.kept.kind
    editing = paragraph_editor.read_edited_key(kind) if author else ""
    if author and (not editing or editing in [each.stored.key for each in paragraphs]):
        key = paragraph_editor.find_new_key(kind)
        st.button(
            plain(paragraph_editor.name_edit_button(key, is_stored=False)),
            key="write_paragraph",
            icon=":material/add:",
            on_click=paragraph_editor.edit,
            args=(kind, key),
            type="primary",
        )
    elif author:
        with st.container(border=True):
            paragraph_editor.draw_editor(report, author, editing, None)
    if not paragraphs:
        messages.caption(words.NO_PARAGRAPHS)
    find_anchors = cache(report.kept.find_anchors)
    for each in sort_paragraphs(paragraphs, report.titles, find_anchors):
        with st.container(border=True):
            if author and editing == each.stored.key:
                paragraph_editor.draw_editor(report, author, editing, each.stored)
            else:
                _draw_paragraph(report, each, author, find_anchors(each.stored.content.section))
    if author:
        draw_removed_paragraphs(report, author)


def _draw_paragraph(
    report: ReportBeingWritten, each: FilledParagraph, author: Person | None, anchors: Sequence[Anchor]
) -> None:
    content = each.stored.content
    where = words.describe_paragraph(content, report.titles, anchors)
    messages.caption(f"{where} · {words.describe_author(each.stored)}")
    if content.section not in report.included:
        messages.note(words.LEFT_OUT)
    messages.paragraph(show_text(each.filled.text))
    if marks := list_marks(each, report.period):
        messages.warning(" ".join(marks), icon="published_with_changes")
    if author is None:
        return
    with st.container(horizontal=True):
        key = each.stored.key
        st.button(
            plain(paragraph_editor.name_edit_button(key, is_stored=True)),
            key=f"edit_{key}",
            icon=":material/edit:",
            on_click=paragraph_editor.edit,
            args=(report.kept.kind, key),
        )
        if each.filled.changed:
            st.button(
                "It is still right",
                key=f"confirm_{key}",
                icon=":material/check:",
                help="Keep the paragraph with the figures of now",
                on_click=saving.attempt,
                args=(lambda: _confirm(report, each, author),),
            )
        for by, name in ((-1, "Earlier"), (1, "Later")):
            if find_neighbour(report.kept.stored.paragraphs, each.stored, by):
                st.button(
                    plain(name),
                    key=f"{name}_{key}",
                    type="tertiary",
                    on_click=_move,
                    args=(report, each.stored, by, author),
                )
        st.button(
            "Take out",
            key=f"remove_{key}",
            type="tertiary",
            on_click=saving.attempt_removal,
            args=(_write(report, each.stored, content, author, "The paragraph is taken out."),),
        )


def list_marks(each: FilledParagraph, period: str) -> list[str]:
    """What an author has to look at in a paragraph: figures that have changed, and those there are not."""
    marks = [
        fields.describe_changed(each.filled.changed),
        words.describe_basis(each.stored.content, period) if each.filled.changed else "",
        fields.describe_unknown(each.filled.unknown),
    ]
    return [mark for mark in marks if mark]


def _write(
    report: ReportBeingWritten, stored: Stored, content: AuthorParagraph, author: Person, done: str
) -> Write:
    return Write(report.plan.id, stored.key, content, stored.version, author, done)


def _confirm(report: ReportBeingWritten, each: FilledParagraph, author: Person) -> Write:
    """The same paragraph, with its figures as they are now."""
    content = each.stored.content
    figures = report.kept.write_fields(fields.list_fields([content.text]))
    confirmed = replace(content, figures=figures, basis=report.period)
    return _write(report, each.stored, confirmed, author, "Stored with the figures of now.")


def list_beside(paragraphs: Sequence[Stored], stored: Stored) -> list[Stored]:
    """The paragraphs at the same place of the same section, this one among them."""
    place = (stored.content.section, stored.content.place)
    return [each for each in paragraphs if (each.content.section, each.content.place) == place]


def find_neighbour(paragraphs: Sequence[Stored], stored: Stored, by: int) -> Stored | None:
    """The paragraph before (-1) or after (1) one at the same place; None where it is the first or last."""
    beside = list_beside(paragraphs, stored)
    at = beside.index(stored) + by
    return beside[at] if 0 <= at < len(beside) else None


def _move(report: ReportBeingWritten, stored: Stored, by: int, author: Person) -> None:
    """In a callback: change places with a neighbour. Those whose number is another then are stored."""
    beside = list_beside(report.kept.stored.paragraphs, stored)
    at = beside.index(stored)
    beside[at], beside[at + by] = beside[at + by], beside[at]
    for position, each in enumerate(beside):
        if each.content.position != position:
            content = replace(each.content, position=position)
            saving.attempt(
                lambda each=each, content=content: _write(report, each, content, author, "Moved.")  # type: ignore[misc]
            )


def count_changed(paragraphs: Sequence[FilledParagraph], titles: Mapping[str, str]) -> int:
    """How many paragraphs of sections that are in the report hold a figure that has changed."""
    return sum(bool(each.filled.changed) and each.stored.content.section in titles for each in paragraphs)
