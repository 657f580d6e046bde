"""The sentences of the page Report. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from csp.core import wording
from csp.topics.action_plan.findings.since import describe_start
from csp.topics.action_plan.findings.values import write_moment
from csp.topics.action_plan.rules.since import Since
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
from csp.topics.report.places import END, START, TOP, Anchor

KINDS: dict[Kind, str] = {
    "assessment": "Full assessment",
    "briefing": "One-page briefing",
    "since": "Since the last meeting",
}
PLACES = {START: "At the start", END: "At the end"}
LONGEST_ABOUT = 44
NO_TEXT = "Nothing is typed yet."
NO_SECTION = "A section that is not in the list"
LEFT_OUT = "Its section is left out of the report."
DRAFT_NOTE = "This order is yours alone until it is kept."
USUAL_ORDER = "The usual order. Drag a section, untick it or give it another title."
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
NOT_STORED = "Not stored yet. It is kept while you look at other pages."
THEIRS, MINE = "Stored while you were writing", "Yours, not stored yet"
REMOVED = "Taken out of the report."


def write_headline(kind: Kind, sections: int, changed: int) -> str:
    """What the report is, and whether somebody has to look at a paragraph: the title line."""
    text = f"{TITLES[kind]}: {wording.plural(sections, 'section')}"
    if changed:
        return f"{text}, {wording.plural(changed, 'paragraph')} to read again"
    return text


def describe_author(version: Version[Any]) -> str:
    """Who stored a version, and when: "A. Chair, 3 Nov 2021, 14:05, version 2"."""
    return f"{version.who}, {write_moment(version.at)}, version {version.version}"


def describe_order(is_own: bool, kept: Version[SectionOrder] | None) -> str:
    """Whose the order of the sections is. is_own: it is the reader's own, until it is kept."""
    if is_own:
        return DRAFT_NOTE
    return f"Kept by {describe_author(kept)}." if kept else USUAL_ORDER


def describe_basis(paragraph: AuthorParagraph, period: str) -> str:
    """Of what the figures of a paragraph were, where they are not of the period in force; else ""."""
    if not paragraph.figures or paragraph.basis in ("", period):
        return ""
    return f"Its figures were of {paragraph.basis}; the report is of {period}."


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


def describe_place(place: str, anchors: Sequence[Anchor] = ()) -> str:
    """Where in its section a paragraph stands: "After the table “Crime types, Jan to Dec 2020 …”".

    anchors: the places of the section as it is now. A place that is not among them is called by its name.
    """
    if place in PLACES:
        return PLACES[place]
    anchor = next((each for each in anchors if each.place == place), None)
    if anchor:
        return f"{_BEHIND[anchor.kind]} “{shorten(anchor.about)}”"
    heading, _, kind = place.partition(":")[2].partition(".")
    title = heading.replace("-", " ")
    if kind:
        where = "near the start" if heading == TOP else f"of “{title}”"
        return f"After a {kind.partition('-')[0]} {where}"
    return f"Below the heading “{title}”"


_BEHIND = {"heading": "Below the heading", "table": "After the table", "picture": "After the picture"}


def shorten(text: str) -> str:
    """A caption that fits into a list: cut between two words where it is long."""
    if len(text) <= LONGEST_ABOUT:
        return text
    return f"{text[:LONGEST_ABOUT].rsplit(maxsplit=1)[0].rstrip(',:.')} …"


def describe_paragraph(
    content: AuthorParagraph, titles: Mapping[str, str], anchors: Sequence[Anchor] = ()
) -> str:
    """Where a paragraph stands: "All recorded crime, at the start". anchors: the places of its section."""
    place = wording.lower_first(describe_place(content.place, anchors))
    return f"{titles.get(content.section, NO_SECTION)}, {place}"


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
        signatures = [", ".join(filter(None, (s.office, s.name, s.day))) for s in content.signatures]
        return list(filter(None, [content.title, content.subtitle, *signatures]))
    raise TypeError(content)


def explain_day(day: date | None, usual: Since) -> list[str]:
    """Why a report on what is new begins on a day on which nobody met; nothing for any other report."""
    return [describe_start(usual)] if usual.meeting is None and day == usual.day else []
