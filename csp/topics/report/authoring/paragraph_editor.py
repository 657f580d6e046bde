"""The editor of a paragraph: where it stands, its text, figures to put in, and how it will be read."""

from __future__ import annotations

import streamlit as st

from csp.core.errors import UserError
from csp.core.markup import bold, plain
from csp.core.measures import read_catalogue
from csp.shell import drafts, messages
from csp.shell.people import Person
from csp.topics.action_plan.fetch import fetch_board
from csp.topics.action_plan.store import report_entries
from csp.topics.action_plan.store.report_records import AuthorParagraph, Version
from csp.topics.report import fields
from csp.topics.report.authoring import saving, words
from csp.topics.report.authoring.preview import show_text
from csp.topics.report.authoring.report_being_written import ReportBeingWritten
from csp.topics.report.authoring.saving import Write

NEW = "new"
_EDITED, _NEW_KEY = "report_edited", "report_new_key"
_OTHER = "Place, period and plan"
_HEIGHT = 200


def read_edited_key() -> str:
    """The key of the paragraph that is being edited, NEW for one that is new, "" for none."""
    return str(st.session_state.get(_EDITED, ""))


def edit(key: str) -> None:
    """In a callback: this paragraph is edited from now on."""
    st.session_state[_EDITED] = key
    st.session_state[_NEW_KEY] = report_entries.new_key()


def _stop() -> None:
    st.session_state.pop(_EDITED, None)


def draw_editor(report: ReportBeingWritten, author: Person, stored: Version[AuthorParagraph] | None) -> None:
    """The editor of a stored paragraph, or of a new one.

    It is no form of Streamlit's, so that the preview follows what is typed.
    """
    entry = stored.key if stored else str(st.session_state.get(_NEW_KEY, "new"))
    key = saving.form_key(f"paragraph-{entry}")
    content = stored.content if stored else AuthorParagraph(next(iter(report.titles), ""), "")
    version = drafts.version_seen(f"{key}-text", stored.version if stored else 0)
    left, right = st.columns([3, 2], gap="medium")
    with left:
        _draw_place(report, content, key)
        st.text_area("Text", content.text, key=f"{key}-text", height=_HEIGHT, help=plain(words.MARKDOWN_HELP))
        _draw_figures(key)
    with right:
        _draw_preview(report, str(st.session_state[f"{key}-text"]))

    def make() -> Write:
        return _make_write(report, author, key, entry, version, content.position if stored else None)

    with st.container(horizontal=True):
        st.button("Store", key=f"{key}-store", type="primary", on_click=saving.attempt, args=(make,))
        st.button("Do not change it" if stored else "Do not add it", key=f"{key}-stop", on_click=_stop)
    if stored:
        _draw_versions(report, stored, key)


def _draw_place(report: ReportBeingWritten, content: AuthorParagraph, key: str) -> None:
    sections = [*report.titles]
    at = sections.index(content.section) if content.section in sections else 0
    section, place = st.columns([3, 2])
    section.selectbox(
        "Section", sections, index=at, key=f"{key}-section", format_func=lambda each: report.titles[each]
    )
    place.selectbox(
        "Place",
        [*words.PLACES],
        index=[*words.PLACES].index(content.place),
        key=f"{key}-place",
        format_func=lambda each: words.PLACES[each],
    )


def _draw_figures(key: str) -> None:
    """Two lists to pick a figure from, and a button that puts its field at the end of the text."""
    offered = {measure.label: measure.code for measure in read_catalogue().measures.values()}
    types, figures, insert = st.columns([3, 4, 2], vertical_alignment="bottom")
    subject = types.selectbox("Figure of", [*offered, _OTHER], key=f"{key}-subject")
    names = fields.PLAIN_FIELDS if subject == _OTHER else fields.list_type_fields()
    prefix = "" if subject == _OTHER else f"{offered[str(subject)]}."
    name = figures.selectbox(
        "Which", [*names], key=f"{key}-figure", format_func=lambda each: names.get(each, each)
    )
    insert.button("Put it in", key=f"{key}-insert", on_click=_insert, args=(f"{key}-text", f"{prefix}{name}"))


def _insert(text_key: str, field: str) -> None:
    """In a callback: put a field at the end of a text."""
    text = str(st.session_state[text_key])
    blank = "" if not text or text[-1].isspace() else " "
    st.session_state[text_key] = f"{text}{blank}{{{field}}}"


def _draw_preview(report: ReportBeingWritten, text: str) -> None:
    messages.caption("How it will be read")
    filled = fields.fill_fields(text, report.kept.write_fields(fields.list_fields([text])))
    messages.paragraph(show_text(filled.text) if filled.text.strip() else "–")
    if filled.unknown:
        messages.warning(fields.describe_unknown(filled.unknown), icon="help")


def _make_write(
    report: ReportBeingWritten, author: Person, key: str, entry: str, version: int, position: int | None
) -> Write:
    """What the editor holds. Raises UserError for a figure that there is not."""
    section, place, text = (st.session_state[f"{key}-{name}"] for name in ("section", "place", "text"))
    names = fields.list_fields([text])
    figures = report.kept.write_fields(names)
    unknown = [name for name in names if name not in figures]
    if unknown:
        raise UserError(fields.describe_unknown(unknown))
    if position is None:
        beside = [
            each.content.position
            for each in report.kept.stored.paragraphs
            if (each.content.section, each.content.place) == (section, place)
        ]
        position = max(beside, default=-1) + 1
    content = AuthorParagraph(section, text, place, position, figures, report.period, report.kept.kind)
    done = f"Stored: {words.describe_paragraph(content, report.titles)}."
    return Write(report.plan.id, entry, content, version, author, done, _stop)


def _draw_versions(report: ReportBeingWritten, stored: Version[AuthorParagraph], key: str) -> None:
    """What the paragraph was before, the latest first; each can be taken up again in the editor."""
    versions = report_entries.list_versions(fetch_board(), report.plan.id, AuthorParagraph, stored.key)
    earlier = [each for each in versions if each.version < stored.version]
    if not earlier:
        return
    with st.expander(plain(f"Earlier versions ({len(earlier)})")):
        for each in earlier:
            messages.paragraph(bold(words.describe_author(each)))
            messages.paragraph(show_text(each.content.text))
            st.button(
                "Take this text",
                key=f"{key}-version-{each.version}",
                type="tertiary",
                on_click=_take_text,
                args=(f"{key}-text", each.content.text),
            )


def _take_text(text_key: str, text: str) -> None:
    """In a callback: the editor holds this text."""
    st.session_state[text_key] = text
