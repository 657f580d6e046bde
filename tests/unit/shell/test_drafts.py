"""What outlives a lost connection, and what a browser may send back."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from csp.shell import drafts

KEY = "0123456789abcdef" * 2


SCRIPT = """
import streamlit as st

from csp.shell import drafts

drafts.restore(st.session_state["sent"])
st.session_state["collected"] = drafts.collect()
"""


def restore(sent, drawn=None):
    """What a browser would keep next, after a new session has got back what it kept.

    drawn: with what the keys of the form on the screen begin.
    """
    app = AppTest.from_string(SCRIPT)
    if drawn:
        app.session_state[drafts.DRAWN] = drawn
    app.session_state["sent"] = sent
    return app.run().session_state["collected"]


def test_the_text_that_is_being_written_is_known_again():
    sent = {"report-assessment-written": KEY, "report-paragraph-1-round": 3}
    assert restore(sent) == sent


def test_what_was_typed_into_a_form_that_was_left_is_known_again_but_not_what_the_browser_still_shows():
    sent = {
        "update-7-new-written": KEY,
        f"update-{KEY}-note": "Half written",
        f"update-{KEY}-value-{KEY}": "12",
    }
    assert restore(sent) == sent
    assert restore(sent, drawn=f"update-{KEY}") == {"update-7-new-written": KEY}


def test_what_cannot_have_been_kept_is_left():
    sent = {
        "report-assessment-written": "../x",
        "report-1-round": "<b>",
        "other": KEY,
        f"update-{KEY}-note": 7,
        "update-1-note": "x",
        f"update-{KEY}-more": "x",
    }
    assert restore(sent) == {}
