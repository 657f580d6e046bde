"""Sources that are declared here: the list of them, and the form for one more."""

from __future__ import annotations

from functools import partial

import streamlit as st

from csp.core.errors import UserError
from csp.core.markup import bold, plain
from csp.core.partner.declaration import Declaration
from csp.core.typed_text import check_line
from csp.imports.partner.mapping.declaring import (
    declare_source,
    list_declared,
    list_presets,
    remove_source,
)
from csp.shell import messages, typed
from csp.shell.typed import Form
from csp.topics.data_status.partner import findings, outcome
from csp.topics.data_status.partner.codes import make_code, make_codes
from csp.topics.data_status.partner.draft import Draft
from csp.topics.data_status.partner.opening import read_draft

_OPEN, _NAME = "partner_declaring", "partner-source"
_OWN, _RECORDED, _STREET = "own", "recorded", "street"
_BLANK = {
    "label": "",
    "counts": "",
    "licence": "",
    "vocabulary": _OWN,
    "offences": "",
    "polarity": "neutral",
    "span": "month",
    "small": "",
    "provisional": "0",
}
_ALIKE, _DISTRICT_ALONE = "", "yes"
_LONGEST_LABEL, _LONGEST_TEXT, _MOST_WORDS = 60, 200, 4_000


def is_open() -> bool:
    """Whether the form is open."""
    return bool(st.session_state.get(_OPEN))


def open_form() -> None:
    """In a callback: open the form. Beside a file it begins with the file's own types."""
    st.session_state[_OPEN] = True
    draft = read_draft()
    if draft is not None:
        words = "\n".join(match.word for match in draft.match() if match.role == "offence")
        st.session_state.setdefault("partner_source_words", words)


def _close() -> None:
    """In a callback: close the form; what was typed is forgotten."""
    st.session_state.pop(_OPEN, None)
    st.session_state.pop("partner_source_words", None)
    typed.start_afresh(_NAME)


def draw() -> None:
    """The declared sources, each with the way to remove it, and the form for one more."""
    declared = list_declared()
    if not declared:
        messages.caption(findings.NO_SOURCES)
    with st.container(height=330 if len(declared) > 4 else "content", border=False):
        for code, source in declared.items():
            _draw_source(code, source)
    st.button("Declare a source", key="partner_declare", type="primary", on_click=open_form)


def _draw_source(code: str, source: Declaration) -> None:
    label, remove = st.columns([8, 2], vertical_alignment="center")
    messages.paragraph(bold(source.label), label)
    messages.caption(findings.describe_declaration(source), place=label)
    with remove.popover("Remove"):
        messages.caption("The source and its measures are no longer offered. It must hold no figures.")
        st.button(
            plain("Remove it"),
            key=f"partner_source_remove-{code}",
            on_click=outcome.do,
            args=(partial(_remove, code, source.label),),
        )


def _remove(code: str, label: str) -> str:
    remove_source(code)
    return f"The source {label} is removed."


def draw_form(draft: Draft | None) -> None:
    """The form for a source. draft: the file that it is declared for, if any."""
    values = {**_BLANK, "offences": str(st.session_state.get("partner_source_words", ""))}
    form = typed.open_form(_NAME, 0, values)
    _choose_preset(form)
    left, middle, right = st.columns(3, gap="medium")
    with left, st.container(gap="small"):
        _draw_texts(form)
    with middle, st.container(gap="small"):
        _draw_types(form)
    with right, st.container(gap="small"):
        _draw_choices(form)
    with st.container(horizontal=True):
        st.button(
            "Declare the source",
            type="primary",
            key="partner_declare_store",
            on_click=_declare,
            args=(form, draft),
        )
        st.button("Cancel", key="partner_declare_cancel", on_click=_close)


