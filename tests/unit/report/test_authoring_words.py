"""What the page Report says, and an author's Markdown on the screen."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from csp.core.markup import Markdown
from csp.topics.action_plan.store.report_records import (
    AuthorParagraph,
    HorizonItem,
    PlanReview,
    ReportCover,
    SectionChoice,
    SectionOrder,
    Signature,
    Version,
)
from csp.topics.report.authoring import words
from csp.topics.report.authoring.cover_form import read_signatures, write_signatures
from csp.topics.report.authoring.preview import show_text
from csp.topics.report.document import Section

TITLES = {"all_crime": "All recorded crime", "trend": "The trend"}


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("A **bold** and *italic* word.", "A **bold** and *italic* word."),
        ("One\nline.\n\nAnother.", "One line.\n\nAnother."),
        ("- one\n- **two**", "- one\n- **two**"),
        ("[Kent](https://example.org/a_b)", "[Kent](<https://example.org/a_b>)"),
        ("[x](data:text)", r"\[x\](data:text)"),
        ("# no heading", r"\# no heading"),
        ("<b>{all_crime}</b>", r"\<b\>\{all\_crime\}\</b\>"),
    ],
)
def test_an_authors_markdown_is_shown_as_the_files_have_it(text, markdown):
    shown = show_text(text)
    assert isinstance(shown, Markdown)
    assert shown.replace(r":color[\:]", ":") == markdown


def test_no_picture_comes_of_an_authors_text():
    # A sign before a link would make a picture of it, which the browser would fetch.
    for text in ("look![x](http://host/p.svg)", "**a!**[x](http://host/p.svg)", "![x](http://host/p.svg)"):
        assert re.search(r"(?<!\\)!\[", show_text(text)) is None


def test_the_headline_counts_sections_and_what_has_to_be_looked_at():
    assert words.write_headline("briefing", 1, 0) == "Community safety briefing: 1 section"
    assert words.write_headline("since", 4, 1).endswith("4 sections, 1 paragraph to read again")
    assert words.write_headline("since", 4, 2).endswith("2 paragraphs to read again")


def test_a_paragraph_says_of_what_its_figures_were():
    paragraph = AuthorParagraph("trend", "x", figures={"a": "1"}, basis="Jan 2020")
    sentence = words.describe_basis(paragraph, "Feb 2020")
    assert sentence == "Its figures were of Jan 2020; the report is of Feb 2020."
    assert words.describe_basis(paragraph, "Jan 2020") == ""
    assert words.describe_basis(AuthorParagraph("trend", "x", basis="Jan 2020"), "Feb 2020") == ""


@pytest.mark.parametrize(
    ("content", "lines"),
    [
        (AuthorParagraph("trend", "Text", "end"), ["The trend, at the end", "Text"]),
        (PlanReview("All", "", "Money"), ["Carried out: All", "Why: Money"]),
        (HorizonItem("legal", "A duty", "Plan"), ["Legal: A duty", "Response: Plan"]),
        (
            SectionOrder(
                (SectionChoice("trend"), SectionChoice("x", False), SectionChoice("all_crime", True, "A"))
            ),
            ["1. The trend", "2. A"],
        ),
        (ReportCover("T", "", (Signature("Chair", "A. C."),)), ["T", "Chair, A. C."]),
    ],
)
def test_each_content_is_put_into_lines_to_be_compared(content, lines):
    assert words.describe_content(content, TITLES) == lines


def test_a_version_names_its_author_and_its_number():
    version = Version(1, "a", 3, ReportCover(), False, "A. Chair", datetime(2021, 11, 3, 14, 5, tzinfo=UTC))
    assert words.describe_author(version).startswith("A. Chair, 3 Nov 2021")
    assert words.describe_author(version).endswith("version 3")


def test_a_file_is_described_by_its_size_and_time():
    assert words.describe_made("a.pdf", 1_234_567, 3.6) == "a.pdf, 1.2 MB, in 4 seconds"
    assert words.describe_made("a.pdf", 300, 0.1) == "a.pdf, 1 kB, in 1 second"


def test_sections_that_failed_are_named():
    sections = [Section("a", "Trend", failure="No months."), Section("b", "Plan")]
    assert words.list_failures(sections) == ["Trend: No months."]


def test_those_who_sign_are_typed_one_to_a_line():
    signatures = (Signature("Chair", "A. Chair", "1 May 2022"), Signature("Police"))
    assert write_signatures(signatures) == "Chair; A. Chair; 1 May 2022\nPolice"
    assert read_signatures("Chair; A. Chair; 1 May 2022\n\n Police \n") == signatures
