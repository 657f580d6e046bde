"""What authors may store for the report: each content is checked here, with one sentence where it fails."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from csp.core import wording
from csp.core.errors import UserError
from csp.core.typed_text import check_line, check_prose
from csp.topics.action_plan.store import check
from csp.topics.action_plan.store.report_records import (
    FACTORS,
    REPORT_KINDS,
    AuthorParagraph,
    Content,
    HorizonItem,
    PlanReview,
    ReportCover,
    SectionChoice,
    SectionOrder,
    Signature,
)

PARAGRAPH = 8_000
MOST_SECTIONS = 100
MOST_FIGURES = 50
MOST_SIGNATURES = 12
# Where a paragraph stands in its section: "end", "under:wards", "after:wards.table-1".
_PLACE = re.compile(r"start|end|(under|after):[a-z0-9-]{0,63}(\.(table|picture)-[0-9]{1,2})?")
# The keys of sections and the names of figures: "all_crime", "crime:robbery", "all_crime.change".
_NAME = re.compile(r"[a-z0-9_-]{1,60}(?:[.:][a-z0-9_-]{1,60}){0,3}")


def check_key(value: str) -> str:
    """The key of a content. It is made by the dashboard, so another is no slip of a writer's."""
    if not _NAME.fullmatch(value):
        raise UserError("This form is not one of the dashboard's: open the page again.")
    return value


def check_content(content: Content) -> Content:
    """A content as it is stored. Raises UserError for the first fault."""
    checked: Content = _CHECKS[type(content)](content)
    return checked


def _check_paragraph(content: AuthorParagraph) -> AuthorParagraph:
    is_placed = _PLACE.fullmatch(content.place) and 0 <= content.position < 1_000
    if not is_placed or content.report not in REPORT_KINDS:
        raise UserError("A paragraph stands at a place of a section: choose one.")
    return AuthorParagraph(
        check_key(content.section),
        check_prose(content.text, "The paragraph", PARAGRAPH, required=True).strip(),
        content.place,
        content.position,
        _check_figures(content.figures),
        check_line(content.basis, "What the figures are of", check.LONG_LINE),
        content.report,
    )


def _check_figures(figures: Mapping[str, str]) -> dict[str, str]:
    if len(figures) > MOST_FIGURES:
        raise UserError(f"A paragraph can hold {MOST_FIGURES} figures: make two of it.")
    return {
        check_key(name): check_line(words, "A figure", check.LONG_LINE) for name, words in figures.items()
    }


def _check_review(content: PlanReview) -> PlanReview:
    review = PlanReview(
        check_prose(content.carried_out, "What was carried out", check.NOTE),
        check_prose(content.changed, "What changed", check.NOTE),
        check_prose(content.reason, "Why it changed", check.NOTE),
    )
    if not (review.carried_out or review.changed or review.reason):
        raise UserError("Write what was carried out, or what changed, first.")
    return review


def _check_horizon(content: HorizonItem) -> HorizonItem:
    if content.factor not in FACTORS:
        raise UserError(f"The factor is one of {wording.list_words(FACTORS)}.")
    return HorizonItem(
        content.factor,
        check_prose(content.text, "What is ahead", check.TEXT, required=True),
        check_prose(content.response, "What is to be done", check.TEXT),
    )


def _check_order(content: SectionOrder) -> SectionOrder:
    keys = [section.key for section in content.sections]
    if len(keys) > MOST_SECTIONS or len(set(keys)) < len(keys):
        raise UserError("A section stands in a report once: open the page again.")
    if not any(section.included for section in content.sections):
        raise UserError("Choose at least one section.")
    return SectionOrder(
        tuple(
            SectionChoice(
                check_key(section.key),
                bool(section.included),
                check_line(section.title, "The title of a section", check.LINE),
            )
            for section in content.sections
        )
    )


def _check_cover(content: ReportCover) -> ReportCover:
    if len(content.signatures) > MOST_SIGNATURES:
        raise UserError(f"A report is signed off by {MOST_SIGNATURES} at most.")
    return ReportCover(
        check_line(content.title, "The title", check.LINE),
        check_line(content.subtitle, "The subtitle", check.LONG_LINE),
        tuple(
            Signature(
                check_line(each.office, "The office of who signs", check.LINE, required=True),
                check_line(each.name, "The name of who signs", check.NAME),
                check_line(each.day, "The day of signing", check.NAME),
            )
            for each in content.signatures
        ),
    )


_CHECKS: Mapping[type[Content], Callable[[Any], Content]] = {
    AuthorParagraph: _check_paragraph,
    PlanReview: _check_review,
    HorizonItem: _check_horizon,
    SectionOrder: _check_order,
    ReportCover: _check_cover,
}