def _choose_preset(form: Form) -> None:
    presets = list_presets()
    key = form.key_of("preset")
    st.pills(
        "Begin with",
        list(presets),
        key=key,
        label_visibility="collapsed",
        format_func=plain,
        on_change=lambda: _fill(form, presets[st.session_state[key]]) if st.session_state[key] else None,
    )


def _fill(form: Form, preset: Declaration) -> None:
    """In a callback: the fields say what a preset says. Types of the file at hand stay."""
    is_own = preset.vocabulary not in (_RECORDED, _STREET)
    values = {
        "label": preset.label,
        "counts": preset.counts,
        "licence": preset.licence,
        "vocabulary": _OWN if is_own else preset.vocabulary,
        "polarity": preset.polarity,
        "span": preset.span,
        "small": _DISTRICT_ALONE if preset.small else _ALIKE,
        "provisional": str(preset.provisional_months),
    }
    if not st.session_state.get("partner_source_words"):
        values["offences"] = "\n".join(preset.offences.values())
    for field, value in values.items():
        form.put(field, value)


def _draw_texts(form: Form) -> None:
    for field, label, placeholder in (
        ("label", "Name", "Domestic abuse helpline"),
        ("counts", "What it counts", "calls to the helpline"),
        ("licence", "Licence, or the terms under which it was given", "Open Government Licence v3.0"),
    ):
        st.text_input(plain(label), form.read(field), placeholder=placeholder, **form.bind(field))


def _draw_types(form: Form) -> None:
    typed.choose(form, "vocabulary", "Types", findings.VOCABULARY_LABELS)
    if form.read("vocabulary") == _OWN:
        st.text_area("Its types, one to a line", form.read("offences"), height=140, **form.bind("offences"))


def _draw_choices(form: Form) -> None:
    typed.choose(form, "polarity", "Fewer of them", findings.POLARITY_LABELS)
    typed.choose(form, "span", "A figure is of", findings.SPAN_LABELS)
    typed.choose(form, "small", "Small counts", findings.SMALL_LABELS)
    st.text_input(
        "Latest months that may yet be revised",
        form.read("provisional"),
        max_chars=2,
        **form.bind("provisional"),
    )


def _declare(form: Form, draft: Draft | None) -> None:
    """In a callback: declare the source as typed; the file at hand is then of it."""

    def work() -> str:
        declaration = _read(form)
        if declaration.code in list_declared():
            raise UserError(f"There is a source {declaration.label} already: give this one another name.")
        declare_source(declaration)
        if draft is not None:
            draft.guess_columns(declaration.code)
        return f"The source {declaration.label} is declared."

    if outcome.attempt(work):
        _close()


def _read(form: Form) -> Declaration:
    """The declaration as typed. Raises UserError for what is missing or cannot be kept."""
    label = check_line(form.read("label"), "The name", _LONGEST_LABEL, required=True)
    code = make_code(label)
    if not code:
        raise UserError("The name needs letters: the source is called by it.")
    is_own = form.read("vocabulary") == _OWN
    offences = make_codes(form.read("offences")[:_MOST_WORDS].splitlines()) if is_own else {}
    if is_own and not offences:
        raise UserError("Name at least one type, one to a line: what the file counts is of one of them.")
    licence = check_line(form.read("licence"), "The licence", _LONGEST_TEXT, required=True)
    provisional = form.read("provisional").strip() or "0"
    if not provisional.isdecimal():
        raise UserError("Latest months that may yet be revised: give a number, 0 for none.")
    return Declaration(
        code=code,
        label=label,
        licence=licence,
        credit=f"{label}, {licence}",
        counts=check_line(form.read("counts"), "What it counts", _LONGEST_TEXT, required=True),
        vocabulary=code if is_own else form.read("vocabulary"),
        kind="incident" if is_own else "crime",
        offences=offences,
        span=findings.SPANS[form.read("span")],
        small=form.read("small") == _DISTRICT_ALONE,
        provisional_months=int(provisional),
        polarity="lower" if form.read("polarity") == "lower" else "neutral",
    )
