"""The editor of a paragraph: where it stands, its text, figures to put in, and how it will be read."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from csp.core.errors import UserError
from csp.core.markup import bold, plain
from csp.core.measures import read_catalogue
from csp.shell import drafts, messages
from csp.shell.people import Person
from csp.shell.typed import Form, has_typed, open_form
from csp.topics.action_plan.fetch import fetch_board
from csp.topics.action_plan.store import report_entries
from csp.topics.action_plan.store.report_records import AuthorParagraph, Version
from csp.topics.report import fields
from csp.topics.report.authoring import saving, words
from csp.topics.report.authoring.preview import show_text
from csp.topics.report.authoring.report_being_written import ReportBeingWritten
from csp.topics.report.authoring.saving import Write
from csp.topics.report.document import Kind
from csp.topics.report.places import END, START

_OTHER = "Place, period and plan"
_HEIGHT = 200
_REPLACED = "report_replaced"


def name_form(key: str) -> str:
    """The name of the form of a paragraph."""
    return f"paragraph-{key}"


def read_edited_key(kind: Kind) -> str:
    """The key of the paragraph of a kind of report that is being edited, "" for none."""
    return str(st.session_state.get(_name_edited(kind), ""))


def find_new_key(kind: Kind) -> str:
    """The key of the paragraph that is written next; that of one that was begun and not stored."""
    return str(st.session_state.setdefault(_name_new(kind), report_entries.new_key()))


def _name_edited(kind: Kind) -> str:
    return f"report-{kind}{drafts.WRITTEN}"


def _name_new(kind: Kind) -> str:
    return f"report-new-{kind}{drafts.WRITTEN}"


def edit(kind: Kind, key: str) -> None:
    """In a callback: this paragraph is edited from now on. What was typed into another is kept."""
    st.session_state[_name_edited(kind)] = key


def _close(kind: Kind) -> None:
    st.session_state.pop(_name_edited(kind), None)


def _end(kind: Kind) -> None:
    """After a paragraph is stored."""
    _close(kind)
    st.session_state.pop(_name_new(kind), None)


def name_edit_button(key: str, is_stored: bool) -> str:
    """What opens the editor: it says where a text was begun."""
    if has_typed(name_form(key)):
        return "Go on with what you typed"
    return "Edit" if is_stored else "Write a paragraph"


def draw_editor(
    report: ReportBeingWritten, author: Person, key: str, stored: Version[AuthorParagraph] | None
) -> None:
    """The editor of a stored paragraph, or of a new one.

    It is no form of Streamlit's, so that the preview follows what is typed.
    """
    content = stored.content if stored else AuthorParagraph(next(iter(report.titles), ""), "")
    values = {"text": content.text, "section": content.section, "place": content.place}
    form = open_form(name_form(key), stored.version if stored else 0, values)
    left, right = st.columns([3, 2], gap="medium")
    with left:
        _draw_place(report, form)
        st.text_area(
            "Text",
            form.read("text"),
            height=_HEIGHT,
            help=plain(words.MARKDOWN_HELP),
            **form.bind("text"),
        )
        subject = _draw_figures(form)
    with right:
        _draw_preview(report, form.read("text"))
        _list_figures(report, subject)

    def make() -> Write:
        return _make_write(report, author, form, key, content if stored else None)

    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            "Store",
            key=form.key_of("store"),
            type="primary",
            on_click=saving.attempt,
            args=(make,),
        )
        st.button("Close", key=form.key_of("close"), on_click=_close, args=(report.kept.kind,))
        _draw_way_back(form)
        if form.is_changed:
            messages.caption(words.NOT_STORED)
    if stored:
        _draw_versions(report, stored, form)


def _draw_place(report: ReportBeingWritten, form: Form) -> None:
    sections = [*report.titles]
    section, place = st.columns([2, 3])
    if form.read("section") not in sections:
        sections.append(form.read("section"))
    handed = form.bind("section")
    chosen = section.selectbox(
        "Section",
        sections,
        index=sections.index(form.read("section")),
        key=handed["key"],
        on_change=_change_section,
        args=(form,),
        format_func=lambda each: report.titles.get(each, words.NO_SECTION),
    )
    anchors = report.kept.find_anchors(chosen)
    places = [START, *(anchor.place for anchor in anchors), END]
    if form.read("place") not in places:
        places.append(form.read("place"))
    place.selectbox(
        "Place in the section",
        places,
        index=places.index(form.read("place")),
        **form.bind("place"),
        format_func=lambda each: words.describe_place(each, anchors),
    )


def _change_section(form: Form) -> None:
    """In a callback: another section has other headings and tables, but an end as well."""
    form.put("section", form.read("section"))
    if form.read("place") != END:
        form.put("place", START)


def _draw_figures(form: Form) -> str:
    """Two lists to pick a figure from, and a button that puts its field at the end of the text.

    Gives the crime type or the group of figures that is chosen.
    """
    types, figures, insert = st.columns([3, 4, 2], vertical_alignment="bottom")
    codes = _list_subjects()
    subject = str(types.selectbox("Figure of", [*codes], key=form.key_of("subject")))
    prefix, names = _name_figures(subject)
    name = figures.selectbox(
        "Which", [*names], key=form.key_of("figure"), format_func=lambda each: names.get(each, each)
    )
    insert.button("Put it in", key=form.key_of("insert"), on_click=_insert, args=(form, f"{prefix}{name}"))
    return subject


def _list_subjects() -> dict[str, str]:
    """The codes of crime types by their labels, and "" for the figures that are of none."""
    return {**{measure.label: code for code, measure in read_catalogue().measures.items()}, _OTHER: ""}


def _name_figures(subject: str) -> tuple[str, Mapping[str, str]]:
    """What the fields of a crime type begin with, and how they go on, with what each stands for."""
    code = _list_subjects()[subject]
    return (f"{code}.", fields.list_type_fields()) if code else ("", fields.PLAIN_FIELDS)


def _insert(form: Form, field: str) -> None:
    """In a callback: put a field at the end of the text."""
    text = form.read("text")
    blank = "" if not text or text[-1].isspace() else " "
    form.put("text", f"{text}{blank}{{{field}}}")


def _draw_preview(report: ReportBeingWritten, text: str) -> None:
    messages.caption("How it will be read")
    filled = fields.fill_fields(text, report.kept.write_fields(fields.list_fields([text])))
    messages.paragraph(show_text(filled.text) if filled.text.strip() else words.NO_TEXT)
    if filled.unknown:
        messages.warning(fields.describe_unknown(filled.unknown), icon="help")


def _list_figures(report: ReportBeingWritten, subject: str) -> None:
    """Every figure of a subject: how it is typed, what it stands for and what it says now."""
    prefix, abouts = _name_figures(subject)
    names = {f"{prefix}{name}": about for name, about in abouts.items()}
    says = report.kept.write_fields([*names])
    with st.expander(plain(f"What can be typed for {subject}")):
        messages.bullets(
            f"{{{name}}}: {about}; now “{says[name]}”" for name, about in names.items() if name in says
        )


def _make_write(
    report: ReportBeingWritten, author: Person, form: Form, key: str, stored: AuthorParagraph | None
) -> Write:
    """What the editor holds. Raises UserError for a figure that there is not."""
    section, place, text = (form.read(name) for name in ("section", "place", "text"))
    names = fields.list_fields([text])
    figures = report.kept.write_fields(names)
    unknown = [name for name in names if name not in figures]
    if unknown:
        raise UserError(fields.describe_unknown(unknown))
    if stored and (stored.section, stored.place) == (section, place):
        position = stored.position
    else:
        beside = [
            each.content.position
            for each in report.kept.stored.paragraphs
            if (each.content.section, each.content.place) == (section, place)
        ]
        position = max(beside, default=-1) + 1
    content = AuthorParagraph(section, text, place, position, figures, report.period, report.kept.kind)
    where = words.describe_paragraph(content, report.titles, report.kept.find_anchors(section))
    done, kind = f"Stored: {where}.", report.kept.kind
    return Write(report.plan.id, key, content, form.version, author, done, form.name, lambda: _end(kind))


def _draw_versions(report: ReportBeingWritten, stored: Version[AuthorParagraph], form: Form) -> None:
    """What the paragraph was before, the latest first; each can be taken up again in the editor."""
    versions = report_entries.list_versions(fetch_board(), report.plan.id, AuthorParagraph, stored.key)
    with st.expander(plain(f"Versions ({len(versions)})")):
        for each in versions:
            messages.paragraph(bold(words.describe_author(each)))
            messages.paragraph(show_text(each.content.text))
            if each.content.text != form.read("text"):
                st.button(
                    "Take this text",
                    key=form.key_of(f"version-{each.version}"),
                    type="tertiary",
                    on_click=_take_text,
                    args=(form, each.content.text),
                )


def _take_text(form: Form, text: str) -> None:
    """In a callback: the editor holds this text; the one that it held can be had back."""
    st.session_state[_REPLACED] = (form.key, form.read("text"))
    form.put("text", text)


def _draw_way_back(form: Form) -> None:
    """A button for the text that another version was put in place of."""
    key, text = st.session_state.get(_REPLACED, ("", ""))
    if key == form.key and text != form.read("text"):
        st.button(
            "Back to what was there",
            key=form.key_of("back"),
            type="tertiary",
            on_click=_take_text,
            args=(form, text),
        )
