"""What became of a write is kept until its form is drawn again, and shown once."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from csp.shell import messages

# A page with a form of the topic "plans", which is not drawn while it is away, and one of the topic "name".
PAGE = """
import streamlit as st
from csp.core.errors import UserError
from csp.shell import messages

def refuse():
    raise UserError("The year is missing.")

writes = {"store": lambda: "Stored.", "refuse": refuse, "say nothing": lambda: ""}
for label, write in writes.items():
    if st.button(label):
        st.session_state["done"] = messages.attempt("plans", write)
messages.show_outcome("name")
if not st.session_state.get("away"):
    messages.show_outcome("plans")
"""


@pytest.fixture
def page():
    return AppTest.from_string(PAGE).run()


def press(page, label):
    (button,) = (each for each in page.button if each.label == label)
    return button.click().run()


def outcome(page):
    return [each.value for each in page.success], [each.value for each in page.error]


@pytest.mark.parametrize(
    ("label", "done", "shown"),
    [
        ("store", True, (["Stored."], [])),
        ("refuse", False, ([], ["The year is missing."])),
        ("say nothing", True, ([], [])),
    ],
)
def test_the_outcome_of_a_write_is_its_sentence_or_its_refusal(page, label, done, shown):
    press(page, label)
    assert page.session_state["done"] is done
    assert outcome(page) == shown


def test_an_outcome_is_shown_once(page):
    press(page, "store")
    assert outcome(page.run()) == ([], [])


def test_an_outcome_waits_for_the_form_of_its_own_topic(page):
    page.session_state["away"] = True
    press(page, "refuse")
    assert outcome(page.run()) == ([], [])
    page.session_state["away"] = False
    assert outcome(page.run()) == ([], ["The year is missing."])


def test_a_fault_of_the_program_passes():
    def break_down():
        raise LookupError("no sentence for people")

    with pytest.raises(LookupError):
        messages.attempt("plans", break_down)
