"""What outlives a lost connection, and what a browser may send back."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

KEY = "0123456789abcdef" * 2


SCRIPT = """
import streamlit as st

from csp.shell import drafts

drafts.restore(st.session_state["sent"])
st.session_state["collected"] = drafts.collect()
"""


def restore(sent):
    """What a browser would keep next, after a new session has got back what it kept."""
    app = AppTest.from_string(SCRIPT)
    app.session_state["sent"] = sent
    return app.run().session_state["collected"]


def test_the_text_that_is_being_written_is_known_again():
    sent = {"report-assessment-written": KEY, "report-paragraph-1-round": 3}
    assert restore(sent) == sent


def test_what_cannot_have_been_kept_is_left():
    sent = {"report-assessment-written": "../x", "report-1-round": "<b>", "other": KEY}
    assert restore(sent) == {}
