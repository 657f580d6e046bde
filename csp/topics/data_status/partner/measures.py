"""Measures that are added here: the list of them, and the form for one more."""

from __future__ import annotations

from functools import partial

import streamlit as st

from csp.core import wording
from csp.core.errors import UserError
from csp.core.markup import bold, plain
from csp.core.measures import Measure, read_catalogue
from csp.core.typed_text import check_line
from csp.imports.partner.mapping.declaring import add_measure, list_added, remove_measure
from csp.shell import messages, typed
from csp.shell.typed import SEPARATOR, Form
from csp.topics.data_status.partner import findings, outcome
from csp.topics.data_status.partner.codes import make_code

_OPEN, _NAME = "partner_adding", "partner-measure"
_LONGEST_LABEL, _LONGEST_TEXT = 60, 500


def is_open() -> bool:
    """Whether the form is open."""
    return bool(st.session_state.get(_OPEN))


def draw() -> None:
    """The measures that were added, each with the way to remove it, and the form for one more."""
    added = list_added()
    if not added:
        messages.caption(findings.NO_MEASURES)
    with st.container(height=330 if len(added) > 4 else "content", border=False):
        for measure in added.values():
            _draw_measure(measure)
    st.button("Add a measure", key="partner_add", on_click=st.session_state.update, args=({_OPEN: True},))


def _draw_measure(measure: Measure) -> None:
    label, remove = st.columns([8, 2], vertical_alignment="center")
    messages.paragraph(bold(measure.label), label)
    messages.caption(measure.definition, place=label)
    with remove.popover("Remove"):
        messages.caption("No page offers it any more. The figures behind it stay.")
        st.button(
            plain("Remove it"),
            key=f"partner_measure_remove-{measure.code}",
            on_click=outcome.do,
            args=(partial(_remove, measure),),
        )


def _remove(measure: Measure) -> str:
    remove_measure(measure.code)
    return f"The measure {measure.label} is removed."


def draw_form() -> None:
    """The form for a measure."""
    vocabularies = _list_vocabularies()
    values = {"label": "", "definition": "", "polarity": "lower", "vocabulary": "", "offences": ""}
    form = typed.open_form(_NAME, 0, {**values, "vocabulary": next(iter(vocabularies))})
    left, right = st.columns(2, gap="medium")
    left.text_input("Name", form.read("label"), placeholder="Vehicle crime", **form.bind("label"))
    left.text_area("What it counts, in a sentence", form.read("definition"), **form.bind("definition"))
    with right:
        typed.choose(form, "vocabulary", "In the words of", vocabularies)
        offences = read_catalogue().offences[form.read("vocabulary")]
        chosen = [code for code in form.read_choices("offences") if code in offences]
        st.multiselect(
            "Types that it adds up",
            list(offences),
            chosen,
            format_func=lambda code: plain(offences[code].label),
            **form.bind("offences"),
        )
        typed.choose(form, "polarity", "Fewer of them", findings.POLARITY_LABELS)
    with st.container(horizontal=True):
        st.button("Add the measure", type="primary", key="partner_add_store", on_click=_add, args=(form,))
        st.button("Cancel", key="partner_add_cancel", on_click=_close)


def _list_vocabularies() -> dict[str, str]:
    """The sources that speak each vocabulary that measures are made of."""
    catalogue = read_catalogue()
    speakers = {
        vocabulary: [each.label for each in catalogue.sources.values() if each.vocabulary == vocabulary]
        for vocabulary in catalogue.offences
    }
    return {name: wording.list_words(labels) for name, labels in speakers.items() if labels}


def _close() -> None:
    """In a callback: close the form; what was typed is forgotten."""
    st.session_state.pop(_OPEN, None)
    typed.start_afresh(_NAME)


def _add(form: Form) -> None:
    """In a callback: add the measure as typed."""

    def work() -> str:
        measure = _read(form)
        if measure.code in read_catalogue().measures:
            raise UserError(f"There is a measure {measure.label} already: give this one another name.")
        add_measure(measure)
        return f"The measure {measure.label} is added: every page offers it from the next click."

    if outcome.attempt(work):
        _close()


def _read(form: Form) -> Measure:
    """The measure as typed. Raises UserError for what is missing or cannot be kept."""
    label = check_line(form.read("label"), "The name", _LONGEST_LABEL, required=True)
    vocabulary = form.read("vocabulary")
    offences = read_catalogue().offences[vocabulary]
    codes = tuple(code for code in form.read("offences").split(SEPARATOR) if code in offences)
    if not make_code(label):
        raise UserError("The name needs letters: the measure is called by it.")
    if not codes:
        raise UserError("Choose at least one type that the measure adds up.")
    kinds = {offences[code].kind for code in codes}
    if len(kinds) > 1:
        raise UserError("A measure adds up crimes or incidents, not both: take out one kind.")
    return Measure(
        code=make_code(label),
        label=label,
        long_label=label,
        noun=wording.lower_first(label),
        kind=kinds.pop(),
        polarity="lower" if form.read("polarity") == "lower" else "neutral",
        published=False,
        ranked=True,
        parent=None,
        flag=None,
        definition=check_line(form.read("definition"), "What it counts", _LONGEST_TEXT, required=True),
        caveat="",
        offences={vocabulary: codes},
    )
