"""The Markdown of paragraphs: what is set how, and that a plain text comes through as it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csp.topics.report.inline import Run, escape, read_runs, to_plain


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("plain", [Run("plain")]),
        ("", []),
        ("a **b** c", [Run("a "), Run("b", bold=True), Run(" c")]),
        ("a *b* c", [Run("a "), Run("b", italic=True), Run(" c")]),
        ("**a *b* c**", [Run("a ", bold=True), Run("b", bold=True, italic=True), Run(" c", bold=True)]),
        ("see [the site](https://a.org/b?c=1)", [Run("see "), Run("the site", link="https://a.org/b?c=1")]),
        ("[x](javascript:alert(1))", [Run("[x](javascript:alert(1))")]),
        (r"\*a\* \[b\]", [Run("*a* [b]")]),
        ("5 * 3 * 2", [Run("5 * 3 * 2")]),
        ("7,830*", [Run("7,830*")]),
        ("**not closed", [Run("**not closed")]),
    ],
)
def test_a_paragraph_is_read_as_runs(text, runs):
    assert list(read_runs(text)) == runs


@given(st.text(max_size=60))
def test_an_escaped_text_comes_out_letter_by_letter(text):
    assert to_plain(escape(text)) == text
    assert all(not (run.bold or run.italic or run.link) for run in read_runs(escape(text)))


@given(st.text(alphabet="*[]()\\ab h", max_size=40))
def test_any_signs_are_read_without_a_fault(text):
    read_runs(text)


def test_a_link_keeps_its_address_in_plain_text():
    assert to_plain("**See** [it](https://a.org)") == "See it (https://a.org)"
