"""The sentences of the page Report. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from csp.core import wording
from csp.topics.action_plan.findings.values import write_moment
from csp.topics.action_plan.store.report_records import (
    AuthorParagraph,
    HorizonItem,
    PlanReview,
    ReportCover,
    SectionOrder,
    Version,
)
from csp.topics.report.arrangement import TITLES
from csp.topics.report.document import Kind, Section

KINDS: dict[Kind, str] = {
    "assessment": "Full assessment",
    "briefing": "One-page briefing",
    "since": "Since the last meeting",
}
PLACES = {"start": "Before the figures", "end": "After the figures"}
DRAFT_NOTE = "This order is yours alone until it is kept."
NO_PLAN = "There is no action plan yet, so nothing that you write can be kept: put one in on the page Plans."
NO_PARAGRAPHS = "Nobody has written a paragraph yet."
NO_HORIZON = "Nothing is on the horizon list yet."
NO_SURVEY = (
    "No survey figures are loaded. Import a CSV of area, period, question, answer, per_cent and base: "
    "python -m csp import survey survey.csv"
)
NO_REVIEWED = (
    "There is no earlier plan to look back on: a plan is looked back on when its year is over, or "
    "when a later one is there."
)
MARKDOWN_HELP = (
    "**bold**, *italic*, [words](https://example.org); an empty line begins a new paragraph, - an entry of a "
    "list. Figures stand in braces and stay true: {all_crime.change}."
)
THEIRS, MINE = "Stored while you were writing", "Yours, not stored yet"
REMOVED = "Taken out of the report."


def write_headline(kind: Kind, sections: int, changed: int) -> str:
    """What the report is, and whether somebody has to look at a paragraph: the title line."""
    text = f"{TITLES[kind]}: {wording.plural(sections, 'section')}"
    if changed:
        verb = "holds" if changed == 1 else "hold"
        return f"{text}, {wording.plural(changed, 'paragraph')} {verb} a figure that has changed"
    return text


def describe_author(version: Version[object]) -> str:
    """Who stored a version, and when: "A. Chair, 3 Nov 2021, 14:05, version 2"."""
    return f"{version.who}, {write_moment(version.at)}, version {version.version}"


def describe_basis(paragraph: AuthorParagraph, period: str) -> str:
    """Of what the figures of a paragraph were, where they are not of the period in force; else ""."""
    if not paragraph.figures or paragraph.basis in ("", period):
        return ""
    return f"Its figures were of {paragraph.basis}; the bar has {period}."


def describe_made(name: str, size: int, seconds: float) -> str:
    """What has been made: "report.docx, 1.2 MB, in 4 seconds"."""
    took = wording.plural(max(1, round(seconds)), "second")
    return f"{name}, {write_size(size)}, in {took}"


def write_size(size: int) -> str:
    """Bytes as people read them: "1.2 MB", "84 kB"."""
    return f"{size / 1_000_000:.1f} MB" if size >= 1_000_000 else f"{max(1, round(size / 1_000))} kB"


def list_failures(sections: Sequence[Section]) -> list[str]:
    """The sections that could not be written, each with the reason."""
    return [f"{section.title}: {section.failure}" for section in sections if section.failure]


def describe_paragraph(content: AuthorParagraph, titles: Mapping[str, str]) -> str:
    """Where a paragraph stands: "All recorded crime, before the figures"."""
    place = wording.lower_first(PLACES[content.place])
    return f"{titles.get(content.section, content.section)}, {place}"


def describe_content(content: object, titles: Mapping[str, str]) -> list[str]:
    """What somebody else has stored, a line for each of its parts, to be compared with one's own."""
    if isinstance(content, AuthorParagraph):
        return [describe_paragraph(content, titles), content.text]
    if isinstance(content, PlanReview):
        lines = (
            ("Carried out", content.carried_out),
            ("Changed", content.changed),
            ("Why", content.reason),
        )
        return [f"{name}: {text}" for name, text in lines if text]
    if isinstance(content, HorizonItem):
        response = [f"Response: {content.response}"] if content.response else []
        return [f"{content.factor.capitalize()}: {content.text}", *response]
    if isinstance(content, SectionOrder):
        return [
            f"{i}. {each.title or titles.get(each.key, each.key)}"
            for i, each in enumerate((s for s in content.sections if s.included), start=1)
        ]
    if isinstance(content, ReportCover):
        signatures = [" ".join(filter(None, (s.office, s.name, s.day))) for s in content.signatures]
        return list(filter(None, [content.title, content.subtitle, *signatures]))
    raise TypeError(content)
