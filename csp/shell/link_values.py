"""Values in a link that a page's own controls do not know: what could not be found, what is shown instead.

Streamlit drops such a value without a word and shows the control's default. So what the address asks of
a control that is drawn for the first time is held against what the control then has. The filters in the
bar have an answer of their own (csp.shell.filter_values).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import streamlit as st

from csp.core import wording
from csp.core.markup import plain

_ASKED = "link_asked"
_NOT_FOUND = "link_not_found"


@dataclass(frozen=True)
class _Missing:
    """A control by its key, what it shows, and the sentence about what it does not know."""

    key: str
    shown: object
    sentence: str


def begin(page: str, not_asked: Collection[str]) -> None:
    """Before a page is drawn: note what the address asks. not_asked: keys of the filters."""
    asked = {
        key: st.query_params.get_all(key)
        for key in st.query_params
        if key not in st.session_state and key not in not_asked
    }
    st.session_state[_ASKED] = asked
    if st.session_state.get(_NOT_FOUND, (page, ()))[0] != page:
        del st.session_state[_NOT_FOUND]


def understand(key: str) -> None:
    """Note that what the address asks of a control has been understood under a former name."""
    st.session_state.get(_ASKED, {}).pop(key, None)


def list_sentences(page: str) -> list[str]:
    """When a page has been drawn: a sentence for each control that does not know what it was asked.

    They stay for as long as the control shows what it showed then.
    """
    _, known = st.session_state.get(_NOT_FOUND, (page, ()))
    missing = [each for each in known if st.session_state.get(each.key) == each.shown]
    for key, values in st.session_state.pop(_ASKED, {}).items():
        if key in st.session_state:
            missing += _find_missing(key, values)
    st.session_state[_NOT_FOUND] = (page, missing)
    return [each.sentence for each in missing]


def _find_missing(key: str, values: list[str]) -> list[_Missing]:
    """What a control was asked and does not have; only words can be held against each other."""
    shown = st.session_state[key]
    choices = shown if isinstance(shown, list) else [shown]
    if not all(choice is None or isinstance(choice, str) for choice in choices):
        return []
    unknown = [value for value in values if value and value not in choices and plain(value) not in choices]
    if not unknown:
        return []
    instead = wording.list_words([choice for choice in choices if choice])
    said = f"{instead} is shown instead" if instead else "none is chosen"
    return [_Missing(key, shown, f"{wording.quote_words(unknown)} could not be found here: {said}.")]
