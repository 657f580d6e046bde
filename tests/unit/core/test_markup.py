"""Text that goes through csp.core.markup comes out of Markdown as it went in."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from csp.core.markup import Markdown, bold, build_list, icon, join, plain, visible

# As near to remark-gfm as markdown-it comes; what Streamlit adds is tried in a browser, in tests/e2e.
PARSER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
HOSTILE = (
    "![t](http://127.0.0.1/p.svg) [log in](http://127.0.0.1/)",
    "<img src=x onerror=alert(1)>",
    "<http://a.b>",
    "**b** _i_ ~~s~~ `c`",
    "# h",
    "> q",
    "- l",
    "+ l",
    "* l",
    "1. one",
    "12) two",
    "---",
    "===",
    "***",
    "| a |",
    "a\n\nb",
    "a\n- b",
    "a\n===",
    "    code",
    "```\ncode",
    "[a]: http://b",
    "[a][b]",
    "[^1]",
    "&amp; &#58; &lt;",
    "A & B",
    "R&D",
    "\\",
    "\\\\",
    "\\[a\\](b)",
    "a\\",
    "$x^2$",
    "5.",
    "5. ",
    "-",
    "=1+1",
    "+44 1268",
    "Vange\u202egnaV",
    "a\x00b\x07",
    "a\ud800b",
    " a  b ",
)
# Letters that mean something to Markdown, far more often than chance would bring them.
MARKS = st.text(st.sampled_from("ab1 \n\t.:/@\\`*_{}[]()<>#$~|!&;=+-^\"'%wé😀\u202e\u00a0"), max_size=30)


def rendered(markdown: str) -> str:
    """What a browser shows of a paragraph of Markdown; fails for anything but running text.

    A colour of no colour is Streamlit's own: here it stands for what is in it.
    """
    page = PARSER.render(re.sub(r":color\[(\\.)\]", r"\1", markdown)).strip("\n")
    assert re.fullmatch(r"(<p>[^<>]*</p>)?", page), page
    return html.unescape(re.sub(r"</?p>", "", page))


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_shown_as_it_was_written(text):
    assert rendered(plain(text)) == visible(text)


@given(st.text() | MARKS)
@settings(max_examples=500, deadline=None, database=None)
def test_any_text_is_shown_as_it_was_written(text):
    assert rendered(plain(text)) == visible(text)


@given(MARKS)
@settings(max_examples=300, deadline=None, database=None)
def test_nothing_that_streamlit_looks_for_later_stands_together(text):
    """Once the backslashes are gone, no run of text holds an address, a short code or an arrow."""
    runs = [re.sub(r"\\(.)", r"\1", run) for run in re.split(r":color\[\\.\]", plain(text))]
    later = r"https?://|www\.|\w@\w|:[\w+-]+:|(^|\s)(<->|->|<-|--|>=|<=|~=)(\s|$)"
    assert not [run for run in runs if re.search(later, run, re.IGNORECASE)]


def test_control_characters_and_marks_of_direction_are_left_out():
    assert visible("a\x00b\x07\x1b[31m \u202ec\u2066d\u200f") == "ab[31m cd"
    plain("\ud800").encode()


def test_ordinary_sentences_are_left_alone():
    for text in (
        "Shoplifting in Basildon: 7,830 (▼ 778, −9.0\u00a0%), 65.8 per 1,000, lowest of 12.",
        "Violence & sexual offences, “out of court”; joint 2nd – clear of the others",
        "Q4 2021/22 (Jan to Mar)",
        "J. O'Neill's ward, St Martin's",
    ):
        assert plain(text) == text


def test_nothing_is_escaped_twice():
    once = plain("*a* [b](c) x@y.z")
    assert plain(once) is once
    assert join([once, "d*"]) == f"{once} d\\*"


def test_decoration_holds_text_as_it_was_written():
    assert bold("*Vange*") == "**\\*Vange\\***"
    assert join([icon("info"), "a_b", ""], " · ") == ":material/info: · a\\_b"
    assert build_list(["1. a", "- b\nc"]) == "- 1\\. a\n- \\- b c"
    assert build_list(["*", "b"], numbered=True) == "1. \\*\n2. b"
    assert isinstance(build_list([]), Markdown)


def test_long_text_is_escaped_like_short_text():
    assert plain("*" * 600) == "\\*" * 600
